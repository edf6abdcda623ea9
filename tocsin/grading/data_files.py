"""The room's tables and playbooks: TOML files in `grading/data`, read with the package they ship in."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from tocsin.grading.errors import DataFileError


def load(name: str) -> dict[str, Any]:
    """Return the content of the data file `name`, for example 'levels.toml' or 'playbooks/flood.toml'.

    Raises `DataFileError` where the file is missing or is not TOML.
    """
    try:
        return tomllib.loads(files("tocsin.grading").joinpath("data", name).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DataFileError(
            f"The data file grading/data/{name} is missing; install the package anew."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(f"The data file grading/data/{name} is not TOML: {error}.") from error


def names(folder: str) -> tuple[str, ...]:
    """Return the names of the TOML files in `folder` of the data, sorted, without their ending."""
    entries = files("tocsin.grading").joinpath("data", folder).iterdir()
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml"))
    )

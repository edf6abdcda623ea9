"""Where the data for measuring lies: beside the checkout, never inside it."""

from __future__ import annotations

from pathlib import Path

from evaluation.errors import DataMissing

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def folder(name: str) -> Path:
    """The folder `name` of the shared data, for example `geoparsing`; raises `DataMissing` where it is not there."""
    path = SHARED / name
    if not path.is_dir():
        raise DataMissing(
            f"the data for measuring is not beside the checkout: ../shared/data/{name} is missing; "
            "put it there, or score a file of your own with --geoparsing FILE"
        )
    return path

"""The container of the packed data files: named arrays in one memory-mapped file.

Layout, all numbers little-endian:

- 8 bytes: the magic word ``TOCSIN1`` and a zero byte;
- 4 bytes: unsigned length of the header;
- the header: JSON in ASCII, ``{"kind": ..., "version": ..., "sections": {name: {"dtype", "shape", "offset"}}}``;
- the sections, each starting at its offset from the beginning of the file, a multiple of 64 bytes.

Same arrays in, same bytes out. Opening a file reads the header only; the pages of an array come in when it is used.
"""

from __future__ import annotations

import json
import math
import mmap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tocsin.geo.errors import GazetteerError

MAGIC = b"TOCSIN1\0"
ALIGNMENT = 64
DATA_FOLDER = Path(__file__).parent / "data"


class PackedFile:
    """A packed file opened for reading. Raises `GazetteerError` when it is missing, foreign or cut short."""

    def __init__(self, path: Path, *, kind: str, version: int) -> None:
        remedy = "install the package again, or rebuild the file with `python -m tocsin.geo.build`"
        try:
            with path.open("rb") as handle:
                self._map = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GazetteerError(f"the data file {path.name} cannot be opened ({error}); {remedy}") from error
        if self._map[: len(MAGIC)] != MAGIC:
            raise GazetteerError(f"{path.name} is no packed data file; {remedy}")
        start = len(MAGIC) + 4
        length = int.from_bytes(self._map[len(MAGIC) : start], "little")
        try:
            header = json.loads(self._map[start : start + length])
        except ValueError as error:
            raise GazetteerError(f"the header of {path.name} is damaged; {remedy}") from error
        if header.get("kind") != kind or header.get("version") != version:
            raise GazetteerError(
                f"{path.name} holds {header.get('kind')} version {header.get('version')}, "
                f"this program reads {kind} version {version}; {remedy}"
            )
        self._sections: dict[str, dict[str, Any]] = header["sections"]
        for name, section in self._sections.items():
            size = np.dtype(section["dtype"]).itemsize * math.prod(section["shape"])
            if section["offset"] + size > len(self._map):
                raise GazetteerError(f"{path.name} is cut short in its part {name!r}; {remedy}")

    def array(self, name: str) -> npt.NDArray[Any]:
        """The section's array, read-only and backed by the file."""
        section = self._sections[name]
        shape = tuple(section["shape"])
        flat = np.frombuffer(
            self._map, dtype=section["dtype"], count=math.prod(shape), offset=section["offset"]
        )
        return flat.reshape(shape)

    def text(self, name: str) -> memoryview:
        """A section of bytes."""
        section = self._sections[name]
        return memoryview(self._map)[section["offset"] : section["offset"] + section["shape"][0]]


def write_packed(path: Path, arrays: Mapping[str, npt.NDArray[Any]], *, kind: str, version: int) -> None:
    """Write the arrays, in the order given, as one packed file."""
    sections: dict[str, dict[str, Any]] = {}
    little = {name: np.ascontiguousarray(a, dtype=a.dtype.newbyteorder("<")) for name, a in arrays.items()}

    def header_with(first: int) -> bytes:
        offset = first
        for name, array in little.items():
            sections[name] = {"dtype": array.dtype.str, "shape": list(array.shape), "offset": offset}
            offset = _aligned(offset + array.nbytes)
        document = {"kind": kind, "version": version, "sections": sections}
        return json.dumps(document, separators=(",", ":")).encode("ascii")

    # The offsets are part of the header, whose length sets them: leave room, then fill it with spaces.
    first = _aligned(len(MAGIC) + 4 + len(header_with(0)) + 24 * len(little))
    header = header_with(first).ljust(first - len(MAGIC) - 4)
    # Written beside it and moved into place: a process that has the old file mapped keeps reading the old one.
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as handle:
        handle.write(MAGIC + len(header).to_bytes(4, "little") + header)
        for name, array in little.items():
            handle.seek(sections[name]["offset"])
            handle.write(array.tobytes())
    fresh.replace(path)


def _aligned(offset: int) -> int:
    return -(-offset // ALIGNMENT) * ALIGNMENT

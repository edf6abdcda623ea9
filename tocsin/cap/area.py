"""The area of an info block: its words, polygons, circles and geocodes (OASIS CAP 1.2, section 3.2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tocsin.geo import Area


class NamedValue(NamedTuple):
    """A name from some list of codes and its value there (valueName and value in CAP); equals the plain pair."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CapPolygon:
    """A polygon as CAP writes it: 'latitude,longitude' pairs in degrees, parted by single spaces.

    The text is kept as it came, because messages with unreadable positions are sent and must be told of;
    `tocsin.cap.geography` reads it.
    """

    text: str


@dataclass(frozen=True, slots=True)
class CapCircle:
    """A circle as CAP writes it: 'latitude,longitude radius', in degrees and kilometres."""

    text: str


@dataclass(frozen=True, slots=True)
class CapArea:
    """Where an info block applies.

    `altitude` and `ceiling` are decimal numbers of feet above mean sea level, as text, empty where not given;
    `geocodes` are (list, code) pairs.
    """

    description: str
    polygons: tuple[CapPolygon, ...] = ()
    circles: tuple[CapCircle, ...] = ()
    geocodes: tuple[NamedValue, ...] = ()
    altitude: str = ""
    ceiling: str = ""

    def to_area(self) -> Area:
        """Return the area as geography: closed valid polygons and circles in kilometres.

        Shapes that need a repair are repaired, and those that name no place are left out;
        `tocsin.cap.read_area` returns the same area with a finding for each, and `check` reports them.
        """
        from tocsin.cap.geography import read_area

        return read_area(self).area

    @staticmethod
    def from_area(area: Area) -> CapArea:
        """Return `area` as CAP says it: radii in km, geocodes kept, countries as ISO 3166-1 geocodes.

        CAP has no holes: only outer rings are written, so the area may come out larger, never smaller.
        """
        from tocsin.cap.geography import write_area

        return write_area(area)

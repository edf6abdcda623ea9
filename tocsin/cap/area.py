"""The area of an info block: its words, polygons, circles and geocodes (OASIS CAP 1.2, section 3.2.4)."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from tocsin.geo import Area


class NamedValue(NamedTuple):
    """A name from some list of codes and its value there (valueName and value in CAP); equals the plain pair."""

    name: str
    value: str


def tidy(value: Any) -> None:
    """Take outer whitespace off every text field, text item and named value of a frozen dataclass being made."""
    for member in fields(value):
        content = getattr(value, member.name)
        if type(content) is str:
            object.__setattr__(value, member.name, content.strip())
        elif isinstance(content, tuple):
            object.__setattr__(value, member.name, tuple(_tidied(item) for item in content))


def _tidied(item: Any) -> Any:
    if type(item) is str:
        return item.strip()
    if isinstance(item, tuple):
        return NamedValue(*(text.strip() for text in item))
    return item


@dataclass(frozen=True, slots=True)
class CapPolygon:
    """A polygon as CAP writes it: 'latitude,longitude' pairs in degrees, parted by single spaces.

    The text is kept as it came, because messages with unreadable positions are sent and must be told of;
    `tocsin.cap.geography` reads it, once: `reading` is what it read, or None before.
    """

    text: str
    reading: Any = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join(self.text.split()))


@dataclass(frozen=True, slots=True)
class CapCircle:
    """A circle as CAP writes it: 'latitude,longitude radius', in degrees and kilometres."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", " ".join(self.text.split()))


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

    def __post_init__(self) -> None:
        tidy(self)

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

        return write_area(area).area

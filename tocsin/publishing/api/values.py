"""The kinds of value that bodies, filters and responses are made of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from annotated_types import Ge, Le
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, core_schema

from tocsin.exposure.places import PlaceWords

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?P<zone>Z|[+-]\d\d:\d\d)?", re.IGNORECASE
)
_FIRST_YEAR, _LAST_YEAR = 1970, 2200
_LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of these words."""

    words: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.literal_schema(list(self.words))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _read_moment(words: object) -> datetime:
    """Return the moment that `words` name (RFC 3339, section 5.6), in UTC. Raises ValueError, saying what to write."""
    if not isinstance(words, str) or (found := _RFC_3339.fullmatch(words)) is None:
        raise ValueError("This is not a time. Write it as 2017-07-15T17:12:00Z (RFC 3339).")
    if found["zone"] is None:
        raise ValueError(f"The time {words} has no zone. Add Z for UTC, or an offset as +01:00.")
    try:
        moment = datetime.fromisoformat(words.upper().replace(" ", "T")).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(
            f"The time {words} is in no calendar. Correct the date or the clock time."
        ) from error
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(
            f"The year of {words} cannot be meant. Write one from {_FIRST_YEAR} to {_LAST_YEAR}."
        )
    return moment


def _storable(words: str) -> str:
    """Return text that any database can keep. Raises ValueError for a NUL and for half a surrogate pair."""
    if "\x00" in words or any("\ud800" <= letter <= "\udfff" for letter in words):
        raise ValueError(
            "The text holds a character that no text can hold (NUL, or half of a pair). Take it out."
        )
    return words


_MOMENT = {"type": "string", "format": "date-time", "examples": ["2017-07-15T17:12:00Z"]}

#: A moment that is returned: RFC 3339 in UTC, with Z.
Moment = Annotated[datetime, AfterValidator(_utc), WithJsonSchema(_MOMENT)]
#: A moment that comes in: RFC 3339 with Z or an offset.
ZonedMoment = Annotated[datetime, BeforeValidator(_read_moment), WithJsonSchema(_MOMENT)]
#: Text that comes in.
Text = Annotated[str, AfterValidator(_storable)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees east.")]
#: Wider than the Earth, so that coordinates in the wrong order are told apart from nonsense.
LatitudeOrSwapped = Annotated[
    float,
    Field(allow_inf_nan=False, description="Degrees north."),
    Ge(-180),
    Le(180),
    WithJsonSchema({"type": "number", "minimum": -90, "maximum": 90, "description": "Degrees north."}),
]
Identity = Annotated[int, Ge(1), Le(_LARGEST_NUMBER)]
#: A number in an address; one that nothing has is 404.
Number = Annotated[int, WithJsonSchema({"type": "integer", "minimum": 1})]
#: A number to filter by.
IdentityAsked = Annotated[
    Identity | None, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": _LARGEST_NUMBER})
]
#: Whether to keep only those that are so, or only those that are not.
FlagAsked = Annotated[bool | None, WithJsonSchema({"type": "boolean"})]
CountryAsked = Annotated[str, Field(pattern=r"^([A-Z]{2})?$", description="ISO 3166-1 alpha-2.")]
WordAsked = Annotated[str, Field(pattern=r"^[a-z0-9-]{0,40}$")]
GeoJson = Annotated[
    dict[str, Any],
    WithJsonSchema({"type": "object", "description": "GeoJSON (RFC 7946): longitude before latitude."}),
]


class Shape(BaseModel):
    """What a response is made of."""

    model_config = ConfigDict(frozen=True)


class Body(BaseModel):
    """What a request brings: nothing that is not named, and no value of another type than said."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


def _without_defaults(schema: dict[str, Any]) -> None:
    for field in schema["properties"].values():
        field.pop("default", None)


class Patch(Body):
    """What changes (RFC 7396): what is left out stays as it is, so no field has a default to be told of."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)


class PageAsked(BaseModel):
    """Which part of a list is asked for."""

    model_config = ConfigDict(frozen=True)

    limit: int = Field(50, ge=1, le=200, description="At most so many items.")
    cursor: str = Field("", max_length=500, description="From the field `next` of the page before.")


class PlaceBody(Body):
    """A place, as somebody writes it: coordinates count first, then the GeoNames number, the airport, the name."""

    place: Text = Field("", max_length=200, examples=["Kisumu"])
    country: Text = Field("", max_length=100, description="ISO 3166-1 alpha-2, or its name; 'sea' at sea.")
    longitude: Longitude | None = None
    latitude: LatitudeOrSwapped | None = None

    def words(self) -> PlaceWords:
        """Return the place as the room `exposure` reads it."""
        return PlaceWords(
            place=self.place.strip(),
            country=self.country.strip(),
            longitude=degrees(self.longitude),
            latitude=degrees(self.latitude),
        )

    @property
    def is_given(self) -> bool:
        """Whether anything is said about the place."""
        return self.words() != PlaceWords()


def degrees(value: float | None) -> str:
    """Return degrees as people write them, with ten decimals; '' for None."""
    return "" if value is None else f"{value:.10f}"

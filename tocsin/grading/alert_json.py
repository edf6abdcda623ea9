"""An alert text as JSON and back, and the hash an approval names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from tocsin.geo import Area, Circle, GeoError, Point, Polygon, points_of
from tocsin.grading.admiralty import Reliability
from tocsin.grading.alert_text import Act, AlertText, CitedSource, MessageType, Sentence
from tocsin.grading.canonical import content_hash_of
from tocsin.grading.errors import GradingError, NotAnAlertTextError
from tocsin.grading.level import Level
from tocsin.grading.translations import Translation

# Raised when the members or their form change, because approvals name hashes of exactly this form.
FORM = "tocsin-alert-text/1"

_TEXTS = (
    "country", "country_code", "place", "headline", "hazard", "time_zone", "severity", "certainty", "urgency",
    "language", "what_changed", "cancel_reason",
)  # fmt: skip
_PARTS = ("summary", "event", "context")


def _time(moment: datetime | None) -> str | None:
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _ring(points: tuple[Point, ...]) -> list[list[float]]:
    return [[point.longitude, point.latitude] for point in points]


def _area(area: Area | None) -> dict[str, Any] | None:
    if area is None:
        return None
    return {
        "description": area.description,
        "circles": [
            {
                "longitude": circle.center.longitude,
                "latitude": circle.center.latitude,
                "radius_km": circle.radius_km,
            }
            for circle in area.circles
        ],
        "polygons": [
            {"outer": _ring(polygon.outer), "holes": [_ring(hole) for hole in polygon.holes]}
            for polygon in area.polygons
        ],
        "countries": list(area.countries),
        "geocodes": [list(pair) for pair in area.geocodes],
        "margin_km": area.margin_km,
    }


def alert_text_to_json(text: AlertText) -> dict[str, Any]:
    """Return every field of `text` as JSON values, under the names docs/grading.md lists.

    Times are RFC 3339 in UTC with 'Z'; positions are [longitude, latitude] in degrees as they were given, so
    that `alert_text_from_json` returns an equal value.
    """
    document: dict[str, Any] = {"form": FORM, "level": text.level.to_json()}
    document |= {name: getattr(text, name) for name in _TEXTS}
    for part in _PARTS:
        document[part] = [
            {
                "text": sentence.text,
                "citations": list(sentence.citations),
                "assessment": sentence.assessment,
            }
            for sentence in text.sentences(part)
        ]
    document["advice"] = [
        {"text": act.text, "order": act.order, "until_hours": act.until_hours, "rule": act.rule}
        for act in text.advice
    ]
    document["sources"] = [
        {
            "reference": source.reference,
            "name": source.name,
            "url": source.url,
            "reliability": source.reliability.value if source.reliability else None,
        }
        for source in text.sources
    ]
    document |= {
        "onset": _time(text.onset),
        "expires": _time(text.expires),
        "area": _area(text.area),
        "place_kinds": list(text.place_kinds),
        "message_type": text.message_type.value,
        "developing": text.developing,
    }
    # Left out where it says nothing, so that the hash of every text without it is the same as before there was one.
    told = {"correction": text.correction} if text.correction else {}
    others = [_translation_to_json(one) for one in text.translations]
    return document | told | ({"translations": others} if others else {})


def _translation_to_json(one: Translation) -> dict[str, Any]:
    values = {field.name: getattr(one, field.name) for field in fields(Translation)}
    return values | {"advice": list(one.advice)}


def content_hash(text: AlertText) -> str:
    """Return the hash of the whole text: 'sha256:' and 64 hexadecimal digits, the same on every machine.

    It is the SHA-256 of the canonical JSON (RFC 8785) of `alert_text_to_json(text)`. Any change to any field
    changes it, so an approval that names it holds for this text alone.
    """
    return content_hash_of(alert_text_to_json(text))


def alert_text_from_json(document: Mapping[str, Any]) -> AlertText:
    """Return the alert text `alert_text_to_json` wrote. Optional members may be missing, unknown ones may not be there.

    Raises `NotAnAlertTextError` naming the member that is wrong, and `TimeWithoutZoneError`.
    """
    if document.get("form", FORM) != FORM:
        raise NotAnAlertTextError(
            f"The form '{document['form']}' is not {FORM}; read it with the release that wrote it."
        )
    found: dict[str, Any] = {}
    for name, value in document.items():
        if name == "form":
            continue
        reader = _READERS.get(name)
        if reader is None:
            raise NotAnAlertTextError(f"An alert text has no member '{name}'; remove it or correct its name.")
        try:
            found[name] = reader(value)
        except (GradingError, GeoError) as error:
            raise NotAnAlertTextError(f"The member '{name}' of the alert text: {error}") from error
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise NotAnAlertTextError(
                f"The member '{name}' of the alert text has not the form that docs/grading.md says ({error!r})."
            ) from error
    missing = [name for name in ("country", "headline", "level") if name not in found]
    if missing:
        raise NotAnAlertTextError(f"The alert text lacks {' and '.join(missing)}; add it.")
    return AlertText(**found)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not text")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("neither true nor false")
    return value


def _moment(value: object) -> datetime | None:
    return None if value is None else datetime.fromisoformat(_text(value))


def _sentence(value: Mapping[str, Any]) -> Sentence:
    return Sentence(
        text=_text(value["text"]),
        citations=tuple(_text(reference) for reference in value.get("citations", ())),
        assessment=_truth(value.get("assessment", False)),
    )


def _act(value: Mapping[str, Any]) -> Act:
    until = value.get("until_hours")
    return Act(
        text=_text(value["text"]),
        order=int(value["order"]),
        until_hours=None if until is None else int(until),
        rule=_text(value.get("rule", "")),
    )


def _source(value: Mapping[str, Any]) -> CitedSource:
    letter = value.get("reliability")
    return CitedSource(
        reference=_text(value["reference"]),
        name=_text(value["name"]),
        url=_text(value.get("url", "")),
        reliability=None if letter is None else Reliability.from_letter(letter),
    )


def _translation(value: Mapping[str, Any]) -> Translation:
    words: dict[str, Any] = {name: _text(said) for name, said in value.items() if name != "advice"}
    return Translation(**words, advice=tuple(_text(act) for act in value.get("advice", ())))


def _read_area(value: Mapping[str, Any] | None) -> Area | None:
    if value is None:
        return None
    return Area(
        description=_text(value.get("description", "")),
        circles=tuple(
            Circle(
                center=Point(longitude=circle["longitude"], latitude=circle["latitude"]),
                radius_km=circle["radius_km"],
            )
            for circle in value.get("circles", ())
        ),
        polygons=tuple(
            Polygon(
                outer=points_of(polygon["outer"]),
                holes=tuple(points_of(hole) for hole in polygon.get("holes", ())),
            )
            for polygon in value.get("polygons", ())
        ),
        countries=tuple(value.get("countries", ())),
        geocodes=tuple((_text(system), _text(code)) for system, code in value.get("geocodes", ())),
        margin_km=value.get("margin_km", 0.0),
    )


def _each(reader: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    def read(values: Any) -> tuple[Any, ...]:
        if not isinstance(values, list | tuple):
            raise TypeError("not a list")
        return tuple(reader(value) for value in values)

    return read


_READERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_TEXTS, _text),
    **dict.fromkeys(_PARTS, _each(_sentence)),
    "level": Level.from_word,
    "advice": _each(_act),
    "sources": _each(_source),
    "onset": _moment,
    "expires": _moment,
    "area": _read_area,
    "place_kinds": _each(_text),
    "message_type": MessageType,
    "developing": _truth,
    "correction": _text,
    "translations": _each(_translation),
}

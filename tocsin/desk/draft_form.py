"""A draft as an analyst edits it: plain fields in, an alert text out, with an error for each field that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from tocsin.geo import Area, Circle, GeoError, Point, Polygon, area_of, corridor
from tocsin.grading import Act, AlertText, GradingError, Level, MessageType, Sentence

#: Words in square brackets at a sentence's end: the numbers of its sources, or that it is the desk's own.
_MARK = re.compile(r"\s*\[([^\[\]]*)\]\s*$")
_LIMIT = re.compile(r"\s*\[\s*(\d{1,4})\s*h\s*\]\s*$")
_OURS = "ours"
_TIME = "%Y-%m-%d %H:%M"
_PLAIN = (
    "country",
    "country_code",
    "place",
    "headline",
    "hazard",
    "severity",
    "certainty",
    "urgency",
    "time_zone",
)
PARTS = ("summary", "event", "context")


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a form: the text where all fields are good, and an error for each that is not."""

    text: AlertText | None
    errors: dict[str, str]


def fields_of(text: AlertText) -> dict[str, str]:
    """Return the form's fields for `text`: one sentence or act a line, sources as numbers, times in UTC."""
    numbers = {source.reference: number for number, source in enumerate(text.sources, 1)}
    fields = {name: getattr(text, name) for name in _PLAIN}
    for part in PARTS:
        fields[part] = "\n".join(_line(sentence, numbers) for sentence in text.sentences(part))
    area = text.area or Area()
    return fields | {
        "level": text.level.word,
        "advice": "\n".join(
            act.text + (f" [{act.until_hours} h]" if act.until_hours else "") for act in text.advice
        ),
        "onset": _time(text.onset),
        "expires": _time(text.expires),
        "what_changed": text.what_changed,
        "cancel_reason": text.cancel_reason,
        "correction": text.correction,
        "developing": "yes" if text.developing else "",
        "area_description": area.description,
        "area_circles": "\n".join(
            ", ".join(map(_exactly, (c.center.latitude, c.center.longitude, c.radius_km)))
            for c in area.circles
        ),
        "area_countries": " ".join(area.countries),
        "area_outlines": "keep" if area.polygons else "",
    }


def read_form(fields: Mapping[str, str], before: AlertText) -> Edited:
    """Return the text that `fields` make of `before`; sources, outlines and what no field carries stay."""
    errors: dict[str, str] = {}

    def attempt(name: str, read: Callable[[], Any], otherwise: Any) -> Any:
        try:
            return read()
        except (ValueError, GradingError, GeoError) as error:
            errors[name] = str(error)
            return otherwise

    changes: dict[str, Any] = {name: _flat(fields.get(name, getattr(before, name))) for name in _PLAIN}
    for part in PARTS:
        changes[part] = attempt(part, partial(_sentences, fields, part, before), before.sentences(part))
    changes["level"] = attempt("level", lambda: Level.from_word(fields.get("level", "")), before.level)
    changes["advice"] = attempt("advice", lambda: _acts(fields.get("advice", ""), before), before.advice)
    for name in ("onset", "expires"):
        changes[name] = attempt(name, partial(read_time, fields.get(name, "")), getattr(before, name))
    changes["area"] = attempt("area_circles", lambda: _area(fields, before.area or Area()), before.area)
    changes["developing"] = bool(fields.get("developing"))
    if before.message_type is MessageType.UPDATE:
        changes["what_changed"] = _flat(fields.get("what_changed", before.what_changed))
    if before.message_type is MessageType.CANCEL:
        changes["cancel_reason"] = _flat(fields.get("cancel_reason", before.cancel_reason))
    if before.message_type is not MessageType.ALERT:
        changes["correction"] = _flat(fields.get("correction", before.correction))
    text = attempt("headline", lambda: replace(before, **changes), None)
    return Edited(None if errors else text, errors)


def read_time(written: str) -> datetime | None:
    """Return the moment written as '2017-07-15 17:12' (UTC) or with an offset; None for ''.

    Raises ValueError, saying how to write it.
    """
    written = written.strip().removesuffix("UTC").strip()
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    # An offset can lead before the year 1 or beyond 9999.
    except (ValueError, OverflowError) as error:
        raise ValueError(
            _("%(time)s is no time. Write it in UTC as 2017-07-15 17:12.") % {"time": written}
        ) from error


def _exactly(number: float) -> str:
    """The number as somebody would write it, to the last digit: saving the form must not move a circle."""
    return repr(float(number)).removesuffix(".0")


def _time(moment: datetime | None) -> str:
    return moment.astimezone(UTC).strftime(_TIME) if moment else ""


def _flat(written: str) -> str:
    return " ".join(written.split())


def _line(sentence: Sentence, numbers: Mapping[str, int]) -> str:
    if sentence.assessment:
        return f"{sentence.text} [{_OURS}]"
    cited = ", ".join(str(numbers[reference]) for reference in sentence.citations if reference in numbers)
    return f"{sentence.text} [{cited}]" if cited else sentence.text


def _sentences(fields: Mapping[str, str], part: str, before: AlertText) -> tuple[Sentence, ...]:
    if part not in fields:
        return before.sentences(part)
    references = [source.reference for source in before.sources]
    lines = [line.strip() for line in fields[part].splitlines() if line.strip()]
    return tuple(_sentence(line, references) for line in lines)


def _sentence(line: str, references: list[str]) -> Sentence:
    mark = _MARK.search(line)
    if mark is None:
        return Sentence(_flat(line))
    text, inside = _flat(line[: mark.start()]), mark.group(1).strip()
    if inside.lower() == _OURS:
        return Sentence(text, assessment=True)
    cited = []
    for written in inside.replace(",", " ").split():
        if not written.isdecimal() or not 1 <= int(written) <= len(references):
            raise ValueError(
                _(
                    "[%(mark)s] names no source: write numbers from 1 to %(most)s, or [ours] for our own assessment."
                )
                % {"mark": inside, "most": len(references)}
            )
        cited.append(references[int(written) - 1])
    return Sentence(text, tuple(cited))


def _acts(written: str, before: AlertText) -> tuple[Act, ...]:
    known = {act.text: act for act in before.advice}
    acts = []
    for order, line in enumerate((line.strip() for line in written.splitlines() if line.strip()), 1):
        limit = _LIMIT.search(line)
        text = _flat(line[: limit.start()] if limit else line)
        rule = known[text].rule if text in known else ""
        acts.append(Act(text, order, int(limit.group(1)) if limit else None, rule))
    return tuple(acts)


def _area(fields: Mapping[str, str], before: Area) -> Area:
    circles = tuple(_circle(line) for line in fields.get("area_circles", "").splitlines() if line.strip())
    return replace(
        before,
        description=_flat(fields.get("area_description", before.description)),
        circles=circles,
        countries=tuple(fields.get("area_countries", "").upper().replace(",", " ").split()),
        polygons=(*(before.polygons if fields.get("area_outlines") else ()), *_drawn(fields)),
    )


def _drawn(fields: Mapping[str, str]) -> Iterator[Polygon]:
    """The outlines of the regions and of the route that the form names; once saved they are kept as outlines."""
    for code in fields.get("area_regions", "").replace(",", " ").split():
        yield from area_of(code.upper()).polygons
    lines = [
        line.replace(",", " ").split() for line in fields.get("area_route", "").splitlines() if line.strip()
    ]
    if lines:
        if any(len(line) != 2 for line in lines):
            raise ValueError(_("A route has one point a line: latitude, longitude, as 33.57, -7.59."))
        points = [
            Point(longitude=float(longitude), latitude=float(latitude)) for latitude, longitude in lines
        ]
        yield from corridor(points, float(fields.get("area_route_km") or 10)).polygons


def _circle(line: str) -> Circle:
    numbers = line.replace(",", " ").split()
    if len(numbers) != 3:
        raise ValueError(
            _("%(line)s is no circle. Write latitude, longitude and kilometres, as 31.63, -7.99, 25.")
            % {"line": line}
        )
    latitude, longitude, kilometres = (float(number) for number in numbers)
    return Circle(Point(longitude=longitude, latitude=latitude), kilometres)

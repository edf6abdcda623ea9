"""The parts of a bulletin in the form of the field: date line, 'Country: headline', level, Event, Context, Advice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from tocsin.reading.clock_words import moment_of_line
from tocsin.reading.spans import Span

_FIRST_LINES = 40
_LONGEST_HEADLINE = 240

# What vendors and embassies write over a part, and what Tocsin calls it.
HEADS = {
    "event": "Event",
    "what happened": "Event",
    "incident": "Event",
    "situation": "Event",
    "context": "Context",
    "background": "Context",
    "analysis": "Context",
    "advice": "Advice",
    "actions": "Advice",
    "actions to take": "Advice",
    "recommendations": "Advice",
    "recommended actions": "Advice",
    "timeframe": "Timeframe",
    "time frame": "Timeframe",
    "area": "Area",
    "areas affected": "Area",
    "affected areas": "Area",
    "location": "Area",
    "locations": "Area",
    "country/region": "Area",
    "sources": "Sources",
    "source": "Sources",
    "summary": "Summary",
    "level": "Level",
    "severity": "Level",
    "alert level": "Level",
}
LEVELS = ("Notice", "Advisory", "Warning", "Critical")

_HEAD = re.compile(
    r"^[ \t#*]*("
    + "|".join(sorted(map(re.escape, HEADS), key=len, reverse=True))
    + r")[ \t*]*(:?)[ \t*]*(.*)$",
    re.I,
)
_LEVEL = re.compile(
    r"^[\W_]*(?:(?:alert\s+)?level\s*:?\s*|severity\s*:\s*)?(notice|advisory|warning|critical)[\W_]*$", re.I
)
_UPDATE = re.compile(r"[\s,;(\[|–—-]*\bupdate\s*(?:no\.?|#)?\s*(\d{1,3})\b[)\]]?[\s,;:|–—-]*", re.I)
_HEADLINE = re.compile(r"^(?P<countries>[^\W\d_][^:\n]{1,70}?)\s*:\s+(?P<headline>\S.*)$")
_NOISE = re.compile(
    r"^(?:skip to (?:main )?content|menu|home|share|print|back to top|log ?in|sign in|search|cookie.*|accept all.*|subscribe.*)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, without the white space around it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled part: its name as Tocsin says it, and the span of what stands under the label."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What the form of a text tells. None, "", 0 or () where a part is not there.

    `countries` is the text before the headline's colon. `body` are the spans that speak of the event itself (without
    date line, level and labels).
    """

    published: datetime | None
    date_line: Span | None
    countries: Span | None
    title: Span | None
    update: int
    summary: Span | None
    level: str
    parts: tuple[Part, ...]


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank."""
    return tuple(
        Line(match.group().strip(), _stripped(text, match.start(), match.end()))
        for match in re.finditer(r"[^\n]*\S[^\n]*", text)
    )


def looks_like_bulletin(text: str) -> bool:
    """Whether a text has a date line with a time of its own, or at least two of the labelled parts."""
    first = lines(text[:20_000])[:400]
    if any(len(line.text) < 80 and moment_of_line(line.text) is not None for line in first[:_FIRST_LINES]):
        return True
    labels = {HEADS[match.group(1).lower()] for line in first if (match := _label(line.text))}
    return len(labels & {"Event", "Context", "Advice"}) >= 2


def parse_bulletin(text: str, is_place: Callable[[str], bool]) -> Bulletin:
    """The parts of a text in the form of a bulletin. `is_place` says whether words name a country, sea or place."""
    every = lines(text)
    heads = _heads(every)
    first_head = heads[0][0] if heads else len(every)
    top = [line for line in every[: min(first_head, _FIRST_LINES)] if not _NOISE.match(line.text)]
    published, date_line = _date_line(top)
    level, level_line = _level(top, every, heads)
    after_date = [line for line in top if date_line is None or line.span.start > date_line.start]
    head_line, countries, title = _headline(after_date, text, is_place)
    in_form = bool(heads) or date_line is not None or bool(level)
    update = 0
    if title is not None:
        title, update = _without_update(text, title)
    elif in_form:
        head_line = next((one for one in after_date if one.span != level_line and len(one.text) < 200), None)
        if head_line is not None:
            title, update = _without_update(text, head_line.span)
    summary = _summary(after_date, head_line, level_line) if in_form else None
    return Bulletin(published, date_line, countries, title, update, summary, level, _parts(every, heads))


def _label(line: str) -> re.Match[str] | None:
    """The match of a label: alone on its line, or followed by a colon."""
    match = _HEAD.match(line)
    return match if match and (match.group(2) or not match.group(3)) else None


def _heads(every: tuple[Line, ...]) -> list[tuple[int, str, Span]]:
    """Index of line, name, and span of what stands behind the label on the same line."""
    found = []
    for index, line in enumerate(every):
        match = _label(line.text)
        if match:
            name = HEADS[match.group(1).lower()]
            found.append((index, name, Span(line.span.start + match.start(3), line.span.end)))
    named = {name for _, name, _ in found}
    # One label alone may be a chance word of a running text ("Source: ..."); two make a form.
    return found if len(named) >= 2 else []


def _parts(every: tuple[Line, ...], heads: list[tuple[int, str, Span]]) -> tuple[Part, ...]:
    parts = []
    for position, (index, name, rest) in enumerate(heads):
        if name == "Level":
            continue
        after = heads[position + 1][0] if position + 1 < len(heads) else len(every)
        body = [one for one in every[index + 1 : after] if not _LEVEL.match(one.text)]
        start = rest.start if rest.end > rest.start else (body[0].span.start if body else rest.end)
        end = body[-1].span.end if body else rest.end
        parts.append(Part(name, Span(start, max(start, end))))
    return tuple(parts)


def _date_line(top: list[Line]) -> tuple[datetime | None, Span | None]:
    for line in top:
        if len(line.text) <= 80:
            moment = moment_of_line(line.text)
            if moment is not None:
                return moment, line.span
    return None, None


def _level(
    top: list[Line], every: tuple[Line, ...], heads: list[tuple[int, str, Span]]
) -> tuple[str, Span | None]:
    for index, name, rest in heads:
        if name == "Level":
            word = re.match(
                r"\W*(notice|advisory|warning|critical)\b",
                every[index].text[-(rest.end - rest.start) :],
                re.I,
            )
            if word:
                return word.group(1).capitalize(), every[index].span
    for line in top:
        match = _LEVEL.match(line.text)
        if match:
            return match.group(1).capitalize(), line.span
    return "", None


def _headline(
    after_date: list[Line], text: str, is_place: Callable[[str], bool]
) -> tuple[Line | None, Span | None, Span | None]:
    for line in after_date[:6]:
        match = _HEADLINE.match(line.text)
        if match and len(line.text) <= _LONGEST_HEADLINE and _all_places(match["countries"], is_place):
            start = line.span.start
            countries = Span(start + match.start("countries"), start + match.end("countries"))
            return line, countries, Span(start + match.start("headline"), line.span.end)
    return None, None, None


def _all_places(said: str, is_place: Callable[[str], bool]) -> bool:
    bare = re.sub(r"\s*\([^)]*\)\s*$", "", said)
    return is_place(bare) or all(is_place(one) for one in re.split(r"\s*(?:[,/&–]|\band\b)\s*", bare) if one)


def _without_update(text: str, title: Span) -> tuple[Span, int]:
    said = title.of(text)
    match = _UPDATE.search(said)
    if match is None:
        return title, 0
    if match.end() == len(said):
        return Span(title.start, title.start + match.start()), int(match.group(1))
    if match.start() == 0:
        return Span(title.start + match.end(), title.end), int(match.group(1))
    return title, int(match.group(1))


def _summary(after_date: list[Line], head_line: Line | None, level_line: Span | None) -> Span | None:
    for line in after_date:
        if head_line is not None and line.span.start <= head_line.span.start:
            continue
        if line.span != level_line and len(line.text) >= 20:
            return line.span
    return None


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

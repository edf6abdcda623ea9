"""The parts of a bulletin: what stands under labels, and what to do where nothing is labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading.advice_sentences import advice_spans
from tocsin.reading.labels import ASIDE, LEVEL, PARTS, PUBLISHED, TITLE, Label, labels_in
from tocsin.reading.noise import is_noise
from tocsin.reading.ratings import other_rating, own_level
from tocsin.reading.spans import Span

MOST_LINES = 4_000
# Parts whose text ends with the label's own line, but for the items of a list.
_OF_ONE_LINE = ("Area", "Timeframe", "Sources", LEVEL, PUBLISHED, TITLE, ASIDE)
_ITEM = re.compile(r"^(?:[-•●▪◦*·–—]|\(?\d{1,2}[.)])\s")
# What ends a bulletin on a page: everything behind is about other things.
FOOTER = re.compile(
    r"^\W*(?:related (?:alerts|articles|content|news|stories)|more (?:alerts|news|stories)|recent (?:alerts|posts)|latest alerts|you may also like"
    r"|share this.{0,40}|©.{0,120}|copyright\b.{0,100}|disclaimer|about (?:us|the author|this site)|articles li[ée]s|noticias relacionadas|not[íi]cias relacionadas|مواضيع ذات صلة)\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not blank, without the white space around it."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name as Tocsin says it, and the span of what stands under the label."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Head:
    """A label where it stands: its line's number, its name, and the span of what follows it on that line."""

    line: int
    name: str
    rest: Span
    is_alone: bool


def lines(text: str) -> tuple[Line, ...]:
    """The lines of a text that are not blank."""
    found = []
    start = 0
    for line in text.split("\n"):
        said = line.strip()
        if said:
            begins = start + len(line) - len(line.lstrip())
            found.append(Line(said, Span(begins, begins + len(said))))
        start += len(line) + 1
    return tuple(found)


def find_heads(every: Sequence[Line]) -> list[Head]:
    """The labels that make a form: two of different names, or one that plainly stands over a part."""
    found: list[Head] = []
    plain: list[bool] = []
    for index, line in enumerate(every[:MOST_LINES]):
        labels = labels_in(line.text)
        for position, label in enumerate(labels):
            end = labels[position + 1].start if position + 1 < len(labels) else len(line.text)
            found.append(_head(line, index, label, end))
            plain.append(label.is_plain)
    names = {head.name for head in found}
    parts = names & set(PARTS)
    if len(names) >= 2 and parts:
        return found
    alone = [
        head
        for head, is_plain in zip(found, plain, strict=True)
        if head.is_alone and head.name in ("Advice", "Event")
    ]
    # One label alone may be a chance word of a running text ("Source: ..."), but not one that fills its line.
    return found if parts and alone and alone[0].line + 1 < len(every) else []


def labelled_parts(every: Sequence[Line], heads: Sequence[Head]) -> tuple[tuple[Part, ...], list[Line]]:
    """The labelled parts, and the lines that follow a label of one line ('Location: Lima') and belong to none."""
    parts: list[Part] = []
    loose: list[Line] = []
    for position, head in enumerate(heads):
        after = heads[position + 1].line if position + 1 < len(heads) else len(every)
        has_rest = head.rest.end > head.rest.start
        body = _body(every[head.line + 1 : after])
        if has_rest and head.name in _OF_ONE_LINE:
            kept = _goes_on(body, head.rest)
            loose += body[kept:]
            body = body[:kept]
        if head.name not in PARTS or not (body or has_rest):
            continue
        start = head.rest.start if has_rest else body[0].span.start
        end = body[-1].span.end if body else head.rest.end
        parts.append(Part(head.name, Span(start, end)))
    return tuple(parts), loose


def with_loose(parts: tuple[Part, ...], loose: Sequence[Line], head: Line | None) -> tuple[Part, ...]:
    """The parts with what happened: the first run of lines that stand under no label."""
    body = [line for line in loose if line != head and not is_noise(line.text)]
    if not body:
        return parts
    bounds = [part.span.start for part in parts if part.span.start > body[0].span.start]
    inside = [line for line in body if line.span.end <= min(bounds, default=body[-1].span.end)]
    event = Part("Event", Span(inside[0].span.start, inside[-1].span.end))
    return tuple(sorted((*parts, event), key=lambda part: part.span.start))


def unlabelled_parts(
    text: str,
    every: Sequence[Line],
    head: Line | None,
    parts: tuple[Part, ...],
    of_head: Sequence[Span | None],
) -> tuple[Part, ...]:
    """The parts with what to do, found by its sentences; of a text without any labels, what happened as well.

    `of_head` are the spans of the head, whose lines say nothing of what happened.
    """
    start = head.span.end if head else 0
    advice = []
    for one in advice_spans(text):
        holder = next((part for part in parts if part.span.meets(one)), None)
        if one.start < start or (holder is not None and not _ends_with(holder, one, text)):
            continue
        advice.append(one)
        if holder is not None:
            cut = Part(holder.name, _stripped(text, holder.span.start, one.start))
            parts = tuple(cut if part is holder else part for part in parts)
    if not advice:
        return parts
    found = [Part("Advice", one) for one in advice]
    if not parts:
        body = [
            line.span
            for line in every
            if line.span.start >= start
            and not is_noise(line.text)
            and not any(span is not None and line.span.holds(span) for span in of_head)
        ]
        body = [span for span in body if not (own_level(span.of(text)) or other_rating(span.of(text)))]
        ends = advice[0].start
        if body and body[0].start < ends:
            found.append(Part("Event", _stripped(text, body[0].start, min(ends, body[-1].end))))
    return tuple(sorted((*parts, *found), key=lambda part: part.span.start))


def _head(line: Line, index: int, label: Label, end: int) -> Head:
    rest = line.text[label.text_start : end].rstrip(" \t*_|")
    start = line.span.start + label.text_start
    return Head(index, label.name, Span(start, start + len(rest)), label.is_alone)


def _goes_on(body: Sequence[Line], rest: Span) -> int:
    """How many lines under a label of one line still belong to it: items of a list, and what was only wrapped."""
    end = rest.end
    for number, line in enumerate(body):
        is_wrapped = line.span.start - end <= 3 and line.text[0].islower()
        if not (is_wrapped or _ITEM.match(line.text)):
            return number
        end = line.span.end
    return len(body)


def _body(under: Sequence[Line]) -> list[Line]:
    """The lines under a label without levels, and without a page's furniture at their end."""
    body: list[Line] = []
    for line in under:
        if FOOTER.match(line.text) and len(line.text) < 200:
            break
        if not own_level(line.text):
            body.append(line)
    while body and is_noise(body[-1].text):
        body.pop()
    while body and is_noise(body[0].text):
        body.pop(0)
    return body


def _ends_with(part: Part, advice: Span, text: str) -> bool:
    """Whether what happened ends with the advice, so that it can be cut off there."""
    rest = text[advice.end : part.span.end]
    return part.name == "Event" and part.span.start < advice.start and not rest.strip()


def _stripped(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

"""The form of a text: date line, 'Country: headline', level and labelled parts, as the field writes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice, takewhile

from tocsin.reading.bulletin_parts import (
    FOOTER,
    MOST_LINES,
    Head,
    Line,
    Part,
    find_heads,
    labelled_parts,
    lines,
    unlabelled_parts,
    with_loose,
)
from tocsin.reading.clock_words import moment_of_line
from tocsin.reading.headlines import Headline, office_place, read_headline
from tocsin.reading.labels import ASIDE, LEVEL, PARTS, PUBLISHED, TITLE, labels_in
from tocsin.reading.noise import is_noise
from tocsin.reading.publication import Publication, publication_of
from tocsin.reading.ratings import level_of_value, other_rating, own_level
from tocsin.reading.sentences import wrapped_width
from tocsin.reading.spans import Span

_FIRST_LINES = 40
_LONGEST_HEADLINE = 200
_DAY_LINE = re.compile(
    r"^\W*(?:(?:published|issued|posted|updated|date)\s*(?:on)?\s*:?\s*)?(?:[^\W\d_]{3,12},?\s+)?"
    r"(?:\d{1,2}(?:st|nd|rd|th)?\s+(?:de\s+)?[^\W\d_]{3,12}\.?,?\s+(?:de\s+)?(?:19|20)\d\d|[^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d)(?:\W+\d{1,2}[:.h]\d\d)?\W*$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """What the form of a text tells. None, "", 0 or () where a part is not there.

    `published` is the date line's moment in UTC, `day` a day that is stated with no zone. `countries` names country or
    place before or in the headline. `level` is one of LEVELS, `rating` a word of another scale as written. `parts` are
    the labelled parts; of a text without labels, what happened and what to do, where it plainly says what to do.
    """

    published: datetime | None
    date_line: Span | None
    countries: Span | None
    title: Span | None
    update: int
    summary: Span | None
    level: str
    parts: tuple[Part, ...]
    day: date | None = None
    rating: str = ""
    is_update: bool = False
    is_correction: bool = False
    is_all_clear: bool = False
    other_headlines: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What the form says that has no field in a reading, in plain words."""
        said = []
        if self.rating:
            said.append(
                f"The publisher rates it {self.rating!r} on a scale of its own; that is none of Tocsin's levels."
            )
        if self.is_correction:
            said.append("The headline says that it corrects an earlier report.")
        if self.is_all_clear:
            said.append("The headline says that an earlier alert no longer holds.")
        if self.is_update and not self.update:
            said.append("The headline says that it updates an earlier report, without a number.")
        if self.other_headlines:
            said.append(
                f"The text holds {self.other_headlines + 1} headlines that each name a country or place, as a digest does;"
                " the first was taken for its own."
            )
        return tuple(said)


def looks_like_bulletin(text: str) -> bool:
    """Whether a text has a date line with a time of its own, or at least two of the labelled parts."""
    first = lines(text[:20_000])[:400]
    if any(len(line.text) < 80 and moment_of_line(line.text) is not None for line in first[:_FIRST_LINES]):
        return True
    names = {head.name for head in find_heads(first)}
    return len(names & {"Event", "Context", "Advice"}) >= 2 or (
        "Advice" in names and len(names & set(PARTS)) >= 2
    )


def parse_bulletin(text: str, is_place: Callable[[str], bool]) -> Bulletin:
    """The parts of a text in the form of a bulletin. `is_place` says whether words name a country, sea or place."""
    every = lines(text)
    heads = find_heads(every)
    first_head = next((head.line for head in heads if head.name in PARTS or head.name == ASIDE), len(every))
    labelled = {head.line for head in heads}
    top = [
        line
        for index, line in enumerate(every[: min(first_head, _FIRST_LINES)])
        if index not in labelled and not is_noise(line.text)
    ]
    parts, loose = labelled_parts(every, heads)
    date_line, published = _date_line(top, heads, text)
    level, rating, level_lines = _level(top, heads, text)
    in_form = bool(heads) or (date_line is not None and published.moment is not None) or bool(level)
    lead = [line for line in top if line.span not in level_lines and line.span != date_line]
    after_date = lead
    if date_line is not None and in_form and not _is_labelled(date_line, heads):
        after_date = [line for line in lead if line.span.start > date_line.start]
    head_line, headline = _headline(
        [*after_date[:6], *(line for line in lead[:3] if line not in after_date)] or _first_headline(loose),
        heads,
        text,
        is_place,
        in_form,
        len(every),
    )
    countries = headline.places if headline else None
    if countries is None and headline is not None:
        offices = (office_place(text, line.span, is_place) for line in lead[:6] if len(line.text) <= 80)
        countries = next((place for place in offices if place is not None), None)
    day = published.day if published.moment is None else None
    if headline is not None and day is None and published.moment is None:
        day = headline.day
    if loose and not any(part.name == "Event" for part in parts):
        parts = with_loose(parts, loose, head_line)
    if not any(part.name == "Advice" for part in parts):
        parts = unlabelled_parts(text, every, head_line, parts, (date_line, countries))
    summary = _summary(after_date, head_line) if in_form else None
    if summary is not None and any(part.span.meets(summary) for part in parts):
        summary = None
    return Bulletin(
        published=published.moment,
        date_line=date_line,
        countries=countries,
        title=headline.title if headline else None,
        update=headline.update if headline else 0,
        summary=summary,
        level=level,
        parts=parts,
        day=day,
        rating=rating if not level else "",
        is_update=headline is not None and headline.is_update,
        is_correction=headline is not None and headline.is_correction,
        is_all_clear=headline is not None and headline.is_all_clear,
        other_headlines=_other_headlines(text, every, head_line, is_place) if countries is not None else 0,
    )


def _date_line(top: Sequence[Line], heads: Sequence[Head], text: str) -> tuple[Span | None, Publication]:
    """The line that says when it was published; one that states a moment wins over one that states a day."""
    day: tuple[Span | None, Publication] = (None, Publication())
    for line in top:
        if len(line.text) <= 80:
            moment = moment_of_line(line.text)
            if moment is not None:
                return line.span, Publication(moment, moment.date())
            if day[0] is None and len(line.text) <= 60 and _DAY_LINE.match(line.text):
                found = publication_of(line.text)
                if found.day is not None:
                    day = (line.span, found)
    for head in heads:
        if head.name == PUBLISHED and head.rest.end - head.rest.start <= 80:
            found = publication_of(head.rest.of(text))
            if found.moment is not None:
                return head.rest, found
            if found.day is not None and day[0] is None:
                day = (head.rest, found)
    return day


def _level(top: Sequence[Line], heads: Sequence[Head], text: str) -> tuple[str, str, set[Span]]:
    """Tocsin's own level where the text states it, a word of another scale, and the lines that are no more than these."""
    rating = ""
    for head in heads:
        if head.name == LEVEL:
            said = head.rest.of(text)[:100]
            level = level_of_value(said)
            if level:
                return level, "", set()
            rating = rating or " ".join(said.split())
    spans: set[Span] = set()
    for line in top:
        level = own_level(line.text)
        if level:
            return level, "", {line.span}
        other = other_rating(line.text)
        if other:
            spans.add(line.span)
            rating = rating or other
    return "", rating, spans


def _headline(
    top: Sequence[Line],
    heads: Sequence[Head],
    text: str,
    is_place: Callable[[str], bool],
    in_form: bool,
    number_of_lines: int,
) -> tuple[Line | None, Headline | None]:
    """The line that is the headline, and what it says."""
    titled = next(
        (head.rest for head in heads if head.name == TITLE and head.rest.end > head.rest.start), None
    )
    if titled is not None:
        return Line(titled.of(text), titled), read_headline(text, titled, is_place)
    first: tuple[Line | None, Headline | None] = (None, None)
    for line in top[:9]:
        if len(line.text) > _LONGEST_HEADLINE + 40:
            continue
        read = read_headline(text, line.span, is_place)
        if read.places is not None:
            return line, read
        if first[0] is None and len(line.text) < _LONGEST_HEADLINE:
            first = (line, read)
    if first[0] is None or first[1] is None:
        return None, None
    is_first = bool(top) and first[0] is top[0]
    stands_alone = (
        is_first and number_of_lines > 1 and _is_headline(first[0].text) and _is_apart(text, first[0])
    )
    return first if in_form or stands_alone else (None, None)


def _other_headlines(
    text: str, every: Sequence[Line], head: Line | None, is_place: Callable[[str], bool]
) -> int:
    """How many further lines begin with the name of a country or place and a colon."""
    after = head.span.end if head else 0
    lines_left = takewhile(
        lambda line: not (len(line.text) < 200 and FOOTER.match(line.text)),
        (line for line in every[:MOST_LINES] if line.span.start >= after),
    )
    short = (line for line in lines_left if len(line.text) < _LONGEST_HEADLINE and ":" in line.text[:60])
    unlabelled = (line for line in islice(short, _FIRST_LINES) if not labels_in(line.text))
    return sum(1 for line in unlabelled if read_headline(text, line.span, is_place).places is not None)


def _is_headline(said: str) -> bool:
    """Whether a first line reads as a headline: some words, no stop at its end, no address or list."""
    words = said.split()
    return (
        3 <= len(words) <= 25
        and said[0].isalnum()
        and said[-1] not in ".;,:!…。"
        and "\t" not in said
        and not said[0].islower()
    )


def _is_apart(text: str, line: Line) -> bool:
    """Whether a first line stands apart from what follows: by a blank line, or because it does not go on there."""
    end = text.find("\n", line.span.end)
    after = text.find("\n", end + 1)
    following = text[end + 1 : after if after >= 0 else len(text)].strip()
    if not following or len(following) > 1.5 * len(line.text):
        return True
    return not following[0].islower() and not wrapped_width(text)


def _first_headline(loose: Sequence[Line]) -> list[Line]:
    """The first line under a block of labels of one line each, where it reads as a headline and more follows."""
    return [loose[0]] if len(loose) > 1 and _is_headline(loose[0].text) else []


def _is_labelled(date_line: Span, heads: Sequence[Head]) -> bool:
    return any(head.rest == date_line for head in heads)


def _summary(after_date: Sequence[Line], head_line: Line | None) -> Span | None:
    for line in after_date:
        if head_line is not None and line.span.start <= head_line.span.start:
            continue
        if len(line.text) >= 20:
            return line.span
    return None

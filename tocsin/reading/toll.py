"""The toll of the event that a text is about: how many were killed and how many injured, and why that figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading.reading import Reading
from tocsin.reading.values import Figure, Phase, Qualifier, Scope

TOLL_UNITS = ("killed", "injured")

_ROW_GAP = re.compile(r"[^.;:!?]{0,70}$", re.S)
_ROW_JOINT = re.compile(r",|،|\b(?:and|as well as|plus|et|ainsi que|y|e|además de|além de)\b|\bو", re.I)
_OTHER_FATE = re.compile(r"\b(?:while|who|after|when|another \w+ was|mientras|quando|tandis)\b", re.I)
_ALSO = re.compile(r"\b(?:also|too|también|aussi|également|também)\b|أيضا", re.I)
_OTHERS = re.compile(r"\b(?:others?|autres?|otr[oa]s?|outr[oa]s?)\b|آخر", re.I)
# One of those that were counted already.
_THE_OTHER = re.compile(r"the other\b", re.I)
_TOLL = re.compile(
    r"\b(?:toll|number of (?:dead|deaths|people killed|injured|wounded|victims|fatalities)|bilan|cifra de|número de|numero de|saldo|total of|in all|altogether)\b|حصيلة|عدد",
    re.I,
)
_LEAD = 600


@dataclass(frozen=True, slots=True)
class Toll:
    """How many a unit counts for the event: as a figure has it, from the figures it rests on, with the reason.

    `value` and `upper` bound a range (`upper` None: one number); more than one of `figures` were added up.
    """

    unit: str
    value: float
    upper: float | None
    qualifier: Qualifier
    figures: tuple[Figure, ...]
    reason: str


def event_toll(reading: Reading) -> dict[str, Toll]:
    """The toll of the event that the text is about, by unit ('killed', 'injured'); a unit without a figure is left out.

    The last figure that is called a toll; else the first figure, or row of figures ('a soldier and two civilians'), of this
    event: reports tell the whole first and its parts later. Parts ('including two children'), denied and overtaken figures and those of other events and
    longer times are left out; where all that the beginning of a text tells is dated more than thirty days back, that is its
    event.
    """
    found = {}
    for unit in TOLL_UNITS:
        toll = _toll(reading, unit)
        if toll is not None:
            found[unit] = toll
    return found


def tolls(reading: Reading) -> dict[str, tuple[Toll, ...]]:
    """Every toll that the text can be read to give, by unit: that of the event first, then each row and each figure of this
    event that is no part. For texts that tell of several events, as a day's round-up does."""
    found: dict[str, tuple[Toll, ...]] = {}
    first = event_toll(reading)
    for unit in TOLL_UNITS:
        mine = [
            one
            for one in reading.figures
            if one.unit == unit and not one.part and one.scope is Scope.THIS_EVENT
        ]
        made = [first[unit]] if unit in first else []
        for row in (*_rows(reading, mine), *((one,) for one in mine)):
            if not any(one.figures == row for one in made):
                made.append(_made(unit, row, f"'{_quoted(row[0])}' is told of this event."))
        if made:
            found[unit] = tuple(made)
    return found


def _toll(reading: Reading, unit: str) -> Toll | None:
    whole = [one for one in reading.figures if one.unit == unit and not one.part]
    mine = [one for one in whole if one.scope is Scope.THIS_EVENT]
    aside = ""
    if not mine and reading.phase not in (Phase.FEARED, Phase.PLANNED, Phase.DENIED):
        mine = [one for one in whole if one.scope is Scope.PAST and one.span.start < _LEAD]
        aside = ", of an earlier date"
    if not mine:
        return None
    called = [one for one in mine if _is_called_toll(reading.text, one)]
    if called:
        return _made(unit, (called[-1],), f"'{called[-1].text}' is called the toll{aside}.")
    rows = _rows(reading, mine)
    best = next((row for row in rows if row[0].value), rows[0])
    if len(best) == 1:
        reason = f"'{_quoted(best[0])}' is the first figure of this event{aside}."
        if len(mine) == 1:
            reason = f"'{_quoted(best[0])}' is the only figure of this event{aside}."
        return _made(unit, best, reason)
    said = "', '".join(_quoted(one) for one in best)
    return _made(unit, best, f"'{said}' stand in one row and were added up{aside}.")


def _quoted(figure: Figure) -> str:
    return " ".join(figure.text.split())


def _is_called_toll(text: str, figure: Figure) -> bool:
    before = text[max(0, figure.span.start - 70) : figure.span.start]
    sentence = re.split(r"[.;!?]\s", before)[-1]
    return figure.counted == "" and _TOLL.search(sentence) is not None


def _rows(reading: Reading, figures: Sequence[Figure]) -> list[tuple[Figure, ...]]:
    """Each figure, or the figures that one row of words joins or that come on top of one another, in order."""
    rows: list[tuple[Figure, ...]] = []
    for figure in figures:
        if rows and (
            _continues(reading.text, rows[-1][-1], figure) or _comes_on_top(reading, rows[-1][-1], figure)
        ):
            rows[-1] = (*rows[-1], figure)
        else:
            rows.append((figure,))
    return rows


def _continues(text: str, one: Figure, other: Figure) -> bool:
    """'six priests and two maids', 'a soldier, a policeman and two civilians'."""
    gap = text[one.span.end : other.span.start]
    return (
        not _THE_OTHER.match(other.text)
        and one.upper is None
        and other.upper is None
        and one.value > 0
        and _ROW_GAP.fullmatch(gap) is not None
        and _ROW_JOINT.search(gap) is not None
        and _OTHER_FATE.search(gap) is None
    )


def _comes_on_top(reading: Reading, one: Figure, other: Figure) -> bool:
    """'Two of his guards were also killed', 'ten other people' after the first ones."""
    if _THE_OTHER.match(other.text):
        return False
    before = [each for each in reading.figures if one.span.start < each.span.start < other.span.start]
    if (
        one.upper is not None
        or other.upper is not None
        or one.value == 0
        or other.span.start - one.span.end > 400
    ):
        return False
    if _ALSO.search(reading.text[other.span.start : other.span.end + 12]):
        return True
    return _OTHERS.search(other.text) is not None and not any(each.unit in TOLL_UNITS for each in before)


def _made(unit: str, figures: tuple[Figure, ...], reason: str) -> Toll:
    if len(figures) == 1:
        return Toll(unit, figures[0].value, figures[0].upper, figures[0].qualifier, figures, reason)
    order = (Qualifier.UP_TO, Qualifier.ABOUT, Qualifier.MORE_THAN, Qualifier.AT_LEAST)
    qualifier = next(
        (one for one in order if any(each.qualifier is one for each in figures)), Qualifier.EXACTLY
    )
    return Toll(unit, sum(one.value for one in figures), None, qualifier, figures, reason)

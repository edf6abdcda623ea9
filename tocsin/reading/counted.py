"""What stands right after a number: the measure, or the noun that is counted."""

from __future__ import annotations

import re

from tocsin.reading import units
from tocsin.reading.clauses import POINT, Clause, Tally, gap_before
from tocsin.reading.tally_words import STOP, TIME_NOUNS
from tocsin.reading.unit_words import Kind
from tocsin.reading.units import Entry
from tocsin.reading.words import Match


def measure(clause: Clause, tally: Tally) -> None:
    """A measure right after the number ('km', '%', 'dollars'), or 'magnitude' and 'depth' before it."""
    text, end = clause.text, tally.number.end
    if tally.number.currency:
        tally.measured = units.CURRENCIES.get(tally.number.currency, "money")
        return
    after = text[end : end + 14]
    glued = _GLUED.match(after)
    if glued:
        tally.measured = _GLUED_UNITS[glued.lastgroup or ""]
    else:
        match = clause.at.get(tally.after)
        if match is None and clause.folded(tally.after) in ("de", "d", "of"):
            match = clause.at.get(tally.after + 1)
        if (
            match is not None
            and match.payload.kind is Kind.MEASURE
            and not after.strip().startswith((",", ".", ";"))
        ):
            tally.measure, tally.measured = match, match.payload.unit
    if tally.measured in ("kilometres", "metres", "miles") and _DEEP.search(
        text[max(0, tally.number.start - 36) : tally.number.start]
    ):
        tally.measured = "kilometres deep" if tally.measured == "kilometres" else tally.measured
    if tally.measured == "days" and tally.measure and clause.folded(tally.measure.after) == "old":
        tally.measured = "-"
    if not tally.measured:
        before = clause.text[max(0, tally.number.start - 34) : tally.number.start]
        found = _MAGNITUDE.search(before)
        if found and tally.number.value < 10:
            tally.measured = "magnitude"


_GLUED = re.compile(
    r"(?P<percent>\s?[%٪])|(?P<celsius>\s?°\s?(?:C\b|(?!\s?[FNSEW]\b)))|(?P<fahrenheit>\s?°\s?F\b)|(?P<kmh>\s?(?:km/h|kph|kmh|km/hr|kmph)\b)"
    r"|(?P<km>kms?\b)|(?P<mm>mm\b)|(?P<cm>cm\b)|(?P<m>m\b)|(?P<ha>ha\b)|(?P<kg>kg\b)|(?P<mph>mph\b)|(?P<kt>kts?\b)|(?P<c>C\b)|(?P<f>F\b)|(?P<magnitude>[- ]magnitude\b)|(?P<sqkm>\s?(?:km²|km2|sq\.? km))",
    re.I,
)


_GLUED_UNITS = {
    "percent": "per cent", "celsius": "degrees Celsius", "fahrenheit": "degrees Fahrenheit", "kmh": "kilometres per hour",
    "km": "kilometres", "mm": "millimetres", "cm": "centimetres", "m": "metres", "ha": "hectares", "kg": "kilograms",
    "mph": "miles per hour", "kt": "knots", "c": "degrees Celsius", "f": "degrees Fahrenheit", "magnitude": "magnitude",
    "sqkm": "square kilometres",
}  # fmt: skip


_DEEP = re.compile(r"\b(?:depth|profondeur|profundidade?|profundidad|عمق|بعمق)\b[^,.;]{0,24}$", re.I)


_MAGNITUDE = re.compile(
    r"(?:\bmagnitude[- ](?:of |de |was |at )?(?:a |about |around |at least |nearly )?|\bmagnitud (?:de )?|\bmagnitude de |\bM(?=\d|\s?$)|\bmeasur(?:ed|ing) |\bقوته |\bبقوة |بلغت قوته |بلغت شدته )$",
    re.I,
)


def _is_adjectival(clause: Clause, match: Match[Entry], value: float) -> bool:
    """'five school boards': a noun of one after a number of many names something else. Arabic counts so from eleven."""
    return value != 1 and clause.text[match.start].isascii()


def noun_after(clause: Clause, index: int, value: float) -> Match[Entry] | None:
    """The noun that a number at the words before `index` counts: the first known noun of the next words."""
    for at in range(index, min(index + 5, clause.after)):
        if POINT.search(gap_before(clause, at)):
            return None
        if at in clause.numbered:
            return None
        match = clause.at.get(at)
        if match is not None:
            if (
                match.payload.kind is Kind.NOUN
                and match.payload.holds == 1
                and _is_adjectival(clause, match, value)
            ):
                continue
            if match.payload.kind is Kind.NOUN:
                following = clause.at.get(match.after)
                # 'two police officers', 'six army vehicles': the last noun of the row is what is counted.
                if (
                    following is not None
                    and following.payload.kind is Kind.NOUN
                    and not gap_before(clause, match.after).strip()
                    and match.payload.holds == 1
                    and following.payload.holds == 0
                ):
                    return following
                return match
            thing = _dead_thing(clause, match)
            if thing is not None:
                return thing
            if not (match.payload.kind is Kind.PAST and _is_adjective(clause, match)):
                return None
        word = clause.folded(at)
        if word in TIME_NOUNS or (word in STOP and not (word in ("of", "de", "d", "من") and at <= index + 1)):
            return None
    return None


def _is_adjective(clause: Clause, match: Match[Entry]) -> bool:
    following = clause.at.get(match.after)
    return (
        following is not None
        and following.payload.kind is Kind.NOUN
        and not gap_before(clause, match.after).strip()
    )


def _dead_thing(clause: Clause, match: Match[Entry]) -> Match[Entry] | None:
    """The animals of '4,000 dead wild birds'."""
    if match.payload.kind not in (Kind.AFTER, Kind.PAST):
        return None
    for at in range(match.after, min(match.after + 3, clause.after)):
        if POINT.search(gap_before(clause, at)) or clause.folded(at) in STOP:
            return None
        noun = clause.at.get(at)
        if noun is not None:
            return noun if noun.payload.unit == "animals" else None
    return None

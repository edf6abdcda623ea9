"""Severity, certainty and urgency in CAP's words (CAP 1.2, section 3.2.2), each with its reason.

These are first guesses for the desk, made from the hazard, the figures of this event, the places that are hit and the
words of probability. The tables are the desk's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from tocsin.reading.hazards import hazard
from tocsin.reading.values import Figure, Judgement, Phase, Scope, TimeMention

SEVERITIES = ("Unknown", "Minor", "Moderate", "Severe", "Extreme")
_BY_LEVEL = {"Notice": "Minor", "Advisory": "Moderate", "Warning": "Severe", "Critical": "Extreme"}
_BY_HAZARD = {
    "terrorism": "Severe",
    "armed-conflict": "Severe",
    "kidnapping-and-piracy": "Severe",
    "tsunami": "Severe",
    "civil-unrest": "Moderate",
    "crime": "Moderate",
    "volcano": "Moderate",
    "earthquake": "Moderate",
    "storm": "Moderate",
    "flood": "Moderate",
    "landslide": "Moderate",
    "wildfire": "Moderate",
    "disease": "Moderate",
    "hazardous-material": "Moderate",
    "heat-and-cold": "Moderate",
    "politics-and-elections": "Minor",
    "labour-action": "Minor",
    "transport": "Minor",
    "infrastructure": "Minor",
    "cyber": "Minor",
}
# Unit, and the least value for Moderate, Severe, Extreme.
_BY_FIGURE = {
    "killed": (1, 1, 50),
    "injured": (1, 10, 500),
    "missing": (1, 10, 200),
    "kidnapped": (1, 1, 50),
    "displaced": (100, 5_000, 100_000),
    "evacuated": (100, 5_000, 100_000),
    "magnitude": (5.0, 6.0, 7.0),
    "kilometres per hour": (62, 118, 178),
    "millimetres": (50, 150, 400),
    "houses": (50, 1_000, 20_000),
    "without power": (10_000, 500_000, 5_000_000),
}
_VIOLENT = frozenset({"terrorism", "armed-conflict", "civil-unrest", "crime", "kidnapping-and-piracy"})
_KEY_PLACES = re.compile(
    r"\b(airport|hospital|school|embassy|consulate|university|kindergarten|mosque|church|market)s?\b", re.I
)
_GRAVE = re.compile(
    r"\b(catastrophic|devastating|life-threatening|massive|deadliest|super typhoon|category (?:4|5|four|five))\b",
    re.I,
)
_MILD = re.compile(
    r"\b(peaceful|minor|small|no (?:injuries|casualties|damage|victims)|authori[sz]ed|symbolic|brief)\b", re.I
)
_UNCONFIRMED = re.compile(
    r"\b(unconfirmed|not (?:been )?(?:confirmed|verified)|could not be verified|allegedly|reportedly|según versiones|non confirmée?s?)\b",
    re.I,
)
_LIKELY = re.compile(
    r"\b(likely|expected|anticipated|forecast|imminent|set to|will|attendue?s?|se espera|se prevé|prevista?)\b",
    re.I,
)
_UNLIKELY = re.compile(r"\b(unlikely|improbable|low (?:risk|probability))\b", re.I)
_RECENT, _SOON = timedelta(hours=48), timedelta(hours=6)


def severity(
    text: str, level: str, hazards: Sequence[str], figures: Sequence[Figure], phase: Phase
) -> Judgement:
    """How grave it is: the level stated, else the figures of this event, else the hazard's usual, moved by the words."""
    if level:
        return Judgement(_BY_LEVEL[level], f"The text states the level {level}.")
    if not hazards:
        return Judgement("Unknown", "No hazard was recognised.")
    base = _BY_HAZARD.get(hazards[0], "Unknown")
    name = hazard(hazards[0]).name
    reason = f"{name} is taken as {base} unless figures or words say otherwise."
    grave = _by_figures(figures)
    if grave is not None and SEVERITIES.index(grave.value) > SEVERITIES.index(base):
        return grave
    measured = {one.unit for one in figures if one.scope is Scope.THIS_EVENT} & {
        "magnitude",
        "kilometres per hour",
    }
    if grave is not None and grave.value != base and measured and hazards[0] in ("earthquake", "storm"):
        return grave
    found = _GRAVE.search(text)
    if found and base in ("Moderate", "Severe"):
        return Judgement(SEVERITIES[SEVERITIES.index(base) + 1], f"{name}, called '{found.group()}'.")
    key = _KEY_PLACES.search(text)
    if key and base == "Moderate" and hazards[0] in _VIOLENT and phase in (Phase.HAPPENED, Phase.UNDER_WAY):
        return Judgement("Severe", f"{name} at a place of importance ('{key.group()}').")
    mild = _MILD.search(text)
    if mild and base in ("Moderate", "Severe") and grave is None:
        return Judgement(
            SEVERITIES[SEVERITIES.index(base) - 1], f"{name}, but the text says '{mild.group()}'."
        )
    return Judgement(base, reason)


def _by_figures(figures: Sequence[Figure]) -> Judgement | None:
    best: Judgement | None = None
    for figure in figures:
        if (
            figure.scope not in (Scope.THIS_EVENT, Scope.EXPECTED)
            or figure.unit not in _BY_FIGURE
            or not figure.value
        ):
            continue
        steps = _BY_FIGURE[figure.unit]
        value = SEVERITIES[1 + sum(figure.value >= step for step in steps)]
        if best is None or SEVERITIES.index(value) > SEVERITIES.index(best.value):
            best = Judgement(value, f"'{figure.text}' ({figure.unit}) counts as {value}.")
    return best


def certainty(text: str, phase: Phase) -> Judgement:
    """How sure it is, from the phase and the words of probability in the first part of the text."""
    first = text[:2_500]
    if phase is Phase.DENIED:
        return Judgement("Unlikely", "The report is denied.")
    if phase in (Phase.HAPPENED, Phase.UNDER_WAY, Phase.OVER):
        doubt = _UNCONFIRMED.search(first)
        if doubt and doubt.group().lower() != "reportedly":
            return Judgement("Possible", f"Told as {phase.value}, but '{doubt.group()}'.")
        if doubt:
            return Judgement("Likely", f"Told as {phase.value}, but only '{doubt.group()}'.")
        return Judgement("Observed", f"Told as {phase.value}.")
    unlikely = _UNLIKELY.search(first)
    if unlikely:
        return Judgement("Unlikely", f"The text says '{unlikely.group()}'.")
    if phase is Phase.PLANNED:
        return Judgement("Likely", "It is planned.")
    likely = _LIKELY.search(first)
    if likely:
        return Judgement("Likely", f"It is {phase.value}, and the text says '{likely.group()}'.")
    return Judgement("Possible", f"It is {phase.value}.")


def urgency(phase: Phase, times: Sequence[TimeMention], published: datetime) -> Judgement:
    """How soon a reader must act, from the phase and the times named."""
    if phase in (Phase.OVER, Phase.DENIED):
        return Judgement("Past", f"It is {phase.value}.")
    if phase is Phase.UNDER_WAY:
        return Judgement("Immediate", "It is under way.")
    if phase is Phase.HAPPENED:
        known = [one for one in times if one.start is not None and one.start <= published]
        latest = max(known, key=lambda one: one.start or published, default=None)
        if latest is None:
            return Judgement("Immediate", "It happened, and no older date is given.")
        if latest.end is None or latest.end >= published - _RECENT:
            return Judgement("Immediate", f"It happened '{latest.text}', less than two days before.")
        return Judgement("Past", f"The latest time named is '{latest.text}'.")
    coming = [one for one in times if one.start is not None and one.start > published]
    first = min(coming, key=lambda one: one.start or published, default=None)
    if first is not None and first.start is not None and first.start - published <= _SOON:
        return Judgement("Expected", f"It is {phase.value} for '{first.text}', within six hours.")
    if first is not None:
        return Judgement("Future", f"It is {phase.value} for '{first.text}'.")
    return Judgement("Future", f"It is {phase.value}, and no near time is named.")

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
    "other": "Minor",
}
# Unit, and the least value for Moderate, Severe, Extreme. Wind: gale, hurricane, hurricane of category 3 (Saffir-Simpson).
_BY_FIGURE: dict[str, tuple[float, float, float]] = {
    "killed": (1, 1, 50),
    "injured": (1, 10, 500),
    "missing": (1, 10, 200),
    "kidnapped": (1, 1, 50),
    "infected": (10, 500, 10_000),
    "displaced": (100, 5_000, 100_000),
    "evacuated": (100, 5_000, 100_000),
    "stranded": (50, 2_000, 50_000),
    "arrested": (20, 500, 10_000),
    "magnitude": (5.0, 6.0, 7.0),
    "kilometres per hour": (62, 118, 178),
    "miles per hour": (39, 74, 111),
    "millimetres": (50, 150, 400),
    "houses": (50, 1_000, 20_000),
    "buildings": (20, 500, 10_000),
    "without power": (10_000, 500_000, 5_000_000),
    "flights": (10, 500, 5_000),
    "protesters": (500, 50_000, 1_000_000),
}
# The same for figures that say something of one hazard only.
_BY_FIGURE_OF: dict[str, dict[str, tuple[float, float, float]]] = {
    "heat-and-cold": {"degrees Celsius": (35, 40, 46)},
    "wildfire": {"hectares": (100, 5_000, 50_000), "acres": (250, 12_000, 120_000)},
}
# Below zero, the least cold for Moderate, Severe, Extreme.
_COLD = (-10.0, -20.0, -35.0)
# The measure of the event itself: it decides even where the hazard is usually graver.
_MEASURES = {
    "earthquake": frozenset({"magnitude"}),
    "storm": frozenset({"kilometres per hour", "miles per hour"}),
    "heat-and-cold": frozenset({"degrees Celsius"}),
    "wildfire": frozenset({"hectares", "acres"}),
}
_VIOLENT = frozenset({"terrorism", "armed-conflict", "civil-unrest", "crime", "kidnapping-and-piracy"})
_SHAKEN = frozenset({"infrastructure", "cyber", "hazardous-material", "other", "transport"})
_KEY_PLACES = re.compile(
    r"\b(?:(?:airport|hospital|school|embassy|consulate|university|kindergarten|mosque|church|synagogue|temple|market|parliament"
    r"|aéroport|hôpital|école|ambassade|mosquée|église|marché|aeropuerto|escuela|embajada|mezquita|iglesia|mercado"
    r"|aeroporto|escola|embaixada|mesquita|igreja)s?"
    r"|embassies|universities|churches|hospitales|hospitais|hôpitaux|nuclear (?:power )?plant|مطار|مستشفى|مدرسة|سفارة|مسجد|سوق|المطار|المستشفى|السفارة)\b",
    re.I,
)
_GRAVE = re.compile(
    r"\b(catastrophic|devastating|life-threatening|massive|deadliest|super typhoon|category (?:4|5|four|five)|worst in (?:decades|years|living memory)"
    r"|catastrophique|dévastat(?:eur|rice)|meurtri(?:er|ère)|catastrófic[oa]|devastador(?:a|es|as)?|كارثي(?:ة)?|مدمر(?:ة)?)\b",
    re.I,
)
_SEIZED = re.compile(
    r"\b(?:coup (?:under ?way|d['’]etat|d['’]état)|military coup|staged a coup|in a coup|seized power|martial law"
    r"|(?:arrested|detained) the (?:president|head of state|prime minister)|golpe de estado|golpe militar"
    r"|a pris le pouvoir|ont pris le pouvoir|putsch|انقلاب عسكري)\b",
    re.I,
)
_MILD = re.compile(
    r"\b(peaceful(?:ly)?|minor|small|no (?:injuries|casualties|damage|victims|deaths)|no one was (?:hurt|injured|killed)|nobody was (?:hurt|injured|killed)"
    r"|authori[sz]ed|symbolic|brief|light damage|pacifique|sans faire de victimes|aucun(?:e)? (?:blessé|victime)|pacífic[oa]s?|sin víctimas|sin heridos|sem vítimas|sem feridos|سلمية)\b",
    re.I,
)
_UNCONFIRMED = re.compile(
    r"\b(unconfirmed|not (?:been )?(?:confirmed|verified)|could not (?:be|immediately be) (?:independently )?(?:verified|confirmed)|allegedly|alleged|reportedly"
    r"|según versiones|sin confirmar|presuntamente|non confirmée?s?|selon des témoins|aurai(?:t|ent)|não confirmad[ao]s?|alegadamente|supostamente|غير مؤكدة|لم يتم التأكد)\b",
    re.I,
)
_HALF = frozenset({"reportedly", "alleged", "selon des témoins"})
_LIKELY = re.compile(
    r"(?<!not )(?<!n't )(?<!un)\b(likely|expected|anticipated|forecast|imminent|set to|will|certain to|attendue?s?|devrai(?:t|ent)|prévue?s?|se espera|se prevé|previst[ao]s?"
    r"|inminente|prevê-se|deve(?:m)? atingir|esperad[ao]s?|متوقع|المتوقع|يتوقع|وشيك)\b",
    re.I,
)
_UNLIKELY = re.compile(
    r"\b(unlikely|improbable|not (?:expected|likely|anticipated)|low (?:risk|probability)|peu probable|poco probable|improvável|pouco provável|غير محتمل|مستبعد)\b",
    re.I,
)
_AT_ONCE = re.compile(
    r"\b(imminent(?:ly)?|within (?:the )?(?:next )?(?:\w+ )?hours?|in the (?:coming|next) (?:few )?hours|any (?:moment|minute|time now)|tonight|shelter (?:now|immediately)"
    r"|evacuate (?:now|immediately|at once)|dans les (?:prochaines|heures)|en las próximas horas|inminente|nas próximas horas|iminente|وشيك|خلال الساعات)\b",
    re.I,
)
_RECENT, _SOON = timedelta(hours=48), timedelta(hours=6)
# A day of publication that has hardly begun; what is background unless the head of the text says it (characters).
_BEGINNING, _OLD, _LEAD = timedelta(hours=14), timedelta(days=60), 350
_FIRST = 2_500


def severity(
    text: str, level: str, hazards: Sequence[str], figures: Sequence[Figure], phase: Phase
) -> Judgement:
    """How grave it is: the level stated, else the figures of this event, else the hazard's usual, moved by the words."""
    if level:
        return Judgement(_BY_LEVEL[level], f"The text states the level {level}.")
    if not hazards:
        return Judgement("Unknown", "No hazard was recognised.")
    first = text[:_FIRST]
    base = _BY_HAZARD.get(hazards[0], "Unknown")
    name = hazard(hazards[0]).name
    seized = _SEIZED.search(first) if hazards[0] == "politics-and-elections" else None
    if seized and phase in (Phase.HAPPENED, Phase.UNDER_WAY):
        return Judgement("Severe", f"{name}, and the text says '{seized.group()}'.")
    grave, measured = _by_figures(figures, hazards[0])
    if grave is not None and SEVERITIES.index(grave.value) > SEVERITIES.index(base):
        return grave
    if measured is not None and (grave is None or grave.value == measured.value):
        return measured
    found = _GRAVE.search(first)
    if found and base in ("Moderate", "Severe"):
        return Judgement(SEVERITIES[SEVERITIES.index(base) + 1], f"{name}, called '{found.group()}'.")
    key = _key_place(first, hazards[0], base, phase)
    if key:
        raised = SEVERITIES[SEVERITIES.index(base) + 1]
        return Judgement(raised, f"{name} at a place of importance ('{key}').")
    mild = _MILD.search(first)
    if mild and base in ("Moderate", "Severe") and grave is None:
        lowered = SEVERITIES[SEVERITIES.index(base) - 1]
        return Judgement(lowered, f"{name}, but the text says '{mild.group()}'.")
    return Judgement(base, f"{name} is taken as {base} unless figures or words say otherwise.")


def _key_place(first: str, code: str, base: str, phase: Phase) -> str:
    """The words for a place whose hurt weighs more, where violence or failure struck there; "" for none."""
    counts = (base == "Moderate" and code in _VIOLENT) or (base in ("Minor", "Moderate") and code in _SHAKEN)
    if not counts or phase not in (Phase.HAPPENED, Phase.UNDER_WAY):
        return ""
    found = _KEY_PLACES.search(first)
    # An airport is where transport happens, not what makes it grave.
    if found is None or (code == "transport" and "port" in found.group().lower()):
        return ""
    return found.group()


def _by_figures(figures: Sequence[Figure], code: str) -> tuple[Judgement | None, Judgement | None]:
    """The gravest of the figures of this event, and the gravest of those that measure the hazard itself."""
    best: Judgement | None = None
    measured: Judgement | None = None
    own = _BY_FIGURE_OF.get(code, {})
    for figure in figures:
        steps = own.get(figure.unit) or _BY_FIGURE.get(figure.unit)
        if figure.scope is not Scope.THIS_EVENT or steps is None or not figure.value:
            continue
        value = SEVERITIES[1 + _steps_taken(figure, steps)]
        said = Judgement(value, f"'{' '.join(figure.text.split())}' ({figure.unit}) counts as {value}.")
        if best is None or SEVERITIES.index(value) > SEVERITIES.index(best.value):
            best = said
        if figure.unit in _MEASURES.get(code, ()) and (
            measured is None or SEVERITIES.index(value) > SEVERITIES.index(measured.value)
        ):
            measured = said
    return best, measured


def _steps_taken(figure: Figure, steps: Sequence[float]) -> int:
    if figure.unit == "degrees Celsius" and figure.value < 0:
        return sum(figure.value <= step for step in _COLD)
    return sum(figure.value >= step for step in steps)


def certainty(text: str, phase: Phase) -> Judgement:
    """How sure it is, from the phase and the words of probability in the first part of the text."""
    first = text[:_FIRST]
    if phase is Phase.DENIED:
        return Judgement("Unlikely", "The report is denied.")
    if phase in (Phase.HAPPENED, Phase.UNDER_WAY, Phase.OVER):
        doubt = _UNCONFIRMED.search(first)
        if doubt and doubt.group().lower() not in _HALF:
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


def urgency(phase: Phase, times: Sequence[TimeMention], published: datetime, text: str = "") -> Judgement:
    """How soon a reader must act, from the phase, the times named and the words of `text` that call for haste."""
    if phase in (Phase.OVER, Phase.DENIED):
        return Judgement("Past", f"It is {phase.value}.")
    if phase is Phase.UNDER_WAY:
        return Judgement("Immediate", "It is under way.")
    if phase is Phase.HAPPENED:
        # Told as happened, so 'Saturday morning' is this one, though its hours have hardly begun there.
        known = [
            one
            for one in times
            if one.start is not None
            and one.start <= published + _BEGINNING
            and (one.start >= published - _OLD or one.span.start < _LEAD)
        ]
        latest = max(known, key=lambda one: one.start or published, default=None)
        if latest is None:
            return Judgement("Immediate", "It happened, and no older date is given.")
        if latest.end is None or latest.end >= published - _RECENT:
            return Judgement("Immediate", f"It happened '{latest.text}', less than two days before.")
        return Judgement("Past", f"The latest time named is '{latest.text}'.")
    haste = _AT_ONCE.search(text[:_FIRST]) if phase is Phase.FEARED else None
    if haste:
        return Judgement("Expected", f"It is feared, and the text says '{haste.group()}'.")
    coming = [one for one in times if one.start is not None and one.start > published]
    first = min(coming, key=lambda one: one.start or published, default=None)
    if first is not None and first.start is not None and first.start - published <= _SOON:
        return Judgement("Expected", f"It is {phase.value} for '{first.text}', within six hours.")
    if first is not None:
        return Judgement("Future", f"It is {phase.value} for '{first.text}'.")
    return Judgement("Future", f"It is {phase.value}, and no near time is named.")

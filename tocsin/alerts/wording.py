"""The words of a draft: a table for each hazard and phase, and how numbers, names and times are written.

Pure, and English: a draft is written in the desk's working language, and an analyst makes it theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tocsin.grading import Level


@dataclass(frozen=True, slots=True)
class HazardWords:
    """How one hazard is spoken of. Patterns hold {where} ('in Palu, Indonesia') or {at} ('Palu, Indonesia').

    `headlines` and `sentences` go by phase: happened, under way, planned, feared; `noun` is what a denial or an
    all-clear names; `outlook` is the subject of the outlook, plural.
    """

    noun: str
    outlook: str
    headlines: tuple[str, str, str, str]
    sentences: tuple[str, str, str, str]


PHASES = ("happened", "under way", "planned", "feared")

HAZARD_WORDS: dict[str, HazardWords] = {
    "terrorism": HazardWords(
        "an attack",
        "attacks",
        ("Attack {where}", "Attack under way {where}", "Attack threatened {where}", "Risk of terrorist attacks {where}"),
        (
            "An attack took place {where}",
            "An attack is under way {where}",
            "An attack has been threatened {where}",
            "Terrorist attacks are feared {where}",
        ),
    ),
    "armed-conflict": HazardWords(
        "the fighting",
        "clashes",
        ("Fighting {where}", "Fighting under way {where}", "Military operation planned {where}", "Fighting feared {where}"),
        (
            "Armed groups fought {where}",
            "Fighting is under way {where}",
            "A military operation is planned {where}",
            "Fighting is feared {where}",
        ),
    ),
    "civil-unrest": HazardWords(
        "the unrest",
        "clashes with the police",
        ("Unrest {where}", "Unrest under way {where}", "Demonstration planned {where}", "Unrest feared {where}"),
        (
            "Unrest broke out {where}",
            "Unrest is under way {where}",
            "A demonstration is planned {where}",
            "Unrest is feared {where}",
        ),
    ),
    "crime": HazardWords(
        "the crime",
        "crimes of this kind",
        ("Violent crime {where}", "Violent crime continues {where}", "Crime threatened {where}", "Rise in crime feared {where}"),
        (
            "A serious crime took place {where}",
            "A run of serious crimes goes on {where}",
            "A serious crime has been threatened {where}",
            "More crime is feared {where}",
        ),
    ),
    "kidnapping-and-piracy": HazardWords(
        "the kidnapping",
        "kidnappings",
        ("Kidnapping {where}", "Kidnapping under way {where}", "Kidnapping threatened {where}", "Risk of kidnapping {where}"),
        (
            "A kidnapping took place {where}",
            "A kidnapping is under way {where}",
            "A kidnapping has been threatened {where}",
            "Kidnappings are feared {where}",
        ),
    ),
    "politics-and-elections": HazardWords(
        "the political crisis",
        "protests",
        ("Political tension {where}", "Political tension {where}", "Political event planned {where}", "Political unrest feared {where}"),
        (
            "Political tension rose {where}",
            "Political tension is high {where}",
            "A political event is planned {where}",
            "Political unrest is feared {where}",
        ),
    ),
    "labour-action": HazardWords(
        "the strike",
        "disruptions",
        ("Strike {where}", "Strike under way {where}", "Strike planned {where}", "Strike possible {where}"),
        (
            "A strike was held {where}",
            "A strike is under way {where}",
            "A strike is planned {where}",
            "A strike is feared {where}",
        ),
    ),
    "transport": HazardWords(
        "the disruption of transport",
        "delays and cancellations",
        ("Transport disrupted {where}", "Transport disrupted {where}", "Transport to be disrupted {where}", "Disruption of transport feared {where}"),
        (
            "Transport was disrupted {where}",
            "Transport is disrupted {where}",
            "A disruption of transport is announced {where}",
            "A disruption of transport is feared {where}",
        ),
    ),
    "earthquake": HazardWords(
        "the earthquake",
        "aftershocks",
        ("Earthquake {where}", "Earthquakes continue {where}", "Earthquake exercise {where}", "Earthquake feared {where}"),
        (
            "An earthquake shook {at}",
            "Earthquakes continue {where}",
            "An earthquake exercise is planned {where}",
            "An earthquake is feared {where}",
        ),
    ),
    "tsunami": HazardWords(
        "the tsunami",
        "further waves",
        ("Tsunami {where}", "Tsunami under way {where}", "Tsunami expected {where}", "Tsunami feared {where}"),
        (
            "A tsunami reached the coast {where}",
            "A tsunami is under way {where}",
            "A tsunami is expected {where}",
            "A tsunami is feared {where}",
        ),
    ),
    "volcano": HazardWords(
        "the eruption",
        "further eruptions",
        ("Volcanic eruption {where}", "Volcanic eruption under way {where}", "Volcanic eruption expected {where}", "Volcanic eruption feared {where}"),
        (
            "A volcano erupted {where}",
            "A volcanic eruption is under way {where}",
            "A volcanic eruption is expected {where}",
            "A volcanic eruption is feared {where}",
        ),
    ),
    "storm": HazardWords(
        "the storm",
        "strong winds and heavy rain",
        ("Storm {where}", "Storm under way {where}", "Storm expected {where}", "Storm feared {where}"),
        (
            "A storm hit {at}",
            "A storm is passing over {at}",
            "A storm is expected {where}",
            "A storm is feared {where}",
        ),
    ),
    "flood": HazardWords(
        "the flood",
        "further floods",
        ("Flooding {where}", "Flooding under way {where}", "Flooding expected {where}", "Flooding feared {where}"),
        (
            "Floods hit {at}",
            "Flooding is under way {where}",
            "Flooding is expected {where}",
            "Flooding is feared {where}",
        ),
    ),
    "landslide": HazardWords(
        "the landslide",
        "further landslides",
        ("Landslide {where}", "Landslides continue {where}", "Landslides expected {where}", "Landslides feared {where}"),
        (
            "A landslide came down {where}",
            "Landslides continue {where}",
            "Landslides are expected {where}",
            "Landslides are feared {where}",
        ),
    ),
    "heat-and-cold": HazardWords(
        "the extreme temperatures",
        "dangerous temperatures",
        ("Extreme temperatures {where}", "Extreme temperatures {where}", "Extreme temperatures expected {where}", "Extreme temperatures feared {where}"),
        (
            "Temperatures were extreme {where}",
            "Temperatures are extreme {where}",
            "Extreme temperatures are expected {where}",
            "Extreme temperatures are feared {where}",
        ),
    ),
    "wildfire": HazardWords(
        "the wildfire",
        "new fires",
        ("Wildfire {where}", "Wildfire burning {where}", "Wildfires expected {where}", "Wildfires feared {where}"),
        (
            "A wildfire broke out {where}",
            "A wildfire is burning {where}",
            "Wildfires are expected {where}",
            "Wildfires are feared {where}",
        ),
    ),
    "disease": HazardWords(
        "the outbreak",
        "further cases",
        ("Outbreak of disease {where}", "Outbreak of disease {where}", "Outbreak of disease expected {where}", "Outbreak of disease feared {where}"),
        (
            "A disease broke out {where}",
            "A disease is spreading {where}",
            "An outbreak of disease is expected {where}",
            "An outbreak of disease is feared {where}",
        ),
    ),
    "hazardous-material": HazardWords(
        "the release of hazardous material",
        "further releases",
        ("Hazardous material released {where}", "Release of hazardous material {where}", "Release of hazardous material planned {where}", "Release of hazardous material feared {where}"),
        (
            "Hazardous material was released {where}",
            "Hazardous material is being released {where}",
            "A release of hazardous material is planned {where}",
            "A release of hazardous material is feared {where}",
        ),
    ),
    "infrastructure": HazardWords(
        "the failure of supplies",
        "further failures",
        ("Supplies failed {where}", "Supplies cut {where}", "Cut of supplies planned {where}", "Failure of supplies feared {where}"),
        (
            "Basic supplies failed {where}",
            "Basic supplies are cut {where}",
            "A cut of basic supplies is planned {where}",
            "A failure of basic supplies is feared {where}",
        ),
    ),
    "cyber": HazardWords(
        "the cyber attack",
        "failures of digital services",
        ("Cyber attack {where}", "Cyber attack under way {where}", "Cyber attack threatened {where}", "Cyber attack feared {where}"),
        (
            "A cyber attack hit {at}",
            "A cyber attack is under way {where}",
            "A cyber attack has been threatened {where}",
            "A cyber attack is feared {where}",
        ),
    ),
    "other": HazardWords(
        "the incident",
        "further incidents",
        ("Security incident {where}", "Security incident under way {where}", "Security incident expected {where}", "Security incident feared {where}"),
        (
            "A security incident took place {where}",
            "A security incident is under way {where}",
            "A security incident is expected {where}",
            "A security incident is feared {where}",
        ),
    ),
}  # fmt: skip

#: What a reader makes of it, in the summary: for a part of a country, and for all of it.
SO_WHAT: dict[Level, tuple[str, str]] = {
    Level.NOTICE: ("Usual precautions are enough for now.", "Usual precautions are enough for now."),
    Level.ADVISORY: (
        "Take extra precautions and expect disruption.",
        "Take extra precautions and expect disruption.",
    ),
    Level.WARNING: (
        "Avoid the area and put off travel that can wait.",
        "Change plans that put you at risk, and put off travel that can wait.",
    ),
    Level.CRITICAL: ("Act now: shelter, leave or answer.", "Act now: shelter, leave or answer."),
}

#: How likely the outlook is, one of five words, from CAP's certainty.
LIKELIHOOD = {
    "Observed": "very likely",
    "Likely": "likely",
    "Possible": "possible",
    "Unlikely": "unlikely",
    "Unknown": "possible",
}

#: Units of figures that say why something is feared, and the clause that says so.
DRIVERS = {
    "fighters returned": "as fighters return from abroad",
    "returned": "as fighters return from abroad",
    "fighters travelled": "as fighters may return from abroad",
}

#: No zone's clock differs from UTC by more.
_FARTHEST_ZONE = timedelta(hours=14)
_NEEDLESS_COMMA = re.compile(r",([,.;!?])")
_WORDS_FOR = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_WITH_ARTICLE_BY_END = ("Islands", "Republic", "Kingdom", "States", "Emirates", "Territories", "Sea", "Ocean")
_WITH_ARTICLE_BY_START = ("United ", "Democratic Republic", "Republic of", "Gulf of", "Strait of", "Bay of")
_WITH_ARTICLE = frozenset(
    {"Philippines", "Netherlands", "Gambia", "Bahamas", "Maldives", "Comoros", "Seychelles"}
)


def named(name: str) -> str:
    """Return a place's name as it stands in a sentence: with 'the' where English wants it."""
    needs = (
        name in _WITH_ARTICLE
        or name.endswith(_WITH_ARTICLE_BY_END)
        or name.startswith(_WITH_ARTICLE_BY_START)
    )
    return f"the {name}" if needs and not name.casefold().startswith("the ") else name


def located(place: str, country: str) -> str:
    """Return where, without a preposition: 'Palu, Indonesia', or 'Morocco' where no place is known."""
    if place and country and country.casefold() not in place.casefold():
        return f"{named(place)}, {country}"
    return named(place or country)


def enclosed(where: str) -> str:
    """Return `where` with the comma that English wants after it inside a sentence; `sentence` drops a needless one."""
    return f"{where}," if "," in where else where


def day(moment: datetime) -> str:
    """Return the day in UTC, as '9 July 2017'."""
    moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y}"


def minute(moment: datetime) -> str:
    """Return day and time, as '9 July 2017, 14:05 UTC'."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def at_time(moment: datetime) -> str:
    """Return when, with its preposition: 'at 14:05 UTC on 9 July 2017'; midnight UTC is the day alone."""
    moment = moment.astimezone(UTC)
    clock = "" if (moment.hour, moment.minute) == (0, 0) else f"at {moment:%H:%M} UTC "
    return f"{clock}on {day(moment)}"


def between(start: datetime, end: datetime | None) -> str:
    """Return 'from 04:00 to 20:00 UTC on 18 July 2017', or with two days; from alone where the end is not known."""
    start = start.astimezone(UTC)
    if end is None:
        return f"from {at_time(start).removeprefix('at ').removeprefix('on ')}"
    end = end.astimezone(UTC)
    if start.date() == end.date():
        return f"from {start:%H:%M} to {end:%H:%M} UTC on {day(start)}"
    first, last = (at_time(moment).removeprefix("at ").removeprefix("on ") for moment in (start, end))
    return f"from {first} until {last}"


def interval(start: datetime | None, end: datetime | None, *, told: datetime) -> tuple[str, bool]:
    """Return [start, end) as the beginning of a sentence, and whether it reaches to `told` ('Since 2002', True).

    A whole year, month or day is said as such, also where its ends are midnight in another zone than UTC.
    ('', False) where neither end is known.
    """
    start, end = _whole_months(start, end)
    if start is None:
        return (f"Until {day(end)}", False) if end else ("", False)
    open_ended = end is None or end >= told - timedelta(days=1)
    last = end - timedelta(microseconds=1) if end else start
    is_year = (start.month, start.day) == (1, 1)
    if open_ended:
        if end is not None and end - start <= timedelta(days=1):
            return f"On {day(start)}", False
        return (f"Since {start.year}" if is_year else f"Since {start:%B %Y}"), True
    if is_year and (last.year, last.month, last.day) == (start.year, 12, 31):
        return f"In {start.year}", False
    if (
        start.day == 1
        and (last.year, last.month) == (start.year, start.month)
        and (last + timedelta(days=1)).day == 1
    ):
        return f"In {start:%B %Y}", False
    if last.date() == start.date():
        return f"On {day(start)}", False
    return f"Between {day(start)} and {day(last)}", False


def _whole_months(start: datetime | None, end: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Return [start, end) as whole months of UTC where it is whole months of a zone east or west of it."""
    if start is None or end is None:
        return start, end
    months = _near_month(start), _near_month(end)
    return months if None not in months and months[0] != months[1] else (start, end)


def _near_month(moment: datetime) -> datetime | None:
    """Return the beginning of a month in UTC that no zone's midnight is farther away from than `moment`."""
    for near in (moment - _FARTHEST_ZONE, moment + _FARTHEST_ZONE):
        first = near.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        if abs(first - moment) <= _FARTHEST_ZONE:
            return first
    return None


def number(value: float, *, in_words: bool = False) -> str:
    """Return a number as it is written: 1,600; 6.1; with `in_words` 'three' up to nine."""
    if in_words and value == int(value) and 0 <= value < len(_WORDS_FOR):
        return _WORDS_FOR[int(value)]
    return f"{int(value):,}" if value == int(value) else f"{value:,g}"


def listed(names: Sequence[str], *, most: int = 2) -> str:
    """Return names as a list: 'A', 'A and B', 'A, B and 3 other sources'."""
    distinct = list(dict.fromkeys(names))
    if len(distinct) > most + 1:
        return f"{', '.join(distinct[:most])} and {len(distinct) - most} other sources"
    return " and ".join([", ".join(distinct[:-1]), distinct[-1]]) if len(distinct) > 1 else "".join(distinct)


def sentence(text: str) -> str:
    """Return `text` with a capital at its start and one full stop at its end."""
    text = _NEEDLESS_COMMA.sub(r"\1", " ".join(text.split()).rstrip(","))
    if text and text[-1] not in ".!?" and not text.endswith(('."', '!"', '?"')):
        text += "."
    return text[:1].upper() + text[1:]

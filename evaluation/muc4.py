"""How well reports of political violence are read: the MUC-4 corpus (Message Understanding Conference, 1992).

Each document carries templates, one an incident. An optional template counts neither for nor against. What is measured:

- **hazard**: F1 over pairs of document and kind, kinds being violence and kidnapping. A template of type ATTACK, BOMBING,
  ARSON or ROBBERY says violence; KIDNAPPING or HIJACKING says kidnapping; FORCED WORK STOPPAGE says neither. A reading says
  violence by the hazards terrorism or crime (armed-conflict does not count: clashes of soldiers and guerrillas are no
  incident by the guidelines of the corpus), kidnapping by kidnapping-and-piracy. A document without a template says nothing.
- **incident**: F1 over documents of the same, whatever the kind: does the text report an incident at all?
- **country**: over documents whose templates name a country, whether the reading's first country is one of those.
- **date**: over documents of which a template states a single day, whether the time of the event begins and ends within
  one day of one such day.
- **toll**: over templates and units (killed, injured) that state an exact number of victims, whether the reading has a toll
  of the event with that unit and number: a document tells of several incidents, and each has its own. The victims' numbers
  are added up; where one is open ('several', '~30') or a victim bears several effects, the template states no toll.
- **toll of the document**: over documents and units of which a template states a number that stands in the text, whether
  the one toll that the reading settles on is that number. People who are named but not counted are no stated toll.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from evaluation import shared
from evaluation.errors import CorpusError
from tocsin.geo import Precision, gazetteer
from tocsin.reading import Reading, read
from tocsin.reading.event_time import event_time
from tocsin.reading.toll import event_toll, tolls

#: Documents without a date in their first line are read as of this moment; the reports are of 1988 to 1990.
UNDATED = datetime(1990, 1, 1, 18, tzinfo=UTC)
#: 18:00 UTC is the middle of the day's news in the Americas, so 'today' and 'this morning' fall on the dateline's day.
_HOUR = 18
#: A template with an earlier day (a year of 00) does not state one.
_FIRST_YEAR = 1950
_MONTHS = {
    name: 1 + number
    for number, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    )
}
_DAY = re.compile(r"\b(\d{1,2}) (JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]* (\d\d)\b")
_KIND_OF_TYPE = {
    "ATTACK": "violence",
    "BOMBING": "violence",
    "ARSON": "violence",
    "ROBBERY": "violence",
    "KIDNAPPING": "kidnapping",
    "HIJACKING": "kidnapping",
}
_KIND_OF_HAZARD = {
    "terrorism": "violence",
    "crime": "violence",
    "kidnapping-and-piracy": "kidnapping",
}
_UNIT_OF_EFFECT = {"DEATH": "killed", "INJURY": "injured"}
_NAMES = re.compile(r'([^":]+):\s*("[^"]*"(?:\s*/\s*"[^"]*")*)')
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_NUMBER_WORDS = [
    "ZERO",
    "ONE",
    "TWO",
    "THREE",
    "FOUR",
    "FIVE",
    "SIX",
    "SEVEN",
    "EIGHT",
    "NINE",
    "TEN",
    "ELEVEN",
    "TWELVE",
    "THIRTEEN",
    "FOURTEEN",
    "FIFTEEN",
    "SIXTEEN",
    "SEVENTEEN",
    "EIGHTEEN",
    "NINETEEN",
    "TWENTY",
]


@dataclass(frozen=True, slots=True)
class Incident:
    """What one template states: kinds of hazard, country ("" none), its single days, and tolls by unit."""

    kind: str
    countries: frozenset[str]
    days: frozenset[date]
    tolls: Mapping[str, int]
    exact_tolls: Mapping[str, int]
    optional: bool


@dataclass(frozen=True, slots=True)
class Document:
    """One report with the incidents that people found in it."""

    identifier: str
    text: str
    published: datetime
    incidents: tuple[Incident, ...]

    @property
    def required(self) -> tuple[Incident, ...]:
        """The incidents that a reader must find."""
        return tuple(one for one in self.incidents if not one.optional)


@dataclass
class Tally:
    """Counts of one measure, and the errors in words: document, wanted, read."""

    right: int = 0
    wanted: int = 0
    claimed: int = 0
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where nothing is right."""
        both = self.wanted + self.claimed
        return 2 * self.right / both if both else 0.0


def documents(part: str) -> tuple[Document, ...]:
    """The documents of `part` ("train" or "dev"). Raises `DataMissing` without the data, `CorpusError` on a bad line."""
    path = shared.folder("muc4") / f"muc4-{part}.jsonl"
    if not path.is_file():
        raise CorpusError(f"{path.name} is not there; the parts are train and dev")
    lines = path.read_text().splitlines()
    return tuple(_document(path, number, line) for number, line in enumerate(lines, 1) if line.strip())


def measures(sample: int = 0, part: str = "dev") -> list[dict[str, Any]]:
    """One object a measure over `part`: system, corpus, measure, value (0 to 1), n. `sample` documents, all for 0."""
    return _rows(part, score(_sampled(documents(part), sample)))


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """The rows of `measures` as lines of text."""
    return "\n".join(
        f"{row['corpus']:<12} {row['measure']:<22} {row['value']:.3f}  n={row['n']}" for row in rows
    )


def score(among: Sequence[Document]) -> dict[str, Tally]:
    """Every measure's counts over these documents, each read once."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for document in among:
        reading = read(document.text, published=document.published)
        _score_hazards(document, reading, tallies)
        _score_country(document, reading, tallies["country"])
        _score_date(document, reading, tallies["date"])
        _score_tolls(document, reading, tallies["toll"])
        _score_document_toll(document, reading, tallies["toll of the document"])
    return tallies


def _rows(part: str, tallies: Mapping[str, Tally]) -> list[dict[str, Any]]:
    hazard, incident = tallies["hazard"], tallies["incident"]
    figures = (
        ("hazard F1", hazard.f1(), hazard.wanted),
        ("hazard precision", hazard.right / max(1, hazard.claimed), hazard.claimed),
        ("hazard recall", hazard.right / max(1, hazard.wanted), hazard.wanted),
        ("incident F1", incident.f1(), incident.wanted),
        *(
            (name, tallies[key].right / max(1, tallies[key].wanted), tallies[key].wanted)
            for name, key in (
                ("country accuracy", "country"),
                ("date within one day", "date"),
                ("toll exact", "toll"),
                ("toll of the document", "toll of the document"),
            )
        ),
    )
    return [
        {"system": "tocsin", "corpus": f"MUC-4 {part}", "measure": name, "value": round(value, 4), "n": n}
        for name, value, n in figures
    ]


def _sampled(among: Sequence[Document], most: int) -> Sequence[Document]:
    if not most or most >= len(among):
        return among
    step = len(among) / most
    return [among[int(number * step)] for number in range(most)]


# What the templates say.


def _document(path: Path, number: int, line: str) -> Document:
    try:
        row = json.loads(line)
        text = reflowed(row["text"])
        published = next((_moment(one) for one in _days(text[:200])), UNDATED)
        incidents = tuple(_incident(template, text) for template in row["templates"])
        return Document(row["id"], text, published, incidents)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(
            f"{path.name}, line {number}: not a document with id, text and templates: {error}"
        ) from error


def reflowed(text: str) -> str:
    """The text with the lines of each paragraph joined: the reports were wrapped at the width of a teletype."""
    paragraphs = _PARAGRAPH.split(text.strip())
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, _HOUR, tzinfo=UTC)


def _days(said: str) -> list[date]:
    found = []
    for match in _DAY.finditer(said):
        try:
            found.append(date(1900 + int(match[3]), _MONTHS[match[2]], int(match[1])))
        except ValueError:
            continue
    return found


def _incident(template: Mapping[str, str], text: str) -> Incident:
    return Incident(
        kind=_KIND_OF_TYPE.get(template["INCIDENT: TYPE"].split("/")[0].strip(), ""),
        countries=frozenset(filter(None, map(_country, _alternatives(template["INCIDENT: LOCATION"])))),
        days=_single_days(template["INCIDENT: DATE"]),
        tolls=_tolls(template, text),
        exact_tolls=_exact_tolls(template),
        optional="OPTIONAL" in template["MESSAGE: TEMPLATE"],
    )


def _alternatives(location: str) -> list[str]:
    return [part.split(":")[0].strip(" ()?") for part in location.split("/")]


@lru_cache(maxsize=256)
def _country(name: str) -> str:
    for place in gazetteer().by_name(name.title()):
        if place.precision is Precision.COUNTRY:
            return place.country
    return {"GUATAMALA": "GT", "UNITED STATES": "US"}.get(name, "")


def _single_days(said: str) -> frozenset[date]:
    """The days that the template may mean, where each of its alternatives is one day; else none."""
    parts = [part.strip(" ()?") for part in said.split("/")]
    if any(not _DAY.fullmatch(part) for part in parts):
        return frozenset()
    return frozenset(day for day in _days(said) if day.year >= _FIRST_YEAR)


def _tolls(template: Mapping[str, str], text: str) -> dict[str, int]:
    """The people killed and injured by number, where the template counts all of them and the text states the number."""
    effects = {
        names: effect.strip(" ?")
        for effect, quoted in _NAMES.findall(template["HUM TGT: EFFECT OF INCIDENT"])
        for names in re.findall(r'"([^"]*)"', quoted)
    }
    counted: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, quoted in _NAMES.findall(template["HUM TGT: NUMBER"]):
        names = re.findall(r'"([^"]*)"', quoted)
        effect = next((effects[name] for name in names if name in effects), "")
        if effect in _UNIT_OF_EFFECT:
            counted[_UNIT_OF_EFFECT[effect]].append((number.strip(), names[0]))
    total = template["HUM TGT: TOTAL NUMBER"].strip(" ?~")
    found = {}
    for unit, rows in counted.items():
        numbers = [re.fullmatch(r"[~?\s]*(\d+)", number) for number, _ in rows]
        if len(counted) == 1 and total.isdigit() and all(effects.values()):
            value = int(total)
        elif all(numbers):
            value = sum(int(one[1]) for one in numbers if one)
        else:
            continue
        if _states(text, value, [name for _, name in rows]):
            found[unit] = value
    return found


def _exact_tolls(template: Mapping[str, str]) -> dict[str, int]:
    """The people killed and injured by number, where the template counts every victim of the one effect."""
    effects: dict[str, set[str]] = defaultdict(set)
    for effect, quoted in _NAMES.findall(template["HUM TGT: EFFECT OF INCIDENT"]):
        for name in re.findall(r'"([^"]*)"', quoted):
            effects[name].add(effect.strip())
    numbers = {
        name: number.strip()
        for number, quoted in _NAMES.findall(template["HUM TGT: NUMBER"])
        for name in re.findall(r'"([^"]*)"', quoted)[:1]
    }
    total = template["HUM TGT: TOTAL NUMBER"].strip()
    found = {}
    for effect, unit in _UNIT_OF_EFFECT.items():
        victims = [name for name, borne in effects.items() if effect in borne and name in numbers]
        if not victims or any(len(effects[name]) > 1 for name in victims):
            continue
        if total.isdigit() and all(borne == {effect} for borne in effects.values()):
            found[unit] = int(total)
        elif all(numbers[name].isdigit() for name in victims):
            found[unit] = sum(int(numbers[name]) for name in victims)
    return found


def _states(text: str, value: int, names: Sequence[str]) -> bool:
    """Whether the number stands in the text: as digits or words; 'one' only right before those it counts."""
    if value == 1:
        return any(
            re.search(rf"\b(?:ONE|1)\s+{re.escape(name.split()[0])}", text) for name in names if name.strip()
        )
    written = [str(value), f"{value:,}"]
    written += [_NUMBER_WORDS[value]] if value < len(_NUMBER_WORDS) else []
    return any(re.search(rf"(?<![\d,.]){one}(?![\d,]*\d)\b", text) for one in written)


# What the reading says.


def _score_hazards(document: Document, reading: Reading, tallies: Mapping[str, Tally]) -> None:
    wanted = {one.kind for one in document.required} - {""}
    ignored = {one.kind for one in document.incidents} - wanted
    claimed = {_KIND_OF_HAZARD.get(one.code, "") for one in reading.hazards} - {""} - ignored
    said = ", ".join(f"{one.code} {one.confidence}" for one in reading.hazards)
    kinds, anything = tallies["hazard"], tallies["incident"]
    kinds.right += len(wanted & claimed)
    kinds.wanted += len(wanted)
    kinds.claimed += len(claimed)
    if wanted != claimed:
        kinds.errors.append((document.identifier, " ".join(sorted(wanted)) or "nothing", said or "nothing"))
    if document.required or not document.incidents:
        anything.right += bool(wanted and claimed)
        anything.wanted += bool(wanted)
        anything.claimed += bool(claimed)
        if bool(wanted) != bool(claimed):
            anything.errors.append((document.identifier, str(bool(wanted)), said))


def _score_country(document: Document, reading: Reading, tally: Tally) -> None:
    wanted: frozenset[str] = frozenset().union(*(one.countries for one in document.required))
    if wanted:
        right = bool(reading.countries) and reading.countries[0] in wanted
        _judge(tally, document, " or ".join(sorted(wanted)), " ".join(reading.countries), right)


def _score_date(document: Document, reading: Reading, tally: Tally) -> None:
    wanted: frozenset[date] = frozenset().union(*(one.days for one in document.required))
    if not wanted:
        return
    first, last = _event_days(reading)
    near = any(abs((first - day).days) <= 1 and abs((last - day).days) <= 1 for day in wanted)
    _judge(tally, document, " or ".join(map(str, sorted(wanted))), f"{first} to {last}", near)


def _score_tolls(document: Document, reading: Reading, tally: Tally) -> None:
    offered = {
        unit: {int(one.value) for one in found if one.upper is None} for unit, found in tolls(reading).items()
    }
    for incident in document.required:
        for unit, value in incident.exact_tolls.items():
            got = offered.get(unit, set())
            said = " or ".join(map(str, sorted(got))) or "none"
            _judge(tally, document, f"{value} {unit}", f"{said} {unit}", value in got)


def _score_document_toll(document: Document, reading: Reading, tally: Tally) -> None:
    wanted: dict[str, set[int]] = defaultdict(set)
    for incident in document.required:
        for unit, value in incident.tolls.items():
            wanted[unit].add(value)
    got = _event_toll(reading)
    for unit, values in wanted.items():
        said = " or ".join(map(str, sorted(values)))
        _judge(tally, document, f"{said} {unit}", f"{got.get(unit, 'none')} {unit}", got.get(unit) in values)


def _judge(tally: Tally, document: Document, wanted: str, got: str, right: bool) -> None:
    tally.wanted += 1
    tally.right += right
    if not right:
        tally.errors.append((document.identifier, wanted, got))


def _event_days(reading: Reading) -> tuple[date, date]:
    """First and last day of the event; the day of publication where the reading does not tell."""
    chosen = event_time(reading)
    if chosen is None or chosen.start is None:
        return reading.published.date(), reading.published.date()
    end = chosen.end or chosen.start + timedelta(microseconds=1)
    zone = _zone(chosen.zone)
    last = max(chosen.start, end - timedelta(microseconds=1))
    return chosen.start.astimezone(zone).date(), last.astimezone(zone).date()


def _zone(name: str) -> Any:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return UTC


def _event_toll(reading: Reading) -> dict[str, int]:
    """People killed and injured in the event, by unit; only those the reading tells."""
    return {unit: int(toll.value) for unit, toll in event_toll(reading).items()}


def main(arguments: Sequence[str] | None = None, say: Callable[[str], Any] = sys.stdout.write) -> int:
    """Print the measures of a part, and `--errors N` of each kind. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.muc4", description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--sample", type=int, default=0, help="read only so many documents, evenly taken")
    parser.add_argument("--errors", type=int, default=0, help="show so many errors of each measure")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    chosen = parser.parse_args(arguments)
    tallies = score(_sampled(documents(chosen.part), chosen.sample))
    rows = _rows(chosen.part, tallies)
    say("\n".join(map(json.dumps, rows)) + "\n" if chosen.json else table(rows) + "\n")
    for line in _errors(tallies, chosen.errors):
        say(line + "\n")
    return 0


def _errors(tallies: Mapping[str, Tally], most: int) -> Iterator[str]:
    for name, tally in tallies.items() if most else ():
        yield f"\n{name}: {len(tally.errors)} wrong"
        for identifier, wanted, got in tally.errors[:most]:
            yield f"  {identifier}: wanted {wanted}; read {got}"


if __name__ == "__main__":
    raise SystemExit(main())

"""How long one more report takes to find its incident, by the number of reports stored.

    python benchmarks/grouping.py [--stored 1000 10000 100000] [--new 300] [--days 365] [--database URL] [--json]

Fills a fresh database with made-up but lifelike reports of `--days` days (facts, keys, memberships and incidents are
put in in bulk), then groups new reports one after another: some about a recent incident, some about nothing known.
`find` is the look-up in the index and the decision; `group` is all that the worker does: facts of the reading, look-up,
decision, membership, keys, claims and the incident's new state, in one transaction. Times in milliseconds, by the
clock and (`cpu`) of this process alone, which a busy machine changes less.
Without `--database` it is SQLite in a folder of its own; a PostgreSQL database that is named must be empty and is
emptied again between sizes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

START = datetime(2024, 1, 1, tzinfo=UTC)
#: About as often as news tells of them.
HAZARDS = {
    "armed-conflict": 20, "crime": 18, "civil-unrest": 12, "transport": 12, "terrorism": 8, "politics-and-elections": 8,
    "flood": 5, "storm": 4, "wildfire": 4, "earthquake": 4, "labour-action": 3, "disease": 2,
}  # fmt: skip
REPORTS_OF_AN_INCIDENT = (1, 1, 1, 2, 2, 3, 4, 5, 8, 12)
COPIES = 0.2
DIFFERENT_EVENTS = 20_000
#: So many keys of a table are dropped and made again around the filling, which is much quicker.
_INDEXES = {"report_by_key": "incidents_reportkey (digest, minute DESC, report_id)"}


@dataclass(frozen=True)
class Event:
    """Something that happened: what its reports have in common."""

    number: int
    hazard: str
    place: Any
    at: datetime
    names: tuple[str, ...]
    words: tuple[str, ...]
    toll: int


class World:
    """Makes events and the texts about them; the same for the same seed."""

    def __init__(self, seed: int, days: float) -> None:
        from tocsin.geo import gazetteer
        from tocsin.incidents import commonness

        self.dice = random.Random(seed)
        self.days = days
        with gzip.open(commonness._TABLE, "rt", encoding="utf-8") as lines:
            words = [word for line in lines if line[:1].isdigit() and 390 <= int(line.split()[0]) <= 560
                     for word in line.split()[1:] if word.isascii() and len(word) > 4]  # fmt: skip
        self.words = random.Random(1).sample(sorted(words), 9000)
        pick = random.Random(2)
        self.topics = {hazard: pick.sample(self.words, 180) for hazard in HAZARDS}
        syllables = [
            "ba",
            "be",
            "da",
            "du",
            "fa",
            "go",
            "ha",
            "hi",
            "ja",
            "ka",
            "ki",
            "lo",
            "ma",
            "mu",
            "na",
            "ni",
            "or",
            "pe",
            "ra",
            "ro",
            "sa",
            "si",
            "ta",
            "tu",
            "va",
            "wi",
            "xe",
            "ya",
            "zo",
        ]
        self.names = sorted(
            {"".join(pick.choices(syllables, k=pick.choice((3, 4)))).capitalize() for _ in range(30_000)}
        )
        cities = (gazetteer().by_name(name) for name in _CITIES.split("|"))
        self.places = [found[0] for found in cities if found]

    def event(self, number: int) -> Event:
        dice = self.dice
        hazard = dice.choices(list(HAZARDS), list(HAZARDS.values()))[0]
        return Event(
            number,
            hazard,
            dice.choice(self.places),
            START + timedelta(days=dice.random() * self.days),
            tuple(dice.sample(self.names, 4)),
            (*dice.sample(self.topics[hazard], 18), *dice.sample(self.words, 14)),
            dice.randint(3, 90),
        )

    def text(self, event: Event) -> tuple[str, str]:
        """A headline and some sixty words."""
        dice = self.dice
        names = dice.sample(event.names, 3)
        words = [
            *dice.sample(event.words, 26),
            *dice.sample(self.topics[event.hazard], 8),
            *dice.sample(self.words, 8),
        ]
        dice.shuffle(words)
        place = event.place.name
        title = f"{place}: {' '.join(words[:5])}"
        body = (
            f"The {' '.join(words[5:20])} in {place} after {names[0]} {names[1]} said that {event.toll} were killed. "
            f"A {' '.join(words[20:34])} near {names[2]}. It {' '.join(words[34:])}."
        )
        return title, body

    def reading(self, event: Event) -> dict[str, Any]:
        """As much of a reading as the chain looks at."""
        point = event.place.point
        place = {
            "text": event.place.name, "span": [0, 4], "geonames_id": 1, "name": event.place.name, "role": "focus",
            "country": event.place.country, "longitude": point.longitude, "latitude": point.latitude,
            "precision": "city", "confidence": 0.9, "reason": "",
        }  # fmt: skip
        figure = {
            "text": f"{event.toll} killed", "span": [0, 8], "value": event.toll, "upper": None, "qualifier": "exactly",
            "unit": "killed", "counted": "", "place": "", "start": None, "end": None, "scope": "this event",
        }  # fmt: skip
        return {
            "text": "", "summary": "", "language": "en", "phase": "happened", "countries": [event.place.country],
            "hazards": [{"code": event.hazard, "confidence": 0.9, "words": []}], "places": [place], "focus": [place],
            "figures": [figure], "times": [],
        }  # fmt: skip

    def facts(self, event: Event, report: int, published: datetime) -> Any:
        from tocsin.incidents.traits import facts_of

        title, body = self.text(event)
        reading = self.reading(event)
        return facts_of(reading, report=report, source=1, published=published, title=title, text=body)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--stored", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    arguments.add_argument("--new", type=int, default=300, help="new reports to time at each size")
    arguments.add_argument("--days", type=float, default=365, help="the stored reports are of so many days")
    arguments.add_argument("--database", default="", help="an empty PostgreSQL database; SQLite without it")
    arguments.add_argument("--json", action="store_true", help="one object a line")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="tocsin-grouping-") as folder:
        os.environ["TOCSIN_HOME"] = folder
        if asked.database:
            os.environ["TOCSIN_DATABASE_URL"] = asked.database
        os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.project.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        if not asked.json:
            print(
                f"{'database':11} {'stored':>9} {'incidents':>9} {'find ms':>8} {'p99':>7} {'cpu':>6} {'group ms':>8} {'p99':>7} {'cpu':>6}"
            )
        for stored in sorted(asked.stored):
            row = measure(stored, asked.new, asked.days)
            if asked.json:
                print(json.dumps({"database": connection.vendor, **row}), flush=True)
            else:
                print(
                    f"{connection.vendor:11} {row['stored']:9,} {row['incidents']:9,} {row['find_ms']:8.2f} {row['find_p99_ms']:7.2f} {row['find_cpu_ms']:6.2f} "
                    f"{row['group_ms']:8.2f} {row['group_p99_ms']:7.2f} {row['group_cpu_ms']:6.2f}",
                    flush=True,
                )
            _empty()


def measure(stored: int, new: int, days: float) -> dict[str, Any]:
    """Fill the database, group `new` more reports, and return what it took."""
    from tocsin.accounts.models import Organisation
    from tocsin.incidents.decide import decide
    from tocsin.incidents.facts import report_facts
    from tocsin.incidents.grouping import group
    from tocsin.incidents.index import DatabaseIndex
    from tocsin.sources.models import Report, Source

    world = World(7, days)
    desk = Organisation.objects.create(
        name="Desk", slug=f"desk-{stored}", sender="desk.example", created_at=START
    )
    source = Source.objects.create(organisation=desk, name="Wire", kind="feed", grade="B", created_at=START)
    start = time.monotonic()
    events = fill(world, desk.pk, source.pk, stored)
    filled = time.monotonic() - start
    end = START + timedelta(days=days)
    distinct = events[:DIFFERENT_EVENTS]
    recent = [event for event in distinct if end - event.at < timedelta(days=2)] or distinct[-20:]
    found, found_cpu, grouped, grouped_cpu = [], [], [], []
    joined = 0
    for number in range(new):
        known = number % 2 == 0
        event = world.dice.choice(recent) if known else replace(world.event(0), at=end)
        published = event.at + timedelta(hours=2 + world.dice.random() * 20)
        title, body = world.text(event)
        report = Report.objects.create(
            organisation=desk, source=source, external_id=f"new {number}", content_hash=str(number), received_at=published,
            published_at=published, raw=b"", state="read", title=title, text=body, reading=world.reading(event),
        )  # fmt: skip
        index = DatabaseIndex(desk)
        facts = report_facts(report)
        begin, begin_cpu = time.perf_counter(), time.process_time()
        decide(facts, index.near(facts))
        found.append(1000 * (time.perf_counter() - begin))
        found_cpu.append(1000 * (time.process_time() - begin_cpu))
        begin, begin_cpu = time.perf_counter(), time.process_time()
        membership = group(report, now=published)
        grouped.append(1000 * (time.perf_counter() - begin))
        grouped_cpu.append(1000 * (time.process_time() - begin_cpu))
        joined += known and membership.verdict != "new"
    return {
        "stored": stored,
        "incidents": len(events),
        "days": days,
        "new": new,
        "find_ms": round(statistics.median(found), 3),
        "find_p99_ms": round(statistics.quantiles(found, n=100)[98], 3),
        "find_cpu_ms": round(statistics.median(found_cpu), 3),
        "group_ms": round(statistics.median(grouped), 3),
        "group_p99_ms": round(statistics.quantiles(grouped, n=100)[98], 3),
        "group_cpu_ms": round(statistics.median(grouped_cpu), 3),
        "groups_per_second": round(1000 / statistics.mean(grouped), 1),
        "share_of_known_that_joined": round(joined / max(1, (new + 1) // 2), 3),
        "filled_in_seconds": round(filled, 1),
    }


def fill(world: World, desk: int, source: int, stored: int) -> list[Event]:
    """Put so many reports and their incidents into the database, past the ORM; the events that they are about."""
    from django.db import connection

    from tocsin.incidents.commonness import HIGHEST_WEIGHT
    from tocsin.incidents.index import minute_of
    from tocsin.incidents.keys import filed_under, key_of
    from tocsin.incidents.traits import packed_runs, to_json

    events: list[Event] = []
    models: list[tuple[Event, str, bytes, list[int], int]] = []
    reports = 0
    with connection.cursor() as cursor:
        for name in _INDEXES:
            cursor.execute(f"DROP INDEX IF EXISTS {name}")
    rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _COLUMNS}
    while reports < stored:
        # The text of one report stands for all of its incident; each has its own time and its own runs of words. After
        # so many different events the same come again at other times with other names, which their keys show.
        if len(events) < DIFFERENT_EVENTS:
            event = world.event(len(events) + 1)
            first = world.facts(event, reports + 1, event.at)
            weights = filed_under(first)
            common = [
                key_of.__wrapped__(desk, name) for name, weight in weights.items() if weight < HIGHEST_WEIGHT
            ]
            rare = sum(name.startswith("w|") and weight >= HIGHEST_WEIGHT for name, weight in weights.items())
            kept, runs = json.dumps(to_json(first)), packed_runs(first)
            keys = [key_of.__wrapped__(desk, name) for name in weights if not name.startswith("run|")]
            models.append((event, kept, runs, common, rare))
        else:
            model, kept, runs, common, rare = world.dice.choice(models)
            at = START + timedelta(days=world.dice.random() * world.days)
            event = replace(
                model, number=len(events) + 1, at=at, names=tuple(world.dice.sample(world.names, 4))
            )
            keys = [*common, *(world.dice.getrandbits(63) for _ in range(rare))]
        events.append(event)
        several = min(world.dice.choice(REPORTS_OF_AN_INCIDENT), stored - reports)
        rows["incidents_incident"].append(
            (event.number, desk, f"{event.at.year}-{event.number:06d}", "made", "", event.hazard, "happened", "open",
             event.place.country, event.place.name, event.place.point.longitude, event.place.point.latitude, "city",
             event.at, event.at, "Severe", "Observed", "Immediate", "Warning", "", event.at)
        )  # fmt: skip
        original = reports + 1
        for place in range(several):
            reports += 1
            at = event.at + timedelta(hours=place * 3)
            copy = original if place and world.dice.random() < COPIES else None
            rows["sources_report"].append(
                (reports, desk, source, str(reports), str(reports), at, at, "", "", b"", "read", "", "made", "", "en", "{}",
                 3, "current", "", True, "", "", "", "", "", "{}", "")
            )  # fmt: skip
            rows["incidents_incidentreport"].append(
                (
                    reports,
                    event.number,
                    reports,
                    "same-report" if copy else "developed",
                    "made",
                    "{}",
                    copy,
                    at,
                )
            )
            rows["incidents_reporttraits"].append((reports, at, kept, runs))
            if not copy:
                own = [world.dice.getrandbits(63) for _ in range(4)]
                rows["incidents_reportkey"] += [(key, minute_of(at), reports) for key in (*keys, *own)]
        if len(rows["sources_report"]) >= 5_000:
            _put(rows)
    _put(rows)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO incidents_incidentnumber (organisation_id, year, last) VALUES (%s, %s, %s)",
            (desk, START.year, 10_000_000),
        )
        for name, what in _INDEXES.items():
            cursor.execute(f"CREATE INDEX {name} ON {what}")
        # As an instance has them: PostgreSQL keeps statistics of itself, Tocsin never asks SQLite for any.
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            cursor.execute("ANALYZE")
            for table in ("sources_report", "incidents_incident", "incidents_incidentreport"):
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
    return events


_COLUMNS = {
    "incidents_incident": "id organisation_id reference title summary hazard phase state country place longitude latitude "
    "precision first_report_at last_report_at severity certainty urgency level level_reason created_at",
    "sources_report": "id organisation_id source_id external_id content_hash received_at published_at url content_type raw "
    "state error title text language reading credibility standing standing_reason may_alert may_alert_reason "
    "cap_identifier cap_sender cap_status cap_message_type cap filed_by",
    "incidents_incidentreport": "id incident_id report_id verdict reason evidence copy_of_id joined_at",
    "incidents_reporttraits": "report_id published_at kept runs",
    "incidents_reportkey": "digest minute report_id",
}


def _put(rows: dict[str, list[tuple[Any, ...]]]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, several in rows.items():
            columns = _COLUMNS[table].split()
            if connection.vendor == "sqlite":
                marks = ", ".join(["%s"] * len(columns))
                cursor.executemany(
                    f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(_plain(several))
                )
            else:
                with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in several:
                        copy.write_row(row)
            several.clear()


def _plain(rows: Iterable[Sequence[Any]]) -> Iterator[tuple[Any, ...]]:
    """Moments as Django writes them on SQLite."""
    for row in rows:
        yield tuple(one.strftime("%Y-%m-%d %H:%M:%S") if isinstance(one, datetime) else one for one in row)


def _empty() -> None:
    from django.core.management import call_command

    from tocsin.accounts.tests.guards import lowered

    with lowered():
        call_command("flush", verbosity=0, interactive=False)


_CITIES = (
    "Kabul|Herat|Kandahar|Jalalabad|Baghdad|Mosul|Basra|Erbil|Damascus|Aleppo|Homs|Beirut|Tripoli|Amman|Cairo|Alexandria|"
    "Khartoum|Nairobi|Mombasa|Kisumu|Kampala|Kigali|Goma|Kinshasa|Lubumbashi|Lagos|Kano|Kaduna|Abuja|Accra|Dakar|Bamako|"
    "Niamey|Ouagadougou|Tunis|Algiers|Oran|Rabat|Casablanca|Marrakesh|Madrid|Barcelona|Valencia|Lisbon|Porto|Paris|Lyon|"
    "Marseille|Brussels|Antwerp|London|Manchester|Birmingham|Dublin|Berlin|Hamburg|Munich|Vienna|Rome|Milan|Naples|Athens|"
    "Istanbul|Ankara|Izmir|Kyiv|Kharkiv|Odesa|Moscow|Kazan|Tbilisi|Baku|Yerevan|Tehran|Shiraz|Karachi|Lahore|Peshawar|"
    "Quetta|Delhi|Mumbai|Kolkata|Chennai|Dhaka|Chittagong|Kathmandu|Colombo|Yangon|Mandalay|Bangkok|Hanoi|Manila|Cebu City|"
    "Davao|Jakarta|Surabaya|Medan|Tokyo|Osaka|Sapporo|Seoul|Busan|Taipei|Shanghai|Beijing|Chengdu|Sydney|Melbourne|"
    "Brisbane|Auckland|Toronto|Montreal|Vancouver|Chicago|Detroit|Houston|Dallas|Phoenix|Seattle|Denver|Miami|Atlanta|"
    "Mexico City|Guadalajara|Acapulco|Guatemala City|Tegucigalpa|San Salvador|Bogota|Medellin|Cali|Caracas|Maracaibo|"
    "Quito|Guayaquil|Lima|Arequipa|La Paz|Santiago|Buenos Aires|Cordoba|Sao Paulo|Rio de Janeiro|Salvador|Recife"
)


if __name__ == "__main__":
    main()

"""Load people, trips or sites from a file: everything checked, every bad line reported, all or nothing, or in steps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.turns import Turns
from tocsin.exposure.checks import Checks, Counts
from tocsin.exposure.columns import TABLES, What, columns_of
from tocsin.exposure.held_lines import hold_lines
from tocsin.exposure.itineraries import read_itinerary, remove_cancelled
from tocsin.exposure.models import Exposure, Import, Stay, Trip
from tocsin.exposure.people_file import check_people, write_people
from tocsin.exposure.problems import Problem
from tocsin.exposure.rematching import rematch_stays
from tocsin.exposure.sites_file import check_sites, write_sites
from tocsin.exposure.tables import Table, read_table
from tocsin.exposure.trips_file import TripLines, check_trips, write_trips
from tocsin.wording import worded

#: An Import keeps so many of its problems; the report of the load itself has them all.
KEPT_PROBLEMS = 5000
#: So many stays are written in one transaction, all or nothing; more in steps of fewer.
STAYS_AT_ONCE, _STAYS_A_STEP = 2000, 1000

#: Writes some of the good lines, and returns what it did with the new exposures.
Step = Callable[[Import], tuple[Counts, tuple[Exposure, ...]]]
Tell = Callable[[Sequence[Exposure]], object]


def _tell_nobody(_exposures: Sequence[Exposure]) -> None:
    """Leave it to the caller."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file.

    `refused` says that nothing was loaded. `problems` are all bad lines, `flags` good lines worth a look, `notes` how
    the file was read. `rows` counts the lines of data, `loaded` those that were taken; `counts` the people, stays or
    sites. `exposures` are the new rows of stays that are in the way of an edition in force: whoever loads a file hands
    them on to delivery in the same transaction.
    """

    what: What
    record: Import
    refused: bool
    rows: int
    loaded: int
    counts: Counts
    problems: tuple[Problem, ...]
    flags: tuple[Problem, ...]
    notes: tuple[str, ...]
    exposures: tuple[Exposure, ...] = ()
    #: How many lines wait for somebody's choice.
    held: int = 0

    def text(self) -> str:
        """Return the report for the terminal: what was loaded, then every problem, flag and note."""
        things = {What.PEOPLE: "people", What.SITES: "sites"}.get(self.what, "stays")
        skipped = len({problem.line for problem in self.problems})
        if self.refused:
            lines = [f"Nothing was loaded from {self._file}: {skipped} of {self.rows} lines cannot be used."]
            lines.append("Correct them and load the file again, or use --skip-bad to load the others.")
        else:
            counts = self.counts
            lines = [
                f"{self.loaded} of {self.rows} lines of {self._file} were loaded: {counts.created} {things} added, "
                f"{counts.changed} changed, {counts.unchanged} as they were"
                + (f", {counts.removed} removed." if counts.removed else ".")
            ]
            if self.held:
                lines.append(f"{self.held} lines wait for a choice at the desk, under People, Imports.")
            if self.problems:
                lines.append(f"{skipped} lines were skipped or read in part:")
            if self.exposures:
                people = len({row.person_id for row in self.exposures})
                lines.append(f"Newly in the way of an alert in force: {people} of these people.")
        lines += [f"  {problem}" for problem in self.problems]
        if self.flags:
            lines.append("Please look at these; they were not refused:")
            lines += [f"  {flag}" for flag in self.flags]
        lines += list(self.notes)
        return "\n".join(lines) + "\n"

    @property
    def is_loaded(self) -> bool:
        """Whether anything of the file may have been loaded: the opposite of `refused`."""
        return not self.refused

    @property
    def _file(self) -> str:
        return str(self.record.file_name) or "the file"


def load(
    what: What | str,
    data: bytes,
    *,
    organisation: Organisation,
    now: datetime,
    actor: User | str = audit.SYSTEM,
    file_name: str = "",
    skip_bad: bool = False,
    hold: bool = False,
    person: str = "",
    encoding: str | None = None,
    tell: Tell = _tell_nobody,
) -> Loaded:
    """Load a file of people, trips or sites, a calendar or a booking mail; return what became of it.

    Where a line is bad nothing is loaded (`refused`), unless `skip_bad`: then the good lines are, and the others are
    listed. With `hold` a line whose place or person is not clear waits for somebody's choice instead of being bad.
    `person` is the key of whose calendar or booking it is, '' to find them by their mail address. A file that cannot be
    read at all is refused in either case.

    Every line is checked before the first is written. Up to 2,000 stays are written in one transaction; more in steps, so
    that nobody else who writes has to wait: one that is broken off stands in the Import as not finished, and loading the
    file again completes it. `tell` is called with the new exposures in the transaction that wrote them. Each call leaves an
    Import and an entry in the audit log. Never raises for what is in the file; raises ValueError for a kind of file that
    there is not.
    """
    kind = What(what)
    checks = Checks(hold=hold)
    cancelled: tuple[str, ...] = ()
    if kind in TABLES:
        table = read_table(data, columns_of(kind), encoding=encoding)
    else:
        table, cancelled = read_itinerary(kind, data, organisation, person)
    steps = _checked(kind, table, organisation, checks, now)
    with transaction.atomic():
        problems = tuple(sorted({*table.fatal, *table.problems, *checks.problems}))
        bad = {problem.line for problem in problems if problem.line in _lines(table)}
        unread = {problem.line for problem in table.problems} - _header_lines(table)
        refused = bool(table.fatal) or (bool(problems) and not skip_bad)
        record = Import.objects.create(
            organisation=organisation,
            what=kind.value,
            file_name=file_name[-300:],
            digest=hashlib.sha256(data).hexdigest(),
            rows=len(table.rows) + len(unread),
            loaded=0 if refused else len(table.rows) - len(bad) - len(checks.held),
            problems=_kept(problems),
            loaded_by=actor if isinstance(actor, User) else None,
            at=now,
        )
        counts, exposures = Counts(), list[Exposure]()
        if not refused:
            hold_lines(record, checks.held)
            counts.removed += remove_cancelled(organisation, cancelled, actor=actor, now=now)
        if not refused and len(steps) == 1:
            exposures += _taken(steps[0], record, counts, tell)
        if refused or len(steps) <= 1:
            _finish(record, now)
        audit.record(
            organisation,
            "import.refuse" if refused else "import.load",
            f"import:{record.pk}",
            now=now,
            actor=actor,
            detail={
                "what": kind.value,
                "file": record.file_name,
                "digest": record.digest,
                "rows": record.rows,
                "loaded": record.loaded,
                "problems": len(problems),
            },
        )
    if not refused and len(steps) > 1:
        turns = Turns()
        for step in steps:
            turns.give_way()
            with transaction.atomic():
                exposures += _taken(step, record, counts, tell)
        _finish(record, now)
    return Loaded(
        what=kind,
        record=record,
        refused=refused,
        rows=record.rows,
        loaded=record.loaded,
        counts=counts,
        problems=problems,
        flags=tuple(sorted(checks.flags)),
        notes=(*table.notes, *checks.notes),
        exposures=tuple(exposures),
        held=0 if refused else len(checks.held),
    )


def describe(loaded: Loaded) -> str:
    """Return the report of :func:`load` as text, for the terminal."""
    return loaded.text()


def _checked(
    what: What, table: Table, organisation: Organisation, checks: Checks, now: datetime
) -> list[Step]:
    """Check every line, and return the acts that write the good ones, each for a transaction of its own."""
    if what is What.PEOPLE:
        people = check_people(table.rows, checks)
        return [lambda record: (write_people(people, organisation, checks, now=now), ())]
    if what is What.SITES:
        sites = check_sites(table.rows, organisation, checks)
        return [lambda record: (write_sites(sites, organisation, now=now), ())]
    trips = check_trips(table.rows, organisation, checks)

    def step(part: list[TripLines]) -> Step:
        return lambda record: _write_part(part, organisation, checks, record, now)

    return [step(part) for part in _parts(trips)]


def _parts(trips: list[TripLines]) -> list[list[TripLines]]:
    """The trips in lots of so many stays as one transaction may take; all of them where they are few."""
    if sum(len(trip.stays) for trip in trips) <= STAYS_AT_ONCE:
        return [trips]
    parts: list[list[TripLines]] = [[]]
    count = 0
    for trip in trips:
        if count >= _STAYS_A_STEP:
            parts.append([])
            count = 0
        parts[-1].append(trip)
        count += len(trip.stays)
    return parts


def _write_part(
    part: list[TripLines], organisation: Organisation, checks: Checks, record: Import, now: datetime
) -> tuple[Counts, tuple[Exposure, ...]]:
    counts = write_trips(part, organisation, checks, record, now=now)
    people, keys = {trip.person_id for trip in part}, {trip.key for trip in part}
    # Asked in two steps: of a table that has just been filled PostgreSQL knows too little to join the two well.
    trips = Trip.objects.filter(loaded_by=record, person__in=people, key__in=keys).values_list(
        "pk", flat=True
    )
    touched = Stay.objects.filter(trip__in=list(trips))
    stays = np.array(touched.order_by("pk").values_list("pk", flat=True), np.int64)
    return counts, rematch_stays(stays, organisation, now=now).new


def _taken(step: Step, record: Import, counts: Counts, tell: Tell) -> tuple[Exposure, ...]:
    """Take one step in the caller's transaction; add to `counts` and return the new exposures, told of."""
    written, exposures = step(record)
    counts.add(written)
    tell(exposures)
    return exposures


def _finish(record: Import, now: datetime) -> None:
    record.finished_at = now
    record.save(update_fields=["finished_at"])


def _lines(table: Table) -> set[int]:
    return {row.line for row in table.rows}


def _header_lines(table: Table) -> set[int]:
    """The line of the header, where unknown columns are reported."""
    return {problem.line for problem in table.problems if problem.column}


def _kept(problems: tuple[Problem, ...]) -> list[dict[str, str | int]]:
    kept = [problem.to_json() for problem in problems[:KEPT_PROBLEMS]]
    if len(problems) > KEPT_PROBLEMS:
        more = len(problems) - KEPT_PROBLEMS
        kept.append(
            Problem(
                0,
                "",
                worded("%(more)s more problems are not kept here.", more=more),
                worded("Load the file again to see them."),
            ).to_json()
        )
    return kept

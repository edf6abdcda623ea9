"""Sites from a file: every line checked, then written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.accounts.models import Organisation
from tocsin.exposure.checks import Checks, Counts
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Person, Site
from tocsin.exposure.outlines import read_outline
from tocsin.exposure.person_values import checked_key, checked_name
from tocsin.exposure.places import Located, PlaceWords, locate
from tocsin.exposure.tables import Row
from tocsin.geo import Point
from tocsin.wording import worded


@dataclass(frozen=True, slots=True)
class SiteLine:
    """One good line; `contacts` None and `people_count` None where the file says nothing, which changes nothing."""

    line: int
    key: str
    name: str
    kind: str
    country: str
    point: Point
    people_count: int | None
    contacts: tuple[int, ...] | None
    outline: dict[str, Any] | None = None

    def columns(self) -> dict[str, object]:
        """Return the values of the columns of a Site that the line sets."""
        values: dict[str, object] = {
            "name": self.name,
            "country": self.country,
            "longitude": self.point.longitude,
            "latitude": self.point.latitude,
            "active": True,
        }
        if self.kind:
            values["kind"] = self.kind
        if self.people_count is not None:
            values["people_count"] = self.people_count
        if self.outline is not None:
            values["outline"] = self.outline
        return values


def check_sites(rows: Sequence[Row], organisation: Organisation, checks: Checks) -> list[SiteLine]:
    """Return the good lines; the others' problems are in `checks`."""
    people = dict(Person.objects.filter(organisation=organisation).values_list("key", "pk"))
    first: dict[str, int] = {}
    good: list[SiteLine] = []
    for row in rows:
        line = _line(row, people, checks)
        if line is None:
            continue
        if line.key in first:
            words = worded(
                "The key %(key)s is on line %(line)s already.", key=repr(line.key), line=first[line.key]
            )
            checks.refuse(row.line, "key", words, worded("Keep one line for each site."))
            continue
        first[line.key] = row.line
        good.append(line)
        if line.contacts is None and not Site.objects.filter(
            organisation=organisation, key=line.key, contacts__isnull=False
        ):
            words = worded(
                "The site %(key)s has no contact: nobody is told when it is in the way.", key=repr(line.key)
            )
            checks.flag(row.line, "contacts", words, worded("Name the keys of one or more people."))
    return good


def _line(row: Row, people: dict[str, int], checks: Checks) -> SiteLine | None:
    before = len(checks.problems)
    key = checks.ask(row.line, checked_key, row["key"])
    name = checks.ask(row.line, checked_name, row["name"])
    kind = checks.ask(row.line, checked_kind, row["kind"]) if row["kind"] else ""
    located = checks.ask(row.line, locate_site, _words(row))
    count = checks.ask(row.line, checked_count, row["people_count"]) if row["people_count"] else None
    contacts = _contacts(row, people, checks)
    if len(checks.problems) > before or located is None or located.point is None:
        return None
    outline = checks.ask(row.line, read_outline, row["outline"], located.point) if row["outline"] else None
    if len(checks.problems) > before:
        return None
    if located.note:
        checks.flag(row.line, "place", located.note, worded("Give its geonames_id if another one is meant."))
    return SiteLine(
        row.line, key or "", name or "", kind or "", located.country, located.point, count, contacts, outline
    )


def locate_site(words: PlaceWords) -> Located:
    """Return the place of a site, which must have a point. Raises PlaceUnclear or ValueImpossible."""
    located = locate(words)
    if located.point is None:
        raise ValueImpossible(
            "place",
            worded("A site needs a point, and only its country is given."),
            worded("Give latitude and longitude, or its city."),
        )
    return located


def checked_kind(words: str) -> str:
    """Return the kind of a site in lower case. Raises ValueImpossible where it is too long."""
    if len(words) > 40:
        raise ValueImpossible(
            "kind",
            worded("The kind is too long."),
            worded("Write office, warehouse, school, hotel or the like."),
        )
    return words.lower()


def checked_count(words: str) -> int:
    """Return a number of people. Raises ValueImpossible."""
    if not re.fullmatch(r"\d{1,7}", words):
        raise ValueImpossible(
            "people_count",
            worded("%(words)s is not a number of people.", words=repr(words[:40])),
            worded("Write digits only."),
        )
    return int(words)


def _contacts(row: Row, people: dict[str, int], checks: Checks) -> tuple[int, ...] | None:
    keys = [key for key in re.split(r"[\s|;,]+", row["contacts"]) if key]
    for key in keys:
        if key not in people:
            checks.refuse(
                row.line,
                "contacts",
                worded("Nobody has the key %(key)s.", key=repr(key)),
                worded("Load the people first, or correct the key."),
            )
    return tuple(people[key] for key in keys if key in people) if keys else None


def _words(row: Row) -> PlaceWords:
    return PlaceWords(
        place=row["place"],
        country=row["country"],
        latitude=row["latitude"],
        longitude=row["longitude"],
        airport=row["airport"],
        geonames_id=row["geonames_id"],
    )


def write_sites(lines: Sequence[SiteLine], organisation: Organisation, *, now: datetime) -> Counts:
    """Add and change sites by their keys, in the caller's transaction; what a line leaves empty stays as it is."""
    counts = Counts()
    there = {site.key: site for site in Site.objects.filter(organisation=organisation)}
    for line in lines:
        site = there.get(line.key)
        if site is None:
            values = {"kind": "site"} | line.columns()
            site = Site.objects.create(organisation=organisation, key=line.key, created_at=now, **values)
            counts.created += 1
            changed = False
        else:
            changed = any(getattr(site, name) != value for name, value in line.columns().items())
            for name, value in line.columns().items():
                setattr(site, name, value)
            site.save()
        if line.contacts is not None and set(line.contacts) != set(
            site.contacts.values_list("pk", flat=True)
        ):
            site.contacts.set(line.contacts)
            changed = changed or line.key in there
        counts.changed += changed
    counts.unchanged = len(lines) - counts.created - counts.changed
    return counts

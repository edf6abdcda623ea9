"""A stay or site that is new, moved or cancelled, against the alerts in force: in the transaction of the change itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction
from django.db.models import Count, Max

from tocsin.accounts.models import Organisation
from tocsin.alerts.editions import in_force
from tocsin.alerts.models import Edition
from tocsin.exposure.candidates import Subject, subjects
from tocsin.exposure.decide import match_many
from tocsin.exposure.matching import Hit, finding_of, hits_of_sites, write_for
from tocsin.exposure.models import ArrivalRule, Exposure, Person, ReachRule, Site, Stay
from tocsin.exposure.sentences import CANCELLED, LEFT, MOVED
from tocsin.exposure.sorted_stays import SortedStays, Stays
from tocsin.exposure.standing import StandingTargets
from tocsin.exposure.stay_index import Integers
from tocsin.exposure.stay_keys import OPEN_END, country_number, tier_of
from tocsin.exposure.targets import target_of
from tocsin.exposure.values import Match, Target

#: Up to so many stays are looked up one by one; more are sorted first, and each alert asks all of them.
_FEW = 64
_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Rematched:
    """What a change brought: exposures that are new, and those that hold no longer.

    Whoever makes the change hands the new ones on to delivery in the same transaction.
    """

    new: tuple[Exposure, ...] = ()
    withdrawn: tuple[Exposure, ...] = ()


@dataclass(frozen=True, slots=True)
class _InForce:
    """The editions in force of one organisation and what they reach; `version` tells when it is out of date."""

    version: tuple[object, ...]
    editions: tuple[Edition, ...]
    standing: StandingTargets


_KNOWN: dict[int, _InForce] = {}


def rematch_stay(stay: Stay, *, now: datetime) -> Rematched:
    """Match a new or changed stay against its organisation's editions in force."""
    return rematch_stays(np.array([stay.pk], np.int64), stay.organisation, now=now)


@transaction.atomic
def rematch_stays(stays: Integers, organisation: Organisation, *, now: datetime) -> Rematched:
    """Match new or changed stays (their numbers) of one organisation against its editions in force.

    A row that was written before a stay changed keeps what was true when its person was told; where the stay is not in
    the way any more it is marked as withdrawn. Runs in the caller's transaction.
    """
    known = _in_force(organisation, now)
    if not known.editions or not len(stays):
        return Rematched()
    new: list[Exposure] = []
    matched: set[tuple[int, int]] = set()
    for number, hits in _hits(stays, known.standing):
        edition = known.editions[number]
        matched.update((edition.pk, hit.stay_id) for hit in hits if hit.stay_id is not None)
        target = known.standing.targets[number]
        new += write_for(edition, [finding_of(target, hit) for hit in hits])
    numbers = [edition.pk for edition in known.editions]
    return Rematched(tuple(new), _withdraw_unmatched(stays, numbers, matched, now))


@transaction.atomic
def rematch_site(site: Site, *, now: datetime) -> tuple[Exposure, ...]:
    """Match a new or changed site against the editions in force; return the rows that are new, one per contact."""
    known = _in_force(site.organisation, now)
    written: list[Exposure] = []
    for edition, target in zip(known.editions, known.standing.targets, strict=True):
        hits = hits_of_sites(target, site.organisation_id, Site.objects.filter(pk=site.pk))
        written += write_for(edition, [finding_of(target, hit) for hit in hits if hit.person_id is not None])
    return tuple(written)


def withdraw_stays(stays: Iterable[int], *, now: datetime, reason: str = CANCELLED) -> tuple[Exposure, ...]:
    """Mark the exposures of stays that are about to be removed as withdrawn, for editions that are not over; return them."""
    numbers = list(stays)
    rows: list[Exposure] = []
    for start in range(0, len(numbers), _AT_ONCE):
        rows += Exposure.objects.filter(
            stay__in=numbers[start : start + _AT_ONCE], withdrawn_at__isnull=True, edition__expires__gt=now
        )
    return _withdraw(rows, reason, now)


def withdraw_person(person: Person, *, now: datetime) -> tuple[Exposure, ...]:
    """Mark the exposures of somebody who leaves as withdrawn, for editions that are not over; return them."""
    rows = Exposure.objects.filter(person=person, withdrawn_at__isnull=True, edition__expires__gt=now)
    return _withdraw(list(rows), LEFT, now)


def _withdraw_unmatched(
    stays: Integers, editions: Sequence[int], matched: set[tuple[int, int]], now: datetime
) -> tuple[Exposure, ...]:
    found: list[Exposure] = []
    for start in range(0, len(stays), _AT_ONCE):
        rows = Exposure.objects.filter(
            stay__in=stays[start : start + _AT_ONCE].tolist(), edition__in=editions, withdrawn_at__isnull=True
        )
        found += [row for row in rows if (row.edition_id, row.stay_id) not in matched]
    return _withdraw(found, MOVED, now)


def _withdraw(rows: list[Exposure], reason: str, now: datetime) -> tuple[Exposure, ...]:
    for row in rows:
        row.withdrawn_at, row.withdrawn_reason = now, reason
    Exposure.objects.bulk_update(rows, ["withdrawn_at", "withdrawn_reason"], batch_size=500)
    return tuple(rows)


def _in_force(organisation: Organisation, now: datetime) -> _InForce:
    """The editions in force with their targets; kept from one change to the next while nothing about them changes."""
    found = in_force(now=now, organisation=organisation)
    rules = [
        tuple(
            model.objects.filter(organisation=organisation).aggregate(Count("pk"), Max("changed_at")).values()
        )
        for model in (ReachRule, ArrivalRule)
    ]
    version = (*found.values_list("pk", flat=True), *rules)
    known = _KNOWN.get(organisation.pk)
    if known is None or known.version != version:
        editions = tuple(found)
        known = _InForce(version, editions, StandingTargets([target_of(edition) for edition in editions]))
        _KNOWN[organisation.pk] = known
    return known


def _hits(stays: Integers, standing: StandingTargets) -> Iterator[tuple[int, list[Hit]]]:
    if len(stays) <= _FEW:
        yield from _hits_of_few(stays, standing)
        return
    for batch in subjects(stays):
        numbered = {subject.stay_id: subject for subject in batch}
        for number, near in standing.near_many(_sorted(batch)):
            found = _matched([numbered[stay] for stay in near.tolist()], standing.targets[number])
            if found:
                yield number, found


def _hits_of_few(stays: Integers, standing: StandingTargets) -> Iterator[tuple[int, list[Hit]]]:
    for batch in subjects(stays):
        for subject in batch:
            for number, outcome in standing.match(subject.whereabouts):
                yield number, [_hit(subject, outcome)]


def _matched(batch: Sequence[Subject], target: Target) -> list[Hit]:
    outcomes = match_many([subject.whereabouts for subject in batch], target)
    return [
        _hit(subject, outcome)
        for subject, outcome in zip(batch, outcomes, strict=True)
        if isinstance(outcome, Match)
    ]


def _hit(subject: Subject, outcome: Match) -> Hit:
    return Hit(subject.person_id, subject.stay_id, None, subject.whereabouts, outcome)


def _sorted(batch: Sequence[Subject]) -> SortedStays:
    places = [subject.whereabouts for subject in batch]
    nowhere = float("nan")
    return SortedStays(
        Stays(
            numbers=np.array([subject.stay_id for subject in batch], np.int64),
            organisations=np.zeros(len(batch), np.int64),
            countries=np.array(
                [country_number(one.country) if one.country else -1 for one in places], np.int64
            ),
            longitudes=np.array([one.point.longitude if one.point else nowhere for one in places]),
            latitudes=np.array([one.point.latitude if one.point else nowhere for one in places]),
            tiers=np.array([tier_of(one.uncertainty_km) for one in places], np.int64),
            arrive=np.array([_seconds(one.arrive) for one in places], np.int64),
            depart=np.array([_seconds(one.depart) for one in places], np.int64),
        )
    )


def _seconds(moment: datetime | None) -> int:
    return OPEN_END if moment is None else int(moment.timestamp())

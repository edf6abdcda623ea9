"""Match editions against stays and sites, and stays against editions in force; write down who is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation
from tocsin.alerts.editions import in_force
from tocsin.alerts.models import Edition, MessageType
from tocsin.exposure.candidates import sites_near, stays_near
from tocsin.exposure.decide import TOLD_BEFORE, match
from tocsin.exposure.errors import OtherOrganisation
from tocsin.exposure.models import Exposure, Person, Site, Stay
from tocsin.exposure.subjects import whereabouts_of_site, whereabouts_of_stay
from tocsin.exposure.targets import target_of, target_of_text
from tocsin.exposure.values import Match, Target
from tocsin.grading import AlertText

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody whom an alert would reach, and why. `person` is None for a site that has no contact to tell."""

    person: Person | None
    stay: Stay | None
    site: Site | None
    match: Match


@dataclass(frozen=True, slots=True)
class _Hit:
    """One stay or site in the way, with the person to tell (None: a site with nobody to tell)."""

    person_id: int | None
    stay: Stay | None
    site: Site | None
    match: Match


@transaction.atomic
def expose(edition: Edition, *, now: datetime) -> tuple[Exposure, ...]:
    """Write who is in the way of `edition`, one row per person and stay or site, and return the rows written.

    An Update or Cancel also gets those who were told by an earlier edition of its alert and match no longer (rule
    `told-before`). Asked again it writes only what is new. Runs in the caller's transaction; records itself in the
    audit log with counts, never with names. Raises what `targets.target_of` raises.
    """
    organisation = edition.alert.organisation
    hits = list(_hits(target_of(edition), organisation.pk))
    rows = [_row(edition, hit) for hit in hits if hit.person_id is not None]
    if edition.message_type != MessageType.ALERT:
        rows += _told_before(edition, {row.person_id for row in rows})
    written = _write(edition, rows)
    nobody = sorted(hit.site.pk for hit in hits if hit.person_id is None and hit.site is not None)
    detail = {
        "people": len({row.person_id for row in rows}),
        "rules": dict(Counter(row.rule for row in rows)),
        "sites_with_nobody_to_tell": nobody,
    }
    audit.record(organisation, "edition.match", f"edition:{edition.pk}", now=now, detail=detail)
    return written


def preview(
    text: AlertText | Target,
    organisation: Organisation,
    *,
    now: datetime,
    phase: str = "",
    precision: str = "",
) -> tuple[Reached, ...]:
    """Return who would be in the way of a draft's text if it were published at `now`; writes nothing.

    `phase` and `precision` are the incident's. Sites in the way that have nobody to tell are in it with `person` None,
    so that the desk sees the gap.
    """
    target = (
        text if isinstance(text, Target) else target_of_text(text, now=now, phase=phase, precision=precision)
    )
    hits = list(_hits(target, organisation.pk))
    people = Person.objects.in_bulk({hit.person_id for hit in hits if hit.person_id is not None})
    return tuple(Reached(people.get(hit.person_id or 0), hit.stay, hit.site, hit.match) for hit in hits)


def expose_for_stay(stay: Stay, *, now: datetime) -> tuple[Exposure, ...]:
    """Match a new or changed stay against the editions in force; return the rows that are new.

    The caller hands the new rows on to delivery in the same transaction. A row that was written before the stay
    changed keeps what was true when its person was told.
    """
    organisation = stay.trip.person.organisation
    return expose_for_stays(Stay.objects.filter(pk=stay.pk), organisation, now=now)


@transaction.atomic
def expose_for_stays(
    stays: QuerySet[Stay], organisation: Organisation, *, now: datetime
) -> tuple[Exposure, ...]:
    """Match many new or changed stays of one organisation against its editions in force; return the new rows."""
    written: list[Exposure] = []
    for edition in in_force(now=now, organisation=organisation):
        target = target_of(edition)
        rows = [
            _row(edition, hit) for hit in _hits_of_stays(stays_near(target, organisation.pk, stays), target)
        ]
        written += _write(edition, rows)
    return tuple(written)


@transaction.atomic
def expose_for_site(site: Site, *, now: datetime) -> tuple[Exposure, ...]:
    """Match a new or changed site against the editions in force; return the rows that are new, one per contact."""
    written: list[Exposure] = []
    for edition in in_force(now=now, organisation=site.organisation):
        target = target_of(edition)
        hits = _hits_of_sites(target, site.organisation_id, Site.objects.filter(pk=site.pk))
        written += _write(edition, [_row(edition, hit) for hit in hits if hit.person_id is not None])
    return tuple(written)


def sites_with_nobody_to_tell(edition: Edition) -> tuple[Site, ...]:
    """Return the active sites in the way of `edition` that have no active contact: nobody learns of them."""
    hits = _hits_of_sites(target_of(edition), edition.alert.organisation_id)
    return tuple(hit.site for hit in hits if hit.person_id is None and hit.site is not None)


def require_same_organisation(person: Person, edition: Edition) -> None:
    """Return where person and edition belong together; raise OtherOrganisation where not."""
    if person.organisation_id != edition.alert.organisation_id:
        raise OtherOrganisation(
            f"{person} and the alert {edition.alert.reference} belong to different organisations; "
            "choose a person and an alert of one desk."
        )


def _hits(target: Target, organisation_id: int) -> Iterator[_Hit]:
    yield from _hits_of_stays(stays_near(target, organisation_id), target)
    yield from _hits_of_sites(target, organisation_id)


def _hits_of_stays(stays: Iterable[Stay], target: Target) -> Iterator[_Hit]:
    for stay in stays:
        outcome = match(whereabouts_of_stay(stay), target)
        if isinstance(outcome, Match):
            yield _Hit(stay.person_id, stay, None, outcome)  # type: ignore[attr-defined]  # set by candidates


def _hits_of_sites(
    target: Target, organisation_id: int, within: QuerySet[Site] | None = None
) -> Iterator[_Hit]:
    for site in sites_near(target, organisation_id, within):
        outcome = match(whereabouts_of_site(site), target)
        if isinstance(outcome, Match):
            contacts = site.contacts.filter(active=True).order_by("pk").values_list("pk", flat=True)
            for person_id in list(contacts) or [None]:
                yield _Hit(person_id, None, site, outcome)


def _row(edition: Edition, hit: _Hit) -> Exposure:
    overlap = hit.match.overlap
    return Exposure(
        edition=edition,
        person_id=hit.person_id,
        stay=hit.stay,
        site=hit.site,
        certainty=hit.match.certainty.value,
        rule=hit.match.rule,
        reason=hit.match.sentence,
        distance_km=hit.match.distance_km,
        overlap_from=overlap.start if overlap else None,
        overlap_until=overlap.until if overlap else None,
        located_by=hit.match.located_by,
        place=hit.stay.place if hit.stay else hit.site.name if hit.site else "",
    )


def _told_before(edition: Edition, matched: set[int]) -> list[Exposure]:
    """One row per active person told earlier and matched no longer, on the stay or site of the newest telling."""
    earlier = (
        Exposure.objects.filter(
            edition__alert_id=edition.alert_id, edition__number__lt=edition.number, person__active=True
        )
        .exclude(person_id__in=matched)
        .annotate(number=F("edition__number"))
        .order_by("person_id", "-number", "-pk")
    )
    newest: dict[int, Exposure] = {}
    for row in earlier.iterator(chunk_size=2000):
        newest.setdefault(row.person_id, row)
    return [_told_before_row(edition, row) for row in newest.values()]


def _told_before_row(edition: Edition, row: Exposure) -> Exposure:
    number: int = row.number  # type: ignore[attr-defined]  # annotated by the query
    ending = (
        "this all-clear takes it back."
        if edition.message_type == MessageType.CANCEL
        else "they must learn of the change."
    )
    return Exposure(
        edition=edition,
        person_id=row.person_id,
        stay_id=row.stay_id,
        site_id=row.site_id,
        certainty=TOLD_BEFORE.certainty.value,
        rule=TOLD_BEFORE.id,
        reason=f"Not in the way of this edition, but told by edition {number} for {row.place}: {ending}",
        distance_km=None,
        located_by=row.located_by,
        place=row.place,
    )


def _write(edition: Edition, rows: Iterable[Exposure]) -> tuple[Exposure, ...]:
    there = set(Exposure.objects.filter(edition=edition).values_list("person_id", "stay_id", "site_id"))
    new = [row for row in rows if (row.person_id, row.stay_id, row.site_id) not in there]
    return tuple(Exposure.objects.bulk_create(new, batch_size=_BATCH))

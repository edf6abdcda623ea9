"""Match editions against stays, sites and subscriptions; write down who is in the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from django.db import DatabaseError, transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from tocsin.accounts import audit
from tocsin.accounts.bulk_rows import among
from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Edition, MessageType
from tocsin.exposure.candidates import NOT_READ, Subject, changed_since, stays_near, subjects
from tocsin.exposure.decide import TOLD_BEFORE, UNJUDGED, match_many
from tocsin.exposure.errors import OtherOrganisation
from tocsin.exposure.exposure_rows import Finding, write_findings
from tocsin.exposure.models import Exposure, Person, Site, Stay
from tocsin.exposure.sentences import OutOfIt, Told
from tocsin.exposure.stay_index import Integers
from tocsin.exposure.subjects import whereabouts_of_site
from tocsin.exposure.subscriptions import subscribers_of
from tocsin.exposure.targets import target_of, target_of_text
from tocsin.exposure.values import Match, Outcome, Target, Whereabouts
from tocsin.grading import AlertText

#: So many people are told in one go that they are out of it.
_PEOPLE_AT_ONCE = 2500


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody whom an alert would reach, and why. `person` is None for a site that has no contact to tell."""

    person: Person | None
    stay: Stay | None
    site: Site | None
    match: Match


@dataclass(frozen=True, slots=True)
class Hit:
    """One stay or site in the way, with the person to tell (None: a site with nobody to tell)."""

    person_id: int | None
    stay_id: int | None
    site: Site | None
    whereabouts: Whereabouts
    match: Match
    #: What kept us from judging it, where that could not be done.
    fault: Exception | None = None


@transaction.atomic
def expose(edition: Edition, *, now: datetime) -> tuple[Exposure, ...]:
    """Write who is in the way of `edition`, one row per person and stay, site or subscription; return the rows written.

    An Update also gets those who are out of it now, an all-clear everybody who was told (rule `told-before`). Asked again
    it writes only what is new. Runs in the caller's transaction, all at once: for a few thousand people; more are done in
    pieces by `delivery.fan_out`. Raises what `targets.target_of` raises.
    """
    last = Exposure.objects.filter(edition=edition).aggregate(last=Max("pk"))["last"] or 0
    target = target_of(edition)
    expose_stays(edition, target, stays_near(target, edition.alert.organisation_id))
    expose_others(edition, target)
    for _ in told_before(edition):
        pass
    record_match(edition, target, now=now)
    return tuple(Exposure.objects.filter(edition=edition, pk__gt=last).order_by("pk"))


@dataclass(frozen=True, slots=True)
class Prepared:
    """Exposures that are decided and ready to be written: the stays as they were read, and the rows made of them."""

    read: tuple[Subject, ...]
    findings: tuple[Finding, ...]
    #: The stays that could not be judged, and what kept us from it.
    unjudged: tuple[tuple[int, Exception], ...] = ()


def prepare_stays(edition: Edition, target: Target, stays: Integers) -> Prepared:
    """Decide which of `stays` (numbers) are in the way, and make their rows; writes nothing and locks nothing."""
    read: list[Subject] = []
    found: list[Finding] = []
    unjudged: list[tuple[int, Exception]] = []
    for batch in subjects(stays):
        read += batch
        for hit in _matched(batch, target):
            found.append(finding_of(target, hit))
            if hit.fault is not None and hit.stay_id is not None:
                unjudged.append((hit.stay_id, hit.fault))
    return Prepared(tuple(read), tuple(_with_news(edition, found)), tuple(unjudged))


def write_prepared(edition: Edition, target: Target, prepared: Prepared) -> set[int]:
    """Write what was prepared, in the caller's transaction; return the numbers of the people.

    A stay that was changed since it was read is decided anew.
    """
    changed = changed_since(prepared.read)
    findings = [finding for finding in prepared.findings if finding.stay_id not in changed]
    write_findings(edition.pk, findings)
    people = {finding.person_id for finding in findings}
    if changed:
        people |= expose_stays(edition, target, np.array(sorted(changed), np.int64))
    return people


def expose_stays(edition: Edition, target: Target, stays: Integers) -> set[int]:
    """Write the exposures of those of `stays` (numbers) that are in the way; return the numbers of their people."""
    findings = prepare_stays(edition, target, stays).findings
    write_findings(edition.pk, findings)
    return {finding.person_id for finding in findings}


def expose_others(
    edition: Edition, target: Target, unjudged: list[tuple[int, Exception]] | None = None
) -> set[int]:
    """Write the exposures of sites' contacts and of subscribers; return the numbers of those people.

    The sites that could not be judged are added to `unjudged`, each with what kept us from it.
    """
    hits = list(hits_of_sites(target, edition.alert.organisation_id))
    faults = {hit.site.pk: hit.fault for hit in hits if hit.site is not None and hit.fault is not None}
    if unjudged is not None:
        unjudged += faults.items()
    people = _write(edition, [finding_of(target, hit) for hit in hits if hit.person_id is not None])
    return people | _write(edition, list(subscribers_of(edition, target)))


def told_before(edition: Edition) -> Iterator[set[int]]:
    """Write, a few thousand people at a time, a row for everybody who is out of it now; yield the numbers of each lot.

    For an Update that is whoever the edition before them had in the way and this one has not; they are told once. An
    all-clear goes to all who were told by any edition.
    """
    if edition.message_type == MessageType.ALERT:
        return
    numbered = edition.alert.editions.filter(number__lt=edition.number).order_by("-number")
    earlier = list(numbered.only("number"))
    newer = [edition.pk]
    for before in earlier:
        after = 0
        while True:
            rows = _told_by(before, newer, after, is_last=edition.message_type == MessageType.CANCEL)
            if not rows:
                break
            write_findings(edition.pk, (_out_of_it(edition, before.number, row) for row in rows))
            yield {row.person_id for row in rows}
            after = rows[-1].person_id
        newer.append(before.pk)


def record_match(edition: Edition, target: Target, *, now: datetime) -> None:
    """Record in the audit log how many are in the way and by which rules: counts, never names."""
    rows = Exposure.objects.filter(edition=edition)
    nobody = sorted(
        hit.site.pk
        for hit in hits_of_sites(target, edition.alert.organisation_id)
        if hit.person_id is None and hit.site is not None
    )
    detail = {
        "people": rows.aggregate(people=Count("person", distinct=True))["people"],
        "rules": dict(
            Counter({row["rule"]: row["count"] for row in rows.values("rule").annotate(count=Count("pk"))})
        ),
        "sites_with_nobody_to_tell": nobody,
    }
    audit.record(edition.alert.organisation, "edition.match", f"edition:{edition.pk}", now=now, detail=detail)


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
        text
        if isinstance(text, Target)
        else target_of_text(text, organisation, now=now, phase=phase, precision=precision)
    )
    hits = list(hits_of(target, organisation.pk))
    people = Person.objects.in_bulk({hit.person_id for hit in hits if hit.person_id is not None})
    stays = Stay.objects.in_bulk([hit.stay_id for hit in hits if hit.stay_id is not None])
    return tuple(
        Reached(people.get(hit.person_id or 0), stays.get(hit.stay_id or 0), hit.site, hit.match)
        for hit in hits
    )


def sites_with_nobody_to_tell(edition: Edition) -> tuple[Site, ...]:
    """Return the active sites in the way of `edition` that have no active contact: nobody learns of them."""
    hits = hits_of_sites(target_of(edition), edition.alert.organisation_id)
    return tuple(hit.site for hit in hits if hit.person_id is None and hit.site is not None)


def require_same_organisation(person: Person, edition: Edition) -> None:
    """Return where person and edition belong together; raise OtherOrganisation where not."""
    if person.organisation_id != edition.alert.organisation_id:
        raise OtherOrganisation(
            f"{person} and the alert {edition.alert.reference} belong to different organisations; "
            "choose a person and an alert of one desk."
        )


def hits_of(target: Target, organisation_id: int) -> Iterator[Hit]:
    """Yield every stay and site of an organisation that is in the way of `target`."""
    for batch in subjects(stays_near(target, organisation_id)):
        yield from _matched(batch, target)
    yield from hits_of_sites(target, organisation_id)


def _matched(batch: Iterable[Subject], target: Target) -> Iterator[Hit]:
    batch = list(batch)
    outcomes = iter(judged([one.whereabouts for one in batch if one.fault is None], target))
    for subject in batch:
        outcome = subject.fault or next(outcomes)
        match, fault = _match_of(outcome, subject.whereabouts)
        if match is not None:
            yield Hit(subject.person_id, subject.stay_id, None, subject.whereabouts, match, fault)


def judged(places: Sequence[Whereabouts], target: Target) -> list[Outcome | Exception]:
    """Return the outcome of each place, or what kept us from judging it, which keeps no other from being judged."""
    try:
        return list(match_many(places, target))
    except Exception as fault:  # noqa: BLE001 whatever is wrong with one place, the others' people are to be told
        if len(places) == 1:
            return [fault]
        half = len(places) // 2
        return judged(places[:half], target) + judged(places[half:], target)


def _match_of(
    outcome: Outcome | Exception, whereabouts: Whereabouts
) -> tuple[Match | None, Exception | None]:
    """The match, if it is one; where a place cannot be judged its person is told: silence could cost a life."""
    if isinstance(outcome, Exception):
        sentence = Told.UNJUDGED % {"fault": type(outcome).__name__}
        match = Match(UNJUDGED.id, UNJUDGED.certainty, None, None, whereabouts.located_by, sentence)
        return match, outcome
    return (outcome if isinstance(outcome, Match) else None), None


def hits_of_sites(
    target: Target, organisation_id: int, within: QuerySet[Site] | None = None
) -> Iterator[Hit]:
    """Yield a hit for each contact of each active site in the way of `target`; only of `within` where it is given.

    A site that cannot be read is in the way of what touches its country.
    """
    rows = (Site.objects.all() if within is None else within).filter(
        organisation_id=organisation_id, active=True
    )
    sites = _sites_read(rows.order_by("pk"))
    outcomes = iter(judged([whereabouts for _site, whereabouts, fault in sites if fault is None], target))
    for site, whereabouts, unread in sites:
        match, fault = _match_of(unread or next(outcomes), whereabouts)
        if match is None or (fault is not None and site.country not in target.touches):
            continue
        contacts = site.contacts.filter(active=True).order_by("pk").values_list("pk", flat=True)
        for person_id in list(contacts) or [None]:
            yield Hit(person_id, None, site, whereabouts, match, fault)


_SiteRead = tuple[Site, Whereabouts, Exception | None]


def _sites_read(rows: QuerySet[Site]) -> list[_SiteRead]:
    try:
        return [(site, whereabouts_of_site(site), None) for site in rows]
    except DatabaseError:
        raise
    except Exception:  # noqa: BLE001 one that cannot be read is found below, and keeps no other back
        return [_site_read(site) for site in rows.defer("outline")]


def _site_read(site: Site) -> _SiteRead:
    try:
        whole = Site.objects.get(pk=site.pk)
        return whole, whereabouts_of_site(whole), None
    except DatabaseError:
        raise
    except Exception as fault:  # noqa: BLE001 its contacts are told, and the fault is kept
        return site, Whereabouts(site.name, site.country, None, "country", 0.0, NOT_READ, None, None), fault


def is_site_readable(number: int) -> bool:
    """Whether the site of that number can be read by now, or is gone."""
    return all(fault is None for _site, _where, fault in _sites_read(Site.objects.filter(pk=number)))


def finding_of(target: Target, hit: Hit) -> Finding:
    """Return what is written of a hit that has somebody to tell."""
    assert hit.person_id is not None
    overlap = hit.match.overlap
    return Finding(
        person_id=hit.person_id,
        stay_id=hit.stay_id,
        site_id=hit.site.pk if hit.site else None,
        certainty=hit.match.certainty.value,
        rule=hit.match.rule,
        reason=hit.match.sentence,
        distance_km=hit.match.distance_km,
        precision=hit.whereabouts.precision,
        incident_precision=target.precision,
        margin_km=hit.whereabouts.uncertainty_km + target.uncertainty_km,
        overlap_from=overlap.start if overlap else None,
        overlap_until=overlap.until if overlap else None,
        located_by=hit.match.located_by,
        place=hit.whereabouts.place,
    )


def write_for(edition: Edition, findings: list[Finding]) -> tuple[Exposure, ...]:
    """Write the findings that the edition has not got yet, and return their rows."""
    last = Exposure.objects.aggregate(last=Max("pk"))["last"] or 0
    people = _write(edition, findings)
    return tuple(Exposure.objects.filter(edition=edition, person__in=people, pk__gt=last).order_by("pk"))


def _write(edition: Edition, findings: list[Finding]) -> set[int]:
    write_findings(edition.pk, _with_news(edition, findings))
    return {finding.person_id for finding in findings}


def _with_news(edition: Edition, findings: list[Finding]) -> list[Finding]:
    """The findings, with whether the edition before this one had their people in the way already."""
    still = _in_the_way_before(edition, {finding.person_id for finding in findings})
    if not still:
        return findings
    return [replace(finding, news="still") if finding.person_id in still else finding for finding in findings]


def _in_the_way_before(edition: Edition, people: Collection[int]) -> set[int]:
    """Those of `people` whom the edition before this one had in the way."""
    if edition.number <= 1 or not people:
        return set()
    rows = Exposure.objects.filter(
        edition__alert_id=edition.alert_id, edition__number=edition.number - 1, person__in=among(people)
    ).exclude(news="out")
    return set(rows.values_list("person_id", flat=True))


def _told_by(before: Edition, newer: list[int], after: int, *, is_last: bool) -> list[Exposure]:
    """The next people, one row each, whom `before` told and no newer edition did."""
    since = Exposure.objects.filter(edition__in=newer, person=OuterRef("person"))
    rows = Exposure.objects.filter(~Exists(since), edition=before, person_id__gt=after, person__active=True)
    if not is_last:
        rows = rows.exclude(news="out")
    # A person may have several rows: the newest counts.
    last = rows.values("person_id").annotate(last=Max("pk")).order_by("person_id")[:_PEOPLE_AT_ONCE]
    return list(Exposure.objects.filter(pk__in=[row["last"] for row in last]).order_by("person_id"))


def _out_of_it(edition: Edition, number: int, row: Exposure) -> Finding:
    if edition.message_type == MessageType.CANCEL:
        words = OutOfIt.CANCELLED_FOR if row.place else OutOfIt.CANCELLED
    else:
        words = OutOfIt.CHANGED_FOR if row.place else OutOfIt.CHANGED
    return Finding(
        person_id=row.person_id,
        stay_id=row.stay_id,
        site_id=row.site_id,
        subscription_id=row.subscription_id,
        certainty=TOLD_BEFORE.certainty.value,
        rule=TOLD_BEFORE.id,
        reason=words % {"number": number, "place": row.place},
        located_by=row.located_by,
        place=row.place,
        news="out",
    )

"""Holding messages back when their turn comes, in the worker's transaction: what waits, what is not sent, what leaves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from tocsin.accounts.bulk_rows import in_order, stored, update_rows
from tocsin.alerts.models import Edition, MessageType
from tocsin.delivery.decide import Rule
from tocsin.delivery.digests import complete, follow, own_moment
from tocsin.delivery.due import Due
from tocsin.delivery.escalation_steps import Cause
from tocsin.delivery.models import Delivery, Escalation, Hold
from tocsin.delivery.quiet import WAITING, Cover, Message, Stand, Verdict, Zone, rule_on
from tocsin.delivery.quiet_facts import Standing, standings_of
from tocsin.delivery.shelf import Issues
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.decide import TOLD_BEFORE
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import Exposure, Person
from tocsin.exposure.present_zone import present_zones
from tocsin.exposure.times import zone_of

#: What somebody at the desk asked for by name, and calls for help, nothing holds.
_NEVER_HELD = frozenset({Rule.ASKED_AGAIN, Rule.HELP_CALLED})
_ACCEPTED = (DeliveryState.SENT, DeliveryState.DELIVERED)
_UTC = Zone(ZoneInfo("UTC"))


def held(rows: list[Due], issues: Issues, *, now: datetime) -> list[Due]:
    """Return those of `rows` (of `issues`) that leave at `now`; the others are put off or suppressed with their reason.

    Asks nothing for Critical rows and those about somebody, and nothing where it was known a moment ago that nothing is
    in use that could hold one.
    """
    looked_at = [
        row for row in rows if not row.critical and row.about_id is None and row.rule not in _NEVER_HELD
    ]
    if not looked_at:
        return rows
    editions = {number: issue.edition for number, issue in issues.items()}
    standings = standings_of([editions[number] for number in {row.edition_id for row in looked_at}], now=now)
    looked_at = [row for row in looked_at if row.rule in WAITING or not standings[row.edition_id].is_free]
    if not looked_at:
        return rows
    if any(row.rule == Rule.IN_DIGEST for row in looked_at):
        follow(now=now)
    facts = _facts(looked_at, editions, standings, now)
    ruled = {row.pk: _rule_on(row, facts, now) for row in looked_at}
    first = _first_reasons([row for row in looked_at if row.rule in WAITING])
    _wait([(row, ruled[row.pk]) for row in looked_at], first, now)
    leaving = complete(_leaving(rows, ruled, first), now=now)
    _suppress([(row, ruled[row.pk]) for row in looked_at], now)
    return leaving


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the people behind some rows; pairs are of an edition or alert, and a person (numbers)."""

    editions: Mapping[int, Edition]
    standings: Mapping[int, Standing]
    asked: Collection[tuple[int, int]]
    sent: Collection[tuple[int, int]]
    told: Collection[tuple[int, int]]
    zones: Mapping[int, Zone]


def _facts(
    rows: Sequence[Due], editions: Mapping[int, Edition], standings: Mapping[int, Standing], now: datetime
) -> _Facts:
    people = {row.person_id for row in rows}
    numbers = {row.edition_id for row in rows}
    wide = {pk for number in numbers for one in standings[number].coverings for pk in one.editions}
    later = {editions[number].alert_id for number in numbers if wide and editions[number].number > 1}
    chased = any(standings[number].is_chased for number in numbers)
    waiting = {row.person_id for row in rows if standings[row.edition_id].setting.waits}
    return _Facts(
        editions,
        standings,
        _asked(numbers | wide, people) if wide or chased else frozenset(),
        _sent(wide, people) if wide else frozenset(),
        _told(later, people) if later else frozenset(),
        _zones(waiting, now) if waiting else {},
    )


def _asked(editions: Collection[int], people: Collection[int]) -> set[tuple[int, int]]:
    rows = Exposure.objects.filter(edition__in=editions, person__in=people, withdrawn_at__isnull=True)
    asked = rows.exclude(certainty=Exposure.Certainty.SUBSCRIBED).exclude(rule=TOLD_BEFORE.id)
    return set(asked.values_list("edition_id", "person_id"))


def _sent(editions: Collection[int], people: Collection[int]) -> set[tuple[int, int]]:
    rows = Delivery.objects.filter(
        edition__in=editions, person__in=people, about__isnull=True, state__in=_ACCEPTED
    )
    return set(rows.values_list("edition_id", "person_id"))


def _told(alerts: Collection[int], people: Collection[int]) -> set[tuple[int, int]]:
    rows = Delivery.objects.filter(
        edition__alert__in=alerts, person__in=people, about__isnull=True, state__in=_ACCEPTED
    )
    return set(rows.values_list("edition__alert", "person_id"))


def _zones(people: Collection[int], now: datetime) -> dict[int, Zone]:
    present = present_zones(people, now=now)
    own = Person.objects.filter(pk__in=people).values_list("pk", "timezone")
    return {
        number: _zone(present[number], is_present=True) if number in present else _zone(name)
        for number, name in own
    }


def _zone(name: str, *, is_present: bool = False) -> Zone:
    try:
        return Zone(zone_of(name), is_present)
    except ValueImpossible:
        # A name from a file that no list knows: UTC is what the person's page shows beside it.
        return _UTC


def _rule_on(row: Due, facts: _Facts, now: datetime) -> Verdict:
    edition, standing = facts.editions[row.edition_id], facts.standings[row.edition_id]
    is_asked = edition.asks_for_answer and (row.edition_id, row.person_id) in facts.asked
    message = Message(
        level=edition.level,
        expires=row.expires_at,
        is_all_clear=edition.message_type == MessageType.CANCEL,
        is_reminder=row.round > 0,
        waited_for_digest=row.rule in (Rule.DIGEST, Rule.IN_DIGEST),
        tries=row.attempts,
        told=(edition.alert_id, row.person_id) in facts.told,
        is_asked=is_asked,
        is_chased=is_asked and standing.is_chased,
    )
    return rule_on(
        message,
        muting=standing.muting,
        cover=_cover(row.person_id, standing, facts, now),
        setting=standing.setting,
        zone=facts.zones.get(row.person_id, _UTC),
        now=now,
    )


def _cover(person: int, standing: Standing, facts: _Facts, now: datetime) -> Cover | None:
    """Return the wider alert that the person was sent: rather one that asked them than one that did not."""
    found: list[Cover] = []
    for one in standing.coverings:
        if one.expires > now and any((number, person) in facts.sent for number in one.editions):
            is_asked = any((number, person) in facts.asked for number in one.editions)
            found.append(Cover(one.alert_id, one.reference, one.level, one.title, is_asked))
    return max(found, key=lambda cover: cover.is_asked, default=None)


def _first_reasons(rows: Sequence[Due]) -> dict[int, tuple[str, str]]:
    """Return the rule and reason by which each of `rows` was to be sent before it had to wait."""
    if not rows:
        return {}
    holds = Hold.objects.filter(delivery__in=[row.pk for row in rows]).order_by("pk")
    return {
        number: (rule, reason)
        for number, rule, reason in holds.values_list("delivery_id", "first_rule", "first_reason")
    }


def _wait(ruled: Sequence[tuple[Due, Verdict]], first: Mapping[int, tuple[str, str]], now: datetime) -> None:
    """Keep a record of what does not leave now, and put off what waits."""
    waiting = [(row, verdict) for row, verdict in ruled if verdict.stand is Stand.WAIT]
    stopped = [(row, verdict) for row, verdict in ruled if verdict.stand is Stand.SUPPRESS]
    Hold.objects.bulk_create(_record(row, verdict, first, now) for row, verdict in (*waiting, *stopped))
    update_rows(
        Delivery,
        ("due_at", "rule", "reason"),
        (
            (row.pk, (stored(_due(row, verdict)), str(verdict.rule), verdict.reason))
            for row, verdict in waiting
        ),
    )


def _due(row: Due, verdict: Verdict) -> datetime | None:
    if verdict.until is not None and verdict.rule is Rule.DIGEST:
        return own_moment(verdict.until, row.person_id)
    return verdict.until


def _record(row: Due, verdict: Verdict, first: Mapping[int, tuple[str, str]], now: datetime) -> Hold:
    rule, reason = first.get(row.pk, (row.rule, row.reason))
    return Hold(
        delivery_id=row.pk, at=now, until=verdict.until, rule=str(verdict.rule), reason=verdict.reason,
        first_rule=rule, first_reason=reason, alert_id=verdict.alert_id,
    )  # fmt: skip


def _suppress(ruled: Iterable[tuple[Due, Verdict]], now: datetime) -> None:
    """End rows that are not sent, and stop chasing their people for an answer to what they never got."""
    alike: dict[tuple[str, str, int], list[Due]] = defaultdict(list)
    for row, verdict in ruled:
        if verdict.stand is Stand.SUPPRESS:
            alike[str(verdict.rule), verdict.reason, row.edition_id].append(row)
    for (rule, reason, _edition), rows in alike.items():
        Delivery.objects.filter(pk__in=[row.pk for row in rows], state=DeliveryState.QUEUED).update(
            state=DeliveryState.SUPPRESSED, rule=rule, reason=reason, finished_at=now
        )
    # Escalations after all deliveries: the order of locks (outbox).
    for (rule, reason, edition), rows in alike.items():
        first = {row.person_id for row in rows if not row.round}
        # Whom another message of it reached was asked, and is chased on.
        reached = Delivery.objects.filter(
            edition=edition,
            person__in=first,
            about__isnull=True,
            state__in=[DeliveryState.SENDING, *_ACCEPTED],
        )
        first -= set(reached.values_list("person_id", flat=True))
        chased = Escalation.objects.filter(
            edition=edition, person__in=first, cause=Cause.SILENCE, ended_at__isnull=True
        )
        in_order(chased).update(ended_at=now, rule=rule, reason=reason)


def _leaving(
    rows: Sequence[Due], ruled: Mapping[int, Verdict], first: Mapping[int, tuple[str, str]]
) -> list[Due]:
    """Return the rows that leave, each with its own reason again; what goes in a digest keeps that rule (see digests)."""
    leaving, changed = [], []
    for row in rows:
        verdict = ruled.get(row.pk)
        if verdict is None:
            leaving.append(row)
            continue
        if verdict.stand is not Stand.SEND:
            continue
        rule, reason = first.get(row.pk, (row.rule, row.reason))
        if verdict.reason and not reason.endswith(verdict.reason):
            reason = f"{reason} {verdict.reason}"
        if row.rule in (Rule.DIGEST, Rule.IN_DIGEST):
            rule = row.rule
        elif (rule, reason) != (row.rule, row.reason):
            changed.append((row.pk, (rule, reason)))
        leaving.append(replace(row, rule=rule, reason=reason))
    update_rows(Delivery, ("rule", "reason"), changed)
    return leaving

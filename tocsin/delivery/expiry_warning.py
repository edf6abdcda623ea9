"""Whom to ask about every alert that runs out soon, written down once for each edition; `owner_post` sends it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import ACTS_OF, Act
from tocsin.accounts.secrets import fingerprint
from tocsin.alerts.expiry import LEAD, SHOWN_AFTER, asked
from tocsin.alerts.models import Alert, Draft, Edition, MessageType, Review
from tocsin.alerts.standing import standing_of
from tocsin.alerts.states import OPEN
from tocsin.delivery.decide import CHANNELS, Rule
from tocsin.delivery.outbox import addresses_of
from tocsin.delivery.owner_notice import OwnerNotice
from tocsin.delivery.owner_rules import (
    APPROVER,
    DEPUTY,
    ON_DUTY,
    RUNS_OUT,
    WRITER,
    Ending,
    Notice,
    Way,
    is_open,
    rule_on,
)
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact, Person


def warn_owners(*, now: datetime) -> int:
    """Write down whom to ask about the alerts that ask 'still true?' before their end; return how many messages are new.

    Each edition is decided once, whoever decides it: it is looked at again under its alert's lock. What ran out while no worker
    ran is not asked about, and says so.
    """
    written = 0
    for number in _asking(now=now):
        with transaction.atomic():
            edition = Edition.objects.select_related("alert__organisation").get(pk=number)
            Alert.objects.select_for_update().get(pk=edition.alert_id)
            written += _write(edition, now=now)
    return written


def _asking(*, now: datetime) -> list[int]:
    """Return the editions that may ask at `now`, and of which it is not decided yet, the first to end first."""
    later = Edition.objects.filter(alert=OuterRef("alert"), number__gt=OuterRef("number"))
    decided = OwnerNotice.objects.filter(edition=OuterRef("pk")).exclude(
        state=DeliveryState.SUPPRESSED, rule=Rule.UPDATE_BEGUN
    )
    found = Edition.objects.filter(
        ~Exists(later),
        ~Exists(decided),
        expires__gt=now - SHOWN_AFTER,
        expires__lte=now + LEAD,
        alert__ended_at__isnull=True,
        alert__organisation__is_canary=False,
    ).exclude(message_type=MessageType.CANCEL)
    return list(found.order_by("expires", "pk").values_list("pk", flat=True))


def _write(edition: Edition, *, now: datetime) -> int:
    ending = _ending(edition, now=now)
    if not is_open(ending) or ending.asked == "":
        return 0
    notices = rule_on(ending, tuple(_ways(edition)))
    rows = [_row(edition, one, now=now) for one in notices]
    OwnerNotice.objects.bulk_create(rows)
    sent = sum(one.send for one in notices)
    if any(one.rule in (Rule.RUNS_OUT, Rule.NO_OWNER) for one in notices):
        record(
            edition.alert.organisation, "owners-asked", f"alert:{edition.alert.reference}", now=now,
            detail={"edition": edition.identifier, "rule": ending.asked, "messages": sent},
        )  # fmt: skip
    return sent


def _ending(edition: Edition, *, now: datetime) -> Ending:
    why = asked(standing_of(edition), now=now)
    is_last = not Edition.objects.filter(alert=edition.alert_id, number__gt=edition.number).exists()
    decided = OwnerNotice.objects.filter(edition=edition).values_list("state", "rule")
    return Ending(
        asked=why.rule if why and is_last else "",
        expires=edition.expires,
        is_written=bool(written_of([edition.alert_id])),
        # What has a recipient is decided, whatever holds it up now.
        decided={
            rule if state == DeliveryState.SUPPRESSED else Rule.RUNS_OUT.value for state, rule in decided
        },
    )


def written_of(alerts: Collection[int]) -> frozenset[int]:
    """Return those of `alerts` (numbers) of which somebody writes an update or an all-clear."""
    drafts = Draft.objects.filter(alert__in=alerts, state__in=[state.value for state in OPEN])
    return frozenset(drafts.values_list("alert_id", flat=True))


# -- who the owners are -----------------------------------------------------------------------------------


def _ways(edition: Edition) -> Iterator[Way]:
    """Yield how the owners are reached: whoever approved it and wrote it by mail, then whoever is on duty at every address."""
    organisation = edition.alert.organisation
    parts = _parts(edition)
    there = {user.pk: user for user in _users(organisation, Act.WRITE_DRAFT) if user.pk in parts}
    if there:
        yield from (_by_mail(there[number], part) for number, part in parts.items() if number in there)
    else:
        yield from (_by_mail(user, DEPUTY) for user in _users(organisation, Act.APPROVE_DRAFT))
    yield from _on_duty(organisation)


def _parts(edition: Edition) -> dict[int, str]:
    """Return what makes a user an owner, by the user's number: who approved it first."""
    # Loaded here and not before: the rules of drafting take ten megabytes, and few workers ever ask an owner.
    from tocsin.alerts.reviewing import authors_of

    reviews = edition.draft.reviews.filter(verdict=Review.Verdict.APPROVED, voided_at__isnull=True)
    parts = dict.fromkeys(reviews.values_list("reviewer", flat=True), APPROVER)
    for number in authors_of(edition.draft):
        parts.setdefault(number, WRITER)
    return parts


def _users(organisation: Organisation, act: Act) -> list[User]:
    """Return those who may sign in and do `act` at that desk now."""
    roles = [role.value for role, acts in ACTS_OF.items() if act in acts]
    found = User.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__role__in=roles
    )
    return list(found.distinct().order_by("pk"))


def _by_mail(user: User, part: str) -> Way:
    return Way(part, CHANNELS[0], fingerprint(user.email), user_id=user.pk)


def _on_duty(organisation: Organisation) -> Iterator[Way]:
    people = Person.objects.filter(organisation=organisation, on_duty=True, active=True).order_by("pk")
    numbers = list(people.values_list("pk", flat=True))
    marks = dict(Contact.objects.filter(person__in=numbers).values_list("pk", "fingerprint"))
    by_person: dict[int, list[Way]] = defaultdict(list)
    for number, addresses in addresses_of(numbers).items():
        for one in addresses:
            by_person[number].append(
                Way(
                    ON_DUTY, one.channel, marks[one.contact_id], person_id=number, contact_id=one.contact_id,
                    signable=one.signable, reachable=one.reachable,
                )
            )  # fmt: skip
    yield from (way for number in numbers for way in by_person[number])


# -- the rows ---------------------------------------------------------------------------------------------


def _row(edition: Edition, notice: Notice, *, now: datetime) -> OwnerNotice:
    way = notice.way
    return OwnerNotice(
        edition=edition,
        asked=RUNS_OUT,
        user_id=way.user_id if way else None,
        person_id=way.person_id if way else None,
        contact_id=way.contact_id if way else None,
        part=way.part if way else "",
        channel=way.channel if way else "",
        state=DeliveryState.QUEUED if notice.send else DeliveryState.SUPPRESSED,
        rule=notice.rule,
        reason=notice.reason,
        message_id=_message_id(edition, notice),
        due_at=now,
        created_at=now,
        finished_at=None if notice.send else now,
    )


def _message_id(edition: Edition, notice: Notice) -> str:
    """Return the id of a message, or of the reason why there is none; derived, so that no row can be written twice."""
    way = notice.way
    whom = f"user {way.user_id} contact {way.contact_id}" if way else notice.rule.value
    name = f"{edition.identifier} {RUNS_OUT} {whom}"
    return f"tocsin-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


# -- what the desk is shown -------------------------------------------------------------------------------


def notices_of(edition: Edition) -> list[OwnerNotice]:
    """Return who was asked about the end of `edition`, and who was not and why; what failed first."""
    rows = OwnerNotice.objects.filter(edition=edition).select_related("user", "person").order_by("pk")
    return sorted(rows, key=lambda row: row.state != DeliveryState.FAILED)


def unheard(editions: Iterable[int]) -> frozenset[int]:
    """Return those of `editions` (numbers) about which it was tried to ask the owners, and nobody was reached."""
    reached = (DeliveryState.SENT, DeliveryState.DELIVERED, DeliveryState.QUEUED, DeliveryState.SENDING)
    rows = OwnerNotice.objects.filter(edition__in=list(editions)).exclude(rule=Rule.UPDATE_BEGUN)
    tried: dict[int, list[bool]] = defaultdict(list)
    for number, state in rows.values_list("edition_id", "state"):
        tried[number].append(state in reached)
    return frozenset(number for number, found in tried.items() if not any(found))

"""A reminder that somebody at the desk asks for, to everybody who is silent at that moment and to nobody else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.alerts.editions import latest_edition
from tocsin.alerts.models import Alert, Edition, MessageType
from tocsin.delivery.decide import Rule, clock_face, words
from tocsin.delivery.due import listed
from tocsin.delivery.errors import ReminderRefused
from tocsin.delivery.escalation_steps import Letters, Step
from tocsin.delivery.models import Delivery, Mute
from tocsin.delivery.outbox import addresses_of
from tocsin.delivery.quiet_settings import mute_of
from tocsin.delivery.roll_call import RollCall, Standing, roll_call
from tocsin.delivery.steps_at_once import write_step
from tocsin.wording import worded

#: The rounds of these reminders begin here, so that none is a step of a policy or a call for help.
FIRST_ROUND = 10_000
#: So long a second press of the button is taken for the same one.
DOUBLE_PRESS = timedelta(minutes=1)
#: So many people are written to in one statement.
_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a reminder would reach: how many people, by which channels, and how many there is no way to.

    `muted` are those whom it would reach if `mute` did not hold it back; `is_over`: nobody is asked any more.
    """

    people: int = 0
    by_channel: dict[str, int] = field(default_factory=dict)
    without_a_way: int = 0
    muted: int = 0
    mute: Mute | None = None
    is_over: bool = False


def reach_of(roll: RollCall) -> Reach:
    """Return whom a reminder to the silent of `roll` would reach at its moment: nobody of a muted incident, unless Critical."""
    edition = latest_edition(roll.alert)
    if edition is None or _is_over(edition, roll.at):
        return Reach(is_over=True)
    silent = _silent(roll)
    addresses = addresses_of(silent)
    usable = {
        person: [one for one in addresses.get(person, ()) if one.reachable and one.signable]
        for person in silent
    }
    by_channel = Counter(one.channel for some in usable.values() for one in some)
    reached = sum(1 for some in usable.values() if some)
    without = len(silent) - reached
    if mute := _mute(edition, roll.at):
        return Reach(without_a_way=without, muted=reached, mute=mute)
    return Reach(reached, dict(by_channel), without)


def _is_over(edition: Edition, now: datetime) -> bool:
    return edition.message_type == MessageType.CANCEL or edition.expires <= now or not edition.asks_for_answer


def _mute(edition: Edition, now: datetime) -> Mute | None:
    """Return what holds reminders of `edition` back, as it would when their turn comes; nothing holds Critical."""
    return None if edition.level == "Critical" else mute_of(edition.alert.incident, now=now)


def remind_silent(alert: Alert, *, actor: User, now: datetime) -> int:
    """Write a reminder of the newest edition for each address of everybody who is silent; return how many messages.

    A second call within DOUBLE_PRESS writes nothing and returns 0. Whoever answers before their message leaves gets none. Raises
    ReminderRefused where nobody is asked any more, and where the incident is muted: nothing would leave.
    """
    edition = latest_edition(alert)
    if edition is None or _is_over(edition, now):
        raise ReminderRefused(
            worded(
                "Nobody can be reminded: the alert is over, or asks for no answer. Publish an update that asks, or call."
            )
        )
    if mute := _mute(edition, now):
        raise ReminderRefused(
            f"Nobody can be reminded: {mute.by} muted this incident until {clock_face(mute.until)}: {mute.reason} "
            "End the mute, or call."
        )
    silent = _silent(roll_call(alert, now=now))
    with transaction.atomic():
        Alert.objects.select_for_update().get(pk=alert.pk)
        last = _last_round(edition, now=now)
        if last is None:
            return 0
        reason = words(Rule.REMINDED_AGAIN, who=str(actor))
        letters = Letters(Step.AGAIN, Rule.REMINDED_AGAIN, reason, last + 1)
        written = sum(
            write_step(edition, listed(silent[start : start + _AT_ONCE])[1], letters, now=now)
            for start in range(0, len(silent), _AT_ONCE)
        )
        detail = {"people": len(silent), "messages": written, "edition": edition.identifier}
        record(
            alert.organisation,
            "silent-reminded",
            f"alert:{alert.reference}",
            now=now,
            actor=actor,
            detail=detail,
        )
    return written


def _silent(roll: RollCall) -> list[int]:
    """Return the numbers of those who are silent; whoever was not told because a wider alert covers this one is not."""
    return [
        line.person.pk for line in roll.having(Standing.SILENT) if not line.is_covered and line.person.active
    ]


def _last_round(edition: Edition, *, now: datetime) -> int | None:
    """Return the number of the last such reminder of `edition`; None where that was only a moment ago."""
    asked = Delivery.objects.filter(edition=edition, round__gte=FIRST_ROUND, about__isnull=True)
    seen = asked.aggregate(last=Max("round"), at=Max("created_at"))
    if seen["at"] is not None and now - seen["at"] < DOUBLE_PRESS:
        return None
    return int(seen["last"] or FIRST_ROUND - 1)

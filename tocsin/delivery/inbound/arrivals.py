"""Taking in receipts: each counts once, moves its message forward or not at all, and is kept with what was made of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from tocsin.delivery import owner_receipts
from tocsin.delivery.arrival import Arrival
from tocsin.delivery.asides import is_of_one_row, put_aside, set_aside
from tocsin.delivery.decide import Rule
from tocsin.delivery.inbound.receipts import Receipt
from tocsin.delivery.inbound.rulings import Action, Finding, Ruling, rule_on_receipt
from tocsin.delivery.masking import masked
from tocsin.delivery.models import Aside, Delivery
from tocsin.delivery.setback import note_setbacks
from tocsin.delivery.states import DeliveryState

#: What names no message of ours is kept so long.
KEPT = timedelta(days=30)
#: So many things without effect are kept for one message, and so many a day that name none: anybody may send a mail.
MOST_OF_ONE, MOST_OF_NONE = 20, 1000
#: What anybody may send. Wrong codes are counted by their telephone, and so each is kept.
_ANYBODYS = frozenset(Finding) - {Finding.ACTED, Finding.NOTED, Finding.EARLY, Finding.WRONG_CODE}
_EARLY_AT_ONCE = 500
_LONGEST_WORDS = 2000

UNKNOWN = "It names no message that is kept here."
_NEVER_SENT = "Its message was not sent before the edition ended."
UNPROVEN = "Nothing proves that it answers a message of ours, so nothing follows from it."


@dataclass(frozen=True, slots=True)
class Post:
    """How something reached us: `key` makes it the same whenever it comes again; `via` is 'door', 'mailbox' or 'command'.

    `said_at` is when the server of the mailbox had it, which may be long before we did.
    """

    key: str
    via: str
    at: datetime
    said_at: datetime | None = None

    def numbered(self, number: int) -> Post:
        """Return the post of one part of it."""
        return Post(key_of(f"{self.key} {number}".encode()), self.via, self.at, self.said_at)


def post_of(data: bytes, *, via: str, at: datetime, said_at: datetime | None = None) -> Post:
    """Return the post of a mail: the same mail is the same by whatever way it comes again."""
    return Post(key_of(data), via, at, said_at)


def key_of(data: bytes) -> str:
    """Return the key of a mail, or of a gateway's own id."""
    return hashlib.sha256(data).hexdigest()


def seen(post: Post) -> Arrival | None:
    """Return what came in by the same key before."""
    return Arrival.objects.filter(key=post.key).first()


def keep(post: Post, kind: str, finding: Finding, reason: str, **values: Any) -> Arrival:
    """Keep what came in, and return it; in the caller's transaction. The same key again is the row that there is.

    Where too much came that anybody may send, it is returned without being kept.
    """
    values["words"] = values.get("words", "").replace("\x00", "")[:_LONGEST_WORDS]
    row = Arrival(
        key=post.key, kind=kind, at=post.at, via=post.via, finding=finding.value, reason=reason, **values
    )
    if finding in _ANYBODYS and _is_too_much(row):
        return row
    fields = {name: getattr(row, name) for name in ("kind", "at", "via", "finding", "reason")}
    return Arrival.objects.get_or_create(key=post.key, defaults=fields | values)[0]


def _is_too_much(row: Arrival) -> bool:
    if row.delivery_id is not None:
        alike = Arrival.objects.filter(delivery=row.delivery_id, finding=row.finding)
        return alike.count() >= MOST_OF_ONE
    lately = Arrival.objects.filter(delivery__isnull=True, at__gt=row.at - timedelta(days=1))
    return lately[:MOST_OF_NONE].count() >= MOST_OF_NONE


@transaction.atomic
def take_receipt(
    receipt: Receipt, post: Post, *, is_proven: bool, said_at: datetime | None = None
) -> Arrival:
    """Let a receipt do to its message what it says, and return what is kept of it.

    Forward only (rulings.rule_on_receipt). One that names no message of ours, or that may come from anybody
    (`is_proven`), is kept as such and does nothing.
    """
    if before := seen(post):
        return before
    row = Delivery.objects.select_for_update().filter(message_id=receipt.message_id).first()
    words = masked(receipt.diagnostic)
    told = {
        "delivery": row,
        "claimed": receipt.message_id[:120],
        "says": receipt.action.value,
        "status": receipt.status[:12],
        "words": words,
        "said_at": said_at,
    }
    kind = Arrival.Kind.RECEIPT
    if not is_proven:
        return keep(post, kind, Finding.UNPROVEN, UNPROVEN, **told)
    if row is None:
        said = " ".join(part for part in (receipt.status, words) if part)
        to_owner = owner_receipts.take_receipt(receipt.message_id, receipt.action, said, now=post.at)
        if to_owner is None:
            return keep(post, kind, Finding.UNKNOWN, UNKNOWN, **told)
        finding, rule, reason = to_owner
        return keep(post, kind, finding, reason, rule=rule or "", **told)
    ruling = rule_on_receipt(receipt.action, row.state)
    _move(row, ruling, receipt.status, words, post.at)
    return keep(post, kind, ruling.finding, ruling.reason, rule=ruling.rule or "", **told)


def _move(row: Delivery, ruling: Ruling, status: str, words: str, now: datetime) -> None:
    """Move a message on, in the caller's transaction; with it those that it carried as a digest."""
    if ruling.state is None:
        return
    those = [row.pk]
    if row.rule == Rule.IN_DIGEST:
        # What went out together was written down at the same moment (digests.follow).
        together = Delivery.objects.select_for_update().filter(
            person=row.person_id, channel=row.channel, contact=row.contact_id, rule=Rule.IN_DIGEST,
            state=row.state, finished_at=row.finished_at,
        )  # fmt: skip
        those = sorted({row.pk, *together.values_list("pk", flat=True)})
    values: dict[str, Any] = {"state": ruling.state}
    if ruling.state is DeliveryState.FAILED:
        said = " ".join(part for part in (status, words) if part)
        values |= {
            "rule": ruling.rule,
            "reason": ruling.reason,
            "finished_at": now,
            "last_error": said or ruling.reason,
        }
        note_setbacks(those, now=now)
    # Of what was delivered, the time stays that at which it was accepted: how fast people were told is counted by it.
    Delivery.objects.filter(pk__in=those).update(**values)


def settle_early(*, now: datetime) -> int:
    """Let receipts that came before their message was written down as sent do now what they say; return how many did.

    One whose message went meanwhile (its person was erased) went with it; one that cannot be dealt with is set aside.
    """
    # The word is written out: SQLite finds the rows by their partial index only so.
    waiting = Arrival.objects.filter(RawSQL("finding = 'early'", [], BooleanField()))
    numbers = list(waiting.order_by("at", "pk").values_list("pk", flat=True)[:_EARLY_AT_ONCE])
    aside = set_aside(Aside.Kind.RECEIPT, now=now) if numbers else set()
    done = 0
    for pk in numbers:
        if pk in aside:
            continue
        try:
            done += _settle(pk, now)
        except Exception as error:
            if not is_of_one_row(error):
                raise
            put_aside(Aside.Kind.RECEIPT, pk, error, now=now)
    return done


@transaction.atomic
def _settle(pk: int, now: datetime) -> bool:
    """Let one early receipt do what it says; return whether it did."""
    early = Arrival.objects.filter(pk=pk).first()
    row = (
        Delivery.objects.select_for_update().filter(pk=early.delivery_id).first()
        if early is not None and early.delivery_id is not None
        else None
    )
    if early is None or row is None:
        return False
    ruling = rule_on_receipt(Action(early.says), row.state)
    if ruling.finding is Finding.EARLY and row.expires_at > now:
        return False
    if ruling.finding is Finding.EARLY:
        ruling = replace(ruling, finding=Finding.NOTED, reason=_NEVER_SENT)
    _move(row, ruling, early.status, early.words, now)
    Arrival.objects.filter(pk=pk).update(finding=ruling.finding, rule=ruling.rule or "", reason=ruling.reason)
    return True


def forget_unnamed(*, now: datetime) -> int:
    """Remove what named no message of ours, KEPT after it came; return how many rows went."""
    return Arrival.objects.filter(delivery__isnull=True, at__lt=now - KEPT).delete()[0]

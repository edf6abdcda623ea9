"""Recording what somebody answered by mail or SMS: the same act as by the link, where the message asks them and it is not too late."""

from __future__ import annotations

from datetime import timedelta

from tocsin.delivery import answers
from tocsin.delivery.arrival import Arrival
from tocsin.delivery.decide import Rule
from tocsin.delivery.due import grounds_of
from tocsin.delivery.inbound.arrivals import Post, keep
from tocsin.delivery.inbound.replies import Reply
from tocsin.delivery.inbound.rulings import Finding
from tocsin.delivery.models import Delivery

_RECORDED = "It was recorded as their answer."
_UNCLEAR = "It says nothing clear, so it is no answer: read it, and call."
_DIGEST = "It answers several alerts at once, so it is no answer to any: read it, and call."
_NOT_ASKED = "The message that it answers did not ask them whether they are safe."
_LATE = "It came after the time in which an answer is taken: read it, and call."


def record_reply(row: Delivery, reply: Reply, post: Post, *, via: str) -> Arrival:
    """Record what the person of `row` answered, proven before, by 'mail' or 'sms'; return what is kept of it.

    In the caller's transaction. What is no clear answer to one question that was asked is kept with its words.
    """
    finding, reason = _judged(row, reply, post)
    if finding is Finding.ACTED:
        # Nobody answers what was not written yet, whatever the clock of their mailbox says.
        said_at = max(post.said_at, row.created_at) if post.said_at else None
        answers.record(
            row.edition, row.person, reply.kind, now=post.at, via=via, note=reply.note, said_at=said_at
        )
    words = "" if finding is Finding.ACTED else reply.note
    return keep(
        post,
        Arrival.Kind.REPLY,
        finding,
        reason,
        delivery=row,
        claimed=row.message_id,
        says=reply.kind,
        words=words,
    )


def _judged(row: Delivery, reply: Reply, post: Post) -> tuple[Finding, str]:
    edition = row.edition
    if not edition.asks_for_answer or row.about_id is not None or not _is_asked(row):
        return Finding.UNCLEAR, _NOT_ASKED
    if row.rule == Rule.IN_DIGEST:
        return Finding.UNCLEAR, _DIGEST
    if edition.expires + timedelta(hours=edition.alert.organisation.answer_hours) <= (
        post.said_at or post.at
    ):
        return Finding.LATE, _LATE
    return (Finding.ACTED, _RECORDED) if reply.kind else (Finding.UNCLEAR, _UNCLEAR)


def _is_asked(row: Delivery) -> bool:
    grounds = grounds_of([row.edition_id], [row.person_id]).get((row.edition_id, row.person_id))
    return grounds is None or grounds.is_asked

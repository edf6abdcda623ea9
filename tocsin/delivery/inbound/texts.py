"""Taking in an SMS that answers: by its code, and only from the telephone that the question went to."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from tocsin.accounts.secrets import fingerprint
from tocsin.delivery.arrival import Arrival
from tocsin.delivery.inbound.arrivals import UNKNOWN, Post, keep, seen
from tocsin.delivery.inbound.replies import NEED_HELP, Reply
from tocsin.delivery.inbound.reply_codes import CodedReply, is_code, number_of, read_text
from tocsin.delivery.inbound.rulings import Finding
from tocsin.delivery.inbound.said import record_reply
from tocsin.delivery.models import Delivery
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact

_log = logging.getLogger(__name__)

#: So many wrong codes from one telephone in an hour; after that none is looked at.
MOST_WRONG = 10
_HOUR = timedelta(hours=1)
#: So many messages to a telephone are looked at, the newest first.
_MOST_MESSAGES = 100
_NO_CODE = "It has no clear answer together with a code, so it is no answer: read it, and call."
_WRONG_CODE = "Its code is of no question that this telephone was asked: read it, and call."
_TOO_MANY = "Too many wrong codes came from this telephone within an hour: read it, and call."


@transaction.atomic
def take_text(sender: str, text: str, post: Post, *, said_at: datetime | None = None) -> Arrival:
    """Take in what `sender` (a telephone number) wrote, and return what is kept of it.

    An answer is recorded where its code is that of an edition which this telephone was asked about. Everything else is
    kept with its words, on the timeline of the newest message that went there.
    """
    if before := seen(post):
        return before
    number = number_of(sender)
    mark = fingerprint(number) if number else ""
    rows = _asked(mark) if mark else []
    coded = read_text(text)
    row = next(
        (row for row in rows if coded and is_code(coded.code, row.edition.identifier, number, row.person_id)),
        None,
    )
    finding, reason = _judged(rows, row, coded, mark, post)
    if finding is not None or row is None or coded is None:
        return keep(
            post, Arrival.Kind.REPLY, finding or Finding.UNKNOWN, reason, delivery=rows[0] if rows else None,
            sender=mark, words=text, said_at=said_at,
        )  # fmt: skip
    return record_reply(row, Reply(coded.kind, coded.note), post, via="sms")


def _judged(
    rows: list[Delivery], row: Delivery | None, coded: CodedReply | None, mark: str, post: Post
) -> tuple[Finding | None, str]:
    """Return what keeps it from being an answer; None where nothing does."""
    if not rows:
        return Finding.UNKNOWN, UNKNOWN
    if coded is None:
        return Finding.UNCLEAR, _NO_CODE
    if row is not None and coded.kind == NEED_HELP:
        # Wrong codes may be sent in the name of a telephone to silence it: a call for help with the right one is always heard.
        return None, ""
    wrong = Arrival.objects.filter(sender=mark, at__gt=post.at - _HOUR, finding=Finding.WRONG_CODE)
    if wrong.count() >= MOST_WRONG:
        _log.warning("More than %d wrong codes came from one telephone within an hour.", MOST_WRONG)
        return Finding.TOO_MANY, _TOO_MANY
    return (None, "") if row else (Finding.WRONG_CODE, _WRONG_CODE)


def _asked(mark: str) -> list[Delivery]:
    """Return what went to a telephone, the newest first."""
    # The kinds are written out: SQLite finds the rows by their partial index only so.
    of_telephones = RawSQL("kind IN ('sms', 'whatsapp', 'signal')", [], BooleanField())
    contacts = list(Contact.objects.filter(of_telephones, fingerprint=mark).values_list("pk", flat=True)[:20])
    never = (DeliveryState.SUPPRESSED, DeliveryState.CANCELLED)
    rows = Delivery.objects.filter(contact__in=contacts, about__isnull=True).exclude(state__in=never)
    return list(
        rows.select_related("edition__alert__organisation", "person").order_by("-pk")[:_MOST_MESSAGES]
    )

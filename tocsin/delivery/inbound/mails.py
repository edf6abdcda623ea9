"""Taking in a mail: a bounce or receipt for a message of ours, or somebody's reply to one."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from tocsin.accounts.secrets import fingerprint
from tocsin.delivery.arrival import Arrival
from tocsin.delivery.inbound.arrivals import UNKNOWN, UNPROVEN, Post, keep, seen, take_receipt
from tocsin.delivery.inbound.incoming_mail import IncomingMail, read_mail
from tocsin.delivery.inbound.receipts import Receipt, read_receipts
from tocsin.delivery.inbound.replies import is_automatic, read_reply
from tocsin.delivery.inbound.return_addresses import Purpose, delivery_of, is_named_by, proven
from tocsin.delivery.inbound.rulings import Finding
from tocsin.delivery.inbound.said import record_reply
from tocsin.delivery.models import Delivery

_AUTOMATIC = "A machine answered, as when somebody is out of office: it is no answer."


def take_mail(data: bytes, post: Post) -> tuple[Arrival, ...]:
    """Take a mail in, and return what is kept of it: one for each receipt or reply; nothing where it concerns no message.

    Raises MailUnreadable.
    """
    mail = read_mail(data)
    receipts = read_receipts(mail)
    return _take_receipts(mail, receipts, post) if receipts else _take_reply(mail, post)


def _take_receipts(mail: IncomingMail, receipts: tuple[Receipt, ...], post: Post) -> tuple[Arrival, ...]:
    tags = proven(Purpose.BOUNCE, mail.recipients)
    kept = []
    for number, receipt in enumerate(receipts):
        message_id, is_proven = receipt.message_id, False
        if len(tags) == 1:
            (tag,) = tags
            if not message_id and (row := delivery_of(tag)):
                message_id = row.message_id
            # An id without a name in the notification is proven, and may be of a message that is no longer kept.
            is_proven = not message_id or is_named_by(tag, message_id)
        of_this = replace(receipt, message_id=message_id)
        kept.append(take_receipt(of_this, post.numbered(number), is_proven=is_proven))
    return tuple(kept)


@transaction.atomic
def _take_reply(mail: IncomingMail, post: Post) -> tuple[Arrival, ...]:
    tags = proven(Purpose.REPLY, mail.recipients)
    if not tags and not mail.answers_to:
        # Not a word about a message of ours: some other mail.
        return ()
    if before := seen(post):
        return (before,)
    row = _message(mail, tags)
    claimed = row.message_id if row else next(iter(mail.answers_to), "")
    told = {"delivery": row, "claimed": claimed[:120]}
    if row is None:
        return (keep(post, Arrival.Kind.REPLY, Finding.UNKNOWN, UNKNOWN, **told),)
    if is_automatic(mail):
        return (keep(post, Arrival.Kind.REPLY, Finding.AUTOMATIC, _AUTOMATIC, **told),)
    reply = read_reply(mail.text())
    if not _is_proven(mail, tags, row):
        words = f"{reply.kind}\n{reply.note}".strip()
        return (keep(post, Arrival.Kind.REPLY, Finding.UNPROVEN, UNPROVEN, words=words, **told),)
    return (record_reply(row, reply, post, via="mail"),)


def _message(mail: IncomingMail, tags: frozenset[str]) -> Delivery | None:
    """Return the message that is answered: the one whose address was used, else the last of ours that is named."""
    found = delivery_of(next(iter(tags))) if len(tags) == 1 else None
    if found is None and mail.answers_to:
        rows = {row.message_id: row for row in Delivery.objects.filter(message_id__in=mail.answers_to[:20])}
        found = next((rows[one] for one in mail.answers_to if one in rows), None)
    return found


def _is_proven(mail: IncomingMail, tags: frozenset[str], row: Delivery) -> bool:
    """Return whether the mail came to an address that only this message's reader had, from where that message went to."""
    if len(tags) != 1 or not is_named_by(next(iter(tags)), row.message_id):
        return False
    contact = row.contact
    return (
        contact is not None and len(mail.senders) == 1 and fingerprint(mail.senders[0]) == contact.fingerprint
    )

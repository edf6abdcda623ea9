"""Links that end a subscription: signed, expiring, good for what one edition was sent by to one person and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer

from tocsin.alerts.models import Edition
from tocsin.delivery.errors import LinkAltered, LinkExpired, LinkIncomplete, LinkUnknown
from tocsin.exposure.models import Person, Subscription

SALT = "tocsin.delivery.leave"
#: Where the page lies.
PAGE = "unsubscribe/{token}/"
#: Mail is read late, and by programmes that offer to end a subscription long afterwards.
LASTS = timedelta(days=180)


def leave_link(edition: Edition, person_id: int) -> str:
    """Return the absolute address at which a person ends what `edition` was sent to them by; it ends LASTS after the edition."""
    end = int((edition.expires + LASTS).timestamp())
    token = Signer(salt=SALT).sign(f"{edition.pk}-{person_id}-{end}")
    return f"{settings.TOCSIN_PUBLIC_ADDRESS}/{PAGE.format(token=token)}"


def subscriptions_of(token: str, *, now: datetime) -> tuple[Person, list[Subscription]]:
    """Return the person of a good link, and the subscriptions in force by which they were sent its edition.

    Raises LinkIncomplete, LinkAltered, LinkExpired or LinkUnknown; their words name no person and no alert.
    """
    if token.count(":") != 1 or not token.partition(":")[2]:
        raise LinkIncomplete("The link is not complete: open it from the message again, or copy all of it.")
    try:
        edition, number, end = (int(part) for part in Signer(salt=SALT).unsign(token).split("-"))
    except (BadSignature, ValueError) as error:
        raise LinkAltered(
            "The link was changed on its way: use it exactly as it stands in the message."
        ) from error
    if end <= now.timestamp():
        raise LinkExpired("This link has ended: ask your security desk to end the subscription.")
    person = Person.objects.filter(pk=number).first()
    if person is None:
        raise LinkUnknown("This link leads to nothing any more.")
    by = person.subscriptions.filter(active=True, exposures__edition=edition).distinct()
    return person, list(by.order_by("pk"))

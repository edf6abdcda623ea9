"""A person's link to what is held on them: signed, expiring, and ended at once by counting up `link_version`."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import User
from tocsin.delivery.errors import LinkAltered, LinkExpired, LinkIncomplete, LinkUnknown
from tocsin.exposure.models import Person

SALT = "tocsin.delivery.own-page"
#: Where the page lies.
PAGE = "mine/{token}/"
LASTS = timedelta(days=7)


def own_token(person: Person, *, now: datetime) -> str:
    """Return the signed token of a person's own page; it ends after LASTS."""
    end = int((now + LASTS).timestamp())
    return Signer(salt=SALT).sign(f"{person.pk}-{person.link_version}-{end}")


def own_link(person: Person, *, now: datetime) -> str:
    """Return the absolute address of a person's own page."""
    return f"{settings.TOCSIN_PUBLIC_ADDRESS}/{PAGE.format(token=own_token(person, now=now))}"


@transaction.atomic
def new_own_link(person: Person, *, actor: User, now: datetime) -> str:
    """Return a new address of a person's own page; every link that was given out before ends. In the audit log."""
    person.link_version += 1
    person.save(update_fields=["link_version"])
    audit.record(person.organisation, "person.link", f"person:{person.pk}", now=now, actor=actor)
    return own_link(person, now=now)


def person_of(token: str, *, now: datetime) -> Person:
    """Return whose page `token` opens at `now`. Raises LinkIncomplete, LinkAltered, LinkExpired or LinkUnknown."""
    if token.count(":") != 1 or not token.partition(":")[2]:
        raise LinkIncomplete("The link is not complete: ask for it again, or copy all of it.")
    try:
        number, version, end = (int(part) for part in Signer(salt=SALT).unsign(token).split("-"))
    except (BadSignature, ValueError) as error:
        raise LinkAltered("The link was changed on its way: use it exactly as you were given it.") from error
    if end <= now.timestamp():
        raise LinkExpired("This link has ended: ask your security desk for a new one.")
    person = Person.objects.filter(pk=number, link_version=version).select_related("organisation").first()
    if person is None:
        raise LinkUnknown("This link leads to nothing any more: ask your security desk for a new one.")
    return person

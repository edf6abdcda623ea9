"""People kept in step with a list that is complete: whoever is not in it has left."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.exposure.errors import TooManyLeave
from tocsin.exposure.models import Person
from tocsin.exposure.people import deactivate_person
from tocsin.wording import worded

#: A list that would let go of a larger share than this is taken for a part of one.
MOST_LEAVE = 0.5
_FEW = 10


@transaction.atomic
def let_go_of_others(
    organisation: Organisation, keys: Collection[str], *, actor: User | str, now: datetime, sure: bool = False
) -> list[Person]:
    """Mark every active person whose key is not among `keys` as left, and return them.

    Raises TooManyLeave, and changes nothing, where that is more than half of more than ten people and nobody is `sure`.
    """
    active = Person.objects.filter(organisation=organisation, active=True).order_by("key")
    known = set(keys)
    leaving = [person for person in active if person.key not in known]
    if not sure and len(active) > _FEW and len(leaving) > MOST_LEAVE * len(active):
        raise TooManyLeave(
            worded(
                "The list has %(listed)s people, and %(leaving)s of %(active)s would be marked as left. Check that it is complete, and say that you are sure.",
                listed=len(known),
                leaving=len(leaving),
                active=len(active),
            )
        )
    with audit.written_together(organisation):
        for person in leaving:
            deactivate_person(person, actor=actor, now=now)
    return leaving

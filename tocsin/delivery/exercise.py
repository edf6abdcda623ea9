"""A message that only shows whether a channel works, marked as an exercise wherever it is read."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from tocsin.accounts.models import Organisation, User
from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.channel_settings import Gateway, gateways, keep_exercise, way_of
from tocsin.delivery.channels import Channels, Response, configured, send_now
from tocsin.delivery.messages import Kind, Letter
from tocsin.exposure.contact_values import checked_address
from tocsin.exposure.person_values import WEBHOOK, new_webhook_secret
from tocsin.grading import Level


def send_exercise(
    organisation: Organisation,
    kind: str,
    address: str,
    *,
    actor: User | str,
    now: datetime,
    secret: str = "",
    channels: Channels | None = None,
) -> Response:
    """Send an exercise message of `kind` to `address`, at once, and return what was said; the desk keeps it too.

    A webhook without `secret` is signed with one made for this message. The address is not kept. Raises ValueImpossible
    for the address, DeliveryError where the desk has set no gateway, and SecretUnreadable.
    """
    checked = checked_address(kind, address)
    way = way_of(gateways([organisation.pk]), organisation.pk, kind)
    if kind == WEBHOOK:
        secret = secret or new_webhook_secret()
    letter = exercise_letter(organisation, checked, way, name=str(actor), secret=secret, now=now)
    own = configured() if channels is None else channels
    try:
        # Outside of any transaction: the other side may take its time.
        response = send_now(own[kind], letter)
    finally:
        if channels is None:
            for channel in own.values():
                channel.close()
    keep_exercise(organisation, kind, response.outcome.value, response.words, actor=actor, now=now)
    return response


def exercise_letter(
    organisation: Organisation, address: str, way: Gateway, *, name: str, secret: str, now: datetime
) -> Letter:
    """Return the exercise message to `address`, in the language in force."""
    language = translation.get_language() or "en"
    return Letter(
        message_id=f"tocsin-{uuid.uuid4().hex}",
        address=address,
        secret=secret,
        name=name,
        language=language,
        why=_("%(name)s asked for it, to see whether this channel works.") % {"name": name},
        answer="",
        thread=(),
        bulletin=_bulletin(organisation, language, now),
        at=now,
        kind=Kind.EXERCISE,
        gateway=way.url,
        longest=way.longest,
    )


def _bulletin(organisation: Organisation, language: str, now: datetime) -> Bulletin:
    return Bulletin(
        identifier="exercise",
        reference="exercise",
        message_type="Alert",
        level=Level.NOTICE,
        title=_("This is an exercise"),
        country="",
        language=language,
        summary=_("Nothing has happened. This message only shows that messages of this desk arrive here."),
        acts=(_("Do nothing: this is an exercise."),),
        news="",
        sent=now,
        onset=now,
        expires=now + timedelta(hours=1),
        time_zone="UTC",
        organisation=organisation.name,
        page=settings.TOCSIN_PUBLIC_ADDRESS,
        asks_for_answer=False,
        places=(organisation.name,),
    )

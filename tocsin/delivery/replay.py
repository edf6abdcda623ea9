"""Sending a webhook's message once more, under the id that it had: for a receiver that lost it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.alerts.models import Edition
from tocsin.delivery.channels import Channel, Response, send_now
from tocsin.delivery.claims import letter_again
from tocsin.delivery.decide import Rule, clock_face, words
from tocsin.delivery.errors import NothingToReplay
from tocsin.delivery.messages import Letter
from tocsin.delivery.models import Attempt, Delivery
from tocsin.delivery.outbox import try_again
from tocsin.delivery.reader_words import in_reader_words
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.person_values import WEBHOOK
from tocsin.wording import worded

#: What has left already; it stays sent whatever comes of the replay.
LEFT = (DeliveryState.SENT, DeliveryState.DELIVERED)


def replay(
    delivery: Delivery, *, actor: User, now: datetime, channel: Channel | None = None
) -> Response | None:
    """Send the message of `delivery` again because `actor` asked, under the same webhook id.

    What has failed is queued once more, and None returned: the worker sends it. What was accepted before is posted at
    once, and what was said is returned and kept as one more attempt. Raises NothingToReplay for what never left, is no
    webhook, or is past its end or overtaken; and whatever makes it impossible to write the message anew.
    """
    if delivery.channel != WEBHOOK:
        raise NothingToReplay(
            worded("Only webhooks are sent again under the same id: elsewhere a person would see a copy.")
        )
    if delivery.state == DeliveryState.FAILED:
        try_again(delivery, actor=actor, now=now)
        return None
    _check(delivery, now)
    letter = in_reader_words(letter_again(delivery.pk, now=now))
    # That somebody asked is kept before anything leaves: nothing goes out without a record of why.
    with transaction.atomic():
        record(
            delivery.organisation, "delivery-asked-again", f"delivery:{delivery.pk}", now=now, actor=actor,
            detail={"last_error": delivery.last_error},
        )  # fmt: skip
    # Outside of any transaction: the receiver may take its time.
    response = _post(letter, channel)
    with transaction.atomic():
        Attempt.objects.create(
            delivery=delivery, at=now, outcome=response.outcome, response=response.words, rule=Rule.ASKED_AGAIN,
            reason=words(Rule.ASKED_AGAIN, who=str(actor)), milliseconds=response.milliseconds,
        )  # fmt: skip
        Delivery.objects.filter(pk=delivery.pk).update(attempts=F("attempts") + 1)
        record(
            delivery.organisation, "delivery-replayed", f"delivery:{delivery.pk}", now=now, actor=actor,
            detail={"outcome": response.outcome.value},
        )  # fmt: skip
    return response


def _check(delivery: Delivery, now: datetime) -> None:
    if delivery.state not in LEFT:
        raise NothingToReplay(
            worded(
                "Delivery %(number)s is %(state)s: only what has left, or failed, is sent again.",
                number=delivery.pk,
                state=worded(delivery.state),
            )
        )
    if delivery.expires_at <= now:
        raise NothingToReplay(
            worded(
                "The edition of delivery %(number)s ended on %(time)s: nothing of it is sent now.",
                number=delivery.pk,
                time=clock_face(delivery.expires_at),
            )
        )
    alert, number = delivery.edition.alert_id, delivery.edition.number
    if Edition.objects.filter(alert=alert, number__gt=number).exists():
        raise NothingToReplay(
            worded(
                "A newer edition has taken the place of delivery %(number)s: send that one again.",
                number=delivery.pk,
            )
        )


def _post(letter: Letter, channel: Channel | None) -> Response:
    if channel is not None:
        return send_now(channel, letter)
    from tocsin.delivery.channels.webhook import WebhookChannel

    own = WebhookChannel.configured()
    try:
        return send_now(own, letter)
    finally:
        own.close()

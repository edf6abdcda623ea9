"""Whoever is told by a subscription can end it from the message; whoever is in the way cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client

from tocsin.accounts.models import AuditEntry
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.leave_links import LASTS, leave_link
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World
from tocsin.delivery.worker import run_once
from tocsin.exposure.models import Exposure, Person, Subscription
from tocsin.exposure.subscriptions import subscribe

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(world: World, settings: pytest.FixtureRequest) -> None:
    settings.TOCSIN_CLOCK_SHIFT_SECONDS = (world.now - datetime.now(UTC)).total_seconds()


def mail_to(name: str, mailbox: Mailbox) -> EmailMessage:
    (found,) = [mail for mail in mailbox.mails if mail.rcpt_tos == [f"{name}@field.example"]]
    return message_from_bytes(found.content, policy=policy.default)  # type: ignore[return-value]


def subscribed(world: World, name: str) -> tuple[Person, Subscription]:
    person = world.person(name)
    return person, subscribe(person, actor="Ana Ruiz", now=world.now, countries=["KE"])


def told(world: World, subscription: Subscription, *in_the_way: Person) -> str:
    """Publish to a subscriber, and to people in the way; return the subscriber's link."""
    edition = world.edition()
    world.expose(edition, *in_the_way)
    Exposure.objects.create(
        edition=edition, person=subscription.person, subscription=subscription, certainty="subscribed", rule="subscribed",
        reason="You asked for Kenya.", located_by="", place="",
    )  # fmt: skip
    enqueue(edition, now=world.now)
    return leave_link(edition, subscription.person_id).removeprefix("https://desk.example")


def test_only_who_is_told_by_a_subscription_alone_gets_the_headers_and_the_link(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mira, (_, subscription) = world.person("Mira"), subscribed(world, "Omar")
    link = "https://desk.example" + told(world, subscription, mira)
    run_once(now=noon, channels={"email": smtp})
    mail = mail_to("omar", mailbox)
    assert mail["List-Unsubscribe"] == f"<{link}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        assert link in part.get_content()
    other = mail_to("mira", mailbox)
    assert "List-Unsubscribe" not in other
    assert "unsubscribe" not in other.as_string()


def test_who_is_both_in_the_way_and_subscribed_cannot_end_the_warning(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime
) -> None:
    mira, subscription = subscribed(world, "Mira")
    told(world, subscription, mira)
    run_once(now=noon, channels={"email": smtp})
    assert "List-Unsubscribe" not in mail_to("mira", mailbox)


def test_opening_the_link_ends_nothing_and_the_button_does(world: World) -> None:
    _, subscription = subscribed(world, "Omar")
    link = told(world, subscription)
    page = Client().get(link)
    assert page.status_code == 200
    assert "Omar" not in page.content.decode()
    subscription.refresh_from_db()
    assert subscription.active
    page = Client(enforce_csrf_checks=True).post(link)
    assert "is over" in page.content.decode()
    subscription.refresh_from_db()
    assert not subscription.active
    entry = AuditEntry.objects.get(action="subscription.end")
    assert entry.actor == "Omar"
    assert "is over" in Client().get(link).content.decode()


def test_a_mail_programme_ends_it_by_one_post_as_rfc_8058_has_it(world: World) -> None:
    _, subscription = subscribed(world, "Omar")
    link = told(world, subscription)
    for _ in range(2):
        body = "List-Unsubscribe=One-Click"
        answer = Client(enforce_csrf_checks=True).post(
            link, body, content_type="application/x-www-form-urlencoded"
        )
        assert answer.status_code == 200
    subscription.refresh_from_db()
    assert not subscription.active
    assert AuditEntry.objects.filter(action="subscription.end").count() == 1


def test_another_subscription_of_the_same_person_goes_on(world: World) -> None:
    person, subscription = subscribed(world, "Omar")
    other = subscribe(person, actor="Ana Ruiz", now=world.now, countries=["UG"])
    Client().post(told(world, subscription))
    other.refresh_from_db()
    assert other.active


def test_links_that_are_cut_altered_over_or_of_nobody_end_nothing(
    world: World, settings: pytest.FixtureRequest
) -> None:
    person, subscription = subscribed(world, "Omar")
    link = told(world, subscription)
    assert Client().post(link.partition(":")[0] + "/").status_code == 404
    assert Client().post(link.replace("unsubscribe/", "unsubscribe/1")).status_code == 403
    assert Client().post(link[:-6] + "AAAAA/").status_code == 403
    settings.TOCSIN_CLOCK_SHIFT_SECONDS += (LASTS + timedelta(days=2)).total_seconds()
    assert Client().post(link).status_code == 410
    settings.TOCSIN_CLOCK_SHIFT_SECONDS -= (LASTS + timedelta(days=2)).total_seconds()
    subscription.refresh_from_db()
    assert subscription.active
    person.delete()
    assert Client().post(link).status_code == 410

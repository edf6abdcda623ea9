"""The canary flies from a real feed to a real mailbox, nobody else sees it, and where it hangs is named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from lxml import etree

from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import Alert, Document, Edition
from tocsin.delivery.auditor import beat, overdue
from tocsin.delivery.canary import Stage, flight, home, period
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import server_from
from tocsin.delivery.fan_out import expand_all
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.worker import run_once
from tocsin.exposure.models import Trip
from tocsin.incidents.grouping import group_waiting
from tocsin.project.checking import check_instance
from tocsin.publishing.canary import PATH, fly
from tocsin.sources.models import Source
from tocsin.sources.polling import poll_due

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2017, 7, 15, 12, tzinfo=UTC)


class Aviary:
    """An instance with its own web server, whose clock and worker a test moves on."""

    def __init__(self, channel: SmtpChannel, settings: Any) -> None:
        self._channel, self._settings = channel, settings
        self.now = START
        self.to(START)

    def to(self, moment: datetime) -> None:
        self.now = moment
        self._settings.TOCSIN_CLOCK_SHIFT_SECONDS = (moment - datetime.now(UTC)).total_seconds()

    def poll(self) -> None:
        Source.objects.update(next_poll_at=None)
        poll_due(now=self.now)

    def round(self, *, send: bool = True) -> Edition | None:
        """What every worker does again and again."""
        fly(now=self.now)
        self.poll()
        group_waiting(now=self.now)
        edition = fly(now=self.now)
        expand_all(clock=lambda: self.now)
        if send:
            run_once(now=self.now, channels={"email": self._channel})
        return edition


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def aviary(live_server: Any, settings: Any, mailbox: Mailbox, tmp_path: Any) -> Iterator[Aviary]:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    settings.TOCSIN_HOME = tmp_path
    settings.TOCSIN_MAIL_FROM = "alerts@desk.example"
    settings.TOCSIN_PUBLIC_ADDRESS = live_server.url
    settings.TOCSIN_CANARY_ADDRESS, settings.TOCSIN_CANARY_MINUTES = "canary@desk.example", 60
    channel = SmtpChannel(server_from(f"smtp://127.0.0.1:{port}?timeout=2"), "alerts@desk.example")
    yield Aviary(channel, settings)
    channel.close()
    controller.stop(no_assert=True)
    Trip.objects.all().delete()


def test_it_flies_from_the_feed_to_the_mailbox_once_a_period(aviary: Aviary, mailbox: Mailbox) -> None:
    aviary.round()
    (mail,) = mailbox.mails
    assert mail.rcpt_tos == ["canary@desk.example"]
    message = message_from_bytes(mail.content, policy=policy.default)
    assert message["Subject"] == "[Notice] Bouvet Island: This is a test of the bell"
    for _ in range(3):
        aviary.round()
    assert len(mailbox.mails) == 1
    found = flight(now=aviary.now)
    assert found is not None
    assert (found.arrived_at, found.is_late) == (START, False)
    aviary.to(START + timedelta(hours=1, minutes=1))
    aviary.round()
    assert len(mailbox.mails) == 2
    assert b"Another test arrived." in mailbox.mails[1].content
    aviary.to(START + timedelta(days=9))
    aviary.round()
    assert len(mailbox.mails) == 3


def test_its_cap_message_is_a_test(aviary: Aviary) -> None:
    aviary.round()
    document = Document.objects.get(form="cap")
    root = etree.fromstring(bytes(document.body))
    assert root.findtext("{*}status") == "Test"


def undated(page: bytes) -> bytes:
    """Return a feed without the moment at which it was made: one without entries has that of the request."""
    return re.sub(rb"<(updated|lastBuildDate)>[^<]*", b"", page)


def test_nobody_sees_it(aviary: Aviary) -> None:
    """No page, feed, index, count or list of this instance tells of it, nor that it flew."""
    client = Client()
    before = {
        path: client.get(path)
        for path in ("/", "/feeds/atom.xml", "/feeds/rss.xml", "/feeds/cap.xml", "/feeds/alerts.geojson")
    }
    aviary.round()
    for path, was in before.items():
        got = client.get(path)
        assert undated(got.content) == undated(was.content), path
        assert b"Bouvet" not in got.content
        assert got.get("Last-Modified") == was.get("Last-Modified"), path
    alert, edition = Alert.objects.get(), Edition.objects.get()
    for path in (
        f"/alerts/{alert.slug}/",
        f"/a/{alert.pk}/",
        f"/alerts/{alert.slug}/editions/{edition.number}/cap",
    ):
        assert client.get(path).status_code == 404, path
    assert not Organisation.objects.exists()
    house = home()
    assert house is not None
    account = User.objects.filter(memberships__organisation=house).distinct().get()
    assert not account.has_usable_password()


def test_the_public_still_sees_the_alerts_of_the_desk(aviary: Aviary) -> None:
    aviary.round()
    from tocsin.alerts.tests.desk import approved, make_desk
    from tocsin.publishing.publication import publish

    desk = make_desk()
    edition = publish(approved(desk), publisher=desk.eva, now=aviary.now)
    assert edition.headline in Client().get("/").content.decode()
    assert Client().get(f"/alerts/{edition.alert.slug}/").status_code == 200


def test_a_desk_that_has_its_name_keeps_it(aviary: Aviary) -> None:
    Organisation.objects.create(name="Birds", slug="tocsin-canary", sender="birds.example", created_at=START)
    aviary.round()
    house = home()
    assert house is not None
    assert house.slug == "tocsin-canary-2"
    assert Organisation.objects.get().name == "Birds"


def test_two_workers_and_one_that_begins_anew_make_one_canary(aviary: Aviary, mailbox: Mailbox) -> None:
    aviary.round(send=False)
    assert fly(now=aviary.now) is None
    for _ in range(2):
        aviary.round()
    assert Edition.objects.count() == len(mailbox.mails) == 1


def test_without_an_address_none_flies(aviary: Aviary, settings: Any) -> None:
    settings.TOCSIN_CANARY_ADDRESS = ""
    assert aviary.round() is None
    assert Client().get(f"/{PATH}").status_code == 404
    assert not Organisation.everything.exists()
    assert flight(now=aviary.now) is None
    assert not overdue(now=aviary.now)


def test_another_address_is_used_from_the_next_one_on(
    aviary: Aviary, mailbox: Mailbox, settings: Any
) -> None:
    aviary.round()
    settings.TOCSIN_CANARY_ADDRESS = "nest@desk.example"
    aviary.to(START + timedelta(hours=1, minutes=1))
    aviary.round()
    assert [mail.rcpt_tos[0] for mail in mailbox.mails] == ["canary@desk.example", "nest@desk.example"]


def hangs(aviary: Aviary, hours: float = 3) -> Stage | None:
    aviary.to(START + timedelta(hours=hours))
    found = flight(now=aviary.now)
    assert found is not None
    assert found.is_late
    return found.stuck


def test_where_it_hangs_is_named_at_each_stage(aviary: Aviary, mailbox: Mailbox) -> None:
    aviary.round()
    assert hangs(aviary) is Stage.POLLED
    aviary.poll()
    assert hangs(aviary) is Stage.GROUPED
    group_waiting(now=aviary.now)
    assert hangs(aviary) is Stage.PUBLISHED
    mailbox.on_recipient = lambda envelope, address: "451 come back later"
    aviary.round()
    assert hangs(aviary) is Stage.ACCEPTED
    found = flight(now=aviary.now)
    assert found is not None
    assert "451 come back later" in found.words
    assert not beat(now=aviary.now)
    (late,) = [one for one in overdue(now=aviary.now) if "canary" in one.words]
    assert late.since == START
    assert any("canary has not arrived" in problem for problem in check_instance())
    assert "not accepted by the mail server" in late.words


def test_a_feed_that_brings_nothing_new_is_named(aviary: Aviary, settings: Any) -> None:
    aviary.round()
    aviary.to(START + timedelta(hours=3))
    settings.TOCSIN_CLOCK_SHIFT_SECONDS -= 3 * 3600
    aviary.poll()
    found = flight(now=aviary.now)
    assert found is not None
    assert found.stuck is Stage.REPORTED


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_steps_by_an_hour_raises_no_alarm(aviary: Aviary, hours: float) -> None:
    aviary.round()
    aviary.to(START + timedelta(hours=hours))
    found = flight(now=aviary.now)
    assert found is not None
    assert not found.is_late


def test_periods_are_the_same_for_everybody() -> None:
    hour = timedelta(hours=1)
    assert period(hour, START + timedelta(minutes=59)) == START
    assert period(hour, START + timedelta(minutes=60)) == START + hour


def test_a_fault_of_the_flight_is_said_and_ends_no_worker(
    aviary: Aviary, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("a rule is broken")

    monkeypatch.setattr("tocsin.publishing.canary.publish", broken)
    assert aviary.round() is None
    assert "a rule is broken" in caplog.text
    monkeypatch.undo()
    aviary.round()
    assert Edition.objects.count() == 1

"""What should have happened by now is reported, and the heartbeat stays away while it has not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from pytest_django import Settings

from tocsin.delivery import answers
from tocsin.delivery.auditor import beat, overdue
from tocsin.delivery.escalation import escalate
from tocsin.delivery.models import Delivery, Escalation, FanOut
from tocsin.delivery.tests.rows import World

pytestmark = pytest.mark.django_db


class Watchdog(BaseHTTPRequestHandler):
    """Counts the beats, and answers as it is told."""

    beats = 0
    status = 200

    def do_GET(self) -> None:
        type(self).beats += 1
        self.send_response(type(self).status)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def watchdog(settings: Settings) -> Iterator[type[Watchdog]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Watchdog)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TOCSIN_HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}/beat"
    settings.TOCSIN_PRIVATE_HOSTS = ("127.0.0.1",)
    Watchdog.beats, Watchdog.status = 0, 200
    yield Watchdog
    server.shutdown()
    server.server_close()


def test_a_queue_that_stands_still_is_overdue_and_one_that_moves_is_not(noon: datetime) -> None:
    world = World(noon)
    first, second = world.queued(world.person("Mira"), world.person("Noor"))
    Escalation.objects.all().delete()
    assert overdue(now=noon + timedelta(minutes=4)) == ()
    (late,) = overdue(now=noon + timedelta(minutes=6))
    assert (late.count, late.since) == (2, noon)
    assert "tocsin work" in late.words
    Delivery.objects.filter(pk=first.pk).update(state="cancelled", finished_at=noon + timedelta(minutes=5))
    assert overdue(now=noon + timedelta(minutes=6)) == ()
    assert second.state == "queued"


def test_critical_messages_are_overdue_after_a_minute(noon: datetime) -> None:
    world = World(noon)
    world.queued(world.person("Mira"), level="Critical")
    (late,) = overdue(now=noon + timedelta(seconds=70))
    assert "Critical" in late.words


def test_critical_messages_that_are_tried_again_and_again_in_vain_are_overdue(noon: datetime) -> None:
    """Each try puts them off by some minutes, so none is ever due for long; other channels get through meanwhile."""
    world = World(noon)
    mira, noor = world.queued(world.person("Mira"), world.person("Noor"), level="Critical")
    Escalation.objects.all().delete()
    later = noon + timedelta(minutes=20)
    Delivery.objects.update(attempts=4, last_error="Connection refused", due_at=later + timedelta(minutes=2))
    (late,) = overdue(now=later)
    assert (late.count, late.since) == (2, noon)
    assert "tried in vain" in late.words
    Delivery.objects.filter(pk=noor.pk).update(state="sending", held_by="w", held_since=later)
    Delivery.objects.filter(pk=noor.pk).update(
        state="sent", finished_at=later - timedelta(minutes=1), channel="webhook", held_by="", held_since=None
    )
    (late,) = overdue(now=later)
    assert late.count == 1
    Delivery.objects.filter(pk=noor.pk).update(channel=mira.channel)
    assert overdue(now=later) == ()
    # One full mailbox is no outage, however long ago the others were told; several are one.
    assert overdue(now=later + timedelta(minutes=1, seconds=59)) == ()
    assert overdue(now=noon + timedelta(minutes=19)) == ()


def test_an_outage_that_begins_in_the_middle_of_critical_messages_is_overdue(noon: datetime) -> None:
    world = World(noon)
    rows = world.queued(*(world.person(f"P{number}") for number in range(7)), level="Critical")
    Escalation.objects.all().delete()
    later = noon + timedelta(minutes=20)
    first, second, *others = (row.pk for row in rows)
    for pk in (first, second):
        Delivery.objects.filter(pk=pk).update(state="sending", held_by="w", held_since=noon)
        Delivery.objects.filter(pk=pk).update(
            state="sent", finished_at=noon + timedelta(minutes=1), held_by="", held_since=None
        )
    Delivery.objects.filter(pk__in=others).update(
        attempts=2, last_error="refused", due_at=later + timedelta(minutes=2)
    )
    (late,) = overdue(now=later)
    assert late.count == 5
    Delivery.objects.filter(pk=others[0]).update(state="cancelled", finished_at=later)
    assert overdue(now=later) == ()


def test_a_call_for_help_that_nobody_hears_is_named(noon: datetime) -> None:
    world = World(noon)
    mira = world.person("Mira")
    (row,) = world.queued(mira)
    answers.record(row.edition, mira, "need-help", now=noon, via="link")
    soon = noon + timedelta(minutes=2)
    assert escalate(now=soon) == 0, "nobody is on duty"
    (late,) = overdue(now=soon)
    assert "nobody is written to" in late.words
    dana = world.person("Dana", on_duty=True)
    again = noon + timedelta(minutes=8)
    assert escalate(now=again) == 1
    assert not [one for one in overdue(now=again) if "nobody is written to" in one.words]
    # What was heard an hour ago says nothing of a call of today.
    answers.record(row.edition, mira, "safe", now=noon + timedelta(minutes=10), via="link")
    dana.on_duty = False
    dana.save()
    answers.record(row.edition, mira, "need-help", now=noon + timedelta(minutes=60), via="link")
    escalate(now=noon + timedelta(minutes=60))
    found = overdue(now=noon + timedelta(minutes=62))
    assert [one for one in found if "nobody is written to" in one.words]


def test_held_messages_jobs_and_steps_that_hang_are_named(noon: datetime) -> None:
    world = World(noon)
    (row,) = world.queued(world.person("Mira"))
    Delivery.objects.update(state="sending", held_by="gone/1", held_since=noon)
    FanOut.objects.create(edition=row.edition, created_at=noon)
    words = " ".join(one.words for one in overdue(now=noon + timedelta(hours=2)))
    for expected in ("in sending too long", "not told yet", "next step"):
        assert expected in words


def test_the_heart_beats_while_all_goes_its_way_and_not_while_something_is_overdue(
    noon: datetime, watchdog: type[Watchdog], caplog: pytest.LogCaptureFixture
) -> None:
    assert beat(now=noon)
    assert watchdog.beats == 1
    world = World(noon)
    world.queued(world.person("Mira"))
    assert not beat(now=noon + timedelta(hours=1))
    assert watchdog.beats == 1
    assert "Overdue since 2017-07-15 12:00:00 UTC" in caplog.text


def test_a_watchdog_that_refuses_or_is_away_stops_nothing(
    noon: datetime, watchdog: type[Watchdog], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    watchdog.status = 503
    assert not beat(now=noon)
    assert "503" in caplog.text
    settings.TOCSIN_HEARTBEAT_URL = "http://127.0.0.1:9/beat"
    assert not beat(now=noon)
    settings.TOCSIN_HEARTBEAT_URL = "http://192.168.7.7/beat"
    assert not beat(now=noon)
    settings.TOCSIN_HEARTBEAT_URL = ""
    assert not beat(now=noon)

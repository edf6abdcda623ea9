"""A round that fails ends no part of the worker; a part that ends none any more is named."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from django.db import OperationalError

from tocsin.clock import now
from tocsin.delivery.auditor import overdue
from tocsin.delivery.inbound import arrivals, mailbox
from tocsin.delivery.parts import Rounds, late_parts
from tocsin.delivery.worker_part import WorkerPart
from tocsin.project import worker
from tocsin.project.checking import check_instance


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "fault", [KeyError("x"), UnicodeEncodeError("ascii", "ä", 0, 1, "no"), OperationalError()]
)
def test_whatever_fails_in_a_round_the_next_one_is_made(
    fault: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(worker, "LONGEST_PAUSE", 0.01)
    monkeypatch.setattr(worker, "LONGEST_PAUSE_FOR_DATABASE", 0.01)
    stop, made = threading.Event(), []

    def task() -> None:
        made.append(WorkerPart.objects.get().fault)
        if len(made) < 3:
            raise fault
        stop.set()

    worker._rounds(stop, "escalation", task, 0.01)
    assert made == ["", type(fault).__name__, type(fault).__name__]
    assert "A round of escalation failed, 2 in a row" in caplog.text
    assert "Traceback" in caplog.text
    part = WorkerPart.objects.get()
    assert (part.name, part.failed_at, part.fault) == ("escalation", None, "")


def test_the_pause_after_failures_grows_to_a_minute_and_is_short_where_the_database_is_away() -> None:
    assert [worker._pause_after(count, KeyError()) for count in (1, 2, 3, 9, 5000)] == [1, 2, 4, 60, 60]
    assert worker._pause_after(5000, OperationalError()) == 5


@pytest.mark.django_db
def test_a_part_whose_rounds_fail_or_do_not_end_is_named(noon: datetime) -> None:
    mail, intake = Rounds("mail"), Rounds("intake")
    for one in (mail, intake):
        one.began(now=noon)
        one.ended(now=noon)
    mail.failed(KeyError("a secret"), now=noon + timedelta(minutes=1))
    assert late_parts(now=noon + timedelta(minutes=4)) == ()
    (late,) = overdue(now=noon + timedelta(minutes=6))
    assert "mail" in late.words
    assert "KeyError" in late.words
    assert "a secret" not in late.words
    mail.ended(now=noon + timedelta(minutes=7))
    assert overdue(now=noon + timedelta(minutes=10)) == ()
    (late,) = overdue(now=noon + timedelta(minutes=30))[:1]
    assert "intake" in late.words


@pytest.mark.django_db
def test_check_names_a_part_that_ends_no_round(noon: datetime) -> None:
    assert not [one for one in check_instance() if "ends no round" in one]
    Rounds("purge").ended(now=now() - timedelta(days=4))
    (said,) = [one for one in check_instance() if "ends no round" in one]
    assert "purge" in said


def test_receipts_that_came_early_are_looked_at_before_the_mailbox_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order: list[str] = []
    monkeypatch.setattr(arrivals, "settle_early", lambda **_: order.append("receipts") or 0)
    monkeypatch.setattr(mailbox, "fetch_configured", lambda **_: order.append("mailbox") or 0)
    worker.take_in_mail(lambda: False)
    assert order == ["receipts", "mailbox"]

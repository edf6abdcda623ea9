"""What the worker does with results that cannot be written, rows that vanish, full disks, locks and clocks that step."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection, transaction

from tocsin.delivery import results
from tocsin.delivery.channels import Done, Response, put_off
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.decide import Follows, Outcome
from tocsin.delivery.messages import Letter
from tocsin.delivery.models import Attempt, Delivery
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World
from tocsin.delivery.worker import Lane, Worker, run_once
from tocsin.exposure.models import Person, Trip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(noon: datetime) -> Iterator[World]:
    yield World(noon)
    # What empties the tables after the test knows nothing of the index of stays; deleting takes them out of it.
    Trip.objects.all().delete()


class Saying:
    """A channel that answers each letter at once with what `say` returns for its address."""

    def __init__(self, say: Callable[[str], Response]) -> None:
        self._say = say

    def hand_over(self, letter: Letter, done: Done) -> None:
        done(self._say(letter.address))

    def close(self) -> None:
        """Nothing is open."""


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("person__name", "state"))


def test_what_a_server_says_names_the_recipient_in_part_only(world: World, noon: datetime) -> None:
    """Attempts are kept when a person's addresses are forgotten, and stand on pages that show none."""
    world.queued(world.person("Mira"))
    refusing = Saying(
        lambda address: Response(
            Outcome.PERMANENT, f"550 5.1.1 <{address.upper()}>: {address} unknown, ask a@b.example"
        )
    )
    run_once(now=noon, channels={"email": refusing})
    kept = "550 5.1.1 <m…@field.example>: m…@field.example unknown, ask a@b.example"
    assert Attempt.objects.get().response == Delivery.objects.get().last_error == kept


@pytest.mark.parametrize(
    "words", ["no\x00 such user", "\ud800 half a pair", "x" * 100_000, "\x1b[2J", "\u202eevil"]
)
def test_what_a_server_says_never_keeps_results_from_being_written(
    world: World, noon: datetime, words: str
) -> None:
    world.queued(world.person("Mira"), world.person("Omar"), world.person("Lena"))

    def say(address: str) -> Response:
        return (
            Response(Outcome.PERMANENT, words) if "omar" in address else Response(Outcome.ACCEPTED, "250 ok")
        )

    run_once(now=noon, channels={"email": Saying(say)})
    assert states() == {"Mira": "sent", "Omar": "failed", "Lena": "sent"}
    assert Attempt.objects.get(delivery__person__name="Omar").response


def test_a_result_that_the_database_refuses_holds_up_no_other(
    world: World, noon: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    """Milliseconds that no column takes: a fault of ours, which may cost its own message a second try and nobody else's."""
    world.queued(world.person("Mira"), world.person("Omar"), world.person("Lena"))

    def say(address: str) -> Response:
        return Response(Outcome.ACCEPTED, "250 ok", None, -5 if "omar" in address else 5)

    run_once(now=noon, channels={"email": Saying(say)})
    assert states() == {"Mira": "sent", "Omar": "queued", "Lena": "sent"}
    assert "could not be written down (" in Delivery.objects.get(person__name="Omar").last_error
    assert "each is written by itself" in caplog.text


def test_a_person_who_is_erased_while_their_message_is_on_its_way_holds_up_no_other(
    world: World, noon: datetime, tmp_path: Path
) -> None:
    world.queued(world.person("Mira"), world.person("Omar"))
    accepting = Saying(lambda _: Response(Outcome.ACCEPTED, "250 ok"))
    worker = Worker(clock=lambda: noon, channels={"email": accepting}, folder=tmp_path / "workers")
    worker.turn()
    worker.rest(0.2)
    Person.objects.get(name="Omar").delete()
    worker.finish(1.0)
    assert states() == {"Mira": "sent"}
    assert Attempt.objects.count() == 1


def test_a_channel_that_raises_costs_only_its_own_message(world: World, noon: datetime) -> None:
    world.queued(world.person("Mira"), world.person("Omar"))

    def say(address: str) -> Response:
        if "omar" in address:
            raise RuntimeError("it broke")
        return Response(Outcome.ACCEPTED, "250 ok")

    run_once(now=noon, channels={"email": Saying(say)})
    assert states() == {"Mira": "sent", "Omar": "queued"}
    assert "A fault in Tocsin: RuntimeError: it broke" in Delivery.objects.get(person__name="Omar").last_error


def test_a_message_that_a_channel_forgets_gives_its_room_back_and_says_why(
    world: World, noon: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The window holds one message; the first is lost by its channel, and answered for only much later."""
    monkeypatch.setattr("tocsin.delivery.worker.OVERDUE", 0.3)
    world.queued(world.person("Mira"), world.person("Omar"))
    forgotten: list[Done] = []

    class Forgetful(Saying):
        def hand_over(self, letter: Letter, done: Done) -> None:
            if forgotten:
                super().hand_over(letter, done)
            else:
                forgotten.append(done)

    channel = Forgetful(lambda _: Response(Outcome.ACCEPTED, "250 ok"))
    worker = Worker(
        clock=lambda: noon, channels={"email": channel}, folder=tmp_path / "workers", lanes=(Lane(False, 1),)
    )
    deadline = time.monotonic() + 10
    while states() != {"Mira": "queued", "Omar": "sent"} and time.monotonic() < deadline:
        worker.turn()
        worker.rest(0.05)
    forgotten[0](Response(Outcome.ACCEPTED, "250 late"))
    worker.finish(1.0)
    assert states() == {"Mira": "queued", "Omar": "sent"}
    assert "has not said within" in Delivery.objects.get(person__name="Mira").last_error


@pytest.mark.parametrize("step", [timedelta(hours=-1), timedelta(hours=1)])
def test_a_clock_that_steps_by_an_hour_sends_each_message_once(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime, tmp_path: Path, step: timedelta
) -> None:
    world.queued(*(world.person(f"P{number}") for number in range(6)), hours=24)
    moments = [noon]
    worker = Worker(clock=lambda: moments[-1], channels={"email": smtp}, folder=tmp_path / "workers")
    worker.turn()
    moments.append(noon + step)
    deadline = time.monotonic() + 20
    while worker.in_flight and time.monotonic() < deadline:
        worker.rest(0.1)
        worker.turn()
    world.queued(world.person("Late"), hours=24)
    moments.append(noon + timedelta(seconds=1))
    while len(mailbox.mails) < 7 and time.monotonic() < deadline:
        worker.turn()
        worker.rest(0.1)
    while worker.in_flight and time.monotonic() < deadline:
        worker.turn()
        worker.rest(0.1)
    worker.end()
    assert set(states().values()) == {"sent"}
    assert len({mail.rcpt_tos[0] for mail in mailbox.mails}) == len(mailbox.mails) == 7


# -- the database ---------------------------------------------------------------------------------------------

sqlite_only = pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="about SQLite's own file"
)


def everybody_is_sent() -> bool:
    return set(states().values()) == {"sent"}


@sqlite_only
def test_a_full_disk_loses_nothing_and_sending_goes_on_when_there_is_room(
    world: World, noon: datetime
) -> None:
    """The database may not grow any more: SQLite says that the disk is full, as it does where it is."""
    world.queued(*(world.person(f"P{number}") for number in range(5)))
    said: list[str] = []

    def say(address: str) -> Response:
        said.append(address)
        return Response(Outcome.ACCEPTED, "250 " + "x" * 1990)

    worker = Worker(
        clock=lambda: noon, channels={"email": Saying(say)}, folder=settings.TOCSIN_HOME / "workers"
    )
    worker.turn()
    worker.rest(0.2)
    assert len(said) == 5
    with connection.cursor() as cursor:
        # Pages that earlier tests left free would be room.
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
    try:
        assert worker._turn_or_say() is False
        assert worker.in_flight == 5
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA max_page_count = 1073741823")
    worker.finish(1.0)
    assert everybody_is_sent()
    assert Attempt.objects.count() == len(said) == 5


def test_two_workers_share_the_work_and_nobody_is_told_twice(
    world: World, mailbox: Mailbox, smtp: SmtpChannel, noon: datetime, tmp_path: Path
) -> None:
    world.queued(*(world.person(f"P{number}") for number in range(30)))
    one, other = (
        Worker(clock=lambda: noon, channels={"email": smtp}, folder=tmp_path / "workers") for _ in range(2)
    )
    deadline = time.monotonic() + 30
    while not everybody_is_sent() and time.monotonic() < deadline:
        for worker in (one, other):
            worker.turn()
            worker.rest(0.02)
    one.finish(1.0)
    other.finish(1.0)
    assert everybody_is_sent()
    assert len({mail.rcpt_tos[0] for mail in mailbox.mails}) == len(mailbox.mails) == 30


def test_what_was_claimed_by_a_commit_whose_answer_was_lost_is_sent_all_the_same_and_once(
    world: World, noon: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database went away between doing the commit and saying so: the rows are held, and their worker does not know."""
    world.queued(*(world.person(f"P{number}") for number in range(5)))
    said: list[str] = []

    def say(address: str) -> Response:
        said.append(address)
        return Response(Outcome.ACCEPTED, "250 ok")

    worker = Worker(clock=lambda: noon, channels={"email": Saying(say)}, folder=tmp_path / "workers")
    claim = worker._record_and_claim

    def claim_unheard(*given: object) -> None:
        claim(*given)  # type: ignore[arg-type]
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(worker, "_record_and_claim", claim_unheard)
    assert worker._turn_or_say() is False
    assert set(states().values()) == {"sending"}
    monkeypatch.undo()
    assert worker._turn_or_say() is True
    worker.rest(0.2)
    worker.finish(1.0)
    assert everybody_is_sent()
    assert len(said) == Attempt.objects.count() == 5
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_worker_that_left_hundreds_of_messages_in_hand_is_taken_over_by_a_few_statements(
    world: World, noon: datetime, tmp_path: Path, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    world.queued(*(world.person(f"P{number}") for number in range(200)))
    dead = Worker(
        clock=lambda: noon,
        channels={"email": Saying(lambda _: Response(Outcome.ACCEPTED, "250 ok"))},
        folder=tmp_path / "workers",
    )
    dead.turn()
    with transaction.atomic(), django_assert_max_num_queries(10):
        assert results.interrupt(dead._lease.name, now=noon, dice=lambda: 0.5) == 200
    dead.end()
    assert set(states().values()) == {"queued"}
    assert Attempt.objects.filter(outcome="interrupted").count() == 200
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_worker_whose_rows_another_took_over_records_nothing_against_the_other(
    world: World, noon: datetime, tmp_path: Path
) -> None:
    """It hung so long that it was taken for dead: what it says later changes no row that is not its own any more."""
    world.queued(world.person("Mira"))
    held: list[Done] = []

    class Slow:
        def hand_over(self, letter: Letter, done: Done) -> None:
            held.append(done)

        def close(self) -> None:
            """Nothing is open."""

    slow = Worker(clock=lambda: noon, channels={"email": Slow()}, folder=tmp_path / "workers")
    slow.turn()
    slow.rest(0.05)
    results.interrupt(slow._lease.name, now=noon, dice=lambda: 0.5)
    run_once(
        now=noon + timedelta(minutes=1),
        channels={"email": Saying(lambda _: Response(Outcome.ACCEPTED, "250 ok"))},
    )
    held[0](Response(Outcome.PERMANENT, "550 no"))
    slow.turn()
    slow.end()
    assert states() == {"Mira": "sent"}
    assert list(Attempt.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "interrupted",
        "accepted",
        "permanent",
    ]


# -- servers that are left alone ------------------------------------------------------------------------------


def put_off_all(world: World, noon: datetime, *, wait: float, hours: float = 24) -> None:
    world.queued(world.person("Mira"), world.person("Omar"), hours=hours)
    away = put_off("mail.example:25 is left alone.", timedelta(seconds=wait))
    run_once(now=noon, channels={"email": Saying(lambda _: away)})


def test_what_is_put_off_counts_as_no_try_and_says_why_it_waits(world: World, noon: datetime) -> None:
    put_off_all(world, noon, wait=40)
    for row in Delivery.objects.all():
        assert (row.state, row.attempts, row.last_error) == ("queued", 0, "mail.example:25 is left alone.")
        assert row.due_at == noon + timedelta(seconds=40)
    assert not Attempt.objects.exists()


def test_what_is_put_off_in_the_last_minute_still_goes_out(world: World, noon: datetime) -> None:
    """The server is left alone for longer than the edition lasts, and comes back all the same."""
    put_off_all(world, noon, wait=60, hours=0.01)
    accepting = Saying(lambda _: Response(Outcome.ACCEPTED, "250 ok"))
    run_once(now=noon + timedelta(seconds=30), channels={"email": accepting})
    assert everybody_is_sent()


def test_an_outage_leaves_no_more_attempts_than_there_were_tries(
    world: World, noon: datetime, tmp_path: Path
) -> None:
    """Ten minutes of a mail server that is down, on a clock that runs fast."""
    from tocsin.delivery.channels.smtp_server import server_from

    smtp = SmtpChannel(server_from("smtp://127.0.0.1:1?timeout=1"), "alerts@desk.example")
    began = time.monotonic()

    def passed() -> float:
        return (time.monotonic() - began) * 120

    smtp._ordinary._breaker._clock = passed
    world.queued(*(world.person(f"P{number}") for number in range(20)))
    worker = Worker(
        clock=lambda: noon + timedelta(seconds=passed()), channels={"email": smtp}, folder=tmp_path / "w"
    )
    while passed() < 600:
        worker.turn()
        worker.rest(0.02)
    worker.finish(1.0)
    smtp.close()
    assert not Attempt.objects.filter(response__contains="left alone").exists()
    assert sum(Delivery.objects.values_list("attempts", flat=True)) == Attempt.objects.count() < 80


def test_a_row_that_cannot_be_taken_over_keeps_neither_the_others_nor_the_worker_from_sending(
    world: World,
    noon: datetime,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Milliseconds that no column takes, for one row of a dead worker: a fault of ours."""
    world.queued(world.person("Mira"), world.person("Omar"))
    dead = f"{socket.gethostname().replace('/', '-')[:40]}/1-00000000"
    Delivery.objects.update(state="sending", held_by=dead, held_since=noon)
    refused = Delivery.objects.get(person__name="Mira").pk
    made = results._attempt_row

    def attempt_row(pk: int, response: Response, follows: Follows, moment: object) -> tuple[object, ...]:
        return made(pk, replace(response, milliseconds=-5) if pk == refused else response, follows, moment)

    monkeypatch.setattr(results, "_attempt_row", attempt_row)
    accepting = Saying(lambda _: Response(Outcome.ACCEPTED, "250 ok"))
    run_once(now=noon, channels={"email": accepting}, folder=tmp_path / "workers")
    assert states() == {"Mira": "sending", "Omar": "sent"}
    assert "could not be taken over" in caplog.text


def test_no_outage_fills_the_counter_of_tries(world: World, noon: datetime) -> None:
    world.queued(world.person("Mira"))
    Delivery.objects.update(attempts=40_000)
    run_once(now=noon, channels={"email": Saying(lambda _: Response(Outcome.TEMPORARY, "451 later"))})
    assert Delivery.objects.get().attempts == 40_001

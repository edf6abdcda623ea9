"""What waits behind a pace or a slow server is looked at again before it leaves: nothing goes out after an answer or the end."""

from __future__ import annotations

import socket
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tocsin.delivery import answers
from tocsin.delivery.channels import Response
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import SmtpServer, server_from
from tocsin.delivery.decide import Outcome
from tocsin.delivery.models import Delivery
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.rows import World
from tocsin.delivery.tests.scripted import serving
from tocsin.delivery.tests.test_smtp_hard import Desk, channel_to, letter_of
from tocsin.delivery.worker import Worker


def test_nothing_goes_out_behind_a_pace_after_an_answer_or_the_end(
    world: World, mailbox: Mailbox, mail_server, tmp_path: Path
) -> None:
    """One mail in two seconds, for four people; the fourth answers at once, and the edition ends before the third's turn."""
    address = f"smtp://127.0.0.1:{mail_server.port}?timeout=5&rate=0.5"
    smtp = SmtpChannel(server_from(address), "alerts@desk.example")
    people = [world.person(f"P{number}") for number in range(4)]
    rows = world.queued(*people, hours=0.001)
    began = time.monotonic()

    def clock():
        return world.now + timedelta(seconds=time.monotonic() - began)

    worker = Worker(clock=clock, channels={"email": smtp}, folder=tmp_path / "w")
    worker.turn()
    assert worker.in_flight == 1
    answers.record(rows[3].edition, people[3], "safe", now=clock(), via="link")
    while Delivery.objects.filter(state__in=["queued", "sending"]).exists() and time.monotonic() - began < 20:
        worker.turn()
        worker.rest(0.1)
    worker.end()
    smtp.close()
    states = dict(Delivery.objects.values_list("person__name", "rule"))
    assert (states["P2"], states["P3"]) == ("expired", "answered")
    assert [mail.rcpt_tos[0] for mail in mailbox.mails] == ["p0@field.example", "p1@field.example"]


def said_within(seconds: float, channel: SmtpChannel, letters: list) -> list[Response]:
    said: list[Response] = []
    loop = own_loop()
    for letter in letters:
        loop.call_soon(channel.hand_over, letter, said.append)
    loop.call_later(seconds, loop.stop)
    loop.run_forever()
    return said


def test_what_waits_long_behind_a_slow_server_goes_back_uncounted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.delivery.channels.pool.LONGEST_WAIT", 0.3)

    class Slow(Desk):
        def say(self, command: str) -> bytes | None:
            if command == "TEXT":
                time.sleep(0.6)
            return super().say(command)

    with serving(Slow()) as server, closing(channel_to(server)) as channel:
        said = said_within(1.0, channel, [letter_of(number) for number in range(5)])
    back = [response for response in said if response.is_put_off]
    assert len(back) == 3
    assert "behind others" in back[0].words


def test_a_message_whose_server_is_being_called_hears_what_came_of_the_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The server never greets: the one that called says so, however long that took."""
    monkeypatch.setattr("tocsin.delivery.channels.pool.LONGEST_WAIT", 0.2)

    def mute(connection: socket.socket, number: int) -> None:
        connection.recv(1)

    with serving(mute) as server, closing(channel_to(server, timeout=0.8)) as channel:
        (said,) = said_within(1.3, channel, [letter_of()])
    assert not said.is_put_off
    assert "did not answer within" in said.words


def test_what_ended_while_it_waited_is_not_handed_over() -> None:
    desk = Desk()
    letter = letter_of()
    with serving(desk) as server, closing(channel_to(server)) as channel:
        (said,) = said_within(0.5, channel, [replace(letter, expires=letter.at)])
    assert said.is_put_off
    assert not desk.mails


def test_a_server_that_is_left_alone_gets_nothing_claimed_for_it_but_what_is_urgent() -> None:
    with closing(SmtpChannel(SmtpServer("127.0.0.1", 1, timeout=1), "alerts@desk.example")) as channel:
        assert channel.most(urgent=False) is None
        for number in range(6):
            said = said_within(0.1, channel, [letter_of(number)])
            assert said[0].outcome is Outcome.TECHNICAL
        assert channel.most(urgent=False) == 0
        assert channel.most(urgent=True) is None

"""Receivers of webhooks that babble, hang or cheat: each message gets one answer, and none to another host waits for them."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest

from tocsin.delivery.channels import Response, send_all, send_now
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.channels.webhook import WebhookChannel, retry_after
from tocsin.delivery.decide import Outcome
from tocsin.delivery.messages import Letter
from tocsin.delivery.tests.conftest import Receiver
from tocsin.delivery.tests.rows import SECRET
from tocsin.delivery.tests.scripted import Script, serving
from tocsin.delivery.tests.test_smtp_hard import NOON, letter_of
from tocsin.grading import Level

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def hook(port: int, number: int = 1, *, level: Level = Level.WARNING) -> Letter:
    return replace(letter_of(number, level=level, address=f"http://127.0.0.1:{port}/hook"), secret=SECRET)


@contextmanager
def channel(timeout: float = 2.0) -> Iterator[WebhookChannel]:
    with closing(WebhookChannel(private_hosts=["127.0.0.1"], timeout=timeout)) as made:
        yield made


def post(connection: socket.socket) -> bytes:
    """Read one whole post; b'' where the other side has hung up."""
    data = b""
    while b"\r\n\r\n" not in data:
        part = connection.recv(65536)
        if not part:
            return b""
        data += part
    head, _, body = data.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return body


def answering(*answers: bytes, times: int = 1) -> Script:
    """Answer each post of a connection with the next of `answers`, then hang up."""

    def script(connection: socket.socket, number: int) -> None:
        for answer in answers * times:
            if not post(connection):
                return
            connection.sendall(answer)

    return script


def said_by(script: Script, *, timeout: float = 2.0) -> Response:
    with serving(script) as server, channel(timeout) as hooks:
        return send_now(hooks, hook(server.port))


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        (b"HTTP/1.0 200 OK\r\n\r\nthat is all", Outcome.ACCEPTED, "200 OK: that is all"),
        (b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", Outcome.ACCEPTED, "200 OK"),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, Outcome.ACCEPTED, "200 OK"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 40 + OK, Outcome.ACCEPTED, "200 OK"),
        (b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 4000, Outcome.TECHNICAL, "never what became"),
        (b"HTTP/1.1 200 OK\r\n" + b"X-More: yes\r\n" * 9000, Outcome.TECHNICAL, "no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n" + b"x" * 200_000, Outcome.ACCEPTED, "200 OK"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nshort", Outcome.TECHNICAL, "may have taken"),
        (b"HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n", Outcome.PERMANENT, "not followed"),
        (b"SSH-2.0-OpenSSH\r\n", Outcome.TECHNICAL, "may have taken"),
        (b"\x00\x01\x02", Outcome.TECHNICAL, "may have taken"),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 4\r\n\r\n\x00\x1b[2", Outcome.TEMPORARY, "\ufffd\ufffd[2"),
        (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\n\x1f\x8b\x08", Outcome.ACCEPTED, "200 OK"),
    ],
)  # fmt: skip
def test_whatever_a_receiver_answers_is_one_outcome_with_its_own_words(
    answer: bytes, outcome: Outcome, words: str
) -> None:
    response = said_by(answering(answer))
    assert response.outcome is outcome
    assert words in response.words
    assert len(response.words) < 2100


def test_an_answer_to_a_post_that_was_not_sent_yet_accepts_nothing() -> None:
    """A receiver answers the first post twice, and takes nothing after it."""
    with serving(answering(OK + OK)) as server, channel() as hooks:
        first = send_now(hooks, hook(server.port, 1))
        second = send_now(hooks, hook(server.port, 2))
        assert first.outcome is second.outcome is Outcome.ACCEPTED
        # Each had a connection of its own: what came behind the first answer was thrown away with that.
        assert server.connections == 2


def test_a_kept_connection_that_was_closed_meanwhile_costs_no_message() -> None:
    with serving(answering(OK)) as server, channel() as hooks:
        for number in range(4):
            assert send_now(hooks, hook(server.port, number)).outcome is Outcome.ACCEPTED
        assert server.connections == 4


def test_a_receiver_that_drips_is_given_up_after_its_time() -> None:
    def dripping(connection: socket.socket, number: int) -> None:
        post(connection)
        try:
            for _ in range(200):
                connection.sendall(b"H")
                time.sleep(0.05)
        except OSError:
            return

    response = said_by(dripping, timeout=0.5)
    assert response.outcome is Outcome.TECHNICAL


@contextmanager
def hanging() -> Iterator[int]:
    """Take every post, and answer none until the block ends."""
    over = threading.Event()

    def script(connection: socket.socket, number: int) -> None:
        post(connection)
        over.wait(30)

    with serving(script) as server:
        try:
            yield server.port
        finally:
            over.set()


@pytest.mark.parametrize("level", [Level.WARNING, Level.CRITICAL])
def test_a_receiver_that_hangs_keeps_no_room_from_others(
    level: Level, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What waits for it is put off and says so, long before those that hang have had their time."""
    monkeypatch.setattr("tocsin.delivery.channels.webhook.PATIENCE", 0.3)
    monkeypatch.setattr("tocsin.delivery.channels.webhook.URGENT_PATIENCE", 0.3)
    port = int(receiver.address.rsplit(":", 1)[1].split("/")[0])
    said: list[Response] = []
    loop = own_loop()

    def note(response: Response) -> None:
        said.append(response)
        if len(said) == 40 - limit:
            loop.stop()

    limit = 4 if level is Level.CRITICAL else 8
    with hanging() as slow, channel(timeout=20) as hooks:
        for number in range(40):
            loop.call_soon(hooks.hand_over, hook(slow, number, level=level), note)
        loop.run_forever()
        assert {response.outcome for response in said} == {Outcome.TECHNICAL}
        assert "has said nothing" in said[0].words
        assert all(response.wait for response in said)
        assert send_now(hooks, hook(port, 99, level=level)).outcome is Outcome.ACCEPTED


def test_a_receiver_that_is_left_alone_is_not_waited_for_by_those_in_line() -> None:
    """Eight time-outs, and the other thirty are told at once."""
    with hanging() as slow, channel(timeout=0.3) as hooks:
        responses = send_all(hooks, [hook(slow, number) for number in range(38)])
    assert sum("left alone" in response.words for response in responses) >= 22
    assert {response.outcome for response in responses} == {Outcome.TECHNICAL}


def test_many_receivers_of_one_host_ask_the_name_server_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from tocsin.delivery.channels import lookups
    from tocsin.delivery.channels.public_addresses import public_addresses

    asked: list[str] = []

    def slowly(host: str, port: int, private: tuple[str, ...]) -> object:
        asked.append(host)
        time.sleep(0.2)
        return public_addresses(host, port, private)

    monkeypatch.setattr(lookups, "public_addresses", slowly)
    with serving(answering(OK, times=20)) as server, channel() as hooks:
        responses = send_all(hooks, [hook(server.port, number) for number in range(12)])
    assert {response.outcome for response in responses} == {Outcome.ACCEPTED}
    assert len(asked) <= 2


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("10", 10), ("0", 0), ("-5", None), ("999999999999", 6 * 3600), ("soon", None), ("1.5", None), ("", None),
        ("Sat, 15 Jul 2017 12:00:30 GMT", 30), ("Sat, 15 Jul 2017 11:00:00 GMT", 0), ("Sat, 99 Jul 2017", None),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 6 * 3600), ("\u0663", 3),
    ],
)  # fmt: skip
def test_a_wait_that_is_asked_for_is_read_or_left_out(header: str, seconds: float | None) -> None:
    wait = retry_after(header, now=NOON)
    assert (wait and wait.total_seconds()) == (seconds or (wait and 0.0))


FAR = "9" * 5000


@pytest.mark.parametrize(
    "header",
    [
        f"Retry-After: {FAR}",
        "Retry-After: Mon, 01 Jan 2020 00:00:00 +99999999999999999999",
        "Date: Mon, 01 Jan 2020 00:00:00 +99999999999999999999",
        "Date: Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        f"Date: {FAR}",
        "Retry-After: 1 Jan 0001 00:00:00 +2359",
    ],
)
def test_no_header_of_a_receiver_keeps_its_messages_from_being_answered_for(header: str) -> None:
    answer = f"HTTP/1.1 503 Later\r\n{header}\r\nContent-Length: 0\r\n\r\n".encode()
    with serving(answering(answer, times=9)) as server, channel() as hooks:
        said: list[Response] = []
        loop = own_loop()
        for number in range(5):
            loop.call_soon(hooks.hand_over, hook(server.port, number, level=Level.CRITICAL), said.append)
        loop.call_later(1.0, loop.stop)
        loop.run_forever()
    assert [response.words for response in said] == ["503 Later"] * 5


def test_a_fault_in_judging_an_answer_is_told_with_its_words_and_the_next_message_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from tocsin.delivery.channels import webhook

    def broken(code: int) -> Outcome:
        raise RuntimeError("it broke")

    with serving(answering(OK, times=9)) as server, channel() as hooks:
        with monkeypatch.context() as patched:
            patched.setattr(webhook, "http_outcome", broken)
            first = send_now(hooks, hook(server.port, 1))
        second = send_now(hooks, hook(server.port, 2))
    assert first.outcome is Outcome.TECHNICAL
    assert "A fault in Tocsin: RuntimeError: it broke" in first.words
    assert second.outcome is Outcome.ACCEPTED
    assert "could not be judged" in caplog.text


def test_a_message_that_cannot_be_made_ready_is_answered_for(monkeypatch: pytest.MonkeyPatch) -> None:
    from tocsin.delivery.channels import webhook

    def broken(letter: Letter) -> bytes:
        raise KeyError(letter.message_id)

    with serving(answering(OK, times=9)) as server, channel() as hooks:
        with monkeypatch.context() as patched:
            patched.setattr(webhook, "payload", broken)
            first = send_now(hooks, hook(server.port, 1))
        second = send_now(hooks, hook(server.port, 2))
    assert "A fault in Tocsin: KeyError" in first.words
    assert second.outcome is Outcome.ACCEPTED

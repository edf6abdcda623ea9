"""Mail servers that drop, babble, cheat or are out of date: each message gets one answer, and none is lost or doubled."""

from __future__ import annotations

import socket
from collections import Counter
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.channels import Response, send_all, send_now
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import SmtpServer, server_from
from tocsin.delivery.decide import Outcome
from tocsin.delivery.messages import Letter
from tocsin.delivery.tests.scripted import ScriptedServer, certificate_for, server_context, serving
from tocsin.grading import Level

NOON = datetime.fromisoformat("2017-07-15T12:00:00+00:00")


def letter_of(number: int = 1, *, level: Level = Level.WARNING, address: str = "") -> Letter:
    bulletin = Bulletin(
        identifier="desk.example-2017-0001-1", reference="2017-0001", message_type="Alert", level=level,
        title="Kenya: Teachers plan march", country="KE", language="en", summary="A march is planned.",
        acts=("Stay away from the city centre.",), news="", sent=NOON, onset=NOON, expires=NOON + timedelta(hours=24),
        time_zone="Africa/Nairobi", organisation="Harbour Relief", page="https://desk.example/alerts/a/",
        asks_for_answer=True,
    )  # fmt: skip
    return Letter(
        message_id=f"tocsin-{number}", address=address or f"p{number}@field.example", secret="", name="Mira", language="en",
        why="Mira is in Nairobi.", answer="https://desk.example/answer/x/", thread=(), bulletin=bulletin, at=NOON,
    )  # fmt: skip


def channel_to(server: ScriptedServer, *, timeout: float = 3.0, conversations: int = 1) -> SmtpChannel:
    there = SmtpServer("127.0.0.1", server.port, timeout=timeout)
    return SmtpChannel(there, "alerts@desk.example", conversations=conversations)


class Desk:
    """The server's side of a conversation. `say` gives the answer to a command: bytes, or None to hang up."""

    def __init__(self, *, extensions: tuple[str, ...] = ("PIPELINING", "8BITMIME")) -> None:
        self.extensions = extensions
        self.mails: list[bytes] = []
        self.commands: list[str] = []
        self.greeting: bytes | None = b"220 here\r\n"

    def say(self, command: str) -> bytes | None:
        if command.startswith("EHLO"):
            lines = ["here", *self.extensions]
            return b"".join(
                f"250{' ' if n == len(lines) - 1 else '-'}{line}\r\n".encode() for n, line in enumerate(lines)
            )
        return b"354 go on\r\n" if command == "DATA" else b"250 ok\r\n"

    def send(self, connection: socket.socket, words: bytes) -> None:
        connection.sendall(words)

    def __call__(self, connection: socket.socket, number: int) -> None:
        if self.greeting is None:
            return
        self.send(connection, self.greeting)
        lines = connection.makefile("rb")
        while line := lines.readline():
            command = line.decode().strip()
            self.commands.append(command)
            answer = self.say(command)
            if answer is None:
                return
            self.send(connection, answer)
            if answer.startswith(b"421"):
                return
            if answer.startswith(b"354"):
                text = []
                while (part := lines.readline()) != b".\r\n":
                    if not part:
                        return
                    text.append(part)
                if text:
                    self.mails.append(b"".join(text))
                if (end := self.say("TEXT" if text else "NO-TEXT")) is None:
                    return
                self.send(connection, end)
                if end.startswith(b"421"):
                    return


def sent_to(desk: Desk, letter: Letter | None = None) -> Response:
    with serving(desk) as server, closing(channel_to(server)) as channel:
        return send_now(channel, letter or letter_of())


# -- certificates -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "said"), [(-1.0, "certificate has expired"), (1.0, "250 ok")])
@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_certificate_that_has_ended_is_technical_and_nothing_is_said_to_the_server(
    scheme: str, days: float, said: str, tmp_path: Path
) -> None:
    made = certificate_for("localhost", tmp_path, days=days)
    context, desk = server_context(made), Desk()

    def encrypted(connection: socket.socket, number: int) -> None:
        if scheme == "smtp+starttls":
            connection.sendall(b"220 here\r\n")
            connection.recv(1000)
            connection.sendall(b"250-here\r\n250 STARTTLS\r\n")
            connection.recv(1000)
            connection.sendall(b"220 go on\r\n")
            # The greeting is not said again after STARTTLS (RFC 3207).
            desk.greeting = b""
        with context.wrap_socket(connection, server_side=True) as safe:
            desk(safe, number)

    with serving(encrypted) as server:
        address = f"{scheme}://localhost:{server.port}?timeout=3&ca={made[0]}"
        with closing(SmtpChannel(server_from(address), "alerts@desk.example")) as channel:
            response = send_now(channel, letter_of())
    assert said in response.words
    assert response.outcome is (Outcome.TECHNICAL if days < 0 else Outcome.ACCEPTED)
    assert len(desk.mails) == (days > 0)


@pytest.mark.parametrize("injected", [b"250-here\r\n250 AUTH PLAIN\r\n", b"250-half a reply\r\n"])
def test_what_came_in_the_clear_behind_the_answer_to_starttls_is_refused(
    injected: bytes, tmp_path: Path
) -> None:
    heard = []

    def cheat(connection: socket.socket, number: int) -> None:
        connection.sendall(b"220 here\r\n")
        connection.recv(1000)
        connection.sendall(b"250-here\r\n250 STARTTLS\r\n")
        connection.recv(1000)
        connection.sendall(b"220 go on\r\n" + injected)
        heard.append(connection.recv(1000))

    made = certificate_for("localhost", tmp_path)
    with serving(cheat) as server:
        address = f"smtp+starttls://desk:word@localhost:{server.port}?timeout=3&ca={made[0]}"
        with closing(SmtpChannel(server_from(address), "alerts@desk.example")) as channel:
            response = send_now(channel, letter_of())
    assert response.outcome is Outcome.TECHNICAL
    assert "before the encryption began" in response.words
    assert b"AUTH" not in b"".join(heard)


# -- servers that drop ------------------------------------------------------------------------------------


class Dropping(Desk):
    """Hangs up at one command."""

    def __init__(self, at: str, *, extensions: tuple[str, ...] = ("PIPELINING",)) -> None:
        super().__init__(extensions=extensions)
        self.at = at
        if at == "connect":
            self.greeting = None

    def say(self, command: str) -> bytes | None:
        return None if command.startswith(self.at) else super().say(command)


@pytest.mark.parametrize("extensions", [("PIPELINING",), ()])
@pytest.mark.parametrize("at", ["connect", "EHLO", "MAIL", "RCPT", "DATA", "TEXT"])
def test_a_server_that_hangs_up_is_technical_and_only_after_the_text_is_there_doubt(
    at: str, extensions: tuple[str, ...]
) -> None:
    desk = Dropping(at, extensions=extensions)
    response = sent_to(desk)
    assert response.outcome is Outcome.TECHNICAL
    assert ("may have been accepted" in response.words) == (at == "TEXT")
    assert len(desk.mails) == (at == "TEXT")


def test_more_urgent_messages_than_conversations_are_all_answered_while_a_server_drops_everything() -> None:
    letters = [letter_of(n, level=Level.CRITICAL) for n in range(11)]
    with serving(Dropping("connect")) as server, closing(channel_to(server)) as channel:
        responses = send_all(channel, letters)
    assert [one.outcome for one in responses] == [Outcome.TECHNICAL] * 11


def test_a_name_that_can_be_none_is_said_to_each_message_and_keeps_nobody_waiting() -> None:
    with closing(SmtpChannel(SmtpServer("x" * 70, 25), "alerts@desk.example", conversations=1)) as channel:
        responses = send_all(channel, [letter_of(n) for n in range(3)])
    assert [one.outcome for one in responses] == [Outcome.TECHNICAL] * 3


# -- servers that babble ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("greeting", "said"),
    [
        (b"HTTP/1.1 400 Bad Request\r\n", "no reply of a mail server"),
        (b"\x00\xff\xfe\r\n", "no reply of a mail server"),
        (b"220-and on\r\n" * 12000, "more than a mail server's reply may be long"),
        (b"220 " + b"x" * 80000, "more than a mail server's reply may be long"),
    ],
)
def test_garbage_and_replies_without_end_are_given_up(greeting: bytes, said: str) -> None:
    desk = Desk()
    desk.greeting = greeting
    response = sent_to(desk)
    assert response.outcome is Outcome.TECHNICAL
    assert said in response.words


class Slow(Desk):
    """Sends every byte in a packet of its own."""

    def send(self, connection: socket.socket, words: bytes) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in words:
            connection.sendall(bytes([one]))

    def say(self, command: str) -> bytes | None:
        if command.startswith("MAIL"):
            return b"250-two\r\n250 lines\r\n"
        return super().say(command) if command != "TEXT" else b"250-taken\r\n250 as 7\r\n"


def test_replies_that_come_in_many_packets_are_read_whole() -> None:
    desk = Slow()
    with serving(desk) as server, closing(channel_to(server)) as channel:
        responses = send_all(channel, [letter_of(n) for n in range(3)])
    assert [one.words for one in responses] == ["250 taken as 7"] * 3
    assert len(desk.mails) == 3


class Misunderstanding(Desk):
    """Takes DATA for something that is done."""

    def say(self, command: str) -> bytes | None:
        return b"250 ok\r\n" if command == "DATA" else super().say(command)


@pytest.mark.parametrize("extensions", [("PIPELINING",), ()])
def test_a_server_that_says_ok_to_a_text_it_never_got_has_accepted_nothing(
    extensions: tuple[str, ...],
) -> None:
    desk = Misunderstanding(extensions=extensions)
    response = sent_to(desk)
    assert response.outcome is Outcome.TECHNICAL
    assert not desk.mails


def test_421_unasked_while_a_conversation_rests_costs_the_next_message_nothing() -> None:
    import time

    class Tired(Desk):
        def say(self, command: str) -> bytes | None:
            return b"250 ok\r\n421 idle too long\r\n" if command == "TEXT" else super().say(command)

    desk = Tired()
    with serving(desk) as server, closing(channel_to(server)) as channel:
        for number in range(3):
            assert send_now(channel, letter_of(number)).outcome is Outcome.ACCEPTED
            time.sleep(0.05)
        assert server.connections == 3
    assert len(desk.mails) == 3


def test_without_pipelining_each_command_waits_for_its_answer() -> None:
    class OneByOne(Desk):
        def __call__(self, connection: socket.socket, number: int) -> None:
            # Whoever sends a second command before the answer to the first is hung up on.
            connection.sendall(b"220 here\r\n")
            in_text = False
            while got := connection.recv(100000):
                if in_text:
                    if got.endswith(b"\r\n.\r\n"):
                        in_text = False
                        self.mails.append(got)
                        connection.sendall(b"250 ok\r\n")
                    continue
                if got.count(b"\n") != 1:
                    return
                answer = self.say(got.decode().strip()) or b""
                in_text = answer.startswith(b"354")
                connection.sendall(answer)

    desk = OneByOne(extensions=("8BITMIME",))
    with serving(desk) as server, closing(channel_to(server)) as channel:
        responses = send_all(channel, [letter_of(n) for n in range(3)])
    assert [one.outcome for one in responses] == [Outcome.ACCEPTED] * 3
    assert len(desk.mails) == 3


@pytest.mark.parametrize("extensions", [("PIPELINING", "SMTPUTF8"), ("PIPELINING",)])
def test_an_address_outside_ascii_needs_a_server_that_takes_it(extensions: tuple[str, ...]) -> None:
    desk = Desk(extensions=extensions)
    response = sent_to(desk, letter_of(address="josé@field.example"))
    if "SMTPUTF8" in extensions:
        assert response.outcome is Outcome.ACCEPTED
        assert "MAIL FROM:<alerts@desk.example> SMTPUTF8" in desk.commands
        assert "RCPT TO:<josé@field.example>" in desk.commands
    else:
        assert (response.outcome, desk.mails) == (Outcome.PERMANENT, [])
        assert "no address outside ASCII" in response.words


def test_critical_never_waits_for_the_pace_that_others_keep() -> None:
    order = []
    with serving(Desk()) as server:
        there = server_from(f"smtp://127.0.0.1:{server.port}?rate=2&timeout=3")
        with closing(SmtpChannel(there, "alerts@desk.example")) as channel:
            ordinary = [letter_of(n) for n in range(4)]
            urgent = [letter_of(n, level=Level.CRITICAL) for n in range(10, 13)]
            real = channel.hand_over

            def noted(letter: Letter, done: object) -> None:
                def note(response: Response) -> None:
                    order.append(letter.is_urgent)
                    done(response)  # type: ignore[operator]

                real(letter, note)

            channel.hand_over = noted  # type: ignore[method-assign]
            responses = send_all(channel, ordinary + urgent)
    assert [one.outcome for one in responses] == [Outcome.ACCEPTED] * 7
    assert order[-2:] == [False, False], "those that waited for the pace are last"


# -- any server -------------------------------------------------------------------------------------------

STEPS = st.lists(st.sampled_from(["ok", "ok", "ok", "4xx", "5xx", "421", "drop"]), max_size=40)


class Whimsical(Desk):
    """Answers each command by the next step of a list; after its end everything is well."""

    def __init__(self, steps: list[str], *, extensions: tuple[str, ...]) -> None:
        super().__init__(extensions=extensions)
        self.steps = iter(steps)

    def say(self, command: str) -> bytes | None:
        if command == "NO-TEXT":
            return b"554 nobody to give it to\r\n"
        match next(self.steps, "ok"):
            case "drop":
                return None
            case "4xx":
                return b"451 later\r\n"
            case "5xx":
                return b"550 never\r\n"
            case "421":
                return b"421 going away\r\n"
        return super().say(command)


@settings(deadline=None, max_examples=40)
@given(STEPS, st.integers(1, 6), st.booleans(), st.integers(1, 3), st.booleans())
def test_whatever_a_server_does_every_letter_has_one_answer_and_none_is_doubled(
    steps: list[str], count: int, is_piped: bool, conversations: int, is_urgent: bool
) -> None:
    desk = Whimsical(steps, extensions=("PIPELINING",) if is_piped else ())
    level = Level.CRITICAL if is_urgent else Level.WARNING
    answers: Counter[int] = Counter()
    with serving(desk) as server, closing(channel_to(server, conversations=conversations)) as channel:
        real = channel.hand_over

        def counted(letter: Letter, done: object) -> None:
            def note(response: Response) -> None:
                answers[int(letter.message_id.removeprefix("tocsin-"))] += 1
                done(response)  # type: ignore[operator]

            real(letter, note)

        channel.hand_over = counted  # type: ignore[method-assign]
        responses = send_all(channel, [letter_of(n, level=level) for n in range(count)])
    assert answers == Counter(range(count))
    arrived = Counter(
        int(mail.split(b"Message-ID: <tocsin-")[1].split(b"@")[0].decode()) for mail in desk.mails
    )
    for number, response in enumerate(responses):
        if response.outcome is Outcome.ACCEPTED:
            assert arrived[number] == 1
        elif "may have been accepted" in response.words:
            assert arrived[number] <= 1
        elif arrived[number]:
            assert response.words in {"451 later", "550 never", "421 going away"}, (
                "the text itself was refused"
            )
            assert arrived[number] == 1

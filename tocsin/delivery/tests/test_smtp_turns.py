"""Mail servers that answer out of turn: a mail is accepted only by what was said to its own text, after that had left."""

from __future__ import annotations

import socket
import time
from contextlib import closing

import pytest

from tocsin.delivery.channels import Response, send_all, send_now
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.decide import Outcome
from tocsin.delivery.tests.scripted import serving
from tocsin.delivery.tests.test_smtp_hard import Desk, channel_to, letter_of

PIPED = pytest.mark.parametrize("extensions", [("PIPELINING",), ()], ids=["piped", "one by one"])


class Hasty(Desk):
    """Says that it took a text in the same breath in which it asks for it, and hangs up before any comes."""

    def say(self, command: str) -> bytes | None:
        return b"354 go on\r\n250 2.0.0 queued\r\n" if command == "DATA" else super().say(command)

    def __call__(self, connection: socket.socket, number: int) -> None:
        self.send(connection, b"220 here\r\n")
        lines = connection.makefile("rb")
        while line := lines.readline():
            command = line.decode().strip()
            self.commands.append(command)
            answer = self.say(command)
            assert answer is not None
            self.send(connection, answer)
            if command == "DATA":
                return


def sent_to(desk: Desk, count: int = 1) -> list[Response]:
    with serving(desk) as server, closing(channel_to(server)) as channel:
        return send_all(channel, [letter_of(number) for number in range(count)])


@PIPED
@pytest.mark.parametrize("count", [1, 3])
def test_a_text_that_was_taken_before_it_was_sent_is_not_accepted(
    extensions: tuple[str, ...], count: int
) -> None:
    responses = sent_to(Hasty(extensions=extensions), count)
    assert {response.outcome for response in responses} == {Outcome.TECHNICAL}
    assert any("before it was asked" in response.words for response in responses)


@PIPED
@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("words", [b"250 ok\r\n", b"354 go on\r\n", b"250-more\r\n", b"25"])
def test_a_server_that_says_more_than_it_was_asked_has_accepted_no_more_than_it_got(
    extensions: tuple[str, ...], command: str, words: bytes
) -> None:
    class Babbling(Desk):
        def say(self, asked: str) -> bytes | None:
            said = super().say(asked)
            return said + words if said and asked.startswith(command) else said

    desk = Babbling(extensions=extensions)
    responses = sent_to(desk, 3)
    accepted = [response for response in responses if response.outcome is Outcome.ACCEPTED]
    assert len(responses) == 3
    assert len(accepted) <= len(desk.mails)


def test_what_is_said_unasked_while_a_conversation_rests_is_no_answer_to_the_next_mail() -> None:
    class Chatty(Desk):
        def __call__(self, connection: socket.socket, number: int) -> None:
            super().__call__(connection, number)

        def say(self, command: str) -> bytes | None:
            return b"250 ok\r\n250 and a good day to you\r\n" if command == "TEXT" else super().say(command)

    desk = Chatty()
    with serving(desk) as server, closing(channel_to(server)) as channel:
        for number in range(3):
            assert send_now(channel, letter_of(number)).outcome is Outcome.ACCEPTED
            time.sleep(0.05)
        assert server.connections == 3
    assert len(desk.mails) == 3


def test_a_text_that_has_not_left_yet_cannot_have_been_taken() -> None:
    import dataclasses

    class Deaf(Desk):
        """Reads no text at all, and says that it took it."""

        def __call__(self, connection: socket.socket, number: int) -> None:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self.send(connection, b"220 here\r\n")
            lines = connection.makefile("rb", buffering=0)
            while line := lines.readline():
                command = line.decode().strip()
                answer = self.say(command)
                assert answer is not None
                self.send(connection, answer)
                if command == "DATA":
                    time.sleep(0.3)
                    self.send(connection, b"250 queued\r\n")
                    time.sleep(0.3)
                    return

    letter = letter_of()
    bulletin = dataclasses.replace(letter.bulletin, summary="It is long. " * 2_000_000)
    with serving(Deaf()) as server, closing(channel_to(server, timeout=20)) as channel:
        response = send_now(channel, dataclasses.replace(letter, bulletin=bulletin))
    assert response.outcome is Outcome.TECHNICAL
    assert "had not got" in response.words


def test_what_no_database_keeps_is_replaced_in_a_servers_words() -> None:
    class Odd(Desk):
        def say(self, command: str) -> bytes | None:
            return (
                b"550 no\x00 such\x1b[2J user\x85\xff " + b"x" * 9000 + b"\r\n"
                if command.startswith("RCPT")
                else super().say(command)
            )

    (response,) = sent_to(Odd())
    assert response.outcome is Outcome.PERMANENT
    assert response.words.startswith("550 no\ufffd such\ufffd[2J user")
    assert response.words.isprintable()
    assert len(response.words) < 2100


@PIPED
@pytest.mark.parametrize("answer", [b"350 nearly\r\n", b"399 well\r\n"])
def test_a_wrong_way_of_asking_for_the_text_costs_no_message(
    extensions: tuple[str, ...], answer: bytes
) -> None:
    class Odd(Desk):
        def say(self, command: str) -> bytes | None:
            return answer if command == "DATA" else super().say(command)

    responses: list[Response] = []
    loop = own_loop()
    with serving(Odd(extensions=extensions)) as server, closing(channel_to(server)) as channel:
        loop.call_soon(channel.hand_over, letter_of(), responses.append)
        loop.call_later(1.0, loop.stop)
        loop.run_forever()
    assert [response.outcome for response in responses] == [Outcome.TECHNICAL]
    assert "unexpected" in responses[0].words

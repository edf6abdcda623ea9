"""A mail server that takes several commands at once (RFC 2920): the same answers, one conversation, nothing misread."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.channels import send_all, send_now
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import SmtpServer
from tocsin.delivery.decide import Outcome
from tocsin.delivery.messages import Letter
from tocsin.grading import Level

Answers = Callable[[str], str | None]


class PipedServer(socketserver.ThreadingTCPServer):
    """Answers each command as `answers` says (None: hang up); keeps the mails, and counts the conversations."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.mails: list[bytes] = []
        self.conversations = 0
        self.answers: Answers = lambda command: "354 go on" if command == "DATA" else "250 ok"


class _Conversation(socketserver.StreamRequestHandler):
    server: PipedServer

    def handle(self) -> None:
        self.server.conversations += 1
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            command = line.decode().strip()
            if command.upper().startswith("EHLO"):
                self.wfile.write(b"250-here\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
                continue
            answer = self.server.answers(command)
            if answer is None:
                return
            self.wfile.write(f"{answer}\r\n".encode())
            if answer.startswith("421"):
                return
            if answer.startswith("354") and not self._take_mail():
                return

    def _take_mail(self) -> bool:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                # A mail that was broken off is none (RFC 5321, section 4.1.1.4).
                return False
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.mails.append(b"".join(lines))
        answer = self.server.answers("MAIL-DATA" if lines else "NO-DATA")
        if answer is not None:
            self.wfile.write(f"{answer}\r\n".encode())
        return answer is not None


@pytest.fixture
def server() -> Iterator[PipedServer]:
    made = PipedServer()
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def channel(server: PipedServer) -> Iterator[SmtpChannel]:
    made = SmtpChannel(
        SmtpServer("127.0.0.1", server.server_address[1], timeout=5), "alerts@desk.example", conversations=1
    )
    yield made
    made.close()


@pytest.fixture
def letter(noon: datetime) -> Letter:
    bulletin = Bulletin(
        identifier="desk.example-2017-0001-1", reference="2017-0001", message_type="Alert", level=Level.WARNING,
        title="Kenya: Teachers plan march", country="KE", language="en", summary="A march is planned.",
        acts=("Stay away from the city centre.",), news="", sent=noon, onset=noon, expires=noon + timedelta(hours=24),
        time_zone="Africa/Nairobi", organisation="Harbour Relief", page="https://desk.example/alerts/a/",
        asks_for_answer=True,
    )  # fmt: skip
    return Letter(
        message_id="tocsin-1", address="mira@field.example", secret="", name="Mira", language="en",
        why="Mira is in Nairobi.", answer="https://desk.example/answer/x/", thread=(), bulletin=bulletin, at=noon,
    )  # fmt: skip


def answers(**special: str | None) -> Answers:
    """Answer as a server that takes everything, but for commands that begin with one of `special`."""

    def answer(command: str) -> str | None:
        for word, said in special.items():
            if command.upper().startswith(word.replace("_", "-")):
                return said
        return "354 go on" if command == "DATA" else "250 ok"

    return answer


def test_mails_arrive_whole_one_after_the_other_in_one_conversation(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    dotted = replace(letter, why=".\n..\n.a line that begins with a dot")
    for one in (letter, dotted, letter):
        assert send_now(channel, one).outcome is Outcome.ACCEPTED
    assert server.conversations == 1
    assert len(server.mails) == 3
    assert b"\r\n.a line that begins with a dot" in server.mails[1].replace(b"=\r\n", b"\r\n")
    assert server.mails[0] == server.mails[2]


@pytest.mark.parametrize("to_data", ["354 go on", "503 nobody to give it to"])
def test_a_recipient_who_is_refused_spoils_no_other_and_costs_no_new_conversation(
    server: PipedServer, channel: SmtpChannel, letter: Letter, to_data: str
) -> None:
    server.answers = answers(RCPT="552 5.2.2 mailbox full", DATA=to_data, NO_DATA="554 nobody to give it to")
    refused = send_now(channel, letter)
    assert (refused.outcome, refused.words) == (Outcome.PERMANENT, "552 5.2.2 mailbox full")
    server.answers = answers()
    assert send_now(channel, letter).outcome is Outcome.ACCEPTED
    assert server.conversations == 1
    assert [mail for mail in server.mails if mail] == [server.mails[-1]]


def test_greylisting_and_going_away_keep_the_servers_own_words(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    server.answers = answers(RCPT="451 4.7.1 come back later", DATA="503 nobody")
    later = send_now(channel, letter)
    assert (later.outcome, later.words) == (Outcome.TEMPORARY, "451 4.7.1 come back later")
    server.answers = lambda command: "421 4.3.2 going down" if command.startswith("MAIL FROM") else "250 ok"
    away = send_now(channel, letter)
    assert (away.outcome, away.words) == (Outcome.TEMPORARY, "421 4.3.2 going down")


def test_a_text_that_is_refused_after_it_came_is_refused_for_good(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    server.answers = answers(MAIL_DATA="554 5.7.1 looks like spam")
    assert send_now(channel, letter).outcome is Outcome.PERMANENT
    server.answers = answers()
    assert send_now(channel, letter).outcome is Outcome.ACCEPTED


def test_a_server_that_takes_the_mail_and_hangs_up_may_have_taken_it(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    assert send_now(channel, letter).outcome is Outcome.ACCEPTED
    server.answers = answers(MAIL_DATA=None)
    lost = send_now(channel, letter)
    assert lost.outcome is Outcome.TECHNICAL
    assert "hung up (content)" in lost.words
    # It is not sent a second time within one try: it may have arrived.
    assert len(server.mails) == 2


def many(letter: Letter, count: int) -> list[Letter]:
    return [
        replace(letter, message_id=f"tocsin-{n}", address=f"p{n}@field.example", why=f".\n{n}")
        for n in range(count)
    ]


def test_many_mails_go_over_in_one_go_each_answered_for_itself(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    responses = send_all(channel, many(letter, 8))
    assert [one.outcome for one in responses] == [Outcome.ACCEPTED] * 8
    assert server.conversations == 1
    assert [f"tocsin-{n}@".encode() in mail for n, mail in enumerate(server.mails)] == [True] * 8
    assert send_now(channel, letter).outcome is Outcome.ACCEPTED
    assert server.conversations == 1


def test_one_refused_recipient_among_many_keeps_its_words_and_all_others_arrive_once(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    server.answers = answers(**{"RCPT TO:<P3@": "552 5.2.2 mailbox full"}, NO_DATA="554 nobody to give it to")
    responses = send_all(channel, many(letter, 8))
    assert [one.outcome for one in responses] == [
        Outcome.PERMANENT if n == 3 else Outcome.ACCEPTED for n in range(8)
    ]
    assert responses[3].words == "552 5.2.2 mailbox full"
    arrived = [
        mail.split(b"Message-ID: <")[1].split(b"@")[0] for mail in server.mails if b"Message-ID" in mail
    ]
    assert sorted(arrived) == [f"tocsin-{n}".encode() for n in range(8) if n != 3]


def test_a_server_that_hangs_up_among_many_leaves_one_in_doubt_and_gets_the_rest(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    taken = 0

    def hang_up_once(command: str) -> str | None:
        nonlocal taken
        if command == "MAIL-DATA":
            taken += 1
            if taken == 3:
                return None
        return "354 go on" if command == "DATA" else "250 ok"

    server.answers = hang_up_once
    responses = send_all(channel, many(letter, 6))
    assert [one.outcome for one in responses].count(Outcome.ACCEPTED) == 5
    assert responses[2].outcome is Outcome.TECHNICAL
    assert "may have been accepted" in responses[2].words
    assert len(server.mails) == 6


def test_a_text_that_is_refused_among_many_is_refused_alone(
    server: PipedServer, channel: SmtpChannel, letter: Letter
) -> None:
    count = 0

    def refuse_the_second(command: str) -> str | None:
        nonlocal count
        if command == "MAIL-DATA":
            count += 1
            if count == 2:
                return "554 5.7.1 looks like spam"
        return "354 go on" if command == "DATA" else "250 ok"

    server.answers = refuse_the_second
    responses = send_all(channel, many(letter, 4))
    assert [one.outcome for one in responses] == [
        Outcome.ACCEPTED, Outcome.PERMANENT, Outcome.ACCEPTED, Outcome.ACCEPTED,
    ]  # fmt: skip
    assert len(server.mails) == 4

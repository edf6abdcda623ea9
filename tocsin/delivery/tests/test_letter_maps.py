"""A map holds nothing up: what is urgent goes out without it, everything else after a moment."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.channels import Response
from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.channels.smtp import SmtpChannel
from tocsin.delivery.channels.smtp_server import server_from
from tocsin.delivery.decide import Outcome
from tocsin.delivery.letter_maps import MOST, LetterMaps
from tocsin.delivery.messages import Letter
from tocsin.delivery.tests.conftest import Mailbox
from tocsin.delivery.tests.test_smtp_hard import letter_of
from tocsin.grading import Level

KENYA = '{"type": "Feature", "geometry": null, "properties": {"countries": ["KE"]}}'
PICTURE = b"\x89PNG and so on"


class Drawer:
    """Draws nothing until it is let go on, and keeps what it was asked for, and by which thread."""

    def __init__(self) -> None:
        self.may_go_on = threading.Event()
        self.asked: list[tuple[str, str]] = []

    def __call__(self, bulletin: Bulletin) -> bytes:
        self.asked.append((bulletin.identifier, threading.current_thread().name))
        self.may_go_on.wait(60)
        if bulletin.area == "broken":
            raise ValueError("no area")
        return PICTURE


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    drawer = Drawer()
    yield drawer
    drawer.may_go_on.set()


def alert(number: int, level: Level = Level.NOTICE, *, edition: str = "", area: str = KENYA) -> Letter:
    letter = letter_of(number, level=level)
    bulletin = replace(letter.bulletin, identifier=edition or f"edition of {level.word}", area=area)
    return replace(letter, bulletin=bulletin)


def send(channel: SmtpChannel, *letters: Letter) -> dict[str, Response]:
    """Hand letters over, and return what was said to each in the order in which it was said."""
    said: dict[str, Response] = {}
    loop = own_loop()

    def note(letter: Letter, response: Response) -> None:
        said[letter.message_id] = response
        if len(said) == len(letters):
            loop.stop()

    for letter in letters:
        loop.call_soon(channel.hand_over, letter, lambda response, letter=letter: note(letter, response))
    alarm = loop.call_later(30, loop.stop)
    loop.run_forever()
    alarm.cancel()
    return said


def channel_with(maps: LetterMaps, port: int) -> SmtpChannel:
    return SmtpChannel(server_from(f"smtp://127.0.0.1:{port}?timeout=5"), "alerts@desk.example", maps=maps)


def test_a_critical_goes_out_while_the_map_of_a_notice_is_being_drawn(
    mailbox: Mailbox, mail_server: object, drawer: Drawer, caplog: pytest.LogCaptureFixture
) -> None:
    channel = channel_with(LetterMaps(drawer, patience=1.0), mail_server.port)  # type: ignore[attr-defined]
    with caplog.at_level(logging.WARNING):
        said = send(channel, alert(1), alert(2), alert(3, Level.CRITICAL))
    assert next(iter(said)) == "tocsin-3"
    assert {response.outcome for response in said.values()} == {Outcome.ACCEPTED}
    assert not any(b"image/png" in mail.content for mail in mailbox.mails)
    assert (
        "edition of Notice was not drawn in time: mail goes out without it, because it had waited 1 s"
        in caplog.text
    )
    assert (
        "edition of Critical was not drawn in time: mail goes out without it, because it is urgent"
        in caplog.text
    )
    assert {thread for _, thread in drawer.asked} == {"maps"}
    channel.close()


def test_an_ordinary_mail_waits_a_moment_for_its_map_which_is_drawn_once(
    mailbox: Mailbox, mail_server: object, drawer: Drawer
) -> None:
    channel = channel_with(LetterMaps(drawer, patience=30.0), mail_server.port)  # type: ignore[attr-defined]
    own_loop().call_later(0.1, drawer.may_go_on.set)
    send(channel, *(alert(number) for number in range(5)))
    send(channel, *(alert(number) for number in range(5, 8)))
    assert [b"image/png" in mail.content for mail in mailbox.mails] == [True] * 8
    assert len(drawer.asked) == 1
    channel.close()


def test_a_map_that_cannot_be_drawn_stops_no_mail_and_is_said(
    mailbox: Mailbox, mail_server: object, drawer: Drawer, caplog: pytest.LogCaptureFixture
) -> None:
    drawer.may_go_on.set()
    channel = channel_with(LetterMaps(drawer, patience=30.0), mail_server.port)  # type: ignore[attr-defined]
    said = send(channel, alert(1, area="broken"), alert(2, area="broken"))
    assert [response.outcome for response in said.values()] == [Outcome.ACCEPTED] * 2
    assert len(mailbox.mails) == 2
    assert len(drawer.asked) == 1
    assert "The map of edition edition of Notice cannot be drawn: its mails go without it." in caplog.text
    channel.close()


def test_a_channel_that_closes_leaves_nothing_waiting_for_a_map(drawer: Drawer) -> None:
    channel = channel_with(LetterMaps(drawer, patience=30.0), 1)
    said: list[Response] = []
    channel.hand_over(alert(1), said.append)
    assert not said
    channel.close()
    assert [response.outcome for response in said] == [Outcome.TECHNICAL]


def test_of_many_editions_the_newest_maps_are_kept(drawer: Drawer) -> None:
    drawer.may_go_on.set()
    maps, loop = LetterMaps(drawer, patience=30.0), own_loop()
    for number in [*range(MOST + 1), MOST, 0]:
        maps.then(alert(1, edition=f"{number}"), loop.stop)
        loop.run_forever()
    assert [edition for edition, _ in drawer.asked] == [*map(str, range(MOST + 1)), "0"]

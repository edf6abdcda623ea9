"""The map in a mail: attached, small, named, and only where there is something to show."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.delivery.channels.loop import own_loop
from tocsin.delivery.letter_maps import LetterMaps
from tocsin.delivery.mail import mail
from tocsin.delivery.messages import Kind, Letter
from tocsin.delivery.tests.rows import World, claimed
from tocsin.delivery.tests.test_smtp_hard import letter_of
from tocsin.geo import Area, Circle, Point

pytestmark = pytest.mark.django_db

NAIROBI = Area(circles=(Circle(Point(longitude=36.82, latitude=-1.29), 20.0),))


def map_of(letter: Letter) -> bytes:
    maps, loop = LetterMaps(patience=60.0), own_loop()
    maps.then(letter, loop.stop)
    loop.run_forever()
    return maps.picture(letter)


def sent(letter: Letter) -> EmailMessage:
    raw = mail(letter, sender="alerts@desk.example", recipient=letter.address, picture=map_of(letter))
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


def letter_of_area(
    world: World, language: str = "en", area: Area | None = NAIROBI, **changes: object
) -> Letter:
    world.text = replace(world.text, area=area)
    world.queued(world.person("Mira", language=language), **changes)  # type: ignore[arg-type]
    return max(claimed(now=world.now), key=lambda job: job.delivery_id).letter


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_the_html_part_shows_a_map_that_came_with_it(world: World, language: str) -> None:
    message = sent(letter_of_area(world, language))
    assert message.get_content_type() == "multipart/alternative"
    html = message.get_body(("html",))
    assert html is not None
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    name = picture["Content-ID"].strip("<>")
    assert f'src="cid:{name}"' in html.get_content()
    assert "Kenya" in html.get_content().partition('alt="')[2].partition('"')[0]
    assert picture.get_content().startswith(b"\x89PNG")
    assert picture.get_content_disposition() == "inline"
    assert "http://" not in html.get_content()
    assert len(bytes(message)) < 20_000


def test_everybodys_map_is_the_same_and_their_words_are_their_own(world: World) -> None:
    letter = letter_of_area(world)
    messages = [sent(replace(letter, why=f"{name} is there.")) for name in ("Mira", "Omar")]
    pictures = {
        part.get_content()
        for message in messages
        for part in message.walk()
        if part.get_content_type() == "image/png"
    }
    assert len(pictures) == 1
    bodies = [message.get_body(("html",)) for message in messages]
    for name, body in zip(("Mira", "Omar"), bodies, strict=True):
        assert body is not None
        assert f"{name} is there." in body.get_content()


@pytest.mark.parametrize("kind", [Kind.REMINDER, Kind.ABOUT, Kind.EXERCISE])
def test_what_is_no_alert_brings_no_map(world: World, kind: Kind) -> None:
    message = sent(replace(letter_of_area(world), kind=kind, lead="Omar has not answered."))
    assert not [part for part in message.walk() if part.get_content_type() == "image/png"]


def test_an_alert_without_an_area_or_at_its_end_brings_no_map(world: World) -> None:
    letter = letter_of_area(world)
    nowhere = replace(letter, bulletin=replace(letter.bulletin, identifier="nowhere", area=""))
    assert "image/png" not in sent(nowhere).as_string()
    over = replace(letter, bulletin=replace(letter.bulletin, identifier="over", message_type="Cancel"))
    assert "image/png" not in sent(over).as_string()


texts = st.text(st.characters(exclude_categories=("Cs", "Co", "Cc")), max_size=300)


@settings(max_examples=60, deadline=None)
@given(
    why=texts,
    lead=texts,
    answer=st.sampled_from(["", "https://desk.example/answer/x/"]),
    leave=st.booleans(),
    is_mapped=st.booleans(),
    number=st.integers(0, 10**6),
)
def test_whatever_is_said_the_mail_is_whole_and_fits_seven_bits(
    why: str, lead: str, answer: str, leave: bool, is_mapped: bool, number: int
) -> None:
    letter = letter_of(number)
    area = '{"type": "Feature", "geometry": null, "properties": {"countries": ["KE"]}}' if is_mapped else ""
    bulletin = replace(letter.bulletin, identifier=f"d-{number}", area=area)
    letter = replace(
        letter, why=why, lead=lead, answer=answer, bulletin=bulletin,
        leave="https://desk.example/unsubscribe/x/" if leave else "",
    )  # fmt: skip
    raw = mail(letter, sender="alerts@desk.example", recipient=letter.address, picture=map_of(letter))
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    message = message_from_bytes(raw, policy=policy.default)
    assert not message.defects
    for part in message.walk():
        assert not part.defects
    plain = message.get_body(("plain",))
    assert plain is not None
    assert "".join(why.split()) in "".join(plain.get_content().split())
    assert ("List-Unsubscribe" in message) is leave

"""What a recipient reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import settings as django_settings

from tocsin.delivery.bulletin import moment_in_words
from tocsin.delivery.channels.webhook import payload
from tocsin.delivery.mail import mail
from tocsin.delivery.messages import Letter, html_part, subject, text_part
from tocsin.delivery.models import Delivery
from tocsin.delivery.tests.rows import World, claimed

pytestmark = pytest.mark.django_db


def letter_for(world: World, *, critical: bool = False) -> Letter:
    return max(claimed(now=world.now, critical=critical), key=lambda job: job.delivery_id).letter


@pytest.fixture
def letter(world: World) -> Letter:
    world.queued(world.person())
    return letter_for(world)


def sent(letter: Letter) -> EmailMessage:
    raw = mail(letter, sender="alerts@desk.example", recipient=letter.address)
    return message_from_bytes(raw, policy=policy.default)  # type: ignore[return-value]


def test_the_subject_names_level_and_country(letter: Letter) -> None:
    assert sent(letter)["Subject"] == "[Warning] Kenya: Teachers plan march through central Nairobi"


def test_both_parts_carry_level_first_act_timeframe_links_and_the_reason(letter: Letter) -> None:
    message = sent(letter)
    parts = [message.get_body([kind]) for kind in ("plain", "html")]
    for part in parts:
        assert part is not None
        text = part.get_content()
        for words in (
            "▲", "Warning", "Change what you do. Avoid the area, defer travel.", "Stay away from the city centre.",
            "A march is planned for Tuesday", "15 Jul 2017 12:00 UTC (15:00 Nairobi)",
            "https://desk.example/alerts/kenya-march/", letter.answer, "Why you get this from Harbour Relief",
            "Mira is in Nairobi, inside the area.",
        ):  # fmt: skip
            assert words in text, words
        assert text.index("Stay away") < text.index("A march is planned") < text.index("Leave at once")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == letter.at


def test_the_html_part_fetches_nothing(letter: Letter) -> None:
    html = html_part(letter)
    assert "<img" not in html
    assert "<script" not in html
    assert "<link" not in html
    assert "#e2570b" in html


def test_every_line_fits_seven_bits_so_that_any_server_takes_it(letter: Letter) -> None:
    raw = mail(
        replace(letter, why="المكتب", language="ar"),
        sender="alerts@desk.example",
        recipient="m@field.example",
    )
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) < 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


def test_an_update_threads_to_what_was_sent_before(world: World, noon: datetime) -> None:
    mira = world.person()
    (first,) = world.queued(mira)
    Delivery.objects.update(state="sending", held_by="w", held_since=noon)
    Delivery.objects.update(state="sent", held_by="", held_since=None, finished_at=noon)
    world.queued(mira, message_type="Update", what_changed="The march moves to Wednesday.")
    message = sent(letter_for(world))
    assert message["Subject"].startswith("[Warning, update] Kenya: ")
    assert message["References"] == message["In-Reply-To"] == f"<{first.message_id}@desk.example>"
    assert "What changed: The march moves to Wednesday." in message.get_body(["plain"]).get_content()  # type: ignore[union-attr]


def test_an_all_clear_says_so_and_asks_nothing(world: World, noon: datetime) -> None:
    mira = world.person()
    world.queued(mira)
    Delivery.objects.update(state="sending", held_by="w", held_since=noon)
    Delivery.objects.update(state="sent", held_by="", held_since=None, finished_at=noon)
    world.queued(mira, message_type="Cancel", cancel_reason="The march was called off.", advice=())
    letter = letter_for(world)
    assert subject(letter).startswith("[All-clear] Kenya: ")
    text = text_part(letter)
    assert "Why it ends: The march was called off." in text
    assert "/answer/" not in text + html_part(letter)


def test_an_address_that_would_break_the_header_is_refused(letter: Letter) -> None:
    for address in ("a@b.example\r\nBcc: c@d.example", "a>@b.example"):
        with pytest.raises(ValueError, match="header"):
            mail(letter, sender="alerts@desk.example", recipient=address)


def test_no_text_fills_the_blank_of_another(world: World) -> None:
    world.queued(world.person(), headline="March \ue000 \ue001 ends")
    letter = letter_for(world)
    assert "March ends" in text_part(letter)


def test_a_critical_mail_is_marked_important(world: World) -> None:
    world.queued(world.person(), level="Critical")
    assert sent(letter_for(world, critical=True))["Importance"] == "high"


def test_what_an_alert_says_can_neither_break_a_header_nor_become_markup(world: World) -> None:
    world.queued(
        world.person("Zoë <b>", email="zoe@field.example"),
        headline="March\r\nBcc: all@desk.example <script>alert(1)</script>",
    )
    letter = letter_for(world)
    message = sent(letter)
    assert message["Bcc"] is None
    assert "\n" not in message["Subject"]
    assert "<script>" not in html_part(letter)
    assert "Zoë <b>" not in html_part(letter)


@pytest.mark.parametrize("language", [code for code, _ in django_settings.LANGUAGES])
def test_the_message_speaks_the_persons_language_and_keeps_directions_apart(
    letter: Letter, language: str
) -> None:
    spoken = replace(letter, language=language)
    html, text = html_part(spoken), text_part(spoken)
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in html
    assert ("Why you get this" in text) == (language == "en")
    isolated = "\u2068Kenya: Teachers plan march through central Nairobi\u2069"
    assert (isolated in text) == (isolated in subject(spoken)) == (language == "ar")


def test_a_webhook_carries_the_same_and_stays_the_same_for_the_same_letter(letter: Letter) -> None:
    import json

    document: dict[str, Any] = json.loads(payload(letter))
    assert document["type"] == "alert.published"
    data = document["data"]
    assert (data["level"], data["first_act"]) == ("Warning", "Stay away from the city centre.")
    assert data["answer"] == letter.answer
    assert payload(letter) == payload(letter)


def test_local_time_stands_second_and_only_where_it_differs(noon: datetime) -> None:
    assert moment_in_words(noon) == "15 Jul 2017 12:00 UTC"
    assert moment_in_words(noon, "Asia/Tokyo") == "15 Jul 2017 12:00 UTC (21:00 Tokyo)"
    assert moment_in_words(noon, "Pacific/Kiritimati") == "15 Jul 2017 12:00 UTC (16 Jul 02:00 Kiritimati)"
    assert moment_in_words(noon, "Nowhere/Land") == "15 Jul 2017 12:00 UTC"

"""What a message says where there is little room: headword, place, act and link, whatever has to give way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tocsin.delivery.bulletin import Bulletin
from tocsin.delivery.messages import Kind, Letter, headword
from tocsin.delivery.short_form import short_form
from tocsin.grading import Level, sms_parts

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)
LINK = "https://desk.example/answer/1-2-oq3k-ab12:" + "s" * 43 + "/"

BULLETIN = Bulletin(
    identifier="desk.example-1", reference="2017-0001", message_type="Alert", level=Level.WARNING,
    title="Kenya: Teachers plan march through central Nairobi", country="KE", language="en",
    summary="A march is planned for Tuesday, and clashes are possible.",
    acts=("Stay away from the city centre.", "Leave at once if a crowd gathers."), news="", sent=NOON, onset=NOON,
    expires=NOON + timedelta(days=1), time_zone="Africa/Nairobi", organisation="Harbour Relief",
    page="https://desk.example/alerts/kenya-march/", asks_for_answer=True, places=("Nairobi, Kenya", "Nairobi", "Kenya"),
)  # fmt: skip


def letter(bulletin: Bulletin = BULLETIN, **changes: object) -> Letter:
    plain = Letter(
        message_id="tocsin-1", address="+254712345678", secret="", name="Mira", language="en", why="", answer=LINK,
        thread=(), bulletin=bulletin, at=NOON,
    )  # fmt: skip
    return replace(plain, **changes)


def test_an_alert_fits_one_sms_with_level_place_act_and_the_answer_link():
    said = short_form(letter())
    assert said == f"Warning: Nairobi, Kenya. Stay away from the city centre. {LINK}"
    assert len(said) <= 160
    assert sms_parts(said) == 1


def test_with_more_room_it_has_the_headline_the_end_and_the_summary():
    said = short_form(letter(), 600)
    for part in (
        "Teachers plan march through central Nairobi.",
        "Until 16 Jul 2017 12:00 UTC.",
        "A march is planned for Tuesday",
    ):
        assert part in said
    assert said.endswith(f" {LINK}")


def test_without_an_answer_asked_for_it_leads_to_the_alert():
    assert short_form(letter(answer="")).endswith(f" {BULLETIN.page}")


def test_each_kind_says_what_it_is():
    update = replace(BULLETIN, message_type="Update", news="The march moved to Wednesday.")
    cancel = replace(BULLETIN, message_type="Cancel", news="The march was called off.")
    assert short_form(letter(update), 600).startswith(
        "Warning, update: Nairobi, Kenya. The march moved to Wednesday."
    )
    over = short_form(letter(cancel, answer=""))
    assert over.startswith("All-clear: Nairobi, Kenya.")
    assert "The march was called off." in over
    assert "Stay away" not in over
    reminder = short_form(letter(kind=Kind.REMINDER), 600)
    assert reminder.startswith(
        "Warning, reminder: Nairobi, Kenya. We have no answer from you yet. Please answer now."
    )
    about = short_form(letter(kind=Kind.ABOUT, lead="Mira has not answered for 10 minutes.", answer=""), 600)
    assert about.startswith("Act now for a colleague: Nairobi, Kenya.")
    assert "Mira has not answered for 10 minutes." in about
    assert short_form(letter(kind=Kind.EXERCISE)).startswith("Exercise: ")


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Avertissement"), ("es", "Advertencia"), ("ar", "تحذير")]
)
def test_the_headword_is_in_the_language_of_the_recipient(language, word):
    assert short_form(letter(language=language)).startswith(f"{word}: Nairobi, Kenya.")


words = st.text(st.sampled_from("abcdefghij ,.é漢ش"), max_size=120).map(lambda text: " ".join(text.split()))


@given(
    place=words, act=words, news=words, summary=words, lead=words,
    level=st.sampled_from(Level), message_type=st.sampled_from(["Alert", "Update", "Cancel"]),
    kind=st.sampled_from(Kind), language=st.sampled_from(["en", "fr", "es", "ar"]),
    limit=st.sampled_from([160, 600]), tail=st.integers(0, 700),
)  # fmt: skip
def test_headword_and_link_are_whole_and_the_limit_is_kept_wherever_they_leave_room(
    place, act, news, summary, lead, level, message_type, kind, language, limit, tail
):
    bulletin = replace(
        BULLETIN, level=level, message_type=message_type, acts=(act,) if act else (), news=news, summary=summary,
        places=(place or "Kenya", "Kenya"),
    )  # fmt: skip
    link = "https://desk.example/answer/" + "k" * tail
    said = short_form(letter(bulletin, answer=link, kind=kind, lead=lead, language=language), limit)
    with translation.override(language):
        word = headword(bulletin, kind)
    assert said.startswith(f"{word}: ")
    assert said.endswith(f" {link}")
    least = f"{word}: {link}"
    assert len(said) <= max(limit, len(least))
    if len(least) > limit:
        assert said == least
    assert "…" not in said


def test_a_long_act_is_cut_after_a_word_and_says_so():
    act = "Do not " + "walk or drive towards the harbour " * 6 + "tonight."
    said = short_form(letter(replace(BULLETIN, acts=(act,))))
    assert said.startswith("Warning: Kenya. Do not walk")
    assert f"... {LINK}" in said
    assert len(said) <= 160


def test_a_very_long_link_takes_the_place_of_the_act_and_then_of_the_place():
    roomy = "https://desk.example/" + "k" * 110
    assert short_form(letter(answer=roomy)) == f"Warning: Nairobi, Kenya. {roomy}"
    long = "https://desk.example/" + "k" * 200
    assert short_form(letter(answer=long)) == f"Warning: {long}"


def test_where_answers_by_sms_are_taken_it_says_how_if_nothing_has_to_give_way_for_it(settings):
    assert "Reply SAFE" not in short_form(letter(), 600)
    settings.TOCSIN_SMS_REPLIES = True
    said = short_form(letter(), 600)
    assert f"{LINK} Reply SAFE " in said
    assert "Stay away from the city centre." in said
    # In one SMS there is no room for it beside the link: the act stays whole.
    assert short_form(letter()) == f"Warning: Nairobi, Kenya. Stay away from the city centre. {LINK}"
    assert "Reply SAFE" not in short_form(letter(answer=""), 600)
    assert "Reply SAFE" not in short_form(letter(address="mira"), 600)

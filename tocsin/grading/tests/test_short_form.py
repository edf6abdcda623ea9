"""The short forms: level, place, act and link, whatever has to give way."""

from datetime import UTC, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.grading import (
    Act,
    AlertText,
    Level,
    MessageType,
    NoRoomError,
    Sentence,
    first_act,
    short_form,
    sms_parts,
)
from tocsin.grading.specimen import specimen

LINK = "https://alerts.example.org/a/Zk3vQ9xT"


def test_the_short_form_of_a_sound_text_fits_one_sms():
    form = short_form(specimen(), LINK)
    assert form == (
        "Advisory: Nairobi, Kenya. Teachers plan march through central Nairobi. "
        "Plan routes that pass around the city centre. " + LINK
    )
    assert sms_parts(form) == 1


def test_the_long_form_adds_headline_expiry_more_acts_and_the_summary():
    form = short_form(specimen(), LINK, 600)
    for part in (
        "Advisory: Nairobi, Kenya.",
        "Teachers plan march through central Nairobi.",
        "Plan routes that pass around the city centre.",
        "Until 18 Jul 2017 19:00 UTC.",
        "Leave at once if a crowd gathers.",
        "clashes with police are possible",
    ):
        assert part in form
    assert form.endswith(f" {LINK}")
    assert len(form) <= 600


texts = st.text(st.sampled_from("abcdefghij ,.é漢"), min_size=1, max_size=90).map(
    lambda text: " ".join(text.split())
)


@given(
    place=texts,
    country=texts.filter(bool),
    act=texts.filter(bool),
    headline=texts,
    summary=texts,
    level=st.sampled_from(Level),
    message_type=st.sampled_from([MessageType.ALERT, MessageType.UPDATE]),
    limit=st.sampled_from([160, 600]),
    key=st.integers(0, 60),
)
def test_level_place_act_and_link_are_always_there_and_nothing_is_cut_inside(
    place, country, act, headline, summary, level, message_type, limit, key
):
    link = f"https://alerts.example.org/a/{'k' * key}"
    text = AlertText(
        country=country,
        place=place,
        headline=headline,
        level=level,
        summary=(Sentence(summary),),
        advice=(Act(act, 1),),
        message_type=message_type,
        expires=datetime(2017, 7, 18, tzinfo=UTC),
    )
    try:
        form = short_form(text, link, limit)
    except NoRoomError:
        assume(False)
        raise
    assert len(form) <= limit
    assert form.startswith(level.word)
    assert form.endswith(f" {link}")
    assert any(f": {name}. " in form for name in (text.where, text.place, text.country) if name)
    if act not in form:
        said = form.removesuffix(f"... {link}")
        kept = next(
            said.split(f": {name}. ", 1)[1] for name in (country, place, text.where) if f": {name}. " in said
        )
        assert len(kept.split()) >= 4
        assert [word.rstrip(",;:") for word in kept.split()][:-1] == [
            word.rstrip(",;:") for word in act.split()[: len(kept.split())]
        ][:-1]
        assert act.split()[len(kept.split()) - 1].rstrip(",;:") == kept.split()[-1]


def test_a_long_act_is_cut_after_a_whole_word_and_the_place_falls_back_to_the_country():
    act = "Do not " + "walk or drive towards the harbour " * 6 + "tonight."
    form = short_form(specimen(advice=(Act(act, 1),)), LINK)
    assert form.startswith("Advisory: Kenya. Do not walk or drive")
    assert form.endswith(f"... {LINK}")
    assert len(form) <= 160


def test_what_cannot_fit_is_an_error_and_never_a_message_without_its_parts():
    with pytest.raises(
        NoRoomError, match="do not fit 160 characters; shorten the place, the first act or the link"
    ):
        short_form(specimen(), "https://alerts.example.org/" + "x" * 150)


def test_an_update_and_an_all_clear_say_so():
    assert short_form(specimen(message_type=MessageType.UPDATE), LINK).startswith(
        "Advisory (update): Nairobi"
    )
    clear = short_form(
        specimen(message_type=MessageType.CANCEL, cancel_reason="The march was called off."), LINK
    )
    assert clear.startswith("All clear (Advisory): Nairobi, Kenya.")
    assert "The march was called off." in clear
    assert "Until" not in clear


def test_the_level_can_be_said_in_the_readers_language():
    words = {"Advisory": "Préavis", "Until": "Jusqu'au", "update": "suite", "All clear": "Fin d'alerte"}
    assert short_form(specimen(), LINK, translate=words.__getitem__).startswith("Préavis: Nairobi")


def test_the_first_act_is_the_first_by_order_and_the_levels_own_instruction_without_any():
    acts = (Act("Second.", 2), Act("First.", 1))
    assert first_act(specimen(advice=acts)) == "First."
    assert first_act(specimen(advice=())) == Level.ADVISORY.meaning


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ش" * 70, 1),
        ("ش" * 71, 2),
        ("😀" * 36, 2),
    ],
)
def test_the_cost_in_sms_is_counted_by_alphabet(message, parts):
    assert sms_parts(message) == parts

"""Sentences end where a reader ends them, in every script served, and in linear time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.sentences import sentence_at, sentences


def split(text):
    return [one.of(text) for one in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. Embassy in Abuja closed.",
        "Gen. Ahmed Salih said that Lt. Col. Musa was safe.",
        "Flight No. 417 was turned back at 7 a.m. local time.",
        "It began at 7 p.m. EST and ended at 9 p.m. on Friday.",
        "George W. Bush and J. K. Perera met.",
        "The clash on Sept. 11 left St. Mary's and Mt. Elgon cut off.",
        "SAN SALVADOR, Jan. 3 (Agency) - Police closed the road.",
        "NAIROBI, Kenya (Agency) — Police closed the road.",
        "Prices rose by 3.5 per cent to approx. 1.600 euros.",
        '"Stay away!" he said.',
        "He said it was ... not clear.",
        "Smith Inc. said its Acme Co. Ltd. plant was shut.",
        "M. Diallo et Mme. Ba ont quitté la ville.",
        "El Sr. Pérez y la Dra. Gil salieron.",
    ],
)
def test_a_stop_of_an_abbreviation_ends_nothing(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Troops left the U.S. The base is empty.", "Troops left the U.S."),
        ("It began at 7 p.m. The police came.", "It began at 7 p.m."),
        ("Is it over? Nobody knows.", "Is it over?"),
        ('He said: "Go." Then he left.', 'He said: "Go."'),
        ("The road is open... Traffic flows.", "The road is open..."),
        ("The road is open ... [TEXT] Traffic flows.", "The road is open ..."),
        ("Was it safe? No. It was not.", "Was it safe?"),
        ("وقع انفجار في المدينة. أغلقت الشرطة الطريق.", "وقع انفجار في المدينة."),
        ("هل انتهى؟ لا أحد يعرف.", "هل انتهى؟"),
        ("市内で爆発があった。警察が道路を閉鎖した。", "市内で爆発があった。"),
        ("„Ruhe!» Dann kam er.", "„Ruhe!»"),
        ("सड़क बंद है। पुलिस आ गई।", "सड़क बंद है।"),
        ("¿Qué pasó? ¡Nada!", "¿Qué pasó?"),
    ],
)
def test_a_stop_ends_a_sentence(text, first):
    assert split(text)[0] == first
    assert len(split(text)) >= 2


def test_a_headline_without_a_stop_is_a_sentence_of_its_own():
    assert split("Kenya: Road closed\nPolice closed it.") == ["Kenya: Road closed", "Police closed it."]


def test_items_of_a_list_are_sentences_each():
    text = "Advice\n- Avoid the centre\n- Follow the news\n1. Stay inside.\n2. Wait."
    assert split(text) == [
        "Advice",
        "- Avoid the centre",
        "- Follow the news",
        "1. Stay inside.",
        "2. Wait.",
    ]


def test_a_line_that_was_only_wrapped_goes_on():
    text = "The authorities closed every road that leads to the\nharbour on Monday. It stays shut."
    assert split(text)[0] == "The authorities closed every road that leads to the\nharbour on Monday."


def test_the_sentence_at_an_offset():
    text = "One. Two."
    among = sentences(text)
    assert [sentence_at(among, at) for at in (0, 4, 5, 99)] == [among[0], None, among[1], None]


@pytest.mark.parametrize(
    "text",
    [
        "." * 100_000,
        ". " * 50_000,
        '."' * 50_000,
        "\n" * 100_000,
        "a" * 100_000,
        "A." * 50_000,
        " " * 100_000,
    ],
)
def test_endless_marks_are_quick(text):
    sentences(text)


def test_a_sentence_without_end_is_cut_at_white_space():
    found = split("word " * 2_000)
    assert max(map(len, found)) < 2_020
    assert " ".join(found) == ("word " * 2_000).strip()


@given(
    st.lists(
        st.sampled_from([*"AbZ.!?…。\n \"')]", "U.S.", "No. ", "p.m. ", "the ", "Gen. ", "\n\n", "؟ ", "1. "])
    ).map("".join)
)
def test_sentences_are_in_order_and_leave_out_only_white_space(text):
    found = sentences(text)
    assert all(one.start < one.end for one in found)
    edges = [0, *(edge for one in found for edge in (one.start, one.end)), len(text)]
    assert edges == sorted(edges)
    gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert "".join(gaps).strip() == ""

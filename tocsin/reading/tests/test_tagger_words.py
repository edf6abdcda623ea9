"""Words and word pieces, as the tagger was trained on them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import tagger_words as module
from tocsin.reading.tagger_words import WordPieces, shape_of, tagger_words

VOCABULARY = (Path(module.__file__).parent / "data" / "tagger-pieces.txt").read_text("utf-8").split("\n")
PIECES = WordPieces({piece: number for number, piece in enumerate(VOCABULARY) if piece})


def pieces_of(word):
    return " ".join(VOCABULARY[number] for number in PIECES.of(word))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("St. Paul's, 12:30", "St . Paul ' s , 12 : 30"),
        ("e-mail foo_bar", "e - mail foo _ bar"),
        ("Türkiye’nin $5", "Türkiye ’ nin $ 5"),
        (" \n\t ", ""),
    ],
)
def test_words_are_runs_of_letters_and_digits_and_single_signs(text, words):
    assert " ".join(text[start:end] for start, end in tagger_words(text)) == words


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Nairobi", "nairobi"),
        ("Ouagadougou", "ou ##aga ##dou ##go ##u"),
        ("Dnipropetrovsk", "d ##ni ##pro ##pet ##rov ##sk"),
        ("unaffable", "una ##ffa ##ble"),
        ("Medellín", "med ##elli ##n"),
        ("Zürich", "zurich"),
        ("İstanbul", "istanbul"),
        ("東京", "東 ##京"),
        ("2017", "2017"),
        ("😀", "[UNK]"),
        ("", "[UNK]"),
        ("\u0301", "[UNK]"),
        ("x" * 61, "[UNK]"),
    ],
)
def test_a_word_falls_into_the_longest_pieces_without_capitals_and_accents(word, pieces):
    assert pieces_of(word) == pieces


@pytest.mark.parametrize(
    ("word", "shape"),
    [("bomb", 1), ("Nairobi", 2), ("A", 2), ("NATO", 3), ("M25", 3), ("25", 4), ("McDonald", 5), ("東京", 0), (",", 0)],
)  # fmt: skip
def test_the_shape_says_how_a_word_is_written(word, shape):
    assert shape_of(word) == shape


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_falls_into_words_that_stand_in_it_in_order(text):
    end_before = 0
    for start, end in tagger_words(text):
        assert end_before <= start < end <= len(text)
        assert text[end_before:start].strip() == ""
        end_before = end
        assert PIECES.of(text[start:end])
        assert 0 <= shape_of(text[start:end]) <= 5
    assert text[end_before:].strip() == ""


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="abcdefgxyzé", min_size=1, max_size=60))
def test_pieces_put_together_are_the_word(word):
    said = pieces_of(word)
    assert said == "[UNK]" or said.replace(" ##", "") == word.replace("é", "e")

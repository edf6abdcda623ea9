"""The tagger tells people, organisations and places apart by the words around a name."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import ReadingError, TaggerMissing
from tocsin.reading import tagger as module
from tocsin.reading.sentences import sentences
from tocsin.reading.spans import Span
from tocsin.reading.tagger import NONE, ORGANISATION, PERSON, PLACE, Tagged, Tagger, tagger


def tagged(text, *, caseless=False):
    return tagger().tag(text, sentences(text), caseless=caseless)


def names_in(text, **options):
    return {one.span.of(text): one.kind for one in tagged(text, **options).names()}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Jordan Smith was arrested on Monday.", "Jordan Smith", PERSON),
        ("The actress Paris Hilton opened a shop.", "Paris Hilton", PERSON),
        ("Officials of the Bank of Kenya met on Friday.", "Bank of Kenya", ORGANISATION),
        ("She studies at Boston University.", "Boston University", ORGANISATION),
        ("A bomb exploded in Nairobi on Monday.", "Nairobi", PLACE),
        ("The bus left Jordan for Paris.", "Jordan", PLACE),
    ],
)
def test_a_person_an_organisation_and_a_place_are_told_apart(text, name, kind):
    assert names_in(text)[name] == kind


def test_names_next_to_each_other_are_parted():
    assert names_in("Fires burned in Lagos, Accra and Dakar.") == dict.fromkeys(
        ("Lagos", "Accra", "Dakar"), PLACE
    )


def test_where_capitals_tell_nothing_the_words_around_decide():
    text = "A BOMB EXPLODED IN NAIROBI, POLICE SPOKESMAN JORDAN SMITH SAID."
    names = names_in(text, caseless=True)
    assert names["NAIROBI"] == PLACE
    assert names["JORDAN SMITH"] == PERSON
    assert names_in(text.lower(), caseless=True) == {name.lower(): kind for name, kind in names.items()}


def test_a_sentence_too_long_for_the_model_is_tagged_to_its_end():
    text = "and then the road went on " * 60 + "to Nairobi"
    found = tagger().tag(text, [Span(0, len(text))])
    assert [one.span.of(text) for one in found.names()] == ["Nairobi"]


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "\u0300", "x" * 5_000, "\ud800"])
def test_a_text_without_names_has_none(text):
    assert tagger().tag(text, [Span(0, len(text))]).names() == []
    assert tagger().tag(text, []).names() == []


def test_shares_of_a_stretch_are_those_of_its_words_and_none_where_nothing_was_tagged():
    text = "Rain fell. A bomb exploded in Nairobi."
    first, second = sentences(text)
    found = tagger().tag(text, [second])
    at = text.index("Nairobi")
    shares = found.of(Span(at, at + 7))
    assert shares.argmax() == PLACE
    assert shares.sum() == pytest.approx(1.0, abs=1e-4)
    assert found.of(Span(text.index("bomb"), text.index("bomb") + 4)).argmax() == NONE
    assert found.of(first) is None
    assert found.of(Span(at, at)) is None


def test_a_word_that_begins_a_name_ends_the_one_before():
    words = [(0, 5), (6, 11), (12, 17)]
    place = np.array([[0.1, 0.9, 0.0, 0.0, 0.0]] * 3, dtype=np.float32)
    names = Tagged(words, place, np.array([1.0, 0.9, 0.1], dtype=np.float32)).names()
    assert [one.span for one in names] == [Span(0, 5), Span(6, 17)]
    far = Tagged([(0, 5), (30, 35)], place[:2], np.zeros(2, dtype=np.float32)).names()
    assert [one.span for one in far] == [Span(0, 5), Span(30, 35)]


def test_the_same_text_gives_the_same_probabilities_alone_and_among_others():
    text = "Jordan Smith left Nairobi.\nThe Bank of Kenya was closed on Monday by police in Mombasa."
    first = sentences(text)[0]
    among, again = tagged(text), tagged(text)
    assert among.names() == again.names()
    alone = tagger().tag(text, [first])
    np.testing.assert_allclose(alone.of(first), among.of(first), atol=0.02)


@settings(max_examples=40, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["Nairobi", "Smith", "Bank", "of", "in", ",", ".", "-", "’"])).map(" ".join)
)
def test_names_of_any_text_stand_in_it_in_order_and_apart(text):
    names = tagger().tag(text, [Span(0, len(text))]).names()
    ends = [0]
    for one in names:
        assert ends[-1] <= one.span.start < one.span.end <= len(text)
        assert one.kind != NONE
        assert 0.0 <= one.probability <= 1.0
        ends.append(one.span.end)


@pytest.mark.parametrize("kept", ["", "tagger-pieces.txt"])
def test_without_its_files_the_tagger_names_the_file_and_the_way_out(monkeypatch, tmp_path, kept):
    if kept:
        (tmp_path / kept).write_text("[UNK]\n[CLS]\n[SEP]\n", "utf-8")
    monkeypatch.setattr(module, "_DATA", tmp_path)
    with pytest.raises(TaggerMissing) as raised:
        Tagger()
    assert str(tmp_path / ("tagger.onnx" if kept else "tagger-pieces.txt")) in str(raised.value)
    assert "install the package again" in str(raised.value)
    assert "GazetteerRecogniser()" in str(raised.value)
    assert isinstance(raised.value, ReadingError)

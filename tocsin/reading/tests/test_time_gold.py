"""How well times are read, as one number: F1 over our own sentences in five languages. The floor only ever rises."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from tocsin.reading.sentences import sentences
from tocsin.reading.tests.time_gold import GOLD
from tocsin.reading.times import Anchor, read_times
from tocsin.reading.words import words

PUBLISHED = datetime(2017, 7, 15, 17, 12, tzinfo=UTC)
FLOOR = 0.99
LANGUAGES = ("en", "fr", "es", "pt", "ar")


def read_whens(language, text):
    mentions = read_times(text, words(text), sentences(text), Anchor(PUBLISHED, "UTC", language))
    return [one.when for one in mentions]


def f1(rows):
    """F1 of the times found against those wanted, a time counting as found where its interval is the same."""
    found, wanted, right = 0, 0, 0
    for language, text, whens in rows:
        got = Counter(read_whens(language, text))
        found += got.total()
        wanted += len(whens)
        right += (got & Counter(whens)).total()
    return 2 * right / (found + wanted)


def test_the_set_is_large_and_covers_every_language():
    assert len(GOLD) >= 150
    for language in LANGUAGES:
        assert sum(row[0] == language and bool(row[2]) for row in GOLD) >= 15


def test_times_are_read_as_a_careful_reader_would():
    wrong = [
        (text, whens, got) for lang, text, whens in GOLD if (got := tuple(read_whens(lang, text))) != whens
    ]
    assert f1(GOLD) >= FLOOR, wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_falls_behind(language):
    assert f1([row for row in GOLD if row[0] == language]) >= 0.95

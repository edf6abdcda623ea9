"""How well figures are read: more than three hundred snippets in five languages, with every figure that each states."""

import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.reading.figures import read_figures
from tocsin.reading.sentences import sentences
from tocsin.reading.times import Anchor, read_times
from tocsin.reading.words import words

FLOOR = 0.95
SNIPPETS = ("figure_snippets.tsv", "figure_snippets_hard.tsv")
PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)
SIGNS = {"about": "~", "at least": ">=", "more than": ">", "up to": "<=", "exactly": ""}


def snippets():
    for name in SNIPPETS:
        for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                language, text, expected = line.split("\t")
                yield language, text, Counter(part.strip() for part in expected.split(";") if part.strip())


def stated(figure):
    """A figure as the data file writes it."""
    number = f"{figure.value:.12g}" + ("" if figure.upper is None else f"..{figure.upper:.12g}")
    scope = "" if figure.scope == "this event" else f" !{figure.scope}"
    return f"{SIGNS[figure.qualifier]}{number} {figure.unit or 'other'}{scope}{' *' if figure.part else ''}"


def figures(language, text):
    among, parts = words(text), sentences(text)
    times = read_times(text, among, parts, Anchor(PUBLISHED, "UTC", language, ""))
    return read_figures(text, among, language, parts, (), times, PUBLISHED, ())


def read_counter(language, text):
    return Counter(stated(one) for one in figures(language, text))


def f1(rows):
    right = wanted = given = 0
    for language, text, expected in rows:
        found = read_counter(language, text)
        right += sum((found & expected).values())
        wanted += sum(expected.values())
        given += sum(found.values())
    return 2 * right / (wanted + given)


def test_there_are_more_than_three_hundred_snippets_in_five_languages():
    rows = list(snippets())
    assert len(rows) > 300
    assert {language for language, _, _ in rows} == {"en", "fr", "es", "pt", "ar"}


@pytest.mark.parametrize("language", ["en", "fr", "es", "pt", "ar"])
def test_f1_in_each_language_stays_above_the_floor(language):
    assert f1([row for row in snippets() if row[0] == language]) >= FLOOR


def test_snippets_with_a_number_that_counts_nothing_yield_nothing():
    for language, text, expected in snippets():
        if not expected and re.search(r"\d", text):
            assert not read_counter(language, text), text


@pytest.mark.parametrize("upper", [False, True])
def test_capitals_change_no_figure_in_english(upper):
    rows = [
        (language, text.upper() if upper else text, expected)
        for language, text, expected in snippets()
        if language == "en"
    ]
    assert f1(rows) >= FLOOR

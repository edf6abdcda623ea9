"""Figures keep their qualifier, unit, place and time, and a toll of the past stays in the past."""

from datetime import UTC, datetime

import pytest

from tocsin.reading import Scope, read

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)


def figures(text):
    return read(text, published=PUBLISHED).figures


@pytest.mark.parametrize(
    ("text", "value", "qualifier", "unit"),
    [
        ("The blast killed at least 12 people.", 12, "at least", "killed"),
        ("More than 1,600 people fled their homes.", 1600, "more than", "displaced"),
        ("Some 1.600 houses were destroyed.", 1600, "about", "houses"),
        ("About 1 600 people were evacuated.", 1600, "about", "evacuated"),
        ("Twenty-five protesters were arrested.", 25, "exactly", "arrested"),
        ("Up to 300 flights were cancelled.", 300, "up to", "flights"),
        ("Two hundred and fifty people were injured.", 250, "exactly", "injured"),
        ("As many as forty people are missing.", 40, "up to", "missing"),
        ("A magnitude 6.8 quake struck.", 6.8, "exactly", "magnitude"),
        ("A 7.1-magnitude quake struck.", 7.1, "exactly", "magnitude"),
        ("Winds of 140 km/h are expected.", 140, "exactly", "kilometres per hour"),
        ("Nearly 90 mm of rain fell.", 90, "about", "millimetres"),
        ("The ransom was $2 million.", 2_000_000, "exactly", "dollars"),
        ("Gunmen kidnapped three nurses.", 3, "exactly", "kidnapped"),
        ("The death toll rose to 41.", 41, "exactly", "killed"),
        ("Police broke up a camp and 15 or more people were detained.", 15, "at least", "arrested"),
        ("Officers dismantled 6 jihadist cells last year.", 6, "exactly", "terrorist cells dismantled"),
        ("Au moins 12 personnes ont été tuées.", 12, "at least", "killed"),
        ("Más de 40 personas resultaron heridas.", 40, "more than", "injured"),
        ("Cerca de 1.200 pessoas ficaram desalojadas.", 1200, "about", "displaced"),
        ("قتل 7 أشخاص في الهجوم على السوق من قبل مسلحين.", 7, "exactly", "killed"),
    ],
)
def test_value_qualifier_and_unit(text, value, qualifier, unit):
    assert (value, qualifier, unit) in [(one.value, one.qualifier, one.unit) for one in figures(text)]


def test_rough_words_and_ranges_have_an_upper_bound():
    (dozens,) = figures("Dozens of people were injured.")
    assert (dozens.value, dozens.upper, dozens.qualifier) == (24, 99, "about")
    (between,) = figures("Between 10 and 15 people are missing.")
    assert (between.value, between.upper) == (10, 15)
    (dashed,) = figures("Some 10-15 houses burned.")
    assert (dashed.value, dashed.upper) == (10, 15)


def test_two_tolls_in_one_sentence_stay_apart():
    tolls = [(one.value, one.unit) for one in figures("The bomb killed 17 people and injured 40 others.")]
    assert tolls == [(17, "killed"), (40, "injured")]
    tolls = [(one.value, one.unit) for one in figures("Nine people were killed and 30 injured.")]
    assert tolls == [(9, "killed"), (30, "injured")]


def test_a_part_of_a_figure_takes_its_unit():
    figure = figures("Police arrested 150 people in Kenya since 2012, including 40 in the past year.")[-1]
    assert (figure.value, figure.unit, figure.place) == (40, "arrested", "Kenya")


def test_a_toll_of_the_past_is_not_a_toll_of_this_event():
    now, then = figures(
        "A bomb in Nairobi killed four people on Tuesday. In 2013, an attack on a mall killed 67 people."
    )
    assert (now.value, now.scope, now.when) == (4, Scope.THIS_EVENT, "2019-03-19")
    assert (then.value, then.scope, then.when) == (67, Scope.PAST, "2013")


@pytest.mark.parametrize(
    "text", ["He is 34 years old.", "Call 112.", "on 20 March 2019 at 10:00", "Route 66 is shut."]
)
def test_numbers_that_count_nothing_are_left_out(text):
    assert figures(text) == ()

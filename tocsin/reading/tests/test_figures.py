"""Figures keep their qualifier, unit, place and time, and a toll of the past stays in the past."""

from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.reading import UNITS, Scope, read
from tocsin.reading.figures import read_figures
from tocsin.reading.sentences import sentences
from tocsin.reading.units import parent
from tocsin.reading.words import words

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


def test_a_part_is_marked_and_does_not_stand_for_the_whole():
    whole, part = figures("Three people, including two children, died.")
    assert (whole.value, whole.part) == (3, False)
    assert (part.value, part.part, part.whose) == (2, True, "children")


def test_whose_and_of_which_nation():
    (figure,) = figures("Three French tourists were kidnapped.")
    assert (figure.unit, figure.whose, figure.nationality) == ("kidnapped", "tourists", "FR")


def test_a_person_without_a_number_is_one():
    (figure,) = figures("The mayor was assassinated.")
    assert (figure.value, figure.unit, figure.whose, figure.counted) == (1, "killed", "officials", "")
    assert figure.text == "The mayor was assassinated"


def test_nobody_is_nought():
    (figure,) = figures("No one was hurt.")
    assert (figure.value, figure.unit) == (0, "injured")


def test_killed_and_injured_are_kept_apart_from_casualties():
    tolls = [
        (one.value, one.unit) for one in figures("Some 40 people were killed or injured, 12 of them killed.")
    ]
    assert tolls == [(40, "casualties"), (12, "killed")]


@pytest.mark.parametrize(
    "text",
    [
        "The army denied reports that 50 soldiers were killed.",
        "Police dismissed claims that 50 people were killed.",
        "An earlier count had put the dead at 50.",
        "Reports that 50 people were killed were false.",
    ],
)
def test_a_toll_that_is_denied_or_overtaken_is_withdrawn(text):
    assert [(one.value, one.scope) for one in figures(text)] == [(50, Scope.WITHDRAWN)]


def test_denying_a_part_in_an_attack_denies_no_toll():
    (figure,) = figures("The group denied involvement in the attack that killed 50 people.")
    assert figure.scope is Scope.THIS_EVENT


def test_money_carries_its_currency_where_it_is_sure():
    assert [(one.unit, one.currency) for one in figures("It cost $2 million.")] == [("dollars", "USD")]
    assert [(one.unit, one.currency) for one in figures("It cost 300 pesos.")] == [("pesos", "")]


@pytest.mark.parametrize(
    "text",
    [
        "Flight 804 is late.", "Boeing 737 jets are grounded.", "They had AK-47s and an MV-22.", "He was 1,90 m tall in 2014.",
        "One of the worst storms.", "No one said why.", "Law 27 of 1999 applies.", "The team won 3-1.", "Aged 45 and 47.",
        "At 10 Downing Street.", "On the 21st.", "Two-thirds of it.", "Room 12 and Gate 4.", "A three-member crew.",
        "Two years ago.", "Call 555-0143.", "Jane Doe, 45, resigned.",
    ],
)  # fmt: skip
def test_no_count_is_made_up(text):
    assert [one for one in figures(text) if one.unit not in ("metres",)] == []


def test_every_unit_has_a_wider_word_that_ends_somewhere():
    for unit in UNITS:
        seen = [unit]
        while parent(seen[-1]):
            seen.append(parent(seen[-1]))
            assert len(seen) < 6
    assert parent("fighters") == "people"
    assert parent("houses") == "buildings"


PIECES = st.sampled_from(
    [
        "killed",
        "12",
        "1,600",
        "one",
        "a soldier",
        "and",
        "three civilians",
        "were",
        "wounded",
        ", including",
        "two children",
        "died",
        ".",
        "\n",
        "death toll",
        "rose to",
        "from",
        "17",
        "no",
        "casualties",
        "of the",
        "$2 million",
        "km/h",
        "magnitude",
        "6.1",
        "dozens of",
        "people",
        "at least",
        "was",
        "the mayor",
        "murder of",
        "Jane Doe",
        "'s murder",
        "denied reports that",
        "since",
        "قتل",
        "7 أشخاص",
        "وأصيب",
        "قتيلان",
        "و3",
        "مئة",
        "tué",
        "un mort",
        "et",
        "blessés",
        "murieron",
        "fueron",
        "heridos",
        "morreram",
        "feridos",
        "not",
        "never",
        "(",
        ")",
        ":",
        ";",
        "-",
        "%",
        "°",
        "\u200f",
        "half a",
        "million",
        "several",
        "20-30",
        "between",
        "5 of them",
        "who",
        "said",
        "that",
        "one of the",
        "MAYOR",
        "SHOT",
        "ß",
        "İ",
        "́",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.lists(PIECES, max_size=40).map(" ".join), st.text(max_size=200)),
    st.sampled_from(["en", "fr", "es", "pt", "ar", "de", ""]),
)
@example("killed " * 200, "en")
@example("12 " * 200, "en")
@example("A soldier and " * 60 + "died", "en")
def test_any_words_yield_figures_that_quote_them(text, language):
    def read_again():
        return read_figures(text, words(text), language, sentences(text), (), (), PUBLISHED, ())

    found = read_again()
    assert found == read_again()
    for one in found:
        assert one.span.of(text) == one.text != ""
        assert one.value >= 0
        assert one.upper is None or one.upper > one.value
        assert one.unit in (*UNITS, "")
    assert [one.span.start for one in found] == sorted(one.span.start for one in found)

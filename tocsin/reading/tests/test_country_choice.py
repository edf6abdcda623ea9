"""In which country the event is, where a text names several."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Precision
from tocsin.reading.country_choice import choose_countries, weigh_countries
from tocsin.reading.spans import Span
from tocsin.reading.values import PlaceMention, Role

PUBLISHED = datetime(2019, 3, 20, tzinfo=UTC)
NAMES = {
    "Colombia": ("CO", Precision.COUNTRY),
    "Medellín": ("CO", Precision.CITY),
    "Medellin": ("CO", Precision.CITY),
    "Colombian": ("CO", None),
    "Venezuela": ("VE", Precision.COUNTRY),
    "Caracas": ("VE", Precision.CITY),
    "Venezuelan": ("VE", None),
    "Italian": ("IT", None),
    "Rome": ("IT", Precision.CITY),
    "Italy": ("IT", Precision.COUNTRY),
    "United States": ("US", Precision.COUNTRY),
    "Washington": ("US", Precision.CITY),
    "Date": ("JP", Precision.CITY),
    "Front": ("IT", Precision.CITY),
    "Peru": ("PE", Precision.COUNTRY),
    "US": ("US", Precision.COUNTRY),
}


def mentions_in(text):
    """The names of the table above where they stand in the text, whatever their case."""
    found = []
    low = text.lower()
    for name, (country, precision) in NAMES.items():
        at = low.find(name.lower())
        while at >= 0:
            end = at + len(name)
            if not (text[end : end + 1].isalpha() or text[at - 1 : at].isalpha()):
                role = Role.DEMONYM if precision is None else Role.ALSO_NAMED
                found.append(
                    PlaceMention(
                        text[at:end],
                        Span(at, end),
                        1,
                        name,
                        country,
                        0.0,
                        0.0,
                        precision or Precision.COUNTRY,
                        0.9,
                        role,
                    )
                )
            at = low.find(name.lower(), end)
    return tuple(sorted(found, key=lambda one: one.span))


def chosen(text):
    return choose_countries(text, mentions_in(text))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Caracas, 3 May -- A bomb exploded in a market on Tuesday, killing four.", "VE"),
        ("ROME (ITALY), 3 MAY 90 -- Two Italian engineers were kidnapped on Thursday in Colombia, near Medellin.", "CO"),
        ("The Venezuelan president condemned the murder of three reporters in Colombia.", "CO"),
        ("The United States and Venezuela discussed the bomb that exploded in Medellín, Colombia.", "CO"),
        ("A Colombian was shot dead in Washington on Monday. Colombia asked for his body.", "US"),
        ("NO CITY, NO DATE -- FMLN guerrillas attacked a post of the army.", "SV"),
        ("ROME (Reuters) - A bomb exploded on Monday, police said. Colombia sent its regrets.", "IT"),
        ("ROME (ITALY), 28 APR -- The Italian government deplored the murder of two nuns in Medellin.", "CO"),
        ("Caracas, 3 May -- Two bombs exploded at the Colombian embassy, wounding a Colombian guard.", "VE"),
        ("Boko Haram killed nine farmers.", "NG"),
        ("Rome said that Italy would help after the quake in Peru.", "PE"),
        ("Caracas, 3 May -- The Venezuelan government regrets the murder of a priest in Medellin, Colombia.", "CO"),
        ("CARACAS (VENEZUELA), 3 MAY 90 -- SOLDIERS WERE KILLED IN CARACAS, NEAR NO BORDER WITH COLOMBIA.", "VE"),
        ("Two soldiers were killed in Venezuela near the border with Colombia.", "VE"),
        ("The Venezuelan navy said in Caracas on Monday that a ship had exploded in the Colombian port of X.", "CO"),
        ("A minister said in Rome that two people had died in floods in Peru.", "PE"),
        ("Six people from Peru were killed in Colombia.", "CO"),
        ("WASHINGTON, 3 May -- A bomb exploded in Medellin.", "CO"),
        ("CARACAS, 3 MAY 90 -- THEY TOLD US THAT THE ARMY KILLED US, US AND US.", "VE"),
    ],
)  # fmt: skip
def test_the_country_of_the_event_wins_over_those_that_speak_of_it(text, country):
    assert chosen(text)[0] == country


def test_in_capitals_a_common_word_is_no_place():
    text = "MEDELLIN, 3 MAY 90 -- [TEXT] THE FRONT SAID THE DATE OF THE ATTACK WAS CHOSEN BY THE FRONT."
    assert chosen(text) == ("CO",)


def test_a_second_name_of_a_list_counts_as_the_first():
    text = "Floods killed ten people in Peru and Colombia."
    assert set(chosen(text)) == {"PE", "CO"}


def test_two_countries_that_weigh_the_same_are_both_named():
    assert set(chosen("Floods hit Peru and Colombia.")) == {"PE", "CO"}


def test_a_headline_counts_twice():
    text = "Peru and Colombia"
    bare, headed = (weigh_countries(text, mentions_in(text), end) for end in (0, 4))
    assert headed["PE"] == 2 * bare["PE"]
    assert headed["CO"] == bare["CO"]


def test_a_text_that_names_no_country_has_none():
    assert choose_countries("Nothing happened.", ()) == ()


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([*NAMES, "in", "killed", "--", "3 MAY 90", "(", ")", "FARC", "\n"]), max_size=40
    ).map(" ".join)
)
def test_any_text_has_at_most_three_countries_always_the_same(text):
    found = chosen(text)
    assert len(found) == len(set(found)) <= 3
    assert found == chosen(text)

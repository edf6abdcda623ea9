"""Places inside longer names: who serves a place, and who only bears its name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading.nested_names import borrowed_by_next, likelihood_inside, without_city


def likelihood(place, name, *, country=False):
    start = name.index(place)
    return likelihood_inside(name, start + len(place), len(name), country=country, begins=start == 0)


@pytest.mark.parametrize(
    "name", ["Springfield Police Department", "Springfield High School", "Springfield Township Board"]
)
def test_a_body_that_serves_a_place_is_where_the_place_is(name):
    assert likelihood("Springfield", name) > 0.5


@pytest.mark.parametrize(
    "name", ["Springfield Motors", "Springfield University", "Springfield Herald", "Springfield Rovers"]
)
def test_what_bears_the_name_of_a_place_is_not_there(name):
    assert likelihood("Springfield", name) < 0.1


def test_of_other_bodies_the_place_is_doubtful():
    assert 0.1 < likelihood("Springfield", "Springfield Widgets") < 0.5
    assert likelihood("Springfield", "University of Springfield") < 0.5
    assert likelihood("Springfield", "Friends of Springfield Library") < 0.5


def test_a_country_acts_through_its_bodies_and_is_not_their_place():
    for name in ("Kenya Police", "Kenya Red Cross", "Bank of Kenya"):
        assert likelihood("Kenya", name, country=True) <= 0.3


@pytest.mark.parametrize(
    ("name", "behind", "borrowed"),
    [
        ("Paris", " Street", True),
        ("Paris", " Times", True),
        ("Marburg", " virus", True),
        ("Marburg", " Fever", True),
        ("Liberia", "$5", True),
        ("Chicago", "\u00a0Bears", True),
        ("Paris", " street", False),
        ("Paris", " hotel", False),
        ("Paris", " Police", False),
        ("Paris", ". Street", False),
        ("Paris", "", False),
    ],
)
def test_the_next_word_shows_that_something_else_bears_the_name(name, behind, borrowed):
    assert borrowed_by_next(name + behind, len(name)) is borrowed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fargo City Council", "Fargo"),
        ("Springfield City Hall", "Springfield"),
        ("Mexico City Council", "Mexico City"),
        ("Kansas City Police", "Kansas City"),
        ("Fargo City was quiet", "Fargo City"),
    ],
)
def test_a_city_that_belongs_to_the_council_is_no_part_of_the_name(text, name):
    end = text.index("City") + 4
    assert text[: without_city(text, 0, end)] == name


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80), st.booleans(), st.booleans())
def test_any_text_has_a_likelihood(text, first, second, country, begins):
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    assert 0.0 <= likelihood_inside(text, end, len(text), country=country, begins=begins) <= 1.0
    assert start <= without_city(text, start, end) <= end
    assert borrowed_by_next(text, end) in (True, False)

"""The places that a name can mean."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Precision
from tocsin.reading.senses import MOST_SENSES, prior_of, senses_of, without_leading


def top(name):
    place = senses_of(name).places[0]
    return place.name, place.country


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Paris", ("Paris", "FR")),
        ("Iraq's", ("Iraq", "IQ")),
        ("Iraq’s", ("Iraq", "IQ")),
        ("Ft. Wayne", ("Fort Wayne", "US")),
        ("Mt. Vernon", ("Mount Vernon", "US")),
        ("City of Lansing", ("Lansing", "US")),
        ("downtown Nairobi", ("Nairobi", "KE")),
    ],
)
def test_a_name_is_found_however_it_is_written(name, place):
    assert top(name) == place


def test_it_says_whether_the_name_was_found_as_written():
    assert senses_of("Lansing").exact
    assert not senses_of("City of Lansing").exact
    assert not senses_of("Qwxzj").exact


@pytest.mark.parametrize(
    ("name", "place"), [("Texan", "Texas"), ("Iraqis", "Iraq"), ("European", "Europe"), ("Kenyans", "Kenya")]
)
def test_a_people_means_its_place(name, place):
    senses = senses_of(name)
    assert senses.people_of is not None
    assert senses.people_of.name == place
    assert senses.people_of in senses.places


def test_a_place_is_no_people():
    assert senses_of("Nairobi").people_of is None


def test_an_unknown_name_has_no_senses():
    assert senses_of("Qwxzj").places == ()
    assert senses_of("").places == ()


def test_a_common_name_has_many_senses_but_not_more_than_are_weighed():
    assert 10 < len(senses_of("Springfield").places) <= MOST_SENSES


def test_a_country_is_likelier_than_a_town_and_a_large_town_than_a_small_one():
    senses = senses_of("Georgia")
    assert prior_of(next(one for one in senses.places if one.precision is Precision.COUNTRY)) == max(
        senses.prior
    )
    cities = sorted(
        (one for one in senses_of("Paris").places if one.precision is Precision.CITY),
        key=lambda one: one.population,
    )
    assert prior_of(cities[0]) < prior_of(cities[-1])


def test_words_before_a_name_that_only_say_which_part_are_taken_off():
    assert without_leading("Western Pennsylvania") == "Pennsylvania"
    assert without_leading("city of Lansing") == "Lansing"
    assert without_leading("Nairobi") == "Nairobi"


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["the", "City", "of", "Saint", "St.", "Fort", "Paris", "province", "Iraq", "'s", ",", "(", "islands"])).map(" ".join)
)  # fmt: skip
def test_the_columns_of_any_name_fit_its_places(name):
    senses = senses_of(name)
    assert len(senses.places) == len(set(senses.places)) == len(senses.prior) == len(senses.vectors)
    assert np.allclose(np.linalg.norm(senses.vectors, axis=1), 1.0)
    assert all(prior <= prior_of(one) for prior, one in zip(senses.prior, senses.places, strict=True))


@pytest.mark.parametrize(("name", "country"), [("Washington", "US"), ("Santiago", "CL")])
def test_a_great_city_is_meant_before_an_area_of_its_name(name, country):
    senses = senses_of(name)
    best = senses.places[int(senses.prior.argmax())]
    assert (best.precision, best.country) == (Precision.CITY, country)


def test_a_small_town_of_its_name_takes_nothing_from_a_province():
    senses = senses_of("New Brunswick")
    assert senses.places[int(senses.prior.argmax())].country == "CA"

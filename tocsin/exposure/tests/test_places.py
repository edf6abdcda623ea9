"""The place that somebody wrote, found or refused with the choices, never guessed silently."""

from __future__ import annotations

import pytest

from tocsin.exposure.errors import PlaceUnclear, ValueImpossible
from tocsin.exposure.places import Located, PlaceWords, city_radius_km, locate


def at(**words: str) -> Located:
    return locate(PlaceWords(**words))


def refused(**words: str) -> ValueImpossible:
    with pytest.raises(ValueImpossible) as caught:
        at(**words)
    return caught.value


def test_a_city_by_name_and_country_has_a_point_a_zone_and_an_uncertainty() -> None:
    found = at(place="Casablanca", country="MA")
    assert (found.country, found.precision, found.located_by) == ("MA", "city", "city by name")
    assert found.timezone == "Africa/Casablanca"
    assert found.point is not None
    assert found.point.latitude == pytest.approx(33.59, abs=0.1)
    assert 10 < found.uncertainty_km < 20
    assert at(place="Casablanca, Morocco").geonames_id == found.geonames_id


def test_a_name_that_means_several_places_is_shown_with_the_choices() -> None:
    error = refused(place="Casablanca")
    assert isinstance(error, PlaceUnclear)
    assert "means" in error.problem
    assert any("Morocco" in choice and "geonames_id 2553604" in choice for choice in error.choices)
    assert any("Chile" in choice for choice in error.choices)
    assert isinstance(refused(place="Springfield", country="US"), PlaceUnclear)
    assert at(geonames_id="4250542").place == "Springfield"


def test_a_much_larger_place_of_the_country_is_taken_and_said_so() -> None:
    found = at(place="Paris", country="FR")
    assert found.country == "FR"
    assert found.precision == "city"
    found = at(place="Manila", country="PH")
    assert found.geonames_id == 1701668


def test_a_name_of_a_country_and_of_a_state_elsewhere_is_ambiguous() -> None:
    assert isinstance(refused(place="Georgia"), PlaceUnclear)
    assert at(place="Kenya").located_by == "country only"
    assert at(place="Djibouti", country="DJ").precision == "city"


def test_an_unknown_name_is_refused_with_what_to_do() -> None:
    error = refused(place="Qwertzuiop", country="MA")
    assert "no place called 'Qwertzuiop' in Morocco" in error.problem
    assert "latitude and longitude" in error.remedy


def test_an_airport_code_is_the_airport() -> None:
    found = at(airport="CMN")
    assert (found.country, found.located_by, found.uncertainty_km) == ("MA", "airport code", 15.0)
    assert "IATA" in refused(airport="QQQ").problem
    assert "does not lie in Kenya" in refused(airport="CMN", country="KE").problem


def test_a_country_alone_has_no_point_and_a_zone_only_where_it_has_one() -> None:
    morocco = at(country="Morocco")
    assert (morocco.point, morocco.precision, morocco.located_by) == (None, "country", "country only")
    assert morocco.timezone == "Africa/Casablanca"
    america = at(country="US")
    assert america.timezone == ""
    assert "zones" in america.zone_reason
    assert refused(country="Atlantis").field == "country"


def test_coordinates_find_their_country_and_zone() -> None:
    found = at(latitude="31.63", longitude="-7.98", place="Guest house")
    assert (found.place, found.country, found.uncertainty_km) == ("Guest house", "MA", 0.0)
    assert found.timezone == "Africa/Casablanca"
    assert at(latitude="40,75", longitude="-73,99").timezone == "America/New_York"
    sea = at(latitude="-30", longitude="-20", country="sea")
    assert (sea.country, sea.timezone) == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        {"latitude": "-7.59", "longitude": "33.57", "country": "MA"},
        {"latitude": "-7.59", "longitude": "33.57", "place": "Casablanca"},
        {"latitude": "121.0", "longitude": "14.6"},
        {"latitude": "121.0", "longitude": "14.6", "country": "PH"},
        {"latitude": "-21.9", "longitude": "64.1"},  # Reykjavik, exchanged: the Indian Ocean
    ],
)
def test_swapped_coordinates_are_found(words: dict[str, str]) -> None:
    error = refused(**words)
    assert error.field == "latitude"
    assert "swapped" in error.problem
    assert "Exchange the two" in error.remedy


def test_impossible_coordinates_are_refused() -> None:
    assert "Gulf of Guinea" in refused(latitude="0", longitude="0.0").problem
    assert refused(latitude="33.5").field == "longitude"
    assert "not a number" in refused(latitude="N33", longitude="7").problem
    assert "no such place" in refused(latitude="95", longitude="100").problem
    assert "not in Kenya" in refused(latitude="33.59", longitude="-7.6", country="KE").problem
    assert "No place is given" in refused().problem


def test_a_place_by_a_border_keeps_the_country_that_is_written() -> None:
    # Goma in Congo lies within walking distance of Rwanda.
    assert at(latitude="-1.679", longitude="29.235", country="CD").country == "CD"


def test_the_radius_of_a_city_follows_its_people() -> None:
    assert (city_radius_km(0), city_radius_km(1_000_000), city_radius_km(100_000_000)) == (1.0, 8.0, 30.0)

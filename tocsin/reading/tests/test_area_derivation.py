"""Areas told by a place: where they lie, how large they are, and what is none."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Place, Point, Precision, distance_km, gazetteer
from tocsin.reading import (
    AreaKind,
    DerivedArea,
    GazetteerRecogniser,
    PlaceMention,
    Role,
    Span,
    describe,
    read,
)
from tocsin.reading.area_derivation import derived_areas
from tocsin.reading.area_distances import unit_km
from tocsin.reading.area_shapes import part, whole
from tocsin.reading.area_words import wind_of


def known(name: str, country: str, precision: Precision = Precision.CITY) -> Place:
    return next(
        one for one in gazetteer().by_name(name) if one.country == country and one.precision is precision
    )


def country(code: str) -> Place:
    place = gazetteer().country(code)
    assert place is not None
    return place


def mentions_in(text: str, role: Role = Role.ALSO_NAMED, **places: Place) -> list[PlaceMention]:
    """Mentions of these words of the text (underscores stand for blanks), wherever they stand."""
    found = []
    for key, place in places.items():
        words = key.replace("_", " ")
        for match in re.finditer(rf"(?<!\w){re.escape(words)}", text):
            found.append(
                PlaceMention(
                    words, Span(*match.span()), place.geonames_id, place.name, place.country, place.point.longitude,
                    place.point.latitude, place.precision, 0.9, role,
                )
            )  # fmt: skip
    return found


def only(text: str, role: Role = Role.ALSO_NAMED, **places: Place) -> DerivedArea:
    areas = derived_areas(text, mentions_in(text, role, **places))
    assert len(areas) == 1, areas
    return areas[0]


def apart_km(area: DerivedArea, point: Point) -> float:
    return distance_km(Point(longitude=area.longitude, latitude=area.latitude), point)


KABUL = known("Kabul", "AF")
ALEPPO, IDLIB = known("Aleppo", "SY"), known("Idlib", "SY")


# -- distances ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "km", "bearing"),
    [
        ("12 km south of Kabul", 12, 180),
        ("12km south of Kabul", 12, 180),
        ("twelve kilometres south of the city of Kabul", 12, 180),
        ("30 kilometers (19 miles) north-east of Kabul", 30, 45),
        ("thirty miles northwest of Kabul", 48.28, 315),
        ("1.5 miles to the east of Kabul", 2.414, 90),
        ("1,200 metres west of Kabul", 1.2, 270),
        ("8 km NNE of Kabul", 8, 22.5),
        ("45 km due south of the capital, Kabul", 45, 180),
        ("half a mile south-west of Kabul", 0.805, 225),
        ("10 to 14 km south of Kabul", 12, 180),
        ("two and a half miles south of Kabul", 4.023, 180),
        ("a mile south of Kabul", 1.609, 180),
    ],
)
def test_a_distance_and_a_direction_give_the_point_there(words: str, km: float, bearing: float) -> None:
    area = only(f"A convoy was hit about {words} on Monday.", Kabul=KABUL)
    assert (area.kind, area.text, area.places) == (AreaKind.OFFSET, words, (KABUL.geonames_id,))
    assert apart_km(area, KABUL.point) == pytest.approx(km, rel=0.02, abs=0.02)
    east = (area.longitude - KABUL.point.longitude) * math.cos(math.radians(KABUL.point.latitude))
    turn = math.degrees(math.atan2(east, area.latitude - KABUL.point.latitude)) - bearing
    assert abs((turn + 180) % 360 - 180) < 1
    assert 2 <= area.radius_km <= max(2, km)


@pytest.mark.parametrize(
    "words",
    ["30 km from Kabul", "30 kilometres outside Kabul", "thirty km away from Kabul", "30-km radius of Kabul"],
)
def test_a_distance_without_a_direction_is_a_circle_about_the_place(words: str) -> None:
    area = only(f"A village {words} was shelled.", Kabul=KABUL)
    assert (area.kind, area.text, area.radius_km) == (AreaKind.AROUND, words, 30)
    assert apart_km(area, KABUL.point) < 0.1


def test_from_a_country_the_distance_is_counted_from_its_edge() -> None:
    area = only("The boat sank 100 km east of Somalia.", Somalia=country("SO"))
    assert area.longitude > 48


def test_the_length_of_a_way_between_two_places_is_no_area() -> None:
    text = "They drove 900 km from Kabul to Herat."
    assert derived_areas(text, mentions_in(text, Kabul=KABUL, Herat=known("Herat", "AF"))) == ()


def test_a_direction_without_a_distance_lies_just_beyond_the_town() -> None:
    area = only("Rockets fell just north of Kabul.", Kabul=KABUL)
    assert (area.kind, area.text) == (AreaKind.OFFSET, "north of Kabul")
    assert area.latitude > KABUL.point.latitude
    assert area.radius_km < 40


# -- parts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "code", "inside", "outside"),
    [
        ("northern Mali", "ML", ["Timbuktu", "Gao", "Kidal"], ["Sikasso"]),
        ("the north of Mali", "ML", ["Timbuktu", "Gao", "Kidal"], ["Sikasso"]),
        ("the far north of Mali", "ML", ["Taoudenni"], ["Bamako"]),
        ("north-east Nigeria", "NG", ["Maiduguri", "Yola"], ["Lagos"]),
        ("northwestern Pakistan", "PK", ["Peshawar", "Mingora"], ["Karachi"]),
        ("eastern Ukraine", "UA", ["Donetsk", "Kharkiv"], ["Lviv"]),
        ("central Somalia", "SO", ["Beledweyne"], ["Kismayo"]),
        ("southern parts of Somalia", "SO", ["Kismayo"], ["Bosaso"]),
        ("eastern and southern Yemen", "YE", ["Aden"], []),
    ],
)  # fmt: skip
def test_a_part_of_a_country_holds_the_towns_that_lie_there(
    words: str, code: str, inside: list[str], outside: list[str]
) -> None:
    place = country(code)
    area = only(f"Fighting goes on in {words}.", **{place.name: place})
    assert (area.kind, area.text) == (AreaKind.PART, words)
    for name in inside:
        assert apart_km(area, known(name, code).point) <= area.radius_km, name
    for name in outside:
        assert apart_km(area, known(name, code).point) > area.radius_km, name


def test_a_part_is_told_behind_the_name_too() -> None:
    assert only("Raids in Beirut's southern suburbs.", Beirut=known("Beirut", "LB")).kind is AreaKind.PART
    area = only("Fighting spread in Mali's north, officials said.", Mali=country("ML"))
    assert (area.kind, area.text) == (AreaKind.PART, "Mali's north")
    assert area.latitude > country("ML").point.latitude


def test_a_part_of_a_province_takes_the_word_province_along() -> None:
    province = known("Aleppo", "SY", Precision.ADMIN_1)
    area = only("Shells fell in southern Aleppo province.", Aleppo=province)
    assert area.text == "southern Aleppo province"
    assert area.latitude < province.point.latitude
    assert area.radius_km < whole(province.geonames_id).radius_km


def test_a_province_told_by_where_it_lies_is_not_cut() -> None:
    borno = known("Borno", "NG", Precision.ADMIN_1)
    text = "Attacks in Nigeria's north-eastern Borno State and in the north-eastern Borno State."
    assert derived_areas(text, mentions_in(text, Borno=borno)) == ()
    assert derived_areas(text, mentions_in(text, Borno_State=borno)) == ()


def test_distances_are_told_from_the_town_of_a_province() -> None:
    province = known("Fukushima", "JP", Precision.ADMIN_1)
    town = known("Fukushima", "JP")
    area = only("People within a 30-mile radius of Fukushima left.", Fukushima=province)
    assert apart_km(area, town.point) < 0.1
    assert area.radius_km == 48.3
    assert area.places == (province.geonames_id,)
    assert only("A fire near Fukushima province.", Fukushima=province).radius_km > 50


def test_a_part_of_a_town_is_half_a_circle_by_its_population() -> None:
    area = only("Clashes in eastern Aleppo.", Aleppo=ALEPPO)
    assert (area.kind, area.text) == (AreaKind.PART, "eastern Aleppo")
    assert area.longitude > ALEPPO.point.longitude
    assert area.radius_km < 20


def test_a_country_on_both_sides_of_the_antimeridian_is_cut_as_one() -> None:
    fiji = country("FJ")
    east, west = part(fiji.geonames_id, ("E",), False), part(fiji.geonames_id, ("W",), False)
    assert east is not None
    assert west is not None
    assert east.radius_km < 1000
    assert west.radius_km < 1000
    chukotka = next(one for one in gazetteer().by_name("Chukotka") if one.admin1 == "RU.15")
    found = part(chukotka.geonames_id, ("E",), False)
    assert found is not None
    assert found.radius_km < 1000


def test_far_pieces_of_a_country_do_not_move_its_parts() -> None:
    united_states = country("US")
    area = only("Snow fell in the northern United States.", United_States=united_states)
    assert area.latitude < 50


def test_every_part_of_every_country_is_a_circle() -> None:
    for place in gazetteer().countries():
        for wind in ("N", "SW", "centre"):
            found = part(place.geonames_id, (wind,), False)
            assert found is None or 0 < found.radius_km < 20_100


# -- two places --------------------------------------------------------------------------------------------------------


def test_between_two_towns_is_half_way() -> None:
    area = only("A bomb went off between Aleppo and Idlib.", Aleppo=ALEPPO, Idlib=IDLIB)
    assert (area.kind, area.text) == (AreaKind.BETWEEN, "between Aleppo and Idlib")
    assert area.places == (ALEPPO.geonames_id, IDLIB.geonames_id)
    assert apart_km(area, ALEPPO.point) == pytest.approx(apart_km(area, IDLIB.point), abs=0.1)
    assert area.radius_km == pytest.approx(distance_km(ALEPPO.point, IDLIB.point) / 2, abs=0.1)


@pytest.mark.parametrize(
    "words",
    [
        "the border between Kenya and Somalia", "Kenya-Somalia border", "Kenya's border with Somalia",
        "Kenya–Somalia border area",
    ],
)  # fmt: skip
def test_a_border_is_the_stretch_where_both_meet(words: str) -> None:
    text = f"Gunmen crossed at {words} at dawn."
    area = only(text, Kenya=country("KE"), Somalia=country("SO"))
    assert (area.kind, area.text) == (AreaKind.BETWEEN, words)
    assert apart_km(area, known("Mandera", "KE").point) <= area.radius_km
    assert area.radius_km < 500


def test_a_people_beside_border_counts() -> None:
    text = "Trucks queue at the Mexican border with Guatemala."
    mentions = mentions_in(text, Role.DEMONYM, Mexican=country("MX"))
    mentions += mentions_in(text, Guatemala=country("GT"))
    (area,) = derived_areas(text, mentions)
    assert area.text == "Mexican border with Guatemala"


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Kenya and Somalia failed.", "The match between Mali and Niger was called off.",
        "The border between Kenya and Mali is a line on no map.", "Between 10 and 20 people died in Kenya and Somalia.",
    ],
)  # fmt: skip
def test_what_stands_between_countries_is_no_area(text: str) -> None:
    places = {one.name: one for one in (country("KE"), country("SO"), country("ML"), country("NE"))}
    assert derived_areas(text, mentions_in(text, **places)) == ()


# -- around ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "near Idlib",
        "outside Idlib",
        "around Idlib",
        "on the outskirts of Idlib",
        "close to the town of Idlib",
    ],
)
def test_near_a_town_is_a_circle_of_fifteen_km(words: str) -> None:
    area = only(f"A school {words} was hit.", Idlib=IDLIB)
    assert (area.kind, area.text, area.radius_km) == (AreaKind.AROUND, words, 15)


def test_near_a_town_of_millions_is_a_wider_circle() -> None:
    assert only("A camp near Kabul.", Kabul=KABUL).radius_km == 25


def test_outside_something_in_a_town_is_not_outside_the_town() -> None:
    text = "They met outside Kabul University and outside Kabul's main mosque."
    assert derived_areas(text, mentions_in(text, Kabul=KABUL)) == ()


@pytest.mark.parametrize(
    "words", ["off the coast of Yemen", "off Yemen's coast", "off the southern coast of Yemen"]
)
def test_off_a_coast_holds_the_sea_before_it(words: str) -> None:
    area = only(f"A tanker was hit {words}.", Yemen=country("YE"))
    assert area.text == words
    assert apart_km(area, Point(longitude=45.0, latitude=12.4)) <= area.radius_km


# -- other languages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Une bombe à 12 km au sud de Kaboul.", "12 km au sud de Kaboul", AreaKind.OFFSET),
        ("Une attaque à trente kilomètres au nord-est de Kaboul.", "trente kilomètres au nord-est de Kaboul", AreaKind.OFFSET),
        ("Des combats dans le nord du Mali.", "le nord du Mali", AreaKind.PART),
        ("Une bombe près de Kaboul.", "près de Kaboul", AreaKind.AROUND),
        ("Una bomba a 12 km al sur de Kabul.", "12 km al sur de Kabul", AreaKind.OFFSET),
        ("Combates en el norte de Mali.", "el norte de Mali", AreaKind.PART),
        ("Una bomba cerca de Kabul.", "cerca de Kabul", AreaKind.AROUND),
        ("Uma bomba a 12 km ao sul de Cabul.", "12 km ao sul de Cabul", AreaKind.OFFSET),
        ("Combates no norte do Mali.", "norte do Mali", AreaKind.PART),
        ("Uma bomba perto de Cabul.", "perto de Cabul", AreaKind.AROUND),
        ("قتال في شمال مالي اليوم", "شمال مالي", AreaKind.PART),
        ("انفجار على بعد 12 كيلومترا جنوب كابل", "12 كيلومترا جنوب كابل", AreaKind.OFFSET),
    ],
)  # fmt: skip
def test_the_commonest_forms_are_read_in_five_languages(text: str, words: str, kind: AreaKind) -> None:
    mali = country("ML")
    area = only(text, Kaboul=KABUL, Kabul=KABUL, Cabul=KABUL, كابل=KABUL, Mali=mali, مالي=mali)
    assert area.kind is kind
    assert area.text.endswith(words)
    if kind is AreaKind.OFFSET:
        assert 10 < apart_km(area, KABUL.point) < 31


def test_between_is_read_in_other_languages() -> None:
    assert only("Une bombe entre Alep et Idlib.", Alep=ALEPPO, Idlib=IDLIB).text == "entre Alep et Idlib"
    text = "اشتباكات بين حلب وإدلب"
    glued = Span(text.index("إدلب"), len(text))
    mentions = [
        *mentions_in(text, حلب=ALEPPO),
        replace(mentions_in("إدلب", إدلب=IDLIB)[0], span=glued),
    ]
    (area,) = derived_areas(text, mentions)
    assert (area.kind, area.text) == (AreaKind.BETWEEN, "بين حلب وإدلب")


# -- what is none ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "South Sudan, South Africa, North Macedonia, Northern Ireland, Western Sahara and South Korea signed.",
        "North Korean and South Korean ships met.", "Between 10 and 20 people died in Kabul.",
        "The northern city of Idlib was hit.", "She left Kabul. South of it lies nothing.",
    ],
)  # fmt: skip
def test_names_and_peoples_make_no_part(text: str) -> None:
    reading = read(text, published=datetime(2020, 1, 1, tzinfo=UTC), recogniser=GazetteerRecogniser())
    assert reading.areas == ()


def test_a_region_without_known_extent_has_no_parts() -> None:
    sahel = next(one for one in gazetteer().by_name("Sahel") if one.precision is Precision.REGION)
    text = "Drought in the northern Sahel and 20 km south of the Sahel."
    assert derived_areas(text, mentions_in(text, Sahel=sahel)) == ()


# -- the whole reading -------------------------------------------------------------------------------------------------


def test_a_reading_holds_its_areas_and_says_them_in_words() -> None:
    text = "A bomb went off 12 km south of Kabul on Monday. In northern Mali an army post was attacked."
    reading = read(text, published=datetime(2020, 1, 1, tzinfo=UTC), recogniser=GazetteerRecogniser())
    assert [one.text for one in reading.areas] == ["12 km south of Kabul", "northern Mali"]
    assert reading.to_json()["areas"][0]["span"] == [16, 36]
    assert '"northern Mali": 2' in describe(reading)


# -- any text ----------------------------------------------------------------------------------------------------------

WORDS = (
    "12 km", "south of", "north-east", "northern", "between", "and", "the border between", "near", "off the coast of", "'s north",
    "0 km from", "999999999 miles", "half a", "a few miles", "the", "of", "central", "far", "NNE of", "-", ",", "\n", "au nord de", "شمال",
    "entre", "border", "west", "يبعد 5 كم", "12 kmſ north of", "5 mı from", "off the weſt coast of", "ſouthern", "the weſt of", "eaſt of",
)  # fmt: skip
PLACES = (
    KABUL, ALEPPO, IDLIB, country("FJ"), country("RU"), country("AQ"), country("KI"), country("ML"),
    Place(-1, "Nowhere", "", "", "", Precision.CITY, Point(longitude=180.0, latitude=90.0), 0, ""),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from(WORDS), st.integers(0, len(PLACES) - 1), st.text(max_size=6)), max_size=16
    )
)
def test_any_text_gives_circles_on_the_earth_in_its_own_words(parts: list[str | int]) -> None:
    text, mentions = "", []
    for one in parts:
        if isinstance(one, int):
            place = PLACES[one]
            span = Span(len(text), len(text) + len(place.name))
            mentions.append(
                PlaceMention(
                    place.name, span, place.geonames_id, place.name, place.country, place.point.longitude,
                    place.point.latitude, place.precision, 0.9, Role.ALSO_NAMED,
                )
            )  # fmt: skip
            text += place.name + " "
        else:
            text += one + ("" if one == "-" else " ")
    areas = derived_areas(text, mentions)
    assert areas == derived_areas(text, list(reversed(mentions)))
    last = 0
    for area in areas:
        assert last <= area.span.start < area.span.end <= len(text)
        last = area.span.end
        assert area.span.of(text) == area.text
        assert 0 < area.radius_km < 20_100
        Point(longitude=area.longitude, latitude=area.latitude)
        assert area.reason
        assert set(area.places) <= {one.geonames_id for one in mentions}


def test_a_long_run_of_words_of_direction_ends() -> None:
    text = "north " * 20_000 + "Kabul"
    assert len(derived_areas(text, mentions_in(text, Kabul=KABUL))) <= 1


@pytest.mark.parametrize(
    ("word", "wind"),
    [
        ("South", "S"), ("south-western", "SW"), ("NNE", "NNE"), ("north-north-east", "NNE"), ("westward", "W"),
        ("south-central", "S"), ("sureste", "SE"), ("nord-ouest", "NW"), ("شمال شرق", "NE"), ("up", ""),
    ],
)  # fmt: skip
def test_words_of_direction(word: str, wind: str) -> None:
    assert wind_of(word) == wind


def test_units_of_length() -> None:
    assert [unit_km(one) for one in ("km", "Miles", "metres", "nautical miles", "ميل", "millas")] == [
        1.0, 1.609344, 0.001, 1.852, 1.609344, 1.609344,
    ]  # fmt: skip

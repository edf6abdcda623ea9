"""The gazetteer: what a place's name, number or position leads to."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import (
    GazetteerError,
    Place,
    Point,
    Precision,
    distance_km,
    gazetteer,
)
from tocsin.geo.packed import DATA_FOLDER, PackedFile, write_packed

book = gazetteer()


def first(name):
    place = book.by_name(name)[0]
    return place.name, place.country, place.precision


@pytest.mark.parametrize(
    ("name", "country", "longitude", "latitude"),
    [
        ("Marrakesh", "MA", -8.0, 31.63),
        ("Marrakech", "MA", -8.0, 31.63),
        ("Mosul", "IQ", 43.12, 36.34),
        ("Rabat", "MA", -6.83, 34.01),
        ("الرباط", "MA", -6.83, 34.01),
        ("Casablanca", "MA", -7.59, 33.59),
        ("الدار البيضاء", "MA", -7.59, 33.59),
        ("Alexandria", "EG", 29.92, 31.2),
        ("Paris", "FR", 2.35, 48.85),
        ("Manila", "PH", 120.98, 14.6),
        ("Nairobi", "KE", 36.82, -1.28),
        ("Мосул", "IQ", 43.12, 36.34),
        ("Харьков", "UA", 36.25, 49.98),
        ("摩苏尔", "IQ", 43.12, 36.34),
        ("SAO PAULO", "BR", -46.63, -23.55),
        ("Sana’a", "YE", 44.2, 15.35),
        ("Washington", "US", -77.04, 38.9),
        ("NYC", "US", -74.0, 40.7),
    ],
)
def test_the_first_place_of_a_name_is_the_one_news_mean(name, country, longitude, latitude):
    place = book.by_name(name)[0]
    assert (place.country, place.precision) == (country, Precision.CITY)
    assert distance_km(place.point, Point(longitude=longitude, latitude=latitude)) < 15


def test_other_places_of_the_name_follow():
    assert [place.country for place in book.by_name("Casablanca") if place.precision is Precision.CITY][
        :2
    ] == [
        "MA",
        "CL",
    ]
    assert "US" in {place.country for place in book.by_name("Paris")}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Morocco", "MA"), ("Maroc", "MA"), ("Marruecos", "MA"), ("المغرب", "MA"), ("Marrocos", "MA"),
        ("UK", "GB"), ("U.K.", "GB"), ("Britain", "GB"), ("US", "US"), ("U.S.", "US"), ("United States", "US"),
        ("UAE", "AE"), ("DRC", "CD"), ("Democratic Republic of the Congo", "CD"), ("Ivory Coast", "CI"),
        ("Côte d’Ivoire", "CI"), ("Cote d'Ivoire", "CI"), ("Burma", "MM"), ("Myanmar", "MM"), ("Kosovo", "XK"),
        ("Georgia", "GE"), ("Niger", "NE"), ("Jordan", "JO"), ("Philippines", "PH"), ("Türkiye", "TR"), ("Turkey", "TR"),
        ("South Sudan", "SS"), ("Syrian Arab Republic", "SY"), ("Palestine", "PS"),
    ],
)  # fmt: skip
def test_countries_are_found_by_their_names(name, code):
    assert (book.by_name(name)[0].country, book.by_name(name)[0].precision) == (code, Precision.COUNTRY)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Moroccan", "MA"), ("Moroccans", "MA"), ("moroccans", "MA"), ("marocaine", "MA"), ("Congolese", "CD"),
        ("Filipinos", "PH"), ("South Koreans", "KR"), ("Swiss", "CH"), ("Dominican", "DO"), ("British", "GB"),
        ("Nigerien", "NE"), ("Nigerian", "NG"), ("table", None), ("", None), ("Rabat", None),
    ],
)  # fmt: skip
def test_demonyms_name_their_country(word, code):
    assert book.demonym(word) == code


def test_seas_regions_and_admin_areas_have_their_precision():
    assert first("Red Sea") == ("Red Sea", "", Precision.SEA)
    assert first("Sahel")[2] is Precision.REGION
    assert first("Mindanao") == ("Mindanao", "PH", Precision.REGION)
    assert first("Nineveh")[1:] == ("IQ", Precision.ADMIN_1)
    assert first("Marrakech-Safi")[1:] == ("MA", Precision.ADMIN_1)
    assert book.by_name("Heathrow")[0].airport == "LHR"


def test_an_admin_area_lies_where_its_outline_is_and_not_at_its_capital():
    safi = book.by_name("Marrakech-Safi")[0]
    assert distance_km(safi.point, Point(longitude=-8.6, latitude=31.7)) < 60
    california = next(p for p in book.by_name("California") if p.precision is Precision.ADMIN_1)
    assert distance_km(california.point, Point(longitude=-119.6, latitude=37.2)) < 40


def test_a_city_leads_to_its_areas_country_and_zone():
    rabat = book.by_name("Rabat")[0]
    assert (rabat.admin1, rabat.timezone) == ("MA.04", "Africa/Casablanca")
    assert rabat.admin2.startswith("MA.04.")
    area = next(p for p in book.by_name("Rabat-Salé-Kénitra"))
    assert (area.admin1, area.precision) == (rabat.admin1, Precision.ADMIN_1)


def test_every_place_comes_back_by_its_number():
    for row in range(0, len(book), 997):
        place = book.place(row)
        assert book.by_id(place.geonames_id).geonames_id == place.geonames_id
        assert isinstance(place, Place)
    assert book.by_id(2542007).name == "Morocco"
    assert book.by_id(1) is None
    assert book.by_id(-5) is None


@pytest.mark.parametrize(("iata", "country"), [("RBA", "MA"), ("NBO", "KE"), ("mnl", "PH"), ("LHR", "GB")])
def test_airports_are_found_by_iata_code(iata, country):
    airport = book.airport(iata)
    assert (airport.airport, airport.country, airport.precision) == (iata.upper(), country, Precision.SITE)
    assert book.by_id(airport.geonames_id) == airport


@pytest.mark.parametrize("iata", ["", "QQQ1", "QQ", "R\u00c4A", "123", "XQX"])
def test_no_airport_for_what_is_no_code(iata):
    assert book.airport(iata) is None


def test_countries_by_code_and_language():
    assert book.country("ma").geonames_id == 2542007
    assert book.country("ZZ") is None
    assert book.country("") is None
    assert len(book.countries()) == 250
    assert book.country_name("MA") == "Morocco"
    assert book.country_name("MA", "fr-FR") == "Maroc"
    assert book.country_name("MA", "ar") == "المغرب"
    assert book.country_name("MA", "tlh") == "Morocco"
    with pytest.raises(GazetteerError, match="ZZ"):
        book.country_name("ZZ")


def test_the_nearest_city():
    assert book.nearest(Point(longitude=36.8, latitude=-1.3)).country == "KE"
    assert book.nearest(Point(longitude=-6.8, latitude=34.05), Precision.SITE).airport == "RBA"
    assert book.nearest(Point(longitude=43.1, latitude=36.3), Precision.COUNTRY).country == "IQ"


@settings(max_examples=25)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_the_nearest_airport_is_the_nearest_of_all(longitude, latitude):
    point = Point(longitude=longitude, latitude=latitude)
    found = book.nearest(point, Precision.SITE)
    rows = range(book._start[4], book._start[5])
    brute = min(
        distance_km(
            point,
            Point(longitude=int(book._longitude[r]) / 100_000, latitude=int(book._latitude[r]) / 100_000),
        )
        for r in rows
    )
    assert distance_km(point, found.point) == pytest.approx(brute, abs=1e-6)


def test_places_within_a_distance_are_the_most_populous_first():
    names = [place.name for place in book.within(Point(longitude=-6.83, latitude=34.0), 20)]
    assert names[:2] == ["Rabat", "Salé"]


@pytest.mark.parametrize("name", ["", " ", "!!!", "\x00", "qwertzuiop asdf", "🔥", "a" * 10_000])
def test_what_is_no_name_finds_nothing(name):
    assert book.by_name(name) == ()
    assert book.demonym(name) is None


@given(st.text())
def test_any_text_can_be_asked_for(text):
    book.by_name(text)
    for match in book.matches(text, capitals=False):
        assert text[match.start : match.end] == match.text
        assert match.places or match.demonym


def test_credits_name_every_source_with_its_licence():
    assert any("GeoNames" in line and "Attribution 4.0" in line for line in book.credits())
    assert any("Natural Earth" in line for line in book.credits())


def test_the_data_files_stay_within_their_budget():
    manifest = json.loads((DATA_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert sum(manifest["bytes"].values()) < 30_000_000
    for name, size in manifest["bytes"].items():
        assert (DATA_FOLDER / name).stat().st_size == size


def test_a_missing_foreign_or_cut_data_file_is_named_with_the_remedy(tmp_path):
    path = tmp_path / "things.bin"
    with pytest.raises(GazetteerError, match=r"things\.bin.*install"):
        PackedFile(path, kind="things", version=1)
    path.write_bytes(b"something else altogether")
    with pytest.raises(GazetteerError, match="no packed data file"):
        PackedFile(path, kind="things", version=1)
    import numpy as np

    write_packed(path, {"numbers": np.arange(1000)}, kind="things", version=1)
    assert PackedFile(path, kind="things", version=1).array("numbers").tolist() == list(range(1000))
    with pytest.raises(GazetteerError, match="version 2"):
        PackedFile(path, kind="things", version=2)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(GazetteerError, match="cut short"):
        PackedFile(path, kind="things", version=1)

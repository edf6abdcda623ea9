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
        ("Filipina", "PH"), ("Emirati", "AE"), ("Burkinabe", "BF"), ("Ivorian", "CI"), ("Turk", "TR"), ("Turkish", "TR"),
        ("marocaines", "MA"), ("argentinas", "AR"), ("brasileiras", "BR"), ("espanhóis", "ES"), ("franceses", "FR"),
        ("alemanas", "DE"), ("turques", "TR"), ("syrienne", "SY"), ("فلسطيني", "PS"), ("الفلسطينيين", "PS"),
        ("المغاربة", "MA"), ("سورية", "SY"), ("الروس", "RU"),
    ],
)  # fmt: skip
def test_demonyms_name_their_country(word, code):
    assert book.demonym(word) == code


@pytest.mark.parametrize(
    ("word", "place", "code"),
    [
        ("Kurds", "Kurdistan", "ZZ"), ("Kurdish", "Kurdistan", "ZZ"), ("Chechens", "Chechnya", "RU"),
        ("Kashmiri", "Kashmir", "ZZ"), ("European", "Europe", "ZZ"), ("Africans", "Africa", "ZZ"),
        ("Middle Eastern", "Middle East", "ZZ"), ("Latin American", "Latin America", "ZZ"),
        ("Scandinavian", "Scandinavia", "ZZ"), ("Texans", "Texas", "US"), ("Californian", "California", "US"),
        ("Scottish", "Scotland", "GB"), ("Welsh", "Wales", "GB"), ("English", "England", "GB"),
        ("Gazans", "Gaza Strip", "PS"), ("Québécois", "Quebec", "CA"), ("Londoners", "London", "GB"),
        ("Moroccans", "Morocco", "MA"),
    ],
)  # fmt: skip
def test_demonyms_of_regions_name_the_region(word, place, code):
    assert book.demonym_places(word)[0].name == place
    assert book.demonym(word) == code
    match = book.matches(f"the {word} said")[0]
    assert (match.text, match.demonym, match.demonym_places[0].name) == (word, code, place)


def test_a_town_is_no_people():
    assert book.demonym("Chino") is None
    assert book.by_name("Chino")[0].country == "US"
    assert book.demonym_places("Rabat") == ()


@pytest.mark.parametrize(
    ("names", "precisions"),
    [
        ("the Med|Gulf of Aden|Bab el-Mandeb|Lake Chad|Lake Victoria|Strait of Hormuz|Chesapeake Bay|Lake Erie"
         "|Great Australian Bight|Sea of Okhotsk|Lake Tahoe", {Precision.SEA}),
        ("Sinai|Golan Heights|Line of Control|Donbas|Tigray|Rakhine|Sahel|Nile|Himalayas|Gaza Strip|West Bank"
         "|Nagorno-Karabakh|Kashmir|New England|Midwest|Upper Peninsula|Bay Area|Long Island|Cape Cod|Central Valley"
         "|Appalachians|Appalachian Mountains|Rocky Mountains|Mekong River|River Thames|Thames|Ural Mountains|Kilimanjaro"
         "|Mount Kilimanjaro|Sahara|Gobi Desert|Lombok|Crete|Canary Islands|Galapagos|Kamchatka|Yucatan Peninsula|Transylvania"
         "|Abkhazia|South Ossetia|Transnistria|Aksai Chin|Spratly Islands|Senkaku Islands|Mount Etna|Popocatepetl"
         "|Mount Merapi|Mount Fuji|Lake District|Outback|South Island|County Antrim|West Midlands|Panjshir Valley",
         {Precision.REGION, Precision.ADMIN_1}),
    ],
)  # fmt: skip
def test_features_that_news_name_come_first(names, precisions):
    wrong = [
        name
        for name in names.split("|")
        if not book.by_name(name) or book.by_name(name)[0].precision not in precisions
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["Jordan", "Murray", "Darling", "Madison", "Gordon", "Gregory", "Wilson"])
def test_a_river_or_lake_is_not_meant_by_a_bare_name_of_a_person(name):
    shown = [p.name for p in book.by_name(name) if p.precision in (Precision.REGION, Precision.SEA)]
    assert not [name for name in shown if "River" in name or "Lake" in name]


def test_a_region_that_is_an_admin_area_is_that_area():
    for name in ("Sicily", "Catalonia", "Crimea", "Gaza Strip", "Chechnya", "Canary Islands"):
        place = book.by_name(name)[0]
        assert (place.name, place.precision) == (name, Precision.ADMIN_1)
        assert place.geonames_id > 0
        assert place.timezone


def test_former_provinces_are_regions_of_their_country():
    for name, country in (
        ("Hedmark", "NO"),
        ("Rift Valley Province", "KE"),
        ("Nyanza", "KE"),
        ("Oppland", "NO"),
    ):
        assert country in {p.country for p in book.by_name(name) if p.precision is Precision.REGION}, name


def test_post_towns_have_their_state_county_and_zone():
    place = next(p for p in book.by_name("Tennessee Colony") if p.admin1 == "US.TX")
    assert (place.precision, place.admin2, place.timezone) == (Precision.CITY, "US.TX.001", "America/Chicago")
    assert place.airport == ""


def test_a_feature_within_one_country_names_it():
    countries = {
        name: book.by_name(name)[0].country for name in ("Lake District", "Donbas", "Sahara", "Alps")
    }
    assert countries == {"Lake District": "GB", "Donbas": "UA", "Sahara": "", "Alps": ""}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("La.", "US.LA"), ("Calif.", "US.CA"), ("Mass.", "US.MA"), ("W.Va.", "US.WV"), ("W. Va.", "US.WV"),
        ("N.Y.", "US.NY"), ("N.C.", "US.NC"), ("TX", "US.TX"), ("Ont.", "CA.08"), ("B.C.", "CA.02"),
        ("NSW", "AU.02"), ("Qld", "AU.04"),
    ],
)  # fmt: skip
def test_abbreviations_of_states_as_they_are_written(name, code):
    assert book.by_name(name)[0].admin1 == code
    assert book.by_name(name)[0].precision is Precision.ADMIN_1


def test_initials_are_not_the_abbreviation_of_their_letters():
    assert [place.name for place in book.by_name("L.A.")] == ["Los Angeles"]
    assert book.matches("fires in L.A. today")[0].places[0].name == "Los Angeles"
    assert book.matches("floods in La. today")[0].places[0].name == "Louisiana"
    assert book.matches("in Charleston, W.Va., today")[1].places[0].name == "West Virginia"


@pytest.mark.parametrize("name", ["La", "Mass", "Miss", "Ore", "in", "or", "me", "Wash"])
def test_a_word_is_no_abbreviation_of_a_state(name):
    assert "US" not in {place.country for place in book.by_name(name) if place.precision is Precision.ADMIN_1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint Louis", "St. Louis"), ("Ft. Worth", "Fort Worth"), ("Mt. Vernon", "Mount Vernon"),
        ("Polk Co.", "Polk County"), ("Co. Kerry", "County Kerry"), ("St Andrews", "Saint Andrews"),
        ("N. Charleston", "North Charleston"), ("Philly", "Philadelphia"), ("Vegas", "Las Vegas"),
    ],
)  # fmt: skip
def test_names_are_found_written_short_and_long(one, other):
    both = {place.geonames_id for place in book.by_name(one)} & {p.geonames_id for p in book.by_name(other)}
    assert both


@pytest.mark.parametrize(
    ("name", "country", "precision"),
    [
        ("Rapides Parish", "US", Precision.ADMIN_2), ("Los Angeles County", "US", Precision.ADMIN_2),
        ("County Cork", "IE", Precision.ADMIN_1), ("Scotland", "GB", Precision.ADMIN_1),
        ("Northern Ireland", "GB", Precision.ADMIN_1), ("Essex", "GB", Precision.ADMIN_2),
        ("Heathrow", "GB", Precision.SITE), ("O'Hare", "US", Precision.SITE), ("JFK", "US", Precision.SITE),
        ("Ben Gurion Airport", "IL", Precision.SITE), ("Nairobi Airport", "KE", Precision.SITE),
    ],
)  # fmt: skip
def test_counties_home_nations_and_airports(name, country, precision):
    assert (book.by_name(name)[0].country, book.by_name(name)[0].precision) == (country, precision)


@pytest.mark.parametrize(
    "names",
    [
        "Marokko|Maroc|Marruecos|Marrocos|المغرب|Марокко|Μαρόκο|מרוקו|मोरक्को|摩洛哥|モロッコ|모로코",
        "Russia|Russie|روسيا|Россия|Ρωσία|רוסיה|रूस|俄罗斯|ロシア|러시아",
    ],
)
def test_countries_in_every_script(names):
    assert len({book.by_name(name)[0].country for name in names.split("|")}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "Moscow|Moscou|موسكو|Москва|Μόσχα|מוסקבה|मास्को|莫斯科|モスクワ|모스크바",
        "Cairo|Le Caire|القاهرة|Каир|Κάιρο|קהיר|开罗|カイロ|카이로",
    ],
)
def test_cities_in_every_script(names):
    assert len({book.by_name(name)[0].geonames_id for name in names.split("|")}) == 1


@pytest.mark.parametrize(
    "names",
    [
        "Bavaria|Bayern|Bavière|Baviera|بافاريا|Бавария|Βαυαρία|בוואריה|巴伐利亚|바이에른",
        "California|Californie|كاليفورنيا|Калифорния|Καλιφόρνια|קליפורניה|加利福尼亚州|カリフォルニア州|캘리포니아",
    ],
)
def test_admin_1_areas_in_every_script(names):
    codes = {
        name: {place.admin1 for place in book.by_name(name) if place.precision is Precision.ADMIN_1}
        for name in names.split("|")
    }
    assert set.intersection(*codes.values()), codes


@pytest.mark.parametrize(
    ("code", "longitude", "latitude"),
    [
        ("US", -98.5, 39.76), ("CA", -113.64258, 60.10867), ("RU", 100, 60), ("AU", 135, -25), ("CN", 105, 35),
        ("IN", 79, 22), ("BR", -55, -10), ("GB", -2.69531, 54.75844), ("MA", -6, 32), ("SY", 38, 35),
    ],
)  # fmt: skip
def test_a_country_lies_where_geonames_puts_it(code, longitude, latitude):
    point = book.country(code).point
    assert distance_km(point, Point(longitude=longitude, latitude=latitude)) < 30


def test_continents_lie_where_geonames_puts_them():
    for name, longitude, latitude in (
        ("Africa", 21.1, 7.19), ("Europe", 9.14, 48.69), ("Asia", 89.3, 29.84), ("North America", -100.55, 46.07),
        ("South America", -57.66, -14.6), ("Oceania", 138.52, -18.31),
    ):  # fmt: skip
        assert distance_km(book.by_name(name)[0].point, Point(longitude=longitude, latitude=latitude)) < 5


@pytest.mark.parametrize(
    ("longitude", "latitude", "country", "admin1", "admin2"),
    [
        (-6.85, 34.0, "MA", "MA.04", "Rabat"), (43.13, 36.34, "IQ", "IQ.15", "Mosul"),
        (2.35, 48.85, "FR", "FR.11", "Paris"), (34.1, 45.0, "UA", "UA.11", "Simferopol Raion"),
        (-179.5, 66.5, "RU", "RU.15", None), (179.9, 67.5, "RU", "RU.15", None),
        (-174.2, 52.2, "US", "US.AK", "Aleutians West Census Area"),
    ],
)  # fmt: skip
def test_the_areas_a_point_is_in(longitude, latitude, country, admin1, admin2):
    areas = book.areas_at(Point(longitude=longitude, latitude=latitude))
    assert (areas[0].country, areas[0].precision) == (country, Precision.COUNTRY)
    assert (areas[1].admin1, areas[1].precision) == (admin1, Precision.ADMIN_1)
    if admin2:
        assert (areas[2].name, areas[2].precision) == (admin2, Precision.ADMIN_2)


def test_no_areas_at_sea():
    assert book.areas_at(Point(longitude=-40, latitude=30)) == ()


@settings(max_examples=40)
@given(st.floats(-180, 180), st.floats(-90, 90))
def test_areas_of_any_point_lie_in_each_other(longitude, latitude):
    areas = book.areas_at(Point(longitude=longitude, latitude=latitude))
    assert len({area.country for area in areas}) <= 1
    assert len({area.admin1 for area in areas[1:]}) <= 1


def test_an_admin_area_by_its_code():
    assert book.admin_area("US.LA").name == "Louisiana"
    assert book.admin_area("US.LA.079").name == "Rapides Parish"
    assert book.admin_area("MA.99") is None
    assert book.admin_area("") is None


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
        assert match.places or match.demonym_places


def test_credits_name_every_source_with_its_licence():
    assert any("GeoNames" in line and "Attribution 4.0" in line for line in book.credits())
    assert any("Natural Earth" in line for line in book.credits())


def test_the_data_files_stay_within_their_budget():
    manifest = json.loads((DATA_FOLDER / "manifest.json").read_text(encoding="utf-8"))
    assert sum(manifest["bytes"].values()) < 34_000_000
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

"""Forms of names that the build writes out by rule."""

import pytest

from tocsin.geo.build.demonyms import demonyms, inflected_demonyms
from tocsin.geo.build.entry import abbreviation_flags, is_name
from tocsin.geo.build.forms import compass_shortened, county_forms, without_article, written_otherwise
from tocsin.geo.build.sources import table
from tocsin.geo.name_index import ABBREVIATION, INITIALS, MAIN_NAME, POSTAL, STOPPED, Written


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (
            "MA",
            "marocain marocaine marocains marocaines marroquí marroquíes marroquino marroquina مغربي المغربية مغاربة",
        ),
        ("TR", "turc turque turcs turques turco turca turcos turcas الأتراك"),
        ("GR", "grec grecque grecs grecques griego griegas grego gregas"),
        ("DE", "allemande alemán alemana alemanes alemanas alemão alemã alemães"),
        ("ES", "espagnoles español españolas espanhol espanhola espanhóis"),
        ("FR", "français française françaises francés francesa franceses francês francesas"),
        ("EG", "égyptienne egipcias egípcio المصريين"),
        ("BE", "belge belges belga belgas بلجيكية"),
        ("IL", "israélienne israelí israelíes israelita israelenses إسرائيلي"),
        ("NG", "nigérian nigériane nigerianas"),
        ("NE", "nigérien nigérienne nigerino"),
    ],
)
def test_peoples_in_their_forms(code, words):
    assert set(words.split()) <= set(inflected_demonyms()[code])


def test_no_form_is_empty_and_no_row_stands_twice():
    found = inflected_demonyms()
    assert len(found) >= 120
    assert all(word.strip() == word and len(word) > 2 for words in found.values() for word in words)
    assert "" not in [word for words in demonyms().values() for word in words]


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Saint Louis", ["St. Louis"]), ("St. Louis", ["Saint Louis"]), ("East Saint Louis", ["East St. Louis"]),
        ("Fort Worth", ["Ft. Worth"]), ("Mount Vernon", ["Mt. Vernon"]), ("Mt Isa", ["Mount Isa"]),
        ("Stanley", []), ("Mountain View", []), ("Comfort", []), ("Saint", []),
    ],
)  # fmt: skip
def test_saints_forts_and_mounts(name, forms):
    assert list(written_otherwise(name)) == forms


def test_counties_points_of_the_compass_and_articles():
    assert list(county_forms("Polk County")) == ["Polk Co."]
    assert list(county_forms("County Cork")) == ["Co. Cork"]
    assert list(county_forms("Cork")) == []
    assert list(compass_shortened("North Charleston")) == ["N. Charleston"]
    assert list(compass_shortened("Northampton")) == []
    assert list(without_article("Al Ḩudaydah")) == ["Ḩudaydah"]
    assert list(without_article("Alexandria")) == []


@pytest.mark.parametrize(
    ("form", "flags"),
    [
        ("Calif.", STOPPED), ("W. Va.", STOPPED), ("N.Y.", INITIALS), ("TX", POSTAL), ("NSW", ABBREVIATION),
        ("Qld", MAIN_NAME),
    ],
)  # fmt: skip
def test_how_an_abbreviation_must_be_written(form, flags):
    assert abbreviation_flags(form) == flags


def test_no_abbreviation_counts_behind_a_number():
    assert Written(True, True, True, True, behind_number=True).flags == 0
    assert Written(True, True, False, False).flags == ABBREVIATION | INITIALS
    assert Written(False, False, True, True).flags == STOPPED


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Rabat", True),
        ("rabat", False),
        ("RBA", False),
        ("الرباط", True),
        ("", False),
        ("北京", True),
    ],
)
def test_which_alternate_names_are_names(name, answer):
    assert is_name(name) is answer


def test_the_numbers_of_our_own_features_are_given_once():
    numbers = [row[0] for name in ("regions.tsv", "features.tsv") for row in table(name)]
    assert len(numbers) == len(set(numbers)) > 1_500
    assert all(1001 <= int(number) < 1_000_000 for number in numbers)

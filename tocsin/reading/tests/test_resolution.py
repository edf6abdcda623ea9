"""Which place a name means, from all that the text says."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Precision, gazetteer
from tocsin.reading import resolve_marked
from tocsin.reading.country_cues import country_cues
from tocsin.reading.recognition import Candidate
from tocsin.reading.resolution import LEAST_CONFIDENCE, calibrated, inside, resolve
from tocsin.reading.spans import Span


def resolved(text, *names, prior=None, likelihood=1.0):
    """The names as they stand in the text, resolved as `read()` does."""
    candidates, at = [], 0
    for name in names:
        start = text.index(name, at)
        at = start + len(name)
        candidates.append(Candidate(Span(start, at), name, likelihood, "given"))
    return resolve(text, candidates, country_cues(text) if prior is None else prior)


def areas(text, *names, **options):
    return [one.place.admin1 or one.country for one in resolved(text, *names, **options)]


@pytest.mark.parametrize(
    ("text", "names", "area"),
    [
        ("A fire in Paris on Monday.", ["Paris"], "FR.11"),
        ("A fire in Paris, Texas, on Monday.", ["Paris", "Texas"], "US.TX"),
        ("A fire in Paris (Texas) on Monday.", ["Paris", "Texas"], "US.TX"),
        ("A fire in Paris, in the state of Texas.", ["Paris", "Texas"], "US.TX"),
        ("A fire in Monroe, La. on Monday.", ["Monroe", "La."], "US.LA"),
        ("Floods hit Cordoba, Argentina.", ["Cordoba", "Argentina"], "AR.05"),
    ],
)
def test_a_larger_place_beside_a_name_decides(text, names, area):
    first = resolved(text, *names)[0]
    assert first.place.admin1 == area
    assert len(names) == 1 or "named beside it" in first.reason


def test_the_owner_before_a_name_is_the_larger_place():
    country, city = resolved("Fighting in Iraq's Mosul went on.", "Iraq", "Mosul")
    assert (country.place.precision, city.country) == (Precision.COUNTRY, "IQ")
    assert "in Iraq, named beside it" in city.reason


@pytest.mark.parametrize(
    ("neighbours", "area"),
    [
        (("Eugene", "Cottage Grove"), "US.OR"),
        (("Chicopee", "Holyoke"), "US.MA"),
        (("Decatur", "Peoria"), "US.IL"),
    ],
)
def test_a_common_name_is_the_one_near_the_others(neighbours, area):
    text = "A bus left Springfield for {} and {}.".format(*neighbours)
    assert areas(text, "Springfield", *neighbours) == [area] * 3


def test_alone_a_common_name_is_left_out_and_with_neighbours_it_is_sure():
    (alone,) = resolved("A bus left Springfield.", "Springfield")
    among = resolved("A bus left Springfield for Chicopee and Holyoke.", "Springfield", "Chicopee", "Holyoke")
    assert alone.confidence < LEAST_CONFIDENCE < 0.7 < among[0].confidence


def test_one_name_has_one_sense_in_a_text():
    text = "Rain fell in Birmingham, Alabama. Two men fled. Birmingham was wet."
    assert areas(text, "Birmingham", "Alabama", "Birmingham") == ["US.AL"] * 3
    text = "Rain fell in Birmingham. Two men fled. Birmingham, Alabama, was wet."
    assert areas(text, "Birmingham", "Birmingham", "Alabama") == ["US.AL"] * 3


def test_a_larger_place_beside_it_sets_one_mention_apart():
    text = "A flight left Paris, France, for Paris, Texas."
    assert [one.country for one in resolved(text, "Paris", "France", "Paris", "Texas")] == [
        "FR",
        "FR",
        "US",
        "US",
    ]


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("A bomb exploded in Baghdad.", Precision.CITY),
        ("A bomb exploded in Baghdad governorate.", Precision.ADMIN_1),
        ("A bomb exploded in Baghdad province.", Precision.ADMIN_1),
    ],
)
def test_the_city_is_meant_unless_the_words_say_its_area(text, precision):
    (one,) = resolved(text, "Baghdad")
    assert (one.country, one.place.precision) == ("IQ", precision)


def test_words_of_a_country_decide_where_no_place_does():
    text = "The road through Winchester was closed, {} said."
    (british,) = resolved(text.format("the constabulary, the NHS and the borough council"), "Winchester")
    (american,) = resolved(
        text.format("the sheriff, the school board and the county commission"), "Winchester"
    )
    assert (british.country, american.country) == ("GB", "US")


def test_a_country_or_area_that_is_named_beats_words_of_another():
    text = "The road through Winchester{} was closed, the constabulary, the NHS and the borough council said."
    assert areas(text.format(", Kentucky,"), "Winchester", "Kentucky")[0] == "US.KY"
    assert areas(text.format(""), "Winchester", prior={}) == ["GB.ENG"]


def test_what_is_known_of_the_country_from_elsewhere_is_a_hint():
    text = "A bus crashed near Santa Rosa."
    countries = {
        code: resolved(text, "Santa Rosa", prior={code: 2.0})[0].country for code in ("US", "AR", "PH")
    }
    assert countries == {"US": "US", "AR": "AR", "PH": "PH"}


def test_a_people_is_marked_as_such():
    people, place = resolved("Three Moroccan soldiers were killed in Mali.", "Moroccan", "Mali")
    assert (people.demonym, people.country) == (True, "MA")
    assert (place.demonym, place.country) == (False, "ML")


def test_a_name_that_the_gazetteer_does_not_know_is_left_out():
    assert [one.candidate.text for one in resolved("From Qwxzj to Nairobi.", "Qwxzj", "Nairobi")] == [
        "Nairobi"
    ]
    assert resolve("Qwxzj", [Candidate(Span(0, 5), "Qwxzj", 1.0, "given")], {}) == ()
    assert resolve("", [], {}) == ()


def test_doubt_whether_a_name_is_a_place_lowers_its_confidence():
    (sure,) = resolved("A bomb in Nairobi.", "Nairobi")
    (doubtful,) = resolved("A bomb in Nairobi.", "Nairobi", likelihood=0.4)
    assert doubtful.confidence < sure.confidence
    assert sure.confidence == calibrated(1.0) < 1.0


def test_a_place_lies_in_its_area_and_country_and_not_in_itself():
    (city,) = [one for one in gazetteer().by_name("Nairobi") if one.precision is Precision.CITY][:1]
    (kenya,) = gazetteer().by_name("Kenya")[:1]
    (texas,) = gazetteer().by_name("Texas")[:1]
    assert inside(city, kenya)
    assert not inside(kenya, kenya)
    assert not inside(kenya, city)
    assert not inside(city, texas)


def test_marked_names_are_answered_one_for_one_in_the_order_asked():
    text = "From Qwxzj to Paris, Texas."
    spans = [
        Span(text.index(name), text.index(name) + len(name)) for name in ("Texas", "Paris", "Qwxzj", "Texas")
    ]
    texas, paris, unknown, again = resolve_marked(text, spans)
    assert (texas.name, paris.name, paris.country, unknown) == ("Texas", "Paris", "US", None)
    assert again == texas
    assert "marked as a place" in paris.reason
    assert resolve_marked(text, []) == ()


NAMES = [
    "Paris",
    "Texas",
    "Springfield",
    "Iraq",
    "Mosul",
    "Baghdad",
    "Georgia",
    "Moroccan",
    "Santa~Rosa",
    "Birmingham",
    "Qwxzj",
    "Victoria",
]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from([" ", ", ", ". ", "'s ", " (", " province ", " near "]),
            st.floats(0.0, 1.0),
        ),
        max_size=12,
    ),
    st.dictionaries(st.sampled_from(["US", "GB", "IQ", "GE", "FR"]), st.floats(0.0, 3.0)),
)
def test_confidence_keeps_its_bounds_and_nothing_hangs_on_the_order_of_hints(drawn, prior):
    text, candidates = "", []
    for name, gap, likelihood in drawn:
        name = name.replace("~", " ")
        candidates.append(Candidate(Span(len(text), len(text) + len(name)), name, likelihood, "given"))
        text += name + gap
    found = resolve(text, candidates, prior)
    assert all(0.1 <= one.confidence <= 0.9 for one in found)
    assert [one.candidate for one in found] == [one for one in candidates if one.text != "Qwxzj"]
    assert resolve(text, candidates, dict(reversed(prior.items()))) == found

"""Words that show in which country a text was written."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading.country_cues import WEIGHT, country_cues


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The sheriff met the school board and two Republicans.", "US"),
        ("The county commission said I-35 would close; call 555-123-4567.", "US"),
        ("The constabulary told the magistrates' court and the borough council.", "GB"),
        ("It cost £5 at the pub near the M25.", "GB"),
        ("The RCMP told the provincial government and First Nations.", "CA"),
        ("Crores were paid, the BJP told the Lok Sabha.", "IN"),
        ("Gardaí told the Taoiseach and the Dáil.", "IE"),
        ("A Senior Constable said bushfires had reached the Shire Council.", "AU"),
    ],
)
def test_institutions_and_money_speak_of_a_country(text, country):
    assert list(country_cues(text)) == [country]


def test_one_cue_says_nothing_however_often_it_stands():
    assert country_cues("The sheriff ran. " * 50) == {}
    assert country_cues("") == {}
    assert country_cues("A bomb exploded in Nairobi.") == {}


def test_more_cues_weigh_more_up_to_the_whole_weight():
    two = country_cues("The constabulary and the NHS met.")["GB"]
    many = country_cues("The constabulary, the NHS, MPs, Tories, Labour, pensioners and a councillor met.")[
        "GB"
    ]
    assert 0 < two < many <= WEIGHT


def test_countries_with_as_many_cues_stay_side_by_side():
    cues = country_cues("The sheriff, the school board, the constabulary and the NHS met.")
    assert cues == dict.fromkeys(("US", "GB"), cues["US"])


@settings(max_examples=100, deadline=None)
@given(
    st.text(max_size=200)
    | st.lists(st.sampled_from(["sheriff", "NHS", "RCMP", "crores", "I-35", "£5", "BJP", "Dáil"])).map(
        " ".join
    )
)
def test_any_text_has_weights_in_bounds(text):
    assert all(0 < weight <= WEIGHT and len(code) == 2 for code, weight in country_cues(text).items())

"""An alert text as JSON, its canonical form and the hash an approval names."""

import json
import math
import random
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.geo import Area, Circle, Point, Polygon
from tocsin.grading import (
    Act,
    AlertText,
    CitedSource,
    Level,
    MessageType,
    NotAnAlertTextError,
    NotCanonicalError,
    Reliability,
    Sentence,
    TimeWithoutZoneError,
    Translation,
    alert_text_from_json,
    alert_text_to_json,
    canonical_json,
    content_hash,
)
from tocsin.grading.specimen import specimen

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
moments = st.none() | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
points = st.builds(
    Point, longitude=st.floats(-180, 180, allow_nan=False), latitude=st.floats(-90, 90, allow_nan=False)
)
circles = st.builds(Circle, center=points, radius_km=st.floats(0, 5000, allow_nan=False))
areas = st.builds(Area, description=words, circles=st.lists(circles, max_size=2).map(tuple))
sentences = st.lists(
    st.builds(Sentence, words, st.lists(words, max_size=2).map(tuple), st.booleans()), max_size=3
)
alert_texts = st.builds(
    AlertText,
    country=words,
    headline=words,
    level=st.sampled_from(Level),
    summary=sentences.map(tuple),
    event=sentences.map(tuple),
    advice=st.lists(
        st.builds(Act, words, st.integers(1, 9), st.none() | st.integers(1, 999), words), max_size=3
    ).map(tuple),
    onset=moments,
    expires=moments,
    area=st.none() | areas,
    sources=st.lists(
        st.builds(CitedSource, words, words, words, st.none() | st.sampled_from(Reliability)), max_size=2
    ).map(tuple),
    message_type=st.sampled_from(MessageType),
    developing=st.booleans(),
    correction=words,
    translations=st.lists(
        st.builds(
            Translation, words, words, words, words, words, advice=st.lists(words, max_size=3).map(tuple)
        ),
        max_size=2,
    ).map(tuple),
)


@given(alert_texts)
@settings(deadline=None)
def test_a_text_survives_its_json(text):
    document = json.loads(json.dumps(alert_text_to_json(text)))
    assert alert_text_from_json(document) == text
    assert content_hash(alert_text_from_json(document)) == content_hash(text)


def test_polygons_survive_the_json_as_they_were_drawn():
    corners = ((36.7, -1.4), (36.9, -1.4), (36.9, -1.2), (36.7, -1.4))
    area = Area(polygons=(Polygon(tuple(Point(longitude=x, latitude=y) for x, y in corners)),), margin_km=2.5)
    text = specimen(area=area)
    assert alert_text_from_json(alert_text_to_json(text)) == text


@given(alert_texts, st.randoms())
def test_the_hash_does_not_depend_on_the_order_of_members(text, chance: random.Random):
    document = alert_text_to_json(text)
    names = list(document)
    chance.shuffle(names)
    assert canonical_json({name: document[name] for name in names}) == canonical_json(document)


CHANGES = {
    "country": "Uganda", "headline": "Other", "level": Level.CRITICAL, "hazard": "flood", "summary": (),
    "event": (), "context": (), "advice": (), "onset": None, "expires": None, "area": None, "place": "Mombasa",
    "country_code": "UG", "time_zone": "UTC", "severity": "Severe", "certainty": "Likely", "urgency": "Future",
    "sources": (), "place_kinds": ("markets",), "language": "fr", "message_type": MessageType.UPDATE,
    "what_changed": "More.", "cancel_reason": "False.", "translations": (Translation("fr", headline="Autre"),), "developing": True,
    "correction": "The lake is Lake Victoria.",
}  # fmt: skip


def test_any_change_to_any_field_changes_the_hash():
    assert set(CHANGES) == {field.name for field in fields(AlertText)}
    hashes = {content_hash(specimen(**{name: value})) for name, value in CHANGES.items()}
    assert content_hash(specimen()) not in hashes
    assert len(hashes) == len(CHANGES)


def test_the_hash_of_a_known_text_is_the_same_everywhere_and_for_ever():
    text = AlertText(country="Kenya", headline="Marche à Nairobi €5", level=Level.NOTICE)
    assert content_hash(text) == "sha256:83e70a34c2dd13ea6a3b8e61ec4921bb15129d0e14be06acca9ed332332c716e"


def test_the_same_moment_in_another_zone_is_the_same_text():
    elsewhere = specimen().expires.astimezone(timezone(timedelta(hours=3)))
    assert content_hash(specimen(expires=elsewhere)) == content_hash(specimen())


def test_a_time_without_a_zone_is_refused_by_name():
    with pytest.raises(TimeWithoutZoneError, match=r"The expires of the alert .* has no time zone; add one"):
        specimen(expires=datetime(2017, 7, 18))


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.5, "-1.5"), (36.82, "36.82"), (1e21, "1e+21"), (1e20, "100000000000000000000"),
        (1e-6, "0.000001"), (1e-7, "1e-7"), (333333333.33333329, "333333333.3333333"), (4.5, "4.5"), (2e-3, "0.002"),
        (1e-27, "1e-27"), (1e30, "1e+30"), (5e-324, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992, "9007199254740992"), (295147905179352830000.0, "295147905179352830000"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_rfc_8785_has_them(number, written):
    assert canonical_json(number) == written.encode()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_reads_back_as_itself(number):
    assert float(canonical_json(number)) == number


def test_members_are_sorted_by_utf_16_and_text_is_escaped_least():
    members = {"\u20ac": 1, "\r": 2, "1": 3, "\U0001f600": 4, "\ufb33": 5, "ö": 6}
    assert [json.loads(canonical_json({name: 0})).popitem()[0] for name in members] == list(members)
    assert list(json.loads(canonical_json(members))) == ["\r", "1", "ö", "\u20ac", "\U0001f600", "\ufb33"]
    assert canonical_json("€$\x0f\nA'B\"\\/") == '"€$\\u000f\\nA\'B\\"\\\\/"'.encode()


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 2**60, "\ud800", {1: 2}, {"a": b"x"}, object()]
)
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(NotCanonicalError):
        canonical_json(value)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"headlin": "x"}, "no member 'headlin'"),
        ({"level": "Amber"}, "member 'level'.*no level 'Amber'"),
        ({"event": [{"txt": 1}]}, "member 'event'"),
        ({"expires": "tomorrow"}, "member 'expires'"),
        ({"area": {"circles": [{"longitude": 500, "latitude": 0, "radius_km": 1}]}}, "member 'area'"),
        ({"developing": "yes"}, "member 'developing'"),
        ({"form": "tocsin-alert-text/9"}, "form 'tocsin-alert-text/9'"),
    ],
)
def test_json_that_is_no_alert_text_is_refused_with_the_member_that_is_wrong(change, complaint):
    with pytest.raises(NotAnAlertTextError, match=complaint):
        alert_text_from_json(alert_text_to_json(specimen()) | change)


def test_json_without_what_an_alert_text_must_have_names_what_is_missing():
    with pytest.raises(NotAnAlertTextError, match="lacks country and level"):
        alert_text_from_json({"headline": "x"})


def test_a_draft_may_lack_almost_everything():
    draft = alert_text_from_json({"country": "Kenya", "headline": "x", "level": "notice"})
    assert draft == AlertText(country="Kenya", headline="x", level=Level.NOTICE)
    assert replace(draft, place="Nairobi").where == "Nairobi, Kenya"


@given(
    st.lists(
        st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**53), 2**53), min_size=1),
        min_size=1,
    )
)
def test_long_lists_of_numbers_are_written_as_each_number_is(rows):
    one_by_one = (
        "[" + ",".join("[" + ",".join(canonical_json(n).decode() for n in row) + "]" for row in rows) + "]"
    )
    assert canonical_json(rows).decode() == one_by_one


@pytest.mark.parametrize("odd", [math.nan, math.inf, 2**53 + 1, object()])
def test_a_long_list_with_what_is_no_number_is_refused(odd):
    with pytest.raises(NotCanonicalError):
        canonical_json([[1.0, 2.0], [odd, 4.0]])

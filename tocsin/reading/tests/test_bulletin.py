"""The published bulletins beside the checkout read as a careful reader reads them, item by item."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tocsin.reading import Reading, Role, hazard, read

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "bulletins"
EXPECTED = sorted(FOLDER.glob("*.expected.json")) if FOLDER.is_dir() else []

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not EXPECTED, reason="no bulletins beside the checkout (../shared/data/bulletins)"),
]


@pytest.fixture(scope="module", params=EXPECTED, ids=lambda path: path.name.removesuffix(".expected.json"))
def pair(request):
    text = request.param.with_name(request.param.name.replace(".expected.json", ".txt")).read_bytes()
    # A publication time that the bulletin's own date line must overrule.
    return json.loads(request.param.read_text()), read(text, published=datetime(2030, 1, 1, tzinfo=UTC))


def test_publication_countries_title_level_and_sections(pair):
    expected, reading = pair
    assert reading.to_json()["published"] == expected["published"]
    assert list(reading.countries) == expected["countries"]
    assert reading.title == expected["title"]
    assert reading.level == expected["level"]
    assert [part.name for part in reading.sections] == expected["sections"]


def test_hazards_and_phase(pair):
    expected, reading = pair
    found = {hazard(one.code).name.lower() for one in reading.hazards}
    assert set(expected["hazards"]["must"]) <= found
    assert found <= set(expected["hazards"]["must"]) | set(expected["hazards"]["may"])
    assert reading.phase == expected["phase"]


def test_focus(pair):
    expected, reading = pair
    assert [(one.country, one.precision) for one in reading.focus] == [
        (expected["focus"]["country"], expected["focus"]["precision"])
    ]


def test_every_place_that_must_be_found_and_none_that_must_not(pair):
    expected, reading = pair
    for wanted in expected["places"]["must"]:
        found = [one for one in reading.places if one.text == wanted["text"]]
        assert found, wanted
        for one in found:
            assert (one.country, one.precision) == (wanted["country"], wanted["precision"])
            if "near" in wanted:
                assert abs(one.longitude - wanted["near"][0]) <= 0.3
                assert abs(one.latitude - wanted["near"][1]) <= 0.3
    known = {one["text"] for one in expected["places"]["must"] + expected["places"]["may"]}
    assert {one.text for one in reading.places if one.role is not Role.DEMONYM} <= known
    for sentence in expected["places"]["must_not"]:
        name = sentence.removesuffix(" is not a place")
        assert not any(word in one.text for one in reading.places for word in (name, *name.split()))


def _matches(wanted, figure):
    return (
        figure.value == wanted["value"]
        and figure.qualifier == wanted["qualifier"]
        and figure.unit == wanted["unit"]
        and wanted.get("place", figure.place) == figure.place
        and wanted.get("time", figure.when) == figure.when
    )


def test_every_figure_with_qualifier_unit_place_and_time(pair):
    expected, reading = pair
    for wanted in expected["figures"]["must"]:
        assert [one for one in reading.figures if _matches(wanted, one)], wanted
    past = [one for one in reading.figures if one.when == "2011"]
    assert past
    assert {one.scope.value for one in past} == {"past"}


def _days(time):
    zone = ZoneInfo(time.zone)
    start = time.start.astimezone(zone).date().isoformat() if time.start else ""
    last = (time.end - timedelta(microseconds=1)).astimezone(zone).date().isoformat() if time.end else ""
    return start, last


def test_every_time_with_its_first_and_last_day(pair):
    expected, reading = pair
    for wanted in expected["times"]["must"]:
        days = [_days(one) for one in reading.times if one.text == wanted["text"]]
        assert days, wanted
        for first, last in days:
            assert first.startswith(wanted["from"])
            assert last.startswith(wanted.get("to", ""))


def test_the_kinds_of_place_that_the_advice_names(pair):
    expected, reading = pair
    assert list(reading.advice_targets) == expected["advice_targets"]


def test_spans_quote_the_bulletin(pair):
    _, reading = pair
    assert isinstance(reading, Reading)
    for one in (*reading.places, *reading.times, *reading.figures):
        assert one.span.of(reading.text) == one.text

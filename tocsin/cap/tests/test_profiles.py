"""Profiles: what single systems ask beyond the standard, switched on by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.cap import (
    PROFILES,
    CapArea,
    CapCircle,
    CapPolygon,
    Category,
    Certainty,
    Info,
    Message,
    MsgType,
    NamedValue,
    Reference,
    ResponseType,
    Scope,
    Severity,
    Status,
    UnknownProfile,
    Urgency,
    check_profiles,
    parse,
)

SENT = datetime(2017, 7, 15, 12, tzinfo=UTC)
DOCUMENT = Path(__file__).resolve().parents[3] / "docs/cap.md"

SOUND = Message(
    identifier="urn:oid:2.49.0.1.404.0.2017.7.15.1", sender="alerts@met.example", sent=SENT, status=Status.ACTUAL, msg_type=MsgType.ALERT,
    scope=Scope.PUBLIC,
    codes=("IPAWSv1.0", "profile:CAP-CP:0.4", "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"),
    infos=tuple(
        Info(
            event="Flood", urgency=Urgency.EXPECTED, severity=Severity.SEVERE, certainty=Certainty.LIKELY,
            categories=(Category.MET,), language=language, response_types=(ResponseType.EVACUATE,),
            event_codes=(
                NamedValue("OET:v1.2", "OET-080"), NamedValue("SAME", "FLW"), NamedValue("profile:CAP-CP:Event:0.4", "flood"),
                NamedValue("https://govshare.gov.au/xmlui/handle/10772/6495", "flood"),
            ),
            expires=SENT + timedelta(hours=6), sender_name="Weather office", headline="Flood", description="The river rises.",
            instruction="Go to high ground.", web="https://met.example/1", contact="+254 1", parameters=(NamedValue("EAS-ORG", "WXR"),),
            areas=(
                CapArea(
                    description="Kisumu", polygons=(CapPolygon("0,34 0,35 1,35 0,34"),),
                    geocodes=(NamedValue("SAME", "006109"), NamedValue("profile:CAP-CP:Location:0.3", "5915022")),
                ),
            ),
        )
        for language in ("en-CA", "fr-CA")
    ),
)  # fmt: skip


def info(**changes: object) -> Message:
    return replace(SOUND, infos=(replace(SOUND.infos[0], **changes), *SOUND.infos[1:]))


def area(**changes: object) -> Message:
    return info(areas=(replace(SOUND.infos[0].areas[0], **changes),))


AFTER = Reference("a", "b", SENT - timedelta(days=1))
BROKEN = {
    "wmo-identifier-oid": replace(SOUND, identifier="kenya-1"),
    "wmo-scope-public": replace(SOUND, scope=Scope.RESTRICTED),
    "wmo-event-term": info(event_codes=()),
    "ipaws-code": replace(SOUND, codes=()),
    "ipaws-category-same": info(categories=(Category.GEO,)),
    "ipaws-event-code": info(event_codes=(NamedValue("SAME", "FL"),)),
    "ipaws-event-code-same": info(event_codes=(NamedValue("SAME", "TOR"),)),
    "ipaws-geocode": area(geocodes=(NamedValue("SAME", "6109"),)),
    "ipaws-eas-org": info(parameters=()),
    "ipaws-onset-ignored": info(onset=SENT + timedelta(hours=1)),
    "cap-cp-code": replace(SOUND, codes=("profile:other",)),
    "cap-cp-event-code": info(event_codes=()),
    "cap-cp-language": info(language="de"),
    "cap-cp-two-languages": replace(SOUND, infos=SOUND.infos[:1]),
    "cap-cp-geocode": area(geocodes=()),
    "cap-au-code": replace(SOUND, codes=()),
    "cap-au-event-code": info(event_codes=()),
    "cap-au-event-one": info(
        event_codes=(NamedValue("https://govshare.gov.au/xmlui/handle/10772/6495", "bushFire"),)
    ),
    "cap-au-event-same": info(language="fr-CA", event="Storm"),
    "cap-au-effective-on-cancel": replace(info(effective=SENT), msg_type=MsgType.CANCEL, references=(AFTER,)),
    "cap-au-sender-address": replace(SOUND, sender="met"),
    "cap-au-status-test": replace(SOUND, status=Status.TEST),
    "google-info-missing": replace(SOUND, infos=()),
    "google-references-missing": replace(SOUND, msg_type=MsgType.UPDATE),
    "google-description-missing": info(description=""),
    "google-web-missing": info(web=""),
    "google-expires-missing": info(expires=None),
    "google-area-missing": info(areas=()),
    "google-area-shape": area(polygons=()),
    "google-circle-point": area(circles=(CapCircle("0,34 0"),)),
    "google-sender-name-missing": info(sender_name=""),
    "google-response-missing": info(response_types=()),
    "google-instruction-missing": info(instruction=""),
    "google-headline-long": info(headline="x" * 141),
    "google-description-alike": info(description="Flood"),
    "google-instruction-alike": info(instruction="The river rises."),
    "google-urgency-unknown": info(urgency=Urgency.UNKNOWN),
    "google-severity-unknown": info(severity=Severity.UNKNOWN),
    "google-certainty-unknown": info(certainty=Certainty.UNKNOWN),
    "google-contact-missing": info(contact=""),
}


@pytest.mark.parametrize("profile", PROFILES)
def test_a_message_that_keeps_every_profile_has_no_finding(profile):
    assert check_profiles(SOUND, [profile]) == ()


@pytest.mark.parametrize("rule", BROKEN)
def test_each_rule_finds_what_it_is_for_and_says_how_to_mend_it(rule):
    profile = max((name for name in PROFILES if rule.startswith(f"{name}-")), key=len)
    found = {finding.rule: finding for finding in check_profiles(BROKEN[rule], [profile])}
    assert rule in found
    assert PROFILES[profile].name in found[rule].sentence
    assert found[rule].sentence.startswith(found[rule].where)


def test_nothing_is_held_against_a_message_unless_it_is_asked_for():
    assert check_profiles(BROKEN["google-info-missing"], []) == ()


def test_an_unknown_profile_is_named_with_those_that_there_are():
    with pytest.raises(UnknownProfile, match=r"no profile 'ipaw'\. Choose among wmo, ipaws"):
        check_profiles(SOUND, ["ipaw"])


def test_each_profile_has_rules_of_its_own_name_and_they_are_in_the_document():
    text = DOCUMENT.read_text(encoding="utf-8")
    for profile in PROFILES.values():
        assert len(profile.rules) >= 6
        ids = [rule.id for rule in profile.rules]
        assert len(set(ids)) == len(ids)
        for rule in profile.rules:
            assert rule.id.startswith(f"{profile.id}-")
            assert f"| {rule.id} | {rule.severity} | {rule.asks} |" in text


@settings(deadline=None)
@given(st.data())
def test_no_message_upsets_a_profile(data):
    text = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=30)
    pairs = st.lists(st.tuples(text, text), max_size=3).map(
        lambda found: tuple(NamedValue(*one) for one in found)
    )
    areas = st.builds(
        CapArea,
        description=text,
        circles=st.lists(st.builds(CapCircle, text), max_size=2).map(tuple),
        geocodes=pairs,
    )
    infos = st.builds(
        Info, event=text, urgency=st.sampled_from(Urgency), severity=st.sampled_from(Severity),
        certainty=st.sampled_from(Certainty), language=text, event_codes=pairs, parameters=pairs, headline=text,
        description=text, areas=st.lists(areas, max_size=2).map(tuple),
    )  # fmt: skip
    message = Message(
        identifier=data.draw(text), sender=data.draw(text), sent=SENT, status=data.draw(st.sampled_from(Status)),
        msg_type=data.draw(st.sampled_from(MsgType)), scope=data.draw(st.sampled_from(Scope)),
        infos=tuple(data.draw(st.lists(infos, max_size=3))),
    )  # fmt: skip
    for finding in check_profiles(message, PROFILES):
        assert finding.sentence


def test_a_parsed_message_is_held_against_a_profile():
    from tocsin.cap import to_xml

    assert check_profiles(parse(to_xml(SOUND)), PROFILES) == ()

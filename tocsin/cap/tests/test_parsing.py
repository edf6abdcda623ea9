from __future__ import annotations

import socket
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.cap import (
    READING_RULES,
    BadEncoding,
    CapError,
    Category,
    Certainty,
    EntityForbidden,
    MsgType,
    NotCap,
    NotXml,
    Reference,
    SchemaError,
    Scope,
    TimeError,
    TooDeep,
    TooLarge,
    parse,
)
from tocsin.cap.tests.samples import OLD_10, TSUNAMI_11, WEATHER_12, ring, weather, without


def test_a_national_weather_message_in_two_languages_is_read_whole():
    message = parse(WEATHER_12.encode())
    assert message.msg_type is MsgType.UPDATE
    assert message.sent == datetime(2026, 3, 1, 8, 15, tzinfo=UTC)
    assert message.references == (
        Reference(
            "warnings@weather.example",
            "2.49.0.1.999.0.2026.03.01.0600",
            datetime(2026, 3, 1, 6, tzinfo=UTC),
        ),
    )
    assert message.incidents == ("Storm Quill", "surge-7")
    english, french = message.infos
    assert (english.language, french.language) == ("en-GB", "fr-FR")
    assert english.parameters == (("awareness_level", "3; orange; Severe"),)
    assert english.expires == datetime(2026, 3, 2, 5, tzinfo=UTC)
    assert french.event == "Tempête"


def test_cap_11_with_a_prefix_utc_letter_and_fraction_is_read():
    message = parse(TSUNAMI_11.encode())
    assert message.version == "1.1"
    assert message.sent == datetime(2026, 5, 4, 3, 10, 30, tzinfo=UTC)
    assert message.infos[0].language == "en-US"
    assert message.infos[0].areas[0].altitude == "sea level"


def test_cap_10_is_read_with_its_old_words_and_closed_scope():
    message = parse(OLD_10.encode())
    info = message.infos[0]
    assert message.version == "1.0"
    assert message.scope is Scope.RESTRICTED
    assert info.certainty is Certainty.LIKELY
    assert info.categories == (Category.OTHER,)
    assert info.event_codes == (("SAME", "HMW"),)
    assert info.areas[0].geocodes == (("FIPS6", "006009"),)
    assert "sesame" not in repr(message)


def test_a_polygon_of_fifty_thousand_points_is_read():
    area = parse(weather(polygon=ring(50_000))).infos[0].areas[0].to_area()
    assert area.polygons[0].positions == 50_000


BILLION_LAUGHS = b"""<?xml version="1.0"?>
<!-- a comment with <!DOCTYPE in it --><!DOCTYPE alert [
 <!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
]><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&c;</identifier></alert>"""
EXTERNAL = b"""<!DOCTYPE alert [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>&x;</identifier></alert>"""
DEEP = b"<a>" * 200 + b"</a>" * 200
VERY_DEEP = b"<a>" * 5000 + b"</a>" * 5000


@pytest.mark.parametrize(
    ("data", "error", "rule"),
    [
        (b"", NotXml, "empty"),
        (b" \n", NotXml, "empty"),
        (b"not xml at all", NotXml, "not-xml"),
        (b"<alert", NotXml, "not-xml"),
        (b"\x00\x01\x02", NotXml, "not-xml"),
        (b"<a>&nbsp;</a>", NotXml, "not-xml"),
        (b"<html><body>Gone</body></html>", NotCap, "not-cap"),
        (b"<!doctype html><html></html>", EntityForbidden, "doctype-forbidden"),
        (b"<alert><identifier>x</identifier></alert>", NotCap, "not-cap"),
        (b'<alert xmlns="urn:oasis:names:tc:emergency:cap:1.9"/>', NotCap, "not-cap"),
        (BILLION_LAUGHS, EntityForbidden, "doctype-forbidden"),
        (EXTERNAL, EntityForbidden, "doctype-forbidden"),
        (EXTERNAL.decode().encode("utf-16"), EntityForbidden, "doctype-forbidden"),
        (WEATHER_12.encode().replace("Tempête".encode(), b"Temp\xeate"), BadEncoding, "bad-encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?><a/>', BadEncoding, "encoding-unknown"),
        (DEEP, TooDeep, "too-deep"),
        (VERY_DEEP, TooDeep, "too-deep"),
        (b"<a>" + b"<b/>" * 500_000 + b"</a>", TooLarge, "too-large"),
        (b"<a>" + b"x" * 9_000_000 + b"</a>", TooLarge, "too-large"),
        (weather(status="actual"), SchemaError, "word-unknown"),
        (weather(sent="2026-03-01T09:15:00Z"), SchemaError, "time-form"),
        (weather(sent="2026-03-01T09:15:00"), SchemaError, "time-form"),
        (weather(expires="2026-02-30T09:15:00+01:00"), SchemaError, "time-form"),
        (TSUNAMI_11.replace("09:00:00Z", "09:00:00").encode(), TimeError, "time-without-zone"),
        (weather(language="english_uk"), SchemaError, "value-form"),
        (without("scope"), SchemaError, "element-missing"),
        (weather(scope="Public</scope><scope>Public"), SchemaError, "element-repeated"),
        (weather(code="x</code><reference>y</reference><code>"), SchemaError, "element-unknown"),
        (weather(event="a</event><category>Geo</category><event>b"), SchemaError, "element-order"),
        (weather(headline="<b>bold</b>"), SchemaError, "element-unknown"),
        (WEATHER_12.replace("<status>", "stray<status>").encode(), SchemaError, "text-between"),
        (WEATHER_12.replace("<status>", '<status lang="en">').encode(), SchemaError, "attribute-unknown"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(data, error, rule):
    with pytest.raises(error) as caught:
        parse(data)
    assert caught.value.rule == rule
    assert len(str(caught.value)) > 30
    assert "hostname" not in str(caught.value)


def test_an_entity_reaches_no_server_and_no_file(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the secret of the house")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        entities = f'<!ENTITY a SYSTEM "{address}a"><!ENTITY % b SYSTEM "{address}b">%b;<!ENTITY c SYSTEM "{secret}">'
        hint = f'xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="urn:x {address}x.xsd"'
        attacks = [
            WEATHER_12.replace("<alert", f'<!DOCTYPE alert SYSTEM "{address}d" [{entities}]><alert'),
            WEATHER_12.replace(
                "<alert", f'<?xml-stylesheet type="text/xsl" href="{address}s"?><alert {hint}'
            ),
            weather(source=f'<i:include xmlns:i="http://www.w3.org/2001/XInclude" href="{secret}"/>'),
        ]
        seen = [str(each) for each in map(attempt, attacks)]
        with pytest.raises(TimeoutError):
            server.accept()
    assert "the secret" not in "".join(seen)
    assert [each.partition(":")[0] for each in seen] == ["doctype-forbidden", "read", "element-unknown"]


def attempt(data: str | bytes) -> str:
    try:
        return f"read: {parse(data.encode() if isinstance(data, str) else data)}"
    except CapError as error:
        return f"{error.rule}: {error}"


def test_a_schema_error_names_element_line_section_and_remedy():
    with pytest.raises(SchemaError) as caught:
        parse(weather(urgency="Soon"))
    assert str(caught.value) == (
        "Line 19: alert/info/urgency holds 'Soon', which is not one of its words. Write one of: "
        "Immediate, Expected, Future, Past, Unknown. (CAP, section 3.2.2.)"
    )


def test_every_place_is_listed():
    with pytest.raises(SchemaError) as caught:
        parse(weather(urgency="Soon", severity="Bad", status="No"))
    assert [problem.element for problem in caught.value.problems] == [
        "alert/status", "alert/info/urgency", "alert/info/severity",
    ]  # fmt: skip
    assert "2 more problems" in str(caught.value)


def test_other_encodings_are_read_when_they_are_declared():
    text = WEATHER_12.replace("UTF-8", "ISO-8859-1")
    assert parse(text.encode("latin-1")) == parse(WEATHER_12.encode())
    assert parse(WEATHER_12.encode("utf-8-sig")) == parse(WEATHER_12.encode())
    assert parse(WEATHER_12.replace("UTF-8", "UTF-16").encode("utf-16")) == parse(WEATHER_12.encode())


def test_a_reference_that_is_none_is_kept_word_for_word():
    message = parse(weather(references="a,b,2026-01-01T00:00:00-00:00 lost a,b"))
    assert len(message.references) == 1
    assert message.references_unread == ("lost", "a,b")


@given(st.binary(max_size=300) | st.text(max_size=200).map(str.encode))
def test_no_bytes_do_anything_but_give_a_named_error(data):
    with pytest.raises(CapError):
        parse(data)


@given(st.data())
def test_a_damaged_message_gives_a_message_or_a_named_error(data):
    text = WEATHER_12.encode()
    start = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 30))
    filling = data.draw(st.binary(max_size=8))
    try:
        parse(text[:start] + filling + text[start + length :])
    except CapError as error:
        rule = error.rule
    else:
        rule = "none"
    assert rule in {"none", *READING_RULES}

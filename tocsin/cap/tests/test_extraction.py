from __future__ import annotations

from html import escape

import pytest

from tocsin.cap import EntryError, NotCap, NotXml, SchemaError, extract, parse
from tocsin.cap.tests.samples import OLD_10, TSUNAMI_11, WEATHER_12, weather

ALERT = WEATHER_12.partition("?>")[2]
OTHER = TSUNAMI_11.partition("?>")[2]
BROKEN = ALERT.replace("<status>Actual</status>", "<status>Real</status>")


def atom(*contents: str, outside: str = "") -> bytes:
    entries = "".join(
        f"<entry><id>urn:x:{n}</id><title>Entry {n}</title>{content}</entry>"
        for n, content in enumerate(contents)
    )
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:geo="urn:x:geo"><id>urn:x</id>{outside}{entries}</feed>""".encode()


def rss(*contents: str) -> bytes:
    items = "".join(f"<item><title>Item</title>{content}</item>" for content in contents)
    return f'<rss version="2.0"><channel><link>https://x.example/</link>{items}</channel></rss>'.encode()


def test_a_single_message_comes_back_byte_for_byte():
    for text in (WEATHER_12, TSUNAMI_11, OLD_10):
        found = extract(text.encode())
        assert found.messages == (text.encode(),)
        assert (found.links, found.errors) == ((), ())


def test_a_broken_single_message_is_an_error_that_keeps_its_bytes():
    found = extract(weather(status="Real"))
    assert found.messages == ()
    assert isinstance(found.errors[0], SchemaError)
    assert found.errors[0].item == weather(status="Real")


def test_embedded_alerts_of_a_feed_are_read_and_a_broken_one_stops_none():
    data = atom(
        f'<content type="text/xml">{ALERT}</content>',
        f'<content type="text/xml">{BROKEN}</content>',
        f'<content type="text/xml">{OTHER}</content>',
        "<summary>nothing here</summary>",
    )
    found = extract(data)
    assert [parse(each).identifier for each in found.messages] == [
        "2.49.0.1.999.0.2026.03.01.0815", "TSU-2026-0042",
    ]  # fmt: skip
    assert [type(each) for each in found.errors] == [SchemaError, EntryError]
    assert b"Real" in found.errors[0].item
    assert "'Entry 3' holds no alert and has no link" in str(found.errors[1])


def test_alerts_written_as_text_are_read():
    data = rss(
        f"<description>{escape(WEATHER_12)}</description>", f"<description><![CDATA[{OTHER}]]></description>"
    )
    assert len(extract(data).messages) == 2


def test_an_alert_taken_from_a_feed_says_the_same_as_alone():
    (message,) = extract(atom(f"<content>{ALERT}</content>")).messages
    assert parse(message) == parse(WEATHER_12.encode())
    assert b"urn:x:geo" not in message


def test_an_envelope_gives_each_of_its_alerts():
    data = f"""<de:EDXLDistribution xmlns:de="urn:oasis:names:tc:emergency:EDXL:DE:1.0">
    <de:contentObject><de:xmlContent><de:embeddedXMLContent>{ALERT}</de:embeddedXMLContent></de:xmlContent></de:contentObject>
    <de:contentObject><de:xmlContent><de:embeddedXMLContent>{OTHER}</de:embeddedXMLContent></de:xmlContent></de:contentObject>
    <de:contentObject><de:nonXMLContent><de:mimeType>application/cap+xml</de:mimeType><de:uri>https://x.example/3</de:uri>
    </de:nonXMLContent></de:contentObject></de:EDXLDistribution>""".encode()
    found = extract(data)
    assert len(found.messages) == 2
    assert found.links == ("https://x.example/3",)
    assert found.errors == ()


def test_an_index_gives_links_of_the_cap_type_first():
    data = atom(
        '<link rel="alternate" type="text/html" href="https://x.example/page"/>'
        '<link rel="related" type="application/cap+xml" href="https://x.example/1.cap"/>',
        '<link href="https://x.example/2"/>',
        '<link type="text/html" href="https://x.example/3.html"/><link rel="self" href="https://x.example/self"/>',
        '<link rel="related" type="application/cap+xml" href="https://x.example/1.cap"/>',
        outside='<link rel="self" href="https://x.example/feed"/>',
    )
    assert extract(data).links == (
        "https://x.example/1.cap", "https://x.example/2", "https://x.example/3.html",
    )  # fmt: skip


def test_an_rss_index_gives_links_and_enclosures():
    data = rss(
        "<link>https://x.example/1</link>",
        '<link>https://x.example/page</link><enclosure type="application/cap+xml" url="https://x.example/2.cap"/>',
        "",
    )
    found = extract(data)
    assert found.links == ("https://x.example/1", "https://x.example/2.cap")
    assert len(found.errors) == 1


def test_relative_links_are_resolved_against_the_address_of_the_feed():
    data = atom('<link type="application/cap+xml" href="../caps/1.xml"/>')
    assert extract(data, base="https://x.example/feeds/en.atom").links == ("https://x.example/caps/1.xml",)
    assert extract(data).links == ("../caps/1.xml",)


def test_a_link_that_is_not_to_be_fetched_is_an_error():
    found = extract(atom('<link href="javascript:alert(1)"/>'))
    assert found.links == ()
    assert "javascript" in str(found.errors[0])


def test_an_empty_feed_is_no_error():
    found = extract(atom())
    assert (found.messages, found.links, found.errors) == ((), (), ())


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", NotXml),
        (b"  <?xml version='1.0'?><feed/>", NotXml),
        (b"<html><body/></html>", NotCap),
        (b"<alert><identifier>mock</identifier></alert>", NotCap),
    ],
)
def test_a_file_that_is_none_of_these_is_one_error(data, error):
    found = extract(data)
    assert (found.messages, found.links) == ((), ())
    assert [type(each) for each in found.errors] == [error]
    assert found.errors[0].item == data


def test_of_an_endless_feed_the_first_entries_are_read_and_the_rest_is_told():
    found = extract(rss(*(["<link>https://x.example/1</link>"] * 20_010)))
    assert found.links == ("https://x.example/1",)
    assert [each.rule for each in found.errors] == ["too-large"]
    assert "the first 20,000 were read" in str(found.errors[0])

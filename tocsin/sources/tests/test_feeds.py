from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.sources.errors import DoctypeRefused, NotAFeed
from tocsin.sources.feeds import entries_of
from tocsin.sources.tests.dialects import RDF, atom, atom_entry, rss, rss_item


def test_an_rss_entry_keeps_its_bytes_and_says_what_it_says() -> None:
    (item,), notes = entries_of(rss([rss_item(7)]).encode())
    assert item.external_id == "courier-7"
    assert item.title == "Road closed near Kenitra (7)"
    assert item.text == "Water covers the road; police turn cars back."
    assert item.url == "https://courier.example/7"
    assert item.published_at == datetime(2017, 7, 15, 8, 30, tzinfo=UTC)
    assert item.raw.decode() == rss_item(7)
    assert (item.error, notes) == ("", ())


def test_an_atom_entry_has_both_its_times_and_its_link_in_full() -> None:
    (item,), _ = entries_of(atom([atom_entry(3)]).encode(), address="https://veille.example/feed.atom")
    assert item.external_id == "urn:veille:3"
    assert item.url == "https://veille.example/notes/3"
    assert item.published_at == datetime(2017, 7, 15, 8, tzinfo=UTC)
    assert item.updated_at == datetime(2017, 7, 15, 9, tzinfo=UTC)


def test_rss_1_0_in_latin_letters_is_read() -> None:
    (item,), _ = entries_of(RDF.encode("iso-8859-1"))
    assert item.title == "Hafen für Stunden gesperrt"
    assert item.published_at == datetime(2017, 7, 14, 20, 10, tzinfo=UTC)


def test_a_broken_entry_costs_only_itself() -> None:
    bad = "<item><title>Cut <b>off</title><guid>x-2</guid><description>A & B <unclosed</description></item>"
    items, notes = entries_of(rss([rss_item(1), bad, rss_item(3)]).encode())
    assert [item.external_id for item in items] == ["courier-1", "x-2", "courier-3"]
    assert items[0].error == items[2].error == ""
    assert items[1].error.startswith("entry-malformed:")
    assert notes[0].startswith("feed-malformed:")


def test_a_feed_that_breaks_off_keeps_what_came() -> None:
    whole = rss([rss_item(1), rss_item(2), rss_item(3)])
    items, notes = entries_of(whole[: whole.index("courier-3")].encode())
    assert [item.external_id for item in items[:2]] == ["courier-1", "courier-2"]
    assert not items[0].error
    assert items[2].error
    assert notes


def test_an_entry_without_words_is_broken_and_says_so() -> None:
    (item,), _ = entries_of(rss(["<item><guid>g</guid></item>"]).encode())
    assert item.is_broken
    assert item.error.startswith("empty-text:")


def test_letters_that_do_not_fit_are_shown_as_such_and_said() -> None:
    (item,), notes = entries_of(
        rss([rss_item(1, title="Caf\ue000")]).encode().replace("\ue000".encode(), b"\xe9")
    )
    assert item.title == "Caf�"
    assert not item.is_broken
    assert "bad-encoding" in item.error
    assert "line" in notes[0].lower()


def test_a_time_without_a_zone_is_said() -> None:
    (item,), _ = entries_of(rss([rss_item(1, date="2017-07-15T09:30:00")]).encode())
    assert item.published_at == datetime(2017, 7, 15, 9, 30, tzinfo=UTC)
    assert item.error.startswith("time-without-zone:")
    (item,), _ = entries_of(rss([rss_item(1, date="soon")]).encode())
    assert item.published_at is None
    assert item.error.startswith("time-unreadable:")


BOMB = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "doctype", [BOMB, OUTSIDE, "<!-- <![CDATA[ -->" + BOMB + "<!-- ]]> -->", "<!-- <a> -->" + BOMB]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_is_refused_however_it_hides(doctype: str, encoding: str) -> None:
    body = rss([rss_item(1, title="&c;&x;")]).split("?>", 1)[1]
    with pytest.raises(DoctypeRefused, match="DOCTYPE"):
        entries_of((doctype + body).encode(encoding))


def test_a_doctype_in_a_text_is_only_a_text() -> None:
    (item,), _ = entries_of(
        rss([rss_item(1, text="How to write &lt;!DOCTYPE html&gt; <!DOCTYPE html>")]).encode()
    )
    assert "Kenitra" in item.title


@pytest.mark.parametrize(
    "body", [b"", b"   ", b"<html><body>hello</body></html>", b"<!DOCTYPE html><p>x", b"\x00\x01", b"{}"]
)
def test_what_is_no_feed_is_named(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="Give the address"):
        entries_of(body, address="https://courier.example/")


def test_an_empty_feed_is_a_feed() -> None:
    assert entries_of(rss([]).encode()) == ((), ())


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_no_damage_to_a_feed_does_more_than_a_named_error(data: st.DataObject) -> None:
    whole = bytearray(rss([rss_item(1), rss_item(2)]).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place : place + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=10))
    try:
        items, _ = entries_of(bytes(whole))
    except (NotAFeed, DoctypeRefused):
        return
    for item in items:
        assert item.external_id
        assert item.error or item.title or item.text

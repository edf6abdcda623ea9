from __future__ import annotations

import math
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from tocsin.sources import cap_feeds
from tocsin.sources.decide import State
from tocsin.sources.errors import NotPollable
from tocsin.sources.health import health
from tocsin.sources.models import FetchedLink, Poll, Report, Source
from tocsin.sources.polling import poll, poll_due
from tocsin.sources.tests.dialects import atom, cap, index, named, rss, rss_item
from tocsin.sources.tests.server import Server, endless

Make = Callable[..., Source]
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.django_db


def standings(source: Source) -> dict[str, str]:
    return {r.cap_identifier: r.standing for r in Report.objects.filter(source=source).order_by("pk")}


def test_what_a_feed_gives_becomes_reports_as_received(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source(
        "feed", server.put("/feed", rss([rss_item(1), rss_item(2)])), grade="A", country="MA"
    )
    done = poll(source, now=noon)
    assert (done.outcome, done.items, done.new_reports, done.broken_items) == ("new", 2, 2, 0), done.error
    report = Report.objects.get(external_id="courier-1")
    assert bytes(report.raw).decode() == rss_item(1)
    assert (report.state, report.standing, report.may_alert) == ("read", "current", True)
    assert report.received_at == noon
    assert report.reading["text"]
    assert 1 <= report.credibility <= 6


def test_the_same_feed_again_gives_nothing_new_whatever_its_order(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source("feed", server.put("/feed", rss([rss_item(1), rss_item(2)])))
    poll(source, now=noon)
    server.put("/feed", rss([rss_item(2)]))
    assert poll(source, now=noon + MINUTE).outcome == "unchanged"
    assert Report.objects.count() == 2, "nothing is deleted because the feed dropped it"
    server.put("/feed", rss([rss_item(2), rss_item(1)]))
    assert poll(source, now=noon + 2 * MINUTE).new_reports == 0
    assert set(Report.objects.values_list("standing", flat=True)) == {"current"}


def test_an_unchanged_feed_is_not_sent_again(server: Server, make_source: Make, noon: datetime) -> None:
    source = make_source("feed", server.put("/feed", rss([rss_item(1)]), headers={"ETag": '"7"'}))
    poll(source, now=noon)
    source.refresh_from_db()
    assert source.etag == '"7"'
    done = poll(source, now=noon + MINUTE)
    assert (done.outcome, done.items) == ("unchanged", 0)
    assert server.requests[-1][1]["if-none-match"] == '"7"'


def test_what_one_address_said_of_its_version_is_not_told_to_another(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source("feed", server.put("/feed", rss([rss_item(1)]), headers={"ETag": '"7"'}))
    poll(source, now=noon)
    source.refresh_from_db()
    source.address = server.put("/other", rss([rss_item(2)]), headers={"ETag": '"7"'})
    source.save()
    assert poll(source, now=noon + MINUTE).new_reports == 1


def test_an_edited_item_is_a_new_report_in_the_place_of_the_older(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source("feed", server.put("/feed", rss([rss_item(1, text="12 people were hurt.")])))
    poll(source, now=noon)
    server.put("/feed", rss([rss_item(1, text="17 people were hurt.")]))
    assert poll(source, now=noon + MINUTE).new_reports == 1
    older, newer = Report.objects.order_by("pk")
    assert (older.standing, older.superseded_by) == ("updated", newer)
    assert older.standing_reason
    assert newer.standing == "current"
    server.put("/feed", rss([rss_item(1, text="12 people were hurt.")]))
    assert poll(source, now=noon + 2 * MINUTE).new_reports == 0
    older.refresh_from_db()
    newer.refresh_from_db()
    assert (older.standing, newer.standing, newer.superseded_by) == ("current", "updated", older)


def test_a_broken_item_is_kept_with_its_error_and_the_rest_goes_on(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source(
        "feed", server.put("/feed", rss([rss_item(1), "<item><guid>g</guid></item>", rss_item(3)]))
    )
    done = poll(source, now=noon)
    assert (done.outcome, done.new_reports, done.broken_items) == ("partly", 3, 1)
    broken = Report.objects.get(state="broken")
    assert (broken.error.split(":")[0], broken.may_alert) == ("empty-text", False)
    assert bytes(broken.raw) == b"<item><guid>g</guid></item>"


def test_a_document_that_is_no_feed_is_kept_and_the_look_failed(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source("feed", server.put("/feed", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss/>"))
    done = poll(source, now=noon)
    assert (done.outcome, done.error.split(":")[0]) == ("failed", "doctype-forbidden")
    kept = Report.objects.get(state="broken")
    assert b"ENTITY" in bytes(kept.raw)
    server.put("/feed", rss([rss_item(1)]))
    assert poll(source, now=noon + MINUTE).outcome == "new"
    kept.refresh_from_db()
    assert kept.standing == "updated", "it no longer counts once the feed can be read"


def test_letters_that_no_database_keeps_do_no_harm(server: Server, make_source: Make, noon: datetime) -> None:
    source = make_source("feed", server.put("/feed", rss([rss_item(1, title="A&#0;B &#xD800; \x00")])))
    assert poll(source, now=noon).new_reports == 1
    assert "\x00" not in Report.objects.get().title


def test_a_page_is_a_report_and_its_changed_text_a_new_one(
    server: Server, make_source: Make, noon: datetime
) -> None:
    def page(text: str, visits: int) -> str:
        return (
            f"<html><head><title>Travel notice</title></head><body><nav><a href='/'>Home</a> {visits} visits</nav>"
            f"<main><article><h1>Travel notice</h1><p>{text} The ministry asks travellers to keep away from the "
            "harbour and to follow the police.</p></article></main></body></html>"
        )

    source = make_source("page", server.put("/p", page("A strike is planned.", 1), content_type="text/html"))
    assert poll(source, now=noon).outcome == "new"
    server.put("/p", page("A strike is planned.", 2), content_type="text/html")
    assert poll(source, now=noon + MINUTE).outcome == "unchanged"
    server.put("/p", page("The strike has begun.", 3), content_type="text/html")
    assert poll(source, now=noon + 2 * MINUTE).outcome == "new"
    older, newer = Report.objects.order_by("pk")
    assert older.superseded_by == newer
    assert "The strike has begun." in newer.text
    assert "visits" not in newer.text


def test_a_page_without_text_or_of_another_kind_is_named(
    server: Server, make_source: Make, noon: datetime
) -> None:
    for body, kind, rule in (
        ("<html><body><script>x()</script></body></html>", "text/html", "empty-text"),
        ("%PDF-1.7", "application/pdf", "empty-text"),
        ("GIF89a", "image/gif", "not-a-page"),
    ):
        source = make_source("page", server.put("/p", body, content_type=kind))
        assert poll(source, now=noon).error.split(":")[0] == rule


def test_a_page_source_reads_no_file(make_source: Make, noon: datetime) -> None:
    assert poll(make_source("page", "file:///etc/hostname"), now=noon).error.startswith("scheme-refused:")


def test_a_folder_gives_a_report_a_file(make_source: Make, noon: datetime, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Protest in Rabat\n\nAbout 200 people gathered.")
    (tmp_path / "bad.txt").write_bytes(b"Caf\xe9 closed")
    (tmp_path / "empty.txt").write_text("  \n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / ".hidden.txt").write_text("x")
    os.utime(tmp_path / "a.txt", (noon.timestamp(), noon.timestamp()))
    source = make_source("folder", str(tmp_path))
    done = poll(source, now=noon)
    assert (done.items, done.new_reports, done.broken_items) == (3, 3, 2)
    good = Report.objects.get(external_id="a.txt")
    assert good.title
    assert good.published_at == noon
    bad = Report.objects.get(external_id="bad.txt")
    assert (bad.state, bad.error.split(":")[0], bytes(bad.raw)) == (
        "broken",
        "bad-encoding",
        b"Caf\xe9 closed",
    )
    (tmp_path / "a.txt").write_text("Protest in Rabat\n\nAbout 500 people gathered.")
    (tmp_path / "bad.txt").write_text("Café closed")
    assert poll(source, now=noon + MINUTE).new_reports == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.standing, bad.standing) == ("updated", "updated")


def test_a_folder_that_is_gone_is_named(make_source: Make, noon: datetime, tmp_path: Path) -> None:
    assert poll(make_source("folder", str(tmp_path / "gone")), now=noon).error.startswith(
        "folder-unreadable:"
    )


def test_a_cap_message_has_area_times_and_the_words_of_the_language_asked_for(
    server: Server, make_source: Make, noon: datetime
) -> None:
    address = server.put("/cap", cap())
    english, french = make_source("cap", address), make_source("cap", address, language="fr")
    for source in (english, french):
        assert poll(source, now=noon).outcome == "new"
    report = Report.objects.get(source=english)
    assert report.title == "Storm on the Atlantic coast"
    assert "140 km/h" in report.text
    assert "Stay indoors" in report.text
    assert (report.onset.hour, report.expires.day) == (18, 16)
    assert report.area["geometry"]["type"] == "MultiPolygon"
    assert report.may_alert
    assert report.cap["infos"][0]["event"] == "Storm"
    assert report.reading["severity"]["value"] == "Severe"
    assert Report.objects.get(source=french).title == "Vent fort sur la côte"


@pytest.mark.parametrize("status", ["Test", "Exercise", "System", "Draft"])
def test_what_is_not_actual_never_alerts_and_cancels_nothing(
    server: Server, make_source: Make, noon: datetime, status: str
) -> None:
    source = make_source("cap", server.put("/cap", cap()))
    poll(source, now=noon)
    server.put("/cap", cap("drill", status=status, message_type="Cancel", references=named()))
    poll(source, now=noon + MINUTE)
    drill = Report.objects.get(cap_identifier="drill")
    assert not drill.may_alert
    assert drill.may_alert_reason.startswith(f"status-{status.lower()}:")
    assert standings(source)["storm-1"] == "current"


def test_update_and_cancel_act_on_what_they_name(server: Server, make_source: Make, noon: datetime) -> None:
    source = make_source("cap", server.put("/cap", cap()))
    poll(source, now=noon)
    update = cap("storm-2", sent="2017-07-15T09:00:00-00:00", message_type="Update", references=named())
    server.put("/cap", update)
    poll(source, now=noon + MINUTE)
    assert standings(source) == {"storm-1": "updated", "storm-2": "current"}
    references = f"{named()} {named('storm-2', '2017-07-15T09:00:00-00:00')}"
    server.put(
        "/cap", cap("storm-3", sent="2017-07-15T10:00:00-00:00", message_type="Cancel", references=references)
    )
    poll(source, now=noon + 2 * MINUTE)
    assert standings(source) == {"storm-1": "cancelled", "storm-2": "cancelled", "storm-3": "current"}
    cancel = Report.objects.get(cap_identifier="storm-3")
    assert not cancel.may_alert
    assert {r.superseded_by_id for r in Report.objects.filter(standing="cancelled")} == {cancel.pk}
    server.put("/cap", cap())
    poll(source, now=noon + 3 * MINUTE)
    assert standings(source)["storm-1"] == "cancelled", "seeing it again does not bring it back"


def test_a_message_that_comes_after_its_cancel_is_cancelled_already(
    server: Server, make_source: Make, noon: datetime
) -> None:
    cancel = cap("storm-3", sent="2017-07-15T10:00:00-00:00", message_type="Cancel", references=named())
    source = make_source("cap", server.put("/cap", cancel))
    poll(source, now=noon)
    server.put("/cap", cap())
    poll(source, now=noon + MINUTE)
    assert standings(source) == {"storm-3": "current", "storm-1": "cancelled"}


def test_another_source_cannot_cancel(server: Server, make_source: Make, noon: datetime) -> None:
    hub, stranger = (
        make_source("cap", server.put("/cap", cap())),
        make_source("cap", server.address("/forged")),
    )
    poll(hub, now=noon)
    server.put("/forged", cap("x", message_type="Cancel", references=named()))
    poll(stranger, now=noon)
    assert standings(hub) == {"storm-1": "current"}


def test_a_message_that_is_over_alerts_nobody(server: Server, make_source: Make, noon: datetime) -> None:
    source = make_source("cap", server.put("/cap", cap(expires="2017-07-15T11:00:00-00:00")))
    poll(source, now=noon)
    assert Report.objects.get().may_alert_reason.startswith("expired:")


def test_a_polygon_that_crosses_itself_or_has_50000_points_is_read_and_said(
    server: Server, make_source: Make, noon: datetime
) -> None:
    crossing = "33.5,-7.8 34.2,-6.6 34.2,-7.8 33.5,-6.6 33.5,-7.8"
    angles = [2 * math.pi * number / 49_999 for number in range(49_999)]
    ring = [f"{33 + math.sin(angle):.6f},{-7 + math.cos(angle):.6f}" for angle in angles]
    huge = " ".join([*ring, ring[0]])
    for name, polygon, rule in (("crossing", crossing, "polygon-crossing"), ("huge", huge, "")):
        source = make_source("cap", server.put("/cap", cap(name, polygon=polygon)))
        assert poll(source, now=noon).new_reports == 1
        report = Report.objects.get(cap_identifier=name)
        assert report.state == "read"
        assert rule in report.error
        assert report.area["geometry"]


def test_an_index_gives_its_messages_and_names_its_broken_links(
    server: Server, make_source: Make, noon: datetime
) -> None:
    server.put("/1", cap("a"), headers={"ETag": '"a1"'})
    server.put("/2", "<alert>no namespace</alert>")
    server.put("/4", cap("d"))
    source = make_source(
        "cap", server.put("/hub", index(server, ["/1", "/2", "/3", "/4"]), headers={"ETag": '"h"'})
    )
    done = poll(source, now=noon)
    assert (done.outcome, done.new_reports, done.broken_items) == ("partly", 4, 2)
    assert set(Report.objects.filter(state="read").values_list("cap_identifier", flat=True)) == {"a", "d"}
    rules = {r.error.split(":")[0] for r in Report.objects.filter(state="broken")}
    assert rules == {"http-404", "not-cap"}
    assert FetchedLink.objects.get(address=server.address("/1")).etag == '"a1"'

    # At the next poll only what failed is asked; once it is there, its broken report gives way.
    server.put("/3", cap("c"))
    done = poll(Source.objects.get(pk=source.pk), now=noon + 5 * MINUTE)
    assert server.asked("/1") == 1
    assert server.asked("/3") == 2
    assert done.new_reports == 1
    assert Report.objects.get(url=server.address("/3"), state="broken").standing == "updated"

    # Later the links are asked again, with what they said of their version.
    poll(Source.objects.get(pk=source.pk), now=noon + 30 * MINUTE)
    assert [headers.get("if-none-match") for path, headers in server.requests if path == "/1"] == [
        None,
        '"a1"',
    ]
    assert Report.objects.filter(state="read").count() == 3


def test_a_link_of_an_index_into_the_house_is_refused(
    server: Server, make_source: Make, noon: datetime
) -> None:
    links = "".join(
        f'<entry><id>{n}</id><title>W</title><link type="application/cap+xml" href="{href}"/></entry>'
        for n, href in enumerate(("http://169.254.169.254/latest", "file:///etc/hostname"))
    )
    source = make_source("cap", server.put("/hub", atom([links])))
    assert poll(source, now=noon).broken_items == 2
    rules = {r.error.split(":")[0] for r in Report.objects.all()}
    assert rules == {"private-address", "scheme-refused"}


def test_a_cap_file_is_read_with_the_files_beside_it_and_no_others(
    make_source: Make, noon: datetime, tmp_path: Path
) -> None:
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "1.xml").write_text(cap("a"))
    (tmp_path / "outside.xml").write_text(cap("b"))
    hrefs = ("1.xml", "../outside.xml")
    entries = [f'<entry><id>{h}</id><title>W</title><link href="{h}"/></entry>' for h in hrefs]
    (folder / "index.xml").write_text(atom(entries))
    poll(make_source("cap", (folder / "index.xml").as_uri()), now=noon)
    assert Report.objects.get(state="read").cap_identifier == "a"
    assert Report.objects.get(state="broken").error.startswith("file-refused:")


def test_links_that_had_to_wait_are_asked_though_the_index_is_unchanged(
    server: Server, make_source: Make, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cap_feeds, "MOST_LINKS", 2)
    for number in range(3):
        server.put(f"/{number}", cap(f"m{number}"))
    hub = server.put("/hub", index(server, ["/0", "/1", "/2"]), headers={"ETag": '"h"'})
    source = make_source("cap", hub)
    done = poll(source, now=noon)
    assert (done.new_reports, done.error.split(":")[0]) == (2, "links-waiting")
    source.refresh_from_db()
    assert poll(source, now=noon + MINUTE).new_reports == 1


def test_tocsins_own_folder_is_not_a_source(make_source: Make, noon: datetime) -> None:
    home = Path(settings.TOCSIN_HOME)
    for kind, address in (("folder", str(home)), ("cap", (home / "secret.key").as_uri())):
        assert poll(make_source(kind, address), now=noon).error.startswith("file-refused:")
    assert Report.objects.count() == 0


def test_one_source_that_fails_stops_no_other(server: Server, make_source: Make, noon: datetime) -> None:
    make_source("feed", server.put("/gone", status=500))
    make_source("feed", server.put("/bad", "<nothing/>"))
    make_source("page", server.put("/huge", serve=endless(server, 200_000_000)))
    make_source("feed", "http://10.255.255.1/feed")
    make_source("feed", server.put("/feed", rss([rss_item(1)])))
    make_source("form")
    make_source("feed", server.address("/feed"), enabled=False)
    polls = poll_due(now=noon)
    assert len(polls) == 5
    assert sorted(p.error.split(":")[0] for p in polls) == [
        "",
        "http-500",
        "not-a-feed",
        "private-address",
        "too-large",
    ]
    assert Report.objects.filter(state="read").count() == 1
    assert poll_due(now=noon) == [], "each has its next time"
    assert Poll.objects.count() == 5


def test_a_source_that_fails_is_looked_at_less_often_and_says_since_when(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source("feed", server.put("/feed", status=503))
    moment = noon
    for _ in range(4):
        assert poll(source, now=moment).outcome == "failed"
        source.refresh_from_db()
        moment = source.next_poll_at
    assert moment - noon == timedelta(minutes=5 + 10 + 20 + 40)
    found = health(source, now=moment)
    assert (found.state, found.failing_since, found.failures) == (State.FAILING, noon, 4)
    assert "2017-07-15 12:00 UTC" in found.words
    assert found.last_error.startswith("http-503:")
    server.put("/feed", rss([rss_item(1)]))
    poll(source, now=moment)
    source.refresh_from_db()
    found = health(source, now=moment)
    assert (found.state, found.failures, found.last_error) == (State.WELL, 0, "")
    assert found.age is not None


def test_a_source_with_nothing_new_for_long_is_silent(
    server: Server, make_source: Make, noon: datetime
) -> None:
    source = make_source("feed", server.put("/feed", rss([rss_item(1)])))
    poll(source, now=noon)
    poll(source, now=noon + timedelta(days=3))
    source.refresh_from_db()
    found = health(source, now=noon + timedelta(days=3))
    assert found.state is State.SILENT
    assert "3 days" in found.words
    assert found.needs_a_look


def test_a_server_that_asks_to_wait_is_heeded(server: Server, make_source: Make, noon: datetime) -> None:
    source = make_source("feed", server.put("/feed", status=429, headers={"Retry-After": "3000"}))
    poll(source, now=noon)
    source.refresh_from_db()
    assert source.next_poll_at - noon == timedelta(seconds=3000)


def test_a_form_is_not_polled(make_source: Make, noon: datetime) -> None:
    with pytest.raises(NotPollable):
        poll(make_source("form"), now=noon)


def test_the_database_keeps_what_was_received(server: Server, make_source: Make, noon: datetime) -> None:
    poll(make_source("feed", server.put("/feed", rss([rss_item(1)]))), now=noon)
    for forbidden in (
        lambda: Report.objects.update(raw=b"other"),
        lambda: Report.objects.update(content_hash="0"),
        lambda: Report.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            forbidden()
    Report.objects.update(standing="withdrawn")

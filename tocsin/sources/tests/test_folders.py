"""A folder takes the documents that people drop into it: texts, pages, PDFs, e-mails and CAP messages."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tocsin.reading.tests.pdf_writing import pages, words
from tocsin.sources.models import Report, Source
from tocsin.sources.polling import poll
from tocsin.sources.tests.dialects import cap, named
from tocsin.sources.tests.server import Server

Make = Callable[..., Source]
MINUTE = timedelta(minutes=1)
MAIL = (
    b"From: field@example.net\r\nSubject: Bridge washed away at Garissa\r\nDate: Wed, 10 May 2017 16:40:00 +0300\r\n"
    b"Content-Type: multipart/mixed; boundary=edge\r\nMIME-Version: 1.0\r\n\r\n--edge\r\nContent-Type: text/plain\r\n\r\n"
    b"The bridge at Garissa, Kenya, was washed away. Two people were hurt.\r\n--edge\r\nContent-Type: image/gif\r\n"
    b"Content-Disposition: attachment; filename=bridge.gif\r\n\r\nGIF89a\r\n--edge--\r\n"
)
PAGE = (
    "<html><head><meta property='article:published_time' content='2017-05-11T08:00:00Z'></head><body><h1>Fire in Lima</h1>"
    "<script>Paris</script><p>A fire destroyed a market in Lima, Peru, on Thursday. Nobody was hurt.</p></body></html>"
)
PDF = pages(
    words(
        "Weekly report\nStrike of bus crews in Nairobi\nCrews of city buses will strike on Monday.\nPage 1"
    ),
    about=b"/CreationDate (D:20170512090000Z)",
)

pytestmark = pytest.mark.django_db


def test_each_kind_of_file_is_a_report_with_its_own_title_and_date(
    make_source: Make, noon: datetime, tmp_path: Path
) -> None:
    (tmp_path / "bridge.eml").write_bytes(MAIL)
    (tmp_path / "fire.HTML").write_text(PAGE)
    (tmp_path / "strike.pdf").write_bytes(PDF)
    (tmp_path / "weather.xml").write_text(cap("storm-1"))
    (tmp_path / "note.txt").write_text("Protest in Rabat\n\nAbout 200 people gathered.")
    done = poll(make_source("folder", str(tmp_path)), now=noon)
    assert (done.outcome, done.items, done.new_reports) == ("new", 5, 5), done.error
    reports = {report.external_id: report for report in Report.objects.all()}
    mail = reports["bridge.eml"]
    assert (mail.title, mail.content_type) == ("Bridge washed away at Garissa", "message/rfc822")
    assert mail.published_at == datetime(2017, 5, 10, 13, 40, tzinfo=UTC)
    assert mail.error.startswith("document-partly: bridge.eml: Not read: bridge.gif")
    assert bytes(mail.raw) == MAIL
    fire = reports["fire.HTML"]
    assert (fire.title, fire.error) == ("Fire in Lima", "")
    assert fire.published_at == datetime(2017, 5, 11, 8, tzinfo=UTC)
    assert "Paris" not in fire.text
    assert fire.reading["countries"] == ["PE"]
    strike = reports["strike.pdf"]
    assert strike.published_at == datetime(2017, 5, 12, 9, tzinfo=UTC)
    assert strike.reading["hazards"][0]["code"] == "labour-action"
    assert all(report.state == "read" for report in reports.values())


def test_a_cap_file_keeps_its_area_and_its_update_takes_its_place(
    make_source: Make, noon: datetime, tmp_path: Path
) -> None:
    (tmp_path / "1.xml").write_text(cap("storm-1"))
    source = make_source("folder", str(tmp_path))
    poll(source, now=noon)
    first = Report.objects.get()
    assert first.cap_identifier == "storm-1"
    assert first.area
    assert first.published_at == first.cap_sent
    (tmp_path / "2.cap").write_text(cap("storm-2", message_type="Update", references=named("storm-1")))
    assert poll(source, now=noon + MINUTE).new_reports == 1
    first.refresh_from_db()
    assert first.standing == "updated"


def test_files_that_hold_nothing_to_read_are_kept_with_the_reason(
    make_source: Make, noon: datetime, tmp_path: Path
) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "feed.xml").write_text("<rss><channel><item><title>x</title></item></channel></rss>")
    (tmp_path / "bomb.xml").write_text("<!DOCTYPE a [<!ENTITY x 'y'>]><alert>&x;</alert>")
    (tmp_path / "scripts.html").write_text("<html><body><script>Paris</script></body></html>")
    done = poll(make_source("folder", str(tmp_path)), now=noon)
    assert (done.outcome, done.items, done.broken_items) == ("partly", 4, 4)
    rules = {report.external_id: report.error.split(":")[0] for report in Report.objects.all()}
    assert rules == {
        "broken.pdf": "empty-text",
        "feed.xml": "entry-without-alert",
        "bomb.xml": "doctype-forbidden",
        "scripts.html": "empty-text",
    }
    assert "The PDF is broken" in Report.objects.get(external_id="broken.pdf").error
    assert bytes(Report.objects.get(external_id="broken.pdf").raw) == b"%PDF-1.4 nothing"


def test_a_document_that_did_not_change_is_no_new_report(
    make_source: Make, noon: datetime, tmp_path: Path
) -> None:
    (tmp_path / "strike.pdf").write_bytes(PDF)
    source = make_source("folder", str(tmp_path))
    poll(source, now=noon)
    os.utime(tmp_path / "strike.pdf", (noon.timestamp() + 60, noon.timestamp() + 60))
    assert poll(source, now=noon + MINUTE).outcome == "unchanged"
    (tmp_path / "strike.pdf").write_bytes(pages(words("Strike in Nairobi\nThe strike is over.")))
    assert poll(source, now=noon + 2 * MINUTE).new_reports == 1
    assert set(Report.objects.values_list("standing", flat=True)) == {"current", "updated"}


def test_the_address_of_a_pdf_is_read_like_a_page(server: Server, make_source: Make, noon: datetime) -> None:
    address = server.put("/report.pdf", PDF, content_type="application/pdf")
    done = poll(make_source("page", address), now=noon)
    assert (done.outcome, done.new_reports) == ("new", 1), done.error
    report = Report.objects.get()
    assert "Crews of city buses" in report.text
    assert report.published_at == datetime(2017, 5, 12, 9, tzinfo=UTC)

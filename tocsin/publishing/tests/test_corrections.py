"""Errors are corrected in the open: a public log, what changed in each alert, and the correction in every form."""

from __future__ import annotations

from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tocsin.alerts.content import json_of, text_of
from tocsin.alerts.drafting import draft_from
from tocsin.alerts.editing import edit
from tocsin.alerts.errors import ContentInvalid
from tocsin.alerts.tests.desk import NOON
from tocsin.cap import parse
from tocsin.grading import content_hash
from tocsin.publishing import lists, pages
from tocsin.publishing.corrections import corrections
from tocsin.publishing.documents.cap_message import read_back
from tocsin.publishing.tests.html_page import Page
from tocsin.publishing.tests.press import SPEECH, Press

pytestmark = pytest.mark.django_db

WRONG = "Edition 1 named the wrong lake; it is Lake Victoria."


@pytest.fixture(autouse=True)
def at_four(monkeypatch: pytest.MonkeyPatch) -> None:
    for edge in (pages, lists):
        monkeypatch.setattr(edge, "now", lambda: NOON + timedelta(hours=6))


def get(path: str, **headers: str) -> HttpResponse:
    return Client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def main_of(path: str) -> str:
    page = Page(get(path).content.decode())
    assert page.faults == []
    return page.text("main")


def test_a_corrected_error_stands_apart_from_ordinary_developments(press: Press) -> None:
    assert "No edition has corrected an error yet." in main_of("/corrections/")
    first = press.publish()
    press.news(15, hours=3)
    press.update(first.alert, hours=4)
    text = main_of("/corrections/")
    assert "No edition has corrected an error yet." in text
    assert text.index("Ordinary updates") < text.index("The toll rose.")
    press.update(first.alert, hours=5, correction=WRONG, what_changed="The lake is named right.")
    text = main_of("/corrections/")
    assert text.index(WRONG) < text.index("Ordinary updates") < text.index("The toll rose.")
    assert text.count(WRONG) == 1


def test_what_changed_is_shown_by_sentence_with_links_to_both_editions(press: Press) -> None:
    first = press.publish()
    slug = first.alert.slug
    assert "the alert has one edition" in main_of(f"/alerts/{slug}/changes/")
    press.update(first.alert, hours=4, headline="A new headline for Kisumu and its lake", correction=WRONG)
    page = Page(get(f"/alerts/{slug}/changes/").content.decode())
    old = text_of(first.content).headline
    assert old in page.text("del")
    assert "A new headline for Kisumu and its lake" in page.text("ins")
    links = {a["href"] for a in page.all("a")}
    for number in (1, 2):
        assert any(link.endswith(f"/alerts/{slug}/editions/{number}/html") for link in links)
    assert f"/alerts/{slug}/changes/" in get(f"/alerts/{slug}/").content.decode()
    assert get("/alerts/nothing/changes/").status_code == 404


def test_a_correction_is_in_every_long_form_of_the_edition_and_in_both_feeds(press: Press) -> None:
    first = press.publish()
    second = press.update(first.alert, hours=4, correction=WRONG)
    assert WRONG in main_of(f"/alerts/{first.alert.slug}/")
    message = parse(bytes(second.documents.get(form="cap").body))
    assert WRONG in message.infos[0].description
    assert ("correction", WRONG) in read_back(message).parts
    found = feedparser.parse(get("/feeds/corrections.xml").content)
    assert not found.bozo
    assert [entry.id.rpartition(":")[2] for entry in found.entries] == [second.identifier]
    assert found.entries[0].summary.startswith(WRONG)
    log = Page(get("/corrections/").content.decode())
    assert "/feeds/corrections.xml" in {link["href"] for link in log.all("link")}


def test_an_all_clear_can_say_that_the_alert_was_an_error(press: Press) -> None:
    from tocsin.alerts.drafting import draft_cancel

    first = press.publish()
    draft = draft_cancel(
        first.alert, author=press.desk.ana, now=NOON + timedelta(hours=4), reason="There was no earthquake."
    )
    press.publish(draft, hours=4, correction="The alert was an error: a test message was taken for real.")
    text = main_of("/corrections/")
    assert text.index("a test message was taken for real") < text.index("Ordinary updates")


def test_the_correction_is_part_of_what_is_approved_and_no_other_hash_changes(press: Press) -> None:
    from dataclasses import replace

    assert "correction" not in json_of(SPEECH)
    corrected = replace(SPEECH, correction=WRONG)
    assert text_of(json_of(corrected)) == corrected
    assert content_hash(corrected) != content_hash(SPEECH)


def test_a_first_edition_corrects_nothing(press: Press) -> None:
    from dataclasses import replace

    draft = draft_from(press.incident, author=press.desk.ana, now=NOON)
    text = replace(text_of(draft.content), correction=WRONG)
    with pytest.raises(ContentInvalid, match="corrects nothing"):
        edit(draft, text, revision=draft.revision, author=press.desk.ana, now=NOON)


@pytest.mark.parametrize("path", ["/corrections/", "/alerts/{slug}/changes/", "/feeds/corrections.xml"])
def test_the_log_is_cached_costs_few_queries_and_speaks_four_languages(press: Press, path: str) -> None:
    first = press.publish()
    path = path.format(slug=first.alert.slug)
    press.update(first.alert, hours=4, correction=WRONG)
    with CaptureQueriesContext(connection) as few:
        found = get(path)
    assert found["Cache-Control"] == "public, max-age=60"
    assert get(path, If_None_Match=found["ETag"]).status_code == 304
    assert get(path, If_Modified_Since=found["Last-Modified"]).status_code == 304
    press.update(first.alert, hours=5, correction="Another error.")
    with CaptureQueriesContext(connection) as more:
        assert get(path, If_None_Match=found["ETag"]).status_code == 200
    assert len(few) == len(more) <= 5
    for code, _name in settings.LANGUAGES if path.endswith("/") else ():
        page = Page(get(f"{path}?lang={code}").content.decode())
        assert page.all("html") == [{"lang": code, "dir": "rtl" if code == "ar" else "ltr"}]


def test_corrections_are_found_by_an_index_of_their_own() -> None:
    # A table of a few rows is read faster than its index by PostgreSQL, which would not show whether it can be used.
    with connection.cursor() as cursor, transaction.atomic():
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        with CaptureQueriesContext(connection) as asked:
            list(corrections()[:50])
        plan = corrections()[:50].explain()
    assert len(asked) == 1
    assert "edition_that_corrects" in plan, plan

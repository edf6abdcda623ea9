"""The alert page: one request, no script, everything escaped, in its own language and direction."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils import translation

from tocsin.alerts.models import Alert, Edition
from tocsin.alerts.tests.desk import NOON
from tocsin.alerts.tests.worked_case import TOLD
from tocsin.grading import Act, AlertText, CitedSource, Sentence
from tocsin.publishing.documents.page import direction_of, local_time, page_document
from tocsin.publishing.tests.html_page import Page
from tocsin.publishing.tests.press import AREAS, SPEECH, Press, edition_of

pytestmark = pytest.mark.django_db

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


def body_of(edition: Edition) -> bytes:
    return bytes(edition.documents.get(form="html").body)


def page_of(text: AlertText, press: Press, **fields: object) -> str:
    """The page of a text, whatever the linter would say of it."""
    alert = Alert.objects.first() or press.publish().alert
    edition = edition_of(text, alert=alert, number=2, level_reason="Row L-001.", **fields)
    with translation.override(text.language):
        return page_document(edition, text).body.decode()


def test_the_page_is_one_request_of_at_most_14_kilobytes(press: Press) -> None:
    first = press.publish()
    press.news(15, hours=3)
    second = press.update(first.alert, hours=4)
    morocco = press.morocco(TOLD)
    for edition in (first, second, morocco):
        body = body_of(edition)
        assert len(gzip.compress(body)) <= 14 * 1024
        page = Page(body.decode())
        assert not page.all("script")
        assert not page.all("img")
        assert {link["rel"] for link in page.all("link")} == {"icon", "canonical", "alternate"}
        assert "url(" not in page.text("style")
        assert "@import" not in page.text("style")


def test_the_page_is_well_formed_with_one_heading_and_landmarks(press: Press) -> None:
    page = Page(body_of(press.publish()).decode())
    assert page.faults == []
    assert page.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert len(page.all("h1")) == 1
    for landmark in ("header", "main", "footer"):
        assert len(page.all(landmark)) == 1
    labels = [nav["aria-label"] for nav in page.all("nav")]
    assert len(labels) == len(set(labels)) == 2
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    targets = {a["href"][1:] for a in page.all("a") if a["href"].startswith("#")}
    assert targets
    assert targets <= set(ids), "every citation leads to its source"


def test_the_page_prints_level_times_advice_expiry_and_evidence(press: Press) -> None:
    edition = press.publish()
    page = Page(body_of(edition).decode())
    main = page.text("main")
    assert page.text("h1") == edition.headline
    assert f"In force until {edition.expires:%-d %b %Y %H:%M} UTC" in main
    assert "15 Jul 2017 12:00 UTC (15:00 Nairobi)" in main
    assert main.index("Advice") < main.index("Event") < main.index("Where and when") < main.index("Sources")
    assert "Written by one person and approved by another." in page.text("footer")
    assert page.all("svg")[-1]["role"] == "img"


def test_two_reports_of_one_source_are_told_apart_by_their_times(press: Press) -> None:
    first = press.publish()
    press.news(15, hours=3)
    press.news(17, hours=5)
    edition = press.update(first.alert, hours=6)
    listed = [text for text in Page(body_of(edition).decode()).texts["li"] if text.startswith("[")]
    wire = [" ".join(text.split()) for text in listed if "Lake Wire" in text]
    assert {text.partition("] ")[2] for text in wire} == {
        "Lake Wire, 15 Jul 2017 15:00 UTC (B: Usually reliable)", "Lake Wire, 15 Jul 2017 17:00 UTC (B: Usually reliable)"
    }  # fmt: skip


def test_the_report_of_another_desk_lends_no_time(press: Press) -> None:
    from tocsin.alerts.tests.desk import make_desk, make_report

    report = make_report(make_desk("other"), "A quiet day.", by="Elsewhere")
    text = replace(SPEECH, sources=(CitedSource(f"report:{report.pk}", "Elsewhere"),))
    assert "Elsewhere</bdi></li>" in page_of(text, press)


def test_the_policy_allows_exactly_the_style_inside(press: Press) -> None:
    document = press.publish().documents.get(form="html")
    (style,) = re.findall(r"<style>(.*?)</style>", bytes(document.body).decode(), re.DOTALL)
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = document.headers["Content-Security-Policy"]
    assert f"style-src 'self' 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    response = Client().get(f"/alerts/{document.edition.alert.slug}/")
    assert response["Content-Security-Policy"] == policy
    assert "style=" not in bytes(document.body).decode()


def test_nothing_a_text_holds_becomes_markup(press: Press) -> None:
    area = replace(AREAS["circle"], description=HOSTILE)
    text = replace(
        SPEECH, country=HOSTILE, place=HOSTILE, headline=HOSTILE, what_changed=HOSTILE, cancel_reason=HOSTILE, area=area,
        summary=(Sentence(HOSTILE),), event=(Sentence(HOSTILE, ("report:1",)),), advice=(Act(HOSTILE, 1),),
        sources=(CitedSource("report:1", HOSTILE, f"https://x.example/{HOSTILE}".replace(" ", "")),),
    )  # fmt: skip
    for kind in ("Update", "Cancel"):
        html = page_of(text, press, message_type=kind)
        page = Page(html)
        assert page.faults == []
        assert not page.all("script")
        assert not page.all("img")
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JAVASCRIPT:x", "data:text/html,x", "ftp://lake.example/", "//lake.example/", "/desk/"]
)  # fmt: skip
def test_only_web_addresses_become_links(press: Press, url: str) -> None:
    text = replace(SPEECH, sources=(CitedSource("report:1", "Lake Radio", url),))
    page = Page(page_of(text, press))
    assert not [a for a in page.all("a") if a.get("rel") == "noopener noreferrer"]
    assert "Lake Radio" in page.text("main")


def test_a_web_address_becomes_a_link(press: Press) -> None:
    page = Page(page_of(SPEECH, press))
    assert [a["href"] for a in page.all("a") if a.get("rel") == "noopener noreferrer"] == [
        "https://lake.example/1"
    ]


def test_an_arabic_alert_is_written_from_right_to_left(press: Press) -> None:
    text = replace(SPEECH, language="ar", country="كينيا", headline="زلزال يهز كيسومو")
    page = Page(page_of(text, press))
    assert page.all("html") == [{"lang": "ar", "dir": "rtl"}]
    assert page.text("h1") == "كينيا: زلزال يهز كيسومو"
    assert "time{direction:ltr;unicode-bidi:isolate}" in page.text("style"), (
        "or the day moves behind the year"
    )


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("ar-MA", "rtl"), ("he", "rtl"), ("ur-PK", "rtl"), ("ckb", "rtl"), ("uz-Arab", "rtl"), ("en", "ltr"),
     ("zh-Hant-TW", "ltr"), ("ar-Latn", "ltr"), ("fr", "ltr")],
)  # fmt: skip
def test_the_direction_follows_script_and_language(language: str, direction: str) -> None:
    assert direction_of(language) == direction


def test_local_time_names_its_day_where_it_is_another_one() -> None:
    late = datetime(2017, 7, 17, 22, 0, tzinfo=UTC)
    assert local_time(late, "Asia/Manila") == "18 Jul 06:00 Manila"
    assert local_time(late, "Africa/Casablanca") == "23:00 Casablanca"
    assert local_time(late, "UTC") == ""
    assert local_time(late, "Nowhere/Atall") == ""


def test_an_all_clear_says_so_first_and_asks_for_nothing(press: Press) -> None:
    first = press.publish()
    last = press.all_clear(first.alert, hours=30)
    page = Page(body_of(last).decode())
    main = page.text("main")
    assert main.index("All-clear. No aftershock for a day.") < main.index(last.headline)
    assert "In force until" not in main
    assert "This alert is over." in main
    assert f"Its level was: {first.level}" in main
    assert last.expires > last.sent > NOON + timedelta(hours=29)

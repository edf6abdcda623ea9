"""The public lists: past, by country and by hazard, in the reader's language, in pages, with feeds and 304."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import feedparser
import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tocsin.alerts.models import Alert, Draft, Edition
from tocsin.alerts.tests.desk import NOON
from tocsin.publishing import feeds, listing, lists, pages
from tocsin.publishing.tests.html_page import Page
from tocsin.publishing.tests.press import Press

pytestmark = pytest.mark.django_db

LISTS = ("/", "/past/", "/countries/KE/", "/hazards/earthquake/")
#: Queries of each list, however many alerts it shows.
QUERIES = {"/": 4, "/past/": 4, "/countries/KE/": 4, "/hazards/earthquake/": 4}


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Set the clock that the public pages read."""

    def set_to(hours: float) -> None:
        for edge in (pages, lists, feeds):
            monkeypatch.setattr(edge, "now", lambda: NOON + timedelta(hours=hours))

    set_to(0)
    return set_to


def get(path: str, **headers: str) -> HttpResponse:
    return Client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def page_of(path: str, **headers: str) -> Page:
    page = Page(get(path, **headers).content.decode())
    assert page.faults == []
    assert len(page.all("h1")) == 1
    return page


def titles(path: str) -> list[str]:
    return [a["href"] for a in page_of(path).all("a") if a["href"].startswith("/alerts/")]


@contextmanager
def many(press: Press, edition: Edition, count: int) -> Iterator[None]:
    """`count` more alerts like `edition`, an hour apart, each older than the one before."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'alerts_%'"
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            # Until the end of the test's transaction: the copies are no more than rows to be listed.
            cursor.execute("SET LOCAL session_replication_role = replica")
    for number in range(1, count + 1):
        alert = Alert.objects.get(pk=edition.alert_id)
        draft = Draft.objects.get(pk=edition.draft_id)
        alert.pk, alert.slug, alert.reference = None, f"copy-{number}", f"2016-{number:04}"
        alert.save()
        draft.pk, draft.alert = None, alert
        draft.save()
        copy = Edition.objects.get(pk=edition.pk)
        copy.pk, copy.alert, copy.draft, copy.identifier = None, alert, draft, f"copy.{number}"
        copy.sent = edition.sent - timedelta(hours=number)
        copy.save(force_insert=True)
    yield


def test_a_country_and_a_hazard_have_a_page_with_what_is_in_force_and_what_is_over(press: Press, at) -> None:
    quake = press.publish()
    where = f"/alerts/{quake.alert.slug}/"
    for path in ("/countries/KE/", "/hazards/earthquake/"):
        page = page_of(path)
        assert titles(path) == [where]
        assert page.text("main").index("Kisumu") < page.text("main").index("Past alerts")
    at(24 * 60)
    for path in ("/countries/KE/", "/hazards/earthquake/"):
        assert titles(path) == [where]
        text = page_of(path).text("main")
        assert "That is not the same as safe." in text
        assert text.index("Past alerts") < text.index("Kisumu")


def test_an_alert_leads_to_its_country_and_hazard(press: Press) -> None:
    edition = press.publish()
    for path in ("/", f"/alerts/{edition.alert.slug}/"):
        links = {a["href"] for a in page_of(path).all("a")}
        assert {"/countries/KE/", "/hazards/earthquake/"} <= links, path


def test_an_empty_list_does_not_sound_like_safety(press: Press) -> None:
    press.publish()
    text = page_of("/countries/MA/").text("main")
    assert "Nothing current for Morocco. That is not the same as safe." in text
    assert "Nothing current for Flood. That is not the same as safe." in page_of("/hazards/flood/").text(
        "main"
    )


def test_an_alert_for_several_countries_stands_under_each(press: Press) -> None:
    from tocsin.publishing.tests.press import AREAS

    edition = press.publish(area=AREAS["several countries"])
    for code in ("KE", "UG", "TZ"):
        assert titles(f"/countries/{code}/") == [f"/alerts/{edition.alert.slug}/"], code
        assert len(feedparser.parse(get(f"/feeds/atom.xml?country={code}").content).entries) == 1
    assert titles("/countries/RW/") == []


def test_what_is_not_there_says_what_is_wrong_and_leads_on(press: Press) -> None:
    for path, word in (
        ("/countries/QQ/", "'QQ' is no country code"),
        ("/hazards/rain/", "'rain' is no hazard code"),
        ("/past/?before=yesterday", "The end of this address is damaged"),
        ("/?before=1-2-3", "The end of this address is damaged"),
    ):
        found = get(path)
        assert found.status_code == 404, path
        assert word in Page(found.content.decode()).text("main")
        assert '<a href="/">' in found.content.decode()
    moved = get("/countries/ke/?lang=fr")
    assert (moved.status_code, moved["Location"]) == (301, "/countries/KE/?lang=fr")


def test_the_old_address_of_past_alerts_leads_to_the_new_one(press: Press) -> None:
    moved = get("/?past=1&country=KE")
    assert (moved.status_code, moved["Location"]) == (301, "/past/?country=KE")


def test_a_long_list_goes_on_page_by_page_and_loses_none(press: Press, at, monkeypatch) -> None:
    monkeypatch.setattr(listing, "ON_A_PAGE", 5)
    edition = press.publish()
    with many(press, edition, 11):
        for path in LISTS:
            at(0 if path == "/" else 24 * 60)
            seen: list[str] = []
            address = path
            for _ in range(4):
                seen += titles(address)
                older = [a["href"] for a in page_of(address).all("a") if a.get("rel") == "next"]
                if not older:
                    break
                (address,) = older
            assert seen == [
                f"/alerts/{edition.alert.slug}/",
                *(f"/alerts/copy-{n}/" for n in range(1, 12)),
            ], path


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_queries_and_little_weight_however_long_it_is(
    press: Press, at, path: str
) -> None:
    edition = press.publish()
    at(0 if path == "/" else 24 * 60)
    with CaptureQueriesContext(connection) as short:
        get(path)
    with many(press, edition, 60), CaptureQueriesContext(connection) as long:
        response = get(path)
    assert len(short) == len(long) == QUERIES[path], [one["sql"][:120] for one in long.captured_queries]
    assert len(titles(path)) == listing.ON_A_PAGE
    assert len(gzip.compress(response.content)) <= 14_000


@pytest.mark.parametrize("path", LISTS)
def test_a_list_is_kept_by_caches_and_sent_again_only_when_it_changed(press: Press, at, path: str) -> None:
    edition = press.publish()
    found = get(path)
    assert found["Cache-Control"] == "public, max-age=30"
    assert found["Vary"] == "Accept-Language, Accept-Encoding"
    assert not found.cookies
    for same in ({"If_None_Match": found["ETag"]}, {"If_Modified_Since": found["Last-Modified"]}):
        assert get(path, **same).status_code == 304
    other = get(path, If_None_Match=found["ETag"], Accept_Language="fr")
    assert (other.status_code, other["Content-Language"]) == (200, "fr")
    at(24 * 60)
    assert get(path, If_None_Match=found["ETag"]).status_code == 200
    assert get(path, If_Modified_Since=found["Last-Modified"]).status_code == 200
    assert edition.expires < NOON + timedelta(days=60)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_speaks_the_readers_language_and_can_be_switched(press: Press, path: str) -> None:
    press.publish()
    for code, name in settings.LANGUAGES:
        direction = "rtl" if code == "ar" else "ltr"
        for page in (page_of(f"{path}?lang={code}"), page_of(path, Accept_Language=f"tlh, {code}-XX;q=0.8")):
            assert page.all("html") == [{"lang": code, "dir": direction}]
            shown = [a for a in page.all("a") if a.get("aria-current")]
            assert [a["hreflang"] for a in shown] == [code]
            assert name in page.text("nav") or name in page.text("header")
        assert get(f"{path}?lang={code}", Accept_Language="es")["Content-Language"] == code
    inside = {
        a["href"]
        for a in page_of(f"{path}?lang=ar").all("a")
        if a["href"].startswith(("/past", "/count")) and "hreflang" not in a
    }
    assert inside
    assert all("lang=ar" in address for address in inside), "the choice goes along"
    assert page_of(path, Accept_Language="*").all("html")[0]["lang"] == "en"
    assert page_of(f"{path}?lang=xx", Accept_Language="tlh").all("html")[0]["lang"] == "en"


def test_the_alert_stays_in_the_language_in_which_it_was_written(press: Press) -> None:
    edition = press.publish()
    page = page_of("/?lang=ar")
    assert {"lang": "en", "dir": "auto"} in page.all("div")
    assert edition.headline in page.text("main")
    assert "كينيا" in page.text("main"), "the country has its Arabic name"


def test_each_list_advertises_its_own_feeds(press: Press, at) -> None:
    from tocsin.alerts.tests.worked_case import TOLD

    quake = press.publish()
    morocco = press.morocco(TOLD)
    at(6)
    for path, one in (
        ("/countries/MA/", morocco),
        ("/hazards/earthquake/", quake),
        ("/?level=Warning", None),
    ):
        advertised = {link["title"]: link["href"] for link in page_of(path).all("link") if link.get("title")}
        assert set(advertised) == {"Atom", "RSS", "CAP 1.2", "GeoJSON"}
        for title in ("Atom", "RSS", "CAP 1.2"):
            found = feedparser.parse(get(advertised[title]).content)
            if one is not None:
                assert [entry.id.rpartition(":")[2] for entry in found.entries] == [one.identifier]
                assert found.feed.link == f"{settings.TOCSIN_PUBLIC_ADDRESS}{path}"
        if one is not None:
            features = get(advertised["GeoJSON"]).json()["features"]
            assert len(features) == 1
    title = feedparser.parse(get("/feeds/atom.xml?country=ma&hazard=flood").content).feed.title
    assert title == "Desk: alerts, Morocco, Flood"


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "cap.xml", "alerts.geojson"])
def test_a_feed_refuses_a_country_that_does_not_exist_rather_than_stay_silent_for_ever(
    press: Press, name: str
) -> None:
    for query, word in (
        ("country=Morocco", "country code"),
        ("hazard=rain", "hazard"),
        ("level=red", "level"),
    ):
        found = get(f"/feeds/{name}?{query}")
        assert found.status_code == 400
        assert word in found.content.decode()

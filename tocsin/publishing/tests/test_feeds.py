"""The feeds: what other programs make of them, conditional requests, and texts that would break them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
import shapely
from django.test import Client
from django.utils.http import http_date
from lxml import etree

from tocsin.accounts.models import Organisation
from tocsin.alerts import editions, reviewing
from tocsin.alerts.models import Edition
from tocsin.alerts.tests.desk import NOON
from tocsin.alerts.tests.worked_case import TOLD
from tocsin.cap import extract
from tocsin.geo import Area, Point, Polygon
from tocsin.grading import Sentence
from tocsin.publishing import feeds, listing, lists, pages
from tocsin.publishing.documents.georss import located
from tocsin.publishing.tests.press import AREAS, KISUMU, SPEECH, Press
from tocsin.sources.models import Report, Source
from tocsin.sources.polling import poll

FEEDS = ("atom.xml", "rss.xml", "cap.xml", "alerts.geojson")


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the clock that the public pages read."""

    def set_to(hours: float) -> None:
        for edge in (pages, lists, feeds):
            monkeypatch.setattr(edge, "now", lambda: NOON + timedelta(hours=hours))

    set_to(0)
    return set_to


def get(name: str, **headers: str):
    return Client().get(
        f"/feeds/{name}", headers={key.replace("_", "-"): value for key, value in headers.items()}
    )


@pytest.mark.parametrize("name", ["atom.xml", "rss.xml", "cap.xml"])
def test_feed_readers_get_every_edition_newest_first(press: Press, name: str) -> None:
    first = press.publish(area=AREAS["circle"])
    press.news(15, hours=3)
    second = press.update(first.alert, hours=4)
    last = press.all_clear(first.alert, hours=30)
    response = get(name)
    found = feedparser.parse(response.content, response_headers={"content-type": response["Content-Type"]})
    assert not found.bozo, found.get("bozo_exception")
    assert found.feed.title == "Desk: alerts"
    assert [entry.id for entry in found.entries] == [
        f"urn:x-cap:{edition.sender}:{edition.identifier}" for edition in (last, second, first)
    ]
    entry = found.entries[-1]
    assert entry.title == f"{first.level}: {first.headline}"
    assert tuple(entry.published_parsed[:6]) == first.sent.timetuple()[:6]
    (enclosure,) = entry.enclosures
    assert enclosure.type == "application/cap+xml"
    document = first.documents.get(form="cap")
    assert int(enclosure.length) == len(document.body)
    assert Client().get(enclosure.href.partition("8000")[2]).content == bytes(document.body)
    assert {tag.term for tag in entry.tags} == {first.level, "earthquake", "KE", "Alert"}
    assert entry.where["type"] == "Point"
    longitude, latitude = entry.where["coordinates"]
    assert (longitude, latitude) == (KISUMU.center.longitude, KISUMU.center.latitude)
    assert found.entries[0].summary.startswith("No aftershock for a day.")


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_is_sent_again_only_when_it_changed(press: Press, name: str, at) -> None:
    first = press.publish()
    found = get(name)
    assert found["Last-Modified"] == http_date(first.sent.timestamp())
    assert found["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in found.get("Vary", "")
    same = ({"If_None_Match": found["ETag"]}, {"If_Modified_Since": found["Last-Modified"]})
    for header in same:
        assert (get(name, **header).status_code, get(name, **header).content) == (304, b"")
    head = Client().head(f"/feeds/{name}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", found["ETag"])
    press.news(15, hours=3)
    press.update(first.alert, hours=4)
    at(4)
    for header in same:
        assert get(name, **header).status_code == 200


def test_geojson_drops_an_alert_when_it_expires_whatever_the_reader_has(press: Press, at) -> None:
    press.publish()
    found = get("alerts.geojson")
    assert len(json.loads(found.content)["features"]) == 1
    at(24 * 60)
    for header in ({"If_None_Match": found["ETag"]}, {"If_Modified_Since": found["Last-Modified"]}):
        after = get("alerts.geojson", **header)
        assert after.status_code == 200
        assert json.loads(after.content)["features"] == []


def test_geojson_has_every_alert_in_force_however_many_there_are(press: Press, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST", 0)
    press.publish()
    assert len(json.loads(get("alerts.geojson").content)["features"]) == 1


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_of_nothing_is_still_a_feed(db: None, name: str) -> None:
    response = get(name)
    assert response.status_code == 200
    if name.endswith("json"):
        assert json.loads(response.content) == {"type": "FeatureCollection", "features": []}
    else:
        found = feedparser.parse(response.content)
        assert not found.bozo
        assert found.entries == []


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_a_feed_is_the_same_for_every_reader(press: Press, language: str) -> None:
    press.publish()
    assert get("rss.xml").content == get("rss.xml", Accept_Language=language).content


def test_no_character_of_a_text_or_a_name_breaks_a_feed(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    for looks in (reviewing, editions):
        monkeypatch.setattr(looks, "standing_in_the_way", lambda draft, findings=None: ())
    Organisation.objects.update(name="De\x01sk \u202eevil & <Sons>")
    press.desk.organisation.refresh_from_db()
    bad = "Quake\x01 \x0b\x1f\ud7ff\u202egnp.exe\u2066 \ufffe & <script>alert(1)</script> ]]>"
    with pytest.raises(Exception, match="text-markup"):
        press.publish(headline=bad)
    from tocsin.publishing.documents import cap_message

    monkeypatch.setattr(cap_message, "_REFUSED", frozenset())
    from tocsin.alerts.models import Draft
    from tocsin.publishing.publication import publish

    edition = publish(Draft.objects.get(), publisher=press.desk.eva, now=NOON)
    assert "\x01" in edition.headline
    for name in ("atom.xml", "rss.xml", "cap.xml"):
        body = get(name).content
        etree.fromstring(body)
        found = feedparser.parse(body, sanitize_html=False)
        assert not found.bozo
        title = found.entries[0].title
        assert "\u202e" not in body.decode()
        assert "\x01" not in body.decode()
        assert "gnp.exe" in title
        assert "<script" not in found.entries[0].summary
    assert (
        json.loads(get("alerts.geojson").content)["features"][0]["properties"]["title"].count("\u202e") == 0
    )
    assert "<script" not in Client().get("/").content.decode()


def test_markup_in_a_summary_stays_text_for_readers_that_take_it_for_html(press: Press) -> None:
    press.publish(
        summary=(
            Sentence(
                "Fewer than 5 < 10 shops of R&D Ltd are open in the town centre today.", assessment=True
            ),
        )
    )
    for name in ("atom.xml", "rss.xml"):
        summary = etree.fromstring(get(name).content).find(".//{*}summary")
        if summary is None:
            summary = etree.fromstring(get(name).content).find(".//item/description")
        assert "5 &lt; 10 shops of R&amp;D" in summary.text


@pytest.mark.parametrize("shape", AREAS)
def test_georss_says_the_same_place(shape: str) -> None:
    area = AREAS[shape]
    said = located(replace(SPEECH, area=area))
    assert said[0] == ("featurename", area.description)
    latitude, longitude = map(float, dict(said)["point"].split())
    near = area.distance_km(Point(longitude=longitude, latitude=latitude))
    assert near == 0 or area.countries, "the point is in the area"
    assert near < 200
    circles = [tuple(map(float, value.split())) for name, value in said if name == "circle"]
    assert circles == [
        (circle.center.latitude, circle.center.longitude, circle.radius_km * 1000) for circle in area.circles
    ]
    drawn = shapely.union_all([_ring(value) for name, value in said if name == "polygon"])
    for x, y in ((11, 51), (21, -4), (178, -17), (-179, -17), (0, 0), (170, -17)):
        inside = any(polygon.contains(Point(longitude=x, latitude=y)) for polygon in area.polygons)
        assert drawn.covers(shapely.Point(x, y)) == inside


def _ring(value: str) -> shapely.Polygon:
    numbers = [float(number) for number in value.split()]
    ring = shapely.Polygon(list(zip(numbers[1::2], numbers[::2], strict=True)))
    assert ring.is_valid
    west, _, east, _ = ring.bounds
    assert -180 <= west < east <= 180
    assert east - west < 180
    return ring


def test_an_outline_too_long_for_a_feed_is_drawn_with_fewer_positions() -> None:
    from math import cos, pi, sin

    turns = [(30 + 3 * cos(2 * pi * i / 3000), 5 + 3 * sin(2 * pi * i / 3000)) for i in range(3000)]
    area = Area("A lake", polygons=(Polygon.from_pairs([*turns, turns[0]]),))
    (drawn,) = [value for name, value in located(replace(SPEECH, area=area)) if name == "polygon"]
    assert len(drawn.split()) <= 400
    assert abs(_ring(drawn).area / area.polygons[0].shape.area - 1) < 0.05


def rings_of(geometry: dict) -> list[list[list[list[float]]]]:
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]


@pytest.mark.parametrize("shape", AREAS)
def test_geojson_keeps_to_its_standard(press: Press, shape: str) -> None:
    edition = press.publish(area=AREAS[shape])
    feature = json.loads(bytes(edition.documents.get(form="geojson").body))
    assert feature["type"] == "Feature"
    assert feature["id"] == edition.identifier
    assert "crs" not in feature
    if feature["geometry"]:
        for polygon in rings_of(feature["geometry"]):
            for number, ring in enumerate(polygon):
                assert len(ring) >= 4
                assert ring[0] == ring[-1]
                assert shapely.LinearRing(ring).is_ccw == (number == 0), "the right-hand rule (section 3.1.6)"
                longitudes = [position[0] for position in ring]
                assert min(longitudes) >= -180
                assert max(longitudes) <= 180
                assert max(longitudes) - min(longitudes) < 180, "cut at the antimeridian (section 3.1.9)"
    else:
        assert AREAS[shape].countries
    assert len(feature["bbox"]) == 4
    read = Area.from_geojson(feature)
    for x, y in ((34.76, -0.1), (11, 51), (21, -4), (178, -17), (-179, -17), (-6, 33), (0, 0)):
        point = Point(longitude=x, latitude=y)
        assert read.contains(point) == AREAS[shape].contains(point)
    assert feature["properties"]["level"] == edition.level
    assert feature["properties"]["advice"]
    collection = json.loads(get("alerts.geojson").content)
    assert collection == {"type": "FeatureCollection", "features": [feature]}


def test_the_index_of_cap_leads_to_every_message(press: Press) -> None:
    press.publish()
    press.morocco(TOLD)
    found = extract(get("cap.xml").content)
    assert found.errors == ()
    assert sorted(found.links) == sorted(
        f"http://127.0.0.1:8000/alerts/{edition.alert.slug}/editions/1/cap"
        for edition in Edition.objects.all()
    )


@pytest.mark.django_db(transaction=True)
def test_another_tocsin_that_polls_the_index_gets_the_same_alerts(
    live_server, settings, signing: bytes
) -> None:
    settings.TOCSIN_PUBLIC_ADDRESS = live_server.url
    press = Press()
    first = press.publish(area=AREAS["polygon"])
    press.news(15, hours=3)
    second = press.update(first.alert, hours=4)
    other = Organisation.objects.create(name="Partner", slug="partner", sender="p.example", created_at=NOON)
    source = Source.objects.create(
        organisation=other, name="Desk", kind="cap", address=f"{live_server.url}/feeds/cap.xml", grade="A",
        private_hosts=["localhost", "127.0.0.1"], created_at=NOON,
    )  # fmt: skip
    look = poll(source, now=NOON + timedelta(hours=5))
    assert (look.outcome, look.new_reports, look.broken_items) == ("new", 2, 0), look.error
    reports = {report.cap_identifier: report for report in Report.objects.filter(source=source)}
    assert set(reports) == {first.identifier, second.identifier}
    assert reports[first.identifier].standing != "current", "the update took its place"
    kept = reports[second.identifier]
    assert (kept.standing, kept.may_alert) == ("current", True)
    assert bytes(kept.raw) == bytes(second.documents.get(form="cap").body), "signature and all"
    assert second.headline in kept.title
    again = poll(source, now=NOON + timedelta(hours=6))
    assert again.new_reports == 0

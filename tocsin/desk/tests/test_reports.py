"""Reports: as received, with marks, and filed by hand."""

from __future__ import annotations

from tocsin.desk.report_page import pieces
from tocsin.sources.models import Report, Source

WORDS = {
    "title": "Marrakesh: road to the airport closed",
    "text": "About 300 people block the road between Marrakesh and its airport since 14:00.",
    "place": "Marrakesh, Morocco",
    "observed_at": "2017-07-15 10:30 +01:00",
}


def test_a_field_office_files_a_report_and_sees_what_was_read(scene, as_user):
    client = as_user(scene.desk.rob)
    answer = client.post("/desk/reports/new", WORDS, follow=True)
    page = answer.content.decode()
    report = Report.objects.get(source__kind="form")
    assert report.filed_by == "Rob"
    assert report.onset.isoformat() == "2017-07-15T09:30:00+00:00"
    assert report.memberships.exists()
    assert '<mark class="place"' in page
    assert "Marrakesh" in page


def test_the_same_report_twice_is_one_and_one_source_is_made(scene, as_user):
    client = as_user(scene.desk.rob)
    client.post("/desk/reports/new", WORDS)
    client.post("/desk/reports/new", WORDS)
    assert Report.objects.filter(source__kind="form").count() == 1
    assert Source.objects.filter(kind="form").count() == 1


def test_a_time_without_a_zone_is_refused_and_nothing_typed_is_lost(scene, as_user):
    answer = as_user(scene.desk.rob).post("/desk/reports/new", WORDS | {"observed_at": "2017-07-15 10:30"})
    page = answer.content.decode()
    assert "has no time zone" in page
    assert "About 300 people block" in page
    assert not Report.objects.filter(source__kind="form").exists()


def test_a_time_in_the_future_is_refused_with_the_rooms_own_words(scene, as_user):
    answer = as_user(scene.desk.rob).post(
        "/desk/reports/new", WORDS | {"observed_at": "2018-01-01 10:30 UTC"}
    )
    assert "lies in the future" in answer.content.decode()


def test_a_broken_item_shows_its_error_whole_and_its_bytes(scene, as_user):
    source = Source.objects.get()
    broken = Report.objects.create(
        organisation=scene.desk.organisation, source=source, external_id="x", content_hash="y", state="broken",
        received_at=scene.edition.sent, raw=b"<alert><script>alert(1)</script>",
        error="not-xml: Line 1 is not XML. Ask its publisher.\nbad-encoding: Byte 7.",
    )  # fmt: skip
    client = as_user(scene.desk.ana)
    page = client.get(f"/desk/reports/{broken.pk}/").content.decode()
    assert "Line 1 is not XML. Ask its publisher." in page
    assert "Byte 7." in page
    assert "<script>alert" not in page
    assert f"/desk/reports/{broken.pk}/" in client.get("/desk/reports/?state=broken").content.decode()
    raw = client.get(f"/desk/reports/{broken.pk}/raw")
    assert raw.content == b"<alert><script>alert(1)</script>"
    assert raw["Content-Disposition"].startswith("attachment")
    assert raw["Content-Type"] == "application/octet-stream"


def test_a_report_in_no_incident_is_found(scene, as_user):
    Report.objects.get().memberships.update(left_at=scene.edition.sent)
    page = as_user(scene.desk.ana).get("/desk/reports/?state=loose").content.decode()
    assert "Earthquake shakes Kisumu" in page


def test_marks_give_the_whole_text_back_and_the_narrower_wins():
    place = {
        "text": "Rabat", "span": [13, 18], "name": "Rabat", "country": "MA", "precision": "city", "role": "focus",
        "confidence": 0.9,
    }  # fmt: skip
    figure = {
        "text": "17 killed in Rabat", "span": [0, 18], "value": 17, "upper": None, "qualifier": "exactly",
        "unit": "killed", "place": "Rabat", "scope": "past",
    }  # fmt: skip
    text = "17 killed in Rabat."
    found = list(pieces({"text": text, "places": [place], "figures": [figure], "times": []}))
    assert "".join(piece.text for piece in found) == text
    assert [piece.kind for piece in found] == ["figure", "place", ""]
    assert "figure: exactly 17 killed" in found[1].title

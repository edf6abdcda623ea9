"""The area of a draft: its shapes as a list, drawn, named or pasted, saved as a revision and never changed unasked."""

from __future__ import annotations

import html
import json
import math
import re

import pytest

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.editing import submit
from tocsin.alerts.models import Draft
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import NOON
from tocsin.desk.draft_form import fields_of
from tocsin.geo import Area, Point, admin1_polygons
from tocsin.publishing.publication import publish

DELTA = "-0.5, 34.0\n-0.5, 35.0\n0.3, 35.0\n0.3, 34.0"


@pytest.fixture
def draft(scene) -> Draft:
    return draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)


@pytest.fixture
def ana(scene, as_user):
    return as_user(scene.desk.ana)


def address(draft: Draft) -> str:
    return f"/desk/drafts/{draft.pk}/area"


def area_of_draft(draft: Draft) -> Area:
    draft.refresh_from_db()
    return text_of(draft.content).area or Area()


def form_on(page: str) -> dict[str, str]:
    """The fields as a browser would post them."""
    fields = re.findall(r'<input(?: type="hidden")?[^>]* name="(\w+)"[^>]* value="([^"]*)"', page)
    fields += re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    fields += re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</textarea>', page)
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def opened(client, draft: Draft) -> dict[str, str]:
    return form_on(client.get(address(draft)).content.decode())


def posted(client, draft: Draft, fields: dict[str, str], verb: str, **typed: str):
    return client.post(address(draft), fields | typed | {"verb": verb})


def circle_of_corners(count: int) -> str:
    turns = [2 * math.pi * step / count for step in range(count)]
    return "\n".join(f"{0.2 * math.sin(turn):.7f}, {34.7 + 0.2 * math.cos(turn):.7f}" for turn in turns)


def test_shapes_of_every_kind_are_added_and_saved_as_one_revision_by_form_alone(draft, ana):
    before = area_of_draft(draft)
    fields = opened(ana, draft)
    page = posted(ana, draft, fields, "add-circle", circle_at="0.5, 35.3", circle_km="12.5").content.decode()
    assert "12.5 km around 0.50, 35.30" in page
    page = posted(ana, draft, form_on(page), "add-polygon", polygon=DELTA).content.decode()
    assert "4 corners" in page
    page = posted(ana, draft, form_on(page), "add-area", area_name="Morocco").content.decode()
    assert "not saved yet" in page
    assert area_of_draft(draft) == before
    answer = posted(ana, draft, form_on(page), "save", reason="The lake shore too.")
    assert answer["Location"] == f"/desk/drafts/{draft.pk}/"
    after = area_of_draft(draft)
    assert after.circles == (*before.circles, after.circles[-1])
    assert after.circles[-1].radius_km == 12.5
    assert after.countries == (*before.countries, "MA")
    assert after.polygons[-1].contains(Point(longitude=34.5, latitude=0.0))
    assert draft.revision == 2
    assert draft.revisions.get(number=2).reason == "The lake shore too."


def test_what_stands_in_a_field_is_taken_in_by_save_as_well(draft, ana):
    posted(ana, draft, opened(ana, draft), "save", circle_at="Eldoret", circle_km="5")
    added = area_of_draft(draft).circles[-1]
    assert added.radius_km == 5
    assert added.center.latitude == pytest.approx(0.52, abs=0.1)


def test_a_name_of_several_areas_is_asked_about_and_nothing_is_saved_meanwhile(draft, ana):
    page = posted(ana, draft, opened(ana, draft), "save", area_name="Georgia").content.decode()
    choices = re.findall(r'value="(pick:[\w.]+)"', page)
    assert {"pick:GE", "pick:US.GA"} <= set(choices)
    assert draft.revisions.count() == 1
    page = posted(ana, draft, form_on(page), "pick:US.GA").content.decode()
    assert "Which?" not in page
    posted(ana, draft, form_on(page), "save")
    assert area_of_draft(draft).polygons


def test_a_picked_region_is_its_outline_and_picking_it_again_takes_it_away(draft, ana):
    before = opened(ana, draft)
    page = posted(ana, draft, before, "pick:MA.04").content.decode()
    assert form_on(posted(ana, draft, form_on(page), "pick:MA.04").content.decode()) == before
    posted(ana, draft, form_on(page), "save")
    assert area_of_draft(draft).polygons == admin1_polygons("MA.04")
    # Once saved it is outlines; the list still knows which region they are.
    saved = ana.get(address(draft)).content.decode()
    assert ", Morocco" in saved
    removed = re.findall(r'value="(remove:\d+)"', saved)[-1]
    posted(ana, draft, form_on(posted(ana, draft, form_on(saved), removed).content.decode()), "save")
    assert area_of_draft(draft).polygons == ()


def test_what_the_map_sends_becomes_a_shape_and_leaves_what_is_being_typed_alone(draft, ana):
    fields = opened(ana, draft)
    across = "polygon -18 179 -18 -179 -17 -179 -17 179 -18 179"
    page = posted(ana, draft, fields, "draw", drawn=across, circle_at="0.5, 3").content.decode()
    assert form_on(page)["circle_at"] == "0.5, 3"
    posted(ana, draft, form_on(page), "draw", drawn="circle 1 2 3")
    posted(ana, draft, form_on(page) | {"circle_at": ""}, "save")
    assert area_of_draft(draft).contains(Point(longitude=180.0, latitude=-17.5))
    assert not area_of_draft(draft).contains(Point(longitude=0.0, latitude=-17.5))
    crossed = "polygon 0 34 1 35 0 35 1 34 0 34"
    page = posted(ana, draft, opened(ana, draft), "draw", drawn=crossed).content.decode()
    assert "draw the area again" in page
    assert "not saved yet" not in page


def test_saving_the_area_voids_an_approval_and_keeps_the_rest_of_the_text(scene, draft, ana):
    said = fields_of(text_of(draft.content)) | {"what_changed": "The market is closed.", "revision": "1"}
    ana.post(f"/desk/drafts/{draft.pk}/", said)
    submit(draft, author=scene.desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=scene.desk.eva, content_hash=draft.content_hash, now=NOON)
    fields = opened(ana, draft)
    draft.refresh_from_db()
    text = text_of(draft.content)
    assert "voids an approval" in ana.get(address(draft)).content.decode()
    posted(ana, draft, fields, "save", circle_at="0.5, 35.3", circle_km="5")
    draft.refresh_from_db()
    assert draft.state == "editing"
    assert draft.reviews.get().voided_at is not None
    after = text_of(draft.content)
    assert (after.headline, after.event, after.sources) == (text.headline, text.event, text.sources)


def test_an_area_drawn_over_somebody_elses_save_is_kept_in_the_form_and_saved_on_the_second_try(
    scene, as_user, draft, ana
):
    posted(ana, draft, opened(ana, draft), "pick:MA.04")
    mine = form_on(posted(ana, draft, opened(ana, draft), "add-polygon", polygon=DELTA).content.decode())
    ben = as_user(scene.desk.ben)
    posted(ben, draft, opened(ben, draft), "save", circle_at="1, 35", circle_km="3")
    answer = posted(ana, draft, mine, "save")
    page = answer.content.decode()
    assert "Ben saved revision 2" in page
    assert area_of_draft(draft).polygons == ()
    assert posted(ana, draft, form_on(page), "save").status_code == 302
    assert len(area_of_draft(draft).polygons) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"circle_at": "0.5, 35.3", "circle_km": "far"}, "how many kilometres"),
        ({"circle_at": "0.5, 35.3", "circle_km": "-4"}, "outside 0 to"),
        ({"circle_at": "95, 35.3", "circle_km": "4"}, "95"),
        ({"circle_at": "Nowhereville-on-Sea", "circle_km": "4"}, "is no place that the gazetteer knows"),
        ({"area_name": "Nowhereshire"}, "No country, region or district is called Nowhereshire"),
        ({"polygon": "0, 34\n0, x35\n1, 35"}, "x35, at corner 2, is no number"),
        ({"polygon": "0, 34\n0, 35\n1"}, "last corner has no longitude"),
        ({"polygon": "0, 34\n0, 35"}, "needs at least 4"),
        ({"polygon": "0, 34\n1, 35\n0, 35\n1, 34"}, "draw the area again"),
        ({"polygon": '{"type": "Polygon"'}, "begins like GeoJSON"),
        ({"polygon": '{"type": "LineString", "coordinates": []}'}, "is no area"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place_and_stays_in_its_field(draft, ana, typed, said):
    answer = posted(ana, draft, opened(ana, draft), "save", **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in html.unescape(page)
    back = form_on(page)
    for name, value in typed.items():
        assert back[name].strip() == value
    assert draft.revisions.count() == 1


def test_a_form_with_a_shape_that_nobody_can_have_drawn_is_refused_and_changes_nothing(draft, ana):
    for line in ("outline 7", "circle 1 2", "square 1 2 3", "area XX.99"):
        answer = posted(ana, draft, opened(ana, draft) | {"shapes": line}, "save")
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode()
    assert draft.revisions.count() == 1


def test_a_cap_polygon_and_geojson_can_be_pasted_as_they_are(draft, ana):
    fields = form_on(
        posted(ana, draft, opened(ana, draft), "add", polygon="0,34 0,35 1,35 1,34 0,34").content.decode()
    )
    ring = [[34.0, -1.0], [35.0, -1.0], [35.0, -0.5], [34.0, -1.0]]
    pasted = json.dumps({"type": "Polygon", "coordinates": [ring]})
    posted(ana, draft, fields, "save", polygon=pasted)
    one, other = area_of_draft(draft).polygons
    assert one.contains(Point(longitude=34.5, latitude=0.5))
    assert other.contains(Point(longitude=34.9, latitude=-0.9))


def test_an_area_of_60_000_points_is_kept_to_the_last_point_and_thinned_only_for_drawing(draft, ana):
    answer = posted(ana, draft, opened(ana, draft), "add-polygon", polygon=circle_of_corners(60_000))
    page = answer.content.decode()
    assert "60000 corners" in page
    drawn = json.loads(re.search(r'id="area-data">(.*?)</script>', page, re.DOTALL)[1])
    corners = sum(len(ring) for polygon in drawn["shapes"][-1]["geometry"]["coordinates"] for ring in polygon)
    assert corners <= 2000
    assert posted(ana, draft, form_on(page), "save").status_code == 302
    kept = area_of_draft(draft).polygons[-1]
    assert kept.positions == 60_001
    assert kept.outer[15_000] == Point(longitude=34.7, latitude=0.2)
    assert ana.get(address(draft)).status_code == 200
    assert ana.get(f"/desk/drafts/{draft.pk}/").status_code == 200


def test_an_area_of_60_000_points_goes_out_whole_and_its_page_stays_small(scene, draft, ana):
    said = fields_of(text_of(draft.content)) | {"what_changed": "The market is closed.", "revision": "1"}
    ana.post(f"/desk/drafts/{draft.pk}/", said)
    posted(ana, draft, opened(ana, draft), "save", polygon=circle_of_corners(60_000))
    submit(draft, author=scene.desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=scene.desk.eva, content_hash=draft.content_hash, now=NOON)
    edition = publish(draft, publisher=scene.desk.eva, now=NOON)
    bodies = {one.form: bytes(one.body) for one in edition.documents.all()}
    assert Area.from_geojson(json.loads(bodies["geojson"])).polygons[-1].positions == 60_001
    assert bodies["cap"].count(b",") > 60_000
    assert len(bodies["html"]) < 14_000


def test_an_area_of_more_points_than_are_read_is_refused_with_the_remedy_and_not_lost(draft, ana):
    answer = posted(ana, draft, opened(ana, draft), "save", polygon=circle_of_corners(100_001))
    page = answer.content.decode()
    assert "at most 100,000 are read" in page
    assert form_on(page)["polygon"].count("\n") >= 100_000
    assert draft.revisions.count() == 1


def test_only_who_may_write_saves_and_everybody_of_the_desk_looks(scene, as_user, draft):
    reader = as_user(scene.manager)
    assert "Save the area" not in reader.get(address(draft)).content.decode()
    answer = posted(reader, draft, opened(reader, draft), "save", circle_at="1, 35", circle_km="3")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert draft.revisions.count() == 1
    assert as_user(None).get("/desk/map/countries.json").status_code == 302


def test_what_was_drawn_when_the_session_ended_is_in_the_form_after_the_sign_in(
    scene, signed_out, draft, ana
):
    fields = form_on(posted(ana, draft, opened(ana, draft), "add-polygon", polygon=DELTA).content.decode())
    client = signed_out(scene.desk.ana, address(draft))
    assert posted(client, draft, fields, "save").status_code == 302
    client.force_login(scene.desk.ana, backend="django.contrib.auth.backends.ModelBackend")
    assert "4 corners" in client.get(address(draft)).content.decode()


def test_the_map_gets_outlines_of_the_world_and_of_one_country_with_its_towns(ana):
    world = ana.get("/desk/map/countries.json").json()["features"]
    assert {"MA", "KE", "VA"} <= {one["properties"].get("code") for one in world}
    answer = ana.get("/desk/map/regions/MA.json")
    assert "private" in answer["Cache-Control"]
    properties = [one["properties"] for one in answer.json()["features"]]
    assert properties[0]["code"] == "MA"
    assert {"code": "MA.04", "name": "Rabat-Salé-Kénitra"} in properties
    assert "Casablanca" in [one["name"] for one in properties if one.get("kind") == "town"]
    assert ana.get("/desk/map/regions/XX.json").json()["features"] == []


def test_the_next_save_of_the_text_leaves_a_drawn_circle_where_it_was(draft, ana):
    posted(
        ana, draft, opened(ana, draft), "save", circle_at="-0.123456789, 134.87654321", circle_km="12.3456789"
    )
    area = area_of_draft(draft)
    form = fields_of(text_of(draft.content)) | {"revision": str(draft.revision)}
    assert ana.post(f"/desk/drafts/{draft.pk}/", form).status_code == 302
    assert area_of_draft(draft) == area
    assert draft.revision == 2


def test_what_was_typed_into_the_draft_is_saved_on_the_way_to_the_map(draft, ana):
    form = fields_of(text_of(draft.content)) | {
        "revision": "1",
        "headline": "Market falls in",
        "then": "area",
    }
    assert ana.post(f"/desk/drafts/{draft.pk}/", form)["Location"] == address(draft)
    draft.refresh_from_db()
    assert text_of(draft.content).headline == "Market falls in"

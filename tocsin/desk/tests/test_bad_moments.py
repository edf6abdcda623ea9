"""What goes wrong at a desk in a hurry: two who edit, an approval too late, two clicks, an ended session, pasted dirt."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.editing import submit
from tocsin.alerts.models import Draft, Edition
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import NOON
from tocsin.desk.draft_form import fields_of

PASSWORD = "ring-the-bell-2017"


@pytest.fixture
def draft(scene) -> Draft:
    return draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)


def form_of(draft: Draft, **changes: str) -> dict[str, str]:
    return fields_of(text_of(draft.content)) | {"revision": str(draft.revision)} | changes


def address(draft: Draft) -> str:
    return f"/desk/drafts/{draft.pk}/"


def sign_in(client: Client, user, where: str):
    user.set_password(PASSWORD)
    user.save()
    return client.post(where, {"login": user.email, "password": PASSWORD})


def test_of_two_analysts_on_one_draft_the_second_is_told_and_keeps_the_text(scene, as_user, draft):
    ana, ben = as_user(scene.desk.ana), as_user(scene.desk.ben)
    assert (
        ana.post(address(draft), form_of(draft, headline="Market hall in Kisumu falls in")).status_code == 302
    )
    answer = ben.post(address(draft), form_of(draft, headline="Hundreds sleep outside in Kisumu"))
    page = answer.content.decode()
    assert "Ana saved revision 2" in page
    assert "Market hall in Kisumu falls in" in page
    assert 'value="Hundreds sleep outside in Kisumu"' in page
    draft.refresh_from_db()
    assert text_of(draft.content).headline == "Market hall in Kisumu falls in"


def test_an_approval_that_arrives_after_an_edit_approves_nothing(scene, as_user, draft):
    submit(draft, author=scene.desk.ana, now=NOON)
    draft.refresh_from_db()
    seen = draft.content_hash
    as_user(scene.desk.ben).post(address(draft), form_of(draft, headline="Market hall in Kisumu falls in"))
    answer = as_user(scene.desk.eva).post(
        f"/desk/review/{draft.pk}/approve", {"content_hash": seen}, follow=True
    )
    assert "edited after you read it" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.state == "editing"
    assert not draft.reviews.exists()


def test_handing_in_hands_in_what_stands_in_the_form(scene, as_user, draft):
    fields = form_of(draft, headline="Market hall in Kisumu falls in", then="submit")
    page = as_user(scene.desk.ana).post(address(draft), fields, follow=True).content.decode()
    assert "Handed in for review." in page
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert text_of(draft.content).headline == "Market hall in Kisumu falls in"


def test_what_cannot_be_read_is_not_handed_in(scene, as_user, draft):
    fields = form_of(draft, headline="Market hall in Kisumu falls in", onset="tomorrow", then="submit")
    page = as_user(scene.desk.ana).post(address(draft), fields).content.decode()
    assert 'value="Market hall in Kisumu falls in"' in page
    draft.refresh_from_db()
    assert (draft.state, draft.revision) == ("editing", 1)


def test_a_reason_is_kept_together_with_the_text_that_it_is_for(scene, as_user, draft):
    fields = form_of(
        draft,
        level="Notice",
        headline="Market hall in Kisumu falls in",
        **{"because:level": "Nobody is near."},
    )
    page = as_user(scene.desk.ana).post(address(draft), fields, follow=True).content.decode()
    assert "Kept, under your name." in page
    draft.refresh_from_db()
    assert text_of(draft.content).headline == "Market hall in Kisumu falls in"
    assert [(one["rule"], one["of"]) for one in draft.overrides] == [("level", ["Notice"])]


def test_a_second_click_on_publish_sends_nothing_and_says_so(scene, as_user, draft):
    as_user(scene.desk.ana).post(
        address(draft), form_of(draft, what_changed="The market hall is closed until Monday.")
    )
    submit(draft, author=scene.desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=scene.desk.eva, content_hash=draft.content_hash, now=NOON)
    client = as_user(scene.desk.eva)
    first = client.post(f"/desk/review/{draft.pk}/publish", follow=True)
    assert "Published." in first.content.decode()
    second = client.post(f"/desk/review/{draft.pk}/publish", follow=True)
    assert "published already; nothing was sent a second time" in second.content.decode()
    assert Edition.objects.filter(draft=draft).count() == 1


def test_what_was_typed_when_the_session_ended_is_in_the_form_after_the_sign_in(scene, signed_out, draft):
    client = signed_out(scene.desk.ana, address(draft))
    answer = client.post(address(draft), form_of(draft, headline="Market hall in Kisumu <falls in>"))
    assert answer.status_code == 302
    assert "/account/login/" in answer["Location"]
    signed_in = sign_in(client, scene.desk.ana, answer["Location"])
    assert signed_in["Location"] == address(draft)
    page = client.get(address(draft)).content.decode()
    assert "You had been signed out" in page
    assert 'value="Market hall in Kisumu &lt;falls in&gt;"' in page
    draft.refresh_from_db()
    assert draft.revision == 1
    client.post(address(draft), form_of(draft, headline="Market hall in Kisumu falls in"))
    draft.refresh_from_db()
    assert text_of(draft.content).headline == "Market hall in Kisumu falls in"
    assert "You had been signed out" not in client.get(address(draft)).content.decode()


def test_who_was_signed_out_while_a_colleague_saved_is_told_of_both(scene, as_user, signed_out, draft):
    client = signed_out(scene.desk.ana, address(draft))
    answer = client.post(address(draft), form_of(draft, headline="Hundreds sleep outside in Kisumu"))
    as_user(scene.desk.ben).post(address(draft), form_of(draft, headline="Market hall in Kisumu falls in"))
    sign_in(client, scene.desk.ana, answer["Location"])
    page = client.get(address(draft)).content.decode()
    assert "Somebody saved revision 2 while you typed" in page
    assert "Market hall in Kisumu falls in" in page
    assert 'value="Hundreds sleep outside in Kisumu"' in page


def test_who_signed_in_anew_in_another_window_finds_what_was_typed_in_the_form(scene, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.desk.ana)
    old = re.search(
        r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get(address(draft)).content.decode()
    )
    del client.cookies["csrftoken"]
    client.get(address(draft))
    form = form_of(draft, headline="Market hall in Kisumu falls in", csrfmiddlewaretoken=old[1])
    assert client.post(address(draft), form)["Location"] == address(draft)
    draft.refresh_from_db()
    assert draft.revision == 1
    assert 'value="Market hall in Kisumu falls in"' in client.get(address(draft)).content.decode()


def test_a_form_from_elsewhere_is_refused_and_leaves_nothing(scene, draft):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.desk.ana)
    refused = client.post(address(draft), form_of(draft, headline="From elsewhere"))
    assert refused.status_code == 403
    assert "Nothing was changed" in refused.content.decode()
    assert "From elsewhere" not in client.get(address(draft)).content.decode()


def test_a_draft_that_is_closed_says_so_and_leads_on(scene, as_user):
    page = as_user(scene.desk.ana).get(address(scene.edition.draft)).content.decode()
    assert "This draft is closed: its text stays as it is." in page
    assert "Published: see the alert" in page


def test_a_form_that_cannot_be_read_is_not_called_ready(scene, as_user, draft):
    client = as_user(scene.desk.ana)
    for page in (
        client.post(address(draft), form_of(draft, expires="tomorrow")).content.decode(),
        client.post(f"{address(draft)}checks", form_of(draft, expires="tomorrow")).content.decode(),
    ):
        assert "tomorrow is no time" in page
        assert "Nothing stands in the way of an approval" not in page
        assert "Nothing in the way of an approval" not in page


def test_nobody_leaves_more_than_somebody_types(scene, signed_out, draft):
    client = signed_out(scene.desk.ana, address(draft))
    client.post(address(draft), form_of(draft, event="x" * 300_000))
    assert "typed" not in client.session


def test_a_time_that_no_calendar_has_is_named_and_nothing_is_lost(scene, as_user, draft):
    page = as_user(scene.desk.ana).post(
        address(draft), form_of(draft, onset="0001-01-01T00:00+14:00", headline="Kept all the same")
    )
    assert "0001-01-01T00:00+14:00 is no time" in page.content.decode()
    assert 'value="Kept all the same"' in page.content.decode()


def test_a_visitor_who_was_never_signed_in_leaves_nothing(draft):
    client = Client()
    assert client.post(address(draft), form_of(draft, event="x" * 1000)).status_code == 302
    client.cookies["had-a-form"] = "had-a-form:1uB:forged"
    assert client.post(address(draft), form_of(draft, event="x" * 1000)).status_code == 302
    assert not Session.objects.exists()


def test_pasted_html_is_shown_as_text_and_never_as_a_page(scene, as_user, draft):
    client = as_user(scene.desk.ana)
    client.post(address(draft), form_of(draft, headline='<script>alert(1)</script> in Kisumu "today"'))
    page = client.get(address(draft)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("dirt", ["\x00", "\x07", "\x1b[2J", "\u202e", "\u2067", "\ud7ff\x9f"])
def test_control_characters_and_direction_overrides_do_not_reach_the_text(scene, as_user, draft, dirt):
    client = as_user(scene.desk.ana)
    answer = client.post(address(draft), form_of(draft, headline=f"Market hall in Ki{dirt}sumu falls in"))
    assert answer.status_code == 302
    draft.refresh_from_db()
    headline = text_of(draft.content).headline
    assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", headline)
    assert headline.startswith("Market hall in Ki")

"""The rules look at what stands in the form while somebody types."""

from __future__ import annotations

import pytest

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.models import Draft
from tocsin.alerts.tests.desk import NOON
from tocsin.desk.draft_form import fields_of
from tocsin.sources.models import Report


@pytest.fixture
def draft(scene) -> Draft:
    return draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)


def checked(client, draft: Draft, **changes: str) -> str:
    fields = fields_of(text_of(draft.content)) | {"revision": str(draft.revision)} | changes
    answer = client.post(f"/desk/drafts/{draft.pk}/checks", fields, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_slip_is_found_before_it_is_saved_and_nothing_is_saved_by_looking(scene, as_user, draft):
    client = as_user(scene.desk.ana)
    panel = checked(client, draft, headline="Flood reaches Nairobbi on Monday, 18 July 2017")
    assert "<html" not in panel
    for rule in ("weekday-against-date", "misspelt-place"):
        assert rule in panel
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_number_that_no_source_states_is_found_while_typing(scene, as_user, draft):
    line = fields_of(text_of(draft.content))["event"].splitlines()[0]
    mark = line[line.rindex("[") :]
    panel = checked(as_user(scene.desk.ana), draft, event=f"The river cut off 983 villages. {mark}")
    assert "The number 983" in panel


def test_a_source_s_own_words_are_found_while_typing(scene, as_user, draft):
    report = Report.objects.order_by("pk").first()
    words = "Boats took the last families off the roofs of the lower market before the night came down on the town"
    Report.objects.filter(pk=report.pk).update(reading=report.reading | {"text": words})
    assert "copied-text" in checked(as_user(scene.desk.ana), draft, context=f"{words}. [ours]")


def test_a_field_that_cannot_be_read_is_named_and_the_short_forms_follow_the_form(scene, as_user, draft):
    client = as_user(scene.desk.ana)
    assert "the checks are of the text last saved" in checked(client, draft, area_circles="here")
    assert "Climb to the first floor." in checked(client, draft, advice="Climb to the first floor. [12 h]")


def test_without_a_script_the_checks_are_a_page(scene, as_user, draft):
    fields = fields_of(text_of(draft.content)) | {"revision": str(draft.revision)}
    page = as_user(scene.desk.ana).post(f"/desk/drafts/{draft.pk}/checks", fields).content.decode()
    assert "<html" in page
    assert "Live checks" in page


def test_a_reader_of_the_desk_sees_the_checks_and_no_form_for_reasons(scene, as_user, draft):
    panel = checked(as_user(scene.desk.rob), draft, headline="Short")
    assert "headline-length" in panel
    assert "Keep this reason" not in panel

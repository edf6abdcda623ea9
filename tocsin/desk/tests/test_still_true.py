"""An alert asks before it runs out, and is held on in one act."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.alerts.expiry import SHOWN_AFTER, Standing, asked
from tocsin.alerts.models import Draft
from tocsin.alerts.tests.desk import NOON
from tocsin.delivery.expiry_warning import warn_owners
from tocsin.delivery.models import OwnerNotice
from tocsin.delivery.owner_post import PAGE


def at(settings, moment: datetime) -> None:
    settings.TOCSIN_CLOCK_SHIFT_SECONDS = (moment - datetime.now(UTC)).total_seconds()


def page_of(client, address: str) -> str:
    return client.get(address).content.decode()


def rule(hours: float, *, valid: float = 24, developing: bool = False, clear: bool = False) -> str:
    standing = Standing(NOON, NOON + timedelta(hours=valid), developing, clear)
    found = asked(standing, now=NOON + timedelta(hours=hours))
    return found.rule if found else ""


@pytest.mark.parametrize(
    ("hours", "options", "wanted"),
    [
        (21.9, {}, ""), (22, {}, "X-01"), (24, {}, "X-03"), (47.9, {}, "X-03"), (48, {}, ""),
        (2.9, {"valid": 4}, ""), (3, {"valid": 4}, "X-01"), (5.9, {"developing": True}, ""), (6, {"developing": True}, "X-02"),
        (23, {"developing": True}, "X-01"), (23, {"clear": True}, ""), (30, {"clear": True}, ""),
    ],
)  # fmt: skip
def test_each_rule_asks_at_its_time(hours, options, wanted):
    assert rule(hours, **options) == wanted


@settings(deadline=None)
@given(
    valid=st.timedeltas(timedelta(minutes=1), timedelta(days=30)),
    later=st.timedeltas(timedelta(0), timedelta(days=40)),
    developing=st.booleans(),
)
def test_whoever_is_asked_once_is_asked_until_a_day_after_the_end(valid, later, developing):
    standing = Standing(NOON, NOON + valid, developing, is_all_clear=False)
    found = asked(standing, now=NOON + later)
    assert found is None or found.since <= NOON + later
    if NOON + later >= standing.expires + SHOWN_AFTER:
        assert found is None
    elif NOON + later >= standing.expires:
        assert found is not None


def test_the_desk_is_asked_holds_it_on_and_is_asked_no_more_while_the_update_waits(scene, as_user, settings):
    address = f"/desk/alerts/{scene.reference}/"
    client = as_user(scene.desk.ana)
    at(settings, scene.edition.expires - timedelta(hours=1))
    assert "Still true?" in page_of(client, address)
    assert "still true?" in page_of(client, "/desk/alerts/")
    answer = client.post(f"{address}still-true", {"hours": "24"}, follow=True)
    assert "Handed in for review" in answer.content.decode()
    draft = Draft.objects.get(state="submitted")
    assert draft.message_type == "Update"
    assert draft.content["expires"].startswith(
        f"{scene.edition.expires + timedelta(hours=24):%Y-%m-%dT%H:%M}"
    )
    assert draft.content["what_changed"].startswith("Still in force, now until")
    assert "Still true?" not in page_of(client, address)


def test_what_ran_out_unanswered_is_told_for_a_day(scene, as_user, settings):
    client = as_user(scene.desk.ana)
    at(settings, scene.edition.expires + timedelta(hours=1))
    assert "with neither an update nor an all-clear" in page_of(client, "/desk/alerts/")
    at(settings, scene.edition.expires + timedelta(hours=25))
    assert "with neither an update nor an all-clear" not in page_of(client, "/desk/alerts/")


@pytest.mark.parametrize("hours", ["", "0", "-1", "7", "999999999", "x", "²"])
def test_an_answer_without_a_time_is_refused_and_begins_nothing(scene, as_user, hours):
    client = as_user(scene.desk.ana)
    answer = client.post(f"/desk/alerts/{scene.reference}/still-true", {"hours": hours}, follow=True)
    assert "Say until when it holds" in answer.content.decode()
    assert not Draft.objects.filter(state__in=["editing", "submitted"]).exists()


def test_a_reader_is_shown_the_question_and_may_not_answer_it(scene, as_user, settings):
    client = as_user(scene.desk.rob)
    at(settings, scene.edition.expires - timedelta(hours=1))
    page = page_of(client, f"/desk/alerts/{scene.reference}/")
    assert "Still true?" in page
    assert "hand in the update" not in page
    assert client.post(f"/desk/alerts/{scene.reference}/still-true", {"hours": "24"}).status_code == 403


def test_the_link_of_the_message_leads_to_the_question_and_all_its_answers(scene, as_user, settings):
    moment = scene.edition.expires - timedelta(hours=1)
    at(settings, moment)
    page = page_of(as_user(scene.desk.eva), "/" + PAGE.format(reference=scene.reference))
    assert "Still true: hand in the update" in page
    for act in ("update", "all-clear"):
        assert reverse("desk:follow", args=[scene.reference, act]) in page


def test_the_alert_shows_who_was_asked_and_why_somebody_was_not(scene, as_user, settings):
    moment = scene.edition.expires - timedelta(hours=1)
    at(settings, moment)
    client = as_user(scene.desk.rob)
    assert "Who was asked by message" not in page_of(client, f"/desk/alerts/{scene.reference}/")
    assert warn_owners(now=moment) == 2
    page = page_of(client, f"/desk/alerts/{scene.reference}/")
    assert "Who was asked by message" in page
    assert "approved it" in page
    assert "wrote it" in page
    assert "no owner was reached" not in page_of(client, "/desk/alerts/")
    OwnerNotice.objects.update(
        state="failed",
        said="550 5.1.1 no such user",
        finished_at=moment,
        rule="refused",
        reason="Refused for good.",
    )
    page = page_of(client, f"/desk/alerts/{scene.reference}/")
    assert "550 5.1.1 no such user" in page
    assert "refused" in page
    assert "no owner was reached" in page_of(client, "/desk/alerts/")


def test_a_desk_without_anybody_to_ask_is_shown_that(scene, as_user, settings):
    moment = scene.edition.expires - timedelta(hours=1)
    at(settings, moment)
    client = as_user(scene.manager)
    scene.desk.organisation.memberships.exclude(user=scene.manager).delete()
    assert warn_owners(now=moment) == 0
    assert "There is no way to tell an owner" in page_of(client, f"/desk/alerts/{scene.reference}/")
    assert "no owner was reached" in page_of(client, "/desk/alerts/")

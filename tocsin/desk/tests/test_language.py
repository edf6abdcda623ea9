"""The desk in the reader's language: chosen once, kept with the account, without a word of it in the records."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import translation

from tocsin.accounts.middleware import PAGES_OF_USERS
from tocsin.accounts.models import User
from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_cancel, draft_update
from tocsin.alerts.editing import submit
from tocsin.alerts.linting import finding_words
from tocsin.alerts.models import Draft
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import NOON
from tocsin.grading import Finding, FindingSeverity
from tocsin.incidents.models import IncidentReport
from tocsin.publishing.publication import publish

CHOICE = "/account/language/"
ARABIC = {"Accept-Language": "ar"}


def spoken(answer) -> tuple[str, str]:
    """The language and direction of a page."""
    found = re.search(r'<html lang="(\w+)" dir="(\w+)">', answer.content.decode())
    assert found is not None
    return found.group(1), found.group(2)


def test_who_chose_nothing_gets_what_the_browser_asks_for(scene, as_user):
    client = as_user(scene.desk.ana)
    assert spoken(client.get("/desk/")) == ("en", "ltr")
    assert spoken(client.get("/desk/", headers=ARABIC)) == ("ar", "rtl")
    assert spoken(client.get("/account/2fa/", headers=ARABIC)) == ("ar", "rtl")
    assert spoken(client.get("/desk/no-such-page", headers=ARABIC)) == ("ar", "rtl")


def test_a_choice_at_the_foot_of_a_page_shows_that_page_again_in_the_language(scene, as_user):
    client = as_user(scene.desk.ana)
    page = client.get("/desk/alerts/?state=over").content.decode()
    assert f'action="{CHOICE}?back"' in page
    here = "http://testserver/desk/alerts/?state=over"
    answer = client.post(f"{CHOICE}?back", {"language": "ar"}, headers={"Referer": here})
    assert answer["Location"] == here
    page = client.get("/desk/alerts/")
    assert spoken(page) == ("ar", "rtl")
    assert 'value="ar" lang="ar" aria-current="true"' in page.content.decode()


def test_the_choice_goes_with_the_account_to_another_browser(scene, as_user):
    as_user(scene.desk.ana).post(CHOICE, {"language": "fr"})
    assert User.objects.get(pk=scene.desk.ana.pk).language == "fr"
    elsewhere = as_user(scene.desk.ana)
    for path in ("/desk/", "/account/2fa/", "/desk/no-such-page"):
        assert spoken(elsewhere.get(path, headers=ARABIC)) == ("fr", "ltr")
    assert spoken(as_user(scene.desk.eva).get("/desk/", headers=ARABIC)) == ("ar", "rtl")


def test_the_choice_can_be_given_back_to_the_browser(scene, as_user):
    client = as_user(scene.desk.ana)
    client.post(CHOICE, {"language": "fr"})
    assert 'value="fr" checked' in client.get(CHOICE).content.decode()
    client.post(CHOICE, {"language": ""})
    assert spoken(client.get("/desk/", headers=ARABIC)) == ("ar", "rtl")


def test_before_the_sign_in_the_browser_keeps_the_choice(db):
    client = Client()
    assert spoken(client.get("/account/login/")) == ("en", "ltr")
    client.post(CHOICE, {"language": "ar"})
    assert spoken(client.get("/account/login/")) == ("ar", "rtl")


def test_nobody_is_led_elsewhere_and_no_unknown_language_is_kept(scene, as_user):
    client = as_user(scene.desk.ana)
    elsewhere = {"Referer": "https://evil.example/"}
    assert client.post(f"{CHOICE}?back", {"language": "fr"}, headers=elsewhere)["Location"] == CHOICE
    page = client.post(CHOICE, {"language": "xx"}, follow=True).content.decode()
    assert "&#x27;xx&#x27;" in page
    assert User.objects.get(pk=scene.desk.ana.pk).language == "fr"


def test_a_choice_does_not_reach_the_public_pages_so_a_cache_may_keep_them(scene, as_user):
    client = as_user(scene.desk.ana)
    client.post(CHOICE, {"language": "ar"})
    page = client.get("/")
    assert spoken(page) == ("en", "ltr")
    assert "Cookie" not in page.headers.get("Vary", "")


def test_every_page_of_the_desk_is_one_that_speaks_as_its_user_chose():
    for address in get_resolver("tocsin.desk.urls").url_patterns:
        assert f"/{address.pattern}".startswith(PAGES_OF_USERS), address


def test_a_finding_is_said_in_the_readers_language():
    made = Finding(
        rule="x", severity=FindingSeverity.ADVICE, part="event", sentence="Level Warning", template="Level %(level)s", values=(("level", "Warning"),)
    )  # fmt: skip
    plain = Finding(rule="x", severity=FindingSeverity.ADVICE, part="event", sentence="100% sure")
    with translation.override("ar"):
        assert finding_words(made) == "Level تحذير"
        assert finding_words(plain) == "100% sure"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_what_is_kept_is_in_the_words_of_the_house_whoever_clicks(language, scene, as_user):
    client = as_user(scene.desk.ana)
    client.post(CHOICE, {"language": language})
    client.post(f"/desk/alerts/{scene.reference}/still-true", {"hours": "48"})
    draft = scene.edition.alert.drafts.latest("pk")
    assert text_of(draft.content).what_changed == ("Still in force, now until 24 July 2017, 12:00 UTC.")
    reasons = list(draft.revisions.order_by("number").values_list("reason", flat=True))
    assert reasons == ["Proposed from the incident's claims.", "Still true."]


def test_why_a_published_level_is_what_it_is_is_told_in_the_language_of_the_text(scene, as_user):
    draft = draft_cancel(
        scene.edition.alert, author=scene.desk.ana, now=NOON, reason="The hall is safe again."
    )
    submit(draft, author=scene.desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=scene.desk.eva, content_hash=draft.content_hash, now=NOON)
    draft.refresh_from_db()
    with translation.override("ar"):
        edition = publish(draft, publisher=scene.desk.eva, now=NOON)
    assert edition.level_reason == "All-clear: The hall is safe again."


def test_the_short_forms_beside_a_draft_are_those_that_go_out(scene, as_user):
    draft = draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)
    client = as_user(scene.desk.ana)
    plain = client.get(f"/desk/drafts/{draft.pk}/").content.decode()
    arabic = client.get(f"/desk/drafts/{draft.pk}/", headers=ARABIC).content.decode()

    def shown(page: str) -> str:
        return re.search(r'<p class="card" [^>]*>(.*?) <small', page)[1]

    assert shown(plain) == shown(arabic)


@pytest.mark.parametrize(
    ("language", "why", "level"),
    [("fr", "Aucun incident ouvert", "selon la ligne"), ("ar", "لا حادث مفتوح", "بحسب الصف")],
)
def test_the_reasons_of_an_incident_and_of_a_draft_are_read_in_the_readers_language(
    scene, as_user, language, why, level
):
    kept = IncidentReport.objects.order_by("pk").first()
    kept.reason = "No open incident near it in words, place or time."
    kept.save(update_fields=["reason"])
    incident = kept.incident
    client = as_user(scene.desk.eva)
    page = client.get(
        f"/desk/incidents/{incident.reference}/", HTTP_ACCEPT_LANGUAGE=language
    ).content.decode()
    assert why in page
    assert "No open incident" not in page
    draft = Draft.objects.order_by("pk").first()
    page = client.get(f"/desk/drafts/{draft.pk}/", HTTP_ACCEPT_LANGUAGE=language).content.decode()
    assert level in page
    assert " by row L-" not in page
    assert (
        IncidentReport.objects.get(pk=kept.pk).reason == "No open incident near it in words, place or time."
    )

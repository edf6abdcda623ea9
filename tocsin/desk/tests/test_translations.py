"""The page on which a draft is written in another language: beside its text, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tocsin.accounts.models import User
from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_from
from tocsin.alerts.models import Draft
from tocsin.alerts.tests.desk import NOON, make_incident, make_report
from tocsin.desk.tests.conftest import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(scene: Scene) -> Draft:
    report = make_report(scene.desk, "Flood in Mombasa. Roads are closed.", by="Coast Radio")
    return draft_from(
        make_incident(scene.desk, [report], hazard="flood", place="Mombasa"), author=scene.desk.ana, now=NOON
    )


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address(draft: Draft, language: str = "") -> str:
    return f"/desk/drafts/{draft.pk}/languages/{language + '/' if language else ''}"


def test_a_language_is_written_beside_the_text_and_kept_as_a_revision(scene: Scene, draft: Draft) -> None:
    ana = signed_in(scene.desk.ana)
    empty = ana.get(address(draft)).content.decode()
    assert "This alert is in one language" in empty
    assert ana.get(address(draft), {"language": "fr"})["Location"] == address(draft, "fr")
    page = ana.get(address(draft, "fr")).content.decode()
    assert text_of(draft.content).headline in page
    fields = {
        "revision": draft.revision,
        "headline": "Inondation à Mombasa",
        "summary": "Des routes sont fermées.",
        "advice": "Évitez les rives.\nTéléphonez au bureau.",
    }
    assert ana.post(address(draft, "fr"), fields).status_code == 302
    draft.refresh_from_db()
    (french,) = text_of(draft.content).translations
    assert (french.headline, len(french.advice)) == ("Inondation à Mombasa", 2)
    assert french.made_from == text_of(draft.content).basis
    assert draft.revisions.order_by("-number")[0].author == scene.desk.ana
    shown = ana.get(address(draft, "fr")).content.decode()
    assert "translation-incomplete" in shown, "the live rules say what is missing"
    assert "languages/fr/" in ana.get(f"/desk/drafts/{draft.pk}/").content.decode()
    assert (
        "Inondation à Mombasa" in signed_in(scene.desk.eva).get(f"/desk/review/{draft.pk}/").content.decode()
    )
    ana.post(f"{address(draft, 'fr')}remove")
    draft.refresh_from_db()
    assert text_of(draft.content).translations == ()


def test_what_was_typed_stays_where_a_colleague_was_faster(scene: Scene, draft: Draft) -> None:
    ana, ben = signed_in(scene.desk.ana), signed_in(scene.desk.ben)
    began = draft.revision
    ben.post(address(draft, "ar"), {"revision": began, "headline": "فيضان في مومباسا"})
    page = ana.post(address(draft, "fr"), {"revision": began, "headline": "Inondation à Mombasa"})
    assert "Inondation à Mombasa" in page.content.decode()
    assert "Nothing that you typed is lost" in page.content.decode()
    draft.refresh_from_db()
    assert [one.language for one in text_of(draft.content).translations] == ["ar"]


@pytest.mark.parametrize("tag", ["French", "en", "x", "fr_FR"])
def test_what_is_no_other_language_is_refused(tag: str, scene: Scene, draft: Draft) -> None:
    ana = signed_in(scene.desk.ana)
    said = ana.get(address(draft, tag), follow=True).content.decode()
    assert "no language&#39;s tag" in said or "no language's tag" in said
    ana.post(address(draft, tag), {"revision": draft.revision, "headline": "x"})
    draft.refresh_from_db()
    assert text_of(draft.content).translations == ()


def test_a_reader_may_look_and_not_write(scene: Scene, draft: Draft) -> None:
    rob = signed_in(scene.desk.rob)
    assert rob.get(address(draft, "fr")).status_code == 200
    assert rob.post(address(draft, "fr"), {"headline": "x"}).status_code == 403
    assert rob.post(f"{address(draft, 'fr')}remove").status_code == 403


def test_what_was_typed_when_the_session_had_ended_is_there_after_the_sign_in(
    scene: Scene, signed_out: Callable[[User, str], Client], draft: Draft
) -> None:
    client = signed_out(scene.desk.ana, address(draft, "fr"))
    answer = client.post(address(draft, "fr"), {"headline": "Inondation à Mombasa"})
    assert answer.status_code == 302
    client.force_login(scene.desk.ana)
    assert Draft.objects.get(pk=draft.pk).revision == draft.revision


def test_a_published_text_is_shown_and_offers_no_change_that_would_be_refused(scene: Scene) -> None:
    published = scene.edition.draft
    ana = signed_in(scene.desk.ana)
    page = ana.get(address(published, "fr")).content.decode()
    assert "begin an update of its alert" in page
    assert "readonly" in page
    assert '<button class="main"' not in page
    assert "Add a language" not in page
    refused = ana.post(address(published, "fr"), {"headline": "Inondation"}).content.decode()
    assert "begin an update" in refused
    assert "Inondation" in refused

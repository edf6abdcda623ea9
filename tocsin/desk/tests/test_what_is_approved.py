"""Whoever approves a text sees everything that its content hash covers, and so everything that goes out in their name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_update
from tocsin.alerts.editing import edit, override
from tocsin.alerts.models import Draft
from tocsin.alerts.tests.desk import NOON
from tocsin.grading import Level
from tocsin.grading.translations import Translation


@pytest.fixture
def draft(scene) -> Draft:
    return draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)


def review(draft: Draft, client) -> str:
    return client.get(f"/desk/review/{draft.pk}/").content.decode()


def test_the_reason_for_another_level_stands_beside_it_with_its_name(scene, as_user, draft):
    text = replace(text_of(draft.content), level=Level.ADVISORY)
    draft = edit(draft, text, revision=draft.revision, author=scene.desk.ana, now=NOON)
    why = "The market is closed and nobody of ours is near it."
    draft = override(draft, "level", revision=draft.revision, author=scene.desk.ben, reason=why, now=NOON)
    page = review(draft, as_user(scene.desk.eva))
    assert f'<b>Ben</b>: <span dir="auto">{why}</span>' in page
    assert "instead of" in page


def test_the_grounds_of_the_level_the_shapes_and_the_graded_sources_are_there(scene, as_user, draft):
    text = text_of(draft.content)
    page = review(draft, as_user(scene.desk.eva))
    assert f"{text.severity}, {text.certainty}, {text.urgency}" in page
    assert "What else you approve" in page
    for source in text.sources:
        assert source.name in page
    assert "km" in page.split("Shapes</dt>")[1].split("</dd>")[0]


@pytest.mark.parametrize(("language", "by_row"), [("fr", "selon la ligne"), ("ar", "بحسب الصف")])
def test_the_approver_reads_why_the_level_is_proposed_in_their_language(
    scene, as_user, draft, language, by_row
):
    client = as_user(scene.desk.eva)
    assert "by row" in review(draft, client)
    client.cookies["django_language"] = language
    page = review(draft, client)
    assert by_row in page
    assert "by row" not in page


def test_a_language_shows_its_own_words_for_the_place_and_the_area(scene, as_user, draft):
    french = Translation(
        language="fr", place="Ville de Kisumu", headline="Un séisme", area="La ville et le port", advice=("Restez.",)
    )  # fmt: skip
    text = replace(text_of(draft.content), translations=(french,))
    draft = edit(draft, text, revision=draft.revision, author=scene.desk.ana, now=NOON)
    page = review(draft, as_user(scene.desk.eva))
    assert "Ville de Kisumu" in page
    assert "La ville et le port" in page

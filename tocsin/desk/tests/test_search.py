"""Searching over everything: what is found, by whom, in which order, and what bad questions do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.alerts.tests.desk import NOON, make_desk, make_incident, make_report
from tocsin.desk.models import SearchEntry
from tocsin.desk.search.indexing import catch_up, forget_all
from tocsin.desk.search.words import excerpt, folded, terms_of, words_of
from tocsin.sources.models import Report, Source


def found(client, question: str, **more: str) -> str:
    answer = client.get("/desk/search", {"q": question, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def titles(page: str) -> list[str]:
    return [part.partition("</strong>")[0] for part in page.split('<strong dir="auto">')[1:]]


@pytest.fixture
def harbour(scene) -> Report:
    report = make_report(
        scene.desk, "Explosion près de l’école Mohammed-V. Le préfet parle de douze blessés à Fès.", by="Rif Radio",
        at=NOON - timedelta(days=2),
    )  # fmt: skip
    make_incident(scene.desk, [report], hazard="terrorism", country="MA", place="Fès")
    return report


@pytest.mark.parametrize(
    "question",
    [
        "explosion",
        "EXPLOSION",
        "ecole",
        "école",
        "préfet blesses",
        "Mohammed-V",
        '"douze blessés"',
        "expl",
        "Rif Radio",
        "fes",
    ],
)
def test_words_are_found_without_accents_capitals_or_their_ends(scene, as_user, harbour, question):
    page = found(as_user(scene.desk.ana), question)
    assert f"/desk/reports/{harbour.pk}/" in page
    assert "<mark>" in page or "Rif Radio" in page


@pytest.mark.parametrize(
    "question", ["explosions dans", '"blessés douze"', '"expl"', "nowhere", "explosion nowhere"]
)
def test_a_word_too_many_a_phrase_in_another_order_and_half_a_quoted_word_find_nothing(
    scene, as_user, harbour, question
):
    assert "Nothing holds all of these words" in found(as_user(scene.desk.ana), question)


def test_alerts_incidents_drafts_reports_and_sources_are_found_and_narrowed(scene, as_user):
    client = as_user(scene.desk.ana)
    page = found(client, "Kisumu")
    for kind in ("Alert", "Incident", "Report"):
        assert f'<span class="tag">{kind}</span>' in page
    assert scene.edition.alert.reference in page
    only = found(client, "Kisumu", kind="incident")
    assert '<span class="tag">Report</span>' not in only
    source = Source.objects.filter(reports__isnull=False).first()
    assert f"/desk/sources/{source.pk}/" in found(client, source.name)


def test_people_are_found_by_those_who_may_see_them_alone(scene, as_user):
    assert "Mira Otieno" in found(as_user(scene.manager), "otieno")
    assert "Mira Otieno" not in found(as_user(scene.desk.ana), "otieno")


def test_another_desk_s_reports_stay_theirs(scene, as_user):
    make_report(make_desk("other"), "A secret convoy leaves Gulu.")
    assert "convoy" not in found(as_user(scene.desk.ana), "convoy").replace('value="convoy"', "").replace(
        "Search: convoy", ""
    )


def test_what_came_a_moment_ago_is_found_and_a_changed_draft_by_its_new_words(scene, as_user):
    from dataclasses import replace

    from tocsin.alerts.content import text_of
    from tocsin.alerts.drafting import draft_update
    from tocsin.alerts.editing import edit

    client = as_user(scene.desk.ana)
    make_report(scene.desk, "Hailstones as large as fists fell on Narok.")
    assert "Narok" in found(client, "hailstones fists")
    draft = draft_update(scene.edition.alert, author=scene.desk.ana, now=NOON)
    found(client, "Kisumu")
    text = replace(text_of(draft.content), headline="Pontoon bridge opens at Kisumu")
    edit(draft, text, revision=1, author=scene.desk.ana, now=NOON)
    assert f"/desk/drafts/{draft.pk}/" in found(client, "pontoon")
    assert SearchEntry.objects.filter(kind="draft").count() == 2


def test_the_newest_comes_first_and_older_ones_on_the_next_page(scene, as_user):
    for number in range(45):
        make_report(scene.desk, f"Meteor number {number}.", at=NOON - timedelta(hours=number))
    client = as_user(scene.desk.ana)
    first = found(client, "meteor")
    assert titles(first)[0] == "Meteor number 0."
    assert len(titles(first)) == 20
    assert "Older" in first
    last = found(client, "meteor", page="3")
    assert titles(last)[-1] == "Meteor number 44."
    assert "Older" not in last
    assert titles(found(client, "meteor", page="99999999999999999999")) == []
    assert len(titles(found(client, "meteor", page="-1"))) == 20


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ('"', "Write at least one word"), ("* ^ : ( ) - +", "Write at least one word"), ("\0", ""), ("", ""),
        ("kisumu OR-ZZ (", "Nothing holds"), ("NEAR/2", "Nothing holds"), ("words:kisumu", "Nothing holds"), ("'; DROP TABLE x; --", "Nothing holds"),
        ("ab " * 5000, "Only the first 300 characters"), ("x" * 10_000, "Only the first 300 characters"),
        ('"kisumu', ""), ("\ud83d\ude00", "Write at least one word"), ("كيسومو", "Nothing holds"),
    ],
)  # fmt: skip
def test_a_bad_question_gets_a_clear_word_and_never_a_fault(scene, as_user, question, words):
    question = question.encode("utf-16", "surrogatepass").decode("utf-16")
    assert words in found(as_user(scene.desk.ana), question)


def test_what_was_typed_and_what_was_found_are_shown_as_text(scene, as_user):
    make_report(scene.desk, "Storm <script>alert(1)</script> near Lamu.")
    page = found(as_user(scene.desk.ana), '"><script>lamu')
    assert "<script>alert" not in page
    assert '"><script>' not in page


@pytest.mark.django_db
def test_the_index_is_made_anew_from_what_is_kept():
    make_report(make_desk(), "Ash fell on Goma.")
    while catch_up():
        pass
    forget_all()
    assert not SearchEntry.objects.exists()
    while catch_up():
        pass
    assert SearchEntry.objects.filter(kind="report").count() == 1


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_question_is_words_or_nothing(question):
    for term in terms_of(question):
        assert term.words
        assert all(word.isalnum() for word in term.words)


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=40))
def test_an_excerpt_holds_nothing_but_the_text(text, question):
    pieces = [piece for piece in excerpt(text, terms_of(question)) if piece.text.strip(". ")]
    for piece in pieces:
        assert piece.text in text


@settings(deadline=None)
@given(st.text(max_size=400))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)
    assert " ".join(word for word, _, _ in words_of(text)) == folded(text)

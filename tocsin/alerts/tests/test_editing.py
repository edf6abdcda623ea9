"""Saving a draft: nothing typed is lost, nothing is saved that is no alert text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tocsin.alerts.content import hash_of, text_of, written
from tocsin.alerts.drafting import draft_from
from tocsin.alerts.editing import discard, edit, override, submit
from tocsin.alerts.errors import ContentInvalid, DraftChanged, WrongState
from tocsin.alerts.linting import standing_in_the_way
from tocsin.alerts.models import Revision
from tocsin.alerts.tests.desk import NOON, Desk, changed, make_desk, make_draft, make_report
from tocsin.alerts.tests.worked_case import TOLD, worked_case
from tocsin.grading import CitedSource, MessageType, Sentence, content_hash
from tocsin.grading.canonical import content_hash_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_two_analysts_edit_one_draft_and_neither_text_is_lost(desk: Desk) -> None:
    draft = make_draft(desk)
    anas = changed(draft, headline="Strong earthquake in Kisumu")
    bens = changed(draft, headline="Deadly earthquake in Kisumu")
    edit(draft, anas, revision=1, author=desk.ana, reason="stronger word", now=NOON)
    with pytest.raises(DraftChanged, match="Ana saved revision 2") as caught:
        edit(draft, bens, revision=1, author=desk.ben, now=NOON)
    assert caught.value.current == 2
    draft.refresh_from_db()
    assert text_of(draft.content).headline == "Strong earthquake in Kisumu"
    edit(draft, bens, revision=caught.value.current, author=desk.ben, now=NOON)
    kept = [text_of(row.content).headline for row in Revision.objects.order_by("number")]
    assert kept[1:] == ["Strong earthquake in Kisumu", "Deadly earthquake in Kisumu"]
    assert [row.author_name for row in Revision.objects.order_by("number")] == ["Ana", "Ana", "Ben"]
    assert Revision.objects.get(number=2).reason == "stronger word"


def test_saving_what_is_there_already_makes_no_revision_and_voids_nothing(desk: Desk) -> None:
    draft = make_draft(desk)
    submit(draft, author=desk.ana, now=NOON)
    same = edit(draft, draft.content, revision=1, author=desk.ben, now=NOON)
    assert (same.revision, same.state) == (1, "submitted")


def test_an_edit_of_a_submitted_draft_takes_it_back_to_editing(desk: Desk) -> None:
    draft = make_draft(desk)
    submit(draft, author=desk.ana, now=NOON)
    assert (
        edit(draft, changed(draft, place="Old Kisumu"), revision=1, author=desk.ben, now=NOON).state
        == "editing"
    )


def test_a_closed_draft_is_not_edited(desk: Desk) -> None:
    draft = make_draft(desk)
    discard(draft, author=desk.ana, reason="thunder", now=NOON)
    with pytest.raises(WrongState, match="discarded"):
        edit(draft, draft.content, revision=1, author=desk.ana, now=NOON)


def test_what_is_no_alert_text_is_refused_by_name(desk: Desk) -> None:
    draft = make_draft(desk)
    bad = [
        ({**draft.content, "level": "Severe"}, "level"),
        ({**draft.content, "headlines": "x"}, "headlines"),
        ({**draft.content, "onset": "2017-07-15T12:00:00"}, "onset|zone"),
        ({name: value for name, value in draft.content.items() if name != "headline"}, "headline"),
        (changed(draft, message_type=MessageType.UPDATE), "type Alert"),
        ({**draft.content, "headline": "half a character \ud800"}, "surrogate"),
    ]
    for content, named in bad:
        with pytest.raises(ContentInvalid, match=named):
            edit(draft, content, revision=1, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_sentence_cites_only_reports_of_the_own_desk(desk: Desk) -> None:
    draft = make_draft(desk)
    text = text_of(draft.content)
    elsewhere = make_report(make_desk("elsewhere"), "Not ours.")
    reference = f"report:{elsewhere.pk}"
    event = (*text.event, Sentence("Something else happened.", (reference,)))
    with pytest.raises(ContentInvalid, match="not among the sources"):
        edit(draft, replace(text, event=event), revision=1, author=desk.ana, now=NOON)
    sources = (*text.sources, CitedSource(reference, "Not ours"))
    with pytest.raises(ContentInvalid, match="no report of this desk"):
        edit(draft, replace(text, event=event, sources=sources), revision=1, author=desk.ana, now=NOON)


def test_citations_follow_a_sentence_that_is_moved_or_reworded(desk: Desk) -> None:
    draft = draft_from(worked_case(desk), author=desk.ana, now=TOLD)
    text = text_of(draft.content)
    assert text.context[1].text == "In 2011, 17 people were killed in a bombing in Marrakesh."
    claim = draft.citations.get(sentence="context:1").claim
    assert claim is not None
    assert claim.value == 17
    reworded = replace(text.context[1], text="In 2011, a bombing in Marrakesh killed 17 people.")
    context = (reworded, text.context[0], *text.context[2:])
    edit(draft, replace(text, context=context), revision=1, author=desk.ben, now=TOLD)
    assert draft.citations.get(sentence="context:0").claim == claim


def test_html_and_direction_overrides_can_be_typed_but_not_approved(desk: Desk) -> None:
    draft = make_draft(desk)
    edit(
        draft, changed(draft, headline="<b>Earthquake</b> in \u202eKisumu"), revision=1, author=desk.ana, now=NOON
    )  # fmt: skip
    draft.refresh_from_db()
    assert {"markup", "control-characters"} <= {finding.rule for finding in standing_in_the_way(draft)}


def test_a_finding_that_needs_a_reason_stands_until_somebody_gives_it(desk: Desk) -> None:
    draft = make_draft(desk)
    edit(draft, changed(draft, headline="Quake"), revision=1, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    assert [finding.rule for finding in standing_in_the_way(draft)] == ["headline-length"]
    override(draft, "headline-length", revision=2, author=desk.ana, reason="It says all.", now=NOON)
    draft.refresh_from_db()
    assert standing_in_the_way(draft) == ()
    override(draft, "headline-length", revision=3, author=desk.ana, reason="", now=NOON)
    draft.refresh_from_db()
    assert draft.overrides == []


def test_the_name_of_a_text_is_that_of_its_json_however_it_is_made(desk: Desk) -> None:
    text = text_of(make_draft(desk).content)
    made = written(text)
    assert made.hash_with([]) == content_hash(text)
    given = [{"rule": "level", "reason": "Ünrest", "name": "Ana", "at": "2017-07-15T12:00:00Z"}]
    assert made.hash_with(given) == content_hash_of({"text": made.document, "overrides": given})
    assert hash_of(made.document, given) == made.hash_with(given)


def test_a_revision_keeps_exactly_what_the_draft_has(desk: Desk) -> None:
    draft = make_draft(desk)
    saved = edit(
        draft, changed(draft, headline="Strong earthquake in Kisumu"), revision=1, author=desk.ana, now=NOON
    )
    submitted = submit(saved, author=desk.ben, now=NOON)
    submitted.refresh_from_db()
    for revision in Revision.objects.filter(number__gt=1):
        assert revision.content == saved.content == submitted.content
        assert revision.content_hash == hash_of(revision.content)

"""Nobody approves their own text, and an approval is for one content alone, by every path to the database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tocsin.accounts.models import AuditEntry, Membership, User
from tocsin.alerts.content import json_of, text_of
from tocsin.alerts.editing import edit, override, submit
from tocsin.alerts.errors import HashMismatch, NotApproved, OwnText, ReasonMissing, WrongState
from tocsin.alerts.models import Draft, Edition, Review
from tocsin.alerts.reviewing import approve, authors_of, send_back, standing_approval
from tocsin.alerts.tests.desk import (
    NOON,
    Desk,
    approved,
    changed,
    frozen,
    make_desk,
    make_documents,
    make_draft,
    submitted,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = make_desk()
    for user in (made.ana, made.ben):
        Membership.objects.create(organisation=made.organisation, user=user, role="approver")
    return made


def put_approval(draft: Draft, reviewer: User, **fields: object) -> Review:
    """What somebody could try who goes round the acts."""
    with transaction.atomic():
        return Review.objects.create(
            draft=draft, verdict="approved", reviewer=reviewer, reviewer_name=str(reviewer), at=NOON,
            **{"content_hash": draft.content_hash, **fields},
        )  # fmt: skip


def test_the_writer_cannot_approve(desk: Desk) -> None:
    draft = submitted(desk)
    with pytest.raises(OwnText, match="somebody else"):
        approve(draft, reviewer=desk.ana, content_hash=draft.content_hash, now=NOON)
    with pytest.raises(DatabaseError, match="nobody approves what they wrote"):
        put_approval(draft, desk.ana)


def test_an_editor_cannot_approve_even_where_the_edit_was_undone(desk: Desk) -> None:
    draft = make_draft(desk)
    original = draft.content
    edit(draft, changed(draft, headline="Strong earthquake in Kisumu"), revision=1, author=desk.ben, now=NOON)
    edit(draft, original, revision=2, author=desk.ana, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    assert set(authors_of(draft).values()) == {"Ana", "Ben"}
    with pytest.raises(OwnText):
        approve(draft, reviewer=desk.ben, content_hash=draft.content_hash, now=NOON)
    with pytest.raises(DatabaseError, match="nobody approves"):
        put_approval(draft, desk.ben)


def test_whoever_submitted_cannot_approve_even_after_somebody_else_submitted_again(desk: Desk) -> None:
    draft = make_draft(desk)
    submit(draft, author=desk.ben, now=NOON)
    send_back(draft, reviewer=desk.eva, reason="Say when.", now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    assert draft.submitted_by == desk.ana
    with pytest.raises(OwnText):
        approve(draft, reviewer=desk.ben, content_hash=draft.content_hash, now=NOON)
    with pytest.raises(DatabaseError, match="nobody approves"):
        put_approval(draft, desk.ben)


def test_whoever_gave_the_reason_for_the_level_cannot_approve(desk: Desk) -> None:
    draft = make_draft(desk)
    override(draft, "level", revision=1, author=desk.ben, reason="Our colleague is there.", now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    with pytest.raises(OwnText):
        approve(draft, reviewer=desk.ben, content_hash=draft.content_hash, now=NOON)


def test_lone_duty_is_a_switch_of_the_desk_and_is_recorded_down_to_the_edition(desk: Desk) -> None:
    draft = submitted(desk)
    with pytest.raises(DatabaseError, match="not on lone duty"):
        put_approval(draft, desk.ana, lone_duty=True)
    desk.organisation.lone_duty = True
    desk.organisation.save()
    review = approve(draft, reviewer=desk.ana, content_hash=draft.content_hash, now=NOON)
    assert review.lone_duty
    assert AuditEntry.objects.get(action="approve draft").detail["lone_duty"] is True
    edition = frozen(draft, publisher=desk.ana, now=NOON, make_documents=make_documents)
    assert edition.lone_duty
    assert edition.written_by == edition.approved_by == "Ana"


def test_on_lone_duty_a_second_pair_of_eyes_is_no_lone_duty(desk: Desk) -> None:
    desk.organisation.lone_duty = True
    desk.organisation.save()
    draft = submitted(desk)
    assert not approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON).lone_duty


def test_an_approval_that_arrives_after_an_edit_is_refused(desk: Desk) -> None:
    draft = submitted(desk)
    seen = draft.content_hash
    edit(draft, changed(draft, headline="Strong earthquake in Kisumu"), revision=1, author=desk.ana, now=NOON)
    with pytest.raises(HashMismatch, match="revision 2"):
        approve(draft, reviewer=desk.eva, content_hash=seen, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    with pytest.raises(HashMismatch):
        approve(draft, reviewer=desk.eva, content_hash=seen, now=NOON)
    with pytest.raises(DatabaseError, match="names the present content"):
        put_approval(draft, desk.eva, content_hash=seen)


def test_an_edit_after_the_approval_voids_it(desk: Desk) -> None:
    draft = approved(desk)
    edit(draft, changed(draft, headline="Strong earthquake in Kisumu"), revision=1, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    assert draft.state == "editing"
    assert Review.objects.get().voided_at == NOON
    assert standing_approval(draft) is None
    with pytest.raises(NotApproved, match="no approval"):
        frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    assert AuditEntry.objects.get(action="edit draft").detail["approval_voided"] is True


def test_a_reason_given_after_the_approval_voids_it_too(desk: Desk) -> None:
    draft = approved(desk)
    override(draft, "level", revision=1, author=desk.ben, reason="Because.", now=NOON)
    draft.refresh_from_db()
    assert (draft.state, standing_approval(draft)) == ("editing", None)


def test_sent_back_says_why_and_the_approval_is_void(desk: Desk) -> None:
    draft = approved(desk)
    with pytest.raises(ReasonMissing):
        send_back(draft, reviewer=desk.eva, reason="", now=NOON)
    send_back(draft, reviewer=desk.eva, reason="The time is wrong.", now=NOON)
    draft.refresh_from_db()
    assert (draft.state, standing_approval(draft)) == ("editing", None)
    with pytest.raises(WrongState):
        send_back(draft, reviewer=desk.eva, reason="Again.", now=NOON)
    with pytest.raises(WrongState):
        approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)


def test_the_database_refuses_a_state_without_what_it_stands_for(desk: Desk) -> None:
    draft = submitted(desk)
    rows = Draft.objects.filter(pk=draft.pk)
    with pytest.raises(DatabaseError, match="only by a standing review"), transaction.atomic():
        rows.update(state="approved")
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    with pytest.raises(DatabaseError, match="only as an edition"), transaction.atomic():
        rows.update(state="published")
    with pytest.raises(DatabaseError, match="voided before"), transaction.atomic():
        rows.update(state="editing")
    with pytest.raises(DatabaseError, match="not a legal transition"), transaction.atomic():
        rows.update(state="submitted")


def test_the_database_refuses_a_text_that_changes_under_an_approval(desk: Desk) -> None:
    draft = approved(desk)
    other = json_of(replace(text_of(draft.content), headline="Nothing happened in Kisumu"))
    rows = Draft.objects.filter(pk=draft.pk)
    for change in ({"content": other}, {"content_hash": "sha256:0"}, {"overrides": [{"rule": "level"}]}):
        with pytest.raises(DatabaseError, match="only while it is being edited"), transaction.atomic():
            rows.update(**change)


def test_the_database_refuses_a_submission_of_a_text_that_no_revision_holds(desk: Desk) -> None:
    draft = make_draft(desk)
    other = json_of(replace(text_of(draft.content), headline="Nothing happened in Kisumu"))
    Draft.objects.filter(pk=draft.pk).update(content=other, content_hash="sha256:0")
    with pytest.raises(DatabaseError, match="kept as a revision"), transaction.atomic():
        Draft.objects.filter(pk=draft.pk).update(state="submitted", submitted_at=NOON)


def edition_of(draft: Draft, **fields: object) -> Edition:
    text = text_of(draft.content)
    values = {
        "alert": draft.alert, "draft": draft, "number": 1, "message_type": draft.message_type, "identifier": "x",
        "sender": "desk.example", "sent": NOON, "content": draft.content, "overrides": draft.overrides,
        "content_hash": draft.content_hash, "headline": text.headline, "hazard": text.hazard, "level": text.level.word,
        "level_reason": "x", "severity": "Severe", "certainty": "Observed", "urgency": "Immediate",
        "onset": text.onset, "expires": text.expires, "area": {}, "written_by": "Ana", "approved_by": "Eva",
        "published_by": "Eva", **fields,
    }  # fmt: skip
    with transaction.atomic():
        return Edition.objects.create(**values)


def test_the_database_refuses_an_edition_that_nobody_approved(desk: Desk) -> None:
    for draft in (make_draft(desk), submitted_again(desk)):
        with pytest.raises(DatabaseError, match="exactly what somebody else"):
            edition_of(draft)


def submitted_again(desk: Desk) -> Draft:
    draft = Draft.objects.get()
    return submit(draft, author=desk.ana, now=NOON)


def test_the_database_refuses_an_edition_of_another_text_than_the_approved(desk: Desk) -> None:
    draft = approved(desk)
    other = json_of(replace(text_of(draft.content), headline="Nothing happened in Kisumu"))
    for change in (
        {"content": other},
        {"content_hash": "sha256:0"},
        {"overrides": [{"rule": "level"}]},
        {"lone_duty": True},
        {"message_type": "Update", "references": "a,b,c"},
    ):
        with pytest.raises((DatabaseError, IntegrityError)):
            edition_of(draft, **change)
    assert edition_of(draft).pk

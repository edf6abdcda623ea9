"""What an approval, a named reason or an alert stood on can change afterwards: nothing goes out on what is no longer so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tocsin.alerts.content import overrides_of, text_of
from tocsin.alerts.drafting import draft_from, draft_update
from tocsin.alerts.editing import edit, override, submit
from tocsin.alerts.editions import freeze, level_reason, proof_of
from tocsin.alerts.errors import (
    AlertRunning,
    ContentInvalid,
    DraftOpen,
    FindingsStand,
    OwnText,
    ProofOutdated,
)
from tocsin.alerts.linting import evidence_for, standing_in_the_way
from tocsin.alerts.models import Draft
from tocsin.alerts.reviewing import approve, authors_of
from tocsin.alerts.tests.desk import (
    NOON,
    Desk,
    approved,
    frozen,
    make_desk,
    make_documents,
    make_draft,
    make_incident,
    make_report,
)
from tocsin.grading import Level, Sentence
from tocsin.incidents.acts import merge
from tocsin.incidents.models import Incident

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=6)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def lose_all_reports(incident: Incident) -> None:
    incident.memberships.update(left_at=NOON + timedelta(minutes=5))


def test_what_was_approved_on_reports_that_are_gone_is_not_published(desk: Desk) -> None:
    draft = approved(desk)
    lose_all_reports(draft.alert.incident)
    with pytest.raises(FindingsStand, match="has changed since it was approved"):
        frozen(draft, publisher=desk.eva, now=LATER, make_documents=make_documents)
    assert not draft.alert.editions.exists()


def test_reports_that_go_between_the_proof_and_the_press_stop_it(desk: Desk) -> None:
    draft = approved(desk)
    proof = proof_of(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    lose_all_reports(draft.alert.incident)
    with pytest.raises(ProofOutdated):
        freeze(proof, publisher=desk.eva, now=NOON)
    assert not draft.alert.editions.exists()


def at_level(draft: Draft, level: Level, by: object) -> Draft:
    text = replace(text_of(draft.content), level=level)
    return edit(draft, text, revision=draft.revision, author=by, now=NOON)


def test_a_reason_for_one_level_is_not_put_in_its_givers_mouth_for_another(desk: Desk) -> None:
    draft = at_level(make_draft(desk), Level.ADVISORY, desk.ana)
    draft = override(
        draft, "level", revision=draft.revision, author=desk.ana, reason="The port is open.", now=NOON
    )
    assert "Advisory, set by Ana" in level_reason(draft, text_of(draft.content))
    draft = at_level(draft, Level.NOTICE, desk.ben)
    assert overrides_of(draft.overrides) == ()
    assert "level" in {finding.part for finding in standing_in_the_way(draft)}


def test_a_reason_covers_the_findings_that_stood_when_it_was_given_and_no_later_one(desk: Desk) -> None:
    def with_sentence(draft: Draft, words: str) -> Draft:
        text = text_of(draft.content)
        text = replace(text, event=(*text.event, Sentence(words, assessment=True)))
        return edit(draft, text, revision=draft.revision, author=desk.ana, now=NOON)

    draft = with_sentence(make_draft(desk), "Some 4,300 houses may lie in ruins.")
    first = [one for one in standing_in_the_way(draft) if not one.blocks]
    assert first
    for one in first:
        draft = override(
            draft, one.rule, revision=draft.revision, author=desk.ana, reason="We saw it.", now=NOON
        )
    assert not [one for one in standing_in_the_way(draft) if not one.blocks]
    draft = with_sentence(draft, "Some 250 lorries may be on their way.")
    left = [one.sentence for one in standing_in_the_way(draft) if not one.blocks]
    assert left
    assert not set(left) & {one.sentence for one in first}


def test_no_reason_is_kept_for_a_rule_that_nothing_breaks(desk: Desk) -> None:
    draft = make_draft(desk)
    with pytest.raises(ContentInvalid, match="so no reason is needed"):
        override(
            draft,
            "country-against-area",
            revision=draft.revision,
            author=desk.ana,
            reason="Just in case.",
            now=NOON,
        )


def test_nobody_approves_an_update_that_rests_on_their_own_reason(desk: Desk) -> None:
    draft = at_level(make_draft(desk), Level.ADVISORY, desk.ben)
    draft = override(
        draft, "level", revision=draft.revision, author=desk.ben, reason="The port is open.", now=NOON
    )
    desk.ben.memberships.create(organisation=desk.organisation, role="approver")
    draft = submit(draft, author=desk.ana, now=NOON)
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    edition = frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    update = draft_update(edition.alert, author=desk.ana, now=LATER)
    if update.content["level"] != "Advisory":
        update = at_level(update, Level.ADVISORY, desk.ana)
    kept = [one for one in overrides_of(update.overrides) if one.giver == desk.ben.pk]
    if kept:
        assert authors_of(update)[desk.ben.pk] == "Ben"
        update = submit(update, author=desk.ana, now=LATER)
        with pytest.raises(OwnText):
            approve(update, reviewer=desk.ben, content_hash=update.content_hash, now=LATER)


def merged(desk: Desk, first: Incident) -> Incident:
    """Return another incident that `first` was merged into."""
    report = make_report(desk, "The market hall of Kisumu has fallen in.", by="Lake Wire")
    other = make_incident(desk, [report])
    merge(other, first, actor=desk.ana, reason="The same quake.", now=NOON)
    other.refresh_from_db()
    return other


def test_an_alert_in_force_goes_with_its_incident_into_another(desk: Desk) -> None:
    draft = approved(desk)
    edition = frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    other = merged(desk, edition.alert.incident)
    with pytest.raises(AlertRunning):
        draft_from(other, author=desk.ana, now=NOON)
    update = draft_update(edition.alert, author=desk.ana, now=LATER)
    assert text_of(update.content).sources
    assert evidence_for(update).independent_sources > 0


def test_an_open_draft_goes_with_its_incident_into_another(desk: Desk) -> None:
    draft = make_draft(desk)
    with pytest.raises(DraftOpen):
        draft_from(merged(desk, draft.alert.incident), author=desk.ana, now=NOON)


def test_an_alert_that_ran_out_is_not_taken_up_again_beside_a_second_one_in_force(desk: Desk) -> None:
    first = frozen(approved(desk), publisher=desk.eva, now=NOON, make_documents=make_documents)
    after = first.expires + timedelta(hours=1)
    draft = draft_from(first.alert.incident, author=desk.ana, now=after)
    draft = submit(draft, author=desk.ana, now=after)
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=after)
    second = frozen(draft, publisher=desk.eva, now=after, make_documents=make_documents)
    assert second.alert_id != first.alert_id
    with pytest.raises(AlertRunning, match=second.alert.reference):
        draft_update(first.alert, author=desk.ana, now=after)

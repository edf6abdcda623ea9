"""A draft moves only along the table: any order of acts and of forced writes, checked against a model of three lines."""

from __future__ import annotations

import itertools
from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tocsin.accounts.models import Membership, User
from tocsin.alerts.drafting import draft_cancel, draft_update
from tocsin.alerts.editing import discard, edit, submit
from tocsin.alerts.errors import AlertsError, HashMismatch, NotApproved, OwnText, WrongState
from tocsin.alerts.models import Draft, Edition, Review
from tocsin.alerts.reviewing import approve, send_back
from tocsin.alerts.states import INITIAL, OPEN, STEPS, DraftState, may_step
from tocsin.alerts.tests.desk import NOON, changed, frozen, make_desk, make_documents, make_draft

SLUGS = (f"desk-{number}" for number in itertools.count())
#: Who writes and who reviews, mostly: so that many walks come to a publication.
WRITERS = st.sampled_from(["ana", "ana", "ben", "ana", "ben", "ana", "eva"])
REVIEWERS = st.sampled_from(["eva", "eva", "eva", "ben", "ana"])
RARELY = st.sampled_from([False] * 5 + [True])


def test_every_state_is_reached_and_closed_ones_are_never_left() -> None:
    reached, frontier = set(INITIAL), list(INITIAL)
    while frontier:
        state = frontier.pop()
        for after in (after for before, after, _ in STEPS if before == state and after not in reached):
            reached.add(after)
            frontier.append(after)
    assert reached == set(DraftState)
    assert {before for before, _, _ in STEPS} == set(OPEN)


class Life(RuleBasedStateMachine):
    """One alert in the hands of three people who may all write, approve and publish."""

    publications = 0

    @initialize()
    def begin(self) -> None:
        self.desk = make_desk(next(SLUGS))
        for user in (self.desk.ana, self.desk.ben, self.desk.eva):
            Membership.objects.filter(user=user).update(role="approver")
        self.clock = NOON
        self.frozen: dict[int, dict[str, object]] = {}
        self.follow(make_draft(self.desk))

    def follow(self, draft: Draft) -> None:
        self.draft = draft
        self.state, self.authors, self.approver = "editing", {"Ana"}, ""

    def user(self, name: str) -> User:
        return getattr(self.desk, name)

    def now(self) -> datetime:
        self.clock += timedelta(minutes=1)
        return self.clock

    @rule(name=WRITERS, number=st.integers(1, 3))
    def edited(self, name: str, number: int) -> None:
        content = changed(self.draft, headline=f"Earthquake number {number} in Kisumu")
        is_new = content != self.draft.content
        try:
            edit(self.draft, content, revision=self.draft.revision, author=self.user(name), now=self.now())
        except WrongState:
            assert self.state in ("published", "discarded")
            return
        assert self.state in ("editing", "submitted", "approved")
        if is_new:
            self.state, self.approver = "editing", ""
            self.authors.add(self.user(name).name)

    @rule(name=WRITERS)
    def submitted(self, name: str) -> None:
        try:
            submit(self.draft, author=self.user(name), now=self.now())
        except WrongState:
            assert self.state != "editing"
            return
        assert self.state == "editing"
        self.state = "submitted"
        self.authors.add(self.user(name).name)

    @rule(name=REVIEWERS, stale=RARELY)
    def approved(self, name: str, stale: bool) -> None:
        self.draft.refresh_from_db()
        seen = "sha256:stale" if stale else self.draft.content_hash
        try:
            approve(self.draft, reviewer=self.user(name), content_hash=seen, now=self.now())
        except (WrongState, HashMismatch, OwnText):
            assert self.state != "submitted" or stale or self.user(name).name in self.authors
            return
        assert self.state == "submitted"
        assert not stale
        assert self.user(name).name not in self.authors
        self.state, self.approver = "approved", self.user(name).name

    @rule(name=REVIEWERS, really=RARELY)
    def sent_back(self, name: str, really: bool) -> None:
        if not really:
            return
        with suppress(WrongState):
            send_back(self.draft, reviewer=self.user(name), reason="say when", now=self.now())
            assert self.state in ("submitted", "approved")
            self.state, self.approver = "editing", ""

    @rule(name=WRITERS, really=RARELY)
    def discarded(self, name: str, really: bool) -> None:
        if not really:
            return
        with suppress(WrongState):
            discard(self.draft, author=self.user(name), reason="thunder", now=self.now())
            assert self.state in OPEN
            self.state, self.approver = "discarded", ""

    @rule(name=REVIEWERS)
    def published(self, name: str) -> None:
        try:
            edition = frozen(
                self.draft, publisher=self.user(name), now=self.now(), make_documents=make_documents
            )
        except NotApproved:
            assert self.state != "approved"
            return
        assert self.state == "approved"
        assert edition.approved_by == self.approver
        assert edition.approved_by not in edition.written_by.split(", ")
        self.state = "published"
        Life.publications += 1
        self.frozen[edition.pk] = Edition.objects.filter(pk=edition.pk).values().get()

    @rule(steps=st.integers(1, 3))
    def walked(self, steps: int) -> None:
        """Go forward as a desk does on an ordinary day."""
        self.submitted("ana")
        if steps > 1:
            self.approved("eva", False)
        if steps > 2:
            self.published("eva")

    @precondition(lambda self: self.state in ("published", "discarded"))
    @rule(ending=st.booleans())
    def followed(self, ending: bool) -> None:
        try:
            if ending:
                draft = draft_cancel(
                    self.draft.alert, author=self.desk.ana, now=self.now(), reason="it is over"
                )
            else:
                draft = draft_update(self.draft.alert, author=self.desk.ana, now=self.now())
        except AlertsError:
            self.draft.alert.refresh_from_db()
            assert not self.frozen or self.draft.alert.ended_at is not None
            return
        draft.refresh_from_db()
        if draft.message_type == "Update":
            content = changed(draft, what_changed="Nothing new is known.")
            edit(draft, content, revision=draft.revision, author=self.desk.ana, now=self.now())
        self.follow(draft)

    @rule(state=st.sampled_from(list(DraftState)))
    def forced(self, state: DraftState) -> None:
        """Write a state straight into the row: what the table does not allow, the database refuses."""
        if state == self.state or may_step(self.state, state):
            return
        with pytest.raises(DatabaseError), transaction.atomic():
            Draft.objects.filter(pk=self.draft.pk).update(state=state.value)

    @precondition(lambda self: self.state != "approved")
    @rule()
    def forced_out(self) -> None:
        """Make an edition straight: without a standing approval the database refuses."""
        with pytest.raises(DatabaseError), transaction.atomic():
            Edition.objects.bulk_create([_edition_like(self.draft)])

    @invariant()
    def database_agrees(self) -> None:
        draft = Draft.objects.get(pk=self.draft.pk)
        assert draft.state == self.state
        assert draft.revisions.count() == draft.revision
        assert draft.revisions.get(number=draft.revision).content_hash == draft.content_hash
        standing = list(Review.objects.filter(draft=draft, verdict="approved", voided_at__isnull=True))
        assert [review.reviewer_name for review in standing] == ([self.approver] if self.approver else [])
        assert all(review.content_hash == draft.content_hash for review in standing)
        for pk, columns in self.frozen.items():
            assert Edition.objects.filter(pk=pk).values().get() == columns


def _edition_like(draft: Draft) -> Edition:
    return Edition(
        alert=draft.alert, draft=draft, number=99, message_type=draft.message_type, identifier=f"forced.{draft.pk}",
        sender="x", sent=NOON, references="" if draft.message_type == "Alert" else "a,b,c", content=draft.content,
        overrides=draft.overrides, content_hash=draft.content_hash, headline="x", hazard="other", level="Notice",
        level_reason="x", severity="Minor", certainty="Likely", urgency="Past", onset=NOON,
        expires=NOON + timedelta(days=1), area={}, written_by="x", approved_by="x", published_by="x",
    )  # fmt: skip


@pytest.mark.django_db
def test_acts_and_forced_writes_in_any_order_keep_to_the_table() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Life.publications, "no walk came to a publication, so nothing was shown about one"

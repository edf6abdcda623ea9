"""The whole life of an alert: drafted, approved, published, updated, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tocsin.accounts.audit import verify
from tocsin.accounts.errors import NotAllowed
from tocsin.accounts.models import AuditEntry
from tocsin.alerts.content import hash_of, text_of
from tocsin.alerts.drafting import draft_cancel, draft_from, draft_update
from tocsin.alerts.editing import discard, edit, override, submit
from tocsin.alerts.editions import Form, history, in_force, latest_edition, what_changed
from tocsin.alerts.errors import (
    AlertEnded,
    AlertRunning,
    AlreadyExpired,
    DraftOpen,
    NoEdition,
    NotApproved,
    NotComplete,
    NothingToAlert,
    ReasonMissing,
)
from tocsin.alerts.models import Alert, Document, Draft, Edition
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import (
    NOON,
    Desk,
    add_report,
    approved,
    changed,
    frozen,
    make_claim,
    make_desk,
    make_documents,
    make_draft,
    make_incident,
    make_quake,
    make_report,
)
from tocsin.cap import parse_time
from tocsin.grading import AlertText, Level

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def publish(draft: Draft, desk: Desk, hours: float = 0) -> Edition:
    now = NOON + timedelta(hours=hours)
    submit(draft, author=desk.ana, now=now)
    draft.refresh_from_db()
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=now)
    return frozen(draft, publisher=desk.eva, now=now, make_documents=make_documents)


def more_dead(desk: Desk, draft: Draft, number: int, hours: float) -> None:
    incident = draft.alert.incident
    report = make_report(
        desk, f"Toll rises. {number} people are dead in Kisumu.", by="Lake Wire", at=NOON + timedelta(hours=hours)
    )  # fmt: skip
    add_report(incident, report)
    make_claim(
        incident, report, f"{number} people", unit="killed", value=number, qualifier="exactly", scope="this event",
        place="Kisumu",
    )  # fmt: skip


def test_from_incident_to_edition_update_and_all_clear(desk: Desk) -> None:
    draft = make_draft(desk)
    alert = draft.alert
    assert alert.reference == "2017-0001"
    assert alert.slug == "kenya-earthquake-in-kisumu-at-least-12-killed"
    first = publish(draft, desk)
    assert (first.number, first.message_type, first.level) == (1, "Alert", "Critical")
    assert first.identifier == "tocsin.desk.2017-0001.1"
    assert first.references == ""
    assert "L-026" in first.level_reason
    assert (first.written_by, first.approved_by, first.published_by) == ("Ana", "Eva", "Eva")
    assert first.content == draft.content
    assert first.content_hash == hash_of(first.content)
    assert Draft.objects.get(pk=draft.pk).state == "published"

    more_dead(desk, draft, 17, 2)
    update = draft_update(alert, author=desk.ana, now=NOON + timedelta(hours=3))
    text = text_of(update.content)
    assert "17 people were killed, according to Lake Wire, up from at least 12 before." in text.what_changed
    second = publish(update, desk, hours=3)
    assert second.identifier == "tocsin.desk.2017-0001.2"
    assert second.references == "desk.example,tocsin.desk.2017-0001.1,2017-07-15T12:00:00-00:00"
    assert list(history(alert)) == [second, first]
    assert latest_edition(alert) == second

    over = draft_cancel(
        alert, author=desk.ana, now=NOON + timedelta(hours=30), reason="no aftershock was felt for a day"
    )
    last = publish(over, desk, hours=30)
    assert last.message_type == "Cancel"
    assert not last.asks_for_answer
    references = [one.split(",") for one in last.references.split(" ")]
    assert [identifier for _, identifier, _ in references] == [first.identifier, second.identifier]
    assert [parse_time(sent) for _, _, sent in references] == [first.sent, second.sent]
    alert.refresh_from_db()
    assert alert.ended_at == last.sent
    with pytest.raises(AlertEnded):
        draft_update(alert, author=desk.ana, now=NOON + timedelta(hours=31))
    assert verify(desk.organisation) == AuditEntry.objects.count()
    assert set(AuditEntry.objects.values_list("action", flat=True)) == {
        "begin draft", "submit draft", "approve draft", "publish edition",
    }  # fmt: skip


def test_an_edition_is_in_force_until_it_expires_is_followed_or_ended(desk: Desk) -> None:
    draft = make_draft(desk)
    assert not in_force(now=NOON).exists()
    first = publish(draft, desk)
    assert list(in_force(now=NOON, organisation=desk.organisation)) == [first]
    assert list(in_force(now=NOON, organisation=make_desk("other").organisation)) == []
    assert list(in_force(now=first.expires)) == []
    second = publish(draft_update(first.alert, author=desk.ana, now=NOON), _with_change(desk), hours=1)
    assert list(in_force(now=second.sent)) == [second]
    publish(draft_cancel(first.alert, author=desk.ana, now=NOON, reason="it was another town"), desk, hours=2)
    assert list(in_force(now=NOON + timedelta(hours=3))) == []


def _with_change(desk: Desk) -> Desk:
    """Write what changed into the open update, since nothing new was claimed."""
    draft = Draft.objects.get(state="editing")
    content = changed(draft, what_changed="Nothing new is known.")
    edit(draft, content, revision=draft.revision, author=desk.ana, now=NOON)
    return desk


def test_documents_are_kept_as_made_with_their_digest(desk: Desk) -> None:
    edition = publish(make_draft(desk), desk)
    assert set(edition.documents.values_list("form", flat=True)) == set(Document.Form.values)
    page = edition.documents.get(form="html")
    assert bytes(page.body) == f"html {edition.identifier}".encode()
    assert len(page.digest) == 64
    assert page.headers == {"x-form": "html"}


def test_nothing_is_published_where_a_document_is_missing_or_cannot_be_made(desk: Desk) -> None:
    draft = approved(desk)
    with pytest.raises(NotComplete, match="cap, geojson"):
        frozen(
            draft, publisher=desk.eva, now=NOON,
            make_documents=lambda edition, text: [Form(f, "x", b"") for f in ("html", "text-160", "text-600")],
        )  # fmt: skip

    def broken(edition: Edition, text: AlertText) -> list[Form]:
        raise ValueError("no font")

    with pytest.raises(ValueError, match="no font"):
        frozen(draft, publisher=desk.eva, now=NOON, make_documents=broken)
    assert not Edition.objects.exists()
    assert Draft.objects.get().state == "approved"
    assert frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents).number == 1


def test_a_double_click_on_publish_publishes_once(desk: Desk) -> None:
    draft = approved(desk)
    frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    with pytest.raises(NotApproved, match="published already"):
        frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    assert Edition.objects.count() == 1


def test_sent_is_whole_seconds_and_after_the_edition_before(desk: Desk) -> None:
    draft = make_draft(desk)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    late = NOON + timedelta(seconds=5, microseconds=900_000)
    first = frozen(draft, publisher=desk.eva, now=late, make_documents=make_documents)
    assert first.sent == NOON + timedelta(seconds=5)
    over = draft_cancel(first.alert, author=desk.ana, now=NOON, reason="it was an exercise")
    assert publish(over, desk).sent == NOON + timedelta(seconds=6)


def test_an_alert_that_would_be_over_before_it_is_sent_stays_in_the_house(desk: Desk) -> None:
    draft = approved(desk)
    with pytest.raises(AlreadyExpired, match="2017-07-22 12:00"):
        frozen(draft, publisher=desk.eva, now=NOON + timedelta(days=30), make_documents=make_documents)


def test_a_draft_without_an_area_cannot_be_approved(desk: Desk) -> None:
    from tocsin.alerts.errors import FindingsStand

    draft = make_draft(desk)
    edit(draft, changed(draft, area=None), revision=1, author=desk.ana, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    with pytest.raises(FindingsStand, match=r"\[area-missing\]") as caught:
        approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    assert [finding.rule for finding in caught.value.findings] == ["area-missing"]


def test_a_level_above_the_evidence_needs_a_named_reason_that_is_kept_and_published(desk: Desk) -> None:
    report = make_report(desk, "Shots near the market in Kisumu.", by="A passer-by", grade="F")
    incident = make_incident(
        desk, [report], hazard="terrorism", phase="under way", severity="Extreme", certainty="Observed"
    )
    draft = draft_from(incident, author=desk.ana, now=NOON)
    assert text_of(draft.content).level is Level.WARNING
    edit(draft, changed(draft, level=Level.CRITICAL), revision=1, author=desk.ana, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    from tocsin.alerts.errors import FindingsStand

    with pytest.raises(FindingsStand, match="level-above-evidence"):
        approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    plain = draft.content_hash
    override(
        draft, "level", revision=2, author=desk.ben, reason="Our own driver is there and hears it", now=NOON
    )
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    assert draft.content_hash != plain
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    edition = frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    assert edition.level == "Critical"
    assert "set by Ben in place of Warning: Our own driver is there and hears it." in edition.level_reason
    assert edition.overrides[0]["name"] == "Ben"
    assert edition.content_hash == hash_of(edition.content, edition.overrides)


def test_one_incident_has_one_draft_and_one_running_alert(desk: Desk) -> None:
    draft = make_draft(desk)
    incident = draft.alert.incident
    with pytest.raises(DraftOpen, match="2017-0001"):
        draft_from(incident, author=desk.ben, now=NOON)
    with pytest.raises(NoEdition):
        draft_update(draft.alert, author=desk.ana, now=NOON)
    publish(draft, desk)
    with pytest.raises(AlertRunning, match="write an update"):
        draft_from(incident, author=desk.ben, now=NOON)
    later = NOON + timedelta(days=30)
    again = draft_from(incident, author=desk.ben, now=later)
    assert again.alert.reference == "2017-0002"
    assert again.alert.slug == f"{draft.alert.slug}-2"


def test_a_discarded_draft_says_why_and_its_alert_can_be_begun_again(desk: Desk) -> None:
    draft = make_draft(desk)
    with pytest.raises(ReasonMissing):
        discard(draft, author=desk.ana, reason=" ", now=NOON)
    discard(draft, author=desk.ana, reason="It was thunder.", now=NOON)
    again = draft_from(draft.alert.incident, author=desk.ben, now=NOON)
    assert again.alert == draft.alert
    assert Alert.objects.count() == 1
    assert AuditEntry.objects.get(action="discard draft").detail["reason"] == "It was thunder."


def test_no_alert_comes_from_a_merged_empty_or_placeless_incident(desk: Desk) -> None:
    report = make_report(desk, "Something happened.")
    empty = make_quake(desk)
    empty.memberships.update(left_at=NOON)
    with pytest.raises(NothingToAlert, match="no report"):
        draft_from(empty, author=desk.ana, now=NOON)
    nowhere = make_incident(desk, [report], country="", place="", longitude=None, latitude=None, precision="")
    with pytest.raises(NothingToAlert, match="where"):
        draft_from(nowhere, author=desk.ana, now=NOON)
    empty.state, empty.merged_into = "merged", nowhere
    empty.save()
    with pytest.raises(NothingToAlert, match="merged"):
        draft_from(empty, author=desk.ana, now=NOON)


def test_an_all_clear_says_why(desk: Desk) -> None:
    edition = publish(make_draft(desk), desk)
    with pytest.raises(ReasonMissing):
        draft_cancel(edition.alert, author=desk.ana, now=NOON, reason="")


def test_roles_are_asked_for_at_every_step_and_in_the_alerts_own_organisation(desk: Desk) -> None:
    stranger = make_desk("elsewhere")
    incident = make_quake(desk)
    for nobody in (desk.rob, stranger.ana, stranger.eva):
        with pytest.raises(NotAllowed):
            draft_from(incident, author=nobody, now=NOON)
    draft = draft_from(incident, author=desk.ana, now=NOON)
    with pytest.raises(NotAllowed):
        edit(draft, draft.content, revision=1, author=stranger.ana, now=NOON)
    with pytest.raises(NotAllowed):
        submit(draft, author=desk.rob, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    for nobody in (desk.ben, stranger.eva):
        with pytest.raises(NotAllowed):
            approve(draft, reviewer=nobody, content_hash=draft.content_hash, now=NOON)
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    for nobody in (desk.ana, stranger.eva):
        with pytest.raises(NotAllowed):
            frozen(draft, publisher=nobody, now=NOON, make_documents=make_documents)
    desk.eva.is_active = False
    with pytest.raises(NotAllowed):
        frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("alerts_edition", "headline", "'Other'"),
        ("alerts_edition", "level", "'Notice'"),
        ("alerts_edition", "sent", "'2020-01-01'"),
        ("alerts_edition", "content_hash", "'x'"),
        ("alerts_document", "digest", "'x'"),
        ("alerts_revision", "reason", "'x'"),
        ("alerts_review", "reviewer_name", "'x'"),
    ],
)
def test_what_was_published_or_recorded_cannot_be_changed_by_sql(
    desk: Desk, table: str, column: str, value: str
) -> None:
    publish(make_draft(desk), desk)
    for statement in (f"UPDATE {table} SET {column} = {value}", f"DELETE FROM {table}"):
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_changed_is_told_by_part_and_sentence(desk: Desk) -> None:
    draft = make_draft(desk)
    before = text_of(draft.content)
    more_dead(desk, draft, 17, 2)
    publish(draft, desk)
    after = text_of(draft_update(draft.alert, author=desk.ana, now=NOON + timedelta(hours=3)).content)
    changes = {(change.part, change.kind.value) for change in what_changed(before, after)}
    assert ("event", "changed") in changes
    assert ("headline", "changed") in changes
    assert ("level", "changed") not in changes
    assert what_changed(after, after) == ()

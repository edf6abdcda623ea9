"""Publication: all of it happens, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import pytest
from django.db import connection

from tocsin.accounts.audit import verify as verify_audit
from tocsin.accounts.errors import NotAllowed
from tocsin.accounts.models import AuditEntry
from tocsin.alerts.editing import edit
from tocsin.alerts.editions import Form, freeze, proof_of
from tocsin.alerts.errors import NotApproved, ProofOutdated
from tocsin.alerts.models import Document, Draft, Edition
from tocsin.alerts.reviewing import send_back
from tocsin.alerts.tests.desk import NOON, changed
from tocsin.delivery import fan_out
from tocsin.delivery.models import Delivery
from tocsin.exposure.models import Exposure
from tocsin.grading import AlertText
from tocsin.publishing import publication
from tocsin.publishing.documents.making import make_documents
from tocsin.publishing.errors import DocumentInvalid, SignatureMissing
from tocsin.publishing.publication import publish
from tocsin.publishing.tests.press import Press


def nothing_left_the_house(draft: Draft) -> None:
    draft.refresh_from_db()
    assert draft.state == "approved", "it can be published once the fault is mended"
    for rows in (Edition, Document, Exposure, Delivery):
        assert not rows.objects.exists(), rows
    assert not AuditEntry.objects.filter(action__in=["publish edition", "ring the bell"]).exists()
    assert verify_audit(draft.alert.organisation) == AuditEntry.objects.count()


def test_publishing_freezes_every_form_matches_people_and_queues_their_messages(press: Press) -> None:
    press.traveller()
    draft = press.approved()
    edition = publish(draft, publisher=press.desk.eva, now=NOON)
    draft.refresh_from_db()
    assert draft.state == "published"
    assert set(edition.documents.values_list("form", flat=True)) == set(Document.Form.values)
    assert [exposure.person.name for exposure in Exposure.objects.filter(edition=edition)] == ["Mira"]
    assert Delivery.objects.filter(edition=edition).count() == 1
    rung = AuditEntry.objects.get(action="ring the bell")
    assert rung.actor == "Eva"
    assert rung.detail == {
        "identifier": edition.identifier, "level": edition.level, "exposed": 1, "deliveries": 1
    }  # fmt: skip


@pytest.mark.parametrize(
    ("room", "stage"),
    [
        (publication, "make_documents"),
        (fan_out, "write_prepared"),
        (fan_out, "enqueue_people"),
        (publication, "record"),
    ],
)
def test_a_failure_in_any_stage_publishes_nothing(
    press: Press, room: ModuleType, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.traveller()
    draft = press.approved()

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"{stage} is broken")

    with monkeypatch.context() as broken:
        broken.setattr(room, stage, fail)
        with pytest.raises(RuntimeError, match=stage):
            publish(draft, publisher=press.desk.eva, now=NOON)
    nothing_left_the_house(draft)
    assert publish(draft, publisher=press.desk.eva, now=NOON).number == 1


def test_the_same_draft_is_published_once(press: Press) -> None:
    press.traveller()
    draft = press.approved()
    publish(draft, publisher=press.desk.eva, now=NOON)
    with pytest.raises(NotApproved, match="published already"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    assert Edition.objects.count() == 1
    assert Delivery.objects.count() == 1


def test_an_edit_after_the_approval_keeps_the_text_in_the_house(press: Press) -> None:
    draft = press.approved()
    edit(
        draft, changed(draft, headline="Earthquake shakes Kisumu and the lake"), revision=draft.revision,
        author=press.desk.ana, now=NOON,
    )  # fmt: skip
    with pytest.raises(NotApproved):
        publish(draft, publisher=press.desk.eva, now=NOON)
    assert not Edition.objects.exists()


def test_whoever_may_not_publish_does_not(press: Press) -> None:
    draft = press.approved()
    with pytest.raises(NotAllowed):
        publish(draft, publisher=press.desk.rob, now=NOON)
    nothing_left_the_house(draft)


def test_nothing_leaves_unsigned_where_signatures_are_due(
    press: Press, settings: pytest.FixtureRequest
) -> None:
    settings.TOCSIN_SIGNATURE_DUE = True
    draft = press.approved()
    with pytest.raises(SignatureMissing, match="TOCSIN_SIGNING_KEY and TOCSIN_SIGNING_CERTIFICATE"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    nothing_left_the_house(draft)


@pytest.mark.parametrize(
    "broken", ["gone", "not a key", "another's key", "half set", "expired", "not valid yet"]
)
def test_a_key_that_cannot_sign_stops_the_publication(
    press: Press, signing: bytes, settings: pytest.FixtureRequest, broken: str
) -> None:
    from tocsin.cap.tests.test_signature import make_signer

    key = Path(settings.TOCSIN_SIGNING_KEY)
    if broken == "gone":
        key.unlink()
    elif broken == "not a key":
        key.write_text("no key at all")
    elif broken == "another's key":
        key.write_bytes(make_signer("other.example")[0])
    elif broken in ("expired", "not valid yet"):
        start = NOON - timedelta(days=400) if broken == "expired" else NOON + timedelta(days=1)
        pair = make_signer("desk.example", start=start)
        key.write_bytes(pair[0])
        Path(settings.TOCSIN_SIGNING_CERTIFICATE).write_bytes(pair[1])
    else:
        settings.TOCSIN_SIGNING_KEY = ""
    draft = press.approved()
    with pytest.raises(SignatureMissing, match="Nothing was published"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    nothing_left_the_house(draft)


def test_a_sender_that_cap_cannot_name_stops_the_publication(press: Press) -> None:
    organisation = press.desk.organisation
    organisation.sender = "Harbour Relief, Kisumu"
    organisation.save()
    draft = press.approved()
    with pytest.raises(DocumentInvalid, match=r"sender-characters.*Nothing was published"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    nothing_left_the_house(draft)


def test_a_short_form_without_room_for_its_act_stops_the_publication(
    press: Press, settings: pytest.FixtureRequest
) -> None:
    settings.TOCSIN_PUBLIC_ADDRESS = f"https://{'long.' * 30}example"
    draft = press.approved()
    with pytest.raises(DocumentInvalid, match="160 characters"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    nothing_left_the_house(draft)


def test_the_short_forms_fit_and_carry_level_place_act_and_link(press: Press) -> None:
    edition = press.publish()
    for limit in (160, 600):
        words = bytes(edition.documents.get(form=f"text-{limit}").body).decode()
        assert len(words) <= limit
        assert words.startswith(f"{edition.level}: Kisumu")
        assert words.endswith(f"/a/{edition.alert.pk}/")
        assert "..." not in words, "the first act is whole"


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[int], None]) -> list[Edition]:
    """Let `act` be done after documents were made, before they are published; return what they were made of, each time."""
    made: list[Edition] = []

    def making(edition: Edition, text: AlertText) -> tuple[Form, ...]:
        documents = make_documents(edition, text)
        made.append(edition)
        act(len(made))
        return documents

    monkeypatch.setattr(publication, "make_documents", making)
    return made


@pytest.mark.django_db(transaction=True)
def test_nobody_is_held_up_while_documents_are_made_and_signed(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_then: list[bool] = []
    meanwhile(monkeypatch, lambda _time: open_then.append(connection.in_atomic_block))
    publish(press.approved(), publisher=press.desk.eva, now=NOON)
    assert open_then == [False]


def test_a_draft_that_is_taken_back_while_its_documents_are_made_is_not_published(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = press.approved()
    meanwhile(
        monkeypatch, lambda _time: send_back(draft, reviewer=press.desk.eva, reason="Not yet.", now=NOON)
    )
    with pytest.raises(NotApproved, match="editing"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    assert not Edition.objects.exists()
    assert not Document.objects.exists()


def test_a_draft_that_is_edited_while_its_documents_are_made_is_not_published(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = press.approved()
    other = changed(draft, headline="Nothing happened in Kisumu")
    meanwhile(
        monkeypatch,
        lambda _time: edit(draft, other, revision=draft.revision, author=press.desk.ana, now=NOON),
    )
    with pytest.raises(NotApproved, match="editing"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    assert not Edition.objects.exists()


def test_two_who_publish_at_once_publish_once(press: Press) -> None:
    draft, eva = press.approved(), press.desk.eva
    mine, theirs = (proof_of(draft, publisher=eva, now=NOON, make_documents=make_documents) for _ in range(2))
    freeze(mine, publisher=eva, now=NOON)
    with pytest.raises(NotApproved, match="published already"):
        freeze(theirs, publisher=eva, now=NOON)
    assert Edition.objects.count() == 1


def test_documents_are_made_anew_where_what_they_say_changed_meanwhile(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = press.approved()

    def renamed(time: int) -> None:
        if time == 1:
            type(press.desk.organisation).objects.update(name="Harbour Relief East")

    assert len(meanwhile(monkeypatch, renamed)) == 0
    edition = publish(draft, publisher=press.desk.eva, now=NOON)
    assert b"Harbour Relief East" in bytes(edition.documents.get(form="cap").body)


def test_a_publication_whose_grounds_never_stay_the_same_gives_up_and_says_so(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = press.approved()
    made = meanwhile(
        monkeypatch, lambda time: type(press.desk.organisation).objects.update(name=f"Name {time}") and None
    )
    with pytest.raises(ProofOutdated, match="Nothing went out: publish it again"):
        publish(draft, publisher=press.desk.eva, now=NOON)
    assert len(made) == 3
    nothing_left_the_house(draft)

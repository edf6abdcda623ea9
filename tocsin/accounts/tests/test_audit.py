"""The audit log cannot be changed unnoticed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from tocsin.accounts.audit import entry_hash, record, verify, written_together
from tocsin.accounts.errors import AuditBroken
from tocsin.accounts.guards import missing_guards
from tocsin.accounts.models import AuditEntry, AuditHead, Organisation
from tocsin.accounts.tests.guards import lowered

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)


def test_entries_are_chained_and_verify(desk: Organisation, noon: datetime) -> None:
    for number in range(5):
        record(desk, "note", f"thing:{number}", now=noon, detail={"number": number})
    assert verify(desk) == 5


def test_entries_that_are_written_together_are_chained_like_any_other(
    desk: Organisation, noon: datetime
) -> None:
    record(desk, "note", "thing:0", now=noon)
    with written_together(desk):
        record(desk, "note", "thing:1", now=noon)
        with written_together(desk):
            record(desk, "note", "thing:2", now=noon)
    record(desk, "note", "thing:3", now=noon)
    assert verify(desk) == 4


def test_a_block_that_fails_leaves_no_entry_and_a_whole_chain(desk: Organisation, noon: datetime) -> None:
    record(desk, "note", "thing:0", now=noon)
    with pytest.raises(TypeError), written_together(desk):
        record(desk, "note", "thing:1", now=noon, detail={"unspeakable": object()})
    record(desk, "note", "thing:2", now=noon)
    assert verify(desk) == 2


def test_the_database_refuses_to_change_or_delete_an_entry(desk: Organisation, noon: datetime) -> None:
    record(desk, "note", "thing:1", now=noon)
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        AuditEntry.objects.update(actor="somebody else")
    with pytest.raises(DatabaseError, match="never changes"), transaction.atomic():
        AuditEntry.objects.all().delete()


def test_a_change_behind_the_guards_is_found(desk: Organisation, noon: datetime) -> None:
    for number in range(3):
        record(desk, "note", f"thing:{number}", now=noon)
    with lowered():
        AuditEntry.objects.filter(sequence=2).update(actor="somebody else")
    with pytest.raises(AuditBroken, match="entry 2"):
        verify(desk)


def test_a_missing_last_entry_is_found(desk: Organisation, noon: datetime) -> None:
    for number in range(3):
        record(desk, "note", f"thing:{number}", now=noon)
    with lowered():
        AuditEntry.objects.filter(sequence=3).delete()
    with pytest.raises(AuditBroken, match="the last ones are gone"):
        verify(desk)


def test_a_last_entry_that_went_with_the_end_of_the_chain_is_found(
    desk: Organisation, noon: datetime
) -> None:
    for number in range(3):
        record(desk, "note", f"thing:{number}", now=noon)
    with lowered():
        AuditEntry.objects.filter(sequence=3).delete()
        AuditHead.objects.filter(organisation=desk).delete()
    with pytest.raises(AuditBroken, match="no end that they lead to"):
        verify(desk)


def test_a_last_entry_that_was_put_in_the_place_of_another_is_found(
    desk: Organisation, noon: datetime
) -> None:
    record(desk, "note", "thing:0", now=noon)
    told = record(desk, "tell", "thing:1", now=noon)
    with lowered():
        others = entry_hash(
            previous=told.previous_hash, sequence=2, at=noon, actor=told.actor, action="hide", subject="thing:1",
            detail={},
        )  # fmt: skip
        AuditEntry.objects.filter(pk=told.pk).update(action="hide", hash=others)
    with pytest.raises(AuditBroken, match="others stand in their place"):
        verify(desk)


def test_every_guard_stands_after_migration() -> None:
    assert missing_guards(connection) == ()
    with lowered():
        assert len(missing_guards(connection)) >= 6

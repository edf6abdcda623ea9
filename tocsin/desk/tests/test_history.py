"""History: filtered, and whether its chain is whole."""

from __future__ import annotations

from tocsin.accounts.models import AuditEntry
from tocsin.accounts.tests.guards import lowered


def test_the_log_is_filtered_and_its_chain_verifies(scene, as_user):
    client = as_user(scene.administrator)
    page = client.get("/desk/history/").content.decode()
    assert "The chain verifies" in page
    assert "person.add" in page
    only = client.get("/desk/history/?action=person.add&actor=Pia").content.decode()
    assert "publish edition</td>" not in only
    assert f"person:{scene.mira.pk}" in only
    assert "No entry is like that" in client.get("/desk/history/?subject=nothing").content.decode()


def test_a_log_that_was_tampered_with_says_where(scene, as_user):
    with lowered():
        AuditEntry.objects.filter(sequence=2).update(actor="Somebody else")
    page = as_user(scene.administrator).get("/desk/history/").content.decode()
    assert "does not verify at entry 2" in page

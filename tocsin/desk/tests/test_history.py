"""History: filtered, and whether its chain is whole."""

from __future__ import annotations

import ast
from pathlib import Path

from tocsin.accounts.models import AuditEntry
from tocsin.accounts.tests.guards import lowered
from tocsin.desk.history_words import ACTIONS

SOURCE = Path(__file__).resolve().parents[2]


def test_the_log_is_filtered_and_its_chain_verifies(scene, as_user):
    client = as_user(scene.administrator)
    page = client.get("/desk/history/").content.decode()
    assert "The chain verifies" in page
    assert "person added" in page
    only = client.get("/desk/history/?action=person.add&actor=Pia").content.decode()
    assert "edition published</td>" not in only
    assert f"person {scene.mira.pk}" in only
    assert "No entry is like that" in client.get("/desk/history/?subject=nothing").content.decode()


def test_a_log_that_was_tampered_with_says_where(scene, as_user):
    with lowered():
        AuditEntry.objects.filter(sequence=2).update(actor="Somebody else")
    page = as_user(scene.administrator).get("/desk/history/").content.decode()
    assert "does not verify at entry 2" in page


def test_the_history_is_read_in_the_readers_language_and_kept_in_english(scene, as_user):
    client = as_user(scene.administrator)
    french = client.get("/desk/history/", HTTP_ACCEPT_LANGUAGE="fr").content.decode()
    assert "édition publiée</td>" in french
    assert "personne ajoutée</option>" in french
    arabic = client.get("/desk/history/", HTTP_ACCEPT_LANGUAGE="ar").content.decode()
    assert "نُشر إصدار</td>" in arabic
    assert "بصمة المحتوى" in arabic
    assert AuditEntry.objects.filter(action="publish edition").exists()


def test_every_act_that_the_house_records_has_words(scene):
    """What the code hands to the audit log, as far as it can be read from it, is said in words."""
    found = {
        action for path in SOURCE.rglob("*.py") if "tests" not in path.parts for action in _actions(path)
    }
    assert {"publish edition", "person.add", "help-taken", "close account"} <= found
    assert found - set(ACTIONS) == set()
    assert set(AuditEntry.objects.values_list("action", flat=True)) <= set(ACTIONS)


def _actions(path):
    """The plain texts that stand second in a call of one of the recorders of a module that writes to the audit log."""
    text = path.read_text(encoding="utf-8")
    if "accounts.audit import" not in text and "accounts import audit" not in text:
        return
    for call in ast.walk(ast.parse(text)):
        if not isinstance(call, ast.Call) or len(call.args) < 2:
            continue
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name in {"record", "_record", "_note", "write_down", "_set_active"}:
            yield from (
                one.value
                for one in ast.walk(call.args[2 if name == "_set_active" else 1])
                if isinstance(one, ast.Constant)
                and isinstance(one.value, str)
                and "undo " != one.value != " incident"
            )

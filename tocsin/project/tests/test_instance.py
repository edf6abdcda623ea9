"""An instance keeps its keys to itself, checks itself, and comes back from a backup."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tocsin.project.databases import database_from


def tocsin(home: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "TOCSIN_HOME": str(home), **variables}
    environment.pop("TOCSIN_DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "tocsin", *words], env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    assert tocsin(home, "migrate").returncode == 0
    made = tocsin(
        home, "user", "add", "ana@desk.example", "Ana", "--role", "analyst", "--organisation-name", "Desk",
        "--password", "a-long-enough-word",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return home


def test_keys_are_made_once_and_readable_by_their_owner_only(instance: Path) -> None:
    key = (instance / "field.key").read_text()
    assert tocsin(instance, "check").returncode == 0
    assert (instance / "field.key").read_text() == key
    for name in ("secret.key", "field.key"):
        assert (instance / name).stat().st_mode & 0o077 == 0
    assert instance.stat().st_mode & 0o077 == 0


def test_check_names_a_guard_that_is_gone_and_migrate_puts_it_up_again(instance: Path) -> None:
    import sqlite3

    with sqlite3.connect(instance / "tocsin.db") as database:
        database.execute("DROP TRIGGER alerts_edition_immutable_update")
        database.execute("DROP TRIGGER alerts_edition_immutable_delete")
    found = tocsin(instance, "check")
    assert found.returncode == 1
    assert "alerts_edition_immutable does not stand" in found.stdout
    assert tocsin(instance, "migrate").returncode == 0
    assert tocsin(instance, "check").returncode == 0


def test_check_finds_a_changed_audit_log(instance: Path) -> None:
    import sqlite3

    with sqlite3.connect(instance / "tocsin.db") as database:
        database.execute("DROP TRIGGER accounts_auditentry_immutable_update")
        database.execute("UPDATE accounts_auditentry SET actor = 'nobody'")
    found = tocsin(instance, "check")
    assert found.returncode == 1
    assert "does not verify at entry 1" in found.stdout


def test_a_backup_comes_back_whole_and_never_over_an_instance(instance: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.tar.gz"
    assert tocsin(instance, "backup", str(kept)).returncode == 0
    assert kept.stat().st_mode & 0o077 == 0
    assert "exists already" in tocsin(instance, "backup", str(kept)).stderr
    assert "holds a database already" in tocsin(instance, "restore", str(kept)).stderr
    fresh = tmp_path / "fresh"
    back = tocsin(fresh, "restore", str(kept))
    assert back.returncode == 0, back.stderr
    assert (fresh / "field.key").read_text() == (instance / "field.key").read_text()
    assert tocsin(fresh, "check").stdout == "Everything checked is in order.\n"


def test_a_file_that_is_no_backup_changes_nothing(tmp_path: Path) -> None:
    other = tmp_path / "other.tar.gz"
    with tarfile.open(other, "w:gz") as archive:
        archive.add(__file__, "../../somewhere.py")
    found = tocsin(tmp_path / "home", "restore", str(other))
    assert found.returncode == 1
    assert "was not written by `tocsin backup`" in found.stderr
    assert not (tmp_path / "home" / "tocsin.db").exists()


def test_a_weak_password_or_unknown_role_is_refused_with_the_remedy(instance: Path) -> None:
    weak = tocsin(
        instance, "user", "add", "b@desk.example", "B", "--role", "analyst", "--organisation", "desk", "--password", "short"
    )  # fmt: skip
    assert weak.returncode == 1
    assert "12 characters" in weak.stderr
    role = tocsin(
        instance, "user", "add", "b@desk.example", "B", "--role", "boss", "--organisation", "desk",
        "--password", "a-long-enough-word",
    )  # fmt: skip
    assert "'boss' is no role. Roles: reader," in role.stderr


def test_a_token_is_shown_once_and_wrong_scopes_are_named(instance: Path) -> None:
    made = tocsin(instance, "token", "add", "field", "reports:write")
    assert made.stdout.startswith("tocsin_")
    wrong = tocsin(instance, "token", "add", "field", "reports:all")
    assert "Unknown scope 'reports:all'. Scopes: alerts:read" in wrong.stderr


def test_only_the_two_databases_are_taken(tmp_path: Path) -> None:
    assert database_from("", tmp_path)["NAME"] == str(tmp_path / "tocsin.db")
    made = database_from("postgresql://ana:p%40ss@db.example:5433/tocsin", tmp_path)
    assert (made["PASSWORD"], made["PORT"], made["NAME"]) == ("p@ss", "5433", "tocsin")
    with pytest.raises(ImproperlyConfigured, match="mysql"):
        database_from("mysql://db.example/tocsin", tmp_path)

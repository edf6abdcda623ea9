"""What was published stays as it was, at its addresses, whatever the desk or the software changes afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from tocsin.accounts.models import Organisation
from tocsin.alerts.models import Document, Edition
from tocsin.alerts.tests.desk import NOON
from tocsin.cap import parse, verify
from tocsin.cap.tests.test_signature import make_signer
from tocsin.publishing import pages
from tocsin.publishing.documents import page
from tocsin.publishing.tests.press import Press

pytestmark = pytest.mark.django_db

Change = Callable[[Press, Any, pytest.MonkeyPatch, Path], None]


def rename(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    Organisation.objects.update(name="Another name")


def move_sender(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    Organisation.objects.update(sender="elsewhere@example.org")


def change_key(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    key, certificate = make_signer("new.example", start=NOON)
    (folder / "new-key.pem").write_bytes(key)
    (folder / "new-certificate.pem").write_bytes(certificate)
    settings.TOCSIN_SIGNING_KEY = str(folder / "new-key.pem")
    settings.TOCSIN_SIGNING_CERTIFICATE = str(folder / "new-certificate.pem")


def take_key_away(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.TOCSIN_SIGNING_KEY = settings.TOCSIN_SIGNING_CERTIFICATE = ""
    settings.TOCSIN_SIGNATURE_DUE = True


def move_house(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.TOCSIN_PUBLIC_ADDRESS = "https://elsewhere.example"


def speak_otherwise(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    settings.LANGUAGE_CODE = "ar"
    settings.LANGUAGES = [("ar", "العربية")]


def redesign(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(page, "public_style", lambda: "body{color:red}")
    monkeypatch.setattr(page, "render_to_string", lambda *_, **__: "<html>Another template</html>")


def publish_more(press: Press, settings: Any, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    press.news(15, hours=3)
    press.update(Edition.objects.get().alert, hours=4)


CHANGES: tuple[Change, ...] = (
    rename, move_sender, change_key, take_key_away, move_house, speak_otherwise, redesign, publish_more,
)  # fmt: skip


def served(edition: Edition) -> dict[str, tuple[Any, ...]]:
    """All that a partner gets of each form: bytes, tag, time of change, media type, policy and language."""
    names = ("ETag", "Last-Modified", "Content-Type", "Content-Security-Policy", "Content-Language")
    found = {}
    for form in Document.Form.values:
        answer = Client().get(f"/alerts/{edition.alert.slug}/editions/{edition.number}/{form}")
        assert answer.status_code == 200
        found[form] = (answer.content, *(answer[name] for name in names if name in answer))
    return found


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_edition_is_served_byte_for_byte_as_before(
    press: Press,
    signing: bytes,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    change: Change,
) -> None:
    monkeypatch.setattr(pages, "now", lambda: NOON)
    edition = press.publish()
    before = served(edition)
    message = parse(before["cap"][0])
    change(press, settings, monkeypatch, tmp_path)
    after = served(edition)
    assert after == before
    again = parse(after["cap"][0])
    assert (again.identifier, again.sender, again.sent) == (message.identifier, message.sender, message.sent)
    assert verify(after["cap"][0], [signing], at=NOON).trusted
    for form, (_body, tag, *_rest) in before.items():
        path = f"/alerts/{edition.alert.slug}/editions/{edition.number}/{form}"
        assert Client().get(path, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("table", "column"),
    [
        *(("alerts_edition", name) for name in ("identifier", "sender", "sent", "content_hash", "headline", "level")),
        *(("alerts_document", name) for name in ("body", "digest", "media_type", "form")),
    ],
)  # fmt: skip
def test_the_database_refuses_to_change_or_delete_what_was_published(
    press: Press, table: str, column: str
) -> None:
    edition = press.publish()
    before = served(edition)
    value = "2017-01-01 00:00:00+00:00" if column == "sent" else b"other" if column == "body" else "other"
    for statement, values in (
        (f'UPDATE "{table}" SET "{column}" = %s', [value]),
        (f'DELETE FROM "{table}"', []),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    assert served(edition) == before

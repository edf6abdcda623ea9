"""A real mail server for the demo: what is sent to it is kept as files, and shown on the mailbox page."""

from __future__ import annotations

import base64
import email
import email.policy
import re
import socket
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

_NAME = re.compile(r"^\d{6}$")


def folder() -> Path:
    """Return the folder of the kept mails, made where it is missing."""
    path: Path = settings.TOCSIN_HOME / "mailbox"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


@dataclass(frozen=True, slots=True)
class Mail:
    """One kept mail."""

    name: str
    to: str
    subject: str
    sent: datetime
    text: str
    html: str

    @property
    def links(self) -> list[str]:
        """The addresses that stand in its text."""
        return re.findall(r"https?://[^\s>\")]+", self.text)


class _Keeper:
    """Keeps every mail under the next number."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        names = [int(path.stem) for path in folder().glob("*.eml") if _NAME.match(path.stem)]
        path = folder() / f"{max(names, default=0) + 1:06d}.eml"
        path.write_bytes(bytes(envelope.original_content or b""))
        return f"250 Kept as {path.stem}"


class MailServer:
    """The demo's mail server on loopback, on a free port."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self._controller: Any = Controller(_Keeper(), hostname="127.0.0.1", port=self._port)

    def start(self) -> str:
        """Start it and return its address, as smtp://127.0.0.1:2525."""
        self._controller.start()
        return f"smtp://127.0.0.1:{self._port}"

    def stop(self) -> None:
        """Stop it."""
        self._controller.stop()


def mails() -> list[Mail]:
    """Return the kept mails, the newest first."""
    return [read_mail(path.stem) for path in sorted(folder().glob("*.eml"), reverse=True)]


def read_mail(name: str) -> Mail:
    """Return the mail kept as `name`; raise FileNotFoundError where there is none."""
    if not _NAME.match(name):
        raise FileNotFoundError(name)
    message = email.message_from_bytes((folder() / f"{name}.eml").read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    return Mail(
        name=name,
        to=str(message["To"]),
        subject=str(message["Subject"]).strip(),
        sent=parsedate_to_datetime(str(message["Date"])),
        text=plain.get_content() if plain else "",
        html=_with_pictures(html.get_content(), message) if html else "",
    )


def _with_pictures(html: str, message: EmailMessage) -> str:
    """Return `html` with the pictures that came in the mail put in, as a mail program shows them."""
    for part in message.walk():
        name = str(part.get("Content-ID", "")).strip("<> ")
        if name and part.get_content_maintype() == "image":
            packed = base64.b64encode(part.get_content()).decode()
            html = html.replace(f'"cid:{name}"', f'"data:{part.get_content_type()};base64,{packed}"')
    return html

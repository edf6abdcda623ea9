"""The mailbox that bounces and replies lie in, fetched by IMAP (RFC 3501) over TLS."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError

from tocsin.delivery.asides import back_again, is_broken, try_once
from tocsin.delivery.errors import InboundInvalid, MailboxUnreachable, MailUnreadable
from tocsin.delivery.inbound.arrivals import post_of
from tocsin.delivery.inbound.incoming_mail import LONGEST_MAIL
from tocsin.delivery.inbound.mails import take_mail
from tocsin.delivery.models import Aside

_log = logging.getLogger(__name__)

#: So many mails are fetched in one round.
MOST_AT_ONCE = 100
_PORT = 993
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_INTERNAL_DATE = re.compile(rb'INTERNALDATE " ?(\d{1,2}-[A-Z][a-z]{2}-\d{4} \d{2}:\d{2}:\d{2} [+-]\d{4})"')


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """A folder of a mailbox. `timeout` (seconds) bounds every wait; `authority` is a PEM file to trust, '' for the machine's."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    timeout: float = 15.0
    authority: str = ""


def mailbox_from(address: str) -> MailboxAddress | None:
    """Return the mailbox that imaps://user:password@host:993/FOLDER?timeout=15&ca=FILE names; None for ''.

    Raises InboundInvalid for anything else; its words never repeat the password.
    """
    if not address:
        return None
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
        if parts.scheme != "imaps" or not parts.hostname or not parts.username or not parts.password:
            raise ValueError("not whole")  # noqa: TRY301
        return MailboxAddress(
            host=parts.hostname,
            port=parts.port or _PORT,
            user=unquote(parts.username),
            password=unquote(parts.password),
            folder=unquote(parts.path.strip("/")) or "INBOX",
            timeout=float(asked.get("timeout", ["15"])[0]),
            authority=asked.get("ca", [""])[0],
        )
    except ValueError:
        raise InboundInvalid(
            "TOCSIN_IMAP_ADDRESS cannot be used: write imaps://USER:PASSWORD@HOST/INBOX, special characters of the "
            "password as %40."
        ) from None


def fetch_new(
    mailbox: MailboxAddress, *, clock: Callable[[], datetime], stop: Callable[[], bool] = lambda: False
) -> int:
    """Take in what lies unseen in `mailbox`, and return how many mails that were, the broken ones included.

    A mail is marked as seen only after it is committed, so that none is lost; one that comes twice counts once. One that
    cannot be read is flagged and never fetched again; one in which a worker ended is passed over for ten minutes, and
    where that happens twice it is flagged too, and reported. Raises MailboxUnreachable, InboundInvalid, and DatabaseError.
    """
    if not mailbox.folder.isascii():
        raise InboundInvalid(
            "TOCSIN_IMAP_ADDRESS cannot be used: write the folder's name as the server does, in modified UTF-7 (RFC 3501, "
            "section 5.1.3), as Entw&APw-rfe."
        )
    try:
        with contextlib.closing(_Conversation(mailbox)) as conversation:
            numbers = conversation.unseen()[:MOST_AT_ONCE]
            for count, number in enumerate(numbers):
                if stop():
                    return count
                _take(conversation, number, clock())
            return len(numbers)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxUnreachable(
            f"The mailbox on {mailbox.host}:{mailbox.port} cannot be read: {error}. It is tried again."
        ) from error


def fetch_configured(*, clock: Callable[[], datetime], stop: Callable[[], bool] = lambda: False) -> int:
    """Take in what lies in the mailbox of the settings, and return how many mails; 0 where none is set.

    What keeps us from it is said in the log: it ends no worker.
    """
    try:
        mailbox = mailbox_from(settings.TOCSIN_IMAP_ADDRESS)
        return fetch_new(mailbox, clock=clock, stop=stop) if mailbox else 0
    except (InboundInvalid, MailboxUnreachable) as error:
        _log.warning("%s", error)
        return 0


class _Conversation:
    def __init__(self, mailbox: MailboxAddress) -> None:
        trust = ssl.create_default_context(cafile=mailbox.authority or None)
        self._imap = imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=trust, timeout=mailbox.timeout)
        try:
            self._sign_in(mailbox)
            self._expect(self._imap.select('"' + mailbox.folder.replace('"', "") + '"'))
        except BaseException:
            self.close()
            raise

    def _sign_in(self, mailbox: MailboxAddress) -> None:
        if (mailbox.user + mailbox.password).isascii():
            self._imap.login(mailbox.user, mailbox.password)
            return
        # LOGIN has no other letters; SASL PLAIN has all of them (RFC 4616).
        said = f"\0{mailbox.user}\0{mailbox.password}".encode()
        self._imap.authenticate("PLAIN", lambda _challenge: said)

    def unseen(self) -> list[str]:
        """Return the numbers (UID) of mails that nobody has looked at and nobody put aside."""
        (found, *_rest) = self._expect(self._imap.uid("SEARCH", "UNSEEN", "UNFLAGGED", "UNDELETED"))
        return [number.decode() for number in (found or b"").split()]

    def size(self, number: str) -> int:
        """Return how many bytes a mail has; 0 where it is gone."""
        found = _SIZE.search(_joined(self._expect(self._imap.uid("FETCH", number, "(RFC822.SIZE)"))))
        return int(found[1]) if found else 0

    def mail(self, number: str) -> tuple[bytes, datetime | None] | None:
        """Return the bytes of a mail without marking it, and when the server had it (INTERNALDATE, UTC); None where it is gone."""
        wanted = f"(INTERNALDATE BODY.PEEK[]<0.{LONGEST_MAIL + 1}>)"
        answer = self._expect(self._imap.uid("FETCH", number, wanted))
        for part in answer:
            if isinstance(part, tuple):
                # The date may stand before the bytes or after them (RFC 9051, 7.5.2).
                around = (one[0] if isinstance(one, tuple) else one for one in answer)
                return bytes(part[1]), _had_at(b" ".join(one for one in around if isinstance(one, bytes)))
        return None

    def mark(self, number: str, flags: str) -> None:
        """Put flags on a mail."""
        self._expect(self._imap.uid("STORE", number, "+FLAGS.SILENT", f"({flags})"))

    def close(self) -> None:
        """Say good-bye, if the server still listens."""
        with contextlib.suppress(OSError, imaplib.IMAP4.error):
            self._imap.logout()

    def _expect(self, answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
        said, data = answer
        if said != "OK":
            raise imaplib.IMAP4.error(f"it said {said} {_joined(data)[:200]!r}")
        return data


def _joined(data: Sequence[Any]) -> bytes:
    parts = (one[0] if isinstance(one, tuple) else one for one in data)
    return b" ".join(part for part in parts if isinstance(part, bytes))


def _had_at(said: bytes) -> datetime | None:
    """Return the INTERNALDATE of a FETCH response (RFC 9051, 7.5.2) in UTC; None where it has none that can be read."""
    found = _INTERNAL_DATE.search(said)
    try:
        return datetime.strptime(found[1].decode(), "%d-%b-%Y %H:%M:%S %z").astimezone(UTC) if found else None
    except ValueError:
        return None


def _take(conversation: _Conversation, number: str, now: datetime) -> None:
    flags = "\\Seen"
    # A mail that ends the worker ends it again: what is begun is written down before, and taken away after.
    if not try_once(
        Aside.Kind.MAIL, int(number), "The worker ended while it read this mail. Look at it there.", now=now
    ):
        if is_broken(Aside.Kind.MAIL, int(number), now=now):
            _log.error(
                "Mail %s of the mailbox is put aside with a flag: workers ended while they read it.", number
            )
            conversation.mark(number, "\\Seen \\Flagged")
        return
    try:
        flags += _read(conversation, number, now)
    finally:
        # What could be said of it was said: here nobody ended.
        back_again(Aside.Kind.MAIL, int(number))
    conversation.mark(number, flags)


def _read(conversation: _Conversation, number: str, now: datetime) -> str:
    """Take in one mail; return the flag with which it is put aside, '' for one that is taken in."""
    try:
        size = conversation.size(number)
        if size > LONGEST_MAIL:
            raise MailUnreadable(f"The mail has {size} bytes: {LONGEST_MAIL} at most are read.")  # noqa: TRY301
        found = conversation.mail(number)
        if found is not None:
            data, had_at = found
            # A server whose clock is ahead gets nobody an answer of tomorrow.
            said_at = min(had_at, now) if had_at else None
            take_mail(data, post_of(data, via="mailbox", at=now, said_at=said_at))
    except MailUnreadable as error:
        _log.warning("Mail %s of the mailbox is put aside with a flag: %s", number, error)
        return " \\Flagged"
    except (DatabaseError, OSError, imaplib.IMAP4.error):
        raise
    except Exception:  # noqa: BLE001 one mail's fault may not stop the others, nor come again and again
        _log.exception("Mail %s of the mailbox is put aside with a flag: a fault in Tocsin.", number)
        return " \\Flagged"
    return ""

"""Mail out: a small pool of kept-alive SMTP conversations (RFC 5321)."""

from __future__ import annotations

import contextlib
import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf import settings

from tocsin.delivery.channels import Response
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.decide import Outcome, Stage, smtp_outcome
from tocsin.delivery.errors import AddressInvalid
from tocsin.delivery.messages import Letter, mail

#: Servers hang up on a conversation that says nothing for long; one that rested longer is opened anew.
_RESTED_TOO_LONG = 30.0
_Step = Callable[[], tuple[int, bytes]]
_SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server as TOCSIN_SMTP_ADDRESS names it. `timeout` (seconds) bounds every wait for it."""

    host: str
    port: int
    security: str = "smtp"
    user: str = ""
    password: str = ""
    timeout: float = 15.0
    #: A PEM file with the certificate authority to trust instead of the machine's.
    authority: str = ""


def server_from(address: str) -> SmtpServer | None:
    """Return the server that `address` names, as smtp+starttls://user:word@host:587?timeout=15&ca=FILE; None for ''.

    Raises AddressInvalid for anything else.
    """
    if not address:
        return None
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise AddressInvalid(f"it begins with none of {', '.join(_SCHEMES)}, or names no host")  # noqa: TRY301
        return SmtpServer(
            host=parts.hostname,
            port=parts.port or _SCHEMES[parts.scheme],
            security=parts.scheme,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            timeout=float(asked.get("timeout", ["15"])[0]),
            authority=asked.get("ca", [""])[0],
        )
    except (ValueError, AddressInvalid) as error:
        raise AddressInvalid(
            f"TOCSIN_SMTP_ADDRESS cannot be used: {error}. Write smtp://HOST:PORT, "
            "smtp+starttls://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465."
        ) from error


class _Refusal(Exception):
    """The server said no at some stage of the conversation."""

    def __init__(self, code: int, words: bytes | str, stage: Stage) -> None:
        said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
        super().__init__(f"{code} {' '.join(said.split())}")
        self.code, self.stage = code, stage


class SmtpChannel:
    """Hands mails over to one server, on as many kept-alive conversations as there are threads that send."""

    def __init__(self, server: SmtpServer | None, sender: str, fault: str = "") -> None:
        self._server, self._sender, self._fault = server, sender, fault
        self._resting: list[tuple[smtplib.SMTP, float]] = []
        self._open: set[smtplib.SMTP] = set()
        self._lock = threading.Lock()
        self._breaker = Breaker()

    @classmethod
    def configured(cls) -> SmtpChannel:
        """Return the channel of the settings. A wrong address stops no worker: each attempt says what is wrong."""
        try:
            return cls(server_from(settings.TOCSIN_SMTP_ADDRESS), settings.TOCSIN_MAIL_FROM)
        except AddressInvalid as error:
            return cls(None, settings.TOCSIN_MAIL_FROM, str(error))

    def send(self, letter: Letter) -> Response:
        """Hand one mail over; the answer carries the server's own words."""
        if self._server is None:
            return Response(
                Outcome.TECHNICAL,
                self._fault or "No mail server is set: set TOCSIN_SMTP_ADDRESS and start again.",
            )
        try:
            recipient = _ascii_domain(letter.address)
            message = mail(letter, sender=self._sender, recipient=recipient)
        except (ValueError, UnicodeError, IndexError) as error:
            return Response(Outcome.PERMANENT, f"No mail can be made for this address: {error}")
        return self._breaker.guard(
            f"{self._server.host}:{self._server.port}",
            lambda: self._try(message, recipient),
            urgent=letter.is_urgent,
        )

    def send_many(self, letters: Sequence[Letter]) -> Iterator[Response]:
        """Hand several mails over; where the server takes it, each begins in the packet that ends the one before (RFC 2920).

        At the first thing that goes another way than it should, the rest are handed over one by one.
        """
        done = 0
        for response in self._train(letters) if len(letters) > 1 else ():
            done += 1
            yield response
        yield from map(self.send, letters[done:])

    def _train(self, letters: Sequence[Letter]) -> Iterator[Response]:
        """Yield the answers to as many of `letters` as went over one after the other without a hitch."""
        try:
            smtp, _reused = self._conversation(fresh=False)
        except (OSError, smtplib.SMTPException, _Refusal):
            return
        if not smtp.has_extn("pipelining"):
            self._rest(smtp)
            return
        is_whole = False
        try:
            mails = [self._wagon(letter) for letter in letters]
            _write(smtp, mails[0][0])
            for at, (_envelope, content) in enumerate(mails):
                if [smtp.getreply()[0] // 100 for _ in range(3)] != [2, 2, 3]:
                    return
                _write(smtp, content + (mails[at + 1][0] if at + 1 < len(mails) else b""))
                is_last_taken, words = _taken(smtp)
                yield words
                if not is_last_taken:
                    return
            is_whole = True
        except (ValueError, UnicodeError, IndexError, OSError, smtplib.SMTPException):
            # Whatever was not answered is tried by itself: its mail was not handed over yet.
            return
        finally:
            self._rest(smtp) if is_whole else self._drop(smtp)

    def _wagon(self, letter: Letter) -> tuple[bytes, bytes]:
        """The envelope and the content of one mail as they travel. Raises ValueError for an address that is none."""
        recipient = _ascii_domain(letter.address)
        if not recipient.isascii():
            raise ValueError("it has a name that only SMTPUTF8 carries")
        content = mail(letter, sender=self._sender, recipient=recipient)
        return f"MAIL FROM:<{self._sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode(), _stuffed(content)

    def _try(self, message: bytes, recipient: str) -> Response:
        # A conversation that rested may have been closed by the server meanwhile. Until the recipient is
        # accepted nothing has been handed over, so a new one is tried at once, once.
        for fresh in (False, True):
            try:
                return self._hand_over(message, recipient, fresh=fresh)
            except _Stale:
                continue
        raise AssertionError("a fresh conversation is never stale")

    def close(self) -> None:
        """Close every conversation, also those in use."""
        with self._lock:
            conversations, self._open, self._resting = list(self._open), set(), []
        for smtp in conversations:
            if smtp.sock is not None:
                with contextlib.suppress(OSError):
                    smtp.sock.shutdown(socket.SHUT_RDWR)
            smtp.close()

    def _hand_over(self, message: bytes, recipient: str, *, fresh: bool) -> Response:
        stage, reused = Stage.GREETING, False
        smtp: smtplib.SMTP | None = None
        try:
            smtp, reused = self._conversation(fresh=fresh)
            code, said = 0, b""
            for stage, step in self._steps(smtp, message, recipient):
                code, said = step()
                if code // 100 not in (2, 3):
                    raise _Refusal(code, said, stage)  # noqa: TRY301
            self._rest(smtp)
            return Response(Outcome.ACCEPTED, f"{code} {said.decode('utf-8', 'replace')}")
        except _Refusal as refusal:
            gone = self._after_refusal(smtp, refusal)
            if reused and gone and refusal.stage is Stage.SENDER:
                raise _Stale from refusal
            return Response(smtp_outcome(refusal.code, refusal.stage), str(refusal))
        except (OSError, smtplib.SMTPException) as error:
            self._drop(smtp)
            if reused and stage in (Stage.GREETING, Stage.SENDER) and not _timed_out(error):
                raise _Stale from error
            return Response(Outcome.TECHNICAL, self._in_words(error, stage))

    def _steps(self, smtp: smtplib.SMTP, message: bytes, recipient: str) -> Iterator[tuple[Stage, _Step]]:
        """Yield the steps of one hand-over, so that a failure knows how far it came."""
        options = []
        if not recipient.isascii():
            if not smtp.has_extn("smtputf8"):
                refusal = b"5.6.7 the mail server takes no address outside ASCII (RFC 6531)"
                yield Stage.RECIPIENT, lambda: (553, refusal)
            options = ["SMTPUTF8"]
        if smtp.has_extn("pipelining"):
            yield from _piped(smtp, self._sender, recipient, options, message)
            return
        yield Stage.SENDER, lambda: smtp.mail(self._sender, options)
        yield Stage.RECIPIENT, lambda: smtp.rcpt(recipient)
        yield Stage.CONTENT, lambda: _data(smtp, message)

    def _conversation(self, *, fresh: bool) -> tuple[smtplib.SMTP, bool]:
        while not fresh:
            with self._lock:
                if not self._resting:
                    break
                smtp, since = self._resting.pop()
            if time.monotonic() - since < _RESTED_TOO_LONG:
                return smtp, True
            self._drop(smtp)
        return self._begin(), False

    def _begin(self) -> smtplib.SMTP:
        server = self._server
        assert server is not None
        smtp: smtplib.SMTP
        if server.security == "smtps":
            smtp = smtplib.SMTP_SSL(timeout=server.timeout, local_hostname=_own_name(), context=self._trust())
        else:
            smtp = smtplib.SMTP(timeout=server.timeout, local_hostname=_own_name())
        try:
            # smtplib checks a certificate against the name that it was given here.
            smtp._host = server.host  # type: ignore[attr-defined]
            _expect(smtp.connect(server.host, server.port), Stage.GREETING)
            with self._lock:
                self._open.add(smtp)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "smtp+starttls":
                _expect(smtp.starttls(context=self._trust()), Stage.ENCRYPTION)
                smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except smtplib.SMTPResponseException as refused:
            self._drop(smtp)
            stage = Stage.SIGN_IN if isinstance(refused, smtplib.SMTPAuthenticationError) else Stage.GREETING
            raise _Refusal(refused.smtp_code, refused.smtp_error, stage) from refused
        except (OSError, smtplib.SMTPException, _Refusal):
            self._drop(smtp)
            raise
        return smtp

    def _trust(self) -> ssl.SSLContext:
        assert self._server is not None
        return ssl.create_default_context(cafile=self._server.authority or None)

    def _after_refusal(self, smtp: smtplib.SMTP | None, refusal: _Refusal) -> bool:
        """Make the conversation good for the next mail; return True where it is gone."""
        if smtp is None:
            return True
        if refusal.code != 421:
            try:
                if smtp.rset()[0] == 250:
                    self._rest(smtp)
                    return False
            except (OSError, smtplib.SMTPException):
                pass
        self._drop(smtp)
        return True

    def _rest(self, smtp: smtplib.SMTP) -> None:
        with self._lock:
            if smtp in self._open:
                self._resting.append((smtp, time.monotonic()))

    def _drop(self, smtp: smtplib.SMTP | None) -> None:
        if smtp is not None:
            with self._lock:
                self._open.discard(smtp)
            smtp.close()

    def _in_words(self, error: Exception, stage: Stage) -> str:
        assert self._server is not None
        place = f"{self._server.host}:{self._server.port}"
        if _timed_out(error):
            late = f"{place} did not answer within {self._server.timeout:g} s ({stage})"
            return f"{late}; it may have been accepted" if stage is Stage.CONTENT else late
        if isinstance(error, smtplib.SMTPServerDisconnected):
            return f"{place} hung up ({stage}): {error}"
        return f"{place}, {stage}: {error}"


class _Stale(Exception):
    """A conversation that rested was closed by the server; nothing was handed over on it."""


def _timed_out(error: Exception) -> bool:
    """Tell whether a wait ended by our own timeout; smtplib reports it as a connection that closed."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


@cache
def _own_name() -> str:
    """Return the name that we greet with; asked once, because asking may wait for a name server."""
    return socket.getfqdn()


def _expect(reply: tuple[int, bytes], stage: Stage) -> None:
    if reply[0] // 100 != 2:
        raise _Refusal(*reply, stage)


def _piped(
    smtp: smtplib.SMTP, sender: str, recipient: str, options: list[str], message: bytes
) -> Iterator[tuple[Stage, _Step]]:
    """Yield the steps where the server takes several commands at once (RFC 2920): one round trip for all before the mail."""
    extra = "".join(f" {option}" for option in options)
    _write(smtp, f"MAIL FROM:<{sender}>{extra}\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode())
    begun = smtp.getreply()
    if begun[0] == 421:
        # The server goes away: nothing more will be said.
        yield Stage.SENDER, lambda: begun
    named = smtp.getreply()
    if named[0] == 421:
        yield Stage.RECIPIENT, lambda: named
    ready = smtp.getreply()
    if ready[0] == 354 and named[0] // 100 != 2:
        # The server wants a mail although it has nobody to give it to: it gets an empty one, and refuses that.
        _write(smtp, b".\r\n")
        smtp.getreply()
    yield Stage.SENDER, lambda: begun
    yield Stage.RECIPIENT, lambda: named
    yield Stage.CONTENT, lambda: ready
    _write(smtp, _stuffed(message))
    yield Stage.CONTENT, smtp.getreply


def _taken(smtp: smtplib.SMTP) -> tuple[bool, Response]:
    """Return whether the server took the mail that has just been sent, and its answer; it may have taken one it lost."""
    try:
        code, said = smtp.getreply()
    except (OSError, smtplib.SMTPException) as error:
        words = f"the server hung up ({Stage.CONTENT}): {error}; it may have been accepted"
        return False, Response(Outcome.TECHNICAL, words)
    words = f"{code} {said.decode('utf-8', 'replace')}"
    return code // 100 == 2, Response(smtp_outcome(code, Stage.CONTENT), words)


def _write(smtp: smtplib.SMTP, data: bytes) -> None:
    if smtp.sock is None:
        raise smtplib.SMTPServerDisconnected("the conversation is over")
    smtp.sock.sendall(data)


def _stuffed(message: bytes) -> bytes:
    """Return a mail as it travels: lines that begin with a dot get another, and a dot alone ends it (RFC 5321, 4.5.2)."""
    if b"\r\n." in message:
        message = message.replace(b"\r\n.", b"\r\n..")
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")


def _data(smtp: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    try:
        return smtp.data(content)
    except smtplib.SMTPDataError as refused:
        return refused.smtp_code, _bytes(refused.smtp_error)


def _bytes(words: bytes | str) -> bytes:
    return words.encode() if isinstance(words, str) else words


def _ascii_domain(address: str) -> str:
    """Return `address` with its domain in ASCII (IDNA, RFC 5891); its local part as it is. Raises ValueError."""
    local, at, domain = address.strip().rpartition("@")
    if not (local and at and domain) or any(character.isspace() for character in address.strip()):
        raise ValueError("it is not of the form name@domain")
    return f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"

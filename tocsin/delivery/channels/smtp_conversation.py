"""One conversation with a mail server (RFC 5321), kept alive from mail to mail.

Where the server takes several commands at once (RFC 2920), a mail's text and the next mail's envelope travel together, so
that each mail costs one round trip.
"""

from __future__ import annotations

import asyncio
import base64
import re
import socket
import time
from functools import cache
from typing import cast

from tocsin.delivery.channels.pool import Errand, Pool
from tocsin.delivery.channels.smtp_server import SmtpServer
from tocsin.delivery.decide import Outcome, Stage, smtp_outcome
from tocsin.delivery.inbound.return_addresses import envelope_sender

#: Servers hang up on a conversation that says nothing for long; one that rested longer is ended.
_RESTED_TOO_LONG = 30.0
#: No answer of a server is longer than this.
_LONGEST_REPLY = 65536
_REFUSES_UTF8 = b"5.6.7 the mail server takes no address outside ASCII (RFC 6531)"

#: Matches what a server says that takes the sender, the recipient, and the mail, and nothing else.
_ALL_WELL = re.compile(rb"25\d [^\n]*\n25\d [^\n]*\n354[ \r][^\n]*\n").fullmatch

Reply = tuple[int, bytes]


class Refusal(Exception):
    """The server said no at some stage of the conversation."""

    def __init__(self, reply: Reply, stage: Stage) -> None:
        super().__init__(said(reply))
        self.outcome, self.stage = smtp_outcome(reply[0], stage), stage


class OutOfStep(ConnectionError):
    """The server said something that nobody had asked: none of its answers can be trusted to be about what it is taken for."""


class SmtpConversation(asyncio.Protocol):
    """Carries one mail after the other. `sender` is the envelope's; `pool` is asked for the next mail."""

    def __init__(self, server: SmtpServer, sender: str, pool: Pool) -> None:
        self._server, self._sender, self._pool = server, sender, pool
        self.transport: asyncio.Transport | None = None
        self._buffer, self._lines = b"", b""
        self._waiter: asyncio.Future[Reply] | None = None
        self._extensions: frozenset[str] = frozenset()
        self._is_piped = False
        #: The mail whose text is with the server, and the one whose envelope is.
        self._sent: Errand | None = None
        self._named: Errand | None = None
        self._replies: list[Reply] = []
        self._after: list[Reply] | None = None
        #: Whether more lies there, unread, than the answer that is being taken.
        self._is_ahead = False
        #: How many bytes went out behind the text of the mail that was sent last.
        self._behind = 0
        self._is_reused = self._is_over = False
        #: How far the beginning came.
        self.stage = Stage.GREETING
        self._deadline = 0.0
        self._timer: asyncio.TimerHandle | None = None

    # -- the beginning ------------------------------------------------------------------------------------

    async def begin(self) -> None:
        """Connect, encrypt and sign in, as the server's address says. Raises Refusal, OSError, and TimeoutError."""
        try:
            async with asyncio.timeout(self._server.timeout):
                await self._begin()
        except BaseException:
            self.close()
            raise
        self._is_piped = "PIPELINING" in self._extensions

    async def _begin(self) -> None:
        loop, server = asyncio.get_running_loop(), self._server
        tls = server.trust() if server.security != "smtp" else None
        await loop.create_connection(
            lambda: self,
            server.host,
            server.port,
            ssl=tls if server.security == "smtps" else None,
            happy_eyeballs_delay=0.25,
        )
        _expect(await self._reply(), Stage.GREETING)
        await self._greet()
        if server.security == "smtp+starttls":
            assert tls is not None
            assert self.transport is not None
            self.stage = Stage.ENCRYPTION
            _expect(await self._command("STARTTLS"), Stage.ENCRYPTION)
            if self._buffer or self._lines:
                # Whatever came unencrypted behind the answer is not the server's (RFC 3207, section 6).
                raise ConnectionError("it said more before the encryption began")
            encrypted = await loop.start_tls(self.transport, self, tls, server_hostname=server.host)
            self.transport = cast("asyncio.Transport", encrypted)
            await self._greet()
        if server.user:
            self.stage = Stage.SIGN_IN
            await self._sign_in()

    async def _greet(self) -> None:
        reply = await self._command(f"EHLO {await _own_name()}")
        if reply[0] // 100 != 2:
            _expect(await self._command(f"HELO {await _own_name()}"), Stage.GREETING)
            self._extensions = frozenset()
            return
        lines = reply[1].decode("ascii", "replace").upper().split("\n")[1:]
        self._extensions = frozenset(lines) | {line.split(" ")[0] for line in lines if line}

    async def _sign_in(self) -> None:
        user, password = self._server.user.encode(), self._server.password.encode()
        offered = " ".join(line for line in self._extensions if line.startswith("AUTH"))
        if "PLAIN" in offered or "LOGIN" not in offered:
            token = base64.b64encode(b"\0" + user + b"\0" + password).decode()
            _expect(await self._command(f"AUTH PLAIN {token}"), Stage.SIGN_IN)
            return
        for step in ("AUTH LOGIN", base64.b64encode(user).decode()):
            reply = await self._command(step)
            if reply[0] != 334:
                raise Refusal(reply, Stage.SIGN_IN)
        _expect(await self._command(base64.b64encode(password).decode()), Stage.SIGN_IN)

    async def _command(self, line: str) -> Reply:
        self._write(f"{line}\r\n".encode())
        return await self._reply()

    async def _reply(self) -> Reply:
        if self._is_over:
            raise ConnectionResetError("Connection closed by the server")
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            # The answer may have come together with the one before.
            self.data_received(b"")
            return await self._waiter
        finally:
            self._waiter = None

    # -- mails --------------------------------------------------------------------------------------------

    def carry_on(self) -> None:
        """Take the next mail; rest where there is none."""
        if self._is_over:
            self._pool.ended(self)
            return
        mail = self._next_mail()
        if mail is None:
            self._is_reused = True
            self._deadline = time.monotonic() + _RESTED_TOO_LONG
            self._pool.rests(self)
            return
        self._is_ahead = self._is_ahead or bool(self._buffer or self._lines)
        self._ask(self._envelope_of(mail))

    def _ask(self, data: bytes) -> None:
        """Say what the server has to answer. Whatever it said already cannot be about that: then nothing is said."""
        if self._is_ahead:
            self._lose(OutOfStep("it answered before it was asked"))
            return
        self._write(data)
        self._watch()

    def _next_mail(self) -> Errand | None:
        while (mail := self._pool.next_errand()) is not None:
            if mail.recipient.isascii() or "SMTPUTF8" in self._extensions:
                return mail
            self._pool.answered(mail, Outcome.PERMANENT, said((553, _REFUSES_UTF8)))
        return None

    def _envelope_of(self, mail: Errand) -> bytes:
        """Return what begins the mail: everything before its text, or the first command where they go one by one."""
        self._named = mail
        self._replies = []
        extra = "" if mail.recipient.isascii() else " SMTPUTF8"
        begun = f"MAIL FROM:<{envelope_sender(mail.letter.message_id, self._sender)}>{extra}\r\n"
        if not self._is_piped:
            return begun.encode()
        return f"{begun}RCPT TO:<{mail.recipient}>\r\nDATA\r\n".encode()

    def _take(self, reply: Reply) -> None:
        if self._sent is not None:
            self._content_answered(self._sent, reply)
        elif self._named is not None:
            self._envelope_answered(self._named, reply)
        elif self._after is not None:
            self._swept(reply)
        else:
            # A server that goes away says so before it hangs up (421). One that says anything else unasked would be taken
            # to answer the next mail.
            self.close()

    def _content_answered(self, mail: Errand, reply: Reply) -> None:
        if reply[0] // 100 == 2 and self._is_text_here:
            self._lose(OutOfStep("it took a text that it had not got"))
            return
        self._sent = None
        self._is_reused = True
        self._pool.answered(mail, smtp_outcome(reply[0], Stage.CONTENT), said(reply))
        if reply[0] == 421:
            self._break(reply)
        elif self._named is None:
            self.carry_on()
        else:
            self._watch()

    @property
    def _is_text_here(self) -> bool:
        """Whether some of the text is still with us: more waits to be written than what goes out behind it (encrypted, at most)."""
        assert self.transport is not None
        left = self.transport.get_write_buffer_size()
        return left > 0 and left > 2 * self._behind + 1024

    def _envelope_answered(self, mail: Errand, reply: Reply) -> None:
        replies = self._replies
        replies.append(reply)
        if reply[0] == 421:
            self._break(reply)
            return
        is_refused = reply[0] // 100 not in (2, 3)
        if len(replies) < 3 and (self._is_piped or not is_refused):
            if not self._is_piped:
                self._ask(f"RCPT TO:<{mail.recipient}>\r\n".encode() if len(replies) == 1 else b"DATA\r\n")
            return
        if len(replies) == 3 and replies[0][0] // 100 == 2 and replies[1][0] // 100 == 2 and reply[0] == 354:
            self._send_text(mail)
            return
        self._refused(mail)

    def _send_text(self, mail: Errand) -> None:
        if self._is_ahead:
            self._lose(OutOfStep("it answered before it was asked"))
            return
        self._sent, self._named = mail, None
        following = self._next_mail() if self._is_piped else None
        envelope = b"" if following is None else self._envelope_of(following)
        self._behind = len(envelope)
        self._ask(mail.content + envelope)

    def _refused(self, mail: Errand) -> None:
        """Tell what the server refused first, and make the conversation good for the next mail."""
        self._named = None
        last = len(self._replies) - 1
        # An answer of its kind that is not the one asked for (350 for 354) is no better than a refusal.
        at = next(
            (n for n, reply in enumerate(self._replies) if reply[0] // 100 != (3 if n == 2 else 2)), last
        )
        refusal = self._replies[at]
        stage = (Stage.SENDER, Stage.RECIPIENT, Stage.CONTENT)[at]
        self._is_reused = True
        if refusal[0] // 100 in (2, 3):
            # Whoever takes a text that was not sent has not understood us: nothing was accepted.
            self._pool.answered(mail, Outcome.TECHNICAL, f"{said(refusal)} (unexpected, {stage})")
            self.close()
            return
        self._pool.answered(mail, smtp_outcome(refusal[0], stage), said(refusal))
        if len(self._replies) == 3 and self._replies[2][0] == 354:
            # The server wants a mail although it has nobody to give it to: it gets an empty one, and refuses that.
            self._after = [refusal, refusal]
            self._ask(b".\r\n")
        else:
            self._after = [refusal]
            self._ask(b"RSET\r\n")

    def _swept(self, reply: Reply) -> None:
        assert self._after is not None
        self._after.pop()
        if self._after:
            self._ask(b"RSET\r\n")
            return
        self._after = None
        if reply[0] == 250:
            self.carry_on()
        else:
            self.close()

    # -- the end ------------------------------------------------------------------------------------------

    def close(self) -> None:
        """End it at once; a mail that is with the server may have been accepted, and says so."""
        self._lose(None)

    def _break(self, reply: Reply) -> None:
        """The server goes away (421): nothing more will be said."""
        mail, self._named = self._named, None
        if mail is not None:
            if self._is_reused and not mail.is_again:
                self._pool.take_back(mail)
            else:
                self._pool.answered(
                    mail, smtp_outcome(reply[0], self._stage_of(len(self._replies) - 1)), said(reply)
                )
        self.close()

    def _stage_of(self, replies: int) -> Stage:
        return (Stage.SENDER, Stage.RECIPIENT, Stage.CONTENT)[min(max(replies, 0), 2)]

    def _lose(self, error: Exception | None, *, is_late: bool = False) -> None:
        if self._is_over:
            return
        self._is_over = True
        if self._timer is not None:
            self._timer.cancel()
        if self.transport is not None:
            self.transport.abort()
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(error or ConnectionResetError("Connection closed by the server"))
        sent, named = self._sent, self._named
        self._sent = self._named = self._after = None
        place = self._server.place
        late = f"{place} did not answer within {self._server.timeout:g} s"
        why = str(error or "Connection closed by the server")
        fault = f"{place} lost step" if isinstance(error, OutOfStep) else f"{place} hung up"
        if named is not None:
            stage = self._stage_of(len(self._replies))
            if (self._is_reused or sent) and not named.is_again and not (is_late and not sent):
                self._pool.take_back(named)
            elif is_late:
                self._pool.answered(named, Outcome.TECHNICAL, f"{late} ({stage})")
            else:
                self._pool.answered(named, Outcome.TECHNICAL, f"{fault} ({stage}): {why}")
        if sent is not None:
            doubt = "it may have been accepted"
            words = f"{late} (content); {doubt}" if is_late else f"{fault} (content): {why}; {doubt}"
            self._pool.answered(sent, Outcome.TECHNICAL, words)
        self._pool.ended(self)

    def _watch(self) -> None:
        """Give the server its time, from now."""
        self._deadline = time.monotonic() + self._server.timeout

    def _look(self) -> None:
        left = self._deadline - time.monotonic()
        loop = asyncio.get_running_loop()
        if left > 0 or self._waiter is not None:
            # The timer is set anew when it rings, and not for every mail.
            self._timer = loop.call_later(max(left, 0.05), self._look)
        elif self._sent or self._named or self._after is not None:
            self._lose(TimeoutError(), is_late=True)
        else:
            self._leave()

    def _leave(self) -> None:
        """End a conversation that rested too long, as politeness asks."""
        assert self.transport is not None
        self._is_over = True
        self.transport.write(b"QUIT\r\n")
        self.transport.close()
        self._pool.ended(self)

    # -- what asyncio calls -------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to watch the clock."""
        self.transport = cast("asyncio.Transport", transport)
        if self._timer is None:
            self._watch()
            self._look()

    def data_received(self, data: bytes) -> None:
        """Read as many replies as came whole (RFC 5321, section 4.2)."""
        buffer = self._buffer + data if self._buffer else data
        self._buffer = b""
        start = 0
        is_expected = self._sent is None and self._named is not None and not (self._replies or self._lines)
        if is_expected and self._named is not None and _ALL_WELL(buffer):
            # The whole envelope was taken, as nearly always: three replies, read as one.
            self._send_text(self._named)
            return
        while (end := buffer.find(b"\n", start)) >= 0:
            line = buffer[start:end].rstrip(b"\r")
            start = end + 1
            if line[3:4] == b"-":
                self._lines += line[4:] + b"\n"
                continue
            words, self._lines = self._lines + line[4:], b""
            try:
                code = int(line[:3])
            except ValueError:
                self._lose(ConnectionError(f"it said {line[:80]!r}, which is no reply of a mail server"))
                return
            if self._waiter is not None and not self._waiter.done():
                self._buffer = buffer[start:]
                self._waiter.set_result((code, words))
                return
            self._is_ahead = start < len(buffer)
            self._take((code, words))
            self._is_ahead = False
            if self._is_over:
                return
            if (
                self._named is not None
                and self._sent is None
                and not self._replies
                and _ALL_WELL(buffer, start)
            ):
                self._send_text(self._named)
                return
        self._buffer = buffer[start:]
        if len(self._buffer) + len(self._lines) > _LONGEST_REPLY:
            self._lose(ConnectionError("it said more than a mail server's reply may be long"))

    def connection_lost(self, error: Exception | None) -> None:
        """Tell everybody concerned."""
        self._lose(error)

    def _write(self, data: bytes) -> None:
        if self.transport is None or self._is_over:
            raise ConnectionResetError("the conversation is over")
        self.transport.write(data)


def said(reply: Reply) -> str:
    """Return a reply on one line: '250 2.0.0 queued as 7'."""
    words = reply[1].decode("utf-8", "replace")
    return f"{reply[0]} {' '.join(words.split()) if chr(10) in words else words.strip()}"


def _expect(reply: Reply, stage: Stage) -> None:
    if reply[0] // 100 != 2:
        raise Refusal(reply, stage)


@cache
def _name_of_host() -> str:
    return socket.getfqdn()


async def _own_name() -> str:
    """Return the name that we greet with; asked once, because asking may wait for a name server."""
    return await asyncio.get_running_loop().run_in_executor(None, _name_of_host)

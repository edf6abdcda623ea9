"""Mail out: a few kept-alive conversations with one server, and others for what is urgent."""

from __future__ import annotations

import math
import os
import re
from functools import partial

from django.conf import settings

from tocsin.delivery.channels import Done, Response
from tocsin.delivery.channels.breaker import Breaker
from tocsin.delivery.channels.dkim_signature import DkimSigner
from tocsin.delivery.channels.pace import Pace
from tocsin.delivery.channels.pool import Conversation, Errand, Pool
from tocsin.delivery.channels.smtp_conversation import Refusal, SmtpConversation
from tocsin.delivery.channels.smtp_server import SmtpServer, server_from
from tocsin.delivery.decide import Outcome
from tocsin.delivery.errors import AddressInvalid, SignatureImpossible
from tocsin.delivery.letter_maps import LetterMaps
from tocsin.delivery.mail import mail
from tocsin.delivery.messages import Letter

#: So many conversations at most, for what is urgent and for everything else.
URGENT_CONVERSATIONS, CONVERSATIONS = 4, 8


#: A name, the last '@' and a domain, without any space.
_FORM = re.compile(r"\S+@[^\s@]+")


class SmtpChannel:
    """Hands mails over to one server. What is urgent has conversations of its own and never waits behind anything else."""

    def __init__(
        self,
        server: SmtpServer | None,
        sender: str,
        fault: str = "",
        *,
        conversations: int = CONVERSATIONS,
        signer: DkimSigner | None = None,
        maps: LetterMaps | None = None,
    ) -> None:
        self._server, self._sender, self._fault, self._signer = server, sender, fault, signer
        self._maps = maps or LetterMaps()
        if server is not None:
            self._breaker = breaker = Breaker()
            pace = Pace(server.rate)
            self._urgent, self._ordinary = (
                Pool(
                    server.place,
                    make=lambda pool: SmtpConversation(server, sender, pool),
                    prepare=self._prepare,
                    explain=self._explain,
                    breaker=breaker,
                    pace=pace,
                    limit=limit,
                    is_urgent=is_urgent,
                )
                for is_urgent, limit in ((True, URGENT_CONVERSATIONS), (False, conversations))
            )

    @classmethod
    def configured(cls) -> SmtpChannel:
        """Return the channel of the settings. A wrong address stops no worker: each attempt says what is wrong."""
        try:
            server = server_from(settings.TOCSIN_SMTP_ADDRESS)
            return cls(server, settings.TOCSIN_MAIL_FROM, signer=DkimSigner.configured())
        except AddressInvalid as error:
            return cls(None, settings.TOCSIN_MAIL_FROM, str(error))

    def hand_over(self, letter: Letter, done: Done) -> None:
        """Take one mail; what is said to it carries the server's own words."""
        if self._server is None:
            fault = self._fault or "No mail server is set: set TOCSIN_SMTP_ADDRESS and start again."
            done(Response(Outcome.TECHNICAL, fault))
            return
        try:
            recipient = _ascii_domain(letter.address)
        except (ValueError, UnicodeError) as error:
            done(_no_mail(error))
            return
        pool = self._urgent if letter.is_urgent else self._ordinary
        self._maps.then(letter, partial(pool.add, Errand(letter, done, recipient)))

    def most(self, *, urgent: bool) -> int | None:
        """Return how many mails are of use at once: none while the server is left alone, what its pace lets out in a second."""
        if self._server is None or urgent:
            return None
        if self._breaker.is_open(self._server.place):
            return 0
        return max(1, math.ceil(self._server.rate)) if self._server.rate else None

    @property
    def conversations(self) -> list[SmtpConversation]:
        """Those that have begun."""
        found = () if self._server is None else (*self._urgent.open, *self._ordinary.open)
        return [one for one in found if isinstance(one, SmtpConversation)]

    def close(self) -> None:
        """Close every conversation, also those in use."""
        if self._server is not None:
            self._maps.close()
            self._urgent.close()
            self._ordinary.close()

    def _prepare(self, errand: Errand) -> Response | None:
        try:
            picture = self._maps.picture(errand.letter)
            content = mail(errand.letter, sender=self._sender, recipient=errand.recipient, picture=picture)
            errand.content = _stuffed(self._signer.signed(content) if self._signer else content)
        except SignatureImpossible as error:
            return Response(Outcome.TECHNICAL, str(error))
        except (ValueError, UnicodeError, IndexError) as error:
            return _no_mail(error)
        return None

    def _explain(self, conversation: Conversation, error: Exception) -> Response:
        assert self._server is not None
        assert isinstance(conversation, SmtpConversation)
        if isinstance(error, Refusal):
            return Response(error.outcome, str(error))
        place, stage = self._server.place, conversation.stage
        if isinstance(error, TimeoutError):
            late = f"{place} did not answer within {self._server.timeout:g} s ({stage})"
            return Response(Outcome.TECHNICAL, late)
        if isinstance(error, OSError):
            return Response(Outcome.TECHNICAL, f"{place}, {stage}: {_in_words(error)}")
        raise error


def _no_mail(error: Exception) -> Response:
    return Response(Outcome.PERMANENT, f"No mail can be made for this address: {error}")


def _in_words(error: OSError) -> str:
    """Return what kept us from the server: asyncio's words for a refused connection do not say that it was refused."""
    return os.strerror(error.errno) if isinstance(error, ConnectionError) and error.errno else str(error)


def _stuffed(message: bytes) -> bytes:
    """Return a mail as it travels: lines that begin with a dot get another, and a dot alone ends it (RFC 5321, 4.5.2)."""
    if b"\r\n." in message:
        message = message.replace(b"\r\n.", b"\r\n..")
    return message + (b".\r\n" if message.endswith(b"\r\n") else b"\r\n.\r\n")


def _ascii_domain(address: str) -> str:
    """Return `address` with its domain in ASCII (IDNA, RFC 5891); its local part as it is. Raises ValueError."""
    address = address.strip()
    if not _FORM.fullmatch(address):
        raise ValueError("it is not of the form name@domain")
    local, _, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}@{domain.encode('idna').decode()}"

"""The mail server that everything goes out by, as the settings name it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from tocsin.delivery.errors import AddressInvalid

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
    #: So many mails a second at most; 0 for no limit.
    rate: float = 0.0

    @property
    def place(self) -> str:
        """'mail.example:587'."""
        return f"{self.host}:{self.port}"

    def trust(self) -> ssl.SSLContext:
        """Return what its certificate is checked against. Raises OSError where the authority's file cannot be read."""
        return ssl.create_default_context(cafile=self.authority or None)


def server_from(address: str) -> SmtpServer | None:
    """Return the server that `address` names, as smtp+starttls://user:word@host:587?timeout=15&ca=FILE&rate=20; None for ''.

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
            rate=float(asked.get("rate", ["0"])[0]),
        )
    except (ValueError, AddressInvalid) as error:
        raise AddressInvalid(
            f"TOCSIN_SMTP_ADDRESS cannot be used: {error}. Write smtp://HOST:PORT, "
            "smtp+starttls://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465."
        ) from error

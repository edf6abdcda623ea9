"""Fetch one address: within its time and size, from public hosts only, with every redirect checked anew."""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import httpcore
import httpx

from tocsin import __version__
from tocsin.recorded import Blank, recorded
from tocsin.sources.addresses import Resolver, checked_addresses, shown, system_resolver
from tocsin.sources.connection import CheckedTransport
from tocsin.sources.errors import (
    AddressInvalid,
    CertificateRefused,
    ConnectionFailed,
    FetchError,
    RedirectRefused,
    SchemeRefused,
    StatusRefused,
    TimeUp,
    TooLarge,
)
from tocsin.sources.files import read_file
from tocsin.sources.unpacking import CODINGS, Limits, Unpacker, too_large

_ANSWERED = recorded("%(where)s answered %(status)s instead of a document.")
_ACCESS = recorded("It wants other access: check the address, and whether its publisher asks for a key.")
_GONE = recorded("The document has moved or is gone: look for its new address.")
_TOO_OFTEN = recorded("It is asked too often: lengthen the interval of this source.")
_TROUBLE = recorded("Its server has trouble; it is asked again at the next poll.")
_CHECK = recorded("Check the address.")
_TIME_UP = recorded(
    "%(where)s did not give its whole document within %(num)s s and was cut off. It is asked again at the next poll; if it stays so, ask its publisher or give another address.",
    num=Blank.NUMBER,
)
_CERTIFICATE = recorded(
    "The certificate of %(where)s does not verify (%(why)s). Nothing was fetched; tell its publisher, or correct the host in the address."
)
_CONNECTION = recorded("The connection to %(where)s failed: %(why)s. It is asked again at the next poll.")
_DOWNGRADED = recorded(
    "%(where)s redirects from https to %(target)s, which anybody on the way can change. Ask its publisher for an https address."
)
_MANY_REDIRECTS = recorded(
    "%(where)s redirects more than %(num)s times, the last time to %(target)s. Open it in a browser and give the address where it ends.",
    num=Blank.NUMBER,
)
_NO_ADDRESS = recorded("%(where)s cannot be read as an address (%(why)s). Write it like https://host/path.")
_NO_HOST = recorded("%(where)s names no host. Write it like https://host/path.")
_A_FILE = recorded(
    "%(where)s is a file, and files are read only for sources whose own address is a file or folder. Give an address that begins with https://."
)
_SCHEME = recorded(
    "%(where)s has the scheme %(scheme)s; only http and https are fetched. Give an address that begins with https://."
)
_NO_TARGET = recorded("%(where)s redirects without saying where. Give the address where it should end.")
_BAD_TARGET = recorded(
    "%(where)s redirects to something that is no address (%(why)s). Give the address where it should end."
)

LIMITS = Limits()
#: A news feed or page is small; parsing a broken one of more bytes would cost more time than fetching it.
PAGE_LIMITS = Limits(wire_bytes=4_000_000, document_bytes=4_000_000)
#: National CAP hubs embed every alert in force.
CAP_LIMITS = Limits(seconds=30.0, wire_bytes=16_000_000, document_bytes=32_000_000)

_REDIRECTS = {301, 302, 303, 307, 308}
_ACCEPTED = "application/cap+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Conditional:
    """What the last fetch was told of the document's version (RFC 9110, section 13.1); empty where nothing."""

    etag: str = ""
    last_modified: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The request headers that ask for the document only if it has changed."""
        pairs = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `is_unchanged` is a 304: then `body` is empty.

    `address` is where the body came from after redirects, shown without secrets in `shown`;
    `content_type` and `charset` are as the server said, lower case, '' where it said nothing.
    """

    address: str
    body: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return shown(self.address)

    @property
    def conditional(self) -> Conditional:
        """What the next fetch should hand in."""
        return Conditional(self.etag, self.last_modified)


def fetch(
    address: str,
    *,
    conditional: Conditional | None = None,
    private_hosts: Collection[str] = (),
    limits: Limits = LIMITS,
    folder: Path | None = None,
    resolve: Resolver = system_resolver,
    clock: Callable[[], float] = time.monotonic,
) -> Fetched:
    """Return what `address` (http, https, or file inside `folder`) gives.

    `private_hosts` are hosts that may stand at addresses which are not public; each host is looked up once, and
    the address that was checked is the one connected to. File addresses are refused where `folder` is None.
    `clock` gives seconds that never run backwards. Raises a subclass of FetchError; user names, passwords and
    keys in the address never stand in its sentence.
    """
    try:
        url = httpx.URL(address.strip())
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise AddressInvalid(_NO_ADDRESS % {"where": repr(shown(address)), "why": error}) from error
    if url.scheme == "file":
        return _from_file(address, conditional or Conditional(), limits, folder)
    return _Fetching(conditional or Conditional(), private_hosts, limits, resolve, clock).follow(url)


def _from_file(address: str, conditional: Conditional, limits: Limits, folder: Path | None) -> Fetched:
    if folder is None:
        raise SchemeRefused(_A_FILE % {"where": address[:500]})
    content, version = read_file(address, folder, limits.document_bytes)
    if version == conditional.etag:
        return Fetched(address, b"", etag=version, is_unchanged=True)
    return Fetched(address, content, etag=version)


class _Fetching:
    """One fetch with its redirects."""

    def __init__(
        self,
        conditional: Conditional,
        private_hosts: Collection[str],
        limits: Limits,
        resolve: Resolver,
        clock: Callable[[], float],
    ) -> None:
        self._conditional = conditional
        self._private_hosts = private_hosts
        self._limits = limits
        self._resolve = resolve
        self._clock = clock
        self._ends = clock() + limits.seconds

    def _remaining(self) -> float:
        return self._ends - self._clock()

    def follow(self, url: httpx.URL) -> Fetched:
        first = url
        for _ in range(self._limits.redirects + 1):
            # What the address carries to sign in with goes to its own origin, never on to another.
            is_origin = _origin(url) == _origin(first)
            auth = (first.username, first.password) if is_origin and first.username else None
            answer = self._one(url, auth)
            if isinstance(answer, Fetched):
                return answer
            if url.scheme == "https" and answer.scheme == "http":
                raise RedirectRefused(_DOWNGRADED % {"where": shown(str(url)), "target": shown(str(answer))})
            url = answer
        raise RedirectRefused(
            _MANY_REDIRECTS
            % {"where": shown(str(first)), "num": self._limits.redirects, "target": shown(str(url))}
        )

    def _one(self, url: httpx.URL, auth: tuple[str, str] | None) -> Fetched | httpx.URL:
        where = shown(str(url))
        if url.scheme not in ("http", "https"):
            raise SchemeRefused(_SCHEME % {"where": where, "scheme": repr(url.scheme[:20])})
        if not url.host:
            raise AddressInvalid(_NO_HOST % {"where": repr(where)})
        port = url.port or (443 if url.scheme == "https" else 80)
        addresses = checked_addresses(
            url.host,
            port,
            private_hosts=self._private_hosts,
            resolve=self._resolve,
            seconds=self._remaining(),
        )
        plain = url.copy_with(username=None, password=None, fragment=None)
        headers = {
            "User-Agent": f"Tocsin/{__version__}",
            "Accept": _ACCEPTED,
            "Accept-Encoding": CODINGS,
            **self._conditional.headers,
        }
        with (
            _named_errors(where, self._limits),
            # The transport keeps one clock for everything; httpx's own times, one for each read, are not used.
            httpx.Client(
                transport=CheckedTransport(addresses, self._remaining),
                trust_env=False,
                timeout=self._limits.seconds,
            ) as client,
            client.stream("GET", plain, headers=headers, auth=auth, follow_redirects=False) as response,
        ):
            _log.debug("%s answered %s", where, response.status_code)
            return self._read(plain, where, response)

    def _read(self, url: httpx.URL, where: str, response: httpx.Response) -> Fetched | httpx.URL:
        if response.status_code in _REDIRECTS:
            return _target(url, where, response)
        etag, modified = response.headers.get("etag", ""), response.headers.get("last-modified", "")
        if response.status_code == 304 and self._conditional.headers:
            return Fetched(
                str(url),
                b"",
                etag=etag or self._conditional.etag,
                last_modified=modified or self._conditional.last_modified,
                is_unchanged=True,
            )
        if response.status_code != 200:
            raise StatusRefused(
                _ANSWERED % {"where": where, "status": f"{response.status_code} {response.reason_phrase}"}
                + f" {_remedy(response.status_code)}",
                status=response.status_code,
                retry_after=retry_seconds(response.headers.get("retry-after", "")),
            )
        announced = response.headers.get("content-length", "")
        if announced.isdigit() and int(announced[:19]) > self._limits.wire_bytes:
            raise TooLarge(too_large(where, self._limits.wire_bytes))
        unpacker = Unpacker(response.headers.get("content-encoding", ""), self._limits, where)
        for piece in response.iter_raw():
            unpacker.take(piece)
        content_type, charset = _media_type(response.headers.get("content-type", ""))
        return Fetched(str(url), unpacker.document(), content_type, charset, etag, modified)


class _named_errors:  # noqa: N801  used like a function
    """Turns what the connection raises into this room's errors."""

    def __init__(self, where: str, limits: Limits) -> None:
        self._where = where
        self._limits = limits

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, FetchError):
            return
        if isinstance(error, httpcore.TimeoutException):
            raise TimeUp(_TIME_UP % {"where": self._where, "num": f"{self._limits.seconds:g}"}) from error
        # httpcore hands on what the socket said as its only argument.
        cause = error.args[0] if error.args else None
        if isinstance(cause, ssl.SSLCertVerificationError):
            raise CertificateRefused(
                _CERTIFICATE % {"where": self._where, "why": cause.verify_message}
            ) from error
        if isinstance(error, (httpcore.NetworkError, httpcore.ProtocolError, httpx.HTTPError, OSError)):
            why = str(error) or type(error).__name__
            raise ConnectionFailed(_CONNECTION % {"where": self._where, "why": why}) from error


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _target(url: httpx.URL, where: str, response: httpx.Response) -> httpx.URL:
    location = response.headers.get("location", "")
    if not location:
        raise RedirectRefused(_NO_TARGET % {"where": where})
    try:
        return url.join(location)
    except (httpx.InvalidURL, UnicodeError, ValueError) as error:
        raise RedirectRefused(_BAD_TARGET % {"where": where, "why": error}) from error


def _media_type(header: str) -> tuple[str, str]:
    media_type, _, parameters = header.partition(";")
    charset = ""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'").lower()
    return media_type.strip().lower()[:100], charset[:40]


def retry_seconds(header: str) -> float | None:
    """Return the seconds of a Retry-After header (RFC 9110, section 10.2.3); None for a date or nonsense.

    A date would need the server's clock to be right; the ordinary waiting time is used for it.
    """
    text = header.strip()
    return float(text) if text.isdigit() and len(text) < 8 else None


def _remedy(status: int) -> str:
    if status in (401, 403):
        return _ACCESS
    if status in (404, 410):
        return _GONE
    if status == 429:
        return _TOO_OFTEN
    if status >= 500:
        return _TROUBLE
    return _CHECK

"""The errors of this room. Each carries `rule`, a stable identifier, and a sentence with the remedy.

docs/sources.md lists the rules. What is kept in the database is :func:`said`: the rule, a colon, the sentence.
"""

from __future__ import annotations


class SourcesError(Exception):
    """Raised, as one of its subclasses, when something of a source cannot be fetched, read or filed."""

    rule = "source"

    def __init__(self, sentence: str, *, rule: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        if rule:
            self.rule = rule


class FetchError(SourcesError):
    """Raised, as one of its subclasses, when an address gave nothing that may be read.

    `retry_after` is how many seconds the server asked us to wait, where it did.
    """

    rule = "fetch"

    def __init__(self, sentence: str, *, rule: str = "", retry_after: float | None = None) -> None:
        super().__init__(sentence, rule=rule)
        self.retry_after = retry_after


class AddressInvalid(FetchError):
    """Raised when an address cannot be read as one: no host, a wrong port, spaces."""

    rule = "address-invalid"


class SchemeRefused(FetchError):
    """Raised for any scheme but http and https, and for file where no folder was allowed."""

    rule = "scheme-refused"


class HostUnknown(FetchError):
    """Raised when the name service knows no address for a host, or does not answer in time."""

    rule = "host-unknown"


class PrivateAddressRefused(FetchError):
    """Raised when a host stands at an address that is not public and was not allowed by name."""

    rule = "private-address"


class FileRefused(FetchError):
    """Raised when a file is absent, not a plain file, unreadable, or outside the folder of its source."""

    rule = "file-refused"


class ConnectionFailed(FetchError):
    """Raised when no connection came about, or the server broke it off or did not speak HTTP."""

    rule = "connection-failed"


class CertificateRefused(FetchError):
    """Raised when a server's certificate does not verify for the host that was asked for."""

    rule = "certificate-refused"


class TimeUp(FetchError):
    """Raised when the whole fetch took longer than its time, however steadily the server was sending."""

    rule = "time-up"


class TooLarge(FetchError):
    """Raised when more bytes come, or are announced, than are read from one address."""

    rule = "too-large"


class CompressionBomb(FetchError):
    """Raised when compressed bytes unpack to far more than any honest document does."""

    rule = "compression-bomb"


class CompressionBroken(FetchError):
    """Raised when compressed bytes do not unpack, end early, or use a method that is not read."""

    rule = "compression-broken"


class RedirectRefused(FetchError):
    """Raised when a redirect names no address, leads from https to http, or is one too many."""

    rule = "redirect-refused"


class StatusRefused(FetchError):
    """Raised when a server answers with a status that is neither 200, 304 nor a redirect."""

    rule = "http-status"

    def __init__(self, sentence: str, *, status: int, retry_after: float | None = None) -> None:
        super().__init__(sentence, rule=f"http-{status}", retry_after=retry_after)
        self.status = status


class DocumentError(SourcesError):
    """Raised, as one of its subclasses, when what was fetched cannot be read as what its source is said to be."""

    rule = "document"


class DoctypeRefused(DocumentError):
    """Raised when a feed has a DOCTYPE or declares entities; nothing in it was expanded or fetched."""

    rule = "doctype-forbidden"


class NotAFeed(DocumentError):
    """Raised when a document is neither RSS nor Atom, or nothing of it can be read."""

    rule = "not-a-feed"


class NotAPage(DocumentError):
    """Raised when an address of a web page gives something that is no HTML or text."""

    rule = "not-a-page"


class EmptyText(DocumentError):
    """Raised when a page, a file or an item holds no text."""

    rule = "empty-text"


class EncodingBroken(DocumentError):
    """Raised when bytes do not fit the character encoding they should have."""

    rule = "bad-encoding"


class DocumentPartly(DocumentError):
    """Kept with a report when part of its document could not be read: pages of a PDF, attachments of an e-mail."""

    rule = "document-partly"


class FolderUnreadable(DocumentError):
    """Raised when a source's folder is absent, is no folder, or may not be read."""

    rule = "folder-unreadable"


class FilingError(SourcesError):
    """Raised when a report filed by hand lacks its text, its time has no zone, or its source takes none."""

    rule = "filing"


class NotPollable(SourcesError):
    """Raised when a form or the API is to be polled: reports come to them, nothing is fetched."""

    rule = "not-pollable"


def said(error: Exception) -> str:
    """Return how an error is kept and shown: 'rule: sentence'."""
    rule = getattr(error, "rule", "") or "unexpected"
    sentence = str(error) or type(error).__name__
    if rule == "unexpected":
        sentence = f"{type(error).__name__}: {sentence}. This is a fault in Tocsin; report it with the lines of the log."
    return f"{rule}: {sentence}"

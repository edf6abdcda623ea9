"""The errors of the CAP room.

Every error carries `rule`, a stable identifier that machines may compare, and a sentence that names the
element, the line and the remedy. `docs/cap.md` lists the rules.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """One place where a message departs from the structure of its CAP version.

    `rule` is the stable identifier, `element` the path from the root (`alert/info/area`), `line` the line in
    the file counted from 1, `section` the section of the standard, `sentence` what is wrong and what to do.
    """

    rule: str
    element: str
    line: int
    section: str
    sentence: str


class CapError(Exception):
    """Raised, as one of its subclasses, when bytes are not a CAP message that can be relied on.

    `rule` is the stable identifier of the rule that was broken; `item` holds the bytes of the broken entry
    where it is one of several in a feed, so that nothing that was received is lost.
    """

    rule = "cap"

    def __init__(self, sentence: str, *, rule: str = "", item: bytes = b"") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.item = item
        if rule:
            self.rule = rule


class TooLarge(CapError):
    """Raised when a file has more bytes or more elements than the limits allow."""

    rule = "too-large"


class TooDeep(CapError):
    """Raised when elements are nested deeper than any CAP message or feed needs."""

    rule = "too-deep"


class NotXml(CapError):
    """Raised when bytes are empty, not XML, or not well-formed XML."""

    rule = "not-xml"


class BadEncoding(CapError):
    """Raised when bytes do not fit the character encoding they declare, or declare one that is not read."""

    rule = "bad-encoding"


class EntityForbidden(CapError):
    """Raised when a file has a DOCTYPE or refers to an entity; nothing in it has been expanded or fetched."""

    rule = "doctype-forbidden"


class NotCap(CapError):
    """Raised when well-formed XML is not a CAP 1.0, 1.1 or 1.2 message (or a feed or envelope of some)."""

    rule = "not-cap"


class SchemaError(CapError):
    """Raised when a message departs from the structure of its CAP version; `problems` lists every place."""

    rule = "schema"

    def __init__(self, problems: tuple[SchemaProblem, ...], *, item: bytes = b"") -> None:
        first = problems[0]
        more = len(problems) - 1
        tail = f" ({more} more {'problem' if more == 1 else 'problems'} in this message.)" if more else ""
        super().__init__(first.sentence + tail, rule=first.rule, item=item)
        self.problems = problems


class TimeError(CapError):
    """Raised when a time has no zone, or lies outside the years 1 to 9999, so that it is no instant."""

    rule = "time-without-zone"


class NotWritable(CapError):
    """Raised when a message holds something that CAP 1.2 cannot say, so nothing was written."""

    rule = "not-writable"


class EntryError(CapError):
    """Raised (and kept beside the good entries) when an entry of a feed leads to no CAP message."""

    rule = "entry-without-alert"


class SigningError(CapError):
    """Raised when a message cannot be signed: the key or certificate is unreadable or they do not belong together."""

    rule = "not-signed"


class UnknownProfile(Exception):
    """Raised when a profile is named that is none of `PROFILES`; the text lists those that there are."""

"""A CAP message: what a sender says, with its info blocks and references (OASIS CAP 1.2, section 3.2).

All values of this room take outer whitespace off their texts when they are made.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.cap.area import CapArea, NamedValue, tidy
from tocsin.cap.times import as_utc, format_time
from tocsin.cap.vocabulary import (
    Category,
    Certainty,
    MsgType,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The name of another message: its sender, identifier and time of sending (section 3.2.1, references).

    `sent` becomes aware UTC in whole seconds, so that references compare by instant, not by spelling.
    Raises `TimeError` when `sent` has no zone.
    """

    sender: str
    identifier: str
    sent: datetime

    def __post_init__(self) -> None:
        tidy(self)
        object.__setattr__(self, "sent", as_utc(self.sent, where="sent"))

    def __str__(self) -> str:
        return f"{self.sender},{self.identifier},{format_time(self.sent)}"


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that goes with an info block (section 3.2.3).

    `size` is in bytes; `dereferenced` is the file itself in base64 (derefUri); `digest` its SHA-1 in hex.
    """

    description: str
    mime_type: str
    size: int | None = None
    uri: str = ""
    dereferenced: str = ""
    digest: str = ""

    def __post_init__(self) -> None:
        tidy(self)


@dataclass(frozen=True, slots=True)
class Info:
    """One description of the event, in one language, for one audience (section 3.2.2).

    `effective`, `onset` and `expires` become aware UTC in whole seconds; `TimeError` is raised where one has
    no zone. `event_codes` and `parameters` are (name, value) pairs in the sender's order.
    """

    event: str
    urgency: Urgency
    severity: Severity
    certainty: Certainty
    categories: tuple[Category, ...] = (Category.OTHER,)
    language: str = "en-US"
    response_types: tuple[ResponseType, ...] = ()
    audience: str = ""
    event_codes: tuple[NamedValue, ...] = ()
    effective: datetime | None = None
    onset: datetime | None = None
    expires: datetime | None = None
    sender_name: str = ""
    headline: str = ""
    description: str = ""
    instruction: str = ""
    web: str = ""
    contact: str = ""
    parameters: tuple[NamedValue, ...] = ()
    resources: tuple[Resource, ...] = ()
    areas: tuple[CapArea, ...] = ()

    def __post_init__(self) -> None:
        tidy(self)
        for name in ("effective", "onset", "expires"):
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, as_utc(moment, where=name))


@dataclass(frozen=True, slots=True)
class Message:
    """One CAP alert message (section 3.2.1).

    `sent` becomes aware UTC in whole seconds (`TimeError` where it has no zone). `references_unread` keeps,
    word for word, what stood in references but is no `sender,identifier,sent` triple; `check` reports it.
    `version` is the CAP version the message was read from ('1.0', '1.1' or '1.2').
    """

    identifier: str
    sender: str
    sent: datetime
    status: Status
    msg_type: MsgType
    scope: Scope
    source: str = ""
    restriction: str = ""
    addresses: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    note: str = ""
    references: tuple[Reference, ...] = ()
    incidents: tuple[str, ...] = ()
    infos: tuple[Info, ...] = ()
    version: str = "1.2"
    references_unread: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        tidy(self)
        object.__setattr__(self, "sent", as_utc(self.sent, where="sent"))

    @property
    def reference(self) -> Reference:
        """Return the name by which other messages refer to this one."""
        return Reference(self.sender, self.identifier, self.sent)

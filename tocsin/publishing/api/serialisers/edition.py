"""Editions and their documents, as the API returns them."""

from __future__ import annotations

from typing import Annotated, Any

from tocsin.alerts.models import LEVELS, Document, Edition, MessageType
from tocsin.publishing.addresses import document_address
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import (
    CountryAsked,
    FlagAsked,
    GeoJson,
    IdentityAsked,
    Moment,
    OneOf,
    PageAsked,
    Shape,
    WordAsked,
)

Level = Annotated[str, OneOf(tuple(LEVELS))]
MessageTypeWord = Annotated[str, OneOf(tuple(MessageType.values))]


class DocumentShape(Shape):
    """One stored form of an edition; `digest` is the SHA-256 of its bytes, in hexadecimal."""

    form: str
    media_type: str
    address: str
    digest: str

    @classmethod
    def of(cls, document: Document, edition: Edition) -> DocumentShape:
        """Return where one form of `edition` is, without its bytes."""
        return cls(
            form=document.form,
            media_type=document.media_type,
            address=document_address(edition, document.form),
            digest=document.digest,
        )


class EditionLine(Shape):
    """One edition in a list."""

    id: int
    alert_id: int
    alert_reference: str
    number: int
    message_type: MessageTypeWord
    identifier: str
    sender: str
    sent: Moment
    headline: str
    country: str
    hazard: str
    level: Level
    level_reason: str
    severity: str
    certainty: str
    urgency: str
    onset: Moment
    expires: Moment
    asks_for_answer: bool
    lone_duty: bool

    @classmethod
    def of(cls, edition: Edition) -> EditionLine:
        """Return the line of an edition, with its alert at hand."""
        return cls(**_line(edition))


class EditionShape(EditionLine):
    """One edition whole: `content` is the alert's text as docs/grading.md describes it."""

    #: The editions that it follows, as 'sender,identifier,sent' (CAP 1.2, section 3.2.1).
    references: list[str]
    content_hash: str
    area: GeoJson
    content: dict[str, Any]
    documents: list[DocumentShape]

    @classmethod
    def of(cls, edition: Edition) -> EditionShape:
        """Return an edition whole, with links to its documents."""
        documents = edition.documents.defer("body").order_by("form")
        return cls(
            **_line(edition),
            references=edition.references.split(),
            content_hash=edition.content_hash,
            area=edition.area,
            content=edition.content,
            documents=[DocumentShape.of(document, edition) for document in documents],
        )


class EditionPage(Page):
    """A page of editions."""

    items: list[EditionLine]


class EditionsAsked(PageAsked):
    """Which editions are asked for."""

    alert_id: IdentityAsked = None
    level: Level | None = None
    hazard: WordAsked = ""
    country: CountryAsked = ""
    message_type: MessageTypeWord | None = None
    in_force: FlagAsked = None


def _line(edition: Edition) -> dict[str, Any]:
    copied = (name for name in EditionLine.model_fields if name not in ("id", "alert_reference"))
    return {"id": edition.pk, "alert_reference": edition.alert.reference} | {
        name: getattr(edition, name) for name in copied
    }

"""Answers, as the API returns and takes them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tocsin.delivery.answers import LONGEST_NOTE, LONGEST_PLACE
from tocsin.delivery.models import Answer
from tocsin.publishing.api.responses import Page
from tocsin.publishing.api.values import Body, Identity, IdentityAsked, Moment, OneOf, PageAsked, Shape, Text

Kind = Annotated[str, OneOf(tuple(Answer.Kind.values))]


class AnswerShape(Shape):
    """What a person said back to an edition; the newest of a person counts."""

    id: int
    edition_id: int
    person_id: int
    delivery_id: int | None
    kind: Kind
    note: str
    #: Where they say that they are.
    place: str
    at: Moment
    #: 'link', 'desk' or 'api'.
    via: str
    #: Who wrote it down for somebody who telephoned.
    recorded_by: str
    #: Who took up a call for help.
    taken_by: str
    taken_at: Moment | None

    @classmethod
    def of(cls, answer: Answer) -> AnswerShape:
        """Return one answer, with the users at hand."""
        named = {"recorded_by": str(answer.recorded_by or ""), "taken_by": str(answer.taken_by or "")}
        copied = (name for name in cls.model_fields if name not in named)
        return cls(**named | {name: getattr(answer, name) for name in copied})


class AnswerPage(Page):
    """A page of answers."""

    items: list[AnswerShape]


class AnswersAsked(PageAsked):
    """Which answers are asked for."""

    edition_id: IdentityAsked = None
    person_id: IdentityAsked = None
    kind: Kind | None = None


class AnswerBody(Body):
    """An answer that the desk writes down for somebody."""

    edition_id: Identity
    person_id: Identity
    kind: Kind
    note: Text = Field("", max_length=LONGEST_NOTE, examples=["Called from the hotel, all well."])
    place: Text = Field("", max_length=LONGEST_PLACE, examples=["Hotel Azure, room 12"])

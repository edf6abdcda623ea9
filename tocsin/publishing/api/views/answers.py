"""Answers: list them, write one down for somebody who telephoned."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.audit import record as write_down
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.alerts.models import Edition
from tocsin.clock import now as present
from tocsin.delivery.answers import record
from tocsin.delivery.models import Answer
from tocsin.exposure.models import Person
from tocsin.publishing.api.access import Caller, caller_of, needs
from tocsin.publishing.api.filters import chosen
from tocsin.publishing.api.headers import IdempotencyKeyHeader
from tocsin.publishing.api.idempotency import once
from tocsin.publishing.api.problems import invalid
from tocsin.publishing.api.responses import cut, listing, single
from tocsin.publishing.api.serialisers.answer import AnswerBody, AnswerPage, AnswersAsked, AnswerShape

router = Router(tags=["Answers"])


@router.get("", response=AnswerPage, auth=needs(Scope.ANSWERS_READ, Act.SEE_PEOPLE))
def list_answers(request: HttpRequest, asked: Query[AnswersAsked]) -> HttpResponse:
    """List what people said back, newest first; the newest answer of a person counts."""
    rows = Answer.objects.filter(person__organisation=caller_of(request).organisation)
    rows = chosen(rows, asked).select_related("recorded_by", "taken_by")
    found, following = cut(request, rows, asked)
    page = AnswerPage(items=[AnswerShape.of(row) for row in found], next=following)
    return listing(request, page, following)


@router.post("", response={201: AnswerShape}, auth=needs(Scope.ANSWERS_WRITE, Act.MANAGE_PEOPLE))
def record_answer(
    request: HttpRequest, body: AnswerBody, idempotency_key: IdempotencyKeyHeader = None
) -> HttpResponse:
    """Write down what somebody said by telephone or radio. What is still queued for them is cancelled."""
    caller, now = caller_of(request), present()

    def act() -> HttpResponse:
        return single(request, AnswerShape.of(_record(caller, body, now)), status=201)

    return once(request, idempotency_key, act, now=now)


def _record(caller: Caller, body: AnswerBody, now: datetime) -> Answer:
    edition = Edition.objects.filter(alert__organisation=caller.organisation, pk=body.edition_id).first()
    if edition is None:
        raise invalid("/edition_id", "Your organisation has no edition with this number.")
    person = Person.objects.filter(organisation=caller.organisation, pk=body.person_id).first()
    if person is None:
        raise invalid("/person_id", "Your organisation has nobody with this number.")
    via = "desk" if caller.user else "api"
    answer = record(
        edition,
        person,
        body.kind,
        now=now,
        via=via,
        note=body.note,
        place=body.place,
        recorded_by=caller.user,
    )
    if caller.user is None:
        detail = {"person": person.pk, "edition": edition.pk, "kind": body.kind}
        write_down(
            caller.organisation, "answer.record", f"answer:{answer.pk}", now=now, actor=caller.name, detail=detail
        )  # fmt: skip
    return answer

"""The roll-call of an alert: who needs help, who is silent, who is safe; taking a call, writing one down.

A call for help is addressed to the desk: whoever handles incidents or looks after people sees it with its name and
note, and may take it. All other names are for those who may see people.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tocsin.accounts.access import Access, needs
from tocsin.accounts.audit import record as write_down
from tocsin.accounts.roles import Act
from tocsin.alerts.editions import latest_edition
from tocsin.alerts.models import Alert
from tocsin.clock import now
from tocsin.delivery.answers import record, take
from tocsin.delivery.models import Answer
from tocsin.delivery.roll_call import roll_call as call_of
from tocsin.delivery.second_reminder import reach_of, remind_silent
from tocsin.desk.alert_page import alert_page
from tocsin.desk.answer_form import AnswerForm
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.roll_call_file import roll_call_file
from tocsin.desk.roll_call_page import news_since, parse_moment, roll_call_page
from tocsin.desk.views.asking import keep_looks, organisation_of, show, told, user_of


def may_answer_calls(request: HttpRequest) -> bool:
    """Tell whether the user is somebody to whom a call for help is addressed."""
    access: Access = request.access  # type: ignore[attr-defined]
    return access.may(Act.HANDLE_INCIDENT) or access.may(Act.SEE_PEOPLE)


def may_remind(request: HttpRequest) -> bool:
    """Tell whether the user is somebody who may write to people: who publishes, or looks after them."""
    access: Access = request.access  # type: ignore[attr-defined]
    return access.may(Act.PUBLISH) or access.may(Act.MANAGE_PEOPLE)


def answers_context(request: HttpRequest, alert: Alert) -> dict[str, Any]:
    """Return what the roll-call's part of a page needs."""
    roll = call_of(alert, now=now())
    access: Access = request.access  # type: ignore[attr-defined]
    may_see, asks = access.may(Act.SEE_PEOPLE), may_remind(request) and not roll.ended_at
    shown = roll_call_page(roll, request.GET.get("page"), all_lines=may_see)
    keep_looks(request, [line.person for line in shown.lines if line.place], "roll-call")
    return {
        "alert": alert,
        "roll": roll,
        "shown": shown,
        "reach": reach_of(roll) if asks and roll.counts["silent"] else None,
        "may_answer_calls": may_answer_calls(request),
        "answer_form": AnswerForm(alert=alert, initial={"person": request.GET.get("person")})
        if may_see
        else None,
    }


@require_safe
@needs(Act.READ_DESK)
def roll_call(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the roll-call alone: as a page for a wall screen, or as the part that htmx asks for."""
    alert = get_object_or_404(Alert, organisation=organisation_of(request), reference=reference)
    return show(request, "roll_call_page", "roll_call", **answers_context(request, alert))


@require_safe
@needs(Act.READ_DESK)
def roll_call_news(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what has come since the roll-call was shown; the rows under the pointer stay."""
    alert = get_object_or_404(Alert, organisation=organisation_of(request), reference=reference)
    since, at = request.GET.get("since", ""), parse_moment(request.GET.get("at", ""))
    news = news_since(alert, int(since) if since.isdecimal() else 0, at or now())
    return show(request, "roll_call_news", alert=alert, news=news, page=request.GET.get("page", ""))


@require_safe
@needs(Act.SEE_PEOPLE)
def roll_call_csv(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand the roll-call out as a file; the people in it see that it was taken."""
    alert = get_object_or_404(Alert, organisation=organisation_of(request), reference=reference)
    roll = call_of(alert, now=now())
    keep_looks(request, [line.person for line in roll.lines], "roll-call file")
    write_down(
        alert.organisation, "roll-call.file", f"alert:{alert.reference}", now=now(), actor=user_of(request),
        detail={"people": len(roll.lines)},
    )  # fmt: skip
    response = HttpResponse(roll_call_file(roll), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="roll-call-{alert.reference}.csv"'
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs(Act.READ_DESK)
def remind(request: HttpRequest, reference: str) -> HttpResponse:
    """Remind everybody who is silent, and nobody else."""
    if not may_remind(request):
        raise PermissionDenied(_("The silent are reminded by approvers and by those who look after people."))
    alert = get_object_or_404(Alert, organisation=organisation_of(request), reference=reference)
    with told(request):
        count = remind_silent(alert, actor=user_of(request), now=now())
        said = ngettext("%(count)d reminder goes out.", "%(count)d reminders go out.", count) % {
            "count": count
        }
        messages.success(
            request, said if count else _("Nothing new goes out: they were reminded a moment ago.")
        )
    return redirect("desk:alert", reference)


@require_POST
@needs(Act.READ_DESK)
def take_help(request: HttpRequest, number: int) -> HttpResponse:
    """Take up a call for help."""
    if not may_answer_calls(request):
        raise PermissionDenied(_("Calls for help are taken by analysts and by those who look after people."))
    answers = Answer.objects.select_related("edition__alert", "person")
    call = get_object_or_404(answers, pk=number, person__organisation=organisation_of(request))
    with told(request, _("It is yours. Call %(person)s now.") % {"person": call.person}):
        take(call, user_of(request), now())
    return redirect("desk:alert", call.edition.alert.reference)


@require_POST
@needs(Act.SEE_PEOPLE)
def record_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Write down what somebody said on the telephone."""
    alert = get_object_or_404(Alert, organisation=organisation_of(request), reference=reference)
    form = asked(AnswerForm, request, alert=alert)
    if carried_out(form, lambda values: _write_down(request, alert, values)) is None:
        context = answers_context(request, alert) | {"answer_form": form}
        return show(request, "alert", page=alert_page(alert, now=now()), **context)
    messages.success(request, _("Written down, under your name."))
    return redirect("desk:alert", reference)


def _write_down(request: HttpRequest, alert: Alert, values: dict[str, Any]) -> Answer:
    edition = latest_edition(alert)
    assert edition is not None
    return record(edition, now=now(), via="desk", recorded_by=user_of(request), **values)

"""Alerts as the desk follows them: editions, deliveries, exposures, and the chain from source to answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts.models import Alert, Edition
from tocsin.alerts.still_true import still_true as hold_on
from tocsin.clock import now
from tocsin.delivery.expiry_warning import notices_of, unheard
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import try_again
from tocsin.desk.alert_page import alert_page, alert_rows
from tocsin.desk.chain_page import chain_page
from tocsin.desk.still_true import held_until, question_of, questions
from tocsin.desk.views.answers import answers_context
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.exposure.models import Person
from tocsin.exposure.people import record_view
from tocsin.exposure.reasons import why as why_of


def alert_of(request: HttpRequest, reference: str) -> Alert:
    """Return the alert with that reference, of this desk; 404 otherwise."""
    alerts = Alert.objects.select_related("organisation", "incident")
    return get_object_or_404(alerts, organisation=organisation_of(request), reference=reference)


def edition_of(request: HttpRequest, alert: Alert) -> Edition:
    """Return the edition that `?edition=` names, or the latest; 404 where nothing was published."""
    number = request.GET.get("edition", "")
    editions = alert.editions.select_related("alert__incident", "alert__organisation").order_by("-number")
    if number.isdecimal():
        editions = editions.filter(number=int(number))
    return get_object_or_404(editions[:1])


@require_safe
@needs(Act.READ_DESK)
def alerts(request: HttpRequest) -> HttpResponse:
    """List the alerts in force, or those that have ended."""
    ended = request.GET.get("show") == "ended"
    rows = alert_rows(organisation_of(request), ended=ended, now=now())
    asking = (
        {} if ended else {one.edition.alert_id: one for one in questions(organisation_of(request), now=now())}
    )
    silent = unheard(one.edition.pk for one in asking.values())
    return show(request, "alerts", rows=rows, ended=ended, asking=asking, unheard=silent)


@require_safe
@needs(Act.READ_DESK)
def alert(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one alert: who answered, its editions, what was delivered, who is exposed."""
    found = alert_of(request, reference)
    page = alert_page(found, now=now())
    question = None if page.draft or found.ended_at else question_of(page.latest, now=now())
    asked = notices_of(question.edition) if question else []
    context = answers_context(request, found)
    return show(request, "alert", page=page, question=question, owners_asked=asked, **context)


@require_POST
@needs(Act.WRITE_DRAFT)
def still_true(request: HttpRequest, reference: str) -> HttpResponse:
    """Hold the alert on: an update with a new expiry, handed in for review."""
    found = alert_of(request, reference)
    until = held_until(edition_of(request, found), request.POST.get("hours", ""), now=now())
    with told(request, _("Handed in for review: the update goes out when somebody else approves it.")):
        return redirect("desk:draft", hold_on(found, until, author=user_of(request), now=now()).pk)
    return redirect("desk:alert", reference)


@require_safe
@needs(Act.READ_DESK)
def chain(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the whole chain of one alert, to be followed both ways."""
    found = alert_of(request, reference)
    return show(request, "chain", page=chain_page(found, edition_of(request, found), now=now()))


@require_safe
@needs(Act.SEE_PEOPLE)
def why(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say why a person is in the way of an alert, or which rule let them go; that it was asked is recorded."""
    found = alert_of(request, reference)
    person = get_object_or_404(Person, pk=number, organisation=found.organisation)
    explanation = why_of(person, edition_of(request, found))
    record_view(person, actor=user_of(request), now=now())
    return show(request, "why", alert=found, explanation=explanation)


@require_POST
@needs(Act.SEE_PEOPLE)
def deliver_again(request: HttpRequest, number: int) -> HttpResponse:
    """Queue a failed delivery once more."""
    deliveries = Delivery.objects.select_related("edition__alert")
    failed = get_object_or_404(deliveries, pk=number, organisation=organisation_of(request))
    with told(request, _("Queued once more.")):
        try_again(failed, actor=user_of(request), now=now())
    return redirect("desk:alert", failed.edition.alert.reference)

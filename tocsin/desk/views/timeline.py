"""The timeline of one person for one alert."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.delivery.timeline import Kind
from tocsin.delivery.timeline import timeline as timeline_of
from tocsin.desk.views.alerts import alert_of
from tocsin.desk.views.asking import keep_looks, show
from tocsin.exposure.models import Person


@require_safe
@needs(Act.SEE_PEOPLE)
def timeline(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Show what happened between an alert and a person; that it was looked at is kept for them."""
    found = alert_of(request, reference)
    person = get_object_or_404(Person, pk=number, organisation=found.organisation)
    moments = timeline_of(found, person)
    keep_looks(request, [person], "timeline")
    past = [moment for moment in moments if moment.kind != Kind.NEXT]
    coming = [moment for moment in moments if moment.kind == Kind.NEXT]
    return show(request, "timeline", alert=found, person=person, past=past, coming=coming)

"""Trips and stays by hand; each is matched with the alerts in force at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.stay_form import StayForm, TripForm, initial_of, make_stay, make_trip, move_stay
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.desk.views.people import person_of
from tocsin.exposure.models import Stay, Trip
from tocsin.exposure.trips import remove_stay


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def trip_new(request: HttpRequest, number: int) -> HttpResponse:
    """Add a trip with its first stay."""
    person = person_of(request, number)
    form = asked(TripForm, request)
    new = carried_out(form, lambda values: make_trip(person, values, actor=user_of(request), now=now()))
    if new is None:
        return show(request, "stay_form", form=form, person=person, title=_("Add a trip"))
    return _entered(request, person.pk, new)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def stay_new(request: HttpRequest, number: int) -> HttpResponse:
    """Add a stay to a trip."""
    trips = Trip.objects.select_related("person__organisation")
    trip = get_object_or_404(trips, pk=number, person__organisation=organisation_of(request))
    form = asked(StayForm, request)
    new = carried_out(form, lambda values: make_stay(trip, values, actor=user_of(request), now=now()))
    if new is None:
        title = _("Add a stay to %(trip)s") % {"trip": trip}
        return show(request, "stay_form", form=form, person=trip.person, title=title)
    return _entered(request, trip.person_id, new)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def stay_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a stay."""
    stay = _stay_of(request, number)
    form = asked(StayForm, request, initial=initial_of(stay))
    new = carried_out(form, lambda values: move_stay(stay, values, actor=user_of(request), now=now()))
    if new is None:
        title = _("Change the stay in %(place)s") % {"place": stay.place}
        return show(request, "stay_form", form=form, person=stay.trip.person, title=title, stay=stay)
    return _entered(request, stay.trip.person_id, new)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def stay_remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a stay; what was sent because of it stays on record."""
    stay = _stay_of(request, number)
    with told(request, _("Removed. What was sent because of it stays on record.")):
        remove_stay(stay, actor=user_of(request), now=now())
    return redirect("desk:person", stay.trip.person_id)


def _stay_of(request: HttpRequest, number: int) -> Stay:
    stays = Stay.objects.select_related("trip__person__organisation")
    return get_object_or_404(stays, pk=number, trip__person__organisation=organisation_of(request))


def _entered(request: HttpRequest, person: int, new: int) -> HttpResponse:
    """Say whether the stay is in the way of something; whoever entered it must know that at once."""
    if new:
        words = ngettext(
            "Saved. It is in the way of %(num)d alert in force; the message is on its way.",
            "Saved. It is in the way of %(num)d alerts in force; the messages are on their way.",
            new,
        )
        messages.warning(request, words % {"num": new})
    else:
        messages.success(request, _("Saved. It is in the way of no alert in force."))
    return redirect("desk:person", person)

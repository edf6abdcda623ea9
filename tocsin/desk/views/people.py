"""People: the list with where they are now, one person, adding and changing them."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.delivery.late import enqueue_late
from tocsin.delivery.own_links import new_own_link
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.people_list import people_page
from tocsin.desk.person_form import PersonChangeForm, PersonForm
from tocsin.desk.person_form import change as change_values
from tocsin.desk.person_page import person_page
from tocsin.desk.views.asking import keep_looks, organisation_of, show, told, user_of
from tocsin.exposure.models import Person
from tocsin.exposure.people import activate_person, add_person, deactivate_person, record_view


def person_of(request: HttpRequest, number: int) -> Person:
    """Return the person with that number, of this desk; 404 otherwise."""
    people = Person.objects.select_related("organisation")
    return get_object_or_404(people, pk=number, organisation=organisation_of(request))


@require_safe
@needs(Act.SEE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """List people with where they are now."""
    asked_for = {name: request.GET.get(name, "").strip() for name in ("q", "country", "show")}
    page = people_page(
        organisation_of(request),
        words=asked_for["q"],
        country=asked_for["country"],
        gone=asked_for["show"] == "gone",
        number=request.GET.get("page"),
        now=now(),
    )
    seen = [row.person for row in page.rows if row.now or row.following]
    keep_looks(request, seen, "people")
    return show(request, "people", page=page, asked=asked_for)


@require_safe
@needs(Act.SEE_PEOPLE)
def person(request: HttpRequest, number: int) -> HttpResponse:
    """Show one person; that it was looked at is recorded."""
    found = person_of(request, number)
    record_view(found, actor=user_of(request), now=now())
    return show(request, "person", page=person_page(found, now=now()))


@require_POST
@needs(Act.MANAGE_PEOPLE)
def person_link(request: HttpRequest, number: int) -> HttpResponse:
    """Make the link to the person's own page, and show it once; links given out before end."""
    found = person_of(request, number)
    address = new_own_link(found, actor=user_of(request), now=now())
    return show(request, "person_link", person=found, address=address)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def person_new(request: HttpRequest) -> HttpResponse:
    """Add a person."""
    form = asked(PersonForm, request)
    made = carried_out(
        form,
        lambda values: add_person(organisation_of(request), actor=user_of(request), now=now(), **values),
    )
    if made is None:
        return show(request, "person_form", form=form, person=None)
    messages.success(request, _("Added. Enter where they are, so that they can be warned."))
    return redirect("desk:person", made.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def person_change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a person."""
    found = person_of(request, number)
    form = asked(PersonChangeForm, request, person=found)
    done = carried_out(form, lambda values: change_values(found, values, actor=user_of(request), now=now()))
    if done is None:
        return show(request, "person_form", form=form, person=found)
    messages.success(request, _("Saved."))
    return redirect("desk:person", number)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def person_active(request: HttpRequest, number: int) -> HttpResponse:
    """Mark a person as no longer with the organisation, or as back; those who are back are matched at once."""
    found = person_of(request, number)
    with told(request, _("Saved.")), transaction.atomic():
        if request.POST.get("active") == "yes":
            enqueue_late(activate_person(found, actor=user_of(request), now=now()), now=now())
        else:
            deactivate_person(found, actor=user_of(request), now=now())
    return redirect("desk:person", number)

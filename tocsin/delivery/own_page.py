"""A person's own page: what is held on them, to be read, taken away as a file, and deleted."""

from __future__ import annotations

import json
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tocsin import clock
from tocsin.delivery import pages
from tocsin.delivery.errors import LinkRefused
from tocsin.delivery.own_data import everything, forget
from tocsin.delivery.own_links import person_of
from tocsin.exposure.models import Person
from tocsin.exposure.trips import remove_trip


@csrf_exempt  # the signed token in the address is the permission; no cookie plays a part
@require_http_methods(["GET", "HEAD", "POST"])
def own_page(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is held on the person to GET, which changes nothing; delete what a post names."""
    now = clock.now()
    try:
        person = person_of(token, now=now)
    except LinkRefused as error:
        return pages.refused(error)
    said = _carry_out(person, request, now) if request.method == "POST" else ""
    if said == "forgotten":
        return pages.own_page(token, None, said=_("Everything that was held on you is deleted."))
    asks = request.method == "POST" and request.POST.get("what") == "everything"
    return pages.own_page(token, everything(person), said=said, asks=asks)


@require_safe
def own_file(request: HttpRequest, token: str) -> HttpResponse:
    """Hand out everything that is held on the person as a JSON file."""
    try:
        person = person_of(token, now=clock.now())
    except LinkRefused as error:
        return pages.refused(error)
    text = json.dumps(everything(person).to_json(), ensure_ascii=False, indent=1)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="held-on-me.json"'
    response["Cache-Control"] = "no-store"
    return response


def _carry_out(person: Person, request: HttpRequest, now: datetime) -> str:
    """Do what was posted, and return what is said of it."""
    with translation.override(person.language):
        if request.POST.get("what") == "everything" and request.POST.get("sure") == "yes":
            forget(person, actor="the person", now=now)
            return "forgotten"
        number = request.POST.get("trip", "")
        trip = person.trips.filter(pk=int(number)).first() if number.isdecimal() else None
        if trip is not None:
            remove_trip(trip, actor="the person", now=now)
            return _("The trip is deleted.")
        return ""

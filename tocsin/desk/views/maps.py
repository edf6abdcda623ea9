"""The desk's map."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.map_page import map_page
from tocsin.desk.views.asking import keep_looks, organisation_of, show


@require_safe
@needs(Act.READ_DESK)
def the_map(request: HttpRequest) -> HttpResponse:
    """Show the map and the same things as a list; that people's places were looked at is kept for them."""
    sees = request.access.may(Act.SEE_PEOPLE)  # type: ignore[attr-defined]
    around = request.GET.get("around", "").strip()
    page = map_page(organisation_of(request), around=around, sees_people=sees, now=now())
    keep_looks(request, page.seen, "map")
    return show(request, "map", page=page)

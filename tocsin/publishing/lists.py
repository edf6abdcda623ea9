"""The public lists: what is in force, what is over, and both for one country or one hazard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from tocsin.alerts.models import LEVELS
from tocsin.clock import now
from tocsin.headers import content_security_policy
from tocsin.publishing.addresses import short_address
from tocsin.publishing.conditional import conditional
from tocsin.publishing.documents.page import public_style
from tocsin.publishing.documents.plain import published_text
from tocsin.publishing.errors import CursorInvalid, FilterUnknown
from tocsin.publishing.listing import (
    Batch,
    Cursor,
    Filter,
    changed_at,
    check_country,
    check_hazard,
    choices,
    country_name,
    current_alerts,
    house,
    past_alerts,
)
from tocsin.publishing.readers import asked_language, in_the_readers_language, language_links, linked
from tocsin.reading import HAZARDS, hazard

#: An alert that has just been published is on every list after so many seconds at the latest.
_KEPT_FOR = 30


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the reader's language; where the address asks for what is not there, say so and lead on."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (CursorInvalid, FilterUnknown) as error:
            return rendered(request, "missing.html", {"house": house(), "why": str(error)}, status=404)

    return require_safe(in_the_readers_language(answered))


@public_page
def current(request: HttpRequest) -> HttpResponse:
    """Show the alerts in force, by level, country and hazard."""
    if request.GET.get("past") == "1":
        return redirect(linked(request)("past", **_asked(request)), permanent=True)
    asked, moment = Filter(**_asked(request)), now()
    shown = current_alerts(asked, now=moment, before=_before(request))
    return page(request, "current.html", {"asked": asked, "levels": LEVELS}, shown, choose=False)


@public_page
def past(request: HttpRequest) -> HttpResponse:
    """Show the alerts that are over, by level, country and hazard."""
    asked, moment = Filter(**_asked(request)), now()
    shown = past_alerts(asked, now=moment, before=_before(request))
    return page(request, "past.html", {"asked": asked, "levels": LEVELS}, shown, choose=True)


@public_page
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Show the alerts for one country: those in force, then those that are over."""
    known = check_country(code)
    if known != code:
        return redirect(linked(request)("country", known), permanent=True)
    return _place(request, Filter(country=code), country_name(code))


@public_page
def hazard_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the alerts of one hazard: those in force, then those that are over."""
    return _place(request, Filter(hazard=check_hazard(code)), gettext(hazard(code).name))


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *batches: Batch,
    choose: bool | None = None,
) -> HttpResponse:
    """Return a public page that shows `batches`, or 304; `choose` is whether to choose among past or present alerts."""
    moment, organisation = now(), house()
    countries, hazards = choices(past=choose, now=moment) if choose is not None else ([], [])
    identifiers = [[edition.identifier for edition in batch.editions] for batch in batches]
    made_from = (get_language(), str(organisation), public_style(), countries, hazards, identifiers)

    def answer() -> HttpResponse:
        shown = [[(edition, published_text(edition)) for edition in batch.editions] for batch in batches]
        about = {
            "house": organisation,
            "lists": shown,
            "older": batches[-1].older,
            "countries": countries,
            "hazards": [one for one in HAZARDS if one.code in hazards],
            "printed": short_address,
            "name_of": country_name,
            "hazard_name": lambda code: gettext(hazard(code).name),
        }
        return rendered(request, template, {**about, **context})

    return conditional(request, made_from, changed_at(now=moment), answer, seconds=_KEPT_FOR)


def _place(request: HttpRequest, asked: Filter, name: str) -> HttpResponse:
    moment, before = now(), _before(request)
    in_force = Batch() if before else current_alerts(asked, now=moment)
    over = past_alerts(asked, now=moment, before=before)
    about = {"asked": asked, "name": name, "is_first": before is None, "more_in_force": in_force.older}
    return page(request, "place.html", about, in_force, over)


def rendered(
    request: HttpRequest, template: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Return the page that `template` makes, with the language switch and the policy of its style."""
    about = {
        "style": public_style(),
        "link": linked(request),
        "asked_language": asked_language(request),
        "switch": language_links(request),
    }
    name = f"publishing/{template}"
    response = render(request, name, {**about, **context}, status=status, using="jinja2")
    response["Content-Security-Policy"] = content_security_policy(styles=[public_style()])
    return response


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in ("level", "country", "hazard")}


def _before(request: HttpRequest) -> Cursor | None:
    text = request.GET.get("before", "")
    return Cursor.read(text) if text else None

"""What views share: who asks, and how a refusal is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tocsin.accounts.access import Access
from tocsin.accounts.errors import AccountsError
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act
from tocsin.alerts.errors import AlertsError
from tocsin.clock import now
from tocsin.delivery.errors import DeliveryError
from tocsin.desk.errors import DeskError
from tocsin.exposure.errors import ExposureError
from tocsin.exposure.looks import record_looks
from tocsin.exposure.models import Person
from tocsin.incidents.errors import IncidentsError
from tocsin.publishing.errors import PublishingError
from tocsin.sources.errors import SourcesError
from tocsin.wording import translated

#: What the rooms refuse with; everything else is a fault and travels on.
REFUSALS = (
    AccountsError,
    AlertsError,
    DeliveryError,
    DeskError,
    ExposureError,
    IncidentsError,
    PublishingError,
    SourcesError,
)


def organisation_of(request: HttpRequest) -> Organisation:
    """Return the organisation that the signed-in user works for."""
    access: Access = request.access  # type: ignore[attr-defined]
    assert access.organisation is not None
    return access.organisation


def user_of(request: HttpRequest) -> User:
    """Return the signed-in user."""
    access: Access = request.access  # type: ignore[attr-defined]
    assert access.user is not None
    return access.user


def keep_looks(request: HttpRequest, people: Iterable[Person | int], where: str) -> None:
    """Keep, for the people themselves, that the user saw where they are on the page `where`: if the user may at all."""
    access: Access = request.access  # type: ignore[attr-defined]
    if access.may(Act.SEE_PEOPLE):
        record_looks(people, by=user_of(request), where=where, now=now())


@contextmanager
def told(request: HttpRequest, done: str = "") -> Iterator[None]:
    """Run an act; say `done` where it was done, and the room's own words where it was refused."""
    try:
        yield
    except REFUSALS as error:
        messages.error(request, translated(error))
    else:
        if done:
            messages.success(request, done)


def show(request: HttpRequest, template: str, part: str = "", **context: Any) -> HttpResponse:
    """Return the page, or only its `part` (a template of its own) where htmx asks for that by `?part`."""
    chosen = part if part and request.headers.get("HX-Request") else template
    return render(request, f"desk/{chosen}.html", context, using="jinja2")


View = Callable[..., HttpResponse]

"""Sites: list them, get, add and change one."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from tocsin.accounts.models import Organisation
from tocsin.accounts.roles import Act
from tocsin.accounts.tokens import Scope
from tocsin.clock import now as present
from tocsin.delivery.late import enqueue_late
from tocsin.exposure.models import Site
from tocsin.exposure.sites import add_site
from tocsin.publishing.api.access import caller_of, needs
from tocsin.publishing.api.changes import change_the_site, contacts_of
from tocsin.publishing.api.filters import chosen, one
from tocsin.publishing.api.headers import IdempotencyKeyHeader
from tocsin.publishing.api.idempotency import once
from tocsin.publishing.api.responses import cut, listing, require_unchanged, single
from tocsin.publishing.api.serialisers.site import SiteBody, SitePage, SitePatch, SitesAsked, SiteShape
from tocsin.publishing.api.values import Number

router = Router(tags=["Sites"])
_reading = needs(Scope.PEOPLE_READ, Act.SEE_PEOPLE)
_writing = needs(Scope.PEOPLE_WRITE, Act.MANAGE_PEOPLE)


@router.get("", response=SitePage, auth=_reading)
def list_sites(request: HttpRequest, asked: Query[SitesAsked]) -> HttpResponse:
    """List the sites, newest first."""
    found, following = cut(request, chosen(_sites(caller_of(request).organisation), asked), asked)
    page = SitePage(items=[SiteShape.of(site) for site in found], next=following)
    return listing(request, page, following)


@router.get("/{int:site_id}", response=SiteShape, auth=_reading)
def get_site(request: HttpRequest, site_id: Number) -> HttpResponse:
    """Get one site."""
    return single(request, SiteShape.of(one(_sites(caller_of(request).organisation), site_id, "site")))


@router.post("", response={201: SiteShape}, auth=_writing)
def add_a_site(
    request: HttpRequest, body: SiteBody, idempotency_key: IdempotencyKeyHeader = None
) -> HttpResponse:
    """Add a site. It is matched at once with the alerts in force."""
    caller, now = caller_of(request), present()

    @transaction.atomic
    def act() -> HttpResponse:
        values = {"key": body.key, "name": body.name, "kind": body.kind, "people_count": body.people_count}
        contacts = contacts_of(caller.organisation, body.contact_ids)
        change = add_site(
            caller.organisation, **values, contacts=contacts, place=body.words(), actor=caller.actor, now=now
        )
        enqueue_late(change.exposures, now=now)
        location = f"{request.path}/{change.site.pk}"
        return single(request, SiteShape.of(change.site), status=201, location=location)

    return once(request, idempotency_key, act, now=now)


@router.patch("/{int:site_id}", response=SiteShape, auth=_writing)
def change_site(request: HttpRequest, site_id: Number, body: SitePatch) -> HttpResponse:
    """Change what the body names of a site; with If-Match only where nobody else did meanwhile."""
    with transaction.atomic():
        caller = caller_of(request)
        rows = _sites(caller.organisation)
        site = one(rows.select_for_update(), site_id, "site")
        require_unchanged(request, SiteShape.of(site))
        change_the_site(site, body, actor=caller.actor, now=present())
        return single(request, SiteShape.of(one(rows, site_id, "site")))


def _sites(organisation: Organisation) -> QuerySet[Site]:
    return Site.objects.filter(organisation=organisation).prefetch_related("contacts")

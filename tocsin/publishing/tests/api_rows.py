"""A desk with something of everything, a second one beside it, and callers with tokens."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.tokens import Scope, make_token
from tocsin.alerts.models import Document, Edition
from tocsin.delivery.answers import record
from tocsin.delivery.tests.rows import World
from tocsin.exposure.models import Person, Site
from tocsin.incidents.models import Claim, ClaimSource, Incident, IncidentReport
from tocsin.sources.intake import file_report
from tocsin.sources.models import Report, Source

EVERYTHING = tuple(Scope)


class ApiDesk:
    """The desk 'Harbour Relief' with an alert, people and reports, as callers of its API see it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.world = World(now)
        self.organisation = self.world.desk
        self.source = Source.objects.create(
            organisation=self.organisation, name="API", kind="api", grade="B", created_at=now
        )
        self.report = self.file("Teachers block a road in Nairobi", "About 200 teachers block the road.")
        self.incident = Incident.objects.get()
        IncidentReport.objects.create(
            incident=self.incident, report=self.report, verdict="new", reason="The first.", joined_at=now
        )
        claim = Claim.objects.create(
            incident=self.incident, subject="people", text="about 200 teachers", unit="people", value=200,
            qualifier="about", first_stated_at=now, last_stated_at=now,
        )  # fmt: skip
        ClaimSource.objects.create(claim=claim, report=self.report, quote="About 200", start=0, end=9)
        self.mira = self.world.person("Mira")
        self.edition = self.publish()
        self.trip = self.mira.trips.get()
        self.site = Site.objects.create(
            organisation=self.organisation, key="NBO", name="Nairobi office", kind="office", country="KE",
            longitude=36.82, latitude=-1.29, created_at=now,
        )  # fmt: skip
        self.site.contacts.add(self.mira)
        self.token = self.new_token(*EVERYTHING)

    def publish(self) -> Edition:
        """Publish an edition that Mira is in the way of, with one document, her delivery and her answer."""
        delivery = self.world.queued(self.mira)[0]
        Document.objects.create(
            edition=delivery.edition, form="cap", media_type="application/cap+xml", body=b"<alert/>", digest="0" * 64
        )  # fmt: skip
        record(delivery.edition, self.mira, "safe", now=self.now, via="link", note="At the hotel.")
        return delivery.edition

    def file(self, title: str, text: str = "") -> Report:
        """File one report."""
        return file_report(self.source, title=title, text=text, filed_by="Ana", now=self.now)

    def new_token(self, *scopes: Scope, organisation: Organisation | None = None, **values: Any) -> str:
        """Make a token."""
        made = make_token(organisation or self.organisation, "office", scopes, now=self.now, **values)
        return made[1]

    def get(self, path: str, token: str = "", **headers: str) -> HttpResponse:
        """Get what is at `path` under /api/v1/."""
        return self.call("GET", path, token=token, **headers)

    def post(self, path: str, body: Any, token: str = "", **headers: str) -> HttpResponse:
        """Post `body` as JSON."""
        return self.call("POST", path, body, token=token, **headers)

    def patch(self, path: str, body: Any, token: str = "", **headers: str) -> HttpResponse:
        """Patch with `body` as JSON."""
        return self.call("PATCH", path, body, token=token, **headers)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        token: str = "",
        content_type: str = "",
        **headers: str,
    ) -> HttpResponse:
        """Send one request with a token; headers are named as `if_match`."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        address = path if path.startswith("/") else f"/api/v1/{path}"
        return Client(raise_request_exception=False).generic(
            method,
            address,
            data,
            content_type or "application/json",
            headers={"Authorization": f"Bearer {token or self.token}"} | sent,
        )

    def member(self, *roles: str) -> User:
        """Add a user who holds roles."""
        user = User.objects.create_user(f"{'-'.join(roles)}@desk.example", name="Bo")
        for role in roles:
            Membership.objects.create(organisation=self.organisation, user=user, role=role)
        return user

    def neighbour(self) -> Organisation:
        """Make another organisation, with a person of its own."""
        other = Organisation.objects.create(
            name="Hill Aid", slug="hill", sender="hill.example", created_at=self.now
        )
        Person.objects.create(organisation=other, key="h1", name="Hana", created_at=self.now)
        return other


def operations() -> list[tuple[str, str, str]]:
    """Return (method, path, scope) of every operation that the API describes."""
    from tocsin.publishing.api.application import api

    paths = api.get_openapi_schema()["paths"]
    return [
        (method.upper(), path, operation["x-scope"])
        for path, item in paths.items()
        for method, operation in item.items()
    ]

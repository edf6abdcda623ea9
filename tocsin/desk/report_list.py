"""Which reports a list shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Prefetch, Q, QuerySet

from tocsin.accounts.models import Organisation
from tocsin.incidents.models import IncidentReport
from tocsin.sources.models import Report


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for; '' is all. `state` is one of 'read', 'broken', 'loose' (read, and in no incident)."""

    state: str = ""
    source: str = ""
    standing: str = ""
    words: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Wanted:
        """Return what the address asks for; a source that is no number counts as none."""
        source = query.get("source", "")
        return cls(
            query.get("state", ""),
            source if source.isdecimal() else "",
            query.get("standing", ""),
            query.get("q", "").strip(),
        )

    @property
    def query(self) -> str:
        """The part of the address that asks for the same again, ending in '&'; '' for everything."""
        pairs = {"state": self.state, "source": self.source, "standing": self.standing, "q": self.words}
        words = urlencode({name: value for name, value in pairs.items() if value})
        return f"{words}&" if words else ""


def reports_like(wanted: Wanted, organisation: Organisation) -> QuerySet[Report]:
    """Return the reports of `organisation` that are wanted, the newest first, with source and incident."""
    found = Report.objects.filter(organisation=organisation)
    if wanted.state == "loose":
        somewhere = IncidentReport.objects.filter(left_at__isnull=True).values("report")
        found = found.filter(state=Report.State.READ).exclude(pk__in=somewhere)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.source:
        found = found.filter(source_id=int(wanted.source))
    if wanted.standing:
        found = found.filter(standing=wanted.standing)
    if wanted.words:
        found = found.filter(
            Q(title__icontains=wanted.words)
            | Q(text__icontains=wanted.words)
            | Q(external_id__icontains=wanted.words)
        )
    present = IncidentReport.objects.filter(left_at__isnull=True).select_related("incident")
    return (
        found.select_related("source")
        .prefetch_related(Prefetch("memberships", present, to_attr="present"))
        .defer("raw", "text", "reading", "cap", "area")
        .order_by("-received_at", "-pk")
    )

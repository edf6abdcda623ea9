"""Incidents that were merged: which one stands for another now, and which ones it stands for."""

from __future__ import annotations

from tocsin.incidents.models import Incident


def present_incident(incident: Incident) -> Incident:
    """Return the incident that `incident` is now: the one that it was merged into, however often; itself where it was not."""
    seen = {incident.pk}
    while incident.merged_into is not None and incident.merged_into.pk not in seen:
        incident = incident.merged_into
        seen.add(incident.pk)
    return incident


def merged_incidents(incident: Incident) -> frozenset[int]:
    """Return the numbers of `incident`, of what it is now, and of everything that was merged into that."""
    found = {present_incident(incident).pk}
    fresh = found
    while fresh:
        fresh = set(Incident.objects.filter(merged_into__in=fresh).values_list("pk", flat=True)) - found
        found |= fresh
    return frozenset(found)

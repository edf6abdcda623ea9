"""The absolute addresses that documents, feeds and messages carry."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from tocsin.alerts.models import Alert, Edition


def absolute(path: str) -> str:
    """Return the address of `path` on this instance as readers reach it."""
    return f"{settings.TOCSIN_PUBLIC_ADDRESS}{path}"


def alert_address(alert: Alert) -> str:
    """Return the address of the alert's page, which always shows its latest edition."""
    return absolute(reverse("publishing:alert", args=[alert.slug]))


def short_address(alert: Alert) -> str:
    """Return the shortest address of the alert, for an SMS: it leads on to the alert's page."""
    return absolute(reverse("publishing:short", args=[alert.pk]))


def document_address(edition: Edition, form: str) -> str:
    """Return the address of one form of one edition; it never changes and never shows anything else."""
    return absolute(reverse("publishing:document", args=[edition.alert.slug, edition.number, form]))

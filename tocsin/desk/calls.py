"""Calls for help that still wait for somebody: not taken, and not followed by another answer."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from tocsin.accounts.models import Organisation
from tocsin.delivery.models import Answer


def open_calls(organisation: Organisation) -> QuerySet[Answer]:
    """Return the open calls for help at this desk: at most one for each person and alert, their newest answer."""
    later = Answer.objects.filter(
        Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk")),
        person=OuterRef("person"),
        edition__alert=OuterRef("edition__alert"),
    )
    return Answer.objects.filter(
        ~Exists(later),
        edition__alert__organisation=organisation,
        kind=Answer.Kind.NEED_HELP,
        taken_at__isnull=True,
    )

"""Adding, changing and looking at a source by hand; each is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.incidents.grouping import group_waiting
from tocsin.sources.errors import SourcesError
from tocsin.sources.models import Poll, Source
from tocsin.sources.polling import poll


class NameTaken(SourcesError):
    """Raised when another source of the organisation has the name already."""

    rule = "name-taken"


@transaction.atomic
def add_source(
    organisation: Organisation, values: Mapping[str, Any], *, actor: User, now: datetime
) -> Source:
    """Add a source, due at once, and return it. Raises NameTaken."""
    source = Source(organisation=organisation, created_at=now, **values)
    _check_name(source)
    source.save()
    detail = {"kind": source.kind, "address": source.address, "grade": source.grade}
    record(organisation, "source.add", f"source:{source.pk}", now=now, actor=actor, detail=detail)
    return source


@transaction.atomic
def change_source(source: Source, values: Mapping[str, Any], *, actor: User, now: datetime) -> list[str]:
    """Give a source new values, and return the names of those that changed. Raises NameTaken.

    A source with another address, or one that is opened again, is due at once.
    """
    row = Source.objects.select_for_update().get(pk=source.pk)
    before = {name: getattr(row, name) for name in values}
    changed = sorted(name for name, value in values.items() if before[name] != value)
    for name in changed:
        setattr(row, name, values[name])
    _check_name(row)
    if {"address", "enabled", "interval_seconds"} & set(changed):
        row.next_poll_at = None
    if "address" in changed:
        row.etag = row.last_modified = ""
    if changed:
        row.save(update_fields=[*changed, "next_poll_at", "etag", "last_modified"])
        detail = {name: {"before": before[name], "after": values[name]} for name in changed}
        record(row.organisation, "source.change", f"source:{row.pk}", now=now, actor=actor, detail=detail)
    return changed


def look_now(source: Source, *, actor: User, now: datetime) -> Poll:
    """Look at a source now, put what came into incidents, and return the record of the look. Raises NotPollable."""
    done = poll(source, now=now)
    group_waiting(now=now, organisation=source.organisation)
    detail = {"outcome": done.outcome, "new": done.new_reports}
    record(source.organisation, "source.look", f"source:{source.pk}", now=now, actor=actor, detail=detail)
    return done


def _check_name(source: Source) -> None:
    others = Source.objects.filter(organisation=source.organisation, name=source.name).exclude(pk=source.pk)
    if others.exists():
        raise NameTaken(
            _("There is a source named %(name)s already; use another name.") % {"name": source.name}
        )

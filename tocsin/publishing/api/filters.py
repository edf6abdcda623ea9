"""Rows of the caller's organisation: those that filters choose, or one by its number."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from tocsin.publishing.api.problems import not_found
from tocsin.publishing.api.values import PageAsked


def chosen(rows: QuerySet[Any], asked: PageAsked, *, exclude: Collection[str] = ()) -> QuerySet[Any]:
    """Return the rows that the filters let through: each but `exclude` names a column and its value."""
    filters = asked.model_dump(exclude={"limit", "cursor", *exclude})
    return rows.filter(**{name: value for name, value in filters.items() if value not in (None, "")})


def one(rows: QuerySet[Any], identity: int, what: str) -> Any:
    """Return the row with that number. Raises Problem 404, also where it is another organisation's."""
    row = rows.filter(pk=identity).first()
    if row is None:
        raise not_found(what)
    return row

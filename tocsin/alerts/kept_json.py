"""JSON that is written down before the transaction that keeps it: an area of 60,000 points takes its time."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, JSONField
from django.db.models.sql.compiler import SQLCompiler


class KeptJson(Expression):
    """The value of a JSON column, given as its text."""

    output_field = JSONField()

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
        """Return the text as a parameter."""
        return ("%s::jsonb" if connection.vendor == "postgresql" else "%s"), [self.text]

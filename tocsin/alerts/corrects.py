"""Whether an edition corrects an error of an earlier one, asked in the words that its index is made of."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler


class Corrects(Func):
    """True where an edition's `content` says what it corrects; for `Edition.objects.filter(Corrects("content"))`.

    The key stands in the statement itself: SQLite matches a partial index to no condition that has a parameter in a
    function, as `content__has_key` has.
    """

    arity = 1
    output_field = BooleanField()
    template = "(%(expressions)s ? 'correction')"

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        """Return the same for SQLite, which has no operator for it."""
        return self.as_sql(
            compiler,
            connection,
            template="(JSON_TYPE(%(expressions)s, '$.correction') IS NOT NULL)",
            **context,
        )

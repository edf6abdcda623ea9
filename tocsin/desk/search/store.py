"""The database's own full-text index: FTS5 on SQLite, a tsvector with GIN on PostgreSQL; the same words in both.

The words come folded (`words.folded`), so that neither database folds, stems or stops any: both find the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from tocsin.desk.search.words import Term

#: The statements that make the index, and that take it away, by the database's vendor.
MAKE = {
    "sqlite": [
        'CREATE VIRTUAL TABLE desk_searchwords USING fts5(words, tokenize = "unicode61 remove_diacritics 0")'
    ],
    "postgresql": [
        "ALTER TABLE desk_searchentry ADD COLUMN words tsvector",
        "CREATE INDEX desk_searchwords ON desk_searchentry USING gin (words)",
    ],
}
UNMAKE = {
    "sqlite": ["DROP TABLE desk_searchwords"],
    "postgresql": ["DROP INDEX desk_searchwords", "ALTER TABLE desk_searchentry DROP COLUMN words"],
}


def write(rows: Iterable[tuple[int, str]]) -> None:
    """Keep the folded words of each entry, by its number, in place of those that were there."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(
                "INSERT OR REPLACE INTO desk_searchwords (rowid, words) VALUES (%s, %s)", list(rows)
            )
        else:
            cursor.executemany(
                "UPDATE desk_searchentry SET words = to_tsvector('simple', %s) WHERE id = %s",
                [(words, number) for number, words in rows],
            )


def forget(numbers: Sequence[int]) -> None:
    """Take the words of entries out of the index; on PostgreSQL they go with their rows."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.executemany(
                "DELETE FROM desk_searchwords WHERE rowid = %s", [(number,) for number in numbers]
            )


def find(
    organisation: int, terms: Sequence[Term], *, kind: str = "", start: int = 0, most: int = 20
) -> list[tuple[int, str, int]]:
    """Return what holds every term, the newest first: (entry, kind, key), from `start`, at most `most` of them."""
    if connection.vendor == "sqlite":
        inside = "e.id IN (SELECT rowid FROM desk_searchwords WHERE desk_searchwords MATCH %s)"
        question = " AND ".join(_fts5(term) for term in terms)
    else:
        inside = "e.words @@ to_tsquery('simple', %s)"
        question = " & ".join(_tsquery(term) for term in terms)
    of_kind, values = "", [organisation, question]
    if kind:
        of_kind = "AND e.kind = %s"
        values.append(kind)
    statement = (
        "SELECT e.id, e.kind, e.key FROM desk_searchentry e "  # noqa: S608
        f"WHERE e.organisation_id = %s AND {inside} {of_kind} ORDER BY e.at DESC, e.id DESC LIMIT %s OFFSET %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, most, start])
        return [(int(number), str(found), int(key)) for number, found, key in cursor.fetchall()]


def _fts5(term: Term) -> str:
    return '"' + " ".join(term.words) + '"' + ("*" if term.is_beginning else "")


def _tsquery(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.is_beginning:
        words[-1] += ":*"
    return "(" + " <-> ".join(words) + ")"

"""Tables as CSV files that spreadsheets open as they are meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

#: A spreadsheet takes a text that begins with one of these for a formula, and a headline may be anybody's words.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return the table as the text of a CSV file (RFC 4180) in UTF-8, no cell of which is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # Without the mark a spreadsheet takes the text for one of an older encoding.
    return "\ufeff" + text.getvalue()


def written(moment: datetime | None) -> str | None:
    """Return a time as ISO 8601 in UTC, None where there is none."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

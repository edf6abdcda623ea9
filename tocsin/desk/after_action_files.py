"""After-action reports as files: JSON for programs, CSV for spreadsheets, both with the names of AfterAction."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from tocsin.delivery.after_action import AfterAction
from tocsin.delivery.intervals import Intervals
from tocsin.desk.after_action_page import TIMES

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_PEOPLE = ("in_the_way", "withdrawn", "following", "told", "waiting", "answered")
_COLUMNS = (
    "alert", "headline", "level", "published", "report_to_draft", "draft_to_published", "published_to_first",
    "published_to_last", "in_the_way", "answered", "share_answered",
)  # fmt: skip
#: A spreadsheet takes a text that begins with one of these for a formula, and a headline may be anybody's words.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def report_file(report: AfterAction, form: str) -> str:
    """Return the report as the text of a file of `form` (one of FORMS): in CSV one name and value a line.

    Times are ISO 8601 in UTC, spreads and intervals in seconds; what did not happen is null, or an empty cell.
    """
    data = _report(report)
    if form == "json":
        return _json(data)
    return _csv(["name", "value"], _flat(data))


def intervals_file(rows: Iterable[Intervals], form: str) -> str:
    """Return one line an alert as the text of a file of `form` (one of FORMS); values as :func:`report_file` has them."""
    data = [_line(row) for row in rows]
    if form == "json":
        return _json({"alerts": data})
    return _csv(_COLUMNS, ([row[name] for name in _COLUMNS] for row in data))


def _report(report: AfterAction) -> dict[str, Any]:
    return {
        "alert": report.alert.reference,
        "times": {name: _written(getattr(report, name)) for name in TIMES},
        "people": {name: getattr(report, name) for name in _PEOPLE},
        "told_by_channel": dict(report.channels),
        "failed_by_rule": dict(report.failed),
        "not_told_by_rule": dict(report.not_told),
        "answers": dict(report.answers),
        "share_answered": report.share_answered,
        "seconds_to_accepted": asdict(report.to_accepted) if report.to_accepted else None,
        "seconds_to_answer": asdict(report.to_answer) if report.to_answer else None,
    }


def _line(row: Intervals) -> dict[str, Any]:
    own = {name: getattr(row, name) for name in _COLUMNS if name not in ("alert", "published")}
    return {"alert": row.alert.reference, "published": _written(row.published), **own}


def _written(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _csv(heading: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    writer.writerows([_cell(value) for value in row] for row in rows)
    # Without the mark a spreadsheet takes the text for one of an older encoding.
    return "\ufeff" + text.getvalue()


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value

"""After-action reports as files: JSON for programs, CSV for spreadsheets, both with the names of AfterAction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from tocsin.delivery.after_action import AfterAction
from tocsin.delivery.intervals import Intervals
from tocsin.desk.after_action_page import TIMES
from tocsin.desk.spreadsheets import csv_text, written

FORMS = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
_PEOPLE = ("in_the_way", "withdrawn", "following", "told", "waiting", "answered")
_COLUMNS = (
    "alert", "headline", "level", "published", "report_to_draft", "draft_to_published", "published_to_first",
    "published_to_last", "in_the_way", "answered", "share_answered",
)  # fmt: skip


def report_file(report: AfterAction, form: str) -> str:
    """Return the report as the text of a file of `form` (one of FORMS): in CSV one name and value a line.

    Times are ISO 8601 in UTC, spreads and intervals in seconds; what did not happen is null, or an empty cell.
    """
    data = _report(report)
    if form == "json":
        return _json(data)
    return csv_text(["name", "value"], _flat(data))


def intervals_file(rows: Iterable[Intervals], form: str) -> str:
    """Return one line an alert as the text of a file of `form` (one of FORMS); values as :func:`report_file` has them."""
    data = [_line(row) for row in rows]
    if form == "json":
        return _json({"alerts": data})
    return csv_text(_COLUMNS, ([row[name] for name in _COLUMNS] for row in data))


def _report(report: AfterAction) -> dict[str, Any]:
    return {
        "alert": report.alert.reference,
        "times": {name: written(getattr(report, name)) for name in TIMES},
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
    return {"alert": row.alert.reference, "published": written(row.published), **own}


def _flat(data: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", value


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"

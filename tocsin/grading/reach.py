"""How far and how long a hazard reaches, by its severity: one table, with what each row rests on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tocsin.grading.data_files import load
from tocsin.grading.decision import SEVERITIES, UNKNOWN
from tocsin.grading.errors import DataFileError, UnknownWordError
from tocsin.reading import HAZARDS, hazard

UNKNOWN_SEVERITY = "The severity is unknown and read as Moderate."


@dataclass(frozen=True, slots=True)
class Reach:
    """The default reach of one hazard at one severity, for the first draft of area and timeframe.

    `radius_km` counts from the place of the incident; `duration_hours` from the onset to the expiry;
    people who arrive within `arriving_within_days` are told too; `grace_hours` are those after a stay's end
    in which a person still counts as there. `row` is the id of the table's row and `reason` says on what
    it rests.
    """

    radius_km: float
    duration_hours: int
    arriving_within_days: int
    grace_hours: int
    row: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One row of the table: a hazard code, a severity of CAP 1.2, and the reach they have."""

    hazard: str
    severity: str
    reach: Reach


@cache
def reach_table() -> tuple[ReachRow, ...]:
    """Return the table, one row for each hazard of the list and each known severity, the weakest first."""
    rows = tuple(
        ReachRow(
            hazard=entry["code"],
            severity=row["severity"],
            reach=Reach(
                radius_km=float(row["radius_km"]),
                duration_hours=row["duration_hours"],
                arriving_within_days=row["arriving_within_days"],
                grace_hours=row["grace_hours"],
                row=row["id"],
                reason=entry["basis"],
            ),
        )
        for entry in load("reach.toml")["hazard"]
        for row in entry["rows"]
    )
    wanted = [(one.code, severity) for one in HAZARDS for severity in SEVERITIES]
    missing = sorted(set(wanted) - {(row.hazard, row.severity) for row in rows})
    if missing or len(rows) != len(wanted):
        raise DataFileError(
            "grading/data/reach.toml must hold each hazard of the list at each severity once; "
            f"missing: {missing or 'none, so one is there twice'}."
        )
    return rows


@cache
def _rows_by_words() -> dict[tuple[str, str], Reach]:
    return {(row.hazard, row.severity): row.reach for row in reach_table()}


def reach_of(hazard_code: str, severity: str) -> Reach:
    """Return the reach of the hazard at CAP 1.2's `severity` (any case; 'Unknown' is read as Moderate and said so).

    Raises `tocsin.reading.UnknownHazard` for a code that is not in the list of hazards and
    `UnknownWordError` for a severity that is not CAP's.
    """
    code = hazard(hazard_code).code
    word = str(getattr(severity, "value", severity)).strip().capitalize()
    if word == UNKNOWN:
        known = _rows_by_words()[code, "Moderate"]
        return Reach(
            known.radius_km,
            known.duration_hours,
            known.arriving_within_days,
            known.grace_hours,
            known.row,
            f"{known.reason} {UNKNOWN_SEVERITY}",
        )
    if word not in SEVERITIES:
        raise UnknownWordError(
            f"'{severity}' is no severity of CAP 1.2; write one of {', '.join(reversed(SEVERITIES))} or {UNKNOWN}."
        )
    return _rows_by_words()[code, word]

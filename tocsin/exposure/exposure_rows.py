"""Who is in the way, as rows of the table of exposures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from tocsin.accounts.bulk_rows import insert_rows, stored
from tocsin.accounts.sealing import seal
from tocsin.exposure.models import Exposure

#: Every column but the number, in the order of :func:`_values`.
COLUMNS = (
    "edition", "person", "stay", "site", "subscription", "certainty", "rule", "reason", "news", "distance_km",
    "precision", "incident_precision", "margin_km", "overlap_from", "overlap_until", "located_by", "place",
    "withdrawn_at", "withdrawn_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One exposure that is to be written: whose, by which stay, site or subscription, and why."""

    person_id: int
    certainty: str
    rule: str
    reason: str
    place: str = ""
    located_by: str = ""
    stay_id: int | None = None
    site_id: int | None = None
    subscription_id: int | None = None
    distance_km: float | None = None
    precision: str = ""
    incident_precision: str = ""
    margin_km: float = 0.0
    overlap_from: datetime | None = None
    overlap_until: datetime | None = None
    news: str = "in"


def write_findings(edition_id: int, findings: Iterable[Finding]) -> int:
    """Write those of `findings` that the edition has not got yet, in the caller's transaction; return how many."""
    return insert_rows(Exposure, COLUMNS, _values(edition_id, findings), keep_old=True)


def _values(edition_id: int, findings: Iterable[Finding]) -> Iterator[tuple[Any, ...]]:
    # Thousands of people share a few windows.
    moment = cache(stored)
    for one in findings:
        yield (
            edition_id, one.person_id, one.stay_id, one.site_id, one.subscription_id, one.certainty, one.rule,
            seal(one.reason), one.news, one.distance_km, one.precision, one.incident_precision, one.margin_km,
            moment(one.overlap_from), moment(one.overlap_until), one.located_by, seal(one.place), None, "",
        )  # fmt: skip

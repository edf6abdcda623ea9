"""How far and how long a hazard reaches, by its severity."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reach:
    """The default reach of one hazard at one severity, for the first draft of area and timeframe.

    `radius_km` counts from the place of the incident; `duration_hours` from the onset to the expiry;
    people who arrive within `arriving_within_days` are told too; `grace_hours` are those after a stay's end
    or the alert's expiry in which a person still counts as there. `row` is the id of the table's row and
    `reason` says on what it rests.
    """

    radius_km: float
    duration_hours: int
    arriving_within_days: int
    grace_hours: int
    row: str
    reason: str

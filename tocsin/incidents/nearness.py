"""How near two reports must be, by hazard, to be about one situation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Nearness:
    """The farthest that reports of one incident lie apart, and how alike their words must be at least.

    `kilometres` between their places, `hours` between their times, `likeness` from 0 to 1 (docs/incidents.md).
    """

    kilometres: float
    hours: float
    likeness: float


#: A quake is felt far away and told about in few words; two rallies in one city on one day are two.
NEARNESS = {
    "earthquake": Nearness(250, 96, 0.25),
    "tsunami": Nearness(1500, 72, 0.25),
    "volcano": Nearness(100, 240, 0.30),
    "storm": Nearness(700, 168, 0.40),
    "flood": Nearness(200, 168, 0.40),
    "landslide": Nearness(60, 120, 0.40),
    "wildfire": Nearness(100, 168, 0.40),
    "disease": Nearness(300, 720, 0.50),
    "terrorism": Nearness(60, 120, 0.50),
    "armed-conflict": Nearness(80, 96, 0.50),
    "civil-unrest": Nearness(40, 48, 0.50),
    "labour-action": Nearness(150, 168, 0.50),
    "kidnapping-and-piracy": Nearness(60, 720, 0.50),
    "politics-and-elections": Nearness(150, 120, 0.50),
}
USUAL = Nearness(60, 96, 0.50)

#: Hazards that texts about one situation are apt to name side by side.
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"terrorism", "armed-conflict"}),
    frozenset({"terrorism", "crime"}),
    frozenset({"civil-unrest", "politics-and-elections"}),
    frozenset({"civil-unrest", "labour-action"}),
    frozenset({"labour-action", "transport"}),
    frozenset({"terrorism", "transport"}),
    frozenset({"crime", "transport"}),
    frozenset({"hazardous-material", "transport"}),
    frozenset({"hazardous-material", "terrorism"}),
    frozenset({"storm", "infrastructure"}),
    frozenset({"earthquake", "infrastructure"}),
    frozenset({"storm", "flood"}),
    frozenset({"flood", "landslide"}),
    frozenset({"earthquake", "tsunami"}),
    frozenset({"earthquake", "landslide"}),
    frozenset({"kidnapping-and-piracy", "crime"}),
    frozenset({"kidnapping-and-piracy", "terrorism"}),
)


def nearness_of(hazard: str) -> Nearness:
    """Return what `hazard` (a code of tocsin.reading.HAZARDS) asks for; a usual measure for those not listed."""
    return NEARNESS.get(hazard, USUAL)


def kin(hazard: str) -> frozenset[str]:
    """Return the hazards that a report about `hazard` may share an incident with, itself among them."""
    return frozenset({hazard}).union(*(family for family in FAMILIES if hazard in family))


#: No incident is looked for farther back than this.
LONGEST_HOURS = max(measure.hours for measure in NEARNESS.values())

"""One alert text that keeps every rule of the linter: the ground on which each rule shows its examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from tocsin.geo import Area, Circle, Point
from tocsin.grading.admiralty import Credibility, Reliability
from tocsin.grading.alert_text import Act, AlertText, CitedSource, Sentence
from tocsin.grading.evidence import Evidence
from tocsin.grading.level import Level

SOUND_EVIDENCE = Evidence(
    authorities=1,
    independent_sources=2,
    best_reliability=Reliability.A,
    best_credibility=Credibility.CONFIRMED,
)

_SOUND = AlertText(
    country="Kenya",
    country_code="KE",
    place="Nairobi",
    headline="Teachers plan march through central Nairobi",
    level=Level.ADVISORY,
    hazard="civil-unrest",
    summary=(
        Sentence(
            "Teachers plan to march from Uhuru Park to parliament on Tuesday, and clashes with police are possible "
            "along the way.",
            ("report:1",),
        ),
    ),
    event=(
        Sentence("The union expects 5,000 people and has told the police its route.", ("report:1",)),
        Sentence("The march starts at 09:00 UTC.", ("report:2",)),
        Sentence("Road closures are likely until the evening.", assessment=True),
    ),
    context=(Sentence("A march in May ended with tear gas and 12 arrests.", ("report:2",)),),
    advice=(
        Act("Plan routes that pass around the city centre.", 1, 24, "civil-unrest-08"),
        Act("Leave at once if a crowd gathers.", 2, 24, ""),
    ),
    onset=datetime(2017, 7, 18, 7, 0, tzinfo=UTC),
    expires=datetime(2017, 7, 18, 19, 0, tzinfo=UTC),
    area=Area(
        description="Central Nairobi",
        circles=(Circle(Point(longitude=36.82, latitude=-1.29), 5.0),),
        countries=(),
    ),
    time_zone="Africa/Nairobi",
    severity="Moderate",
    certainty="Possible",
    urgency="Expected",
    sources=(
        CitedSource("report:1", "Teachers' union", reliability=Reliability.B),
        CitedSource("report:2", "Nairobi police", reliability=Reliability.A),
    ),
)


def specimen(**changes: Any) -> AlertText:
    """Return the sound alert text with the fields named in `changes` replaced."""
    return replace(_SOUND, **changes)

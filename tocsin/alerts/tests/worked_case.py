"""The worked case of the design as it stood on 15 July 2017, in our own words: four reports, their claims."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tocsin.alerts.tests.desk import Desk, make_claim, make_incident, make_report
from tocsin.incidents.models import Incident

TOLD = datetime(2017, 7, 15, 17, 12, tzinfo=UTC)

POLICE = (
    "Police brace for fighters coming home from Mosul. Moroccan police say most of their countrymen who fought for "
    "Islamic State are on their lists, and that borders are watched together with other states."
)
FIGURES = (
    "Who went, and who is back. More than 1,600 Moroccans left to fight for the group and 400 of those died there. "
    "About 78 fighters have come back so far."
)
CELLS = (
    "A decade of raids. Security services have broken up more than 150 cells since 2002, 40 of those within the last "
    "three years. A bombing at a cafe in Marrakesh killed 17 people in 2011."
)
MOSUL = (
    "Mosul retaken after nine months. Iraq's government declared the city retaken on 9 July, although part of it was "
    "still held a week later."
)


def worked_case(desk: Desk) -> Incident:
    """Return the incident as the incidents room leaves it: feared, country wide, with figures of past and background."""
    police = make_report(
        desk, POLICE, by="Interior ministry", grade="B", at=TOLD - timedelta(hours=8),
        targets=["public transport", "train station", "airport", "market", "hotel or restaurant used by foreigners", "festival"],
    )  # fmt: skip
    figures = make_report(desk, FIGURES, by="Atlas Daily", grade="C", at=TOLD - timedelta(hours=6))
    cells = make_report(desk, CELLS, by="Rif Radio", grade="C", at=TOLD - timedelta(hours=3))
    mosul = make_report(desk, MOSUL, by="Tigris Wire", grade="B", at=TOLD - timedelta(hours=1))
    incident = make_incident(
        desk,
        [police, figures, cells, mosul],
        hazard="terrorism",
        phase="feared",
        country="MA",
        place="Morocco",
        longitude=-5.0,
        latitude=32.0,
        precision="country",
        onset=None,
        severity="Severe",
        certainty="Possible",
        urgency="Expected",
    )
    make_claim(incident, police, "Police brace for fighters coming home from Mosul.")
    make_claim(
        incident,
        police,
        "Moroccan police say most of their countrymen who fought for Islamic State are on their lists, and that "
        "borders are watched together with other states.",
    )
    make_claim(
        incident, figures, "More than 1,600 Moroccans", unit="fighters travelled", value=1600, qualifier="more than",
        scope="background",
    )  # fmt: skip
    make_claim(
        incident, figures, "400 of those", unit="killed", value=400, qualifier="exactly", scope="background"
    )
    make_claim(
        incident, figures, "About 78 fighters", unit="fighters returned", value=78, qualifier="about", place="Morocco",
        scope="background",
    )  # fmt: skip
    make_claim(
        incident, cells, "more than 150 cells", unit="terrorist cells dismantled", value=150, qualifier="more than",
        place="Morocco", scope="background", time_from=datetime(2002, 1, 1, tzinfo=UTC), time_to=TOLD,
    )  # fmt: skip
    make_claim(
        incident, cells, "40 of those", unit="terrorist cells dismantled", value=40, qualifier="exactly",
        place="Morocco", scope="background", time_from=datetime(2014, 7, 15, tzinfo=UTC), time_to=TOLD,
    )  # fmt: skip
    make_claim(
        incident, cells, "17 people", unit="killed", value=17, qualifier="exactly", place="Marrakesh", scope="past",
        time_from=datetime(2011, 1, 1, tzinfo=UTC), time_to=datetime(2012, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    make_claim(
        incident,
        mosul,
        "Iraq's government declared the city retaken on 9 July, although part of it was still held a week later.",
    )
    return incident

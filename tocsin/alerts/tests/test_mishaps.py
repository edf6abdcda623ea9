"""An accident is not told as a delay, nor a collapse as a power cut; what was told in words stays words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tocsin.alerts.decide import compose
from tocsin.alerts.facts import facts_of
from tocsin.alerts.tests.desk import NOON, Desk, make_claim, make_desk, make_incident, make_report
from tocsin.alerts.wording import interval
from tocsin.grading import AlertText


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def told(desk: Desk, hazard: str, words: str, **figure: object) -> AlertText:
    report = make_report(desk, words, by="Lake Radio")
    incident = make_incident(
        desk,
        [report],
        hazard=hazard,
        phase="happened",
        severity="Severe",
        certainty="Observed",
        urgency="Immediate",
    )
    make_claim(incident, report, words, scope="this event", **figure)
    return compose(facts_of(incident), now=NOON).text


def test_a_ferry_that_sank_is_an_accident_and_a_late_train_is_not(desk: Desk) -> None:
    sunk = told(desk, "transport", "A ferry sank and 78 people drowned.", unit="killed", value=78)
    late = told(desk, "transport", "About 400 flights were cancelled.", unit="flights", value=400)
    assert sunk.headline.startswith("Transport accident")
    assert "78 killed" in sunk.headline
    assert late.headline.startswith("Transport disrupted")


def test_a_building_that_fell_cuts_no_supplies(desk: Desk) -> None:
    fallen = told(
        desk, "infrastructure", "A building collapsed; seven bodies were found.", unit="killed", value=7
    )
    dark = told(desk, "infrastructure", "The power cut killed seven people.", unit="killed", value=7)
    assert fallen.headline.startswith("Structure collapsed")
    assert not any("power" in act.text or "water tank" in act.text for act in fallen.advice)
    assert dark.headline.startswith("Supplies failed")
    assert any("power" in act.text for act in dark.advice)


def test_dozens_stay_dozens(desk: Desk) -> None:
    text = told(
        desk, "civil-unrest", "Dozens were arrested.", unit="arrested", value=24, upper=99, qualifier="about"
    )
    event = [one.text for one in text.event]
    assert any(one.startswith("Dozens of people were arrested") for one in event)
    assert not any("24" in one for one in event)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (datetime(2013, 8, 31, 19, tzinfo=UTC), datetime(2013, 9, 30, 19, tzinfo=UTC), "In September 2013"),
        (datetime(2012, 12, 31, 19, tzinfo=UTC), datetime(2013, 12, 31, 19, tzinfo=UTC), "In 2013"),
        (datetime(2013, 9, 1, 5, tzinfo=UTC), datetime(2013, 10, 1, 5, tzinfo=UTC), "In September 2013"),
        (datetime(2013, 9, 3, tzinfo=UTC), datetime(2013, 9, 8, tzinfo=UTC), "Between 3 September 2013 and 7 September 2013"),
    ],
)  # fmt: skip
def test_a_month_of_a_place_far_from_greenwich_is_said_as_a_month(
    start: datetime, end: datetime, words: str
) -> None:
    assert interval(start, end, told=NOON) == (words, False)

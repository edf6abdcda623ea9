"""The Context says what the desk's own records hold of the same hazard and place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_from
from tocsin.alerts.linting import findings_of
from tocsin.alerts.tests.desk import NOON, Desk, make_claim, make_desk, make_incident, make_report
from tocsin.incidents.models import Incident

pytestmark = pytest.mark.django_db
LONG_AGO = NOON - timedelta(days=400)


def flood(
    desk: Desk, at=NOON, killed: float | None = None, by: str = "Harbour Radio", **changes: object
) -> Incident:
    report = make_report(
        desk, f"A flood hit the town at {at:%H:%M}. {killed or 0:g} people were killed.", by=by, at=at
    )
    incident = make_incident(desk, [report], hazard="flood", onset=at, **changes)
    if killed:
        make_claim(
            incident, report, f"{killed:g} people were killed", unit="killed", value=killed, qualifier="exactly",
            scope="this event",
        )  # fmt: skip
    return incident


def context(desk: Desk, incident: Incident) -> list[str]:
    draft = draft_from(incident, author=desk.ana, now=NOON)
    assert not [one for one in findings_of(draft) if one.part == "context"]
    return [sentence.text for sentence in text_of(draft.content).context]


def test_an_earlier_flood_here_is_told_with_its_toll_and_its_source() -> None:
    desk = make_desk()
    before = flood(desk, LONG_AGO, killed=12, by="Lake Radio")
    now = flood(desk)
    draft = draft_from(now, author=desk.ana, now=NOON)
    text = text_of(draft.content)
    assert [sentence.text for sentence in text.context] == [
        "The desk recorded a flood near Kisumu, Kenya, in June 2016.",
        "In June 2016, 12 people were killed in a flood in Kisumu, Kenya, according to Lake Radio.",
    ]
    counted, told = text.context
    assert counted.assessment
    assert told.citations == (f"report:{before.memberships.get().report_id}",)
    assert "Lake Radio" in [source.name for source in text.sources]
    assert draft.citations.get(sentence="context:1").claim.incident == before


def test_many_are_counted_and_the_two_latest_told() -> None:
    desk = make_desk()
    for number, killed in enumerate((3, 5, None, 8), 1):
        flood(desk, NOON - timedelta(days=90 * number), killed=killed)
    assert context(desk, flood(desk)) == [
        "The desk has recorded four floods near Kisumu, Kenya, since July 2016.",
        "In April 2017, three people were killed in a flood in Kisumu, Kenya, according to Harbour Radio.",
        "In January 2017, five people were killed in a flood in Kisumu, Kenya, according to Harbour Radio.",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"hazard": "storm"},
        {"country": "UG"},
        {"state": "dismissed"},
        {"phase": "feared"},
        {"phase": "denied"},
        {"place": "Mombasa", "longitude": 39.66, "latitude": -4.05},
        {"precision": "country", "place": "Kenya"},
    ],
)
def test_what_was_elsewhere_or_never_happened_is_no_precedent(changes) -> None:
    desk = make_desk()
    before = flood(desk, LONG_AGO, killed=12)
    Incident.objects.filter(pk=before.pk).update(**changes)
    assert context(desk, flood(desk)) == []


def test_another_desk_s_records_and_what_is_older_than_five_years_stay_out() -> None:
    desk, other = make_desk(), make_desk("other")
    flood(other, LONG_AGO, killed=12)
    flood(desk, NOON - timedelta(days=366 * 6), killed=9)
    assert context(desk, flood(desk)) == []


def test_a_withdrawn_toll_is_not_told_and_the_flood_still_is() -> None:
    desk = make_desk()
    before = flood(desk, LONG_AGO, killed=12)
    before.claims.update(state="withdrawn", withdrawn_reason="counted twice")
    assert context(desk, flood(desk)) == ["The desk recorded a flood near Kisumu, Kenya, in June 2016."]


def test_an_alert_for_a_whole_country_counts_all_of_it() -> None:
    desk = make_desk()
    flood(desk, LONG_AGO)
    wide = flood(desk, precision="country", place="Kenya")
    assert context(desk, wide) == ["The desk recorded a flood in Kenya in June 2016."]

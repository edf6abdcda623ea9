"""Which reports are one incident, on made-up reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tocsin.geo import Point
from tocsin.incidents.decide import decide
from tocsin.incidents.values import IncidentFacts, ReportFacts, Verdict
from tocsin.incidents.wording import resemblance, runs_of, wording_of

START = datetime(2017, 7, 12, 6, tzinfo=UTC)
KISUMU = Point(longitude=34.76, latitude=-0.1)
QUAKE = (
    "A magnitude 6.1 earthquake struck western Kenya near Kisumu early on Wednesday. Officials said at least 3 people "
    "were killed when walls fell in the old market, and hospitals were treating dozens of injured."
)
RALLY = "Teachers are to march through Kisumu on Wednesday to ask for back pay; police have agreed the route."
BLAST = "A gas bottle exploded in a restaurant kitchen in Kisumu on Wednesday and burned two cooks, the fire service said."


def report(
    number: int, text: str, hazard: str = "earthquake", hours: float = 0, **changes: object
) -> ReportFacts:
    facts = ReportFacts(
        report=number,
        source=number,
        published=START + timedelta(hours=hours),
        hazards=(hazard,),
        country="KE",
        place="Kisumu",
        point=KISUMU,
        is_country_wide=False,
        phase="happened",
        wording=wording_of(text),
        language="en",
        places=frozenset({"Kisumu"}),
    )
    made = replace(facts, **changes)  # type: ignore[arg-type]
    return made if "places" in changes else replace(made, places=frozenset({made.place}))


def without_runs(facts: ReportFacts) -> ReportFacts:
    """The same in other words, as far as copies go."""
    return replace(facts, wording=replace(facts.wording, runs=frozenset()))


def incident(*reports: ReportFacts) -> IncidentFacts:
    return IncidentFacts(1, "2017-0001", reports[0].hazard, reports)


def test_the_first_report_opens_an_incident() -> None:
    decision = decide(report(1, QUAKE), [])
    assert decision.verdict is Verdict.NEW
    assert "No open incident" in decision.reason


def test_a_syndicated_copy_is_the_same_report() -> None:
    copy = report(2, "NEWSWIRE - " + QUAKE, hours=1)
    decision = decide(copy, [incident(report(1, QUAKE))])
    assert (decision.verdict, decision.copy_of) == (Verdict.SAME_REPORT, 1)
    assert "counts once" in decision.reason


def test_a_rising_toll_develops_the_incident_and_says_which_figure_is_new() -> None:
    later = report(
        2,
        "The earthquake near Kisumu in western Kenya has killed 9 people, rescue officials said, as hospitals filled.",
        hours=5,
        figures=frozenset({("killed", 9.0, "exactly")}),
    )
    first = report(1, QUAKE, figures=frozenset({("killed", 3.0, "at least")}))
    decision = decide(later, [incident(first)])
    assert (decision.verdict, decision.incident) == (Verdict.DEVELOPED, 1)
    assert "exactly 9 killed" in decision.reason


def test_a_retelling_without_news_restates() -> None:
    again = report(
        2,
        "Officials in Kenya confirm the earthquake that struck near Kisumu; hospitals are treating injured.",
        hours=3,
    )
    decision = decide(again, [incident(report(1, QUAKE))])
    assert decision.verdict is Verdict.RESTATED
    assert "nothing new" in decision.reason


def test_other_events_in_the_same_city_on_the_same_day_stay_apart() -> None:
    rally = report(2, RALLY, hazard="civil-unrest", hours=2)
    assert decide(rally, [incident(report(1, QUAKE))]).verdict is Verdict.NEW
    blast = report(3, BLAST, hazard="terrorism", hours=2)
    attack = report(
        4, "Gunmen attacked a bus station in Kisumu and took hostages, witnesses said.", hazard="terrorism"
    )
    assert decide(blast, [incident(attack)]).verdict is Verdict.NEW


def test_the_same_words_far_away_or_long_after_are_another_incident() -> None:
    other = "An earthquake struck near the coast and hospitals were treating people, officials said early on Wednesday."
    far = report(2, other, point=Point(longitude=120.9, latitude=14.6), country="PH", place="Manila")
    assert decide(far, [incident(report(1, QUAKE))]).verdict is Verdict.NEW
    late = report(3, other, hours=24 * 30)
    decision = decide(late, [incident(report(1, QUAKE))])
    assert decision.verdict is Verdict.NEW
    assert "No open incident" in decision.reason


def test_a_message_that_follows_another_joins_it_whatever_its_words() -> None:
    cancel = report(9, "Cancelled.", hours=200, follows=frozenset({1}))
    decision = decide(cancel, [incident(report(1, QUAKE))])
    assert (decision.verdict, decision.incident) == (Verdict.DEVELOPED, 1)


@given(st.text(max_size=300), st.text(max_size=300))
def test_resemblance_is_symmetric_and_bounded(one: str, other: str) -> None:
    share = resemblance(runs_of(one), runs_of(other))
    assert 0 <= share <= 1
    assert share == resemblance(runs_of(other), runs_of(one))
    assert resemblance(runs_of(one), runs_of(one)) in (0.0, 1.0)


@given(st.permutations([1, 2, 3]), st.floats(0, 200))
def test_the_verdict_does_not_depend_on_the_order_of_candidates(order: list[int], hours: float) -> None:
    known = {
        1: IncidentFacts(1, "2017-0001", "earthquake", (report(1, QUAKE),)),
        2: IncidentFacts(2, "2017-0002", "civil-unrest", (report(2, RALLY, hazard="civil-unrest"),)),
        3: IncidentFacts(3, "2017-0003", "terrorism", (report(3, BLAST, hazard="terrorism"),)),
    }
    fresh = report(4, QUAKE + " Aid is on its way.", hours=hours)
    decisions = {
        decide(fresh, [known[number] for number in numbers]).incident for numbers in (order, [1, 2, 3])
    }
    assert len(decisions) == 1


def test_a_threat_that_is_feared_now_here_now_there_is_one_incident_of_its_country() -> None:
    text = "Police in Kenya fear attacks by returning fighters on stations and markets, and guard them more closely."
    far = Point(longitude=39.66, latitude=-4.05)
    first = report(1, text, hazard="terrorism", phase="feared")
    later = report(
        2, text.replace("Police", "Officials"), hazard="terrorism", phase="feared", place="Mombasa", point=far
    )
    assert decide(without_runs(later), [incident(first)]).incident == 1
    happened = replace(without_runs(later), phase="happened")
    assert decide(happened, [incident(first)]).verdict is Verdict.NEW


def test_the_same_words_of_another_city_are_no_copy() -> None:
    form = "A wildfire burns at the edge of {} since this morning. Smoke fills the streets; 2 people were injured there."
    here = report(1, form.format("Kisumu"), hazard="wildfire")
    there = report(
        2,
        form.format("Mombasa"),
        hazard="wildfire",
        point=Point(longitude=39.66, latitude=-4.05),
        place="Mombasa",
    )
    assert decide(there, [incident(here)]).verdict is Verdict.NEW

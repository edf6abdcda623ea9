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


def test_a_copy_with_a_new_toll_is_a_development_and_no_copy() -> None:
    first = report(1, QUAKE, figures=frozenset({("killed", 3.0, "at least")}))
    later = report(2, QUAKE.replace("3", "9"), hours=4, figures=frozenset({("killed", 9.0, "at least")}))
    decision = decide(later, [incident(first)])
    assert (decision.verdict, decision.incident, decision.copy_of) == (Verdict.DEVELOPED, 1, None)


def test_a_story_cut_short_under_another_headline_is_a_copy() -> None:
    long = (
        QUAKE
        + " Rescuers brought dogs from the capital, and the hospital asked people to give blood before night."
    )
    first = replace(report(1, long), wording=wording_of(long, title="Quake in the west"))
    short = replace(report(2, QUAKE, hours=2), wording=wording_of(QUAKE, title="Walls fall on market"))
    decision = decide(short, [incident(first)])
    assert (decision.verdict, decision.copy_of) == (Verdict.SAME_REPORT, 1)


def test_a_denial_joins_what_it_denies_and_says_so() -> None:
    rumour = report(
        1, "Unconfirmed messages speak of an explosion and smoke at the market of Kisumu.", hazard="terrorism"
    )
    denial = report(
        2, "There was no explosion at the market of Kisumu; the messages are false and the smoke came from a kitchen.",
        hazard="terrorism", hours=1, phase="denied",
    )  # fmt: skip
    decision = decide(denial, [incident(rumour)])
    assert (decision.verdict, decision.incident) == (Verdict.DEVELOPED, 1)
    assert "it is now denied" in decision.reason


def test_the_same_event_in_another_language_joins_by_place_hazard_and_figures() -> None:
    english = report(1, QUAKE, figures=frozenset({("killed", 12.0, "exactly"), ("injured", 40.0, "exactly")}))
    french = report(
        2,
        "Un séisme a frappé l'ouest du Kenya près de Kisumu. Le bilan est de 12 morts et 40 blessés, selon la police.",
        hours=2,
        language="fr",
        figures=frozenset({("killed", 12.0, "exactly"), ("injured", 40.0, "exactly")}),
    )
    decision = decide(french, [incident(english)])
    assert (decision.verdict, decision.incident) == (Verdict.RESTATED, 1)
    assert "in another language" in decision.reason


def test_two_quakes_of_unlike_magnitude_in_one_place_are_two() -> None:
    text = "An earthquake of magnitude {} hit Kisumu at night and walls cracked in several streets, the survey said."
    first = report(1, text.format(5.1), figures=frozenset({("magnitude", 5.1, "exactly")}))
    second = report(2, text.format(6.8), hours=30, figures=frozenset({("magnitude", 6.8, "exactly")}))
    far_from_it = decide(second, [incident(first)])
    assert far_from_it.verdict in (Verdict.NEW, Verdict.DEVELOPED)
    assert far_from_it.verdict is not Verdict.SAME_REPORT


def test_a_quake_told_in_other_words_from_a_town_nearby_is_the_same_quake() -> None:
    felt = report(
        2,
        "Power is out in Siaya since the shaking in the night. Our store has cracks in two walls and is closed.",
        hours=1,
        place="Siaya",
        point=Point(longitude=34.29, latitude=0.06),
    )
    assert decide(felt, [incident(report(1, QUAKE))]).incident == 1
    a_week_after = replace(felt, published=START + timedelta(days=3))
    assert decide(a_week_after, [incident(report(1, QUAKE))]).incident is None

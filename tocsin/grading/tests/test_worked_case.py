"""The worked case of July 2017, in own words: from CAP's words to a text that may be approved."""

from datetime import UTC, datetime, timedelta

from tocsin.geo import Area
from tocsin.grading import (
    AlertText,
    CitedSource,
    Credibility,
    Evidence,
    Level,
    Reliability,
    Sentence,
    advice,
    content_hash,
    first_act,
    limit_by_evidence,
    lint,
    place_kinds,
    propose_level,
    reach_of,
    short_form,
)

EVIDENCE = Evidence(
    authorities=0,
    independent_sources=2,
    best_reliability=Reliability.B,
    best_credibility=Credibility.PROBABLE,
)
LINK = "https://alerts.example.org/a/Zk3vQ9xT"


def morocco() -> AlertText:
    decision = limit_by_evidence(propose_level("Severe", "Possible", "Future"), EVIDENCE)
    onset = datetime(2017, 7, 15, 17, 12, tzinfo=UTC)
    kinds = tuple(kind.code for kind in place_kinds())
    return AlertText(
        country="Morocco",
        country_code="MA",
        place="Marrakesh, Rabat and Casablanca",
        headline="Authorities prepare for the return of fighters from Islamic State",
        level=decision.level,
        hazard="terrorism",
        summary=(
            Sentence(
                "Morocco prepares for nationals who return from Islamic State after Mosul was declared retaken; "
                "attacks in the large cities are possible.",
                ("report:1",),
            ),
        ),
        event=(
            Sentence("The government of Iraq declared Mosul retaken on 9 July 2017.", ("report:1",)),
            Sentence("The police know most of the militants.", ("report:2",)),
            Sentence("An attack in the coming weeks is possible.", assessment=True),
        ),
        context=(
            Sentence(
                "More than 1,600 Moroccans travelled to fight, and about 78 had returned.", ("report:2",)
            ),
            Sentence("A bomb in a cafe in Marrakesh killed 17 people in 2011.", ("report:1",)),
        ),
        advice=advice("terrorism", decision.level, kinds),
        onset=onset,
        expires=onset + timedelta(hours=reach_of("terrorism", "Severe").duration_hours),
        area=Area(description="Morocco", countries=("MA",)),
        time_zone="Africa/Casablanca",
        severity="Severe",
        certainty="Possible",
        urgency="Future",
        sources=(CitedSource("report:1", "A news agency"), CitedSource("report:2", "A daily newspaper")),
        place_kinds=kinds,
    )


def test_the_worked_case_is_a_warning_that_may_be_approved():
    text = morocco()
    assert text.level is Level.WARNING
    assert lint(text, EVIDENCE) == ()


def test_the_worked_case_fits_one_sms_that_says_what_to_do():
    form = short_form(morocco(), LINK)
    assert form.startswith("Warning: Marrakesh, Rabat and Casablanca. Avoid crowded and symbolic places")
    assert form.endswith(LINK)
    assert len(form) <= 160
    assert first_act(morocco()).startswith("Avoid crowded")
    assert len(short_form(morocco(), LINK, 600)) <= 600


def test_the_worked_case_hashes_the_same_each_time_it_is_made():
    assert content_hash(morocco()) == content_hash(morocco())

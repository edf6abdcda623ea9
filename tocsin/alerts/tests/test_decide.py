"""What drafting proposes, judged as a reader would: the form, the facts, the sources, nothing twice."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tocsin.alerts.content import text_of
from tocsin.alerts.decide import compose
from tocsin.alerts.drafting import draft_from, draft_update
from tocsin.alerts.editing import edit, submit
from tocsin.alerts.facts import KIND_CODES, facts_of, sentence_around
from tocsin.alerts.figures import contradict
from tocsin.alerts.linting import findings_of
from tocsin.alerts.quoting import brief
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import (
    NOON,
    Desk,
    add_report,
    changed,
    frozen,
    make_claim,
    make_desk,
    make_documents,
    make_incident,
    make_quake,
    make_report,
)
from tocsin.alerts.tests.worked_case import TOLD, worked_case
from tocsin.alerts.values import ClaimFacts
from tocsin.alerts.wording import HAZARD_WORDS, PHASES, between, interval, listed, located, sentence
from tocsin.grading import AlertText, Level, place_kinds
from tocsin.incidents.models import Claim, Incident
from tocsin.reading import HAZARDS, KINDS_OF_PLACE


@pytest.fixture
def desk(db: None) -> Desk:
    return make_desk()


def composed(incident: Incident, now: datetime = NOON) -> AlertText:
    return compose(facts_of(incident), now=now).text


def words(text: AlertText, part: str) -> list[str]:
    return [one.text for one in text.sentences(part)]


def test_the_worked_case_reads_as_the_form_asks(desk: Desk) -> None:
    draft = draft_from(worked_case(desk), author=desk.ana, now=TOLD)
    text = text_of(draft.content)
    assert text.title == "Morocco: Risk of terrorist attacks as fighters return from abroad"
    assert text.level is Level.WARNING
    assert 12 <= len(text.paragraph("summary").split()) <= 30
    assert words(text, "event") == [
        "Terrorist attacks are feared in Morocco as fighters return from abroad, according to Interior ministry, "
        "Tigris Wire and 2 other sources.",
        'Tigris Wire reports: "Iraq\'s government declared the city retaken on 9 July ...".',
        'Interior ministry reports: "Moroccan police say most of their countrymen who fought for Islamic State ...".',
        'Interior ministry reports: "Police brace for fighters coming home from Mosul".',
        "Attacks are possible in Morocco until 22 July 2017.",
    ]
    assert words(text, "context") == [
        "Since 2002, more than 150 terrorist cells have been dismantled in Morocco, 40 of them since July 2014.",
        "In 2011, 17 people were killed in a bombing in Marrakesh.",
        "More than 1,600 fighters have travelled abroad.",
        'Atlas Daily reports: "... 400 of those died there".',
        "About 78 fighters have returned to Morocco.",
    ]
    assert text.advice[0].text.startswith("Avoid crowded and symbolic places")
    assert any("markets, hotels and restaurants" in act.text for act in text.advice)
    assert text.area is not None
    assert text.area.countries == ("MA",)
    assert text.onset == TOLD
    assert text.expires == datetime(2017, 7, 22, 18, tzinfo=UTC)
    assert text.time_zone == "Africa/Casablanca"
    assert [source.name for source in text.sources] == [
        "Interior ministry",
        "Tigris Wire",
        "Atlas Daily",
        "Rif Radio",
    ]
    assert findings_of(draft) == ()
    assert "L-037" in draft.proposal["reasons"][0]


def test_every_sentence_is_sourced_or_an_assessment_and_can_be_followed_to_its_claim(desk: Desk) -> None:
    draft = draft_from(worked_case(desk), author=desk.ana, now=TOLD)
    text = text_of(draft.content)
    for part in ("summary", "event", "context"):
        for position, one in enumerate(text.sentences(part)):
            assert bool(one.citations) != one.assessment, one.text
            rows = draft.citations.filter(sentence=f"{part}:{position}")
            assert {f"report:{row.report_id}" for row in rows} == set(one.citations)
    quote = draft.citations.get(sentence="context:1")
    assert quote.quote == "17 people"
    assert quote.report.source.name == "Rif Radio"


def test_no_quotation_is_longer_than_fifteen_words(desk: Desk) -> None:
    text = composed(worked_case(desk), TOLD)
    quotations = re.findall(r'"([^"]+)"', " ".join(words(text, "event") + words(text, "context")))
    assert quotations
    assert all(len(quotation.replace("...", "").split()) <= 15 for quotation in quotations)


@pytest.mark.parametrize("hazard", [one.code for one in HAZARDS])
@pytest.mark.parametrize("phase", [*PHASES, "over", "denied"])
def test_every_hazard_in_every_phase_makes_a_draft_that_breaks_no_rule(
    desk: Desk, hazard: str, phase: str
) -> None:
    report = make_report(desk, "Word from the town. It is being looked into.", by="Town Post")
    incident = make_incident(
        desk, [report], hazard=hazard, phase=phase, severity="Moderate", certainty="Likely", urgency="Expected",
        onset=NOON + timedelta(days=1),
    )  # fmt: skip
    make_claim(incident, report, "It is being looked into.")
    draft = draft_from(incident, author=desk.ana, now=NOON)
    assert findings_of(draft) == ()
    text = text_of(draft.content)
    for written in (text.headline, *words(text, "summary"), *words(text, "event")):
        assert "  " not in written
        assert "{" not in written
        assert ",." not in written
        assert written[0].isupper()


def test_figures_keep_qualifier_source_and_what_they_rose_from(desk: Desk) -> None:
    incident = make_quake(desk)
    toll(desk, incident, 17, "Lake Wire", 4)
    event = words(composed(incident, NOON + timedelta(hours=5)), "event")
    assert event[1] == "17 people were killed, according to Lake Wire, up from at least 12 before."


def test_contradicting_figures_are_both_kept_and_none_stands_in_the_headline(desk: Desk) -> None:
    incident = make_quake(desk)
    toll(desk, incident, 17, "Lake Wire", 4)
    toll(desk, incident, 14, "Harbour Radio", 5)
    text = composed(incident, NOON + timedelta(hours=6))
    assert words(text, "event")[1:3] == [
        "14 people were killed, according to Harbour Radio, up from at least 12 before.",
        "Lake Wire puts the number at 17.",
    ]
    assert text.headline == "Earthquake in Kisumu"


def toll(desk: Desk, incident: Incident, number: int, by: str, hours: float) -> None:
    report = make_report(
        desk, f"Toll rises. {number} people are dead in Kisumu.", by=by, at=NOON + timedelta(hours=hours)
    )  # fmt: skip
    add_report(incident, report)
    make_claim(
        incident, report, f"{number} people", unit="killed", value=number, qualifier="exactly", scope="this event",
        place="Kisumu",
    )  # fmt: skip


def test_a_withdrawn_claim_is_not_told_and_leaves_an_update(desk: Desk) -> None:
    incident = make_quake(desk)
    report = make_report(desk, "Dam breaks. The dam above Kisumu has broken.", by="Lake Wire")
    add_report(incident, report)
    claim = make_claim(incident, report, "The dam above Kisumu has broken.")
    draft = draft_from(incident, author=desk.ana, now=NOON)
    assert any("dam" in one for one in words(text_of(draft.content), "event"))
    edit(draft, changed(draft, place="Kisumu town"), revision=1, author=desk.ana, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    Claim.objects.filter(pk=claim.pk).update(state="withdrawn", withdrawn_reason="Denied by the county.")
    update = text_of(draft_update(draft.alert, author=desk.ana, now=NOON + timedelta(hours=1)).content)
    assert not any("dam" in one for one in words(update, "event"))
    assert update.place == "Kisumu town"


def test_an_update_keeps_what_was_written_by_hand_and_puts_the_news_before_it(desk: Desk) -> None:
    incident = make_quake(desk)
    draft = draft_from(incident, author=desk.ana, now=NOON)
    text = text_of(draft.content)
    by_hand = replace(text.event[0], text="The ground shook hard in Kisumu for a minute.")
    content = changed(draft, headline="Kisumu shaken, market hall down", event=(by_hand, *text.event[1:]))
    edit(draft, content, revision=1, author=desk.ana, now=NOON)
    submit(draft, author=desk.ana, now=NOON)
    draft.refresh_from_db()
    approve(draft, reviewer=desk.eva, content_hash=draft.content_hash, now=NOON)
    frozen(draft, publisher=desk.eva, now=NOON, make_documents=make_documents)
    toll(desk, incident, 17, "Lake Wire", 4)
    update = text_of(draft_update(draft.alert, author=desk.ana, now=NOON + timedelta(hours=5)).content)
    event = words(update, "event")
    assert event[0] == "17 people were killed, according to Lake Wire, up from at least 12 before."
    assert by_hand.text in event
    assert "At least 12 people were killed, according to Red Relief Kenya." not in event
    assert update.headline == "Kisumu shaken, market hall down"
    assert update.summary != text.summary
    assert {source.name for source in update.sources} == {"Red Relief Kenya", "Lake Wire"}


def test_a_planned_event_says_when_and_expires_when_the_reports_say(desk: Desk) -> None:
    report = make_report(desk, "Drivers to strike. Drivers in Nairobi will stop work.", by="City Desk")
    incident = make_incident(
        desk, [report], hazard="labour-action", phase="planned", place="Nairobi", longitude=36.82, latitude=-1.29,
        onset=datetime(2017, 7, 18, 4, tzinfo=UTC), expires=datetime(2017, 7, 18, 18, tzinfo=UTC), severity="Moderate",
        certainty="Likely", urgency="Future",
    )  # fmt: skip
    text = composed(incident)
    assert text.title == "Kenya: Strike planned in Nairobi on 18 July"
    assert text.paragraph("summary").startswith("A strike is planned in Nairobi, Kenya, for 18 July 2017.")
    assert "It is expected from 04:00 to 18:00 UTC on 18 July 2017." in words(text, "event")
    assert (text.onset, text.expires) == (incident.onset, incident.expires)
    assert text.area is not None
    assert text.area.circles[0].radius_km == 30


def test_a_denied_rumour_becomes_a_notice_that_says_so(desk: Desk) -> None:
    report = make_report(desk, "Shots heard in Mombasa. Police deny it.", by="City Desk")
    text = composed(make_incident(desk, [report], hazard="terrorism", phase="denied", place="Mombasa"))
    assert text.headline == "Reports of an attack in Mombasa denied"
    assert text.level is Level.NOTICE
    assert not any(one.assessment for one in text.event)


def test_the_same_fact_is_not_told_twice(desk: Desk) -> None:
    incident = make_quake(desk)
    for by in ("Lake Wire", "Harbour Radio"):
        report = make_report(desk, "Quake kills. An earthquake shook Kisumu in Kenya on 15 July 2017.", by=by)
        add_report(incident, report)
        make_claim(incident, report, f"An earthquake shook Kisumu in Kenya, {by} was told.")
        make_claim(incident, report, "At least 12 people died in the earthquake.")
    event = words(composed(incident), "event")
    assert sum("12" in one for one in event) == 1
    assert sum("shook" in one for one in event) == 1


def test_every_hazard_has_its_words() -> None:
    assert set(HAZARD_WORDS) == {one.code for one in HAZARDS}


def claim(value: float, qualifier: str, upper: float | None = None) -> ClaimFacts:
    return ClaimFacts(1, "s", "t", NOON, NOON, (), "killed", value, upper, qualifier)


@pytest.mark.parametrize(
    ("one", "other", "against"),
    [
        (claim(12, "at least"), claim(17, "exactly"), False),
        (claim(12, "exactly"), claim(17, "exactly"), True),
        (claim(100, "about"), claim(108, "exactly"), False),
        (claim(20, "up to"), claim(21, "exactly"), True),
        (claim(20, "exactly", 30), claim(25, "exactly"), False),
    ],
)
def test_figures_contradict_only_where_both_cannot_be_true(
    one: ClaimFacts, other: ClaimFacts, against: bool
) -> None:
    assert contradict(one, other) is contradict(other, one) is against


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (datetime(2011, 1, 1, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC), "In 2011"),
        (datetime(2016, 5, 1, tzinfo=UTC), datetime(2016, 6, 1, tzinfo=UTC), "In May 2016"),
        (datetime(2016, 5, 3, tzinfo=UTC), datetime(2016, 5, 4, tzinfo=UTC), "On 3 May 2016"),
        (
            datetime(2016, 5, 3, tzinfo=UTC),
            datetime(2016, 5, 9, tzinfo=UTC),
            "Between 3 May 2016 and 8 May 2016",
        ),
        (datetime(2002, 1, 1, tzinfo=UTC), None, "Since 2002"),
        (datetime(2014, 7, 15, tzinfo=UTC), TOLD, "Since July 2014"),
        (None, None, ""),
    ],
)
def test_times_of_the_past_are_said_as_people_say_them(
    start: datetime | None, end: datetime | None, said: str
) -> None:
    assert interval(start, end, told=TOLD)[0] == said


def test_small_words() -> None:
    assert listed(["A", "B", "A", "C"]) == "A, B and C"
    assert listed(["A", "B", "C", "D"]) == "A, B and 2 other sources"
    assert located("Manila", "Philippines") == "Manila, Philippines"
    assert located("", "Philippines") == "the Philippines"
    assert sentence("in Palu, Indonesia,") == "In Palu, Indonesia."
    assert (
        between(NOON, NOON + timedelta(days=1))
        == "from 12:00 UTC on 15 July 2017 until 12:00 UTC on 16 July 2017"
    )
    long = "The ministry said on Monday that all bridges over the river would close, and ferries too, until the flood has passed."
    assert brief(long) == "The ministry said on Monday that all bridges over the river would close ..."
    assert sentence_around("One. The 17 died. Three.", 9, 11) == "The 17 died."


def test_composing_knows_no_framework() -> None:
    code = "import sys, tocsin.alerts.decide, tocsin.alerts.updates; assert not any(m.startswith('django') for m in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_figure_whose_unit_does_not_say_what_happened_is_quoted_not_told(desk: Desk) -> None:
    incident = make_quake(desk)
    report = make_report(
        desk, "Shelters open. About 300 houses are being checked for cracks.", by="Lake Wire"
    )
    add_report(incident, report)
    make_claim(
        incident, report, "About 300 houses", unit="houses", value=300, qualifier="about", scope="this event"
    )  # fmt: skip
    event = words(composed(incident), "event")
    assert 'Lake Wire reports: "About 300 houses are being checked for cracks".' in event
    assert not any("damaged" in one for one in event)


def test_the_kinds_of_place_are_those_that_are_read_and_those_that_have_acts() -> None:
    assert set(KIND_CODES) <= set(KINDS_OF_PLACE)
    assert set(KIND_CODES.values()) == {kind.code for kind in place_kinds()}

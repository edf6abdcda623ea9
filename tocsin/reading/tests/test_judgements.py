"""Severity, certainty and urgency, each with the reason that a reader sees."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.reading import Figure, Phase, Qualifier, Scope, Span, read
from tocsin.reading.judgements import SEVERITIES, certainty, severity, urgency

PUBLISHED = datetime(2019, 3, 20, 14, tzinfo=UTC)


def reading_of(text):
    return read(text, published=PUBLISHED)


def figure(value, unit, scope=Scope.THIS_EVENT):
    return Figure(f"{value:g}", Span(0, 1), value, None, Qualifier.EXACTLY, unit, scope=scope)


@pytest.mark.parametrize(
    ("code", "value", "unit", "wanted"),
    [
        ("earthquake", 4.2, "magnitude", "Minor"),
        ("earthquake", 5.4, "magnitude", "Moderate"),
        ("earthquake", 6.3, "magnitude", "Severe"),
        ("earthquake", 7.8, "magnitude", "Extreme"),
        ("storm", 50, "kilometres per hour", "Minor"),
        ("storm", 120, "kilometres per hour", "Severe"),
        ("storm", 115, "miles per hour", "Extreme"),
        ("terrorism", 60, "killed", "Extreme"),
        ("transport", 1, "killed", "Severe"),
        ("heat-and-cold", 41, "degrees Celsius", "Severe"),
        ("heat-and-cold", -36, "degrees Celsius", "Extreme"),
        ("wildfire", 60_000, "hectares", "Extreme"),
        ("infrastructure", 600_000, "without power", "Severe"),
    ],
)
def test_severity_follows_the_figures_of_the_event(code, value, unit, wanted):
    found = severity("", "", (code,), (figure(value, unit),), Phase.HAPPENED)
    assert found.value == wanted
    assert unit in found.reason


def test_a_toll_weighs_more_than_a_small_measure():
    figures = (figure(4.8, "magnitude"), figure(3, "killed"))
    assert severity("", "", ("earthquake",), figures, Phase.HAPPENED).value == "Severe"


def test_a_past_toll_does_not_make_the_event_grave():
    assert (
        severity("", "", ("flood",), (figure(900, "killed", Scope.PAST),), Phase.HAPPENED).value == "Moderate"
    )


@pytest.mark.parametrize(
    ("text", "wanted", "because"),
    [
        ("A devastating flood hit the valley.", "Severe", "devastating"),
        ("Protesters clashed with police at the airport.", "Severe", "airport"),
        ("A peaceful demonstration crossed the city.", "Minor", "peaceful"),
        ("A cyberattack hit a hospital.", "Moderate", "hospital"),
        ("Una manifestación pacífica recorrió la ciudad.", "Minor", "pacífica"),
        ("Une manifestation a dégénéré devant l'ambassade.", "Severe", "ambassade"),
        ("Flights cancelled at the airport.", "Minor", "Transport"),
        ("The weather is fine.", "Unknown", "No hazard"),
    ],
)
def test_severity_follows_the_words_and_the_place(text, wanted, because):
    found = reading_of(text).severity
    assert (found.value, because in found.reason) == (wanted, True)


def test_a_level_that_the_text_states_wins():
    assert severity("", "Critical", (), (), Phase.FEARED).value == "Extreme"


@pytest.mark.parametrize(
    ("text", "phase", "wanted"),
    [
        ("A bomb exploded.", Phase.HAPPENED, "Observed"),
        ("A bomb reportedly exploded.", Phase.HAPPENED, "Likely"),
        ("Unconfirmed reports speak of a bomb.", Phase.HAPPENED, "Possible"),
        ("The claim could not be independently verified.", Phase.UNDER_WAY, "Possible"),
        ("The cyclone is expected to hit.", Phase.FEARED, "Likely"),
        ("The cyclone could hit.", Phase.FEARED, "Possible"),
        ("The cyclone is not expected to hit.", Phase.FEARED, "Unlikely"),
        ("The cyclone is unlikely to hit.", Phase.FEARED, "Unlikely"),
        ("A march on Sunday.", Phase.PLANNED, "Likely"),
        ("No bomb.", Phase.DENIED, "Unlikely"),
        ("Según versiones, hubo un ataque.", Phase.HAPPENED, "Possible"),
        ("O ciclone deve atingir a costa.", Phase.FEARED, "Likely"),
    ],
)
def test_certainty_follows_the_words_of_probability(text, phase, wanted):
    found = certainty(text, phase)
    assert found.value == wanted
    assert found.reason.endswith(".")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("A bomb exploded in Lima this morning.", "Immediate"),
        ("A bomb exploded in Lima in 2011.", "Past"),
        ("A wildfire is burning near Athens.", "Immediate"),
        ("The strike was called off.", "Past"),
        ("A cyclone could strike within hours, forecasters warn.", "Expected"),
        ("A cyclone could strike on Saturday, forecasters warn.", "Future"),
        ("A protest march is planned for 20 March at 18:00 UTC.", "Expected"),
    ],
)
def test_urgency_follows_the_phase_and_the_times(text, wanted):
    assert reading_of(text).urgency.value == wanted


def test_urgency_without_times_says_so():
    assert "no older date" in urgency(Phase.HAPPENED, (), PUBLISHED).reason
    assert urgency(Phase.FEARED, (), PUBLISHED + timedelta(days=1)).value == "Future"


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=200),
    st.sampled_from(Phase),
    st.sampled_from([(), ("earthquake",), ("transport",), ("other",)]),
    st.lists(
        st.builds(
            figure,
            st.floats(-1e6, 1e9),
            st.sampled_from(["killed", "magnitude", "degrees Celsius", "", "hectares"]),
        ),
        max_size=4,
    ),
)
def test_any_text_has_a_judgement_with_a_reason(text, phase, hazards, figures):
    assert severity(text, "", hazards, figures, phase).value in SEVERITIES
    for found in (certainty(text, phase), urgency(phase, (), PUBLISHED, text)):
        assert found.reason.endswith(".")


def test_an_attack_of_today_stays_urgent_beside_one_of_years_ago():
    background = "\n\n" + "Shops stayed shut and the police searched the streets around it. " * 6
    background += "In September 2013 a car bombing at the same market killed 42 people."
    text = "A bomb exploded in the market of Peshawar, killing at least nine people, the police said."
    assert reading_of(text + background).urgency.value == "Immediate"
    assert reading_of("A bomb exploded in Peshawar in September 2013 and killed 42.").urgency.value == "Past"


@pytest.mark.parametrize(
    ("place", "published"),
    [
        (
            "Port-au-Prince",
            datetime(2026, 11, 28, 1, 14, tzinfo=UTC),
        ),  # Friday evening there, Saturday in UTC
        ("Peshawar", datetime(2026, 11, 28, 0, 14, tzinfo=UTC)),  # before dawn there
    ],
)
def test_the_day_of_a_report_is_this_one_also_where_it_has_hardly_begun(place, published):
    text = f"A bomb exploded in {place} on Saturday morning and killed nine people, the police said."
    reading = read(text, published=published)
    assert reading.urgency.value == "Immediate"
    assert reading.times[0].start.date() == datetime(2026, 11, 28, tzinfo=UTC).date()


def test_a_coup_under_way_is_severe_and_a_vote_is_not():
    coup = "A coup is under way in Bamako: soldiers have arrested the president. It is a military coup."
    assert reading_of(coup).severity.value == "Severe"
    assert (
        reading_of("Malians elected a parliament. The election was held in Bamako.").severity.value == "Minor"
    )

"""What follows an attempt, for every outcome, code and time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.delivery.decide import (
    CHANNEL_NAMES,
    CHANNELS,
    Address,
    EditionFacts,
    Outcome,
    Recipient,
    Rule,
    Stage,
    Tried,
    Waiting,
    after,
    backoff,
    gateway_outcome,
    http_outcome,
    plan,
    smtp_outcome,
    why_not_now,
)

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)
TECHNICAL = Tried(Outcome.TECHNICAL)


@pytest.mark.parametrize(
    ("code", "stage", "outcome"),
    [
        (250, Stage.CONTENT, "accepted"),
        (354, Stage.CONTENT, "accepted"),
        (421, Stage.SENDER, "temporary"),
        (451, Stage.RECIPIENT, "temporary"),
        (550, Stage.RECIPIENT, "permanent"),
        (552, Stage.CONTENT, "permanent"),
        (535, Stage.SIGN_IN, "technical"),
        (550, Stage.SENDER, "technical"),
        (554, Stage.GREETING, "technical"),
    ],
)
def test_a_mail_servers_reply_means(code: int, stage: Stage, outcome: str) -> None:
    assert smtp_outcome(code, stage) == outcome


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        ((200, 202, 204), "accepted"),
        ((408, 425, 429, 500, 502, 503, 504), "temporary"),
        ((301, 302, 307, 400, 401, 403, 404, 410, 501), "permanent"),
    ],
)
def test_a_receivers_status_means(codes: tuple[int, ...], outcome: str) -> None:
    assert {http_outcome(code) for code in codes} == {outcome}


@pytest.mark.parametrize(
    ("codes", "outcome"),
    [
        ((429, 500, 502, 503), "temporary"),
        ((400, 404, 413, 422), "permanent"),
        ((401, 402, 403, 407, None), "technical"),
    ],
)
def test_a_gateways_status_means(codes: tuple[int | None, ...], outcome: str) -> None:
    assert {gateway_outcome(code) for code in codes} == {outcome}


@pytest.mark.parametrize("critical", [False, True])
def test_a_channel_without_its_gateway_is_passed_over_and_the_next_address_of_it_is_too(
    critical: bool,
) -> None:
    mira = Recipient(
        person_id=1,
        active=True,
        addresses=(
            Address(1, "sms", reachable=False),
            Address(2, "email"),
            Address(3, "sms", reachable=False),
        ),
        exposures=("exposed, by the rule inside",),
    )
    intents = plan(mira, EditionFacts("Alert", critical, NOON + timedelta(hours=1)), now=NOON)
    assert [(one.channel, one.send, one.rule) for one in intents] == [
        ("sms", False, "no-gateway"),
        ("email", True, "exposed"),
        ("sms", False, "no-gateway"),
    ]
    assert intents[0].reason == (
        "This desk has set no way to send SMS: an administrator sets one under Channels."
    )


def test_every_channel_has_a_name_and_a_kind_of_contact() -> None:
    from tocsin.exposure.models import Contact

    assert tuple(CHANNEL_NAMES) == CHANNELS == tuple(Contact.Kind.values)


def test_the_wait_grows_from_seconds_to_an_hour_and_to_minutes_for_critical() -> None:
    waits = [backoff(n, critical=False, dice=0.5).total_seconds() for n in (1, 2, 3, 4, 5, 6, 7, 99)]
    assert waits == [10, 30, 90, 270, 810, 2430, 3600, 3600]
    assert backoff(99, critical=True, dice=0.5) == timedelta(minutes=5)
    assert backoff(1, critical=False, dice=0.0) == timedelta(seconds=7.5)
    assert backoff(1, critical=False, dice=1.0) == timedelta(seconds=12.5)


outcomes = st.sampled_from(list(Outcome))
waits = st.none() | st.integers(0, 10**6).map(lambda seconds: timedelta(seconds=seconds))


@given(outcomes, waits, st.integers(1, 500), st.booleans(), st.integers(-3600, 10**6), st.floats(0, 1))
def test_nothing_is_ever_tried_at_or_after_the_end_and_every_step_has_a_reason(
    outcome: Outcome, wait: timedelta | None, attempt: int, critical: bool, left: int, dice: float
) -> None:
    expires = NOON + timedelta(seconds=left)
    tried = Tried(outcome, wait)
    follows = after(tried, attempt=attempt, critical=critical, now=NOON, expires=expires, dice=dice)
    assert follows.reason
    assert "{" not in follows.reason
    assert (follows.due is not None) == (follows.state == "queued")
    if outcome is Outcome.ACCEPTED:
        assert follows.state == "sent"
    elif outcome is Outcome.PERMANENT:
        assert follows.state == "failed"
    elif follows.due is not None:
        assert NOON <= follows.due < expires
        assert wait is None or follows.due - NOON >= wait or follows.rule is Rule.INTERRUPTED
    else:
        assert (follows.state, follows.rule) == ("failed", Rule.NO_TIME_LEFT)


def test_a_server_that_comes_back_shortly_before_the_end_is_still_found() -> None:
    follows = after(
        TECHNICAL, attempt=9, critical=False, now=NOON, expires=NOON + timedelta(minutes=10), dice=0.5
    )
    assert follows.due == NOON + timedelta(minutes=5)


def test_an_interrupted_message_goes_out_at_once_but_not_for_ever() -> None:
    def due(attempt: int) -> datetime | None:
        tried = Tried(Outcome.INTERRUPTED)
        end = NOON + timedelta(days=1)
        return after(tried, attempt=attempt, critical=False, now=NOON, expires=end, dice=0.5).due

    assert due(1) == NOON
    assert due(8) == NOON + timedelta(hours=1)


def test_why_a_waiting_message_is_not_sent_after_all() -> None:
    def why(**changes: object) -> str | None:
        values: dict[str, object] = {
            "edition_number": 2, "expires": NOON + timedelta(hours=1), "newest_number": 2, "newest_type": "Update",
            "answered_number": 1, "active": True, "addressed": True,
        }  # fmt: skip
        refusal = why_not_now(Waiting(**(values | changes)), now=NOON)  # type: ignore[arg-type]
        return refusal and refusal[0].value

    assert why() is None
    assert why(expires=NOON) == "expired"
    assert why(newest_number=3) == "superseded"
    assert why(newest_number=3, newest_type="Cancel") == "all-clear"
    assert why(answered_number=2) == "answered"
    assert why(active=False) == "inactive"
    assert why(addressed=False) == "no-address"

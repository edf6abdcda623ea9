"""Who is asked about an alert that runs out, decided from values alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tocsin.delivery.decide import Rule
from tocsin.delivery.owner_rules import ON_DUTY, WRITER, Ending, Turn, Way, rule_on, why_not_now

ANA = Way(WRITER, "email", "mark-of-ana", user_id=1)
DUTY = Way(ON_DUTY, "sms", "mark-of-duty", person_id=7, contact_id=9)


@pytest.fixture
def ending(noon: datetime) -> Ending:
    return Ending(asked="X-01", expires=noon + timedelta(hours=1), is_written=False, decided=())


def said(ending: Ending, *ways: Way) -> list[tuple[bool, Rule]]:
    return [(one.send, one.rule) for one in rule_on(ending, ways)]


def test_every_way_of_every_owner_is_used_and_one_address_once(ending: Ending) -> None:
    same = replace(DUTY, channel="email", mark="mark-of-ana")
    assert said(ending, ANA, DUTY, same) == [(True, Rule.RUNS_OUT), (True, Rule.RUNS_OUT)]


@pytest.mark.parametrize("asked", ["", "X-02"])
def test_nobody_is_asked_before_it_is_time(ending: Ending, asked: str) -> None:
    assert said(replace(ending, asked=asked), ANA) == []


def test_what_cannot_be_sent_says_why_and_an_alert_without_any_way_says_so_too(ending: Ending) -> None:
    ways = replace(DUTY, reachable=False), replace(DUTY, channel="webhook", signable=False)
    assert said(ending, *ways) == [(False, Rule.NO_GATEWAY), (False, Rule.NO_SECRET), (False, Rule.NO_OWNER)]
    assert said(ending, ANA, ways[0]) == [(True, Rule.RUNS_OUT), (False, Rule.NO_GATEWAY)]
    assert said(ending) == [(False, Rule.NO_OWNER)]


def test_an_update_that_is_being_written_holds_the_question_back_and_one_that_was_dropped_does_not(
    ending: Ending,
) -> None:
    begun = replace(ending, is_written=True)
    assert said(begun, ANA) == [(False, Rule.UPDATE_BEGUN)]
    assert said(replace(begun, decided={"update-begun"}), ANA) == []
    assert said(replace(ending, decided={"update-begun"}), ANA) == [(True, Rule.RUNS_OUT)]


@pytest.mark.parametrize("rule", ["runs-out", "no-owner", "expired"])
def test_it_is_decided_once(ending: Ending, rule: str) -> None:
    assert said(replace(ending, decided={rule}), ANA) == []
    assert said(replace(ending, decided={rule}, asked="X-03"), ANA) == []


def test_what_ran_out_while_no_worker_ran_is_not_asked_about_and_says_so(ending: Ending) -> None:
    assert said(replace(ending, asked="X-03"), ANA) == [(False, Rule.EXPIRED)]


def test_what_happened_since_it_was_written_stops_it(noon: datetime) -> None:
    turn = Turn(noon + timedelta(hours=1), True, "Alert", False, True, True)
    assert why_not_now(turn, now=noon) is None
    stopped = [
        replace(turn, is_newest=False, newest_type="Update"), replace(turn, is_newest=False, newest_type="Cancel"),
        replace(turn, is_ended=True), replace(turn, expires=noon), replace(turn, active=False), replace(turn, addressed=False),
    ]  # fmt: skip
    found = [why_not_now(one, now=noon) for one in stopped]
    assert [one[0] for one in found if one] == [
        Rule.SUPERSEDED, Rule.ALL_CLEAR, Rule.ALL_CLEAR, Rule.EXPIRED, Rule.INACTIVE, Rule.NO_ADDRESS,
    ]  # fmt: skip

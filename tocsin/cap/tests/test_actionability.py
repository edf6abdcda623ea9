from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings

from tocsin.cap import Effect, MsgType, Reference, Scope, Status, actionable, parse, supersedes
from tocsin.cap.tests.samples import WEATHER_12
from tocsin.cap.tests.strategies import messages

UPDATE = parse(WEATHER_12.encode())
ALERT = replace(UPDATE, msg_type=MsgType.ALERT, references=())


def test_an_actual_public_alert_may_alert():
    assert actionable(ALERT).may_alert
    assert actionable(ALERT).effect is Effect.BEGIN


@pytest.mark.parametrize("status", [Status.TEST, Status.EXERCISE, Status.SYSTEM, Status.DRAFT])
@pytest.mark.parametrize("msg_type", list(MsgType))
def test_what_is_not_actual_never_alerts_or_touches_anything(status, msg_type):
    message = replace(UPDATE, status=status, msg_type=msg_type)
    decision = actionable(message)
    assert not decision.may_alert
    assert decision.effect is Effect.NONE
    assert decision.acts_on == ()
    assert supersedes(message) == ()
    assert decision.rule == f"status-{status.lower()}"


def test_an_update_replaces_what_it_names():
    decision = actionable(UPDATE)
    assert (decision.may_alert, decision.effect) == (True, Effect.REPLACE)
    assert decision.acts_on == UPDATE.references == supersedes(UPDATE)


def test_a_cancel_withdraws_what_it_names_and_alerts_nobody():
    decision = actionable(replace(UPDATE, msg_type=MsgType.CANCEL, infos=()))
    assert (decision.may_alert, decision.effect) == (False, Effect.WITHDRAW)
    assert decision.acts_on == UPDATE.references


def test_a_cancel_that_names_nothing_withdraws_nothing():
    decision = actionable(replace(UPDATE, msg_type=MsgType.CANCEL, references=()))
    assert (decision.effect, decision.rule) == (Effect.NONE, "cancel-without-references")


def test_an_update_that_names_nothing_is_a_new_alert():
    decision = actionable(replace(UPDATE, references=()))
    assert (decision.may_alert, decision.effect) == (True, Effect.BEGIN)


@pytest.mark.parametrize("scope", [Scope.RESTRICTED, Scope.PRIVATE])
def test_what_is_not_public_alerts_nobody_but_still_replaces(scope):
    decision = actionable(replace(UPDATE, scope=scope))
    assert (decision.may_alert, decision.effect) == (False, Effect.REPLACE)


@pytest.mark.parametrize("msg_type", [MsgType.ACK, MsgType.ERROR])
def test_answers_between_machines_do_nothing(msg_type):
    decision = actionable(replace(UPDATE, msg_type=msg_type))
    assert (decision.may_alert, decision.effect) == (False, Effect.NONE)


def test_a_message_never_replaces_itself_and_each_other_once():
    other = Reference("a", "b", UPDATE.sent - timedelta(hours=1))
    message = replace(UPDATE, references=(other, UPDATE.reference, other))
    assert supersedes(message) == (other,)


@settings(max_examples=100, deadline=None)
@given(messages)
def test_only_actual_public_messages_with_something_to_say_may_alert(message):
    decision = actionable(message)
    assert decision.reason.endswith(".")
    if decision.may_alert:
        assert message.status is Status.ACTUAL
        assert message.scope is Scope.PUBLIC
        assert message.msg_type in (MsgType.ALERT, MsgType.UPDATE)
        assert message.infos
    assert bool(decision.acts_on) == (decision.effect in (Effect.REPLACE, Effect.WITHDRAW))

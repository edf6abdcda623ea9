"""What follows when somebody who was asked does not answer, or asks for help: which step, when, and when it ends.

Pure: values in, a ruling with its reason out. The clock and the database are the callers'.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tocsin.delivery.decide import Rule, clock_face, words


class Step(StrEnum):
    """Who is written to next."""

    #: The person again, at every address they have.
    AGAIN = "again"
    #: Whoever stands in for the person.
    STAND_IN = "stand-in"
    #: Everybody who is on duty at the desk.
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Planned:
    """One step of a policy: so many minutes after the person was first written to."""

    minutes: int
    step: Step


Policy = tuple[Planned, ...]

#: Where a desk has set nothing else. What nobody has to fear for their life over is not chased.
PUBLISHED: dict[str, Policy] = {
    "Critical": (Planned(5, Step.AGAIN), Planned(10, Step.STAND_IN), Planned(15, Step.DESK)),
    "Warning": (Planned(30, Step.AGAIN), Planned(60, Step.STAND_IN), Planned(90, Step.DESK)),
    "Advisory": (),
    "Notice": (),
}
#: A call for help is repeated to the desk until somebody takes it.
MINUTES_BETWEEN_CALLS = 5


class Cause(StrEnum):
    """Why a person is looked after."""

    SILENCE = "silence"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Case:
    """One person and one edition with what has happened since: `done` counts the steps or calls that were made."""

    cause: Cause
    name: str
    policy: Policy
    done: int
    began: datetime
    expires: datetime
    edition_number: int
    newest_number: int
    newest_type: str
    has_answered: bool
    is_active: bool
    is_taken: bool = False
    #: Nothing that was sent reaches anybody any more: the next step that reaches somebody is taken at once.
    is_unreachable: bool = False
    #: Steps that would reach nobody whom the messages so far did not go to.
    useless: frozenset[Step] = frozenset()


@dataclass(frozen=True, slots=True)
class Letters:
    """One step to be taken now: to whom, by which rule, in which words; `number` tells it from every other step of the case."""

    step: Step
    rule: Rule
    reason: str
    number: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to send now, and when to look again; `due` is None where it is over, and then `rule` and `reason` say why."""

    letters: tuple[Letters, ...] = ()
    due: datetime | None = None
    rule: Rule | None = None
    reason: str = ""
    #: How many steps were left out because they would have reached nobody.
    skipped: int = 0


def read_policy(kept: Sequence[Sequence[object]]) -> Policy:
    """Return the policy that :func:`write_policy` wrote down. Raises ValueError for anything else."""
    return tuple(Planned(int(str(minutes)), Step(str(step))) for minutes, step in kept)


def write_policy(policy: Policy) -> list[list[object]]:
    """Return the policy as JSON takes it: [[30, 'again'], [60, 'stand-in'], [90, 'desk']]."""
    return [[planned.minutes, planned.step.value] for planned in policy]


def first_due(policy: Policy, began: datetime) -> datetime | None:
    """Return when the first step of `policy` is due for somebody who was written to at `began`; None without one."""
    return began + timedelta(minutes=policy[0].minutes) if policy else None


def rule_on(case: Case, *, now: datetime) -> Ruling:
    """Return what `case` asks for at `now`. Every step that is due is taken, in order: after a stop the desk still learns of it."""
    if case.cause is Cause.HELP:
        return _call(case, now)
    if ended := _over(case, now):
        rule, reason = ended
        return Ruling(rule=rule, reason=reason)
    letters = []
    done = case.done
    skipped = 0
    if case.is_unreachable and (step := _next_useful(case)) is not None:
        reason = words(Rule.UNREACHABLE, who=case.name)
        letters.append(Letters(case.policy[step].step, Rule.UNREACHABLE, reason, step + 1))
        done, skipped = step + 1, step - done
    while done < len(case.policy) and _due(case, done) <= now:
        planned = case.policy[done]
        done += 1
        letters.append(_letters(case, planned, done))
    if done < len(case.policy):
        return Ruling(tuple(letters), due=_due(case, done), skipped=skipped)
    reason = words(Rule.ALL_STEPS_TAKEN)
    return Ruling(tuple(letters), rule=Rule.ALL_STEPS_TAKEN, reason=reason, skipped=skipped)


def _next_useful(case: Case) -> int | None:
    """Return the number, from 0, of the next step that reaches somebody else; None where there is none."""
    numbers = range(case.done, len(case.policy))
    return next((number for number in numbers if case.policy[number].step not in case.useless), None)


def _due(case: Case, number: int) -> datetime:
    return case.began + timedelta(minutes=case.policy[number].minutes)


def _over(case: Case, now: datetime) -> tuple[Rule, str] | None:
    if case.has_answered:
        return Rule.ANSWERED, words(Rule.ANSWERED)
    if case.expires <= now:
        return Rule.EXPIRED, words(Rule.EXPIRED, ended=clock_face(case.expires))
    if case.newest_number > case.edition_number:
        rule = Rule.ALL_CLEAR if case.newest_type == "Cancel" else Rule.SUPERSEDED
        return rule, words(rule)
    if not case.is_active:
        return Rule.INACTIVE, words(Rule.INACTIVE)
    return None


def _letters(case: Case, planned: Planned, number: int) -> Letters:
    rule = {Step.AGAIN: Rule.REMINDED, Step.STAND_IN: Rule.STANDS_IN, Step.DESK: Rule.DESK_TOLD}[planned.step]
    return Letters(planned.step, rule, words(rule, who=case.name, minutes=str(planned.minutes)), number)


#: The numbers of calls for help begin here, so that none is a step of a policy.
FIRST_CALL = 100


def _call(case: Case, now: datetime) -> Ruling:
    if case.is_taken:
        return Ruling(rule=Rule.HELP_TAKEN, reason=words(Rule.HELP_TAKEN))
    if not case.has_answered:
        # The newest answer is no call for help any more.
        return Ruling(rule=Rule.ANSWERED, reason=words(Rule.ANSWERED))
    reason = words(Rule.HELP_CALLED, who=case.name, at=clock_face(case.began))
    letters = Letters(Step.DESK, Rule.HELP_CALLED, reason, FIRST_CALL + case.done)
    return Ruling((letters,), due=now + timedelta(minutes=MINUTES_BETWEEN_CALLS))


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that failed for good. `is_failed`: it still stands so; `is_chased`: an answer of its person is waited for;
    `reaches`: another message reached somebody who can help, or may still.
    """

    is_failed: bool
    is_chased: bool
    reaches: bool


def rule_on_failure(failure: Failure) -> Rule:
    """Return whether the next step is brought forward (Rule.UNREACHABLE), or why not."""
    if not failure.is_chased:
        return Rule.NOT_CHASED
    if failure.reaches or not failure.is_failed:
        return Rule.STILL_REACHED
    return Rule.UNREACHABLE

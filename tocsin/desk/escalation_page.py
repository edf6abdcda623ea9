"""The page of the steps for those who do not answer, and the form that changes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.delivery.cases import LONGEST_WAIT, policy_of, set_policy, steps_at
from tocsin.delivery.escalation_steps import PUBLISHED, Policy, Step
from tocsin.delivery.models import EscalationPolicy
from tocsin.desk.desk_form import DeskForm
from tocsin.exposure.models import Person
from tocsin.grading import Level

_FIELDS = (("again", Step.AGAIN), ("stand_in", Step.STAND_IN), ("desk", Step.DESK))


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: after how many minutes each step comes (0: never), and the desk's own row where it has one."""

    level: Level
    minutes: tuple[int, int, int]
    own: EscalationPolicy | None


@dataclass(frozen=True, slots=True)
class EscalationPage:
    """The steps by level, and how many people are on duty to be told."""

    rows: tuple[LevelRow, ...]
    on_duty: tuple[str, ...]


def escalation_page(organisation: Organisation) -> EscalationPage:
    """Return the steps of `organisation` by level, the highest first."""
    own = {row.level: row for row in EscalationPolicy.objects.filter(organisation=organisation)}
    rows = (
        LevelRow(level, _minutes(policy_of(organisation, level.word)), own.get(level.word))
        for level in sorted(Level, reverse=True)
    )
    duty = Person.objects.filter(organisation=organisation, on_duty=True, active=True).order_by("name")
    return EscalationPage(tuple(rows), tuple(duty.values_list("name", flat=True)))


def _minutes(policy: Policy) -> tuple[int, int, int]:
    at = {planned.step: planned.minutes for planned in policy}
    again, stand_in, desk = (at.get(step, 0) for _name, step in _FIELDS)
    return again, stand_in, desk


def minutes_for(organisation: Organisation, level: str) -> dict[str, int]:
    """Return what stands in the form of `level`."""
    names = (name for name, _step in _FIELDS)
    return dict(zip(names, _minutes(policy_of(organisation, level)), strict=True))


class EscalationForm(DeskForm):
    """After how many minutes each step comes."""

    again = forms.IntegerField(
        label=_("Reminder to the person, at every address"), min_value=0, max_value=LONGEST_WAIT
    )
    stand_in = forms.IntegerField(
        label=_("Message to whoever stands in for them"), min_value=0, max_value=LONGEST_WAIT
    )
    desk = forms.IntegerField(
        label=_("Message to everybody on duty"),
        min_value=0,
        max_value=LONGEST_WAIT,
        help_text=_("Minutes after the first message; 0 leaves a step out."),
    )


def put_policy(
    values: dict[str, Any], organisation: Organisation, level: str, *, actor: User, now: datetime
) -> EscalationPolicy:
    """Keep the form's steps for `level`. Raises PolicyImpossible."""
    policy = steps_at(values["again"], values["stand_in"], values["desk"])
    return set_policy(organisation, level, policy, actor=actor, now=now)


def is_level(word: str) -> bool:
    """Tell whether there is a level of that word."""
    return word in PUBLISHED

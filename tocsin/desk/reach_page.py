"""The page of the table of reach, and the form that changes a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import LEVELS
from tocsin.desk.desk_form import DeskForm
from tocsin.desk.names import HAZARD_CHOICES
from tocsin.exposure.models import ArrivalRule, ReachRule
from tocsin.exposure.reach import SEVERITIES, SEVERITY_OF_LEVEL, set_arrival, set_reach
from tocsin.grading import Reach, reach_of
from tocsin.reading import HAZARDS


@dataclass(frozen=True, slots=True)
class Cell:
    """One severity of a hazard: the published reach, and the desk's own rule where it has one."""

    severity: str
    published: Reach
    own: ReachRule | None


@dataclass(frozen=True, slots=True)
class ArrivalCell:
    """One level of a hazard: the days of arrival, and the desk's own rule where it has one."""

    level: str
    published: int
    own: ArrivalRule | None


@dataclass(frozen=True, slots=True)
class HazardRow:
    """One hazard with its cells; `basis` says what the published row rests on."""

    code: str
    basis: str
    cells: Sequence[Cell]
    arrivals: Sequence[ArrivalCell]

    @property
    def is_changed(self) -> bool:
        """Whether the desk has a rule of its own for it."""
        return any(cell.own for cell in self.cells) or any(cell.own for cell in self.arrivals)


def reach_page(organisation: Organisation) -> list[HazardRow]:
    """Return the table of reach as `organisation` has it, by hazard."""
    own = {(rule.hazard, rule.severity): rule for rule in ReachRule.objects.filter(organisation=organisation)}
    days = {(rule.hazard, rule.level): rule for rule in ArrivalRule.objects.filter(organisation=organisation)}
    rows = []
    for hazard in HAZARDS:
        cells = [Cell(word, reach_of(hazard.code, word), own.get((hazard.code, word))) for word in SEVERITIES]
        arrivals = [
            ArrivalCell(
                level,
                reach_of(hazard.code, SEVERITY_OF_LEVEL[level]).arriving_within_days,
                days.get((hazard.code, level)),
            )
            for level in LEVELS
        ]
        rows.append(HazardRow(hazard.code, cells[0].published.reason, cells, arrivals))
    return rows


class ReachForm(DeskForm):
    """One row of the table; the days of arrival belong to a level, the rest to a severity."""

    hazard = forms.ChoiceField(label=_("Hazard"), choices=HAZARD_CHOICES)
    severity = forms.ChoiceField(label=_("Severity"), choices=[(word, _(word)) for word in SEVERITIES])
    radius_km = forms.FloatField(label=_("Reach in km"), min_value=0, max_value=5000)
    duration_hours = forms.IntegerField(label=_("Lasts, in hours"), min_value=1)
    grace_hours = forms.IntegerField(
        label=_("Grace, in hours"), min_value=0, help_text=_("Those who left so long ago are asked too.")
    )
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", "")] + [(word, _(word)) for word in LEVELS], required=False
    )
    days = forms.IntegerField(
        label=_("Days of arrival for forecasts"), required=False, min_value=0, max_value=365,
        help_text=_("For that level. Empty: as it is."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why does this desk differ?"), max_length=500)


def put_reach(values: dict[str, Any], organisation: Organisation, *, actor: User, now: datetime) -> ReachRule:
    """Keep the form's row, and its days of arrival where a level is named."""
    if values["level"] and values["days"] is not None:
        set_arrival(
            organisation, values["hazard"], values["level"], days=values["days"], reason=values["reason"],
            actor=actor, now=now,
        )  # fmt: skip
    return set_reach(
        organisation,
        values["hazard"],
        values["severity"],
        radius_km=values["radius_km"],
        duration_hours=values["duration_hours"],
        grace_hours=values["grace_hours"],
        reason=values["reason"],
        actor=actor,
        now=now,
    )

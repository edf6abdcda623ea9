"""How far an alert reaches, as this desk has it: the published table, and what the desk has put in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from tocsin.accounts import audit
from tocsin.accounts.models import Organisation, User
from tocsin.alerts.models import LEVELS
from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.models import ArrivalRule, ReachRule
from tocsin.grading import Reach, reach_of
from tocsin.reading import HAZARDS
from tocsin.recorded import Blank, recorded
from tocsin.wording import worded

SEVERITIES = ("Minor", "Moderate", "Severe", "Extreme")
#: The row of the published table that gives the days of arrival for each level.
SEVERITY_OF_LEVEL = dict(zip(LEVELS, SEVERITIES, strict=True))
_SET_BY = recorded("Set by %(who)s on %(day)s: %(why)s", day=Blank.MOMENT)
MOST_KM, MOST_HOURS, MOST_DAYS = 5000.0, 24 * 366, 365


@dataclass(frozen=True, slots=True)
class Arrival:
    """Within how many days arrivals are told of a forecast, and what that rests on."""

    days: int
    reason: str


def reach_for(organisation_id: int, hazard: str, severity: str) -> Reach:
    """Return the reach of a hazard at a severity for one desk: its own rule where it has one, else the published row.

    Raises what `tocsin.grading.reach_of` raises for a hazard or severity that there is not.
    """
    default = reach_of(hazard, severity)
    word = severity.strip().capitalize()
    word = word if word in SEVERITIES else "Moderate"
    rule = ReachRule.objects.filter(organisation_id=organisation_id, hazard=hazard, severity=word).first()
    if rule is None:
        return default
    return replace(
        default,
        radius_km=rule.radius_km,
        duration_hours=rule.duration_hours,
        grace_hours=rule.grace_hours,
        row=f"desk-{rule.pk}",
        reason=_set_by(rule),
    )


def arrival_days(organisation_id: int, hazard: str, level: str) -> Arrival:
    """Return within how many days arrivals are told of a forecast of that hazard and level, for one desk."""
    rule = ArrivalRule.objects.filter(organisation_id=organisation_id, hazard=hazard, level=level).first()
    if rule is not None:
        return Arrival(rule.days, _set_by(rule))
    row = reach_of(hazard, SEVERITY_OF_LEVEL[level])
    return Arrival(row.arriving_within_days, f"Row {row.row} of the published table. {row.reason}")


@transaction.atomic
def set_reach(
    organisation: Organisation,
    hazard: str,
    severity: str,
    *,
    radius_km: float,
    duration_hours: int,
    grace_hours: int,
    reason: str,
    actor: User | str,
    now: datetime,
) -> ReachRule:
    """Put a desk's own reach in the place of a row of the table, and record what it was before.

    Raises ValueImpossible for a hazard or severity that there is not, a value out of bounds, or a missing reason.
    """
    _check_hazard(hazard)
    if severity not in SEVERITIES:
        raise ValueImpossible(
            "severity",
            worded("%(severity)s is no severity.", severity=repr(severity)),
            worded("Use %(choices)s.", choices=", ".join(SEVERITIES)),
        )
    _check_number("radius_km", radius_km, MOST_KM)
    _check_number("duration_hours", duration_hours, MOST_HOURS, least=1)
    _check_number("grace_hours", grace_hours, MOST_HOURS)
    before = reach_for(organisation.pk, hazard, severity)
    values = {"radius_km": radius_km, "duration_hours": duration_hours, "grace_hours": grace_hours}
    rule, _ = ReachRule.objects.update_or_create(
        organisation=organisation,
        hazard=hazard,
        severity=severity,
        defaults=values | {"reason": _reason(reason), "changed_by": str(actor), "changed_at": now},
    )
    old = {name: getattr(before, name) for name in values}
    _record(
        organisation, "reach.set", f"{hazard}:{severity}", actor, now, before=old, after=values, reason=reason
    )
    return rule


@transaction.atomic
def set_arrival(
    organisation: Organisation,
    hazard: str,
    level: str,
    *,
    days: int,
    reason: str,
    actor: User | str,
    now: datetime,
) -> ArrivalRule:
    """Set within how many days arrivals are told of a forecast; raises ValueImpossible as :func:`set_reach`."""
    _check_hazard(hazard)
    if level not in LEVELS:
        raise ValueImpossible(
            "level",
            worded("%(level)s is no level.", level=repr(level)),
            worded("Use %(choices)s.", choices=", ".join(LEVELS)),
        )
    _check_number("days", days, MOST_DAYS)
    before = arrival_days(organisation.pk, hazard, level).days
    rule, _ = ArrivalRule.objects.update_or_create(
        organisation=organisation,
        hazard=hazard,
        level=level,
        defaults={"days": days, "reason": _reason(reason), "changed_by": str(actor), "changed_at": now},
    )
    _record(
        organisation, "arrival.set", f"{hazard}:{level}", actor, now, before=before, after=days, reason=reason
    )
    return rule


@transaction.atomic
def back_to_default(organisation: Organisation, hazard: str, *, actor: User | str, now: datetime) -> int:
    """Take back every rule of a desk's own for a hazard; return how many there were."""
    _check_hazard(hazard)
    counts = [
        model.objects.filter(organisation=organisation, hazard=hazard).delete()[0]
        for model in (ReachRule, ArrivalRule)
    ]
    if sum(counts):
        _record(organisation, "reach.default", hazard, actor, now, rules=sum(counts))
    return sum(counts)


def _set_by(rule: ReachRule | ArrivalRule) -> str:
    return _SET_BY % {"who": rule.changed_by, "day": f"{rule.changed_at:%Y-%m-%d}", "why": rule.reason}


def _check_hazard(code: str) -> None:
    if code not in {hazard.code for hazard in HAZARDS}:
        raise ValueImpossible(
            "hazard",
            worded("%(code)s is not in the list of hazards.", code=repr(code)),
            worded("See docs/reading.md."),
        )


def _check_number(field: str, value: float, most: float, least: float = 0) -> None:
    if not least <= value <= most:
        raise ValueImpossible(
            field,
            worded("%(number)s cannot be meant.", number=f"{value:g}"),
            worded("Write a number from %(least)s to %(most)s.", least=f"{least:g}", most=f"{most:g}"),
        )


def _reason(words: str) -> str:
    if not words.strip():
        raise ValueImpossible(
            "reason", worded("A reason is missing."), worded("Say in a sentence why this desk differs.")
        )
    return words.strip()


def _record(
    organisation: Organisation, action: str, subject: str, actor: User | str, now: datetime, **detail: object
) -> None:
    audit.record(organisation, action, f"reach:{subject}", now=now, actor=actor, detail=detail)

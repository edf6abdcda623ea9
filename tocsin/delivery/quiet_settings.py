"""What a desk sets to keep quiet, by level, and the muting of one incident: acts with a name, kept in the audit log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tocsin.accounts.audit import record
from tocsin.accounts.models import Organisation, User
from tocsin.delivery.decide import clock_face
from tocsin.delivery.errors import PolicyImpossible
from tocsin.delivery.models import Mute, QuietPolicy
from tocsin.delivery.quiet import DIGEST_HOURS, Setting
from tocsin.delivery.quiet_facts import setting_of
from tocsin.grading import Level
from tocsin.incidents.models import Incident
from tocsin.wording import worded

#: The levels that may be made to wait, the highest first. Critical never does.
LEVELS = tuple(level.word for level in sorted(Level, reverse=True) if level is not Level.CRITICAL)
#: An incident is muted for so long at most; whoever needs longer says again why.
LONGEST_MUTE = timedelta(days=7)


def quiet_setting(organisation: Organisation, level: str) -> Setting:
    """Return what the desk has set for alerts of `level`; where it has set nothing, wider alerts cover narrower ones."""
    row = QuietPolicy.objects.filter(organisation=organisation, level=level).first()
    return setting_of(row) if row is not None else Setting()


@transaction.atomic
def set_quiet(
    organisation: Organisation, level: str, setting: Setting, *, actor: User | str, now: datetime
) -> QuietPolicy:
    """Set what holds messages of `level` back from now on, and return the row.

    Raises PolicyImpossible for a level that never waits, quiet hours without a length, or a digest that does not come at
    the same times every day.
    """
    if level not in LEVELS:
        raise PolicyImpossible(
            worded(
                "%(level)s never waits; what may is one of %(choices)s.",
                level=repr(level),
                choices=", ".join(LEVELS),
            )
        )
    hours = setting.hours
    if hours is not None and hours.begins == hours.ends:
        raise PolicyImpossible(
            worded("Quiet hours end at another time than they begin: give two different times.")
        )
    if setting.digest_hours not in (0, *DIGEST_HOURS):
        choices = ", ".join(map(str, DIGEST_HOURS))
        raise PolicyImpossible(
            worded(
                "A digest every %(hours)s hours comes at other times every day: choose one of %(choices)s.",
                hours=setting.digest_hours,
                choices=choices,
            )
        )
    row, _created = QuietPolicy.objects.update_or_create(
        organisation=organisation,
        level=level,
        defaults={
            "is_covered": setting.is_covered,
            "begins": hours.begins if hours else None,
            "ends": hours.ends if hours else None,
            "digest_hours": setting.digest_hours,
            "changed_at": now,
            "changed_by": str(actor),
        },
    )
    detail = {
        "covered": setting.is_covered,
        "quiet_hours": f"{hours.begins:%H:%M}-{hours.ends:%H:%M}" if hours else "",
        "digest_hours": setting.digest_hours,
    }
    record(organisation, "quiet-policy", f"level:{level}", now=now, actor=actor, detail=detail)
    return row


def mute_of(incident: Incident, *, now: datetime) -> Mute | None:
    """Return the mute that holds `incident` at `now`; None where none does."""
    rows = Mute.objects.filter(incident=incident, until__gt=now, ended_at__isnull=True)
    return rows.order_by("-until").first()


@transaction.atomic
def mute(incident: Incident, *, until: datetime, reason: str, actor: User, now: datetime) -> Mute:
    """Let nothing of `incident` but Critical and all-clears be sent until `until` (UTC), and return the row.

    Raises PolicyImpossible without a reason, where the end is past or more than a week away, or where it is muted already.
    """
    Incident.objects.select_for_update().get(pk=incident.pk)
    if not reason.strip():
        raise PolicyImpossible(worded("Say why: people who are not told may ask."))
    if not now < until <= now + LONGEST_MUTE:
        raise PolicyImpossible(
            worded(
                "A mute ends later than now and within %(days)s days: %(time)s is not.",
                days=LONGEST_MUTE.days,
                time=clock_face(until),
            )
        )
    if standing := mute_of(incident, now=now):
        raise PolicyImpossible(
            worded(
                "%(person)s muted %(incident)s until %(time)s: end that first.",
                person=standing.by,
                incident=incident.reference,
                time=clock_face(standing.until),
            )
        )
    row = Mute.objects.create(
        organisation=incident.organisation, incident=incident, until=until, reason=reason.strip(), by=str(actor), at=now
    )  # fmt: skip
    record(
        incident.organisation, "incident-muted", f"incident:{incident.reference}", now=now, actor=actor,
        detail={"until": until.isoformat(), "reason": row.reason},
    )  # fmt: skip
    return row


@transaction.atomic
def unmute(incident: Incident, *, actor: User, now: datetime) -> None:
    """End the mute of `incident` before its time. Raises PolicyImpossible where there is none."""
    row = mute_of(incident, now=now)
    if row is None:
        raise PolicyImpossible(
            worded("%(incident)s is not muted, or not any more.", incident=incident.reference)
        )
    row.ended_at, row.ended_by = now, str(actor)
    row.save(update_fields=["ended_at", "ended_by"])
    record(
        incident.organisation, "incident-unmuted", f"incident:{incident.reference}", now=now, actor=actor,
        detail={"until": row.until.isoformat()},
    )  # fmt: skip

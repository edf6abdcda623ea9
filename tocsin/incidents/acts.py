"""What a person does to incidents by hand: merge, split, dismiss, open again, assign, snooze; each can be undone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import User
from tocsin.incidents.claims import gather
from tocsin.incidents.errors import CannotUndo, NothingToSplit, NotTogether, ReasonMissing, WrongTime
from tocsin.incidents.grouping import next_reference
from tocsin.incidents.models import Incident, IncidentAct, IncidentReport
from tocsin.incidents.situation import assess
from tocsin.recorded import Blank, recorded

#: Nothing is put away for longer.
LONGEST_SNOOZE = timedelta(days=30)
_SNOOZED = recorded("%(why)s (until %(moment)s)", moment=Blank.MOMENT)
_UNDONE = recorded("Undone: %(why)s")
_BACK = recorded("back in the inbox")
_TO_NOBODY = recorded("to nobody")


@transaction.atomic
def merge(incident: Incident, other: Incident, *, actor: User, reason: str, now: datetime) -> IncidentAct:
    """Move every report of `other` into `incident`; `other` stays, marked as merged, so that it can come back.

    Raises NotTogether for the same incident twice, two organisations', or one that is merged already.
    """
    _need(reason)
    if incident.pk == other.pk or incident.organisation_id != other.organisation_id:
        raise NotTogether(_("Choose two different incidents of one desk to merge."))
    if Incident.State.MERGED in (incident.state, other.state):
        raise NotTogether(_("One of these incidents is merged into another already; undo that first."))
    moved = [membership.report_id for membership in _present(other)]
    act = _note(
        incident,
        IncidentAct.Kind.MERGE,
        actor,
        reason,
        now,
        other=other,
        before={"reports": moved, "state": other.state},
    )
    _move(moved, other, incident, reason, now)
    other.state, other.merged_into = Incident.State.MERGED, incident
    other.save(update_fields=["state", "merged_into"])
    _refresh(incident, other, now=now)
    return act


@transaction.atomic
def split(
    incident: Incident, report_ids: Iterable[int], *, actor: User, reason: str, now: datetime
) -> Incident:
    """Move the named reports out of `incident` into a new one, and return that.

    Raises NothingToSplit where no report is named, every report is, or one is not in the incident.
    """
    _need(reason)
    chosen, present = set(report_ids), {membership.report_id for membership in _present(incident)}
    if not chosen or chosen == present or not chosen <= present:
        raise NothingToSplit(_("Choose some of this incident's reports, and leave at least one."))
    first = incident.memberships.filter(report_id__in=chosen).order_by("report__published_at").first()
    assert first is not None
    moment = first.report.published_at or first.report.received_at
    fresh = Incident.objects.create(
        organisation=incident.organisation,
        reference=next_reference(incident.organisation, moment),
        title=first.report.title,
        hazard=incident.hazard,
        phase=incident.phase,
        country=incident.country,
        first_report_at=moment,
        last_report_at=moment,
        created_at=now,
    )
    _note(
        incident, IncidentAct.Kind.SPLIT, actor, reason, now, other=fresh, before={"reports": sorted(chosen)}
    )
    _move(sorted(chosen), incident, fresh, reason, now)
    _refresh(incident, fresh, now=now)
    return fresh


@transaction.atomic
def dismiss(incident: Incident, *, actor: User, reason: str, now: datetime) -> IncidentAct:
    """Take the incident out of the inbox; its reports and their readings stay."""
    _need(reason)
    return _set_state(incident, Incident.State.DISMISSED, IncidentAct.Kind.DISMISS, actor, reason, now)


@transaction.atomic
def reopen(incident: Incident, *, actor: User, reason: str, now: datetime) -> IncidentAct:
    """Put a dismissed or closed incident back into the inbox."""
    _need(reason)
    return _set_state(incident, Incident.State.OPEN, IncidentAct.Kind.REOPEN, actor, reason, now)


@transaction.atomic
def assign(incident: Incident, to: User | None, *, actor: User, now: datetime) -> IncidentAct:
    """Give the incident to `to`, or to nobody."""
    before = {"assigned_to": incident.assigned_to_id}
    incident.assigned_to = to
    incident.save(update_fields=["assigned_to"])
    return _note(
        incident, IncidentAct.Kind.ASSIGN, actor, f"to {to}" if to else _TO_NOBODY, now, before=before
    )


@transaction.atomic
def snooze(incident: Incident, until: datetime, *, actor: User, reason: str, now: datetime) -> IncidentAct:
    """Take the incident out of the inbox until `until`, or until it develops; return the act.

    Raises ReasonMissing, and WrongTime where `until` is not within the next 30 days.
    """
    _need(reason)
    if not now < until <= now + LONGEST_SNOOZE:
        raise WrongTime(
            _("Choose a time from now on, at most 30 days ahead: what is forgotten must come back.")
        )
    before = {"snoozed_until": _written(incident.snoozed_until), "woke_because": incident.woke_because}
    incident.snoozed_until, incident.woke_because = until, ""
    incident.save(update_fields=["snoozed_until", "woke_because"])
    words = _SNOOZED % {"why": reason.strip(), "moment": f"{until:%Y-%m-%d %H:%M} UTC"}
    return _note(incident, IncidentAct.Kind.SNOOZE, actor, words, now, before=before)


@transaction.atomic
def wake(incident: Incident, *, actor: User, now: datetime) -> IncidentAct:
    """Put a snoozed incident back into the inbox now; return the act."""
    before = {"snoozed_until": _written(incident.snoozed_until), "woke_because": incident.woke_because}
    incident.snoozed_until, incident.woke_because = None, ""
    incident.save(update_fields=["snoozed_until", "woke_because"])
    return _note(incident, IncidentAct.Kind.WAKE, actor, _BACK, now, before=before)


def _written(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


@transaction.atomic
def undo(act: IncidentAct, *, actor: User, now: datetime) -> IncidentAct:
    """Take back what `act` did.

    Raises CannotUndo where that was done already, or where later acts stand on it.
    """
    act = (
        IncidentAct.objects.select_for_update(of=("self",)).select_related("incident", "other").get(pk=act.pk)
    )
    if act.undone_at is not None:
        raise CannotUndo(_("This was undone already."))
    later = IncidentAct.objects.filter(
        incident__in=[act.incident_id, act.other_id], undone_at__isnull=True, pk__gt=act.pk
    ).exclude(kind=IncidentAct.Kind.ASSIGN)
    if later.exists():
        raise CannotUndo(_("Something was done to this incident afterwards; undo that first."))
    _reverse(act, now)
    act.undone_at, act.undone_by = now, actor
    act.save(update_fields=["undone_at", "undone_by"])
    record(
        act.incident.organisation, f"undo {act.kind}", f"incident:{act.incident_id}", now=now, actor=actor,
        detail={"act": act.pk},
    )  # fmt: skip
    return act


def _reverse(act: IncidentAct, now: datetime) -> None:
    reason = _UNDONE % {"why": act.reason}
    if act.kind == IncidentAct.Kind.MERGE and act.other is not None:
        _move(act.before["reports"], act.incident, act.other, reason, now)
        act.other.state, act.other.merged_into = act.before["state"], None
        act.other.save(update_fields=["state", "merged_into"])
        _refresh(act.incident, act.other, now=now)
    elif act.kind == IncidentAct.Kind.SPLIT and act.other is not None:
        _move([m.report_id for m in _present(act.other)], act.other, act.incident, reason, now)
        act.other.state, act.other.merged_into = Incident.State.MERGED, act.incident
        act.other.save(update_fields=["state", "merged_into"])
        _refresh(act.incident, now=now)
    elif act.kind in (IncidentAct.Kind.SNOOZE, IncidentAct.Kind.WAKE):
        until = act.before["snoozed_until"]
        Incident.objects.filter(pk=act.incident_id).update(
            snoozed_until=datetime.fromisoformat(until) if until else None,
            woke_because=act.before["woke_because"],
        )
    elif act.kind == IncidentAct.Kind.ASSIGN:
        Incident.objects.filter(pk=act.incident_id).update(assigned_to_id=act.before["assigned_to"])
    else:
        Incident.objects.filter(pk=act.incident_id).update(state=act.before["state"])


def _need(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing(_("Say why, in a few words: whoever comes after you will read it."))


def _present(incident: Incident) -> list[IncidentReport]:
    return list(incident.memberships.filter(left_at__isnull=True))


def _move(report_ids: Iterable[int], source: Incident, target: Incident, reason: str, now: datetime) -> None:
    for membership in source.memberships.filter(report_id__in=list(report_ids), left_at__isnull=True):
        membership.left_at = now
        membership.save(update_fields=["left_at"])
        IncidentReport.objects.create(
            incident=target,
            report_id=membership.report_id,
            verdict=IncidentReport.Verdict.BY_HAND,
            reason=reason,
            evidence={"rule": "by hand", "from": source.reference},
            copy_of_id=membership.copy_of_id,
            joined_at=now,
        )


def _refresh(*incidents: Incident, now: datetime) -> None:
    for incident in incidents:
        gather(incident, now=now)
        assess(incident, now=now)


def _set_state(
    incident: Incident, state: Any, kind: Any, actor: User, reason: str, now: datetime
) -> IncidentAct:
    before = {"state": incident.state}
    incident.state = state
    incident.save(update_fields=["state"])
    return _note(incident, kind, actor, reason, now, before=before)


def _note(
    incident: Incident,
    kind: Any,
    actor: User,
    reason: str,
    now: datetime,
    *,
    other: Incident | None = None,
    before: dict[str, object] | None = None,
) -> IncidentAct:
    detail = {"reason": reason, "other": other.reference if other else ""}
    record(
        incident.organisation,
        f"{kind} incident",
        f"incident:{incident.pk}",
        now=now,
        actor=actor,
        detail=detail,
    )
    return IncidentAct.objects.create(
        incident=incident, other=other, kind=kind, reason=reason, before=before or {}, actor=actor, at=now
    )

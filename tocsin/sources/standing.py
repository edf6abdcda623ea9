"""What CAP Updates and Cancels do to the reports they name, in whatever order they arrive."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tocsin.sources.decide import ActingMessage, Standing, StandingDecision, is_meant, standing_after
from tocsin.sources.models import ActedOn, Report
from tocsin.sources.wording import identity

Name = tuple[str, str, datetime]


def settle(report: Report, references: Iterable[Name]) -> None:
    """Keep what a CAP report acts on, and bring every report concerned to where it stands now.

    Only messages of the same source act on each other: anybody can write another's sender into a message.
    Runs in the caller's transaction, which holds the source's row.
    """
    acts = [
        ActedOn(report=report, sender=identity(sender, 300), identifier=identity(identifier, 300), sent=sent)
        for sender, identifier, sent in references
    ]
    ActedOn.objects.bulk_create(acts)
    names = {(report.cap_sender, report.cap_identifier), *((act.sender, act.identifier) for act in acts)}
    for sender, identifier in sorted(names):
        _settle_name(report.source_id, sender, identifier)
    report.refresh_from_db(fields=["standing", "superseded_by", "standing_reason"])


def _settle_name(source_id: int, sender: str, identifier: str) -> None:
    targets = Report.objects.filter(
        source_id=source_id, cap_sender=sender, cap_identifier=identifier
    ).select_related("superseded_by")
    acts = ActedOn.objects.filter(
        report__source_id=source_id, sender=sender, identifier=identifier
    ).select_related("report")
    times = {target.cap_sent for target in targets}
    for target in targets:
        meant = [
            ActingMessage(act.report_id, act.report.cap_message_type == "Cancel", act.report.cap_sent)
            for act in acts
            if act.report_id != target.pk
            and act.report.external_id != target.external_id
            and is_meant(
                target.cap_sender,
                target.cap_identifier,
                target.cap_sent,
                named=(act.sender, act.identifier, act.sent),
                has_exact=act.sent in times,
            )
        ]
        _apply(target, standing_after(meant))


def _apply(target: Report, decision: StandingDecision) -> None:
    if target.standing == Report.Standing.WITHDRAWN:
        return
    was_edited = target.superseded_by is not None and target.superseded_by.external_id == target.external_id
    if was_edited and decision.standing is not Standing.CANCELLED:
        return
    after = (decision.standing.value, decision.by)
    if (target.standing, target.superseded_by_id) == after:
        return
    target.standing, target.superseded_by_id = after
    target.standing_reason = decision.reason if decision.by is not None else ""
    target.save(update_fields=["standing", "superseded_by", "standing_reason"])

"""The audit log: append-only, chained by hash, verifiable."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from tocsin.accounts.errors import AuditBroken
from tocsin.accounts.models import AuditEntry, AuditHead, Organisation, User
from tocsin.wording import worded

#: What acts of the system itself are recorded under.
SYSTEM = "Tocsin"

#: The head that `written_together` holds, if any.
_TOGETHER: ContextVar[AuditHead | None] = ContextVar("audit_head", default=None)


def entry_hash(
    *,
    previous: str,
    sequence: int,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    detail: Mapping[str, Any],
) -> str:
    """Return the SHA-256 (hexadecimal) over an entry's canonical JSON and the hash of the entry before it."""
    body = {
        "previous": previous,
        "sequence": sequence,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": detail,
    }
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def record(
    organisation: Organisation,
    action: str,
    subject: str,
    *,
    now: datetime,
    actor: User | str = SYSTEM,
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Add one entry in the caller's transaction and return it; `subject` is 'kind:identity', as 'draft:12'."""
    held = _held_head(organisation)
    head = held or _locked_head(organisation)
    body = json.loads(json.dumps(dict(detail or {})))
    entry = AuditEntry(
        organisation=organisation,
        sequence=head.sequence + 1,
        at=now,
        actor=str(actor),
        action=action,
        subject=subject,
        detail=body,
        previous_hash=head.hash,
    )
    entry.hash = entry_hash(
        previous=head.hash,
        sequence=entry.sequence,
        at=now,
        actor=entry.actor,
        action=action,
        subject=subject,
        detail=body,
    )
    entry.save(force_insert=True)
    head.sequence, head.hash = entry.sequence, entry.hash
    if held is None:
        head.save(update_fields=["sequence", "hash"])
    return entry


@contextmanager
def written_together(organisation: Organisation) -> Iterator[None]:
    """Write the head of the chain once for all entries of `organisation` in this block, in one transaction.

    For acts of thousands of entries: to read a row that the same transaction wrote a thousand times costs PostgreSQL a
    thousand steps. An exception must leave the block, and undo all of it.
    """
    if _held_head(organisation) is not None:
        yield
        return
    with transaction.atomic():
        head = _locked_head(organisation)
        token = _TOGETHER.set(head)
        try:
            yield
        finally:
            _TOGETHER.reset(token)
        head.save(update_fields=["sequence", "hash"])


def _held_head(organisation: Organisation) -> AuditHead | None:
    head = _TOGETHER.get()
    return head if head is not None and head.organisation_id == organisation.pk else None


def _locked_head(organisation: Organisation) -> AuditHead:
    AuditHead.objects.get_or_create(organisation=organisation)
    return AuditHead.objects.select_for_update().get(organisation=organisation)


def verify(organisation: Organisation) -> int:
    """Return how many entries the chain has, each checked against the one before.

    Raises AuditBroken at the first entry that was changed, removed or put in between.
    """
    previous, count = "", 0
    for entry in AuditEntry.objects.filter(organisation=organisation).order_by("sequence").iterator():
        count += 1
        expected = entry_hash(
            previous=previous,
            sequence=count,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            subject=entry.subject,
            detail=entry.detail,
        )
        if entry.sequence != count or entry.hash != expected:
            raise AuditBroken(
                worded(
                    "The audit log of %(organisation)s does not verify at entry %(entry)s: it was changed outside Tocsin, or an entry before it is gone. Compare with a backup from before that entry's time.",
                    organisation=organisation,
                    entry=count,
                )
            )
        previous = entry.hash
    head = AuditHead.objects.filter(organisation=organisation).first()
    if head is None and count:
        raise AuditBroken(
            worded(
                "The audit log of %(organisation)s has %(found)s entries and no end that they lead to: it was changed outside Tocsin, and the last ones may be gone. Compare with a backup.",
                organisation=organisation,
                found=count,
            )
        )
    if head is not None and (head.sequence, head.hash) != (count, previous):
        raise AuditBroken(
            worded(
                "The audit log of %(organisation)s should have %(expected)s entries and has %(found)s: the last ones are gone, or others stand in their place. Compare with a backup.",
                organisation=organisation,
                expected=head.sequence,
                found=count,
            )
        )
    return count

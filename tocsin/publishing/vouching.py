"""Whether a rule's certificate vouches for reports: each signature is verified once and the word on it kept by its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tocsin.alerts.content import report_number, text_of
from tocsin.alerts.models import Draft, StandingRule
from tocsin.cap import verify
from tocsin.sources.models import Report

#: Verifying takes milliseconds, and an incident may have hundreds of messages: so many words are kept by a process.
_MOST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class Word:
    """What verification said of one message."""

    is_trusted: bool
    reason: str


_Key = tuple[str, str, datetime]
_kept: dict[_Key, Word] = {}


def word_on(report: Report, rule: StandingRule) -> Word:
    """Return what verification says of the report's bytes under the rule's certificate, at the time of their receipt."""
    raw = bytes(report.raw)
    key = (hashlib.sha256(raw).hexdigest(), rule.fingerprint, report.received_at)
    if key not in _kept:
        found = verify(raw, [rule.certificate.encode()], at=report.received_at)
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = Word(found.trusted, found.reason)
    return _kept[key]


def not_vouched_for(reports: Iterable[Report], rule: StandingRule) -> list[str]:
    """Return the sources of those of `reports` that the rule's source, sender and certificate do not all vouch for."""
    return [report.source.name for report in reports if not _vouches(rule, report)]


def cited_by(draft: Draft) -> list[Report]:
    """Return every report that the draft's text cites or names as a source."""
    text = text_of(draft.content)
    told = [one for part in ("summary", "event", "context") for one in text.sentences(part)]
    references = [reference for one in told for reference in one.citations]
    references += [source.reference for source in text.sources]
    numbers = {number for reference in references if (number := report_number(reference)) is not None}
    numbers |= set(draft.citations.values_list("report_id", flat=True))
    return list(Report.objects.filter(pk__in=numbers).select_related("source").order_by("pk"))


def _vouches(rule: StandingRule, report: Report) -> bool:
    if report.source_id != rule.source_id or report.cap_sender != rule.sender:
        return False
    return word_on(report, rule).is_trusted

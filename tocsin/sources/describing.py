"""An item as a report: what is said of it in the columns, what was read in it, how credible it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tocsin.grading import Reliability, credibility_of
from tocsin.reading import Reading, ReadingError, read
from tocsin.sources.decide import permission
from tocsin.sources.errors import said
from tocsin.sources.items import CapFacts, Item
from tocsin.sources.models import Report, Source
from tocsin.sources.wording import identity, storable

_CAP_SAYS = "The CAP message says so."


def described(source: Source, item: Item, content_hash: str, now: datetime) -> Report:
    """Return an item as a report that is not saved yet, with its reading and its credibility.

    An item that the reading room refuses becomes a broken report with that room's error.
    """
    report = Report(
        organisation_id=source.organisation_id,
        source=source,
        external_id=item.external_id,
        content_hash=content_hash,
        received_at=now,
        published_at=item.published_at,
        url=storable(item.url)[:2000],
        content_type=item.content_type[:100],
        raw=item.raw,
        state=Report.State.BROKEN if item.is_broken else Report.State.READ,
        error=storable(item.error),
        title=storable(item.title),
        text=storable(item.text),
        language=(item.language or source.language)[:10],
        credibility=credibility_of(Reliability.from_letter(source.grade)).credibility.value,
        area=item.area,
        onset=item.onset,
        expires=item.expires,
        filed_by=item.filed_by[:200],
    )
    if item.cap is not None:
        _say_cap(report, item.cap)
    if report.state == Report.State.READ:
        _read(report, item, now)
    allowed = permission(
        cap_may_alert=item.cap.may_alert if item.cap else None,
        cap_reason=item.cap.reason if item.cap else "",
        expires=item.expires,
        now=now,
        is_broken=report.state == Report.State.BROKEN,
    )
    report.may_alert, report.may_alert_reason = allowed.may_alert, allowed.reason[:300]
    return report


def _say_cap(report: Report, cap: CapFacts) -> None:
    report.cap_identifier = identity(cap.identifier, 300)
    report.cap_sender = identity(cap.sender, 300)
    report.cap_sent = cap.sent
    report.cap_status = cap.status[:10]
    report.cap_message_type = cap.message_type[:10]
    report.cap = dict(cap.detail)


def _read(report: Report, item: Item, now: datetime) -> None:
    source = report.source
    body = report.text.removeprefix(report.title).strip()
    title = report.title if body else ""
    try:
        reading = read(
            body or report.title,
            published=item.published_at or now,
            title=title or None,
            language=report.language or None,
            country=source.country or None,
        )
    except ReadingError as error:
        report.state = Report.State.BROKEN
        report.error = "\n".join(part for part in (report.error, said(error)) if part)
        return
    report.reading = _storable_json(reading.to_json())
    if item.cap is not None:
        _let_cap_decide(report, item.cap)
    _take_from_reading(report, reading)


def _take_from_reading(report: Report, reading: Reading) -> None:
    """Fill what the item itself does not say with what its text does: a bulletin carries its own title and time."""
    if not report.title:
        first_line = next((line.strip() for line in report.text.splitlines() if line.strip()), "")
        report.title = storable(reading.title or first_line[:200])
    if not report.language:
        report.language = reading.language[:10]
    if report.source.kind in (Source.Kind.FOLDER, Source.Kind.PAGE) and not report.cap_identifier:
        report.published_at = reading.published


def _let_cap_decide(report: Report, cap: CapFacts) -> None:
    """Put CAP's own severity, certainty and urgency over those guessed from its words."""
    for name, word in (("severity", cap.severity), ("certainty", cap.certainty), ("urgency", cap.urgency)):
        if word and word != "Unknown":
            report.reading[name] = {"value": word, "reason": _CAP_SAYS}


def _storable_json(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_storable_json(one) for one in value]
    if isinstance(value, dict):
        return {name: _storable_json(one) for name, one in value.items()}
    return value

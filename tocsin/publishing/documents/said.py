"""What an alert says, in the form that a message to partners carries: the same before it is written and after it is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from tocsin.alerts.models import Edition
from tocsin.cap import CapArea, Reference, parse_time, read_area, write_area
from tocsin.geo import Area
from tocsin.grading import AlertText, Level
from tocsin.publishing.addresses import alert_address
from tocsin.publishing.documents.plain import one_line, visible

#: The parts of the text, in the order in which they are printed.
PARTS = ("summary", "event", "context", "what-changed", "correction", "reason")


@dataclass(frozen=True, slots=True)
class SourceSaid:
    """One source that the alert stands on: its name, its Admiralty grade A to F or '', and an http(s) address or ''."""

    name: str
    grade: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class AlertSaid:
    """An alert as CAP can say it.

    `parts` are (name, text) of those of `PARTS` that say something; `acts` the advice, most urgent first, a line each.
    `area` is what CAP covers: holes are filled and margins are drawn, so it may be larger than the edition's, never
    smaller. Times are UTC in whole seconds. `references` are the editions before this one.
    """

    identifier: str
    sender: str
    sent: datetime
    message_type: str
    references: tuple[Reference, ...]
    organisation: str
    address: str
    language: str
    level: Level
    hazard: str
    country: str
    place: str
    title: str
    parts: tuple[tuple[str, str], ...]
    acts: tuple[str, ...]
    sources: tuple[SourceSaid, ...]
    severity: str
    certainty: str
    urgency: str
    onset: datetime
    expires: datetime
    developing: bool
    area: Area
    content_hash: str
    #: A canary: nobody is to act on it (CAP 1.2, 3.2.1, status Test).
    is_test: bool = False
    #: The area as CAP writes it, where it reads it back without a remark.
    written: CapArea | None = field(default=None, repr=False, compare=False)


def said_by(edition: Edition, text: AlertText) -> AlertSaid:
    """Return what `edition`, whose text is `text`, says."""
    area, as_written = _area(text)
    words = {part: text.paragraph(part) for part in ("summary", "event", "context")}
    words |= {"what-changed": text.what_changed, "correction": text.correction, "reason": text.cancel_reason}
    return AlertSaid(
        identifier=edition.identifier,
        sender=edition.sender,
        sent=edition.sent,
        message_type=edition.message_type,
        references=tuple(_reference(triple) for triple in edition.references.split()),
        organisation=one_line(edition.alert.organisation.name),
        address=alert_address(edition.alert),
        language=text.language,
        level=text.level,
        hazard=edition.hazard,
        country=one_line(text.country),
        place=one_line(text.place),
        title=one_line(text.title),
        parts=tuple((name, said) for name in PARTS if (said := visible(words[name]).strip())),
        acts=acts_of(text),
        sources=tuple(
            SourceSaid(
                one_line(source.name),
                source.reliability.value if source.reliability else "",
                web_address(source.url),
            )
            for source in text.sources
        ),
        severity=edition.severity,
        certainty=edition.certainty,
        urgency=edition.urgency,
        onset=edition.onset.replace(microsecond=0),
        expires=edition.expires.replace(microsecond=0),
        developing=text.developing,
        area=area,
        written=as_written,
        content_hash=edition.content_hash,
        is_test=edition.alert.organisation.is_canary,
    )


def acts_of(text: AlertText) -> tuple[str, ...]:
    """Return the advice as lines, the most urgent act first."""
    acts = (one_line(act.text) for act in sorted(text.advice, key=lambda act: act.order))
    return tuple(act for act in acts if act)


def web_address(url: str) -> str:
    """Return `url` where it is a plain http or https address that may be linked to; '' for anything else."""
    plain = url.strip()
    if visible(plain) != plain or any(character.isspace() for character in plain):
        return ""
    return plain if plain.lower().startswith(("http://", "https://")) else ""


def _reference(triple: str) -> Reference:
    sender, identifier, sent = triple.split(",")
    return Reference(sender, identifier, parse_time(sent))


def _area(text: AlertText) -> tuple[Area, CapArea | None]:
    area = text.area or Area()
    named = replace(area, description=one_line(area.description or text.where))
    as_written = write_area(named).area
    read = read_area(as_written)
    return read.area, None if read.findings else as_written

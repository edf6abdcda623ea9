"""An edition as CAP 1.2, and back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tocsin.alerts.editions import Form
from tocsin.alerts.models import Edition
from tocsin.cap import (
    CapArea,
    Category,
    Certainty,
    FindingSeverity,
    Info,
    Message,
    MsgType,
    NamedValue,
    Reference,
    ResponseType,
    Scope,
    Severity,
    SigningError,
    Status,
    Urgency,
    check,
    parse_time,
    sign,
    to_xml,
)
from tocsin.geo import Area
from tocsin.grading import AlertText, Level
from tocsin.publishing.addresses import alert_address
from tocsin.publishing.errors import DocumentInvalid, SignatureMissing
from tocsin.reading import hazard

MEDIA_TYPE = "application/cap+xml"
#: Our own parameters (CAP 1.2, 3.2.2, parameter), each under this name and a colon.
PREFIX = "tocsin"
#: What a level asks of its reader, in CAP's words.
_RESPONSE = {
    Level.NOTICE: ResponseType.MONITOR,
    Level.ADVISORY: ResponseType.PREPARE,
    Level.WARNING: ResponseType.AVOID,
    Level.CRITICAL: ResponseType.SHELTER,
}
_PARTS = ("summary", "event", "context")
_PART = re.compile(r"^(SUMMARY|EVENT|CONTEXT|WHAT CHANGED|REASON)\n", re.MULTILINE)


def cap_document(edition: Edition, text: AlertText) -> Form:
    """Return the edition as CAP 1.2, signed where a key is set.

    Raises DocumentInvalid where a rule of the standard is broken, and SignatureMissing where a signature is due
    and cannot be made: an unsigned alert never leaves a house that promised signatures.
    """
    message = message_of(edition, text)
    broken = [finding for finding in check(message) if finding.severity is FindingSeverity.ERROR]
    if broken:
        raise DocumentInvalid(
            f"The CAP message of {edition.identifier} breaks a rule: {broken[0].rule}, {broken[0].where}: "
            f"{broken[0].sentence} Nothing was published; change that part of the draft."
        )
    return Form("cap", MEDIA_TYPE, _signed(to_xml(message)))


def message_of(edition: Edition, text: AlertText) -> Message:
    """Return the CAP message that says what the edition says."""
    return Message(
        identifier=edition.identifier,
        sender=edition.sender,
        sent=edition.sent,
        status=Status.ACTUAL,
        msg_type=MsgType(edition.message_type),
        scope=Scope.PUBLIC,
        references=tuple(_reference(triple) for triple in edition.references.split()),
        infos=(_info(edition, text),),
    )


def _reference(triple: str) -> Reference:
    sender, identifier, sent = triple.split(",")
    return Reference(sender, identifier, parse_time(sent))


def _info(edition: Edition, text: AlertText) -> Info:
    kind = hazard(edition.hazard)
    cancelled = edition.message_type == "Cancel"
    return Info(
        language=text.language,
        categories=(Category(kind.cap_category),),
        event=kind.name,
        response_types=(ResponseType.ALL_CLEAR if cancelled else _RESPONSE[text.level],),
        urgency=Urgency(edition.urgency),
        severity=Severity(edition.severity),
        certainty=Certainty(edition.certainty),
        event_codes=(NamedValue("OET:v1.2", kind.oasis_event_code),) if kind.oasis_event_code else (),
        effective=edition.sent,
        onset=edition.onset,
        expires=edition.expires,
        sender_name=edition.alert.organisation.name,
        headline=text.title,
        description=_description(text),
        instruction="\n".join(f"{number}. {act.text}" for number, act in enumerate(text.advice, 1)),
        web=alert_address(edition.alert),
        parameters=(
            NamedValue(f"{PREFIX}:level", text.level.word),
            NamedValue(f"{PREFIX}:hazard", edition.hazard),
            NamedValue(f"{PREFIX}:country", text.country),
            NamedValue(f"{PREFIX}:place", text.place or text.country),
            NamedValue(f"{PREFIX}:content", edition.content_hash),
        ),
        areas=(CapArea.from_area(_named(text.area or Area(), text)),),
    )


def _named(area: Area, text: AlertText) -> Area:
    return area if area.description else replace(area, description=text.where)


def _description(text: AlertText) -> str:
    parts = [(part.upper(), text.paragraph(part)) for part in _PARTS]
    parts += [("WHAT CHANGED", text.what_changed), ("REASON", text.cancel_reason)]
    return "\n\n".join(f"{name}\n{words.strip()}" for name, words in parts if words.strip())


def _signed(data: bytes) -> bytes:
    key, certificate = settings.TOCSIN_SIGNING_KEY, settings.TOCSIN_SIGNING_CERTIFICATE
    if not (key and certificate):
        if settings.TOCSIN_SIGNATURE_DUE:
            raise SignatureMissing(
                "A signature is due (TOCSIN_SIGNATURE_DUE) and no key is set. Name TOCSIN_SIGNING_KEY and "
                "TOCSIN_SIGNING_CERTIFICATE. Nothing was published."
            )
        return data
    try:
        return sign(data, Path(key).read_bytes(), Path(certificate).read_bytes())
    except (OSError, SigningError) as error:
        raise SignatureMissing(f"The alert could not be signed: {error} Nothing was published.") from error


@dataclass(frozen=True, slots=True)
class AlertRead:
    """An alert as our own CAP says it: what a partner's Tocsin gets back from it."""

    identifier: str
    message_type: str
    level: Level
    hazard: str
    country: str
    place: str
    title: str
    parts: dict[str, str]
    acts: tuple[str, ...]
    severity: str
    certainty: str
    urgency: str
    onset: datetime | None
    expires: datetime | None
    area: Area
    content_hash: str


def read_back(message: Message) -> AlertRead:
    """Return the alert that a message made by :func:`message_of` says."""
    info = message.infos[0]
    ours = {
        name.removeprefix(f"{PREFIX}:"): value for name, value in info.parameters if name.startswith(PREFIX)
    }
    pieces = _PART.split(info.description)[1:]
    parts = {name.lower(): words.strip() for name, words in zip(pieces[::2], pieces[1::2], strict=True)}
    return AlertRead(
        identifier=message.identifier,
        message_type=message.msg_type.value,
        level=Level.from_word(ours["level"]),
        hazard=ours["hazard"],
        country=ours["country"],
        place=ours["place"],
        title=info.headline,
        parts=parts,
        acts=tuple(re.sub(r"^\d+\. ", "", line) for line in info.instruction.splitlines() if line),
        severity=info.severity.value,
        certainty=info.certainty.value,
        urgency=info.urgency.value,
        onset=info.onset,
        expires=info.expires,
        area=info.areas[0].to_area(),
        content_hash=ours["content"],
    )

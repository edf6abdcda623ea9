"""An edition as CAP 1.2, and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext, gettext_noop

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
    ResponseType,
    Scope,
    Severity,
    SigningError,
    Status,
    Urgency,
    check,
    check_profiles,
    sign,
    to_xml,
)
from tocsin.grading import AlertText, Level
from tocsin.publishing.documents.said import AlertSaid, SourceSaid, said_by
from tocsin.publishing.errors import DocumentInvalid, NotOurs, SignatureMissing
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
#: What a message says it keeps to, by profile.
_CODES = {
    "ipaws": "IPAWSv1.0",
    "cap-cp": "profile:CAP-CP:0.4",
    "cap-au": "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0",
}
#: What stands over each part in the description; the summary opens it without a heading.
_HEADINGS = {
    "event": gettext_noop("Event"),
    "context": gettext_noop("Context"),
    "what-changed": gettext_noop("What changed"),
    "correction": gettext_noop("Correction"),
    "reason": gettext_noop("All-clear, because"),
}
#: Findings that are no errors by the standard and still stop a message of ours.
_REFUSED = frozenset({"text-markup", "text-invisible", "language-code", "area-without-place"})


def cap_document(edition: Edition, text: AlertText) -> Form:
    """Return the edition as CAP 1.2, signed where a key is set.

    Raises DocumentInvalid where a rule of the standard is broken, and SignatureMissing where a signature is due
    and cannot be made: an unsigned alert never leaves a house that promised signatures.
    """
    message = message_of(*(said_by(edition, one) for one in text.all_languages))
    for finding in (*check(message), *check_profiles(message, settings.TOCSIN_CAP_PROFILES)):
        if finding.severity is FindingSeverity.ERROR or finding.rule in _REFUSED:
            raise DocumentInvalid(
                f"The CAP message of {edition.identifier} breaks a rule: {finding.rule}, {finding.where}: "
                f"{finding.sentence} Nothing was published; change that part of the draft."
            )
    return Form("cap", MEDIA_TYPE, _signed(to_xml(message)))


def message_of(said: AlertSaid, *others: AlertSaid) -> Message:
    """Return the CAP message that says what the alert says; `others` are the same in further languages, an info block each."""
    return Message(
        identifier=said.identifier,
        sender=said.sender,
        sent=said.sent,
        status=Status.TEST if said.is_test else Status.ACTUAL,
        msg_type=MsgType(said.message_type),
        scope=Scope.PUBLIC,
        codes=tuple(_CODES[name] for name in settings.TOCSIN_CAP_PROFILES if name in _CODES),
        references=said.references,
        infos=(_info(said), *(_info_in_its_language(other) for other in others)),
    )


def _info_in_its_language(said: AlertSaid) -> Info:
    with translation.override(said.language):
        return replace(_info(said), event=gettext(hazard(said.hazard).name))


def _info(said: AlertSaid) -> Info:
    kind = hazard(said.hazard)
    cancelled = said.message_type == MsgType.CANCEL.value
    description, places = _description(said)
    return Info(
        language=said.language,
        categories=(Category(kind.cap_category),),
        event=kind.name,
        response_types=(ResponseType.ALL_CLEAR if cancelled else _RESPONSE[said.level],),
        urgency=Urgency(said.urgency),
        severity=Severity(said.severity),
        certainty=Certainty(said.certainty),
        event_codes=(NamedValue("OET:v1.2", kind.oasis_event_code),) if kind.oasis_event_code else (),
        effective=said.sent,
        onset=said.onset,
        expires=said.expires,
        sender_name=said.organisation,
        headline=said.title,
        description=description,
        instruction="\n".join(f"{number}. {act}" for number, act in enumerate(said.acts, 1)),
        web=said.address,
        parameters=_parameters(said, places),
        areas=(said.written or CapArea.from_area(said.area),),
    )


def _description(said: AlertSaid) -> tuple[str, str]:
    """Return the parts as one text with headings, and where in it each part stands: 'summary 0 130, event 139 70'.

    Counted in characters from 0, start and length: no word of a text can be taken for a heading.
    """
    description, places = "", []
    for name, words in said.parts:
        if description:
            description += "\n\n"
        if name in _HEADINGS:
            description += gettext(_HEADINGS[name]) + "\n"
        places.append(f"{name} {len(description)} {len(words)}")
        description += words
    return description, ", ".join(places)


def _parameters(said: AlertSaid, places: str) -> tuple[NamedValue, ...]:
    values = [
        ("level", said.level.word),
        ("hazard", said.hazard),
        ("country", said.country),
        ("place", said.place),
        ("parts", places),
        ("developing", "yes" if said.developing else ""),
        ("content", said.content_hash),
        *(
            ("source", f"{source.grade or '-'} {source.url or '-'} {source.name}".strip())
            for source in said.sources
        ),
    ]
    return tuple(NamedValue(f"{PREFIX}:{name}", value) for name, value in values if value)


def _signed(data: bytes) -> bytes:
    key, certificate = settings.TOCSIN_SIGNING_KEY, settings.TOCSIN_SIGNING_CERTIFICATE
    if not (key and certificate):
        if settings.TOCSIN_SIGNATURE_DUE or key or certificate:
            raise SignatureMissing(
                "The alert must be signed, and its key is not there. Name both TOCSIN_SIGNING_KEY and "
                "TOCSIN_SIGNING_CERTIFICATE. Nothing was published."
            )
        return data
    try:
        return sign(data, Path(key).read_bytes(), Path(certificate).read_bytes())
    except (OSError, SigningError) as error:
        raise SignatureMissing(f"The alert could not be signed: {error} Nothing was published.") from error


def read_back(message: Message) -> AlertSaid:
    """Return the alert that a message made by :func:`message_of` says. Raises NotOurs for any other message."""
    try:
        info = message.infos[0]
        values: dict[str, list[str]] = {}
        for name, value in info.parameters:
            if name.startswith(f"{PREFIX}:"):
                values.setdefault(name.removeprefix(f"{PREFIX}:"), []).append(value)
        ours = {name: found[0] for name, found in values.items()}
        return AlertSaid(
            identifier=message.identifier,
            sender=message.sender,
            sent=message.sent,
            message_type=message.msg_type.value,
            references=message.references,
            organisation=info.sender_name,
            address=info.web,
            language=info.language,
            level=Level.from_word(ours["level"]),
            hazard=ours["hazard"],
            country=ours.get("country", ""),
            place=ours.get("place", ""),
            title=info.headline,
            parts=_parts(info.description, ours.get("parts", "")),
            acts=_acts(info.instruction),
            sources=tuple(_source(value) for value in values.get("source", ())),
            severity=info.severity.value,
            certainty=info.certainty.value,
            urgency=info.urgency.value,
            onset=_given(info.onset),
            expires=_given(info.expires),
            developing="developing" in ours,
            area=info.areas[0].to_area(),
            content_hash=ours["content"],
        )
    except (LookupError, ValueError) as error:
        raise NotOurs(
            f"Message {message.identifier} is not one that Tocsin wrote ({error}). Read it as any foreign CAP message."
        ) from error


def _given(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("a time is missing")
    return moment


def _parts(description: str, places: str) -> tuple[tuple[str, str], ...]:
    parts = []
    for place in filter(None, places.split(", ")):
        name, start, length = place.split(" ")
        parts.append((name, description[int(start) : int(start) + int(length)]))
    return tuple(parts)


def _acts(instruction: str) -> tuple[str, ...]:
    lines = instruction.split("\n") if instruction else []
    return tuple(line.removeprefix(f"{number}. ") for number, line in enumerate(lines, 1))


def _source(value: str) -> SourceSaid:
    grade, url, *name = value.split(" ", 2)
    return SourceSaid("".join(name), grade.replace("-", ""), "" if url == "-" else url)

"""CAP messages as items: what a message says, where, from when until when, and what it acts on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from tocsin.cap import CapError, Info, Message, actionable, check, parse
from tocsin.geo import Area
from tocsin.sources.errors import said
from tocsin.sources.items import CapFacts, Item
from tocsin.sources.wording import digest, identity, storable

CAP_MEDIA_TYPE = "application/cap+xml"
#: CAP's words from the gravest down (CAP 1.2, section 3.2.2).
_GRAVEST = {
    "severity": ("Extreme", "Severe", "Moderate", "Minor", "Unknown"),
    "certainty": ("Observed", "Likely", "Possible", "Unlikely", "Unknown"),
    "urgency": ("Immediate", "Expected", "Future", "Past", "Unknown"),
}
_MOST_FINDINGS = 5


def item_of(data: bytes, *, url: str = "", language: str = "") -> Item:
    """Return the item of one CAP message; bytes that are none become a broken item with CAP's named error."""
    try:
        message = parse(data)
    except CapError as error:
        return broken(error, data, url=url)
    infos = preferred(message.infos, language)
    onsets = [info.onset or info.effective or message.sent for info in infos]
    expiries = [info.expires for info in infos if info.expires]
    return Item(
        external_id=identity(str(message.reference)),
        raw=data,
        wording=_wording(message),
        content_type=CAP_MEDIA_TYPE,
        title=storable(_title(message, infos)),
        text=storable(_text(message, infos)),
        url=url or next((info.web for info in infos if info.web.startswith("http")), "")[:2000],
        language=infos[0].language[:10] if infos else "",
        published_at=message.sent,
        updated_at=message.sent,
        onset=min(onsets, default=None),
        expires=max(expiries, default=None),
        area=_area(infos),
        cap=_facts(message, infos),
        error="\n".join(_findings(message)),
    )


def broken(error: CapError, data: bytes, *, url: str = "", external_id: str = "") -> Item:
    """Return the broken item for bytes that are no CAP message; its identity is its address or its digest."""
    return Item(
        external_id=identity(external_id or url or f"unreadable:{digest(data)}"),
        raw=data,
        wording=data or said(error).encode(),
        content_type=CAP_MEDIA_TYPE,
        url=url,
        is_broken=True,
        error=storable(said(error)),
    )


def preferred(infos: tuple[Info, ...], language: str = "") -> tuple[Info, ...]:
    """Return the info blocks in one language: the one asked for, else English, else that of the first block."""
    for wanted in (language, "en", infos[0].language if infos else ""):
        short = wanted.lower().partition("-")[0]
        chosen = tuple(info for info in infos if short and info.language.lower().partition("-")[0] == short)
        if chosen:
            return chosen
    return ()


def _title(message: Message, infos: tuple[Info, ...]) -> str:
    for info in infos:
        if info.headline or info.event:
            return info.headline or info.event
    names = ", ".join(reference.identifier for reference in message.references)
    return f"{message.msg_type} of {names}" if names else f"{message.msg_type} {message.identifier}"


def _text(message: Message, infos: tuple[Info, ...]) -> str:
    parts = [part for info in infos for part in (info.headline, info.description, info.instruction)]
    if not any(parts):
        parts = [info.event for info in infos]
    areas = [area.description for info in infos for area in info.areas]
    places = "; ".join(dict.fromkeys(name for name in areas if name))
    said = dict.fromkeys(part for part in (*parts, message.note, places) if part)
    return "\n\n".join(said) or _title(message, infos)


def _area(infos: Iterable[Info]) -> dict[str, Any] | None:
    areas = [area.to_area() for info in infos for area in info.areas]
    if not areas:
        return None
    return Area(
        description=storable(
            "; ".join(dict.fromkeys(area.description for area in areas if area.description))
        ),
        circles=tuple(dict.fromkeys(circle for area in areas for circle in area.circles)),
        polygons=tuple(dict.fromkeys(polygon for area in areas for polygon in area.polygons)),
        countries=tuple(dict.fromkeys(code for area in areas for code in area.countries)),
        geocodes=tuple(dict.fromkeys(code for area in areas for code in area.geocodes)),
    ).to_geojson()


def _gravest(infos: tuple[Info, ...], name: str) -> str:
    words = {str(getattr(info, name)) for info in infos}
    return next((word for word in _GRAVEST[name] if word in words), "")


def _facts(message: Message, infos: tuple[Info, ...]) -> CapFacts:
    decision = actionable(message)
    return CapFacts(
        identifier=storable(message.identifier),
        sender=storable(message.sender),
        sent=message.sent,
        status=str(message.status),
        message_type=str(message.msg_type),
        may_alert=decision.may_alert,
        reason=f"{decision.rule}: {decision.reason}",
        references=tuple((each.sender, each.identifier, each.sent) for each in decision.acts_on),
        severity=_gravest(infos, "severity"),
        certainty=_gravest(infos, "certainty"),
        urgency=_gravest(infos, "urgency"),
        detail=_detail(message, infos),
    )


def _detail(message: Message, infos: tuple[Info, ...]) -> dict[str, Any]:
    detail = {
        "version": message.version,
        "scope": str(message.scope),
        "note": message.note,
        "source": message.source,
        "references": [str(reference) for reference in message.references],
        "incidents": list(message.incidents),
        "languages": list(dict.fromkeys(info.language for info in message.infos)),
        "infos": [
            {
                "event": info.event,
                "categories": [str(category) for category in info.categories],
                "event_codes": [list(code) for code in info.event_codes],
                "response_types": [str(response) for response in info.response_types],
                "severity": str(info.severity),
                "certainty": str(info.certainty),
                "urgency": str(info.urgency),
                "sender_name": info.sender_name,
                "instruction": info.instruction,
                "web": info.web,
                "onset": _time(info.onset or info.effective),
                "expires": _time(info.expires),
            }
            for info in infos
        ],
    }
    return dict(json.loads(storable(json.dumps(detail, ensure_ascii=False)).replace("\\u0000", "�")))


def _time(moment: datetime | None) -> str:
    return moment.isoformat().replace("+00:00", "Z") if moment else ""


def _findings(message: Message) -> Iterable[str]:
    found = [each for each in check(message) if each.severity == "error"]
    for each in found[:_MOST_FINDINGS]:
        yield storable(f"{each.rule}: {each.sentence}")
    if len(found) > _MOST_FINDINGS:
        yield f"more: {len(found) - _MOST_FINDINGS} more departures from the rules of CAP were found."


def _wording(message: Message) -> bytes:
    """Everything a reader of the message would notice; not its signature, its white space or its spelling of times."""
    infos = [
        [
            info.language, info.event, info.urgency, info.severity, info.certainty, _time(info.onset),
            _time(info.expires), info.headline, info.description, info.instruction,
            [[area.description, [polygon.text for polygon in area.polygons], [circle.text for circle in area.circles], area.geocodes]
             for area in info.areas],
        ]
        for info in message.infos
    ]  # fmt: skip
    facts = [
        message.identifier, message.sender, _time(message.sent), message.status, message.msg_type,
        [str(reference) for reference in message.references], message.note, infos,
    ]  # fmt: skip
    return json.dumps(facts, ensure_ascii=False).encode("utf-8", "replace")

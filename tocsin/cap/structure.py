"""The structure of CAP 1.0, 1.1 and 1.2 as tables: which elements, in which order, how often, with what in them.

Sources: Common Alerting Protocol 1.0 (OASIS 200402, March 2004), 1.1 (OASIS, October 2005) and 1.2 (OASIS,
1 July 2010), data dictionaries, sections 3.2.1 (alert), 3.2.2 (info), 3.2.3 (resource) and 3.2.4 (area).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tocsin.cap.vocabulary import (
    Category,
    Certainty,
    MsgType,
    ResponseType,
    Scope,
    Severity,
    Status,
    Urgency,
)

CAP_10 = "http://www.incident.com/cap/1.0"
CAP_11 = "urn:oasis:names:tc:emergency:cap:1.1"
CAP_12 = "urn:oasis:names:tc:emergency:cap:1.2"
SIGNATURE_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#"
VERSIONS = {CAP_10: "1.0", CAP_11: "1.1", CAP_12: "1.2"}


class Form(StrEnum):
    """What may stand in an element that has no elements inside; the names are those of XML Schema part 2."""

    STRING = "string"
    DATE_TIME = "dateTime"
    CAP_TIME = "CAP dateTime"
    LANGUAGE = "language"
    URI = "anyURI"
    INTEGER = "integer"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a table: an element, how often it stands in its parent (`most` None: any number), and its content.

    Content is a `form`, one of `words`, or the elements of `parts`. `empty_is_default` says that the element may
    be left empty because the schema has a default for it.
    """

    name: str
    least: int
    most: int | None
    section: str
    form: Form = Form.STRING
    words: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    empty_is_default: bool = False


ALERT, INFO, RESOURCE, AREA = "3.2.1", "3.2.2", "3.2.3", "3.2.4"


def _one(name: str, section: str, form: Form = Form.STRING, words: tuple[str, ...] = ()) -> Part:
    return Part(name, 1, 1, section, form, words)


def _optional(name: str, section: str, form: Form = Form.STRING, words: tuple[str, ...] = ()) -> Part:
    return Part(name, 0, 1, section, form, words)


def _any_number(name: str, section: str, words: tuple[str, ...] = (), parts: tuple[Part, ...] = ()) -> Part:
    return Part(name, 0, None, section, Form.STRING, words, parts)


def _named_value(name: str, section: str) -> Part:
    return _any_number(name, section, parts=(_one("valueName", section), _one("value", section)))


_RESOURCE = (
    _one("resourceDesc", RESOURCE),
    _one("mimeType", RESOURCE),
    _optional("size", RESOURCE, Form.INTEGER),
    _optional("uri", RESOURCE, Form.URI),
    _optional("derefUri", RESOURCE),
    _optional("digest", RESOURCE),
)
_AREA = (
    _one("areaDesc", AREA),
    _any_number("polygon", AREA),
    _any_number("circle", AREA),
    _named_value("geocode", AREA),
    _optional("altitude", AREA, Form.DECIMAL),
    _optional("ceiling", AREA, Form.DECIMAL),
)
_INFO = (
    Part("language", 0, 1, INFO, Form.LANGUAGE, empty_is_default=True),
    Part("category", 1, None, INFO, words=tuple(Category)),
    _one("event", INFO),
    _any_number("responseType", INFO, words=tuple(ResponseType)),
    _one("urgency", INFO, words=tuple(Urgency)),
    _one("severity", INFO, words=tuple(Severity)),
    _one("certainty", INFO, words=tuple(Certainty)),
    _optional("audience", INFO),
    _named_value("eventCode", INFO),
    _optional("effective", INFO, Form.CAP_TIME),
    _optional("onset", INFO, Form.CAP_TIME),
    _optional("expires", INFO, Form.CAP_TIME),
    _optional("senderName", INFO),
    _optional("headline", INFO),
    _optional("description", INFO),
    _optional("instruction", INFO),
    _optional("web", INFO, Form.URI),
    _optional("contact", INFO),
    _named_value("parameter", INFO),
    _any_number("resource", RESOURCE, parts=_RESOURCE),
    _any_number("area", AREA, parts=_AREA),
)
_ALERT = (
    _one("identifier", ALERT),
    _one("sender", ALERT),
    _one("sent", ALERT, Form.CAP_TIME),
    _one("status", ALERT, words=tuple(Status)),
    _one("msgType", ALERT, words=tuple(MsgType)),
    _optional("source", ALERT),
    _one("scope", ALERT, words=tuple(Scope)),
    _optional("restriction", ALERT),
    _optional("addresses", ALERT),
    _any_number("code", ALERT),
    _optional("note", ALERT),
    _optional("references", ALERT),
    _optional("incidents", ALERT),
    _any_number("info", INFO, parts=_INFO),
)


def _changed(parts: tuple[Part, ...], **rows: Part) -> tuple[Part, ...]:
    return tuple(rows.get(part.name, part) for part in parts)


def _words_without(words: tuple[str, ...], *absent: str) -> tuple[str, ...]:
    return tuple(word for word in words if word not in absent)


# CAP 1.1 has looser times, no Avoid and AllClear, text for heights, and no place for a signature.
_AREA_11 = _changed(_AREA, altitude=_optional("altitude", AREA), ceiling=_optional("ceiling", AREA))
_RESOURCE_11 = _changed(_RESOURCE, mimeType=_optional("mimeType", RESOURCE))
_INFO_11 = _changed(
    _INFO,
    responseType=_any_number(
        "responseType", INFO, words=_words_without(tuple(ResponseType), "Avoid", "AllClear")
    ),
    effective=_optional("effective", INFO, Form.DATE_TIME),
    onset=_optional("onset", INFO, Form.DATE_TIME),
    expires=_optional("expires", INFO, Form.DATE_TIME),
    resource=_any_number("resource", RESOURCE, parts=_RESOURCE_11),
    area=_any_number("area", AREA, parts=_AREA_11),
)
_ALERT_11 = _changed(
    _ALERT,
    sent=_one("sent", ALERT, Form.DATE_TIME),
    info=_any_number("info", INFO, parts=_INFO_11),
)

# CAP 1.0 has a password, an optional scope and category, its own words for certainty, no responseType, and writes
# codes as one text ('SAME=SVR').
_INFO_10 = tuple(
    part
    for part in _changed(
        _INFO_11,
        category=_any_number("category", INFO, words=_words_without(tuple(Category), "CBRNE")),
        certainty=_one(
            "certainty", INFO, words=("Very Likely", *_words_without(tuple(Certainty), "Observed"))
        ),
        eventCode=_any_number("eventCode", INFO),
        parameter=_any_number("parameter", INFO),
        resource=_any_number(
            "resource", RESOURCE, parts=tuple(part for part in _RESOURCE_11 if part.name != "derefUri")
        ),
        area=_any_number("area", AREA, parts=_changed(_AREA_11, geocode=_any_number("geocode", AREA))),
    )
    if part.name != "responseType"
)


def _alert_10() -> tuple[Part, ...]:
    rows: list[Part] = []
    for part in _changed(
        _ALERT_11,
        status=_one("status", ALERT, words=_words_without(tuple(Status), "Draft")),
        scope=_optional("scope", ALERT, words=tuple(Scope)),
        info=_any_number("info", INFO, parts=_INFO_10),
    ):
        rows.append(part)
        if part.name == "msgType":
            rows.append(_optional("password", ALERT))
    return tuple(rows)


_ROOT = Part("alert", 1, 1, ALERT)
STRUCTURE: dict[str, Part] = {
    CAP_10: replace(_ROOT, parts=_alert_10()),
    CAP_11: replace(_ROOT, parts=_ALERT_11),
    CAP_12: replace(_ROOT, parts=_ALERT),
}

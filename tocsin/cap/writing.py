"""A message to CAP 1.2 bytes: always the same bytes for the same message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from lxml import etree

from tocsin.cap.area import CapArea, NamedValue
from tocsin.cap.errors import CapError, NotWritable
from tocsin.cap.message import Info, Message, Resource
from tocsin.cap.parsing import message_from
from tocsin.cap.structure import CAP_12
from tocsin.cap.times import format_time


def to_xml(message: Message) -> bytes:
    """Return `message` as a CAP 1.2 file: UTF-8, elements in the order of the schema, times in UTC as `-00:00`.

    The bytes are read back before they are returned: they are valid, and `parse` gives the same message (its
    `version` becomes '1.2'). Raises `NotWritable` when the message holds something CAP 1.2 cannot say, such as
    a control character, a height with a unit, or an item of a list with a double quote in it.
    """
    root = etree.Element(f"{{{CAP_12}}}alert", nsmap={None: CAP_12})
    try:
        _write_message(root, message)
    except ValueError as error:
        raise NotWritable(
            f"Message {message.identifier!r} holds a character that XML cannot hold ({error}). Remove it."
        ) from error
    etree.indent(root, space="  ")
    _read_back(root, message)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _read_back(root: etree._Element, message: Message) -> None:
    try:
        again = message_from(root)
    except CapError as error:
        raise NotWritable(
            f"Message {message.identifier!r} cannot be said in CAP 1.2: {error.sentence}"
        ) from error
    if again == replace(message, version="1.2"):
        return
    changed = [
        name for name in Message.__dataclass_fields__
        if name != "version" and getattr(again, name) != getattr(message, name)
    ]  # fmt: skip
    raise NotWritable(
        f"Message {message.identifier!r} cannot be said in CAP 1.2: {', '.join(changed)} would read back differently. "
        "Look there for spaces, commas or double quotes inside an item of a list."
    )


def _write_message(root: etree._Element, message: Message) -> None:
    _always(root, "identifier", message.identifier)
    _always(root, "sender", message.sender)
    _always(root, "sent", format_time(message.sent))
    _always(root, "status", message.status)
    _always(root, "msgType", message.msg_type)
    _where_given(root, "source", message.source)
    _always(root, "scope", message.scope)
    _where_given(root, "restriction", message.restriction)
    _where_given(root, "addresses", _joined(message.addresses))
    _each(root, "code", message.codes)
    _where_given(root, "note", message.note)
    references = [str(reference) for reference in message.references]
    _where_given(root, "references", " ".join([*references, *message.references_unread]))
    _where_given(root, "incidents", _joined(message.incidents))
    for info in message.infos:
        _write_info(_element(root, "info"), info)


def _write_info(parent: etree._Element, info: Info) -> None:
    _always(parent, "language", info.language)
    _each(parent, "category", info.categories)
    _always(parent, "event", info.event)
    _each(parent, "responseType", info.response_types)
    _always(parent, "urgency", info.urgency)
    _always(parent, "severity", info.severity)
    _always(parent, "certainty", info.certainty)
    _where_given(parent, "audience", info.audience)
    _named_values(parent, "eventCode", info.event_codes)
    _time(parent, "effective", info.effective)
    _time(parent, "onset", info.onset)
    _time(parent, "expires", info.expires)
    _where_given(parent, "senderName", info.sender_name)
    _where_given(parent, "headline", info.headline)
    _where_given(parent, "description", info.description)
    _where_given(parent, "instruction", info.instruction)
    _where_given(parent, "web", info.web)
    _where_given(parent, "contact", info.contact)
    _named_values(parent, "parameter", info.parameters)
    for resource in info.resources:
        _write_resource(_element(parent, "resource"), resource)
    for area in info.areas:
        _write_area(_element(parent, "area"), area)


def _write_resource(parent: etree._Element, resource: Resource) -> None:
    _always(parent, "resourceDesc", resource.description)
    _always(parent, "mimeType", resource.mime_type)
    _where_given(parent, "size", "" if resource.size is None else str(resource.size))
    _where_given(parent, "uri", resource.uri)
    _where_given(parent, "derefUri", resource.dereferenced)
    _where_given(parent, "digest", resource.digest)


def _write_area(parent: etree._Element, area: CapArea) -> None:
    _always(parent, "areaDesc", area.description)
    _each(parent, "polygon", (polygon.text for polygon in area.polygons))
    _each(parent, "circle", (circle.text for circle in area.circles))
    _named_values(parent, "geocode", area.geocodes)
    _where_given(parent, "altitude", area.altitude)
    _where_given(parent, "ceiling", area.ceiling)


def _element(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{CAP_12}}}{name}")


def _always(parent: etree._Element, name: str, text: str) -> None:
    _element(parent, name).text = str(text)


def _where_given(parent: etree._Element, name: str, text: str) -> None:
    if text:
        _always(parent, name, text)


def _each(parent: etree._Element, name: str, texts: Iterable[str]) -> None:
    for text in texts:
        _always(parent, name, text)


def _time(parent: etree._Element, name: str, moment: datetime | None) -> None:
    if moment is not None:
        _always(parent, name, format_time(moment))


def _named_values(parent: etree._Element, name: str, pairs: Iterable[NamedValue]) -> None:
    for value_name, value in pairs:
        child = _element(parent, name)
        _always(child, "valueName", value_name)
        _always(child, "value", value)


def _joined(items: Iterable[str]) -> str:
    return " ".join(f'"{item}"' if not item or any(c.isspace() for c in item) else item for item in items)

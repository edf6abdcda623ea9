"""CAP bytes to a message."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from tocsin.cap.area import CapArea, CapCircle, CapPolygon, NamedValue
from tocsin.cap.document import load
from tocsin.cap.errors import SchemaError, TimeError
from tocsin.cap.message import Info, Message, Reference, Resource
from tocsin.cap.times import parse_time
from tocsin.cap.validation import elements_of, structure_problems, text_of, version_of
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

_TOKEN = re.compile(r'"([^"]*)"|(\S+)')


def parse(data: bytes) -> Message:
    """Return the message in `data`, a CAP 1.0, 1.1 or 1.2 file.

    Times come back as aware UTC, texts without outer whitespace. A CAP 1.0 message that names no scope is read
    as Restricted, one without category as Other, and its 'Very Likely' as Likely (CAP 1.2, section 3.2.2).
    Raises a `CapError`: `NotXml`, `BadEncoding`, `TooLarge`, `TooDeep`, `EntityForbidden`, `NotCap`,
    `SchemaError` (the official schema refuses the message) or `TimeError` (a time without a zone, which the
    schemas of 1.0 and 1.1 let pass).
    """
    return message_from(load(data))


def message_from(root: etree._Element) -> Message:
    """Return the message under `root`; raise like `parse`."""
    problems = structure_problems(root)
    if problems:
        raise SchemaError(problems)
    node = _Node(root)
    references, unread = split_references(node.text("references"))
    return Message(
        identifier=node.text("identifier"),
        sender=node.text("sender"),
        sent=node.required_time("sent"),
        status=Status(node.text("status")),
        msg_type=MsgType(node.text("msgType")),
        scope=Scope(node.text("scope") or Scope.RESTRICTED),
        source=node.text("source"),
        restriction=node.text("restriction"),
        addresses=split_list(node.text("addresses")),
        codes=node.texts("code"),
        note=node.text("note"),
        references=references,
        incidents=split_list(node.text("incidents")),
        infos=tuple(_info(child) for child in node.children("info")),
        version=version_of(root),
        references_unread=unread,
    )


def split_list(text: str) -> tuple[str, ...]:
    """Return the items of a space-delimited list in which an item with spaces stands in double quotes."""
    return tuple(quoted or plain for quoted, plain in _TOKEN.findall(text) if quoted or plain)


def split_references(text: str) -> tuple[tuple[Reference, ...], tuple[str, ...]]:
    """Return the references in `text` and, word for word, the items that are no 'sender,identifier,sent'."""
    references: list[Reference] = []
    unread: list[str] = []
    for item in text.split():
        fields = item.split(",")
        try:
            sender, identifier, sent = fields
            moment = parse_time(sent, where="references")
        except (ValueError, TimeError):
            unread.append(item)
            continue
        if sender and identifier:
            references.append(Reference(sender, identifier, moment))
        else:
            unread.append(item)
    return tuple(references), tuple(unread)


def _info(node: _Node) -> Info:
    certainty = node.text("certainty")
    return Info(
        language=node.text("language") or "en-US",
        categories=tuple(Category(text) for text in node.texts("category")) or (Category.OTHER,),
        event=node.text("event"),
        response_types=tuple(ResponseType(text) for text in node.texts("responseType")),
        urgency=Urgency(node.text("urgency")),
        severity=Severity(node.text("severity")),
        certainty=Certainty.LIKELY if certainty == "Very Likely" else Certainty(certainty),
        audience=node.text("audience"),
        event_codes=node.named_values("eventCode"),
        effective=node.time("effective"),
        onset=node.time("onset"),
        expires=node.time("expires"),
        sender_name=node.text("senderName"),
        headline=node.text("headline"),
        description=node.text("description"),
        instruction=node.text("instruction"),
        web=node.text("web"),
        contact=node.text("contact"),
        parameters=node.named_values("parameter"),
        resources=tuple(_resource(child) for child in node.children("resource")),
        areas=tuple(area_from(child.element) for child in node.children("area")),
    )


def _resource(node: _Node) -> Resource:
    size = node.text("size")
    return Resource(
        description=node.text("resourceDesc"),
        mime_type=node.text("mimeType"),
        size=int(size) if size else None,
        uri=node.text("uri"),
        dereferenced=node.text("derefUri"),
        digest=node.text("digest"),
    )


def area_from(element: etree._Element) -> CapArea:
    """Return the area under `element`; its structure need not be checked, whatever is absent is left empty."""
    node = _Node(element)
    return CapArea(
        description=node.text("areaDesc"),
        polygons=tuple(CapPolygon(text) for text in node.texts("polygon")),
        circles=tuple(CapCircle(text) for text in node.texts("circle")),
        geocodes=node.named_values("geocode"),
        altitude=node.text("altitude"),
        ceiling=node.text("ceiling"),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    """An element whose children are asked for by name."""

    element: etree._Element

    def children(self, name: str) -> list[_Node]:
        namespace = etree.QName(self.element).namespace
        return [_Node(child) for child in self.element.iterchildren(f"{{{namespace}}}{name}")]

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(text_of(child.element).strip() for child in self.children(name))

    def text(self, name: str) -> str:
        return next(iter(self.texts(name)), "")

    def time(self, name: str) -> datetime | None:
        return self.required_time(name) if self.children(name) else None

    def required_time(self, name: str) -> datetime:
        child = self.children(name)[0].element
        return parse_time(text_of(child), where=f"Line {child.sourceline}: {name}")

    def named_values(self, name: str) -> tuple[NamedValue, ...]:
        return tuple(child.named_value() for child in self.children(name))

    def named_value(self) -> NamedValue:
        if elements_of(self.element):
            return NamedValue(self.text("valueName"), self.text("value"))
        # CAP 1.0 writes both in one text: 'SAME=SVR'.
        before, equals, after = text_of(self.element).strip().partition("=")
        return NamedValue(before.strip(), after.strip()) if equals else NamedValue("", before)

"""The rules beyond the schema, applied to a whole message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from tocsin.cap.area import CapArea
from tocsin.cap.finding import Finding
from tocsin.cap.geography import read_area
from tocsin.cap.message import Info, Message
from tocsin.cap.resources import check_resource, is_absolute
from tocsin.cap.rules import finding
from tocsin.cap.vocabulary import MsgType, ResponseType, Scope, Status

_FORBIDDEN = re.compile(r"[\s,<&]")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>|<!--|&(?:[A-Za-z]{2,8}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_LANGUAGE = re.compile(r"(?:[a-z]{2,3}|i|x)(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-[a-z0-9]{1,8})*", re.I)
_ACTS = {
    ResponseType.SHELTER, ResponseType.EVACUATE, ResponseType.PREPARE, ResponseType.EXECUTE, ResponseType.AVOID,
}  # fmt: skip
_NEED_REFERENCES = {MsgType.UPDATE, MsgType.CANCEL, MsgType.ACK, MsgType.ERROR}
_SAY_SOMETHING = {MsgType.ALERT, MsgType.UPDATE}


def check(message: Message) -> tuple[Finding, ...]:
    """Return every departure of `message` from the rules beyond the schema (`RULES`), in document order.

    Needs no clock: whether an alert has expired by now is not asked. An empty tuple means that nothing was found.
    """
    return tuple(_check_message(message))


def _check_message(message: Message) -> Iterator[Finding]:
    yield from check_name("identifier", message.identifier)
    yield from check_name("sender", message.sender)
    if message.version != "1.2":
        yield finding("version-old", "alert", f"is written in CAP {message.version}. Write it in CAP 1.2.")
    yield from _check_scope(message)
    yield from _check_note(message)
    yield from _check_references(message)
    yield from _check_text("alert/note", message.note)
    if not message.infos and message.msg_type in _SAY_SOMETHING:
        yield finding("info-missing", "alert", f"is an {message.msg_type} without info. Add an info block.")
    for number, info in enumerate(message.infos, 1):
        where = f"alert/info[{number}]"
        if info in message.infos[: number - 1]:
            first = message.infos.index(info) + 1
            yield finding("info-repeated", where, f"is the same as alert/info[{first}]. Remove one of them.")
        yield from _check_info(where, info, message)


def check_name(element: str, text: str) -> Iterator[Finding]:
    """Yield a finding when an identifier or sender is empty or holds a character that references cannot carry."""
    rule, where = f"{element}-characters", f"alert/{element}"
    if not text:
        yield finding(rule, where, "is empty. Give a name that no other message has.")
    elif found := sorted(set(_FORBIDDEN.findall(text))):
        shown = ", ".join(repr(character) for character in found)
        yield finding(
            rule, where, f"{text[:60]!r} has {shown}. Use letters, digits and the signs . - _ : @ instead."
        )


def _check_scope(message: Message) -> Iterator[Finding]:
    if message.scope is Scope.RESTRICTED and not message.restriction:
        yield finding(
            "restriction-missing", "alert/restriction", "is missing. Say to whom the message is restricted."
        )
    if message.scope is not Scope.RESTRICTED and message.restriction:
        yield finding(
            "restriction-unused", "alert/restriction",
            f"is given, and the scope is {message.scope}. Remove it, or write the scope Restricted.",
        )  # fmt: skip
    if message.scope is Scope.PRIVATE and not message.addresses:
        yield finding("addresses-missing", "alert/addresses", "is missing. Name those the message is for.")


def _check_note(message: Message) -> Iterator[Finding]:
    if message.note:
        return
    if message.msg_type is MsgType.ERROR:
        yield finding(
            "note-missing", "alert/note", "is missing. Say what was wrong with the message refused."
        )
    elif message.status is Status.EXERCISE:
        yield finding("note-missing", "alert/note", "is missing. Name the exercise.")


def _check_references(message: Message) -> Iterator[Finding]:
    where = "alert/references"
    for item in message.references_unread:
        yield finding("references-form", where, f"holds {item[:60]!r}. Write sender,identifier,sent.")
    if message.msg_type in _NEED_REFERENCES and not message.references:
        yield finding(
            "references-missing", where,
            f"names no message, and this is {_article(message.msg_type)}. Name each message it is about as "
            "sender,identifier,sent.",
        )  # fmt: skip
    for number, reference in enumerate(message.references):
        if reference == message.reference:
            yield finding("references-self", where, "names the message itself. Name the earlier one.")
        elif reference.sent > message.sent:
            yield finding(
                "references-later", where,
                f"names {reference.identifier[:60]!r}, sent after this message. Correct one of the times.",
            )  # fmt: skip
        if reference in message.references[:number]:
            yield finding(
                "references-repeated", where, f"names {reference.identifier[:60]!r} twice. Remove one."
            )


def _article(msg_type: MsgType) -> str:
    return f"{'a' if msg_type is MsgType.CANCEL else 'an'} {msg_type}"


def _check_info(where: str, info: Info, message: Message) -> Iterator[Finding]:
    if not _LANGUAGE.fullmatch(info.language):
        yield finding(
            "language-code", f"{where}/language",
            f"is {info.language!r}. Write an ISO 639 code, with a region if need be: en, fr-CA.",
        )  # fmt: skip
    if not info.event:
        yield finding("event-missing", f"{where}/event", "is empty. Name the event.")
    if not info.headline and not info.description:
        yield finding("text-missing", where, "has neither headline nor description. Say what is happening.")
    if len(info.headline) > 160:
        yield finding(
            "headline-long", f"{where}/headline", f"has {len(info.headline)} characters. Cut it to 160."
        )
    for name, text in (
        ("event", info.event), ("senderName", info.sender_name), ("headline", info.headline),
        ("description", info.description), ("instruction", info.instruction),
        ("contact", info.contact), ("audience", info.audience),
    ):  # fmt: skip
        yield from _check_text(f"{where}/{name}", text)
    if _ACTS & set(info.response_types) and not info.instruction:
        acts = ", ".join(word for word in info.response_types if word in _ACTS)
        yield finding("instruction-missing", f"{where}/instruction", f"is missing. Say how to act on {acts}.")
    yield from _check_times(where, info, message)
    if info.web and not is_absolute(info.web):
        yield finding(
            "web-form", f"{where}/web", f"is {info.web[:60]!r}. Write the full address with https://."
        )
    yield from _check_codes(f"{where}/eventCode", info.event_codes)
    yield from _check_codes(f"{where}/parameter", info.parameters)
    for number, resource in enumerate(info.resources, 1):
        yield from check_resource(f"{where}/resource[{number}]", resource)
    if not info.areas and message.msg_type in _SAY_SOMETHING:
        yield finding("area-missing", where, "has no area. Say where it applies.")
    for number, area in enumerate(info.areas, 1):
        yield from check_area(f"{where}/area[{number}]", area)


def _check_times(where: str, info: Info, message: Message) -> Iterator[Finding]:
    if info.expires is None:
        if message.msg_type in _SAY_SOMETHING:
            yield finding("expires-missing", f"{where}/expires", "is missing. Say until when it applies.")
        return
    for name, moment in (("sent", message.sent), ("effective", info.effective), ("onset", info.onset)):
        if moment is not None and info.expires <= moment:
            yield finding(
                f"expires-before-{name}", f"{where}/expires",
                f"({info.expires:%Y-%m-%d %H:%M} UTC) is not later than {name} ({moment:%Y-%m-%d %H:%M} UTC). "
                "Correct one of them.",
            )  # fmt: skip


def _check_text(where: str, text: str) -> Iterator[Finding]:
    if found := _MARKUP.search(text):
        yield finding("text-markup", where, f"has the markup {found.group()[:40]!r}. Write plain text.")
    if found := _INVISIBLE.search(text):
        yield finding(
            "text-invisible", where, f"has the invisible character U+{ord(found.group()):04X}. Remove it."
        )


def _check_codes(where: str, pairs: tuple[tuple[str, str], ...]) -> Iterator[Finding]:
    for number, (name, value) in enumerate(pairs, 1):
        if not name or not value:
            missing = "name" if not name else "value"
            yield finding(
                "code-empty", f"{where}[{number}]", f"has no {missing}. Fill it in or remove the entry."
            )


def check_area(where: str, area: CapArea) -> Iterator[Finding]:
    """Yield every departure of one area: its words, heights, codes, and the shapes `read_area` had to mend."""
    if not area.description:
        yield finding("area-description", f"{where}/areaDesc", "is empty. Say in words where this is.")
    yield from _check_text(f"{where}/areaDesc", area.description)
    yield from read_area(area, where).findings
    if not (area.polygons or area.circles or area.geocodes):
        yield finding("area-without-place", where, "has only words. Add a polygon, a circle or a geocode.")
    yield from _check_codes(f"{where}/geocode", area.geocodes)
    yield from _check_heights(where, area)


def _check_heights(where: str, area: CapArea) -> Iterator[Finding]:
    heights: dict[str, Decimal] = {}
    for name, text in (("altitude", area.altitude), ("ceiling", area.ceiling)):
        try:
            if text:
                heights[name] = Decimal(text)
        except InvalidOperation:
            yield finding("height-form", f"{where}/{name}", f"is {text[:40]!r}. Write a number of feet.")
    if area.ceiling and not area.altitude:
        yield finding("ceiling-alone", f"{where}/ceiling", "stands without altitude. Add the altitude.")
    if len(heights) == 2 and heights["ceiling"] < heights["altitude"]:
        yield finding("ceiling-below", f"{where}/ceiling", "is below the altitude. Exchange them.")

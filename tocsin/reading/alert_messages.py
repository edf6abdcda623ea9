"""A CAP message as a text in the form of a bulletin, with its own times, area, severity and language (OASIS CAP 1.2)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from tocsin.geo import Area, GeoError, gazetteer
from tocsin.reading.document import Document, counted, lines_joined
from tocsin.reading.feed_items import xml_root
from tocsin.reading.publication import publication_of
from tocsin.reading.web_pages import looks_like_page, open_page

if TYPE_CHECKING:
    from tocsin.cap import CapError, Info, Message

_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?alert[\s>]")
_CAP = re.compile(
    r"urn:oasis:names:tc:emergency:cap:|http://www\.incident\.com/cap/|<(?:[\w.-]+:)?identifier\b"
)
# CAP's words from the gravest down (CAP 1.2, section 3.2.2).
_SEVERITY = ("Extreme", "Severe", "Moderate", "Minor")
_CERTAINTY = ("Observed", "Likely", "Possible", "Unlikely")
_URGENCY = ("Immediate", "Expected", "Future", "Past")
_NEAR_KM = 150
_MOST_AREAS = 200


def is_alert(head: str) -> bool:
    """Whether XML holds a CAP message: an `alert` in one of CAP's namespaces, alone or inside a feed or envelope."""
    return _ROOT.search(head) is not None and _CAP.search(head) is not None


def open_alert(data: bytes) -> Document:
    """The first CAP message in some bytes as a bulletin: date line, headline, Timeframe, Area, Event, Advice, Sources.

    Of several languages English is taken, else the first. Of a message that breaks CAP's rules only the words are read, and
    a note names the rule. Never raises.
    """
    # Loaded only where there is a message: the room of CAP brings its signatures with it.
    from tocsin.cap import CapError, extract, parse

    try:
        found = extract(data)
        message = parse(found.messages[0]) if found.messages else None
    except CapError as error:
        return _words_of(data, error)
    if message is None:
        reason = found.errors[0] if found.errors else CapError("The XML holds no CAP message.")
        return _words_of(reason.item or data, reason)
    notes = ["Read as a CAP message."]
    if len(found.messages) > 1:
        notes.append(f"The file holds {len(found.messages):,} CAP messages; only the first was read.")
    return _as_bulletin(message, notes)


def _words_of(data: bytes, error: CapError) -> Document:
    """The words of a message that breaks CAP's rules, without what only a message that keeps them may state."""
    root = xml_root(data)
    infos = [] if isinstance(root, str) else [one for one in root.iter(etree.Element) if _name(one) == "info"]
    said = f"({error.rule}): {error}"
    if not infos:
        return Document("", notes=(f"The CAP message cannot be read {said}",), kind="cap")
    languages = [_said(info, "language")[:2].lower() for info in infos]
    info = infos[languages.index("en")] if "en" in languages else infos[0]
    title = " ".join((_said(info, "headline") or _said(info, "event")).split())
    sent = publication_of(_said(root, "sent"))
    text = lines_joined(
        (
            title,
            _labelled("Area", "; ".join(dict.fromkeys(_every(info, "areaDesc")))),
            _labelled("Event", _plain(_said(info, "description") or _said(info, "event"))),
            _labelled("Advice", _plain(_said(info, "instruction"))),
            _labelled("Sources", _said(info, "senderName") or _said(root, "sender")),
        )
    )
    note = f"The CAP message breaks CAP's rules; only its words and the time of sending were read {said}"
    return Document(text, title, ("Read as a CAP message.", note), "cap", sent.moment, sent.day)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _every(element: etree._Element, name: str) -> list[str]:
    found = (one for one in element.iter(etree.Element) if _name(one) == name)
    return [said for one in islice(found, _MOST_AREAS) if (said := (one.text or "").strip())]


def _said(element: etree._Element, name: str) -> str:
    return next(iter(_every(element, name)), "")


def _as_bulletin(message: Message, notes: list[str]) -> Document:
    infos = _chosen(message.infos)
    if len({info.language for info in message.infos}) > 1:
        notes.append(f"The message is written in several languages; it was read in {infos[0].language}.")
    if str(message.status) != "Actual":
        notes.append(f"The message is marked {message.status}; it is no actual alert.")
    if str(message.msg_type) in ("Cancel", "Update"):
        notes.append(
            f"The message is a CAP {message.msg_type} of {counted(len(message.references), 'earlier message')}."
        )
    area = _area(infos, notes)
    places = "; ".join(
        dict.fromkeys(one.description for info in infos for one in info.areas if one.description)
    )
    title = next((said for info in infos for said in (info.headline, info.event) if said), "")
    title = " ".join(title.split()) or f"{message.msg_type} {message.identifier}"
    events = [info.description or info.event for info in infos]
    text = lines_joined(
        (
            f"{_utc(message.sent)}",
            title,
            _labelled("Timeframe", _timeframe(infos)),
            _labelled("Area", places),
            _labelled("Event", _each(events)),
            _labelled("Advice", _each(info.instruction for info in infos)),
            _labelled("Context", message.note),
            _labelled(
                "Sources", next((info.sender_name for info in infos if info.sender_name), message.sender)
            ),
        )
    )
    language = infos[0].language if infos else ""
    return Document(
        text,
        title,
        tuple(notes),
        "cap",
        published=message.sent,
        # CAP takes English for what is not said, so only another language tells.
        language="" if language.lower().startswith("en") else language[:2].lower(),
        country=_country(area),
        severity=_gravest(_SEVERITY, (str(info.severity) for info in infos)),
        certainty=_gravest(_CERTAINTY, (str(info.certainty) for info in infos)),
        urgency=_gravest(_URGENCY, (str(info.urgency) for info in infos)),
    )


def _chosen(infos: Sequence[Info]) -> tuple[Info, ...]:
    """The blocks in English, else in the language of the first."""
    for wanted in ("en", infos[0].language[:2].lower() if infos else ""):
        found = tuple(info for info in infos if wanted and info.language[:2].lower() == wanted)
        if found:
            return found
    return tuple(infos)


def _each(texts: Iterable[str]) -> str:
    return "\n\n".join(dict.fromkeys(_plain(text) for text in texts if text.strip()))


def _plain(text: str) -> str:
    """A text of a message without the markup that some senders put into it against the standard (section 3.2.2)."""
    if "<" in text and looks_like_page(text):
        return open_page(text).text
    return html.unescape(text).strip() if "&" in text else text.strip()


def _labelled(label: str, text: str) -> str:
    return f"{label}\n\n{text}" if text.strip() else ""


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%d %b %Y | %H:%M} UTC"


def _minute(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%b %Y}, {utc:%H:%M} UTC"


def _timeframe(infos: Sequence[Info]) -> str:
    onsets = [moment for info in infos if (moment := info.onset or info.effective)]
    ends = [info.expires for info in infos if info.expires]
    parts = [f"from {_minute(min(onsets))}"] if onsets else []
    parts += [f"until {_minute(max(ends))}"] if ends else []
    said = " ".join(parts)
    return said[:1].upper() + said[1:]


def _area(infos: Sequence[Info], notes: list[str]) -> Area | None:
    """The shapes of the blocks together, said in a note, because a reading finds places by their names."""
    from tocsin.cap import CapError

    try:
        areas = [one.to_area() for info in infos for one in info.areas]
        shapes = Area(
            circles=tuple(dict.fromkeys(circle for area in areas for circle in area.circles)),
            polygons=tuple(dict.fromkeys(polygon for area in areas for polygon in area.polygons)),
            countries=tuple(dict.fromkeys(code for area in areas for code in area.countries)),
        )
        if not (shapes.circles or shapes.polygons):
            return shapes
        centre = shapes.centroid()
    except (CapError, GeoError, ValueError):
        return None
    drawn = [counted(len(shapes.polygons), "polygon")] * bool(shapes.polygons)
    drawn += [counted(len(shapes.circles), "circle")] * bool(shapes.circles)
    north, east = centre.latitude, centre.longitude
    notes.append(
        f"The area is drawn as {' and '.join(drawn)} around {abs(north):.2f} {'N' if north >= 0 else 'S'}, "
        f"{abs(east):.2f} {'E' if east >= 0 else 'W'}; the places were read from its words."
    )
    return shapes


def _country(area: Area | None) -> str:
    """The country of the area: its own code, else that of the nearest town to its middle."""
    if area is None:
        return ""
    if area.countries:
        return str(area.countries[0])
    if not (area.circles or area.polygons):
        return ""
    centre = area.centroid()
    near = gazetteer().within(centre, _NEAR_KM)
    return near[0].country if near else ""


def _gravest(words: Sequence[str], said: Iterable[str]) -> str:
    named = set(said)
    return next((word for word in words if word in named), "")

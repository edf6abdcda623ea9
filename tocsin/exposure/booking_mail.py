"""A forwarded booking confirmation as rows of a trips file: schema.org reservations in its HTML. Pure.

Senders put what they have booked into their mails as JSON-LD or as microdata (schema.org/Reservation). Nothing else of
the text is read. Nothing is fetched: links and pictures stay where they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

from lxml import etree, html

from tocsin.exposure.calendar_file import Itinerary
from tocsin.exposure.problems import Problem
from tocsin.exposure.tables import Row
from tocsin.wording import worded

MOST_BYTES = 4 * 1024 * 1024
_MOST_ITEMS, _DEEPEST = 200, 12
#: A traveller whose next step is not in the mail is taken to stay so long where they arrive.
DAYS_WITHOUT_A_NEXT_STEP = 7
_MOVES = {
    "FlightReservation": ("arrivalAirport", "departureAirport"),
    "TrainReservation": ("arrivalStation", "departureStation"),
    "BusReservation": ("arrivalBusStop", "departureBusStop"),
    "BoatReservation": ("arrivalBoatTerminal", "departureBoatTerminal"),
}


@dataclass(frozen=True, slots=True)
class _Step:
    """One stretch of the way: a place from when until when ('' where the mail does not say), and where it leads from."""

    place: dict[str, str]
    start: str
    end: str
    title: str
    left: str = ""
    is_move: bool = False
    origin: tuple[tuple[str, str], ...] = ()


def read_booking(data: bytes) -> Itinerary:
    """Return the stays that a mail (RFC 5322) confirms.

    A journey becomes a stay where it arrives, until the next one leaves; where none follows, for seven days, which a note
    says; a way back to where the first one left becomes none. A lodging is a stay from check-in to check-out. All of one mail
    are one trip, under its reservation number. Never raises for what is in the mail.
    """
    found = Itinerary()
    if len(data) > MOST_BYTES:
        found.problems.append(
            Problem(1, "", worded("The mail has more than 4 MB."), worded("Forward it without attachments."))
        )
        return found
    mail = message_from_bytes(data, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    items = [item for text in _html_parts(mail) for item in _items(text)]
    reservations = list(_reservations(items))
    if not reservations:
        words = worded(
            "The mail holds no booking in a form that can be read (schema.org, JSON-LD or microdata)."
        )
        found.problems.append(Problem(1, "", words, worded("Enter the trip by hand.")))
        return found
    steps: list[_Step] = []
    for reservation in reservations:
        if "Cancel" in _word(reservation.get("reservationStatus")):
            found.cancelled.append(_key(reservation, data))
            continue
        steps += _steps(reservation, found)
    steps.sort(key=lambda step: step.start)
    addresses = _addresses(mail, reservations)
    trip = _key(reservations[0], data)
    for number, cells in enumerate(_stays(steps, found), 1):
        found.rows.append(Row(number, {"trip": trip, **cells}))
        found.addresses[number] = addresses
    if not found.rows and not found.cancelled and not found.problems:
        found.problems.append(
            Problem(
                1, "", worded("The booking names no place with a time."), worded("Enter the trip by hand.")
            )
        )
    return found


def _html_parts(mail: EmailMessage) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() == "text/html":
            try:
                yield str(part.get_content())
            except (LookupError, UnicodeError, KeyError):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    yield payload.decode("utf-8", "replace")


def _items(text: str) -> Iterator[Any]:
    """The schema.org items of an HTML text, as JSON-LD has them."""
    try:
        tree = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield json.loads(script.text_content())
            except (ValueError, RecursionError):
                continue
    for element in tree.iterfind(".//*[@itemscope]"):
        if element.get("itemprop") is None:
            yield _microdata(element, 0)


def _microdata(element: Any, depth: int) -> dict[str, Any]:
    item: dict[str, Any] = {"@type": (element.get("itemtype") or "").rsplit("/", 1)[-1]}
    if depth < _DEEPEST:
        _properties(element, item, depth)
    return item


def _properties(element: Any, item: dict[str, Any], depth: int) -> None:
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.get("itemprop")
        if name:
            item.setdefault(name.strip(), _value(child, depth))
        if child.get("itemscope") is None:
            _properties(child, item, depth)


def _value(element: Any, depth: int) -> Any:
    if element.get("itemscope") is not None:
        return _microdata(element, depth + 1)
    for attribute in ("content", "datetime", "href", "src"):
        if element.get(attribute):
            return element.get(attribute).strip()
    return " ".join(element.text_content().split())


def _reservations(items: list[Any]) -> Iterator[dict[str, Any]]:
    """Every reservation in lists, graphs and packages, a bounded number of them."""
    waiting, seen = list(items), 0
    while waiting and seen < _MOST_ITEMS:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting[:0] = item[:_MOST_ITEMS]
        elif isinstance(item, dict):
            if _word(item.get("@type")).endswith("Reservation") and item.get("reservationFor"):
                yield item
            waiting[:0] = [item[name] for name in ("@graph", "subReservation", "reservation") if name in item]


def _steps(reservation: dict[str, Any], found: Itinerary) -> Iterator[_Step]:
    kind, subject = _word(reservation.get("@type")), reservation.get("reservationFor")
    for one in subject if isinstance(subject, list) else [subject]:
        if not isinstance(one, dict):
            continue
        if kind in _MOVES:
            arrival, departure = _MOVES[kind]
            title = " ".join(
                filter(
                    None,
                    (_name(one.get("airline")) or _name(one.get("provider")), _text(one, "flightNumber")),
                )
            )
            yield _Step(
                _place(one.get(arrival)), _text(one, "arrivalTime"), "", title or kind.removesuffix("Reservation"),
                _text(one, "departureTime"), is_move=True, origin=tuple(_place(one.get(departure)).items()),
            )  # fmt: skip
            found.notes.extend(_missing(one, arrival, "arrivalTime"))
        elif kind == "LodgingReservation":
            start = _text(reservation, "checkinTime") or _text(reservation, "checkinDate")
            end = _text(reservation, "checkoutTime") or _text(reservation, "checkoutDate")
            yield _Step(_place(one), start, end, _name(one))
        elif kind == "RentalCarReservation":
            start, end = _text(reservation, "pickupTime"), _text(reservation, "dropoffTime")
            yield _Step(_place(reservation.get("pickupLocation")), start, end, _name(one) or "Rental car")
        elif kind in ("EventReservation", "FoodEstablishmentReservation"):
            where = one.get("location") if kind == "EventReservation" else one
            start = _text(one, "startDate") or _text(reservation, "startTime")
            end = _text(one, "endDate") or _text(reservation, "endTime")
            yield _Step(_place(where), start, end, _name(one))


def _missing(item: dict[str, Any], *names: str) -> Iterator[str]:
    for name in names:
        if not item.get(name):
            yield worded("A journey names no %(name)s; it was passed over.", name=name)


def _stays(steps: list[_Step], found: Itinerary) -> Iterator[dict[str, str]]:
    moves = [step for step in steps if step.is_move and step.start and step.place]
    for step in steps:
        if not step.start or not step.place:
            continue
        if not step.is_move:
            end = step.end or _later(step.start, 1)
            yield {**step.place, "trip_name": step.title[:200], "arrive": step.start, "depart": end}
            continue
        following = next((other.left for other in moves if other.left and other.left > step.start), "")
        if not following:
            if len(moves) > 1 and moves[0].origin and dict(moves[0].origin) == step.place:
                found.notes.append(worded("%(title)s leads back; no stay was made of it.", title=step.title))
                continue
            following = _later(step.start, DAYS_WITHOUT_A_NEXT_STEP)
            found.notes.append(
                worded(
                    "Nothing follows %(title)s; the stay was taken to last %(days)s days. Correct its end.",
                    title=step.title,
                    days=DAYS_WITHOUT_A_NEXT_STEP,
                )
            )
        yield {**step.place, "trip_name": step.title[:200], "arrive": step.start, "depart": following}


def _place(item: Any) -> dict[str, str]:
    """The columns of a trips file that a schema.org place fills; empty where it names nothing."""
    if not isinstance(item, dict):
        return {"place": str(item)[:200]} if isinstance(item, str) and item.strip() else {}
    if _text(item, "iataCode"):
        return {"airport": _text(item, "iataCode").upper()[:3]}
    address = item.get("address")
    address = address if isinstance(address, dict) else {"addressLocality": str(address or "")}
    geo = item.get("geo")
    cells = {
        "place": (_text(address, "addressLocality") or _name(item))[:200],
        "country": _word(address.get("addressCountry")) or _name(address.get("addressCountry")),
    }
    if isinstance(geo, dict) and geo.get("latitude") and geo.get("longitude"):
        cells |= {
            "latitude": str(geo["latitude"]),
            "longitude": str(geo["longitude"]),
            "place": _name(item)[:200],
        }
    return {name: value for name, value in cells.items() if value}


def _later(start: str, days: int) -> str:
    try:
        return (datetime.fromisoformat(start) + timedelta(days=days)).isoformat()
    except ValueError:
        return ""


def _key(reservation: dict[str, Any], data: bytes) -> str:
    number = _text(reservation, "reservationNumber") or _text(reservation, "reservationId")
    return (number or "mail-" + hashlib.sha256(data).hexdigest()[:16])[:100]


def _addresses(mail: EmailMessage, reservations: list[dict[str, Any]]) -> tuple[str, ...]:
    """The mail addresses that may tell whose booking it is: the traveller named in it first, then who sent it on."""
    named = [
        _text(reservation["underName"], "email")
        for reservation in reservations
        if isinstance(reservation.get("underName"), dict)
    ]
    headers = [str(value) for name in ("From", "To", "Delivered-To") for value in mail.get_all(name, [])]
    sent = [address for _, address in getaddresses(headers)]
    return tuple(dict.fromkeys(address.strip().lower() for address in (*named, *sent) if "@" in address))


def _text(item: Any, name: str) -> str:
    value = item.get(name) if isinstance(item, dict) else None
    return str(value).strip() if isinstance(value, (str, int, float)) else ""


def _name(item: Any) -> str:
    return _text(item, "name") if isinstance(item, dict) else (item.strip() if isinstance(item, str) else "")


def _word(value: Any) -> str:
    """The last word of a schema.org address, as 'FlightReservation' of 'http://schema.org/FlightReservation'."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return str(value).rsplit("/", 1)[-1].strip() if isinstance(value, str) else ""

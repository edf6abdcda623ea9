"""Every rule of this room as data: those that refuse a file, and those beyond the schema.

Sections are those of OASIS CAP 1.2 unless another source is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.cap.finding import Finding, FindingSeverity

ERROR, WARNING, ADVICE = FindingSeverity.ERROR, FindingSeverity.WARNING, FindingSeverity.ADVICE


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable identifier, how much a departure matters, its source, and what it asks for."""

    id: str
    severity: FindingSeverity
    section: str
    asks: str


def _table(*rows: tuple[str, FindingSeverity, str, str]) -> dict[str, Rule]:
    return {row[0]: Rule(*row) for row in rows}


READING_RULES: dict[str, Rule] = _table(
    (
        "too-large",
        ERROR,
        "house",
        "A message has at most 8 MB and 400,000 tags, a feed 32 MB, 1,500,000 tags and 20,000 entries.",
    ),
    ("too-deep", ERROR, "house", "Elements are nested at most 48 levels deep in a message, 64 in a feed."),
    ("empty", ERROR, "XML 1.0, 2.1", "A file has something in it."),
    ("not-xml", ERROR, "XML 1.0, 2.1", "A file is well-formed XML."),
    ("bad-encoding", ERROR, "XML 1.0, 4.3.3", "The bytes fit the character encoding the file declares."),
    ("encoding-unknown", ERROR, "XML 1.0, 4.3.3", "The declared encoding is one that is read."),
    ("doctype-forbidden", ERROR, "3.3.3", "There is no DOCTYPE: entities come from XML itself only."),
    ("not-cap", ERROR, "3.4", "The root is alert in the namespace of CAP 1.0, 1.1 or 1.2."),
    ("element-unknown", ERROR, "3.4", "Only elements of this CAP version stand in their parent."),
    ("element-order", ERROR, "3.4", "Elements stand in the order of the schema."),
    ("element-missing", ERROR, "3.4", "Required elements are there."),
    ("element-repeated", ERROR, "3.4", "What may stand once stands once."),
    ("attribute-unknown", ERROR, "3.4", "Elements have no attributes."),
    ("text-between", ERROR, "3.4", "No text stands between elements."),
    ("word-unknown", ERROR, "3.2", "A coded element holds one of its words, spelt exactly."),
    ("value-form", ERROR, "3.2", "Language tags, addresses and numbers have the form of their datatype."),
    ("time-form", ERROR, "3.3.2", "Times are dates and times that exist, in CAP 1.2 without 'Z'."),
    ("time-without-zone", ERROR, "3.3.2", "Every time carries its offset from UTC."),
    ("entry-without-alert", ERROR, "RFC 4287, 4.1.2", "An entry of a feed holds an alert or leads to one."),
    ("not-writable", ERROR, "3.4", "What is written can be said in CAP 1.2 and reads back the same."),
    ("not-signed", ERROR, "3.3.4.1", "Key and certificate can be read and belong together."),
)

RULES: dict[str, Rule] = _table(
    ("identifier-characters", ERROR, "3.2.1", "identifier is not empty and has no space, comma, < or &."),
    ("sender-characters", ERROR, "3.2.1", "sender is not empty and has no space, comma, < or &."),
    ("version-old", ADVICE, "4.2", "A message is written in CAP 1.2."),
    ("restriction-missing", ERROR, "3.2.1", "A Restricted message says its restriction."),
    ("restriction-unused", ADVICE, "3.2.1", "Only a Restricted message has a restriction."),
    ("addresses-missing", ERROR, "3.2.1", "A Private message names its addresses."),
    (
        "note-missing",
        WARNING,
        "3.2.1",
        "An Error says in note what was wrong, an Exercise which exercise it is.",
    ),
    ("references-missing", ERROR, "3.2.1", "Update, Cancel, Ack and Error name the messages they are about."),
    ("references-form", ERROR, "3.2.1", "Each reference is sender,identifier,sent."),
    ("references-self", ERROR, "3.2.1", "A message does not refer to itself."),
    ("references-later", WARNING, "3.2.1", "A message refers to messages that were sent before it."),
    ("references-repeated", ADVICE, "3.2.1", "Each reference stands once."),
    ("info-missing", WARNING, "3.2.2", "An Alert or Update has an info block."),
    ("info-repeated", WARNING, "3.2.2", "No two info blocks are the same."),
    (
        "language-code",
        WARNING,
        "3.2.2; RFC 5646",
        "language begins with an ISO 639 code, then script, region.",
    ),
    ("event-missing", ERROR, "3.2.2", "event is not empty."),
    ("text-missing", WARNING, "3.2.2", "An info block has a headline or a description."),
    ("headline-long", ADVICE, "3.2.2", "headline has at most 160 characters."),
    ("text-markup", WARNING, "3.3.3", "Texts are plain: no HTML tags and no character entities."),
    ("text-invisible", WARNING, "3.3.3", "Texts have no control characters and no overrides of direction."),
    (
        "instruction-missing",
        ADVICE,
        "3.2.2",
        "A response type that asks for an act comes with an instruction.",
    ),
    ("time-letter", WARNING, "3.3.2", "Times in UTC end in -00:00, not in Z (CAP 1.0, 1.1 and references)."),
    ("expires-missing", WARNING, "3.2.2", "An info block of an Alert or Update says when it expires."),
    ("expires-before-sent", ERROR, "3.2.2", "expires is later than sent."),
    ("expires-before-effective", ERROR, "3.2.2", "expires is later than effective."),
    ("expires-before-onset", ERROR, "3.2.2", "expires is later than onset."),
    ("web-form", WARNING, "3.2.2", "web is a full, absolute address."),
    ("code-empty", WARNING, "3.2.2; 3.2.4", "Event codes, parameters and geocodes have a name and a value."),
    ("resource-content", WARNING, "3.2.3", "A resource has an address or its content."),
    ("resource-uri", WARNING, "3.2.3", "A resource without its content has a full, absolute address."),
    ("resource-mime-type", WARNING, "3.2.3; RFC 2046", "mimeType is a type, a slash and a subtype."),
    ("resource-size", WARNING, "3.2.3", "size is the number of bytes, and fits the content."),
    ("resource-base64", ERROR, "3.2.3", "derefUri is base64."),
    ("resource-digest-form", WARNING, "3.2.3; FIPS 180-2", "digest is a SHA-1 value: 40 hexadecimal digits."),
    ("resource-digest-wrong", ERROR, "3.2.3; FIPS 180-2", "digest is that of the content."),
    ("area-missing", WARNING, "3.2.4", "An info block of an Alert or Update has an area."),
    ("area-description", WARNING, "3.2.4", "areaDesc is not empty."),
    ("area-without-place", WARNING, "3.2.4", "An area has a polygon, a circle or a geocode."),
    (
        "height-form",
        WARNING,
        "3.2.4",
        "altitude and ceiling are numbers of feet without unit (CAP 1.0, 1.1).",
    ),
    ("ceiling-alone", ERROR, "3.2.4", "ceiling comes only with altitude."),
    ("ceiling-below", ERROR, "3.2.4", "ceiling is not below altitude."),
    ("polygon-positions", ERROR, "3.2.4", "A polygon has at least 4 positions, 3 of them different."),
    ("polygon-open", ERROR, "3.2.4", "A polygon ends where it begins."),
    ("polygon-closed-otherwise", ADVICE, "3.2.4", "The last position is spelt like the first."),
    ("polygon-crossing", ERROR, "3.2.4", "A polygon does not cross or touch itself."),
    ("polygon-size", WARNING, "house", "A polygon has at most 100,000 positions."),
    ("position-form", ERROR, "3.3.1", "A position is latitude,longitude in decimal degrees."),
    ("position-range", ERROR, "3.3.1", "Latitudes lie within 90, longitudes within 180 degrees."),
    ("longitude-range", ERROR, "3.3.1", "Longitudes past 180 degrees are written from the other side."),
    (
        "position-order",
        WARNING,
        "3.3.1",
        "Latitude comes first: the place lies in the country of the geocode.",
    ),
    ("circle-form", ERROR, "3.2.4", "A circle is latitude,longitude, a space and a radius."),
    ("circle-radius", ERROR, "3.2.4", "A radius is a number of kilometres between 0 and 20,015."),
    ("circle-point", ADVICE, "3.2.4", "A circle has a radius over 0."),
)


def finding(rule: str, where: str, what: str) -> Finding:
    """Return the finding that `where` breaks `rule`; `what` completes the sentence that begins with the place."""
    row = RULES[rule] if rule in RULES else READING_RULES[rule]
    source = f"CAP 1.2, section {row.section}" if row.section[0].isdigit() else row.section
    if row.section == "house":
        return Finding(rule, row.severity, where, f"{where} {what}")
    return Finding(rule, row.severity, where, f"{where} {what} ({source}.)")

"""Everything that is wrong with some bytes, in one list, whether they can be read as a message or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tocsin.cap.checking import check, check_area, check_name
from tocsin.cap.document import load
from tocsin.cap.errors import CapError, SchemaError
from tocsin.cap.finding import Finding
from tocsin.cap.parsing import area_from, message_from
from tocsin.cap.rules import READING_RULES, finding
from tocsin.cap.validation import text_of

_UTC_LETTER = re.compile(r"\d\d:\d\d(?:\.\d+)?Z(?=\s|$)")
_TIMES = {"sent", "effective", "onset", "expires", "references"}


def inspect(data: bytes) -> tuple[Finding, ...]:
    """Return every finding about `data`: why it cannot be read, and every rule beyond the schema it breaks.

    Never raises. Of a message that its schema refuses, names and areas are checked all the same.
    """
    try:
        root = load(data)
    except CapError as error:
        return (_refusal(error),)
    try:
        message = message_from(root)
    except SchemaError as error:
        refused = [
            Finding(problem.rule, READING_RULES[problem.rule].severity, problem.element, problem.sentence)
            for problem in error.problems
        ]
        return (*refused, *_time_letters(root), *_loose_findings(root))
    except CapError as error:
        return (_refusal(error), *_time_letters(root))
    return (*_time_letters(root), *check(message))


def _refusal(error: CapError) -> Finding:
    return Finding(error.rule, READING_RULES[error.rule].severity, "alert", error.sentence)


def _time_letters(root: etree._Element) -> Iterator[Finding]:
    namespace = etree.QName(root).namespace
    for element in root.iter(*(f"{{{namespace}}}{name}" for name in _TIMES)):
        if found := _UTC_LETTER.search(text_of(element)):
            yield finding(
                "time-letter",
                etree.QName(element).localname,
                f"(line {element.sourceline}) ends a time in Z, {found.group()!r}. Write -00:00.",
            )


def _loose_findings(root: etree._Element) -> Iterator[Finding]:
    for name in ("identifier", "sender"):
        for element in root.iterfind(f"{{*}}{name}"):
            yield from check_name(name, text_of(element).strip())
    for number, info in enumerate(root.iterfind("{*}info"), 1):
        for place, area in enumerate(info.iterfind("{*}area"), 1):
            yield from check_area(f"alert/info[{number}]/area[{place}]", area_from(area))

"""Lines that a machine wrapped, joined to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.reading.labels import starts_with_label

_ITEM = re.compile(r"^(?:[-•●▪◦*·–—]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s")
_HYPHEN = re.compile(r"[^\W\d_]-$")
# First halves of words that keep their hyphen at the end of a line.
_KEEP_HYPHEN = re.compile(
    r"\b(?:north|south|east|west|mid|self|ex|co|non|anti|pro|pre|post|cross|well|high|low|long|short|re|vice|two|three|four|five|six|ten)-$",
    re.I,
)
_ENDS = re.compile(r"[.!?:;؟。…][\"”’»)\]]*$")
# A line shorter than this share of the widest is the last of its paragraph.
_FULL = 0.72
_LEAST_WIDTH = 45
_LONGEST_WIDTH = 160
_MANY = 10


def joined_lines(pages: Iterable[str]) -> str:
    """The paragraphs of some pages, one line each, parted by blank lines; words parted by a hyphen at a line's end whole.

    A paragraph goes on over the end of a page. Headings, labels and items of lists keep lines of their own.
    """
    lines = [line.rstrip() for page in pages for line in page.split("\n")]
    widths = sorted(len(line) for line in lines if line.strip())
    # One long line is no measure: of many lines the widest tenth is left out.
    is_measure = widths and len(widths) < _MANY and widths[-1] <= _LONGEST_WIDTH
    width = (
        min(_LONGEST_WIDTH, widths[-1] if is_measure else widths[int(0.9 * (len(widths) - 1))])
        if widths
        else 0
    )
    if width < _LEAST_WIDTH:
        return "\n".join(line.strip() for line in lines).strip()
    paragraphs: list[list[str]] = []
    before = ""
    for line in lines:
        said = line.strip()
        if not said:
            before = ""
            continue
        if before and _goes_on(before, said, width):
            paragraphs[-1].append(said)
        else:
            paragraphs.append([said])
        before = said
    return "\n\n".join(_joined(one) for one in paragraphs)


def _goes_on(before: str, line: str, width: int) -> bool:
    if (
        _ITEM.match(line)
        or starts_with_label(line)
        or (starts_with_label(before) and len(before) < 0.5 * width)
    ):
        return False
    if _HYPHEN.search(before) and line[:1].islower():
        return True
    if line[:1].islower() or line[:1] == "(":
        return len(before) >= 0.5 * width and not _ENDS.search(before)
    if len(before) < _FULL * width:
        return False
    return not (_ENDS.search(before) and len(before) < 0.9 * width)


def _joined(lines: list[str]) -> str:
    pieces = [lines[0]]
    for line in lines[1:]:
        last = pieces[-1]
        if _HYPHEN.search(last) and line[:1].islower():
            pieces[-1] = last if _KEEP_HYPHEN.search(last) else last[:-1]
            pieces.append(line)
        else:
            pieces.append(" " + line)
    return "".join(pieces)

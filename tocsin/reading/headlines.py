"""Headlines: which country or place stands before them, and what 'Update 3', 'Corrected' and 'All clear' say of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tocsin.reading.publication import day_of
from tocsin.reading.spans import Span

IsPlace = Callable[[str], bool]

_LONGEST = 240
_UPDATE_WORD = (
    r"(?:update|updated|mise\s+à\s+jour|màj|actualizaci[oó]n|actualiza[cç][aã]o|atualiza[cç][aã]o|تحديث)"
)
_UPDATE = re.compile(
    rf"[\s,;(\[|–—-]*(?<!\w){_UPDATE_WORD}\s*(?:no\.?|n[°º]\.?|#)?\s*(\d{{1,3}})(?!\w)[)\]]?[\s,;:|–—-]*",
    re.I,
)
# What may stand before everything else; only 'all clear' changes what the headline says, so it alone stays in it.
_MARK = re.compile(
    rf"^[\W_]*(?:(?P<update>{_UPDATE_WORD}(?:\s*(?:no\.?|n[°º]\.?|#)?\s*(?P<number>\d{{1,3}}))?)"
    r"|(?P<correction>corrected|correction|corrig[ée]e?|corregid[ao]|correcci[oó]n|corrigid[ao]|corre[cç][aã]o|تصحيح)"
    r"|(?P<clear>all[ -]clear|cancell?ed|cancellation|lifted|withdrawn|fin\s+d['’]alerte|lev[ée]e\s+de\s+l['’]alerte|fin\s+de\s+la\s+alerta"
    r"|alerta\s+cancelada|fim\s+(?:do|de)\s+alerta|انتهاء\s+التحذير|زوال\s+الخطر)"
    r"|(?P<news>breaking(?:\s+news)?|urgent|flash|developing|alert|alerte|alerta|عاجل))\s*[\])]?(?:\s*[:：|]\s*|\s+[–—-]\s+)",
    re.I,
)
_BRACKETED = re.compile(
    rf"^\s*\[\s*(?:(?P<update>{_UPDATE_WORD})\s*(?P<number>\d{{1,3}})?|(?P<correction>corrected|correction)|(?P<clear>all[ -]clear|cancell?ed))\s*\]\s*",
    re.I,
)
_COLON = re.compile(r"^(?P<places>[^\W\d_][^:：\n]{1,70}?)\s*[:：]\s+(?P<headline>\S.*)$")
_PARTED = re.compile(r"\s+[–—-]\s+|\s*\|\s*|\s+/\s+")
# A line so long with more than one sentence is a report behind its dateline ('GENEVA - Floods have ...'), no headline.
_STORY, _SENTENCES = 120, re.compile(r"[^\W\d_]{3}[.!?؟]\s+[^\W\d_]")
# 'BEIRUT (Newswire) - ': a dateline with its agency, where the bracket holds neither a place nor a code.
_AGENCY = re.compile(r"\(([^()]{4,})\)\s*$")
_MARKS_BETWEEN = (" - ", " – ", " — ", "|", " / ")
_OFFICE = re.compile(
    r"^[^\n:–—-]{0,60}\b(?:alert|message|advisory|notice|warning|update|alerte|alerta|aviso|mensaje|تنبيه|تحذير)\b[^\n:–—-]{0,40}\s*[:–—-]\s*"
    r"(?P<office>[^\n]*?\b(?:embassy|consulate(?:\s+general)?|mission|high\s+commission|ambassade|consulat|embajada|consulado|embaixada|سفارة|قنصلية)\b[^\n]*)$",
    re.I,
)
_OF_OFFICE = re.compile(
    r"\b(?:embassy|consulate(?:\s+general)?|mission(?:\s+to)?|high\s+commission|ambassade|consulat(?:\s+général)?|embajada|consulado|embaixada)\b"
    r"(?:\s+of\s+[^\n(),]{2,40}?(?=\s+(?:in|at)\s))?(?:\s+(?:in|at|à|en|em|de|to|of|the|des\s+états-unis|de\s+los\s+estados\s+unidos))*\s+(?P<where>[^\W\d_][^()\n–—:]{1,60}?)\s*(?:[(–—:]|\s-\s|$)",
    re.I,
)
_LAST_DATE = re.compile(r"\s*[(\[]([^()\[\]]{6,40})[)\]]\s*$")
_ISO_TAIL = re.compile(r"\s*\([^)]*\)\s*$")
_JOINT = re.compile(r"\s*(?:[,،/&–]|\band\b|\bet\b|\by\b|\be\b|\sو\s?)\s*")


@dataclass(frozen=True, slots=True)
class Headline:
    """A line read as a headline.

    `title` is its words without place and marks. `places` is the span that names country or place, None where none
    does. `update` is the number of an update, 0 for none said. `day` is a date that the line ends with.
    """

    title: Span
    places: Span | None = None
    update: int = 0
    is_update: bool = False
    is_correction: bool = False
    is_all_clear: bool = False
    day: date | None = None


def read_headline(text: str, line: Span, is_place: IsPlace) -> Headline:
    """What a line says as a headline: 'Country: ...', 'COUNTRY - City - ...', 'Security Alert: Embassy City, Country'."""
    if line.end - line.start > _LONGEST:
        return Headline(line)
    start, update, is_update, is_correction, clear_at = line.start, 0, False, False, -1
    for _ in range(3):
        said = text[start : line.end]
        found = _BRACKETED.match(said) or _MARK.match(said)
        if found is None:
            break
        marks = found.groupdict()
        # 'Alert: ...' and the like stand for nothing more than themselves.
        is_update |= bool(marks["update"])
        is_correction |= bool(marks["correction"])
        update = update or int(marks["number"] or 0)
        if marks["clear"] and clear_at < 0:
            clear_at = start + found.start("clear")
        start += found.end()
    if start >= line.end:
        start, clear_at = line.start, -1
    places, title = _places(text, Span(start, line.end), is_place)
    title, number, day = _tidied(text, title)
    if places is not None and places.start > title.end:
        places = None
    # Behind the place the marks may come again: 'Kenya: Update 2 - Strike goes on'.
    behind = _BRACKETED.match(title.of(text)) or _MARK.match(title.of(text))
    if behind is not None and title.start + behind.end() < title.end:
        is_update |= bool(behind["update"])
        is_correction |= bool(behind["correction"])
        number = number or int(behind["number"] or 0)
        if behind["clear"]:
            clear_at = clear_at if clear_at >= 0 else title.start
        elif behind["update"] or behind["correction"]:
            title = Span(title.start + behind.end(), title.end)
    update = update or number
    is_clear = clear_at >= 0
    if is_clear and clear_at < title.start:
        title = Span(clear_at, title.end)
    return Headline(title, places, update, is_update or update > 0, is_correction, is_clear, day)


def office_place(text: str, line: Span, is_place: IsPlace) -> Span | None:
    """The place that a line gives an embassy or consulate ('U.S. Embassy Dhaka, Bangladesh'), None for another line."""
    if line.end - line.start > _LONGEST:
        return None
    where = _OF_OFFICE.search(line.of(text))
    if where is None or where.start() > 40 or not _ends_with_place(where["where"], is_place):
        return None
    return Span(line.start + where.start("where"), line.start + where.end("where"))


def names_places(said: str, is_place: IsPlace) -> bool:
    """Whether words are no more than names of places: 'Kenya', 'Paris (France)', 'Kenya, Somalia', 'Israel/Lebanon'."""
    bare = _ISO_TAIL.sub("", said).strip()
    if not bare or len(bare) > 90:
        return False
    if is_place(bare):
        return True
    names = [one for one in _JOINT.split(bare) if one]
    return 1 < len(names) <= 6 and all(is_place(one) for one in names)


def _places(text: str, line: Span, is_place: IsPlace) -> tuple[Span | None, Span]:
    said = line.of(text)
    found = _COLON.match(said)
    if found and names_places(found["places"], is_place):
        return Span(line.start, line.start + found.end("places")), Span(
            line.start + found.start("headline"), line.end
        )
    parted = _segments(said, is_place)
    if parted is not None:
        last, begins = parted
        return Span(line.start, line.start + last), Span(line.start + begins, line.end)
    office = _OFFICE.match(said)
    where = _OF_OFFICE.search(said, office.start("office")) if office else None
    if where is not None and _ends_with_place(where["where"], is_place):
        return Span(line.start + where.start("where"), line.start + where.end("where")), line
    return None, line


def _segments(said: str, is_place: IsPlace) -> tuple[int, int] | None:
    """'FRANCE - Paris - Strike': the end of the places that begin the line, and the start of what follows."""
    if not any(mark in said for mark in _MARKS_BETWEEN) or (len(said) > _STORY and _SENTENCES.search(said)):
        return None
    last = begins = start = 0
    for mark in list(_PARTED.finditer(said))[:3]:
        named = said[start : mark.start()]
        agency = _AGENCY.search(named)
        if not names_places(named, is_place) or (agency and not is_place(agency[1])):
            break
        last, begins = mark.start(), mark.end()
        start = begins
    return (last, begins) if last and len(said) - begins >= 8 else None


def _ends_with_place(said: str, is_place: IsPlace) -> bool:
    names = [one.strip() for one in said.split(",")]
    return any(is_place(one) for one in names if one)


def _tidied(text: str, title: Span) -> tuple[Span, int, date | None]:
    """The title without 'update N' at either end and without a date in brackets at its end."""
    day = None
    if dated := _LAST_DATE.search(title.of(text)):
        day = day_of(dated[1])
        if day is not None and dated.start() > 0:
            title = Span(title.start, title.start + dated.start())
    said = title.of(text)
    found = _UPDATE.search(said)
    if found is None:
        return title, 0, day
    if found.end() == len(said) and found.start() > 0:
        title = Span(title.start, title.start + found.start())
    elif found.start() == 0 and found.end() < len(said):
        title = Span(title.start + found.end(), title.end)
    return title, int(found[1]), day

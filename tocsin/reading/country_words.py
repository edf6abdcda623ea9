"""The words around a name of a place that tell whether something happens there, or who only speaks, comes or goes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

#: A dateline at the very start of a text: 'LIMA, 3 Oct', 'LIMA (Reuters) -', 'Lima --'.
DATELINE = re.compile(
    r"\A[^\n]{0,70}?(?:,\s*(?:\d{1,2}\s+[A-Za-z]{3,9}\.?(?:\s+\d{2,4})?|[A-Za-z]{3,9}\.?\s+\d{1,2}|NO DATE)\b|\s(?:--|[–—])\s|\([A-Z][A-Za-z .-]{1,20}\)\s+[-–—])"
)
_PART = (
    r"(?:\w{3,12}ern\s+|downtown\s+|central\s+|rural\s+|\w{4,12}\s+(?:city|town|village|port|province|state|district|region)?\s*of\s+"
    r"|(?:city|town|village|port|province|state|district|region|area|department)\s+of\s+"
    r"|\w{3,12}\s+(?:de\s+la|de\s+los|de|del|do|da|du|des)\s+)"
)
#: Before a name: the words say that something is there.
INSIDE = re.compile(
    r"\b(?:in|at|near|outside|around|inside|throughout|across|off|of|en|dans|à|au|em|no|na|cerca de|في|بمدينة)\s+"
    r"(?:(?:the|el|la|le|les|los|las|مدينة|محافظة)\s+)?"
    rf"(?:border\s+|neighbou?ring\s+)?{_PART}?$",
    re.I,
)
#: Behind a name: it is an area.
AREA = re.compile(r"\s*,|\s+(?:department|province|district|city|state|region|county|governorate)\b", re.I)
#: Behind a people: one who speaks or governs, not a place ('the Salvadoran president', 'Peruvian foreign minister').
SPEAKS = re.compile(
    r"\s+(?:\w+\s+)?(?:president\w*|government|minist\w+|ambassador|embassy|officials?|congress|senate|spokes\w+|envoy|counterpart|secretary"
    r"|delegat\w+|diplomat\w*|chancellor|premier|foreign|party|communists?|side)\b",
    re.I,
)
#: Behind a people or a country's possessive: a piece of its land ('the Peruvian port of', "Peru's capital").
LAND = re.compile(
    r"(?:['’]s?)?\s+(?:\w{3,12}ern\s+|coastal\s+|border\s+|second\s+)?(?:ports?|city|cities|towns?|villages?|capital|territory|soil|waters|coast"
    r"|province|department|state|region|island|jungle|highlands|locality|district|municipality|countryside|airspace)\b",
    re.I,
)
#: Behind a people: those who come from there, victims or guests, mostly named since they are abroad.
PEOPLE = re.compile(
    r"\s+(?:\w+\s+){0,2}?(?:citizens?|nationals?|business\w+|tourists?|journalists?|reporters?|priests?|nuns?|jesuits?|missionar\w+|engineers?"
    r"|technicians?|sailors?|seamen|fishermen|workers?|volunteers?|advisers?|migrants?|refugees?|students?|guerrillas?|rebels?|fighters?"
    r"|militants?|gunmen|traffickers?|mercenar\w+|troops|soldiers)\b",
    re.I,
)
#: Behind a name: whose embassy it is says only where it is not.
EMBASSY = re.compile(r"['’]?s?\s+(?:embass|consul|ambassador)", re.I)
_BORDER_BEHIND = re.compile(r"(?:[-–]\w+)?\s+(?:border|frontier)\b", re.I)
_BORDER_BEFORE = re.compile(
    r"\b(?:border|frontier|borders|bordering|relations|ties|war)\s+(?:with|between|to|of)\s+(?:the\s+)?$",
    re.I,
)
_AWAY = re.compile(
    r"\b(?:from|than|like|unlike|left|fled|en provenance d[eu]|desde|vindos? d[eoa])\s+(?:the\s+)?$", re.I
)
_SAID_THERE = re.compile(
    r"\b(?:report(?:ed|s|ing)?|announc\w+|said|stat(?:ed|ement)|told|releas\w+|publish\w+|conference(?:\s+held)?|interview\w*|meetings?|met|speaking"
    r"|arriv\w+|visit\w*|based|talks|dijo|informó|declaró|disse|informou|déclaré|annoncé|و?قال\w*|و?أعلن\w*)\b[^.,;]{0,16}\b(?:in|at|from|to|en|em|à|في)\s+(?:the\s+)?$",
    re.I,
)
_SPEAKING_BEHIND = re.compile(r"\s+(?:said|says?|told|announced|reported|confirmed|warned|added)\b")
_HAPPENS = re.compile(
    r"\b(?:kill|wound|injur|bomb|explo|attack|murder|assassinat|kidnap|abduct|dynamit|shot\b|shoot|died\b|dead\b|blew\b|blown\b|massacr"
    r"|ambush|destroy|sabotag|rocket|missile|shell(?:s|ed|ing)|stabb|drown|sank|capsiz|hostage|riot|protest|displac|evacuat|outbreak|wildfire|arson|raid|crime\b|death|quake|flood|erupt|crash|clash|hijack|derail|collaps|struck\b|storm|landslide|strike"
    r"|mat[oó]|muer|secuestr|atac|explot|tué|attaqu|enlev|mort|atingi|sequestr|قتل|انفجار|تفجير|هجوم|قصف|زلزال|فيضان)",
)
_REACTS = re.compile(
    r"\b(?:condemn|denounc|deplor|repudiat|regret|express|demand|urge|critici|protest|reject|mourn|lament|called (?:on|for)|calls (?:on|for)"
    r"|warn(?:ed|s) (?:its|against)|advis(?:ed|es) (?:its|against))",
)
_SENTENCE_END = re.compile(r"[.!?]\s|\n\s*\n|;\s")
_NEAR_EVENT, _AFTER_EVENT = 160, 70
_OPENING = 320


#: Between two names of one list: the second is named as the first is.
LIST_GAP = re.compile(r"\s*(?:,|;|&|(?:,\s*)?(?:and|or|y|et|e|و))\s*(?:in\s+)?$", re.I)
LONGEST_LIST_GAP = 10


def at_border(before: str, after: str) -> bool:
    """Whether the words around a name speak of a border with it, or of relations: the other side is as likely meant."""
    return _BORDER_BEHIND.match(after) is not None or _BORDER_BEFORE.search(before) is not None


def leads_away(before: str) -> bool:
    """Whether the word before a name speaks of coming from it, or of comparing with it."""
    return _AWAY.search(before) is not None


def said_there(before: str) -> bool:
    """Whether somebody is said to speak, meet or arrive at the name that follows: no word of what happened there."""
    return _SAID_THERE.search(before) is not None


def speaks_there(before: str, after: str) -> bool:
    """Whether those at a place are the source ('officials in Kyiv said'), which is often, but not always, where it happened."""
    return _SPEAKING_BEHIND.match(after) is not None and INSIDE.search(before) is not None


def reacts(small: str, dateline_end: int) -> bool:
    """Whether a text (in small letters) opens with somebody who condemns, regrets, demands or warns."""
    return _REACTS.search(small, dateline_end, dateline_end + _OPENING) is not None


def happenings(small: str) -> tuple[int, ...]:
    """Where the words of what happened begin in a text in small letters."""
    return tuple(match.start() for match in _HAPPENS.finditer(small))


def beside(text: str, happens: Sequence[int], start: int) -> tuple[bool, bool]:
    """Whether words of what happened stand near a place in the text, and whether such words of its sentence lead to it."""
    at = bisect_left(happens, start - _NEAR_EVENT)
    if at == len(happens) or happens[at] > start + _NEAR_EVENT:
        return False, False
    before = bisect_left(happens, start) - 1
    close = (
        before >= 0
        and happens[before] >= start - _NEAR_EVENT
        and _SENTENCE_END.search(text, happens[before], start) is None
    )
    if close and happens[before] >= start - _AFTER_EVENT:
        return True, True
    behind = before + 1
    near = close or (
        behind < len(happens)
        and _SENTENCE_END.search(text, start, min(happens[behind], start + _NEAR_EVENT)) is None
    )
    return near, False

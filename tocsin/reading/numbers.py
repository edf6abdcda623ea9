"""The numbers of a text, in digits and in words, with thousands and millions, dozens, halves and ranges put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.reading.number_words import NumberWords, number_words
from tocsin.reading.numerals import Number, numerals, value_of
from tocsin.reading.words import Word

__all__ = ["Number", "numbers", "value_of"]

_RANGE = re.compile(r"\s*(?:-|–|—|to|or|à|a|ou|o|إلى|الى|أو|او|-\s?و)\s*", re.I)
_AND = re.compile(r"\s*(?:and|et|y|e|و)\s*", re.I)
_BETWEEN = re.compile(r"(?:\bbetween|\bentre|\bبين)\s+$", re.I)
# 'Rose from 12 to 17' is two counts, 'from 12 to 17 people' is one.
_ROSE_FROM = re.compile(
    r"\b(?:rose|risen|rise|rises|rising|jump\w*|climb\w*|increas\w+|grew|grown|up|down|fell|fallen|drop\w*|revis\w+|rais\w+|chang\w+|went|swell\w*|subió|pasó|aumentó|passée?|subiu|passou|aumentou|ارتفع\w*)\b"
    r"[^.;]{0,30}\b(?:from|de|من)\s+(?:(?:at least|about|around|some)\s+)?$",
    re.I,
)
_GLUE = frozenset(" -\u00a0\n‑")
_BROKEN_OFF = re.compile(
    r"[-\s](?:(?:and\s)?a\s(?:half|quarter)\b|thirds?\b|quarters?\b|fifths?\b|sixths?\b|sevenths?\b|eighths?\b|tenths?\b|halves\b"
    r"|(?:twenty-|thirty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)\b(?!\s+(?:time|day)s\b)|tiers\b|quarts?\b|tercios?\b|ter[cç]os?\b)",
    re.I,
)


def numbers(text: str, among: Sequence[Word], language: str) -> tuple[Number, ...]:
    """Every number of the text in order. A bare 'one' is marked `alone`, 'several' `vague`; a range is one number."""
    tables = number_words(language)
    written = list(numerals(text))
    spelled = list(_in_words(text, among, tables))
    if spelled and written:
        found = sorted([*written, *_apart(spelled, written)], key=lambda one: one.start)
    else:
        found = written or spelled
    if not found:
        return ()
    return tuple(_ranges(text, list(_scaled(text, found, among, tables))))


def _apart(spelled: Sequence[Number], written: Sequence[Number]) -> Iterator[Number]:
    """The spelled numbers that do not overlap a written one; both in order."""
    at = 0
    for one in spelled:
        while at < len(written) and written[at].end <= one.start:
            at += 1
        if at == len(written) or one.end <= written[at].start:
            yield one


def _in_words(text: str, among: Sequence[Word], tables: NumberWords) -> Iterator[Number]:
    starters, arabic = tables.starters, not tables.joints
    past = 0
    for index in [
        at
        for at, (word, _, _) in enumerate(among)
        if word in starters or (arabic and word[:1] == "و" and word[1:] in starters)
    ]:
        if index < past:
            continue
        count, number = _rough_at(among, index, tables) or _spelled_at(text, among, index, tables)
        if number is not None:
            yield number
        past = index + max(count, 1)


def _rough_at(among: Sequence[Word], index: int, tables: NumberWords) -> tuple[int, Number] | None:
    head = among[index]
    word = head.folded
    glued = not tables.joints and word not in tables.heads and word[:1] == "و"
    start = head.start + glued
    seconds = tables.heads.get(word[1:] if glued else word)
    if seconds is None:
        return None
    following = among[index + 1].folded if index + 1 < len(among) else ""
    for phrase in (*seconds.get(following, ()), *seconds.get("", ())):
        count = len(phrase)
        if count > 1 and tuple(one.folded for one in among[index + 1 : index + count]) != phrase[1:]:
            continue
        end = among[index + count - 1].end
        if phrase in tables.several:
            return count, Number(start, end, 3.0, 9.0, rough=True, vague=True)
        low, high = tables.rough[phrase]
        if high == low:
            return count, Number(start, end, low, rough=bool(tables.joints) or low < 2000)
        return count, Number(start, end, low, high, rough=True)
    return None


def _spelled_at(
    text: str, among: Sequence[Word], index: int, tables: NumberWords
) -> tuple[int, Number | None]:
    """How many words from here spell one number, and the number."""
    arabic = not tables.joints
    total = current = 0.0
    room, last_scale, factor = 1000.0, float("inf"), 1.0
    used, at, start = 0, index, among[index].start
    while at < len(among):
        if at > index and not _GLUE.issuperset(text[among[at - 1].end : among[at].start]):
            break
        word = among[at].folded
        joint = False
        if at > index and word in tables.joints:
            joint, at = True, at + 1
            if at == len(among) or not _GLUE.issuperset(text[among[at - 1].end : among[at].start]):
                break
            word = among[at].folded
        elif arabic and text[among[at].start] == "و" and (word[:1] == "و" or at > index):
            joint = at > index
            start += at == index
            word = word[1:] if word[:1] == "و" else word
        if at == index and word in tables.articles:
            following = among[at + 1].folded if at + 1 < len(among) else ""
            if following not in tables.scales and following not in tables.hundred:
                return 1, None if word not in tables.adds else _alone(text, among, index)
            current, room = 1.0, 0.0
        elif word in tables.adds:
            value = tables.adds[word]
            if arabic and not joint and value == 10 and 0 < current % 100 < 10 and used:
                current, room = current + 10, 0.0
            elif arabic and joint and 0 < current % 100 < 10 and value >= 20:
                current, room = current + value, 0.0
            elif word in ("vingt", "vingts") and current % 100 == 4 and used and not joint:
                current, room = current + 76, 20.0
            elif value in (7.0, 8.0, 9.0) and among[at - 1].folded == "dix" and used and not joint:
                current, room = current + value, 0.0
            elif value < room and _may_follow(joint, current, total, value, tables):
                current += value
                room = _room_after(value, tables)
                if arabic and value < 10:
                    room = 0.0
            else:
                break
        elif word in tables.doubles and not current and not total:
            total = last_scale = tables.doubles[word]
            last_scale, room, factor = last_scale / 2, 1000.0, last_scale / 2
        elif word in tables.hundreds:
            if room < 1000 or current or (total and not joint and not tables.joints):
                break
            current, room = tables.hundreds[word], 100.0
        elif word in tables.hundred:
            if current >= 100 or (not current and not (tables.bare and room >= 1000)):
                break
            current, room = (current or 1.0) * 100, 100.0
        elif word in tables.scales:
            scale = tables.scales[word]
            if scale >= last_scale or (not current and (total or not tables.bare)) or (joint and not current):
                break
            total, current = total + (current or 1.0) * scale, 0.0
            room, last_scale, factor = scale if scale <= 1000 else 1000.0, scale, scale
        else:
            break
        at += 1
        used = at - index
    if not used:
        return 1, None
    end = among[index + used - 1].end
    if used == 1 and total + current == 1:
        return 1, _alone(text, among, index)
    return used, Number(start, end, total + current, factor=factor)


def _alone(text: str, among: Sequence[Word], index: int) -> Number:
    word = among[index]
    glued = text[word.start] == "و" and len(word.folded) > 1
    return Number(word.start + glued, word.end, 1.0, alone=True)


def _may_follow(joint: bool, current: float, total: float, value: float, tables: NumberWords) -> bool:
    """'two hundred and fifty' and 'treinta y dos' are one number; 'three and four' and 'twenty and five' are two."""
    if not joint:
        if not tables.joints:
            return current == 0 and total == 0
        return current % 100 == 0 or tables.adjoins
    if current == 0:
        return total > 0
    return current % 100 == 0 or (tables.bare and current % 100 >= 20)


def _room_after(value: float, tables: NumberWords) -> float:
    if value < 20 or value % 10:
        return 0.0
    return 20.0 if value == 60.0 and "soixante" in tables.adds else 10.0


def _scaled(
    text: str, found: Sequence[Number], among: Sequence[Word], tables: NumberWords
) -> Iterator[Number]:
    """'1.5 million', 'two dozen', 'un millón y medio' and 'one and a half million' as one number; ordinals and fractions
    are left out."""
    starts = {start: index for index, (word, start, _) in enumerate(among) if word in tables.followers}
    past = 0
    for number in found:
        if number.start < past:
            continue
        follows = text[number.end : number.end + 1] in _GLUE and not number.vague and number.upper is None
        index = starts.get(number.end + 1) if follows else None
        if index is None:
            if not follows or not _BROKEN_OFF.match(text, number.end):
                yield number
            continue
        made, index = _with_half(number, among, index, tables)
        if made is number and _BROKEN_OFF.match(text, number.end):
            continue
        word = among[index].folded if index < len(among) and made.end + 1 == among[index].start else ""
        if word in tables.dozens and made.value < 100:
            made = replace(made, end=among[index].end, value=made.value * 12, rough=True, alone=False)
            past = made.end
            yield made
            continue
        factor = tables.scales.get(word)
        if factor is not None and not made.rough and made.factor < factor:
            made = replace(made, end=among[index].end, value=made.value * factor, factor=factor, alone=False)
            made, _ = _with_half(made, among, index + 1, tables)
        elif made is not number and factor is not None and factor == made.factor:
            made = replace(made, end=among[index].end)
        past = made.end
        yield made


def _with_half(number: Number, among: Sequence[Word], index: int, tables: NumberWords) -> tuple[Number, int]:
    """The number with the half that follows it ('and a half', 'y medio'), and the index of the word after."""
    for phrase in tables.halves:
        after = index + len(phrase)
        if tuple(word.folded for word in among[index:after]) == phrase:
            more = replace(
                number, end=among[after - 1].end, value=number.value + number.factor / 2, alone=False
            )
            return more, after
    return number, index


def _ranges(text: str, found: list[Number]) -> list[Number]:
    """'10 to 15', '20-30' and 'between 10 and 15' as one number with an upper bound."""
    joined: list[Number] = []
    for number in found:
        last = joined[-1] if joined else None
        if last is not None and _is_range(text, last, number):
            low = last.value
            if number.factor > 1 and last.factor == 1 and low < number.value / number.factor:
                low *= number.factor
            joined[-1] = replace(
                last, end=number.end, value=low, upper=number.value, alone=False, factor=number.factor
            )
            continue
        joined.append(number)
    return joined


def _is_range(text: str, last: Number, number: Number) -> bool:
    if number.value <= last.value or last.upper is not None or number.upper is not None:
        return False
    if number.start - last.end > 6 or (number.currency and number.currency != last.currency):
        return False
    gap = text[last.end : number.start]
    if _ROSE_FROM.search(text[max(0, last.start - 48) : last.start]):
        return False
    if _RANGE.fullmatch(gap):
        return True
    return (
        _AND.fullmatch(gap) is not None
        and _BETWEEN.search(text[max(0, last.start - 10) : last.start]) is not None
    )

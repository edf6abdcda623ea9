"""How the words around a number bound it: at least, more than, up to, about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.reading.values import Qualifier
from tocsin.reading.words import Word, fold

_BEFORE = {
    Qualifier.AT_LEAST: "at least|at the least|no fewer than|no less than|not less than|not fewer than|a minimum of|minimum of|minimum|au moins|au minimum|pas moins de"
    "|al menos|por lo menos|como minimo|cuando menos|no menos de|pelo menos|ao menos|no minimo|nao menos de|لا يقل عن|على الأقل|ما لا يقل عن",
    Qualifier.UP_TO: "up to|as many as|as much as|as high as|at most|no more than|not more than|a maximum of|maximum of|fewer than|less than|under|below|just under"
    "|jusqu a|jusqu au|au plus|moins de|moins d|au maximum|hasta|menos de|como maximo|a lo sumo|ate|no maximo|menos de|ما يصل إلى|نحو لا يزيد عن|أقل من|لا يزيد عن|لا يتجاوز|حتى",
    Qualifier.MORE_THAN: "more than|over|well over|just over|above|upwards of|in excess of|exceeding|exceeds|exceeded|greater than|better than|plus de|plus d|au dela de"
    "|mas de|mas de un|superior a|mais de|acima de|أكثر من|اكثر من|يزيد عن|يزيد على|ما يزيد عن|ما يزيد على|تجاوز|تجاوزت|أزيد من|تفوق",
    Qualifier.ABOUT: "about|around|approximately|approx|roughly|some|nearly|almost|an estimated|estimated|estimated at|close to|in the region of|circa|just about|near|virtually"
    "|environ|pres de|quelque|autour de|presque|a peu pres|unos|unas|alrededor de|cerca de|casi|aproximadamente|en torno a|quase|cerca da|uns|umas|aproximadamente"
    "|por volta de|نحو|حوالي|حوالى|قرابة|زهاء|يقارب|ما يقارب|ما يقرب من|تقريبا|بنحو|بحوالي",
}  # fmt: skip
_SKIPPED = frozenset(
    {"the", "a", "an", "us", "un", "une", "al", "les", "los", "las", "os", "as", "other", "another"}
)


def _rules() -> dict[str, tuple[tuple[tuple[str, ...], Qualifier], ...]]:
    rules: dict[str, list[tuple[tuple[str, ...], Qualifier]]] = {}
    for qualifier, row in _BEFORE.items():
        for phrase in dict.fromkeys(row.split("|")):
            words = tuple(fold(word) for word in phrase.split())
            rules.setdefault(words[-1], []).append((words, qualifier))
    return {word: tuple(sorted(row, key=lambda rule: -len(rule[0]))) for word, row in rules.items()}


_RULES = _rules()
_AFTER = re.compile(
    r"\s?(?:(?P<least>\+|plus\b(?!\s+de)|or more\b|and counting\b|ou plus\b|o más\b|ou mais\b|فأكثر|أو أكثر|(?:\w+\s+){0,2}على الأقل|(?:\w+\s+)?(?:at least\b(?=[.,;]|\s*$)|au moins\b(?=[.,;]|\s*$)))"
    r"|(?P<most>or (?:fewer|less)\b|at most\b(?=[.,;]|\s*$)|ou moins\b|o menos\b)|(?P<about>or so\b|-odd\b|odd\b|approximately\b|environ\b(?!\s+\d)|تقريبا))",
    re.I,
)
_SIGNS = {"~": Qualifier.ABOUT, "≈": Qualifier.ABOUT, "≥": Qualifier.AT_LEAST, ">": Qualifier.MORE_THAN, "<": Qualifier.UP_TO, "≤": Qualifier.UP_TO}  # fmt: skip


def qualifier_of(
    text: str, among: Sequence[Word], first: int, least: int, start: int, end: int
) -> tuple[Qualifier, int, int]:
    """How the number at [start, end) is bounded, and where the words that say so begin and end.

    `first` is the index of the number's first word, `least` that of its sentence's first word.
    """
    at = first - 1
    if at >= least and among[at].folded in _SKIPPED and among[at].folded not in _RULES:
        at -= 1
    for index in (first - 1, at) if at != first - 1 else (at,):
        if index < least:
            continue
        for words, qualifier in _RULES.get(among[index].folded, ()):
            begin = index - len(words) + 1
            if begin < least:
                continue
            if all(among[begin + offset].folded == word for offset, word in enumerate(words)):
                if start - among[index].end > 12 or "," in text[among[index].end : start]:
                    continue
                return qualifier, among[begin].start, end
    sign = _SIGNS.get(text[start - 1 : start].strip() or text[max(0, start - 2) : start - 1])
    if sign is not None:
        return sign, start, end
    after = _AFTER.match(text, end)
    if after is not None:
        kind = after.lastgroup
        qualifier = (
            Qualifier.AT_LEAST if kind == "least" else Qualifier.UP_TO if kind == "most" else Qualifier.ABOUT
        )
        return qualifier, start, end
    return Qualifier.EXACTLY, start, end

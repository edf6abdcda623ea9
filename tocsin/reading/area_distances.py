"""The distance that stands before a unit of length: digits and words, ranges, halves; and what the unit is in km."""

from __future__ import annotations

import re

from tocsin.reading.numbers import numbers
from tocsin.reading.words import words

_NUMBER_WINDOW = 45
_HALF = re.compile(r"(?<!\w)(?:half|medio|media|meio|demi)[\s-]+(?:an?[\s-]+)?\Z", re.I)
_ONE = re.compile(r"(?<!\w)(?:a|un|une|um|uma|una)\s+\Z", re.I)
_UNIT_KM = {
    "kilo": 1.0, "kiló": 1.0, "quil": 1.0, "km": 1.0, "kms": 1.0, "كيلو": 1.0, "كم": 1.0, "naut": 1.852, "nm": 1.852,
    "mill": 1.609344, "milh": 1.609344, "mile": 1.609344, "mi": 1.609344, "ميل": 1.609344, "ميلا": 1.609344,
    "أميا": 1.609344, "metr": 0.001, "mete": 0.001, "mètr": 0.001, "m": 0.001, "yard": 0.0009144, "متر": 0.001,
    "مترا": 0.001, "أمتا": 0.001,
}  # fmt: skip


def unit_km(unit: str) -> float:
    """How many km one of this unit is; 0 for what is no unit of length (letters that only look like one)."""
    word = unit.lower()
    return _UNIT_KM.get(word) or _UNIT_KM.get(word[:4], 0.0)


def _language_of(words: str) -> str:
    """The language in which number words before such a distance are to be read."""
    bare = f" {words.lower()} "
    if "\u0600" <= words.strip()[:1] <= "\u06ff":
        return "ar"
    for language, marks in (
        ("en", (" of ", " from ", " off ", " outside ")),
        ("pt", (" sul ", " leste ", " ao ", " do ", " da ", "quil", " milhas ")),
        (
            "fr",
            (" sud", " nord-", " nord ", " est ", " ouest ", " au ", " du ", " d'", " d’", "mètres", " à l"),
        ),
        ("es", (" de ", " del ", " al ")),
    ):
        if any(mark in bare for mark in marks):
            return language
    return "en"


def distance_before(before: str, match: re.Match[str]) -> tuple[int, float, float] | None:
    """Where the number right before a unit begins, and its bounds; None where there is none."""
    bare = before.rstrip(" \u00a0\n-‑")
    start = max(0, len(bare) - _NUMBER_WINDOW)
    if start:
        blank = before.find(" ", start)
        start = blank + 1 if blank >= 0 else len(bare)
    piece = bare[start:]
    for number in reversed(numbers(piece, words(piece), _language_of(match.group()))):
        gap = piece[number.end :].strip().lower()
        if gap not in ("", "of", "de", "d'", "d’"):
            break
        return start + number.start, number.value, number.value if number.upper is None else number.upper
    half = _HALF.search(before)
    if half is not None:
        return half.start(), 0.5, 0.5
    one = _ONE.search(before)
    return (one.start(), 1.0, 1.0) if one is not None else None

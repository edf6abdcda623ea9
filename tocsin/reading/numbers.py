"""Numbers as written: digits with any grouping, and number words in the languages served."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.reading.words import Word, fold, word_set

_DIGITS = re.compile(
    r"(?<![\w.,/:])(?<!\D-)(?:[$€£¥]\s?)?(\d{1,3}(?:[,.\u00a0\u202f\u2009 ’']\d{3})+(?![\d])|\d{1,12}(?:[.,]\d{1,3})?(?!\d))(?P<after>\s?(?:bn|m|k)\b)?"
)
_GROUPED = re.compile(r"^[1-9]\d{0,2}(?:([,.\u00a0\u202f\u2009 ’'])\d{3})(?:\1\d{3})*$")


def _table(row: str) -> dict[str, float]:
    pairs = (entry.split("=") for entry in row.split())
    return {fold(word): float(value) for word, value in pairs}


_UNITS = _table(
    "one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14"
    " fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70"
    " eighty=80 ninety=90 deux=2 trois=3 quatre=4 cinq=5 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14"
    " quinze=15 seize=16 vingt=20 trente=30 quarante=40 cinquante=50 soixante=60 dos=2 tres=3 cuatro=4 cinco=5 seis=6"
    " siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15 dieciseis=16 diecisiete=17 dieciocho=18"
    " diecinueve=19 veinte=20 treinta=30 cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 dois=2 duas=2"
    " quatro=4 sete=7 oito=8 nove=9 dez=10 doze=12 treze=13 vinte=20 trinta=30 quarenta=40 cinquenta=50 sessenta=60 oitenta=80"
    " noventa=90 ثلاثة=3 ثلاث=3 أربعة=4 أربع=4 خمسة=5 خمس=5 ستة=6 ست=6 سبعة=7 سبع=7 ثمانية=8 تسعة=9 تسع=9 عشرة=10 عشرين=20"
    " عشرون=20 ثلاثين=30 أربعين=40 خمسين=50 ستين=60 سبعين=70 ثمانين=80 تسعين=90"
)
_MULTIPLIERS = _table(
    "hundred=100 thousand=1000 million=1000000 billion=1000000000 cent=100 cents=100 mille=1000 millions=1000000 cien=100"
    " ciento=100 mil=1000 millon=1000000 millones=1000000 milhao=1000000 milhoes=1000000 مئة=100 مائة=100 ألف=1000 آلاف=1000"
    " مليون=1000000"
)
_ROUGH: dict[tuple[str, ...], tuple[float, float]] = {
    ("tens", "of", "thousands"): (20_000, 99_999),
    ("hundreds", "of", "thousands"): (200_000, 999_999),
    ("several", "hundred"): (300, 900),
    ("several", "thousand"): (3_000, 9_000),
    ("several", "dozen"): (36, 99),
    ("a", "dozen"): (12, 12),
    ("a", "few", "dozen"): (36, 60),
    ("half", "a", "dozen"): (6, 6),
    ("a", "couple", "of"): (2, 2),
    ("a", "hundred"): (100, 100),
    ("a", "thousand"): (1_000, 1_000),
    ("a", "million"): (1_000_000, 1_000_000),
    ("dozens",): (24, 99),
    ("scores",): (40, 99),
    ("hundreds",): (200, 999),
    ("thousands",): (2_000, 9_999),
    ("millions",): (2_000_000, 9_999_999),
    ("des", "dizaines"): (20, 99),
    ("dizaines",): (20, 99),
    ("centaines",): (200, 999),
    ("milliers",): (2_000, 9_999),
    ("une", "dizaine"): (10, 10),
    ("vingtaine",): (20, 20),
    ("trentaine",): (30, 30),
    ("cinquantaine",): (50, 50),
    ("centaine",): (100, 100),
    ("decenas",): (20, 99),
    ("docenas",): (24, 99),
    ("cientos",): (200, 999),
    ("miles",): (2_000, 9_999),
    ("dezenas",): (20, 99),
    ("centenas",): (200, 999),
    ("milhares",): (2_000, 9_999),
    (fold("عشرات"),): (20, 99),
    (fold("مئات"),): (200, 999),
}
_ROUGH_HEADS: dict[str, list[tuple[str, ...]]] = {}
for _phrase in sorted(_ROUGH, key=len, reverse=True):
    _ROUGH_HEADS.setdefault(_phrase[0], []).append(_phrase)
_JOINTS = frozenset({"and", "y", "e", "et", fold("و")})
# English "miles" are a length and Spanish "sept"/"once"/"cent"/"mil" mean other things in English.
_BY_LANGUAGE = {
    "en": word_set("sept once cent cents mil miles seize mille dos dix tres cien six sete nove") - {"six"},
    "fr": word_set("six") - {"six"},
}
_STARTERS = frozenset({*_UNITS, *_MULTIPLIERS, *_ROUGH_HEADS})
_PLURAL_MONEY = {"bn": 1e9, "m": 1e6, "k": 1e3}


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: offsets, value, the upper bound where the words are rough ("dozens"), and whether they are."""

    start: int
    end: int
    value: float
    upper: float | None = None
    rough: bool = False
    currency: str = ""


def numbers(text: str, among: Sequence[Word], language: str) -> tuple[Number, ...]:
    """Every number of the text in order, in digits or words. A single 'one' or 'un' is not taken: it is mostly no count."""
    found = list(_in_digits(text))
    taken = [(number.start, number.end) for number in found]
    found += [
        one
        for one in _in_words(among, language)
        if not any(one.start < end and start < one.end for start, end in taken)
    ]
    return tuple(_with_multipliers(sorted(found, key=lambda one: one.start), among))


def _in_digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        value = value_of(match.group(1))
        if value is None:
            continue
        follower = text[match.end() : match.end() + 1]
        if (
            follower.isalpha()
            and not match["after"]
            and text[match.end() : match.end() + 2].lower() not in ("km", "mm", "m ", "cm")
        ):
            continue
        money = (match["after"] or "").strip()
        sign = match.group()[0] if match.group()[0] in "$€£¥" else ""
        end = match.end() if sign else match.end(1)
        yield Number(
            match.start(), end, value * (_PLURAL_MONEY.get(money, 1.0) if sign else 1.0), currency=sign
        )


def value_of(written: str) -> float | None:
    """The value of digits with groups of three ("1,600", "1.600", "1 600") or a decimal part ("7.8", "7,8")."""
    if _GROUPED.match(written):
        return float(re.sub(r"\D", "", written))
    plain = written.replace(",", ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _in_words(among: Sequence[Word], language: str) -> Iterator[Number]:
    barred = _BY_LANGUAGE.get(language, frozenset())
    index = 0
    while index < len(among):
        if among[index].folded not in _STARTERS:
            index += 1
            continue
        rough = _rough_at(among, index, barred)
        if rough is not None:
            count, (low, high) = rough
            yield Number(
                among[index].start,
                among[index + count - 1].end,
                low,
                high if high != low else None,
                rough=True,
            )
            index += count
            continue
        count, value = _spelled_at(among, index, barred)
        if count and not (count == 1 and value == 1):
            yield Number(among[index].start, among[index + count - 1].end, value)
        elif count == 1 and among[index].folded == "one":
            yield Number(among[index].start, among[index].end, 1.0)
        index += max(count, 1)


def _rough_at(
    among: Sequence[Word], index: int, barred: frozenset[str]
) -> tuple[int, tuple[float, float]] | None:
    for phrase in _ROUGH_HEADS.get(among[index].folded, ()):
        if phrase[0] in barred:
            continue
        if tuple(word.folded for word in among[index : index + len(phrase)]) == phrase:
            return len(phrase), _ROUGH[phrase]
    return None


def _spelled_at(among: Sequence[Word], index: int, barred: frozenset[str]) -> tuple[int, float]:
    """How many words from here spell one number, and its value."""
    total, current, at, used = 0.0, 0.0, index, 0
    while at < len(among):
        word = among[at].folded
        if word in barred:
            break
        if word in _UNITS:
            value = _UNITS[word]
            if current % 100 and (current % 10 or value >= 10) and not (word == "dix" or current % 100 == 60):
                break
            current += value
        elif word in _MULTIPLIERS and (current or total):
            if _MULTIPLIERS[word] == 100:
                current *= 100
            else:
                total, current = total + current * _MULTIPLIERS[word], 0.0
        elif (
            word in _JOINTS
            and used
            and at + 1 < len(among)
            and among[at + 1].folded in _UNITS
            and _joins(current, total, among[at + 1].folded)
        ):
            at += 1
            continue
        else:
            break
        at += 1
        used = at - index
    return used, total + current


def _joins(current: float, total: float, following: str) -> bool:
    """'two hundred and fifty' and 'treinta y dos' are one number; 'three and four' are two."""
    value = _UNITS[following]
    return (
        (current >= 100 and current % 100 == 0)
        or (current == 0 and total > 0)
        or (current % 100 >= 20 and current % 10 == 0 and value < 10)
    )


def _with_multipliers(found: list[Number], among: Sequence[Word]) -> Iterator[Number]:
    """'1.5 million' as one number."""
    starts = {word.start: word for word in among}
    for number in found:
        word = starts.get(number.end + 1)
        factor = _MULTIPLIERS.get(word.folded) if word is not None else None
        if word is not None and factor is not None and factor >= 1000 and not number.rough:
            yield Number(number.start, word.end, number.value * factor, None, number.rough, number.currency)
        else:
            yield number

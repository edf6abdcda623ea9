"""Numbers in digits: any script, any grouping, money signs and short scales ('3.5k', '$2bn'); what is no count is left out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_GAPS = ",.\u00a0\u202f\u2009 ’'٬"
_SIGNS = {
    "$": "USD", "US$": "USD", "A$": "AUD", "C$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "€": "EUR",
    "£": "GBP", "¥": "JPY", "₹": "INR", "₦": "NGN", "₱": "PHP", "₩": "KRW", "₽": "RUB", "₪": "ILS", "฿": "THB", "₺": "TRY",
    "₴": "UAH", "₫": "VND", "৳": "BDT",
}  # fmt: skip
_CODES = (
    "USD EUR GBP JPY INR NGN KES ZAR CHF CAD AUD BRL MXN COP PKR PHP IDR RUB TRY UAH AED SAR EGP MAD XOF XAF"
)
_DIGITS = re.compile(
    r"(?<![\w.,/:٫])(?<!\D[-\u2010\u2011])"
    rf"(?:(?P<sign>(?:US|NZ|HK|[ACRS])?\$|[€£¥₹₦₱₩₽₪฿₺₴₫৳]|(?:{_CODES.replace(' ', '|')}))\s?)?"
    rf"(?P<digits>\d{{1,3}}(?:[{_GAPS}]\d{{3}}){{1,6}}(?!\d)(?:[.,٫]\d{{1,2}}(?!\d))?|\d{{1,3}}(?:,\d\d){{1,3}},\d{{3}}(?!\d)|\d{{1,12}}(?:[.,٫]\d{{1,3}})?(?!\d))"
    r"(?P<scale>\s?(?:bn|mn|tn|m|k|M|K|BN|MN)\b)?"
)
# An Arabic 'and' is written onto the digits that follow it.
_ARABIC_AND = re.compile(r"(?<!\w)و(?=\d)")
_GROUPED = re.compile(rf"^[1-9]\d{{0,2}}(?:([{_GAPS}])\d{{3}})(?:\1\d{{3}})*(?:[.,٫]\d{{1,2}})?$")
_LAKHS = re.compile(r"^[1-9]\d{0,2}(?:,\d\d)+,\d{3}$")
_SCALES = {"bn": 1e9, "mn": 1e6, "tn": 1e12, "m": 1e6, "k": 1e3}
_GLUED_UNIT = re.compile(
    r"(?:km|kms|mm|cm|m|ha|kg|mph|kph|kmh|kt|kts|[CF]|h|hrs?|kilometres?|lakh|crore)\b", re.I
)
# Dates and versions in three parts, telephone numbers, coordinates and clock times.
_NO_COUNT = re.compile(
    r"(?<!\d)\d{1,4}([-/.])\d{1,2}\1\d{1,4}(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d[-–/]\d\d(?!\d)|(?<!\d)\d-\d{3}-\d{3}-\d{4}(?!\d)"
    r"|\+\d[\d ().-]{5,20}\d"
    r"|\(\d{2,4}\)[ -]?\d{3,4}[ -]\d{3,4}"
    r"|(?<![\d.,])(?<!\d[ -])0\d{1,4}(?:[ -]\d{2,4}){1,4}"
    r"|(?<!\d)\d{3}-\d{3}-\d{4}(?!\d)"
    r"|(?<!\d)\d{2,4}(?: \d{2,4}){3,8}(?!\d)"
    r"|\d{1,3}(?:\.\d+)?\s?°\s?(?:\d{1,2}\s?['′’]\s?)?[NSEW]\b"
    r"|(?<!\d)\d{1,2}:\d\d(?!\d)"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number in a text: offsets, value, and the upper bound of a range or of rough words ("dozens").

    `rough` says that the words themselves are rough; `currency` is the ISO 4217 code of a sign before it, `factor` the
    thousand or million in it, `alone` that it is a bare 'one', which mostly counts nothing, `vague` that it is a word such
    as 'several'.
    """

    start: int
    end: int
    value: float
    upper: float | None = None
    rough: bool = False
    currency: str = ""
    factor: float = 1.0
    alone: bool = False
    vague: bool = False


# Runs of digits with what may stand between them: numbers are looked for only there.
_RUN = re.compile(r"\d[\d ().,:/°'′’+\-\u00a0\u202f\u2009٬٫]*")
_REACH = 5


def numerals(text: str) -> Iterator[Number]:
    """Every number in digits that can be a count or a measure, in order; dates, clock times and telephone numbers are not."""
    read = _ARABIC_AND.sub(" ", text) if "و" in text else text
    past = 0
    for run in _RUN.finditer(read):
        start, end = max(past, run.start() - _REACH), run.end() + 3 * _REACH
        masks: list[tuple[int, int]] = []
        at = 0
        if run.end() - run.start() > 3:
            masks = [
                match.span() for match in _NO_COUNT.finditer(read, max(start, run.start() - 2), run.end() + 1)
            ]
        for match in _DIGITS.finditer(read, start, end):
            first, last = match.span("digits")
            if first >= run.end():
                break
            past = last
            while at < len(masks) and masks[at][1] <= first:
                at += 1
            if at < len(masks) and masks[at][0] < last:
                continue
            number = _number(text, match)
            if number is not None:
                yield number


def _number(text: str, match: re.Match[str]) -> Number | None:
    digits = match["digits"]
    value = value_of(digits)
    if value is None or (len(digits) > 1 and digits[0] in "0٠" and digits[1] not in ".,٫"):
        return None
    sign = match["sign"] or ""
    scale = (match["scale"] or "").strip()
    # '10m' is a length and '10k' a run, unless money or people say otherwise; 'M' and 'K' say nothing on their own.
    after = text[match.end() : match.end() + 12].lower()
    if (
        scale
        and not sign
        and scale.lower() == "m"
        and not after.lstrip().startswith(("people", "dollar", "euro"))
    ):
        scale = ""
    if scale and after.lstrip().startswith(("run", "race")):
        scale = ""
    end = match.end("scale") if scale else match.end("digits")
    follower = text[end : end + 1]
    if not scale and (follower.isalpha() or follower == "_") and not _GLUED_UNIT.match(text, end):
        return None
    if follower in ("/", ":") and text[end + 1 : end + 2].isdigit():
        return None
    factor = _SCALES.get(scale.lower(), 1.0)
    return Number(
        match.start("sign") if sign else match.start("digits"),
        end,
        value * factor,
        currency=_SIGNS.get(sign, sign),
        factor=factor,
    )


def value_of(written: str) -> float | None:
    """The value of digits with groups of three ("1,600", "1.600", "1 600") or a decimal part ("7.8", "7,8")."""
    if not written.isascii():
        written = "".join(str(unicodedata.digit(letter, letter)) for letter in written)
    grouped = _GROUPED.match(written)
    if grouped:
        gap = grouped.group(1)
        whole, decimal = written, ""
        if len(written) > 4 and written[-4:-3] != gap and not written[-3:].isdigit():
            cut = max(written.rfind(mark) for mark in ".,٫")
            whole, decimal = written[:cut], written[cut + 1 :]
        number = float(re.sub(r"\D", "", whole))
        return number + float(decimal) / 10 ** len(decimal) if decimal else number
    if _LAKHS.match(written):
        return float(written.replace(",", ""))
    try:
        return float(written.replace(",", ".").replace("٫", "."))
    except ValueError:
        return None

"""Every number that can be written in digits or words of the languages served reads back as itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.numbers import numbers, value_of
from tocsin.reading.words import words

EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
EN_TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
FR_TENS = ["-", "-", "vingt", "trente", "quarante", "cinquante", "soixante"]
ES = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciséis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidós",
    "veintitrés",
    "veinticuatro",
    "veinticinco",
    "veintiséis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
]
ES_TENS = ["-", "-", "-", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"]
ES_HUNDREDS = [
    "-",
    "ciento",
    "doscientos",
    "trescientos",
    "cuatrocientos",
    "quinientos",
    "seiscientos",
    "setecientos",
    "ochocientos",
    "novecientos",
]
PT = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "catorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
]
PT_TENS = ["-", "-", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"]
PT_HUNDREDS = [
    "-",
    "cento",
    "duzentos",
    "trezentos",
    "quatrocentos",
    "quinhentos",
    "seiscentos",
    "setecentos",
    "oitocentos",
    "novecentos",
]
AR = ["-", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
AR_TENS = ["-", "-", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
AR_HUNDREDS = ["-", "مئة", "مئتان", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def english(n):
    if n < 20:
        return EN[n]
    if n < 100:
        return EN_TENS[n // 10] + (f"-{EN[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{EN[n // 100]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    rest = n % 1000
    joint = " and " if 0 < rest < 100 else " " if rest else ""
    return f"{english(n // 1000)} thousand{joint}{english(rest) if rest else ''}"


def french(n):
    if n < 20:
        return FR[n]
    if n < 70:
        unit = n % 10
        return FR_TENS[n // 10] + (" et un" if unit == 1 else f"-{FR[unit]}" if unit else "")
    if n < 80:
        return "soixante et onze" if n == 71 else f"soixante-{FR[n - 60]}"
    if n < 100:
        return "quatre-vingts" if n == 80 else f"quatre-vingt-{FR[n - 80]}"
    if n < 1000:
        head = "cent" if n < 200 else f"{FR[n // 100]} cent{'s' if n % 100 == 0 else ''}"
        return head + (f" {french(n % 100)}" if n % 100 else "")
    head = "mille" if n < 2000 else f"{french(n // 1000)} mille"
    return head + (f" {french(n % 1000)}" if n % 1000 else "")


def spanish(n):
    if n < 30:
        return ES[n]
    if n < 100:
        return ES_TENS[n // 10] + (f" y {ES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return "cien" if n == 100 else ES_HUNDREDS[n // 100] + (f" {spanish(n % 100)}" if n % 100 else "")
    head = (
        "mil"
        if n < 2000
        else f"{spanish(n // 1000).removesuffix('uno')}{'ún' if n // 1000 % 10 == 1 and n // 1000 != 11 else ''} mil"
    )
    return head + (f" {spanish(n % 1000)}" if n % 1000 else "")


def portuguese(n):
    if n < 20:
        return PT[n]
    if n < 100:
        return PT_TENS[n // 10] + (f" e {PT[n % 10]}" if n % 10 else "")
    if n < 1000:
        return "cem" if n == 100 else PT_HUNDREDS[n // 100] + (f" e {portuguese(n % 100)}" if n % 100 else "")
    rest = n % 1000
    head = "mil" if n < 2000 else f"{portuguese(n // 1000)} mil"
    joint = " e " if rest and (rest <= 100 or rest % 100 == 0) else " "
    return head + (f"{joint}{portuguese(rest)}" if rest else "")


def arabic(n):
    if n <= 10:
        return AR[n]
    if n < 20:
        return {11: "أحد عشر", 12: "اثنا عشر"}.get(n) or f"{AR[n - 10]} عشر"
    if n < 100:
        return (f"{AR[n % 10]} و" if n % 10 else "") + AR_TENS[n // 10]
    if n < 1000:
        return AR_HUNDREDS[n // 100] + (f" و{arabic(n % 100)}" if n % 100 else "")
    thousands, rest = divmod(n, 1000)
    head = {1: "ألف", 2: "ألفان"}.get(
        thousands
    ) or f"{arabic(thousands)} {'آلاف' if thousands <= 10 else 'ألف'}"
    return head + (f" و{arabic(rest)}" if rest else "")


SPEAKERS = {"en": english, "fr": french, "es": spanish, "pt": portuguese, "ar": arabic}
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def read_one(text, language):
    return [(one.value, one.upper) for one in numbers(text, words(text), language)]


@given(st.integers(2, 99_999), st.sampled_from(sorted(SPEAKERS)))
def test_a_number_in_words_reads_back(number, language):
    text = SPEAKERS[language](number)
    assert read_one(text, language) == [(number, None)], text


@given(st.integers(2, 99_999))
def test_english_capitals_read_back(number):
    assert read_one(english(number).upper(), "en") == [(number, None)]


@given(st.integers(1, 999_999_999), st.sampled_from([",", ".", "\u00a0", "\u202f", " ", "’", "٬"]))
def test_digits_with_any_grouping_read_back(number, gap):
    text = f"{number:,}".replace(",", gap)
    assert read_one(f"it is {text} now", "en") == [(number, None)]
    assert read_one(f"it is {text.translate(ARABIC_DIGITS)} now", "ar") == [(number, None)]


@given(st.integers(1, 999), st.sampled_from(["million", "billion", "thousand"]))
def test_scales_multiply(number, scale):
    factor = {"thousand": 1e3, "million": 1e6, "billion": 1e9}[scale]
    assert read_one(f"{number} {scale}", "en") == [(number * factor, None)]
    assert read_one(f"{number}.5 {scale}", "en") == [((number + 0.5) * factor, None)]


@given(st.integers(1, 500), st.integers(1, 500), st.sampled_from(["-", " to ", "–", " or "]))
def test_a_range_has_both_bounds(low, more, joint):
    assert read_one(f"about {low}{joint}{low + more} people", "en") == [(low, low + more)]


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("half a million", "en", 500_000), ("one and a half million", "en", 1_500_000), ("two dozen", "en", 24),
        ("half a dozen", "en", 6), ("a couple of", "en", 2), ("3.5k", "en", 3_500), ("a hundred and twenty", "en", 120),
        ("5 lakh", "en", 500_000), ("1,00,000", "en", 100_000), ("un demi-million", "fr", 500_000),
        ("1,5 million", "fr", 1_500_000), ("une vingtaine", "fr", 20), ("1,5 millón", "es", 1_500_000),
        ("un millón y medio", "es", 1_500_000), ("media docena", "es", 6), ("meio milhão", "pt", 500_000),
        ("um milhão e meio", "pt", 1_500_000), ("مليون ونصف", "ar", 1_500_000), ("نصف مليون", "ar", 500_000),
        ("ألفان", "ar", 2_000), ("١٬٦٠٠", "ar", 1_600), ("خمسة وعشرون", "ar", 25),
    ],
)  # fmt: skip
def test_forms_with_dozens_halves_and_scales(text, language, value):
    assert read_one(text, language) == [(value, None)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("dozens of", 24, 99), ("scores of", 40, 99), ("hundreds of", 200, 999), ("tens of thousands of", 20_000, 99_999),
        ("several", 3, 9), ("several hundred", 300, 900), ("between 20 and 30", 20, 30), ("two to three million", 2e6, 3e6),
    ],
)  # fmt: skip
def test_rough_words_have_bounds(text, low, high):
    assert read_one(text, "en") == [(low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "AK-47", "MV-22", "2019-03-20", "10/12/2019", "+44 20 7946 0958", "at 12:30", "the 5th", "1-888-555-0100", "v1.2.3",
        "two-thirds", "the twenty-first", "COVID-19", "020 7946 0018", "the 2009-10 budget", "34° N",
    ],
)  # fmt: skip
def test_names_dates_and_telephone_numbers_are_no_numbers(text):
    assert read_one(text, "en") == []


def test_two_counts_stay_two():
    assert read_one("three and four", "en") == [(3, None), (4, None)]
    assert read_one("rose from 12 to 17", "en") == [(12, None), (17, None)]
    assert read_one("tres y cuatro", "es") == [(3, None), (4, None)]


@given(st.text(alphabet="0123456789.,٬٫ 'kmbn$", max_size=20))
def test_digits_of_any_kind_have_a_value_or_none(written):
    value = value_of(written)
    assert value is None or value >= 0

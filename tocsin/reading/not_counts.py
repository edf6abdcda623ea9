"""Numbers that count nothing: years, ages, names of things, addresses, labels, scores, parts of compounds."""

from __future__ import annotations

import re

from tocsin.reading.numerals import Number
from tocsin.reading.words import word_set

_AFTER = re.compile(
    r"[-\s]?(?:years?|months?|days?|weeks?|yr)[-\s]old\b|[-–]\w+[-–]old\b|\s*(?:st|nd|rd|th)\b|\s?(?:ans|años|anos) (?:de edad|de idade)\b"
    r"|\s+(?:[A-Z][\w.'-]+\s+){1,3}(?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Drive|Square|Highway)\b"
    r"|\s(?:de\s)?(?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|janeiro|fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|January|February|March|April|May|June|July|August|September|October|November|December|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b"
    r"|\s?(?:[ap]\.?m\b|o['’]clock|GMT|UTC|hrs\b)|\s?['’]s\b|(?:st|nd)?\s+(?:anniversary|birthday|century)\b",
)
_AFTER_ANY_CASE = re.compile(
    r"[-\s]+(?:years?|months?|weeks?|minutes?|seconds?|decades?|ans|années?|mois|semaines?|años?|meses|semanas?|anos|minutos|سنة|سنوات|عاما|أعوام|شهرا|أشهر|أسابيع|دقيقة)\b"
    r"|[-‑](?!magnitude|km\b|kilomet|mile\b|met(?:re|er)\b|mm\b|degree|hour|day\b|foot\b|feet\b|inch|acre|hectare|odd\b|knot|ton|dollar|million|billion|percent|per-)[^\W\d]"
    r"|(?<=\b1)\s+(?:in|out of)\s+(?:every\s+)?\d|(?<=\bone)\s+(?:in|out of)\s+(?:every\s+)?(?:\d|two|three|four|five|six|ten)"
    r"|\s+(?:times\b|percentage points|block of\b|blocks? from\b)|(?<=\b911|\b112|\b999)\s+calls?\b"
    r"|[-\s](?:year|month|week|day)s?[-\s]old\b|[-–]\w+[-–]old\b"
    r"|\s+[^\W\d_]+\s(?:street|avenue|boulevard)\b",
    re.I,
)
_LABELS = word_set(
    "age aged ages update route highway autoroute motorway interstate chapter page pages no nos nº n° nr number numero número numéro room gate section article"
    " artículo artigo law ley decree flight vol vuelo voo phase category cat zone terminal platform resolution boeing airbus tupolev antonov"
    " cessna tel phone call dial line block covid apollo channel radio version group g unit detachment brigade battalion division day week level"
    " stage step class grade type model mark mi su mig bp km kilometre kilometer kilómetro marker pk calle avenida carrera rue rua bus train"
    " tranche part volume item paragraph stadium box code zip postal suite apartment apt flat floor studio psalm windows verse top season enterovirus rotavirus type"
    " episode round game match year anno año ano magnitude-"
)
_AGES = re.compile(
    r"\b(?:aged|ages|âgés? de|de edades?|con edades de|entre las edades)\s[\w\s,]{0,24}$", re.I
)
_AGE_ASIDE_END = re.compile(
    r"\s(?:and|y|et|e) (?:a |the )?(?:mother|father|madre|padre|mère|père|mãe|pai)\b|\s?(?:,|\)| ans?,| años,| anos,)\s?(?!\d)(?!(?:of|injur|wound|dead|kill))"
)
_GAME = re.compile(
    r"\b(?:won|beat|beaten|win|victory|defeat(?:ed)?|lost|lead|draw|drew|trail(?:ing|ed)?|score[ds]?|goalless)\b[\w\s]{0,24}$",
    re.I,
)
_GAME_SCORE = re.compile(r"\d{1,3}[-–]\d{1,3}$")
_YEAR_COUNTED = re.compile(
    r"\s(?:[\w-]+\s){0,2}(?:people|persons|deaths|dead|injured|wounded|houses|homes|families|civilians|soldiers|fighters|residents|migrants|cases|personas|personnes|pessoas|muertos|morts|mortos|heridos|blessés|feridos|شخص|قتيل)\b"
)
_PEOPLE_NEXT = re.compile(
    r"\s(?:[^\W\d]+\s){0,2}?(?:people|persons|civilians|soldiers|passengers|children|women|men|policemen|police|personas|personnes|pessoas|dead|injured)\b",
    re.I,
)
_YEAR_OPENED = re.compile(
    r"(?:\b(?:at least|more than|over|about|around|some|nearly|almost|up to|approximately|killed|killing|wounding|injuring|displaced|evacuated|toll of|rose to|au moins|plus de|environ|al menos|más de|unos|cerca de|pelo menos|mais de))\s$",
    re.I,
)
_RATIO = re.compile(r"\b(?:1|one) (?:in|out of) (?:every )?$", re.I)
_NO_ONE = re.compile(r"(?:^|\W)(?:no|any|every|each|some|this|that|which|not)[- ]$", re.I)
_PRONOUN = re.compile(
    r"\s(?:(?:of (?:the|its|their|his|her|our|these|those|many|several|two|three)\b)|another\b|day\b|way\b|thing\b|time\b|side\b|hand\b|reason\b|point\b|by one\b|can\b|could\b|may\b|must\b|should\b|would\b|might\b|said\b|says\b|that\b|which\b|who\b|in which\b|step\b|source\b|hour\b)",
    re.I,
)


def counts_nothing(text: str, number: Number) -> bool:
    """Whether the number is an age, a year, a label ('Flight 804'), a street number, a score or a part of a compound."""
    end, start = number.end, number.start
    if number.currency:
        return False
    after = _AFTER.match(text, end) or _AFTER_ANY_CASE.match(text, end)
    if after is not None and not (number.upper is not None and text[end : end + 1] == "-"):
        return True
    before = text[max(0, start - 34) : start]
    if number.alone:
        return _NO_ONE.search(before) is not None or (
            _PRONOUN.match(text, end) is not None
            and not _one_of_people(text, end)
            and not (_DID.search(before) and text[end : end + 4].lower() == " of ")
        )
    if number.vague:
        return False
    if _RATIO.search(before):
        return True
    label = before.split()[-1:] or [""]
    if label[0].strip(".(#").lower() in _LABELS or label[0].endswith("#") or before.endswith("#"):
        return _PEOPLE_NEXT.match(text, end) is None or label[0].lower() in (
            "aged",
            "age",
            "flight",
            "no",
            "no.",
        )
    if number.value <= 120 and (_AGES.search(before) or _is_age_aside(text, number, before)):
        return True
    if number.upper is not None and _GAME.search(before):
        return True
    digits = text[start:end]
    if len(digits) == 4 and digits.isdigit() and 1900 <= number.value <= 2100:
        return not (
            _YEAR_OPENED.search(before)
            or (
                _YEAR_COUNTED.match(text, end)
                and not re.search(r"\b(?:the|in|of|since|by|from|during|en|de|em)\s$", before, re.I)
            )
        )
    return False


def _is_age_aside(text: str, number: Number, before: str) -> bool:
    """'Jane Doe, 45, was hurt'."""
    return (
        1 <= number.value <= 110
        and number.upper is None
        and text[number.start : number.end].isdigit()
        and re.search(r"[A-ZÀ-Þ][\w'-]+\s?,\s$|\bboth\s$", before) is not None
        and _AGE_ASIDE_END.match(text, number.end) is not None
    )


_DID = re.compile(
    r"\b(?:killed|killing|wounded|wounding|injured|injuring|kidnapped|kidnapping|arrested|arresting)\s$", re.I
)
_ONE_OF_PEOPLE = re.compile(
    r"\sof (?:the|its|their|his|her|them|these|those)\b[\w\s-]{0,30}?\b(?:was|were|has been|is|died)\b", re.I
)


def _one_of_people(text: str, end: int) -> bool:
    """'one of the guards was killed' counts one; 'one of the worst attacks' counts nothing."""
    return _ONE_OF_PEOPLE.match(text, end) is not None

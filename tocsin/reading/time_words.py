"""What each word can be in a time, by language, and the words that tell what is to come from what is done."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from tocsin.reading.time_digits import ClockTime
from tocsin.reading.time_kinds import KIND
from tocsin.reading.time_tables import TABLES
from tocsin.reading.words import word_set, words

# What a text of each language says of what is to come, and of what is done; folded words.
FUTURE_WORDS = word_set(
    "will shall would planned plan plans planning scheduled upcoming expected due forecast anticipated slated set ll"
    " poised intends intend vows vowed threatens threatened tomorrow could may might should"
    " resume resumes reopen reopens begin begins starts expire expires"
    " sera seront aura auront prevu prevue prevus prevues prevoit prevoient devrait devraient appel appelle appellent"
    " demarrera debutera commencera"
    " sera seran habra previsto prevista previstos convocado convocada convocan convocaron podria podrian preve"
    " sera serao havera devera deverao deve devem previsto marcada marcado convocada convocado"
) | frozenset({"سوف", "مقرر", "مقررة", "متوقع", "يتوقع", "مرتقب", "مرتقبة", "يعتزم", "تعتزم", "دعت", "دعا"})
PAST_WORDS = word_set(
    "was were had has have been said says told died hit struck broke took shot went left came began fell found blew made"
    " met held got gave became rose saw ran led fought burnt spread sank lost sent spoke wrote ago"
)


class Entry(NamedTuple):
    """One thing that a word can begin: the words that must follow, the kind's letter, its value, and the kind's name where
    only the text around it settles what it is ("" where it is settled)."""

    rest: tuple[str, ...]
    letter: str
    value: Any
    unsettled: str


# Kinds of the tables that are settled at the word: 'May' is a month with a capital, 'may' is not.
_UNSETTLED = word_set("MONTH_CASED WEEKDAY_CASED WEEKDAY_ARTICLE DAY_ARTICLE DAY_OR_DATE HOUR_ARTICLE MANANA")


@lru_cache(maxsize=16)
def lexicon(language: str) -> dict[str, tuple[Entry, ...]]:
    """What a folded word can begin in a text of this language, the longest first.

    The language's own words come first, then English, then the words of the others that mean nothing else.
    """
    order = [language] if language in TABLES else []
    order += [code for code in TABLES if code not in order]
    rows: dict[tuple[str, ...], Entry] = {}
    for code in order:
        for phrase, kind, value, own in _rows(code):
            if not own or code == language:
                unsettled = kind if kind in _UNSETTLED else ""
                letter = KIND.get(kind, KIND["OTHER"])
                rows.setdefault(phrase, Entry(phrase[1:], letter, _value(kind, value), unsettled))
    table: dict[str, list[Entry]] = {}
    for phrase, entry in rows.items():
        table.setdefault(phrase[0], []).append(entry)
    return {head: tuple(sorted(found, key=lambda row: -len(row.rest))) for head, found in table.items()}


def _value(kind: str, value: str) -> Any:
    if kind == "CLOCK":
        return ClockTime(int(value))
    if kind == "COUNT":
        low, _, high = value.partition("..")
        return int(low), int(high or low)
    return int(value) if value.lstrip("-").isdigit() else value


@lru_cache(maxsize=8)
def _rows(code: str) -> tuple[tuple[tuple[str, ...], str, str, bool], ...]:
    found = []
    for line in TABLES[code].strip().splitlines():
        kind, value, *said = line.split()
        for one in said:
            phrase = tuple(word.folded for word in words(one.removeprefix("=").replace("_", " ")))
            found.append((phrase, kind, value, one.startswith("=")))
    return tuple(found)

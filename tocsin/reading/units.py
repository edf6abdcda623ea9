"""What figures count: a small taxonomy with a wider word for each unit, and the words that name them.

Three kinds: a *fate* (what became of people: killed, arrested), a *noun* (what is counted: houses, flights) and a
*measure* (kilometres, magnitude, money). A fate beats a noun: '400 fighters died' counts the killed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tocsin.reading import noun_words, unit_words
from tocsin.reading.unit_words import Kind
from tocsin.reading.words import Match, Word, fold, word_set, words


class Entry(NamedTuple):
    """What a word or phrase says of a number: unit, how it stands to the number, whose fate, and the count it holds.

    `holds` is 1 for a singular person ('mayor'), 2 for an Arabic dual, 0 where the number says how many; `nominal` that it
    can itself be what is counted ('12 muertos'); `currency` the ISO 4217 code where the word leaves no doubt.
    """

    unit: str
    kind: Kind
    whose: str = ""
    holds: int = 0
    nominal: bool = False
    currency: str = ""


def _rows(table: str) -> Iterator[tuple[str, str]]:
    for line in table.strip().splitlines():
        name, _, row = line.partition(":")
        yield name.strip(), row


def _fates() -> Iterator[tuple[str, Entry]]:
    nominals = {
        fold_phrase(word): unit
        for table in (unit_words.NOMINALS, unit_words.FATES[Kind.NOMINAL])
        for unit, row in _rows(table)
        for word in row.strip().split("|")
    }
    seen: set[str] = set()
    for kind, table in unit_words.FATES.items():
        if kind is Kind.NOMINAL:
            continue
        for unit, row in _rows(table):
            for word in map(fold_phrase, row.strip().split("|")):
                if word not in seen:
                    seen.add(word)
                    yield word, Entry(unit, kind, nominal=nominals.get(word) == unit)
    for word, unit in nominals.items():
        if word not in seen:
            yield word, Entry(unit, Kind.NOMINAL, nominal=True)
    for unit, row in _rows(unit_words.DUALS):
        for word in row.strip().split("|"):
            yield fold_phrase(word), Entry(unit, Kind.NOMINAL, holds=2, nominal=True)


def _nouns() -> Iterator[tuple[str, Entry]]:
    for name, row in _rows(noun_words.PEOPLE):
        unit, _, whose = name.partition("/")
        for count, group in zip((0, 1, 2), row.split(";"), strict=False):
            for word in group.strip().split("|"):
                if word:
                    yield fold_phrase(word), Entry(unit, Kind.NOUN, whose, count)
    for unit, row in _rows(noun_words.THINGS):
        for count, group in enumerate(row.split(";")):
            for word in group.strip().split("|"):
                yield fold_phrase(word), Entry(unit, Kind.NOUN, holds=count)


def _measures() -> Iterator[tuple[str, Entry]]:
    for unit, row in _rows(noun_words.MEASURES):
        for word in row.strip().split("|"):
            yield fold_phrase(word), Entry(unit, Kind.MEASURE)
    for name, row in _rows(noun_words.MONEY):
        unit, currency = _money(name)
        for word in row.strip().split("|"):
            yield fold_phrase(word), Entry(unit, Kind.MEASURE, currency=currency)


def _money(name: str) -> tuple[str, str]:
    unit, _, currency = name.rpartition(" ")
    return (unit, currency) if currency.isupper() else (name, "")


def fold_phrase(phrase: str) -> str:
    """The phrase folded word by word, as it is looked up."""
    return " ".join(fold(word) for word in phrase.strip().split())


def folded_row(row: str) -> frozenset[str]:
    """The words of a row parted by blanks, folded."""
    return frozenset(fold(word) for word in row.split())


def _entries() -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for source in (_fates(), _nouns(), _measures()):
        for phrase, entry in source:
            if not phrase.startswith("°") and phrase not in entries:
                entries[phrase] = entry
                # Arabic writes its 'and' onto the next word.
                if "\u0600" <= phrase[:1] <= "\u06ff" and len(phrase) > 2:
                    entries.setdefault("و" + phrase, entry)
    return entries


_ENTRIES = _entries()
# Arabic words with an 'and' written onto them.
GLUED = frozenset(phrase for phrase in _ENTRIES if phrase[:1] == "و" and phrase[1:] in _ENTRIES)


def _by_head() -> tuple[dict[str, Entry], dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]]]:
    """The entries of one word, and those of several by their first and second words, the longest first."""
    single: dict[str, Entry] = {}
    several: dict[str, dict[str, list[tuple[tuple[str, ...], Entry]]]] = {}
    for phrase, entry in _ENTRIES.items():
        parts = tuple(word.folded for word in words(phrase))
        if len(parts) == 1:
            single[parts[0]] = entry
        else:
            several.setdefault(parts[0], {}).setdefault(parts[1], []).append((parts, entry))
    for seconds in several.values():
        for rows in seconds.values():
            rows.sort(key=lambda row: -len(row[0]))
    return single, several


_SINGLE, _SEVERAL = _by_head()
_HEADS = frozenset((*_SINGLE, *_SEVERAL))


def find_units(among: Sequence[Word]) -> list[Match[Entry]]:
    """Every word or phrase that names a unit, the longest at each place, in order, none overlapping another."""
    found: list[Match[Entry]] = []
    past, length = 0, len(among)
    for index in [at for at, (word, _, _) in enumerate(among) if word in _HEADS]:
        if index < past:
            continue
        word, start, end = among[index]
        after, entry = index + 1, _SINGLE.get(word)
        seconds = _SEVERAL.get(word)
        if seconds is not None and after < length:
            for parts, each in seconds.get(among[after][0], ()):
                last = index + len(parts)
                if len(parts) == 2 or tuple(one for one, _, _ in among[index:last]) == parts:
                    after, entry, end = last, each, among[last - 1][2]
                    break
        if entry is not None:
            found.append(Match(index, after, start, end, entry))
            past = after
    return found


# Words of other languages that mean something else in a language without tables of its own.
FALSE_FRIENDS = {
    "en": word_set("corps"),
    "de": word_set("die tue fled"),
    "nl": word_set("die kills"),
    "af": word_set("die"),
    "it": word_set("mort"),
}

_FATE_UNITS = tuple(
    dict.fromkeys(entry.unit for entry in _ENTRIES.values() if entry.kind not in (Kind.NOUN, Kind.MEASURE))
)
_NOUN_UNITS = tuple(dict.fromkeys(entry.unit for entry in _ENTRIES.values() if entry.kind is Kind.NOUN))
_MEASURE_UNITS = tuple(dict.fromkeys(entry.unit for entry in _ENTRIES.values() if entry.kind is Kind.MEASURE))
MONEY = frozenset(_money(name)[0] for name, _ in _rows(noun_words.MONEY))
# Units that join a noun and what became of it.
_JOINED = ("terrorist cells dismantled", "cells dismantled", "fighters travelled")

UNITS: tuple[str, ...] = tuple(
    dict.fromkeys((*_FATE_UNITS, *_NOUN_UNITS, *_MEASURE_UNITS, "money", *_JOINED))
)
FATES = frozenset(_FATE_UNITS)
NOUNS = frozenset(_NOUN_UNITS)
MEASURES = frozenset(_MEASURE_UNITS) | {"money"}
CURRENCIES = {
    "USD": "dollars", "EUR": "euros", "GBP": "pounds", "JPY": "yen", "INR": "rupees", "PKR": "rupees", "NGN": "naira", "BRL": "reais",
    "MXN": "pesos", "COP": "pesos", "PHP": "pesos", "KES": "shillings", "ZAR": "rand", "CHF": "Swiss francs", "CAD": "dollars", "AUD": "dollars",
    "NZD": "dollars", "HKD": "dollars", "SGD": "dollars", "RUB": "roubles", "TRY": "lira", "AED": "dirhams", "MAD": "dirhams", "SAR": "riyals",
    "XOF": "francs", "XAF": "francs", "CNY": "yuan", "KRW": "won",
}  # fmt: skip

_PARENTS = {
    "fighters": "people", "soldiers": "people", "police officers": "people", "protesters": "people", "attackers": "people",
    "workers": "people", "families": "people", "houses": "buildings", "schools": "buildings", "hospitals": "buildings",
    "shops": "buildings", "flights": "transport", "aircraft": "transport", "vehicles": "transport", "vessels": "transport",
    "terrorist cells dismantled": "cells", "cells dismantled": "cells", "fighters travelled": "travelled",
    "casualties": "people", "killed": "casualties", "injured": "casualties", "trapped": "stranded", "evacuated": "displaced",
    "hectares": "area", "acres": "area", "square kilometres": "area", "magnitude": "strength", "tonnes": "weight", "kilograms": "weight",
    "litres": "volume", "hours": "time", "days": "time", "per cent": "share",
}  # fmt: skip


def parent(unit: str) -> str:
    """The wider word for a unit ("fighters": "people", "houses": "buildings", "killed": "casualties"), "" at the top."""
    if unit in _PARENTS:
        return _PARENTS[unit]
    if unit in MONEY:
        return "money"
    if unit in FATES:
        return "people"
    if unit in MEASURES:
        if unit == "knots" or " per hour" in unit:
            return "speed"
        if unit.startswith("degrees"):
            return "temperature"
        return "" if unit == "money" else "length"
    return ""


# 'Cases' are people who fell ill only where the text speaks of illness.
ILLNESS = folded_row(
    "virus viral disease diseases illness infection infections infected cholera ebola covid coronavirus measles dengue malaria flu influenza"
    " outbreak outbreaks epidemic pandemic meningitis polio plague typhoid hepatitis zika mpox monkeypox fever diphtheria anthrax rabies"
    " salmonella listeria tuberculosis hiv aids sars mers patients hospital hospitals symptoms crypto health virus maladie epidemie rougeole"
    " grippe paludisme variole fievre enfermedad brote sarampion gripe fiebre viruela surto doenca sarampo febre epidemia salud saude sante"
    " وباء فيروس كوليرا كورونا مرض حمى الحصبة تفشي الصحة ملاريا"
)
DISMANTLED = word_set(
    "dismantled dismantling dismantle busted uncovered demanteles demantele demantelees desmanteladas desmantelado"
    " desmanteladas تفكيك"
)
TO_FIGHT = word_set("fight fighting join joining joined combat combattre combatir lutar")
TERRORIST = word_set(
    "terrorist terror jihadist militant extremist islamist isis is terroriste terroristes terroristas"
    " terrorista"
)

"""What each word can be in a time, by language, and the words that tell what is to come from what is done."""

from __future__ import annotations

from functools import lru_cache

from tocsin.reading.time_tables import TABLES
from tocsin.reading.words import word_set, words

# What a text of each language says of what is to come, and of what is done; folded words.
FUTURE_WORDS = word_set(
    "will shall would planned plan plans planning scheduled upcoming expected due forecast anticipated slated set ll call calls"
    " called calling poised intends intend vows vowed threatens threatened tomorrow could may might should"
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


@lru_cache(maxsize=16)
def lexicon(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """What a folded word can begin in a text of this language: rows of following words, kind and value, longest first.

    The language's own words come first, then English, then the words of the others that mean nothing else.
    """
    order = [language] if language in TABLES else []
    order += [code for code in TABLES if code not in order]
    rows: dict[tuple[str, ...], tuple[str, str]] = {}
    for code in order:
        for phrase, kind, value, own in _rows(code):
            if own and code != language:
                continue
            rows.setdefault(phrase, (kind, value))
    table: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for phrase, (kind, value) in rows.items():
        table.setdefault(phrase[0], []).append((phrase[1:], kind, value))
    return {head: tuple(sorted(found, key=lambda row: -len(row[0]))) for head, found in table.items()}


@lru_cache(maxsize=8)
def _rows(code: str) -> tuple[tuple[tuple[str, ...], str, str, bool], ...]:
    found = []
    for line in TABLES[code].strip().splitlines():
        kind, value, *said = line.split()
        for one in said:
            phrase = tuple(word.folded for word in words(one.removeprefix("=").replace("_", " ")))
            found.append((phrase, kind, value, one.startswith("=")))
    return tuple(found)

"""What a text says did not happen to anybody: 'no one was hurt', 'sin víctimas', 'دون إصابات'."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.reading.spans import Span
from tocsin.reading.units import folded_row
from tocsin.reading.words import Word, word_set

_KILLED = "killed|died|dead|perished|deaths?|fatalit(?:y|ies)|loss of life|lives lost|lives were lost"
_INJURED = "injured|hurt|wounded|injur(?:y|ies)"
_OTHER = "casualt(?:y|ies)|victims?|harmed|missing|arrested|arrests|kidnapped"
_ENGLISH = re.compile(
    rf"\b(?:(?:no[ -]?one|nobody|none|no (?:people|person|civilians?|passengers?|residents?|staff|students?|children|soldiers?|officers?|workers?|crew members?)"
    rf"|none of (?:the |them)[\w ]{{0,24}}?)(?: aboard| inside| on board)? (?:(?:was|were|is|are|has been|have been|had been) (?:reported (?:to have been )?|reportedly |seriously )?)?(?P<none>{_KILLED}|{_INJURED}|{_OTHER})\b"
    rf"|(?:no|without(?: any| causing(?: any)?)?|caused no|causing no) (?P<no>casualt(?:y|ies)|victims?|injur(?:y|ies)|deaths?|fatalit(?:y|ies)|loss of life|arrests)(?:(?:,? or| and|,? nor) (?P<nor>casualties|victims|injuries|deaths|fatalities|loss of life))?\b)",
    re.I,
)
_OTHERS = re.compile(
    r"\b(?:aucune?s? (?:autre )?|ni |sans (?:faire (?:ni |de )?|causer de )?|n['’]a (?:pas )?fait (?:pas |ni |aucune? |de )?|pas de |personne n['’](?:a|est) (?:été )?)"
    r"(?P<fr>morts?|décès|blessée?s?|victimes?|tuée?s?|disparus?)\b"
    r"|\b(?:no (?:hubo|hay|dejó|causó|se (?:registraron|reportaron|reportan|registran|produjeron)) (?:que lamentar )?|sin (?:dejar |causar |que lamentar )?|ningún |ninguna |nadie (?:ha )?(?:resultó |fue |quedó )?)"
    r"(?P<es>muertos?|muertes|murió|muerto|fallecidos?|falleció|heridos?|herido|lesionados?|víctimas?|desaparecidos?)\b(?: ni (?P<nies>muertos|heridos|víctimas|lesionados))?"
    r"|\b(?:não (?:houve|há|deixou|causou|foram registrad[ao]s)|sem|nenhuma?|ninguém(?: (?:ficou|foi|se))?) "
    r"(?P<pt>mort[oe]s?|morreu|feridos?|feriu|vítimas?|desaparecidos?)\b(?: nem (?P<nempt>mortos|feridos|vítimas))?"
    r"|(?:لم يصب|لم تصب|لم يقتل|لم يجرح) (?:أحد|أي شخص|أي)\b|(?:دون|بدون|من دون|لا|لم تقع|لم تسجل|لم يسفر عن|عدم) (?:(?:وقوع|تسجيل|أي|أية|سقوط|حدوث|توجد|وجود) ){0,2}(?P<ar>إصابات|اصابات|ضحايا|قتلى|جرحى|خسائر بشرية|خسائر في الأرواح)",
    re.I,
)
# 'No reports of casualties' says that nobody knows, and 'no further injuries' that there were some.
_UNKNOWN = re.compile(r"(?:\breports? of|\bword (?:on|of)|\bwhether|\bif|\bconfirm\w*)\s+$", re.I)


_ENGLISH_HEADS = word_set("no nobody none without caused causing")
_OTHER_HEADS = folded_row(
    "aucun aucune aucuns aucunes ni sans n pas personne no sin ningun ninguna nadie nao sem nenhum nenhuma ninguem لم دون بدون من لا عدم"
)


def absences(text: str, among: Sequence[Word]) -> Iterator[tuple[Span, str]]:
    """Every place where the text says that nobody was killed, injured or otherwise hit, with the unit; in order."""
    past = 0
    for word, start, _ in among:
        if start < past:
            continue
        match = _ENGLISH.match(text, start) if word in _ENGLISH_HEADS else None
        if match is None and word in _OTHER_HEADS:
            match = _OTHERS.match(text, start)
        if match is None or _UNKNOWN.search(text[max(0, start - 24) : start]):
            continue
        past = match.end()
        said = [part for part in match.groupdict().values() if part] or [match.group()]
        for unit in dict.fromkeys(_unit(part.lower()) for part in said):
            yield Span(*match.span()), unit


def _unit(word: str) -> str:
    if re.search(r"victim|víctim|vítim|casualt|harmed|ضحايا", word):
        return "casualties"
    if re.search(r"missing|disparu|desaparecid", word):
        return "missing"
    if word.startswith("arrest"):
        return "arrested"
    if word.startswith("kidnap"):
        return "kidnapped"
    if re.search(r"injur|hurt|wound|bless|herid|lesion|ferid|feriu|إصاب|اصاب|جرح|يصب|تصب", word):
        return "injured"
    return "killed"

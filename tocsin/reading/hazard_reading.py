"""Which hazards a text is about, and the words that decided."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from tocsin.reading.focus import Parts
from tocsin.reading.hazards import HAZARDS
from tocsin.reading.spans import Span
from tocsin.reading.values import HazardMention
from tocsin.reading.words import Phrases, Word

_ENOUGH = 0.9
_SHARE_OF_BEST = 0.4
_LONE_WORD = 0.5
_ASIDE, _LEAD, _TITLE = 0.3, 1.5, 2.0
_REPEATED = 0.25


@lru_cache(maxsize=16)
def _phrases(language: str) -> Phrases[tuple[tuple[str, float], ...]]:
    """The words of a language with the hazards each speaks of; English where the language has no list."""
    rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for hazard in HAZARDS:
        for phrase, weight in hazard.words.get(language, {}).items():
            rows[phrase].append((hazard.code, weight))
    return Phrases((phrase, tuple(meant)) for phrase, meant in rows.items())


def read_hazards(text: str, among: Sequence[Word], language: str, parts: Parts) -> tuple[HazardMention, ...]:
    """The hazards, the surest first; () where no word decides. Title and lead weigh most, context and advice least."""
    served = language if any(language in one.words for one in HAZARDS) else "en"
    points: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)
    heard: dict[tuple[str, str], int] = defaultdict(int)
    for match in _phrases(served).find(among):
        span = Span(match.start, match.end)
        said = span.of(text)
        factor = _factor(parts, span)
        for code, weight in match.payload:
            times = heard[code, said.casefold()]
            heard[code, said.casefold()] += 1
            points[code] += weight * factor * (1.0 if times == 0 else _REPEATED if times < 4 else 0.0)
            spans[code].append(span)
    return _ranked(text, points, spans)


def _factor(parts: Parts, span: Span) -> float:
    weight = parts.weight(span)
    return _TITLE if weight >= 3 else _LEAD if weight >= 2 else _ASIDE if weight < 0.5 else 1.0


def _ranked(text: str, points: dict[str, float], spans: dict[str, list[Span]]) -> tuple[HazardMention, ...]:
    if not points:
        return ()
    ranked = sorted(points, key=lambda code: (-points[code], code))
    best = points[ranked[0]]
    kept = [code for code in ranked if points[code] >= max(_ENOUGH, _SHARE_OF_BEST * best)]
    if not kept and best >= _LONE_WORD:
        kept = ranked[:1]
    mentions = []
    for code in kept[:4]:
        words = tuple(dict.fromkeys(span.of(text) for span in spans[code]))
        confidence = round((1 - math.exp(-points[code])) * (0.5 + 0.5 * points[code] / best), 2)
        mentions.append(HazardMention(code, confidence, words[:12], tuple(spans[code][:24])))
    return tuple(mentions)

"""Which hazards a text is about, and the words that decided.

Every phrase of the lists in the text's language gives its hazard points: more in the title and the lead, fewer the
farther down it stands, as reports put the event first. Words that only support never decide alone. Where people argue
rather than report ('we must', 'our struggle'), words outside title and lead count less.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tocsin.reading.focus import Parts
from tocsin.reading.hazard_pairs import PAIRS
from tocsin.reading.hazards import FIGURES_OF_SPEECH, HAZARDS
from tocsin.reading.spans import Span
from tocsin.reading.values import HazardMention
from tocsin.reading.words import Phrases, Word, fold, word_set

_ENOUGH = 1.2
_SHARE_OF_BEST = 0.4
_LONE_WORD = 0.6
_SUPPORTS, _POINTS = 0.3, 0.5
# However often a body names a topic ('terrorism') or what goes with it ('police said'), an event it does not make.
_MOST_OF_TOPIC, _MOST_OF_SUPPORT = 1.0, 0.5
_ASIDE, _LEAD, _TITLE = 0.3, 1.5, 2.0
# Characters: to here a body's words count whole, then less and less, down to the least.
_NEAR, _FAR, _LEAST = 800, 2_400, 0.25
_REPEATED = 0.25
_MOST = 4
_ORDER = {hazard.code: number for number, hazard in enumerate(HAZARDS)}
# 'A flood of water' is a flood; of anything else it is not.
_MEASURES = word_set("storm storms flood floods hail torrent hurricane cyclone typhoon blizzard")
_LITERAL = word_set(
    "water waters mud rain rains lava the snow sand dust january february march april may june july august september october november december"
)
_OF = word_set("of de du des da do of")
_ARGUING = word_set("we our us must shall should let i my me ourselves you your")
_ARGUED = 0.045
_Meant = tuple[tuple[str, float], ...]
_Found = tuple[int, int, _Meant]
_PairRule = tuple[frozenset[str], int, _Meant]


@lru_cache(maxsize=16)
def _phrases(language: str) -> Phrases[_Meant]:
    """The phrases of a language with the hazards each speaks of, none for a figure of speech."""
    rows: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for hazard in HAZARDS:
        for phrase, weight in hazard.words.get(language, {}).items():
            rows[phrase].append((hazard.code, weight))
    for phrase in FIGURES_OF_SPEECH[language]:
        rows[phrase] = []
    return Phrases((phrase, tuple(meant)) for phrase, meant in rows.items())


def read_hazards(text: str, among: Sequence[Word], language: str, parts: Parts) -> tuple[HazardMention, ...]:
    """The hazards, the surest first; () where no word decides. Title and lead weigh most, context and advice least."""
    served = language if language in FIGURES_OF_SPEECH else "en"
    points: dict[str, float] = defaultdict(float)
    topic: dict[str, float] = defaultdict(float)
    support: dict[str, float] = defaultdict(float)
    spans: dict[str, list[Span]] = defaultdict(list)
    heard: dict[tuple[str, str], int] = defaultdict(int)
    argued = 0.5 if served == "en" and _argues(among) else 1.0
    for first, after, meant in _found(among, served):
        span = Span(among[first].start, among[after - 1].end)
        said = " ".join(word.folded for word in among[first:after])
        factor = _factor(parts, span, argued)
        for code, weight in meant:
            times = heard[code, said]
            heard[code, said] += 1
            worth = weight * factor * (1.0 if times == 0 else _REPEATED if times < _MOST else 0.0)
            kind = support if weight <= _SUPPORTS else points if weight > _POINTS or factor > 1.0 else topic
            kind[code] += worth
            spans[code].append(span)
    for code in topic:
        points[code] += min(_MOST_OF_TOPIC, topic[code])
    for code in points:
        points[code] += min(_MOST_OF_SUPPORT, support[code])
    return _ranked(text, points, spans)


def _found(among: Sequence[Word], language: str) -> Iterator[_Found]:
    """Each phrase and pair of words that speaks of hazards: first word, word after the last, hazards with weights."""
    heads, rules = _pairs(language)
    silent: set[int] = set()
    for match in _phrases(language).find(among):
        if match.payload and not _is_measure(among, match.first, match.after):
            yield match.first, match.after, match.payload
        else:
            silent.update(range(match.first, match.after))
    for index, word in enumerate(among):
        if index in silent or word.folded not in heads:
            continue
        for number in heads[word.folded]:
            last, most, meant = rules[number]
            for after in range(index + 1, min(len(among), index + 2 + most)):
                if among[after].folded in last and after not in silent:
                    yield index, after + 1, meant
                    break


@lru_cache(maxsize=16)
def _pairs(language: str) -> tuple[dict[str, tuple[int, ...]], tuple[_PairRule, ...]]:
    heads: dict[str, tuple[int, ...]] = {}
    rules: list[_PairRule] = []
    for number, (first, last, most, code, weight) in enumerate(PAIRS[language]):
        rules.append((frozenset(map(fold, last.split())), most, ((code, weight),)))
        for word in map(fold, first.split()):
            heads[word] = (*heads.get(word, ()), number)
    return heads, tuple(rules)


def _argues(among: Sequence[Word]) -> bool:
    first = among[:800]
    return sum(word.folded in _ARGUING for word in first) > _ARGUED * len(first)


def _is_measure(among: Sequence[Word], first: int, after: int) -> bool:
    """Whether the words are a figure of speech by what follows: 'a storm of', 'a flood of'."""
    if after != first + 1 or among[first].folded not in _MEASURES or after + 1 >= len(among):
        return False
    following = among[after + 1].folded
    return among[after].folded in _OF and not following.isdigit() and following not in _LITERAL


def _factor(parts: Parts, span: Span, argued: float) -> float:
    weight = parts.weight(span)
    if weight >= 3:
        return _TITLE
    if weight >= 2:
        return _LEAD
    if weight < 0.5:
        return _ASIDE
    along = (span.start - _NEAR) / (_FAR - _NEAR)
    return argued * (1.0 if along <= 0 else _LEAST if along >= 1 else 1.0 - (1.0 - _LEAST) * along)


def _ranked(text: str, points: dict[str, float], spans: dict[str, list[Span]]) -> tuple[HazardMention, ...]:
    if not points:
        return ()
    ranked = sorted(points, key=lambda code: (-round(points[code], 6), spans[code][0].start, _ORDER[code]))
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

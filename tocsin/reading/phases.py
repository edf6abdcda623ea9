"""Whether an event happened, goes on, is planned, is feared, is over or is denied.

What was prevented ('foiled', 'thwarted', a bomb that was defused or failed to go off) did not happen; it tells of a
danger, so it is read as feared. What was looked for and not found ('no bomb was found', 'a false alarm', 'a hoax') is
denied. What was planned and called off is over.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache

from tocsin.reading import phase_words
from tocsin.reading.focus import Parts
from tocsin.reading.hazard_words import phrases
from tocsin.reading.spans import Span
from tocsin.reading.values import HazardMention, Phase
from tocsin.reading.words import Match, Phrases, Word, word_set

_LONGEST = 3_000
_ASIDE = 0.5
_REPEATED = 0.25
# Cues this near (characters) to a word for the surest hazard speak of it.
_NEAR, _NEAR_COUNTS = 60, 1.3
_ORDER = (Phase.DENIED, Phase.OVER, Phase.UNDER_WAY, Phase.PLANNED, Phase.FEARED, Phase.HAPPENED)
_DOUBTLESS = 4.0
# What nobody plans cannot be planned.
_PLANNED_HAZARDS = word_set("civil-unrest labour-action politics-and-elections transport infrastructure")
_BREAK = re.compile(r"[.;:!?\n]")
_CueMatch = tuple[Phase, float, int, int]


@lru_cache(maxsize=8)
def _cues(language: str) -> Phrases[tuple[Phase, float]]:
    found: dict[str, tuple[Phase, float]] = {}
    for phase, weight, row in phase_words.CUES[language]:
        for phrase in phrases(row):
            found.setdefault(phrase, (phase, weight))
    return Phrases(found.items())


@lru_cache(maxsize=8)
def _gaps(
    language: str,
) -> tuple[dict[str, tuple[int, ...]], tuple[tuple[frozenset[str], int, Phase, float], ...]]:
    rules = []
    heads: dict[str, tuple[int, ...]] = {}
    for number, (first, last, most, phase, weight) in enumerate(phase_words.GAPS[language]):
        rules.append((word_set(last), most, phase, weight))
        for word in word_set(first):
            heads[word] = (*heads.get(word, ()), number)
    return heads, tuple(rules)


_PROGRESSIVE = {
    language: (word_set(row), ending) for language, (row, ending) in phase_words.PROGRESSIVE.items()
}
_NOT_PROGRESSIVE = word_set(phase_words.NOT_PROGRESSIVE)
_GOES_ON = 0.9
_NEGATIONS = {language: word_set(row) for language, row in phase_words.NEGATIONS.items()}


def read_phase(
    text: str, among: Sequence[Word], language: str, parts: Parts, hazards: Sequence[HazardMention]
) -> tuple[Phase, str]:
    """The phase and the words that decided, as a reason in plain English. Context and advice do not count.

    `among` are the words of the text, `hazards` what it is about, the surest first: cues beside their words count more.
    """
    spoken = language if language in phase_words.CUES else "en"
    points: dict[Phase, float] = defaultdict(float)
    said: dict[Phase, list[str]] = defaultdict(list)
    starts = sorted(span.start for span in hazards[0].spans) if hazards else []
    first = among[: bisect_left(among, _LONGEST, key=lambda word: word.start)]
    for phase, weight, start, end in _matches(text, first, spoken):
        where = parts.weight(Span(start, end))
        if where < _ASIDE:
            continue
        quoted = text[start:end].lower()
        repeated = quoted in said[phase]
        near = _NEAR_COUNTS if _is_near(starts, start, end) else 1.0
        points[phase] += weight * where * near * (_REPEATED if repeated else 1.0)
        if not repeated:
            said[phase].append(quoted)
    _settle(points, said, {one.code for one in hazards})
    if not points:
        return Phase.HAPPENED, "No word says otherwise, so it is read as a report of what happened."
    best = max(_ORDER, key=lambda phase: points.get(phase, 0.0))
    words = ", ".join(f"'{' '.join(word.split())}'" for word in said[best][:5])
    return best, f"Read as {best.value} because of {words}."


def _matches(text: str, among: Sequence[Word], language: str) -> Iterator[_CueMatch]:
    cues, (heads, rules), negations = _cues(language), _gaps(language), _NEGATIONS[language]
    for match in cues.find(among):
        phase, weight = match.payload
        if not _is_negated(among, match, negations):
            yield phase, weight, match.start, match.end
    verbs, ending = _PROGRESSIVE.get(language, (frozenset[str](), ""))
    for index, word in enumerate(among):
        if word.folded in verbs and index + 1 < len(among):
            following = among[index + 1]
            if following.folded.endswith(ending) and following.folded not in _NOT_PROGRESSIVE:
                yield Phase.UNDER_WAY, _GOES_ON, word.start, following.end
        for number in heads.get(word.folded, ()):
            last, most, phase, weight = rules[number]
            for after in among[index + 1 : index + 2 + most]:
                if after.folded in last:
                    if _BREAK.search(text, word.end, after.start):
                        break
                    yield phase, weight, word.start, after.end
                    break


def _is_negated(among: Sequence[Word], match: Match[tuple[Phase, float]], negations: frozenset[str]) -> bool:
    if match.payload[0] is Phase.DENIED:
        return False
    before = among[max(0, match.first - 2) : match.first]
    return any(word.folded in negations for word in before) and match.start - before[0].start < 30


def _is_near(starts: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(starts, start - _NEAR)
    return at < len(starts) and starts[at] <= end + _NEAR


def _settle(points: dict[Phase, float], said: dict[Phase, list[str]], hazards: set[str]) -> None:
    """Leave out what cannot be: plans for what nobody plans; denied and over without words that leave no doubt."""
    if Phase.PLANNED in points and not _PLANNED_HAZARDS.intersection(hazards):
        points[Phase.FEARED] = points.get(Phase.FEARED, 0.0) + points.pop(Phase.PLANNED)
        said[Phase.FEARED] += said.pop(Phase.PLANNED)
    for sure in (Phase.DENIED, Phase.OVER):
        if points.get(sure, 0.0) < _DOUBTLESS:
            points.pop(sure, None)
        else:
            points[sure] *= 1.5

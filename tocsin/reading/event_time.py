"""The time of the event a text reports, among all the times it names.

Each time is weighed by what stands in its sentence (words of the hazard, what became of people, words of speech), by how
near the head of the text it stands, how sharply it is said, and how far it lies from the day of the report. The day of
the dateline stands for the event where no other time is told of it: news is of its day unless it says otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.reading.reading import Reading
from tocsin.reading.sentences import sentences
from tocsin.reading.spans import Span
from tocsin.reading.time_dateline import dateline_of
from tocsin.reading.values import Certainty, Phase, TimeMention

_DAY = timedelta(days=1)
_LEAST = 0.0
_WINDOW = 400
_BODY_PARTS = ("Summary", "Event", "Timeframe", "Area")
_MOST_TIMES = 200

_HAPPENED = re.compile(
    r"\b(?:kill(?:ed|ing|s)?|dead|died|dies|murder(?:ed|s|ing)?|assassinat\w+|wound(?:ed|ing|s)|injur(?:ed|ing|ies)|explo(?:ded?|sions?|ding)"
    r"|bomb(?:ed|ing|ings|s)?|blast(?:s|ed)?|attack(?:ed|s|ing)?|ambush\w*|kidnap\w*|abduct\w*|hijack\w*|shot|shooting|gunned|fired|struck|strikes?|hit"
    r"|destroyed|damaged|burned|burnt|set fire|blew|blown|detonat\w+|dynamit\w+|sabotag\w+|raid(?:ed|s)?|clash(?:es|ed)?|stormed|seized|captured|robbed|collapsed"
    r"|flood(?:ed|s|ing)?|erupt\w*|derailed|crash(?:ed|es)?|sank|quake|earthquake|protest(?:ed|ers|s)?|march(?:ed)?|occurred|took place|happened|perpetrated|began|broke out|launched"
    r"|tu[ée]e?s?|mort(?:s|e|es)?|blessée?s?|attaque?s?|attentats?|explosion|enlev\w+|s['’]est produite?|a eu lieu"
    r"|mat(?:ó|aron|ados?|ou|aram)|muri(?:ó|eron)|muertos?|heridos?|ataque|atac(?:ó|aron|ou|aram)|explosi(?:ón|ones)|estalló|secuestr\w+|asesin\w+|ocurrió|se produjo|sacudió"
    r"|mort(?:o|os|a|as)|morreram|morreu|feridos?|explosão|explodiu|sequestr\w+|assassin\w+|ocorreu|aconteceu|atingi(?:u|ram)"
    r"|قتل\w*|مقتل|اصيب\w*|أصيب\w*|انفجار|انفجرت?|هجوم|هاجم\w*|وقع|خطف|اختطف\w*|استهدف\w*)\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:said|says|stat(?:ed|es|ement)|report(?:ed|s)|announc\w+|told|declar\w+|confirm\w+|reveal\w+|condemn\w+|add(?:ed|s)|den(?:ied|ies)|claim(?:ed|s)|accus\w+|disclos\w+"
    r"|express\w+|learned|noted|indicated|pointed out|issued|released|published|broadcast|interview|communique|press conference|arriv\w+|met|meeting|urged|warned|demand\w+|called|rejected|reiterat\w+"
    r"|a (?:dit|déclaré|annoncé|indiqué)|dijo|informó|anunció|declaró|señaló|confirmó|disse|informou|anunciou|afirmou|قال\w*|أعلن\w*|صرح\w*|ذكر\w*)\b",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(
    r"\b(?:anniversar\w+|previous(?:ly)?|earlier (?:this|attack|in)|similar|in a separate|was born|years? ago|ago|since|was arrested|was elected|history|recalled"
    r"|aniversario|anniversaire|aniversário|precedent\w*|anteriormente|par le passé)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EventTime:
    """The time of the event and, in plain words, why this one."""

    time: TimeMention
    reason: str
    points: float


def event_time(reading: Reading) -> TimeMention | None:
    """The time, among those of a reading, at which its event happened or will happen; None where the text names none."""
    chosen = choose_event_time(reading)
    return None if chosen is None else chosen.time


def choose_event_time(reading: Reading) -> EventTime | None:
    """The time of the event with the reason for it; None where the text names no time that could be it."""
    text, times = reading.text, reading.times[:_MOST_TIMES]
    if not times:
        return None
    line = dateline_of(text, reading.published.replace(tzinfo=None))
    dated = None
    if line is not None:
        dated = next((one for one in times if one.span.meets(line.date_span)), None)
    told = dated.start if dated is not None and dated.start is not None else reading.published
    among = sentences(text[: times[-1].span.end + _WINDOW])
    scene = _Scene(
        text=text,
        sentences=among,
        marks=sorted(span.start for hazard in reading.hazards for span in hazard.spans),
        told=told,
        phase=reading.phase,
        asides=tuple(part.span for part in reading.sections if part.name not in _BODY_PARTS),
    )
    weighed = [
        scene.weigh(time)
        for time in times
        if time is not dated and not (time.start is None and time.end is None)
    ]
    best = max(weighed, key=lambda one: one.points, default=None)
    if best is not None and (dated is None or best.points >= _LEAST):
        return best
    if dated is not None:
        return EventTime(
            dated, f"No time is told of the event itself; the dateline says '{_said(dated)}'.", 0.0
        )
    return best


def _said(time: TimeMention) -> str:
    return " ".join(time.text.split())


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the times of a text are weighed against: its sentences, where hazard words begin, the day of the report."""

    text: str
    sentences: Sequence[Span]
    marks: Sequence[int]
    told: datetime
    phase: Phase
    asides: Sequence[Span]

    def weigh(self, time: TimeMention) -> EventTime:
        """The points of a time that it is the event's, and the words for them."""
        text, told = self.text, self.told
        start, end = time.start or time.end or told, time.end or time.start or told
        rank = bisect_right(self.sentences, time.span.start, key=lambda one: one.start) - 1
        sentence = self._paragraph(rank, time.span)
        before, after = text[sentence.start : time.span.start], text[time.span.end : sentence.end]
        points = _sharpness(time) + 2.0 / (1 + 0.5 * max(0, rank)) - time.span.start / max(1, len(text))
        near = _happened(before, after)
        if near:
            points += 2.0 * near[1]
        at = bisect_left(self.marks, sentence.start)
        if at < len(self.marks) and self.marks[at] < sentence.end:
            points += 0.6
        if _reported(before, after):
            points -= 2.0
        if _BACKGROUND.search(sentence.of(text)):
            points -= 1.0
        if any(aside.holds(time.span) for aside in self.asides):
            points -= 2.0
        if self.phase is Phase.PLANNED:
            points += 1.0 if end > told else -1.0
        elif self.phase is Phase.FEARED:
            points += 0.5 if start > told + _DAY else 0.0
        elif start > told + _DAY:
            points -= 3.0
        gap = (told - end) / _DAY
        if gap > 30:
            points -= 1.5 + min(2.0, gap / 365)
        elif gap > 7:
            points -= 0.4
        because = f"'{near[0]}' stands with it" if near else "it stands nearest to the head of the report"
        return EventTime(time, f"'{_said(time)}': {because}.", points)

    def _paragraph(self, rank: int, span: Span) -> Span:
        """The sentence of a time, with the lines that a wire's line breaks cut off from it, within a window around it."""
        text, among = self.text, self.sentences
        if not 0 <= rank < len(among):
            return Span(max(0, span.start - _WINDOW), min(len(text), span.end + _WINDOW))
        first = last = rank
        while first > 0 and among[rank].start - among[first].start < _WINDOW and self._goes_on(first - 1):
            first -= 1
        while last + 1 < len(among) and among[last].end - span.end < _WINDOW and self._goes_on(last):
            last += 1
        return Span(max(among[first].start, span.start - _WINDOW), min(among[last].end, span.end + _WINDOW))

    def _goes_on(self, index: int) -> bool:
        """Whether a sentence was only cut off by the end of its line."""
        one, following = self.sentences[index], self.sentences[index + 1]
        between = self.text[one.end : following.start]
        return between.count("\n") == 1 and self.text[one.end - 1] not in '.!?:]"'


def _sharpness(time: TimeMention) -> float:
    """From 0 for a day or less down to -3.5 for a year or more, less for what is vague or unsure."""
    if time.start is None or time.end is None:
        return -1.5
    days = (time.end - time.start) / _DAY
    steps = ((1.5, 0.0), (3.0, -0.3), (8.0, -1.0), (32.0, -2.0))
    points = next((points for most, points in steps if days <= most), -3.5)
    return points - (0.5 if time.certainty is Certainty.VAGUE else 0.0) - (1.0 - time.confidence)


def _happened(before: str, after: str) -> tuple[str, float] | None:
    """The nearest word that tells what happened, and from 0.4 to 1 how near it is."""
    best: tuple[str, float] | None = None
    for piece, from_end in ((before, True), (after, False)):
        for match in _HAPPENED.finditer(piece):
            distance = len(piece) - match.end() if from_end else match.start()
            nearness = max(0.4, 1.0 - distance / 150)
            if best is None or nearness > best[1]:
                best = (" ".join(match.group().lower().split()), nearness)
    return best


def _reported(before: str, after: str) -> bool:
    """Whether the time is that of the report rather than of the event: 'said today', 'today announced'."""
    tail = " ".join(before[-60:].split()[-4:])
    said = list(_SAID.finditer(tail))
    if said:
        return _HAPPENED.search(tail, said[-1].end()) is None
    return _SAID.search(" ".join(after[:48].split()[:4])) is not None

"""The time of the event a text reports, among all the times it names.

Each time is weighed by what stands in its sentence (words of the hazard, what became of people, words of speech), by how
near the head of the text it stands, how sharply it is said, and how far it lies from the day of the report. The day of
the dateline stands for the event where no other time is told of it: news is of its day unless it says otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.reading.reading import Reading
from tocsin.reading.sentences import sentence_at, sentences
from tocsin.reading.spans import Span
from tocsin.reading.time_dateline import dateline_of
from tocsin.reading.values import Certainty, Phase, TimeMention

_DAY = timedelta(days=1)
_LEAST = 0.0

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
_SAID_NEAR = re.compile(_SAID.pattern + r"(?:\W+\w+){0,2}\W*$", re.IGNORECASE)
_SAID_AFTER = re.compile(r"^\W*(?:\w+\W+){0,2}?" + _SAID.pattern, re.IGNORECASE)
_HAPPENED_NEAR = re.compile(_HAPPENED.pattern + r"(?:\W+\w+){0,6}\W*$", re.IGNORECASE)
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
    text, times = reading.text, reading.times
    if not times:
        return None
    among = sentences(text)
    line = dateline_of(text, reading.published.replace(tzinfo=None))
    dated = None
    told = reading.published
    if line is not None:
        dated = next((one for one in times if one.span.meets(line.date_span)), None)
        if dated is not None and dated.start is not None:
            told = dated.start
    marks = sorted(span.start for hazard in reading.hazards for span in hazard.spans)
    ahead = reading.phase in (Phase.PLANNED, Phase.FEARED)
    best: EventTime | None = None
    for time in times:
        if time is dated or (time.start is None and time.end is None):
            continue
        weighed = _weigh(text, time, among, marks, told, ahead, dated is not None)
        if weighed is not None and (best is None or weighed.points > best.points):
            best = weighed
    if best is not None and (dated is None or best.points >= _LEAST):
        return best
    if dated is not None:
        return EventTime(
            dated, f"No time is told of the event itself; the dateline says '{_said(dated)}'.", 0.0
        )
    return best


def _said(time: TimeMention) -> str:
    return " ".join(time.text.split())


def _weigh(
    text: str,
    time: TimeMention,
    among: Sequence[Span],
    marks: Sequence[int],
    told: datetime,
    ahead: bool,
    dated: bool,
) -> EventTime | None:
    sentence = sentence_at(among, time.span.start) or Span(max(0, time.span.start - 120), time.span.end + 120)
    start, end = time.start or time.end, time.end or time.start
    if start is None or end is None:
        return None
    points, because = _sharpness(time), []
    sentence = _paragraph(text, sentence)
    before, after = text[sentence.start : time.span.start], text[time.span.end : sentence.end]
    place = time.span.start / max(1, len(text))
    rank = bisect_left([one.start for one in among], sentence.start)
    points += 2.0 / (1 + 0.5 * rank) - 1.0 * place
    near = _happened(before, after)
    if near:
        points += 2.0 * near[1]
        because.append(f"'{near[0]}' stands with it")
    at = bisect_left(marks, sentence.start)
    if at < len(marks) and marks[at] < sentence.end:
        points += 0.6
    if _reported(before, after):
        points -= 2.0
    if _BACKGROUND.search(sentence.of(text)):
        points -= 1.0
    gap = (told - end) / _DAY
    if ahead:
        points += 1.0 if end > told else -1.0
    elif start > told + _DAY:
        points -= 3.0
    if gap > 30:
        points -= 1.5 + min(2.0, gap / 365)
    elif gap > 7:
        points -= 0.4
    why = f"'{_said(time)}'" + (
        f": {', '.join(because)}." if because else " is the time that stands nearest to the report's head."
    )
    return EventTime(time, why, points)


def _paragraph(text: str, sentence: Span) -> Span:
    """The sentence with the lines before and after that a wire's line breaks cut off from it."""
    start, end = sentence.start, sentence.end
    while start > 0 and sentence.end - start < 600:
        broken = text.rfind("\n", 0, start)
        if (
            broken < 0
            or text[broken + 1 : start].strip()
            or text[:broken].rstrip(" ").endswith((".", "\n", "!", "?", ":"))
        ):
            break
        line = text.rfind("\n", 0, broken)
        piece = text[line + 1 : broken]
        stop = max(piece.rfind(". "), piece.rfind("] "))
        start = line + 1 + (stop + 2 if stop >= 0 else 0)
        if stop >= 0 or not piece.strip():
            break
    while (
        end < len(text)
        and end - sentence.start < 900
        and text[end : end + 1] == "\n"
        and text[end - 1] not in ".!?:"
    ):
        line = text.find("\n", end + 1)
        line = len(text) if line < 0 else line
        piece = text[end + 1 : line]
        if not piece.strip():
            break
        stop = piece.find(". ")
        end = end + 1 + stop + 1 if stop >= 0 else line
        if stop >= 0:
            break
    return Span(start, end)


def _sharpness(time: TimeMention) -> float:
    if time.start is None or time.end is None:
        return -1.5
    length = time.end - time.start
    points = (
        0.0
        if length <= _DAY * 1.5
        else -0.3
        if length <= _DAY * 3
        else -1.0
        if length <= 8 * _DAY
        else -2.0
        if length <= 32 * _DAY
        else -3.5
    )
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
    tail, head = before[-60:], after[:48]
    if _SAID_NEAR.search(tail):
        return _HAPPENED_NEAR.search(tail) is None or tail.rstrip().endswith(("said", "SAID"))
    return _SAID_AFTER.search(head) is not None

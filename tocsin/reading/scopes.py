"""Whether a figure is of this event, of an earlier one, of a longer time, or taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from tocsin.reading.spans import Span
from tocsin.reading.units import folded_row
from tocsin.reading.values import Scope, TimeMention

_RECENT = timedelta(days=30)
_PAST = re.compile(
    r"\b(?:previous(?:ly)? (?!toll|count|estimate|figure)|last year|earlier (?:attacks?|bombings?|incidents?|blasts?|quakes?)|in a similar|a similar (?:attack|incident)"
    r"|anniversary|commemorat\w+|historically|(?:years?|decades?|months) (?:ago|earlier|before)|l['’]an(?:née)? derni(?:er|ère)|il y a \w+ ans|hace \w+ años|el año pasado"
    r"|há \w+ anos|no ano passado|aniversario|aniversário|anniversaire)\b|العام الماضي|قبل \w+ (?:سنوات|أعوام)",
    re.I,
)
_STANDING = re.compile(
    r"\b(?:since (?:the|then|its|independence|january|february|march|april|may|june|july|august|september|october|november|december|\d{4})|so far this year|this year|every (?:year|month|day|week)|each (?:year|month|day)|annually"
    r"|on average|in the past|over the past|in the last|over the last|during the past|during the last|to date|thus far|in recent|estimated that|a year\b|per year|yearly|depuis (?:le|la|les|\d{4})|chaque année|par an"
    r"|desde (?:el|la|o|a|\d{4}|enero|janeiro)|en lo que va del? año|este año|cada año|al año|este ano|por ano|todos os anos)\b|منذ (?:بداية|بدء|عام|سنة|مطلع)|سنويا",
    re.I,
)
_DENIED = re.compile(
    r"\b(?:den(?:y|ies|ied|ying) (?:(?:the |any |all |media |earlier )*(?:reports?|claims?|rumou?rs?|allegations?|suggestions?|accounts?) (?:that|of)|that)"
    r"|(?:dismiss|reject|refut|rebuff)(?:s|es|ed|ing) (?:the |any |as false )*(?:reports?|claims?|rumou?rs?|allegations?)|no truth (?:to|in)|(?:false|untrue|fake|baseless|unfounded) (?:reports?|claims?|rumou?rs?)"
    r"|retract(?:s|ed|ing)|withdr(?:ew|awn|aws)|(?:a |was a |is a )hoax|(?:reports?|claims?|rumou?rs?) (?:that|of) [^.;]{0,80}(?:(?:was|were|are|is) (?:false|untrue|wrong|denied|baseless))|(?:figures?|tolls?|numbers?)\b[^.;]{0,80}\b(?:was|were) (?:false|wrong|incorrect|untrue|exaggerated|inflated)"
    r"|démen(?:t|ti|tent|ties?)|desmint(?:ió|ieron)|desmiente|niega que|negó que|desmentiu|nega que|negou que)\b|نفى|نفت|تنفي|ينفي|لا صحة",
    re.I,
)
_OVERTAKEN = re.compile(
    r"(?:\b(?:up|down|rose|risen|rising|rises|increased?|climbed|jumped|grew|grown|revised|raised|lowered|dropped|fell|fallen|reduced|cut|corrected|from)\b[^.;]{0,24} from|\bfrom|\b(?:passée?|passe|pasó|subió|aumentó|subiu|passou|aumentou|ارتفع\w*)\b[^.;]{0,30}\b(?:de|من)|\bfrom an? (?:earlier|initial|previous)[\w ]{0,20}(?:of)?"
    r"|\b(?:instead of|rather than|not|and not)|\b(?:an? |the |its |their )?(?:earlier|previous|initial|first|preliminary|prior) (?:official )?(?:death )?(?:tolls?|counts?|figures?|estimates?|reports?|statements?)(?: \w+){0,6}"
    r"|\b(?:had )?(?:initially|earlier|previously|first|at first) (?:said|reported|put|announced|given|stated|claimed)(?: \w+){0,5}|contre|frente a|en vez de|en lugar de|au lieu de|em vez de)"
    r"\s+(?:(?:at least|about|around|some|more than|over|nearly)\s+)?$",
    re.I,
)
_FROM_ONLY = re.compile(
    r"(?:\bfrom|\bde|\bمن)\s+(?:(?:at least|about|around|some|more than|over|nearly)\s+)?$", re.I
)
_RISE = re.compile(
    r"\b(?:up|down|rose|risen|rising|rises|increas\w+|climb\w*|jump\w*|grew|grown|revis\w+|rais\w+|lower\w*|dropp\w+|drop|fell|fallen|falls?|reduc\w+|cut|correct\w+|toll|updated|passée?|passe|pasó|subió|aumentó|subiu|passou|aumentou|ارتفع\w*)\b",
    re.I,
)
# What stands behind these words is given, not denied: 'denied that the trip is linked to the murder of two priests'.
_GIVEN = re.compile(
    r"\b(?:linked|links?|responsib\w+|involve\w*|role|part in|behind|assassinations? of|murders? of|massacre of|killings? of|deaths? of|in which|which|attacks? (?:that|on|against))\b",
    re.I,
)
# 'The worst since 2008, when 35 people died' speaks of 2008.
_WHEN = re.compile(r",?\s*(?:when|quand|lorsque|cuando|quando|عندما)\b[^.;]{0,80}", re.I)
_NOT_OLD = re.compile(r"\bnot\s+$", re.I)


def scope_of(
    text: str,
    sentence: Span,
    start: int,
    end: int,
    time: TimeMention | None,
    published: datetime,
    asides: Sequence[Span],
    said: frozenset[str],
    *,
    recent: bool = False,
) -> Scope:
    """What the figure at [start, end) counts, from the time it is said of and the words of its sentence.

    `said` holds the sentence's words, folded: most sentences hold none of those that matter here.
    `recent` says that the sentence names a short time that lies close ('in the past two days').
    """
    if not said.isdisjoint(_OVERTAKEN_WORDS) and _is_overtaken(text, sentence, start, end):
        return Scope.WITHDRAWN
    if not said.isdisjoint(_DENIED_WORDS) and _is_denied(text, sentence, end):
        return Scope.WITHDRAWN
    if time is not None and time.start is not None and time.end is not None:
        if time.end < published - _RECENT:
            return Scope.PAST
        if time.start < published - _RECENT and _WHEN.fullmatch(text[time.span.end : start]):
            return Scope.PAST
        if time.end - time.start > _RECENT:
            return Scope.BACKGROUND
        return Scope.THIS_EVENT
    if not said.isdisjoint(_PAST_WORDS) and _PAST.search(text, sentence.start, sentence.end):
        return Scope.PAST
    if any(part.start <= start < part.end for part in asides):
        return Scope.BACKGROUND
    if (
        not recent
        and not said.isdisjoint(_STANDING_WORDS)
        and _STANDING.search(text, sentence.start, sentence.end)
    ):
        return Scope.BACKGROUND
    return Scope.THIS_EVENT


def _is_overtaken(text: str, sentence: Span, start: int, end: int) -> bool:
    """'rose to 17 from 12': the 12."""
    before = text[max(sentence.start, start - 90) : start]
    if _OVERTAKEN.search(before) is None:
        return False
    if _FROM_ONLY.search(before):
        return _RISE.search(before) is not None
    return _NOT_OLD.search(before) is None or text[end : end + 60].lower().find(" as ") >= 0


def _is_denied(text: str, sentence: Span, end: int) -> bool:
    """'denied reports that 50 were killed', but not 'denied a part in the attack that killed 50'."""
    denied = _DENIED.search(text, sentence.start, sentence.end)
    if denied is None:
        return False
    gap = text[denied.end() : end]
    return denied.end() > end or (len(gap) < 120 and _GIVEN.search(gap) is None)


_OVERTAKEN_WORDS = folded_row(
    "from instead rather not earlier previous previously initial initially first preliminary prior passe passee paso subio aumento subiu passou aumentou ارتفع ارتفعت وارتفع وارتفعت contre frente vez lugar lieu"
)
_DENIED_WORDS = folded_row(
    "deny denies denied denying dismiss dismisses dismissed dismissing reject rejects rejected rejecting refute refutes refuted refuting rebuff"
    " rebuffed truth false untrue fake baseless unfounded wrong incorrect exaggerated inflated retracts retracted retracting withdrew withdrawn withdraws hoax dement dementi"
    " dementent dementie dementies desmintio desmintieron desmiente niega nego desmentiu nega negou نفى نفت تنفي ينفي صحة"
)
_PAST_WORDS = folded_row(
    "previous previously last earlier similar anniversary commemorate commemorates commemorated commemorating commemoration historically ago before"
    " dernier derniere ans hace pasado ha anos aniversario anniversaire الماضي قبل"
)
_STANDING_WORDS = folded_row(
    "since year yearly every each annually average past last date far recent estimated depuis chaque par desde va cada al este ano منذ سنويا"
)


_COMING = re.compile(
    r"\b(?:could|might|may|would|will|can|plans? to|planned to|threaten\w* to|set to|expected to|due to|about to|pourrai(?:t|ent)|devrai(?:t|ent)|podrían?|poderiam?|poderá|قد)\s+"
    r"(?:\w+\s+){0,2}?(?:kill|injure|wound|displace|affect|infect|evacuate|arrest|release|free|leave|cause|result in|claim|lead to|trap|strand|tuer|faire|toucher|déplacer|matar|causar|dejar|afectar|deixar|afetar|desalojar|يقتل|تقتل)\b[^.;]{0,50}$",
    re.I,
)
_COMING_AFTER = re.compile(
    r"[^.;,]{0,40}?\b(?:could|might|may(?! have)|would|will)\s+(?:\w+\s+)?(?:be|die|lose|flee|drown)\b(?! (?:remembered|honoured|honored|buried))",
    re.I,
)


def is_coming(text: str, sentence: Span, start: int, end: int) -> bool:
    """Whether what became of people is only feared or planned: 'could kill 200', '300 will be evacuated'."""
    before = text[max(sentence.start, start - 100) : start]
    return _COMING.search(before) is not None or _COMING_AFTER.match(text, end, sentence.end) is not None


def is_recent(time: TimeMention, published: datetime) -> bool:
    """Whether a time is short and close to the publication: at most thirty days in both."""
    return (
        time.start is not None
        and time.end is not None
        and time.end - time.start <= _RECENT
        and time.end >= published - _RECENT
    )


COMING_WORDS = folded_row(
    "could might may would will can plan plans planned threaten threatens threatening threatened set expected due about pourrait pourraient devrait"
    " devraient podria podrian poderia poderiam podera قد"
)

"""Sentences that tell a reader what to do, in a text that does not label them."""

from __future__ import annotations

import re

from tocsin.reading.sentences import sentences
from tocsin.reading.spans import Span
from tocsin.reading.words import word_set

_WHO = (
    r"(?:all\s+|any\s+|those\s+|foreign\s+|local\s+|business\s+|u\.?s\.?\s+){0,3}(?:travell?ers?|visitors?|individuals|persons|people|residents|staff|citizens|nationals|clients"
    r"|members|employees|personnel|passengers|motorists|drivers|tourists|expatriates|organi[sz]ations|companies|managers|you|anyone|everyone|those)"
    r"(?:\s+[^\s.!?;:]+){0,14}?"
)
# Each plainly tells what to do, wherever it stands at the head of a sentence.
_STRONG = re.compile(
    rf"""(?:please\s+)?(?:
      avoid\s+(?!(?:was|is|has|had|being|were|will)\b)[^\W\d_]|do\s+not\s+(?:travel|go|enter|use|leave|approach|attempt|attend|visit|photograph|touch|drive|cross|open|share|engage)\b|don['’]t\s+(?:travel|go|approach)
    | exercise\s+(?:\w+\s+){{0,3}}(?:caution|vigilance|care)|use\s+(?:\w+\s+)?caution|remain\s+(?:alert|vigilant|indoors|inside|where|in\s+(?:your|a)|aware|cautious|calm)
    | stay\s+(?:alert|indoors|inside|away|informed|where\s+you|off\s+the|in\s+your|clear|vigilant|safe)|monitor\s+(?:local|the|official|news|media|weather|developments|updates|social)
    | keep\s+(?:a\s+low\s+profile|away|clear|informed|your|abreast|alert)|maintain\s+a\s+(?:low|high)|follow\s+(?:the\s+)?(?:instructions|advice|orders|directions|guidance|official|local)
    | reconsider\s+(?:your\s+)?(?:need\s+to\s+)?travel|defer\s+(?:all\s+|non|travel|any)|postpone\s+(?:all|any|non|travel)|shelter\s+in\s+place|seek\s+(?:shelter|safe|cover|higher)|take\s+(?:shelter|cover)
    | move\s+to\s+(?:higher|a\s+safe)|evacuate\s+(?:if|immediately|the|when|now)|leave\s+(?:the\s+area|immediately|now|if\s+you|by\s+commercial)|be\s+(?:aware|alert|vigilant|prepared)
    | review\s+(?:your\s+)?(?:personal\s+)?(?:security|safety|travel)|heed\s+(?:the|all|any|local|official)|refrain\s+from|minimi[sz]e\s+(?:movement|travel|exposure|your)|limit\s+(?:movement|travel|your)
    | steer\s+clear|plan\s+(?:alternative|alternate|your\s+route|for\s+(?:delays|disruption)|accordingly)|allow\s+(?:extra|additional|more|plenty)|confirm\s+(?:flights?|travel|your|reservations|itinerar)
    | reconfirm\s|contact\s+your\s+(?:airline|embassy|carrier|tour|security)|carry\s+(?:proper\s+|your\s+|valid\s+)?(?:identification|passport|id\b)|{_WHO}\s+(?:(?:are|is)\s+(?:strongly\s+)?
      (?:advised|urged|encouraged|recommended|warned|reminded|requested)\s|(?:should|must)\s+(?:also\s+|always\s+|therefore\s+)?
      (?:avoid|exercise|remain|stay|monitor|follow|leave|keep|consider|reconsider|review|refrain|use|take|plan|allow|contact|carry|defer|postpone|shelter|seek|maintain
      |be\s+(?:aware|alert|vigilant|prepared|cautious)|expect|limit|minimi[sz]e|evacuate|heed|check|confirm|ensure|register|report|join|travel|not\s)\w*)|it\s+is\s+(?:strongly\s+)?(?:advised|recommended|advisable)\s
    | évite[zr]\s|n['’]allez\s+pas|ne\s+(?:voyagez|sortez|circulez|vous\s+rendez|prenez)\s+pas|restez\s|suivez\s|surveillez\s|soyez\s+(?:prudent|vigilant|attentif)|tenez-vous\s|respectez\s
    | signalez\s|limitez\s|reportez\s|faites\s+preuve\s+de|renseignez-vous|prévoyez\s|il\s+est\s+(?:vivement\s+|fortement\s+|formellement\s+)?(?:conseillé|recommandé|déconseillé|demandé|préférable)\s
    | les\s+(?:voyageurs|ressortissants|personnes|expatriés|visiteurs)\s.{{0,80}}?(?:doivent|devraient|sont\s+(?:invités|priés|appelés))\s
    | evite(?:n|r)?\s|no\s+(?:viaje|salga|acuda|se\s+acerque|circule|participe)|siga(?:n)?\s|mantenga(?:n|se)?\s|manténgase\s|permanezca(?:n)?\s|se\s+(?:recomienda|aconseja|ruega|pide)\s
    | extreme\s+(?:la|las|su)|consulte(?:n)?\s|esté\s+atent|informe\s+a|los\s+(?:viajeros|ciudadanos|visitantes|turistas)\s.{{0,80}}?(?:deben|deberían)\s
    | não\s+(?:viaje|saia|se\s+aproxime|circule|participe)|acompanhe(?:m)?\s|mantenha(?:m|-se)?\s|permaneça(?:m)?\s|recomenda-se\s|aconselha-se\s|esteja(?:m)?\s+atent|fique(?:m)?\s|siga(?:m)?\s
    | os\s+(?:viajantes|cidadãos|visitantes|turistas)\s.{{0,80}}?(?:devem|deveriam)\s|procure(?:m)?\s+(?:abrigo|informa)
    | (?:ي?ُ?رجى|ي?ُ?نصح|نُ?نصح|تجن[ّ]?بوا?|يجب\s+(?:على|تجنب)|لا\s+(?:تسافروا?|تقتربوا?|تخرجوا?|تذهبوا?)|ابقوا?|ابق[َ]?|تابعوا?|اتبعوا?|التزموا?|احرصوا?|توخ[ّ]?وا?|كونوا|على\s+(?:المسافرين|المواطنين|المقيمين|الزوار))(?!\w)
    )""",
    re.I | re.X,
)
# What may join them: an order by its form, which alone might be a headline ("Report warns ...").
_WEAK = re.compile(
    r"(?:please\s+)?(?:report|check|contact|carry|keep|take|consider|ensure|enrol|enroll|register|expect|prepare|notify|call|have|know|plan|review|verify|book|return|wait|use|stay|remain|be|do\s+not"
    r"|if\s+you|if\s+in|signalez|appelez|gardez|ayez|prenez|consultez|contactez|lleve|llame|tenga|revise|contacte|ligue|leve|tenha|contacte|verifique|اتصلوا?|احملوا?|راجعوا?)\s",
    re.I,
)
# The first word of a line or sentence, behind bullets; enough of it to tell whether the dear patterns are worth trying.
_FIRST = re.compile(r"(?:^|[.!?؟:;]\s|\n)[^\w\n]{0,8}(?:\d{1,2}[.)]\s)?([^\W\d_]+)")
_FIRST_WORDS = word_set(
    "please avoid do don exercise use remain stay monitor keep maintain follow reconsider defer postpone shelter seek take move"
    " evacuate leave be review heed refrain minimise minimize limit steer plan allow confirm reconfirm contact carry it all any"
    " those foreign local business u traveller travellers traveler travelers visitor visitors individuals persons people residents"
    " staff citizens nationals clients members employees personnel passengers motorists drivers tourists expatriates organisations"
    " organizations companies managers you anyone everyone"
)
_STARTS = re.compile(r"^(?:[-•●▪◦*·–—>]+|\(?\d{1,2}[.)])?\s*", re.ASCII)
# Beginnings of the other languages' first words.
_OTHER_FIRST = re.compile(
    r"évite|n$|ne$|reste|suive|surveille|soye|tene|respecte|signale|limite|reporte|faites|renseigne|prévoye|il$|les$|no$|siga|mant|perman|se$|extreme|consult|esté"
    r"|informe|los$|não|acompanhe|recomenda|aconselha|esteja|fique|os$|procure|[ينتيلاكعجرو]",
    re.I,
)
_MOST = 100_000
# How much of a sentence is looked at to tell whether it tells what to do.
_HEAD = 240


def _may_tell(word: str) -> bool:
    """Whether a sentence with this first word is worth a closer look: English by a list, other languages by any capital."""
    return word.lower() in _FIRST_WORDS or _OTHER_FIRST.match(word) is not None


def advice_spans(text: str) -> tuple[Span, ...]:
    """The runs of sentences that tell a reader what to do, in order; () where none plainly does."""
    text = text[:_MOST]
    if not any(
        _STRONG.match(text, first.start(1), first.start(1) + _HEAD)
        for first in _FIRST.finditer(text)
        if _may_tell(first[1])
    ):
        return ()
    runs: list[Span] = []
    open_run = False
    for sentence in sentences(text):
        head = text[sentence.start : min(sentence.end, sentence.start + _HEAD)]
        head = head[_STARTS.match(head).end() :]  # type: ignore[union-attr]
        if _STRONG.match(head):
            if open_run:
                runs[-1] = Span(runs[-1].start, sentence.end)
            else:
                runs.append(sentence)
            open_run = True
        elif open_run and _WEAK.match(head):
            runs[-1] = Span(runs[-1].start, sentence.end)
        else:
            open_run = False
    return tuple(runs)

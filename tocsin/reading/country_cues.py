"""Words by which a text shows which country it is written in and about, when it names none.

A county sheriff, an interstate and a ZIP code speak of the United States, a constabulary and pounds of the United Kingdom.
Cues are weak: they decide between places of one name ('Winchester'), never against a country that the text names.
"""

from __future__ import annotations

import re

_CUES = {
    "US": re.compile(
        r"\b(?:[Ss]heriff(?:['’]s)?|Interstate \d+|I-\d{1,3}|U\.S\. (?:\d|Highway|Route)|Route \d|State Route|[Cc]ounty (?:[Cc]ommission|[Jj]ail"
        r"|[Cc]ourthouse|[Cc]lerk)\w*|[Ss]chool [Bb]oard|[Hh]igh [Ss]chool|[Mm]iddle [Ss]chool|[Rr]epublicans?|Democrat(?:ic)?s?|state"
        r" (?:Rep|Sen)\.|(?:Rep|Sen|Gov)\. [A-Z]|[RD]-[A-Z][a-z]|Congress(?:man|woman)?|Medicaid|freshman|sophomore|downtown|attorney"
        r"|ZIP|Ave\.|Blvd\.|Fourth of July|Thanksgiving|[Tt]ownship|[Dd]istrict [Aa]ttorney|[Gg]rand [Jj]ury|National Guard|[Ss]tate [Pp]olice"
        r"|[Ss]tate [Pp]atrol|\(\d{3}\) \d{3}-\d{4}|\d{3}-\d{3}-\d{4}|Baptist|Methodist)\b"
    ),
    "GB": re.compile(
        r"\b(?:[Cc]onstabulary|[Cc]ouncillors?|Cllr|[Bb]orough [Cc]ouncil|[Cc]ounty [Cc]ouncil|MPs?|NHS|Tory|Tories|Labour|Lib Dems?|GCSEs?"
        r"|[Mm]agistrates['’]? [Cc]ourt|[Cc]rown [Cc]ourt|motorway|[MA]\d{1,3}|pensioners?|[Pp]ub|pence|Pc|Det (?:Con|Sgt|Insp)|A&E)\b|£\d"
    ),
    "CA": re.compile(
        r"\b(?:RCMP|Mounties|Tim Hortons|MLAs?|[Pp]rovincial (?:government|police|court)|Crown prosecutor|loonie|First Nations?)\b"
    ),
    "AU": re.compile(
        r"\b(?:Shire Council|bushfires?|NRL|AFL|Senior Constable|Aboriginal|ABC News|Medicare|A\$\d)\b"
    ),
    "IE": re.compile(r"\b(?:[Gg]arda[ií]?|Taoiseach|D[aá]il|TDs?|GAA|Fianna F[aá]il|Fine Gael)\b"),
    "IN": re.compile(r"\b(?:crores?|lakhs?|Lok Sabha|panchayat|BJP|Rs\.? ?\d)\b"),
    "NZ": re.compile(r"\b(?:M[aā]ori|iwi|Pakeha|NZ\$\d)\b"),
}
_ENOUGH, _MOST = 2, 6
#: What many cues are worth, in names of the country.
WEIGHT = 2.5


def country_cues(text: str) -> dict[str, float]:
    """How much the words of a text speak of a country (ISO 3166-1 alpha-2), from 0 to `WEIGHT`; countries with cues only.

    The country with most different cues wins; one cue alone says nothing.
    """
    counts = {code: len(set(pattern.findall(text))) for code, pattern in _CUES.items()}
    best = max(counts.values())
    if best < _ENOUGH:
        return {}
    return {
        code: WEIGHT * min(count, _MOST) / _MOST
        for code, count in counts.items()
        if count == best and count >= _ENOUGH
    }

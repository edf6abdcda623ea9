"""The shapes of dates and clock times in running text: patterns and tables, no reckoning."""

from __future__ import annotations

import re

from tocsin.reading.clock_words import CLOCK, ENGLISH_MONTH, MONTH, WEEKDAY, ZONE

_YEAR = r"(?:1[89]|20)\d\d"
_DAY = r"(?:[0-3]?\d)(?:st|nd|rd|th|er|º|ª)?(?![\d:])"
_COUNT = r"\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|several|few|a few|couple of|a couple of"
_UNIT = r"minute|hour|day|week|month|quarter|year|decade|century"
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30,
}  # fmt: skip
RELATIVE = {
    "yesterday": -1, "today": 0, "tomorrow": 1, "tonight": 0, "last night": -1, "overnight": 0, "this morning": 0,
    "this afternoon": 0, "this evening": 0, "earlier today": 0, "later today": 0,
    "hier": -1, "aujourd'hui": 0, "aujourd’hui": 0, "demain": 1, "ayer": -1, "hoy": 0, "mañana": 1, "anoche": -1,
    "ontem": -1, "hoje": 0, "amanhã": 1, "أمس": -1, "امس": -1, "اليوم": 0, "غدا": 1, "غداً": 1,
}  # fmt: skip
PARTS = {
    "morning": (6, 12),
    "afternoon": (12, 18),
    "evening": (18, 24),
    "tonight": (18, 30),
    "night": (20, 30),
    "anoche": (20, 30),
    "overnight": (-4, 8),
}
_SOFT = r"(?P<soft>[Ee]arly|[Mm]id|[Ll]ate|(?:the )?(?:end|beginning|start|middle) of)(?:[ -](?:in )?)"

PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("iso", re.compile(r"(?<![\d-])(?P<y>(?:19|20)\d\d)-(?P<m>[01]\d)-(?P<d>[0-3]\d)(?:[T ](?P<clock>[0-2]\d:[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?(?![\d-])")),
    ("numeric", re.compile(r"(?<![\w/.-])(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})(?P=sep)(?P<y>(?:19|20)\d\d|\d\d)(?![\w/]|\.\d)")),
    ("mdy", re.compile(rf"(?:\b{WEEKDAY},?\s+)?\b(?P<mon>{ENGLISH_MONTH})\.?\s+(?P<d>{_DAY})(?:\s?(?:-|–|to|and)\s?(?P<d2>{_DAY}))?(?:,?\s+(?P<y>{_YEAR})\b)?")),
    ("dmy", re.compile(rf"(?:\b{WEEKDAY},?\s+(?:le\s|día\s|dia\s)?)?(?<![\d.,:/])\b(?P<d>{_DAY})(?:\s?(?:-|–|to|and|au|et|al|y|a|e)\s?(?P<d2>{_DAY}))?\s+(?:of\s|de\s|d['’])?(?P<mon>{MONTH})\b\.?(?:,?\s+(?:de\s|del\s)?(?P<y>{_YEAR})\b)?")),
    ("month_year", re.compile(rf"(?:\b{_SOFT})?\b(?P<mon>{MONTH})\.?,?\s+(?:of\s|de\s|del\s)?(?P<y>{_YEAR})\b(?!\s+(?:people|cells))")),
    ("soft_month", re.compile(rf"\b{_SOFT}(?P<mon>{ENGLISH_MONTH})\b")),
    ("month", re.compile(rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) |(?<=[Ii]n )|(?<=[Ss]ince )|(?<=[Uu]ntil )|(?<=[Tt]hrough )|(?<=[Bb]y )|(?<=[Dd]uring )|(?<=[Ff]rom ))(?P<mon>{ENGLISH_MONTH})\b(?! \d)")),
    ("past", re.compile(rf"\b(?:(?:in|over|during|for|within|throughout)\s+)?(?:the\s+)?(?P<which>past|last|previous|recent)\s+(?:(?P<n>{_COUNT})\s+)?(?P<unit>{_UNIT}|year)s?\b", re.I)),
    ("next", re.compile(rf"\b(?:(?:in|over|during|for|within)\s+)?(?:the\s+)?(?P<which>next|coming|following)\s+(?:(?P<n>{_COUNT})\s+(?:to\s+(?P<n2>{_COUNT})\s+)?)?(?P<unit>{_UNIT})s?\b|\bwithin\s+(?P<n3>\d{{1,3}})\s+(?P<unit3>{_UNIT})s?\b", re.I)),
    ("ago", re.compile(rf"\b(?:(?P<rough>about|around|nearly|almost|more than|over|some)\s+)?(?P<n>{_COUNT})\s+(?P<unit>{_UNIT})s?\s+(?:ago|earlier)\b", re.I)),
    ("period", re.compile(r"\b(?:(?P<soft>earlier|later)\s+)?(?P<which>this)\s+(?P<unit>week|weekend|month|year|summer|winter|spring|autumn)\b|\b(?P<which2>last|next)\s+(?P<unit2>weekend|summer|winter|spring|autumn)\b", re.I)),
    ("soft_year", re.compile(rf"\b{_SOFT}(?P<y>{_YEAR})\b")),
    ("decade", re.compile(r"\b(?:(?:in|since|during|from)\s+)?(?:the\s+)?(?:(?:early|mid|late)[ -])?(?P<y>(?:1[89]|20)\d0)s\b", re.I)),
    ("years", re.compile(rf"\b(?:(?:from|between|entre|de)\s+)?(?P<y>{_YEAR})\s?(?:-|–|to|and|et|y|a|e|à)\s?(?P<y2>{_YEAR})\b(?![-/\d])")),
    ("year", re.compile(rf"(?P<prep>\b[Ii]n |\b[Ss]ince |\b[Dd]uring |\b[Uu]ntil |\b[Ff]rom |\b[Bb]y |\b[Bb]efore |\b[Aa]fter |\b[Dd]epuis |\b[Dd]esde |\b[Ee]n |\b[Ee]m |\bفي (?:عام |سنة )?|\bمنذ (?:عام |سنة )?|\bعام )(?P<y>{_YEAR})\b(?![-/.,:]\d)(?!\s+(?:people|personnes|personas|pessoas|houses|homes|soldiers|fighters|members|cases|others|were|have)\b)")),
    ("bare_year", re.compile(r"(?<![\w.,$€£#:/-])(?P<y>(?:19[5-9]|20[0-4])\d)(?=\s*[.,;)]|\s+(?:attack|bombing|election|war|earthquake|coup|flood|hurricane|typhoon|invasion|crisis|uprising|massacre)s?\b)(?![.,]\d)")),
    ("weekday", re.compile(rf"\b(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his|[Cc]oming) )?(?P<wd>{WEEKDAY})(?: (?P<part>morning|afternoon|evening|night))?\b")),
    ("relative", re.compile(r"\b(?P<word>yesterday|earlier today|later today|today|tonight|tomorrow|last night|overnight|this (?:morning|afternoon|evening)|hier|aujourd['’]hui|demain|ayer|anoche|hoy|ontem|hoje|amanhã|أمس|امس|غداً?)\b(?: (?P<part>morning|afternoon|evening|night)\b)?", re.I)),
    ("clock", re.compile(rf"(?<![\w.,:/€$£-])(?P<clock>{CLOCK})(?![\w/]|[.,:]\d)(?:\s?\(?(?:(?P<zone>{ZONE})|(?P<local>(?:(?:in )?local(?: time)?|heure locale|hora local)))\)?)?")),
)  # fmt: skip

FUTURE = re.compile(
    r"\b(?:will|planned|scheduled|upcoming|expected|due to|is to|are to|to be held|forecast|plans?|called for|anticipated|ahead of"
    r"|set to|prévue?s?|prevu|aura lieu|auront lieu|prevista?s?|convocad[ao]s?|previsto|será|serão|serán|سوف|المقررة?|المقبل)\b",
    re.I,
)
BEFORE = re.compile(
    r"(?:\b(?P<since>since|depuis(?: le)?|desde(?: el| o)?|منذ)|\b(?P<until>(?:lasting )?(?:through|until|till|up to)(?: at least)?|through at least|hasta(?: el)?|até|jusqu['’]au|حتى)"
    r"|\b(?P<from>(?:(?:starting|beginning|effective) )?(?:from|on)|à partir du|a partir (?:del|de))|\b(?P<by>by)|\b(?P<before>before|prior to|avant(?: le)?)"
    r"|\b(?P<after>after|following)|\b(?P<about>about|around|approximately|shortly (?:after|before)|vers|hacia|por volta d[ae]s?))\s+(?:the\s+)?$",
    re.I,
)

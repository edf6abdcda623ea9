"""Number words of the languages served, as tables: what adds, what multiplies, what joins, and rough words."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.reading.words import fold


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The number words of one language, folded.

    `adds` are words below a hundred, `hundreds` whole hundreds in one word, `hundred` words that multiply by a hundred,
    `scales` those from a thousand up, `joints` the words for 'and'. `bare` says that 'cent' and 'mil' need no number
    before them, `adjoins` that tens and units stand side by side ('thirty two'). `rough` maps phrases to bounds; equal bounds are a round number. `several` are words for a few, `dozens`
    words for twelve after a number, `halves` what adds a half after a scale, `heads` holds the phrases of `rough` and `several` by their first and second
    words, `articles` words that can stand for one
    before a scale, `doubles` Arabic duals of scales; `starters` and
    `followers` are the words with which a number can begin and go on.
    """

    adds: dict[str, float]
    hundreds: dict[str, float]
    hundred: frozenset[str]
    scales: dict[str, float]
    joints: frozenset[str]
    bare: bool
    adjoins: bool
    rough: dict[tuple[str, ...], tuple[float, float]]
    several: frozenset[tuple[str, ...]]
    dozens: frozenset[str] = frozenset()
    halves: frozenset[tuple[str, ...]] = frozenset()
    articles: frozenset[str] = frozenset()
    doubles: dict[str, float] = field(default_factory=dict)
    heads: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = field(default_factory=dict)
    starters: frozenset[str] = frozenset()
    followers: frozenset[str] = frozenset()


def _table(row: str) -> dict[str, float]:
    pairs = (entry.split("=") for entry in row.split())
    return {fold(word): float(value) for word, value in pairs}


def _phrases(row: str) -> frozenset[tuple[str, ...]]:
    return frozenset(
        tuple(fold(word) for word in phrase.split()) for phrase in row.split("|") if phrase.strip()
    )


def _rough(row: str) -> dict[tuple[str, ...], tuple[float, float]]:
    table = {}
    for entry in row.split("|"):
        phrase, _, bounds = entry.strip().partition("=")
        low, _, high = bounds.partition("..")
        table[tuple(fold(word) for word in phrase.split())] = (float(low), float(high or low))
    return table


def _made(
    adds: str, hundreds: str, hundred: str, scales: str, joints: str, rough: str, several: str, *,
    bare: bool, adjoins: bool = False, dozens: str = "", halves: str = "", articles: str = "", doubles: str = "",
) -> NumberWords:  # fmt: skip
    rows, few = _rough(rough), _phrases(several)
    heads: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {}
    for phrase in sorted({*rows, *few}, key=len, reverse=True):
        seconds = heads.setdefault(phrase[0], {})
        second = phrase[1] if len(phrase) > 1 else ""
        seconds[second] = (*seconds.get(second, ()), phrase)
    parts = (_table(adds), _table(hundreds), frozenset(map(fold, hundred.split())), _table(scales))
    starters = {*parts[0], *parts[1], *heads, *map(fold, articles.split()), *_table(doubles)}
    if bare:
        starters |= {*parts[2], *(word for word, value in parts[3].items() if value == 1000 or not joints)}
    after = {*parts[3], *map(fold, dozens.split()), *(phrase[0] for phrase in _phrases(halves))}
    return NumberWords(
        *parts, frozenset(map(fold, joints.split())), bare, adjoins, rows, few, frozenset(map(fold, dozens.split())),
        _phrases(halves), frozenset(map(fold, articles.split())), _table(doubles), heads,
        frozenset(starters), frozenset(after),
    )  # fmt: skip


# Wires run tens and units together: 'thirtythree'.
_FUSED = " ".join(
    f"{ten}{unit}={value + digit}"
    for ten, value in (
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
    )
    for digit, unit in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)
)
_ENGLISH = _made(
    f"{_FUSED} one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14"
    " fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fourty=40 fifty=50 sixty=60"
    " seventy=70 eighty=80 ninety=90",
    "",
    "hundred",
    "thousand=1000 million=1000000 billion=1000000000 trillion=1000000000000 lakh=100000 lakhs=100000 crore=10000000",
    "and",
    "tens of thousands=20000..99999|hundreds of thousands=200000..999999|tens of millions=20000000..99999999"
    "|several hundred=300..900|several thousand=3000..9000|several dozen=36..99|several dozens=36..99|several million=3000000..9000000"
    "|several hundreds=300..900|several thousands=3000..9000|a few hundred=200..500|a few thousand=2000..5000|few hundred=200..500"
    "|a few dozen=36..60|few dozen=36..60|a dozen=12|half a dozen=6|half dozen=6|a half dozen=6|half a million=500000|half a billion=500000000"
    "|half a thousand=500|quarter of a million=250000|a quarter of a million=250000|a couple of=2|a couple=2|a pair of=2"
    "|a couple of hundred=200|a couple of thousand=2000|a couple of dozen=24|a couple dozen=24|a couple hundred=200|a score of=20"
    "|dozens=24..99|scores=40..99|hundreds=200..999|thousands=2000..9999|millions=2000000..9999999",
    "several|a few|a handful of|a handful",
    bare=False,
    adjoins=True,
    dozens="dozen",
    halves="and a half",
    articles="a",
)
_FRENCH = _made(
    "deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14 quinze=15"
    " seize=16 vingt=20 vingts=20 trente=30 quarante=40 cinquante=50 soixante=60 septante=70 huitante=80 octante=80 nonante=90"
    " un=1 une=1",
    "",
    "cent cents",
    "mille=1000 million=1000000 millions=1000000 milliard=1000000000 milliards=1000000000",
    "et",
    "dizaines de milliers=20000..99999|centaines de milliers=200000..999999|dizaines de millions=20000000..99999999"
    "|des dizaines de milliers=20000..99999|des centaines de milliers=200000..999999|plusieurs centaines=300..900"
    "|plusieurs milliers=3000..9000|plusieurs dizaines=30..99|quelques dizaines=20..60|quelques centaines=200..500"
    "|quelques milliers=2000..5000|des dizaines=20..99|dizaines=20..99|des centaines=200..999|centaines=200..999|des milliers=2000..9999"
    "|milliers=2000..9999|des millions=2000000..9999999|une dizaine=10|une douzaine=12|une demi douzaine=6|une quinzaine=15|une vingtaine=20|une trentaine=30"
    "|une quarantaine=40|une cinquantaine=50|une soixantaine=60|une centaine=100|un millier=1000|un demi million=500000|demi million=500000"
    "|dizaine=10|douzaine=12|quinzaine=15|vingtaine=20|trentaine=30|cinquantaine=50|soixantaine=60|centaine=100|millier=1000|deux douzaines=24",
    "plusieurs|quelques|une poignee de",
    bare=True,
    adjoins=True,
    dozens="douzaines",
    halves="et demi",
    articles="un",
)
_SPANISH = _made(
    "uno=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 diez=10 once=11 doce=12 trece=13 catorce=14 quince=15"
    " dieciseis=16 diecisiete=17 dieciocho=18 diecinueve=19 veinte=20 veintiun=21 veintiuno=21 veintiuna=21 veintidos=22"
    " veintitres=23 veinticuatro=24 veinticinco=25 veintiseis=26 veintisiete=27 veintiocho=28 veintinueve=29 treinta=30"
    " cuarenta=40 cincuenta=50 sesenta=60 setenta=70 ochenta=80 noventa=90 un=1 una=1",
    "doscientos=200 doscientas=200 trescientos=300 trescientas=300 cuatrocientos=400 cuatrocientas=400 quinientos=500"
    " quinientas=500 seiscientos=600 seiscientas=600 setecientos=700 setecientas=700 ochocientos=800 ochocientas=800"
    " novecientos=900 novecientas=900",
    "cien ciento",
    "mil=1000 millon=1000000 millones=1000000",
    "y",
    "decenas de miles=20000..99999|cientos de miles=200000..999999|centenares de miles=200000..999999|decenas de millones=20000000..99999999"
    "|varios cientos=300..900|varios centenares=300..900|varias decenas=30..99|varias docenas=36..99|varios miles=3000..9000"
    "|unos cientos=200..500|decenas=20..99|docenas=24..99|cientos=200..999|centenares=200..999|miles=2000..9999|millares=2000..9999"
    "|millones=2000000..9999999|una decena=10|una docena=12|una quincena=15|una veintena=20|una treintena=30|una cincuentena=50"
    "|un centenar=100|un millar=1000|media docena=6|medio millon=500000|medio centenar=50|medio millar=500|un par de=2",
    "varios|varias|algunos|algunas|unos cuantos|unas cuantas|un puñado de",
    bare=True,
    dozens="docenas",
    halves="y medio",
    articles="un",
)
_PORTUGUESE = _made(
    "dois=2 duas=2 tres=3 quatro=4 cinco=5 seis=6 sete=7 oito=8 nove=9 dez=10 onze=11 doze=12 treze=13 catorze=14 quatorze=14"
    " quinze=15 dezesseis=16 dezasseis=16 dezessete=17 dezassete=17 dezoito=18 dezenove=19 dezanove=19 vinte=20 trinta=30"
    " quarenta=40 cinquenta=50 sessenta=60 setenta=70 oitenta=80 noventa=90 um=1 uma=1",
    "duzentos=200 duzentas=200 trezentos=300 trezentas=300 quatrocentos=400 quatrocentas=400 quinhentos=500 quinhentas=500"
    " seiscentos=600 seiscentas=600 setecentos=700 setecentas=700 oitocentos=800 oitocentas=800 novecentos=900 novecentas=900",
    "cem cento",
    "mil=1000 milhao=1000000 milhoes=1000000 bilhao=1000000000 bilhoes=1000000000",
    "e",
    "dezenas de milhares=20000..99999|centenas de milhares=200000..999999|dezenas de milhoes=20000000..99999999"
    "|varias centenas=300..900|varias dezenas=30..99|varios milhares=3000..9000|algumas dezenas=20..60|algumas centenas=200..500"
    "|dezenas=20..99|centenas=200..999|milhares=2000..9999|milhoes=2000000..9999999|uma dezena=10|uma duzia=12|uma centena=100"
    "|um milhar=1000|meia duzia=6|meio milhao=500000|uma vintena=20|um par de=2",
    "varios|varias|alguns|algumas|um punhado de",
    bare=True,
    dozens="duzias",
    halves="e meio",
    articles="um",
)
_ARABIC = _made(
    "واحد=1 واحدة=1 اثنان=2 اثنين=2 اثنتان=2 اثنتين=2 ثلاثة=3 ثلاث=3 أربعة=4 أربع=4 خمسة=5 خمس=5 ستة=6 ست=6 سبعة=7 سبع=7"
    " ثمانية=8 ثماني=8 ثمان=8 تسعة=9 تسع=9 عشرة=10 عشر=10 عشرين=20 عشرون=20 ثلاثين=30 ثلاثون=30 أربعين=40 أربعون=40 خمسين=50"
    " خمسون=50 ستين=60 ستون=60 سبعين=70 سبعون=70 ثمانين=80 ثمانون=80 تسعين=90 تسعون=90 أحد=1 إحدى=1 اثنا=2 اثني=2 اثنتا=2 اثنتي=2",
    "مئتان=200 مئتين=200 مئتا=200 مئتي=200 مائتان=200 مائتين=200 مائتا=200 مائتي=200 ثلاثمئة=300 ثلاثمائة=300 أربعمئة=400 أربعمائة=400 خمسمئة=500"
    " خمسمائة=500 ستمئة=600 ستمائة=600 سبعمئة=700 سبعمائة=700 ثمانمئة=800 ثمانمائة=800 تسعمئة=900 تسعمائة=900",
    "مئة مائة",
    "ألف=1000 ألفا=1000 آلاف=1000 مليون=1000000 مليونا=1000000 ملايين=1000000 مليار=1000000000",
    "",
    "عشرات الآلاف=20000..99999|مئات الآلاف=200000..999999|عشرات آلاف=20000..99999|مئات آلاف=200000..999999|بضع مئات=200..500|عدة مئات=300..900"
    "|عشرات=20..99|مئات=200..999|آلاف=2000..9999|الآلاف=2000..9999|ملايين=2000000..9999999|نصف مليون=500000",
    "عدة|بضعة|بضع|عدد من",
    bare=True,
    halves="ونصف",
    doubles="ألفان=2000 ألفين=2000 مليونان=2000000 مليونين=2000000",
)
_BY_LANGUAGE = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH, "pt": _PORTUGUESE, "ar": _ARABIC}
# A short text is easily taken for its sister language.
_SISTERS = {
    "gl": "es",
    "ca": "es",
    "an": "es",
    "eu": "es",
    "oc": "fr",
    "wa": "fr",
    "fa": "ar",
    "ur": "ar",
    "ps": "ar",
}


def number_words(language: str) -> NumberWords:
    """The tables of a language (ISO 639-1); English where the language is not served."""
    return _BY_LANGUAGE.get(_SISTERS.get(language, language), _ENGLISH)

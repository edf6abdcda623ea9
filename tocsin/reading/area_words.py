"""The words that tell an area by a place: directions, distances, 'between', 'near'; as regular expressions.

Each pattern is asked of the hundred characters before a place and must reach up to it, so none can run long. English in
full; the commonest forms of French, Spanish, Portuguese and Arabic.
"""

from __future__ import annotations

import re

from tocsin.reading.area_shapes import BEARINGS, CENTRE

_ENGLISH = r"(?:north|south|east|west)"
_COMPASS = {
    "N": "north nord norte شمال شمالي الشمال الشمالي",
    "S": "south sud sur sul جنوب جنوبي الجنوب الجنوبي",
    "E": "east est este leste شرق شرقي الشرق الشرقي",
    "W": "west ouest oeste غرب غربي الغرب الغربي",
    "NE": "northeast nordest noreste nordeste",
    "NW": "northwest nordouest noroeste",
    "SE": "southeast sudest sureste sudeste",
    "SW": "southwest sudouest suroeste sudoeste",
    CENTRE: "central centre center heart centro وسط",
}
_WINDS = {word: wind for wind, row in _COMPASS.items() for word in row.split()}
# A halfwind is said with three winds, a quarter by two words in Arabic.
_WINDS |= {
    first + second + third: wind
    for wind, (first, second, third) in {
        "NNE": ("north", "north", "east"), "NNW": ("north", "north", "west"), "ENE": ("east", "north", "east"),
        "ESE": ("east", "south", "east"), "SSE": ("south", "south", "east"), "SSW": ("south", "south", "west"),
        "WSW": ("west", "south", "west"), "WNW": ("west", "north", "west"),
    }.items()
}  # fmt: skip
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ENDINGS = re.compile(r"(?<=th|st)(?:ern(?:most)?|wards?|erly)")


def wind_of(words: str) -> str:
    """The wind ("N", "NE", "NNE") or `CENTRE` that a word of direction says, "" for none."""
    bare = _ENDINGS.sub("", _NOT_LETTERS.sub("", words.lower())).removeprefix("due")
    if bare.upper() in BEARINGS:
        return bare.upper()
    # 'South-central' is in the south of the middle: the half holds it.
    found = _WINDS.get(bare) or _WINDS.get(bare.removesuffix("central"))
    if found is None and "\u0600" <= words[:1] <= "\u06ff":
        parts = [_WINDS.get(one, "") for one in words.split()]
        joined = "".join(sorted(parts, key=lambda one: one in "EW"))
        found = joined if joined in BEARINGS else None
    return found or ""


# -- what may stand between the words of direction and the name -----------------------------------------------------------
_KIND = r"(?:city|town|village|capital|port|suburb|settlement|province|state|region|district|county|island)"
_THE = (
    rf"(?:the\s+(?:[^\W\d_][\w-]*\s+){{0,3}}?{_KIND}(?:\s+city)?(?:\s+of|,)?\s+|the\s+"
    r"|(?:la|le|el|las|los|les|os|as|o|a)\s+(?:(?:ville|ciudad|cidade|capitale?|pueblo|village|localidad|vila)\s+)?(?:(?:de|du|do|da)\s+|d['’])?"
    r"|l['’]|مدينة\s+|بلدة\s+|قرية\s+|محافظة\s+)?"
)
_OF = r"(?:of\s+|de\s+|del\s+|du\s+|des\s+|do\s+|da\s+|dos\s+|d['’])"

# -- directions ----------------------------------------------------------------------------------------------------------
_NOUN = (
    rf"(?:due[\s-]+)?{_ENGLISH}(?:[\s-]?{_ENGLISH}){{0,2}}(?:wards?|erly)?"
    r"|nord(?:[\s-]?(?:est|ouest))?|sud(?:[\s-]?(?:est|ouest))?|ouest|est"
    r"|norte|sur|este|oeste|noreste|nordeste|noroeste|sureste|sudeste|suroeste|sudoeste|sul|leste"
)
_SHORT = r"(?-i:NNE|NNW|ENE|ESE|SSE|SSW|WSW|WNW|NE|NW|SE|SW|N|S|E|W)"
_ARABIC = r"(?:شمال|جنوب|شرق|غرب)ي?(?:\s+(?:ال)?(?:شرق|غرب)ي?)?"
_ADJECTIVE = rf"{_ENGLISH}(?:[\s-]?{_ENGLISH})?(?:ern(?:most)?)?(?:[\s-]central)?|central"
_FAR = r"(?:(?P<far>far|extreme|deep|upper|extrême|extremo)[\s-]+)?"

#: A direction in capitals that is not '-ern': often the first word of a name ('North Clayton High').
CAPITAL_NOUN = re.compile(r"(?-i:[A-Z])[a-z]+(?:[\s-][A-Za-z]+)?(?<!ern)(?<!central)(?<!most)\Z")
_UNIT = (
    r"(?P<unit>(?:kilom[eè]t(?:er|re)s?|kil[oó]metros?|quil[oô]metros?|nautical\s+miles?|milles?|millas?|milhas?|miles?|m[eè]t(?:er|re)s?"
    r"|metros?|yards?|kms?|mi|nm|m|كيلومتر(?:ا|اً|ات)?|كم|ميل(?:ا|اً)?|أميال|متر(?:ا|اً)?|أمتار))\.?"
)
OFFSET = re.compile(
    rf"(?:(?<=\d)|(?<![^\W\d_])){_UNIT}(?:\s*\([^()]{{1,25}}\))?\s+"
    rf"(?:away\s+|further\s+)?(?:radius\s+|rayon\s+|radio\s+|raio\s+)?(?:(?:to\s+the\s+|towards\s+the\s+|au\s+|à\s+l['’]|al\s+|ao\s+|a\s+|إلى\s+ال)?(?P<wind>{_NOUN}|{_SHORT}|{_ARABIC})\s+)?"
    rf"(?:(?P<link>from|off|outside|around|of|autour\s+d[eu]|alrededor\s+del?|away\s+from|inland\s+from|de\s+la|del|de|du|des|do|da|dos|d['’]|من|عن)\s*)?"
    rf"(?P<coast>the\s+coast\s+of\s+)?{_THE}\Z",
    re.I,
)
BEYOND = re.compile(
    rf"(?<!\w)(?:(?P<the>the|le|el|o)\s+|(?P<to>to\s+the|just|au|al|ao|à\s+l['’]|a\s+l['’])\s*|(?P<inside>(?:dans|en|in|no|na)\s+(?:the|le|el|l['’])?|du|banlieue|partie|parte|zona)\s*)?"
    rf"{_FAR}(?P<wind>{_NOUN}|cent(?:re|er)|heart|centro)\s+{_OF}{_THE}\Z",
    re.I,
)
PART = re.compile(
    rf"(?<![\w-])(?:(?:the|most\s+of|much\s+of|parts\s+of|all\s+of)\s+)?{_FAR}(?P<wind>{_ADJECTIVE})"
    rf"(?:\s*(?:/|\s(?:and|or)\s|&)\s*(?P<more>{_ADJECTIVE}))?"
    r"(?:\s+(?:parts?|areas?|half|fringes?|suburbs?|outskirts|districts|provinces|corner|tip|(?P<region>regions?))\s+of)?\s+(?:the\s+)?\Z",
    re.I,
)
PART_ARABIC = re.compile(rf"(?<!\w)[بو]?(?P<wind>{_ARABIC}|وسط)\s+{_THE}\Z")
PART_AFTER = re.compile(
    rf"['’]s\s+{_FAR}(?P<wind>{_ADJECTIVE})(?:\s+(?:parts?|areas?|regions?|half|provinces|districts|suburbs?|outskirts|neighbou?rhoods))?(?=\s*(?:[.,;:!?)\n]|\Z|and\b|on\b|in\b|at\b|after\b|where\b|has\b|have\b|is\b|was\b|were\b|since\b|for\b|as\b|to\b|by\b|near\b|with\b))",
    re.I,
)
AROUND = re.compile(
    r"(?<!\w)(?P<word>near|close\s+to|not\s+far\s+from|outside(?:\s+of)?|in\s+and\s+around|around|surrounding"
    r"|(?:in\s+)?the\s+vicinity\s+of|(?:(?:on|at|in)\s+)?the\s+(?:\w+\s+)?(?:outskirts|suburbs|environs)\s+of|in\s+the\s+area\s+of|in\s+the\s+area\s+around"
    r"|près\s+d(?:e|u|es)?|aux?\s+(?:environs|alentours|abords)\s+d(?:e|u|es)?|autour\s+d(?:e|u|es)?|en\s+banlieue\s+d(?:e|u)?"
    r"|cerca\s+del?|alrededor\s+del?|en\s+las\s+(?:afueras|inmediaciones|cercanías)\s+del?|(?:en\s+)?los\s+alrededores\s+del?"
    r"|perto\s+d[eoa]|nos\s+(?:arredores|subúrbios)\s+d[eoa]|em\s+torno\s+d[eoa]"
    rf"|(?:بال)?قرب(?:\s+من)?|محيط|ضواحي|ضاحية|أطراف)(?:\s+|(?<=d)['’]){_THE}\Z",
    re.I,
)
TOLD_FROM_TOWNS = (OFFSET, BEYOND, AROUND)
COAST = re.compile(
    rf"(?<!\w)(?:off\s+(?:the\s+)?(?:(?P<wind>{_ADJECTIVE})\s+)?(?:coasts?|shores?|coastline)\s+of|au\s+large\s+d(?:e\s+la|e|u|es)?|frente\s+a\s+las?\s+costas?\s+del?"
    rf"|ao\s+largo\s+d(?:a\s+costa\s+d)?[eoa]|قبالة(?:\s+(?:ساحل|سواحل|شواطئ))?)(?:\s+|(?<=d)['’]|(?<=de)\s+l['’]){_THE}\Z",
    re.I,
)
OFF = re.compile(rf"(?<!\w)off\s+(?:the\s+)?(?:(?P<wind>{_ADJECTIVE})\s+)?\Z", re.I)
COAST_AFTER = re.compile(rf"(?:['’]s)?\s+(?:(?P<wind>{_ADJECTIVE})\s+)?(?:coast|shores?|coastline)\b", re.I)

# -- two places ----------------------------------------------------------------------------------------------------------
_BORDERS = r"border(?:lands?|\s+(?:area|region|crossing|post|zone))?|frontier|boundary|frontière|frontera|fronteira|(?:ال)?حدود"
BETWEEN = re.compile(
    rf"(?<!\w)(?:(?P<the>the\s+|la\s+|a\s+)?(?P<noun>[^\W\d_][\w-]*)\s+)?(?P<between>(?:mid-?way\s+|half-?way\s+)?between|entre|بين)\s+"
    rf"(?:(?:the\s+)?(?:cities|towns|villages|areas|provinces|states)\s+of\s+|{_THE})\Z",
    re.I,
)
AND = re.compile(rf"\s*,?\s*(?:and|&|et|y|e|و)\s*{_THE}", re.I)
HYPHEN = re.compile(r"\s?[-–—‑/]\s?")
BORDER_AFTER = re.compile(rf"\s+(?:land\s+|maritime\s+|common\s+)?(?:{_BORDERS})\b", re.I)
BORDER_WITH = re.compile(
    rf"(?:['’]s?)?\s+(?:[\w-]+\s+)?(?:{_BORDERS})\s+(?:with|and|avec|con|com|مع)\s+(?:the\s+|le\s+|la\s+|el\s+|o\s+|a\s+)?",
    re.I,
)
IS_BORDER = re.compile(rf"(?:{_BORDERS})\Z", re.I)
#: Nouns before 'between' two places that stand for people or governments there, or for a way far too long.
NOT_BETWEEN = frozenset(
    [
        "talks",
        "talk",
        "war",
        "wars",
        "match",
        "matches",
        "game",
        "games",
        "final",
        "agreement",
        "agreements",
        "deal",
        "deals",
        "relations",
        "relationship",
        "ties",
        "trade",
        "truce",
        "ceasefire",
        "dispute",
        "disputes",
        "tensions",
        "tension",
        "conflict",
        "rivalry",
        "difference",
        "differences",
        "flight",
        "flights",
        "cooperation",
        "treaty",
        "pact",
        "meeting",
        "meetings",
        "summit",
        "negotiations",
        "dialogue",
        "contest",
        "clash",
        "choice",
        "comparison",
        "link",
        "links",
        "contact",
        "contacts",
        "friendship",
        "exchange",
        "exchanges",
        "gap",
        "balance",
        "vols",
        "vuelos",
        "voos",
        "guerre",
        "guerra",
        "accord",
        "acuerdo",
        "acordo",
        "partido",
    ]
)
#: After a name: the kind of area, which belongs to the words.
KIND_AFTER = re.compile(
    r"\s+(?:province|state|region|district|county|governorate|oblast|prefecture|department)\b", re.I
)
#: After a name: something inside the town, so 'outside' and 'near' speak of that and not of the town.
INSIDE_AFTER = re.compile(
    r"['’]s\b|\s+(?:[a-z-]+\s+)?(?:airport|university|hospital|station|hotel|embassy|mosque|church|cathedral|stadium|prison|school|court|courthouse"
    r"|parliament|consulate|police|market|hall|museum|palace|barracks|headquarters|base|bank|temple)\b",
    re.I,
)
GOES_ON_TO = re.compile(r"\s+(?:to|à|a|hasta|até|إلى)\s+(?:the\s+)?(?-i:[A-ZÀ-Þ\u0600-\u06ff])", re.I)

#: The last word before a place that may belong to one of the patterns; anything else is not looked at further.
TRIGGERS = frozenset(
    [
        "of",
        "from",
        "off",
        "outside",
        "near",
        "to",
        "around",
        "surrounding",
        "the",
        "central",
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "northernmost",
        "southernmost",
        "easternmost",
        "westernmost",
        "de",
        "du",
        "des",
        "del",
        "do",
        "da",
        "dos",
        "d",
        "d'",
        "la",
        "le",
        "el",
        "los",
        "las",
        "les",
        "os",
        "as",
        "o",
        "a",
        "l",
        "l'",
        "city",
        "town",
        "village",
        "capital",
        "port",
        "suburb",
        "settlement",
        "province",
        "state",
        "region",
        "district",
        "county",
        "island",
        "between",
        "entre",
        "ville",
        "ciudad",
        "cidade",
        "capitale",
        "pueblo",
        "localidad",
        "vila",
        "coast",
        "من",
        "عن",
        "قرب",
        "محيط",
        "ضواحي",
        "ضاحية",
        "أطراف",
        "شمال",
        "جنوب",
        "شرق",
        "غرب",
        "شمالي",
        "جنوبي",
        "شرقي",
        "غربي",
        "وسط",
        "بين",
        "مدينة",
        "بلدة",
        "قرية",
        "محافظة",
        "قبالة",
        "ساحل",
        "سواحل",
        "شواطئ",
        "بشمال",
        "بجنوب",
        "بشرق",
        "بغرب",
        "وشمال",
        "وجنوب",
        "وشرق",
        "وغرب",
        "بوسط",
        "الشرقي",
        "الغربي",
    ]
)

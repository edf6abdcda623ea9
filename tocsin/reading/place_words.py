"""Words around and inside names of places: what makes them likely, and what only looks like a place."""

from __future__ import annotations

import re

from tocsin.reading.spans import Span
from tocsin.reading.words import word_set

LOCATIVES = word_set(
    "in at near from to around outside inside across towards toward throughout within between into via off through over against"
    " leaving reaching northern southern eastern western central downtown à en au aux dans vers depuis près entre chez sur"
    " hacia desde cerca hasta em no na nos nas ao perto de del du d do da dos das عند في من إلى الى قرب"
)
TITLES_OF_PEOPLE = word_set(
    "mr mrs ms miss dr sir president minister senator sen rep governor gov mayor judge officer sgt sergeant captain capt colonel"
    " col general gen king queen prince princess professor prof coach spokesman spokeswoman spokesperson chancellor secretary"
    " ambassador detective lieutenant lt monsieur madame señor señora don doña senhor senhora pope imam sheikh"
)
FIRST_NAMES = word_set(
    "james john robert michael william david richard joseph thomas charles mary patricia jennifer linda elizabeth barbara susan"
    " jessica sarah karen george paul mark jordan chad austin dallas carolina georgia madison lincoln jackson tyler logan"
    " jefferson clinton charlotte sydney florence chelsea paris brandon wayne houston diego santiago israel marion troy warren"
    " clay lee grant scott nelson harrison morgan allen henderson alexandria carter wilson cameron mitchell marshall parker"
    " spencer taylor hamilton lawrence leonard vernon milton howard stanley gary bradley brooks dalton preston stuart kent"
    " peter anna maria jose juan luis carlos ahmed mohamed mohammed muhammad ali hassan fatima omar ibrahim yusuf abdullah"
    " daniel matthew andrew steven kevin brian jason laura emma olivia sofia victoria india asia chloe jack harry lewis"
    " martin simon philip peter jean pierre marie claude ana pedro paulo joao francisco antonio manuel ivan olga boris"
)
# Words after a name that make it an organisation's, a team's or a person's.
ORGANISATION_TAILS = word_set(
    "Tech University College Times Post Herald Tribune News Bank Inc Corp Ltd United City-Hall Institute"
    " Airlines Airways Motors Hotel Hotels Group Holdings Capital Partners FC Football League Cup Express"
    " Gazette Journal Daily Agreement Accord Convention Protocol Treaty Summit Club"
)
SPEAKING = word_set(
    "said says told added explained argued testified noted recalled joked wrote tweeted replied asked"
)
AFTER_PLACES = word_set(
    "city province state district governorate region county airport international port island islands peninsula prefecture"
    " department municipality street avenue road police time square bridge river valley hospital station stadium beach"
    " embassy government army january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday bay gulf strait university"
)
BEFORE_PLACES = word_set(
    "city northern southern eastern western central north south east west northeast northwest southeast southwest greater"
    " province state governorate district the upper lower new old monday tuesday wednesday thursday friday saturday sunday and"
    " town village port capital of"
)
#: Kinds of place: alone they name none, though some village is called so.
GENERIC = word_set(
    "street st avenue road lane drive court square park bridge river lake bay beach island islands valley hill hills mount"
    " mountain mountains hall house town city village county parish province state region district area center centre central"
    " north south east west northern southern eastern western northeast northwest southeast southwest school college university"
    " hospital church station airport port harbor harbour museum library stadium casino hotel market mill creek springs"
    " department bureau ministry office interior federal union press media news senate congress parliament council committee"
    " commission board agency association company group industry service services emergency police fire army navy security"
    " internet mission president governor mayor minister general major captain doctor professor reverend"
)
# Names of places that are commoner as words; they count only after a word of place, inside a sentence.
COMMON_WORDS = word_set(
    "nice reading mobile of bath sandwich deal battle hope police march may august normal orange independence enterprise"
    " liberty union center centre most best police split why how much many as is man same see same us it he she they them"
    " this that these those one two three four five six seven eight nine ten both all some most an and or but not no yes"
    " green brown white black gray grey hill hills ford church park lake river wood woods stone bridge castle field fields"
    " spring springs summer winter bay beach ocean sea island islands sun moon star north south east west northern southern"
    " eastern western central old new young big little long short high low upper lower first second third last next"
    " president minister king queen prince police army force forces navy guard federal national international university"
    " school college hospital airport station stadium street road avenue square house home market bank post news times"
    " warning notice advisory critical event context advice area sources level update summary timeframe"
    " saint san santa st mount fort port cape point grand great victory victoria justice peace war police protest strike"
    " storm flood fire wind rain snow ice earth world global corona delta alpha omega sierra echo bravo"
    " march april june july police born surprise eden eagle falcon lion bear wolf fox buffalo lead gold silver iron"
    " tour male mali mine sale hit along about around over under police plus via per pour dans avec sur les des une"
    " la le el los las de del da do dos as os y e o a en em un una por para con sin mas al lo se su que ha han"
    " are been has have had will would could should can do does did was were be being then than their there here its"
    " authorities residents travellers travelers officials witnesses people militants protesters investigations following"
    " after before during since until while when where who what which security concerns expected several due most only"
    " islamic state jihad taliban westerners westerner western-style individuals according suspected"
) - {"mali", "male"}
# Short or ordinary words that some village bears in some language; only with a word of place in front.
_ORDINARY = {
    "en": word_set(
        "the general local moroccan bus train metro ferry taxi office court mission company service central square victoria"
        " media press league trade labour labor party congress senate council ministry health water power gas oil"
        " emergency rescue red cross crescent civil defence defense coast border tower plaza garden gardens mall"
        " bar club dome arena can crew captain major colonel corporal van bomb gang arms drum tank police bombing attack"
        " heavy early late mid sunday monday tuesday wednesday thursday friday saturday imam sheikh golden royal"
        " rally walk run ride marathon festival carnival ramadan eid easter christmas mosque cathedral temple"
    ),
}
# Names that hold a place's name and are none; matched as written, at word boundaries.
_NOT_PLACES = re.compile(
    r"\b(?:Islamic State(?: of Iraq and (?:the Levant|Syria|al-Sham)|(?: in)? (?:West Africa|Central Africa|Khorasan|Sinai|Sahel|Greater Sahara)(?: Province)?)?|Islamic Emirate|Boko Haram|al[- ]Qaeda in the [A-Z]\w+(?: [A-Z]\w+)?"
    r"|State Department|White House|Georgia Tech|Deutsche Bank|Paris (?:Agreement|Accord|Hilton)|Geneva Conventions?"
    r"|New York Times|Washington Post|Los Angeles Times|Jerusalem Post|Khaleej Times|Bangkok Post|Manila Bulletin|Le Monde"
    r"|Al Jazeera|Al Arabiya|Deutsche Welle|Agence France-Presse|Associated Press|China Daily|Times of (?:India|Israel)"
    r"|Bank of (?:America|England|China|Japan)|Air (?:France|India|China|Canada|Algérie|Mali)|Royal Air Maroc|British Airways"
    r"|Kenya Airways|Qatar Airways|American Airlines|Turkish Airlines|Ethiopian Airlines|Philippine Airlines|Qatar Charity"
    r"|Hong Kong flu|Spanish flu|Lassa fever|Marburg virus|Ebola(?: virus)?|West Nile virus|Zika"
    r"|Boston Marathon|Champions League|World Cup|Manchester (?:United|City)|Real Madrid|(?:ISIS|ISIL|IS|AQIM)"
    r"|Typhoon \w+|Hurricane \w+|Cyclone \w+|Tropical Storm \w+|Storm [A-Z]\w+|Supertyphoon \w+)\b"
)


def is_ordinary(folded: str, language: str) -> bool:
    """Whether a folded word is an ordinary word of the language that some village happens to bear."""
    return folded in _ORDINARY.get(language, _ORDINARY["en"])


def not_places(text: str) -> tuple[Span, ...]:
    """The stretches of a text that hold a place's name and mean something else: organisations, papers, storms."""
    return tuple(Span(*match.span()) for match in _NOT_PLACES.finditer(text))

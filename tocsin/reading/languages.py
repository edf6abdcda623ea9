"""Which language a text is in: by its script where only one language uses it, else by its runs of letters and commonest words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading.language_model import language_model
from tocsin.reading.words import Word, fold, word_set

_FIRST_WORDS = 300
_FIRST_CHARACTERS = 2_000
_SURE, _SURE_SHARE = 8, 0.12
_UNSURE, _UNSURE_WITH_WORD = 0.4, 0.15
# What one common word of a language adds to it (natural logarithm), and how many count.
_WORTH_OF_WORD, _MOST_HITS = 0.8, 8
_SCRIPT_ENOUGH, _SCRIPT_SOME = 0.6, 0.25
_FEWEST_KANA = 0.05
_FEWEST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """An ISO 639-1 code ("" unknown) with a confidence from 0 to 1."""

    code: str
    confidence: float


# The commonest function words, and words of headlines; those that two languages share count for both.
_STOP_WORDS = {
    "en": "the of and to in a is that for on was with as by at from have has been are were an it its after which who this "
    "they had not but said will their over near more than two people police left into his her least "
    "killed kills dead hits bomb explosion quake earthquake train flight flights market strike planned suspects arrest fire floods storm attack",
    "fr": "le la les de des du et en un une dans est sur pour par au aux que qui plus avec a ete sont ont ce cette selon pas "
    "se l d qu s n leur mais apres entre moins contre dont ses il elle "
    "explosion seisme greve inondations manifestation morts blesses attentat grave tempete incendie tues attaque feu pres",
    "es": "el la los las de del y en un una que por con para se su al es como mas fue ha han este esta segun tras o no "
    "sin entre lo sus pero dejo contra hasta desde menos muertos sobre dos "
    "terremoto sismo huelga inundaciones protestas heridos explosion atentado incendio tormenta policia ataque",
    "pt": "o a os as de do da dos das e em um uma que por com para no na nos nas se foi ao mais segundo apos sao nao pelo "
    "pela sem entre foram seu sua numa num deixou contra ate menos pessoas mas pelos "
    "sismo terremoto greve cheias protestos feridos explosao atentado incendio tempestade policia mortos ataque",
    "de": "der die das und in den von zu mit sich des auf ist im dem nicht ein eine als auch es an nach bei wurde wurden "
    "sind hat vor einer einem einen fur durch mehr am zwei uber zum zur "
    "erdbeben streik polizei tote verletzte brand unwetter anschlag",
    "it": "il la lo gli le di del della e in un una che per con non sono da nel nella al alla piu ha si stato dei delle "
    "dopo i l tra due dal contro hanno su "
    "terremoto sciopero morti feriti polizia incendio alluvione dodici",
    "nl": "de het een en van in op te dat die is voor met zijn aan er niet door naar bij ook uit werd heeft om na over "
    "aardbeving staking doden gewonden politie brand aanslag",
    "sv": "och i att det som en pa ar av for med den till har inte om ett de vid efter var fran",
    "da": "og i at det som en pa er af for med den til har ikke om et de ved efter var fra blev",
    "no": "og i at det som en pa er av for med den til har ikke om et de ved etter var fra ble",
    "tr": "ve bir bu da de icin ile olarak olan daha cok en kadar gibi sonra ancak oldugu tarafindan var "
    "deprem grev olu yarali polis patlama yangin saldiri",
    "id": "yang dan di dari untuk dengan ini itu pada tidak ke dalam akan telah oleh karena adalah juga warga sebuah",
    "ms": "yang dan di dari untuk dengan ini itu pada tidak ke dalam akan telah oleh kerana adalah juga sebuah daripada",
    "vi": "va cua la cho trong co duoc nguoi khong cac mot voi tai da nhung",
    "sw": "ya wa na kwa katika ni za la kuwa hiyo huo watu baada alisema polisi cha vya wakati",
    "pl": "w i na z do sie jest nie to ze od przez po dla jak oraz zostal przy byl o",
    "cs": "a v na se je z do to ze o s pro po za od byl pri ktere podle",
    "hu": "a az es egy hogy nem is volt ez meg szerint mint csak",
    "ro": "si de la in a pe cu din o un care pentru este nu au fost ca mai prin dupa",
    "so": "iyo ee ka in oo ku la ay ah u waxaa soo si uu",
    "ha": "da a na ya ta sun cewa ba za an wani yan kuma",
    "tl": "ang ng sa na mga ay at ni si para ito hindi ng mula",
    "ru": "и в на не с что по из к за от для был были это как его после о при",
    "uk": "і в на не з що по та до за від для був були це як його після про у",
    "bg": "и в на не с че по от за да се са е като след при беше",
    "ar": "في من على الى ان عن مع هذا هذه بعد التي الذي ما لا قال كان قد خلال بين اليوم أن إلى",
    "fa": "در به از که این با است را برای آن شد های می بود شده خود و",
    "ur": "کے میں کی ہے اور سے کا کو نے پر کہ ہیں گیا",
    "hi": "के में की है और से का को ने पर कि हैं यह",
    "mr": "आहे आणि च्या या ते ला मध्ये होते",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(code for code, row in _STOP_WORDS.items() if word in {fold(one) for one in row.split()})
    for word in {fold(one) for row in _STOP_WORDS.values() for one in row.split()}
}

# The scripts told apart, each with its first and last character and its language; "" where several share it.
_SCRIPTS = (
    ("el", "\u0370", "\u03ff"),
    ("", "\u0400", "\u052f"),
    ("hy", "\u0530", "\u058f"),
    ("he", "\u0590", "\u05ff"),
    ("", "\u0600", "\u06ff"),
    ("", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("pa", "\u0a00", "\u0a7f"),
    ("gu", "\u0a80", "\u0aff"),
    ("or", "\u0b00", "\u0b7f"),
    ("ta", "\u0b80", "\u0bff"),
    ("te", "\u0c00", "\u0c7f"),
    ("kn", "\u0c80", "\u0cff"),
    ("ml", "\u0d00", "\u0d7f"),
    ("si", "\u0d80", "\u0dff"),
    ("th", "\u0e00", "\u0e7f"),
    ("lo", "\u0e80", "\u0eff"),
    ("bo", "\u0f00", "\u0fff"),
    ("my", "\u1000", "\u109f"),
    ("ka", "\u10a0", "\u10ff"),
    ("am", "\u1200", "\u137f"),
    ("km", "\u1780", "\u17ff"),
    ("ja", "\u3040", "\u30ff"),
    ("zh", "\u3400", "\u9fff"),
    ("ko", "\uac00", "\ud7af"),
)
_SHARED = {
    "\u0400": word_set("ru uk be bg sr mk kk ky mn tg tt"),
    "\u0600": word_set("ar fa ur ps ug"),
    "\u0900": word_set("hi mr ne"),
}
_OTHERS = frozenset().union(*_SHARED.values())
# Letters that only some of the languages of a shared script use.
_TELLING = (
    ("ur", "ٹڈڑےں"),
    ("ps", "ټډړږښځڅېۍ"),
    ("ug", "ۆۇۈېڭ"),
    ("fa", "پچژگیک"),
    ("uk", "іїєґ"),
    ("be", "ў"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћџљњј"),
    ("kk", "әғқұһ"),
    ("tg", "ӣӯҳҷ"),
    ("ru", "ыэё"),
)


def guess_language(text: str, among: Sequence[Word]) -> LanguageGuess:
    """The language of a text whose words are `among`; code "" where neither script nor letters nor words tell.

    Only the first 2,000 characters count. A text in two scripts, or of names and numbers only, has no code.
    """
    first = text[:_FIRST_CHARACTERS]
    script, share = _script(first)
    if script is None:
        return LanguageGuess("", 0.0)
    if script in _SHARED and share < _SCRIPT_ENOUGH:
        return LanguageGuess("", round(0.4 * share, 2))
    if script not in _SHARED and script:
        known = share >= _SCRIPT_ENOUGH or (script == "ja" and share >= _FEWEST_KANA)
        return LanguageGuess(
            script if known else "", round((0.6 + 0.39 * share) if known else 0.4 * share, 2)
        )
    hits = _hits(among[:_FIRST_WORDS])
    if not script and _is_english(hits, len(among[:_FIRST_WORDS])):
        return LanguageGuess("en", 0.99)
    return _by_letters_and_words(first, _SHARED.get(script), hits, share)


def _script(text: str) -> tuple[str | None, float]:
    """The script of most letters and its share: a language's code, the first letter of a shared script, "" for Latin,
    None where there are no letters."""
    if text.isascii():
        return ("", 1.0) if any(map(str.isalpha, text)) else (None, 0.0)
    letters = sum(map(str.isalpha, text))
    if not letters:
        return None, 0.0
    foreign = [letter for letter in text if letter > "\u036f" and letter.isalpha()]
    best, most, kana = "", 0, 0
    if len(foreign) > _FEWEST_KANA * letters:
        counted = Counter(foreign)
        for code, first, last in _SCRIPTS:
            count = sum(times for letter, times in counted.items() if first <= letter <= last)
            if code == "ja":
                kana = count
            if count > most:
                best, most = code or first, count
    if kana > _FEWEST_KANA * letters and best in ("ja", "zh"):
        return "ja", max(kana, most) / letters
    latin = letters - len(foreign)
    if latin >= most:
        return ("", latin / letters) if most < _SCRIPT_SOME * letters else (best, most / letters)
    return best, most / letters


def _hits(among: Sequence[Word]) -> dict[str, int]:
    scores: dict[str, int] = dict.fromkeys(_STOP_WORDS, 0)
    for word, times in Counter(word.folded for word in among).items():
        for code in _LANGUAGES_OF.get(word, ()):
            scores[code] += times
    return scores


def _is_english(hits: dict[str, int], words: int) -> bool:
    """Whether the common words leave no doubt; most texts are English, and their letters need not be counted."""
    english = hits["en"]
    second = max(times for code, times in hits.items() if code != "en")
    return english >= _SURE and english >= _SURE_SHARE * words and english > 1.7 * second


def _by_letters_and_words(
    text: str, candidates: frozenset[str] | None, hits: dict[str, int], share: float
) -> LanguageGuess:
    model = language_model()
    among = candidates or frozenset(model.codes) - _OTHERS
    if sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return LanguageGuess("", 0.0)
    likely = model.probabilities(text, sorted(among))
    likely = {code: part * _word_factor(code, hits) for code, part in likely.items()}
    if candidates:
        _count_letters(text, likely)
    total = sum(likely.values())
    if not total:
        return LanguageGuess("", 0.0)
    best = max(sorted(likely), key=lambda code: likely[code])
    confidence = round(min(0.99, likely[best] / total) * min(1.0, 0.4 + share), 2)
    code = {"nn": "no"}.get(best, best)
    known = confidence >= _UNSURE or (hits.get(code, 0) > 0 and confidence >= _UNSURE_WITH_WORD)
    return LanguageGuess(code if known else "", confidence)


def _word_factor(code: str, hits: dict[str, int]) -> float:
    return math.exp(_WORTH_OF_WORD * min(_MOST_HITS, hits.get("no" if code == "nn" else code, 0)))


def _count_letters(text: str, likely: dict[str, float]) -> None:
    """Weigh up the languages whose own letters stand in the text, and weigh down those that lack them."""
    present = set(text.lower())
    for code, letters in _TELLING:
        if present.intersection(letters) and code in likely:
            likely[code] *= 20.0
            if code in ("ur", "ps", "ug", "fa"):
                likely["ar"] = likely.get("ar", 0.0) * 0.05

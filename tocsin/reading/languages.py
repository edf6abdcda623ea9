"""Which language a text is in, guessed from its script and its commonest words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading.words import Word, fold

_FIRST_WORDS = 600
_FEWEST_HITS = 2


@dataclass(frozen=True, slots=True)
class LanguageGuess:
    """An ISO 639-1 code ("" unknown) with a confidence from 0 to 1."""

    code: str
    confidence: float


# The commonest function words; those that two languages share count for both.
_STOP_WORDS = {
    "en": "the of and to in a is that for on was with as by at from have has been are were an it its after which who this",
    "fr": "le la les de des du et en un une dans est sur pour par au aux que qui plus avec a ete sont ont ce cette selon pas",
    "es": "el la los las de del y en un una que por con para se su al es como mas fue ha han este esta segun tras o no",
    "pt": "o a os as de do da dos das e em um uma que por com para no na nos nas se foi ao mais segundo apos sao nao pelo",
    "de": "der die das und in den von zu mit sich des auf ist im dem nicht ein eine als auch es an nach bei wurde wurden",
    "it": "il la lo gli le di del della e in un una che per con non sono da nel nella al alla piu ha si stato dei delle",
    "nl": "de het een en van in op te dat die is voor met zijn aan er niet door naar bij ook uit zijn werd heeft",
    "tr": "ve bir bu da de icin ile olarak olan daha cok en kadar gibi sonra ancak oldugu tarafindan var",
    "id": "yang dan di dari untuk dengan ini itu pada tidak ke dalam akan telah oleh karena adalah juga warga",
    "sw": "ya wa na kwa katika ni za la kuwa hiyo huo watu baada alisema polisi cha vya",
    "pl": "w i na z do sie jest nie to ze od przez po dla jak oraz zostal przy byl",
    "ro": "si de la in a pe cu din o un care pentru este nu au fost ca mai prin dupa",
    "ru": "и в на не с что по из к за от для был были это как его после о при",
    "uk": "і в на не з що по та до за від для був були це як його після про у",
    "ar": "في من على الى ان عن مع هذا هذه بعد التي الذي ما لا قال كان قد خلال بين اليوم أن إلى",
    "fa": "در به از که این با است را برای آن شد های می بود شده خود",
    "ur": "کے میں کی ہے اور سے کا کو نے پر کہ ہیں گیا",
}
_LANGUAGES_OF: dict[str, tuple[str, ...]] = {
    word: tuple(code for code, row in _STOP_WORDS.items() if word in {fold(one) for one in row.split()})
    for word in {fold(one) for row in _STOP_WORDS.values() for one in row.split()}
}

# First and last character of the scripts that nearly decide alone.
_SCRIPTS = (
    ("el", "\u0370", "\u03ff"),
    ("he", "\u0590", "\u05ff"),
    ("hi", "\u0900", "\u097f"),
    ("bn", "\u0980", "\u09ff"),
    ("th", "\u0e00", "\u0e7f"),
    ("ka", "\u10a0", "\u10ff"),
    ("am", "\u1200", "\u137f"),
    ("my", "\u1000", "\u109f"),
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("zh", "\u4e00", "\u9fff"),
)
_FEWEST_KANA = 0.05


def guess_language(text: str, among: Sequence[Word]) -> LanguageGuess:
    """The language of a text whose words are `among`; code "" where neither script nor words tell."""
    by_script = _by_script(text[:4000])
    if by_script is not None:
        return by_script
    counted = Counter(word.folded for word in among[:_FIRST_WORDS])
    scores = dict.fromkeys(_STOP_WORDS, 0.0)
    for word, times in counted.items():
        for code in _LANGUAGES_OF.get(word, ()):
            scores[code] += times + 0.5
    best, second = sorted(scores, key=lambda code: (-scores[code], code))[:2]
    if scores[best] < _FEWEST_HITS:
        return LanguageGuess("", 0.0)
    share = scores[best] / (scores[best] + scores[second])
    enough = min(1.0, scores[best] / 8)
    return LanguageGuess(best, round(min(0.99, share * (0.5 + 0.5 * enough)), 2))


def _by_script(text: str) -> LanguageGuess | None:
    if text.isascii():
        return None if any(map(str.isalpha, text)) else LanguageGuess("", 0.0)
    letters = [letter for letter in text if letter > "\u036f" and letter.isalpha()]
    total = sum(map(str.isalpha, text))
    if not total:
        return LanguageGuess("", 0.0)
    for code, first, last in _SCRIPTS if letters else ():
        share = sum(1 for letter in letters if first <= letter <= last) / total
        if share > (_FEWEST_KANA if code == "ja" else 0.5):
            return LanguageGuess(code, round(0.6 + 0.39 * share, 2))
    return None

"""Which words of a sentence say what each number counts: fates before and after it, shared fates, parts, counts of one.

'Twelve were killed and 30 wounded', 'killing a soldier and two civilians', 'the mayor was assassinated': a shallow
reading of one sentence by the order of its words, not a parse.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.reading import units
from tocsin.reading.numerals import Number
from tocsin.reading.spans import Span
from tocsin.reading.tally_words import (
    ADVERBS,
    AFTER_REDUCED,
    ARTICLES,
    BE,
    GAP,
    INCLUDING,
    NO_DETERMINERS,
    NOT_SINGULAR,
    OF_THEM,
    SINGULAR_BE,
    STOP,
    SUBORDINATE,
    TIME_NOUNS,
)
from tocsin.reading.unit_words import Kind
from tocsin.reading.units import Entry
from tocsin.reading.words import Match, Word

_BREAK = re.compile(r"[;:!?]|\.\s|--|—|\s[-–]\s")
_POINT = re.compile(r"[,;:.!?()\[\]\"”“«»،؛]|--|—")
_AND = frozenset({"and", "et", "y", "e", "plus", "as", "well", "while", "و", "und", "also", "another"})
_PEOPLE = frozenset({"people", "fighters", "attackers", "soldiers", "police officers", "protesters", "workers"})
# Fates that a singular person can have without a number being said.
_OF_ONE = frozenset({"killed", "injured", "missing", "arrested", "kidnapped", "rescued", "released", "trapped", "charged"})
_WEAK = frozenset({"kidnapped", "arrested", "evacuated", "displaced", "recruited", "returned", "infected"})
_OF_NAMED_ONE = frozenset({"killed", "injured", "arrested", "kidnapped"})


@dataclass(slots=True, eq=False)
class Tally:
    """One number of a sentence and what it counts. `first` and `after` are indices of words; `implied` says that no
    number is written ('a soldier'); `part` that it is a part of the tally before, and `aside` that it is said in passing ('including two children'), so
    that what follows is not said of it."""

    number: Number
    first: int
    after: int
    implied: bool = False
    noun: Match[Entry] | None = None
    fate: Match[Entry] | None = None
    measure: Match[Entry] | None = None
    is_object: bool = False
    part: bool = False
    aside: bool = False
    measured: str = ""


class Clause:
    """One sentence's words, with the numbers and the words of fate found in it."""

    def __init__(
        self,
        text: str,
        among: Sequence[Word],
        first: int,
        after: int,
        matches: Sequence[Match[Entry]],
    ) -> None:
        self.text, self.among, self.first, self.after = text, among, first, after
        self.matches = matches
        self.at = {match.first: match for match in matches}

    def folded(self, index: int) -> str:
        """The folded word at an index, "" outside the sentence."""
        return self.among[index].folded if self.first <= index < self.after else ""

    def between(self, after: int, first: int) -> str:
        """The text between the word before `after` and the word `first`."""
        if after <= self.first or first >= self.after or after > first:
            return ""
        return self.text[self.among[after - 1].end : self.among[first].start]

    def broken(self, after: int, first: int) -> bool:
        """Whether a new clause begins between."""
        return _BREAK.search(self.between(after, first)) is not None


def tallies(clause: Clause, numbers: Sequence[tuple[Number, int, int]]) -> list[Tally]:
    """Every number of the sentence with what it counts, and the counts of one or two that no number states; in order."""
    found = [Tally(number, first, after) for number, first, after in numbers]
    for tally in found:
        _measure(clause, tally)
        if not tally.measured:
            tally.noun = _noun(clause, tally.after, tally.number.value)
    fates = [match for match in clause.matches if match.payload.kind not in (Kind.NOUN, Kind.MEASURE)]
    fates = [fate for fate in fates if not any(one.first <= fate.first < one.after for one in found)]
    found += _implied(clause, found, fates)
    found.sort(key=lambda one: (one.first, one.after))
    for index, tally in enumerate(found):
        _mark_part(clause, tally, found[index - 1] if index else None)
    countable = [one for one in found if not one.measured]
    for fate in fates:
        _attach(clause, fate, countable)
    extra = [one for fate in fates for one in _named(clause, fate, countable)]
    if extra:
        countable = sorted([*countable, *extra], key=lambda one: (one.first, one.after))
        found = sorted([*found, *extra], key=lambda one: (one.first, one.after))
    _share(clause, countable)
    return found


def _measure(clause: Clause, tally: Tally) -> None:
    """A measure right after the number ('km', '%', 'dollars'), or 'magnitude' and 'depth' before it."""
    text, end = clause.text, tally.number.end
    if tally.number.currency:
        tally.measured = units.CURRENCIES.get(tally.number.currency, "money")
        return
    after = text[end : end + 14]
    glued = _GLUED.match(after)
    if glued:
        tally.measured = _GLUED_UNITS[glued.lastgroup or ""]
    else:
        match = clause.at.get(tally.after)
        if match is None and clause.folded(tally.after) in ("de", "d", "of"):
            match = clause.at.get(tally.after + 1)
        if match is not None and match.payload.kind is Kind.MEASURE and not after.strip().startswith((",", ".", ";")):
            tally.measure, tally.measured = match, match.payload.unit
    if tally.measured in ("kilometres", "metres", "miles") and _DEEP.search(
        text[max(0, tally.number.start - 36) : tally.number.start]
    ):
        tally.measured = "kilometres deep" if tally.measured == "kilometres" else tally.measured
    if tally.measured == "days" and tally.measure and clause.folded(tally.measure.after) == "old":
        tally.measured = "-"
    if not tally.measured:
        before = clause.text[max(0, tally.number.start - 34) : tally.number.start]
        found = _MAGNITUDE.search(before)
        if found and tally.number.value < 10:
            tally.measured = "magnitude"


_GLUED = re.compile(
    r"(?P<percent>\s?[%٪])|(?P<celsius>\s?°\s?(?:C\b|(?!\s?[FNSEW]\b)))|(?P<fahrenheit>\s?°\s?F\b)|(?P<kmh>\s?(?:km/h|kph|kmh|km/hr|kmph)\b)"
    r"|(?P<km>kms?\b)|(?P<mm>mm\b)|(?P<cm>cm\b)|(?P<m>m\b)|(?P<ha>ha\b)|(?P<kg>kg\b)|(?P<mph>mph\b)|(?P<kt>kts?\b)|(?P<c>C\b)|(?P<f>F\b)|(?P<magnitude>[- ]magnitude\b)|(?P<sqkm>\s?(?:km²|km2|sq\.? km))",
    re.I,
)
_GLUED_UNITS = {
    "percent": "per cent", "celsius": "degrees Celsius", "fahrenheit": "degrees Fahrenheit", "kmh": "kilometres per hour",
    "km": "kilometres", "mm": "millimetres", "cm": "centimetres", "m": "metres", "ha": "hectares", "kg": "kilograms",
    "mph": "miles per hour", "kt": "knots", "c": "degrees Celsius", "f": "degrees Fahrenheit", "magnitude": "magnitude",
    "sqkm": "square kilometres",
}  # fmt: skip
_DEEP = re.compile(r"\b(?:depth|profondeur|profundidade?|profundidad|عمق|بعمق)\b[^,.;]{0,24}$", re.I)
_MAGNITUDE = re.compile(
    r"(?:\bmagnitude[- ](?:of |de |was |at )?(?:a |about |around |at least |nearly )?|\bmagnitud (?:de )?|\bmagnitude de |\bM(?=\d|\s?$)|\bmeasur(?:ed|ing) |\bقوته |\bبقوة |بلغت قوته |بلغت شدته )$",
    re.I,
)


def _is_adjectival(clause: Clause, match: Match[Entry], value: float) -> bool:
    """'five school boards': a noun of one after a number of many names something else. Arabic counts so from eleven."""
    return value != 1 and clause.text[match.start].isascii()


def _noun(clause: Clause, index: int, value: float) -> Match[Entry] | None:
    """The noun that a number at the words before `index` counts: the first known noun of the next words."""
    for at in range(index, min(index + 5, clause.after)):
        if _POINT.search(_gap(clause, at)):
            return None
        match = clause.at.get(at)
        if match is not None:
            if match.payload.kind is Kind.NOUN and match.payload.count == 1 and _is_adjectival(clause, match, value):
                continue
            if match.payload.kind is Kind.NOUN:
                following = clause.at.get(match.after)
                # 'two police officers', 'six army vehicles': the last noun of the row is what is counted.
                if (
                    following is not None
                    and following.payload.kind is Kind.NOUN
                    and not _gap(clause, match.after).strip()
                    and match.payload.count == 1
                    and following.payload.count == 0
                ):
                    return following
                return match
            if not (match.payload.kind is Kind.PAST and _is_adjective(clause, match)):
                return None
        word = clause.folded(at)
        if word in TIME_NOUNS or (word in STOP and not (word in ("of", "de", "d", "من") and at <= index + 1)):
            return None
    return None


def _gap(clause: Clause, index: int) -> str:
    """The text before the word at `index`, back to the word before it; "" at either end of the text."""
    if not 0 < index < len(clause.among):
        return ""
    return clause.text[clause.among[index - 1].end : clause.among[index].start]


def _is_adjective(clause: Clause, match: Match[Entry]) -> bool:
    following = clause.at.get(match.after)
    return following is not None and following.payload.kind is Kind.NOUN and not _gap(clause, match.after).strip()


def _mark_part(clause: Clause, tally: Tally, before: Tally | None) -> None:
    """Whether 'including' or 'of them' makes the number a part of the one before."""
    after = (clause.folded(tally.after), clause.folded(tally.after + 1))
    if after in OF_THEM or after[0] in OF_THEM:
        tally.part = True
        return
    for at in range(tally.first - 1, max(clause.first, tally.first - 6) - 1, -1):
        word = clause.folded(at)
        if word in INCLUDING or (word, clause.folded(at + 1)) in INCLUDING:
            tally.part = tally.aside = True
            return
        match = clause.at.get(at)
        if at < tally.first - 1 and (word in BE or (match is not None and match.payload.kind is not Kind.NOUN)):
            break
    if before is not None and before.first - clause.first <= 2 and clause.folded(clause.first) == "of":
        tally.part = True
        return
    if before is not None and before.aside and tally.first - before.after <= 5 and _joined(clause, before, tally):
        tally.part = tally.aside = True


def _implied(clause: Clause, found: Sequence[Tally], fates: Sequence[Match[Entry]]) -> list[Tally]:
    """Counts of one or two without a number: 'a soldier', 'un mort', 'جنديان'; kept only where a fate follows."""
    made: list[Tally] = []
    taken = {index for one in found for index in range(one.first, one.after)}
    heads = {one.noun.first for one in found if one.noun is not None}
    of_one = any(fate.payload.unit in _OF_ONE for fate in fates)
    for match in clause.matches:
        entry = match.payload
        if entry.kind is Kind.NOUN and entry.unit not in _PEOPLE:
            continue
        if clause.text[match.end : match.end + 2] in ("'s", "'S", "’s", "’S"):
            continue
        if not entry.count and not (entry.nominal and clause.folded(match.first - 1) in ARTICLES):
            continue
        following = clause.at.get(match.after)
        if (
            entry.kind is Kind.NOUN
            and following is not None
            and following.payload.kind is Kind.NOUN
            and not _gap(clause, match.after).strip()
            and _start(clause, following) == following.start
        ):
            continue
        if match.first in heads or match.first in taken or match.first - 1 in taken:
            continue
        if entry.count == 2:
            number = Number(_start(clause, match), match.end, 2.0)
            noun, fate = (match, None) if entry.kind is Kind.NOUN else (None, match)
            made.append(Tally(number, match.first, match.after, noun=noun, fate=fate))
            continue
        if not of_one:
            continue
        first = _determiner(clause, match, fates)
        if first is None:
            continue
        number = Number(_start(clause, match) if first == match.first else clause.among[first].start, match.end, 1.0)
        if entry.kind is Kind.NOUN:
            made.append(Tally(number, first, match.after, implied=True, noun=match))
        elif clause.folded(match.first - 1) in ("un", "une", "um", "uma", "una") and not _noun(clause, match.after, 1.0):
            made.append(Tally(number, first, match.after, implied=True, fate=match))
    return made


def _start(clause: Clause, match: Match[Entry]) -> int:
    """Where an Arabic word begins behind an 'and' written onto it."""
    glued = clause.text[match.start] == "و" and clause.folded(match.first) in units.GLUED
    return match.start + glued


def _determiner(clause: Clause, match: Match[Entry], fates: Sequence[Match[Entry]]) -> int | None:
    """The index of the word with which a singular person begins: an article, a fate's next word, a title; None for none."""
    for at in range(match.first - 1, max(clause.first, match.first - 5) - 1, -1):
        if _POINT.search(_gap(clause, at + 1)):
            break
        word = clause.folded(at)
        if word in NO_DETERMINERS:
            return None
        if word in ARTICLES:
            return at
        if word in STOP:
            break
    if _start(clause, match) > match.start and _follows_person(clause, match):
        return match.first
    for fate in fates:
        if fate.after <= match.first <= fate.after + 4 and _is_bare(clause, fate.after, match.first):
            return fate.after
        if fate.first == match.after or (fate.first - match.after <= 2 and clause.folded(match.after) in BE):
            return match.first
    return match.first if _is_title(clause, match, fates) or _is_apposition(clause, match) else None


def _is_bare(clause: Clause, after: int, first: int) -> bool:
    """Whether only plain words stand between: no point, no small word, no noun of many."""
    for at in range(after, first + 1):
        if _POINT.search(_gap(clause, at)):
            return False
        if at < first and (clause.folded(at) in STOP or clause.folded(at) in ARTICLES):
            return False
        other = clause.at.get(at)
        if at < first and other is not None and other.payload.kind is not Kind.NOUN:
            return False
    return True


def _is_title(clause: Clause, match: Match[Entry], fates: Sequence[Match[Entry]]) -> bool:
    """'Judge Jane Doe died': names of one to four words between a title and the fate."""
    at = match.after
    while at < min(match.after + 5, clause.after):
        if _POINT.search(_gap(clause, at)):
            return False
        if clause.folded(at) in BE or any(fate.first == at for fate in fates):
            return at > match.after
        if clause.folded(at) in STOP or not clause.text[clause.among[at].start].isupper():
            return False
        at += 1
    return False


def _is_apposition(clause: Clause, match: Match[Entry]) -> bool:
    """'Jane Doe, former mayor of the town, was shot dead'."""
    for at in range(match.first, max(clause.first + 1, match.first - 4), -1):
        gap = _gap(clause, at)
        if _POINT.search(gap):
            return gap.strip() == "," and clause.text[clause.among[at - 1].start].isupper()
        if at < match.first and clause.folded(at) in STOP:
            return False
    return False


def _follows_person(clause: Clause, match: Match[Entry]) -> bool:
    """Whether the word right before is a person too ('طفلان وامرأة')."""
    return any(
        other.after == match.first and other.payload.kind is Kind.NOUN for other in clause.matches
    )


def _attach(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> None:
    """Give the fate to the tally that it tells of."""
    kind = fate.payload.kind
    if fate.payload.nominal:
        near = _right_before(clause, fate, found)
        if near is not None and not (near.implied and kind is Kind.NOMINAL):
            _give(near, fate, is_object=False)
            return
        if kind is Kind.NOMINAL:
            lives = clause.folded(fate.after - 1) in ("lives", "bodies")
            after = None if lives else _toll(clause, fate, found, strict=True)
            if after is None and clause.folded(fate.first - 1) in BE:
                after = _subject(clause, fate, found)
            if after is not None:
                _give(after, fate, is_object=after.first > fate.first)
            return
    if kind is Kind.TOLL:
        after = _toll(clause, fate, found, strict=False)
        if after is not None:
            _give(after, fate, is_object=True)
            _give_other_end(clause, fate, after, found)
        return
    target = _object(clause, fate, found) if kind in (Kind.PAST, Kind.ACTIVE, Kind.EITHER) else None
    if kind is Kind.ACTIVE:
        if target is not None:
            _give(target, fate, is_object=True)
        return
    if kind in (Kind.PAST, Kind.AFTER):
        listed = _listed(clause, fate, found)
        if listed is not None:
            _give(listed, fate, is_object=True)
            return
    if kind is Kind.PAST:
        passive = is_passive(clause, fate)
        if passive and _is_negated(clause, fate):
            return
        if target is not None and not passive:
            _give(target, fate, is_object=True)
            return
        if not passive:
            near = _right_before(clause, fate, found, most=5)
            following = clause.folded(fate.after)
            if near is not None and (
                following in AFTER_REDUCED or not following or _POINT.search(_gap(clause, fate.after))
            ):
                _give(near, fate, is_object=False)
            return
    if kind is Kind.EITHER and target is not None:
        _give(target, fate, is_object=True)
        return
    subject = _subject(clause, fate, found)
    if subject is not None:
        _give(subject, fate, is_object=False)
    elif kind is Kind.EITHER:
        later = _later_object(clause, fate, found)
        if later is not None:
            _give(later, fate, is_object=True)


def _listed(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> Tally | None:
    """'Dead: 12' and 'put the dead at 9'."""
    if clause.folded(fate.first - 1) == "the" or _gap(clause, fate.after).strip() == ":":
        return _toll(clause, fate, found, strict=True)
    return None


def _give(tally: Tally, fate: Match[Entry], *, is_object: bool) -> None:
    """The first fate stays; one that can be counted itself and stands beside the number wins."""
    if tally.fate is not None:
        beside = fate.payload.nominal and not is_object and fate.first - tally.after <= 2
        weak = _is_weak(tally.fate) or tally.fate.payload.kind is Kind.TOLL
        if not (beside and tally.fate.first < tally.first and not _is_weak(fate)) and not (
            weak and not _is_weak(fate)
        ):
            return
    if not fits(tally, fate) or (tally.implied and fate.payload.unit not in _OF_ONE):
        return
    tally.fate, tally.is_object = fate, is_object


def _is_weak(fate: Match[Entry]) -> bool:
    """Hostages and detainees are people first: what became of them is said by another word."""
    return fate.payload.kind is Kind.NOMINAL and fate.payload.unit in _WEAK


def fits(tally: Tally, fate: Match[Entry]) -> bool:
    """Whether what is counted can have the fate: houses are not wounded."""
    if tally.noun is None or tally.noun.payload.unit in _PEOPLE:
        return True
    if fate.payload.unit == "without power":
        return True
    # 'a bus carrying 12 people' is a thing, but '12 dead' beside it is a toll.
    return fate.payload.nominal and fate.first < tally.noun.first


def is_passive(clause: Clause, fate: Match[Entry]) -> bool:
    """Whether a form of 'be' stands before the participle, with adverbs or another participle between."""
    for at in range(fate.first - 1, max(clause.first, fate.first - 6) - 1, -1):
        word = clause.folded(at)
        if word in BE:
            return True
        match = clause.at.get(at)
        if word in ADVERBS or word.endswith("ly") or word in ("and", "or", "also", "not", "then", "later"):
            continue
        if match is not None and match.payload.kind is Kind.PAST:
            continue
        return False
    return False


def _is_negated(clause: Clause, fate: Match[Entry]) -> bool:
    """'were not hurt', 'had never been arrested'."""
    return any(clause.folded(at) in ("not", "never", "n") for at in range(fate.first - 3, fate.first))


def _right_before(
    clause: Clause, fate: Match[Entry], found: Sequence[Tally], most: int = 3
) -> Tally | None:
    """The tally whose words end right before the fate: '12 confirmed deaths', '30 people injured'."""
    best = None
    for tally in found:
        if tally.after > fate.first:
            break
        best = tally
    if best is None:
        return None
    end = best.noun.after if best.noun is not None and best.noun.after <= fate.first else best.after
    if fate.first - end > most:
        return None
    for at in range(best.after, fate.first + 1):
        if _POINT.search(_gap(clause, at)):
            return None
        if end <= at < fate.first:
            word = clause.folded(at)
            if word in STOP and not (word in ("of", "de", "d", "in", "the", "les", "من") and at == best.after):
                return None
            if word in BE:
                return None
    return best


def _object(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> Tally | None:
    """The tally right after the fate, with only small words between."""
    for tally in found:
        if tally.first < fate.after:
            continue
        if tally.first - fate.after > 6:
            return None
        for at in range(fate.after, tally.first + 1):
            if _POINT.search(_gap(clause, at)) and not (_gap(clause, at).strip() == ":"):
                return None
            if at < tally.first and clause.folded(at) not in GAP:
                return None
        if tally.implied and tally.first > fate.after:
            # 'killed by a soldier' has 'by' between, which is no small word; 'mató a un policía' has 'a'.
            return tally if clause.folded(fate.after) in ("a", "to", "de", "al", "d", "at", "least") else None
        return tally
    return None


def _later_object(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> Tally | None:
    """Where verbs come first ('قتل مسلحون 7 أشخاص'): the next tally with its subject between."""
    for tally in found:
        if tally.first < fate.after:
            continue
        if tally.first - fate.after > 6 or tally.implied:
            return None
        if any(
            _POINT.search(_gap(clause, at)) or clause.folded(at) in ("y", "et", "e", "en", "in", "في", "dans", "em")
            for at in range(fate.after, tally.first + 1)
        ):
            return None
        return tally if tally.noun is None or tally.noun.payload.unit in _PEOPLE else None
    return None


def _toll(clause: Clause, fate: Match[Entry], found: Sequence[Tally], *, strict: bool) -> Tally | None:
    """The number that a toll comes to: 'the death toll from the quake rose to 17', 'deaths: 12'."""
    for tally in found:
        if tally.first < fate.after or tally.implied:
            continue
        if tally.first - fate.after > 16 or clause.broken(fate.after, tally.first) and ":" not in _gap(clause, fate.after):
            return None
        if tally.fate is not None and tally.fate.payload.kind is not Kind.TOLL:
            return None
        gap = _gap(clause, fate.after).strip()
        if gap == ":" or (not strict and tally.first - fate.after <= 4):
            return tally
        before = clause.text[clause.among[fate.after - 1].end : tally.number.start]
        if _COMES_TO.search(before):
            return tally if not strict or tally.first - fate.after <= 8 else None
        if tally.noun is None and tally.fate is None and not strict:
            continue
        return None
    return None


def _give_other_end(clause: Clause, fate: Match[Entry], one: Tally, found: Sequence[Tally]) -> None:
    """'from 12 to 17' and 'to 17 from 12': the toll that was and the toll that is."""
    for other in found:
        if other.first < one.after:
            continue
        words = [clause.folded(at) for at in range(one.after, other.first)]
        if len(words) <= 7 and not {"to", "from", "a", "de", "contre", "para", "الي", "من"}.isdisjoint(words):
            _give(other, fate, is_object=True)
        return


_COMES_TO = re.compile(
    r"(?:\b(?:to|at|of|is|was|now|reached|reaches|reaching|stood|stands|passed|exceeded|exceeds|hit|hits|tops|topped|surpassed|a|à|est|passe|de|es|era|sube|subió|asciende|alcanzó|superó|para|ascendeu|chegou|é|em)|إلى|الى|بلغت|بلغ|تجاوزت|تجاوز|وصلت|عند)"
    r"\s+(?:(?:at least|more than|over|about|around|nearly|almost|some|up to|as many as|al menos|más de|unos|cerca de|au moins|plus de|pelo menos|mais de|أكثر من|نحو|ما لا يقل عن)\s+)?$",
    re.I,
)


def _subject(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> Tally | None:
    """The nearest tally before the fate that can be its subject."""
    for tally in reversed([one for one in found if one.after <= fate.first]):
        if fate.first - tally.after > 18:
            return None
        words = [clause.folded(at) for at in range(tally.after, fate.first)]
        if clause.broken(tally.after, fate.first) or not SUBORDINATE.isdisjoint(words):
            return None
        if tally.implied and ("said" in words or ("that" in words and words[-1:] != ["that"] and "were" not in words)):
            return None
        if tally.aside or not fits(tally, fate) or _is_told_apart(clause, tally, fate):
            continue
        if tally.implied and clause.folded(tally.first - 1) in _INSIDE:
            continue
        if tally.fate is not None and not _is_weak(tally.fate):
            return None
        # 'three of 12 hostages died': the three.
        if clause.folded(tally.first - 1) == "of" or (
            clause.folded(tally.first - 2) == "of" and clause.folded(tally.first - 1) in ("the", "its", "their")
        ):
            whole = next((one for one in found if one.after in (tally.first - 1, tally.first - 2)), None)
            if whole is not None and whole.fate is None:
                return whole
            if "one" in (clause.folded(tally.first - 2), clause.folded(tally.first - 3)):
                return None
        return tally
    return None


_INSIDE = frozenset({"of", "by", "in", "with", "from", "for", "to", "against", "on", "de", "par", "por", "con", "avec", "com", "del"})


def _is_told_apart(clause: Clause, tally: Tally, fate: Match[Entry]) -> bool:
    """'six priests, five of them foreigners, who were killed': what follows the second comma is said of the six."""
    return tally.part and not tally.aside and "," in clause.text[tally.number.end : fate.start]


def _named(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> list[Tally]:
    """'X was killed' is a count of one where X is singular, and 'the murder of X' where X is a name."""
    if fate.payload.unit not in _OF_NAMED_ONE or any(one.fate is fate for one in found):
        return []
    if fate.payload.kind in (Kind.PAST, Kind.EITHER):
        aux = _singular_be(clause, fate)
        if aux is None:
            return []
        first = aux
        while first > clause.first and aux - first < 6 and not _POINT.search(_gap(clause, first)):
            word = clause.folded(first - 1)
            if word == "no" or word in NO_DETERMINERS:
                return []
            if word in STOP and word not in ("of", "de", "the", "a", "an"):
                break
            first -= 1
        subject = [clause.folded(at) for at in range(first, aux)]
        said = clause.folded(aux - 1)
        if not NOT_SINGULAR.isdisjoint(subject) or said in NOT_SINGULAR or said in STOP and said not in ("who", "quien", "qui", "que"):
            return []
        if any(first <= one.first < aux for one in found):
            return []
        noun = clause.at.get(aux - 1)
        if noun is not None and noun.payload.kind is Kind.NOUN and not noun.payload.count:
            return []
        if noun is not None and noun.payload.kind is Kind.NOUN and noun.payload.unit not in _PEOPLE:
            return []
        start, end = clause.among[first].start, fate.end
        return [Tally(Number(start, end, 1.0), first, fate.after, implied=True, fate=fate)]
    words = clause.text[fate.start : fate.end].lower()
    if fate.payload.kind is Kind.NOMINAL or words in _DEEDS:
        return _possessed(clause, fate)
    if fate.payload.kind is Kind.ACTIVE and words.endswith(" of") and not words.startswith(("deaths", "bodies", "lives", "murders", "killings", "corpses")):
        return _of_a_name(clause, fate)
    return []


def _singular_be(clause: Clause, fate: Match[Entry]) -> int | None:
    """The index of the singular 'was' or 'has been' before the participle, or None."""
    if clause.folded(fate.first) in SINGULAR_BE and fate.after - fate.first > 1:
        return fate.first
    for at in range(fate.first - 1, max(clause.first, fate.first - 5) - 1, -1):
        word = clause.folded(at)
        if word in SINGULAR_BE:
            return at
        if word in ("been", "ete", "sido") and clause.folded(at - 1) in ("has", "a", "ha", "had", "foi", "tinha"):
            return at - 1
        match = clause.at.get(at)
        if word in ("not", "never", "nearly", "almost"):
            return None
        if not (word in ADVERBS or word.endswith("ly") or word in ("and", "or", "been") or match is not None and match.payload.kind is Kind.PAST):
            return None
    return None


_DEEDS = frozenset({"death", "murder", "assassination", "kidnapping", "abduction", "killing", "arrest"})


def _possessed(clause: Clause, fate: Match[Entry]) -> list[Tally]:
    """'Jane Doe's murder': a name that owns the deed."""
    owner = fate.first - 2
    said = clause.text[fate.start : fate.end].lower()
    if said not in _DEEDS or owner < clause.first or clause.folded(owner + 1) != "s":
        return []
    match = next((one for one in clause.matches if one.after == owner + 1), None)
    plural = match is not None and match.payload.kind is Kind.NOUN and match.payload.count != 1
    word = clause.among[owner]
    if plural or not clause.text[word.start].isupper() or word.folded in NOT_SINGULAR or word.end - word.start < 3:
        return []
    if match is None and not clause.text[clause.among[owner - 1].start].isupper():
        return []
    first = owner - (owner > clause.first)
    start = clause.among[first].start
    return [Tally(Number(start, fate.end, 1.0), first, fate.after, implied=True, fate=fate, is_object=True)]


def _of_a_name(clause: Clause, fate: Match[Entry]) -> list[Tally]:
    """'the murder of Jane Doe': two words with capitals, or none but capitals in the text and no known plural."""
    names = []
    for at in range(fate.after, min(fate.after + 5, clause.after)):
        said = clause.text[clause.among[at].start : clause.among[at].end]
        if not said[:1].isupper() or (at > fate.after and _POINT.search(_gap(clause, at))):
            break
        match = clause.at.get(at)
        if match is not None and match.payload.kind is Kind.NOUN and not match.payload.count:
            return []
        if clause.folded(at) in STOP or clause.folded(at) in NOT_SINGULAR:
            break
        names.append(said)
    if len(names) < 2:
        return []
    if all(name.isupper() and len(name) > 1 for name in names) and names[-1].endswith("S") and not names[0].endswith("S"):
        return []
    end = clause.among[fate.after + len(names) - 1].end
    return [Tally(Number(fate.start, end, 1.0), fate.first, fate.after + len(names), implied=True, fate=fate, is_object=True)]


def _joined(clause: Clause, one: Tally, other: Tally) -> bool:
    """Whether 'and' or a comma joins two neighbours of one row: '12 soldiers, three civilians and a child'."""
    if other.first - one.after > 9 or clause.broken(one.after, other.first):
        return False
    end = one.noun.after if one.noun is not None else one.after
    words = [clause.folded(at) for at in range(end, other.first)]
    if any(word in BE or word in SUBORDINATE or word in ("who", "which", "that", "qui", "que") for word in words):
        return False
    gap = clause.text[clause.among[one.after - 1].end : other.number.start]
    return "," in gap or "،" in gap or not _AND.isdisjoint(words) or clause.text[other.number.start - 1] == "و" or gap.rstrip().endswith("و")


def _share(clause: Clause, found: list[Tally]) -> None:
    """A fate said once for several tallies of a row goes to all of them; a part takes that of its whole."""
    for index in range(len(found) - 2, -1, -1):
        one, following = found[index], found[index + 1]
        if one.fate is None and following.fate is not None and not following.is_object and not following.part:
            if following.fate.first < following.first or following.fate.payload.kind is Kind.NOMINAL and following.noun is None:
                continue
            between = clause.at.keys()
            if _is_same_person(clause, one, following):
                continue
            if _joined(clause, one, following) and fits(one, following.fate) and _is_person(one) and not any(
                at in between and clause.at[at].payload.kind is not Kind.NOUN for at in range(one.after, following.first)
            ):
                one.fate = following.fate
    for index in range(1, len(found)):
        one, before = found[index], found[index - 1]
        if one.fate is not None or before.fate is None:
            continue
        if one.part:
            whole = next((each for each in reversed(found[:index]) if not each.part and each.fate), before)
            if whole.fate is not None and fits(one, whole.fate):
                one.fate, one.is_object = whole.fate, whole.is_object
        elif (
            before.is_object
            and before.fate.first < before.first
            and _joined(clause, before, one)
            and fits(one, before.fate)
            and _is_person(one)
        ):
            one.fate, one.is_object = before.fate, True


def _is_same_person(clause: Clause, one: Tally, other: Tally) -> bool:
    """'A senator and hopeful' and 'a foreigner, a student, was killed' are one person in two words."""
    if not (one.implied and other.implied) or other.fate is None:
        return False
    said = {clause.folded(at) for at in range(one.after, other.first)}
    if _AND.isdisjoint(said) or clause.folded(other.first) not in ARTICLES and clause.text[other.number.start - 1] != "و":
        return clause.text[other.number.start - 1] != "و" and clause.folded(other.fate.first - 1) not in ("were", "have", "fueron", "foram", "ete")
    return False


def _is_person(tally: Tally) -> bool:
    return tally.noun is None or tally.noun.payload.unit in _PEOPLE


def word_range(starts: Sequence[int], among: Sequence[Word], span: Span) -> tuple[int, int]:
    """The indices of the first word of a span and of the word after it."""
    first = bisect_right(starts, span.start) - 1
    if first < 0 or among[first].end <= span.start:
        first += 1
    return first, max(first + 1, bisect_left(starts, span.end))

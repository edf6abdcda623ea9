"""To which number of a sentence a word of fate belongs: before it, after it, at some distance, or to none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.reading.clauses import (
    AND,
    OF_ONE,
    PEOPLE,
    POINT,
    Clause,
    Tally,
    fits,
    gap_before,
    is_of,
    is_passive,
)
from tocsin.reading.tally_words import AFTER_REDUCED, ARTICLES, BE, GAP, OBJECT_WORDS, STOP, SUBORDINATE
from tocsin.reading.unit_words import Kind
from tocsin.reading.units import Entry
from tocsin.reading.words import Match

_WEAK = frozenset({"kidnapped", "arrested", "evacuated", "displaced", "recruited", "returned", "infected"})


def attach(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> None:
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
            if after is None and (
                clause.folded(fate.first - 1) in BE or clause.folded(fate.first - 1) in ("han", "ha")
            ):
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
            if near is not None and not _takes_object(clause, fate):
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


def _takes_object(clause: Clause, fate: Match[Entry]) -> bool:
    """Whether the words after an active verb are whom it hit: '12 rebels killed the guards'."""
    if POINT.search(gap_before(clause, fate.after)):
        return False
    if clause.folded(fate.after) in OBJECT_WORDS or fate.after in clause.numbered:
        return True
    for at in range(fate.after, min(fate.after + 3, clause.after)):
        if (
            POINT.search(gap_before(clause, at))
            or clause.folded(at) in STOP
            or clause.folded(at) in AFTER_REDUCED
        ):
            return False
        match = clause.at.get(at)
        if match is not None:
            return match.payload.kind is Kind.NOUN
    return False


def _listed(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> Tally | None:
    """'Dead: 12' and 'put the dead at 9'."""
    if clause.folded(fate.first - 1) == "the" or gap_before(clause, fate.after).strip() == ":":
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
    if not fits(tally, fate) or (tally.implied and fate.payload.unit not in OF_ONE):
        return
    if tally.implied and fate.payload.kind is Kind.AFTER and fate.payload.unit == "injured":
        # 'a patient to the hospital' is on the way, 'a man was taken to hospital' is told of by its verb.
        return
    tally.fate, tally.is_object = fate, is_object


def _is_weak(fate: Match[Entry]) -> bool:
    """Hostages and detainees are people first: what became of them is said by another word."""
    return fate.payload.kind is Kind.NOMINAL and fate.payload.unit in _WEAK


def _is_negated(clause: Clause, fate: Match[Entry]) -> bool:
    """'were not hurt', 'had never been arrested'."""
    return any(clause.folded(at) in ("not", "never", "n") for at in range(fate.first - 3, fate.first))


def _right_before(clause: Clause, fate: Match[Entry], found: Sequence[Tally], most: int = 3) -> Tally | None:
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
        if POINT.search(gap_before(clause, at)):
            return None
        if end <= at < fate.first:
            word = clause.folded(at)
            if word in STOP and not (
                word in ("of", "de", "d", "in", "the", "les", "من") and at == best.after
            ):
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
            if POINT.search(gap_before(clause, at)) and gap_before(clause, at).strip() != ":":
                return None
            if at < tally.first and clause.folded(at) not in GAP and not _is_listed(clause, fate.after, at):
                return None
        if tally.implied and tally.first > fate.after:
            # 'killed by a soldier' has 'by' between, which is no small word; 'mató a un policía' has 'a'.
            return tally if clause.folded(fate.after) in ("a", "to", "de", "al", "d", "at", "least") else None
        return tally
    return None


def _is_listed(clause: Clause, after: int, at: int) -> bool:
    """Whether the word belongs to an unknown first object: 'abducted the verger and at least 40 pupils'."""
    if clause.folded(after) not in ARTICLES:
        return False
    end = next(
        (index for index in range(after + 2, after + 4) if clause.folded(index) in ("and", "et", "y", "e")), 0
    )
    return after <= at <= end


def _later_object(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> Tally | None:
    """Where verbs come first ('قتل مسلحون 7 أشخاص'): the next tally with its subject between."""
    for tally in found:
        if tally.first < fate.after:
            continue
        if tally.first - fate.after > 6 or tally.implied:
            return None
        if any(
            POINT.search(gap_before(clause, at))
            or clause.folded(at) in ("y", "et", "e", "en", "in", "في", "dans", "em")
            for at in range(fate.after, tally.first + 1)
        ):
            return None
        return tally if tally.noun is None or tally.noun.payload.unit in PEOPLE else None
    return None


def _toll(clause: Clause, fate: Match[Entry], found: Sequence[Tally], *, strict: bool) -> Tally | None:
    """The number that a toll comes to: 'the death toll from the quake rose to 17', 'deaths: 12'."""
    for tally in found:
        if tally.first < fate.after or tally.implied:
            continue
        if tally.first - fate.after > 16 or (
            clause.broken(fate.after, tally.first) and ":" not in gap_before(clause, fate.after)
        ):
            return None
        if tally.fate is not None and tally.fate.payload.kind is not Kind.TOLL:
            return None
        if strict and not AND.isdisjoint(clause.folded(at) for at in range(fate.after, tally.first)):
            return None
        gap = gap_before(clause, fate.after).strip()
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
        if tally.implied and (
            "said" in words or ("that" in words and words[-1:] != ["that"] and "were" not in words)
        ):
            return None
        if tally.number.alone and clause.folded(tally.first - 1) in ("of", "de", "d"):
            continue
        if (
            (tally.aside and not _stands_beside(clause, tally, fate))
            or not fits(tally, fate)
            or _is_told_apart(clause, tally, fate)
        ):
            continue
        if tally.implied and clause.folded(tally.first - 1) in _INSIDE:
            continue
        # 'three of 12 hostages died': the three.
        whole = next(
            (one for one in found if one.after < tally.first and is_of(clause, tally, one.after)), None
        )
        if whole is not None and (whole.fate is None or _is_weak(whole.fate)):
            return whole
        if tally.fate is not None and not _is_weak(tally.fate):
            return None
        if clause.folded(tally.first - 1) in ("of", "the") and "one" in (
            clause.folded(tally.first - 2),
            clause.folded(tally.first - 3),
        ):
            return None
        return tally
    return None


def _stands_beside(clause: Clause, tally: Tally, fate: Match[Entry]) -> bool:
    """'including 20 dead'."""
    return fate.first == tally.after and POINT.search(gap_before(clause, fate.first)) is None


_INSIDE = frozenset(
    {
        "of",
        "by",
        "in",
        "with",
        "from",
        "for",
        "to",
        "against",
        "on",
        "de",
        "par",
        "por",
        "con",
        "avec",
        "com",
        "del",
    }
)


def _is_told_apart(clause: Clause, tally: Tally, fate: Match[Entry]) -> bool:
    """'six priests, five of them foreigners, who were killed': what follows the second comma is said of the six."""
    return tally.part and not tally.aside and "," in clause.text[tally.number.end : fate.start]

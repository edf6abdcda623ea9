"""Counts of one or two that no number states: 'the mayor was shot', 'un mort', 'the murder of Jane Doe', Arabic duals."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.reading.clauses import OF_ONE, PEOPLE, POINT, Clause, Tally, gap_before, is_passive, start_of
from tocsin.reading.counted import noun_after
from tocsin.reading.numerals import Number
from tocsin.reading.tally_words import (
    ADVERBS,
    AFTER_REDUCED,
    ARTICLES,
    BE,
    NO_DETERMINERS,
    NOT_SINGULAR,
    SINGULAR_BE,
    STOP,
)
from tocsin.reading.unit_words import Kind
from tocsin.reading.units import Entry
from tocsin.reading.words import Match


def implied(clause: Clause, found: Sequence[Tally], fates: Sequence[Match[Entry]]) -> list[Tally]:
    """Counts of one or two without a number: 'a soldier', 'un mort', 'جنديان'; kept only where a fate follows."""
    made: list[Tally] = []
    taken = {index for one in found for index in range(one.first, one.after)}
    heads = {one.noun.first for one in found if one.noun is not None}
    of_one = any(fate.payload.unit in OF_ONE for fate in fates)
    for match in clause.matches:
        entry = match.payload
        if entry.kind is Kind.NOUN and entry.unit not in PEOPLE:
            continue
        if clause.text[match.end : match.end + 2] in ("'s", "'S", "’s", "’S"):
            continue
        if not entry.holds and not (entry.nominal and clause.folded(match.first - 1) in ARTICLES):
            continue
        following = clause.at.get(match.after)
        if (
            entry.kind is Kind.NOUN
            and following is not None
            and following.payload.kind is Kind.NOUN
            and not gap_before(clause, match.after).strip()
            and start_of(clause, following) == following.start
        ):
            continue
        if match.first in heads or match.first in taken or match.first - 1 in taken:
            continue
        if entry.holds == 2:
            number = Number(start_of(clause, match), match.end, 2.0)
            noun, fate = (match, None) if entry.kind is Kind.NOUN else (None, match)
            made.append(Tally(number, match.first, match.after, noun=noun, fate=fate))
            continue
        if not of_one:
            continue
        if entry.kind is Kind.NOUN and _is_adjective(clause, match):
            continue
        if clause.folded(match.first) in _ORDINALS and (
            clause.folded(match.first - 1) != "a" or clause.folded(match.after) == "of"
        ):
            continue
        first = _determiner(clause, match, fates)
        if first is None:
            continue
        number = Number(
            start_of(clause, match) if first == match.first else clause.among[first].start, match.end, 1.0
        )
        if entry.kind is Kind.NOUN:
            made.append(Tally(number, first, match.after, implied=True, noun=match))
        elif clause.folded(match.first - 1) in ("un", "une", "um", "uma", "una") and not noun_after(
            clause, match.after, 1.0
        ):
            made.append(Tally(number, first, match.after, implied=True, fate=match))
    return made


def _is_adjective(clause: Clause, match: Match[Entry]) -> bool:
    """'the civilian population', 'a student house': a plain word right after says that no person is meant."""
    at = match.after
    if at >= clause.after or gap_before(clause, at).strip(" \n-") or at in clause.at:
        return False
    word = clause.folded(at)
    if word in STOP or word in BE or word in AFTER_REDUCED or word in ADVERBS or word.endswith("ly"):
        return False
    said = clause.text[clause.among[at].start : clause.among[at].end]
    if said.islower() and said.isascii() and clause.text[match.start].isascii():
        return clause.folded(match.first) in _ADJECTIVES or word.endswith(
            ("tion", "ment", "house", "home", "group", "force")
        )
    return clause.folded(match.first) in _ADJECTIVES


_ORDINALS = frozenset({"third", "fourth", "fifth", "sixth", "seventh"})
_ADJECTIVES = frozenset(
    {
        "civilian",
        "student",
        "youth",
        "child",
        "male",
        "female",
        "rebel",
        "terrorist",
        "militant",
        "peasant",
        "family",
        "guerrilla",
        "guest",
        "worker",
        "victim",
        "major",
        "general",
        "private",
        "chief",
        "guide",
        "captain",
        "officer",
    }
)


def _determiner(clause: Clause, match: Match[Entry], fates: Sequence[Match[Entry]]) -> int | None:
    """The index of the word with which a singular person begins: an article, a fate's next word, a title; None for none."""
    for at in range(match.first - 1, max(clause.first, match.first - 5) - 1, -1):
        if POINT.search(gap_before(clause, at + 1)):
            break
        word = clause.folded(at)
        if word in NO_DETERMINERS:
            return None
        if word in ARTICLES:
            return at
        if word in STOP:
            break
    if start_of(clause, match) > match.start and _follows_person(clause, match):
        return match.first
    for fate in fates:
        if fate.after <= match.first <= fate.after + 4 and _is_bare(clause, fate.after, match.first):
            return fate.after
        if fate.first == match.after or (fate.first - match.after <= 2 and clause.folded(match.after) in BE):
            return match.first
    if (
        match.first == clause.first
        and clause.folded(match.after) in ("and", "et", "y", "e")
        and match.after + 1 in clause.numbered
    ):
        return match.first
    return match.first if _is_title(clause, match, fates) or _is_apposition(clause, match) else None


def _is_bare(clause: Clause, after: int, first: int) -> bool:
    """Whether only plain words stand between: no point, no small word, no noun of many."""
    for at in range(after, first + 1):
        if POINT.search(gap_before(clause, at)):
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
        if POINT.search(gap_before(clause, at)):
            return False
        if clause.folded(at) in BE or any(fate.first == at for fate in fates):
            return at > match.after
        if clause.folded(at) in ("and", "et", "y", "e") and clause.folded(at + 1) in ARTICLES:
            return at > match.after
        if clause.folded(at) in STOP or not clause.text[clause.among[at].start].isupper():
            return False
        at += 1
    return False


def _is_apposition(clause: Clause, match: Match[Entry]) -> bool:
    """'Jane Doe, former mayor of the town, was shot dead'."""
    for at in range(match.first, max(clause.first + 1, match.first - 4), -1):
        gap = gap_before(clause, at)
        if POINT.search(gap):
            return gap.strip() == "," and clause.text[clause.among[at - 1].start].isupper()
        if at < match.first and clause.folded(at) in STOP:
            return False
    return False


def _follows_person(clause: Clause, match: Match[Entry]) -> bool:
    """Whether the word right before is a person too ('طفلان وامرأة')."""
    return any(other.after == match.first and other.payload.kind is Kind.NOUN for other in clause.matches)


_OF_NAMED_ONE = frozenset({"killed", "injured", "arrested", "kidnapped"})


def named(clause: Clause, fate: Match[Entry], found: Sequence[Tally]) -> list[Tally]:
    """'X was killed' is a count of one where X is singular, and 'the murder of X' where X is a name."""
    if fate.payload.unit not in _OF_NAMED_ONE or any(one.fate is fate for one in found):
        return []
    if fate.payload.kind in (Kind.PAST, Kind.EITHER):
        aux = _singular_be(clause, fate)
        if aux is None:
            direct = fate.payload.kind is Kind.PAST and not is_passive(clause, fate)
            return _of_a_name(clause, fate) if direct else []
        first = aux
        while first > clause.first and aux - first < 6 and not POINT.search(gap_before(clause, first)):
            word = clause.folded(first - 1)
            if word == "no" or word in NO_DETERMINERS:
                return []
            if word in STOP and word not in ("of", "de", "the", "a", "an"):
                break
            first -= 1
        subject = [clause.folded(at) for at in range(first, aux)]
        said = clause.folded(aux - 1)
        if (
            not NOT_SINGULAR.isdisjoint(subject)
            or said in NOT_SINGULAR
            or (said in STOP and said not in ("who", "quien", "qui", "que"))
        ):
            return []
        if any(first <= one.first < aux for one in found):
            return []
        noun = clause.at.get(aux - 1)
        if noun is not None and noun.payload.kind is Kind.NOUN and not noun.payload.holds:
            return []
        if noun is not None and noun.payload.kind is Kind.NOUN and noun.payload.unit not in PEOPLE:
            return []
        start, end = clause.among[first].start, fate.end
        return [Tally(Number(start, end, 1.0), first, fate.after, implied=True, fate=fate)]
    words = clause.text[fate.start : fate.end].lower()
    if fate.payload.kind is Kind.NOMINAL or words in _DEEDS:
        return _possessed(clause, fate)
    if fate.payload.kind is Kind.ACTIVE and not words.startswith(
        ("deaths", "bodies", "lives", "murders", "killings", "corpses")
    ):
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
        if word in ("been", "ete", "sido") and clause.folded(at - 1) in (
            "has",
            "a",
            "ha",
            "had",
            "foi",
            "tinha",
        ):
            return at - 1
        match = clause.at.get(at)
        if word in ("not", "never", "nearly", "almost"):
            return None
        if not (
            word in ADVERBS
            or word.endswith("ly")
            or word in ("and", "or", "been")
            or (match is not None and match.payload.kind is Kind.PAST)
        ):
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
    plural = match is not None and match.payload.kind is Kind.NOUN and match.payload.holds != 1
    word = clause.among[owner]
    if (
        plural
        or not clause.text[word.start].isupper()
        or word.folded in NOT_SINGULAR
        or word.end - word.start < 3
    ):
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
        if not said[:1].isupper() or (at > fate.after and POINT.search(gap_before(clause, at))):
            break
        match = clause.at.get(at)
        if match is not None and match.payload.kind is Kind.NOUN and not match.payload.holds:
            return []
        word = clause.folded(at)
        if word in NO_DETERMINERS:
            return []
        if word in STOP or word in NOT_SINGULAR or word in AFTER_REDUCED or at in clause.numbered:
            break
        names.append(said)
    if len(names) < 2:
        return []
    if (
        all(name.isupper() and len(name) > 1 for name in names)
        and names[-1].endswith("S")
        and not names[0].endswith("S")
    ):
        return []
    end = clause.among[fate.after + len(names) - 1].end
    return [
        Tally(
            Number(fate.start, end, 1.0),
            fate.after,
            fate.after + len(names),
            implied=True,
            fate=fate,
            is_object=True,
        )
    ]

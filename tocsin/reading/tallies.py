"""Which words of a sentence say what each number counts: fates before and after it, shared fates, parts, counts of one.

'Twelve were killed and 30 wounded', 'killing a soldier and two civilians', 'the mayor was assassinated': a shallow
reading of one sentence by the order of its words, not a parse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from tocsin.reading.attachment import attach
from tocsin.reading.clauses import AND, Clause, Tally, fits, is_of, is_person, joined
from tocsin.reading.counted import measure, noun_after
from tocsin.reading.implied_counts import implied, named
from tocsin.reading.numerals import Number
from tocsin.reading.tally_words import ARTICLES, BE, INCLUDING, OF_THEM
from tocsin.reading.unit_words import Kind


def tallies(clause: Clause, numbers: Sequence[tuple[Number, int, int]]) -> list[Tally]:
    """Every number of the sentence with what it counts, and the counts of one or two that no number states; in order."""
    found = [Tally(number, first, after) for number, first, after in numbers]
    clause.numbered.update(index for one in found for index in range(one.first, one.after))
    for tally in found:
        measure(clause, tally)
        if not tally.measured:
            tally.noun = noun_after(clause, tally.after, tally.number.value)
    _lend_nouns(clause, found)
    fates = [match for match in clause.matches if match.payload.kind not in (Kind.NOUN, Kind.MEASURE)]
    fates = [fate for fate in fates if not any(one.first <= fate.first < one.after for one in found)]
    found += implied(clause, found, fates)
    found.sort(key=lambda one: (one.first, one.after))
    for index, tally in enumerate(found):
        _mark_part(clause, tally, found[index - 1] if index else None)
    countable = [one for one in found if not one.measured]
    for fate in fates:
        attach(clause, fate, countable)
    extra = [one for fate in fates for one in named(clause, fate, countable)]
    if extra:
        countable = sorted([*countable, *extra], key=lambda one: (one.first, one.after))
        found = sorted([*found, *extra], key=lambda one: (one.first, one.after))
    share(clause, countable)
    return found


_GRAVELY = frozenset({"seriously", "critically", "severely", "gravement", "grievement", "gravemente"})


def _lend_nouns(clause: Clause, found: Sequence[Tally]) -> None:
    """'Thirteen of the 20 passengers', '12 flights were diverted and 30 more cancelled': the noun is said once."""
    for one, following in pairwise(found):
        if one.noun is None and following.noun is not None and is_of(clause, following, one.after):
            one.noun = following.noun
        elif (
            following.noun is None
            and one.noun is not None
            and not is_person(one)
            and clause.folded(following.after)
            in ("more", "others", "autres", "mas", "mais", "otros", "otras")
            and clause.folded(following.first - 1) in AND
        ):
            following.noun = one.noun


def _mark_part(clause: Clause, tally: Tally, before: Tally | None) -> None:
    """Whether 'including' or 'of them' makes the number a part of the one before."""
    after = (clause.folded(tally.after), clause.folded(tally.after + 1))
    if (
        after in OF_THEM
        or after[0] in OF_THEM
        or (before is not None and (after[0] in _GRAVELY or after == ("de", "gravedad")))
    ):
        tally.part = True
        return
    for at in range(tally.first - 1, max(clause.first, tally.first - 6) - 1, -1):
        word = clause.folded(at)
        if word in INCLUDING or (word, clause.folded(at + 1)) in INCLUDING:
            tally.part = tally.aside = True
            return
        match = clause.at.get(at)
        if at < tally.first - 1 and (
            word in BE or (match is not None and match.payload.kind is not Kind.NOUN)
        ):
            break
    if before is not None and _in_brackets(clause, before, tally):
        tally.part = tally.aside = True
        return
    if before is not None and before.first - clause.first <= 2 and clause.folded(clause.first) == "of":
        tally.part = True
        return
    if (
        before is not None
        and before.aside
        and tally.first - before.after <= 5
        and joined(clause, before, tally)
    ):
        tally.part = tally.aside = True


_UP_FROM = re.compile(r"\b(?:up|down) from\s+(?:(?:at least|about|around|some)\s+)?$", re.I)


def share(clause: Clause, found: list[Tally]) -> None:
    """A fate said once for several tallies of a row goes to all of them; a part takes that of its whole."""
    for index, (before, one) in enumerate(pairwise(found)):
        if one.fate is not None or one.part or not _shares_object(clause, before, one):
            continue
        after = found[index + 2] if index + 2 < len(found) else None
        if _is_apposition(clause, before, one, after):
            continue
        nearer = (
            after is not None
            and "," in _row_gap(clause, before, one)
            and "," not in _row_gap(clause, one, after)
            and _shares_subject(clause, one, after)
        )
        if not nearer:
            one.fate, one.is_object = before.fate, True
    for one, following in reversed(list(pairwise(found))):
        if one.fate is None and _shares_subject(clause, one, following):
            one.fate = following.fate
    for index in range(1, len(found)):
        one, before = found[index], found[index - 1]
        if one.fate is not None:
            continue
        if one.part:
            whole = next((each for each in reversed(found[:index]) if not each.part and each.fate), before)
            if whole.fate is not None and fits(one, whole.fate):
                one.fate, one.is_object = whole.fate, whole.is_object
        elif (
            one.noun is None
            and before.fate is not None
            and _UP_FROM.search(clause.text[max(0, one.number.start - 24) : one.number.start])
        ):
            one.fate = before.fate


def _in_brackets(clause: Clause, before: Tally, tally: Tally) -> bool:
    """'eight people (three soldiers and five civilians) were hurt'."""
    gap = clause.text[before.number.end : tally.number.start]
    if len(gap) > 60 or tally.noun is None or before.noun is None or not is_person(before):
        return False
    return "(" in gap and ")" not in gap


def _is_apposition(clause: Clause, before: Tally, one: Tally, after: Tally | None) -> bool:
    """'the murder of Jane Doe, mayor of the town': one person in two words, unless a row goes on with 'and'."""
    if not (before.implied and one.implied) or clause.text[one.number.start - 1] == "و":
        return False
    first = clause.folded(one.first)
    if (
        not AND.isdisjoint(clause.folded(at) for at in range(before.after, one.first))
        or first in _POSSESSIVES
    ):
        return False
    if first not in ARTICLES:
        return True
    return after is None or not joined(clause, one, after)


_POSSESSIVES = frozenset(
    {
        "his",
        "her",
        "their",
        "another",
        "su",
        "sus",
        "son",
        "sa",
        "leur",
        "seu",
        "sua",
        "otro",
        "otra",
        "outro",
        "outra",
    }
)


def _row_gap(clause: Clause, one: Tally, other: Tally) -> str:
    """The text from the noun of one number to the next number."""
    start = one.noun.end if one.noun is not None else one.number.end
    return clause.text[start : other.number.start]


def _shares_object(clause: Clause, before: Tally, one: Tally) -> bool:
    """'killed 12 soldiers and three civilians'."""
    return (
        before.fate is not None
        and before.is_object
        and before.fate.first < before.first
        and joined(clause, before, one)
        and fits(one, before.fate)
        and is_person(one)
    )


def _shares_subject(clause: Clause, one: Tally, following: Tally) -> bool:
    """'12 soldiers and three civilians died'."""
    fate = following.fate
    if fate is None or following.is_object or following.part or fate.first < following.first:
        return False
    if fate.payload.kind is Kind.NOMINAL and following.noun is None:
        return False
    return (
        not _is_same_person(clause, one, following)
        and joined(clause, one, following)
        and fits(one, fate)
        and is_person(one)
        and all(
            at not in clause.at or clause.at[at].payload.kind is Kind.NOUN
            for at in range(one.after, following.first)
        )
    )


def _is_same_person(clause: Clause, one: Tally, other: Tally) -> bool:
    """'A senator and hopeful' and 'a foreigner, a student, was killed' are one person in two words."""
    if not (one.implied and other.implied) or other.fate is None:
        return False
    said = {clause.folded(at) for at in range(one.after, other.first)}
    if AND.isdisjoint(said) or (
        clause.folded(other.first) not in ARTICLES and clause.text[other.number.start - 1] != "و"
    ):
        return clause.text[other.number.start - 1] != "و" and clause.folded(other.fate.first - 1) not in (
            "were",
            "have",
            "fueron",
            "foram",
            "ete",
        )
    return False

"""Sentences about figures: how many, of what, where, who says so, what they said before, and who says otherwise. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tocsin.alerts.quoting import quoted
from tocsin.alerts.values import ClaimFacts, Statement
from tocsin.alerts.wording import interval, listed, named, number, sentence
from tocsin.grading import Sentence

#: Figures told so close to each other are of one time: where they cannot both be true, both are shown.
SAME_TIME = timedelta(hours=6)
#: The numbers that stand for a word that is no number, and the word.
_ROUGH: dict[tuple[float, float | None], str] = {
    (24, 99): "dozens of",
    (200, 999): "hundreds of",
    (2_000, 9_999): "thousands of",
    (20_000, 99_999): "tens of thousands of",
    (200_000, 999_999): "hundreds of thousands of",
}
#: How far 'about' reaches to both sides.
_ABOUT = 0.1


@dataclass(frozen=True, slots=True)
class Grammar:
    """How a unit is counted: one, many, and what they did, in the past and up to now."""

    one: str
    many: str
    past: str
    perfect: str
    preposition: str = "in"

    def clause(self, value: float, *, so_far: bool) -> tuple[str, str]:
        """Return noun and verb for `value`, agreeing in number."""
        single = value == 1
        verb = self.perfect if so_far else self.past
        if single:
            verb = verb.replace("were ", "was ", 1).replace("have ", "has ", 1).replace("are ", "is ", 1)
        return (self.one if single else self.many), verb


def _people(verb: str) -> Grammar:
    return Grammar("person", "people", f"were {verb}", f"have been {verb}")


#: Units in the order of their weight for a reader.
GRAMMAR: dict[str, Grammar] = {
    "killed": _people("killed"),
    "dead": _people("killed"),
    "injured": _people("injured"),
    "wounded": _people("injured"),
    "missing": Grammar("person", "people", "are missing", "are missing"),
    "kidnapped": _people("kidnapped"),
    "arrested": _people("arrested"),
    "detained": _people("detained"),
    "evacuated": _people("evacuated"),
    "displaced": _people("displaced"),
    "stranded": _people("stranded"),
    "without power": Grammar("person", "people", "were without power", "have been without power"),
    "rescued": _people("rescued"),
    "infected": _people("infected"),
    "houses destroyed": Grammar("house", "houses", "were destroyed", "have been destroyed"),
    "fighters travelled": Grammar("fighter", "fighters", "travelled abroad", "have travelled abroad", "from"),
    "fighters returned": Grammar("fighter", "fighters", "returned", "have returned", "to"),
    "travelled": Grammar("person", "people", "travelled", "have travelled", "to"),
    "returned": Grammar("person", "people", "returned", "have returned", "to"),
    "terrorist cells dismantled": Grammar(
        "terrorist cell", "terrorist cells", "were dismantled", "have been dismantled"
    ),
    "cells dismantled": Grammar(
        "terrorist cell", "terrorist cells", "were dismantled", "have been dismantled"
    ),
}
_WEIGHT = {unit: position for position, unit in enumerate(GRAMMAR)}
_CAUSES = (
    "bombing", "shooting", "explosion", "attack", "earthquake", "flood", "floods", "cyclone", "typhoon", "hurricane", "storm",
    "landslide", "eruption", "outbreak", "crash", "fire", "clashes", "riots", "protest", "strike",
)  # fmt: skip
_PLURAL_CAUSES = frozenset({"floods", "clashes", "riots"})


def grammar_of(unit: str) -> Grammar | None:
    """Return how `unit` is counted: from the table, or made from a unit that ends in a participle.

    None for a unit that does not say what happened to what it counts ('houses', 'cells', 'kilometres'): no verb is put
    into its source's mouth, its words are quoted instead.
    """
    if unit in GRAMMAR:
        return GRAMMAR[unit]
    *nouns, last = unit.split()
    if not last.endswith("ed"):
        return None
    noun = " ".join(nouns)
    return (
        Grammar(noun.removesuffix("s"), noun, f"were {last}", f"have been {last}") if noun else _people(last)
    )


def weight(claim: ClaimFacts) -> int:
    """Return how early a figure of this unit is told: deaths first."""
    return weight_of(claim.unit)


def weight_of(unit: str) -> int:
    """Return how early figures of `unit` are told: 0 for deaths, the most for what nobody knows."""
    return _WEIGHT.get(unit, len(_WEIGHT))


def amount(claim: ClaimFacts, *, in_words: bool = False) -> str:
    """Return qualifier and number, as 'at least 17' or '20 to 30'; what was told as dozens stays 'dozens of'."""
    assert claim.value is not None
    rough = _ROUGH.get((claim.value, claim.upper)) if claim.qualifier == "about" else None
    if rough:
        return rough
    written = number(claim.value, in_words=in_words and claim.upper is None)
    if claim.upper is not None:
        written += f" to {number(claim.upper)}"
    return written if claim.qualifier in ("", "exactly") else f"{claim.qualifier} {written}"


def bounds(claim: ClaimFacts) -> tuple[float, float]:
    """Return the smallest and the largest number for which the claim is true."""
    assert claim.value is not None
    value, upper = claim.value, claim.upper if claim.upper is not None else claim.value
    match claim.qualifier:
        case "at least" | "more than":
            return value, float("inf")
        case "up to":
            return 0.0, upper
        case "about":
            return value * (1 - _ABOUT), upper * (1 + _ABOUT)
        case _:
            return value, upper


def contradict(one: ClaimFacts, other: ClaimFacts) -> bool:
    """Tell whether two figures about the same thing cannot both be true."""
    return max(bounds(one)[0], bounds(other)[0]) > min(bounds(one)[1], bounds(other)[1])


def newest_of(claims: Iterable[ClaimFacts]) -> tuple[ClaimFacts, tuple[ClaimFacts, ...], ClaimFacts | None]:
    """Return the present figure of one subject, those that contradict it now, and the last one before it.

    A source counts with its newest figure only. What somebody said more than six hours before the newest is the
    state of then, not a contradiction.
    """
    ordered = sorted(claims, key=lambda claim: (claim.last_stated, claim.id))
    present = ordered[-1]
    newest_of_source: dict[str, ClaimFacts] = {}
    for claim in ordered:
        for statement in claim.statements:
            newest_of_source[statement.source] = claim
    holders = {claim.id for claim in newest_of_source.values()}
    now = present.last_stated
    against = tuple(
        claim
        for claim in ordered[:-1]
        if claim.id in holders and contradict(claim, present) and now - claim.last_stated <= SAME_TIME
    )
    before = [claim for claim in ordered[:-1] if claim not in against and claim.value != present.value]
    return present, against, before[-1] if before else None


def references(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Return what a sentence made from `statements` cites, each report once."""
    return tuple(dict.fromkeys(statement.reference for statement in statements))


def event_sentences(
    claims: Sequence[ClaimFacts], *, known_places: Sequence[str]
) -> list[tuple[Sentence, tuple[int, ...]]]:
    """Return sentences about one subject of this event, each with the claims it tells.

    The present figure with its sources and what it rose or fell from; then each figure that contradicts it.
    """
    present, against, before = newest_of(claims)
    if grammar_of(present.unit) is None and present.unit != "magnitude":
        return [_quotation(claim) for claim in (present, *against)]
    names = listed([statement.source for statement in present.statements])
    told = [present.id]
    if present.unit == "magnitude":
        text = f"the magnitude was {amount(present)}, according to {names}"
    else:
        text = f"{_counted(present, known_places)}, according to {names}"
        if before is not None and before.value is not None and present.value is not None:
            direction = "up" if present.value > before.value else "down"
            text += f", {direction} from {amount(before)} before"
            told.append(before.id)
    cited = [*present.statements, *(before.statements if before and before.id in told else ())]
    sentences = [(Sentence(sentence(text), references(cited)), tuple(told))]
    for other in against:
        others = listed([statement.source for statement in other.statements])
        verb = "put" if len({statement.source for statement in other.statements}) > 1 else "puts"
        thing = "magnitude" if present.unit == "magnitude" else "number"
        text = f"{others} {verb} the {thing} at {amount(other)}"
        sentences.append((Sentence(sentence(text), references(other.statements)), (other.id,)))
    return sentences


def _quotation(claim: ClaimFacts) -> tuple[Sentence, tuple[int, ...]]:
    newest = max(claim.statements, key=lambda statement: statement.published)
    text = quoted(newest, newest.sentence or newest.quote, newest.quote)
    return Sentence(text, references([newest])), (claim.id,)


def _counted(claim: ClaimFacts, known_places: Sequence[str]) -> str:
    grammar = grammar_of(claim.unit)
    assert grammar is not None
    assert claim.value is not None
    place = "" if claim.place in known_places else claim.place
    where = f" {grammar.preposition} {named(place)}" if place else ""
    noun, verb = grammar.clause(claim.upper or claim.value, so_far=False)
    return f"{amount(claim, in_words=True)} {noun} {verb}{where}"


def past_sentences(claims: Sequence[ClaimFacts], *, told: datetime) -> list[tuple[Sentence, tuple[int, ...]]]:
    """Return sentences about one figure of the past or the background, as known at `told`, with the claims they tell.

    One whose unit, place and time do not say enough by themselves is quoted briefly instead.
    """
    present, against, _ = newest_of(claims)
    when, so_far = interval(present.time_from, present.time_to, told=told)
    grammar = grammar_of(present.unit)
    assert present.value is not None
    sentences: list[tuple[Sentence, tuple[int, ...]]]
    if grammar is None or not (when or grammar.many != "people"):
        sentences = [_quotation(present)]
    else:
        noun, verb = grammar.clause(present.upper or present.value, so_far=so_far or not when)
        where = f" {grammar.preposition} {named(present.place)}" if present.place else ""
        begin = f"{when}, " if when else ""
        text = f"{begin}{amount(present, in_words=True)} {noun} {verb}{_cause(present)}{where}"
        sentences = [(Sentence(sentence(text), references(present.statements)), (present.id,))]
    for other in against:
        others = listed([statement.source for statement in other.statements])
        verb = "put" if len({statement.source for statement in other.statements}) > 1 else "puts"
        text = f"{others} {verb} the number at {amount(other)}"
        sentences.append((Sentence(sentence(text), references(other.statements)), (other.id,)))
    return sentences


def nested_sentence(
    subjects: Sequence[Sequence[ClaimFacts]], *, told: datetime
) -> tuple[Sentence, tuple[int, ...]] | None:
    """Return one sentence for two figures of one kind up to now, the later a part of the earlier; None for others.

    As 'Since 2002, more than 150 cells have been dismantled in Morocco, 40 of them since July 2014.'
    """
    if len(subjects) != 2 or any(len(claims) != 1 for claims in subjects):
        return None
    part, whole = subjects[0][0], subjects[1][0]
    grammar = grammar_of(whole.unit)
    if grammar is None or part.value is None or whole.value is None or part.value > whole.value:
        return None
    (since, part_open), (begin, whole_open) = (
        interval(claim.time_from, claim.time_to, told=told) for claim in (part, whole)
    )
    if not (
        part_open
        and whole_open
        and {one.source for one in part.statements} & {one.source for one in whole.statements}
    ):
        return None
    noun, verb = grammar.clause(whole.value, so_far=True)
    where = f" {grammar.preposition} {named(whole.place)}" if whole.place else ""
    text = (
        f"{begin}, {amount(whole)} {noun} {verb}{where}, {amount(part)} of them {since[0].lower()}{since[1:]}"
    )
    cited = references([*whole.statements, *part.statements])
    return Sentence(sentence(text), cited), (whole.id, part.id)


def _cause(claim: ClaimFacts) -> str:
    """Return ' in a bombing' where every source's sentence names that one cause of the deaths or injuries."""
    if claim.unit not in ("killed", "dead", "injured", "wounded"):
        return ""
    said = [statement.sentence.casefold().split() for statement in claim.statements if statement.sentence]
    for cause in _CAUSES:
        if said and all(cause in [word.strip(".,;:'\"") for word in words] for words in said):
            article = "" if cause in _PLURAL_CAUSES else "an " if cause[0] in "aeiou" else "a "
            return f" in {article}{cause}"
    return ""

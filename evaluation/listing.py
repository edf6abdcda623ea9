"""Errors of each kind, with the words around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from evaluation.answers import Answer
from evaluation.corpora import Document, GoldMention
from evaluation.scoring import NEAR_KM, error_km
from tocsin.reading import Span

if TYPE_CHECKING:
    from evaluation.geoparsing import Run

KINDS = ("missed", "false alarm", "wrong place", "wrong country")
_AROUND = 60


def listed(run: Run, most: int) -> list[dict[str, Any]]:
    """At most `most` errors of each kind, spread evenly over all of the kind, as JSON objects."""
    kinds: dict[str, list[dict[str, Any]]] = {kind: [] for kind in KINDS}
    for document, answers in zip(run.corpus.documents, run.answers, strict=True):
        for kind, span, words in _errors(document, answers):
            kinds[kind].append(_entry(run, document, kind, span, words))
    rows: list[dict[str, Any]] = []
    for found in kinds.values():
        many = min(most, len(found))
        rows += [{**found[number * len(found) // many], "of": len(found)} for number in range(many)]
    return rows


def report(rows: Sequence[dict[str, Any]]) -> str:
    """The listed errors for people, kind by kind, with how many there are of each."""
    lines = []
    for kind in KINDS:
        of_kind = [one for one in rows if one["kind"] == kind]
        if of_kind:
            lines.append(f"{kind[0].upper()}{kind[1:]}, {len(of_kind)} of {of_kind[0]['of']}:")
            lines += [f"  {one['words']!r}: {one['note']}\n      ... {one['context']} ..." for one in of_kind]
    return "\n".join(lines)


def _errors(document: Document, answers: tuple[Answer, ...]) -> Iterator[tuple[str, Span, str]]:
    marked = {one.span: one for one in document.mentions}
    by_span = {one.span: one for one in answers}
    for mention in document.located:
        answer = by_span.get(mention.span)
        if answer is None:
            near = next((one.span.of(document.text) for one in answers if one.span.meets(mention.span)), "")
            yield "missed", mention.span, f"answered {near!r}" if near else "not found"
        elif error_km(mention, answer) > NEAR_KM:
            other = bool(mention.country) and mention.country != answer.country
            yield ("wrong country" if other else "wrong place"), mention.span, _apart(mention, answer)
    for answer in answers:
        if answer.span not in marked:
            near = next((one.text for one in document.mentions if one.span.meets(answer.span)), "")
            words = f"marked is {near!r}" if near else f"taken for {_where(answer)}"
            yield "false alarm", answer.span, f"{words}, confidence {answer.confidence:.2f}"
        elif marked[answer.span].point is None:
            yield "false alarm", answer.span, "marked as a place without coordinates"


def _apart(mention: GoldMention, answer: Answer) -> str:
    point = mention.point
    right = f"{mention.country or 'no country'} {point.latitude:.2f} {point.longitude:.2f}" if point else ""
    return f"taken for {_where(answer)}, is {right}, {error_km(mention, answer):.0f} km off, confidence {answer.confidence:.2f}"


def _where(answer: Answer) -> str:
    if answer.point is None:
        return "a place without coordinates"
    return f"{answer.country or 'no country'} {answer.point.latitude:.2f} {answer.point.longitude:.2f}"


def _entry(run: Run, document: Document, kind: str, span: Span, words: str) -> dict[str, Any]:
    text = document.text
    before = text[max(0, span.start - _AROUND) : span.start].replace("\n", " ")
    after = text[span.end : span.end + _AROUND].replace("\n", " ")
    context = f"{before}[{span.of(text)}]{after}"
    return {
        "measure": "error",
        "system": run.system,
        "corpus": run.corpus.name,
        "kind": kind,
        "document": document.identifier,
        "words": span.of(text),
        "note": words,
        "context": context,
    }

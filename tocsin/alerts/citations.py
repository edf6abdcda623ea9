"""Which report, and which claim of it, each sentence of a draft stands on, as rows that can be followed both ways."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import SequenceMatcher

from tocsin.alerts.content import report_number
from tocsin.alerts.models import Citation, Draft
from tocsin.grading import AlertText
from tocsin.incidents.models import ClaimSource

PARTS = ("summary", "event", "context")
#: From this likeness on, a sentence is an edited form of an earlier one and keeps its claims.
_SAME_SENTENCE = 0.6

#: Claims by the sentence's own words.
ClaimsOfSentences = Mapping[str, tuple[int, ...]]


def write(draft: Draft, text: AlertText, claims: ClaimsOfSentences) -> None:
    """Replace the draft's citation rows by those of `text`; `claims` says which claims a sentence was made from."""
    draft.citations.all().delete()
    wanted = {claim for found in claims.values() for claim in found}
    sources = list(ClaimSource.objects.filter(claim__in=wanted).order_by("start"))
    rows = []
    for part in PARTS:
        for position, sentence in enumerate(text.sentences(part)):
            own = claims.get(sentence.text) or _claims_of_likest(sentence.text, claims)
            for report in dict.fromkeys(map(report_number, sentence.citations)):
                if report is None:
                    continue
                found = {s.claim_id: s for s in sources if s.claim_id in own and s.report_id == report}
                for claim, source in found.items():
                    rows.append(_row(draft, f"{part}:{position}", report, claim, source.quote))
                if not found:
                    rows.append(_row(draft, f"{part}:{position}", report, None, ""))
    Citation.objects.bulk_create(rows)


def _row(draft: Draft, sentence: str, report: int, claim: int | None, quote: str) -> Citation:
    return Citation(draft=draft, sentence=sentence, report_id=report, claim_id=claim, quote=quote)


def claims_of(draft: Draft, text: AlertText) -> dict[str, tuple[int, ...]]:
    """Return the claims under each sentence of `text`, the content that the draft's rows were written for."""
    by_key: dict[str, list[int]] = {}
    for key, claim in draft.citations.filter(claim__isnull=False).values_list("sentence", "claim_id"):
        by_key.setdefault(key, []).append(claim)
    return {
        sentence.text: tuple(by_key.get(f"{part}:{position}", ()))
        for part in PARTS
        for position, sentence in enumerate(text.sentences(part))
    }


def _claims_of_likest(words: str, claims: ClaimsOfSentences) -> tuple[int, ...]:
    likeness = {
        earlier: SequenceMatcher(None, words, earlier, autojunk=False).ratio()
        for earlier, found in claims.items()
        if found
    }
    likest = max(likeness, key=lambda earlier: likeness[earlier], default="")
    return claims[likest] if likest and likeness[likest] >= _SAME_SENTENCE else ()

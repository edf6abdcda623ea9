"""What the page of the search shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.accounts.models import Organisation
from tocsin.alerts.content import text_of
from tocsin.alerts.models import Draft, Edition
from tocsin.desk.models import SearchEntry
from tocsin.desk.search import store
from tocsin.desk.search.indexing import catch_up, words_of_alert
from tocsin.desk.search.words import LONGEST_QUESTION, Piece, Term, excerpt, terms_of
from tocsin.exposure.models import Person
from tocsin.incidents.models import Incident
from tocsin.sources.models import Report, Source

#: A page lists as many, and nobody turns more pages than that.
AT_ONCE, MOST_PAGES = 20, 50
_MOST_BESIDE = 8


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is, where to open it, and the words around what was looked for."""

    kind: str
    title: str
    address: str
    at: datetime | None
    level: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything that the page shows. `refused` says why a question asks for nothing; people only for who may see them."""

    question: str
    kind: str
    hits: Sequence[Hit] = ()
    people: Sequence[Person] = ()
    sources: Sequence[Source] = ()
    page: int = 1
    is_more: bool = False
    refused: str = ""
    kinds: tuple[tuple[str, str], ...] = tuple(SearchEntry.Kind.choices)


def search_page(
    organisation: Organisation, question: str, *, kind: str = "", page: int = 1, may_see_people: bool
) -> SearchPage:
    """Return what is found for `question` in everything that `organisation` knows; what came just now is among it."""
    question = question.replace("\0", " ").strip()
    kind = kind if kind in SearchEntry.Kind.values else ""
    page = min(max(page, 1), MOST_PAGES)
    if not question:
        return SearchPage("", kind)
    terms = terms_of(question)
    if not terms:
        return SearchPage(question[:LONGEST_QUESTION], kind, refused=_("Write at least one word or number."))
    catch_up()
    found = store.find(organisation.pk, terms, kind=kind, start=(page - 1) * AT_ONCE, most=AT_ONCE + 1)
    return SearchPage(
        question=question[:LONGEST_QUESTION],
        kind=kind,
        hits=_hits(found[:AT_ONCE], terms),
        people=_people(organisation, terms) if may_see_people and not kind and page == 1 else (),
        sources=_sources(organisation, terms) if not kind and page == 1 else (),
        page=page,
        is_more=len(found) > AT_ONCE and page < MOST_PAGES,
        refused=_("Only the first 300 characters were looked for.")
        if len(question) > LONGEST_QUESTION
        else "",
    )


def _named(fields: Sequence[str], terms: Sequence[Term]) -> Q:
    """Rows of which some field holds every word as it was written."""
    wanted = Q()
    for term in terms:
        for word in term.words:
            either = Q()
            for field in fields:
                either |= Q(**{f"{field}__icontains": word})
            wanted &= either
    return wanted


def _people(organisation: Organisation, terms: Sequence[Term]) -> Sequence[Person]:
    mine = Person.objects.filter(organisation=organisation)
    return mine.filter(_named(("name", "key"), terms)).order_by("name")[:_MOST_BESIDE]


def _sources(organisation: Organisation, terms: Sequence[Term]) -> Sequence[Source]:
    mine = Source.objects.filter(organisation=organisation)
    return mine.filter(_named(("name", "address"), terms)).order_by("name")[:_MOST_BESIDE]


def _hits(found: Sequence[tuple[int, str, int]], terms: tuple[Term, ...]) -> tuple[Hit, ...]:
    made: dict[tuple[str, int], Hit] = {}
    keys = {kind: [key for _entry, one, key in found if one == kind] for kind in SearchEntry.Kind.values}
    for edition in Edition.objects.filter(pk__in=keys["alert"]).select_related("alert"):
        made["alert", edition.pk] = _hit(
            "alert", edition.headline, reverse("desk:alert", args=[edition.alert.reference]), edition.sent, edition.level,
            words_of_alert(text_of(edition.content)), terms,
        )  # fmt: skip
    for incident in Incident.objects.filter(pk__in=keys["incident"]).prefetch_related("claims"):
        claims = " · ".join(claim.text for claim in incident.claims.all())
        made["incident", incident.pk] = _hit(
            "incident", incident.title, reverse("desk:incident", args=[incident.reference]), incident.last_report_at,
            incident.level, f"{incident.reference} {incident.place} · {incident.summary} · {claims}", terms,
        )  # fmt: skip
    for draft in Draft.objects.filter(pk__in=keys["draft"]).select_related("alert"):
        text = text_of(draft.content)
        made["draft", draft.pk] = _hit(
            "draft", text.title, reverse("desk:draft", args=[draft.pk]), draft.changed_at, text.level.word,
            words_of_alert(text), terms,
        )  # fmt: skip
    for report in Report.objects.filter(pk__in=keys["report"]).select_related("source"):
        text_read = str(report.reading.get("text", "") or report.text)
        made["report", report.pk] = _hit(
            "report", report.title or report.external_id, reverse("desk:report", args=[report.pk]),
            report.published_at or report.received_at, "", f"{report.source.name}: {text_read}", terms,
        )  # fmt: skip
    return tuple(made[kind, key] for _entry, kind, key in found if (kind, key) in made)


def _hit(
    kind: str, title: str, address: str, at: datetime, level: str, words: str, terms: tuple[Term, ...]
) -> Hit:
    return Hit(
        str(SearchEntry.Kind(kind).label), title, address, at, level, excerpt(" ".join(words.split()), terms)
    )

"""What was put right: the public log of corrections, and what changed in one alert, sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin.alerts.corrects import Corrects
from tocsin.alerts.differences import Change, what_changed
from tocsin.alerts.models import Edition, MessageType
from tocsin.grading import AlertText
from tocsin.publishing.addresses import absolute, document_address
from tocsin.publishing.conditional import conditional
from tocsin.publishing.documents.plain import one_line, published_text
from tocsin.publishing.feeds import LocatedAtom, add_edition, message_sizes
from tocsin.publishing.listing import MOST, house, public_editions
from tocsin.publishing.lists import public_page, rendered
from tocsin.publishing.missing import no_alert
from tocsin.publishing.part_names import PARTS

#: The log shows so many corrections, and so many ordinary updates and all-clears.
_SHOWN = 50
_ORDINARY = 20
_KEPT_FOR = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One edition that followed another: its text, the one before it, and what differs between them."""

    edition: Edition
    text: AlertText
    before: Edition
    changes: tuple[Change, ...]


@public_page
def log(request: HttpRequest) -> HttpResponse:
    """Show the errors that were corrected, and apart from them the ordinary updates and all-clears."""
    corrected = entries(corrections()[:_SHOWN])
    ordinary = entries(_followers().exclude(Corrects("content"))[:_ORDINARY])
    return _answer(
        request, "corrections.html", {"corrected": corrected, "ordinary": ordinary}, [*corrected, *ordinary]
    )


@public_page
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what changed from each edition of one alert to the next, the newest first."""
    editions = list(public_editions().filter(alert__slug=slug).select_related("alert").order_by("-number"))
    if not editions:
        return no_alert(request)
    pairs = pairwise(editions)
    found = [_entry(edition, before) for edition, before in pairs]
    return _answer(
        request, "changes.html", {"entries": found, "first": editions[-1], "latest": editions[0]}, found
    )


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Serve the corrections as Atom."""
    editions = list(corrections()[:MOST])
    changed = max((edition.sent for edition in editions), default=None)

    @override(settings.LANGUAGE_CODE)
    def answer() -> HttpResponse:
        address = absolute(reverse("publishing:corrections-feed"))
        made = LocatedAtom(
            title=_("%(name)s: corrections") % {"name": one_line(str(house() or "Tocsin"))},
            link=absolute(reverse("publishing:corrections")),
            description=_("Errors that were corrected, newest first"),
            feed_url=address,
            feed_guid=address,
            language=settings.LANGUAGE_CODE,
        )
        sizes = message_sizes(editions)
        for edition in editions:
            add_edition(made, edition, sizes[edition.pk], cap=False)
        return HttpResponse(made.writeString("utf-8").encode(), content_type=made.content_type)

    made_from = (str(house()), *(edition.identifier for edition in editions))
    return conditional(request, made_from, changed, answer, seconds=_KEPT_FOR)


def corrections() -> QuerySet[Edition]:
    """Return the editions that correct an error of an earlier one, newest first."""
    return _followers().filter(Corrects("content"))


def entries(editions: Iterable[Edition]) -> list[Entry]:
    """Return the editions with what changed in each; all the earlier ones come in one query."""
    found = list(editions)
    alerts = {edition.alert_id for edition in found}
    there = {
        (one.alert_id, one.number): one
        for one in Edition.objects.filter(alert__in=alerts).select_related("alert")
    }
    return [_entry(edition, there[edition.alert_id, edition.number - 1]) for edition in found]


def _followers() -> QuerySet[Edition]:
    later = public_editions().exclude(message_type=MessageType.ALERT)
    return later.select_related("alert__organisation").order_by("-sent", "-pk")


def _entry(edition: Edition, before: Edition) -> Entry:
    text = published_text(edition)
    # What changed and why stand above the differences as sentences of their own.
    told = ("what_changed", "cancel_reason", "correction")
    found = tuple(one for one in what_changed(published_text(before), text) if one.part not in told)
    return Entry(edition, text, before, found)


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], shown: list[Entry]
) -> HttpResponse:
    organisation = house()
    made_from = (get_language(), str(organisation), *(entry.edition.identifier for entry in shown))
    about = {"house": organisation, "part_name": lambda part: _(PARTS[part]), "stored_at": document_address}
    changed = max((entry.edition.sent for entry in shown), default=None)
    return conditional(
        request,
        made_from,
        changed,
        lambda: rendered(request, template, {**about, **context}),
        seconds=_KEPT_FOR,
    )

"""Sources: how they are, one of them with its looks, adding and changing them, a look now."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.source_acts import add_source, change_source, look_now
from tocsin.desk.source_form import NewSourceForm, PolledSourceForm, SourceForm, initial_of
from tocsin.desk.source_page import source_page, source_rows
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.sources.gathering import POLLED_KINDS
from tocsin.sources.models import Source


def source_of(request: HttpRequest, number: int) -> Source:
    """Return the source with that number, of this desk; 404 otherwise."""
    return get_object_or_404(Source, pk=number, organisation=organisation_of(request))


@require_safe
@needs(Act.READ_DESK)
def sources(request: HttpRequest) -> HttpResponse:
    """List the sources, those that need a look first."""
    return show(request, "sources", rows=source_rows(organisation_of(request), now=now()))


@require_safe
@needs(Act.READ_DESK)
def source(request: HttpRequest, number: int) -> HttpResponse:
    """Show one source: its health, the last looks, what came, and the form to change it."""
    found = source_of(request, number)
    form = _form(request, found, initial=initial_of(found))
    return show(request, "source", page=source_page(found, now=now()), form=form)


@require_POST
@needs(Act.MANAGE_SOURCES)
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change one source; what is wrong is told in the form."""
    found = source_of(request, number)
    form = _form(request, found, initial=initial_of(found))
    done = carried_out(form, lambda values: change_source(found, values, actor=user_of(request), now=now()))
    if done is None:
        return show(request, "source", page=source_page(found, now=now()), form=form)
    messages.success(request, _("Saved.") if done else _("Nothing was different."))
    return redirect("desk:source", number)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_SOURCES)
def source_new(request: HttpRequest) -> HttpResponse:
    """Add a source."""
    form = asked(NewSourceForm, request, may_read_files=_may_read_files(request))
    made = carried_out(
        form,
        lambda values: add_source(organisation_of(request), values, actor=user_of(request), now=now()),
    )
    if made is None:
        return show(request, "source_new", form=form)
    messages.success(request, _("Added. Press 'Test fetch' to see what it gives."))
    return redirect("desk:source", made.pk)


@require_POST
@needs(Act.MANAGE_SOURCES)
def poll(request: HttpRequest, number: int) -> HttpResponse:
    """Look at the source now, and show what came."""
    with told(request):
        done = look_now(source_of(request, number), actor=user_of(request), now=now())
        words = ngettext("%(num)d new report", "%(num)d new reports", done.new_reports) % {
            "num": done.new_reports
        }
        level = messages.ERROR if done.outcome == "failed" else messages.SUCCESS
        said = _("%(outcome)s: %(items)s items, %(new)s.") % {
            "outcome": done.get_outcome_display(),
            "items": done.items,
            "new": words,
        }
        messages.add_message(request, level, f"{said} {done.error}".strip())
    return redirect("desk:source", number)


def _may_read_files(request: HttpRequest) -> bool:
    return bool(request.access.may(Act.MANAGE_SETTINGS))  # type: ignore[attr-defined]


def _form(request: HttpRequest, source: Source, **options: object) -> SourceForm:
    if source.kind not in POLLED_KINDS:
        return asked(SourceForm, request, **options)
    return asked(
        PolledSourceForm, request, kind=source.kind, may_read_files=_may_read_files(request), **options
    )

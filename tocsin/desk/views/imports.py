"""Imports: the files that were loaded, loading one, and the templates to fill in."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.import_form import NAMES, ImportForm, kept, load_file, settle_line, undo_import
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.exposure.columns import DELIMITERS, TABLES, What, columns_of, template
from tocsin.exposure.models import HeldLine, Import, Person
from tocsin.wording import translated


@require_safe
@needs(Act.MANAGE_PEOPLE)
def imports(request: HttpRequest) -> HttpResponse:
    """List the files that were loaded or refused, the newest first."""
    mine = Import.objects.filter(organisation=organisation_of(request)).select_related("loaded_by")
    waiting = Count("held_lines", filter=Q(held_lines__settled_at__isnull=True))
    return show(
        request,
        "imports",
        imports=mine.annotate(waiting=waiting).order_by("-pk")[:50],
        names=NAMES,
        tables=TABLES,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def import_new(request: HttpRequest) -> HttpResponse:
    """Load a file; a refused one comes back with every bad line, and with its good lines ready to be loaded."""
    form = asked(
        ImportForm, request, **({} if request.POST else {"initial": {"what": request.GET.get("what")}})
    )
    outcome = carried_out(
        form, lambda values: load_file(values, organisation_of(request), actor=user_of(request), now=now())
    )
    if outcome is not None and outcome.held:
        return redirect("desk:import-held", outcome.record.pk)
    if outcome is not None and not outcome.refused and not (outcome.problems or outcome.flags):
        _say_loaded(request, outcome.loaded, len({row.person_id for row in outcome.exposures}))
        return redirect("desk:imports")
    again = kept(form.cleaned_data["data"]) if outcome is not None and outcome.refused else ""
    columns = [(kind, NAMES[kind], columns_of(kind)) for kind in TABLES]
    return show(request, "import_new", form=form, outcome=outcome, again=again, columns=columns)


@require_safe
@needs(Act.MANAGE_PEOPLE)
def import_template(request: HttpRequest, what: str) -> HttpResponse:
    """Hand out a CSV file to fill in, with the columns that are known and one line as an example."""
    if what not in TABLES:
        raise Http404(_("There are templates for people, trips and sites."))
    delimiter = DELIMITERS.get(request.GET.get("separator", "comma"), ",")
    response = HttpResponse(
        "\ufeff" + template(What(what), delimiter), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{what}.csv"'
    return response


@require_safe
@needs(Act.MANAGE_PEOPLE)
def import_held(request: HttpRequest, number: int) -> HttpResponse:
    """List the lines of an import that wait for a choice."""
    record = get_object_or_404(Import, pk=number, organisation=organisation_of(request))
    people = Person.objects.filter(organisation=record.organisation, active=True).order_by("name")[:2000]
    waiting = record.held_lines.filter(settled_at__isnull=True)
    return show(request, "import_held", record=record, lines=waiting, people=people)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def import_settle(request: HttpRequest, number: int) -> HttpResponse:
    """Load a waiting line with what was chosen, or put it aside."""
    mine = HeldLine.objects.filter(record__organisation=organisation_of(request)).select_related("record")
    held = get_object_or_404(mine, pk=number)
    with told(request, _("Settled.")):
        settle_line(held, request.POST, actor=user_of(request), now=now())
    return redirect("desk:import-held", held.record_id)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def import_undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take an import back as a whole."""
    record = get_object_or_404(Import, pk=number, organisation=organisation_of(request))
    with told(request):
        done = undo_import(record, actor=user_of(request), now=now())
        messages.success(request, translated(done.wording()))
    return redirect("desk:imports")


def _say_loaded(request: HttpRequest, lines: int, people: int) -> None:
    messages.success(
        request, ngettext("%(num)d line loaded.", "%(num)d lines loaded.", lines) % {"num": lines}
    )
    if people:
        words = ngettext(
            "%(num)d person is newly in the way of an alert in force, and is told.",
            "%(num)d people are newly in the way of an alert in force, and are told.",
            people,
        )
        messages.warning(request, words % {"num": people})

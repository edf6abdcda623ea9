"""Imports: the files that were loaded, loading one, and the templates to fill in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.import_form import NAMES, ImportForm, kept, load_file
from tocsin.desk.views.asking import organisation_of, show, user_of
from tocsin.exposure.columns import What, columns_of, template
from tocsin.exposure.models import Import


@require_safe
@needs(Act.MANAGE_PEOPLE)
def imports(request: HttpRequest) -> HttpResponse:
    """List the files that were loaded or refused, the newest first."""
    mine = Import.objects.filter(organisation=organisation_of(request)).select_related("loaded_by")
    return show(request, "imports", imports=mine.order_by("-pk")[:50], names=NAMES)


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
    if outcome is not None and not outcome.refused and not (outcome.problems or outcome.flags):
        _say_loaded(request, outcome.loaded, len({row.person_id for row in outcome.exposures}))
        return redirect("desk:imports")
    again = kept(form.cleaned_data["data"]) if outcome is not None and outcome.refused else ""
    columns = [(kind, NAMES[kind], columns_of(kind)) for kind in What]
    return show(request, "import_new", form=form, outcome=outcome, again=again, columns=columns)


@require_safe
@needs(Act.MANAGE_PEOPLE)
def import_template(request: HttpRequest, what: str) -> HttpResponse:
    """Hand out a CSV file to fill in, with the columns that are known and one line as an example."""
    if what not in set(What):
        raise Http404(_("There are templates for people, trips and sites."))
    response = HttpResponse("\ufeff" + template(What(what)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{what}.csv"'
    return response


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

"""Reports: what came in, one of them as received, and the form for field offices."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.report_form import ReportForm, file
from tocsin.desk.report_list import Wanted, reports_like
from tocsin.desk.report_page import report_page
from tocsin.desk.views.asking import organisation_of, show, user_of
from tocsin.sources.models import Report, Source


def report_of(request: HttpRequest, number: int) -> Report:
    """Return the report with that number, of this desk; 404 otherwise."""
    reports = Report.objects.select_related("source", "superseded_by")
    return get_object_or_404(reports, pk=number, organisation=organisation_of(request))


@require_safe
@needs(Act.READ_DESK)
def reports(request: HttpRequest) -> HttpResponse:
    """List what came in, the newest first, broken items too."""
    wanted = Wanted.from_query(request.GET)
    found = Paginator(reports_like(wanted, organisation_of(request)), 50)
    page = found.get_page(request.GET.get("page"))
    known = Source.objects.filter(organisation=organisation_of(request)).order_by("name")
    return show(
        request, "reports", page=page, wanted=wanted, sources=known, standings=Report.Standing.choices
    )


@require_safe
@needs(Act.READ_DESK)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """Show one report as received, with what was read in it and what it led to."""
    return show(request, "report", page=report_page(report_of(request, number)))


@require_safe
@needs(Act.READ_DESK)
def raw(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out the bytes as received; as a file, never as a page of this house."""
    found = report_of(request, number)
    response = HttpResponse(bytes(found.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="report-{found.pk}.bin"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.FILE_REPORT)
def report_form(request: HttpRequest) -> HttpResponse:
    """File what a field office saw."""
    form = asked(ReportForm, request)
    filed = carried_out(
        form, lambda values: file(values, organisation_of(request), filed_by=user_of(request), now=now())
    )
    if filed is None:
        return show(request, "report_form", form=form)
    messages.success(request, _("Filed. Thank you: the desk sees it now."))
    return redirect("desk:report", filed.pk)

"""After-action reports: of one alert and of the desk over time, as pages and as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.delivery.after_action import after_action as report_of
from tocsin.delivery.intervals import intervals
from tocsin.desk.after_action_files import FORMS, intervals_file, report_file
from tocsin.desk.after_action_page import after_action_page, percent
from tocsin.desk.durations import duration
from tocsin.desk.views.alerts import alert_of
from tocsin.desk.views.asking import organisation_of, show


@require_safe
@needs(Act.READ_DESK)
def after_action(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what became of one alert, in times and counts."""
    found = alert_of(request, reference)
    return show(request, "after_action", alert=found, page=after_action_page(found))


@require_safe
@needs(Act.READ_DESK)
def after_action_file(request: HttpRequest, reference: str, form: str) -> HttpResponse:
    """Hand out the same as a file."""
    found = alert_of(request, reference)
    return _file(f"after-action-{found.reference}", form, report_file(report_of(found), _known(form)))


@require_safe
@needs(Act.READ_DESK)
def after_actions(request: HttpRequest) -> HttpResponse:
    """List the published alerts with their intervals, the newest first."""
    rows = intervals(organisation_of(request))
    return show(request, "after_actions", rows=rows, duration=duration, percent=percent)


@require_safe
@needs(Act.READ_DESK)
def after_actions_file(request: HttpRequest, form: str) -> HttpResponse:
    """Hand out the same as a file."""
    return _file("after-action", form, intervals_file(intervals(organisation_of(request)), _known(form)))


def _known(form: str) -> str:
    if form not in FORMS:
        raise Http404(_("There are files of the forms CSV and JSON."))
    return form


def _file(name: str, form: str, text: str) -> HttpResponse:
    response = HttpResponse(text, content_type=FORMS[form])
    response["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response

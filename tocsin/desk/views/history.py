"""History: who did what, and whether the log is whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.desk.history_page import history_page
from tocsin.desk.views.asking import organisation_of, show


@require_safe
@needs(Act.READ_HISTORY)
def history(request: HttpRequest) -> HttpResponse:
    """Show the audit log, filtered, and whether its chain verifies."""
    asked = {name: request.GET.get(name, "").strip() for name in ("subject", "actor", "action")}
    page = history_page(
        organisation_of(request),
        **asked,
        number=request.GET.get("page"),
        is_asked=request.GET.get("verify") == "1",
    )
    return show(request, "history", page=page, asked=asked)

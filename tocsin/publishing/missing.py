"""What a reader is told who followed an address of an alert that was never published."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tocsin.publishing.listing import house
from tocsin.publishing.lists import rendered
from tocsin.publishing.readers import in_the_readers_language


@in_the_readers_language
def no_alert(request: HttpRequest) -> HttpResponse:
    """Return the page (404) that says in the reader's language that no alert is here, and what to do next."""
    said = (
        _("There is no published alert at this address."),
        _("It may have been cut off or mistyped on its way to you."),
        _("Open the link in the message once more, or look among the current alerts."),
    )
    return rendered(request, "missing.html", {"house": house(), "why": " ".join(said)}, status=404)

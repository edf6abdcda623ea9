"""The answer page's one address: reading asks, posting records."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tocsin import clock
from tocsin.alerts.models import Edition
from tocsin.delivery import answers, pages
from tocsin.delivery.errors import AnswerRefused, LinkRefused
from tocsin.exposure.models import Person

_log = logging.getLogger(__name__)


@csrf_exempt  # the signed token in the address is the permission; no cookie plays a part
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question to GET and HEAD, which never record (mail scanners follow links); record what is posted."""
    now = clock.now()
    try:
        edition, person = pages.invited(token, now=now)
    except LinkRefused as error:
        return pages.refused(error)
    if request.method != "POST":
        return pages.question(token, edition, person, now=now)
    return _record(request, token, edition, person, now)


def _record(
    request: HttpRequest, token: str, edition: Edition, person: Person, now: datetime
) -> HttpResponse:
    kind, note, place = (request.POST.get(name, "") for name in ("kind", "note", "place"))
    try:
        kept = answers.record(edition, person, kind, now=now, via="link", note=note, place=place)
    except AnswerRefused:
        return pages.unclear(token, edition, person)
    except DatabaseError:
        _log.exception("An answer could not be recorded.")
        return pages.not_recorded(token, edition, person)
    return pages.thanks(token, edition, person, kept)

"""The page on which somebody ends a subscription, by one button or by their mail programme (RFC 8058)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from tocsin import clock
from tocsin.delivery import pages
from tocsin.delivery.errors import LinkRefused
from tocsin.delivery.leave_links import subscriptions_of
from tocsin.exposure.models import Person, Subscription
from tocsin.exposure.subscriptions import end_subscription


@csrf_exempt  # the signed token in the address is the permission; no cookie plays a part
@require_http_methods(["GET", "HEAD", "POST"])
def leave_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ask at GET and HEAD, which end nothing (mail scanners follow links); end the subscription at POST."""
    now = clock.now()
    try:
        person, subscriptions = subscriptions_of(token, now=now)
    except LinkRefused as error:
        return pages.refused(error)
    if request.method == "POST":
        _end(person, subscriptions, now)
    return pages.leave_page(person, is_over=request.method == "POST" or not subscriptions)


@transaction.atomic
def _end(person: Person, subscriptions: list[Subscription], now: datetime) -> None:
    for one in subscriptions:
        end_subscription(one, actor=person.name, now=now)

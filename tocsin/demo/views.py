"""The demo's own pages: its made-up feeds, and the mailbox that its mail really goes to."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tocsin.clock import now
from tocsin.demo import feeds, mailbox


def _only_in_a_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, **named: str) -> HttpResponse:
        if not settings.TOCSIN_DEMO:
            raise Http404("This page exists only in the demo.")
        return view(request, **named)

    return guarded


@require_safe
@_only_in_a_demo
def news(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a made-up news feed as it stands now."""
    feed = feeds.news_feed(name)
    if feed is None:
        raise Http404("The demo has no such feed.")
    return HttpResponse(feeds.render_news(feed, now=now()), content_type="application/xml; charset=utf-8")


@require_safe
@_only_in_a_demo
def cap_index(request: HttpRequest, name: str) -> HttpResponse:
    """Serve a made-up authority's CAP index as it stands now."""
    index = feeds.render_cap_index(name, request.build_absolute_uri("/demo/cap/messages/"), now=now())
    if index is None:
        raise Http404("The demo has no such authority.")
    return HttpResponse(index, content_type="application/atom+xml; charset=utf-8")


@require_safe
@_only_in_a_demo
def cap_message(request: HttpRequest, name: str) -> HttpResponse:
    """Serve one made-up CAP message, from its time of sending on."""
    found = feeds.cap_message(name)
    if found is None or found[1] > now():
        raise Http404("The demo has no such message yet.")
    return HttpResponse(found[0], content_type="application/cap+xml")


@require_safe
@_only_in_a_demo
def inbox(request: HttpRequest) -> HttpResponse:
    """List the mails that the demo sent."""
    return render(request, "demo/mailbox.html", {"mails": mailbox.mails(), "mail": None}, using="jinja2")


@require_safe
@_only_in_a_demo
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail as plain text, its links as links."""
    return render(
        request, "demo/mailbox.html", {"mails": mailbox.mails(), "mail": _mail(name)}, using="jinja2"
    )


@require_safe
@_only_in_a_demo
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Show the HTML part of one mail, shut in: no script, no network, no form."""
    response = HttpResponse(_mail(name).html)
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups "
        "allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
    )
    return response


def _mail(name: str) -> mailbox.Mail:
    try:
        return mailbox.read_mail(name)
    except FileNotFoundError as error:
        raise Http404("There is no such mail.") from error

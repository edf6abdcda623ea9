"""Review: what waits, what changed, who would be told; approve, send back, publish."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts import reviewing
from tocsin.alerts.content import text_of
from tocsin.alerts.editions import what_changed
from tocsin.alerts.models import Draft
from tocsin.alerts.reviewing import authors_of
from tocsin.clock import now
from tocsin.desk.area_rows import rows_of
from tocsin.desk.draft_form import fields_of
from tocsin.desk.draft_page import draft_page
from tocsin.desk.views.asking import keep_looks, organisation_of, show, told, user_of
from tocsin.desk.views.drafts import draft_of, headings
from tocsin.publishing.publication import publish as publish_draft


@require_safe
@needs(Act.READ_DESK)
def queue(request: HttpRequest) -> HttpResponse:
    """List what waits for a reviewer, longest first, and what waits for publication."""
    own = Draft.objects.filter(alert__organisation=organisation_of(request))
    mine = headings(own.select_related("alert", "submitted_by"))
    waiting = mine.filter(state="submitted").order_by("submitted_at")
    return show(
        request, "review", waiting=waiting, approved=mine.filter(state="approved").order_by("submitted_at")
    )


@require_safe
@needs(Act.READ_DESK)
def check(request: HttpRequest, number: int) -> HttpResponse:
    """Show one draft as its readers would see it, with what changed, the checks and the people."""
    found = draft_of(request, number)
    text = text_of(found.content)
    page = draft_page(found, fields_of(text), now=now())
    keep_looks(request, page.panel.named, "draft")
    changes = what_changed(text_of(page.earlier.content), text) if page.earlier else ()
    own, shapes = user_of(request).pk in authors_of(found), rows_of(text.area) if text.area else ()
    return show(request, "check", page=page, changes=changes, own=own, shapes=shapes)


@require_POST
@needs(Act.APPROVE_DRAFT)
def approve(request: HttpRequest, number: int) -> HttpResponse:
    """Approve exactly the content that the reviewer saw."""
    with told(request, _("Approved. It goes out when somebody publishes it.")):
        seen = request.POST.get("content_hash", "")
        reviewing.approve(draft_of(request, number), reviewer=user_of(request), content_hash=seen, now=now())
    return redirect("desk:check", number)


@require_POST
@needs(Act.APPROVE_DRAFT)
def send_back(request: HttpRequest, number: int) -> HttpResponse:
    """Give the draft back to its writers, with the reason."""
    with told(request, _("Sent back.")):
        reason = request.POST.get("reason", "")
        reviewing.send_back(draft_of(request, number), reviewer=user_of(request), reason=reason, now=now())
    return redirect("desk:check", number)


@require_POST
@needs(Act.PUBLISH)
def publish(request: HttpRequest, number: int) -> HttpResponse:
    """Publish the approved draft: freeze it, match the people, queue the messages."""
    found = draft_of(request, number)
    with told(request):
        edition = publish_draft(found, publisher=user_of(request), now=now())
        people = edition.exposures.values("person").distinct().count()
        messages.success(request, _published(people))
        return redirect("desk:alert", found.alert.reference)
    return redirect("desk:check", number)


def _published(people: int) -> str:
    if not people:
        return _("Published. Nobody of ours is in the way, so no message goes out.")
    return ngettext(
        "Published. One person is in the way; the message is on its way.",
        "Published. %(people)d people are in the way; their messages are on their way.",
        people,
    ) % {"people": people}

"""Drafts: begin, edit, submit, discard, and the page before publication."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts import editing
from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_cancel, draft_from, draft_update
from tocsin.alerts.errors import DraftChanged
from tocsin.alerts.models import Alert, Draft
from tocsin.clock import now
from tocsin.desk.checks_panel import checks_panel
from tocsin.desk.draft_form import fields_of, read_form
from tocsin.desk.draft_page import draft_page
from tocsin.desk.draft_saving import save_typed
from tocsin.desk.exposure_panel import exposure_panel
from tocsin.desk.typed import fields_posted, forget_typed, keeps_typed, typed
from tocsin.desk.views.asking import REFUSALS, keep_looks, organisation_of, show, told, user_of
from tocsin.incidents.merged import merged_incidents
from tocsin.incidents.models import Incident


def draft_of(request: HttpRequest, number: int) -> Draft:
    """Return the draft with that number, of this desk; 404 otherwise."""
    drafts = Draft.objects.select_related(
        "alert__organisation", "alert__incident", "created_by", "submitted_by"
    )
    return get_object_or_404(drafts, pk=number, alert__organisation=organisation_of(request))


def headings(drafts: QuerySet[Draft]) -> QuerySet[Draft]:
    """Return the drafts with the level, country and headline that a list shows, and without all the rest of their text."""
    return drafts.defer("content").annotate(
        level=KT("content__level"), country=KT("content__country"), headline=KT("content__headline")
    )


@require_safe
@needs(Act.READ_DESK)
def drafts(request: HttpRequest) -> HttpResponse:
    """List what is being written, waits for review, or is approved."""
    listed = Draft.objects.filter(
        alert__organisation=organisation_of(request), state__in=["editing", "submitted", "approved"]
    ).select_related("alert__incident", "created_by")
    return show(request, "drafts", drafts=headings(listed).order_by("-changed_at"))


@require_POST
@needs(Act.WRITE_DRAFT)
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin an alert from an incident, or open the draft that there is."""
    incident = get_object_or_404(Incident, organisation=organisation_of(request), reference=reference)
    there = Draft.objects.filter(
        alert__incident__in=merged_incidents(incident), state__in=["editing", "submitted", "approved"]
    ).first()
    if there is not None:
        return redirect("desk:draft", there.pk)
    with told(request):
        return redirect("desk:draft", draft_from(incident, author=user_of(request), now=now()).pk)
    return redirect("desk:incident", reference)


@require_POST
@needs(Act.WRITE_DRAFT)
def follow(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Begin an update or an all-clear of a published alert."""
    alert = get_object_or_404(Alert, organisation=organisation_of(request), reference=reference)
    with told(request):
        if verb == "all-clear":
            reason = request.POST.get("reason", "")
            draft = draft_cancel(alert, author=user_of(request), now=now(), reason=reason)
        else:
            draft = draft_update(alert, author=user_of(request), now=now())
        return redirect("desk:draft", draft.pk)
    return redirect("desk:alert", reference)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
@needs(Act.READ_DESK)
def draft(request: HttpRequest, number: int) -> HttpResponse:
    """Show the draft, or save what was typed; nothing typed is ever lost."""
    found = draft_of(request, number)
    if request.method == "POST":
        return _save(request, found)
    before = typed(request)
    if before is not None:
        return show_typed(request, found, before)
    page = draft_page(found, fields_of(text_of(found.content)), now=now())
    keep_looks(request, page.panel.named, "draft")
    return show(request, "draft", page=page, errors={}, conflict="")


@require_POST
@needs(Act.READ_DESK)
def exposure(request: HttpRequest, number: int) -> HttpResponse:
    """Show who would be told of what stands in the form now, without saving it."""
    found = draft_of(request, number)
    fields = fields_posted(request)
    panel = exposure_panel(found, fields, now=now())
    keep_looks(request, panel.named, "draft")
    return show(request, "exposure", part="exposure_panel", draft=found, panel=panel)


@require_POST
@needs(Act.READ_DESK)
def checks(request: HttpRequest, number: int) -> HttpResponse:
    """Show what the rules find in what stands in the form now, without saving it."""
    found = draft_of(request, number)
    fields = fields_posted(request)
    return show(request, "checks", part="checks_panel", draft=found, checks=checks_panel(found, fields))


def conflict_of(found: Draft, fields: Mapping[str, str]) -> str:
    """Return what to say where somebody saved the draft since `fields` were typed; '' where nobody did."""
    if fields.get("revision", str(found.revision)) == str(found.revision):
        return ""
    return _("Somebody saved revision %(current)s while you typed.") % {"current": found.revision}


def show_typed(request: HttpRequest, found: Draft, fields: dict[str, str]) -> HttpResponse:
    """Show the form with what was typed before the sign-in, and say whether somebody saved meanwhile."""
    errors = read_form(fields, text_of(found.content)).errors
    conflict = conflict_of(found, fields)
    messages.warning(
        request, _("You had been signed out. What you typed stands in the form, not saved yet: save it.")
    )
    page = draft_page(found, fields_of(text_of(found.content)) | fields, now=now())
    keep_looks(request, page.panel.named, "draft")
    return show(request, "draft", page=page, errors=errors, conflict=conflict)


def _save(request: HttpRequest, found: Draft) -> HttpResponse:
    fields = fields_posted(request)
    edited = read_form(fields, text_of(found.content))
    conflict, errors = "", edited.errors
    if edited.text is not None:
        try:
            said = save_typed(found, edited.text, fields, author=user_of(request), now=now())
        except DraftChanged as error:
            conflict = str(error)
        except REFUSALS as error:
            errors = {"headline": str(error)}
        else:
            forget_typed(request)
            messages.success(request, said)
            return redirect("desk:draft-area" if fields.get("then") == "area" else "desk:draft", found.pk)
    found.refresh_from_db()
    # What was saved before the refusal stays saved; the form goes on from it.
    if not conflict:
        fields["revision"] = str(found.revision)
    return show(request, "draft", page=draft_page(found, fields, now=now()), errors=errors, conflict=conflict)


@require_POST
@needs(Act.WRITE_DRAFT)
def discard(request: HttpRequest, number: int) -> HttpResponse:
    """Give the draft up, with the reason."""
    with told(request, _("Discarded.")):
        reason = request.POST.get("reason", "")
        editing.discard(draft_of(request, number), author=user_of(request), reason=reason, now=now())
        return redirect("desk:drafts")
    return redirect("desk:draft", number)

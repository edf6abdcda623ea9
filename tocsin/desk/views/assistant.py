"""Wording from a language model: ask for it, and take over what is ticked. What stands in the form is never lost."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts.assistant import ask, endpoint, reopened, take
from tocsin.alerts.content import text_of
from tocsin.alerts.errors import AlertsError
from tocsin.alerts.models import Draft
from tocsin.clock import now
from tocsin.desk.assistant_panel import AssistantPanel, assistant_panel
from tocsin.desk.draft_form import fields_of, read_form
from tocsin.desk.draft_page import draft_page
from tocsin.desk.typed import fields_posted, keeps_typed, typed
from tocsin.desk.views.asking import REFUSALS, keep_looks, show, user_of
from tocsin.desk.views.drafts import conflict_of, draft_of, show_typed
from tocsin.grading import AlertText


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
@needs(Act.WRITE_DRAFT)
def wording(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the model, and show its proposals beside what stands in the form, unsaved."""
    found = _draft(request, number)
    if request.method != "POST":
        return _after_sign_in(request, found)
    panel = _asked(request, found)
    if request.headers.get("HX-Request"):
        return show(request, "assistant", draft=found, assistant=panel)
    return _page(request, found, panel)


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
@needs(Act.WRITE_DRAFT)
def take_wording(request: HttpRequest, number: int) -> HttpResponse:
    """Save what stands in the form with the sentences that are ticked."""
    found = _draft(request, number)
    if request.method != "POST":
        return _after_sign_in(request, found)
    edited = read_form(fields_posted(request), text_of(found.content))
    if edited.text is None:
        return _page(request, found, _kept(request, found), errors=edited.errors)
    try:
        _take(request, found, edited.text)
    except REFUSALS as error:
        found.refresh_from_db()
        return _page(request, found, _kept(request, found, str(error)))
    messages.success(request, _("Saved, with the sentences that were ticked."))
    return redirect("desk:draft", number)


def _draft(request: HttpRequest, number: int) -> Draft:
    if endpoint() is None:
        raise Http404
    return draft_of(request, number)


def _after_sign_in(request: HttpRequest, found: Draft) -> HttpResponse:
    before = typed(request)
    return redirect("desk:draft", found.pk) if before is None else show_typed(request, found, before)


def _asked(request: HttpRequest, found: Draft) -> AssistantPanel | None:
    try:
        answer = ask(found, author=user_of(request), now=now())
    except REFUSALS as error:
        return assistant_panel(found, error=str(error))
    return assistant_panel(found, answer)


def _take(request: HttpRequest, found: Draft, text: AlertText) -> None:
    fields = fields_posted(request)
    revision = fields.get("revision", "")
    take(
        found, text, fields.get("wording", ""), _ticked(request),
        revision=int(revision) if revision.isdecimal() else 0,
        author=user_of(request), reason=fields.get("reason", ""), now=now(),
    )  # fmt: skip


def _ticked(request: HttpRequest) -> frozenset[int]:
    return frozenset(int(one) for one in request.POST.getlist("take") if one.isdecimal() and len(one) < 4)


def _kept(request: HttpRequest, found: Draft, error: str = "") -> AssistantPanel | None:
    """The proposals as they were shown, with their ticks, where they are still good for this draft."""
    signed = fields_posted(request).get("wording", "")
    try:
        answer = reopened(found, signed, author=user_of(request))
    except AlertsError as refused:
        return assistant_panel(found, error=error or str(refused))
    # Where one no longer stands, the numbers of the others are not those that were ticked.
    ticked = frozenset[int]() if answer.left_out else _ticked(request)
    return assistant_panel(found, answer, ticked=ticked, error=error)


def _page(
    request: HttpRequest, found: Draft, panel: AssistantPanel | None, errors: dict[str, str] | None = None
) -> HttpResponse:
    fields = fields_of(text_of(found.content)) | fields_posted(request)
    page = replace(draft_page(found, fields, now=now()), assistant=panel)
    keep_looks(request, page.panel.named, "draft")
    return show(request, "draft", page=page, errors=errors or {}, conflict=conflict_of(found, fields))

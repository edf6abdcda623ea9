"""A draft in further languages: choose one, write it beside the text, keep it, take it away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts import editing
from tocsin.alerts.content import text_of
from tocsin.clock import now
from tocsin.desk.translation_page import (
    kept_reason,
    read_translation,
    refused,
    taken_away_reason,
    translation_page,
)
from tocsin.desk.typed import fields_posted, forget_typed, keeps_typed, typed
from tocsin.desk.views.asking import REFUSALS, show, told, user_of
from tocsin.desk.views.drafts import draft_of
from tocsin.grading import is_language_tag


@require_http_methods(["GET", "HEAD"])
@needs(Act.READ_DESK)
def translations(request: HttpRequest, number: int) -> HttpResponse:
    """Show which languages the draft is in, or lead to the one that was chosen."""
    language = request.GET.get("language", "").strip()
    if language:
        return redirect("desk:translation", number, language)
    return show(request, "translation", page=translation_page(draft_of(request, number), ""), fault="")


@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
@needs(Act.READ_DESK)
def translation(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Show the draft in one language beside its own words, or keep what was typed."""
    found = draft_of(request, number)
    if not is_language_tag(language) or language == text_of(found.content).language:
        messages.error(request, refused(language))
        return redirect("desk:translations", number)
    if request.method == "POST":
        return _keep(request, number, language)
    page = translation_page(found, language, typed(request))
    return show(request, "translation", page=page, fault="")


@needs(Act.WRITE_DRAFT)
def _keep(request: HttpRequest, number: int, language: str) -> HttpResponse:
    found, fields = draft_of(request, number), fields_posted(request)
    text = text_of(found.content).with_translation(read_translation(language, fields))
    revision = int(found.revision if not fields.get("revision", "").isdecimal() else fields["revision"])
    try:
        editing.edit(
            found, text, revision=revision, author=user_of(request), reason=kept_reason(language), now=now()
        )
    except REFUSALS as error:
        found.refresh_from_db()
        return show(request, "translation", page=translation_page(found, language, fields), fault=str(error))
    forget_typed(request)
    messages.success(request, _("Kept. It goes out with the alert once somebody else has approved both."))
    return redirect("desk:translation", number, language)


@require_POST
@needs(Act.WRITE_DRAFT)
def translation_remove(request: HttpRequest, number: int, language: str) -> HttpResponse:
    """Take one language away from the draft."""
    found = draft_of(request, number)
    text = text_of(found.content).without_translation(language)
    with told(request, _("Taken away.")):
        reason = taken_away_reason(language)
        editing.edit(found, text, revision=found.revision, author=user_of(request), reason=reason, now=now())
    return redirect(reverse("desk:translations", args=[number]))

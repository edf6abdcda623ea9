"""The channels of a desk: look, set a gateway, send an exercise message, post a webhook once more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.delivery.auditor import faults
from tocsin.delivery.canary import flight
from tocsin.delivery.channel_settings import forget_channel, set_channel
from tocsin.delivery.channels import Response
from tocsin.delivery.decide import BY_GATEWAY, CHANNELS, Outcome
from tocsin.delivery.exercise import send_exercise
from tocsin.delivery.models import Delivery
from tocsin.delivery.replay import replay
from tocsin.desk.channels_page import (
    ChannelForm,
    ChannelRow,
    ExerciseForm,
    channel_rows,
    channels_page,
    newest_edition,
    previews,
)
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.views.asking import organisation_of, show, told, user_of


@require_safe
@never_cache
@needs(Act.MANAGE_SETTINGS)
def channels(request: HttpRequest) -> HttpResponse:
    """Show every channel with its state, the short forms of the newest edition, and the webhooks' log."""
    page = channels_page(organisation_of(request), now=now())
    return show(request, "channels", page=page, canary=flight(now=now()), faults=faults(now=now()))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@needs(Act.MANAGE_SETTINGS)
def channel(request: HttpRequest, kind: str) -> HttpResponse:
    """Show one channel, and set its gateway."""
    row, desk = _row_of(request, kind), organisation_of(request)
    if not row.by_gateway:
        return _page(request, row, form=None)
    form = asked(ChannelForm, request, kind=kind, is_set=_is_set(row), initial={"longest": row.longest})
    done = carried_out(
        form, lambda values: set_channel(desk, kind, **values, actor=user_of(request), now=now())
    )
    if done is None:
        return _page(request, row, form=form)
    messages.success(request, _("Kept, under your name. Send an exercise message to see whether it works."))
    return redirect("desk:channel", kind)


@require_POST
@needs(Act.MANAGE_SETTINGS)
def channel_exercise(request: HttpRequest, kind: str) -> HttpResponse:
    """Send an exercise message to the address that was typed, and show what was said."""
    row, desk = _row_of(request, kind), organisation_of(request)
    form = asked(ExerciseForm, request, kind=kind)
    said = carried_out(
        form, lambda values: send_exercise(desk, kind, **values, actor=user_of(request), now=now())
    )
    if said is None:
        return _page(request, row, form=_blank(row), exercise=form)
    _tell(request, said, _("The exercise message was accepted."), _("The exercise message was not accepted."))
    return redirect("desk:channel", kind)


@require_POST
@needs(Act.MANAGE_SETTINGS)
def channel_forget(request: HttpRequest, kind: str) -> HttpResponse:
    """Forget the gateway of a channel."""
    with told(request, _("Forgotten. Nothing is sent by this channel until a gateway is set.")):
        forget_channel(organisation_of(request), kind, actor=user_of(request), now=now())
    return redirect("desk:channels")


@require_POST
@needs(Act.MANAGE_SETTINGS)
def webhook_replay(request: HttpRequest, number: int) -> HttpResponse:
    """Post a webhook's message once more, under the same id."""
    rows = Delivery.objects.select_related("edition", "organisation")
    row = get_object_or_404(rows, pk=number, organisation=organisation_of(request), channel="webhook")
    with told(request):
        said = replay(row, actor=user_of(request), now=now())
        if said is None:
            messages.success(request, _("Queued once more, under the same id."))
        else:
            _tell(request, said, _("Sent once more, under the same id."), _("It was not accepted."))
    return redirect("desk:channels")


def _row_of(request: HttpRequest, kind: str) -> ChannelRow:
    if kind not in CHANNELS:
        raise Http404
    return next(row for row in channel_rows(organisation_of(request)) if row.kind == kind)


def _is_set(row: ChannelRow) -> bool:
    return bool(row.row and row.row.scheme)


def _blank(row: ChannelRow) -> ChannelForm | None:
    if row.kind not in BY_GATEWAY:
        return None
    return ChannelForm(kind=row.kind, is_set=_is_set(row), initial={"longest": row.longest})


def _page(request: HttpRequest, row: ChannelRow, form: ChannelForm | None, **more: Any) -> HttpResponse:
    edition = newest_edition(organisation_of(request))
    exercise = more.get("exercise") or ExerciseForm(kind=row.kind)
    shown = previews(edition, now=now(), limits=(row.longest,)) if row.by_gateway else ()
    return show(request, "channel", row=row, form=form, exercise=exercise, edition=edition, previews=shown)


def _tell(request: HttpRequest, said: Response, done: str, failed: str) -> None:
    """Say how it went; what was said stands on the page itself."""
    if said.outcome is Outcome.ACCEPTED:
        messages.success(request, done)
    else:
        messages.error(request, failed)

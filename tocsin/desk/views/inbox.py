"""The inbox and the incident beside it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.checklist import checklist
from tocsin.desk.inbox import inbox_page, reports_since
from tocsin.desk.inbox_filter import asked_by, asked_from, save_filter
from tocsin.desk.incident_page import colleagues, incident_page
from tocsin.desk.models import SavedFilter
from tocsin.desk.snooze import snooze_end
from tocsin.desk.views.asking import keep_looks, organisation_of, show, told, user_of
from tocsin.incidents import acts
from tocsin.incidents.models import Incident, IncidentAct


@require_safe
@needs(Act.READ_DESK)
def inbox(request: HttpRequest, reference: str = "") -> HttpResponse:
    """Show the open incidents, and the chosen one beside them."""
    organisation = organisation_of(request)
    asked = asked_by(user_of(request), organisation, request.GET.dict())
    page = None
    if reference:
        incident = get_object_or_404(Incident, organisation=organisation, reference=reference)
        page = incident_page(incident, now=now())
        keep_looks(request, page.named, "incident")
    part = "incident" if request.GET.get("part") else ""
    listed = inbox_page(organisation, asked, user_of(request), now=now())
    return show(request, "inbox", part, page=page, inbox=listed, checklist=checklist(organisation))


@require_safe
@needs(Act.READ_DESK)
def news(request: HttpRequest) -> HttpResponse:
    """Say how many reports have joined incidents since the page was made; the rows under the pointer stay."""
    since = int(request.GET.get("since", "0") or 0)
    return show(request, "news", count=reports_since(organisation_of(request), since))


@require_POST
@needs(Act.HANDLE_INCIDENT)
def act(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """Dismiss, open again, merge, split or assign; each says why and can be undone."""
    incident = get_object_or_404(Incident, organisation=organisation_of(request), reference=reference)
    with told(request):
        following = _ACTS[verb](request, incident, request.POST.get("reason", ""))
        return following or redirect("desk:incident", reference)
    return redirect("desk:incident", reference)


def _dismiss(request: HttpRequest, incident: Incident, reason: str) -> HttpResponse:
    done = acts.dismiss(incident, actor=user_of(request), reason=reason, now=now())
    _offer_undo(request, _("Dismissed."), done)
    return redirect("desk:inbox")


def _reopen(request: HttpRequest, incident: Incident, reason: str) -> None:
    done = acts.reopen(incident, actor=user_of(request), reason=reason or _("Needed again."), now=now())
    _offer_undo(request, _("Open again."), done)


def _merge(request: HttpRequest, incident: Incident, reason: str) -> None:
    named = request.POST.get("other", "").strip()
    other = Incident.objects.filter(organisation=incident.organisation, reference=named).first()
    if other is None:
        messages.error(
            request, _("There is no incident %(reference)s. Write it as 2017-0007.") % {"reference": named}
        )
        return
    done = acts.merge(incident, other, actor=user_of(request), reason=reason, now=now())
    _offer_undo(request, _("Merged %(reference)s into this one.") % {"reference": named}, done)


def _split(request: HttpRequest, incident: Incident, reason: str) -> HttpResponse:
    chosen = [int(number) for number in request.POST.getlist("report") if number.isdecimal()]
    fresh = acts.split(incident, chosen, actor=user_of(request), reason=reason, now=now())
    _offer_undo(request, _("Split off."), incident.acts.latest("pk"))
    return redirect("desk:incident", fresh.reference)


def _assign(request: HttpRequest, incident: Incident, reason: str) -> None:
    """Give it to the colleague who is named; without a name take it, or let it go where it is mine already."""
    me, named = user_of(request), request.POST.get("to", "")
    chosen = colleagues(incident).filter(pk=named).first() if named.isdecimal() else None
    to = chosen or (None if incident.assigned_to_id == me.pk else me)
    done = acts.assign(incident, to, actor=me, now=now())
    words = (
        _("It is yours now.")
        if to == me
        else _("It is %(name)s's now.") % {"name": to}
        if to
        else _("It is nobody's now.")
    )
    _offer_undo(request, words, done)


def _snooze(request: HttpRequest, incident: Incident, reason: str) -> HttpResponse:
    until = snooze_end(request.POST.get("hours", ""), request.POST.get("until", ""), now=now())
    done = acts.snooze(incident, until, actor=user_of(request), reason=reason, now=now())
    words = _("Put away until %(time)s UTC, or until it develops.") % {"time": f"{until:%d %b %H:%M}"}
    _offer_undo(request, words, done)
    return redirect("desk:inbox")


def _wake(request: HttpRequest, incident: Incident, reason: str) -> None:
    _offer_undo(request, _("Back in the inbox."), acts.wake(incident, actor=user_of(request), now=now()))


_ACTS = {
    "dismiss": _dismiss,
    "reopen": _reopen,
    "merge": _merge,
    "split": _split,
    "assign": _assign,
    "snooze": _snooze,
    "wake": _wake,
}


def _offer_undo(request: HttpRequest, words: str, done: IncidentAct) -> None:
    messages.success(request, words, extra_tags=f"undo-{done.pk}")


@require_POST
@needs(Act.HANDLE_INCIDENT)
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take back what was done to an incident."""
    done = get_object_or_404(
        IncidentAct.objects.select_related("incident"),
        pk=number,
        incident__organisation=organisation_of(request),
    )
    with told(request, _("Undone.")):
        acts.undo(done, actor=user_of(request), now=now())
    return redirect("desk:incident", done.incident.reference)


@require_POST
@needs(Act.READ_DESK)
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep what the inbox shows now under a name."""
    asked = asked_from(request.POST.dict())
    with told(request, _("Kept.")):
        save_filter(
            user_of(request),
            organisation_of(request),
            request.POST.get("name", ""),
            asked,
            is_default=bool(request.POST.get("is_default")),
        )
    return redirect(f"{reverse('desk:inbox')}?{asked.query}")


@require_POST
@needs(Act.READ_DESK)
def filter_forget(request: HttpRequest, number: int) -> HttpResponse:
    """Forget a saved filter of one's own."""
    mine = SavedFilter.objects.filter(user=user_of(request), organisation=organisation_of(request))
    get_object_or_404(mine, pk=number).delete()
    messages.success(request, _("Forgotten."))
    return redirect("desk:inbox")

"""Subscriptions: who follows alerts, adding and ending them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.subscription_form import SubscriptionForm, add
from tocsin.desk.views.asking import organisation_of, show, told, user_of
from tocsin.exposure.models import Subscription
from tocsin.exposure.subscribed import described
from tocsin.exposure.subscriptions import end_subscription, wish_of
from tocsin.retelling import listed_again


@require_safe
@needs(Act.SEE_PEOPLE)
def subscriptions(request: HttpRequest) -> HttpResponse:
    """List who follows what."""
    mine = Subscription.objects.filter(organisation=organisation_of(request), active=True)
    listed = [
        (one, listed_again(described(wish_of(one))))
        for one in mine.select_related("person").order_by("person__name")
    ]
    return show(request, "subscriptions", subscriptions=listed)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_PEOPLE)
def subscription_new(request: HttpRequest) -> HttpResponse:
    """Add one."""
    form = asked(SubscriptionForm, request, **({} if request.POST else {"initial": request.GET.dict()}))
    organisation, actor = organisation_of(request), user_of(request)
    if carried_out(form, lambda values: add(values, organisation, actor=actor, now=now())) is not None:
        return redirect("desk:subscriptions")
    return show(request, "subscription_new", form=form)


@require_POST
@needs(Act.MANAGE_PEOPLE)
def subscription_end(request: HttpRequest, number: int) -> HttpResponse:
    """End one."""
    found = get_object_or_404(Subscription, pk=number, organisation=organisation_of(request))
    with told(request, _("Ended.")):
        end_subscription(found, actor=user_of(request), now=now())
    return redirect("desk:subscriptions")

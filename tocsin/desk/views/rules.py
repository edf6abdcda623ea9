"""Standing rules: look, write one, approve what somebody else wrote, end one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.roles import Act
from tocsin.alerts.models import StandingRule
from tocsin.alerts.standing_rules import approve_rule, end_rule
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.rules_page import RuleForm, rule_rows, write
from tocsin.desk.views.asking import organisation_of, show, told, user_of


@require_safe
@needs(Act.READ_DESK)
def rules(request: HttpRequest) -> HttpResponse:
    """Show every rule with what it did."""
    return show(request, "rules", rows=rule_rows(request.access))  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.WRITE_DRAFT)
def rule_new(request: HttpRequest) -> HttpResponse:
    """Write a rule; it lets nothing out before somebody else approves it."""
    desk = organisation_of(request)
    form = asked(RuleForm, request, organisation=desk)
    done = carried_out(form, lambda values: write(values, desk, author=user_of(request), now=now()))
    if done is not None:
        messages.success(request, _("Written down. It lets nothing out until somebody else approves it."))
        return redirect("desk:rules")
    return show(request, "rule_new", form=form)


@require_POST
@needs(Act.APPROVE_DRAFT)
def rule_approve(request: HttpRequest, number: int) -> HttpResponse:
    """Put a rule into force that somebody else wrote."""
    rule = get_object_or_404(StandingRule, organisation=organisation_of(request), pk=number)
    with told(request, _("In force from now on, under your name.")):
        approve_rule(rule, reviewer=user_of(request), now=now())
    return redirect("desk:rules")


@require_POST
@needs(Act.WRITE_DRAFT)
def rule_end(request: HttpRequest, number: int) -> HttpResponse:
    """End a rule for good."""
    rule = get_object_or_404(StandingRule, organisation=organisation_of(request), pk=number)
    with told(request, _("Ended. It lets nothing out any more.")):
        end_rule(rule, actor=user_of(request), reason=request.POST.get("reason", ""), now=now())
    return redirect("desk:rules")

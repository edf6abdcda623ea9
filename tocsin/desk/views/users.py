"""Those who work at the desk: the list, adding one, roles, closing and opening an account, a link for a new password."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.accounts.access import needs
from tocsin.accounts.errors import AccountsError
from tocsin.accounts.invitations import invite
from tocsin.accounts.members import Member, change_roles, member_of, members
from tocsin.accounts.roles import Act
from tocsin.clock import now
from tocsin.desk.desk_form import asked, carried_out
from tocsin.desk.users_page import ACTS, RolesForm, UserForm, add, sums
from tocsin.desk.views.asking import organisation_of, show, told, user_of


def _member(request: HttpRequest, number: int) -> Member:
    found = member_of(organisation_of(request), number)
    if found is None:
        raise Http404
    return found


@require_safe
@needs(Act.MANAGE_SETTINGS)
def users(request: HttpRequest) -> HttpResponse:
    """List who works at this desk, with roles, the last sign-in, and whether a second factor is set."""
    rows = members(organisation_of(request))
    return show(request, "users", rows=rows, sums=sums(rows))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@needs(Act.MANAGE_SETTINGS)
def user_new(request: HttpRequest) -> HttpResponse:
    """Add somebody, with a first password or a link by which they choose one; the link is shown once."""
    form, desk = asked(UserForm, request), organisation_of(request)
    added = carried_out(form, lambda values: add(values, desk, actor=user_of(request), now=now()))
    if added is None:
        return show(request, "user_new", form=form)
    if added.link:
        return show(request, "user_link", member=added.member, address=added.link)
    messages.success(
        request, _("Added. Tell them the password by another way than mail; they change it under their name.")
    )
    return redirect("desk:users")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Act.MANAGE_SETTINGS)
def user(request: HttpRequest, number: int) -> HttpResponse:
    """Show one account, and change its roles."""
    member, desk, actor = _member(request, number), organisation_of(request), user_of(request)
    form = asked(RolesForm, request, initial={"roles": [role.value for role in member.roles]})
    done = carried_out(
        form, lambda values: change_roles(desk, member, values["roles"], actor=actor, now=now()) or True
    )
    if done is None:
        return show(request, "user", member=member, form=form, is_me=member.user.pk == actor.pk)
    messages.success(request, _("Kept, under your name. It counts from their next page on."))
    return redirect("desk:users")


@require_POST
@never_cache
@needs(Act.MANAGE_SETTINGS)
def user_link(request: HttpRequest, number: int) -> HttpResponse:
    """Make a link by which the user chooses a password, and show it once."""
    member = _member(request, number)
    try:
        address = invite(organisation_of(request), member, actor=user_of(request), now=now())
    except AccountsError as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:user", number)
    return show(request, "user_link", member=member, address=address)


@require_POST
@needs(Act.MANAGE_SETTINGS)
def user_act(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Close an account, open it again, or remove a second factor that was lost."""
    member = _member(request, number)
    if verb not in ACTS:
        raise Http404
    act, done = ACTS[verb]
    with told(request, str(done)):
        act(organisation_of(request), member, actor=user_of(request), now=now())
    return redirect("desk:user", number)

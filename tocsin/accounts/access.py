"""What a user may do, asked in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from tocsin.accounts.errors import NotAllowed
from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.roles import ACTS_OF, ROLE_NAMES, Act, Role, acts_of


@dataclass(frozen=True, slots=True)
class Access:
    """One user in one organisation, a desk; an anonymous visitor has neither."""

    user: User | None
    organisation: Organisation | None
    roles: frozenset[Role]
    #: Where else the user is a member.
    others: tuple[Organisation, ...] = ()

    @property
    def acts(self) -> frozenset[Act]:
        """Everything that the user may do here."""
        return acts_of(self.roles)

    def may(self, act: Act | str) -> bool:
        """Tell whether the user may do `act` here."""
        return Act(act) in self.acts

    def require(self, act: Act) -> None:
        """Return where the user may do `act`; raise NotAllowed where not."""
        if not self.may(act):
            roles, wanted = ", ".join(sorted(self.roles)), repr(act.value)
            raise NotAllowed(
                _("Your roles (%(roles)s) do not carry %(act)s.") % {"roles": roles, "act": wanted}
                if roles
                else _("Your roles (none) do not carry %(act)s.") % {"act": wanted}
            )


NOBODY = Access(None, None, frozenset())


def access_of(user: User | AnonymousUser, organisation_id: int | None = None) -> Access:
    """Return the access of `user` in the organisation asked for, or in their first one."""
    if not isinstance(user, User) and not getattr(user, "is_authenticated", False):
        return NOBODY
    rows = list(
        Membership.objects.filter(user_id=user.pk).select_related("organisation").order_by("organisation_id")
    )
    if not rows:
        return NOBODY
    asked = [row for row in rows if row.organisation_id == organisation_id]
    organisation = (asked or rows)[0].organisation
    roles = frozenset(Role(row.role) for row in rows if row.organisation_id == organisation.pk)
    desks = {row.organisation_id: row.organisation for row in rows}
    others = tuple(desk for number, desk in desks.items() if number != organisation.pk)
    return Access(user, organisation, roles, others)


View = Callable[..., HttpResponse]


def needs(act: Act) -> Callable[[View], View]:
    """Decorate a view that only those may use whose roles carry `act`: others sign in, or are told no (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            access: Access = request.access
            if access.user is None:
                return redirect_to_login(request.get_full_path())
            if not access.may(act):
                from django.core.exceptions import PermissionDenied

                able = " / ".join(str(name) for role, name in ROLE_NAMES.items() if act in ACTS_OF[role])
                raise PermissionDenied(
                    _("This is for the role %(roles)s. If you need it, ask an administrator of your desk.")
                    % {"roles": able}
                )
            return view(request, *args, **kwargs)

        return guarded

    return decorate

"""Whether somebody may do an act at the desk that an alert belongs to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from tocsin.accounts.access import access_of
from tocsin.accounts.errors import NotAllowed
from tocsin.accounts.models import Organisation, User
from tocsin.accounts.roles import Act


def require(user: User, organisation: Organisation, act: Act) -> None:
    """Return where `user` may do `act` in `organisation`; raise NotAllowed of `tocsin.accounts` where not.

    A role in one organisation carries nothing in another, and somebody whose account is closed may do nothing.
    """
    access = access_of(user, organisation.pk)
    if not user.is_active or access.organisation is None or access.organisation.pk != organisation.pk:
        raise NotAllowed(
            _("%(user)s is no member of %(organisation)s; an administrator there can change that.")
            % {"user": user, "organisation": organisation}
        )
    access.require(act)

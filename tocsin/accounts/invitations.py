"""The link by which somebody chooses a password: their first, or another for one that is lost. It works once, for three days."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import transaction
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.errors import AccountsError
from tocsin.accounts.members import Member
from tocsin.accounts.models import AuditEntry, Organisation, User
from tocsin.accounts.people import AccountRefused, check_password

#: Where the link leads; the desk's addresses have the same.
PAGE = "account/first-password/{number}/{token}/"


class InvitationOver(AccountsError):
    """The link to choose a password was used, is too old, or was never one of ours."""


_ACTION = "make password link"


class _Tokens(PasswordResetTokenGenerator):
    """The token is drawn from the password's hash, the last sign-in and the record of the newest link: each ends it."""

    key_salt = "tocsin.accounts.invitations"

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        made = AuditEntry.objects.filter(subject=f"user:{user.pk}", action=_ACTION).order_by("-pk")
        newest = made.values_list("hash", flat=True).first() or ""
        return f"{super()._make_hash_value(user, timestamp)}{newest}"


_TOKENS = _Tokens()


@transaction.atomic
def invite(organisation: Organisation, member: Member, *, actor: User, now: datetime) -> str:
    """Return the address at which the member chooses a password; the present one, if any, works until then.

    Addresses that were given out before end. Raises AccountRefused for an account that is closed or that other desks use: it is not this desk's to open.
    """
    user = member.user
    if member.is_elsewhere:
        raise AccountRefused(
            _(
                "This account works at another desk of this instance too. Whoever runs Tocsin gives it a new password."
            )
        )
    if not user.is_active:
        raise AccountRefused(_("This account is closed. Open it again first."))
    record(
        organisation,
        _ACTION,
        f"user:{user.pk}",
        now=now,
        actor=actor,
        detail={"email": user.email},
    )
    page = PAGE.format(number=user.pk, token=_TOKENS.make_token(user))
    return f"{settings.TOCSIN_PUBLIC_ADDRESS}/{page}"


def invited(number: int, token: str) -> User:
    """Return the user whose link it is; raise InvitationOver where the link does not work any more."""
    user = User.objects.filter(pk=number, is_active=True).first()
    if user is None or not _TOKENS.check_token(user, token):
        raise InvitationOver(
            _(
                "This link was used already, or is older than three days. Ask an administrator of your desk for another."
            )
        )
    return user


@transaction.atomic
def choose_password(number: int, token: str, password: str, *, now: datetime) -> User:
    """Set the password of the user whose link it is, which ends the link; return the user.

    Raises InvitationOver, and AccountRefused for a password that is too weak.
    """
    user = invited(number, token)
    check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    for organisation in Organisation.objects.filter(memberships__user=user).distinct():
        record(
            organisation,
            "choose password",
            f"user:{user.pk}",
            now=now,
            actor=user,
            detail={"email": user.email},
        )
    return user

"""Those who work at one desk, and what its administrators change about them: roles, closing, opening again, a lost second factor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from tocsin.accounts.audit import record
from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.people import AccountRefused, known_roles
from tocsin.accounts.roles import ROLE_NAMES, Role

_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class Member:
    """One user of a desk: their roles there, whether they have a second factor, and whether other desks know them too."""

    user: User
    roles: tuple[Role, ...]
    has_second_factor: bool
    is_elsewhere: bool

    @property
    def role_names(self) -> tuple[str, ...]:
        """The roles in words."""
        return tuple(str(ROLE_NAMES[role]) for role in self.roles)

    @property
    def waits(self) -> bool:
        """Whether they have yet to choose a password."""
        return not self.user.has_usable_password()


def members(organisation: Organisation) -> tuple[Member, ...]:
    """Return those who have a role at `organisation`, who may sign in first, by name; asks the database three times."""
    held: dict[int, set[str]] = defaultdict(set)
    for number, role in organisation.memberships.values_list("user_id", "role"):
        held[number].add(role)
    rows = Authenticator.objects.filter(user__in=held, type__in=_FACTORS)
    factors = set(rows.values_list("user_id", flat=True))
    others = Membership.objects.filter(user__in=held).exclude(organisation=organisation)
    elsewhere = set(others.values_list("user_id", flat=True))
    return tuple(
        Member(
            user,
            tuple(role for role in Role if role in held[user.pk]),
            user.pk in factors,
            user.pk in elsewhere,
        )
        for user in User.objects.filter(pk__in=held).order_by("-is_active", "name", "pk")
    )


def member_of(organisation: Organisation, number: int) -> Member | None:
    """Return the member with the user's `number`; None where they have no role at `organisation`."""
    return next((one for one in members(organisation) if one.user.pk == number), None)


@transaction.atomic
def change_roles(
    organisation: Organisation, member: Member, roles: Iterable[str], *, actor: User, now: datetime
) -> None:
    """Give the member `roles` at `organisation` in place of those they have, and keep both in the audit log.

    Raises AccountRefused for an unknown role, for none where no other desk knows them, for a role more of one's own, and
    where nobody who may sign in would be an administrator.
    """
    _lock(organisation)
    wanted, before = set(known_roles(roles)), _roles(organisation, member.user)
    if wanted == before:
        return
    if not wanted and not member.is_elsewhere:
        raise AccountRefused(
            _("Choose one role at least. Who shall do nothing here any more: close their account."), "roles"
        )
    if member.user.pk == actor.pk and wanted - before:
        names = ", ".join(str(ROLE_NAMES[Role(role)]) for role in sorted(wanted - before))
        words = _("Nobody gives themselves a role. Ask another administrator for: %(names)s.") % {
            "names": names
        }
        raise AccountRefused(words, "roles")
    if Role.ADMINISTRATOR in before - wanted:
        _keeps_an_administrator(organisation, member.user, "roles")
    mine = organisation.memberships.filter(user=member.user)
    mine.exclude(role__in=wanted).delete()
    for role in sorted(wanted - before):
        Membership.objects.create(organisation=organisation, user=member.user, role=role)
    _note(organisation, "change roles", member, actor, now, before=sorted(before), roles=sorted(wanted))


@transaction.atomic
def close_account(organisation: Organisation, member: Member, *, actor: User, now: datetime) -> None:
    """Let the member sign in no more, their open sessions included; what they did stays under their name.

    Raises AccountRefused for one's own account, for one that other desks use, and for the last administrator's.
    """
    _lock(organisation)
    if member.user.pk == actor.pk:
        raise AccountRefused(
            _("Nobody closes their own account: you could not open it again. Ask another administrator.")
        )
    _ours_alone(member)
    if Role.ADMINISTRATOR in _roles(organisation, member.user):
        _keeps_an_administrator(organisation, member.user)
    _set_active(organisation, member, "close account", False, actor, now)


@transaction.atomic
def reopen_account(organisation: Organisation, member: Member, *, actor: User, now: datetime) -> None:
    """Let the member sign in again, with the password, second factor and roles that they had.

    Raises AccountRefused for an account that other desks use.
    """
    _ours_alone(member)
    _set_active(organisation, member, "open account again", True, actor, now)


@transaction.atomic
def remove_second_factor(organisation: Organisation, member: Member, *, actor: User, now: datetime) -> None:
    """Remove a lost telephone or key, and the recovery codes: the password alone lets the member in, until they set another.

    Raises AccountRefused for one's own, which is removed on one's own page, and for an account that other desks use.
    """
    if member.user.pk == actor.pk:
        raise AccountRefused(
            _("Remove your own second factor on your own page, with your name in the bar above.")
        )
    _ours_alone(member)
    Authenticator.objects.filter(user=member.user).delete()
    _note(organisation, "remove second factor", member, actor, now)


def _lock(organisation: Organisation) -> None:
    """Two administrators who take each other's role away at once must not both succeed."""
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _roles(organisation: Organisation, user: User) -> set[str]:
    return set(organisation.memberships.filter(user=user).values_list("role", flat=True))


def _ours_alone(member: Member) -> None:
    if member.is_elsewhere:
        raise AccountRefused(
            _(
                "This account works at another desk of this instance too: take its roles here away instead. Whoever runs Tocsin does the rest."
            )
        )


def _keeps_an_administrator(organisation: Organisation, user: User, field: str = "") -> None:
    others = organisation.memberships.filter(role=Role.ADMINISTRATOR, user__is_active=True).exclude(user=user)
    if not others.exists():
        raise AccountRefused(
            _("%(name)s is the last administrator of this desk. Make somebody else administrator first.")
            % {"name": user},
            field,
        )


def _set_active(
    organisation: Organisation, member: Member, action: str, active: bool, actor: User, now: datetime
) -> None:
    member.user.is_active = active
    member.user.save(update_fields=["is_active"])
    _note(organisation, action, member, actor, now)


def _note(
    organisation: Organisation, action: str, member: Member, actor: User, now: datetime, **more: list[str]
) -> None:
    detail = {"email": member.user.email, **more}
    record(organisation, action, f"user:{member.user.pk}", now=now, actor=actor, detail=detail)

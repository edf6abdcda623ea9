"""Adding somebody to the desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from tocsin.accounts.audit import SYSTEM, record
from tocsin.accounts.errors import AccountsError
from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.roles import Role


class AccountRefused(AccountsError):
    """An account cannot be made as asked: the address is taken, a role is unknown, or the password is too weak."""


@transaction.atomic
def add_user(
    email: str,
    name: str,
    *,
    roles: Iterable[str],
    password: str,
    now: datetime,
    slug: str | None = None,
    organisation_name: str | None = None,
    actor: User | str = SYSTEM,
) -> User:
    """Return a new user with `roles` in the organisation named by `slug`, which is made where a name is given.

    Raises AccountRefused, saying what to change.
    """
    wanted = list(roles)
    unknown = [role for role in wanted if role not in {known.value for known in Role}]
    if unknown:
        raise AccountRefused(f"{unknown[0]!r} is no role. Roles: {', '.join(role.value for role in Role)}.")
    if User.objects.filter(email__iexact=email).exists():
        raise AccountRefused(f"{email} has an account already. Give that one another role instead.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages)) from error
    organisation = _organisation(slug, organisation_name, now)
    user = User.objects.create_user(email, password, name=name)
    for role in wanted:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    detail = {"email": email, "roles": wanted}
    record(organisation, "add user", f"user:{user.pk}", now=now, actor=actor, detail=detail)
    return user


def _organisation(slug: str | None, name: str | None, now: datetime) -> Organisation:
    if name:
        chosen = slug or slugify(name) or "desk"
        return Organisation.objects.create(name=name, slug=chosen, sender=f"{chosen}.invalid", created_at=now)
    found = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.all()[:2])
    if len(found) != 1:
        raise AccountRefused("Name one organisation by its slug, or make one with its name.")
    return found[0]

"""Who works at the desk, and how the desk itself is set up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from tocsin.accounts.audit import SYSTEM, record
from tocsin.accounts.errors import AccountsError
from tocsin.accounts.models import Membership, Organisation, User
from tocsin.accounts.roles import Role


class AccountRefused(AccountsError):
    """An account or a desk cannot be set up as asked: an address is taken, a role unknown, a password too weak.

    `field` names what it is about: 'email', 'roles', 'password', 'sender'; '' for the whole.
    """

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def add_user(
    email: str,
    name: str,
    *,
    roles: Iterable[str],
    password: str | None,
    now: datetime,
    slug: str | None = None,
    organisation_name: str | None = None,
    actor: User | str = SYSTEM,
) -> User:
    """Return a new user with `roles` in the organisation named by `slug`, which is made where a name is given.

    Without a password nobody can sign in as them until they choose one by their link (invitations.py).
    Raises AccountRefused, saying what to change.
    """
    wanted = known_roles(roles)
    if User.objects.filter(email__iexact=email).exists():
        words = _("%(email)s has an account already. Give that one another role instead.") % {"email": email}
        raise AccountRefused(words, "email")
    if password is not None:
        check_password(password)
    organisation = _organisation(slug, organisation_name, now)
    user = User.objects.create_user(email, password, name=name)
    for role in wanted:
        Membership.objects.create(organisation=organisation, user=user, role=role)
    detail = {"email": email, "roles": wanted}
    record(organisation, "add user", f"user:{user.pk}", now=now, actor=actor, detail=detail)
    return user


@transaction.atomic
def set_password(email: str, password: str, *, now: datetime, actor: User | str = SYSTEM) -> User:
    """Give a user a new password, and return the user; raise AccountRefused where it is too weak or nobody has it."""
    user = _user(email)
    check_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    _note(user, "set password", now, actor)
    return user


@transaction.atomic
def deactivate(email: str, *, now: datetime, actor: User | str = SYSTEM) -> User:
    """Close a user's account, and return the user; what they did stays under their name."""
    user = _user(email)
    user.is_active = False
    user.save(update_fields=["is_active"])
    _note(user, "close account", now, actor)
    return user


@transaction.atomic
def set_up_organisation(
    organisation: Organisation,
    *,
    now: datetime,
    actor: User | str = SYSTEM,
    **settings: str | int | bool,
) -> Organisation:
    """Set `name`, `sender`, `lone_duty`, `answer_hours` or `keep_trips_days`, keep what was changed, return the organisation."""
    changes = {key: value for key, value in settings.items() if getattr(organisation, key) != value}
    if not changes:
        return organisation
    sender = str(changes.get("sender", ""))
    if any(character in sender for character in " ,<&"):
        raise AccountRefused(
            _("The sender %(sender)s has a space, a comma, < or &, which CAP forbids. Leave them out.")
            % {"sender": repr(sender)},
            "sender",
        )
    for key, value in changes.items():
        setattr(organisation, key, value)
    organisation.save()
    subject = f"organisation:{organisation.pk}"
    record(organisation, "set up organisation", subject, now=now, actor=actor, detail=changes)
    return organisation


def _user(email: str) -> User:
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        raise AccountRefused(
            _("Nobody signs in as %(email)s. `tocsin user list` shows who does.") % {"email": email}
        )
    return user


def known_roles(roles: Iterable[str]) -> list[str]:
    """Return `roles` as a list; raise AccountRefused where one is unknown."""
    wanted = list(roles)
    unknown = [role for role in wanted if role not in {known.value for known in Role}]
    if unknown:
        known = ", ".join(role.value for role in Role)
        words = _("%(role)s is no role. Roles: %(known)s.") % {"role": repr(unknown[0]), "known": known}
        raise AccountRefused(words, "roles")
    return wanted


def check_password(password: str, user: User | None = None) -> None:
    """Return where `password` is good enough; raise AccountRefused with what it lacks where not."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise AccountRefused(" ".join(error.messages), "password") from error


def _note(user: User, action: str, now: datetime, actor: User | str) -> None:
    for organisation in Organisation.objects.filter(memberships__user=user).distinct():
        record(organisation, action, f"user:{user.pk}", now=now, actor=actor, detail={"email": user.email})


def _organisation(slug: str | None, name: str | None, now: datetime) -> Organisation:
    if name:
        chosen = slug or slugify(name) or "desk"
        return Organisation.objects.create(name=name, slug=chosen, sender=f"{chosen}.invalid", created_at=now)
    found = list(Organisation.objects.filter(slug=slug) if slug else Organisation.objects.all()[:2])
    if len(found) != 1:
        raise AccountRefused(_("Name one organisation by its slug, or make one with its name."))
    return found[0]

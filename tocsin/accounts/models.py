"""Organisations, users and their roles, API tokens, and the audit log."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.roles import ROLE_NAMES, Role


class Desks(models.Manager["Organisation"]):
    """The organisations of people: without the canary's own, which nobody is to see."""

    def get_queryset(self) -> models.QuerySet[Organisation]:
        """Return them."""
        return super().get_queryset().filter(is_canary=False)


class Organisation(models.Model):
    """One tenant: a desk with its own sources, alerts and people.

    `objects` are the desks of people; `everything` has the canary's as well (docs/operations.md).
    """

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=60, unique=True)
    #: CAP sender (CAP 1.2, 3.2.1): by convention a domain name of the organisation.
    sender = models.CharField(max_length=200)
    #: A desk of one: whoever wrote an alert may approve it, and each such publication says so.
    lone_duty = models.BooleanField(default=False)
    #: How long an answer link works after the edition expires.
    answer_hours = models.PositiveIntegerField(default=72)
    #: Trips are removed so many days after their end; how much was travelled where is kept as counts.
    keep_trips_days = models.PositiveIntegerField(default=30)
    #: Of this instance's canary: its alerts are tests, shown nowhere and sent to one mailbox.
    is_canary = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = Desks()
    everything = models.Manager["Organisation"]()

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Make users; their address is the name that they sign in with."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> User:
        """Make one user; without a password nobody can sign in as them until one is set."""
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in at the desk. People who are protected are not users."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    #: The language of the pages, chosen by the user; '' for what the browser asks for.
    language = models.CharField(_("language"), max_length=10, default="", blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name that pages and records show."""
        return str(self)


class Membership(models.Model):
    """One role of one user in one organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(role.value, name) for role, name in ROLE_NAMES.items()])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "role"], name="one_row_per_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=[r.value for r in Role]), name="role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


class ApiToken(models.Model):
    """A key to the API. Only its digest is kept: it is shown once, when it is made."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    #: The first characters, to tell tokens apart in lists.
    prefix = models.CharField(max_length=12, unique=True)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}...)"


class AuditHead(models.Model):
    """The end of an organisation's chain; locked while an entry is added, so that the chain never forks."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="audit_head")
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")


class AuditEntry(models.Model):
    """Who did what, when. Append-only, each entry sealed with the hash of the one before."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="audit_entries")
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    #: A name as it was, not a link: the log outlives accounts.
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "sequence"], name="one_entry_per_sequence")
        ]
        indexes = [
            models.Index(fields=["organisation", "-at"], name="audit_newest_first"),
            models.Index(fields=["subject"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.actor} {self.action} {self.subject}"

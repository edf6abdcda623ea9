"""What the owners of an alert are sent before it runs out, each once, and why somebody was not sent it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.alerts.models import Edition
from tocsin.delivery.decide import Rule
from tocsin.delivery.states import DeliveryState
from tocsin.exposure.models import Contact, Person


class OwnerNotice(models.Model):
    """One message to one owner at one address, or the reason why there is none. Its states are those of a delivery."""

    class Part(models.TextChoices):
        """What makes somebody an owner."""

        APPROVER = "approver", _("approved it")
        WRITER = "writer", _("wrote it")
        ON_DUTY = "on-duty", _("on duty")
        #: May approve at the desk, where nobody who wrote or approved it is there any more.
        DEPUTY = "deputy", _("in place of whoever wrote it")

    # It leads an index of its own below.
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="owner_notices", db_index=False)
    #: The rule of alerts.expiry by which the alert asked.
    asked = models.CharField(max_length=4)
    #: Who: a user, or a person on duty at one of their addresses. Neither where it is said that nobody was told.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="owner_notices")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices, blank=True)
    channel = models.CharField(max_length=10, blank=True)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in DeliveryState],
        default=DeliveryState.QUEUED,
    )
    #: Why it is sent, or why not: the rule's name (decide.Rule) and its words.
    rule = models.CharField(max_length=20, choices=[(rule.value, rule.value) for rule in Rule])
    reason = models.TextField()
    #: The same on every copy, made from edition, rule and recipient: nobody is written to twice.
    message_id = models.CharField(max_length=120)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    #: The worker that holds it, while it is being sent.
    held_by = models.CharField(max_length=80, blank=True)
    #: What the other side said last, or what kept us from it.
    said = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message_id"], name="owner_notice_once"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]),
                name="owner_notice_state_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="owner_notice_says_why"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(person__isnull=True), name="owner_notice_to_one"
            ),
            models.CheckConstraint(
                condition=Q(state="suppressed") | ~Q(channel="") & ~Q(part=""),
                name="owner_notice_says_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(state="sending") & ~Q(held_by="") | ~Q(state="sending") & Q(held_by=""),
                name="owner_notice_held_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"], finished_at__isnull=True)
                | ~Q(state__in=["queued", "sending"]) & Q(finished_at__isnull=False),
                name="owner_notice_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(said=""), name="owner_notice_failure_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["edition"], name="owner_notice_of_edition"),
            # What waits or is being sent: asked for every few seconds.
            models.Index(fields=["state", "due_at"], name="owner_notice_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.channel or 'nothing'} to {self.recipient or 'nobody'}: {self.state}"

    @property
    def recipient(self) -> str:
        """Whom it is for, by name; '' where it is for nobody, or the account is gone."""
        return str(self.user or self.person or "")

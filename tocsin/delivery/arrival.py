"""What came back, each once: receipts, bounces and replies, with what was made of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tocsin.accounts.sealing import SealedTextField
from tocsin.delivery.inbound.rulings import Finding


class Arrival(models.Model):
    """One receipt or reply that reached us. The same one again, by whatever way, is the same row."""

    class Kind(models.TextChoices):
        """What it is."""

        RECEIPT = "receipt"
        REPLY = "reply"

    #: SHA-256 (hexadecimal) of the mail or of the gateway's own id: what came before comes to nothing.
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    at = models.DateTimeField()
    #: 'door', 'mailbox' or 'command'.
    via = models.CharField(max_length=10)
    #: Empty where it names no message that is kept here.
    delivery = models.ForeignKey(
        "delivery.Delivery", models.CASCADE, null=True, related_name="arrivals", db_index=False
    )
    #: The id of the message that it names, as it named it.
    claimed = models.CharField(max_length=120, blank=True)
    #: A receipt's action (RFC 3464: 'failed', ...), or the kind of the answer; empty where that is not clear.
    says = models.CharField(max_length=12, blank=True)
    #: A receipt's status code (RFC 3463), as 5.1.1.
    status = models.CharField(max_length=12, blank=True)
    #: A server's words, or what somebody wrote.
    words = SealedTextField(blank=True, default="")
    #: accounts.secrets.fingerprint of whose telephone it came from.
    sender = models.CharField(max_length=64, blank=True)
    #: When it happened, by the clock of whoever told us.
    said_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Finding])
    #: The rule that decided (decide.Rule), where one did, and what was made of it in words.
    rule = models.CharField(max_length=20, blank=True)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="arrival_once"),
            models.CheckConstraint(
                condition=Q(finding__in=[one.value for one in Finding]), name="arrival_finding_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="arrival_says_what_became_of_it"),
        ]
        indexes = [
            models.Index(
                fields=["delivery"], condition=Q(delivery__isnull=False), name="arrival_of_delivery"
            ),
            # What came before its message was written down as sent. SQLite uses it only where the word is written out.
            models.Index(fields=["at"], condition=Q(finding="early"), name="arrival_early"),
            models.Index(fields=["sender", "at"], condition=~Q(sender=""), name="arrival_by_sender"),
            # What names no message is kept for a while only.
            models.Index(fields=["at"], condition=Q(delivery__isnull=True), name="arrival_of_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.at:%Y-%m-%d %H:%M}: {self.finding}"

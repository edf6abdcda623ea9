"""What the API remembers of requests, so that one that is sent twice is done once."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tocsin.accounts.models import Organisation
from tocsin.accounts.secrets import EncryptedTextField


class IdempotencyKey(models.Model):
    """One key that a caller gave to a request that makes something, and the response to it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    #: As 'token:3' or 'user:5': two callers may choose the same key.
    caller = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    #: SHA-256, hexadecimal, over method, path and canonical body: the same key with anything else is refused.
    fingerprint = models.CharField(max_length=64)
    #: Empty while the first request is still being worked on.
    status = models.PositiveSmallIntegerField(null=True)
    location = models.CharField(max_length=300, blank=True)
    #: It may name people.
    body = EncryptedTextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "caller", "key"], name="idempotency_key_once"),
            models.CheckConstraint(
                condition=Q(status__isnull=True) | Q(status__range=(200, 299)),
                name="idempotency_keeps_what_succeeded",
            ),
        ]
        indexes = [models.Index(fields=["created_at"], name="idempotency_oldest_first")]

    def __str__(self) -> str:
        return f"{self.key} of {self.caller}"

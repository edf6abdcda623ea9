"""The parts of the worker, and what one of them has set aside: what the auditor reads from another process."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class WorkerPart(models.Model):
    """One part of the worker ('escalation', 'mail', ...): when its last whole round ended, and how one failed since."""

    name = models.CharField(max_length=20)
    #: When a round last ended without a fault, in whichever process; at first when the part began.
    ended_at = models.DateTimeField()
    failed_at = models.DateTimeField(null=True)
    #: What kind of fault that was: the name of an exception, and no word of its own, which may be a secret.
    fault = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="worker_part_once")]

    def __str__(self) -> str:
        return f"{self.name}: last round ended {self.ended_at:%Y-%m-%d %H:%M:%S}"


class Aside(models.Model):
    """One case, job or receipt that could not be dealt with, so that the others are; it is tried again by itself."""

    class Kind(models.TextChoices):
        """What it is; `number` is that of its own table."""

        CASE = "case"
        FAN_OUT = "fan-out"
        RECEIPT = "receipt"
        MAIL = "mail"
        STAY = "stay"
        SITE = "site"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    number = models.BigIntegerField()
    #: Since when it has been set aside, and until when it is left alone.
    at = models.DateTimeField()
    again_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    #: What kept us from it.
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="aside_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="aside_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}, until {self.again_at:%Y-%m-%d %H:%M:%S}"

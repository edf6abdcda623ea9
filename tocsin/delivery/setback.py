"""That messages failed for good, and what followed for the people whom they were about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Q

from tocsin.accounts.bulk_rows import insert_rows, stored


class Setback(models.Model):
    """That one message failed for good: written with the failure, and judged a moment later (setbacks.judge)."""

    delivery = models.ForeignKey("delivery.Delivery", models.CASCADE, related_name="setbacks")
    at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    #: Whether the next step was brought forward: the rule's name (decide.Rule) and its words.
    rule = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_at__isnull=True, rule="", reason="")
                | Q(judged_at__isnull=False) & ~Q(rule="") & ~Q(reason=""),
                name="setback_verdict_says_why",
            ),
        ]
        indexes = [
            # What is not judged yet: asked for twice a second, and mostly empty.
            models.Index(fields=["id"], condition=Q(judged_at__isnull=True), name="setback_open"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} failed: {self.rule or 'not judged yet'}"


def note_setbacks(deliveries: Collection[int], *, now: datetime) -> None:
    """Write down that those deliveries (numbers) failed for good, in the transaction in which they do.

    It locks nothing that an answer or a step of an escalation needs.
    """
    if deliveries:
        insert_rows(
            Setback, ("delivery", "at", "rule", "reason"), ((pk, stored(now), "", "") for pk in deliveries)
        )

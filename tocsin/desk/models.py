"""What the desk keeps for each user: the filters of the inbox that they saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin.accounts.models import Organisation


class SavedFilter(models.Model):
    """One way to look at the inbox, by a name of its user's own."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    #: The fields of `inbox_filter.Asked` that are not empty.
    asked = models.JSONField()
    #: What the inbox opens with, in place of 'only what touches our people'.
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "user", "name"], name="saved_filter_name_once"),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=Q(is_default=True), name="one_default_filter"
            ),
        ]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

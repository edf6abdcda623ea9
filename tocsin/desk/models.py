"""What the desk keeps for each user: the filters of the inbox that they saved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

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


class SearchEntry(models.Model):
    """One thing that can be found. Its words are kept beside it in the database's own full-text index (`search.store`)."""

    class Kind(models.TextChoices):
        """What is found."""

        ALERT = "alert", _("Alert")
        INCIDENT = "incident", _("Incident")
        DRAFT = "draft", _("Draft")
        REPORT = "report", _("Report")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    #: The number of the edition, incident, draft or report.
    key = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="search_entry_once")]
        indexes = [models.Index(fields=["organisation", "-at"], name="search_newest_first")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchProgress(models.Model):
    """How far the full-text index has come with the rows of one table."""

    table = models.CharField(max_length=20, unique=True)
    done = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.table} to {self.done}"

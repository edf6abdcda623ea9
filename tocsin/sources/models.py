"""Sources and the reports that came from them, as received."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation


class Source(models.Model):
    """Where reports come from, graded A to F for reliability (Admiralty code)."""

    class Kind(models.TextChoices):
        """How a source is read."""

        FEED = "feed", _("News feed (RSS or Atom)")
        CAP = "cap", _("CAP feed or message")
        PAGE = "page", _("Web page")
        FOLDER = "folder", _("Folder of text files")
        FORM = "form", _("Form for field offices")
        API = "api", _("API")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="sources")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    #: An http(s) or file address, or a folder's path; empty for a form or the API.
    address = models.CharField(max_length=1000, blank=True)
    grade = models.CharField(max_length=1, default="F")
    #: An authority's word carries a Critical alone (docs/grading.md).
    is_authority = models.BooleanField(default=False)
    language = models.CharField(max_length=10, blank=True)
    #: ISO 3166-1 alpha-2 of the country that it mostly writes about: a prior for its place names.
    country = models.CharField(max_length=2, blank=True)
    interval_seconds = models.PositiveIntegerField(default=300)
    enabled = models.BooleanField(default=True)
    #: Private hosts that this source may be fetched from, by name.
    private_hosts = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    # What the last polls saw. The validators hold for the address that gave them, and for no other.
    validators_of = models.CharField(max_length=1000, blank=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    last_polled_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    failures_in_a_row = models.PositiveIntegerField(default=0)
    #: When the first of those failures was.
    failing_since = models.DateTimeField(null=True)
    #: Hours without a new item after which it counts as silent; empty for the usual time of its kind.
    silent_after_hours = models.PositiveIntegerField(null=True, blank=True)
    newest_item_at = models.DateTimeField(null=True)
    next_poll_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="source_name_once"),
            models.CheckConstraint(condition=Q(grade__in=list("ABCDEF")), name="source_grade_a_to_f"),
        ]
        indexes = [models.Index(fields=["enabled", "next_poll_at"], name="source_due")]

    def __str__(self) -> str:
        return self.name


class Poll(models.Model):
    """One look at a source: what it gave, or why it gave nothing."""

    class Outcome(models.TextChoices):
        """How the look ended."""

        NEW = "new", _("Something new")
        UNCHANGED = "unchanged", _("Nothing new")
        PARTLY = "partly", _("Read in part")
        FAILED = "failed", _("Failed")

    source = models.ForeignKey(Source, models.CASCADE, related_name="polls")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    items = models.PositiveIntegerField(default=0)
    new_reports = models.PositiveIntegerField(default=0)
    broken_items = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["source", "-at"], name="poll_newest_first")]
        constraints = [
            models.CheckConstraint(condition=~Q(outcome="failed") | ~Q(error=""), name="failed_poll_says_why")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.at:%Y-%m-%d %H:%M} {self.outcome}"


class Report(models.Model):
    """One item from one source, kept as received, with what was read in it. Never deleted by a poll."""

    class State(models.TextChoices):
        """Whether the item could be read."""

        READ = "read", _("Read")
        BROKEN = "broken", _("Could not be read")

    class Standing(models.TextChoices):
        """Whether the report still counts."""

        CURRENT = "current", _("Current")
        UPDATED = "updated", _("Replaced by a later message")
        CANCELLED = "cancelled", _("Cancelled by its sender")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="reports")
    source = models.ForeignKey(Source, models.PROTECT, related_name="reports")
    #: The item's own identity at its source: a guid, a CAP 'sender,identifier,sent', a file name.
    external_id = models.CharField(max_length=500)
    content_hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    url = models.CharField(max_length=2000, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    raw = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices)
    #: 'rule: sentence', one a line: why a broken item is broken, or what was wrong with one that was read.
    error = models.TextField(blank=True)
    title = models.TextField(blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    #: Reading.to_json() of docs/reading.md.
    reading = models.JSONField(default=dict)
    credibility = models.PositiveSmallIntegerField(default=6)
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.CURRENT)
    #: The later report that replaced, cancelled or withdrew this one.
    superseded_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="supersedes")
    standing_reason = models.CharField(max_length=300, blank=True)
    #: False for CAP messages that must never alert anyone (Test, Exercise, System, Draft), with the reason.
    may_alert = models.BooleanField(default=True)
    may_alert_reason = models.CharField(max_length=300, blank=True)
    # What a CAP message says of itself.
    cap_identifier = models.CharField(max_length=300, blank=True)
    cap_sender = models.CharField(max_length=300, blank=True)
    cap_sent = models.DateTimeField(null=True)
    cap_status = models.CharField(max_length=10, blank=True)
    cap_message_type = models.CharField(max_length=10, blank=True)
    #: What else a CAP message says: docs/sources.md, section 'CAP'.
    cap = models.JSONField(default=dict)
    #: tocsin.geo.Area.to_geojson().
    area = models.JSONField(null=True)
    onset = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    #: Who filed it, for a form or the API.
    filed_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id", "content_hash"], name="same_item_once"),
            models.CheckConstraint(condition=Q(credibility__range=(1, 6)), name="report_credibility_1_to_6"),
            models.CheckConstraint(condition=Q(state="read") | ~Q(error=""), name="broken_report_says_why"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-received_at"], name="report_newest_first"),
            models.Index(fields=["organisation", "cap_identifier"], name="report_by_cap_identifier"),
            models.Index(fields=["organisation", "content_hash"], name="report_by_content"),
            models.Index(
                fields=["source", "url"],
                condition=Q(state="broken", standing="current"),
                name="report_broken_by_url",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.external_id


class FetchedLink(models.Model):
    """One address that an index linked to, and what its server said of its version the last time."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="links")
    address = models.CharField(max_length=2000)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField()
    failures_in_a_row = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "address"], name="link_once")]

    def __str__(self) -> str:
        return self.address


class ActedOn(models.Model):
    """That an Update or Cancel acts on a message, which may not have arrived yet."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="acts_on")
    sender = models.CharField(max_length=300)
    identifier = models.CharField(max_length=300)
    sent = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["identifier", "sender"], name="acted_on_by_name")]

    def __str__(self) -> str:
        return f"{self.report} acts on {self.sender},{self.identifier}"

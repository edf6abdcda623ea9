"""Incidents, the reports that make them, what was done to them by hand, and their claims."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation
from tocsin.sources.models import Report


class Incident(models.Model):
    """One situation in the world, made of the reports about it."""

    class State(models.TextChoices):
        """Where an incident stands at the desk."""

        OPEN = "open", _("Open")
        DISMISSED = "dismissed", _("Dismissed")
        MERGED = "merged", _("Merged into another")
        CLOSED = "closed", _("Closed")

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="incidents")
    #: As '2017-0007': what people say on the telephone.
    reference = models.CharField(max_length=20)
    title = models.TextField()
    summary = models.TextField(blank=True)
    hazard = models.CharField(max_length=40)
    phase = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, related_name="merged_from")
    # Where: the focus of its reports.
    country = models.CharField(max_length=2, blank=True)
    place = models.CharField(max_length=200, blank=True)
    longitude = models.FloatField(null=True)
    latitude = models.FloatField(null=True)
    precision = models.CharField(max_length=10, blank=True)
    area = models.JSONField(null=True)
    # When.
    first_report_at = models.DateTimeField()
    last_report_at = models.DateTimeField()
    onset = models.DateTimeField(null=True)
    expires = models.DateTimeField(null=True)
    # How bad, in CAP's words, each with the report and rule that said so.
    severity = models.CharField(max_length=10, default="Unknown")
    certainty = models.CharField(max_length=10, default="Unknown")
    urgency = models.CharField(max_length=10, default="Unknown")
    level = models.CharField(max_length=10, default="Notice")
    level_reason = models.TextField(blank=True)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    #: Out of the inbox until then, or until it develops; the act says who put it away and why.
    snoozed_until = models.DateTimeField(null=True)
    #: Why it is in the inbox again before its time; '' where nothing woke it.
    woke_because = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="incident_reference_once"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_incident_says_into_which",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "state", "-last_report_at"], name="incident_inbox"),
            models.Index(fields=["organisation", "hazard", "last_report_at"], name="incident_candidates"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"


class IncidentReport(models.Model):
    """That a report belongs to an incident, from when until when, by which verdict and why."""

    class Verdict(models.TextChoices):
        """What a report is to its incident (docs/concepts.md)."""

        NEW = "new", _("New incident")
        SAME_REPORT = "same-report", _("The same report again")
        RESTATED = "restated", _("The same state restated")
        DEVELOPED = "developed", _("The incident developed")
        BY_HAND = "by-hand", _("Put here by hand")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="memberships")
    report = models.ForeignKey(Report, models.CASCADE, related_name="memberships")
    verdict = models.CharField(max_length=12, choices=Verdict.choices)
    #: A sentence that a person can read, with the shared entities, the distance, the gap in time, the likeness.
    reason = models.TextField()
    evidence = models.JSONField(default=dict)
    #: The report that this one is a copy of; copies count once as evidence.
    copy_of = models.ForeignKey(Report, models.SET_NULL, null=True, related_name="copies")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(left_at__isnull=True), name="report_in_one_incident"
            ),
        ]
        indexes = [models.Index(fields=["incident", "joined_at"], name="incident_reports")]

    def __str__(self) -> str:
        return f"{self.report} in {self.incident} ({self.verdict})"


class ReportTraits(models.Model):
    """What grouping looks at in a report (traits.py), kept so that no text is gone through twice."""

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="traits")
    published_at = models.DateTimeField()
    kept = models.JSONField()
    #: Digests of its runs of five words, four bytes each: only looked at where it may be a copy.
    runs = models.BinaryField()

    def __str__(self) -> str:
        return f"traits of {self.report_id}"


class ReportKey(models.Model):
    """A key under which a report is found by the next ones about the same thing (keys.py).

    Keys belong to reports, never to incidents: a merge, a split and their undoing leave them as they are.
    """

    #: key_of() the organisation and the name of the key.
    digest = models.BigIntegerField()
    #: When the report was published, in minutes since 1970.
    minute = models.IntegerField()
    report = models.ForeignKey(Report, models.CASCADE, related_name="grouping_keys")

    class Meta:
        indexes = [models.Index(fields=["digest", "-minute", "report"], name="report_by_key")]

    def __str__(self) -> str:
        return f"{self.digest} {self.report_id}"


class IncidentNumber(models.Model):
    """The last number that an organisation gave an incident of a year."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="incident_number_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"


class GroupingProgress(models.Model):
    """How far grouping has come, so that it need not look through the archive: one row for the whole instance."""

    #: Every report up to this one is in an incident or belongs to none.
    settled_report = models.BigIntegerField(default=0)
    #: Every membership up to this one has its report's traits and keys.
    filed_membership = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"settled to report {self.settled_report}"


class IncidentAct(models.Model):
    """Something done to incidents by hand, kept so that it can be undone."""

    class Kind(models.TextChoices):
        """What was done."""

        MERGE = "merge", _("Merge")
        SPLIT = "split", _("Split")
        DISMISS = "dismiss", _("Dismiss")
        REOPEN = "reopen", _("Open again")
        ASSIGN = "assign", _("Assign")
        SNOOZE = "snooze", _("Snooze")
        WAKE = "wake", _("Wake")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="acts")
    other = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="acts_as_other")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    reason = models.TextField()
    #: What undoing needs: report ids, the state before.
    before = models.JSONField(default=dict)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["incident", "-at"], name="incident_acts")]

    def __str__(self) -> str:
        return f"{self.kind} {self.incident}"


class Claim(models.Model):
    """One checkable statement or figure under an incident."""

    class State(models.TextChoices):
        """Whether a claim still stands."""

        STANDING = "standing", _("Standing")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="claims")
    #: Which claims are about the same thing: unit and scope of a figure, or the sentence's own digest.
    subject = models.CharField(max_length=300)
    text = models.TextField()
    #: Empty for a statement without a figure.
    unit = models.CharField(max_length=60, blank=True)
    value = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    qualifier = models.CharField(max_length=12, blank=True)
    place = models.CharField(max_length=200, blank=True)
    #: 'this event' or 'past': a toll of this event is told apart from one of the past.
    scope = models.CharField(max_length=20, blank=True)
    time_from = models.DateTimeField(null=True)
    time_to = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)
    withdrawn_reason = models.TextField(blank=True)
    first_stated_at = models.DateTimeField()
    last_stated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["incident", "subject"], name="claim_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(withdrawn_reason=""), name="withdrawn_claim_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ClaimSource(models.Model):
    """That a report states a claim, with the words that do."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="sources")
    report = models.ForeignKey(Report, models.CASCADE, related_name="claims")
    quote = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["claim", "report", "start"], name="claim_source_once")]

    def __str__(self) -> str:
        return self.quote

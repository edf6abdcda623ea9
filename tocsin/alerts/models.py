"""Alerts, their drafts and reviews, and the immutable editions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation
from tocsin.alerts.corrects import Corrects
from tocsin.alerts.states import DraftState
from tocsin.incidents.models import Claim, Incident
from tocsin.sources.models import Report, Source

LEVELS = ["Notice", "Advisory", "Warning", "Critical"]


class Alert(models.Model):
    """What the desk says about an incident over time: a series of editions."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="alerts")
    incident = models.ForeignKey(Incident, models.PROTECT, related_name="alerts")
    #: As '2017-0003'; the public address is /alerts/<slug>/.
    reference = models.CharField(max_length=20)
    slug = models.SlugField(max_length=120, unique=True)
    hazard = models.CharField(max_length=40)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    #: Set when an all-clear has been published; expiry is the last edition's own.
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "reference"], name="alert_reference_once")
        ]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="alert_newest_first")]

    def __str__(self) -> str:
        return f"{self.reference} {self.slug}"


class MessageType(models.TextChoices):
    """What an edition is to the ones before it (CAP 1.2 msgType)."""

    ALERT = "Alert", _("Alert")
    UPDATE = "Update", _("Update")
    CANCEL = "Cancel", _("All-clear")


class Draft(models.Model):
    """A text on its way to publication."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="drafts")
    message_type = models.CharField(max_length=6, choices=MessageType.choices)
    state = models.CharField(
        max_length=10,
        choices=[(state.value, state.value) for state in DraftState],
        default=DraftState.EDITING.value,
    )
    #: AlertText of tocsin.grading as canonical JSON: every part of the alert, with citations.
    content = models.JSONField()
    #: Named reasons for going beyond a rule: [{'rule', 'reason', 'name', 'at'}], part of what is approved.
    overrides = models.JSONField(default=list)
    #: content.hash_of(content, overrides): what an approval names.
    content_hash = models.CharField(max_length=80)
    #: What drafting proposed: {'text': AlertText, 'claims': ids it looked at}. An update proposes anew only what
    #: nobody touched by hand, and knows which claims are new.
    proposal = models.JSONField(default=dict)
    #: Counts edits; an edit that names an older number is refused, so that nobody overwrites a colleague.
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in DraftState]), name="draft_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["editing", "discarded"]) | Q(submitted_at__isnull=False),
                name="submitted_draft_says_when",
            ),
            models.UniqueConstraint(
                fields=["alert"],
                condition=Q(state__in=["editing", "submitted", "approved"]),
                name="one_open_draft_per_alert",
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="draft_waiting")]

    def __str__(self) -> str:
        return f"{self.message_type} draft of {self.alert}"


class Revision(models.Model):
    """One saved form of a draft: who wrote it, when and why."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    overrides = models.JSONField(default=list)
    content_hash = models.CharField(max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="revision_number_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"revision {self.number} of {self.draft}"


class Citation(models.Model):
    """Which claim or report a sentence of a draft stands on."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="citations")
    #: As 'event:2': the part, and the sentence's number in it from 0.
    sentence = models.CharField(max_length=40)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="citations")
    report = models.ForeignKey(Report, models.PROTECT, related_name="citations")
    quote = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["report"], name="citation_by_report")]

    def __str__(self) -> str:
        return f"{self.sentence} from {self.report}"


class Review(models.Model):
    """A reviewer's word on one exact content, named by its hash."""

    class Verdict(models.TextChoices):
        """What the reviewer said."""

        APPROVED = "approved", _("Approved")
        SENT_BACK = "sent-back", _("Sent back")

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="reviews")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    content_hash = models.CharField(max_length=80)
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewer_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    #: The writer approved their own text because the desk was one person; the edition says so.
    lone_duty = models.BooleanField(default=False)
    #: The rule by which the reviewer, who approved it beforehand, approves; empty where they read this text themselves.
    rule = models.ForeignKey(
        "StandingRule", models.PROTECT, null=True, related_name="reviews", db_index=False
    )
    at = models.DateTimeField()
    #: Set when the draft was edited afterwards.
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="approved") | ~Q(reason=""), name="sent_back_says_why"
            ),
            models.UniqueConstraint(
                fields=["draft"],
                condition=Q(verdict="approved", voided_at__isnull=True),
                name="one_standing_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} by {self.reviewer_name}"


class Edition(models.Model):
    """One published text. Every column is frozen at publication, by the database too."""

    alert = models.ForeignKey(Alert, models.PROTECT, related_name="editions")
    draft = models.OneToOneField(Draft, models.PROTECT, related_name="edition")
    number = models.PositiveIntegerField()
    message_type = models.CharField(max_length=6, choices=MessageType.choices)
    #: CAP identifier, sender and sent (CAP 1.2, 3.2.1): together they name this edition for ever.
    identifier = models.CharField(max_length=200, unique=True)
    sender = models.CharField(max_length=200)
    sent = models.DateTimeField()
    #: The editions that this one follows, as 'sender,identifier,sent'.
    references = models.TextField(blank=True)
    content = models.JSONField()
    overrides = models.JSONField(default=list)
    #: content.hash_of(content, overrides): the same that the approval names.
    content_hash = models.CharField(max_length=80)
    # Copies of what is searched and matched by.
    headline = models.TextField()
    country = models.CharField(max_length=2, blank=True)
    hazard = models.CharField(max_length=40)
    level = models.CharField(max_length=10)
    #: The row of the level table, and the named override where there was one.
    level_reason = models.TextField()
    severity = models.CharField(max_length=10)
    certainty = models.CharField(max_length=10)
    urgency = models.CharField(max_length=10)
    onset = models.DateTimeField()
    expires = models.DateTimeField()
    area = models.JSONField()
    written_by = models.CharField(max_length=200)
    approved_by = models.CharField(max_length=200)
    lone_duty = models.BooleanField(default=False)
    #: The rule by which it went out, where nobody read it before; the page says so.
    rule = models.ForeignKey(
        "StandingRule", models.PROTECT, null=True, related_name="editions", db_index=False
    )
    published_by = models.CharField(max_length=200)
    asks_for_answer = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], name="edition_number_once"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="edition_level_is_known"),
            models.CheckConstraint(condition=Q(expires__gt=F("sent")), name="edition_expires_after_sent"),
            models.CheckConstraint(condition=Q(expires__gt=F("onset")), name="edition_expires_after_onset"),
            models.CheckConstraint(
                condition=Q(message_type="Alert", references="")
                | (~Q(message_type="Alert") & ~Q(references="")),
                name="edition_references_fit_its_type",
            ),
        ]
        indexes = [
            models.Index(fields=["-sent"], name="edition_newest_first"),
            models.Index(fields=["expires"], name="edition_in_force"),
            models.Index(fields=["country", "-sent"], name="edition_by_country"),
            # Few editions correct an error: only those stand in it.
            models.Index(
                fields=["-sent", "-id"],
                condition=Q(Corrects("content")),
                name="edition_that_corrects",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.alert.reference} edition {self.number}"


class Document(models.Model):
    """One form of an edition's bytes, made once at publication and served as stored."""

    class Form(models.TextChoices):
        """The forms that every edition has."""

        HTML = "html", "HTML"
        CAP = "cap", "CAP 1.2"
        GEOJSON = "geojson", "GeoJSON"
        TEXT_160 = "text-160", "160 characters"
        TEXT_600 = "text-600", "600 characters"

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="documents")
    form = models.CharField(max_length=10, choices=Form.choices)
    media_type = models.CharField(max_length=100)
    body = models.BinaryField()
    #: SHA-256, hexadecimal; the ETag.
    digest = models.CharField(max_length=64)
    #: What must be served with it, as the policy of its inline style.
    headers = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "form"], name="one_document_per_form")]

    def __str__(self) -> str:
        return f"{self.form} of {self.edition}"


class StandingRule(models.Model):
    """That the signed word of one authority about certain dangers goes out at once: written by one person, approved by another."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="standing_rules")
    name = models.CharField(max_length=120)
    #: Why the desk trusts this authority with it.
    reason = models.TextField()
    source = models.ForeignKey(Source, models.PROTECT, related_name="standing_rules")
    #: The CAP sender that alone is followed; a source may carry several.
    sender = models.CharField(max_length=300)
    #: The pinned certificate as PEM, its SHA-256 in hexadecimal, and whom it names.
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64)
    signer = models.CharField(max_length=300)
    #: Codes of hazards and countries (ISO 3166-1 alpha-2); an empty list is every one.
    hazards = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    highest = models.CharField(max_length=10)
    most_per_hour = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_by_name = models.CharField(max_length=200)
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_by_name = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    ended_by_name = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True)
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("written_by")),
                name="rule_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason="") & ~Q(ended_by_name=""),
                name="rule_end_says_who_and_why",
            ),
            models.CheckConstraint(condition=Q(highest__in=LEVELS), name="rule_level_is_known"),
            models.CheckConstraint(condition=Q(most_per_hour__range=(1, 60)), name="rule_has_a_brake"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(sender="") & ~Q(certificate="") & ~Q(fingerprint=""),
                name="rule_says_whom_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["source"],
                condition=Q(approved_at__isnull=False, ended_at__isnull=True),
                name="rule_in_force",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_in_force(self) -> bool:
        """Whether it is approved and not ended."""
        return self.approved_at is not None and self.ended_at is None


class RuleUse(models.Model):
    """What a standing rule made of one report: an edition, or why it was left to a person."""

    rule = models.ForeignKey(StandingRule, models.PROTECT, related_name="uses")
    report = models.ForeignKey(Report, models.PROTECT, related_name="rule_uses")
    #: Of rule_verdicts.Ground: 'R-00' where it was published.
    ground = models.CharField(max_length=4)
    reason = models.TextField()
    draft = models.ForeignKey(Draft, models.SET_NULL, null=True, related_name="rule_uses", db_index=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "report"], name="rule_used_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_use_says_why"),
            models.CheckConstraint(
                condition=~Q(ground="R-00") | Q(draft__isnull=False), name="rule_use_names_draft"
            ),
        ]
        indexes = [models.Index(fields=["rule", "-at"], name="rule_use_newest_first")]

    def __str__(self) -> str:
        return f"{self.rule} on report {self.report_id}: {self.ground}"


class RuleProgress(models.Model):
    """How far a standing rule has come in what its source sends, so that no round looks through the archive."""

    rule = models.OneToOneField(StandingRule, models.PROTECT, primary_key=True, related_name="progress")
    #: Every report up to this one has a use of the rule, or is none of its business.
    settled_report = models.BigIntegerField(default=0)
    #: By the report's number: in how many rounds it could not be handled.
    faults = models.JSONField(default=dict)
    #: By the report's number: the draft that was begun for it, [its number, what the incident was then (rule_stamp)].
    begun = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.rule} settled to report {self.settled_report}"

"""Deliveries, their attempts, and the answers that came back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tocsin.accounts.models import Organisation
from tocsin.accounts.sealing import SealedTextField
from tocsin.accounts.secrets import EncryptedTextField
from tocsin.alerts.models import LEVELS, Alert, Edition
from tocsin.delivery.arrival import Arrival as Arrival
from tocsin.delivery.decide import CHANNELS, LONG, SHORT, Outcome, Rule
from tocsin.delivery.escalation_steps import Cause
from tocsin.delivery.owner_notice import OwnerNotice as OwnerNotice
from tocsin.delivery.setback import Setback as Setback
from tocsin.delivery.states import DeliveryState
from tocsin.delivery.worker_part import Aside as Aside
from tocsin.delivery.worker_part import WorkerPart as WorkerPart
from tocsin.exposure.models import Contact, Person
from tocsin.incidents.models import Incident


class Delivery(models.Model):
    """One message to one recipient on one channel, with a named reason for its being sent or not."""

    # Nobody asks for all messages of a desk at once.
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="deliveries", db_index=False)
    # Both lead an index of their own below.
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="deliveries", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="deliveries", db_index=False)
    #: Empty where a person has no address (then the row is suppressed and says so), or where it was removed later.
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="deliveries")
    #: Whom it is about, where it goes to somebody else: whoever stands in for a silent person, or is on duty.
    about = models.ForeignKey(Person, models.CASCADE, null=True, related_name="told_of", db_index=False)
    #: 0 is the alert itself; the steps of an escalation count from 1.
    round = models.PositiveIntegerField(default=0)
    channel = models.CharField(max_length=10)
    state = models.CharField(
        max_length=12,
        choices=[(state.value, state.value) for state in DeliveryState],
        default=DeliveryState.QUEUED,
    )
    #: Why it is sent, or why not: the rule's name (decide.Rule) and its words.
    rule = models.CharField(max_length=20, choices=[(rule.value, rule.value) for rule in Rule])
    reason = models.TextField()
    #: Critical has a lane of its own and never waits behind anything else.
    critical = models.BooleanField(default=False)
    #: The same on every copy, and made from edition, person, channel and contact: no row can be written twice.
    message_id = models.CharField(max_length=120)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    #: The worker that holds it, while it is being sent.
    held_by = models.CharField(max_length=80, blank=True)
    held_since = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Not of the field itself: PostgreSQL would be given a second index, for searches by the id's beginning.
            models.UniqueConstraint(fields=["message_id"], name="delivery_message_once"),
            models.UniqueConstraint(
                fields=["edition", "person", "channel", "contact"],
                condition=Q(round=0, about__isnull=True),
                name="delivery_once",
            ),
            models.CheckConstraint(
                condition=Q(about__isnull=True) | Q(round__gt=0), name="delivery_about_is_a_step"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in DeliveryState]),
                name="delivery_state_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delivery_says_why"),
            models.CheckConstraint(
                condition=Q(state="sending", held_since__isnull=False) & ~Q(held_by="")
                | ~Q(state="sending") & Q(held_since__isnull=True, held_by=""),
                name="delivery_held_while_sending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "sending"], finished_at__isnull=True)
                | ~Q(state__in=["queued", "sending"]) & Q(finished_at__isnull=False),
                name="delivery_finished_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(last_error=""), name="delivery_failure_says_why"
            ),
        ]
        indexes = [
            # What waits, by lane and channel. SQLite uses it only where the state is written into the question (due.py).
            models.Index(
                fields=["critical", "channel", "due_at", "id"],
                condition=Q(state="queued"),
                name="delivery_waiting",
            ),
            # The same by desk, so that each has its turn (due.py).
            models.Index(
                fields=["critical", "channel", "organisation", "due_at", "id"],
                condition=Q(state="queued"),
                name="delivery_waiting_of_desk",
            ),
            models.Index(fields=["edition", "state"], name="delivery_by_edition"),
            models.Index(fields=["person", "edition"], name="delivery_by_person"),
            models.Index(fields=["about"], condition=Q(about__isnull=False), name="delivery_about"),
            # Whose leases there are is asked every second: only rows in flight are in this one.
            models.Index(fields=["held_by"], condition=Q(state="sending"), name="delivery_held"),
        ]
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.channel} to {self.person}: {self.state}"


class Attempt(models.Model):
    """One try to hand a message over, with the server's own words."""

    # It leads an index of its own below.
    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="tries", db_index=False)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=[(outcome.value, outcome.value) for outcome in Outcome])
    #: The server's own words, or what kept us from it.
    response = models.TextField(blank=True)
    #: What follows: the rule's name and its words.
    rule = models.CharField(max_length=20, choices=[(rule.value, rule.value) for rule in Rule])
    reason = models.TextField()
    milliseconds = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[outcome.value for outcome in Outcome]),
                name="attempt_outcome_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="attempt_says_what_follows"),
        ]
        indexes = [models.Index(fields=["delivery", "at"], name="attempt_in_order")]

    def __str__(self) -> str:
        return f"{self.outcome}: {self.response}"


class Answer(models.Model):
    """What a recipient says back. Changes of mind are kept in order; the newest counts."""

    class Kind(models.TextChoices):
        """What they say."""

        SAFE = "safe", _("I am safe")
        NEED_HELP = "need-help", _("I need help")
        NOT_THERE = "not-there", _("I am not there")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="answers")
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    note = SealedTextField(blank=True, default="")
    #: Where they say that they are.
    place = SealedTextField(blank=True, default="")
    at = models.DateTimeField()
    #: 'link', 'desk', 'api', 'mail' or 'sms'.
    via = models.CharField(max_length=10)
    #: Who wrote it down, where the desk did for somebody who telephoned.
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    #: Who took up a call for help, and when.
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["safe", "need-help", "not-there"]), name="answer_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(taken_at__isnull=True) | Q(kind="need-help"),
                name="answer_taken_is_a_call_for_help",
            ),
        ]
        indexes = [models.Index(fields=["edition", "person", "-at"], name="answer_newest_first")]

    def __str__(self) -> str:
        return f"{self.person}: {self.kind}"


#: Asked for with each answer; the enumeration makes its list anew each time.
ANSWER_KINDS = frozenset(Answer.Kind.values)


class FanOut(models.Model):
    """The job of writing an edition's exposures and deliveries: made by the publication, done in short transactions.

    `subjects` are the stays that may be in the way, found once; `done` counts how many of them are dealt with. Both are
    committed with the rows they stand for, so a worker that dies is followed by one that goes on where it was.
    """

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="fan_out")
    #: Numbers of stays as fan_out.pack writes them; empty until they have been looked for.
    subjects = models.BinaryField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    exposures = models.PositiveIntegerField(default=0)
    deliveries = models.PositiveIntegerField(default=0)
    #: The steps for those who do not answer, as they stood at the publication (escalation_steps.write_policy).
    policy = models.JSONField(default=list)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(done__lte=models.F("total")), name="fan_out_ends"),
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=Q(finished_at__isnull=True), name="fan_out_open")
        ]

    def __str__(self) -> str:
        return f"fan-out of {self.edition}: {self.done} of {self.total}"


class EscalationPolicy(models.Model):
    """What this desk does for alerts of one level when somebody does not answer, instead of what is published."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="escalation_policies")
    level = models.CharField(max_length=10)
    #: As escalation_steps.write_policy writes it.
    steps = models.JSONField(default=list)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "level"], name="escalation_policy_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.level}: {self.steps}"


class ChannelSetting(models.Model):
    """By what gateway a desk sends messages of one kind, how long they may be, and how the last test went.

    E-mail and webhooks need no gateway: of them there is only the last test.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="channel_settings")
    kind = models.CharField(max_length=10)
    #: An Apprise URL with the blanks of decide.TO and decide.MESSAGE_ID: it carries the account's secrets. Empty: none.
    url = EncryptedTextField(blank=True)
    #: The scheme of `url`, which is all of it that is ever shown.
    scheme = models.CharField(max_length=40, blank=True)
    #: How many characters a message may have.
    longest = models.PositiveSmallIntegerField(default=LONG)
    set_at = models.DateTimeField(null=True)
    set_by = models.CharField(max_length=200, blank=True)
    tested_at = models.DateTimeField(null=True)
    tested_by = models.CharField(max_length=200, blank=True)
    test_outcome = models.CharField(
        max_length=12, blank=True, choices=[(outcome.value, outcome.value) for outcome in Outcome]
    )
    #: What was said to the last test.
    test_words = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="channel_setting_once"),
            models.CheckConstraint(condition=Q(kind__in=CHANNELS), name="channel_setting_kind_is_known"),
            models.CheckConstraint(condition=Q(longest__in=[SHORT, LONG]), name="channel_setting_length"),
            models.CheckConstraint(
                condition=Q(url="") | Q(set_at__isnull=False) & ~Q(set_by="") & ~Q(scheme=""),
                name="channel_setting_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.organisation}"


class Escalation(models.Model):
    """That a person is looked after for an edition: silent until now, or asking for help; what is due next, and why it ended."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="escalations", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="escalations")
    cause = models.CharField(max_length=10, choices=[(cause.value, cause.value) for cause in Cause])
    #: How many steps or calls were made.
    done = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    rule = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person", "cause"], name="escalation_once"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, reason="") | Q(ended_at__isnull=False) & ~Q(reason=""),
                name="escalation_end_says_why",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="escalation_due")]

    def __str__(self) -> str:
        return f"{self.cause} of {self.person}: {self.done} steps"


class QuietPolicy(models.Model):
    """What this desk does to keep quiet with alerts of one level. Without a row wider alerts cover narrower ones, and no more."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="quiet_policies")
    level = models.CharField(max_length=10)
    #: Whether a wider alert covers those of this level (quiet.covers).
    is_covered = models.BooleanField(default=True)
    #: Quiet hours on the recipient's own clock; both empty where there are none.
    begins = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    #: A digest every so many hours, counted from 08:00 there; 0 for none.
    digest_hours = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "level"], name="quiet_policy_once"),
            models.CheckConstraint(
                condition=Q(level__in=[level for level in LEVELS if level != "Critical"]),
                name="quiet_level_is_not_critical",
            ),
            models.CheckConstraint(
                condition=Q(begins__isnull=True, ends__isnull=True)
                | Q(begins__isnull=False, ends__isnull=False) & ~Q(begins=models.F("ends")),
                name="quiet_hours_begin_and_end",
            ),
        ]
        verbose_name_plural = "quiet policies"

    def __str__(self) -> str:
        return f"{self.organisation}, {self.level}"


class Mute(models.Model):
    """That nothing of an incident but Critical is sent until a moment: by whom, and why."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mutes")
    incident = models.ForeignKey(Incident, models.CASCADE, related_name="mutes", db_index=False)
    until = models.DateTimeField()
    reason = models.TextField()
    #: Names as they were, not links: they outlive accounts.
    by = models.CharField(max_length=200)
    at = models.DateTimeField()
    #: Set where somebody ended it before its time.
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="mute_says_why"),
            models.CheckConstraint(condition=Q(until__gt=models.F("at")), name="mute_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["incident", "until"], name="mute_of_incident")]

    def __str__(self) -> str:
        return f"{self.incident} until {self.until:%Y-%m-%d %H:%M}"


class Hold(models.Model):
    """That a message was held back when its turn came: by which rule, until when, and why it was to be sent."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="holds")
    at = models.DateTimeField()
    #: Empty where it is not sent at all.
    until = models.DateTimeField(null=True)
    rule = models.CharField(max_length=20, choices=[(rule.value, rule.value) for rule in Rule])
    reason = models.TextField()
    #: The rule and the words of the delivery before: they are its own again when it leaves.
    first_rule = models.CharField(max_length=20)
    first_reason = models.TextField()
    #: The wider alert, where one covers it.
    alert = models.ForeignKey(Alert, models.SET_NULL, null=True, related_name="covered", db_index=False)
    #: The message that carries it in a digest, until it is known what became of that one.
    carrier = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="carries", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="hold_says_why")]
        indexes = [
            models.Index(fields=["alert"], condition=Q(alert__isnull=False), name="hold_by_cover"),
            models.Index(fields=["carrier"], condition=Q(carrier__isnull=False), name="hold_by_carrier"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery} held by {self.rule}"

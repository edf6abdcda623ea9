"""What a new desk has still to do before it can be relied on; each step is read off the facts."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from tocsin.accounts.models import AuditEntry, Organisation, User
from tocsin.accounts.roles import ACTS_OF, Act
from tocsin.delivery.models import ChannelSetting
from tocsin.exposure.models import Person
from tocsin.sources.models import Source


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: in words, whether it is done, and where it is done ('' for a command)."""

    words: str
    is_done: bool
    address: str = ""
    command: str = ""


def checklist(organisation: Organisation) -> tuple[Step, ...]:
    """Return the first steps of `organisation`, the done ones too; () where nothing is left to do."""
    writers = _who_may(organisation, Act.WRITE_DRAFT)
    approvers = _who_may(organisation, Act.APPROVE_DRAFT)
    tested = ChannelSetting.objects.filter(organisation=organisation, test_outcome="accepted")
    read = Source.objects.filter(organisation=organisation, last_success_at__isnull=False)
    steps = [
        Step(_("A first source is read"), read.exists(), reverse("desk:sources")),
        Step(_("People are entered or imported"), Person.objects.filter(organisation=organisation).exists(), reverse("desk:people")),
        Step(
            _("Somebody other than the writer can approve"),
            organisation.lone_duty or (len(approvers | writers) > 1 and bool(approvers)),
            command="tocsin user add",
        ),
        Step(_("A channel has been tested with a real message"), tested.exists(), reverse("desk:channels")),
    ]  # fmt: skip
    if connection.vendor == "sqlite":
        made = AuditEntry.objects.filter(organisation=organisation, action="back up")
        steps.append(Step(_("A backup has been made"), made.exists(), command="tocsin backup FILE"))
    return () if all(step.is_done for step in steps) else tuple(steps)


def _who_may(organisation: Organisation, act: Act) -> set[int]:
    roles = [role.value for role, acts in ACTS_OF.items() if act in acts]
    found = User.objects.filter(
        is_active=True, memberships__organisation=organisation, memberships__role__in=roles
    )
    return set(found.values_list("pk", flat=True))

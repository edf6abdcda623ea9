"""A weather service that signs what it says, and the desk's rule for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tocsin.alerts.models import StandingRule
from tocsin.alerts.standing_rules import RuleWanted, approve_rule, write_rule
from tocsin.alerts.tests.desk import NOON, Desk
from tocsin.cap import (
    CapArea,
    CapCircle,
    Certainty,
    Info,
    Message,
    MsgType,
    Reference,
    Scope,
    Severity,
    Status,
    Urgency,
    sign,
    to_xml,
)
from tocsin.cap.tests.test_signature import make_signer
from tocsin.grading import Level
from tocsin.incidents.grouping import group_waiting
from tocsin.sources.intake import receive
from tocsin.sources.messages import item_of
from tocsin.sources.models import Report, Source

SENDER = "warnings@weather.example"
CIRCLE = CapCircle("-0.1,34.76 40")


class Authority:
    """Signs and sends CAP messages to a desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.key, self.certificate = make_signer("weather.example", start=NOON - timedelta(days=30))
        self.source = Source.objects.create(
            organisation=desk.organisation, name="Lake Weather Service", kind="cap", grade="A", is_authority=True,
            created_at=NOON,
        )  # fmt: skip

    def warning(self, number: int = 1, *, at: datetime = NOON, **changes: Any) -> Message:
        info = Info(
            event="Flood",
            urgency=Urgency.EXPECTED,
            severity=Severity.SEVERE,
            certainty=Certainty.LIKELY,
            onset=at + timedelta(hours=1),
            expires=at + timedelta(hours=12),
            sender_name="Lake Weather Service",
            headline="Flood warning for Kisumu",
            description="The river Nyando is expected to flood low parts of Kisumu, Kenya, within hours.",
            instruction="Move away from the river. Do not drive through water.",
            areas=(CapArea("Kisumu and 40 km around", circles=(CIRCLE,)),),
        )
        told = {name: changes.pop(name) for name in list(changes) if hasattr(info, name)}
        message = Message(
            identifier=f"lake-{number}", sender=SENDER, sent=at, status=Status.ACTUAL, msg_type=MsgType.ALERT,
            scope=Scope.PUBLIC, infos=(replace(info, **told),),
        )  # fmt: skip
        return replace(message, **changes)

    def follows(
        self, earlier: Message, kind: MsgType, number: int, *, at: datetime, **changes: Any
    ) -> Message:
        reference = Reference(earlier.sender, earlier.identifier, earlier.sent)
        return self.warning(number, at=at, msg_type=kind, references=(reference,), **changes)

    def sends(self, message: Message, *, at: datetime | None = None, signed: bool = True) -> Report:
        """Let the desk receive and group a message."""
        data = to_xml(message)
        return self.sends_bytes(
            sign(data, self.key, self.certificate) if signed else data, at=at or message.sent
        )

    def sends_bytes(self, data: bytes, *, at: datetime = NOON) -> Report:
        report = receive(self.source, item_of(data, url="", language=""), now=at)
        group_waiting(now=at)
        return report

    def wanted(self, **changes: Any) -> RuleWanted:
        wanted = RuleWanted(
            name="Flood warnings of the lake", reason="Signed, and right for ten years.", source=self.source,
            sender=SENDER, certificate=self.certificate.decode(), hazards=("flood",), countries=("KE",),
            highest=Level.CRITICAL, most_per_hour=3,
        )  # fmt: skip
        return replace(wanted, **changes)

    def rule(self, *, at: datetime = NOON - timedelta(hours=1), **changes: Any) -> StandingRule:
        """A rule in force: written by Ana, approved by Eva."""
        rule = write_rule(self.desk.organisation, self.wanted(**changes), author=self.desk.ana, now=at)
        return approve_rule(rule, reviewer=self.desk.eva, now=at)


def grounds(uses: Sequence[Any]) -> list[str]:
    return [use.ground for use in uses]

"""Reports join incidents, and what is done by hand can be undone."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest

from tocsin.accounts.audit import verify
from tocsin.accounts.models import Organisation, User
from tocsin.incidents import acts
from tocsin.incidents.errors import CannotUndo, NothingToSplit, NotTogether, ReasonMissing
from tocsin.incidents.grouping import group_waiting
from tocsin.incidents.models import Claim, Incident, IncidentReport
from tocsin.sources.models import Report, Source

pytestmark = pytest.mark.django_db

PLACE = {
    "text": "Kisumu", "span": [0, 6], "geonames_id": 191245, "name": "Kisumu", "country": "KE", "longitude": 34.76,
    "latitude": -0.1, "precision": "city", "confidence": 0.9, "role": "focus", "reason": "",
}  # fmt: skip


@pytest.fixture
def desk(noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana@desk.example", name="Ana")


def source(desk: Organisation, name: str, noon: datetime, **changes: object) -> Source:
    made, _ = Source.objects.get_or_create(
        organisation=desk, name=name, defaults={"kind": "feed", "grade": "B", "created_at": noon, **changes}
    )
    return made


def report(
    desk: Organisation, text: str, noon: datetime, *, by: str = "Wire", hours: float = 0, hazard: str = "earthquake",
    killed: int | None = None, phase: str = "happened", **changes: object,
) -> Report:  # fmt: skip
    figures = []
    if killed is not None:
        figures.append({
            "text": f"{killed} people", "span": [0, 8], "value": killed, "upper": None, "qualifier": "at least",
            "unit": "killed", "counted": "people", "place": "Kisumu", "start": None, "end": None, "scope": "this event",
        })  # fmt: skip
    reading = {
        "text": text, "summary": "", "hazards": [{"code": hazard, "confidence": 0.9, "words": [hazard]}], "phase": phase,
        "countries": ["KE"], "places": [PLACE], "focus": [PLACE], "figures": figures, "times": [],
        "severity": {"value": "Severe", "reason": "made"}, "certainty": {"value": "Observed", "reason": "made"},
        "urgency": {"value": "Immediate", "reason": "made"},
    }  # fmt: skip
    moment = noon + timedelta(hours=hours)
    return Report.objects.create(
        organisation=desk, source=source(desk, by, noon), external_id=text[:80] + by, raw=text.encode(),
        content_hash=hashlib.sha256(text.encode()).hexdigest(), received_at=moment, published_at=moment,
        state="read", title=text.split(".")[0], text=text, reading=reading, **changes,
    )  # fmt: skip


QUAKE = (
    "Earthquake shakes Kisumu. A magnitude 6.1 earthquake struck western Kenya near Kisumu early on Wednesday and walls "
    "fell in the old market; hospitals were treating dozens of injured people, officials said."
)
TOLL = "Earthquake toll in Kisumu rises. Rescue officials said the earthquake that struck western Kenya killed more people."
RALLY = "Teachers march in Kisumu. Teachers are to march through town to ask for back pay; police have agreed the route."


def test_reports_of_one_quake_become_one_incident_with_reasons_and_claims(
    desk: Organisation, noon: datetime
) -> None:
    report(desk, QUAKE, noon, killed=3)
    report(desk, "(Agency) " + QUAKE, noon, by="Copying paper", hours=1, killed=3)
    report(desk, TOLL, noon, by="Radio", hours=4, killed=9)
    report(desk, RALLY, noon, by="Radio", hours=4, hazard="civil-unrest")
    assert group_waiting(now=noon) == 4
    assert group_waiting(now=noon) == 0
    quake, rally = Incident.objects.order_by("reference")
    verdicts = list(quake.memberships.order_by("id").values_list("verdict", flat=True))
    assert verdicts == ["new", "same-report", "developed"]
    assert all(membership.reason for membership in IncidentReport.objects.all())
    assert rally.memberships.count() == 1
    assert (quake.place, quake.country, quake.title) == ("Kisumu", "KE", "Earthquake toll in Kisumu rises")
    tolls = quake.claims.filter(unit="killed").order_by("first_stated_at")
    assert [(claim.value, claim.sources.count()) for claim in tolls] == [(3, 1), (9, 1)]
    assert quake.level == "Critical"
    assert "two independent" not in quake.level_reason or "Lowered" not in quake.level_reason


def test_one_source_alone_does_not_carry_a_critical(desk: Organisation, noon: datetime) -> None:
    report(desk, QUAKE, noon, killed=3)
    group_waiting(now=noon)
    incident = Incident.objects.get()
    assert incident.level == "Warning"
    assert "Lowered" in incident.level_reason


def test_a_denied_rumour_strikes_its_claims_and_lowers_the_level(desk: Organisation, noon: datetime) -> None:
    report(desk, QUAKE, noon, killed=3)
    denial = "No earthquake in Kisumu, says the geological survey. Reports that an earthquake struck western Kenya are false."
    report(desk, denial, noon, by="Survey", hours=2, phase="denied")
    group_waiting(now=noon)
    incident = Incident.objects.get()
    assert incident.level == "Notice"
    claim = incident.claims.get(unit="killed")
    assert claim.state == Claim.State.WITHDRAWN
    assert claim.withdrawn_reason.startswith("Denied by Survey on 2017-07-15 14:00")


def test_test_messages_and_broken_reports_join_nothing(desk: Organisation, noon: datetime) -> None:
    report(desk, QUAKE, noon, may_alert=False, may_alert_reason="status Test")
    Report.objects.create(
        organisation=desk, source=source(desk, "Wire", noon), external_id="x", content_hash="x", received_at=noon,
        raw=b"\xff", state="broken", error="not-xml: ...",
    )  # fmt: skip
    assert group_waiting(now=noon) == 0


def test_merge_and_undo_bring_everything_back(desk: Organisation, ana: User, noon: datetime) -> None:
    report(desk, QUAKE, noon, killed=3)
    report(desk, RALLY, noon, hazard="civil-unrest")
    group_waiting(now=noon)
    quake, rally = Incident.objects.order_by("reference")
    act = acts.merge(quake, rally, actor=ana, reason="the march was for the victims", now=noon)
    rally.refresh_from_db()
    assert (rally.state, rally.merged_into) == ("merged", quake)
    assert quake.memberships.filter(left_at__isnull=True).count() == 2
    with pytest.raises(NotTogether):
        acts.merge(quake, rally, actor=ana, reason="again", now=noon)
    acts.undo(act, actor=ana, now=noon)
    rally.refresh_from_db()
    assert (rally.state, rally.memberships.filter(left_at__isnull=True).count()) == ("open", 1)
    with pytest.raises(CannotUndo):
        acts.undo(act, actor=ana, now=noon)
    assert verify(desk) == 2


def test_split_makes_a_new_incident_and_can_be_undone(desk: Organisation, ana: User, noon: datetime) -> None:
    report(desk, QUAKE, noon, killed=3)
    second = report(desk, TOLL, noon, by="Radio", hours=4, killed=9)
    group_waiting(now=noon)
    incident = Incident.objects.get()
    with pytest.raises(NothingToSplit):
        acts.split(incident, [], actor=ana, reason="x", now=noon)
    fresh = acts.split(incident, [second.pk], actor=ana, reason="another quake", now=noon)
    assert fresh.claims.get(unit="killed", state="standing").value == 9
    assert incident.claims.get(unit="killed", value=9).state == "withdrawn"
    act = incident.acts.get(kind="split")
    acts.undo(act, actor=ana, now=noon)
    assert incident.memberships.filter(left_at__isnull=True).count() == 2
    assert incident.claims.get(unit="killed", value=9).state == "standing"


def test_a_later_act_must_be_undone_first(desk: Organisation, ana: User, noon: datetime) -> None:
    report(desk, QUAKE, noon)
    report(desk, RALLY, noon, hazard="civil-unrest")
    group_waiting(now=noon)
    quake, rally = Incident.objects.order_by("reference")
    merged = acts.merge(quake, rally, actor=ana, reason="one story", now=noon)
    acts.dismiss(quake, actor=ana, reason="old news", now=noon)
    with pytest.raises(CannotUndo, match="undo that first"):
        acts.undo(merged, actor=ana, now=noon)


def test_dismissing_needs_a_reason_and_comes_back(desk: Organisation, ana: User, noon: datetime) -> None:
    report(desk, QUAKE, noon)
    group_waiting(now=noon)
    incident = Incident.objects.get()
    with pytest.raises(ReasonMissing):
        acts.dismiss(incident, actor=ana, reason=" ", now=noon)
    act = acts.dismiss(incident, actor=ana, reason="outside our area", now=noon)
    assert Incident.objects.get().state == "dismissed"
    acts.undo(act, actor=ana, now=noon)
    assert Incident.objects.get().state == "open"

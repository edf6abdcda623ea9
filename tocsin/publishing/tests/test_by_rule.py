"""What goes out by a standing rule, and everything that holds a message back: it is left to a person, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.accounts.audit import verify as verify_audit
from tocsin.accounts.errors import NotAllowed
from tocsin.accounts.models import AuditEntry, Membership
from tocsin.alerts import drafting, editing, reviewing
from tocsin.alerts.errors import OwnText, ReasonMissing, RuleInvalid, RuleNotInForce, WrongState
from tocsin.alerts.models import Draft, Edition, Review, RuleUse, StandingRule
from tocsin.alerts.rule_verdicts import Ground, MessageFacts, RuleTerms, verdict_on
from tocsin.alerts.standing_rules import approve_rule, end_rule, write_rule
from tocsin.alerts.tests.desk import NOON, add_report, make_desk, make_report
from tocsin.cap import MsgType, Severity, Status, Urgency, sign, to_xml
from tocsin.cap.tests.test_signature import make_signer
from tocsin.grading import Level
from tocsin.publishing.by_rule import publish_by_rules
from tocsin.publishing.tests.authority import Authority, grounds

SOON = NOON + timedelta(seconds=5)


@pytest.fixture
def authority(db: None) -> Authority:
    return Authority(make_desk())


def test_a_signed_warning_of_a_named_authority_goes_out_without_waiting_for_a_person(
    authority: Authority,
) -> None:
    rule = authority.rule()
    report = authority.sends(authority.warning())
    (use,) = publish_by_rules(now=SOON)
    edition = Edition.objects.get()
    assert (use.ground, use.report, use.draft) == ("R-00", report, edition.draft)
    assert "Signed by CN=weather.example" in use.reason
    assert (edition.headline, edition.level) == ("Kenya: Flooding feared in Kisumu", "Warning")
    assert (edition.rule, edition.written_by) == (rule, "Ana")
    assert edition.approved_by == "Eva, by the rule “Flood warnings of the lake”"
    page = Client().get(f"/alerts/{edition.alert.slug}/").content.decode()
    assert "Published by a standing rule" in page
    assert "Written by one person and approved by another" not in page
    told = AuditEntry.objects.get(action="use standing rule")
    assert (told.detail["report"], told.detail["ground"]) == (report.pk, "R-00")
    assert AuditEntry.objects.get(action="approve draft").detail["rule"] == rule.name
    assert verify_audit(authority.desk.organisation) == AuditEntry.objects.count()
    assert publish_by_rules(now=SOON) == [], "each message is looked at once"


def test_its_update_and_its_cancel_follow_by_the_same_rule(authority: Authority) -> None:
    authority.rule()
    first = authority.warning()
    authority.sends(first)
    publish_by_rules(now=SOON)
    later = NOON + timedelta(hours=1)
    second = authority.follows(first, MsgType.UPDATE, 2, at=later, severity=Severity.EXTREME)
    authority.sends(second)
    assert grounds(publish_by_rules(now=later + timedelta(seconds=5))) == ["R-00"]
    end = NOON + timedelta(hours=2)
    authority.sends(authority.follows(second, MsgType.CANCEL, 3, at=end, urgency=Urgency.PAST))
    assert grounds(publish_by_rules(now=end + timedelta(seconds=5))) == ["R-00"]
    kinds = list(Edition.objects.order_by("number").values_list("message_type", flat=True))
    assert kinds == ["Alert", "Update", "Cancel"]
    assert "cancelled its warning" in Edition.objects.get(number=3).content["cancel_reason"]


@pytest.mark.parametrize(
    ("ground", "changes"),
    [
        ("R-03", {"sender": "somebody@else.example"}),
        ("R-04", {"status": Status.EXERCISE}),
        ("R-05", {"expires": NOON + timedelta(seconds=3)}),
        ("R-06", {"event": "Wildfire", "headline": "Wildfire near Kisumu", "description": "A wildfire burns at Kisumu, Kenya."}),
    ],
)  # fmt: skip
def test_what_the_rule_is_not_for_is_left_to_a_person(
    ground: str, changes: dict[str, object], authority: Authority
) -> None:
    authority.rule()
    authority.sends(authority.warning(**changes))
    uses = publish_by_rules(now=SOON)
    assert grounds(uses) in ([ground], []), "an exercise joins no incident, and so is never looked at"
    assert not Edition.objects.exists()
    assert not Draft.objects.exists()


def test_what_is_not_signed_or_was_changed_or_is_signed_by_another_is_left(authority: Authority) -> None:
    authority.rule()
    good = sign(to_xml(authority.warning(1)), authority.key, authority.certificate)
    authority.sends_bytes(good.replace(b"Severe", b"Extreme"))
    authority.sends(authority.warning(2), signed=False)
    authority.key, authority.certificate = make_signer("weather.example", start=NOON - timedelta(days=1))
    authority.sends(authority.warning(3))
    uses = publish_by_rules(now=SOON)
    assert grounds(uses) == ["R-01"] * 3
    assert "changed after" in uses[0].reason
    assert "no signature" in uses[1].reason
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("ground", "change"), [("R-07", {"countries": ("UG",)}), ("R-08", {"highest": Level.ADVISORY})]
)
def test_country_and_level_bound_what_a_rule_lets_out(
    ground: str, change: dict[str, object], authority: Authority
) -> None:
    authority.rule(**change)
    authority.sends(authority.warning())
    assert grounds(publish_by_rules(now=SOON)) == [ground]


def test_a_source_that_lost_its_grade_is_followed_no_more(authority: Authority) -> None:
    authority.rule()
    authority.source.grade = "B"
    authority.source.save()
    authority.sends(authority.warning())
    assert grounds(publish_by_rules(now=SOON)) == ["R-02"]


def test_what_others_say_as_well_is_weighed_by_a_person(authority: Authority) -> None:
    authority.rule()
    report = authority.sends(authority.warning())
    other = make_report(authority.desk, "Twenty died in the flood at Kisumu.", by="A stranger", grade="F")
    add_report(report.memberships.get().incident, other)
    (use,) = publish_by_rules(now=SOON)
    assert (use.ground, use.draft) == ("R-09", None)
    assert "A stranger" in use.reason


def test_what_a_person_has_in_hand_stays_in_their_hands(authority: Authority) -> None:
    authority.rule()
    report = authority.sends(authority.warning())
    draft = drafting.draft_from(report.memberships.get().incident, author=authority.desk.ben, now=NOON)
    assert grounds(publish_by_rules(now=SOON)) == ["R-10"]
    draft.refresh_from_db()
    assert draft.state == "editing"


def test_the_brake_holds_back_a_flood_of_messages(authority: Authority) -> None:
    authority.rule(most_per_hour=1)
    authority.sends(authority.warning(1))
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]
    first = authority.warning(1)
    authority.sends(authority.follows(first, MsgType.UPDATE, 2, at=NOON + timedelta(minutes=5)))
    assert grounds(publish_by_rules(now=NOON + timedelta(minutes=6))) == ["R-12"]
    authority.sends(authority.follows(first, MsgType.UPDATE, 3, at=NOON + timedelta(minutes=70)))
    assert grounds(publish_by_rules(now=NOON + timedelta(minutes=71))) == ["R-00"]


def test_what_the_linter_stops_waits_as_a_draft_for_a_person(authority: Authority) -> None:
    authority.rule()
    onset = NOON + timedelta(hours=14)
    # It would run out before it begins.
    authority.sends(authority.warning(onset=onset, expires=NOON + timedelta(hours=12)))
    (use,) = publish_by_rules(now=SOON)
    if use.ground == "R-13":
        assert use.draft is not None
        assert use.draft.state == "editing"
    assert not Edition.objects.exists() or Edition.objects.get().expires > Edition.objects.get().onset


def test_a_rule_rests_on_two_people_who_may_still_write_and_approve(authority: Authority) -> None:
    authority.rule()
    Membership.objects.filter(user=authority.desk.eva).delete()
    authority.sends(authority.warning())
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-14"
    assert not Edition.objects.exists()


def test_a_rule_looks_at_nothing_before_its_approval_and_nothing_after_its_end(authority: Authority) -> None:
    authority.sends(authority.warning(1))
    rule = authority.rule(at=NOON + timedelta(minutes=1))
    assert publish_by_rules(now=NOON + timedelta(minutes=2)) == []
    end_rule(rule, actor=authority.desk.ben, reason="The key was lost.", now=NOON + timedelta(minutes=3))
    authority.sends(authority.warning(2, at=NOON + timedelta(minutes=4)))
    assert publish_by_rules(now=NOON + timedelta(minutes=5)) == []
    assert not RuleUse.objects.exists()


def test_a_rule_needs_two_people_even_on_lone_duty(authority: Authority) -> None:
    desk = authority.desk
    desk.organisation.lone_duty = True
    desk.organisation.save()
    rule = write_rule(desk.organisation, authority.wanted(), author=desk.eva, now=NOON)
    with pytest.raises(OwnText):
        approve_rule(rule, reviewer=desk.eva, now=NOON)
    with pytest.raises(NotAllowed):
        approve_rule(rule, reviewer=desk.ben, now=NOON)
    with pytest.raises(Error), transaction.atomic():
        StandingRule.objects.filter(pk=rule.pk).update(approved_by=desk.eva, approved_at=NOON)


def test_the_database_lets_nothing_out_by_a_rule_that_is_not_in_force(authority: Authority) -> None:
    desk = authority.desk
    rule = authority.rule()
    report = authority.sends(authority.warning())
    draft = drafting.draft_from(report.memberships.get().incident, author=desk.ana, now=NOON)
    draft = editing.submit(draft, author=desk.ana, now=NOON)
    end_rule(rule, actor=desk.eva, reason="Too many false alarms.", now=NOON)
    with pytest.raises(RuleNotInForce):
        reviewing.approve_by_rule(draft, rule, now=NOON)
    with pytest.raises(Error), transaction.atomic():
        Review.objects.create(
            draft=draft, verdict="approved", content_hash=draft.content_hash, reviewer=desk.eva,
            reviewer_name="Eva", rule=rule, at=NOON,
        )  # fmt: skip
    for changes in ({"highest": "Notice"}, {"certificate": "x"}, {"ended_at": None, "end_reason": ""}):
        with pytest.raises(Error), transaction.atomic():
            StandingRule.objects.filter(pk=rule.pk).update(**changes)
    with pytest.raises(Error), transaction.atomic():
        StandingRule.objects.filter(pk=rule.pk).delete()
    with pytest.raises(WrongState):
        end_rule(rule, actor=desk.eva, reason="Again.", now=NOON)


def test_a_rule_that_names_nobody_to_trust_is_refused_with_its_remedy(authority: Authority) -> None:
    desk = authority.desk
    _key, old = make_signer("weather.example", start=NOON - timedelta(days=900))
    wrong = {
        "cannot be read": {"certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"},
        "private key": {"certificate": authority.key.decode()},
        "expired": {"certificate": old.decode()},
        "a reason": {"reason": "  "},
        "a CAP sender": {"sender": ""},
        "no hazard or country cyclone, XX": {"hazards": ("cyclone",), "countries": ("KE", "XX")},
    }
    for words, changes in wrong.items():
        with pytest.raises(RuleInvalid, match=words):
            write_rule(desk.organisation, authority.wanted(**changes), author=desk.ana, now=NOON)
    authority.source.grade = "C"
    authority.source.save()
    with pytest.raises(RuleInvalid, match="graded C"):
        write_rule(desk.organisation, authority.wanted(), author=desk.ana, now=NOON)
    assert not StandingRule.objects.exists()


def test_a_rule_ends_only_with_a_reason(authority: Authority) -> None:
    with pytest.raises(ReasonMissing):
        end_rule(authority.rule(), actor=authority.desk.ana, reason=" ", now=NOON)


TERMS = RuleTerms("a@b.example", frozenset({"flood"}), frozenset({"KE"}), Level.WARNING, 2, NOON)
GOOD = MessageFacts(
    is_signed=True, signature="Signed.", grade="A", is_authority=True, sender="a@b.example", status="Actual",
    message_type="Alert", may_alert=True, may_alert_reason="", received_at=NOON, sent=NOON, expires=NOON + timedelta(hours=1),
    hazards=frozenset({"flood"}), countries=frozenset({"KE"}), level=Level.WARNING, others=(), in_hand="", is_followed=False, published_last_hour=0,
)  # fmt: skip
BAD = {
    Ground.SIGNATURE: {"is_signed": False}, Ground.SOURCE: {"grade": "B"}, Ground.SENDER: {"sender": "x"},
    Ground.NOT_REAL: {"status": "Test"}, Ground.TIME: {"expires": NOON}, Ground.HAZARD: {"hazards": frozenset({"flood", "quake"})},
    Ground.COUNTRY: {"countries": frozenset({"KE", ""})}, Ground.LEVEL: {"level": Level.CRITICAL}, Ground.OTHERS: {"others": ("x",)},
    Ground.PERSON: {"in_hand": "Ana writes."}, Ground.NOTHING_TO_FOLLOW: {"message_type": "Cancel"},
    Ground.BRAKE: {"published_last_hour": 2},
}  # fmt: skip


@given(st.sets(st.sampled_from(sorted(BAD))))
@settings(deadline=None)
def test_whatever_speaks_against_it_holds_a_message_back(against: set[Ground]) -> None:
    facts = GOOD
    for ground in against:
        facts = replace(facts, **BAD[ground])
    verdict = verdict_on(facts, TERMS, now=NOON + timedelta(minutes=1))
    assert verdict.goes_out == (not against)
    assert verdict.ground in (against or {Ground.PUBLISHED})
    assert verdict.reason

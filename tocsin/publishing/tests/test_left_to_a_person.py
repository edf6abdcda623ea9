"""What a signed message of a trusted authority may still not do by a standing rule: each case is left to a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tocsin.alerts import drafting, editing
from tocsin.alerts.content import text_of
from tocsin.alerts.models import Draft, Edition, RuleProgress, RuleUse
from tocsin.alerts.standing_rules import end_rule
from tocsin.alerts.tests.desk import NOON, add_report, make_claim, make_desk, make_incident, make_report
from tocsin.cap import CapArea, CapCircle, CapPolygon, MsgType, verify
from tocsin.incidents import acts
from tocsin.incidents.models import Incident, IncidentReport
from tocsin.publishing import by_rule, publication, rule_rounds, vouching
from tocsin.publishing.by_rule import MOST_TRIES, publish_by_rules
from tocsin.publishing.tests.authority import CIRCLE, Authority, grounds
from tocsin.publishing.tests.press import Press
from tocsin.sources.models import Report

SOON = NOON + timedelta(seconds=5)
KISUMU = CapArea("Kisumu and 40 km around", circles=(CIRCLE,))


@pytest.fixture
def authority(db: None) -> Authority:
    return Authority(make_desk())


def incident_of(report: Report) -> Incident:
    return Incident.objects.get(memberships__report=report, memberships__left_at__isnull=True)


def test_an_old_signed_message_that_somebody_sends_again_is_not_published(authority: Authority) -> None:
    authority.rule()
    authority.sends(
        authority.warning(7, at=NOON - timedelta(days=20), onset=None, expires=None, effective=None), at=NOON
    )
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-05"
    assert "was sent at 2017-06-25 12:00 UTC" in use.reason
    assert not Edition.objects.exists()


def test_a_message_from_the_future_is_not_published_but_a_clock_may_be_a_little_wrong(
    authority: Authority,
) -> None:
    authority.rule(most_per_hour=9)
    for number, ahead in ((1, timedelta(hours=1)), (2, timedelta(minutes=5))):
        authority.sends(authority.warning(number, at=NOON + ahead), at=NOON)
    assert grounds(publish_by_rules(now=SOON))[0] == "R-05"
    other = Authority(make_desk("other"))
    other.rule()
    other.sends(other.warning(at=NOON + timedelta(minutes=5)), at=NOON)
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]


def test_what_nobody_weighed_of_earlier_incidents_does_not_go_out_by_a_rule(authority: Authority) -> None:
    authority.rule()
    long_ago = NOON - timedelta(days=200)
    rumour = make_report(
        authority.desk, "Flood kills 900 people in Kisumu.", by="Rumour Blog", grade="F", at=long_ago
    )
    past = make_incident(authority.desk, [rumour], hazard="flood", onset=long_ago)
    make_claim(
        past, rumour, "900 people", unit="killed", value=900, qualifier="exactly", scope="this event", place="Kisumu"
    )  # fmt: skip
    first = authority.warning()
    authority.sends(first)
    later = NOON + timedelta(hours=1)
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]
    authority.sends(authority.follows(first, MsgType.UPDATE, 2, at=later))
    assert grounds(publish_by_rules(now=later + timedelta(seconds=5))) == ["R-00"]
    for edition in Edition.objects.all():
        assert {source["name"] for source in edition.content["sources"]} == {"Lake Weather Service"}
        assert "900" not in str(edition.content)


def test_a_text_that_would_cite_somebody_else_waits_for_a_person(authority: Authority) -> None:
    authority.rule()
    incident = incident_of(authority.sends(authority.warning()))
    stranger = make_report(
        authority.desk, "At least 12 people died in the flood.", by="Rumour Blog", grade="F"
    )
    make_claim(
        incident, stranger, "At least 12 people", unit="killed", value=12, qualifier="at least", scope="this event",
        place="Kisumu",
    )  # fmt: skip
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-15"
    assert "Rumour Blog" in use.reason
    assert use.draft is not None
    assert use.draft.state == "editing"
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda one, ben: acts.dismiss(one, actor=ben, reason="Their drill.", now=NOON), "is dismissed"),
        (
            lambda one, ben: acts.snooze(one, NOON + timedelta(hours=3), actor=ben, reason="Later.", now=NOON),
            "was put away until 2017-07-15 15:00 UTC",
        ),
        (lambda one, ben: acts.assign(one, ben, actor=ben, now=NOON), "is in the hands of Ben"),
        (lambda one, ben: Incident.objects.filter(pk=one.pk).update(state="closed"), "is closed"),
    ],
)  # fmt: skip
def test_an_incident_that_a_person_dismissed_closed_put_away_or_took_is_theirs(
    act: Callable[[Incident, object], object], words: str, authority: Authority
) -> None:
    authority.rule()
    act(incident_of(authority.sends(authority.warning())), authority.desk.ben)
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-10"
    assert words in use.reason
    assert not Edition.objects.exists()


def test_an_incident_that_was_put_away_and_given_back_goes_by_the_rule_again(authority: Authority) -> None:
    authority.rule()
    incident = incident_of(authority.sends(authority.warning()))
    ben = authority.desk.ben
    acts.assign(incident, ben, actor=ben, now=NOON)
    acts.assign(incident, None, actor=ben, now=NOON)
    acts.snooze(incident, NOON + timedelta(seconds=3), actor=ben, reason="Later.", now=NOON)
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]


def test_a_warning_that_people_ended_does_not_begin_again_without_them(db: None) -> None:
    press = Press()
    authority = Authority(press.desk)
    press.all_clear(press.publish().alert, hours=1)
    authority.rule()
    at = NOON + timedelta(hours=2)
    report = authority.sends(authority.warning(at=at))
    IncidentReport.objects.filter(report=report).update(incident=press.incident)
    press.incident.memberships.exclude(report=report).update(left_at=NOON)
    (use,) = publish_by_rules(now=at + timedelta(seconds=5))
    assert use.ground == "R-10"
    assert "in the hands of people" in use.reason


def test_an_area_that_reaches_into_another_country_is_not_the_rules(authority: Authority) -> None:
    authority.rule()
    jinja = CapArea("Jinja", circles=(CapCircle("0.43,33.2 60"),))
    paris = CapArea("Paris", circles=(CapCircle("48.85,2.35 60"),))
    authority.sends(authority.warning(areas=(KISUMU, jinja, paris)))
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-07"
    assert "(France, Uganda)" in use.reason
    assert not Edition.objects.exists()


def test_a_rule_for_several_countries_lets_an_area_across_their_border_out(authority: Authority) -> None:
    authority.rule(countries=("KE", "UG"))
    across = CapPolygon("-0.4,34.9 0.8,34.9 0.8,33.0 -0.4,33.0 -0.4,34.9")
    authority.sends(authority.warning(areas=(CapArea("Kisumu and Jinja", polygons=(across,)),)))
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]


def test_a_message_about_another_hazard_as_well_is_not_the_rules(authority: Authority) -> None:
    authority.rule()
    warning = authority.warning()
    fire = replace(warning.infos[0], event="Wildfire", headline="Wildfire near Kisumu")
    authority.sends(replace(warning, infos=(*warning.infos, fire)))
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-06"
    assert "wildfire" in use.reason
    unknown = replace(fire, event="Notice", headline="Notice")
    authority.sends(replace(authority.warning(2), infos=(*warning.infos, unknown)))
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-06"
    assert "not known" in use.reason


def test_two_parts_about_one_hazard_go_out(authority: Authority) -> None:
    authority.rule()
    warning = authority.warning()
    again = replace(warning.infos[0], event="Flash flood")
    authority.sends(replace(warning, infos=(*warning.infos, again)))
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]


def test_what_came_while_nothing_worked_is_recorded_as_too_late(authority: Authority) -> None:
    authority.rule()
    authority.sends(authority.warning())
    (use,) = publish_by_rules(now=NOON + timedelta(hours=7))
    assert use.ground == "R-05"
    assert "more than 6 hours ago" in use.reason
    assert publish_by_rules(now=NOON + timedelta(hours=8)) == []


def test_many_messages_are_looked_at_in_rounds_and_none_is_passed_over(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_rounds, "MOST_IN_A_ROUND", 2)
    monkeypatch.setattr(rule_rounds, "_OVERLAP", 0)
    rule = authority.rule()
    sent = [authority.sends(authority.warning(number)).pk for number in range(1, 6)]
    rounds = [[use.report_id for use in publish_by_rules(now=SOON)] for _ in range(4)]
    assert rounds == [sent[:2], sent[2:4], sent[4:], []]
    assert RuleProgress.objects.get(rule=rule).settled_report == sent[-1]


def test_a_message_that_cannot_be_handled_is_tried_again_and_then_shown_to_people(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rule_rounds, "_OVERLAP", 0)
    authority.rule()
    broken, whole = authority.sends(authority.warning(1)), authority.sends(authority.warning(2))
    look = by_rule.message_facts

    def facts(rule: object, report: Report, *rest: object) -> object:
        if report.pk == broken.pk:
            raise ZeroDivisionError("password=open-sesame")
        return look(rule, report, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(by_rule, "message_facts", facts)
    assert [use.report_id for use in publish_by_rules(now=SOON)] == [whole.pk], "it holds nobody up"
    for _ in range(MOST_TRIES - 2):
        assert publish_by_rules(now=SOON) == []
    (use,) = publish_by_rules(now=SOON)
    assert (use.ground, use.report_id) == ("R-16", broken.pk)
    assert "ZeroDivisionError" in use.reason
    assert "sesame" not in use.reason
    assert publish_by_rules(now=SOON) == []


def test_a_message_that_could_be_handled_in_the_end_is_published(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.rule()
    authority.sends(authority.warning())
    with monkeypatch.context() as patched:
        patched.setattr(by_rule, "message_facts", lambda *_: 1 / 0)
        assert publish_by_rules(now=SOON) == []
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]


def test_signatures_are_verified_once_each_and_never_while_others_wait_to_write(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def watched(*given: object, **named: object) -> object:
        asked.append(len(connection.savepoint_ids))
        return verify(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(vouching, "verify", watched)
    authority.rule(most_per_hour=9)
    first = authority.warning()
    authority.sends(first)
    publish_by_rules(now=SOON)
    for number in range(2, 5):
        at = NOON + timedelta(minutes=number)
        authority.sends(authority.follows(first, MsgType.UPDATE, number, at=at))
        publish_by_rules(now=at + timedelta(seconds=5))
    assert list(RuleUse.objects.values_list("ground", flat=True)) == ["R-00"] * 4
    assert asked == [0] * 4


def test_what_joins_the_incident_during_the_look_is_asked_for_its_signature(authority: Authority) -> None:
    authority.rule()
    report = authority.sends(authority.warning(1))
    publish_by_rules(now=SOON)
    unsigned = authority.sends(authority.warning(2), signed=False)
    IncidentReport.objects.filter(report=unsigned).update(left_at=NOON)
    add_report(incident_of(report), unsigned)
    at = NOON + timedelta(minutes=5)
    authority.sends(authority.follows(authority.warning(1), MsgType.UPDATE, 3, at=at))
    assert grounds(publish_by_rules(now=at + timedelta(seconds=5)))[-1] == "R-09"


def test_a_draft_about_an_incident_that_was_merged_into_this_one_is_in_hand(authority: Authority) -> None:
    desk = authority.desk
    authority.rule()
    theirs = incident_of(authority.sends(authority.warning()))
    report = make_report(desk, "Flood at Kisumu feared. The river rises.", by="Lake Wire")
    mine = make_incident(desk, [report], hazard="flood", phase="feared", reference="2017-0097")
    draft = drafting.draft_from(mine, author=desk.ben, now=NOON)
    middle = make_incident(
        desk, [make_report(desk, "Flood at Kisumu.", by="Lake Radio")], hazard="flood", reference="2017-0098"
    )
    acts.merge(middle, mine, actor=desk.ben, reason="One flood.", now=NOON)
    acts.merge(theirs, middle, actor=desk.ben, reason="One flood.", now=NOON)
    IncidentReport.objects.filter(incident=theirs).exclude(report__source=authority.source).update(
        left_at=NOON
    )
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-10"
    assert draft.alert.reference in use.reason
    assert not Edition.objects.exists()


def test_an_alert_about_an_incident_that_was_merged_into_this_one_is_not_doubled(
    authority: Authority,
) -> None:
    desk = authority.desk
    authority.rule()
    first = incident_of(authority.sends(authority.warning()))
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]
    second = make_incident(
        desk, [make_report(desk, "Flood at Kisumu.", by="Lake Radio")], hazard="flood", reference="2017-0099"
    )
    acts.merge(second, first, actor=desk.ben, reason="One flood.", now=NOON)
    IncidentReport.objects.filter(incident=second).exclude(report__source=authority.source).update(
        left_at=NOON
    )
    at = NOON + timedelta(minutes=5)
    update = authority.sends(authority.follows(authority.warning(), MsgType.UPDATE, 2, at=at))
    assert incident_of(update) == second
    (use,) = publish_by_rules(now=at + timedelta(seconds=5))
    assert use.ground == "R-10"
    assert "somebody merged into this one" in use.reason
    assert Edition.objects.count() == 1


def test_its_documents_are_made_while_others_can_write(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    make = publication.make_documents

    def watched(*given: object) -> object:
        asked.append(len(connection.savepoint_ids))
        return make(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(publication, "make_documents", watched)
    authority.rule()
    authority.sends(authority.warning())
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]
    assert asked == [0]


def while_documents_are_made(monkeypatch: pytest.MonkeyPatch, *acts: Callable[[], object]) -> list[int]:
    """Let one act after the other happen, each while the documents of one attempt are made; return one number an attempt."""
    attempts: list[int] = []
    make, left = publication.make_documents, list(acts)

    def meanwhile(*given: object) -> object:
        attempts.append(len(attempts))
        made = make(*given)  # type: ignore[arg-type]
        if left:
            left.pop(0)()
        return made

    monkeypatch.setattr(publication, "make_documents", meanwhile)
    return attempts


def test_what_a_person_does_while_its_documents_are_made_comes_first(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.rule()
    incident, ben = incident_of(authority.sends(authority.warning())), authority.desk.ben
    while_documents_are_made(
        monkeypatch, lambda: acts.dismiss(incident, actor=ben, reason="Their drill.", now=SOON)
    )
    (use,) = publish_by_rules(now=SOON)
    assert (use.ground, use.draft) == ("R-10", None)
    assert "is dismissed" in use.reason
    assert not Edition.objects.exists()
    assert Draft.objects.get().state == "discarded"


def test_a_person_who_edits_its_draft_in_that_moment_keeps_it(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.rule()
    authority.sends(authority.warning())

    def edited() -> None:
        draft = Draft.objects.get()
        text = replace(text_of(draft.content), headline="Low parts of Kisumu may be flooded")
        editing.edit(draft, text, revision=draft.revision, author=authority.desk.ben, now=SOON)

    while_documents_are_made(monkeypatch, edited)
    (use,) = publish_by_rules(now=SOON)
    assert use.ground == "R-10"
    assert not Edition.objects.exists()
    draft = Draft.objects.get()
    assert (draft.state, draft.revision) == ("editing", 2)


def test_an_incident_that_changed_meanwhile_is_looked_at_anew(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.rule()
    incident = incident_of(authority.sends(authority.warning()))
    attempts = while_documents_are_made(
        monkeypatch, lambda: Incident.objects.filter(pk=incident.pk).update(severity="Moderate")
    )
    assert grounds(publish_by_rules(now=SOON)) == ["R-00"]
    assert attempts == [0, 1]
    assert Edition.objects.get().severity == "Moderate"


def test_a_rule_that_ends_meanwhile_lets_nothing_out(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = authority.rule()
    authority.sends(authority.warning())
    end = lambda: end_rule(rule, actor=authority.desk.eva, reason="The key was lost.", now=SOON)  # noqa: E731
    while_documents_are_made(monkeypatch, end)
    assert publish_by_rules(now=SOON) == []
    assert not Edition.objects.exists()
    assert Draft.objects.get().state == "discarded"


def test_a_worker_that_is_killed_in_between_is_followed_by_one_that_goes_on(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority.rule()
    authority.sends(authority.warning())

    def killed(*_: object, **__: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patched:
        patched.setattr(by_rule, "made_ready", killed)
        with pytest.raises(SystemExit):
            publish_by_rules(now=SOON)
    begun = Draft.objects.get()
    assert begun.state == "editing"
    assert grounds(publish_by_rules(now=SOON + timedelta(seconds=1))) == ["R-00"]
    assert Edition.objects.get().draft == begun
    assert RuleProgress.objects.get().begun == {}


def test_one_that_comes_late_begins_anew(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    authority.rule()
    authority.sends(authority.warning())
    with monkeypatch.context() as patched:
        patched.setattr(by_rule, "made_ready", lambda *_, **__: 1 / 0)
        assert publish_by_rules(now=SOON) == []
    assert grounds(publish_by_rules(now=NOON + timedelta(hours=1))) == ["R-00"]
    assert list(Draft.objects.order_by("pk").values_list("state", flat=True)) == ["discarded", "published"]

"""The index in the database finds what belongs together, whatever was merged, split or undone."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import Organisation, User
from tocsin.incidents import acts
from tocsin.incidents.facts import report_facts
from tocsin.incidents.grouping import group_waiting, next_reference
from tocsin.incidents.index import DatabaseIndex, file_memberships, unfiled
from tocsin.incidents.models import GroupingProgress, Incident, IncidentNumber, ReportKey, ReportTraits
from tocsin.reading import read
from tocsin.sources.models import Report, Source

pytestmark = pytest.mark.django_db

FIRE = (
    "Fire sweeps Gikomba market in Nairobi",
    "A fire broke out in Gikomba market in Nairobi at about 2 am and destroyed some 300 stalls. Nobody was hurt, said "
    "fire chief Brian Kisali. Traders carried bales of second-hand clothes onto Pumwani Road.",
)
LATER = (
    "Two bodies found after Gikomba fire",
    "Searchers found 2 bodies in the ashes of Gikomba market in Nairobi, fire chief Brian Kisali said. Traders blame a "
    "cartel that wants the land.",
)
MARCH = (
    "Police fire tear gas at tax protest in Nairobi",
    "Police fired tear gas at hundreds of protesters who marched through Nairobi against the finance bill. Organiser "
    "Wanjiru Maina said that 20 marchers were arrested on Kenyatta Avenue.",
)


@pytest.fixture
def desk(noon: datetime) -> Organisation:
    return Organisation.objects.create(name="Desk", slug="desk", sender="desk.example", created_at=noon)


@pytest.fixture
def ana() -> User:
    return User.objects.create_user("ana@desk.example", name="Ana")


def report(desk: Organisation, story: tuple[str, str], noon: datetime, hours: float = 0) -> Report:
    title, text = story
    source, _ = Source.objects.get_or_create(
        organisation=desk, name="Wire", defaults={"kind": "feed", "grade": "B", "created_at": noon}
    )
    moment = noon + timedelta(hours=hours)
    return Report.objects.create(
        organisation=desk, source=source, external_id=f"{title}{hours}", raw=text.encode(),
        content_hash=hashlib.sha256(f"{text}{hours}".encode()).hexdigest(), received_at=moment, published_at=moment,
        state="read", title=title, text=text, reading=read(text, published=moment, title=title).to_json(),
    )  # fmt: skip


def found(desk: Organisation, one: Report) -> list[str]:
    return [incident.reference for incident in DatabaseIndex(desk).near(report_facts(one))]


def test_a_report_finds_its_incident_and_not_those_of_another_desk(
    desk: Organisation, noon: datetime
) -> None:
    other = Organisation.objects.create(name="Other", slug="other", sender="other.example", created_at=noon)
    report(desk, FIRE, noon)
    report(desk, MARCH, noon)
    report(other, FIRE, noon)
    group_waiting(now=noon)
    later = report(desk, LATER, noon, hours=5)
    near = DatabaseIndex(desk).near(report_facts(later))
    assert near[0].reports[0].report == Report.objects.get(organisation=desk, title=FIRE[0]).pk
    assert {incident.incident for incident in near} <= set(
        Incident.objects.filter(organisation=desk).values_list("pk", flat=True)
    )


def test_what_is_too_old_or_dismissed_is_not_found(desk: Organisation, ana: User, noon: datetime) -> None:
    report(desk, FIRE, noon)
    group_waiting(now=noon)
    assert found(desk, report(desk, LATER, noon, hours=24 * 31)) == []
    later = report(desk, LATER, noon, hours=5)
    assert found(desk, later) == ["2017-0001"]
    acts.dismiss(Incident.objects.get(), actor=ana, reason="old", now=noon)
    assert found(desk, later) == []


def test_a_merge_a_split_and_their_undoing_need_no_new_keys(
    desk: Organisation, ana: User, noon: datetime
) -> None:
    report(desk, FIRE, noon)
    report(desk, MARCH, noon)
    group_waiting(now=noon)
    fire, march = Incident.objects.order_by("reference")
    later = report(desk, LATER, noon, hours=5)
    keys = set(ReportKey.objects.values_list("digest", "report_id"))
    act = acts.merge(march, fire, actor=ana, reason="the march burned it", now=noon)
    assert found(desk, later)[0] == march.reference
    acts.undo(act, actor=ana, now=noon)
    assert found(desk, later)[0] == fire.reference
    group_waiting(now=noon)
    fire.refresh_from_db()
    fresh = acts.split(fire, [later.pk], actor=ana, reason="another fire", now=noon)
    again = report(desk, LATER, noon, hours=6)
    assert found(desk, again)[0] == fresh.reference
    acts.undo(fire.acts.get(kind="split"), actor=ana, now=noon)
    assert found(desk, again)[0] == fire.reference
    assert keys <= set(ReportKey.objects.values_list("digest", "report_id"))


def test_a_copy_is_found_through_its_original(desk: Organisation, noon: datetime) -> None:
    first = report(desk, FIRE, noon)
    copy = report(desk, ("Market burns again", FIRE[1]), noon, hours=1)
    group_waiting(now=noon)
    assert copy.memberships.get().verdict == "same-report"
    assert copy.memberships.get().copy_of == first
    assert ReportTraits.objects.count() == 2
    assert not ReportKey.objects.filter(report=copy).exists()


def test_incidents_from_before_the_index_are_filed_once(desk: Organisation, noon: datetime) -> None:
    report(desk, FIRE, noon)
    group_waiting(now=noon)
    ReportTraits.objects.all().delete()
    ReportKey.objects.all().delete()
    GroupingProgress.objects.update(filed_membership=0)
    assert unfiled() == 1
    report(desk, LATER, noon, hours=5)
    group_waiting(now=noon)
    assert Incident.objects.count() == 1
    assert unfiled() == 0
    last = GroupingProgress.objects.get().filed_membership
    assert file_memberships(last) >= last


def test_the_archive_is_not_looked_through_again(
    desk: Organisation, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tocsin.incidents.grouping._OVERLAP", 0)
    never = report(desk, MARCH, noon)
    Report.objects.filter(pk=never.pk).update(may_alert=False)
    report(desk, FIRE, noon)
    assert group_waiting(now=noon) == 1
    assert GroupingProgress.objects.get().settled_report >= never.pk
    report(desk, LATER, noon, hours=1)
    assert group_waiting(now=noon, organisation=desk) == 1


def test_numbers_go_on_past_9999_and_after_those_given_before_they_were_counted(
    desk: Organisation, noon: datetime
) -> None:
    report(desk, FIRE, noon)
    group_waiting(now=noon)
    IncidentNumber.objects.all().delete()
    assert next_reference(desk, noon) == "2017-0002"
    IncidentNumber.objects.update(last=9999)
    assert next_reference(desk, noon) == "2017-10000"
    assert next_reference(desk, noon) == "2017-10001"
    assert next_reference(desk, noon.replace(year=2018)) == "2018-0001"

"""Triage: what the inbox shows and hides, filters kept by name, putting away and coming back, giving to a colleague."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tocsin.alerts.tests.desk import NOON, make_claim, make_incident, make_report
from tocsin.desk.models import SavedFilter
from tocsin.incidents.grouping import group
from tocsin.incidents.models import Incident, IncidentAct
from tocsin.incidents.waking import woken_because
from tocsin.sources.intake import file_report
from tocsin.sources.models import Source


def page_of(client, address="/desk/"):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def far(scene) -> Incident:
    """An incident where nobody of ours is."""
    report = make_report(scene.desk, "Lorries block the port of Rotterdam.")
    return make_incident(
        scene.desk, [report], hazard="labour-action", country="NL", place="Rotterdam", longitude=4.48, latitude=51.92,
        severity="Minor", level="Notice",
    )  # fmt: skip


def test_the_inbox_opens_with_what_touches_our_people_and_says_what_it_leaves_out(scene, as_user, far):
    client = as_user(scene.desk.ana)
    page = page_of(client)
    assert scene.edition.alert.incident.reference in page
    assert "Rotterdam" not in page
    assert "1 more touches nobody of ours" in page
    everything = page_of(client, "/desk/?touching=all")
    assert "Rotterdam" in everything
    assert "touches nobody of ours" not in everything


def test_a_critical_incident_is_shown_whomever_it_touches(scene, as_user, far):
    Incident.objects.filter(pk=far.pk).update(level="Critical")
    assert "Rotterdam" in page_of(as_user(scene.desk.ana))


@pytest.mark.parametrize(
    ("query", "is_there"),
    [
        ("level=Advisory", False), ("level=Notice", True), ("country=NL", True), ("country=KE", False),
        ("hazard=labour-action", True), ("hazard=flood", False), ("who=mine", False), ("who=nobody", True),
        ("text=rotterdam", True), ("text=rotterdam+harbour", False), ("level=Nonsense", True), ("state=dismissed", False),
        ("text=%00", True), ("text=" + "x" * 3000, False), ("country='%22;--", True), ("country=ZZ", True),
    ],
)  # fmt: skip
def test_filters_narrow_the_inbox_and_nonsense_does_no_harm(scene, as_user, far, query, is_there):
    page = page_of(as_user(scene.desk.ana), f"/desk/?touching=all&{query}")
    assert (f"/desk/incidents/{far.reference}/" in page) is is_there


def test_a_filter_is_kept_by_name_opens_the_inbox_and_is_its_user_s_own(scene, as_user, far):
    ana, ben = as_user(scene.desk.ana), as_user(scene.desk.ben)
    kept = {"touching": "all", "country": "NL", "name": "  The  Netherlands ", "is_default": "yes"}
    assert ana.post("/desk/filters/save", kept).status_code == 302
    page = page_of(ana)
    assert "The Netherlands ★" in page
    assert "Rotterdam" in page
    assert "The Netherlands" not in page_of(ben)
    number = SavedFilter.objects.get().pk
    assert ben.post(f"/desk/filters/{number}/forget").status_code == 404
    ana.post(f"/desk/filters/{number}/forget")
    assert "Rotterdam" not in page_of(ana)


def test_a_filter_without_a_name_is_refused_and_a_second_default_replaces_the_first(scene, as_user):
    client = as_user(scene.desk.ana)
    answer = client.post("/desk/filters/save", {"touching": "all", "name": " "}, follow=True)
    assert "Give the filter a name" in answer.content.decode()
    for name in ("one", "two"):
        client.post("/desk/filters/save", {"touching": "all", "name": name, "is_default": "yes"})
    assert SavedFilter.objects.get(is_default=True).name == "two"


def snoozed(client, incident, **fields):
    return client.post(f"/desk/incidents/{incident.reference}/snooze", fields, follow=True).content.decode()


def test_what_is_put_away_leaves_the_inbox_with_its_reason_and_comes_back_by_itself(scene, as_user, far):
    client = as_user(scene.desk.ana)
    page = snoozed(client, far, hours="4", reason="The union meets tonight.")
    assert "Put away until" in page
    assert "Rotterdam" not in page_of(client, "/desk/?touching=all")
    assert "1 is put away" in page_of(client, "/desk/?touching=all")
    assert "Rotterdam" in page_of(client, "/desk/?state=snoozed")
    act = IncidentAct.objects.get(kind="snooze")
    assert act.reason.startswith("The union meets tonight. (until 2017-07-15 16:0")
    Incident.objects.filter(pk=far.pk).update(snoozed_until=NOON - timedelta(minutes=1))
    assert "Rotterdam" in page_of(client, "/desk/?touching=all")


def test_putting_away_is_undone_and_somebody_may_bring_it_back(scene, as_user, far):
    client = as_user(scene.desk.ana)
    snoozed(client, far, hours="4", reason="Later.")
    client.post(f"/desk/undo/{IncidentAct.objects.get(kind='snooze').pk}")
    far.refresh_from_db()
    assert far.snoozed_until is None
    snoozed(client, far, until="2017-07-16 06:00", reason="Later.")
    client.post(f"/desk/incidents/{far.reference}/wake")
    far.refresh_from_db()
    assert far.snoozed_until is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hours": "4", "reason": " "}, "Say why"),
        ({"hours": "5", "reason": "x"}, "Say until when"),
        ({"until": "tomorrow", "reason": "x"}, "tomorrow&#39;&#39; is no time|is no time"),
        ({"until": "2017-07-01 06:00", "reason": "x"}, "at most 30 days ahead"),
        ({"until": "2019-07-01 06:00", "reason": "x"}, "at most 30 days ahead"),
    ],
)
def test_putting_away_without_reason_or_end_is_refused_in_words(scene, as_user, far, fields, words):
    page = snoozed(as_user(scene.desk.ana), far, **fields)
    assert words.split("|")[-1] in page
    far.refresh_from_db()
    assert far.snoozed_until is None


def field_office(desk, number: int) -> Source:
    return Source.objects.create(
        organisation=desk.organisation, kind="form", name=f"Office {number}", grade="B", created_at=NOON
    )


@pytest.mark.parametrize(
    ("verdict", "before", "after", "rule"),
    [
        ("developed", "Notice", "Notice", "W-02"),
        ("restated", "Notice", "Advisory", "W-01"),
        ("restated", "Advisory", "Notice", ""),
        ("same-report", "Warning", "Warning", ""),
        ("developed", "Warning", "Critical", "W-01"),
    ],
)
def test_what_wakes_an_incident_is_a_higher_level_or_something_new(verdict, before, after, rule):
    reason = woken_because(verdict, before, after)
    assert (rule in reason) if rule else reason == ""


def test_a_report_that_says_something_new_brings_the_incident_back_with_the_rule(scene, as_user):
    def told(text: str, minutes: int) -> Incident:
        now = NOON + timedelta(minutes=minutes)
        filed = file_report(
            field_office(scene.desk, minutes),
            title=text.partition(".")[0],
            text=text,
            filed_by="Somebody",
            now=now,
        )
        return group(filed, now=now).incident

    incident = told("A flood hit Mombasa on Saturday. At least 3 people were killed, the police said.", 0)
    Incident.objects.filter(pk=incident.pk).update(snoozed_until=NOON + timedelta(hours=9))
    again = told(
        "Flood in Mombasa: 17 people were killed on Saturday, the police said, and hundreds fled.", 30
    )
    assert again.pk == incident.pk
    again.refresh_from_db()
    assert again.snoozed_until is None
    assert again.woke_because.startswith("Rule W-0")
    assert "Back before its time" in page_of(as_user(scene.desk.ana), f"/desk/incidents/{again.reference}/")


def test_an_incident_is_given_to_a_colleague_by_name_and_not_to_a_stranger(scene, as_user, far):
    client = as_user(scene.desk.ana)
    address = f"/desk/incidents/{far.reference}/assign"
    assert (
        "It is Ben&#39;s now" in client.post(address, {"to": scene.desk.ben.pk}, follow=True).content.decode()
    )
    far.refresh_from_db()
    assert far.assigned_to == scene.desk.ben
    client.post(address, {"to": scene.manager.pk})
    far.refresh_from_db()
    assert far.assigned_to == scene.desk.ana
    client.post(address)
    far.refresh_from_db()
    assert far.assigned_to is None


def test_twice_as_many_incidents_ask_the_database_no_more_once_they_are_counted(scene, as_user):
    client = as_user(scene.desk.ana)

    def more(number: int) -> None:
        for one in range(number):
            make_incident(scene.desk, [make_report(scene.desk, f"Rain {number} {one}.")], hazard="flood")

    def queries() -> int:
        page_of(client, "/desk/?touching=all")
        with CaptureQueriesContext(
            connection,
        ) as caught:
            page_of(client, "/desk/?touching=all")
        return len(caught)

    more(5)
    few = queries()
    more(15)
    assert queries() == few
    assert few <= 25


def test_an_incident_with_5000_reports_opens_with_the_same_few_questions(scene, as_user):
    from tocsin.incidents.models import IncidentReport
    from tocsin.sources.models import Report

    client = as_user(scene.desk.ana)
    incident = make_incident(scene.desk, [make_report(scene.desk, "Rain in Kisumu.")], hazard="flood")
    address = f"/desk/incidents/{incident.reference}/"

    def queries() -> tuple[int, int]:
        page_of(client, address)
        with CaptureQueriesContext(connection) as caught:
            page = page_of(client, address)
        return len(caught), len(page)

    few, _ = queries()
    first = incident.memberships.get()
    reports = Report.objects.bulk_create(
        [
            Report(
                organisation=scene.desk.organisation, source=first.report.source, external_id=f"r{number}",
                content_hash=f"{number:064x}", received_at=NOON, published_at=NOON, raw=b"x", state="read",
                title=f"Rain {number}", text="Rain.", credibility=3, reading={"text": "Rain."},
            )
            for number in range(5000)
        ]
    )  # fmt: skip
    IncidentReport.objects.bulk_create(
        [
            IncidentReport(
                incident=incident, report=report, verdict="restated", reason="made for a test", joined_at=NOON
            )
            for report in reports
        ]
    )
    many, size = queries()
    assert many <= few + 2
    assert size < 200_000
    assert "5001" in page_of(client, address)


def test_the_gravest_figure_stands_first_among_what_is_claimed(scene, as_user):
    report = make_report(scene.desk, "About 300 evacuated, 6 killed and 40 injured in Busia.")
    incident = make_incident(scene.desk, [report], hazard="flood", place="Busia")
    for unit, value in (("evacuated", 300), ("injured", 40), ("killed", 6)):
        make_claim(incident, report, f"{value} {unit}", unit=unit, value=value, scope="this event")
    page = page_of(as_user(scene.desk.ana), f"/desk/incidents/{incident.reference}/")
    places = [
        page.index(f"<b><bdi>{words}</bdi></b>") for words in ("6 killed", "40 injured", "300 evacuated")
    ]
    assert places == sorted(places)

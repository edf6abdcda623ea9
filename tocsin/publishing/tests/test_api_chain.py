"""The chain can be followed through the API, from a report to the answers that it led to."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tocsin.accounts.models import AuditEntry
from tocsin.alerts.models import Alert
from tocsin.clock import now as present
from tocsin.delivery.models import Delivery
from tocsin.publishing.tests.api_rows import ApiDesk


@pytest.fixture
def desk(db: None, noon: datetime) -> ApiDesk:
    return ApiDesk(noon)


def test_every_link_can_be_followed(desk: ApiDesk) -> None:
    [report] = desk.get("reports").json()["items"]
    incident = desk.get(f"incidents/{report['incident_id']}").json()
    assert incident["claims"][0]["sources"][0]["report_id"] == report["id"]
    assert incident["reports"][0]["reason"] == "The first."
    alert = desk.get(f"alerts/{incident['alert_ids'][0]}").json()
    edition = desk.get(f"editions/{alert['latest_edition']['id']}").json()
    assert edition["documents"][0]["address"].endswith("/alerts/kenya-march/editions/1/cap")
    assert edition["content"]["headline"] == edition["headline"]
    [exposure] = desk.get(f"exposures?edition_id={edition['id']}").json()["items"]
    assert exposure["reason"] == "Mira is in Nairobi, inside the area."
    [delivery] = desk.get(f"deliveries?edition_id={edition['id']}&person_id={exposure['person_id']}").json()[
        "items"
    ]
    assert delivery["state"] == "cancelled"
    assert delivery["reason"]
    [answer] = desk.get(f"answers?edition_id={edition['id']}").json()["items"]
    assert (answer["kind"], answer["note"], answer["via"]) == ("safe", "At the hotel.", "link")
    assert answer["at"] == "2017-07-15T12:00:00Z"


def test_an_alert_that_is_only_drafted_is_not_shown(desk: ApiDesk) -> None:
    drafted = Alert.objects.create(
        organisation=desk.organisation, incident=desk.incident, reference="2017-0002", slug="drafted",
        hazard="flood", created_at=desk.now,
    )  # fmt: skip
    assert [alert["slug"] for alert in desk.get("alerts").json()["items"]] == ["kenya-march"]
    assert desk.get(f"alerts/{drafted.pk}").status_code == 404


def test_what_is_in_force_can_be_asked_for(desk: ApiDesk) -> None:
    assert desk.get("alerts?in_force=true").json()["items"] == []
    assert [alert["in_force"] for alert in desk.get("alerts?in_force=false").json()["items"]] == [False]
    desk.world.now = present() - timedelta(minutes=1)
    edition = desk.world.edition("Update")
    assert [alert["in_force"] for alert in desk.get("alerts?in_force=true").json()["items"]] == [True]
    assert [row["id"] for row in desk.get("editions?in_force=true").json()["items"]] == [edition.pk]
    assert [row["number"] for row in desk.get("editions").json()["items"]] == [2, 1]


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("incidents?hazard=civil-unrest&state=open", 1),
        ("incidents?country=MA", 0),
        ("editions?level=Warning&message_type=Alert", 1),
        ("editions?level=Critical", 0),
        ("exposures?certainty=possibly", 0),
        ("deliveries?state=cancelled&channel=email", 1),
        ("answers?kind=need-help", 0),
        ("people?key=mira", 1),
        ("sites?country=KE", 1),
    ],
)
def test_lists_are_filtered(desk: ApiDesk, path: str, count: int) -> None:
    assert len(desk.get(path).json()["items"]) == count


@pytest.mark.parametrize(
    "path", ["editions?level=warning", "deliveries?state=lost", "incidents?country=Kenya", "answers?kind=x"]
)
def test_a_filter_with_another_word_is_refused(desk: ApiDesk, path: str) -> None:
    refused = desk.get(path)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["in"] == "query"


def test_the_desk_writes_down_an_answer_and_what_is_queued_stops(desk: ApiDesk) -> None:
    noor = desk.world.person("Noor")
    desk.world.expose(desk.edition, noor)
    from tocsin.delivery.outbox import enqueue

    enqueue(desk.edition, now=desk.now)
    body = {
        "edition_id": desk.edition.pk,
        "person_id": noor.pk,
        "kind": "need-help",
        "note": "Called, is hurt.",
    }
    made = desk.post("answers", body)
    assert made.status_code == 201
    assert (made.json()["via"], made.json()["kind"]) == ("api", "need-help")
    assert Delivery.objects.get(person=noor).state == "cancelled"
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.actor.startswith("API token office")
    assert entry.subject == f"answer:{made.json()['id']}"


def test_an_answer_says_where_somebody_is_and_a_place_that_is_too_long_is_refused(desk: ApiDesk) -> None:
    body = {"edition_id": desk.edition.pk, "person_id": desk.mira.pk, "kind": "safe"}
    made = desk.post("answers", body | {"place": "  Hotel Azure,\n room 12 "})
    assert (made.status_code, made.json()["place"]) == (201, "Hotel Azure, room 12")
    [kept] = desk.get(f"answers?person_id={desk.mira.pk}&kind=safe").json()["items"][:1]
    assert kept["place"] == "Hotel Azure, room 12"
    refused = desk.post("answers", body | {"place": "x" * 201})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/place"


def test_an_answer_of_another_kind_or_about_nobody_is_refused(desk: ApiDesk) -> None:
    body = {"edition_id": desk.edition.pk, "person_id": desk.mira.pk, "kind": "fine"}
    assert desk.post("answers", body).json()["errors"][0]["pointer"] == "/kind"
    unknown = desk.post("answers", body | {"kind": "safe", "person_id": 999_999})
    assert unknown.json()["errors"][0]["pointer"] == "/person_id"


@pytest.mark.parametrize("noun", ["reports", "incidents", "alerts", "editions"])
def test_what_has_not_changed_is_not_sent_again(desk: ApiDesk, noun: str) -> None:
    identity = desk.get(noun).json()["items"][0]["id"]
    etag = desk.get(f"{noun}/{identity}")["ETag"]
    again = desk.get(f"{noun}/{identity}", if_none_match=f'"other", W/{etag}')
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == etag

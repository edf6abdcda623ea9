"""How often each page of the desk asks its database: pinned, so that no page grows slow unseen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tocsin.desk.tests.conftest import Scene

pytestmark = pytest.mark.django_db

#: The most that any page may ask. What a page asks must not depend on how much it lists.
MOST = 45
APPROVER = [
    "/desk/", "/desk/?touching=all", "/desk/incidents/{incident}/", "/desk/drafts/", "/desk/drafts/{draft}/",
    "/desk/drafts/{draft}/languages/", "/desk/review/", "/desk/review/{draft}/", "/desk/alerts/", "/desk/alerts/{alert}/",
    "/desk/alerts/{alert}/chain", "/desk/alerts/{alert}/after-action", "/desk/after-action/", "/desk/map/", "/desk/sources/",
    "/desk/sources/rules/", "/desk/sources/rules/new", "/desk/sources/{source}/", "/desk/reports/", "/desk/reports/{report}/",
    "/desk/search?q=Kisumu", "/settings/reach/", "/settings/escalation/", "/desk/quiet/",
]  # fmt: skip
MANAGER = ["/people/", "/people/{person}/", "/people/sites/", "/people/subscriptions/", "/people/imports/"]
ADMINISTRATOR = ["/desk/history/", "/desk/channels/", "/desk/channels/sms/"]


def names(scene: Scene) -> dict[str, object]:
    edition = scene.edition
    report = edition.draft.citations.select_related("report")[0].report
    return {
        "alert": scene.reference, "draft": edition.draft_id, "incident": edition.alert.incident.reference,
        "report": report.pk, "source": report.source_id, "person": scene.mira.pk,
    }  # fmt: skip


def test_no_page_asks_its_database_more_often_than_its_budget(scene: Scene) -> None:
    over = []
    for user, paths in (
        (scene.desk.eva, APPROVER),
        (scene.manager, MANAGER),
        (scene.administrator, ADMINISTRATOR),
    ):
        client = Client()
        client.force_login(user)
        for path in (one.format(**names(scene)) for one in paths):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                answer = client.get(path)
            assert answer.status_code == 200, path
            if len(asked) > MOST:
                over.append(f"{path}: {len(asked)}")
    assert over == []


@pytest.mark.parametrize("path", ["/desk/drafts/", "/desk/review/"])
def test_a_list_of_drafts_does_not_read_their_whole_texts(scene: Scene, path: str) -> None:
    client = Client()
    client.force_login(scene.desk.eva)
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
    assert answer.status_code == 200
    assert [one["sql"] for one in asked if ', "alerts_draft"."content"' in one["sql"]] == []

"""What can be done from the roll-call: take it away as a file, remind the silent, end it with an all-clear."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

from tocsin.accounts.models import AuditEntry
from tocsin.accounts.tests.guards import lowered
from tocsin.alerts.drafting import draft_cancel
from tocsin.alerts.editing import submit
from tocsin.alerts.models import Edition
from tocsin.alerts.reviewing import approve
from tocsin.alerts.tests.desk import NOON, make_desk
from tocsin.delivery.answers import record
from tocsin.delivery.models import Delivery
from tocsin.delivery.quiet_settings import mute
from tocsin.exposure.models import PlaceLook
from tocsin.publishing.publication import publish


def page_of(client, scene) -> str:
    return client.get(f"/desk/alerts/{scene.reference}/roll-call").content.decode()


def test_the_file_has_everybody_no_formulas_and_that_it_was_taken_is_kept(scene, as_user):
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link")
    record(
        scene.edition,
        scene.mira,
        "safe",
        now=NOON,
        via="link",
        note='=HYPERLINK("http://evil")',
        place="@Hotel",
    )
    got = as_user(scene.manager).get(f"/desk/alerts/{scene.reference}/roll-call.csv")
    assert got["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in got["Content-Disposition"]
    text = got.content.decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["standing"], row["answer"], row["answered_at"]) == (
        "safe",
        "safe",
        "2017-07-15T12:00:00+00:00",
    )
    assert row["note"].startswith("'=")
    assert row["says_to_be_at"] == "'@Hotel"
    assert row["answers_before"].startswith("need-help 2017")
    assert PlaceLook.objects.get(where="roll-call file").person == scene.mira
    assert AuditEntry.objects.filter(action="roll-call.file", actor__contains="Pia").count() == 1


def test_who_may_not_see_people_gets_no_file(scene, as_user):
    assert as_user(scene.desk.rob).get(f"/desk/alerts/{scene.reference}/roll-call.csv").status_code == 403
    assert "roll-call.csv" not in page_of(as_user(scene.desk.rob), scene)
    other = make_desk("other")
    assert as_user(other.rob).get(f"/desk/alerts/{scene.reference}/roll-call.csv").status_code in (403, 404)


def test_the_silent_are_reminded_by_a_button_that_says_how_many_it_reaches(scene, as_user):
    client = as_user(scene.manager)
    page = page_of(client, scene)
    assert "Remind the silent (1)" in page
    assert "1 × E-mail" in " ".join(page.split())
    done = client.post(f"/desk/alerts/{scene.reference}/remind", follow=True).content.decode()
    assert "1 reminder goes out." in done
    again = client.post(f"/desk/alerts/{scene.reference}/remind", follow=True).content.decode()
    assert "they were reminded a moment ago" in again
    assert Delivery.objects.filter(rule="reminded-again").count() == 1
    record(scene.edition, scene.mira, "safe", now=NOON, via="link")
    assert "Remind the silent" not in page_of(client, scene)


def test_while_the_incident_is_muted_the_button_reminds_nobody_and_says_why(scene, as_user):
    client = as_user(scene.manager)
    until = NOON + timedelta(hours=2)
    mute(scene.edition.alert.incident, until=until, reason="Under control.", actor=scene.desk.eva, now=NOON)
    assert "Remind the silent (1)" in page_of(client, scene), "nothing holds Critical"
    with lowered():
        Edition.objects.update(level="Warning")
    page = " ".join(page_of(client, scene).split())
    assert "<button disabled>Remind the silent (0)" in page
    assert "1 person is not reminded: Eva muted this incident until" in page
    assert "Under control." in page
    done = client.post(f"/desk/alerts/{scene.reference}/remind", follow=True).content.decode()
    assert "Nobody can be reminded: Eva muted this incident" in done
    assert not Delivery.objects.filter(rule="reminded-again").exists()


def test_only_who_publishes_or_looks_after_people_may_remind(scene, as_user):
    reader = as_user(scene.desk.rob)
    assert reader.post(f"/desk/alerts/{scene.reference}/remind").status_code == 403
    assert as_user(scene.manager).get(f"/desk/alerts/{scene.reference}/remind").status_code == 405
    assert not Delivery.objects.filter(rule="reminded-again").exists()


def test_an_earlier_answer_stands_below_the_newest(scene, as_user):
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link")
    record(scene.edition, scene.mira, "safe", now=NOON, via="link")
    page = " ".join(page_of(as_user(scene.manager), scene).split())
    assert "before: I need help" in page


def test_it_ends_with_an_all_clear_from_the_same_page(scene, as_user):
    page = page_of(as_user(scene.desk.ana), scene)
    assert f'action="/desk/alerts/{scene.reference}/begin/all-clear"' in page
    assert "End with an all-clear" in page


def test_whoever_writes_or_approves_an_all_clear_sees_who_is_silent_or_asks_for_help(scene, as_user):
    writer, manager = as_user(scene.desk.ana), as_user(scene.manager)
    begun = writer.post(
        f"/desk/alerts/{scene.reference}/begin/all-clear", {"reason": "The march is over."}
    ).headers["Location"]
    summary = " ".join(writer.get(begun).content.decode().split())
    assert "Before the all-clear" in summary
    assert "Still silent: <b>1</b>" in summary
    assert "<bdi>Mira Otieno</bdi>" not in summary
    assert "<bdi>Mira Otieno</bdi>" in manager.get(begun).content.decode()
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link")
    check = as_user(scene.desk.eva).get(begun.replace("drafts", "review")).content.decode()
    assert "Ask for help: <b>1</b>" in check
    assert "1 not taken" in check


def test_after_the_all_clear_the_roll_call_is_closed_with_its_figures_and_calls_stay_open(scene, as_user):
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link")
    draft = draft_cancel(scene.edition.alert, author=scene.desk.ana, now=NOON, reason="The march is over.")
    submit(draft, author=scene.desk.ana, now=NOON)
    approve(draft, reviewer=scene.desk.eva, content_hash=draft.content_hash, now=NOON)
    publish(draft, publisher=scene.desk.eva, now=NOON)
    page = " ".join(page_of(as_user(scene.manager), scene).split())
    assert "Closed by the all-clear of" in page
    assert "Final figures: 1 need help, 0 silent, 0 safe, 0 not there." in page
    assert "Calls for help stay open until somebody takes them." in page
    assert "Take it" in page
    assert "Remind the silent" not in page
    assert "End with an all-clear" not in page
    record(scene.edition, scene.mira, "safe", now=NOON + timedelta(minutes=5), via="link")
    page = " ".join(page_of(as_user(scene.manager), scene).split())
    assert "Final figures: 1 need help, 0 silent, 0 safe, 0 not there." in page
    assert "1 person has answered since" in page

"""After-action reports at the desk: times, a picture of them, counts without names, and the same as files."""

from __future__ import annotations

import csv
import io
import itertools
from datetime import timedelta

import pytest
from lxml import etree

from tocsin.alerts.drafting import draft_from
from tocsin.alerts.models import Alert
from tocsin.alerts.tests.desk import NOON, make_desk, make_incident, make_report
from tocsin.delivery.answers import record
from tocsin.delivery.intervals import Intervals
from tocsin.delivery.models import Delivery
from tocsin.delivery.outbox import enqueue
from tocsin.delivery.tests.rows import SECRET
from tocsin.desk.after_action_files import intervals_file
from tocsin.desk.after_action_picture import WIDTH, Mark, picture
from tocsin.desk.durations import duration
from tocsin.exposure.models import Contact


@pytest.fixture
def told(scene):
    """The scene, after Mira was told by mail and then by webhook, and has answered."""
    Contact.objects.create(
        person=scene.mira,
        kind="webhook",
        address="https://hook.example/",
        fingerprint="1",
        secret=SECRET,
        position=1,
    )
    enqueue(scene.edition, now=NOON)
    for minute, row in enumerate(Delivery.objects.order_by("pk"), 2):
        at = NOON + timedelta(minutes=minute)
        mine = Delivery.objects.filter(pk=row.pk)
        mine.update(state="sending", held_by="worker", held_since=at)
        mine.update(state="sent", held_by="", held_since=None, finished_at=at)
    record(scene.edition, scene.mira, "safe", now=NOON + timedelta(minutes=6), via="link")
    return scene


def address(scene, ending: str = "") -> str:
    return f"/desk/alerts/{scene.reference}/after-action{ending}"


def rows_of(page: str) -> list[list[str]]:
    """The cells of all table rows of a page, as a reader sees them."""
    tree = etree.HTML(page)
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter("td", "th")]
        for row in tree.iter("tr")
    ]


def rows_of_csv(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_page_has_the_times_the_counts_and_how_quickly_it_went(told, as_user):
    page = as_user(told.desk.rob).get(address(told)).content.decode()
    rows = rows_of(page)
    assert ["First report received", "15 Jul 2017 11:00 UTC", "−1 h 0 min"] in rows
    assert ["Published", "15 Jul 2017 12:00 UTC", "0 s"] in rows
    assert ["First person told", "15 Jul 2017 12:02 UTC", "2 min 0 s"] in rows
    assert ["Last answer", "15 Jul 2017 12:06 UTC", "6 min 0 s"] in rows
    assert ["From publication until a person was told", "1", "2 min 0 s", "2 min 0 s"] in rows
    assert ["E-mail", "1"] in rows
    assert ["Webhook", "1"] in rows
    assert ["I am safe", "1"] in rows
    assert "100 %" in page


def test_it_names_nobody(told, as_user):
    client = as_user(told.manager)
    for ending in ("", ".json", ".csv"):
        assert "Mira" not in client.get(address(told, ending)).content.decode()


def test_an_alert_without_messages_says_so_in_numbers_and_draws_what_there_is(scene, as_user):
    Delivery.objects.all().delete()
    page = as_user(scene.desk.rob).get(address(scene)).content.decode()
    assert "<svg" in page
    assert "First person told" not in page
    assert ["No message has been made", "no-message", "1"] in rows_of(page)
    assert "0 %" in page


def test_an_alert_that_is_a_draft_has_a_page_and_no_line_in_the_list(scene, as_user):
    incident = make_incident(scene.desk, [make_report(scene.desk, "The river rises in Kisumu.")])
    draft = draft_from(incident, author=scene.desk.ana, now=NOON)
    client = as_user(scene.desk.rob)
    page = client.get(f"/desk/alerts/{draft.alert.reference}/after-action").content.decode()
    assert "Nothing was published yet" in page
    assert "Draft begun" in page
    assert draft.alert.reference not in client.get("/desk/after-action/").content.decode()


def test_whoever_was_not_told_is_counted_under_the_reason(scene, as_user):
    Delivery.objects.update(
        state="failed",
        rule="refused",
        reason="The server refused it for good.",
        last_error="550",
        finished_at=NOON,
    )
    rows = rows_of(as_user(scene.desk.rob).get(address(scene)).content.decode())
    assert ["failed The server refused it for good", "refused", "1"] in rows


def test_the_files_say_the_same_for_programs_and_spreadsheets(told, as_user):
    client = as_user(told.desk.rob)
    answer = client.get(address(told, ".json"))
    data = answer.json()
    assert data["times"]["first_accepted"] == "2017-07-15T12:02:00+00:00"
    assert data["times"]["report_received"] == "2017-07-15T11:00:00+00:00"
    assert data["people"]["told"] == 1
    assert data["seconds_to_answer"] == {"people": 1, "median": 360.0, "ninetieth": 360.0}
    assert answer["Content-Disposition"] == f'attachment; filename="after-action-{told.reference}.json"'
    lines = dict(rows_of_csv(client.get(address(told, ".csv"))))
    assert lines["times.first_accepted"] == data["times"]["first_accepted"]
    assert lines["told_by_channel.email"] == "1"
    assert lines["answers.safe"] == "1"
    assert client.get(address(told, ".xml")).status_code == 404


def test_the_alerts_of_the_desk_are_compared_on_one_page_and_in_two_files(told, as_user):
    client = as_user(told.desk.rob)
    page = client.get("/desk/after-action/").content.decode()
    (heading, line) = rows_of(page)
    assert line[2:] == ["1 h 0 min", "0 s", "2 min 0 s", "2 min 0 s", "100 %1/1"]
    assert len(heading) == len(line)
    assert f'href="{address(told)}"' in page
    (one,) = client.get("/desk/after-action.json").json()["alerts"]
    assert (one["report_to_draft"], one["published_to_last"], one["share_answered"]) == (3600, 120, 1)
    names, values = rows_of_csv(client.get("/desk/after-action.csv"))
    assert dict(zip(names, values, strict=True))["alert"] == told.reference
    assert client.get("/desk/after-action.pdf").status_code == 404


def test_a_headline_cannot_be_a_formula_in_a_spreadsheet():
    line = Intervals(
        alert=Alert(reference="2017-0001"), headline='=HYPERLINK("http://x")', level="Warning", published=NOON,
        report_to_draft=-60.0, draft_to_published=0.0, published_to_first=None, published_to_last=None, in_the_way=0,
        answered=0,
    )  # fmt: skip
    text = intervals_file([line], "csv")
    assert '"\'=HYPERLINK(""http://x"")"' in text
    assert ",-60.0,0.0,,,0,0," in text


def test_the_alert_and_the_list_of_alerts_lead_to_the_reports(scene, as_user):
    client = as_user(scene.desk.rob)
    assert f'href="{address(scene)}"' in client.get(f"/desk/alerts/{scene.reference}/").content.decode()
    assert 'href="/desk/after-action/"' in client.get("/desk/alerts/").content.decode()


def test_a_desk_that_published_nothing_is_told_what_would_stand_there(scene, as_user):
    other = make_desk("other")
    page = as_user(other.rob).get("/desk/after-action/").content.decode()
    assert "Nothing was published yet" in page
    assert as_user(other.rob).get(address(scene)).status_code == 404


@pytest.mark.parametrize("seconds", [(0, 0, 0, 0), (0, 1, 2, 400_000), (0, 300, 301, 302), (5, 0, 9, 3)])
def test_labels_of_the_picture_never_meet(seconds):
    marks = [
        Mark(
            f"A label of some length, number {number}", "15 Jul 2017 12:00 UTC", NOON + timedelta(seconds=at)
        )
        for number, at in enumerate(seconds)
    ]
    tree = etree.fromstring(picture(marks, title="Times", description="All <of> them", span="4 d 15 h"))
    texts = [one for one in tree.iter("text") if one.get("text-anchor") != "middle"]
    boxes = [(float(one.get("y")) - float(one.get("font-size")), float(one.get("y"))) for one in texts]
    assert all(upper[1] <= lower[0] for upper, lower in itertools.pairwise(boxes))
    circles = [float(one.get("cx")) for one in tree.iter("circle")]
    assert circles == sorted(circles)
    widest = max(0.58 * float(one.get("font-size")) * len(one.text) for one in texts)
    assert widest < min(circles) - 5
    assert max(circles) + 5 <= WIDTH


def test_the_picture_has_a_name_and_wears_the_colour_of_the_text(scene, as_user):
    page = as_user(scene.desk.rob).get(address(scene)).content.decode()
    (svg,) = [one for one in etree.HTML(page).iter("svg") if one.get("aria-labelledby")]
    named = {one.get("id"): one.text for one in svg.iter("title", "desc")}
    assert list(named) == svg.get("aria-labelledby").split()
    assert "Published: 15 Jul 2017 12:00 UTC" in named["picture-description"]
    drawn = etree.tostring(svg).decode()
    assert "style=" not in drawn
    assert "#" not in drawn.replace("&#8", "")
    assert picture([], title="", description="", span="") == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(None, ""), (0, "0 s"), (59.4, "59 s"), (-61, "−1 min 1 s"), (3600, "1 h 0 min"), (90_000, "1 d 1 h")],
)
def test_lengths_of_time_have_two_units(seconds, words):
    assert duration(seconds) == words

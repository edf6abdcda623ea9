"""The alert's page: who answered, what was delivered, and the chain both ways."""

from __future__ import annotations

from tocsin.accounts.models import AuditEntry
from tocsin.alerts.tests.desk import NOON
from tocsin.delivery.answers import record
from tocsin.delivery.models import Answer, Delivery
from tocsin.sources.models import Report


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_call_for_help_stands_first_and_is_taken_once(scene, as_user):
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link", note="My leg is hurt.")
    client = as_user(scene.manager)
    page = page_of(client, f"/desk/alerts/{scene.reference}/")
    assert page.index("My leg is hurt.") < page.index("Deliveries")
    assert "Take it" in page
    call = Answer.objects.get()
    client.post(f"/desk/answers/{call.pk}/take")
    call.refresh_from_db()
    assert call.taken_by == scene.manager
    assert "Take it" not in page_of(client, f"/desk/alerts/{scene.reference}/")
    late = as_user(scene.desk.ana).post(f"/desk/answers/{call.pk}/take", follow=True)
    assert "Pia has taken this up already" in late.content.decode()


def test_an_analyst_sees_a_call_for_help_with_its_name_and_nobody_else(scene, as_user):
    client = as_user(scene.desk.ana)
    assert "Mira Otieno" not in page_of(client, f"/desk/alerts/{scene.reference}/")
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link", note="Here.")
    assert "Mira Otieno" in page_of(client, f"/desk/alerts/{scene.reference}/")


def test_a_reader_sees_counts_only_and_takes_nothing(scene, as_user):
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link", note="Here.")
    client = as_user(scene.desk.rob)
    page = page_of(client, f"/desk/alerts/{scene.reference}/")
    assert "Mira Otieno" not in page
    assert "not taken" in page
    assert client.post(f"/desk/answers/{Answer.objects.get().pk}/take").status_code == 403


def test_htmx_gets_the_roll_call_alone(scene, as_user):
    client = as_user(scene.manager)
    part = client.get(
        f"/desk/alerts/{scene.reference}/roll-call", headers={"HX-Request": "true"}
    ).content.decode()
    assert part.strip().startswith("<section")
    assert 'hx-trigger="live-answers from:body"' in part
    assert "<html" in page_of(client, f"/desk/alerts/{scene.reference}/roll-call")


def test_what_somebody_said_on_the_telephone_is_written_down(scene, as_user):
    client = as_user(scene.manager)
    address = f"/desk/alerts/{scene.reference}/answers"
    client.post(address, {"person": scene.mira.pk, "kind": "safe", "note": "Called at noon."})
    answer = Answer.objects.get()
    assert (answer.kind, answer.via, answer.recorded_by) == ("safe", "desk", scene.manager)


def test_an_answer_without_its_kind_is_asked_for_again_and_keeps_the_note(scene, as_user):
    client = as_user(scene.manager)
    answer = client.post(
        f"/desk/alerts/{scene.reference}/answers", {"person": scene.mira.pk, "note": "Spoke with <her>."}
    )
    page = answer.content.decode()
    assert "Nothing that you typed is lost" in page
    assert "Spoke with &lt;her&gt;." in page
    assert not Answer.objects.exists()


def test_a_failed_message_is_tried_again_by_hand(scene, as_user):
    Delivery.objects.update(state="sending", held_by="w", held_since=NOON)
    Delivery.objects.update(
        state="failed", held_by="", held_since=None, finished_at=NOON, last_error="550 No such user"
    )
    client = as_user(scene.manager)
    assert "550 No such user" in page_of(client, f"/desk/alerts/{scene.reference}/")
    client.post(f"/desk/deliveries/{Delivery.objects.get().pk}/again")
    assert Delivery.objects.get().state == "queued"


def test_the_chain_is_followed_both_ways(scene, as_user):
    record(scene.edition, scene.mira, "safe", now=NOON, via="link")
    report = Report.objects.get()
    page = page_of(as_user(scene.manager), f"/desk/alerts/{scene.reference}/chain")
    assert f'href="#report-{report.pk}"' in page
    assert f'id="report-{report.pk}"' in page
    assert "1 safe" in page
    assert "Mira Otieno" in page
    led_to = page_of(as_user(scene.desk.ana), f"/desk/reports/{report.pk}/")
    assert f"/desk/alerts/{scene.reference}/chain?edition=1#report-{report.pk}" in led_to


def test_why_says_the_rule_and_leaves_a_trace(scene, as_user):
    page = page_of(as_user(scene.manager), f"/desk/alerts/{scene.reference}/why/{scene.mira.pk}")
    assert "Mira Otieno is" in page
    assert AuditEntry.objects.filter(action="person.view", subject=f"person:{scene.mira.pk}").exists()


def test_an_all_clear_is_begun_from_the_alert(scene, as_user):
    client = as_user(scene.desk.ana)
    answer = client.post(
        f"/desk/alerts/{scene.reference}/begin/all-clear", {"reason": "No aftershock for a day."}
    )
    assert answer.status_code == 302
    assert "/desk/drafts/" in answer["Location"]
    assert "Open the draft" in page_of(client, f"/desk/alerts/{scene.reference}/")


def test_the_lists_ask_a_bounded_number_of_questions(scene, as_user, django_assert_max_num_queries):
    client = as_user(scene.manager)
    for address in (
        "/desk/alerts/",
        "/desk/alerts/?show=ended",
        "/people/",
        "/people/sites/",
        "/desk/reports/",
        "/desk/sources/",
    ):
        with django_assert_max_num_queries(16):
            page_of(client, address)


def test_a_call_that_was_followed_by_safe_rings_no_more(scene, as_user):
    from datetime import timedelta

    record(scene.edition, scene.mira, "need-help", now=NOON, via="link")
    client = as_user(scene.manager)
    assert "1 person needs help" in page_of(client, "/desk/alerts/")
    assert 'class="count alarm">1<' in page_of(client, "/desk/")
    record(scene.edition, scene.mira, "safe", now=NOON + timedelta(minutes=5), via="link")
    assert "needs help" not in page_of(client, "/desk/alerts/")
    assert 'class="count alarm"' not in page_of(client, "/desk/")

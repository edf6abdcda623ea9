"""What keeps messages quiet: shown in plain words, changed with a name; and one incident muted by an approver."""

from __future__ import annotations

from datetime import timedelta

from tocsin.accounts.models import AuditEntry
from tocsin.delivery.models import Mute, QuietPolicy

NIGHT = {"is_covered": "on", "begins": "22:00", "ends": "07:00", "digest_hours": "0"}


def test_at_first_only_wider_alerts_cover_and_only_an_administrator_may_change_it(scene, as_user):
    page = as_user(scene.manager).get("/desk/quiet/").content.decode()
    assert "Notice goes out at once, day and night." in page
    assert "Notice for Nairobi is not sent to whoever was sent the same for all of Kenya." in page
    assert "/desk/quiet/Notice" not in page
    assert as_user(scene.manager).post("/desk/quiet/Notice", NIGHT).status_code == 403


def test_an_administrator_sets_the_night_and_the_page_says_what_it_means(scene, as_user):
    client = as_user(scene.administrator)
    page = client.post("/desk/quiet/Notice", NIGHT, follow=True).content.decode()
    assert "Notice at 23:10 in Nairobi waits until 07:00 there." in page
    assert "22:00–07:00" in page
    assert scene.administrator.name in page
    assert 'value="22:00"' in client.get("/desk/quiet/Notice").content.decode()
    entry = AuditEntry.objects.get(action="quiet-policy", subject="level:Notice")
    assert entry.detail == {"covered": True, "quiet_hours": "22:00-07:00", "digest_hours": 0}


def test_a_digest_is_shown_by_its_times(scene, as_user):
    form = NIGHT | {"digest_hours": "12", "is_covered": ""}
    page = as_user(scene.administrator).post("/desk/quiet/Advisory", form, follow=True).content.decode()
    assert "Advisory waits for the next digest, at 08:00, 20:00 where the person is." in page
    assert "A digest that falls into the quiet hours comes at their end, 07:00." in page
    assert not QuietPolicy.objects.get(level="Advisory").is_covered


def test_what_cannot_be_is_refused_beside_the_field_and_nothing_typed_is_lost(scene, as_user):
    client = as_user(scene.administrator)
    page = client.post("/desk/quiet/Notice", NIGHT | {"ends": ""}).content.decode()
    assert "Quiet hours need both" in page
    assert 'value="22:00"' in page
    assert (
        "two different times" in client.post("/desk/quiet/Notice", NIGHT | {"ends": "22:00"}).content.decode()
    )
    assert not QuietPolicy.objects.exists()
    for level in ("Critical", "Orange"):
        assert client.get(f"/desk/quiet/{level}").status_code == 404


def test_an_approver_mutes_an_incident_and_ends_it_and_both_pages_say_so(scene, as_user):
    incident = scene.edition.alert.incident.reference
    client = as_user(scene.desk.eva)
    said = {"hours": "4", "reason": "<b>An exercise.</b>"}
    page = client.post(f"/desk/incidents/{incident}/mute", said, follow=True).content.decode()
    mute = Mute.objects.get()
    assert mute.by == scene.desk.eva.name
    assert timedelta(hours=3) < mute.until - mute.at < timedelta(hours=5)
    for one in (page, as_user(scene.desk.rob).get(f"/desk/alerts/{scene.reference}/").content.decode()):
        assert "Muted until" in one
        assert "&lt;b&gt;An exercise.&lt;/b&gt;" in one
    assert "End the mute now" in page
    again = client.post(f"/desk/incidents/{incident}/mute", said, follow=True).content.decode()
    assert "end that first" in again
    page = client.post(f"/desk/incidents/{incident}/unmute", follow=True).content.decode()
    assert "Muted until" not in page
    assert Mute.objects.get().ended_by == scene.desk.eva.name


def test_nobody_else_mutes_and_no_other_desk_does(scene, as_user):
    from tocsin.alerts.tests.desk import make_desk

    address = f"/desk/incidents/{scene.edition.alert.incident.reference}/mute"
    said = {"hours": "4", "reason": "Noise."}
    for user in (scene.desk.ana, scene.desk.rob, scene.manager, scene.administrator):
        assert as_user(user).post(address, said).status_code == 403
    assert as_user(make_desk("other").eva).post(address, said).status_code == 404
    page = as_user(scene.desk.eva).post(address, {"hours": "x", "reason": "Noise."}, follow=True)
    assert "within 7 days" in page.content.decode()
    assert not Mute.objects.exists()

"""The steps for those who do not answer: shown, changed with a name, and who is on duty."""

from __future__ import annotations

from tocsin.accounts.models import AuditEntry
from tocsin.delivery.models import EscalationPolicy
from tocsin.exposure.models import Person

CHANGE = {"name": "Mira O.", "email": "", "webhook": "", "language": "fr", "timezone": "UTC"}


def test_the_published_steps_are_shown_and_that_nobody_is_on_duty(scene, as_user):
    page = as_user(scene.manager).get("/settings/escalation/").content.decode()
    assert "Nobody is on duty" in page
    assert "never" in page
    assert "/settings/escalation/Warning" not in page


def test_an_administrator_changes_the_steps_and_it_stands_with_their_name(scene, as_user):
    client = as_user(scene.administrator)
    form = {"again": "10", "stand_in": "0", "desk": "25"}
    page = client.post("/settings/escalation/Advisory", form, follow=True).content.decode()
    assert EscalationPolicy.objects.get().steps == [[10, "again"], [25, "desk"]]
    assert scene.administrator.name in page
    assert AuditEntry.objects.filter(action="escalation-policy", subject="level:Advisory").exists()


def test_two_steps_in_one_minute_are_refused_and_what_was_typed_stays(scene, as_user):
    form = {"again": "10", "stand_in": "10", "desk": "25"}
    page = as_user(scene.administrator).post("/settings/escalation/Warning", form).content.decode()
    assert "Each step comes after the one before it" in page
    assert not EscalationPolicy.objects.exists()
    assert as_user(scene.administrator).get("/settings/escalation/Orange").status_code == 404


def test_a_stand_in_is_named_by_key_and_duty_is_set_at_the_person(scene, as_user):
    client = as_user(scene.manager)
    client.post("/people/new", {"key": "S-7", "name": "Noor", "language": "en", "timezone": "UTC"})
    noor = Person.objects.get(key="S-7")
    page = client.post(f"/people/{scene.mira.pk}/change", CHANGE | {"stand_in": "S-99"}).content.decode()
    assert "Nobody has the key" in page
    own = client.post(
        f"/people/{scene.mira.pk}/change", CHANGE | {"stand_in": scene.mira.key}
    ).content.decode()
    assert "Nobody stands in for themselves" in own
    page = client.post(
        f"/people/{scene.mira.pk}/change", CHANGE | {"stand_in": "S-7", "on_duty": "on"}, follow=True
    ).content.decode()
    scene.mira.refresh_from_db()
    assert (scene.mira.stand_in, scene.mira.on_duty) == (noor, True)
    assert "on duty for the desk" in page
    assert "Noor" in page

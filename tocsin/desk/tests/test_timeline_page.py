"""The timeline of one person: what happened, what comes next, and that it was looked at is kept for them."""

from __future__ import annotations

from tocsin.accounts.models import Membership
from tocsin.alerts.tests.desk import NOON, make_desk
from tocsin.delivery.answers import record
from tocsin.exposure.models import PlaceLook
from tocsin.exposure.people import add_person


def address(scene) -> str:
    return f"/desk/alerts/{scene.reference}/timeline/{scene.mira.pk}"


def test_it_says_what_happened_and_what_comes_next(scene, as_user):
    page = as_user(scene.manager).get(address(scene)).content.decode()
    before, _, after = page.partition("What comes next")
    assert "Exposed, by edition 1:" in before
    assert "E-mail: edition 1 is to be sent." in before
    assert "E-mail: goes out at 15 Jul 2017 12:00 UTC." in after
    record(scene.edition, scene.mira, "safe", now=NOON, via="link", note="<b>fine</b>")
    page = as_user(scene.manager).get(address(scene)).content.decode()
    assert "What comes next" not in page
    assert "E-mail: not sent any more. This person has answered." in page
    assert "&lt;b&gt;fine&lt;/b&gt;" in page


def test_that_it_was_looked_at_is_kept_for_the_person(scene, as_user):
    as_user(scene.manager).get(address(scene))
    look = PlaceLook.objects.get(where="timeline")
    assert (look.person, look.by) == (scene.mira, "Pia")


def test_the_roll_call_and_the_reasons_lead_to_it(scene, as_user):
    client = as_user(scene.manager)
    link = f'href="{address(scene)}"'
    assert link in client.get(f"/desk/alerts/{scene.reference}/roll-call").content.decode()
    assert link in client.get(f"/desk/alerts/{scene.reference}/why/{scene.mira.pk}").content.decode()
    record(scene.edition, scene.mira, "need-help", now=NOON, via="link")
    assert link in client.get(f"/desk/alerts/{scene.reference}/roll-call").content.decode()
    # Whoever may not see people gets no way to it.
    assert link not in as_user(scene.desk.rob).get(f"/desk/alerts/{scene.reference}/").content.decode()


def test_somebody_who_was_never_in_the_way_has_an_empty_one_that_says_so(scene, as_user):
    omar = add_person(
        scene.desk.organisation,
        key="S-9",
        name="Omar",
        email="o@field.example",
        actor=scene.manager,
        now=NOON,
    )
    page = as_user(scene.manager).get(f"/desk/alerts/{scene.reference}/timeline/{omar.pk}").content.decode()
    assert "nothing to do with this person" in page


def test_another_desk_and_another_desks_person_are_not_found(scene, as_user):
    other = make_desk("other")
    Membership.objects.create(organisation=other.organisation, user=other.ana, role="people-manager")
    assert as_user(other.ana).get(address(scene)).status_code == 404
    theirs = add_person(
        other.organisation, key="X", name="X", email="x@field.example", actor=other.ana, now=NOON
    )
    page = as_user(scene.manager).get(f"/desk/alerts/{scene.reference}/timeline/{theirs.pk}")
    assert page.status_code == 404

"""The page of standing rules: written by one, approved by another, ended with a reason; nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tocsin.accounts.models import User
from tocsin.alerts.models import Edition, StandingRule
from tocsin.alerts.tests.desk import NOON
from tocsin.cap import CapArea, CapCircle
from tocsin.desk.tests.conftest import Scene
from tocsin.publishing.by_rule import publish_by_rules
from tocsin.publishing.tests.authority import SENDER, Authority

pytestmark = pytest.mark.django_db

RULES = "/desk/sources/rules/"
#: Far from the earthquake that the desk has in hand.
ELSEWHERE = {
    "headline": "Flood warning for Mombasa",
    "description": "The sea is expected to flood low parts of Mombasa, Kenya, within hours.",
    "areas": (CapArea("Mombasa and 40 km around", circles=(CapCircle("-4.05,39.66 40"),)),),
}


@pytest.fixture
def authority(scene: Scene) -> Authority:
    return Authority(scene.desk)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(authority: Authority, **changes: object) -> dict[str, object]:
    return {
        "name": "Floods of the lake", "reason": "Right for ten years.", "source": authority.source.pk,
        "sender": SENDER, "certificate": authority.certificate.decode(), "hazards": ["flood"], "countries": "ke",
        "highest": "Critical", "most_per_hour": 3, **changes,
    }  # fmt: skip


def test_one_writes_another_approves_and_what_goes_out_is_listed_with_its_reason(
    scene: Scene, authority: Authority
) -> None:
    ana, eva = signed_in(scene.desk.ana), signed_in(scene.desk.eva)
    assert ana.post(f"{RULES}new", form(authority)).status_code == 302
    rule = StandingRule.objects.get()
    assert (rule.countries, rule.is_in_force) == (["KE"], False)
    assert "waits for approval" in ana.get(RULES).content.decode()
    assert "Approve: let it out" not in ana.get(RULES).content.decode()
    assert ana.post(f"{RULES}{rule.pk}/approve").status_code == 403
    eva.post(f"{RULES}{rule.pk}/approve")
    authority.sends(authority.warning(**ELSEWHERE), at=NOON + timedelta(minutes=1))
    publish_by_rules(now=NOON + timedelta(minutes=2))
    authority.sends(authority.warning(2, **ELSEWHERE), at=NOON + timedelta(minutes=3), signed=False)
    publish_by_rules(now=NOON + timedelta(minutes=4))
    shown = eva.get(RULES).content.decode()
    assert "<b>published</b>" in shown
    assert "left to a person" in shown
    assert "R-01" in shown
    edition = Edition.objects.get(rule=rule)
    alert = eva.get(f"/desk/alerts/{edition.alert.reference}/").content.decode()
    assert "by the rule “Floods of the lake”" in alert


def test_its_writer_cannot_approve_it_by_any_way(scene: Scene, authority: Authority) -> None:
    eva = signed_in(scene.desk.eva)
    eva.post(f"{RULES}new", form(authority))
    rule = StandingRule.objects.get()
    said = eva.post(f"{RULES}{rule.pk}/approve", follow=True).content.decode()
    assert "somebody else must approve it" in said
    rule.refresh_from_db()
    assert not rule.is_in_force


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("cannot be read", {"certificate": "hello"}),
        ("No country has the code XX", {"countries": "KE XX"}),
        ("greater than or equal to 1", {"most_per_hour": 0}),
        ("This field is required", {"reason": ""}),
    ],
)
def test_what_is_wrong_is_said_at_its_place_and_what_was_typed_stays(
    words: str, changes: dict[str, object], scene: Scene, authority: Authority
) -> None:
    page = signed_in(scene.desk.ana).post(f"{RULES}new", form(authority, **changes)).content.decode()
    assert words in page
    assert "Floods of the lake" in page
    assert not StandingRule.objects.exists()


def test_a_rule_of_another_desk_is_not_there(scene: Scene, authority: Authority) -> None:
    from tocsin.alerts.tests.desk import make_desk

    other = make_desk("other")
    rule = authority.rule()
    for act in ("approve", "end"):
        answer = signed_in(other.eva).post(f"{RULES}{rule.pk}/{act}", {"reason": "x"})
        assert answer.status_code == 404
    assert rule.name not in signed_in(other.eva).get(RULES).content.decode()


def test_an_end_needs_a_reason_and_is_for_good(scene: Scene, authority: Authority) -> None:
    rule = authority.rule()
    ben = signed_in(scene.desk.ben)
    assert "Say why" in ben.post(f"{RULES}{rule.pk}/end", {"reason": " "}, follow=True).content.decode()
    ben.post(f"{RULES}{rule.pk}/end", {"reason": "Its key was stolen."})
    assert "Its key was stolen." in ben.get(RULES).content.decode()
    said = signed_in(scene.desk.eva).post(f"{RULES}{rule.pk}/end", {"reason": "Again"}, follow=True)
    assert "has ended" in said.content.decode()

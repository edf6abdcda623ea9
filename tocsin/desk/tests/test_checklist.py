"""A new desk is told what is still to do, and no longer once it is done."""

from __future__ import annotations

from tocsin.accounts.audit import record
from tocsin.accounts.models import Membership
from tocsin.alerts.tests.desk import NOON
from tocsin.delivery.models import ChannelSetting
from tocsin.desk.checklist import checklist
from tocsin.sources.models import Source


def open_steps(organisation) -> list[str]:
    return [step.words for step in checklist(organisation) if not step.is_done]


def test_the_list_shrinks_with_the_facts_and_goes_when_all_is_done(scene, as_user):
    organisation = scene.desk.organisation
    client = as_user(scene.desk.ana)
    assert "First steps" in client.get("/desk/").content.decode()
    assert "A channel has been tested with a real message" in open_steps(organisation)
    assert "People are entered or imported" not in open_steps(organisation)
    ChannelSetting.objects.create(
        organisation=organisation, kind="email", test_outcome="accepted", tested_at=NOON
    )
    Source.objects.filter(organisation=organisation).update(last_success_at=NOON)
    record(organisation, "back up", "instance", now=NOON)
    assert checklist(organisation) == ()
    assert "First steps" not in client.get("/desk/").content.decode()


def test_one_person_alone_cannot_approve_unless_on_lone_duty(scene):
    organisation = scene.desk.organisation
    words = "Somebody other than the writer can approve"
    assert words not in open_steps(organisation)
    Membership.objects.filter(organisation=organisation).exclude(user=scene.desk.eva).delete()
    assert words in open_steps(organisation)
    organisation.lone_duty = True
    assert words not in open_steps(organisation)


def test_a_refused_test_message_is_no_tested_channel(scene):
    ChannelSetting.objects.create(
        organisation=scene.desk.organisation, kind="email", test_outcome="permanent", tested_at=NOON
    )
    assert "A channel has been tested with a real message" in open_steps(scene.desk.organisation)

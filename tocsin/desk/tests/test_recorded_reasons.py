"""Reasons are kept in English and read in the language of the reader; what a person typed stays as it was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from tocsin.alerts.tests.desk import NOON
from tocsin.delivery.decide import Rule, words
from tocsin.delivery.models import Delivery
from tocsin.delivery.quiet_settings import mute
from tocsin.exposure.models import Exposure
from tocsin.exposure.sentences import Told


def pages(scene) -> tuple[str, ...]:
    start = f"/desk/alerts/{scene.reference}"
    return (
        f"{start}/timeline/{scene.mira.pk}",
        f"{start}/why/{scene.mira.pk}",
        f"{start}/",
        f"/people/{scene.mira.pk}/",
    )


def kept() -> list[tuple[str, ...]]:
    return [
        *Exposure.objects.order_by("pk").values_list("reason", "located_by"),
        *Delivery.objects.order_by("pk").values_list("reason", "last_error"),
    ]


def shown(client, address: str, language: str) -> str:
    client.cookies["django_language"] = language
    page = client.get(address)
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.parametrize("language", ["fr", "es", "ar"])
def test_why_somebody_is_in_the_way_is_read_in_the_language_of_the_reader(scene, as_user, language):
    before = kept()
    assert "Located by: city by name." in before[0][0]
    with translation.override(language):
        there = translation.gettext(Told.LOCATED).partition("%")[0]
    client = as_user(scene.manager)
    for address in pages(scene):
        page = shown(client, address, language)
        assert there in page, address
        assert "Located by:" not in page, address
        assert "There from" not in page, address
    assert kept() == before


def test_a_reader_of_english_reads_what_was_kept(scene, as_user):
    assert "Located by: city by name." in shown(as_user(scene.manager), pages(scene)[0], "en")


def test_what_a_person_typed_and_what_a_server_said_stay_as_they_are(scene, as_user):
    typed = "This person has answered. The stay was cancelled."
    mute(
        scene.edition.alert.incident,
        until=NOON + timedelta(hours=2),
        reason=typed,
        actor=scene.desk.ben,
        now=NOON,
    )
    Delivery.objects.filter(person=scene.mira).update(
        state="suppressed",
        rule=Rule.MUTED,
        reason=words(Rule.MUTED, who="Ben", until="2017-07-15 14:00:00 UTC", why=typed),
        finished_at=NOON,
        last_error="550 This person has answered.",
    )
    page = shown(as_user(scene.manager), pages(scene)[2], "fr")
    assert f"Ben a mis cet incident en sourdine jusqu’au 2017-07-15 14:00:00 UTC : {typed}" in page
    assert "550 This person has answered." in page

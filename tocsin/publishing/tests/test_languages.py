"""An alert in several languages: every language in one page and one CAP message, and each person is written to in theirs."""

from __future__ import annotations

import gzip
from dataclasses import replace

import pytest
from django.test import Client

from tocsin.alerts.content import text_of
from tocsin.alerts.drafting import draft_from, draft_update
from tocsin.alerts.linting import standing_in_the_way
from tocsin.alerts.tests.desk import NOON
from tocsin.cap import parse
from tocsin.delivery.bulletin import bulletin_of
from tocsin.grading import AlertText, Translation, alert_text_from_json, alert_text_to_json
from tocsin.publishing.documents.cap_message import read_back
from tocsin.publishing.publication import publish
from tocsin.publishing.tests.html_page import Page
from tocsin.publishing.tests.press import Press

pytestmark = pytest.mark.django_db


def spoken(text: AlertText, language: str, headline: str, word: str) -> Translation:
    """A translation that passes the rules: the figures of each part of `text`, after `word`."""

    def part(words: str) -> str:
        figures = " ".join("".join(one if one.isdigit() or one in ":." else " " for one in words).split())
        return f"{word} {figures}".strip() if words else ""

    own = text.own_words
    return Translation(
        language,
        country="كينيا" if language == "ar" else "Kenya",
        place="كيسومو" if language == "ar" else "Kisumu",
        headline=headline,
        summary=part(own.summary),
        event=part(own.event),
        context=part(own.context),
        advice=tuple(part(act) for act in own.advice),
        what_changed=part(own.what_changed),
    )


def in_three(press: Press) -> AlertText:
    text = text_of(draft_from(press.incident, author=press.desk.ana, now=NOON).content)
    text = replace(text, headline="Earthquake shakes Kisumu")
    for language, headline, word in (
        ("fr", "Séisme à Kisumu", "Français"),
        ("ar", "زلزال في كيسومو", "بالعربية"),
    ):
        text = text.with_translation(spoken(text, language, headline, word))
    return text


def test_one_page_and_one_message_carry_every_language(press: Press) -> None:
    press.traveller()
    text = in_three(press)
    edition = press.publish(text_draft(press, text))
    page = Client().get(f"/alerts/{edition.alert.slug}/").content
    assert len(gzip.compress(page)) <= 14 * 1024
    shown = page.decode()
    assert 'href="#fr"' in shown
    assert '<section id="ar" lang="ar" dir="rtl"' in shown
    assert "Séisme à Kisumu" in shown
    assert "زلزال في كيسومو" in shown
    Page(shown)
    message = parse(bytes(edition.documents.get(form="cap").body))
    assert [info.language for info in message.infos] == ["en", "fr", "ar"]
    assert [info.headline for info in message.infos][1:] == [
        "Kenya: Séisme à Kisumu",
        "كينيا: زلزال في كيسومو",
    ]
    assert [info.event for info in message.infos] == ["Earthquake", "Séisme", "زلزال"]
    for info in message.infos[1:]:
        first = message.infos[0]
        assert (info.severity, info.certainty, info.urgency) == (
            first.severity,
            first.certainty,
            first.urgency,
        )
        assert (info.onset, info.expires) == (first.onset, first.expires)
        assert info.areas[0].circles == first.areas[0].circles
        assert info.instruction.count("\n") == first.instruction.count("\n")
    assert read_back(message).title == edition.headline


def text_draft(press: Press, text: AlertText):
    from tocsin.alerts.editing import edit
    from tocsin.alerts.models import Draft

    draft = Draft.objects.get()
    return edit(draft, text, revision=draft.revision, author=press.desk.ana, now=NOON)


def test_each_person_is_written_to_in_their_language(press: Press) -> None:
    edition = press.publish(text_draft(press, in_three(press)))
    bulletin = bulletin_of(edition)
    assert bulletin.in_language("fr-CA").title == "Kenya: Séisme à Kisumu"
    assert bulletin.in_language("ar").places[0] == "كيسومو, كينيا"
    assert bulletin.in_language("es").title == "Kenya: Earthquake shakes Kisumu", "no Spanish was written"
    assert len(bulletin.in_language("fr").acts) == len(bulletin.acts)


def test_a_text_that_changed_after_its_translation_is_noticed(press: Press) -> None:
    text = in_three(press)
    draft = text_draft(press, text)
    assert not [one for one in standing_in_the_way(draft) if one.rule.startswith("translation")]
    draft = text_draft(press, replace(text, headline="Strong earthquake shakes Kisumu"))
    found = [one for one in standing_in_the_way(draft) if one.rule == "translation-stale"]
    assert {dict(one.values)["language"] for one in found} == {"fr", "ar"}


def test_an_update_keeps_its_languages_and_asks_for_them_again(press: Press) -> None:
    edition = press.publish(text_draft(press, in_three(press)))
    press.news(20, hours=2)
    draft = draft_update(edition.alert, author=press.desk.ana, now=NOON)
    text = text_of(draft.content)
    assert [one.language for one in text.translations] == ["fr", "ar"]
    rules = {one.rule for one in standing_in_the_way(draft)}
    assert {"translation-stale", "translation-incomplete"} <= rules
    alone = replace(text, translations=())
    assert press.publish(draft, translations=alone.translations).number == 2


def test_a_text_without_translations_has_the_hash_that_it_had(press: Press) -> None:
    text = text_of(draft_from(press.incident, author=press.desk.ana, now=NOON).content)
    assert "translations" not in alert_text_to_json(text)
    told = text.with_translation(Translation("fr", headline="Séisme"))
    assert alert_text_from_json(alert_text_to_json(told)) == told
    assert told.without_translation("fr") == text


def test_nothing_is_published_in_half_a_translation(press: Press) -> None:
    from tocsin.alerts.editing import submit
    from tocsin.alerts.errors import FindingsStand
    from tocsin.alerts.reviewing import approve

    text = in_three(press)
    half = replace(text.translations[0], advice=())
    draft = text_draft(press, text.with_translation(half))
    draft = submit(draft, author=press.desk.ana, now=NOON)
    with pytest.raises(FindingsStand, match="translation-incomplete"):
        approve(draft, reviewer=press.desk.eva, content_hash=draft.content_hash, now=NOON)
    assert publish

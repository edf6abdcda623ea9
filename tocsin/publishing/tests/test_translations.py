"""Every sentence that a reader of the public pages sees has its translation."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tocsin.alerts.models import Alert
from tocsin.grading import Level, Reliability
from tocsin.publishing.documents.page import page_document
from tocsin.publishing.tests.html_page import Page
from tocsin.publishing.tests.press import SPEECH, Press, edition_of
from tocsin.reading import HAZARDS

ROOM = Path(__file__).resolve().parents[1]
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]
#: The pages of the API are English, as its descriptions are.
TEMPLATES = [path for path in (ROOM / "jinja2" / "publishing").glob("*.html") if path.name != "api.html"]


def sentences() -> set[str]:
    found = {word for level in Level for word in (level.word, level.meaning)}
    found |= {hazard.name for hazard in HAZARDS} | {grade.words for grade in Reliability}
    for path in [*ROOM.glob("*.py"), *(ROOM / "documents").glob("*.py"), *TEMPLATES]:
        found |= set(
            re.findall(
                r'\b(?:_|gettext|gettext_noop|recorded)\(\s*"([^"]+)"', path.read_text(encoding="utf-8")
            )
        )
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_the_compiled_file_is_the_written_one(language: str) -> None:
    written = (ROOM / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', written))
    assert set(pairs) == sentences()
    with translation.override(language):
        for english, other in pairs.items():
            assert translation.gettext(english) == other, "compile it anew"
            assert set(re.findall(r"%\(\w+\)\w", english)) == set(re.findall(r"%\(\w+\)\w", other))


@pytest.mark.django_db
def test_an_arabic_alert_has_arabic_words_around_it(press: Press) -> None:
    press.publish()
    text = replace(SPEECH, language="ar")
    edition = edition_of(text, alert=Alert.objects.get(), number=2, level_reason="-")
    with translation.override("ar"):
        page = Page(page_document(edition, text).body.decode())
    headings = [" ".join(words.split()) for words in page.texts["h2"]]
    assert headings == ["الإرشادات", "الحدث", "السياق", "أين ومتى", "المصادر", "الإصدارات السابقة"]

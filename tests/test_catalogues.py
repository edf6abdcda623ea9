"""The desk speaks every language of the house: nothing it says is left in English, and nothing is out of date."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from babel.messages.pofile import read_po

from training.catalogues import (
    LANGUAGES,
    ROOMS,
    brought_up_to_date,
    catalogue_path,
    compiled,
    untranslated,
    written,
)

EACH = pytest.mark.parametrize(("room", "language"), [(room, code) for room in ROOMS for code in LANGUAGES])
_BLANK = re.compile(r"%\(\w+\)[sdf]|\{\w*\}")


@EACH
def test_every_text_of_a_room_is_translated(room: str, language: str) -> None:
    assert untranslated(brought_up_to_date(room, language)) == [], (
        "run `python3 dev.py words`, then translate"
    )


@EACH
def test_the_catalogues_are_those_of_the_code(room: str, language: str) -> None:
    catalogue = brought_up_to_date(room, language)
    path = catalogue_path(room, language)
    assert path.read_bytes() == written(catalogue), "run `python3 dev.py words`"
    assert path.with_suffix(".mo").read_bytes() == compiled(catalogue), "run `python3 dev.py words`"


@EACH
def test_a_translation_has_the_blanks_of_its_text(room: str, language: str) -> None:
    for message in brought_up_to_date(room, language):
        if isinstance(message.id, str):
            pairs = [(message.id, message.string)]
        else:
            pairs = [(message.id[1], form) for form in message.string]
        for text, other in pairs:
            needed, found = sorted(_BLANK.findall(text)), sorted(_BLANK.findall(other))
            # A plural form for one or two may name the number in words, and so leave its blank out.
            assert found == needed or (not isinstance(message.id, str) and set(found) <= set(needed)), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_text_reads_the_same_in_every_room(language: str) -> None:
    found: dict[object, set[object]] = defaultdict(set)
    for room in (*ROOMS, "publishing", "delivery"):
        with catalogue_path(room, language).open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id and isinstance(message.id, str):
                    found[message.id].add(message.string)
    differ = {text: others for text, others in found.items() if len(others) > 1}
    assert differ == {}, (
        "the room that comes first in the settings would speak for all: give one of them other words"
    )

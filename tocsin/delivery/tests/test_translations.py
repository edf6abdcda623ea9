"""Every sentence that a recipient or the desk sees from this room has its translation."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from tocsin.grading import Level

ROOM = Path(__file__).resolve().parents[1]
OTHERS = [code for code, _ in settings.LANGUAGES if code != "en"]


def sentences() -> set[str]:
    """What the code and the templates of this room hand to gettext."""
    found = {word for level in Level for word in (level.word, level.meaning)}
    for path in (one for one in ROOM.rglob("*.py") if "tests" not in one.parts):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("_", "gettext_lazy", "worded", "recorded")
            ):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant):
                        found.add(argument.value)
    for path in (ROOM / "jinja2" / "delivery").glob("*.html"):
        found |= set(re.findall(r'_\("([^"]+)"\)', path.read_text(encoding="utf-8")))
    return found


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_is_translated_and_the_compiled_file_is_the_written_one(language: str) -> None:
    written = (ROOM / "locale" / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    pairs = dict(re.findall(r'msgid "(.+)"\nmsgstr "(.+)"', written))
    missing = sentences() - set(pairs)
    assert not missing, f"{language} lacks {sorted(missing)}"
    with translation.override(language):
        for english, other in pairs.items():
            assert translation.gettext(english.replace('\\"', '"')) == other.replace('\\"', '"'), (
                "compile it anew"
            )


@pytest.mark.parametrize("language", OTHERS)
def test_translations_keep_every_blank(language: str) -> None:
    for sentence in sentences():
        with translation.override(language):
            blanks = [
                set(re.findall(r"%\(\w+\)\w", text)) for text in (sentence, translation.gettext(sentence))
            ]
        assert blanks[0] == blanks[1], sentence

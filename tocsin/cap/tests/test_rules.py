from __future__ import annotations

import inspect as source
import re
from pathlib import Path

import pytest

import tocsin.cap
from tocsin.cap import READING_RULES, RULES, CapError, Trust, errors

ROOM = Path(tocsin.cap.__file__).parent
DOCUMENT = ROOM.parents[1] / "docs/cap.md"


@pytest.mark.skipif(not DOCUMENT.exists(), reason="the documents are not beside the installed package")
def test_the_document_lists_every_rule_as_the_code_has_it():
    text = DOCUMENT.read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| `([a-z0-9-]+)` \| (error|warning|advice) \| (.+?) \| (.+?) \|$", text, re.MULTILINE
    )
    ours = [
        (rule.id, str(rule.severity), rule.section, rule.asks)
        for rule in (*READING_RULES.values(), *RULES.values())
    ]
    assert rows == ours
    for verdict in Trust:
        assert f"| `{verdict}` |" in text


def test_no_rule_has_two_meanings():
    assert not set(RULES) & set(READING_RULES)
    assert all(key == rule.id and rule.asks.endswith(".") for key, rule in (RULES | READING_RULES).items())


def test_every_error_of_the_room_has_a_rule_and_says_when_it_is_raised():
    kinds = [kind for _, kind in source.getmembers(errors, source.isclass) if issubclass(kind, CapError)]
    assert len(kinds) > 10
    for kind in kinds:
        assert kind.__doc__.startswith("Raised")
        if kind not in (CapError, errors.SchemaError):
            assert kind.rule in READING_RULES


def test_every_rule_is_used_by_the_code():
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py") if path.name != "rules.py")
    for rule in RULES | READING_RULES:
        stem = rule.rsplit("-", 1)[0]
        assert (
            f'"{rule}"' in text
            or f'"{stem}-{{' in text
            or ("{element}-characters" in text and rule.endswith("-characters"))
        ), rule


def test_everything_exported_is_there():
    assert len(set(tocsin.cap.__all__)) == len(tocsin.cap.__all__)
    for name in tocsin.cap.__all__:
        assert getattr(tocsin.cap, name).__doc__

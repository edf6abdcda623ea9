"""docs/delivery.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tocsin.delivery.decide import RULES, Rule
from tocsin.delivery.worker import LANES

PAGE = Path(__file__).resolve().parents[3] / "docs" / "delivery.md"


@pytest.fixture
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_reason_is_listed_in_its_own_words(page: str) -> None:
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", page, re.MULTILINE))
    assert listed == {
        rule.value: re.sub(r"%\((\w+)\)s", r"{\1}", sentence) for rule, sentence in RULES.items()
    }
    assert set(RULES) == set(Rule)


def test_the_windows_are_the_lanes_own(page: str) -> None:
    windows = {lane.critical: lane.window for lane in LANES}
    assert f"({windows[False]} rows in\nthe ordinary lane, {windows[True]} in the Critical one)" in page


def test_the_receivers_example_verifies_a_signature(page: str) -> None:
    from tocsin.delivery.channels.signature import signature

    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, object] = {}
    exec(code, names)
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    signed = signature(secret, message_id="tocsin-1", timestamp=7, body=b"{}")
    headers = {"webhook-id": "tocsin-1", "webhook-timestamp": "7", "webhook-signature": signed}
    is_genuine = names["is_genuine"]
    assert is_genuine(secret, headers, b"{}")  # type: ignore[operator]
    assert not is_genuine(secret, headers, b"{ }")  # type: ignore[operator]

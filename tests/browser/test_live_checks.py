"""The checks beside a draft say what stands in its form, however quickly one goes from field to field."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_pages import CHROMIUM, browser, visit
from tests.demo_instance import Demo

__all__ = ["browser"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def test_the_checks_are_of_what_was_typed_last_where_three_fields_are_filled_in_a_hurry(
    browser: Any, demo: Demo
) -> None:
    page = visit(browser, demo, "ana@lanternharbour.example")
    page.goto("/desk/incidents/2017-0004/")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/drafts/**")
    for field, words in (
        ("headline", "Strike in Nairobi"),
        ("place", "Westlands"),
        ("advice", "People should be careful."),
    ):
        page.fill(f"#f-{field}", words)
    page.keyboard.press("Tab")
    page.wait_for_selector("#checks-panel :text('does not begin with a verb')")
    assert "People should be careful" in page.inner_text("#checks-panel .card")
    assert "in the way of an approval" in page.inner_text("#checks-count")
    assert not page.inner_text("#checks-count").startswith("Nothing")

"""The desk in Arabic: from right to left on every page, accessible, within the narrowest phone, without a complaint."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_pages import (
    ADMINISTRATION,
    CHROMIUM,
    DESK,
    _too_wide,
    _violations,
    browser,
    complaints,
    visit,
)
from tests.browser.test_settings_and_second_factor import SETTINGS
from tests.demo_instance import Demo

__all__ = ["browser", "complaints"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

ACCOUNT = ["/account/2fa/", "/account/language/", "/account/password/change/", "/account/logout/"]
ANA, BRAM, CAROL = (f"{name}@lanternharbour.example" for name in ("ana", "bram", "carol"))
PAGES = {BRAM: DESK, CAROL: [*ADMINISTRATION, *SETTINGS, *ACCOUNT]}


@pytest.mark.parametrize("account", PAGES)
def test_every_page_runs_from_right_to_left_and_breaks_no_rule(
    browser: Any, demo: Demo, account: str, complaints: list[str]
) -> None:
    page = visit(browser, demo, account, complaints, locale="ar")
    assert _violations(page, PAGES[account]) == []
    turned = []
    for path in PAGES[account]:
        page.goto(path)
        if (page.get_attribute("html", "dir"), page.get_attribute("html", "lang")) != ("rtl", "ar"):
            turned.append(path)
    assert turned == []
    assert complaints == []


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_scrolls_sideways_on_a_phone(browser: Any, demo: Demo, width: int) -> None:
    narrow = {"viewport": {"width": width, "height": 640}, "locale": "ar"}
    wide = [
        path
        for account, paths in PAGES.items()
        for path in _too_wide(visit(browser, demo, account, **narrow), paths)
    ]
    assert wide == []


def test_the_language_is_chosen_at_the_foot_of_a_page_by_keyboard_and_stays(browser: Any, demo: Demo) -> None:
    account = demo.newcomer()
    page = visit(browser, demo, account)
    page.goto("/desk/alerts/")
    for _press in range(60):
        if page.evaluate("document.activeElement.matches('.languages button[value=ar]')"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("html[dir=rtl]")
    assert page.url.endswith("/desk/alerts/")
    # Kept with the account: also where another browser asks for another language.
    elsewhere = visit(browser, demo, account, locale="fr")
    assert elsewhere.get_attribute("html", "lang") == "ar"
    elsewhere.click(".languages button[value=en]")
    elsewhere.wait_for_selector("html[lang=en]")


def test_a_draft_on_a_phone_keeps_its_acts_in_reach_and_its_parts_folded(browser: Any, demo: Demo) -> None:
    page = visit(browser, demo, ANA, viewport={"width": 390, "height": 780})
    page.goto("/desk/incidents/2017-0006/")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/drafts/*/")
    assert page.evaluate("document.documentElement.scrollHeight") < 3600
    for height in (0, 1200, 99999):
        page.evaluate("height => scrollTo(0, height)", height)
        box = page.get_by_role("button", name="Save").first.bounding_box()
        assert box["y"] > 0
        assert box["y"] + box["height"] <= 780
        assert box["height"] >= 44
    assert not page.locator("#f-advice").is_visible()
    page.locator(".part summary", has_text="Advice").focus()
    page.keyboard.press("Enter")
    assert page.locator("#f-advice").is_visible()
    page.goto("/desk/drafts/8/")
    assert page.get_by_role("button", name="Save").count() == 0, "a published draft cannot be saved"
    assert page.locator("#f-headline").is_disabled()

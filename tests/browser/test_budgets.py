"""What a page may weigh and ask for: the budgets of readers on a phone at 50 kbit/s, held in the browser and on the wire."""

from __future__ import annotations

import gzip
from typing import Any

import httpx
import pytest

from tests.browser.test_pages import (
    CHROMIUM,
    DESK,
    addresses,
    answer_link,
    browser,
    visit,
)
from tests.demo_instance import Demo

__all__ = ["browser"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

KILOBYTE = 1024
#: Of a page of the desk with everything that it loads, compressed, and how many requests that may be.
DESK_BYTES, DESK_REQUESTS = 60 * KILOBYTE, 8
#: A slow line: 50 kbit/s, half a second until an answer begins.
SLOW = {"offline": False, "latency": 500, "downloadThroughput": 50_000 / 8, "uploadThroughput": 50_000 / 8}


def on_the_wire(demo: Demo, path: str) -> int:
    """Bytes of the body as they travel to a browser."""
    with httpx.stream("GET", demo.base + path, headers={"Accept-Encoding": "gzip"}, timeout=30) as answer:
        assert answer.status_code == 200, path
        return sum(len(part) for part in answer.iter_raw())


def test_public_pages_travel_packed_and_keep_their_budgets(browser: Any, demo: Demo) -> None:
    page = visit(browser, demo)
    for path in addresses(page):
        weight = on_the_wire(demo, path)
        assert weight <= 14 * KILOBYTE, path
        plain = httpx.get(demo.base + path, headers={"Accept-Encoding": "identity"}, timeout=30)
        assert weight < len(plain.content) / 2, "it is packed"
    answer = httpx.get(
        demo.base + answer_link(demo, "aisha@"), headers={"Accept-Encoding": "identity"}, timeout=30
    )
    assert len(gzip.compress(answer.content)) <= 3 * KILOBYTE


def test_no_page_of_the_desk_weighs_or_asks_for_more_than_its_budget(browser: Any, demo: Demo) -> None:
    page = visit(browser, demo, "bram@lanternharbour.example")
    page.context.new_cdp_session(page).send("Network.setCacheDisabled", {"cacheDisabled": True})
    heavy = []
    for path in DESK:
        page.goto(path)
        page.wait_for_load_state("load")
        asked = page.evaluate(
            "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
            ".filter(one => !one.name.endsWith('/live')).map(one => one.encodedBodySize)"
        )
        if sum(asked) > DESK_BYTES or len(asked) > DESK_REQUESTS:
            heavy.append(f"{path}: {sum(asked)} bytes in {len(asked)} requests")
    assert heavy == []


def test_an_alert_can_be_read_within_two_seconds_on_a_slow_line(browser: Any, demo: Demo) -> None:
    """The best of three: what the line takes, and not what else this machine does."""
    page = visit(browser, demo)
    path = addresses(page)[1]
    best = min(_first_paint(browser, demo, path) for _ in range(3))
    assert best <= 2000


def _first_paint(browser: Any, demo: Demo, path: str) -> float:
    page = visit(browser, demo, viewport={"width": 360, "height": 740})
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.goto(path)
    page.wait_for_load_state("load")
    assert page.locator("#advice").is_visible()
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
    page.context.close()
    return float(max(painted, loaded))

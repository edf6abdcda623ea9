"""The area of a draft on its map: drawn, picked and saved with a pointer, readable by all, within its own policy."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.test_pages import CHROMIUM, axe, browser, complaints, visit
from tests.demo_instance import Demo

__all__ = ["browser", "complaints"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

ANA = "ana@lanternharbour.example"


@pytest.fixture(scope="module")
def address(browser: Any, demo: Demo) -> str:
    """The area's page of a draft that may be edited."""
    page = visit(browser, demo, ANA)
    page.goto("/desk/incidents/2017-0006/")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/drafts/*/")
    return page.url.removeprefix(demo.base) + "area"


def of_the_page(complaints: list[str]) -> list[str]:
    """What the console says of the page: without what the driver says of drawing on a machine without a graphics card."""
    return [one for one in complaints if "GL Driver Message" not in one]


def ready(page: Any, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("#area-map[data-ready]")


def spot(page: Any, across: float, down: float) -> dict[str, float]:
    box = page.locator("#area-map canvas").bounding_box()
    return {"x": box["x"] + across * box["width"], "y": box["y"] + down * box["height"]}


def shapes(page: Any, count: int) -> list[str]:
    page.wait_for_function("n => document.querySelectorAll('.shapes li').length === n", arg=count)
    return [one.inner_text() for one in page.locator(".shapes li").all()]


def choose(page: Any, tool: str) -> None:
    page.get_by_role("group", name="Draw on the map").get_by_role("button", name=tool).click()


def test_a_polygon_a_circle_and_a_region_are_drawn_and_saved(
    browser: Any, demo: Demo, address: str, complaints: list[str]
) -> None:
    page = visit(browser, demo, ANA, complaints)
    ready(page, address)
    for button in page.get_by_role("button", name="Remove").all():
        button.click()
    shapes(page, 0)
    choose(page, "Polygon")
    before = page.locator("#area-map canvas").bounding_box()
    for across, down in ((0.2, 0.2), (0.4, 0.2), (0.4, 0.4)):
        page.mouse.click(**spot(page, across, down))
    # Nothing may move under the pointer while somebody draws.
    assert page.locator("#area-map canvas").bounding_box() == before
    page.keyboard.press("Enter")
    assert "3 corners" in shapes(page, 1)[0]
    choose(page, "Circle")
    page.mouse.move(**spot(page, 0.6, 0.6))
    page.mouse.down()
    page.mouse.move(**spot(page, 0.7, 0.6), steps=4)
    page.mouse.up()
    assert "km around" in shapes(page, 2)[1]
    choose(page, "Pick regions")
    page.mouse.click(**spot(page, 0.5, 0.5))
    region = shapes(page, 3)[2].splitlines()[0]
    page.get_by_role("button", name="Save the area").click()
    page.wait_for_selector(".messages li.success")
    page.goto(address)
    assert region in page.inner_text(".shapes")
    assert "3 corners" in page.inner_text(".shapes")
    assert of_the_page(complaints) == []


def test_a_polygon_that_crosses_itself_is_refused_in_words_and_can_be_drawn_again(
    browser: Any, demo: Demo, address: str
) -> None:
    page = visit(browser, demo, ANA)
    ready(page, address)
    before = page.locator(".shapes li").count()
    choose(page, "Polygon")
    for across, down in ((0.2, 0.2), (0.4, 0.4), (0.4, 0.2), (0.2, 0.4)):
        page.mouse.click(**spot(page, across, down))
    page.get_by_role("button", name="Finish the polygon").click()
    page.wait_for_selector("[role=alert] >> text=draw the area again")
    assert page.locator(".shapes li").count() == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_breaks_no_accessibility_rule_and_loads_nothing_from_elsewhere(
    browser: Any, demo: Demo, address: str, scheme: str, complaints: list[str]
) -> None:
    page = visit(browser, demo, ANA, complaints, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    ready(page, address)
    for summary in page.locator("#area-parts summary").all():
        summary.click()
    violations = axe.Axe().run(page).response["violations"]
    assert [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in violations] == []
    assert [one for one in asked if not one.startswith((demo.base, "data:"))] == []
    assert of_the_page(complaints) == []


def test_the_page_of_a_map_loads_in_less_than_600_kilobytes(browser: Any, demo: Demo, address: str) -> None:
    page = visit(browser, demo, ANA)
    page.goto("/desk/")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    ready(page, address)
    page.wait_for_load_state("networkidle")
    # The map library's worker is loaded outside of what the page counts.
    assert sum(sizes) + 125_000 < 600_000


def test_the_map_library_is_asked_for_once_and_kept(demo: Demo) -> None:
    answer = demo.visitor().get("/static/desk/maplibre/maplibre-gl-csp-5.24.1.js")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "immutable" not in demo.visitor().get("/static/desk/area.js").headers["Cache-Control"]


def test_on_the_narrowest_phone_nothing_scrolls_sideways_and_a_tap_draws(
    browser: Any, demo: Demo, address: str
) -> None:
    page = visit(browser, demo, ANA, viewport={"width": 320, "height": 640}, has_touch=True)
    ready(page, address)
    before = page.locator(".shapes li").count()
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(wide)
    choose(page, "Circle")
    page.locator("#area-map").scroll_into_view_if_needed()
    page.touchscreen.tap(**spot(page, 0.3, 0.3))
    page.touchscreen.tap(**spot(page, 0.5, 0.3))
    assert "km around" in shapes(page, before + 1)[-1]


def test_the_keyboard_alone_adds_a_shape_and_saves_it(browser: Any, demo: Demo, address: str) -> None:
    page = visit(browser, demo, ANA)
    ready(page, address)
    before = page.locator(".shapes li").count()
    page.locator("summary", has_text="Add a circle").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("33.57, -7.59")
    page.keyboard.press("Tab")
    page.keyboard.type("9")
    page.keyboard.press("Enter")
    assert "9 km around 33.57, -7.59" in shapes(page, before + 1)[-1]
    assert page.evaluate("document.activeElement.id") == "area-shapes"
    assert "not saved yet" in page.inner_text("#area-said")
    page.get_by_role("button", name="Save the area").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages li.success")


def test_without_a_script_the_picture_stands_and_the_same_is_done_by_the_form(
    browser: Any, demo: Demo, address: str
) -> None:
    page = visit(browser, demo, ANA, java_script_enabled=False)
    page.goto(address)
    assert page.locator("#area-map svg[role=img]").is_visible()
    before = page.locator(".shapes li").count()
    page.click("text=Add a circle")
    page.fill("input[name=circle_at]", "35.78, -5.81")
    page.fill("input[name=circle_km]", "7")
    page.keyboard.press("Enter")
    page.wait_for_selector(".shapes >> text=/^7 km around 35.78, -5.81/")
    page.get_by_role("button", name="Show").last.click()
    page.wait_for_selector(".shapes li[aria-current]")
    page.get_by_role("button", name="Save the area").click()
    page.wait_for_selector(".messages >> text=Area saved.")
    page.goto(address)
    assert page.locator(".shapes li").count() == before + 1

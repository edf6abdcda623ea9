"""What a reader and an analyst see in a real browser: accessible, within its walls, by keyboard, without a script."""

from __future__ import annotations

import email
import email.policy
import os
import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo_instance import PASSWORD, Demo

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))),
    None,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

DESK = [
    "/desk/", "/desk/?touching=all", "/desk/?state=snoozed", "/desk/incidents/2017-0007/", "/desk/drafts/", "/desk/review/", "/desk/review/8/", "/desk/drafts/8/", "/desk/drafts/8/languages/", "/desk/drafts/8/languages/fr/",
    "/desk/alerts/", "/desk/alerts/2017-0004/", "/desk/alerts/2017-0004/chain", "/desk/alerts/2017-0004/why/1",
    "/people/", "/people/1/", "/people/new", "/people/sites/", "/people/sites/1/", "/people/imports/",
    "/people/subscriptions/", "/people/subscriptions/new", "/settings/reach/", "/settings/escalation/",
    "/desk/alerts/2017-0004/timeline/9", "/desk/alerts/2017-0004/after-action", "/desk/after-action/", "/desk/map/", "/people/imports/new",
    "/desk/sources/", "/desk/sources/1/", "/desk/sources/rules/", "/desk/sources/rules/new", "/desk/reports/", "/desk/reports/18/", "/desk/reports/new", "/mailbox/",
]  # fmt: skip

PUBLIC = [
    "/corrections/", "/corrections/?lang=ar", "/past/", "/countries/MA/", "/countries/AQ/", "/hazards/flood/", "/?lang=ar", "/past/?lang=fr", "/countries/MA/?lang=ar",
]  # fmt: skip

ADMINISTRATION = ["/desk/history/", "/desk/channels/", "/desk/channels/sms/", "/desk/channels/webhook/"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=root)
        yield made
        made.close()


@pytest.fixture
def complaints() -> list[str]:
    return []


def visit(
    browser: Any, demo: Demo, account: str = "", complaints: list[str] | None = None, **options: Any
) -> Any:
    """Return a page of a fresh visitor, signed in as `account`; what the console says goes into `complaints`."""
    page = browser.new_context(base_url=demo.base, **options).new_page()
    if complaints is not None:
        page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    if account:
        page.goto("/account/login/")
        page.fill("input[name=login]", account)
        page.fill("input[name=password]", PASSWORD)
        page.click("button[type=submit]")
        page.wait_for_url("**/desk/")
    return page


def addresses(page: Any) -> list[str]:
    page.goto("/")
    return ["/", *(link.get_attribute("href") for link in page.query_selector_all(".list div a"))]


def answer_link(demo: Demo, who: str) -> str:
    """The path of the answer link in the newest mail to `who` that has one."""
    for path in sorted((demo.home / "mailbox").glob("*.eml"), reverse=True):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        found = re.search(r"/answer/[\w:-]+/", message.get_body(("plain",)).get_content())
        if who in str(message["To"]) and found:
            return found[0]
    raise AssertionError(f"no mail with an answer link reached {who}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_an_accessibility_rule_or_its_own_policy(
    browser: Any, demo: Demo, scheme: str, complaints: list[str]
) -> None:
    visitor = visit(browser, demo, complaints=complaints, color_scheme=scheme)
    public = [
        *addresses(visitor),
        *PUBLIC,
        *_changes(visitor),
        "/account/login/",
        answer_link(demo, "aisha@"),
        "/api/docs",
    ]
    found = _violations(visitor, public)
    desk = visit(browser, demo, "bram@lanternharbour.example", complaints, color_scheme=scheme)
    found += _violations(desk, DESK)
    found += _violations(visit(browser, demo, "carol@lanternharbour.example", complaints), ADMINISTRATION)
    assert found == []
    assert complaints == []


def _changes(page: Any) -> list[str]:
    """The page of what changed of each alert in force that has had an update."""
    found = []
    for path in addresses(page)[1:]:
        page.goto(path)
        found += [link.get_attribute("href") for link in page.query_selector_all("a[href$='/changes/']")]
    assert found, "no alert of the demo has had an update"
    return found


def _violations(page: Any, paths: list[str]) -> list[str]:
    found = []
    for path in paths:
        answer = page.goto(path)
        assert answer.status == 200, path
        results = axe.Axe().run(page)
        found += [
            f"{path}: {one['id']}: {one['nodes'][0]['html'][:120]}" for one in results.response["violations"]
        ]
    return found


def test_nothing_scrolls_sideways_on_the_narrowest_phone(browser: Any, demo: Demo) -> None:
    narrow = {"viewport": {"width": 320, "height": 640}}
    visitor = visit(browser, demo, **narrow)
    wide = _too_wide(visitor, [*addresses(visitor), *PUBLIC, answer_link(demo, "aisha@")])
    wide += _too_wide(visit(browser, demo, "bram@lanternharbour.example", **narrow), DESK)
    wide += _too_wide(visit(browser, demo, "carol@lanternharbour.example", **narrow), ADMINISTRATION)
    assert wide == []


def _too_wide(page: Any, paths: list[str]) -> list[str]:
    wide = []
    for path in paths:
        page.goto(path)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(path)
    return wide


@pytest.mark.parametrize("scripted", [True, False])
def test_on_a_phone_the_head_is_one_row_that_says_where_one_is_who_calls_for_help_and_opens_the_rest(
    browser: Any, demo: Demo, scripted: bool
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "java_script_enabled": scripted}
    page = visit(browser, demo, "bram@lanternharbour.example", **phone)
    page.goto("/desk/review/")
    assert page.locator("header.top").bounding_box()["height"] <= 60
    assert page.inner_text(".top .place").startswith("Review")
    calls = page.locator(".top > .urgent")
    assert int(calls.locator(".count").inner_text()) > 0
    assert not page.locator("#menu").is_visible()
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")
    assert page.locator("#menu [data-search]").is_visible()
    for target in page.locator("#menu :is(a, button, input:not([type=hidden])):visible").all():
        assert target.bounding_box()["height"] >= 44, target.inner_text()
    if scripted:
        assert axe.Axe().run(page).response["violations"] == []
    page.keyboard.press("Escape")
    assert not page.locator("#menu").is_visible()
    if scripted:
        page.keyboard.press("/")
        assert page.locator("#menu [data-search]:focus").is_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Menu").click()
    page.locator("#menu").get_by_role("link", name="Sources").click()
    page.wait_for_url("**/desk/sources/")
    assert page.inner_text(".top .place") == "Sources"


def test_an_alert_and_an_answer_page_are_one_request_without_a_script(browser: Any, demo: Demo) -> None:
    page = visit(browser, demo)
    for path in (addresses(page)[1], answer_link(demo, "aisha@")):
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path)
        page.wait_for_load_state("networkidle")
        assert [one for one in asked if not one.startswith("data:")] == [demo.base + path]
        assert page.query_selector_all("script") == []


def test_an_arabic_reader_gets_the_question_from_right_to_left_with_big_buttons(
    browser: Any, demo: Demo
) -> None:
    page = visit(browser, demo)
    page.goto(answer_link(demo, "aisha@"))
    assert page.get_attribute("html", "dir") == "rtl"
    assert page.get_attribute("html", "lang") == "ar"
    for button in page.query_selector_all("button"):
        assert button.bounding_box()["height"] >= 44


def test_an_analyst_gets_from_the_inbox_to_a_submitted_draft_by_keyboard_alone(
    browser: Any, demo: Demo
) -> None:
    page = visit(browser, demo, "ana@lanternharbour.example")
    page.goto("/desk/?touching=all")
    page.keyboard.press("j")
    for _ in range(20):
        if "Tangier" in page.evaluate("document.activeElement.innerText") or "Tanger" in page.evaluate(
            "document.activeElement.innerText"
        ):
            break
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/incidents/**")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/drafts/**")
    page.focus("#f-headline")
    page.keyboard.press("Control+a")
    page.keyboard.type("Taxi strike in Tangier on Thursday, 20 July")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages li.success")
    assert "Taxi strike in Tangier" in page.inner_text("h1")
    page.get_by_role("button", name="Hand in for review").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Handed in for review")


def test_an_approver_gets_from_the_queue_to_a_published_alert_by_keyboard_alone(
    browser: Any, demo: Demo
) -> None:
    page = visit(browser, demo, "bram@lanternharbour.example")
    page.goto("/desk/review/")
    for _ in range(10):
        page.keyboard.press("j")
        if "Taxi strike in Tangier" in page.evaluate("document.activeElement.innerText"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/review/*/")
    _tab_to(page, "Approve this text")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Approved by")
    _tab_to(page, "Publish and send")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/alerts/**")
    assert "Published." in page.inner_text(".messages")


def _tab_to(page: Any, words: str) -> None:
    """Go on by the tabulator until what has the focus is called `words`."""
    for _ in range(80):
        on = page.evaluate("[document.activeElement.tagName, document.activeElement.innerText || '']")
        if on[0] in ("A", "BUTTON") and words in on[1]:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by keyboard to {words!r}")


def test_without_a_script_an_update_is_written_approved_and_published(browser: Any, demo: Demo) -> None:
    writer = visit(browser, demo, "ana@lanternharbour.example", java_script_enabled=False)
    writer.goto("/desk/alerts/")
    writer.click("text=Taxi strike in Tangier")
    writer.click("button:text-is('Update')")
    writer.fill("#f-what_changed", "The union added a march to the port.")
    writer.click("form#draft-form button:text('Save') >> nth=0")
    writer.click("text=Hand in for review")
    page = visit(browser, demo, "bram@lanternharbour.example", java_script_enabled=False)
    page.goto("/desk/review/")
    page.click("text=Taxi strike in Tangier")
    page.click("text=Approve this text")
    page.click("text=Publish and send")
    page.wait_for_url("**/desk/alerts/**")
    assert "Published." in page.inner_text(".messages")
    visitor = visit(browser, demo, java_script_enabled=False)
    visitor.goto("/")
    visitor.click("text=Taxi strike in Tangier")
    assert "The union added a march to the port." in visitor.inner_text("main")


def test_a_call_for_help_shows_on_an_open_roll_call_and_is_taken(browser: Any, demo: Demo) -> None:
    desk = visit(browser, demo, "bram@lanternharbour.example")
    desk.goto("/desk/alerts/2017-0004/")
    desk.wait_for_selector("#live[data-state=on]")
    traveller = visit(browser, demo, java_script_enabled=False)
    traveller.goto(answer_link(demo, "daniel@"))
    traveller.fill("textarea, input[name=note]", "The van is stuck at the landslide.")
    traveller.click("button[value=need-help]")
    desk.wait_for_selector("text=The van is stuck at the landslide.")
    before = desk.locator("button >> text=Take it").count()
    desk.keyboard.press("t")
    desk.wait_for_selector("text=Taken by Bram Visser")
    assert desk.locator("button >> text=Take it").count() == before - 1


def test_no_row_moves_under_the_pointer_and_what_is_new_waits_under_its_mark(
    browser: Any, demo: Demo
) -> None:
    desk = visit(browser, demo, "bram@lanternharbour.example")
    desk.goto("/desk/alerts/2017-0004/roll-call")
    desk.wait_for_selector("#live[data-state=on]")
    rows = desk.locator("#roll-call .calls li, #roll-call .card")
    desk.hover("#roll-call .calls li >> nth=0")
    before = [box.bounding_box() for box in rows.all()]
    traveller = visit(browser, demo, java_script_enabled=False)
    traveller.goto(answer_link(demo, "daniel@"))
    traveller.fill("textarea, input[name=note]", "Now at the school.")
    traveller.click("button[value=need-help]")
    desk.wait_for_selector("#roll-call-news >> text=1 asks for help")
    # Longer than the page waits before it takes a pointer for gone.
    desk.wait_for_timeout(4000)
    assert [box.bounding_box() for box in rows.all()] == before
    assert "Now at the school." not in desk.inner_text("#roll-call")
    desk.mouse.move(0, 0)
    desk.wait_for_selector("text=Now at the school.")
    assert desk.inner_text("#roll-call-news") == ""


def test_a_printed_alert_is_black_on_white_with_its_addresses_and_its_advice_on_one_sheet(
    browser: Any, demo: Demo
) -> None:
    # The width of an A4 sheet between its margins, in CSS pixels; a dark screen must not print dark.
    page = visit(browser, demo, viewport={"width": 672, "height": 1001}, color_scheme="dark")
    for path in addresses(page)[:2]:
        page.goto(path)
        page.emulate_media(media="print", color_scheme="dark")
        assert _style(page, "body", "backgroundColor") == "rgb(255, 255, 255)"
        assert _style(page, "body", "color") == "rgb(0, 0, 0)"
        assert _style(page, ".level", "color") == "rgb(0, 0, 0)"
        assert _style(page, ".level", "backgroundColor") == "rgba(0, 0, 0, 0)"
        assert page.locator(".level svg").first.is_visible()
        assert page.locator(".level").first.inner_text().strip()
        assert page.locator("form:visible, button:visible, .screen:visible").count() == 0
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="screen")
    page.goto(addresses(page)[1])
    page.emulate_media(media="print")
    assert page.locator("svg[role=img]").is_visible()
    assert _style(page, ".acts", "breakInside") == "avoid"
    printed = page.evaluate("getComputedStyle(document.querySelector('.until a'), '::after').content")
    assert page.get_attribute(".until a", "href") in printed
    page.goto("/")
    printed = page.evaluate("getComputedStyle(document.querySelector('.list div a'), '::after').content")
    assert re.search(r"http://[^ ]+/a/\d+/", printed), "an address short enough to type"


def _style(page: Any, selector: str, name: str) -> str:
    return str(page.evaluate(f"getComputedStyle(document.querySelector('{selector}')).{name}"))

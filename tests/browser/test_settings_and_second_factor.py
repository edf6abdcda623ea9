"""Settings in a real browser, and the sign-in with a second factor by keyboard alone."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.test_pages import (  # noqa: F401 fixtures and marks that the browser's tests share
    _too_wide,
    _violations,
    browser,
    complaints,
    pytestmark,
    visit,
)
from tests.demo_instance import PASSWORD, Demo

SETTINGS = [
    "/desk/settings/", "/desk/settings/users/", "/desk/settings/users/new", "/desk/settings/users/1/",
    "/desk/settings/users/3/", "/desk/settings/tokens/", "/desk/settings/organisation/", "/desk/settings/retention/",
]  # fmt: skip
ACCOUNT = [
    "/account/2fa/", "/account/2fa/recovery-codes/", "/account/2fa/recovery-codes/generate/",
    "/account/2fa/totp/deactivate/", "/account/2fa/webauthn/", "/account/2fa/webauthn/add/", "/account/reauthenticate/",
    "/account/2fa/reauthenticate/", "/account/password/change/", "/account/logout/",
]  # fmt: skip


def code_of(secret: str) -> str:
    """The six digits that an app shows now, as allauth computes them."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret.strip(), int(time.time()) // 30))


def tab_to(page: Any, is_it: Callable[[dict[str, str]], bool]) -> None:
    """Press Tab until what has the focus is what is looked for; nothing is clicked or focused by a script."""
    for _press in range(60):
        focused = page.evaluate(
            "() => { const e = document.activeElement;"
            " return { name: e.name || '', words: (e.innerText || '').trim(), type: e.type || '' } }"
        )
        if is_it(focused):
            return
        page.keyboard.press("Tab")
    raise AssertionError("the keyboard does not get there")


def press(page: Any, words: str) -> None:
    tab_to(page, lambda focused: focused["words"] == words)
    page.keyboard.press("Enter")


def type_into(page: Any, name: str, words: str) -> None:
    tab_to(page, lambda focused: focused["name"] == name)
    page.keyboard.type(words)


def sign_in(page: Any, address: str) -> None:
    page.goto("/account/login/")
    type_into(page, "login", address)
    type_into(page, "password", PASSWORD)
    page.keyboard.press("Enter")


def sign_out_at_once(page: Any) -> None:
    """Forget the session; a page of the desk that still listens for news would be refused, and complain."""
    page.goto("about:blank")
    page.context.clear_cookies()


def show_password(page: Any) -> None:
    page.wait_for_selector("text=Is it still you?")
    type_into(page, "password", PASSWORD)
    page.keyboard.press("Enter")


def set_up_codes(page: Any) -> tuple[str, list[str]]:
    """From the desk to recovery codes; return the app's secret and the codes."""
    press(page, "Dora Lang")
    page.wait_for_url("**/account/2fa/")
    press(page, "Set it up")
    show_password(page)
    page.wait_for_selector("#id_code")
    secret = page.text_content("#secret")
    type_into(page, "code", code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Your recovery codes")
    return secret, page.locator(".codes code").all_inner_texts()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_second_factor_is_set_up_and_asked_for_by_keyboard_alone_on_pages_without_a_fault(
    browser: Any,  # noqa: F811
    demo: Demo,
    scheme: str,
    complaints: list[str],  # noqa: F811
) -> None:
    page, address = visit(browser, demo, complaints=complaints, color_scheme=scheme), demo.newcomer()
    sign_in(page, address)
    page.wait_for_url("**/desk/")
    secret, codes = set_up_codes(page)
    assert len(set(codes)) == 10
    press(page, "Sign out")
    page.wait_for_url("**/account/logout/")
    tab_to(page, lambda focused: focused["type"] == "submit")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{demo.base}/")

    sign_in(page, address)
    page.wait_for_url("**/account/2fa/authenticate/")
    assert _broken(page) == []
    page.keyboard.type("not it")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Incorrect code")
    tab_to(page, lambda focused: focused["name"] == "code")
    page.keyboard.press("Control+a")
    page.keyboard.type(code_of(secret))
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/")
    press(page, "Dora Lang")
    page.wait_for_url("**/account/2fa/")
    press(page, "Show them")
    show_password(page)
    page.wait_for_selector("text=Your recovery codes")
    assert page.locator(".codes code").all_inner_texts() == codes
    assert _violations(page, ACCOUNT) == []

    fresh = visit(browser, demo, complaints=complaints, color_scheme=scheme)
    sign_in(fresh, address)
    fresh.wait_for_url("**/account/2fa/authenticate/")
    fresh.keyboard.type(codes[0])
    fresh.keyboard.press("Enter")
    fresh.wait_for_url("**/desk/")
    assert complaints == []


def _broken(page: Any) -> list[str]:
    """What axe finds on the page as it stands, without opening it anew."""
    from axe_playwright_python.sync_playwright import Axe

    return [one["id"] for one in Axe().run(page).response["violations"]]


def test_a_passkey_signs_in_without_a_password_and_one_that_is_refused_is_told_on_the_page(
    browser: Any,  # noqa: F811
    demo: Demo,
    complaints: list[str],  # noqa: F811
) -> None:
    # Browsers take keys for names only, not for numbers.
    named = Demo(demo.base.replace("127.0.0.1", "localhost"), demo.home, demo.process)
    page, address = visit(browser, named, complaints=complaints), demo.newcomer()
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    key = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    added = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": key})
    sign_in(page, address)
    page.wait_for_url("**/desk/")
    press(page, "Dora Lang")
    page.wait_for_url("**/account/2fa/")
    press(page, "Add one")
    show_password(page)
    page.wait_for_selector("#mfa_webauthn_add")
    tab_to(page, lambda focused: focused["name"] == "passwordless")
    page.keyboard.press("Space")
    press(page, "Add it")
    page.wait_for_selector("text=Your recovery codes")
    assert _violations(page, ["/account/2fa/webauthn/", "/account/2fa/webauthn/reauthenticate/"]) == []
    page.goto("/account/2fa/webauthn/")
    assert "signs in without a password" in page.inner_text("main")
    acts = page.locator(".card a").all()
    assert _violations(page, [link.get_attribute("href") for link in acts]) == []

    sign_out_at_once(page)
    page.goto("/account/login/")
    press(page, "Sign in with a passkey")
    page.wait_for_url("**/desk/")

    devtools.send("WebAuthn.removeVirtualAuthenticator", added)
    without = {
        **key,
        "hasUserVerification": False,
        "isUserVerified": False,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": without})
    sign_out_at_once(page)
    page.goto("/account/login/")
    press(page, "Sign in with a passkey")
    page.wait_for_selector("#key-said:visible")
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_settings_breaks_an_accessibility_rule_or_its_own_policy(
    browser: Any,  # noqa: F811
    demo: Demo,
    scheme: str,
    complaints: list[str],  # noqa: F811
) -> None:
    page = visit(browser, demo, "carol@lanternharbour.example", complaints, color_scheme=scheme)
    assert _violations(page, SETTINGS) == []
    page.goto("/desk/settings/tokens/")
    page.fill("#id_name", "Dashboard")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_selector(".errorlist")
    assert _broken(page) == []
    assert page.input_value("#id_name") == "Dashboard"
    page.check("input[value='alerts:read']")
    page.get_by_role("button", name="Make it").click()
    page.wait_for_selector("text=The token for Dashboard")
    assert _broken(page) == []
    page.goto("/desk/settings/users/new")
    page.fill("#id_name", "Efe Lang")
    page.fill("#id_email", f"efe-{scheme}@lanternharbour.example")
    page.check("input[value='reader']")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=A link for Efe Lang")
    assert _broken(page) == []
    link = re.search(r"/account/first-password/\S+", page.inner_text("code"))
    assert link
    visitor = visit(browser, demo, complaints=complaints, color_scheme=scheme)
    assert _violations(visitor, [link[0]]) == []
    type_into(visitor, "password", PASSWORD)
    type_into(visitor, "again", PASSWORD)
    visitor.keyboard.press("Enter")
    visitor.wait_for_selector("text=Sign in with it.")
    assert complaints == []


def test_settings_and_account_fit_the_narrowest_phone(browser: Any, demo: Demo) -> None:  # noqa: F811
    narrow = {"viewport": {"width": 320, "height": 640}}
    page = visit(browser, demo, "carol@lanternharbour.example", **narrow)
    assert (
        _too_wide(page, [*SETTINGS, "/account/2fa/", "/account/password/change/", "/account/reauthenticate/"])
        == []
    )
    page.goto("/desk/")
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Account").click()
    page.wait_for_url("**/account/2fa/")

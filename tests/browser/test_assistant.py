"""Help with wording in a real browser, by keyboard alone: what a model proposes, what is left out and why, what is taken."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.test_pages import CHROMIUM, axe, browser, complaints, visit
from tests.demo_instance import Demo
from tocsin.alerts.tests import model_server
from tocsin.alerts.tests.model_server import ModelServer

__all__ = ["browser", "complaints"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]

ANA = "ana@lanternharbour.example"
TOLD = "A bombing at a cafe in Marrakesh killed 17 people in 2011."
INVENTED = "A bombing at a cafe in Marrakesh killed 71 people in 2011."


@pytest.fixture
def model() -> Iterator[ModelServer]:
    """A model that cites what it is told: once rightly, once with a number of its own."""
    with model_server.running() as server:

        def read_and_answer() -> None:
            claims = {one.get("figure", ""): one["id"] for one in server.asked[-1].claims}
            server.says(
                ("context", TOLD, [claims["17 killed"]]), ("context", INVENTED, [claims["17 killed"]])
            )

        server.meanwhile = read_and_answer
        yield server


@pytest.fixture
def helped(demo: Demo, tmp_path: Path, model: ModelServer) -> Iterator[Demo]:
    """A copy of the demo that may ask the model, and whose sources are ones that everybody can read."""
    home = tmp_path / "home"
    shutil.copytree(demo.home, home, ignore=shutil.ignore_patterns("tocsin.db*", "workers"))
    with sqlite3.connect(demo.home / "tocsin.db") as there, sqlite3.connect(home / "tocsin.db") as here:
        there.backup(here)
        here.execute("UPDATE sources_source SET address = 'https://wire.example/feed'")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "TOCSIN_HOME": str(home), "TOCSIN_PUBLIC_ADDRESS": base}
    environment |= {"TOCSIN_ASSISTANT_URL": model.address, "TOCSIN_ASSISTANT_MODEL": "made-up-7b"}
    environment.pop("TOCSIN_DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "tocsin", "serve", "--port", str(port)], env=environment, text=True
    )
    until = time.monotonic() + 120
    while not _answers(base):
        assert process.poll() is None, "the copy did not start"
        assert time.monotonic() < until, "the copy does not answer"
        time.sleep(0.2)
    yield Demo(base, home, process)
    process.terminate()
    process.wait(20)


def _answers(base: str) -> bool:
    try:
        return httpx.get(f"{base}/account/login/", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def tab_to(page: Any, selector: str) -> None:
    """Go on by the tabulator until what has the focus is what is looked for; nothing is clicked or focused by a script."""
    for _press in range(150):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not get to {selector}")


def violations(page: Any) -> list[str]:
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [
            f"{scheme}: {one['id']}: {one['nodes'][0]['html'][:120]}"
            for one in axe.Axe().run(page).response["violations"]
        ]
    return found


def test_a_sentence_is_asked_for_read_and_taken_over_by_keyboard_alone(
    browser: Any, helped: Demo, model: ModelServer, complaints: list[str]
) -> None:
    page = visit(browser, helped, ANA, complaints)
    page.goto("/desk/incidents/2017-0006/")
    page.keyboard.press("d")
    page.wait_for_url("**/desk/drafts/*/")
    assert model.asked == [], "to look at a draft asks nobody"
    tab_to(page, "#assistant-panel button")
    page.keyboard.press("Enter")
    page.wait_for_selector("#assistant-panel s")
    assert page.inner_text("#assistant-panel s") == INVENTED
    assert "71" in page.inner_text("#assistant-panel li:has(s) small"), "the reason names what is wrong"
    assert violations(page) == []
    tab_to(page, "#assistant-panel input[name=take]")
    page.keyboard.press("Space")
    tab_to(page, "#assistant-panel button[formaction$='/take']")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messages li.success")
    assert TOLD in page.input_value("#f-context")
    assert INVENTED not in page.inner_text("main") + page.input_value("#f-context")
    assert violations(page) == []
    assert complaints == []

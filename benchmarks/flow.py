"""How long the house itself takes from the first report to the first message, with a scripted browser at the desk.

    python3 dev.py bench flow [--reports 6] [--json]

Starts the demo in a folder of its own, files a burst of reports about one flood as field offices would (the form's own
address), and then does what two people do in Chromium: the analyst opens the incident, drafts the alert, corrects its headline,
gives a reason where a rule asks for one, and hands it in; the approver reads the check page, approves and publishes. Each line
is the time from the first report until that step had come on the screen, and the last until the first mail lay in the
mailbox. People read and think as well: this is what the house adds to that.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "ring-the-bell-2017"  # the demo's own, printed when it starts
REPORTS = (
    ("River Nyando over its banks in Kisumu", "The river Nyando flooded the lower quarters of Kisumu this morning. At least 4 people were killed, the county says."),
    ("Road from Kisumu to Ahero under water", "The road from Kisumu to Ahero is under water after the flood. Two buses are stuck."),
    ("Six dead in Kisumu flood", "Red Cross volunteers in Kisumu count 6 people killed by the flood and about 300 evacuated."),
    ("Flood reaches Kisumu market", "The flood in Kisumu reached the Kibuye market. Traders carry goods to the upper floor."),
    ("Power cut in Kisumu after flood", "Power is cut in the south of Kisumu since the flood this morning."),
    ("Kisumu airport open in spite of flood", "Kisumu airport is open in spite of the flood; the road to it is slow."),
)  # fmt: skip


def main() -> int:
    """Play the flow once and print how long each step took."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", type=int, default=6)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    browser = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        print("This needs Chromium; install it and try again.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="tocsin-bench-") as folder, _demo(Path(folder)) as base:
        steps = _play(base, Path(folder) / "home", browser, max(1, min(arguments.reports, len(REPORTS))))
    for name, seconds in steps:
        line = {"step": name, "seconds": round(seconds, 2)}
        print(json.dumps(line) if arguments.json else f"{seconds:8.2f} s  {name}")
    return 0


@contextmanager
def _demo(folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    home, said = folder / "home", folder / "said"
    home.mkdir()
    log = said.open("w+")
    command = [sys.executable, "-m", "tocsin", "demo", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TOCSIN_HOME": str(home)}, stderr=log)
    try:
        until = time.monotonic() + 300
        while "Tocsin is at" not in said.read_text():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The demo did not start: {said.read_text()[-2000:]}")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _office(base: str, email: str) -> httpx.Client:
    client = httpx.Client(base_url=base, follow_redirects=True, timeout=60)
    form = {
        "login": email,
        "password": PASSWORD,
        "csrfmiddlewaretoken": _token(client.get("/account/login/").text),
    }
    client.post("/account/login/", data=form).raise_for_status()
    return client


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if found is None:
        raise RuntimeError("The page has no form.")
    return found[1]


def _file(client: httpx.Client, title: str, text: str) -> None:
    token = _token(client.get("/desk/reports/new").text)
    fields = {"title": title, "text": text, "place": "Kisumu, Kenya", "csrfmiddlewaretoken": token}
    client.post("/desk/reports/new", data=fields).raise_for_status()


def _play(base: str, home: Path, browser: str, count: int) -> list[tuple[str, float]]:
    from playwright.sync_api import sync_playwright

    office = _office(base, "ana@lanternharbour.example")
    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=browser, args=root)
        analyst = _signed_in(chromium, base, "ana@lanternharbour.example")
        approver = _signed_in(chromium, base, "bram@lanternharbour.example")
        mails = set((home / "mailbox").glob("*.eml"))
        began = time.monotonic()
        steps: list[tuple[str, float]] = []

        def done(name: str) -> None:
            steps.append((name, time.monotonic() - began))

        for title, text in REPORTS[:count]:
            _file(office, title, text)
        done(f"{count} reports filed, read and joined to an incident")
        analyst.goto("/desk/?touching=all")
        analyst.click("#inbox a.row:has-text('Kisumu')")
        analyst.wait_for_selector("#detail h1:has-text('Kisumu')")
        done("the incident is open at the analyst's desk, with its claims")
        analyst.keyboard.press("d")
        analyst.wait_for_url("**/desk/drafts/**")
        done("the whole alert is drafted")
        _mend(analyst)
        done("the headline is corrected, reasons are given, the text is saved and checked")
        analyst.click("button:has-text('Hand in for review')")
        analyst.wait_for_selector("text=Handed in for review")
        done("it is handed in")
        approver.goto("/desk/review/")
        approver.click("main a:has-text('Kisumu')")
        approver.wait_for_selector("text=Approve this text")
        done("the approver has the check page: text, people, channels")
        approver.click("text=Approve this text")
        approver.wait_for_selector("text=Publish and send")
        approver.click("text=Publish and send")
        approver.wait_for_url("**/desk/alerts/**")
        done("it is approved and published")
        until = time.monotonic() + 60
        while time.monotonic() < until and not set((home / "mailbox").glob("*.eml")) - mails:
            time.sleep(0.02)
        if set((home / "mailbox").glob("*.eml")) - mails:
            done("the first mail lies in the mailbox")
        chromium.close()
    return steps


def _signed_in(chromium: Any, base: str, email: str) -> Any:
    page = chromium.new_context(base_url=base).new_page()
    page.goto("/account/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/desk/")
    return page


def _mend(page: Any) -> None:
    """Correct the headline, save, and give a reason wherever a rule asks for one; fail where something blocks."""
    page.fill("#f-headline", "Flood cuts roads in the south of Kisumu")
    page.click("#draft-form button.main")
    page.wait_for_selector(".messages li.success")
    while page.locator("#checks-panel form:has(input[name=rule]:not([value=level]))").count():
        form = page.locator("#checks-panel form:has(input[name=rule]:not([value=level]))").first
        form.locator("input[name=reason]").fill("Checked by hand against the reports.")
        with page.expect_navigation():
            form.locator("button").click()
    words = page.locator("#checks-panel [role=status]").inner_text()
    if not words.startswith("Nothing stands in the way"):
        raise RuntimeError(f"The draft cannot be approved: {page.locator('#checks-panel').inner_text()}")


if __name__ == "__main__":
    sys.exit(main())

"""How long one report takes from coming in to a mail that the server accepted, through the real pipeline.

    python benchmarks/chain.py [--rounds 5]

Starts a demo of its own on a free port with its worker and mail server, then for each round: posts a report to the
API, waits for the worker to put it into an incident, drafts, submits, approves and publishes at once (a person takes
longer), and waits for the mail. Prints one JSON object a round, times in seconds.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

#: Where the demo has people; a second fire in one place would join the first one's incident.
PLACES = (
    ("Nairobi", "KE", "Kenya"),
    ("Rabat", "MA", "Morocco"),
    ("Tacloban", "PH", "Philippines"),
    ("Marrakesh", "MA", "Morocco"),
    ("Beirut", "LB", "Lebanon"),
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=len(PLACES))
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        home = Path(folder) / "home"
        os.environ["TOCSIN_HOME"] = str(home)
        log = (Path(folder) / "log").open("w")
        demo = subprocess.Popen([sys.executable, "-m", "tocsin", "demo", "--port", str(port)], stderr=log)
        try:
            while "Tocsin is at" not in (Path(folder) / "log").read_text():
                if demo.poll() is not None:
                    sys.exit((Path(folder) / "log").read_text())
                time.sleep(0.1)
            os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin.project.settings"
            import django

            django.setup()
            for number in range(rounds):
                print(json.dumps(_round(f"http://127.0.0.1:{port}", home, number)), flush=True)
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(20)


def _round(base: str, home: Path, number: int) -> dict[str, Any]:
    import httpx

    from tocsin.accounts.models import Organisation, User
    from tocsin.accounts.tokens import Scope, make_token
    from tocsin.alerts import drafting, editing, reviewing
    from tocsin.clock import now
    from tocsin.incidents.models import IncidentReport
    from tocsin.publishing.publication import publish

    desk = Organisation.objects.get()
    ana, bram = (User.objects.get(email=f"{name}@lanternharbour.example") for name in ("ana", "bram"))
    _, token = make_token(desk, f"round {number}", [Scope.REPORTS_WRITE], now=now())
    city, code, country = PLACES[number % len(PLACES)]
    report = {
        "title": f"{country}: Wildfire burns at the edge of {city}",
        "text": f"A wildfire burns at the edge of {city} since this morning. Smoke fills the streets; 2 people were injured.",
        "place": city,
        "country": code,
    }
    before = len(list((home / "mailbox").glob("*.eml")))
    start = time.monotonic()
    answer = httpx.post(f"{base}/api/v1/reports", json=report, headers={"Authorization": f"Bearer {token}"})
    filed = time.monotonic()
    if answer.status_code != 201:
        sys.exit(f"The report was refused: {answer.status_code} {answer.text}")
    while not (found := IncidentReport.objects.filter(report_id=int(answer.json()["id"])).first()):
        time.sleep(0.02)
    grouped = time.monotonic()
    draft = drafting.draft_from(found.incident, author=ana, now=now())
    editing.submit(draft, author=ana, now=now())
    draft.refresh_from_db()
    reviewing.approve(draft, reviewer=bram, content_hash=draft.content_hash, now=now())
    edition = publish(draft, publisher=bram, now=now())
    published = time.monotonic()
    while len(list((home / "mailbox").glob("*.eml"))) == before:
        time.sleep(0.005)
    accepted = time.monotonic()
    return {
        "exposed": edition.exposures.count(),
        "filed": round(filed - start, 3),
        "grouped": round(grouped - filed, 3),
        "drafted_to_published": round(published - grouped, 3),
        "published_to_first_mail": round(accepted - published, 3),
        "all": round(accepted - start, 3),
    }


if __name__ == "__main__":
    main()

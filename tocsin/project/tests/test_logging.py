"""What the log says of addresses that carry secrets."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

_ASK = """
import http.server, threading
import django
django.setup()
import httpx, requests

class Taking(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(204)
        self.end_headers()
    def log_message(self, *_):
        pass

server = http.server.HTTPServer(("127.0.0.1", 0), Taking)
threading.Thread(target=server.serve_forever, daemon=True).start()
for ask in (httpx.get, requests.get):
    assert ask(f"http://127.0.0.1:{server.server_port}/beat/secret-4711?key=secret-4711").status_code == 204
import logging
logging.getLogger("tocsin").info("the log is open")
"""


@pytest.mark.parametrize("level", ["INFO", "DEBUG"])
def test_no_log_level_writes_down_the_addresses_that_are_asked(level: str, tmp_path: Path) -> None:
    environment = {
        **os.environ, "TOCSIN_LOG_LEVEL": level, "TOCSIN_HOME": str(tmp_path), "NO_PROXY": "*",
        "DJANGO_SETTINGS_MODULE": "tocsin.project.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", _ASK], env=environment, capture_output=True, text=True, check=True, timeout=120
    )
    assert "the log is open" in done.stderr
    assert "secret-4711" not in done.stderr + done.stdout

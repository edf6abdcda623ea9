"""What is vendored is what was published."""

from __future__ import annotations

import hashlib
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "tocsin" / "desk" / "static" / "desk"


def test_htmx_is_the_published_file() -> None:
    digest = hashlib.sha256((STATIC / "htmx-4.0.1.min.js").read_bytes()).hexdigest()
    assert digest == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


def test_own_script_stays_under_two_kilobytes() -> None:
    assert len((STATIC / "desk.js").read_bytes()) < 2000

"""What is vendored is what was published."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest

STATIC = Path(__file__).resolve().parent.parent / "tocsin" / "desk" / "static" / "desk"


def test_htmx_is_the_published_file() -> None:
    digest = hashlib.sha256((STATIC / "htmx-4.0.1.min.js").read_bytes()).hexdigest()
    assert digest == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"


MAPLIBRE = {
    "maplibre-gl-csp-5.24.1.js": "2835432eb59578c24e9bc7fbcef6f6f03f2af3f60951b940db875125ff617ddb",
    "maplibre-gl-csp-worker-5.24.1.js": "58534d0ebbe8535cd22d19eb3739788898667390ab9b22b87edfe55b9c85d0a5",
    "maplibre-gl-5.24.1.css": "ab1e70d59ec40465bae7e7030da2f3ccf28133fd502e62bd598eefbadfd7a732",
    "maplibre-LICENSE.txt": "ee5fc05a0677eaf69601d2c7db0d9ecd6cc27c3abc1d0733bc9ed34707cf8ef2",
}


@pytest.mark.parametrize("name", MAPLIBRE)
def test_the_map_library_is_the_published_one(name: str) -> None:
    assert hashlib.sha256((STATIC / "maplibre" / name).read_bytes()).hexdigest() == MAPLIBRE[name]


def test_what_a_map_page_loads_beside_the_desk_stays_under_400_kilobytes_packed() -> None:
    files = [*(STATIC / "maplibre" / name for name in MAPLIBRE if "LICENSE" not in name)]
    files += [STATIC / "area.js", STATIC / "area.css"]
    assert sum(len(gzip.compress(file.read_bytes())) for file in files) < 400_000
    assert len(gzip.compress((STATIC / "area.js").read_bytes())) < 5_500


def test_own_script_stays_under_two_kilobytes() -> None:
    assert len((STATIC / "desk.js").read_bytes()) < 2048

"""An installed wheel gives the same `tocsin` command, with everything that it needs inside."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.skipif(not (ROOT / "pyproject.toml").is_file(), reason="this is no checkout")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_data_templates_styles_and_licences_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "tocsin/geo/data/gazetteer.bin",
        "tocsin/geo/data/admin1.bin",
        "tocsin/geo/data/outlines.bin",
        "tocsin/reading/data/tagger.onnx",
        "tocsin/reading/data/tagger-pieces.txt",
        "tocsin/reading/data/languages.npz",
        "tocsin/reading/data/languages.LICENSE.txt",
        "tocsin/incidents/data/commonness.txt.gz",
        "tocsin/grading/data/levels.toml",
        "tocsin/desk/static/desk/htmx-4.0.1.min.js",
        "tocsin/desk/static/desk/maplibre/maplibre-gl-csp-5.24.1.js",
        "tocsin/desk/static/desk/maplibre/maplibre-LICENSE.txt",
        "tocsin/desk/jinja2/desk/base.html",
        "tocsin/publishing/public.css",
        "tocsin/demo/data/cap/storm-1.xml",
        "tocsin/delivery/locale/ar/LC_MESSAGES/django.mo",
        "tocsin/desk/locale/ar/LC_MESSAGES/django.mo",
    ):
        assert wanted in names
    assert [name for name in names if "/tests/" in name] == []
    assert any(name.endswith("licenses/NOTICE") for name in names)
    assert [name for name in names if name.startswith("training/")] == []
    assert wheel.stat().st_size < 60e6


@pytest.mark.parametrize(
    ("start", "most"), [("tocsin/geo/data/", 40_000_000), ("tocsin/reading/data/tagger", 30_000_000)]
)
def test_data_stays_small_enough_to_carry(wheel: Path, start: str, most: int) -> None:
    sizes = [one.file_size for one in zipfile.ZipFile(wheel).infolist() if one.filename.startswith(start)]
    assert 1_000_000 < sum(sizes) <= most


def test_the_unpacked_wheel_reads_checks_and_migrates(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "unpacked"
    zipfile.ZipFile(wheel).extractall(unpacked)
    environment = {**os.environ, "PYTHONPATH": str(unpacked), "TOCSIN_HOME": str(tmp_path / "home")}
    environment.pop("TOCSIN_DATABASE_URL", None)

    def tocsin(*words: str, given: str = "") -> str:
        result = subprocess.run(
            [sys.executable, "-m", "tocsin", *words], cwd=tmp_path, env=environment, input=given,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr
        return result.stdout

    where = subprocess.run(
        [sys.executable, "-c", "import tocsin; print(tocsin.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(unpacked) in where.stdout
    assert "Nairobi" in tocsin("read", "-", given="A bomb exploded in Nairobi on Monday and killed 3 people.")
    tocsin("migrate")
    assert "in order" in tocsin("check")

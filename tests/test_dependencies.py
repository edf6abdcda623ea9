"""docs/dependencies.md justifies every package that Tocsin runs on, and no other."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _named(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ]", requirement, maxsplit=1)[0].lower()


def test_every_dependency_is_justified_with_licence_size_and_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    optional = [requirement for group in project["optional-dependencies"].values() for requirement in group]
    wanted = {_named(requirement) for requirement in [*project["dependencies"], *optional]}
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in (ROOT / "docs/dependencies.md").read_text().splitlines()
        if line.startswith("| `")
    ]
    runtime = {row[0].strip("`") for row in rows}
    assert wanted <= runtime, f"not in docs/dependencies.md: {sorted(wanted - runtime)}"
    assert all(len(row) == 5 and all(row) for row in rows), (
        "a row lacks its licence, size, use or alternative"
    )


def test_the_lock_pins_every_package_by_hash_and_names_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text()
        assert "--index-url" not in text
        assert "://" not in text
        blocks = re.split(r"\n(?=[a-z0-9])", text)
        unpinned = [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
        assert unpinned == []

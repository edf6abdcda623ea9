"""The house keeps its own rules where no linter does."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_LISTED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout
TRACKED = [name for name in _LISTED.splitlines() if (ROOT / name).is_file()]
TEXTS = [
    name
    for name in TRACKED
    if name.endswith((".py", ".md", ".toml", ".html", ".css", ".js", ".json", ".txt", ".yml"))
]

pytestmark = pytest.mark.skipif(not TRACKED, reason="this is no git checkout")


def test_no_file_names_a_path_of_one_machine() -> None:
    path = re.compile(r"(?<![\w.~/-])/(?:home|root|work|tmp)/[A-Za-z0-9]")
    found = [
        f"{name}:{number}"
        for name in TEXTS
        for number, line in enumerate((ROOT / name).read_text(errors="replace").splitlines(), 1)
        if path.search(line)
    ]
    assert found == []


def test_nothing_is_left_to_do_without_an_issue() -> None:
    mark = re.compile(r"\b(?:TODO|FIXME|XXX)\b(?!.*#\d+)")
    found = [
        f"{name}:{number}"
        for name in TEXTS
        if name.endswith(".py") and name != "tests/test_house.py"
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if mark.search(line)
    ]
    assert found == []


def test_no_module_is_named_for_nothing() -> None:
    vague = {"utils.py", "helpers.py", "manager.py", "misc.py", "common.py"}
    assert [name for name in TRACKED if Path(name).name in vague] == []


def test_the_clock_is_read_only_at_the_edges() -> None:
    """Rooms take `now`; the machine's own time is asked for in one module and at the command line."""
    asks = re.compile(r"datetime\.now\(|timezone\.now\(|datetime\.utcnow\(|date\.today\(|time\.time\(")
    allowed = {"tocsin/clock.py", "tocsin/cli.py", "tocsin/verbs/cap.py"}
    found = [
        name
        for name in TRACKED
        if name.startswith("tocsin/")
        and name.endswith(".py")
        and "/tests/" not in name
        and name not in allowed
        and asks.search((ROOT / name).read_text())
    ]
    assert found == []


def test_every_room_has_one_export_list() -> None:
    for room in ("geo", "cap", "reading", "grading"):
        text = (ROOT / "tocsin" / room / "__init__.py").read_text()
        assert "__all__" in text
        names = re.findall(r'^    "(\w+)",$', text, re.MULTILINE)
        assert len(names) == len(set(names)) > 0
        module = __import__(f"tocsin.{room}", fromlist=names)
        assert [name for name in names if not hasattr(module, name)] == []


def test_a_view_is_at_most_fifteen_lines() -> None:
    long = []
    for name in TRACKED:
        if (
            "/tests/" in name
            or not name.endswith(".py")
            or not re.search(r"/(?:views|pages|feeds)(?:/|\.py)", name)
        ):
            continue
        for node in ast.walk(ast.parse((ROOT / name).read_text())):
            if isinstance(node, ast.FunctionDef) and node.decorator_list and node.args.args[:1]:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                lines = body[-1].end_lineno - body[0].lineno + 1
                if node.args.args[0].arg == "request" and lines > 15:
                    long.append(f"{name}:{node.name} ({lines})")
    assert long == []

"""The documents say what the program does: links lead somewhere, and tables are those of the code."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tocsin.accounts.roles import Act, Role, acts_of
from tocsin.accounts.tokens import Scope
from tocsin.cli import tocsin
from tocsin.demo.desk import ACCOUNTS
from tocsin.geo import gazetteer
from tocsin.headers import content_security_policy
from tocsin.incidents.decide import Verdict
from tocsin.incidents.models import IncidentReport
from tocsin.incidents.nearness import FAMILIES, NEARNESS, USUAL
from tocsin.reading.resolution import LEAST_CONFIDENCE, calibrated

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
SETTING = re.compile(
    r"(?:environ\.get\(|environ\[|environ\.setdefault\(|getenv\(|_flag\(|_words\()\s*\"(TOCSIN_[A-Z_]+)\""
)


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def table(name: str, first_column: str) -> list[list[str]]:
    """The rows of the table of a page whose first heading is `first_column`, code marks taken off."""
    lines = iter(text_of(name).splitlines())
    for line in lines:
        if line.startswith(f"| {first_column} |"):
            break
    else:
        raise AssertionError(f"{name} has no table that begins with {first_column!r}")
    next(lines)
    rows = []
    for line in lines:
        if not line.startswith("|"):
            break
        rows.append([cell.strip().strip("`") for cell in line.strip().strip("|").split("|")])
    return rows


# -- links ------------------------------------------------------------------------------------------------------------


def anchors(page: Path) -> set[str]:
    """The fragments that the headings of a page give."""
    headings = re.findall(r"^#{1,6} (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                yield page, target


def test_every_link_between_pages_leads_somewhere() -> None:
    broken = []
    for page, target in links():
        path, _, fragment = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        if there.parent == DOCS / "pictures" and not there.parent.exists():
            # A checkout without pictures is still one whose pages can be read.
            continue
        if not there.exists() or (fragment and fragment not in anchors(there)):
            broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", text_of("docs/index.md")))
    assert {page.name for page in DOCS.glob("*.md")} - {"index.md"} == named


def test_files_that_pages_name_exist() -> None:
    named = set(re.findall(r"`([a-z_]+/[a-z_/]+\.(?:py|toml|json))`", text_of("docs/architecture.md")))
    missing = sorted(name for name in named if not (ROOT / "tocsin" / name).exists())
    assert len(named) > 20
    assert missing == []


# -- the command line -------------------------------------------------------------------------------------------------


def verbs(group: click.Group, before: str = "") -> Iterator[str]:
    """Every verb of the command line: 'serve', 'user add' ..."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from verbs(command, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def code_of(page: Path) -> str:
    """What a page shows as code: indented lines, and what stands between code marks."""
    text = page.read_text("utf-8")
    indented = [line for line in text.splitlines() if line.startswith("    ")]
    return "\n".join([*indented, *re.findall(r"`([^`\n]+)`", text)])


def test_every_verb_is_in_the_documents() -> None:
    listed = {row[0].removeprefix("tocsin ") for row in table("docs/index.md", "command")}
    assert listed == set(verbs(tocsin))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_names_only_verbs_that_there_are(page: Path) -> None:
    groups = {name for name, command in tocsin.commands.items() if isinstance(command, click.Group)}
    known = set(verbs(tocsin))
    for first, second in re.findall(r"(?<![\w/.@-])tocsin ([a-z]+(?:-[a-z]+)*)(?: ([a-z]+))?", code_of(page)):
        verb = f"{first} {second}" if first in groups and second else first
        assert verb in known or verb in groups, f"{page.name}: tocsin {verb}"


def test_options_in_the_documents_are_those_of_the_verbs() -> None:
    options = {"--help", "--version"}
    for name in verbs(tocsin):
        command: click.Command = tocsin
        for word in name.split():
            assert isinstance(command, click.Group)
            command = command.commands[word]
        options |= {
            option for parameter in command.params for option in parameter.opts + parameter.secondary_opts
        }
    for page in PAGES:
        for line in code_of(page).splitlines():
            if re.search(r"(?<![\w/.@-])tocsin [a-z]+|dev\.py run", line) and "pip" not in line:
                assert set(re.findall(r"--[a-z-]+", line)) <= options, f"{page.name}: {line}"


# -- tables -----------------------------------------------------------------------------------------------------------


def test_every_setting_is_in_the_table_of_operations() -> None:
    listed = [row[0] for row in table("docs/operations.md", "variable")]
    asked = {
        name
        for path in (ROOT / "tocsin").rglob("*.py")
        if "tests" not in path.parts
        for name in SETTING.findall(path.read_text("utf-8"))
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == asked


def test_no_page_names_a_setting_that_there_is_not() -> None:
    listed = {row[0] for row in table("docs/operations.md", "variable")}
    for page in PAGES:
        named = set(re.findall(r"\bTOCSIN_[A-Z_]+\b", page.read_text("utf-8")))
        assert named <= listed, page.name


def test_roles_in_the_documents_are_those_of_the_code() -> None:
    lines = text_of("docs/security-and-privacy.md").splitlines()
    heading = next(line for line in lines if line.startswith("| may |"))
    roles = [Role(cell.strip()) for cell in heading.strip().strip("|").split("|")[1:]]
    rows = table("docs/security-and-privacy.md", "may")
    assert set(roles) == set(Role)
    assert {row[0] for row in rows} == {act.value for act in Act}
    for row in rows:
        for role, cell in zip(roles, row[1:], strict=True):
            assert (cell == "yes") == (Act(row[0]) in acts_of(frozenset({role}))), f"{row[0]}, {role.value}"


def test_scopes_in_the_documents_are_those_of_the_code() -> None:
    rows = table("docs/security-and-privacy.md", "scope")
    assert [row[0] for row in rows] == [scope.value for scope in Scope]


def test_the_policy_in_the_documents_is_the_one_that_is_sent() -> None:
    assert f"    {content_security_policy()}\n" in text_of("docs/security-and-privacy.md")


def test_thresholds_in_the_documents_are_those_of_the_code() -> None:
    rows = {row[0]: tuple(map(float, row[1:])) for row in table("docs/incidents.md", "hazard")}
    measures = {**NEARNESS, "any other": USUAL}
    assert rows == {
        hazard: (measure.kilometres, measure.hours, measure.likeness) for hazard, measure in measures.items()
    }


def test_bounds_of_confidence_in_the_documents_are_those_of_the_code() -> None:
    page = text_of("docs/reading.md")
    assert f"this one: {LEAST_CONFIDENCE} to {calibrated(1.0)} " in page
    assert f"less than {LEAST_CONFIDENCE} " in page
    assert f"more than {calibrated(1.0)}:" in page


def test_kin_hazards_in_the_documents_are_those_of_the_code() -> None:
    rows = table("docs/incidents.md", "may share an incident")
    assert [frozenset(re.findall(r"[a-z-]+", row[0])) for row in rows] == list(FAMILIES)


@pytest.mark.parametrize("page", ["docs/incidents.md", "docs/concepts.md"])
def test_verdicts_in_the_documents_are_those_of_the_code(page: str) -> None:
    listed = [row[0] for row in table(page, "verdict")]
    assert listed == [verdict.value for verdict in IncidentReport.Verdict]
    assert set(listed) == {verdict.value for verdict in Verdict} | {"by-hand"}


def test_rooms_in_the_documents_are_those_of_the_walls() -> None:
    project = tomllib.loads(text_of("pyproject.toml"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    walls = [room.strip() for layer in layers for room in layer.split("|")]
    named = [room for row in table("docs/architecture.md", "room") for room in re.findall(r"[a-z]+", row[0])]
    assert sorted(named) == sorted(walls)
    beside = {"headers", "clock", "wording", "recorded", "retelling"}
    assert [room for room in named if room not in beside] == [
        room for room in reversed(walls) if room not in beside
    ]


def test_accounts_of_the_demo_are_in_its_page() -> None:
    rows = {row[0]: row[1] for row in table("docs/demo.md", "account")}
    assert rows == {
        email: ", ".join(role.value.replace("-", " ") for role in roles) for email, _, roles in ACCOUNTS
    }


# -- the notice and the readme ----------------------------------------------------------------------------------------


def test_the_notice_credits_all_data_that_ships() -> None:
    lines = text_of("NOTICE").splitlines()
    assert [credit for credit in gazetteer().credits() if credit not in lines] == []


@pytest.mark.parametrize("room", ["reading", "incidents"])
def test_the_notice_names_every_file_of_data(room: str) -> None:
    notice = text_of("NOTICE")
    files = sorted(path.name for path in (ROOT / "tocsin" / room / "data").iterdir())
    assert files
    assert [name for name in files if name not in notice] == []


def test_the_notice_names_what_is_vendored() -> None:
    notice = text_of("NOTICE")
    scripts = (ROOT / "tocsin/desk/static/desk").glob("*.min.js")
    assert [path.name for path in scripts if path.name not in notice] == []


def test_the_readme_begins_with_the_two_commands_and_stays_short() -> None:
    readme = text_of("README.md")
    assert readme.index("python3 dev.py run") < readme.index("python3 dev.py test")
    assert len(readme.splitlines()) < 90

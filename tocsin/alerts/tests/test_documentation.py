"""The page for the desk says what the system does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tocsin.alerts.rule_verdicts import Ground
from tocsin.alerts.states import STEPS
from tocsin.alerts.wording import LIKELIHOOD

PAGE = Path(__file__).resolve().parents[3] / "docs" / "alerts.md"


@pytest.fixture
def page() -> str:
    if not PAGE.is_file():
        pytest.skip("the documentation is not beside the package")
    return PAGE.read_text(encoding="utf-8")


def test_the_table_of_transitions_is_the_one_that_is_enforced(page: str) -> None:
    table = page.split("| from | to | by |")[1].split("\n\n")[0]
    rows = [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table.splitlines()[2:]]
    assert rows == [(before.value, after.value, act) for before, after, act in STEPS]


def test_the_words_of_likelihood_are_the_ones_that_are_used(page: str) -> None:
    listed = re.search(r"taken from the certainty: ([^.]*)\.", page)
    assert listed is not None
    assert set(listed.group(1).split(", ")) == set(LIKELIHOOD.values())


def test_every_ground_of_a_standing_rule_is_said(page: str) -> None:
    table = page.split("| ground | what it means |")[1].split("\n\n")[0]
    assert re.findall(r"^\| (R-\d\d) \|", table, re.MULTILINE) == sorted(ground.value for ground in Ground)

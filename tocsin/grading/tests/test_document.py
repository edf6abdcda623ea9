"""docs/grading.md says what the data says: each of its tables is made anew here and compared."""

import re
from pathlib import Path

import pytest

from tocsin.grading import (
    RULES,
    AlertText,
    Credibility,
    Level,
    Reliability,
    Translation,
    alert_text_to_json,
    credibility_rules,
    evidence_rules,
    level_table,
    place_kinds,
    reach_table,
)
from tocsin.grading.decision import CERTAINTIES, SEVERITIES, UNKNOWN, URGENCIES
from tocsin.grading.specimen import specimen
from tocsin.reading import HAZARDS

DOCUMENT = Path(__file__).parents[3] / "docs" / "grading.md"


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def levels() -> str:
    return table(
        ["level", "to the reader", "typical", "shape", "colour", "text"],
        [[one.word, one.meaning, one.typical, one.shape, one.colour, one.text_colour] for one in Level],
    )


def level_rows(severity: str) -> str:
    cells = {
        (row.severity, row.certainty, row.urgency): f"{row.level.word} {row.id}" for row in level_table()
    }
    urgencies = [*reversed(URGENCIES), UNKNOWN]
    return table(
        [severity, *urgencies],
        [
            [certainty, *(cells[severity, certainty, urgency] for urgency in urgencies)]
            for certainty in [*reversed(CERTAINTIES), UNKNOWN]
        ],
    )


def evidence() -> str:
    return table(
        ["rule", "from level", "authorities", "or independent sources", "otherwise at most"],
        [
            [
                rule.id,
                rule.level.word,
                str(rule.authorities),
                str(rule.independent_sources),
                rule.ceiling.word,
            ]
            for rule in evidence_rules()
        ],
    )


def grades() -> str:
    return table(
        ["source", "words", "report", "words"],
        [
            [letter.value, letter.words, str(number.value), number.words]
            for letter, number in zip(Reliability, Credibility, strict=True)
        ],
    )


def credibility() -> str:
    return table(
        ["rule", "case", "grade"],
        [[rule.id, rule.sentence, str(rule.grade.value)] for rule in credibility_rules()],
    )


def reach() -> str:
    rows = []
    for hazard in HAZARDS:
        of_hazard = [row.reach for row in reach_table() if row.hazard == hazard.code]
        cells = [
            f"{one.radius_km:g} / {one.duration_hours} / {one.arriving_within_days} / {one.grace_hours}"
            for one in of_hazard
        ]
        rows.append([hazard.code, *cells, of_hazard[0].reason])
    return table(["hazard", *SEVERITIES, "on what it rests"], rows)


def kinds() -> str:
    return table(["code", "name"], [[kind.code, kind.name] for kind in place_kinds()])


def rules() -> str:
    return table(
        ["id", "severity", "rule", "fails", "passes"],
        [
            [rule.id, rule.severity.value, rule.sentence, rule.fails.words, rule.passes.words]
            for rule in sorted(RULES, key=lambda rule: rule.id)
        ],
    )


TABLES = {
    "levels": levels,
    **{f"severity {severity}": lambda severity=severity: level_rows(severity) for severity in [*reversed(SEVERITIES), UNKNOWN]},
    "evidence": evidence,
    "grades": grades,
    "credibility": credibility,
    "reach": reach,
    "kinds": kinds,
    "rules": rules,
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_each_table_of_the_document_is_the_data(name):
    expected = TABLES[name]()
    assert expected in DOCUMENT.read_text(encoding="utf-8"), f"docs/grading.md should hold:\n\n{expected}"


def test_the_document_lists_every_member_of_the_json_and_no_other():
    section = DOCUMENT.read_text(encoding="utf-8").split("## The JSON of an alert text")[1].split("\n## ")[0]
    documented = set(re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE))
    whole = specimen(correction="The lake is Lake Victoria.", translations=(Translation("fr"),))
    assert documented == set(alert_text_to_json(whole))
    assert documented - {"form"} == set(AlertText.__dataclass_fields__)

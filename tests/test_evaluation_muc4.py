"""What the MUC-4 measure counts, on documents and templates of our own."""

import json

import pytest

from evaluation import muc4, shared
from evaluation.errors import CorpusError, DataMissing

BLANK = "-"


def template(**said):
    names = {
        "date": "INCIDENT: DATE",
        "location": "INCIDENT: LOCATION",
        "type": "INCIDENT: TYPE",
        "number": "HUM TGT: NUMBER",
        "effect": "HUM TGT: EFFECT OF INCIDENT",
        "total": "HUM TGT: TOTAL NUMBER",
        "template": "MESSAGE: TEMPLATE",
    }
    return dict.fromkeys(names.values(), BLANK) | {names[key]: value for key, value in said.items()}


BOMB = {
    "id": "OWN-1",
    "text": "LIMA, 4 FEB 90 (OWN) -- [TEXT] A CAR BOMB EXPLODED TODAY IN THE CENTER OF LIMA, PERU, KILLING FOUR PEOPLE AND "
    "INJURING 3 PEOPLE, THE POLICE SAID.",
    "templates": [
        template(
            type="BOMBING",
            date="04 FEB 90",
            location="PERU: LIMA (CITY)",
            number='4: "DEAD" 3: "PEOPLE"',
            effect='DEATH: "DEAD" INJURY: "PEOPLE"',
        )
    ],
}
QUIET = {
    "id": "OWN-2",
    "text": "QUITO, 5 FEB 90 -- [TEXT] THE ORCHESTRA PLAYED IN QUITO, ECUADOR.",
    "templates": [],
}


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    monkeypatch.setattr(shared, "SHARED", tmp_path)
    (tmp_path / "muc4").mkdir()

    def write(*rows):
        lines = (row if isinstance(row, str) else json.dumps(row) for row in rows)
        (tmp_path / "muc4" / "muc4-dev.jsonl").write_text("\n".join(lines) + "\n")

    return write


def test_a_clear_report_and_a_quiet_text_are_scored_in_full(corpus):
    corpus(BOMB, QUIET)
    rows = {row["measure"]: (row["value"], row["n"]) for row in muc4.measures()}
    assert rows["hazard F1"] == (1.0, 1)
    assert rows["incident F1"] == (1.0, 1)
    assert rows["country accuracy"] == (1.0, 1)
    assert rows["toll exact"] == (1.0, 2)
    assert {row["system"] for row in muc4.measures()} == {"tocsin"}
    assert {row["corpus"] for row in muc4.measures()} == {"MUC-4 dev"}


def test_a_document_is_read_at_the_date_of_its_first_line(corpus):
    corpus(BOMB, QUIET | {"text": "QUITO, NO DATE -- [TEXT] NOTHING."})
    dated, undated = muc4.documents("dev")
    assert dated.published.isoformat() == "1990-02-04T18:00:00+00:00"
    assert undated.published == muc4.UNDATED


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("30 DEC 89", {"1989-12-30"}),
        ("- 30 DEC 89", set()),
        ("08 JAN 90 - 09 JAN 90", set()),
        ("(04 DEC 89) / (05 DEC 89)", {"1989-12-04", "1989-12-05"}),
        ("(04 DEC 89) / (- 05 DEC 89)", set()),
        ("16 NOV 00", set()),
        ("-", set()),
    ],
)
def test_only_single_days_are_asked_for(corpus, said, days):
    corpus(BOMB | {"templates": [template(date=said)]})
    (document,) = muc4.documents("dev")
    assert {str(day) for day in document.incidents[0].days} == days


@pytest.mark.parametrize(
    ("text", "number", "effect", "total", "tolls"),
    [
        ("SIX PRIESTS DIED", '6: "PRIESTS"', 'DEATH: "PRIESTS"', "-", {"killed": 6}),
        ("THE PRIESTS DIED", '6: "PRIESTS"', 'DEATH: "PRIESTS"', "-", {}),
        ("JUAN PEREZ DIED", '1: "JUAN PEREZ"', 'DEATH: "JUAN PEREZ"', "-", {}),
        ("ONE SOLDIER DIED", '1: "SOLDIER"', 'DEATH: "SOLDIER"', "-", {"killed": 1}),
        ("EIGHT, SOME OF THEM NAMED", '6: "A" 2: "B"', 'DEATH: "A" DEATH: "B"', "-", {"killed": 8}),
        ("ABOUT 1,000 HURT", '~1000: "WOUNDED"', 'INJURY: "WOUNDED"', "-", {"injured": 1000}),
        ("107 DIED", 'PLURAL: "CREW"', 'DEATH: "CREW"', "107", {"killed": 107}),
        ("TEN DIED", 'PLURAL: "CREW" 10: "MEN"', 'DEATH: "CREW" DEATH: "MEN"', "-", {}),
        ("TEN UNHURT", '10: "MEN"', 'NO INJURY: "MEN"', "-", {}),
        ("SIX DIED", '5/6: "PRIESTS"', 'DEATH: "PRIESTS"', "-", {}),
        ("100,000 FLED", '100: "MEN"', 'DEATH: "MEN"', "-", {}),
    ],
)
def test_a_toll_is_stated_when_all_are_counted_and_the_number_is_in_the_text(
    corpus, text, number, effect, total, tolls
):
    corpus(BOMB | {"text": text, "templates": [template(number=number, effect=effect, total=total)]})
    (document,) = muc4.documents("dev")
    assert document.incidents[0].tolls == tolls


def test_an_optional_incident_counts_neither_for_nor_against(corpus):
    corpus(BOMB | {"templates": [template(type="BOMBING", template="1 (OPTIONAL)")]})
    rows = {row["measure"]: row["n"] for row in muc4.measures()}
    assert (rows["hazard precision"], rows["hazard recall"], rows["incident F1"]) == (0, 0, 0)


def test_either_country_of_a_template_is_right(corpus):
    corpus(BOMB | {"templates": [template(type="ATTACK", location="COLOMBIA / PERU")]})
    (document,) = muc4.documents("dev")
    assert document.incidents[0].countries == {"CO", "PE"}


def test_the_command_prints_the_measures_and_the_errors(corpus):
    said = []
    corpus(BOMB | {"templates": [template(type="KIDNAPPING", location="CHILE: SANTIAGO (CITY)")]}, QUIET)
    assert muc4.main(["--errors", "3"], said.append) == 0
    assert "country accuracy" in "".join(said)
    assert "OWN-1: wanted CL; read PE" in "".join(said)
    assert muc4.table(muc4.measures(sample=1)).count("\n") == 7


def test_a_bad_line_is_named_and_missing_data_is_said(corpus, tmp_path):
    corpus(QUIET, "{not json")
    with pytest.raises(CorpusError, match=r"muc4-dev\.jsonl, line 2"):
        muc4.measures()
    with pytest.raises(CorpusError, match="the parts are train and dev"):
        muc4.documents("train")
    (tmp_path / "muc4" / "muc4-dev.jsonl").unlink()
    (tmp_path / "muc4").rmdir()
    with pytest.raises(DataMissing):
        muc4.documents("dev")

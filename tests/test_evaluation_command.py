"""`python -m evaluation` as a person or a script meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import evaluation.__main__ as command
from evaluation import floors, peers, shared, speed
from evaluation.errors import FloorsError, PeerMissing

TEXT = "Kisumu floods displace 200. The Kenyan Red Cross said Kisumu and Nairobi in Kenya need tents."
MARKED = (
    ("Kisumu", 0, 6, -0.1, 34.75),
    ("Kisumu", 54, 60, -0.1, 34.75),
    ("Nairobi", 65, 72, -1.28, 36.82),
    ("Kenya", 76, 81, 1, 38),
)


def corpus_file(folder: Path, marked: tuple[tuple[str, int, int, float, float], ...] = MARKED) -> Path:
    toponyms = "".join(
        f"<toponym><start>{start}</start><end>{end}</end><phrase>{words}</phrase>"
        f"<gaztag><lat>{latitude}</lat><lon>{longitude}</lon></gaztag></toponym>"
        for words, start, end, latitude, longitude in marked
    )
    path = folder / "unseen.xml"
    path.write_text(
        f"<articles><article><text>{TEXT}</text><toponyms>{toponyms}</toponyms></article></articles>"
    )
    return path


def evaluate(*arguments: str) -> Result:
    return CliRunner().invoke(command.main, list(arguments))


def test_an_unseen_file_is_scored_as_json_one_object_a_line(tmp_path: Path) -> None:
    result = evaluate("--geoparsing", str(corpus_file(tmp_path)), "--json")
    assert result.exit_code == 0, result.output
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    scored = {row["system"]: row for row in rows if row["measure"] == "geoparsing"}
    assert set(scored) == {"tocsin", "tocsin+demonyms", "tocsin-fast", "tocsin-fast+demonyms"}
    fast = scored["tocsin-fast"]
    assert (fast["corpus"], fast["gold"], fast["demonyms"]) == ("unseen", 4, False)
    assert {"recognition_f1", "accuracy_161", "end_to_end_f1_161", "auc", "country_accuracy"} <= fast.keys()
    assert fast["recognition_recall"] == 1
    assert scored["tocsin-fast+demonyms"]["answers"] == fast["answers"] + 1
    curves = [row for row in rows if row["measure"] == "calibration" and row["system"] == "tocsin-fast"]
    assert {row["of"] for row in curves} == {"answers", "marked places"}
    assert all(len(row["bins"]) == 10 and 0 <= row["expected_calibration_error"] <= 1 for row in curves)


def test_for_people_there_are_tables_with_a_sentence_each(tmp_path: Path) -> None:
    result = evaluate("--geoparsing", str(corpus_file(tmp_path)), "--fast")
    assert result.exit_code == 0, result.output
    assert "unseen: 1 texts" in result.stdout
    assert "Demonyms ('Kenyan') are marked as places here: no" in result.stdout
    assert "tocsin-fast+demonyms" in result.stdout
    assert "Traceback" not in result.output


def test_two_processes_say_the_same_as_one(tmp_path: Path) -> None:
    path = str(corpus_file(tmp_path))
    assert evaluate("--geoparsing", path, "--fast", "--json", "--jobs", "2").stdout == (
        evaluate("--geoparsing", path, "--fast", "--json").stdout
    )


def test_errors_are_listed_by_kind_with_the_words_around(tmp_path: Path) -> None:
    wrong = (("Kisumu", 0, 6, 40.0, -75.0), ("tents", 87, 92, 1.0, 38.0))
    result = evaluate("--geoparsing", str(corpus_file(tmp_path, wrong)), "--fast", "--errors", "1", "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    found = {row["kind"]: row for row in rows if row["measure"] == "error"}
    assert found["wrong country"]["words"] == "Kisumu"
    assert found["missed"]["words"] == "tents"
    assert found["missed"]["context"].endswith("in Kenya need [tents].")
    assert found["false alarm"]["of"] == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be opened"),
        (b"Nairobi", "not well-formed XML"),
        (b"<articles/>", "holds no <article>"),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><articles/>', "declares entities"),
        (
            b"<article><text>Kisumu</text><toponym><phrase>Kisumu</phrase></toponym></article>",
            "nothing can be scored",
        ),
    ],
)
def test_a_file_that_cannot_be_scored_gets_one_line_and_exit_code_2(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    path = tmp_path / "bad.xml"
    if content is not None:
        path.write_bytes(content)
    result = evaluate("--geoparsing", str(path))
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert "bad.xml" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_without_the_data_beside_the_checkout_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared, "SHARED", tmp_path)
    result = evaluate("--only", "geoparsing")
    assert result.exit_code == 2
    assert "../shared/data/geoparsing is missing" in result.stderr


def test_a_sample_or_a_file_is_not_held_to_the_floors_of_the_whole(tmp_path: Path) -> None:
    for more in (["--sample", "5"], ["--geoparsing", str(corpus_file(tmp_path))]):
        assert evaluate("--check", *more).exit_code == 2


@pytest.mark.parametrize(("floor", "code"), [(0.5, 0), (0.9, 1)])
def test_a_figure_below_its_floor_ends_with_1_and_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, floor: float, code: int
) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(f"[whole.Own.tocsin]\nrecognition_f1 = {floor}\n")
    row = {"measure": "geoparsing", "system": "tocsin", "corpus": "Own", "recognition_f1": 0.8}
    monkeypatch.setattr(command, "measures_of", lambda *_: iter([iter([([row], "Own")])]))
    monkeypatch.setattr(floors, "FILE", file)
    result = evaluate("--check")
    assert result.exit_code == code
    if code:
        assert "Own / tocsin / recognition_f1: the floor is 0.9, measured 0.8000" in result.stderr


# -- floors -------------------------------------------------------------------------------------------------------------


def test_floors_hold_for_single_values_curves_and_ceilings(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(
        '[whole."MUC-4 dev".tocsin]\n"hazard F1" = 0.8\n'
        '[whole.LGL.tocsin]\n"expected_calibration_error of answers_at_most" = 0.05\nrecognition_f1 = 0.7\n'
    )
    rows = [
        {"system": "tocsin", "corpus": "MUC-4 dev", "measure": "hazard F1", "value": 0.79},
        {
            "system": "tocsin",
            "corpus": "LGL",
            "measure": "calibration",
            "of": "answers",
            "expected_calibration_error": 0.06,
        },
    ]
    said = [str(one) for one in floors.failures("whole", rows, file=file)]
    assert said == [
        "MUC-4 dev / tocsin / hazard F1: the floor is 0.8, measured 0.7900",
        "LGL / tocsin / expected_calibration_error of answers: the ceiling is 0.05, measured 0.0600",
        "LGL / tocsin / recognition_f1: the floor is 0.7, measured nothing",
    ]
    assert len(floors.failures("whole", rows, everything=False, file=file)) == 2
    assert floors.failures("sample", rows, file=file) == []


@pytest.mark.parametrize("content", ["[whole", "[whole.LGL]\nf1 = 0.7", "[whole.LGL.tocsin]\nf1 = 'high'"])
def test_a_broken_file_of_floors_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "floors.toml"
    file.write_text(content)
    with pytest.raises(FloorsError, match=r"floors\.toml"):
        floors.failures("whole", [], file=file)


def test_the_projects_own_floors_can_be_read() -> None:
    assert {section: bool(list(floors.bounds(section))) for section in ("whole", "sample")} == {
        "whole": True,
        "sample": True,
    }


# -- speed and peers ----------------------------------------------------------------------------------------------------


def test_texts_for_speed_are_of_2000_characters_and_all_different() -> None:
    pieces = [
        piece
        for piece, _ in zip(speed._pieces("".join(map(chr, range(200, 12_200)))), range(80), strict=False)
    ]
    assert {len(one) for one in pieces} == {2000}
    assert len(set(pieces)) == len(pieces)


def test_a_peer_that_is_not_installed_is_said_with_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text("raise SystemExit('nothing here')")
    monkeypatch.setattr(peers, "WORKER", worker)
    with pytest.raises(PeerMissing, match="pip install spacy"):
        peers.run(["A text."])


def test_what_a_peer_says_becomes_answers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    worker = tmp_path / "worker.py"
    worker.write_text(
        "import json, sys\n"
        "for line in sys.stdin: print(json.dumps([[0, 5, 'GPE'], [6, 12, 'NORP']]))\n"
        "print(json.dumps({'system': 'peer', 'cpu_seconds': 0.5, 'memory_mb': 10}))\n"
    )
    monkeypatch.setattr(peers, "WORKER", worker)
    done = peers.run(["Kenya Kenyan"])
    assert (done.system, done.cpu_seconds, done.memory_mb) == ("peer", 0.5, 10)
    assert [(one.span.start, one.point, one.demonym) for one in done.answers[0]] == [
        (0, None, False),
        (6, None, True),
    ]

"""The command line says what it finds, and names what it cannot use."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli import tocsin
from tocsin.reading.tests.pdf_writing import pages, words
from tocsin.sources.tests.dialects import cap

TEXT = """Kenya: Bus crews to strike in Nairobi

Crews of city buses in Nairobi will strike on Tuesday, 18 July, from 05:00 to 20:00 local time, their union said.
"""


def run(*words: str, given: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(tocsin, list(words), input=given)
    return result.exit_code, result.output


def test_read_prints_what_a_text_says(tmp_path: Path) -> None:
    file = tmp_path / "strike.txt"
    file.write_text(TEXT)
    code, output = run("read", str(file), "--published", "2017-07-13T14:00Z")
    assert code == 0
    assert "Nairobi" in output
    assert "Labour action" in output


def test_read_gives_json_from_standard_input() -> None:
    code, output = run("read", "-", "--json", "--published", "2017-07-13T14:00Z", given=TEXT)
    reading = json.loads(output)
    assert code == 0
    assert reading["countries"] == ["KE"]
    assert reading["focus"][0]["name"] == "Nairobi"
    assert reading["hazards"][0]["code"] == "labour-action"


def test_read_tells_the_kind_of_a_file_by_its_content_and_prints_the_notes(tmp_path: Path) -> None:
    mail = (
        "From: a@b.example\nSubject: Bus crews to strike in Nairobi\nDate: Thu, 13 Jul 2017 14:00:00 +0000\nMIME-Version: 1.0\n"
        "\nCrews of city buses in Nairobi will strike on Tuesday, 18 July.\n"
    )
    (tmp_path / "strike").write_text(mail)
    code, output = run("read", str(tmp_path / "strike"))
    assert code == 0
    assert "Read as an e-mail." in output
    assert "13 Jul 2017" in output
    (tmp_path / "report.pdf").write_bytes(pages(words("Bus crews strike in Nairobi on Monday."), words("")))
    code, output = run("read", str(tmp_path / "report.pdf"))
    assert code == 0
    assert "Read as a PDF of 2 pages." in output
    assert "Nairobi" in output
    code, output = run("read", "-", given=cap("storm-1"))
    assert code == 0
    assert "Read as a CAP message." in output
    assert "Severe. The CAP message says so." in output


def test_a_missing_file_and_a_time_without_zone_are_named() -> None:
    code, output = run("read", "no-such-file.txt")
    assert code == 1
    assert "no-such-file.txt: there is no such file" in output
    code, output = run("read", "-", "--published", "2017-07-13T14:00", given=TEXT)
    assert code == 1
    assert "has no zone" in output


def test_a_private_address_is_not_fetched() -> None:
    code, output = run("read", "http://127.0.0.1:9/")
    assert code == 1
    assert "127.0.0.1" in output


def test_cap_check_names_what_is_wrong_and_where(tmp_path: Path) -> None:
    file = tmp_path / "broken.xml"
    file.write_text("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><alert>&x;</alert>")
    code, output = run("cap", "check", str(file))
    assert code == 1
    assert "doctype-forbidden" in output


def test_every_verb_explains_itself() -> None:
    for name, command in tocsin.commands.items():
        assert command.help, name
        assert run(name, "--help")[0] == 0


@pytest.mark.django_db
def test_a_mail_that_a_mail_server_pipes_is_taken_in_and_what_is_none_is_named() -> None:
    other = b"From: a@b.example\nTo: bounces@desk.example\nSubject: Sale\n\nBuy now.\n"
    result = CliRunner().invoke(tocsin, ["in-mail"], input=other)
    assert (result.exit_code, result.output) == (0, "It is about no message of ours.\n")
    bounce = (
        b"From: MAILER-DAEMON@mx.example\nTo: bounces@desk.example\nSubject: x\n\n550 no such user\n\n"
        b"Message-ID: <tocsin-" + b"ab" * 16 + b"@desk.example>\n"
    )
    result = CliRunner().invoke(tocsin, ["in-mail"], input=bounce)
    assert result.exit_code == 0
    assert result.output.startswith("receipt, unproven: Nothing proves")
    result = CliRunner().invoke(tocsin, ["in-mail"], input=b"")
    assert result.exit_code == 65
    assert "has no headers" in result.output

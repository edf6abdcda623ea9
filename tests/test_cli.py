"""The command line says what it finds, and names what it cannot use."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tocsin.cli import tocsin
from tocsin.grading import RULES, alert_text_to_json
from tocsin.grading.specimen import specimen
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


def test_lint_lists_its_rules_one_a_line_id_first() -> None:
    code, output = run("lint", "--rules")
    lines = output.splitlines()
    assert code == 0
    assert [line.split("\t")[0] for line in lines] == [rule.id for rule in RULES]
    assert len(lines) >= 25
    assert all(line.count("\t") == 2 and line.endswith(".") for line in lines)


def test_lint_names_part_rule_and_what_follows_and_exits_so_that_a_script_knows(tmp_path: Path) -> None:
    sound, broken = tmp_path / "sound.json", tmp_path / "broken.json"
    text = alert_text_to_json(specimen())
    sound.write_text(json.dumps(text))
    code, output = run("lint", str(sound), "--sources", "2", "--authorities", "1")
    assert (code, output) == (0, f"{sound}: nothing found; it may be approved.\n")
    broken.write_text(json.dumps(text | {"expires": None, "advice": []}))
    code, output = run("lint", str(broken), "--authorities", "1", "--sources", "2")
    assert code == 1
    assert f"{broken}: timeframe: blocks approval: no-expiry: " in output
    assert "no-act" in output
    code, output = run("lint", str(broken), "--json")
    assert code == 1
    assert {json.loads(line)["rule"] for line in output.splitlines()} >= {"no-expiry", "no-act"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"form": "other/9"}', b'{"headline": 7}', b'{"surprise": 1}'],
)
def test_lint_names_a_file_that_is_no_alert_text(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)
    code, output = run("lint", str(file))
    assert code == 2
    assert str(file) in output.replace("\n", "")
    assert "Traceback" not in output


def test_lint_without_a_file_says_what_to_name() -> None:
    code, output = run("lint")
    assert code == 2
    assert "--rules" in output


@pytest.mark.django_db
def test_a_desk_its_users_and_its_tokens_are_set_up_from_the_command_line() -> None:
    new = ("--organisation", "relief", "--organisation-name", "Relief Desk")
    code, output = run(
        "user",
        "add",
        "eva@relief.example",
        "Eva",
        *new,
        "--role",
        "approver",
        "--password",
        "a-long-enough-word-9",
    )
    assert code == 0, output
    code, output = run("organisation", "set", "--name", "Relief", "--sender", "relief.example", "--lone-duty")
    assert code == 0, output
    assert output.startswith("Relief (")
    assert "lone duty" in output
    code, secret = run("token", "add", "partner", "alerts:read")
    assert code == 0, secret
    code, output = run("token", "revoke", secret.strip()[:12])
    assert (code, output.startswith("Revoked")) == (0, True), output
    code, output = run("token", "add", "partner", "alerts:everything")
    assert code == 1
    assert "Unknown scope 'alerts:everything'" in output


@pytest.mark.parametrize("verb", ["serve", "demo"])
def test_a_port_that_is_taken_is_named_before_anything_is_done(verb: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        code, output = run(verb, "--port", port)
    assert code == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in output
    assert "--port" in output
    assert "Serving on" not in output


def test_a_python_that_makes_no_environments_says_what_to_install(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copy(Path(__file__).parents[1] / "dev.py", checkout)
    (checkout / "requirements.lock").write_text("")
    without = "import sys, runpy, venv, subprocess\n"
    without += "def refuse(*_, **__): raise subprocess.CalledProcessError(1, ['ensurepip'])\n"
    without += (
        "venv.create = refuse\nsys.argv = ['dev.py', 'run']\nrunpy.run_path('dev.py', run_name='__main__')"
    )
    result = subprocess.run(
        [sys.executable, "-c", without], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1
    assert "apt install python3-venv" in result.stderr
    assert "Traceback" not in result.stderr
    assert not (checkout / ".venv").exists()

"""The whole chain, played by the real pipeline: from the first poll to a roll-call that has help on top."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.demo_instance import Demo


def test_the_public_list_shows_what_is_in_force_and_the_all_clear_is_past(demo: Demo) -> None:
    page = demo.visitor().get("/").text
    for words in (
        "Earthquake on Leyte kills 11",
        "Attack risk as Islamic State fighters",
        "Bus crews in Nairobi",
    ):
        assert words in page
    assert "Banwa" not in page
    assert "Banwa" in demo.visitor().get("/?past=1").text


def test_the_roll_call_has_somebody_in_need_of_help_on_top(demo: Demo) -> None:
    desk = demo.visitor("bram@lanternharbour.example")
    alert = re.search(
        r'href="(/desk/alerts/[0-9-]+/)"', _alerts_with("Leyte", desk.get("/desk/alerts/").text)
    )
    assert alert
    page = desk.get(alert[1]).text
    roll_call = page[page.index("Roll-call") :]
    assert roll_call.index("Chen Yi-ting") < roll_call.index("Lourdes Manalastas")
    assert "my leg is hurt" in roll_call


def test_the_mailbox_shows_the_map_that_came_with_a_mail(demo: Demo) -> None:
    visitor = demo.visitor()
    letters = re.findall(r'href="(/mailbox/\d+/)"', visitor.get("/mailbox/").text)
    pages = [visitor.get(f"{letter}html").text for letter in letters]
    assert any('src="data:image/png;base64,' in page for page in pages)
    assert not any("cid:" in page for page in pages)


def _alerts_with(words: str, page: str) -> str:
    rows = page.split("<li>")
    return next(row for row in rows if words in row)


def test_the_rumour_alerted_nobody_and_its_claims_are_struck_out(demo: Demo) -> None:
    desk = demo.visitor("ana@lanternharbour.example")
    listed = desk.get("/desk/?state=dismissed").text
    rumour = next(row for row in listed.split("<li>") if "Mombasa" in row)
    address = re.search(r'href="(/desk/incidents/[0-9-]+/)"', rumour)
    assert address
    page = desk.get(address[1]).text
    assert "Denied by Nairobi Ledger" in page
    assert "<s>" in page
    assert "Mombasa" not in "".join(mail for mail in _subjects(demo))


def test_all_that_is_told_of_the_quake_is_one_incident(demo: Demo) -> None:
    listed = _inbox(demo)
    quakes = [row for row in listed.split("<li>") if "arthquake" in row and "Philippines" in row]
    assert len(quakes) == 1
    assert "5 reports" in quakes[0]


def test_the_exercise_message_became_a_report_and_nothing_more(demo: Demo) -> None:
    reports = demo.visitor("ana@lanternharbour.example").get("/desk/reports/").text
    assert "tsunami drill" in reports
    assert "tsunami" not in _inbox(demo).lower()


def _inbox(demo: Demo) -> str:
    """The rows of the inbox, whomever they touch; the choices of its filter name every hazard."""
    page = demo.visitor("ana@lanternharbour.example").get("/desk/?touching=all").text
    return page.split('<ul class="rows">')[1].split("</ul>")[0]


def _subjects(demo: Demo) -> list[str]:
    page = demo.visitor("ana@lanternharbour.example").get("/mailbox/").text
    return re.findall(r"<strong>(.*?)</strong>", page)


def test_mail_went_out_by_real_smtp_and_its_answer_link_works(demo: Demo) -> None:
    visitor = demo.visitor()
    mails = sorted((demo.home / "mailbox").glob("*.eml"))
    assert len(mails) >= 15
    jonas = next(mail for mail in mails if b"jonas@" in mail.read_bytes())
    import email
    import email.policy

    message = email.message_from_bytes(jonas.read_bytes(), policy=email.policy.default)
    assert str(message["Subject"]).strip().startswith("[Warning] Morocco")
    text = message.get_body(("plain",)).get_content()
    link = re.search(r"http\S+/answer/\S+", text)
    assert link
    page = visitor.get(link[0])
    assert page.status_code == 200
    assert len(page.content) < 3072
    answered = visitor.post(link[0], data={"kind": "safe", "note": "In the hotel."})
    assert answered.status_code == 200
    assert "In the hotel." in demo.visitor("bram@lanternharbour.example").get("/desk/alerts/2017-0003/").text


def test_why_explains_a_match_and_a_miss(demo: Demo) -> None:
    match = demo.tocsin("why", "LH-102", "2017-0003")
    assert "Jonas Weidner is exposed" in match.stdout
    miss = demo.tocsin("why", "LH-402", "2017-0003")
    assert "not in the way" in miss.stdout
    unknown = demo.tocsin("why", "LH-999", "2017-0003")
    assert unknown.returncode == 1
    assert "LH-999" in unknown.stderr


def test_our_own_cap_feed_reads_back(demo: Demo) -> None:
    visitor = demo.visitor()
    index = visitor.get("/feeds/cap.xml")
    from tocsin.cap import check, extract, parse

    links = extract(index.content).links
    assert len(links) >= 8
    for link in links:
        message = parse(visitor.get(link).content)
        assert [finding.rule for finding in check(message) if finding.severity.value == "error"] == []


def test_the_instance_is_in_order(demo: Demo) -> None:
    found = demo.tocsin("check")
    assert found.stdout == "Everything checked is in order.\n"


def test_the_demo_does_not_take_over_a_real_instance(tmp_path: Path) -> None:
    (tmp_path / "tocsin.db").touch()
    found = subprocess.run(
        [sys.executable, "-m", "tocsin", "demo"], env={**os.environ, "TOCSIN_HOME": str(tmp_path)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert found.returncode == 1
    assert "holds an instance that is no demo" in found.stderr

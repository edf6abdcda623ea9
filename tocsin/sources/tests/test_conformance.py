"""Every file of the conformance data as a source: what is valid is a report, what is not a named error."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tocsin.cap import extract
from tocsin.sources import cap_feeds
from tocsin.sources.models import Report, Source
from tocsin.sources.polling import poll

pytestmark = [pytest.mark.shared, pytest.mark.django_db]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_cap_file_becomes_reports_or_named_errors(
    shared: Path,
    make_source: Callable[..., Source],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The indexes link to hosts of their time; a test asks none of them.
    monkeypatch.setattr(cap_feeds, "MOST_LINKS", 0)
    manifest = json.loads((shared / "data/cap/manifest.json").read_text())
    totals: Counter[str] = Counter()
    rules: Counter[str] = Counter()
    departures: Counter[str] = Counter()
    unnamed: list[str] = []
    for row in manifest:
        path = shared / "data/cap" / row["file"]
        if row["kind"] == "schema" or not path.is_file():
            continue
        totals["files"] += 1
        source = make_source("cap", path.as_uri(), name=row["file"])
        done = poll(source, now=NOW)
        assert "unexpected:" not in done.error, (row["file"], done.error)
        expected = extract(path.read_bytes(), base=path.as_uri())
        reports = list(Report.objects.filter(source=source))
        read = [report for report in reports if report.state == "read"]
        broken = [report for report in reports if report.state == "broken"]
        totals["messages"] += len(expected.messages) + len(expected.errors)
        totals["accepted"] += len(read)
        totals["links"] += len(expected.links)
        rules.update(report.error.split(":")[0] for report in broken)
        departures.update(line.split(":")[0] for report in read for line in report.error.splitlines())
        totals["may alert but for expiry"] += sum("expired:" in report.may_alert_reason for report in read)
        for report in read:
            assert report.text, row["file"]
            assert report.cap_sent, row["file"]
            totals["with area"] += report.area is not None
            totals["with times"] += report.onset is not None
            if report.cap["infos"]:
                assert report.onset, row["file"]
        # The same message may stand twice in a feed; then it is one report.
        assert {report.external_id for report in read} or not expected.messages, row["file"]
        if expected.errors and not broken:
            unnamed.append(row["file"])
        if row.get("xsd_valid") and row["kind"].startswith("CAP"):
            assert len(read) == 1, (row["file"], [report.error for report in reports])
            infos = row.get("infos", 1)
            assert read[0].area is not None or not read[0].cap["infos"] or infos, row["file"]
    assert not unnamed
    assert all(rule and " " not in rule for rule in rules)
    with capsys.disabled():
        sys.stdout.write("\n\n" + _table("Over the CAP files", totals))
        sys.stdout.write(_table("Named errors of what was not accepted", rules))
        sys.stdout.write(_table("Departures named on messages that were accepted", departures))


def _table(title: str, counts: Counter[str]) -> str:
    return f"{title}:\n" + "".join(f"  {count:6d}  {name}\n" for name, count in counts.most_common())


@pytest.mark.parametrize("name", ["xee.atom", "xee.cap"])
@pytest.mark.parametrize("kind", ["cap", "feed"])
def test_attack_files_harm_nothing(
    shared: Path, make_source: Callable[..., Source], name: str, kind: str
) -> None:
    path = shared / "data/cap/google-testdata" / name
    done = poll(make_source(kind, path.as_uri()), now=NOW)
    assert done.outcome == "failed"
    assert done.error.split(":")[0] in ("doctype-forbidden", "not-a-feed")
    report = Report.objects.get()
    assert (report.state, report.text, bytes(report.raw)) == ("broken", "", path.read_bytes())


def test_the_bulletin_is_read_from_a_folder(
    shared: Path, make_source: Callable[..., Source], tmp_path: Path
) -> None:
    bulletins = shared / "data/bulletins"
    for path in bulletins.glob("*.txt"):
        shutil.copy(path, tmp_path)
    done = poll(make_source("folder", str(tmp_path)), now=NOW)
    assert (done.outcome, done.new_reports, done.error) == ("new", len(list(bulletins.glob("*.txt"))), "")
    report = Report.objects.get(external_id="morocco-2017-07-15.txt")
    assert report.title.endswith("returning IS militants")
    assert report.published_at == datetime(2017, 7, 15, 17, 12, tzinfo=UTC)
    assert report.reading["countries"][0] == "MA"

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tocsin.geo import Area, Point
from tocsin.sources.errors import FilingError
from tocsin.sources.intake import file_report
from tocsin.sources.models import Report, Source

pytestmark = pytest.mark.django_db
Make = Callable[..., Source]


def test_what_a_field_office_saw_is_a_report(make_source: Make, noon: datetime) -> None:
    source = make_source("form", grade="C")
    report = file_report(
        source, title="Roadblock", text="Tyres burn on the road to the airport.", place="Kisumu",
        observed_at=noon - timedelta(hours=1), filed_by="Achieng O.", now=noon,
    )  # fmt: skip
    assert (report.state, report.filed_by, report.may_alert) == ("read", "Achieng O.", True)
    assert (report.published_at, report.onset) == (noon, noon - timedelta(hours=1))
    assert report.text.endswith("Kisumu.")
    assert json.loads(bytes(report.raw))["place"] == "Kisumu"


def test_sent_twice_it_is_one_report(make_source: Make, noon: datetime) -> None:
    source = make_source("api")
    for _ in range(2):
        file_report(source, title="", text="All quiet in Rabat.", filed_by="Office", now=noon)
    assert Report.objects.count() == 1
    file_report(source, title="", text="All quiet in Rabat.", filed_by="Office", now=noon + timedelta(days=1))
    assert Report.objects.count() == 2


def test_a_name_of_its_own_makes_a_later_wording_a_new_version(make_source: Make, noon: datetime) -> None:
    source = make_source("api")
    for text in ("Two hurt in Rabat.", "Three hurt in Rabat."):
        file_report(source, title="", text=text, filed_by="Office", now=noon, external_id="case-9")
    older, newer = Report.objects.order_by("pk")
    assert (older.standing, older.superseded_by) == ("updated", newer)


def test_a_point_is_an_area(make_source: Make, noon: datetime) -> None:
    point = Point(longitude=-6.84, latitude=34.02)
    report = file_report(make_source("api"), title="x", text="y", place=point, filed_by="Office", now=noon)
    assert Area.from_geojson(report.area).contains(point)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"title": " ", "text": ""}, "filing-empty"),
        ({"filed_by": ""}, "filing-name"),
        ({"observed_at": datetime(2017, 7, 15, 9)}, "time-without-zone"),
        ({"text": "x" * 200_000}, "filing-long"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    make_source: Make, noon: datetime, change: dict[str, object], rule: str
) -> None:
    facts = {"title": "t", "text": "x", "filed_by": "Office", "now": noon} | change
    with pytest.raises(FilingError) as caught:
        file_report(make_source("form"), **facts)
    assert caught.value.rule == rule
    assert Report.objects.count() == 0


def test_a_time_in_the_future_and_a_source_that_takes_none_are_named(
    make_source: Make, noon: datetime
) -> None:
    with pytest.raises(FilingError, match="future"):
        file_report(
            make_source("form"),
            title="t",
            text="x",
            observed_at=noon + timedelta(days=1),
            filed_by="O",
            now=noon,
        )
    with pytest.raises(FilingError, match="paused"):
        file_report(make_source("form", enabled=False), title="t", text="x", filed_by="O", now=noon)
    with pytest.raises(FilingError, match="Choose"):
        file_report(make_source("feed"), title="t", text="x", filed_by="O", now=noon)

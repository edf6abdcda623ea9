"""Times as people write them."""

from __future__ import annotations

from datetime import UTC

import pytest

from tocsin.exposure.errors import ValueImpossible
from tocsin.exposure.times import read_time


def read(words: str, zone: str = "Africa/Nairobi", *, is_end: bool = False) -> str:
    found = read_time(words, field="arrive", zone=zone, unknown_zone="nobody knows it.", is_end=is_end)
    assert found.tzinfo is UTC
    return f"{found:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2017-07-15", "2017-07-14 21:00"),
        ("15.07.2017", "2017-07-14 21:00"),
        ("2017-07-15 14:30", "2017-07-15 11:30"),
        ("2017-07-15T14:30:00", "2017-07-15 11:30"),
        ("2017-07-15T14:30Z", "2017-07-15 14:30"),
        ("2017-07-15 14:30 UTC", "2017-07-15 14:30"),
        ("2017-07-15 14:30+01:00", "2017-07-15 13:30"),
        ("2017-07-15T14:30:00.250-0530", "2017-07-15 20:00"),
        ("2017-07-15 14:30 Europe/Paris", "2017-07-15 12:30"),
        ("2017-07-15 24:00", "2017-07-15 21:00"),
    ],
)
def test_a_time_is_local_unless_it_says_its_zone(words: str, expected: str) -> None:
    assert read(words) == expected


def test_a_departure_by_date_lasts_until_the_end_of_the_local_day() -> None:
    assert read("2017-07-15", is_end=True) == "2017-07-15 21:00"


def test_an_hour_that_comes_twice_widens_the_window() -> None:
    assert read("2017-10-29 02:30", "Europe/Paris") == "2017-10-29 00:30"
    assert read("2017-10-29 02:30", "Europe/Paris", is_end=True) == "2017-10-29 01:30"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("15/07/2017", "slashes"),
        ("tomorrow", "not a date"),
        ("2017-02-30", "no day of the calendar"),
        ("2017-07-15 25:00", "no time of day"),
        ("2017-07-15 12:00 Mars/Base", "not a time zone"),
        ("2017-07-15 12:00+19:00", "no offset"),
        ("9999-12-31", "cannot be meant"),
    ],
)
def test_anything_else_is_refused(words: str, problem: str) -> None:
    with pytest.raises(ValueImpossible, match=problem):
        read(words)


def test_a_time_without_a_zone_where_none_can_be_known_is_an_error() -> None:
    with pytest.raises(ValueImpossible, match="has no time zone, and nobody knows it"):
        read("2017-07-15 14:30", zone="")
    assert read("2017-07-15T14:30Z", zone="") == "2017-07-15 14:30"

"""Weeks, months and feasts as calendars have them."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.reading.time_calendar import DAY, easter, feast, full_year, moved, period, weekend


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2016, 3, 27), (2018, 4, 1), (2024, 3, 31), (2038, 4, 25)],
)
def test_easter_is_on_the_sunday_of_the_almanac(year, month, day):
    assert easter(year) == datetime(year, month, day)


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_of_spring(year):
    assert easter(year).weekday() == 6
    assert datetime(year, 3, 22) <= easter(year) <= datetime(year, 4, 25)


def test_feasts_that_hang_on_easter_move_with_it():
    assert feast("good_friday", 2018) == (datetime(2018, 3, 30), datetime(2018, 3, 31))
    assert feast("pentecost", 2018)[0] == datetime(2018, 5, 20)


@given(
    st.datetimes(datetime(1000, 1, 1), datetime(3000, 1, 1)),
    st.sampled_from(["day", "week", "month", "quarter", "half", "year", "decade", "century"]),
)
def test_a_period_holds_its_moment_and_meets_the_next(moment, unit):
    first, after = period(moment, unit)
    assert first <= moment < after
    assert period(after, unit)[0] == after


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)), st.integers(-500, 500))
def test_months_move_there_and_back_to_the_same_month(moment, count):
    there = moved(moment, count, "month")
    assert (there.year * 12 + there.month) - (moment.year * 12 + moment.month) == count


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1)))
def test_a_weekend_is_saturday_and_sunday(moment):
    saturday, monday = weekend(moment)
    assert (saturday.weekday(), monday - saturday) == (5, 2 * DAY)
    assert timedelta(0) <= monday - moment


def test_two_digits_are_the_last_such_year():
    now = datetime(2017, 7, 15)
    assert [full_year(short, now) for short in (90, 17, 19, 20)] == [1990, 2017, 2019, 1920]
    assert full_year(90, datetime(1992, 1, 1)) == 1990

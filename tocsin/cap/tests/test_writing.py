from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings

from tocsin.cap import MsgType, NotWritable, Scope, Status, TimeError, parse, parse_time, to_xml
from tocsin.cap.message import Message
from tocsin.cap.tests.samples import OLD_10, TSUNAMI_11, WEATHER_12
from tocsin.cap.tests.strategies import messages, times
from tocsin.cap.times import format_time

PLAIN = Message(
    "T-1", "desk@ngo.example", datetime(2026, 1, 1, tzinfo=UTC), Status.ACTUAL, MsgType.ALERT, Scope.PUBLIC
)


@settings(max_examples=150, deadline=None)
@given(messages)
def test_what_is_written_reads_back_the_same(message):
    data = to_xml(message)
    assert parse(data) == message
    assert to_xml(parse(data)) == data


@pytest.mark.parametrize("text", [WEATHER_12, OLD_10])
def test_a_foreign_message_can_be_written_as_cap_12(text):
    message = parse(text.encode())
    assert parse(to_xml(message)) == replace(message, version="1.2")


def test_a_height_in_words_cannot_be_written():
    with pytest.raises(NotWritable, match="altitude"):
        to_xml(parse(TSUNAMI_11.encode()))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"note": "bell \x07"}, "character"),
        ({"addresses": ('say "it" now',)}, "addresses"),
        ({"incidents": ("",)}, "incidents"),
        ({"references_unread": ("two words",)}, "references"),
    ],
)
def test_what_cap_cannot_say_is_refused_by_name(change, named):
    with pytest.raises(NotWritable, match=named):
        to_xml(replace(PLAIN, **change))


def test_a_time_without_a_zone_never_gets_into_a_message():
    with pytest.raises(TimeError, match="no time zone"):
        replace(PLAIN, sent=datetime(2026, 1, 1))


def test_times_are_written_in_utc_with_an_offset_and_no_letter():
    paris = timezone(timedelta(hours=2))
    assert format_time(datetime(2026, 7, 1, 1, 30, 59, 999, tzinfo=paris)) == "2026-06-30T23:30:59-00:00"


@given(times)
def test_times_read_back_to_the_second(moment):
    assert parse_time(format_time(moment)) == moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2026-01-01T10:00:00", "time-without-zone"),
        ("yesterday", "time-form"),
        ("2026-13-01T10:00:00Z", "time-form"),
        ("0001-01-01T00:00:00+14:00", "time-form"),
        ("12026-01-01T00:00:00Z", "time-form"),
    ],
)
def test_what_is_no_instant_is_named(text, rule):
    with pytest.raises(TimeError) as caught:
        parse_time(text)
    assert caught.value.rule == rule


def test_midnight_at_the_end_of_a_day_is_the_next_day():
    assert parse_time("2026-12-31T24:00:00-00:00") == datetime(2027, 1, 1, tzinfo=UTC)

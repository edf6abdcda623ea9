"""What holds a message back: wider alerts, a mute, quiet hours and digests, on every clock there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.delivery.quiet import (
    DIGEST_HOURS,
    Cover,
    Hours,
    Message,
    Muting,
    Reach,
    Setting,
    Stand,
    Zone,
    covers,
    next_digest,
    quiet_until,
    rule_on,
)
from tocsin.geo import Area, Circle, Point, Polygon
from tocsin.grading import Level

NOON = datetime(2017, 7, 15, 12, tzinfo=UTC)
NAIROBI = Zone(ZoneInfo("Africa/Nairobi"), is_present=True)
NIGHT = Hours(time(22), time(7))

zones = st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})).map(
    lambda name: Zone(ZoneInfo(name))
)
moments = st.datetimes(datetime(2015, 1, 1), datetime(2030, 1, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
hours = st.tuples(clocks, clocks).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: Hours(*pair))


@given(hours=hours, zone=zones, now=moments)
def test_quiet_hours_end_later_than_now_outside_of_them_and_within_a_day(
    hours: Hours, zone: Zone, now: datetime
) -> None:
    until = quiet_until(hours, zone, now=now)
    if until is None:
        assert not hours.hold(zone.local(now).time())
        return
    assert hours.hold(zone.local(now).time())
    assert now < until <= now + timedelta(hours=50), "a zone may skip a whole day, as Samoa did"
    assert not hours.hold(zone.local(until).time())
    assert quiet_until(hours, zone, now=until) is None


@given(every=st.sampled_from(DIGEST_HOURS), zone=zones, now=moments)
def test_a_digest_is_due_after_now_and_no_later_than_its_hours_and_a_change_of_clocks(
    every: int, zone: Zone, now: datetime
) -> None:
    due = next_digest(every, zone, now=now)
    assert now < due <= now + timedelta(hours=every + 26)
    assert next_digest(every, zone, now=due - timedelta(seconds=1)) == due


@pytest.mark.parametrize(
    ("zone", "now", "until"),
    [
        ("Africa/Nairobi", "2017-07-15T20:10", "2017-07-16T04:00"),
        ("Africa/Nairobi", "2017-07-15T12:00", ""),
        ("Asia/Kathmandu", "2017-07-15T18:00", "2017-07-16T01:15"),
        # Clocks were set forward and back in New York in these nights: the night is 8 and 10 hours long.
        ("America/New_York", "2017-03-12T03:00", "2017-03-12T11:00"),
        ("America/New_York", "2017-11-05T02:00", "2017-11-05T12:00"),
    ],
)
def test_the_night_on_the_recipients_clock(zone: str, now: str, until: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = quiet_until(NIGHT, Zone(ZoneInfo(zone)), now=moment)
    assert found == (datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None)


def test_an_end_that_the_clock_skips_or_shows_twice_is_found() -> None:
    zone = Zone(ZoneInfo("America/New_York"))
    skipped = Hours(time(22), time(2, 30))
    assert quiet_until(skipped, zone, now=datetime(2017, 3, 12, 6, 59, tzinfo=UTC)) == datetime(
        2017, 3, 12, 7, 30, tzinfo=UTC
    )
    twice = Hours(time(22), time(1, 30))
    assert quiet_until(twice, zone, now=datetime(2017, 11, 5, 5, 10, tzinfo=UTC)) == datetime(
        2017, 11, 5, 5, 30, tzinfo=UTC
    )
    assert quiet_until(twice, zone, now=datetime(2017, 11, 5, 6, 10, tzinfo=UTC)) == datetime(
        2017, 11, 5, 6, 30, tzinfo=UTC
    )


# -- one message -------------------------------------------------------------------------------------------

NIGHTLY = Setting(hours=NIGHT)
DAILY = Setting(digest_hours=24)
LATE = datetime(2017, 7, 15, 20, 10, tzinfo=UTC)
NOTICE = Message("Notice", expires=LATE + timedelta(days=2))
COVER = Cover(7, "2017-0002", "Warning", "Kenya: Unrest", is_asked=True)
MUTED = Muting("Eva", LATE + timedelta(hours=3), "An exercise.")


def ruled(message: Message, **changes: object) -> tuple[Stand, str | None, str]:
    given = {"muting": None, "cover": None, "setting": Setting(), "zone": NAIROBI, "now": LATE} | changes
    verdict = rule_on(message, **given)  # type: ignore[arg-type]
    return verdict.stand, verdict.rule, verdict.reason


def test_a_notice_at_night_waits_until_the_morning_there_and_says_so() -> None:
    assert ruled(NOTICE, setting=NIGHTLY) == (
        "wait",
        "quiet-hours",
        "It is 23:10 in Africa/Nairobi, where this person is now: Notice waits there until 07:00 on 16 Jul.",
    )
    assert ruled(NOTICE, setting=NIGHTLY, now=NOON) == ("send", None, "")


def test_what_ends_before_the_night_does_is_sent_at_once_and_says_so() -> None:
    brief = replace(NOTICE, expires=LATE + timedelta(hours=2))
    stand, rule, reason = ruled(brief, setting=NIGHTLY)
    assert (stand, rule) == ("send", None)
    assert reason == "It ends before quiet hours would let it go, so it is sent at once."


def test_a_digest_that_falls_into_the_night_comes_in_the_morning() -> None:
    both = Setting(hours=Hours(time(22), time(9)), digest_hours=24)
    verdict = rule_on(NOTICE, muting=None, cover=None, setting=both, zone=NAIROBI, now=LATE)
    assert verdict.until == datetime(2017, 7, 16, 6, tzinfo=UTC)
    assert verdict.rule == "digest"
    assert ruled(NOTICE, setting=DAILY)[2] == (
        "Notice waits for the next digest, at 08:00 on 16 Jul in Africa/Nairobi, where this person is now."
    )


def test_who_is_chased_for_an_answer_is_neither_kept_waiting_nor_put_in_a_digest() -> None:
    asked = replace(NOTICE, is_asked=True, is_chased=True)
    assert ruled(asked, setting=NIGHTLY)[:2] == ("send", None)
    assert "an answer that is waited for" in ruled(asked, setting=DAILY)[2]


@pytest.mark.parametrize(
    ("changes", "stand"),
    [
        ({}, "suppress"),
        ({"is_asked": True}, "suppress"),
        ({"is_all_clear": True}, "send"),
        ({"told": True}, "send"),
        ({"is_reminder": True}, "send"),
        ({"tries": 1}, "send"),
    ],
)
def test_a_wider_alert_covers_news_and_nothing_else(changes: dict[str, bool], stand: str) -> None:
    assert ruled(replace(NOTICE, **changes), cover=COVER)[0] == stand  # type: ignore[arg-type]


def test_an_answer_that_only_the_narrower_alert_asks_for_is_due() -> None:
    follower = replace(COVER, is_asked=False)
    assert ruled(replace(NOTICE, is_asked=True), cover=follower)[0] == "send"
    assert ruled(NOTICE, cover=follower)[1] == "covered"
    assert ruled(NOTICE, cover=COVER, setting=Setting(is_covered=False))[0] == "send"


def test_a_mute_counts_before_all_else_until_its_end_and_never_stops_an_all_clear() -> None:
    stand, rule, reason = ruled(NOTICE, muting=MUTED, cover=COVER, setting=NIGHTLY)
    assert (stand, rule) == ("suppress", "muted")
    assert reason == "Eva muted this incident until 2017-07-15 23:10:00 UTC: An exercise."
    assert ruled(replace(NOTICE, is_reminder=True), muting=MUTED)[1] == "muted"
    assert ruled(replace(NOTICE, is_all_clear=True), muting=MUTED)[0] == "send"
    assert ruled(NOTICE, muting=MUTED, now=MUTED.until)[0] == "send"


@given(
    digest=st.sampled_from((0, *DIGEST_HOURS)),
    hours=st.none() | hours,
    zone=zones,
    now=moments,
    ends=st.integers(1, 80),
    flags=st.fixed_dictionaries(
        {
            name: st.booleans()
            for name in ("is_all_clear", "is_reminder", "waited_for_digest", "told", "is_asked", "is_chased")
        }
    ),
)
def test_whatever_waits_goes_out_before_it_ends_and_every_refusal_has_its_words(
    digest: int, hours: Hours | None, zone: Zone, now: datetime, ends: int, flags: dict[str, bool]
) -> None:
    message = Message("Notice", expires=now + timedelta(hours=ends), **flags)
    verdict = rule_on(
        message, muting=None, cover=COVER, setting=Setting(True, hours, digest), zone=zone, now=now
    )
    assert (verdict.until is not None) == (verdict.stand is Stand.WAIT)
    if verdict.until is not None:
        assert now < verdict.until < message.expires
        assert not message.is_chased
    if verdict.stand is not Stand.SEND:
        assert verdict.rule
        assert verdict.reason


# -- one alert and a wider one ---------------------------------------------------------------------------


def circle(longitude: float, latitude: float, km: float) -> Area:
    return Area(circles=(Circle(Point(longitude=longitude, latitude=latitude), km),))


def reach(area: Area, *touches: str, **changes: object) -> Reach:
    found = Reach(
        "civil-unrest", "KE", Level.WARNING, NOON, NOON + timedelta(hours=24), area, frozenset(touches)
    )
    return replace(found, **changes)  # type: ignore[arg-type]


KENYA = reach(Area(countries=("KE",)), "KE", expires=NOON + timedelta(days=3))
CITY = reach(circle(36.82, -1.29, 15), "KE")


def test_a_whole_country_covers_its_cities_at_the_same_level_or_a_lower_one() -> None:
    assert covers(KENYA, CITY, now=NOON)
    assert covers(KENYA, replace(CITY, level=Level.NOTICE), now=NOON)
    assert not covers(KENYA, replace(CITY, level=Level.CRITICAL), now=NOON)
    assert not covers(CITY, KENYA, now=NOON)


@pytest.mark.parametrize(
    "changes",
    [
        {"hazard": "flood"},
        {"country": "UG"},
        {"expires": NOON + timedelta(days=4)},
        {"touches": frozenset({"KE", "UG"})},
        {"area": Area()},
        {"area": Area(countries=("KE", "UG"))},
    ],
)
def test_another_hazard_country_or_time_and_a_city_on_the_border_are_not_covered(
    changes: dict[str, object],
) -> None:
    assert not covers(KENYA, replace(CITY, **changes), now=NOON)  # type: ignore[arg-type]


def test_shapes_cover_what_lies_inside_them_and_nothing_of_their_own_size() -> None:
    wide = reach(circle(36.82, -1.29, 60), "KE")
    assert covers(wide, CITY, now=NOON)
    assert covers(wide, reach(circle(36.9, -1.3, 0), "KE"), now=NOON)
    assert not covers(wide, reach(circle(37.4, -1.29, 15), "KE"), now=NOON)
    assert not covers(CITY, CITY, now=NOON)
    corners = [(36.0, -2.0), (38.0, -2.0), (38.0, 0.0), (36.0, 0.0), (36.0, -2.0)]
    square = Area(polygons=(Polygon(tuple(Point(longitude=x, latitude=y) for x, y in corners)),))
    assert covers(reach(square, "KE"), CITY, now=NOON)
    assert not covers(CITY, reach(square, "KE"), now=NOON)
    assert not covers(reach(Area(), "KE"), CITY, now=NOON)


def test_what_begins_later_than_the_narrower_one_does_not_cover_it_yet() -> None:
    later = replace(KENYA, onset=NOON + timedelta(hours=2))
    assert not covers(later, CITY, now=NOON)
    assert covers(later, CITY, now=NOON + timedelta(hours=2))

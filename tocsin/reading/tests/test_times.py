"""Times are read as a person on the spot would read them."""

from datetime import UTC, datetime

import pytest

from tocsin.reading import Certainty, read
from tocsin.reading.sentences import sentences
from tocsin.reading.times import Anchor, read_times
from tocsin.reading.words import words

SATURDAY = datetime(2017, 7, 15, 17, 12, tzinfo=UTC)


def times(text, zone="Africa/Casablanca", country=""):
    return read_times(text, words(text), sentences(text), Anchor(SATURDAY, zone, "en", country))


@pytest.mark.parametrize(
    ("text", "said", "when", "certainty"),
    [
        ("It began on July 9.", "July 9", "2017-07-09", "exact"),
        ("On Sunday, July 9, it began.", "Sunday, July 9", "2017-07-09", "exact"),
        ("In 2011, a bomb went off.", "In 2011", "2011", "exact"),
        ("held since 2002", "since 2002", "2002/2017-07-15", "exact"),
        ("in the past decade", "in the past decade", "2007-07-15/2017-07-15", "vague"),
        ("40 in the past three years", "in the past three years", "2014-07-15/2017-07-15", "approximate"),
        ("at 05:12 PM UTC", "05:12 PM UTC", "2017-07-15T17:12", "exact"),
        ("from 19:00 local", "from 19:00 local", "2017-07-15T19:00/..", "exact"),
        (
            "through at least early December",
            "through at least early December",
            "../2017-12-10",
            "approximate",
        ),
        ("It happened yesterday.", "yesterday", "2017-07-14", "exact"),
        ("Shops shut on Friday.", "Friday", "2017-07-14", "exact"),
        ("A march is planned for Friday.", "Friday", "2017-07-21", "exact"),
        ("July 14-16", "July 14-16", "2017-07-14/2017-07-16", "exact"),
        ("on 2017-07-20", "2017-07-20", "2017-07-20", "exact"),
        ("on 9 July 2017", "9 July 2017", "2017-07-09", "exact"),
        (
            "from 08:00 to 18:00 on 20 July",
            "from 08:00 to 18:00 on 20 July",
            "2017-07-20T08:00/2017-07-20T18:00",
            "exact",
        ),
        ("two days ago", "two days ago", "2017-07-13", "exact"),
        ("in early 2015", "early 2015", "2015-01/2015-04", "approximate"),
        ("rain until 20 July", "until 20 July", "../2017-07-20", "exact"),
        ("le 9 juillet 2017", "9 juillet 2017", "2017-07-09", "exact"),
        ("el 9 de julio", "9 de julio", "2017-07-09", "exact"),
        ("em 9 de julho de 2017", "9 de julho de 2017", "2017-07-09", "exact"),
        ("منذ 2014", "منذ 2014", "2014/2017-07-15", "exact"),
        ("في 9 يوليو 2017", "9 يوليو 2017", "2017-07-09", "exact"),
    ],
)
def test_words_to_interval(text, said, when, certainty):
    (found,) = times(text)
    assert (found.text, found.when, found.certainty.value) == (said, when, certainty)


def test_a_day_begins_at_midnight_where_the_event_is():
    (found,) = times("on 9 July", zone="Asia/Manila")
    assert found.start == datetime(2017, 7, 8, 16, tzinfo=UTC)
    assert found.end == datetime(2017, 7, 9, 16, tzinfo=UTC)


def test_a_zone_in_the_text_wins_over_the_zone_of_the_place():
    (found,) = times("at 16:40 (UTC+3) on 14 July", zone="Asia/Manila")
    assert found.start == datetime(2017, 7, 14, 13, 40, tzinfo=UTC)


@pytest.mark.parametrize(("country", "when"), [("GB", "2004-03-02"), ("US", "2004-02-03")])
def test_an_ambiguous_date_says_that_it_is_unsure(country, when):
    (found,) = times("on 02/03/04", country=country)
    assert found.when == when
    assert found.certainty is Certainty.VAGUE
    assert found.confidence < 0.5


@pytest.mark.parametrize(
    ("text", "country", "when"),
    [
        ("due 03-02-2017", "US", "2017-03-02"),
        ("due 03-02-2017", "FR", "2017-02-03"),
        ("due 03.02.2017", "US", "2017-02-03"),
        ("settled on 03/02", "US", "2017-03-02"),
        ("settled on 03/02", "FR", "2017-02-03"),
        ("due 25/12/2016", "US", "2016-12-25"),
    ],
)
def test_the_country_of_the_event_decides_which_number_is_the_month(text, country, when):
    (found,) = times(text, country=country)
    assert found.when == when
    assert found.confidence <= 0.5 or "25" in text or "." in text


@pytest.mark.parametrize(
    ("text", "country", "hour", "minute"),
    [
        ("at 10:00 IST on 14 July", "IN", 4, 30),
        ("at 10:00 IST on 14 July", "IL", 8, 0),
        ("at 10:00 NPT on 14 July", "NP", 4, 15),
        ("at 10:00 EAT on 14 July", "KE", 7, 0),
        ("at 10:00 GMT+3 on 14 July", "", 7, 0),
        ("at 6 a.m. ET on 14 July", "US", 10, 0),
        ("at 1000Z on 14 July", "MA", 10, 0),
        ("at 10:00 CST on 14 July", "CN", 2, 0),
    ],
)
def test_abbreviations_of_zones_are_those_of_the_country(text, country, hour, minute):
    (found,) = times(text, country=country)
    assert (found.start.hour, found.start.minute) == (hour, minute)


def test_a_dateline_sets_the_day_from_which_the_rest_is_told():
    found = times(
        "CALI, 4 FEB 90 (NOTICIAS) -- [TEXT] A BOMB WENT OFF YESTERDAY, TWO WEEKS AFTER ONE ON 20 JANUARY."
    )
    assert [one.when for one in found] == ["1990-02-04", "1990-02-03", "1990-01-20"]


def test_a_time_of_unknown_bounds_says_so():
    (found,) = times("Attacks rise during Ramadan.")
    assert (found.start, found.end, found.when) == (None, None, "")
    assert found.certainty is Certainty.VAGUE


def test_a_clock_time_takes_the_day_of_its_sentence():
    found = times("On Thursday a patrol was ambushed near the river at about 21:40.")
    assert [one.when for one in found] == ["2017-07-13", "2017-07-13T21:40"]


def test_an_hour_that_is_still_to_come_was_yesterday_where_the_text_tells_of_the_past():
    (found,) = times("The depot was hit at 23:30.")
    assert (found.when, found.confidence) == ("2017-07-14T23:30", 0.6)


def test_clocks_put_forward_do_not_turn_an_interval_round():
    text = "from 02:30 on 12 March 2017 to 02:59"
    for one in times(text, zone="America/New_York"):
        assert one.start < one.end


@pytest.mark.parametrize(
    "text", ["On 30 February", "over 1600 people", "You may march on.", "$2,017 was paid", "Route 2017"]
)
def test_what_is_no_time_is_not_read_as_one(text):
    assert times(text) == ()


def test_a_date_line_wins_over_the_time_handed_in():
    text = "3 Feb 2018 | 09:30 AM UTC\n\nKenya: March in Mombasa\n\nNotice\n\nEvent\n\nA march is planned for Monday.\n\nAdvice\n\nAvoid it."
    reading = read(text, published=datetime(2025, 1, 1, tzinfo=UTC))
    assert reading.published == datetime(2018, 2, 3, 9, 30, tzinfo=UTC)
    assert [one.when for one in reading.times] == ["2018-02-05"]

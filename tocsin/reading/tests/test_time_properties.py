"""What holds of times in any text: a date reads back in every form, nothing crashes, spans quote, intervals run forward."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tocsin.reading.sentences import sentences
from tocsin.reading.times import Anchor, read_times
from tocsin.reading.words import words

PUBLISHED = datetime(2017, 7, 15, 17, 12, tzinfo=UTC)
MONTHS_BY_LANGUAGE = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
MONTHS = {code: row.split() for code, row in MONTHS_BY_LANGUAGE.items()}
FORMS = {
    "en": (
        "{d} {month} {y}",
        "{month} {d}, {y}",
        "the {d} of {month} {y}",
        "{d}-{short}-{y}",
        "{short} {d}, {y}",
        "{y}-{m:02}-{d:02}",
        "{y}/{m:02}/{d:02}",
        "{d} {MONTH} {y}",
        "{d}{nth} {month} {y}",
        "{weekday}, {d} {month} {y}",
        "{weekday}, {month} {d}, {y}",
        "{d:02}.{m:02}.{y}",
    ),
    "fr": ("le {d} {month} {y}", "{d} {MONTH} {y}"),
    "es": ("el {d} de {month} de {y}", "{d} de {MONTH} del {y}", "el día {d} de {month} de {y}"),
    "pt": ("em {d} de {month} de {y}", "no dia {d} de {MONTH} de {y}"),
    "ar": ("في {d} {month} {y}", "يوم {d} من {month} {y}"),
}
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def times(text, language="en", published=PUBLISHED, zone="UTC", country=""):
    return read_times(text, words(text), sentences(text), Anchor(published, zone, language, country))


def rendered(form, day, language):
    month = MONTHS[language][day.month - 1]
    nth = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th") if day.day not in (11, 12, 13) else "th"
    return form.format(
        d=day.day,
        m=day.month,
        y=day.year,
        month=month,
        MONTH=month.upper(),
        short=month[:3],
        nth=nth,
        weekday=day.strftime("%A"),
    )


@given(
    st.dates(date(1950, 1, 1), date(2049, 12, 31)),
    st.sampled_from([(lang, form) for lang, forms in FORMS.items() for form in forms]),
)
def test_a_date_reads_back_in_every_form(day, choice):
    language, form = choice
    (found,) = times(f"x {rendered(form, day, language)} x", language)
    assert found.start == datetime(day.year, day.month, day.day, tzinfo=UTC)
    assert found.end == found.start + timedelta(days=1)


@given(st.dates(date(1950, 1, 1), date(2049, 12, 31)))
def test_a_date_reads_back_in_arabic_digits(day):
    (found,) = times(rendered("في {d} {month} {y}", day, "ar").translate(ARABIC), "ar")
    assert found.start == datetime(day.year, day.month, day.day, tzinfo=UTC)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2049, 12, 31)), st.integers(-12, 14))
def test_a_moment_with_its_offset_reads_back(moment, hours):
    text = moment.strftime("%Y-%m-%dT%H:%M") + f"{hours:+03d}:00"
    (found,) = times(text, zone="Asia/Manila")
    assert found.start == (moment.replace(second=0, microsecond=0) - timedelta(hours=hours)).replace(
        tzinfo=UTC
    )


@given(
    st.integers(0, 23),
    st.integers(0, 59),
    st.sampled_from(["%H:%M UTC", "%H%MZ", "%I:%M %p UTC", "%H:%M GMT"]),
)
def test_a_clock_time_reads_back(hour, minute, form):
    said = datetime(2017, 7, 15, hour, minute).strftime(form)
    (found,) = times(f"It is at {said}.")
    assert (found.start.hour, found.start.minute) == (hour, minute)


@given(st.dates(date(1950, 1, 1), date(2049, 1, 1)), st.integers(1, 300))
def test_a_range_reads_back(day, length):
    last = day + timedelta(days=length)
    said = f"from {rendered('{d} {month} {y}', day, 'en')} to {rendered('{d} {month} {y}', last, 'en')}"
    (found,) = times(said)
    assert (found.start.date(), found.end.date()) == (day, last + timedelta(days=1))


WORDS = """on at from to until since by before after about between and the of in for within last next this past coming every
    a few several two 3 12 31 99 1990 2017 0600 1600 9999 1990s '90s July May March Sun Monday Friday weekend week months
    hours ago earlier later early mid late end first second half quarter Q3 summer Easter Ramadan morning night dawn noon
    midnight overnight tonight yesterday tomorrow 05:12 24:00 7pm 21h30 9-11 02/03/04 2017-07-09 2017-02-30 150600Z JUL 17
    - -- – , . ; : ( ) / ' % $ UTC GMT+3 EST local le el du al de à a hasta até depuis hace il y dernier pasado prochain
    mañana hier ontem في من إلى منذ قبل يوم الاثنين الماضي يوليو ٩ ٢٠١٧ أيام will was killed said people"""
PIECES = st.sampled_from(
    [*WORDS.split(), "\n", "\n\n", "LIMA, 4 FEB 90 (EFE) -- ", "\u200f", "\x00", "٤", "²", "½"]
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.text(max_size=200),
        st.lists(PIECES, max_size=40).map(" ".join),
        st.lists(PIECES, max_size=40).map(" ".join).map(str.upper),
        st.lists(PIECES, max_size=40).map("".join),
    ),
    st.sampled_from(["en", "fr", "es", "pt", "ar", "de", ""]),
    st.sampled_from(["UTC", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu", "nowhere"]),
)
@example("31 December 9999 and 1 January 1500 in the past century", "en", "America/New_York")
@example("from 02:30 on 12 March 2017 to 02:59", "en", "America/New_York")
@example("since the last 3000 centuries", "en", "UTC")
def test_no_text_stops_it_and_what_it_says_is_sound(text, language, zone):
    found = times(text, language, zone=zone)
    last = 0
    for one in found:
        assert one.span.of(text) == one.text != ""
        assert one.span.start >= last
        last = one.span.end
        assert one.start is None or one.end is None or one.start < one.end
        assert 0 <= one.confidence <= 1
    assert found == times(text, language, zone=zone)


@settings(max_examples=50, deadline=None)
@given(
    st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),
    st.lists(PIECES, max_size=30).map(" ".join),
)
def test_any_year_of_publication_will_do(published, text):
    for one in times(text, published=published):
        assert one.span.of(text) == one.text


def test_hostile_repetition_is_read_in_one_pass():
    for piece in (
        "1/",
        "May ",
        "May 5 ",
        "10:00 to ",
        "since ",
        "a few ",
        "5, 6, 7, ",
        "early ",
        "1 May - ",
        "LIMA, 4 FEB 90 (EFE",
    ):
        text = (piece * 50_000)[:100_000]
        for one in times(text)[-3:]:
            assert one.span.of(text) == one.text

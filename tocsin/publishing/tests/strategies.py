"""Alert texts that hypothesis makes up: odd characters, long parts, headings inside of texts, every shape of area."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st

from tocsin.alerts.tests.desk import NOON
from tocsin.cap import Certainty, Severity, Urgency
from tocsin.geo import Area, Circle, Point, Polygon
from tocsin.grading import Act, AlertText, CitedSource, Level, Reliability, Sentence
from tocsin.publishing.tests.press import AREAS
from tocsin.reading import HAZARDS

#: Whatever a keyboard, a clipboard or a feed may bring, with what our own CAP is made of.
characters = st.characters(exclude_categories=("Cs",))
traps = st.sampled_from(
    (
        "EVENT\n", "Event\n", "\n\nContext\nNone.", "What changed\n", "1. Leave.", "2. ", "a\r\nb", "\r", "\t", " ",
        "\u202e", "\u2028", "\x00", "\x85", "\ufeff", "\ufffe", "&amp", "<", ">", "]]>", '"', "'", ", ", "summary 0 3",
        "\u0645\u0633\u064a\u0631\u0629 \u0644\u0644\u0645\u0639\u0644\u0645\u064a\u0646", "\u5730\u9707\u9707\u6483\u57fa\u82cf\u6728", "\U0001f6a8",
    )
)  # fmt: skip
words = st.lists(st.text(characters, max_size=20) | traps, max_size=6).map("".join)
#: What the linter lets through, but for the invisible characters.
names = words.filter(lambda text: bool(text.strip()))
sentences = st.lists(
    st.builds(Sentence, words, st.lists(st.sampled_from(("report:1", "report:2")), max_size=2).map(tuple)),
    max_size=4,
).map(tuple)
acts = st.lists(st.builds(Act, words, st.integers(1, 9)), max_size=5).map(tuple)
sources = st.lists(
    st.builds(
        CitedSource,
        st.sampled_from(("report:1", "report:2", "phone:3")),
        words,
        st.sampled_from(("", "https://lake.example/1?a=b&c=d", "javascript:alert(1)", "ftp://x", "http://a b/")),
        st.none() | st.sampled_from(Reliability),
    ),
    max_size=3,
).map(tuple)  # fmt: skip
degrees = st.floats(-80, 80, allow_nan=False).map(lambda number: round(number, 6))
circles = st.builds(
    Circle,
    st.builds(Point, longitude=st.floats(-180, 180).map(lambda number: round(number, 6)), latitude=degrees),
    st.floats(0.01, 3000).map(lambda number: round(number, 3)),
)


def _box(west: float, south: float, width: float, height: float) -> Polygon:
    east = west + width if west + width <= 180 else west + width - 360
    return Polygon.from_pairs(
        [(west, south), (east, south), (east, south + height), (west, south + height), (west, south)]
    )


boxes = st.builds(_box, st.floats(-180, 179), st.floats(-80, 60), st.floats(0.5, 60), st.floats(0.5, 20))
areas = st.sampled_from(tuple(AREAS.values())) | st.builds(
    Area,
    description=words,
    circles=st.lists(circles, max_size=2).map(tuple),
    polygons=st.lists(boxes, min_size=1, max_size=2).map(tuple),
    countries=st.lists(st.sampled_from(("MA", "KE", "PH", "FJ")), max_size=2, unique=True).map(tuple),
)
texts = st.builds(
    AlertText,
    country=words,
    headline=names,
    level=st.sampled_from(Level),
    hazard=st.sampled_from([hazard.code for hazard in HAZARDS]),
    summary=sentences,
    event=sentences,
    context=sentences,
    advice=acts,
    onset=st.integers(-1000, 1000).map(lambda hours: NOON + timedelta(hours=hours)),
    expires=st.just(NOON + timedelta(hours=2000)),
    area=areas,
    place=words,
    country_code=st.sampled_from(("", "MA", "KE")),
    severity=st.sampled_from([word.value for word in Severity]),
    certainty=st.sampled_from([word.value for word in Certainty]),
    urgency=st.sampled_from([word.value for word in Urgency]),
    sources=sources,
    language=st.sampled_from(("en", "fr", "ar", "zh-Hant-TW", "es-419")),
    what_changed=words,
    cancel_reason=words,
    developing=st.booleans(),
)

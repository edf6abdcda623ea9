"""The scorer gives every system what it deserves: all for the truth, nothing for silence, no more for luck."""

from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation import calibration
from evaluation.answers import Answer
from evaluation.corpora import Document, GoldMention
from evaluation.scoring import FARTHEST_KM, Agreement, area, nearness, score
from tocsin.geo import Point
from tocsin.reading import Span

TEXT = "x" * 400
points = st.builds(
    Point, longitude=st.floats(-180, 180, allow_nan=False), latitude=st.floats(-90, 90, allow_nan=False)
)


@st.composite
def documents(draw: st.DrawFn, located: bool = False) -> Document:
    """A text with marked places of at least four characters that do not touch each other."""
    starts = draw(st.lists(st.integers(0, 30), unique=True, min_size=1, max_size=12))
    mentions = []
    for start in sorted(starts):
        span = Span(start * 12, start * 12 + draw(st.integers(4, 8)))
        point = draw(points if located else st.none() | points)
        mentions.append(GoldMention(span, span.of(TEXT), point, draw(st.sampled_from(("", "KE", "US")))))
    return Document("one", "", TEXT, datetime(2020, 1, 1, tzinfo=UTC), tuple(mentions))


def truth(document: Document) -> tuple[Answer, ...]:
    return tuple(Answer(one.span, one.point, one.country) for one in document.located)


def shifted(answers: tuple[Answer, ...], by: int) -> tuple[Answer, ...]:
    return tuple(
        Answer(Span(one.span.start + by, one.span.end + by), one.point, one.country) for one in answers
    )


@given(st.lists(documents(located=True), min_size=1, max_size=4))
def test_a_perfect_system_scores_one_everywhere(texts: list[Document]) -> None:
    answers = [truth(one) for one in texts]
    got = score(texts, answers, answers)
    assert got.strict.f1 == got.overlap.f1 == got.end_to_end.f1 == got.marked.f1 == 1
    assert got.on_gold is not None
    for near in (got.on_gold, got.on_recognised):
        assert near.accuracy_161 == near.accuracy_20 == 1
        assert near.mean == near.median == near.auc == pytest.approx(0, abs=1e-3)
        assert near.country == (1 if any(one.country for text in texts for one in text.located) else 0)


@given(st.lists(documents(), min_size=1, max_size=4))
def test_a_silent_system_scores_nothing(texts: list[Document]) -> None:
    got = score(texts, [() for _ in texts], [tuple(None for _ in one.located) for one in texts])
    assert got.strict.f1 == got.overlap.f1 == got.end_to_end.f1 == 0
    assert got.on_gold is not None
    assert got.on_gold.accuracy_161 == 0
    assert got.on_gold.mean == FARTHEST_KM
    assert got.on_gold.auc == pytest.approx(1)


@given(documents(located=True), st.integers(1, 3))
def test_a_span_that_is_off_is_no_strict_hit_but_still_overlaps(text: Document, by: int) -> None:
    got = score([text], [shifted(truth(text), by)])
    assert got.strict.f1 == got.end_to_end.f1 == 0
    assert got.overlap.f1 == 1


@given(documents(located=True))
def test_the_right_words_at_the_wrong_end_of_the_world_count_for_finding_only(text: Document) -> None:
    answers = [
        Answer(
            one.span,
            Point(longitude=(one.point.longitude + 360) % 360 - 180, latitude=-one.point.latitude),
            "",
        )
        for one in text.located
        if one.point is not None
    ]
    got = score([text], [answers])
    assert got.strict.f1 == 1
    assert got.end_to_end.f1 == got.on_recognised.accuracy_161 == 0


@given(documents(), documents())
def test_f1_is_the_same_whoever_is_called_right(one: Document, other: Document) -> None:
    def against(gold: Document, system: Document) -> float:
        return score([gold], [truth(system)]).strict.f1

    assert against(one, other) == pytest.approx(against(other, one))


def test_a_marked_place_without_coordinates_is_a_false_alarm_of_the_main_figure() -> None:
    nowhere = GoldMention(Span(0, 4), "xxxx", None, "")
    somewhere = GoldMention(Span(10, 14), "xxxx", Point(longitude=0, latitude=0), "")
    text = Document("one", "", TEXT, datetime(2020, 1, 1, tzinfo=UTC), (nowhere, somewhere))
    got = score([text], [[Answer(one.span, somewhere.point, "") for one in text.mentions]])
    assert (got.strict.precision, got.strict.recall) == (0.5, 1)
    assert got.marked.f1 == 1


def test_the_same_span_answered_twice_counts_once() -> None:
    gold = GoldMention(Span(0, 4), "xxxx", Point(longitude=0, latitude=0), "")
    text = Document("one", "", TEXT, datetime(2020, 1, 1, tzinfo=UTC), (gold,))
    answer = Answer(gold.span, gold.point, "")
    assert score([text], [[answer, answer]]).strict == Agreement(1, 1, 1, 1)


@given(st.lists(st.floats(0, FARTHEST_KM, allow_nan=False), min_size=1, max_size=40))
def test_the_area_lies_between_nothing_and_one_and_no_order_matters(errors: list[float]) -> None:
    got = area(errors)
    assert 0 <= got <= 1 + 1e-9
    assert got == pytest.approx(area(errors[::-1]))
    assert got <= area([*(FARTHEST_KM for _ in errors)]) + 1e-9


def test_the_area_is_that_of_the_published_definition() -> None:
    errors = [0.0, 10.0, 161.0, 5000.0]
    logs = [math.log(1 + one) for one in errors]
    by_hand = sum((logs[i] + logs[i + 1]) / 2 for i in range(3)) / (3 * math.log(1 + FARTHEST_KM))
    assert area(errors) == pytest.approx(by_hand)


def test_no_mentions_are_no_nearness() -> None:
    assert nearness([]).mentions == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60))
def test_the_reliability_curve_holds_every_answer_and_its_error_is_a_share(
    judged: list[tuple[float, bool]],
) -> None:
    got = calibration.curve(judged)
    assert sum(one.count for one in got.bins) == got.count == len(judged)
    assert 0 <= got.error <= 1


def test_confidence_that_tells_the_truth_has_no_calibration_error() -> None:
    assert calibration.curve([(0.75, True)] * 3 + [(0.75, False)]).error == pytest.approx(0)
    assert calibration.curve([(1.0, False)]).error == 1


def test_an_answer_on_a_place_without_coordinates_is_not_judged() -> None:
    nowhere = GoldMention(Span(0, 4), "xxxx", None, "")
    text = Document("one", "", TEXT, datetime(2020, 1, 1, tzinfo=UTC), (nowhere,))
    assert calibration.of_answers([text], [[Answer(nowhere.span, None, "", 0.9)]]).count == 0
    assert calibration.of_answers([text], [[Answer(Span(1, 3), None, "", 0.9)]]).count == 1

"""The Admiralty grades and a report's first grade."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.grading import Credibility, GradingError, Reliability, UnknownWordError, credibility_of


@pytest.mark.parametrize(
    ("source", "agreeing", "contradicting", "grade"),
    [
        ("A", 0, 0, 2),
        ("C", 0, 0, 3),
        ("E", 0, 0, 4),
        ("F", 0, 0, 6),
        ("C", 1, 0, 1),
        ("F", 1, 0, 2),
        ("F", 2, 0, 1),
        ("A", 0, 1, 4),
        ("A", 0, 2, 5),
        ("A", 2, 1, 3),
    ],
)
def test_a_reports_first_grade_follows_its_source_and_what_others_say(source, agreeing, contradicting, grade):
    decision = credibility_of(Reliability.from_letter(source), agreeing=agreeing, contradicting=contradicting)
    assert decision.credibility is Credibility.from_number(grade)
    assert decision.rule in decision.reason


def test_a_report_its_own_source_withdrew_is_improbable_whoever_agreed():
    decision = credibility_of(Reliability.A, agreeing=3, withdrawn=True)
    assert (decision.credibility, decision.rule) == (Credibility.IMPROBABLE, "C-01")
    assert "withdrawn" in decision.reason


@given(
    st.sampled_from([grade for grade in Reliability if grade is not Reliability.F]),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_every_report_gets_a_grade_and_one_more_that_agrees_never_lowers_it(source, agreeing, contradicting):
    now = credibility_of(source, agreeing=agreeing, contradicting=contradicting).credibility
    then = credibility_of(source, agreeing=agreeing + 1, contradicting=contradicting).credibility
    assert then.rank >= now.rank


def test_grades_have_words_and_an_order_in_which_the_unjudged_comes_last():
    assert Reliability.from_letter("b").words == "Usually reliable"
    assert Credibility.from_number(1).words == "Confirmed by other sources"
    assert max(Reliability, key=lambda grade: grade.rank) is Reliability.A
    assert min(Reliability, key=lambda grade: grade.rank) is Reliability.F
    assert min(Credibility, key=lambda grade: grade.rank) is Credibility.CANNOT_BE_JUDGED


def test_grades_that_do_not_exist_are_refused():
    with pytest.raises(UnknownWordError, match="source grade 'G'"):
        Reliability.from_letter("G")
    with pytest.raises(UnknownWordError, match="report grade 7"):
        Credibility.from_number(7)
    with pytest.raises(GradingError, match="fewer than no other sources"):
        credibility_of(Reliability.A, agreeing=-1)

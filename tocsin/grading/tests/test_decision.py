"""From severity, certainty and urgency to a level, and what the evidence carries of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.grading import (
    Evidence,
    GradingError,
    Level,
    UnknownWordError,
    evidence_rules,
    level_table,
    limit_by_evidence,
    propose_level,
)
from tocsin.grading.decision import CERTAINTIES, SEVERITIES, UNKNOWN, URGENCIES

SCALES = (SEVERITIES, CERTAINTIES, URGENCIES)


def test_the_table_has_each_combination_once_under_a_permanent_id():
    rows = level_table()
    assert len(rows) == 125
    assert rows[0].id == "L-001"
    assert {row.severity for row in rows} == {*SEVERITIES, UNKNOWN}


@given(
    at=st.tuples(*(st.integers(0, 3) for _ in SCALES)),
    steps=st.tuples(*(st.integers(0, 3) for _ in SCALES)),
)
def test_raising_any_value_never_lowers_the_level(at, steps):
    raised = [min(3, start + step) for start, step in zip(at, steps, strict=True)]
    lower = propose_level(*(scale[index] for scale, index in zip(SCALES, at, strict=True)))
    higher = propose_level(*(scale[index] for scale, index in zip(SCALES, raised, strict=True)))
    assert higher.level >= lower.level


@given(words=st.tuples(*(st.sampled_from([*scale, UNKNOWN]) for scale in SCALES)))
def test_raising_one_value_never_lowers_the_level_when_others_are_unknown(words):
    for position, scale in enumerate(SCALES):
        levels = [propose_level(*words[:position], word, *words[position + 1 :]).level for word in scale]
        assert levels == sorted(levels)


@pytest.mark.parametrize(
    ("case", "words", "level"),
    [
        ("planned strike", ("Minor", "Likely", "Future"), Level.NOTICE),
        ("authorised small rally", ("Minor", "Likely", "Expected"), Level.NOTICE),
        ("demonstration that may turn violent", ("Moderate", "Possible", "Expected"), Level.ADVISORY),
        ("moderate earthquake, aftershocks expected", ("Moderate", "Observed", "Expected"), Level.ADVISORY),
        ("attack threat by returning fighters", ("Severe", "Possible", "Future"), Level.WARNING),
        ("severe storm", ("Severe", "Likely", "Expected"), Level.WARNING),
        ("shooting under way", ("Severe", "Observed", "Immediate"), Level.CRITICAL),
        ("tsunami on its way", ("Extreme", "Likely", "Immediate"), Level.CRITICAL),
    ],
)
def test_the_typical_cases_of_each_level_come_out_at_it(case, words, level):
    assert propose_level(*words).level is level, case


def test_a_decision_names_its_row_and_says_why_in_plain_words():
    decision = propose_level("severe", "POSSIBLE", "Future")
    assert decision.row == next(
        row.id
        for row in level_table()
        if (row.severity, row.certainty, row.urgency) == ("Severe", "Possible", "Future")
    )
    assert decision.reason == (
        f"Warning by row {decision.row}: Severe, Possible, Future, that is a significant threat to life or "
        "property, possible, calling for action later."
    )


def test_an_unknown_value_has_a_row_of_its_own_that_says_how_it_is_read():
    decision = propose_level("Unknown", "Unknown", "Unknown")
    assert decision.level is propose_level("Moderate", "Possible", "Expected").level
    assert "severity is unknown and read as Moderate" in decision.reason
    assert "urgency is unknown and read as Expected" in decision.reason
    assert decision.row != propose_level("Moderate", "Possible", "Expected").row


def test_a_word_that_is_not_of_cap_is_refused_with_the_words_there_are():
    with pytest.raises(
        UnknownWordError, match=r"'Terrible' is no severity of CAP 1\.2; write one of Extreme, Severe"
    ):
        propose_level("Terrible", "Likely", "Expected")


critical = propose_level("Extreme", "Observed", "Immediate")


def test_critical_needs_an_authority_or_two_independent_sources():
    limited = limit_by_evidence(critical, Evidence(authorities=0, independent_sources=1))
    assert limited.level is Level.WARNING
    assert limited.limited_by == "E-01"
    assert limited.row_level is Level.CRITICAL
    assert limited.row == critical.row
    assert "Lowered from Critical to Warning by rule E-01" in limited.reason
    assert "no authorities, 1 independent source" in limited.reason
    assert limit_by_evidence(critical, Evidence(authorities=1, independent_sources=1)) == critical
    assert limit_by_evidence(critical, Evidence(authorities=0, independent_sources=2)) == critical


def test_no_source_at_all_carries_a_notice_only():
    limited = limit_by_evidence(critical, Evidence())
    assert (limited.level, limited.limited_by) == (Level.NOTICE, "E-02")


@given(
    st.sampled_from(level_table()),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_more_evidence_never_lowers_a_level_and_limiting_twice_changes_nothing(row, a, s, more_a, more_s):
    decision = propose_level(row.severity, row.certainty, row.urgency)
    limited = limit_by_evidence(decision, Evidence(a, s))
    assert limited.level <= decision.level
    assert limit_by_evidence(limited, Evidence(a, s)) == limited
    assert limit_by_evidence(decision, Evidence(a + more_a, s + more_s)).level >= limited.level


def test_evidence_cannot_count_fewer_than_no_sources():
    with pytest.raises(GradingError, match="fewer than no sources"):
        Evidence(authorities=-1)


def test_evidence_rules_come_highest_level_first():
    levels = [rule.level for rule in evidence_rules()]
    assert levels == sorted(levels, reverse=True)
    assert all(rule.ceiling < rule.level for rule in evidence_rules())

"""The reach table: every hazard at every severity, and what it rests on."""

from itertools import pairwise

import pytest

from tocsin.grading import UnknownWordError, reach_of, reach_table
from tocsin.grading.decision import SEVERITIES
from tocsin.reading import HAZARDS, UnknownHazard


@pytest.mark.parametrize("hazard", HAZARDS, ids=lambda hazard: hazard.code)
def test_a_graver_event_never_reaches_less_far_or_less_long(hazard):
    reaches = [reach_of(hazard.code, severity) for severity in SEVERITIES]
    for weaker, stronger in pairwise(reaches):
        assert stronger.radius_km >= weaker.radius_km > 0
        assert stronger.duration_hours >= weaker.duration_hours > 0
        assert stronger.arriving_within_days >= weaker.arriving_within_days
        assert stronger.grace_hours >= weaker.grace_hours >= 0


def test_every_row_has_its_own_id_and_says_on_what_it_rests():
    rows = reach_table()
    assert len({row.reach.row for row in rows}) == len(rows) == 4 * len(HAZARDS)
    assert all(row.reach.reason.startswith(("Judgement", "Source")) for row in rows)


def test_an_unknown_severity_is_read_as_moderate_and_says_so():
    unknown, moderate = reach_of("flood", "Unknown"), reach_of("flood", "moderate")
    assert (unknown.radius_km, unknown.row) == (moderate.radius_km, moderate.row)
    assert "read as Moderate" in unknown.reason


def test_words_outside_the_lists_are_refused():
    with pytest.raises(UnknownHazard, match="meteor"):
        reach_of("meteor", "Severe")
    with pytest.raises(UnknownWordError, match="'Awful' is no severity"):
        reach_of("flood", "Awful")

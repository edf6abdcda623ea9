"""What a text is about in its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tocsin.incidents.commonness import HIGHEST_WEIGHT, folded, weight_of
from tocsin.incidents.wording import (
    MOST_RUNS,
    containment,
    cosine,
    resemblance,
    runs_of,
    shared_runs,
    sum_of,
    wording_of,
)

STORY = (
    "A ferry with 120 passengers caught fire off Cebu on Saturday night on its way to Bohol. The coast guard rescued "
    "117 people and found 3 dead, Captain Rosalie Tan said. The ship was towed to the port of Cebu City at dawn."
)


def test_rare_words_weigh_more_than_common_ones() -> None:
    assert weight_of("the") < weight_of("police") < weight_of("earthquake") < weight_of("kuriga")
    assert weight_of("kuriga") == HIGHEST_WEIGHT
    assert weight_of("3") < weight_of("17") < weight_of("2016") < weight_of("1600")


def test_plurals_and_accents_are_folded() -> None:
    assert folded("Victims") == folded("victim")
    assert folded("Bogotá") == "bogota"
    assert folded("class") == "class"


def test_names_are_capitalised_words_and_numbers_but_no_weekdays() -> None:
    names = wording_of(STORY, title="Ferry burns").names
    assert {"cebu", "bohol", "rosalie", "tan", "117"} <= set(names)
    assert "saturday" not in names
    assert "coast" not in names


def test_a_number_inside_a_name_belongs_to_the_name() -> None:
    names = wording_of("M23 rebels left. The A13 is closed.").names
    assert {"m23", "a13"} <= set(names)
    assert "23" not in names


def test_a_text_cut_short_is_contained_in_the_whole_one() -> None:
    short = runs_of(STORY[:150])
    assert containment(short, runs_of(STORY)) > 0.9
    assert resemblance(short, runs_of(STORY)) < 0.8


def test_of_a_long_text_a_sample_stands_for_all() -> None:
    long = " ".join(f"word{number}" for number in range(3000))
    half = " ".join(f"word{number}" for number in range(1500))
    assert len(runs_of(long)) == MOST_RUNS
    assert containment(runs_of(half), runs_of(long)) > 0.8
    assert 0.3 < containment(runs_of(long), runs_of(half)) < 0.7


def test_another_headline_changes_no_run() -> None:
    assert wording_of(STORY, title="One").runs == wording_of(STORY, title="Quite another").runs


@given(st.text(max_size=400), st.text(max_size=400))
def test_likenesses_are_bounded_and_symmetric(one: str, other: str) -> None:
    first, second = wording_of(one), wording_of(other)
    assert -1e-9 <= cosine(first.words, second.words) <= 1 + 1e-9
    assert (
        cosine(first.words, second.words) == cosine(second.words, first.words)
        or abs(cosine(first.words, second.words) - cosine(second.words, first.words)) < 1e-9
    )
    assert resemblance(first.runs, second.runs) == resemblance(second.runs, first.runs)
    both, mine, theirs = shared_runs(first.runs, second.runs)
    assert 0 <= both <= min(mine, theirs)


@given(st.text(max_size=300))
def test_the_same_text_is_as_like_as_can_be(text: str) -> None:
    wording = wording_of(text)
    if wording.words:
        assert abs(cosine(wording.words, wording.words) - 1) < 1e-9
        assert abs(cosine(wording.words, sum_of([wording.words, wording.words])) - 1) < 1e-9


def test_a_text_without_end_costs_no_more_than_its_beginning() -> None:
    wording = wording_of("a" * 3_000_000)
    assert len(wording.words) <= 1
    assert wording_of("word " * 600_000).words.keys() == {"word"}

"""A stay is found by its keys whenever it shares time with a window, and they tell no more than a block and some days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.exposure.stay_keys import (
    DAY,
    OPEN_END,
    PLACE_BITS,
    TIERS_KM,
    buckets_of,
    country_key,
    country_keys,
    country_number,
    country_ranges,
    moment_of,
    moments_between,
    place_key,
    place_keys,
    tier_of,
)

moments = st.integers(0, 7_258_118_400)
lengths = st.one_of(st.integers(1, 400 * DAY), st.just(OPEN_END))


@given(moments, lengths, moments, st.integers(1, 60 * DAY))
def test_a_stay_that_shares_time_with_a_window_lies_in_one_of_its_buckets(
    arrive: int, length: int, start: int, window: int
) -> None:
    depart = min(arrive + length, OPEN_END)
    found = moment_of(arrive, depart) in moments_between(start, start + window)
    if arrive < start + window and depart > start:
        assert found


@given(
    st.lists(
        st.tuples(st.floats(-180, 180), st.floats(-90, 90), st.integers(0, 3), moments, lengths), min_size=1
    )
)
def test_many_keys_are_those_of_each_alone(rows: list[tuple[float, float, int, int, int]]) -> None:
    x, y, tiers, arrive, length = (np.array(column) for column in zip(*rows, strict=True))
    depart = arrive + length
    keys = place_keys(x, y, tiers, arrive, depart)
    numbers = np.full(len(rows), country_number("MA"))
    vague = tiers > 1
    by_country = country_keys(numbers, vague, arrive, depart)
    for row, key in enumerate(keys.tolist()):
        window = int(arrive[row]), int(depart[row])
        assert key == place_key(float(x[row]), float(y[row]), TIERS_KM[tiers[row]], *window)
        assert 0 <= key < 1 << 63
        assert key & ((1 << 2 * (24 - PLACE_BITS)) - 1) == 0
        assert by_country[row] == country_key(
            "MA", vague=bool(vague[row]), arrive=window[0], depart=window[1]
        )


def test_the_key_tells_a_block_of_two_kilometres_and_no_more() -> None:
    here = place_key(-7.5898, 33.5731, 0.0, 0, DAY)
    next_door = place_key(-7.5890, 33.5735, 0.0, 0, DAY)
    across_town = place_key(-7.65, 33.53, 0.0, 0, DAY)
    assert here == next_door
    assert here != across_town


def test_a_whole_country_has_the_sure_and_the_vague_and_a_part_of_it_only_the_vague() -> None:
    first, last = country_ranges(frozenset({"MA"}), 0, DAY)
    vague_first, vague_last = country_ranges(frozenset({"MA"}), 0, DAY, sure=False)
    sure, vague = (country_key("MA", vague=flag, arrive=0, depart=DAY) for flag in (False, True))
    assert any(a <= sure <= b for a, b in zip(first, last, strict=True))
    assert any(a <= vague <= b for a, b in zip(first, last, strict=True))
    assert not any(a <= sure <= b for a, b in zip(vague_first, vague_last, strict=True))
    assert any(a <= vague <= b for a, b in zip(vague_first, vague_last, strict=True))


def test_tiers_follow_how_well_a_place_is_known() -> None:
    assert [tier_of(km) for km in (0.0, 2.0, 2.1, 30.0, 150.0)] == [0, 0, 1, 2, 3]
    assert buckets_of(np.array([5]), 3)[0] == (3 << 13) | 5
    with pytest.raises(ValueError, match=r"1,?000 km"):
        tier_of(2000.0)

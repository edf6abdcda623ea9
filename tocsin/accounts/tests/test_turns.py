"""Long work is done in transactions short enough that nobody waits for one, whatever a row costs."""

from __future__ import annotations

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.accounts.turns import Lots


@given(cost=st.floats(min_value=13e-6, max_value=5e-4))
@settings(deadline=None)
def test_transactions_come_to_last_equally_long_whatever_a_row_costs(cost: float) -> None:
    lots, wanted = Lots(most=5000), 0.025 if connection.vendor == "sqlite" else 0.05
    for _ in range(20):
        lots.took(lots.size * cost)
    assert wanted * 0.9 < lots.size * cost < wanted * 1.1


@given(times=st.lists(st.floats(min_value=0, max_value=100), max_size=30))
@settings(deadline=None)
def test_the_next_lot_is_never_much_more_than_the_last_nor_out_of_bounds(times: list[float]) -> None:
    lots = Lots(first=500, least=50, most=2000)
    for seconds in times:
        before = lots.size
        lots.took(seconds)
        assert 50 <= lots.size <= min(2000, before * 1.5 + 1)

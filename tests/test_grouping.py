"""Grouping stays as good as it was: the floors of evaluation/floors_grouping.toml, in every order."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from evaluation import grouping
from evaluation.grouping import ORDERS, b_cubed, facts_list, grouped, in_order, own_set, pairwise

FLOORS = tomllib.loads((Path(grouping.__file__).parent / "floors_grouping.toml").read_text("utf-8"))


def below(corpus: str, measured: dict[str, float]) -> list[str]:
    return [
        f"{corpus}: {name} is {measured[name]:.4f}, its floor {least}"
        for name, least in FLOORS[corpus].items()
        if measured[name] < least
    ]


def of(texts: list[Any], facts: list[Any], seed: int | None) -> dict[str, float]:
    gold = [one.incident for one in texts]
    found, verdicts = grouped(facts, in_order(len(texts), seed))
    right = sum(verdict == one.verdict for verdict, one in zip(verdicts, texts, strict=True))
    return {
        "b_cubed_f1": b_cubed(gold, found)[2],
        "pairwise_f1": pairwise(gold, found),
        "verdict_accuracy": right / len(texts),
    }


def test_the_own_set_holds_its_floors() -> None:
    assert below("own set", of(own_set(), facts_list(own_set()), None)) == []


def test_the_own_set_is_as_large_and_as_mixed_as_it_says() -> None:
    texts = own_set()
    assert len({one.incident for one in texts}) >= 40
    assert len(texts) >= 160
    verdicts = Counter(one.verdict for one in texts)
    assert min(verdicts[verdict] for verdict in ("new", "same-report", "restated", "developed")) >= 30
    assert {one.language for one in texts} == {"en", "fr", "es", "ar"}
    assert [one.published for one in texts] == sorted(one.published for one in texts if one.published)


@pytest.mark.shared
def test_the_reported_half_of_ecb_plus_holds_its_floors() -> None:
    texts = grouping.ecb_plus()["ECB+ report half"]
    facts = facts_list(texts)
    shuffled = [of(texts, facts, seed) for seed in ORDERS.values() if seed is not None]
    assert len(shuffled) >= 3
    mean = {
        name: sum(one[name] for one in shuffled) / len(shuffled) for name in ("b_cubed_f1", "pairwise_f1")
    }
    lowest = min(one["b_cubed_f1"] for one in shuffled)
    assert below("ECB+ report half", {**mean, "lowest_b_cubed_f1": lowest}) == []
    assert below("ECB+ report half as given", of(texts, facts, None)) == []


def test_the_measures_are_those_of_their_papers() -> None:
    assert b_cubed([1, 1, 2], [5, 5, 6]) == (1, 1, 1)
    precision, recall, f1 = b_cubed([1, 1, 2, 2], [7, 7, 7, 7])
    assert (precision, recall, round(f1, 3)) == (0.5, 1.0, 0.667)
    assert pairwise([1, 1, 2, 2], [7, 7, 7, 7]) == pytest.approx(0.5)
    assert pairwise([1, 2], [3, 4]) == 1.0

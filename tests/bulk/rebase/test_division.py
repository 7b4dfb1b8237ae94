"""Exact amounts become whole numbers, and their sum stays the same."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.bulk.rebase.division import largest_remainder


@pytest.mark.parametrize(
    ("amounts", "parts"),
    [
        ({"A": "10/3", "B": "10/3", "C": "10/3"}, {"A": 4, "B": 3, "C": 3}),
        ({"C": "10/3", "B": "10/3", "A": "10/3"}, {"A": 4, "B": 3, "C": 3}),
        ({"A": "-10/3", "B": "-10/3", "C": "-10/3"}, {"A": -3, "B": -3, "C": -4}),
        ({"A": "200/3", "B": "100/3"}, {"A": 67, "B": 33}),
        ({"A": "1/4", "B": "3/4"}, {"A": 0, "B": 1}),
        ({"A": "-1/4", "B": "1/4"}, {"A": 0, "B": 0}),
        ({"A": "0", "B": "0"}, {"A": 0, "B": 0}),
        ({"A": "3", "B": "0"}, {"A": 3, "B": 0}),
        ({}, {}),
    ],
)
def test_the_largest_remainder_decides(amounts: dict[str, str], parts: dict[str, int]) -> None:
    assert largest_remainder({key: Fraction(text) for key, text in amounts.items()}) == parts


@given(
    st.integers(-(10**18), 10**18),
    st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.integers(0, 10**6), min_size=1),
)
def test_parts_add_up_and_are_less_than_a_unit_off(total: int, weights: dict[str, int]) -> None:
    every = sum(weights.values()) or 1
    weights = weights if sum(weights.values()) else {**weights, min(weights): 1}
    exact = {key: Fraction(total * weight, every) for key, weight in weights.items()}
    parts = largest_remainder(exact)
    assert sum(parts.values()) == total
    assert parts.keys() == exact.keys()
    for key, part in parts.items():
        assert abs(part - exact[key]) < 1
        assert part == exact[key] or exact[key].denominator > 1


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(-(10**20), 10**20)))
def test_whole_amounts_do_not_change(amounts: dict[str, int]) -> None:
    assert largest_remainder(amounts) == amounts

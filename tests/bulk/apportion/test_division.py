"""A figure is divided so that nothing is lost."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.bulk.apportion.decimals import PRECISION, decimals_of
from icslookup.bulk.apportion.division import largest_remainder


@pytest.mark.parametrize(
    ("figure", "weights", "decimals", "parts"),
    [
        ("10", {"A": 1, "B": 1, "C": 1}, 0, {"A": 4, "B": 3, "C": 3}),
        ("10", {"C": 1, "B": 1, "A": 1}, 0, {"A": 4, "B": 3, "C": 3}),
        ("-10", {"A": 1, "B": 1, "C": 1}, 0, {"A": -4, "B": -3, "C": -3}),
        ("1", {"A": 2, "B": 1}, 2, {"A": "0.67", "B": "0.33"}),
        ("0", {"A": 2, "B": 1}, 6, {"A": 0, "B": 0}),
        ("3", {"A": 1, "B": 0}, 0, {"A": 3, "B": 0}),
    ],
)
def test_the_largest_remainder_decides(
    figure: str, weights: dict[str, int], decimals: int, parts: dict[str, object]
) -> None:
    expected = {key: Decimal(str(part)) for key, part in parts.items()}
    assert largest_remainder(Decimal(figure), weights, decimals) == expected


@given(
    st.decimals(-(10**15), 10**15, places=6),
    st.dictionaries(st.sampled_from("ABCDEF"), st.integers(1, 10**6), min_size=1),
    st.integers(6, 9),
)
def test_parts_add_up_and_are_less_than_a_unit_off(
    figure: Decimal, weights: dict[str, int], decimals: int
) -> None:
    with localcontext() as context:
        context.prec = PRECISION
        parts = largest_remainder(figure, weights, decimals)
        assert sum(parts.values()) == figure
        whole = sum(weights.values())
        for key, part in parts.items():
            exact = Fraction(figure) * weights[key] / whole
            assert abs(Fraction(part) - exact) < Fraction(1, 10**decimals)
            assert decimals_of(part) <= decimals

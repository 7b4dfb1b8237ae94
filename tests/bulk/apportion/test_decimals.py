"""Figures are read exactly as written, and divided so that nothing is lost."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.bulk.apportion.decimals import PRECISION, decimals_of, largest_remainder, read_figure


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("1234", "1234"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"), (" -3 ", "-3"),
        ("+3", "3"), ("\u22123", "-3"), (".5", "0.5"), ("1.", "1"), ("0.10", "0.1"), ("1e5", "100000"),
        ("2.5E-3", "0.0025"), (7, "7"), (0.1, "0.1"), (Decimal("1.25"), "1.25"), ("007", "7"), ("0", "0"),
    ],
)  # fmt: skip
def test_figures_are_read_as_they_are_written(cell: object, figure: str) -> None:
    assert read_figure(cell) == Decimal(figure)


@pytest.mark.parametrize("cell", [None, "", "  ", "NA", "n/a", "NaN", "null", float("nan")])
def test_a_blank_cell_has_no_figure(cell: object) -> None:
    assert read_figure(cell) is None


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("\u00a31,200", "is no figure: write it like 1234.5"),
        ("12%", "is a percentage, which cannot be added up"),
        ("1 234", "is no figure"), ("12,34", "is no figure"), ("1,2345", "is no figure"), ("*", "is no figure"),
        ("-", "is no figure"), (".", "is no figure"), ("(12)", "is no figure"), ("\u0661\u0662", "is no figure"),
        ("1e999", "is no figure"), ("1e99", "more than 40 digits"), ("9" * 41, "more than 40 digits"),
        (True, "is no figure"), (float("inf"), "is no figure"), ([1], "is no figure"),
    ],
)  # fmt: skip
def test_text_that_is_not_a_figure_is_refused(cell: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_figure(cell)


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

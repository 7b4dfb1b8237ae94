"""Figures are read exactly as they are written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from icslookup.bulk.apportion.decimals import read_figure


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

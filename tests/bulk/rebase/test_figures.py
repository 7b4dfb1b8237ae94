"""Figures are read exactly as they are written, and marks are not figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from icslookup.bulk.rebase.figures import decimals_of, is_suppressed, plain_figures, read_figure


@pytest.mark.parametrize(
    ("cell", "figure"),
    [
        ("1234", "1234"), ("1,234.5", "1234.5"), ("1,234,567", "1234567"), (" -3 ", "-3"),
        ("+3", "3"), ("\u22123", "-3"), (".5", "0.5"), ("1.", "1"), ("0.10", "0.1"), ("1e5", "100000"),
        ("2.5E-3", "0.0025"), (7, "7"), (0.1, "0.1"), (Decimal("1.25"), "1.25"), ("007", "7"), ("0", "0"),
        ("-0", "0"), ("-1,234", "-1234"), ("\u22121,234.50", "-1234.5"), ("1E+3", "1000"), (-5, "-5"),
        (1e22, "10000000000000000000000"), (1e-7, "0.0000001"), (0.0, "0"), ("\t12\n", "12"),
        ("\u00a012\u00a0", "12"), ("9" * 40, "9" * 40), (10**39, "1" + "0" * 39), (3.0, "3"),
        ("0.0000000000000000000000000000000000001", "1e-37"),
    ],
)  # fmt: skip
def test_figures_are_read_as_they_are_written(cell: object, figure: str) -> None:
    assert read_figure(cell) == Decimal(figure)


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        "  ",
        "NA",
        "n/a",
        "N/A",
        "#N/A",
        "NaN",
        "null",
        "NULL",
        "nil",
        "None",
        "<NA>",
        float("nan"),
        Decimal("NaN"),
    ],
)
def test_a_blank_cell_has_no_figure_and_no_mark(cell: object) -> None:
    assert read_figure(cell) is None
    assert not is_suppressed(cell)


@pytest.mark.parametrize(
    "cell",
    [
        "[c]",
        "[C]",
        "[x]",
        "[z]",
        "[low]",
        "[u]",
        "[r]",
        "[b]",
        " [c] ",
        ":",
        "*",
        "**",
        "..",
        ".",
        "-",
        "--",
        "\u2013",
        "\u2014",
        "~",
        "#",
        "Suppressed",
    ],
)
def test_a_mark_is_no_figure(cell: str) -> None:
    assert is_suppressed(cell)
    assert read_figure(cell) is None


@pytest.mark.parametrize("cell", ["S", "s", "<5", "small"])
def test_marks_of_a_table_are_named(cell: str) -> None:
    blanks = frozenset({"s", "<5", "small"})
    assert is_suppressed(cell, blanks)
    assert read_figure(cell, blanks) is None
    with pytest.raises(ValueError, match="is no figure"):
        read_figure(cell)


@pytest.mark.parametrize(
    "cell", [None, 0, "0", "12", "[12]", "[]", "[c", "c]", "[abcdef]", 1.5, True]
)
def test_what_is_not_a_mark(cell: object) -> None:
    assert not is_suppressed(cell)


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("\u00a31,200", "is no figure: write it like 1234.5"),
        ("12%", "is a percentage, which cannot be added up"), ("12.5 %", "is a percentage"),
        ("1 234", "is no figure"), ("12,34", "is no figure"), ("1,2345", "is no figure"), ("1,23,456", "is no figure"),
        ("(12)", "is no figure"), ("\u0661\u0662", "is no figure"), ("\uff11\uff12", "is no figure"),
        ("\u00b2", "is no figure"), ("1_000", "is no figure"), ("0x10", "is no figure"), ("1.2.3", "is no figure"),
        ("1e", "is no figure"), ("--3", "is no figure"), ("+-3", "is no figure"), ("1,234e5", "is no figure"),
        ("Infinity", "is no figure"), ("inf", "is no figure"), ("sNaN", "is no figure"), ("12 people", "is no figure"),
        ("1e999", "is no figure"), ("1e99", "more than 40 digits"), ("9" * 41, "more than 40 digits"),
        (10**40, "more than 40 digits"), ("1" * 30 + "." + "1" * 11, "more than 40 digits"), ("1e-41", "more than 40 digits"),
        (True, "is no figure"), (False, "is no figure"), (float("inf"), "is no figure"), (float("-inf"), "is no figure"),
        (Decimal("Infinity"), "is no figure"), ([1], "is no figure"), ({}, "is no figure"),
    ],
)  # fmt: skip
def test_text_that_is_not_a_figure_is_refused(cell: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_figure(cell)


@pytest.mark.parametrize(
    ("cell", "figure"), [("12%", "12"), ("12.5 %", "12.5"), ("-3%", "-3"), ("7", "7")]
)
def test_a_mean_may_be_a_percentage(cell: str, figure: str) -> None:
    assert read_figure(cell, percent=True) == Decimal(figure)


@pytest.mark.parametrize("cell", ["%", "%%", "12%%", "a%"])
def test_a_lone_sign_is_no_percentage(cell: str) -> None:
    with pytest.raises(ValueError, match="is no figure"):
        read_figure(cell, percent=True)


@pytest.mark.parametrize(
    ("figure", "decimals"),
    [("1", 0), ("100", 0), ("1.50", 1), ("0.000", 0), ("1e5", 0), ("1e-5", 5), ("-0.25", 2)],
)
def test_the_decimals_that_a_figure_needs(figure: str, decimals: int) -> None:
    assert decimals_of(Decimal(figure)) == decimals


@pytest.mark.parametrize(
    "cells",
    [
        [1, None, -7, 2**63],
        [1, 10**39],
        [0.1, None, -2.5, 0.0, 1e15, 1e21],
        [1e-12, 1e-13],
        [1.5, float("nan")],
        [1, 1.5, Decimal("0.10")],
        ["1", "2"],
        ["1", "2.50", "-3"],
        [None, "1"],
        [None, None],
        [],
    ],
)  # fmt: skip
def test_a_column_has_the_figures_of_its_cells(cells: list[object]) -> None:
    found = plain_figures(cells)
    if found is not None:
        assert list(found) == [read_figure(cell) for cell in cells]


@pytest.mark.parametrize("cells", [[1, None], [0.5, None], ["1", "2"], ["-1.5", "2"]])
def test_plain_columns_are_read_as_one(cells: list[object]) -> None:
    assert plain_figures(cells) is not None


@pytest.mark.parametrize(
    "cells", [[True, 1], [10**39], [1e300], [float("inf")], ["1", "x"], [None]]
)
def test_other_columns_are_read_cell_by_cell(cells: list[object]) -> None:
    assert plain_figures(cells) is None

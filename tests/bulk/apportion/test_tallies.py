"""The sums of figures for each spelling of a table."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest

from icslookup.bulk.apportion.tallies import FigureTable
from icslookup.errors import DataError
from icslookup.tables import open_source
from tests.support.table_files import estimated, figures


@pytest.mark.parametrize(
    ("cell", "options", "message"),
    [
        ("\u00a31,200", {}, "row 2 below the header, column homes: '\u00a31,200' is no figure"),
        ("12%", {}, "'12%' is a percentage"),
        ("1.5", {"integer": True}, "row 2 below the header, column homes: '1.5' is not whole"),
    ],
)
def test_a_cell_that_is_not_a_figure_is_an_error_with_its_row(
    cell: str, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        estimated(figures({"Guildford": 1, "Surrey": cell}), "homes", **options)


def test_each_spelling_has_the_sums_of_its_rows() -> None:
    content = b"council,homes,people\nLeeds,1.5,2\nleeds,1,\nLeeds,2.25,\n"
    table = FigureTable(
        open_source("-", stdin=io.BytesIO(content)), ["homes", "people"], integer=False
    )
    table.read([0, 1, 2])
    assert (table.rows, table.decimals) == (3, 6)
    assert {cell: (one.rows, one.figures, one.sums) for cell, one in table.tallies.items()} == {
        "Leeds": (2, [2, 1], [Decimal("3.75"), Decimal(2)]),
        "leeds": (1, [1, 0], [Decimal(1), Decimal(0)]),
    }

"""A table in memory."""

from __future__ import annotations

from decimal import Decimal

from icslookup.tables.base import BATCH_ROWS
from icslookup.tables.records import RecordSource


def source(*rows: tuple[object, ...]) -> RecordSource:
    return RecordSource("results", ["name", "figure"], [str, Decimal], rows)


def test_the_rows_come_in_batches() -> None:
    count = BATCH_ROWS + 1
    table = source(*((str(number), None) for number in range(count)))
    assert table.share_read() == 0
    batches = list(table.batches([0]))
    assert [len(batch.cells[0]) for batch in batches] == [BATCH_ROWS, 1]
    assert [row for batch in batches for row in batch.records()] == table.sample()
    assert table.share_read() == 1
    assert table.sample(2) == [("0", None), ("1", None)]


def test_a_table_without_rows_is_read() -> None:
    table = source()
    assert (list(table.batches([0])), table.sample(), table.share_read()) == ([], [], 1)
    table.close()


def test_whole_decimals_become_whole_numbers_if_they_all_fit() -> None:
    rows = source(("a", Decimal("1.0")), ("b", None), ("c", Decimal(-2))).sample()
    assert [(cell, type(cell)) for _, cell in rows] == [(1, int), (None, type(None)), (-2, int)]
    for other in (Decimal("0.5"), Decimal(2**63)):
        cells = [cell for _, cell in source(("a", Decimal(1)), ("b", other)).sample()]
        assert {type(cell) for cell in cells} == {Decimal}

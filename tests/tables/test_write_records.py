"""Tables in memory as Parquet and Excel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from icslookup.tables.output_file import Output
from icslookup.tables.records import RecordSource
from icslookup.tables.write_records import FORMATS, write_records

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def written(folder: Path, format_: str, cells: Sequence[object], kind: type | None = None) -> Path:
    """Write a table with one column of cells, and return its path."""
    path = folder / f"out.{format_}"
    table = RecordSource("results", ["cell"], [kind], [(cell,) for cell in cells])
    write_records(table, Output(str(path), None, packed=False), format_)
    return path


@pytest.mark.parametrize(("cells", "kind", "type_"), [
    ([Decimal(1), None], Decimal, pa.int64()),
    ([Decimal("1.5"), None, Decimal(2)], Decimal, pa.decimal128(38, 1)),
    ([Decimal(10) ** 20, Decimal("1E+30")], Decimal, pa.decimal128(38, 0)),
    ([Decimal("1" * 30 + "." + "2" * 20)], Decimal, pa.decimal256(76, 20)),
    ([None], Decimal, pa.int64()),
    ([None], bool, pa.bool_()),
    ([None, True], bool, pa.bool_()),
    ([None], int, pa.int64()),
    ([None], str, pa.string()),
    ([], None, pa.string()),
    ([1, 2.5], None, pa.float64()),
    ([date(2026, 4, 1)], None, pa.date32()),
])  # fmt: skip
def test_a_column_of_parquet_has_room_for_its_cells(
    tmp_path: Path, cells: list[object], kind: type | None, type_: object
) -> None:
    table = pq.read_table(written(tmp_path, "parquet", cells, kind))
    assert table.schema.field("cell").type == type_
    assert table["cell"].to_pylist() == cells


def test_a_figure_with_too_many_digits_for_parquet_is_text(tmp_path: Path) -> None:
    figure = Decimal("1" * 40 + "." + "2" * 40)
    table = pq.read_table(written(tmp_path, "parquet", [figure], Decimal))
    assert table["cell"].to_pylist() == [f"{figure:f}"]


@pytest.mark.parametrize(("figure", "cell"), [
    ("9.95", 9.95),
    ("-0.000001", -0.000001),
    ("123456789.012345", 123456789.012345),
    ("1.50", 1.5),
    ("123456789012345", 123456789012345),
    ("1234567890123456.5", "1234567890123456.5"),
    ("0.1234567890123456", "0.1234567890123456"),
    ("123456789012345678901234567890", "123456789012345678901234567890"),
])  # fmt: skip
def test_a_cell_of_excel_is_a_number_if_excel_keeps_all_its_digits(
    tmp_path: Path, figure: str, cell: object
) -> None:
    cells = [Decimal(figure), Decimal("0.5")]
    sheet = openpyxl.load_workbook(written(tmp_path, "xlsx", cells, Decimal)).active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["cell", cell, 0.5]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_failure_leaves_what_was_there(
    tmp_path: Path, format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"out.{format_}"
    path.write_text("before", encoding="utf-8")
    monkeypatch.setattr("icslookup.tables.records.RecordSource.batches", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        written(tmp_path, format_, [1])
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]

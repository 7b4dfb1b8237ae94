"""A table read by columns has the same values and errors as one read by rows."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icslookup.dataset.active import bundled
from icslookup.dataset.csv_reader import (
    CsvTable,
    code_in,
    codes_in,
    iso_day,
    iso_partial_day,
    not_empty,
    one_of,
    optional,
    positive_number,
    read_rows,
    semicolon_list,
)
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COLUMN = "cell"
KNOWN = ("E1", "2022-07-01", "7")
PARSERS: dict[str, Callable[[str], object]] = {
    "filled": not_empty,
    "parts": semicolon_list,
    "day": iso_day,
    "day or none": optional(iso_day),
    "partial day": iso_partial_day,
    "positive": positive_number,
    "one of": one_of(KNOWN),
    "code": code_in(KNOWN),
    "code or none": optional(code_in(KNOWN)),
    "codes": codes_in(KNOWN),
}
CELLS = st.sampled_from(
    ["E1", "7", "0", "-1", "2022-07-01", "2022-13-01", "2022-07", "", " ", "E1;7", "E1;x", "\u0667",
     "two\nlines", 'a "quote"', "x,y"]
)  # fmt: skip


def written(path: Path, cells: Sequence[str]) -> str:
    """Write a table with a column of cells and another column. Return its path."""
    text = io.StringIO()
    csv.writer(text).writerows([["other", COLUMN], *(["x", cell] for cell in cells)])
    path.write_bytes(text.getvalue().encode())
    return str(path)


def result(read: Callable[[], Sequence[object]]) -> object:
    """Return the values that were read, or the message of the error."""
    try:
        return list(read())
    except DataError as error:
        return str(error)


@pytest.mark.parametrize("name", PARSERS)
@settings(deadline=None)  # it writes a file
@given(cells=st.lists(CELLS, max_size=6))
def test_a_column_has_the_values_of_its_rows(
    name: str, cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.getbasetemp() / "column.csv", cells)
    table, rows = CsvTable(path, (COLUMN,)), list(read_rows(path, (COLUMN,)))
    by_row = result(lambda: [row.value(COLUMN, PARSERS[name]) for row in rows])
    assert result(lambda: table.column(COLUMN, PARSERS[name])) == by_row
    if name == "filled":
        assert result(lambda: table.text(COLUMN)) == by_row
    if name == "code":
        assert result(lambda: table.references(COLUMN, KNOWN)) == by_row


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("filled", "x", "x"), ("filled", "", "is empty"),
        ("parts", "", ()), ("parts", "a;b", ("a", "b")),
        ("day", "2022-07-01", date(2022, 7, 1)), ("day", "", "is empty"),
        ("day", "2022-07", "'2022-07' is not a date (YYYY-MM-DD)"),
        ("day or none", "", None), ("day or none", "2022-07-01", date(2022, 7, 1)),
        ("partial day", "2017", "2017"), ("partial day", "2017-06", "2017-06"),
        ("partial day", "", "is empty"), ("partial day", "20188", "'20188' is not a day, a month or a year"),
        ("positive", "007", 7), ("positive", "0", "'0' is not a whole number above 0"),
        ("positive", "", "'' is not a whole number above 0"),
        ("one of", "E1", "E1"), ("one of", "", "'' is none of E1, 2022-07-01, 7"),
        ("code", "E1", "E1"), ("code", "", "is empty"), ("code", "E2", "there is no record with the code 'E2'"),
        ("code or none", "", None), ("codes", "", ()), ("codes", "E1;7", ("E1", "7")),
        ("codes", "E1;x", "there is no record with the code 'x'"),
    ],
)  # fmt: skip
def test_a_parser_returns_a_value_or_says_what_is_wrong(
    name: str, cell: str, value: object
) -> None:
    try:
        found = PARSERS[name](cell)
    except ValueError as error:
        found = str(error)
    assert found == value


def test_equal_cells_are_parsed_once(tmp_path: Path) -> None:
    parsed: list[str] = []
    table = CsvTable(written(tmp_path / "equal.csv", ["a", "b", "a", "a"]), (COLUMN,))

    def parse(cell: str) -> str:
        parsed.append(cell)
        return cell.upper()

    assert table.column(COLUMN, parse) == ["A", "B", "A", "A"]
    assert sorted(parsed) == ["a", "b"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\n", b"other\n1\n", b"cell\n1,2\n", b"cell,other\n1\n", b'cell\n"1\n', b"cell\n\xff\n",
        b"\ncell\n1\n", b'cell\n"1"2\n',
    ],
)  # fmt: skip
def test_a_damaged_table_is_refused_as_its_rows_are(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes(content)
    message = result(lambda: list(read_rows(str(path), (COLUMN,))))
    assert isinstance(message, str)
    assert result(lambda: [CsvTable(str(path), (COLUMN,))]) == message


def test_a_byte_order_mark_and_blank_lines_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    path.write_bytes(b"\xef\xbb\xbfcell\r\n7\r\n\r\n8\r\n")
    assert CsvTable(str(path), (COLUMN,)).column(COLUMN, positive_number) == [7, 8]


def test_a_second_record_with_the_key_of_another_is_refused(tmp_path: Path) -> None:
    table = CsvTable(written(tmp_path / "twice.csv", ["a", "two\nlines", "a"]), (COLUMN,))
    with pytest.raises(DataError, match="'a' stands here a second time") as error:
        table.require_unique("other", COLUMN)
    assert error.value.line == 5


@pytest.mark.parametrize("text", ["20220701", "2022-W26-5", "2022-7-1", "2022-07-01T00"])
def test_a_day_is_written_in_one_way(text: str, tmp_path: Path) -> None:
    path = written(tmp_path / "day.csv", ["2022-07-01", text])
    with pytest.raises(DataError, match=r"line 3, column cell: .* is not a date"):
        CsvTable(path, ()).column(COLUMN, iso_day)
    with pytest.raises(DataError, match=r"line 3, column cell: .* is not a date"):
        [row.value(COLUMN, iso_day) for row in read_rows(path, ())]


def test_a_table_without_a_needed_column_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes(b'cell\n"1"2\n')
    with pytest.raises(DataError, match="line 2"):
        CsvTable(str(path), ())


def test_the_bundled_files_have_the_values_of_their_rows() -> None:
    folder = Path(bundled().folder)
    for path in sorted(folder.glob("*.csv")):
        table, rows = CsvTable(str(path), ()), list(read_rows(str(path), ()))
        for column, cells in table.cells.items():
            assert list(cells) == [row.cells[column] for row in rows]

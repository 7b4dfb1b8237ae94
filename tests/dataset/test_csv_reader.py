"""A table read by columns is the same as its rows, and is refused for the same reasons."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.dataset.active import bundled
from icslookup.dataset.csv_reader import CsvTable, Row, read_rows
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COLUMN = "cell"
KNOWN = ("E1", "2022-07-01", "7")
METHODS: dict[str, tuple[Callable[[CsvTable], Sequence[object]], Callable[[Row], object]]] = {
    "text": (lambda table: table.text(COLUMN), lambda row: row.text(COLUMN)),
    "texts": (lambda table: table.texts(COLUMN), lambda row: row.texts(COLUMN)),
    "day": (lambda table: table.day(COLUMN), lambda row: row.day(COLUMN)),
    "day or none": (
        lambda table: table.day_or_none(COLUMN),
        lambda row: row.day_or_none(COLUMN),
    ),
    "partial day": (
        lambda table: table.partial_day(COLUMN),
        lambda row: row.partial_day(COLUMN),
    ),
    "count": (lambda table: table.count(COLUMN), lambda row: row.count(COLUMN)),
    "choice": (
        lambda table: table.choice(COLUMN, KNOWN),
        lambda row: row.choice(COLUMN, KNOWN),
    ),
    "known": (
        lambda table: table.known(COLUMN, KNOWN),
        lambda row: _known(row, [row.text(COLUMN)], row.cells[COLUMN]),
    ),
    "known or none": (
        lambda table: table.known_or_none(COLUMN, KNOWN),
        lambda row: _known(row, list(filter(None, [row.cells[COLUMN]])), row.cells[COLUMN] or None),
    ),
    "all known": (
        lambda table: table.all_known(COLUMN, KNOWN),
        lambda row: _known(row, row.texts(COLUMN), row.texts(COLUMN)),
    ),
}
CELLS = st.sampled_from(
    ["E1", "7", "0", "-1", "2022-07-01", "2022-13-01", "2022-07", "", " ", "E1;7", "E1;x", "\u0667",
     "two\nlines", 'a "quote"', "x,y"]
)  # fmt: skip


def _known(row: Row, codes: Sequence[str], value: object) -> object:
    row.known(COLUMN, codes, KNOWN)
    return value


def written(path: Path, cells: Sequence[str]) -> str:
    """Write a table with a column of cells and one beside it; return its path."""
    text = io.StringIO()
    csv.writer(text).writerows([["other", COLUMN], *(["x", cell] for cell in cells)])
    path.write_bytes(text.getvalue().encode())
    return str(path)


def told(read: Callable[[], Sequence[object]]) -> object:
    """Return what was read, or what was said of it."""
    try:
        return list(read())
    except DataError as error:
        return str(error)


@pytest.mark.parametrize("method", METHODS)
@given(cells=st.lists(CELLS, max_size=6))
def test_a_column_is_what_its_rows_are(
    method: str, cells: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = written(tmp_path_factory.getbasetemp() / "column.csv", cells)
    by_column, by_row = METHODS[method]
    table = CsvTable(path, (COLUMN,))
    rows = list(read_rows(path, (COLUMN,)))
    if method == "known" and "" in cells:  # which is told of before what is not known
        assert "is empty" in str(told(lambda: by_column(table)))
    else:
        assert told(lambda: by_column(table)) == told(lambda: [by_row(row) for row in rows])


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
    said = told(lambda: list(read_rows(str(path), (COLUMN,))))
    assert isinstance(said, str)
    assert told(lambda: [CsvTable(str(path), (COLUMN,))]) == said


def test_a_mark_before_the_first_column_and_blank_lines_are_let_be(tmp_path: Path) -> None:
    path = tmp_path / "marked.csv"
    path.write_bytes(b"\xef\xbb\xbfcell\r\n7\r\n\r\n8\r\n")
    assert CsvTable(str(path), (COLUMN,)).count(COLUMN) == [7, 8]


def test_a_second_record_with_the_key_of_another_is_refused(tmp_path: Path) -> None:
    table = CsvTable(written(tmp_path / "twice.csv", ["a", "two\nlines", "a"]), (COLUMN,))
    with pytest.raises(DataError, match="'a' stands here a second time") as error:
        table.once("other", COLUMN)
    assert error.value.line == 5


@pytest.mark.parametrize("text", ["20220701", "2022-W26-5", "2022-7-1", "2022-07-01T00"])
def test_a_day_is_written_in_one_way(text: str, tmp_path: Path) -> None:
    path = written(tmp_path / "day.csv", ["2022-07-01", text])
    with pytest.raises(DataError, match=r"line 3, column cell: .* is not a date"):
        CsvTable(path, ()).day(COLUMN)
    with pytest.raises(DataError, match=r"line 3, column cell: .* is not a date"):
        [row.day(COLUMN) for row in read_rows(path, ())]


def test_a_table_without_a_needed_column_is_refused_too(tmp_path: Path) -> None:
    path = tmp_path / "damaged.csv"
    path.write_bytes(b'cell\n"1"2\n')
    with pytest.raises(DataError, match="line 2"):
        CsvTable(str(path), ())


def test_the_bundled_files_are_what_their_rows_are() -> None:
    folder = Path(bundled().folder)
    for path in sorted(folder.glob("*.csv")):
        table, rows = CsvTable(str(path), ()), list(read_rows(str(path), ()))
        for column, cells in table.cells.items():
            assert list(cells) == [row.cells[column] for row in rows]

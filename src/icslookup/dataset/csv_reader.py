"""Reads CSV files. A fault is an error that names the file, the line and the column.

`Row` reads one cell at a time. `CsvTable` reads a column at a time, which is five times as fast.
`Row.value` and `CsvTable.column` take a parser: a function that returns the value of a cell, or
raises `ValueError` with what is wrong with it.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container, Iterable, Iterator, Sequence
    from typing import Any, TypeVar

    Value = TypeVar("Value")
    Parser = Callable[[str], Value]

_DAY_LENGTH = len("2022-07-01")


def not_empty(cell: str) -> str:
    """Return a cell that must not be empty."""
    if not cell:
        raise ValueError("is empty")
    return cell


def one_of(allowed: tuple[str, ...]) -> Parser[str]:
    """Return a parser of cells that must hold one of a few values."""

    def parse(cell: str) -> str:
        if cell not in allowed:
            raise ValueError(f"{cell!r} is none of {', '.join(allowed)}")
        return cell

    return parse


def semicolon_list(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that holds several, separated by semicolons."""
    return tuple(cell.split(";")) if cell else ()


def iso_day(cell: str) -> date:
    """Return the date in a cell, which must be written as YYYY-MM-DD."""
    not_empty(cell)
    try:
        return _day(cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a date (YYYY-MM-DD)") from None


def iso_partial_day(cell: str) -> str:
    """Return a cell that must hold a day, a month or a year in ISO form."""
    not_empty(cell)
    try:
        _day(cell + "-01-01"[len(cell) - 4 :] if len(cell) < _DAY_LENGTH else cell)
    except ValueError:
        raise ValueError(f"{cell!r} is not a day, a month or a year") from None
    return cell


def positive_number(cell: str) -> int:
    """Return the whole number in a cell, which must be 1 or more."""
    number = int(cell) if cell.isascii() and cell.isdigit() else 0
    if not number:
        raise ValueError(f"{cell!r} is not a whole number above 0")
    return number


def require_known(code: str, known: Container[str]) -> str:
    """Return a code. Raise `ValueError` if no record has it."""
    if code not in known:
        raise ValueError(f"there is no record with the code {code!r}")
    return code


def code_in(known: Container[str]) -> Parser[str]:
    """Return a parser of cells that must hold the code of a record."""
    return lambda cell: require_known(not_empty(cell), known)


def codes_in(known: Container[str]) -> Parser[tuple[str, ...]]:
    """Return a parser of cells with any number of codes. Every code must be that of a record."""
    return lambda cell: tuple(require_known(code, known) for code in semicolon_list(cell))


def optional(parse: Parser[Value]) -> Parser[Value | None]:
    """Return a parser that returns None for an empty cell."""
    return lambda cell: parse(cell) if cell else None


class Row(NamedTuple):
    """A row of a data file, with the file and the line that an error names."""

    path: str
    line: int
    cells: dict[str, str]

    def value(self, column: str, parse: Parser[Value]) -> Value:
        """Return the value of a cell. Raise `DataError` if `parse` refuses the cell."""
        try:
            return parse(self.cells[column])
        except ValueError as error:
            raise self.error_at(column, str(error)) from None

    def error_at(self, column: str, what: str) -> DataError:
        """Return an error that names the file, the line and a column."""
        return DataError(what, self.path, self.line, column)


class CsvTable:
    """The records of a CSV file by column: `cells` has the cells of each column, by its name.

    Parameters: the file, and the `columns` that it must have. Other columns are allowed. Raises
    `DataError` as `read_rows` does.
    """

    def __init__(self, path: str, columns: tuple[str, ...]) -> None:
        self._path = path
        self._columns = columns
        self._text = _text_of(path, _content(path))
        reader = csv.reader(io.StringIO(self._text, newline=""), strict=True)
        try:
            header = next(reader, [])
            records = list(filter(None, reader))
        except csv.Error:
            list(self.rows())  # raises the error with its line
            raise
        if not set(columns).issubset(header) or set(map(len, records)) - {len(header)}:
            list(self.rows())  # raises the error with its line
        by_column = zip(*records, strict=True) if records else ((),) * len(header)
        self.cells: dict[str, Sequence[str]] = dict(zip(header, by_column, strict=True))

    def rows(self) -> Iterator[Row]:
        """Yield the records as rows."""
        return parse_rows(self._path, io.StringIO(self._text, newline=""), self._columns)

    def column(self, name: str, parse: Parser[Value]) -> list[Value]:
        """Return the value of each cell of a column.

        Equal cells are parsed once. Raises `DataError` for the first cell that `parse` refuses.
        """
        cells = self.cells[name]
        try:
            values = {cell: parse(cell) for cell in set(cells)}
        except ValueError:
            return [row.value(name, parse) for row in self.rows()]  # raises the error with its line
        return list(map(values.__getitem__, cells))

    def text(self, name: str) -> Sequence[str]:
        """Return the cells of a column in which no cell may be empty."""
        cells = self.cells[name]
        return cells if all(cells) else self.column(name, not_empty)

    def references(self, name: str, known: Collection[str]) -> Sequence[str]:
        """Return the cells of a column in which every cell must be the code of a record."""
        cells = self.cells[name]
        return cells if set(cells).issubset(known) else self.column(name, code_in(known))

    def require_unique(self, *columns: str) -> None:
        """Raise `DataError` if two records have the same values in all these columns."""
        keys = list(zip(*(self.cells[column] for column in columns), strict=True))
        if len(set(keys)) < len(keys):
            seen: set[Any] = set()
            for row in self.rows():
                require_unique(
                    seen, row, columns[-1], tuple(row.cells[column] for column in columns)
                )


def read_rows(path: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Read a CSV file that must have the given columns. Other columns are allowed.

    Yields a `Row` for each record. Raises `DataError` with file and line if the file is missing,
    unreadable or not UTF-8, lacks a column, or has a row that is longer or shorter than its header.
    """
    text = io.StringIO(_text_of(path, _content(path)), newline="")
    return parse_rows(path, text, columns)


def parse_rows(path: str, lines: Iterable[str], columns: tuple[str, ...]) -> Iterator[Row]:
    """Read the lines of a CSV file, as `read_rows` does; `path` is for the messages."""
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        missing = [column for column in columns if column not in header]
        if missing:
            raise DataError(f"there is no column {missing[0]}", path, 1)
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                found = f"{len(cells)} cells where the header has {len(header)}"
                raise DataError(found, path, reader.line_num)
            yield Row(path, reader.line_num, dict(zip(header, cells, strict=True)))
    except csv.Error as error:
        raise DataError(str(error), path, reader.line_num) from None


def _day(text: str) -> date:
    """Read YYYY-MM-DD only: from Python 3.11, `date.fromisoformat` accepts other forms too."""
    if len(text) != _DAY_LENGTH or text[4::3] != "--":
        raise ValueError(text)
    return date.fromisoformat(text)


def _text_of(path: str, content: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark; `path` is for the messages."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataError("this is not UTF-8", path, line) from None


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise DataError("is missing", path) from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path) from None


def require_unique(seen: set[Any], row: Row, column: str, key: object) -> None:
    """Add a key to the keys seen. Raise `DataError` if an earlier row had it.

    Without this check, a later row would silently replace an earlier one.
    """
    if key in seen:
        raise row.error_at(column, f"{row.cells[column]!r} stands here a second time")
    seen.add(key)

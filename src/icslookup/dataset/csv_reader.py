"""Reads CSV files so that every fault has a file, a line and a column.

A `Row` is read cell by cell; a `Table` reads whole columns, which takes a fifth of the time, and
goes back to rows where something is amiss. Shared by the bundled data and the user's own aliases.
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

_DAY_LENGTH = len("2022-07-01")


class Row(NamedTuple):
    """A row of a data file that knows where it stands, so that a fault can be named."""

    path: str
    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells[column]
        if not value:
            raise self.error_at(column, "is empty")
        return value

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        """Return a cell that must hold one of a few values."""
        value = self.cells[column]
        if value not in allowed:
            raise self.error_at(column, f"{value!r} is none of {', '.join(allowed)}")
        return value

    def texts(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several values, separated by semicolons."""
        value = self.cells[column]
        return tuple(value.split(";")) if value else ()

    def day(self, column: str) -> date:
        """Return a date that must be there."""
        value = self.text(column)
        try:
            return _day(value)
        except ValueError:
            raise self.error_at(column, f"{value!r} is not a date (YYYY-MM-DD)") from None

    def partial_day(self, column: str) -> str:
        """Return a day, a month or a year in ISO form, as it stands."""
        value = self.text(column)
        try:
            _day(value + "-01-01"[len(value) - 4 :] if len(value) < _DAY_LENGTH else value)
        except ValueError:
            raise self.error_at(column, f"{value!r} is not a day, a month or a year") from None
        return value

    def day_or_none(self, column: str) -> date | None:
        """Return a date, or None where the cell is empty."""
        return self.day(column) if self.cells[column] else None

    def count(self, column: str) -> int:
        """Return a whole number of at least 1."""
        value = self.cells[column]
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise self.error_at(column, f"{value!r} is not a whole number above 0")
        return int(value)

    def known(self, column: str, codes: Iterable[str], among: Container[str]) -> None:
        """Refuse a cell that names a record which is not there."""
        for code in codes:
            if code not in among:
                raise self.error_at(column, f"there is no record with the code {code!r}")

    def error_at(self, column: str, what: str) -> DataError:
        """Make the error that names file, line and column."""
        return DataError(what, self.path, self.line, column)


class CsvTable:
    """The records of a CSV file by column, each column a sequence with a value for each record.

    Parameters: the file, and the `columns` that it must have; others are let be. The methods are
    those of `Row` and refuse what those refuse; of several faults the first of its column is
    told. Raises `DataError` as `read_rows` does.
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
            list(self.rows())  # which says where
            raise
        if not set(columns).issubset(header) or set(map(len, records)) - {len(header)}:
            list(self.rows())  # which says what is amiss
        parts = zip(*records, strict=True) if records else ((),) * len(header)
        self.cells: dict[str, Sequence[str]] = dict(zip(header, parts, strict=True))

    def rows(self) -> Iterator[Row]:
        """Yield the records as rows."""
        return parse_rows(self._path, io.StringIO(self._text, newline=""), self._columns)

    def _one_by_one(self, read: Callable[[Row], Value]) -> list[Value]:
        """Read a value of each record from its row: the first fault is raised with its line."""
        return [read(row) for row in self.rows()]

    def text(self, column: str) -> Sequence[str]:
        """Return cells that must not be empty."""
        cells = self.cells[column]
        return cells if all(cells) else self._one_by_one(lambda row: row.text(column))

    def choice(self, column: str, allowed: tuple[str, ...]) -> Sequence[str]:
        """Return cells that must hold one of a few values."""
        cells = self.cells[column]
        if set(cells) <= set(allowed):
            return cells
        return self._one_by_one(lambda row: row.choice(column, allowed))

    def texts(self, column: str) -> list[tuple[str, ...]]:
        """Return the parts of cells that hold several values, separated by semicolons."""
        return [tuple(cell.split(";")) if cell else () for cell in self.cells[column]]

    def day(self, column: str) -> list[date]:
        """Return dates that must be there."""
        if "" in self.cells[column]:
            return self._one_by_one(lambda row: row.day(column))
        return [day for day in self.day_or_none(column) if day]

    def day_or_none(self, column: str) -> list[date | None]:
        """Return dates, or None where a cell is empty."""
        cells = self.cells[column]
        try:
            days = {cell: _day(cell) if cell else None for cell in set(cells)}
        except ValueError:
            return self._one_by_one(lambda row: row.day_or_none(column))
        return [days[cell] for cell in cells]

    def partial_day(self, column: str) -> list[str]:
        """Return days, months or years in ISO form, as they stand."""
        return self._one_by_one(lambda row: row.partial_day(column))

    def count(self, column: str) -> list[int]:
        """Return whole numbers of at least 1."""
        cells = self.cells[column]
        digits = "".join(cells)
        if digits.isascii() and digits.isdigit() and all(cells):
            counts = list(map(int, cells))
            if all(counts):
                return counts
        return self._one_by_one(lambda row: row.count(column))

    def known(self, column: str, among: Collection[str]) -> Sequence[str]:
        """Return cells, each of which must not be empty and name a record that is there."""
        cells = self.text(column)
        if not set(cells).issubset(among):
            self._one_by_one(lambda row: row.known(column, (row.cells[column],), among))
        return cells

    def known_or_none(self, column: str, among: Collection[str]) -> list[str | None]:
        """Return cells, each empty, which gives None, or the code of a record that is there."""
        cells = self.cells[column]
        if not set(filter(None, cells)).issubset(among):
            self._one_by_one(
                lambda row: row.known(column, filter(None, (row.cells[column],)), among)
            )
        return [cell or None for cell in cells]

    def all_known(self, column: str, among: Collection[str]) -> list[tuple[str, ...]]:
        """Return the parts of cells, each of which must name a record that is there."""
        parts = self.texts(column)
        if not set().union(*set(parts)).issubset(among):
            self._one_by_one(lambda row: row.known(column, row.texts(column), among))
        return parts

    def once(self, *columns: str) -> None:
        """Refuse a record with the values of an earlier one: it must not silently replace it."""
        keys = list(zip(*(self.cells[column] for column in columns), strict=True))
        if len(set(keys)) < len(keys):
            seen: set[Any] = set()
            for row in self.rows():
                require_unique(
                    seen, row, columns[-1], tuple(row.cells[column] for column in columns)
                )


def read_rows(path: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """Read a CSV file that must have the given columns; others are let be.

    Yields a `Row` for each record. Raises `DataError` with file and line where the file is
    missing, unreadable, not UTF-8, lacks a column, or has a row of another length.
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
    """Read YYYY-MM-DD; later Pythons would take other forms too, and one day is to have one."""
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
    """Refuse a key that an earlier row had: a later row must not silently replace it."""
    if key in seen:
        raise row.error_at(column, f"{row.cells[column]!r} stands here a second time")
    seen.add(key)

"""Reads CSV files so that every fault has a file, a line and a column.

Shared by the bundled data and by the user's own aliases.
"""

from __future__ import annotations

import csv
import io
from datetime import date

from icslookup.errors import DataError
from icslookup.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from typing import Any


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
            raise self.fault(column, "is empty")
        return value

    def choice(self, column: str, allowed: tuple[str, ...]) -> str:
        """Return a cell that must hold one of a few values."""
        value = self.cells[column]
        if value not in allowed:
            raise self.fault(column, f"{value!r} is none of {', '.join(allowed)}")
        return value

    def texts(self, column: str) -> tuple[str, ...]:
        """Return the parts of a cell that holds several values, separated by semicolons."""
        value = self.cells[column]
        return tuple(value.split(";")) if value else ()

    def day(self, column: str) -> date:
        """Return a date that must be there."""
        value = self.text(column)
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise self.fault(column, f"{value!r} is not a date (YYYY-MM-DD)") from None

    def partial_day(self, column: str) -> str:
        """Return a day, a month or a year in ISO form, as it stands."""
        value = self.text(column)
        try:
            date.fromisoformat(
                value + "-01-01"[len(value) - 4 :] if len(value) < _DAY_LENGTH else value
            )
        except ValueError:
            raise self.fault(column, f"{value!r} is not a day, a month or a year") from None
        return value

    def day_or_none(self, column: str) -> date | None:
        """Return a date, or None where the cell is empty."""
        return self.day(column) if self.cells[column] else None

    def count(self, column: str) -> int:
        """Return a whole number of at least 1."""
        value = self.cells[column]
        if not (value.isascii() and value.isdigit() and int(value) > 0):
            raise self.fault(column, f"{value!r} is not a whole number above 0")
        return int(value)

    def known(self, column: str, codes: Iterable[str], among: Container[str]) -> None:
        """Refuse a cell that names a record which is not there."""
        for code in codes:
            if code not in among:
                raise self.fault(column, f"there is no record with the code {code!r}")

    def fault(self, column: str, what: str) -> DataError:
        """Make the error that names file, line and column."""
        return DataError(what, self.path, self.line, column)


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


def _text_of(path: str, content: bytes) -> str:
    """Decode UTF-8, with or without a byte order mark; `path` is for the messages."""
    try:
        return content.decode("utf-8-sig")
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


def once(seen: set[Any], row: Row, column: str, key: object) -> None:
    """Refuse a key that an earlier row had: a later row must not silently replace it."""
    if key in seen:
        raise row.fault(column, f"{row.cells[column]!r} stands here a second time")
    seen.add(key)

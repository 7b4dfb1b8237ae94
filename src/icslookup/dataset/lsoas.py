"""The LSOAs of England: where each lay in each period, from the file `lsoas.csv`.

The file is sorted by LSOA and then by first day, so `LsoaFinder` searches it for one LSOA and does
not read the rest. `read_periods` reads every row, for builds, checks and lists.
"""

from __future__ import annotations

import csv
import os
from itertools import pairwise

from icslookup._typing import TYPE_CHECKING, NamedTuple, from_columns
from icslookup.dataset.csv_reader import (
    CsvTable,
    Row,
    code_in,
    iso_day,
    one_of,
    optional,
    positive_number,
    require_known,
)
from icslookup.dates import DAY
from icslookup.errors import DataError
from icslookup.model import covers

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping
    from datetime import date
    from typing import Any

FILE = "lsoas.csv"
CENSUSES = {"2021": (2021,), "2011": (2011,), "2011;2021": (2011, 2021)}
"""The cells of the column `census`, and the censuses that they mean."""

COLUMNS = ("lsoa", "census", "start", "end", "residents", "gss_code", "sub_icb", "ods_code")

_CODE = len("E01030331")
_LONGEST = 400
"""The most bytes of a row: the search reads a few of these, and not the whole file."""
_MOST_SEARCHES = 32
"""The searches after which the finder reads the whole file, because there are many questions."""


class LsoaPeriod(NamedTuple):
    """Where an LSOA lay in a period in which that did not change.

    `censuses` are those whose LSOAs have this code for this area. `residents` are the Census 2021
    usual residents, None for an LSOA of 2011 alone. `gss_code` is the key of its authority,
    `sub_icb` the ODS code of its sub-ICB location, and `ods_code` that of its board. Each is None
    if it is not known. `start` is None if no place of the LSOA is known.
    """

    lsoa: str
    censuses: tuple[int, ...]
    start: date | None
    end: date | None
    residents: int | None
    gss_code: str | None
    sub_icb: str | None
    ods_code: str | None

    def exists_on(self, day: date) -> bool:
        """Return whether the period contains a day."""
        return self.start is not None and covers(self.start, self.end, day)


def read_periods(
    table: CsvTable, authority_keys: Mapping[str, str], boards: Container[str]
) -> tuple[LsoaPeriod, ...]:
    """Return every row of the file, in its order. Raise `DataError` for a damaged cell.

    Parameters: `authority_keys` has the key of the authority for each GSS code, and `boards` has
    the ODS codes of all boards.
    """
    table.require_unique("lsoa", "start")
    parsers = _parsers(authority_keys, boards)
    columns = (table.column(name, parse) for name, parse in parsers.items())
    return tuple(from_columns(LsoaPeriod, *columns))


def _parsers(
    authority_keys: Mapping[str, str], boards: Container[str]
) -> dict[str, Callable[[str], Any]]:
    """Return what parses the cells of each column."""
    censuses = one_of(tuple(CENSUSES))
    return {
        "lsoa": _lsoa_code,
        "census": lambda cell: CENSUSES[censuses(cell)],
        "start": optional(iso_day),
        "end": optional(iso_day),
        "residents": optional(positive_number),
        "gss_code": optional(lambda cell: authority_keys[require_known(cell, authority_keys)]),
        "sub_icb": optional(str),
        "ods_code": optional(code_in(boards)),
    }


def _lsoa_code(cell: str) -> str:
    if not _is_code(cell.encode()):
        raise ValueError(f"{cell!r} is not the code of an LSOA")
    return cell


def _is_code(key: bytes) -> bool:
    return len(key) == _CODE and key.startswith(b"E01") and key[3:].isdigit()


class LsoaFinder:
    """Finds the rows of an LSOA in the sorted file.

    Parameters: the `path` of the file, and `authority_keys` and `boards` as for `read_periods`.
    With `content`, the bytes of the file, nothing is read from the path.
    """

    def __init__(
        self,
        path: str,
        authority_keys: Mapping[str, str],
        boards: Container[str],
        content: bytes | None = None,
    ) -> None:
        self._path = path
        self._parsers = _parsers(authority_keys, boards)
        self._content = content
        self._searches = 0
        self._offsets: dict[bytes, int] = {}
        self._size = len(content) if content is not None else _size(path)
        self._first, self._header = self._read_header()

    def of(self, code: str) -> tuple[LsoaPeriod, ...]:
        """Return the rows of an LSOA, earliest first; none if the file does not have it.

        Raises `DataError`, with the line, if a row is damaged or the file is not sorted.
        """
        self._searches += 1
        if self._searches == _MOST_SEARCHES:
            self._offsets = self._read_offsets()
        key = code.encode()
        offset = self._offsets.get(key, self._size) if self._offsets else self._search(key)
        found = []
        while (line := self._line(offset)).startswith(key + b","):
            found.append(self._period(line, offset))
            offset += len(line)
        if not found and not self._offsets:
            self._check_missing(key)
        for before, after in pairwise(found):
            if before.end is None or after.start != before.end + DAY:
                raise self._error(f"the periods of {code} do not follow each other", offset - 1)
        if found and found[-1].end is not None:
            raise self._error(f"no row says where {code} has lain since", offset - 1)
        return tuple(found)

    def codes(self) -> list[str]:
        """Return the codes of all LSOAs, in order."""
        return [key.decode() for key in self._read_offsets()]

    def content(self) -> bytes:
        """Return the bytes of the file, and keep them."""
        if self._content is None:
            self._content = self._read(0, self._size)
        return self._content

    def _read(self, offset: int, size: int) -> bytes:
        if self._content is not None:
            return self._content[offset : offset + size]
        try:
            with open(self._path, "rb", buffering=0) as file:
                file.seek(offset)
                return file.read(size)
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror}", self._path) from None

    def _read_header(self) -> tuple[int, list[str]]:
        """Return where the first row begins, and the names of the columns."""
        line, newline, _ = self._read(0, _LONGEST).partition(b"\n")
        header = _cells(line.removeprefix(b"\xef\xbb\xbf"))
        missing = [name for name in COLUMNS if name not in header]
        if missing or header[0] != COLUMNS[0]:
            raise DataError(f"there is no column {(missing or COLUMNS)[0]}", self._path, 1)
        return len(line) + len(newline), header

    def _read_offsets(self) -> dict[bytes, int]:
        """Return where the first row of each LSOA begins. Raise `DataError` if it is unsorted."""
        offsets: dict[bytes, int] = {}
        offset, before = self._first, b""
        for line in self.content()[offset:].splitlines(keepends=True):
            key = line[:_CODE]
            if key != before:
                if key < before or not _is_code(key):
                    raise self._error("the rows are not sorted by LSOA", offset)
                offsets[key], before = offset, key
            offset += len(line)
        return offsets

    def _search(self, key: bytes) -> int:
        """Return where the first row begins whose LSOA is not before a key, by binary search."""
        low, high = self._first, self._size
        least, most = b"", b"F"
        while low < high:
            middle = (low + high) // 2
            start = max(low, middle - _LONGEST)
            block = self._read(start, 2 * _LONGEST)
            begin = block.rfind(b"\n", 0, middle - start) + 1
            line = block[begin : block.find(b"\n", begin) + 1 or None]
            found = line[:_CODE]
            begin += start
            if len(line) > _LONGEST or not _is_code(found) or line[_CODE:][:1] != b",":
                raise self._error("is not the row of an LSOA", begin)
            if not least <= found <= most:
                raise self._error("the rows are not sorted by LSOA", begin)
            if found < key:
                low, least = begin + len(line), found
            else:
                high, most = begin, found
        return low

    def _line(self, offset: int) -> bytes:
        """Return the line that begins at an offset, with its end."""
        block = self._read(offset, _LONGEST)
        return block[: block.find(b"\n") + 1 or None]

    def _period(self, line: bytes, offset: int) -> LsoaPeriod:
        cells = _cells(line)
        if len(cells) != len(self._header):
            what = f"{len(cells)} cells where the header has {len(self._header)}"
            raise self._error(what, offset)
        row = Row(self._path, 0, dict(zip(self._header, cells, strict=True)))
        try:
            return LsoaPeriod(*(row.value(name, parse) for name, parse in self._parsers.items()))
        except DataError as error:
            raise self._error(error.what, offset, error.column) from None

    def _check_missing(self, key: bytes) -> None:
        """Raise `DataError` if an LSOA that was not found is elsewhere in the file."""
        place = self.content().find(b"\n" + key + b",")
        if place >= 0:
            raise self._error("the rows are not sorted by LSOA", place + 1)

    def _error(self, what: str, offset: int, column: str | None = None) -> DataError:
        """Return an error with the line of an offset."""
        line = self.content().count(b"\n", 0, offset) + 1
        return DataError(what, self._path, line, column)


def _size(path: str) -> int:
    try:
        return os.path.getsize(path)
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", path) from None


def _cells(line: bytes) -> list[str]:
    """Return the cells of a line; one that is not text or not CSV has no cells."""
    try:
        return next(csv.reader([line.decode().rstrip("\r\n")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        return []

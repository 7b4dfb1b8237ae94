"""Reads a postcode directory of ONS, of any edition since 2022: ONSPD or NSPL.

The names of the columns change with the edition (`oslaua`, `laua`, `lad25cd`; `stp`, `icb`,
`icb26cd`), so they are found by pattern. For each row, the reader returns the postcode, its last
month and its place. Millions of postcodes share about forty thousand places.
"""

from __future__ import annotations

import csv
import os
import re
from operator import itemgetter

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.ons.archive import CsvStream

_POSTCODES = ("pcds", "pcd8|pcd2", "pcd7|pcd")
"""The columns of a postcode with one space, some or none. The first that exists is read."""
_AUTHORITY = r"laua|oslaua|lad\d\dcd"

_PLACE = (_AUTHORITY, r"(icb|stp)(\d\dcd)?", "lsoa21(cd)?", "lsoa11(cd)?", r"ctry(\d\dcd)?")
"""The columns of a `Location`, in its order."""
_TERMINATED = "doterm"
_POSTCODE = re.compile(r"[A-Z][A-Z\d]{1,3} \d[A-Z]{2}")
_INWARD = 3
_CODE = re.compile(r"[A-Z]\d{8}")
# Numbers made of nines mean 'none'. No real district or board has a number near them.
_BOARD = re.compile(r"E54(?!\d*999$)\d{6}")
_DISTRICT = re.compile(r"(E0[6-9]|W06|S12|N09)(?!\d*999$)\d{6}")
_LSOA = re.compile(r"E01(?!9{6})\d{6}")
_MONTH = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])")
_EDITION = re.compile(
    r"(?<![a-z])(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[\s_-]+(20\d\d)(?!\d)",
    re.IGNORECASE,
)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MOST_PLACES = 500_000
"""Limits the memory that a file can take. Real directories have a tenth of these places."""
_LONGEST_CELL = 40
"""Limits the memory too, since cells are remembered. The longest real cell has nine characters."""
_STEP = 1 << 14


class DirectoryFile:
    """A postcode directory that can be read once.

    `product` is `ONSPD` or `NSPL`. `month` (`2025-11`) is the month of the edition. It is empty if
    the name of the file does not show it. `tells_terminated` says whether there is a column for the
    end of a postcode. `places` has the number of each place in the rows that were read. Raises
    `DataError` if the table is not a postcode directory.
    """

    def __init__(self, table: CsvStream) -> None:
        if not is_directory(table):
            raise DataError("this is no postcode directory", table.path, 1)
        self._table, self._width = table, len(table.header)
        self._postcode = next(self._column(name) for name in _POSTCODES if table.columns(name))
        self._place = [self._column(pattern) for pattern in _PLACE]
        self._ended = self._column(_TERMINATED)
        self.tells_terminated = self._ended < self._width
        self.product = _product(table)
        self.month = _month(table.name) or _month(os.path.basename(table.path))
        self.places: dict[Location, int] = {}
        self._reader = csv.reader(table.lines(), strict=True)

    def _column(self, pattern: str) -> int:
        """Return the position of a column, or of the cell added to each row if it is missing."""
        place = self._table.column(pattern)
        return self._width if place is None else place

    def rows(
        self, progress: Callable[[int, float | None], None] | None = None
    ) -> Iterator[tuple[str, int, int | None]]:
        """Yield the postcode of each row, its place number, and its last month (201905) or None.

        `progress` is called with the rows so far and the share of the table that is read. Raises
        `DataError` with the line if a row has too few or too many cells, or a cell cannot be right.
        """
        numbers: dict[tuple[str, ...], int] = {}
        ends: dict[str, int | None] = {"": None}
        cells_of, postcode_at, ended_at = itemgetter(*self._place), self._postcode, self._ended
        width, is_postcode = self._width, _POSTCODE.fullmatch
        try:
            next(self._reader)
            for count, row in enumerate(self._reader, 1):
                if len(row) != width:
                    if not row:
                        continue
                    raise self.error_at(f"{len(row)} cells where the header has {width}")
                row.append("")  # the cell of a column that is not there
                postcode = row[postcode_at]
                if not is_postcode(postcode):
                    self._check_lengths(row, [postcode_at])
                    postcode = self._spelt(postcode)
                cells = cells_of(row)
                number = numbers.get(cells)
                if number is None:
                    if len(numbers) == _MOST_PLACES:
                        raise self.error_at("these are more places than a postcode directory has")
                    self._check_lengths(row, self._place)
                    number = numbers[cells] = self._number(cells)
                ended = row[ended_at].strip()
                if ended not in ends:
                    self._check_lengths(row, [ended_at])
                    ends[ended] = self._end(ended)
                yield postcode, number, ends[ended]
                if progress is not None and not count % _STEP:
                    progress(count, self._table.share_read())
        except csv.Error as error:
            raise self.error_at(str(error)) from None

    def error_at(self, what: str) -> DataError:
        """Return an error that names the line that was read last."""
        return DataError(what, self._table.path, self._reader.line_num)

    def _check_lengths(self, row: list[str], places: list[int]) -> None:
        """Raise `DataError` if a cell at one of these positions is too long to be remembered."""
        for place in places:
            if len(row[place]) > _LONGEST_CELL:
                name = self._table.header[place]
                raise self.error_at(
                    f"the cell of {name!r} is too long: it has {len(row[place]):,} characters"
                )

    def _spelt(self, cell: str) -> str:
        """Return a postcode with one space before its last three characters."""
        bare = cell.replace(" ", "").upper()
        postcode = f"{bare[:-_INWARD]} {bare[-_INWARD:]}"
        if not _POSTCODE.fullmatch(postcode):
            raise self.error_at(f"{cell!r} is not a postcode")
        return postcode

    def _end(self, text: str) -> int:
        """Return the last month of a postcode as a number."""
        if not _MONTH.fullmatch(text):
            raise self.error_at(f"{text!r} is not a month (YYYYMM)")
        return int(text)

    def _number(self, cells: tuple[str, ...]) -> int:
        """Return the number of the place with these cells."""
        authority, board, lsoa21, lsoa11, country = (cell.strip() for cell in cells)
        for code in (authority, board, country):
            if code and not _CODE.fullmatch(code):
                raise self.error_at(f"{code!r} is not an ONS code")
        place = Location(
            authority if _DISTRICT.fullmatch(authority) else "",
            board if _BOARD.fullmatch(board) else "",
            lsoa21 if _LSOA.fullmatch(lsoa21) else "",
            lsoa11 if _LSOA.fullmatch(lsoa11) else "",
            country,
        )
        return self.places.setdefault(place, len(self.places))


def is_directory(table: CsvStream) -> bool:
    """Return whether the header is that of a postcode directory."""
    return any(map(table.columns, _POSTCODES)) and bool(table.columns(_AUTHORITY))


def _product(table: CsvStream) -> str:
    """Return ONSPD for the areas of every census, NSPL for the areas of one."""
    if table.columns("oslaua|lsoa01(cd)?"):
        return "ONSPD"
    if table.columns(r"oa\d\d(cd)?"):
        return "NSPL"
    return "NSPL" if "NSPL" in f"{table.name} {os.path.basename(table.path)}".upper() else "ONSPD"


def _month(name: str) -> str:
    """Return the month of an edition from the name of its file, an empty text if there is none."""
    found = _EDITION.search(name)
    return f"{found[2]}-{_MONTHS.index(found[1].lower()) + 1:02}" if found else ""


class Location(NamedTuple):
    """Where a postcode lies.

    `gss_code` is the local authority district and `ons_code` the board. `lsoa21` and `lsoa11` are
    the LSOAs of the two censuses. `country` is the ONS code of a nation or Crown dependency
    (`E92000001` is England).
    """

    gss_code: str
    ons_code: str
    lsoa21: str
    lsoa11: str
    country: str

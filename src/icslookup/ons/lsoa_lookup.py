"""Reads the official files on LSOAs: an ONS lookup to boards, and residents by LSOA.

ONS names the columns of a lookup after its vintage (`ICB23CD`, `LAD26NM`) and sets them in any
order, so they are found by pattern. Both files may be plain CSV, gzip, or a zip of one CSV.
"""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import once, parse_rows
from icslookup.errors import DataError
from icslookup.ons import archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.dataset.csv_reader import Row
    from icslookup.ons.archive import Table

LSOAS = {2011: 32_844, 2021: 33_755}
"""How many LSOAs England has, by the census that they were drawn for."""

COLUMNS = {
    "LSOA": "LSOA21CD",
    "ONS code": r"ICB\d\dCD",
    "ODS code": r"ICB\d\dCDH",
    "board": r"ICB\d\dNM",
    "GSS code": r"LAD\d\dCD",
    "authority": r"LAD\d\dNM",
}
"""What a lookup tells of an LSOA, and how ONS names the columns of any year.

The name of the second has the year of the boards in it.
"""

_RESIDENTS = r"residents.*|population|observation|obs_value"
_ENGLISH = re.compile(r"E01\d{6}")
_WELSH = re.compile(r"W01\d{6}")


class Place(NamedTuple):
    """Where a lookup puts an LSOA: the codes and names of its board and its authority."""

    ons_code: str
    ods_code: str
    board: str
    gss_code: str
    authority: str


class Placed(NamedTuple):
    """Where a lookup puts each LSOA of England, by its code; `year` is that of its boards."""

    census: int
    year: int
    places: dict[str, Place]


def lsoa_column(census: int) -> str:
    """Return the name that ONS gives to the column of LSOAs of a census."""
    return f"LSOA{census % 100}CD"


def census_of(table: Table) -> int | None:
    """Tell from the header of which census a lookup of LSOAs to boards is; None for no lookup."""
    if not table.columns(COLUMNS["ONS code"]):
        return None
    return next((census for census in LSOAS if table.columns(lsoa_column(census))), None)


def lookup(path: str) -> dict[str, Place]:
    """Read an ONS lookup of 2021 LSOAs to boards and districts.

    Returns where each LSOA of England lies, by its code. Raises `DataError` with file and line
    for a file that is no such lookup, is cut short, or has an LSOA twice.
    """
    with archive.opened(path) as table:
        return placed(table, 2021).places


def placed(table: Table, census: int) -> Placed:
    """Read an ONS lookup of the LSOAs of a census from a table, as `lookup` does."""
    names, rows = _columns(table, (lsoa_column(census), *list(COLUMNS.values())[1:]))
    lsoa, *others = names
    year = 2000 + int(others[0].strip()[3:5])
    places = {
        row.cells[lsoa]: Place(*(row.text(name) for name in others)) for row in _english(rows, lsoa)
    }
    return Placed(census, year, places)


def residents(path: str) -> dict[str, int]:
    """Read how many usual residents each 2021 LSOA of England has.

    Returns the number by LSOA code; Wales, which stands in the same census table, has no boards
    and is left out. Raises `DataError` with file and line, as `lookup` does.
    """
    with archive.opened(path) as table:
        (lsoa, number), rows = _columns(table, (lsoa_column(2021), _RESIDENTS))
        return {row.cells[lsoa]: row.count(number) for row in _english(rows, lsoa)}


def _english(rows: Iterable[Row], column: str) -> Iterator[Row]:
    """Yield the rows of LSOAs of England; refuse one that stands there twice."""
    seen: set[str] = set()
    for row in rows:
        code = row.text(column)
        if _ENGLISH.fullmatch(code):
            once(seen, row, column, code)
            yield row
        elif not _WELSH.fullmatch(code):
            raise row.fault(column, f"{code!r} is not the code of an LSOA")


def _columns(table: Table, patterns: tuple[str, ...]) -> tuple[list[str], Iterator[Row]]:
    """Return the columns that match the patterns, in their order, and the rows of a table."""
    names = [_column(table, pattern) for pattern in patterns]
    return names, parse_rows(table.path, table.lines(), tuple(names))


def named(names: Iterable[str], pattern: str) -> list[str]:
    """Return the names of columns that match a pattern, whatever their case."""
    return [name for name in names if re.fullmatch(pattern, name.strip(), re.IGNORECASE)]


def _column(table: Table, pattern: str) -> str:
    place = table.column(pattern)
    if place is not None:
        return table.header[place]
    if pattern == lsoa_column(2021) and table.column(lsoa_column(2011)) is not None:
        raise DataError(
            f"{table.path}, line 1: this is a table of 2011 LSOAs (LSOA11CD): counts are of 2021"
            " LSOAs throughout, so get the edition with the column LSOA21CD"
        )
    wanted = pattern.replace(r"\d\d", "..").replace("|", " or ").replace(".*", "...")
    raise DataError(f"{table.path}, line 1: there is no column {wanted}")

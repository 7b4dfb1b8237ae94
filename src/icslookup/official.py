"""Reads the official files that a vintage is built from: an ONS lookup, and residents by LSOA.

ONS names the columns of a lookup after its vintage (`ICB23CD`, `LAD26NM`) and sets them in any
order, so they are found by pattern. Both files may be plain CSV, gzip, or a zip of one CSV.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from icslookup.errors import DataError
from icslookup.postcodes import packed
from icslookup.reading import once, parse_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.postcodes.packed import Table
    from icslookup.reading import Row

_LSOA = "LSOA21CD"
_COLUMNS = {
    "LSOA": _LSOA,
    "ONS code": r"ICB\d\dCD",
    "ODS code": r"ICB\d\dCDH",
    "board": r"ICB\d\dNM",
    "GSS code": r"LAD\d\dCD",
    "authority": r"LAD\d\dNM",
}
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


def lookup(path: str) -> dict[str, Place]:
    """Read an ONS lookup of 2021 LSOAs to boards and districts.

    Returns where each LSOA of England lies, by its code. Raises `DataError` with file and line
    for a file that is no such lookup, is cut short, or has an LSOA twice.
    """
    found: dict[str, Place] = {}
    with packed.opened(path) as table:
        names, rows = _columns(table, tuple(_COLUMNS.values()))
        lsoa, *others = names
        for row in _english(rows, lsoa):
            found[row.cells[lsoa]] = Place(*(row.text(name) for name in others))
    return found


def residents(path: str) -> dict[str, int]:
    """Read how many usual residents each 2021 LSOA of England has.

    Returns the number by LSOA code; Wales, which stands in the same census table, has no boards
    and is left out. Raises `DataError` with file and line, as `lookup` does.
    """
    with packed.opened(path) as table:
        (lsoa, number), rows = _columns(table, (_LSOA, _RESIDENTS))
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
    names = [_column(table.path, table.header, pattern) for pattern in patterns]
    return names, parse_rows(table.path, table.lines(), tuple(names))


def _column(path: str, header: list[str], pattern: str) -> str:
    found = [name for name in header if re.fullmatch(pattern, name.strip(), re.IGNORECASE)]
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(found)
        raise DataError(f"{path}, line 1: more than one column could be meant: {several}")
    if pattern == _LSOA and any(name.strip().upper() == "LSOA11CD" for name in header):
        raise DataError(
            f"{path}, line 1: this is a table of 2011 LSOAs (LSOA11CD): counts are of 2021 LSOAs"
            f" throughout, so get the edition with the column {_LSOA}"
        )
    wanted = pattern.replace(r"\d\d", "..").replace("|", " or ").replace(".*", "...")
    raise DataError(f"{path}, line 1: there is no column {wanted}")

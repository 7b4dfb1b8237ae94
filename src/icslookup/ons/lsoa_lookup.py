"""Reads the official files on LSOAs: an ONS lookup to boards, and residents by LSOA.

ONS names the columns of a lookup after its vintage (`ICB23CD`, `LAD26NM`), in any order, so this
module finds them by pattern. Both files may be plain CSV, gzip, or a zip of one CSV.
"""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.csv_reader import not_empty, parse_rows, positive_number, require_unique
from icslookup.errors import DataError
from icslookup.ons import archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from icslookup.dataset.csv_reader import Row
    from icslookup.dataset.loader import Dataset
    from icslookup.ons.archive import CsvStream

LSOA_COUNTS = {2011: 32_844, 2021: 33_755}
"""How many LSOAs England has, by the census that they were drawn for."""

COLUMNS = {
    "LSOA": "LSOA21CD",
    "ONS code": r"ICB\d\dCD",
    "ODS code": r"ICB\d\dCDH",
    "board": r"ICB\d\dNM",
    "GSS code": r"LAD\d\dCD",
    "authority": r"LAD\d\dNM",
}
"""For each kind of value, the pattern of the name of its column in a lookup of any year.

The name of the second column has the year of the boards.
"""

SUB_ICB = r"SICBL\d\dCDH"
"""The pattern of the column of sub-ICB locations, by ODS code. A lookup may lack it."""

_RESIDENTS = r"residents.*|population|observation|obs_value"
_ENGLISH = re.compile(r"E01\d{6}")
_WELSH = re.compile(r"W01\d{6}")


class LookupRow(NamedTuple):
    """The board and the authority of an LSOA in a lookup, with codes and names.

    `sub_icb` is the ODS code of its sub-ICB location, empty if the lookup has none.
    """

    ons_code: str
    ods_code: str
    board: str
    gss_code: str
    authority: str
    sub_icb: str = ""


class LsoaLookup(NamedTuple):
    """The rows of a lookup for England, by LSOA code. `year` is the year of its boards."""

    census: int
    year: int
    places: dict[str, LookupRow]


def lsoa_column(census: int) -> str:
    """Return the name that ONS gives to the column of LSOAs of a census."""
    return f"LSOA{census % 100}CD"


def census_of(table: CsvStream) -> int | None:
    """Return the census of the LSOAs in a lookup, None if the header is not that of a lookup."""
    if not table.columns(COLUMNS["ONS code"]):
        return None
    return next((census for census in LSOA_COUNTS if table.columns(lsoa_column(census))), None)


def lookup(path: str) -> dict[str, LookupRow]:
    """Read an ONS lookup of 2021 LSOAs to boards and districts.

    Returns the row of each LSOA of England, by its code. Raises `DataError` with file and line
    for a file that is not such a lookup, is cut short, or has an LSOA twice.
    """
    with archive.open_csv(path) as table:
        return read_lookup(table, 2021).places


def read_lookup(table: CsvStream, census: int) -> LsoaLookup:
    """Read an ONS lookup of the LSOAs of a census from a table, as `lookup` does."""
    patterns = [lsoa_column(census), *list(COLUMNS.values())[1:]]
    if table.column(SUB_ICB) is not None:
        patterns.append(SUB_ICB)
    names, rows = _columns(table, patterns)
    lsoa, *others = names
    year = 2000 + int(others[0].strip()[3:5])
    places = {
        row.cells[lsoa]: LookupRow(*(row.value(name, not_empty) for name in others))
        for row in _english(rows, lsoa)
    }
    return LsoaLookup(census, year, places)


def residents(path: str) -> dict[str, int]:
    """Return how many usual residents each 2021 LSOA of England has, by its code.

    The census table also has LSOAs of Wales. They have no boards and are left out. Raises
    `DataError` with file and line, as `lookup` does.
    """
    with archive.open_csv(path) as table:
        (lsoa, number), rows = _columns(table, (lsoa_column(2021), _RESIDENTS))
        return {row.cells[lsoa]: row.value(number, positive_number) for row in _english(rows, lsoa)}


def _english(rows: Iterable[Row], column: str) -> Iterator[Row]:
    """Yield the rows of LSOAs of England. Raise `DataError` if an LSOA comes twice."""
    seen: set[str] = set()
    for row in rows:
        code = row.value(column, not_empty)
        if _ENGLISH.fullmatch(code):
            require_unique(seen, row, column, code)
            yield row
        elif not _WELSH.fullmatch(code):
            raise row.error_at(column, f"{code!r} is not the code of an LSOA")


def _columns(table: CsvStream, patterns: Iterable[str]) -> tuple[list[str], Iterator[Row]]:
    """Return the columns that match the patterns, in their order, and the rows of a table."""
    names = [_column(table, pattern) for pattern in patterns]
    return names, parse_rows(table.path, table.lines(), tuple(names))


def matching_names(names: Iterable[str], pattern: str) -> list[str]:
    """Return the names that match a pattern, in capitals or not."""
    return [name for name in names if re.fullmatch(pattern, name.strip(), re.IGNORECASE)]


def _column(table: CsvStream, pattern: str) -> str:
    """Return the name of the column that matches. Raise `DataError` if there is none."""
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


class UnknownRecordsError(DataError):
    """A lookup names boards or authorities that the data do not have on its day.

    `records` has a text about each record: what it is, and what is wrong with it.
    """

    def __init__(self, lookup: str, records: tuple[str, ...]) -> None:
        self.records = records
        super().__init__(f"{lookup} does not fit the data: {'; '.join(records)}")


def check_codes(
    lookup: str,
    data: Dataset,
    places: Mapping[str, LookupRow],
    day: date,
    authorities_on: date | None,
) -> None:
    """Raise `UnknownRecordsError` with all boards and authorities that the data lack on a day.

    Parameters: `lookup` is the path of the file, for the message. `places` has its rows by LSOA. On
    `day`, the boards must exist with these codes. On `authorities_on`, the authorities must. If
    `authorities_on` is None, the authorities need only be known.
    """
    found = dict.fromkeys(
        text
        for place in dict.fromkeys(places.values())
        for text in (_board_fault(data, day, place), _authority_fault(data, authorities_on, place))
        if text
    )
    if found:
        raise UnknownRecordsError(lookup, tuple(found))


def _board_fault(data: Dataset, day: date, place: LookupRow) -> str | None:
    """Return what is wrong with the board of a row, None if nothing is."""
    board = data.boards.get(place.ods_code)
    label = f"board {place.ods_code} ({place.board})"
    if board is None:
        return f"{label} is not in boards.csv"
    if not board.exists_on(day):
        return f"{label} did not exist on {day}"
    ons_code = board.ons_code(day)
    if ons_code != place.ons_code:
        return f"{label} has the ONS code {ons_code or 'unknown'} on {day}, not {place.ons_code}"
    return None


def _authority_fault(data: Dataset, day: date | None, place: LookupRow) -> str | None:
    """Return what is wrong with the authority of a row, None if nothing is."""
    authority = data.authorities.get(data.authority_keys.get(place.gss_code, ""))
    label = f"authority {place.gss_code} ({place.authority})"
    if authority is None:
        return f"{label} is not in authorities.csv"
    if authority.kind == "county":
        return f"{label} is a county and not a district"
    if day is None:
        return None
    if not authority.exists_on(day):
        return f"{label} did not exist on {day}"
    gss_code = authority.gss_code_on(day)
    return None if gss_code == place.gss_code else f"{label} has the code {gss_code} on {day}"

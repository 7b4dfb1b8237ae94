"""Reads the official files that a vintage is built from: an ONS lookup, and residents by LSOA.

ONS names the columns of a lookup after its vintage (`ICB23CD`, `LAD26NM`) and sets them in any
order, so they are found by pattern. Both files may be plain CSV, gzip, or a zip of one CSV.
"""

from __future__ import annotations

import csv
import io
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from icslookup.errors import DataError
from icslookup.reading import once, parse_rows, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_CHUNK = 1 << 20


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
    names, rows = _table(path, tuple(_COLUMNS.values()))
    found: dict[str, Place] = {}
    seen: set[str] = set()
    lsoa, *others = names
    for row in rows:
        if _is_english(row, lsoa):
            once(seen, row, lsoa, row.cells[lsoa])
            found[row.cells[lsoa]] = Place(*(row.text(name) for name in others))
    return found


def residents(path: str) -> dict[str, int]:
    """Read how many usual residents each 2021 LSOA of England has.

    Returns the number by LSOA code; Wales, which stands in the same census table, has no boards
    and is left out. Raises `DataError` with file and line, as `lookup` does.
    """
    (lsoa, number), rows = _table(path, (_LSOA, _RESIDENTS))
    found: dict[str, int] = {}
    seen: set[str] = set()
    for row in rows:
        if _is_english(row, lsoa):
            once(seen, row, lsoa, row.cells[lsoa])
            found[row.cells[lsoa]] = row.count(number)
    return found


def _is_english(row: Row, column: str) -> bool:
    code = row.text(column)
    if not (_ENGLISH.fullmatch(code) or _WELSH.fullmatch(code)):
        raise row.fault(column, f"{code!r} is not the code of an LSOA")
    return bool(_ENGLISH.fullmatch(code))


def _table(path: str, patterns: tuple[str, ...]) -> tuple[list[str], Iterator[Row]]:
    """Return the columns that match the patterns, in their order, and the rows of a file."""
    text = text_of(path, unpacked(path))
    try:
        header = next(csv.reader(io.StringIO(text, newline=""), strict=True), [])
    except csv.Error as error:
        raise DataError(f"{path}, line 1: {error}") from None
    names = [_column(path, header, pattern) for pattern in patterns]
    return names, parse_rows(path, text, tuple(names))


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


def unpacked(path: str) -> bytes:
    """Return what a `.csv`, a `.csv.gz` or a `.zip` of one CSV holds.

    What is packed is told by its first bytes and not by its name. Raises `DataError` where the
    file is missing or damaged, with the line at which a gzip breaks off.
    """
    try:
        with open(path, "rb") as file:
            magic = file.read(4)
        if magic[:2] == b"\x1f\x8b":
            return _gunzipped(path)
        if magic == b"PK\x03\x04" or os.path.splitext(path)[1].lower() == ".zip":
            return _unzipped(path)
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        raise DataError(f"{path} is missing") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror or error}") from None


def _gunzipped(path: str) -> bytes:
    import gzip
    import zlib

    content = bytearray()
    try:
        with gzip.open(path) as file:
            while chunk := file.read1(_CHUNK):
                content += chunk
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        line = content.count(b"\n") + 1
        raise DataError(f"{path}, line {line}: the gzip is damaged or cut short: {error}") from None
    return bytes(content)


def _unzipped(path: str) -> bytes:
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(path) as archive:
            tables = [name for name in archive.namelist() if name.lower().endswith(".csv")]
            if len(tables) != 1:
                raise DataError(f"{path}: the zip holds {len(tables)} CSV files, not one")
            return archive.read(tables[0])
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DataError(f"{path}: the zip is damaged or cannot be opened: {error}") from None

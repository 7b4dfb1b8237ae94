"""The store of LSOAs: every imported ONS lookup, of each census and of any year."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from zlib import crc32

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.postcodes import sqlite_file
from icslookup.postcodes.model import Lookup, Lsoa

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from icslookup.postcodes.sqlite_file import Database

FILE_NAME = "lsoas.sqlite"
"""The name of the store in the user's folder."""
FORMAT = 1
"""The format of the store. Increase it if earlier versions of icslookup cannot read a new store."""

_SCHEMA = """
CREATE TABLE lookups (
    id INTEGER PRIMARY KEY, census INTEGER NOT NULL, year INTEGER NOT NULL, file TEXT NOT NULL,
    imported TEXT NOT NULL, lsoas INTEGER NOT NULL, UNIQUE (census, year)
);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, lookup INTEGER NOT NULL, ods_code TEXT NOT NULL, gss_code TEXT NOT NULL
);
CREATE TABLE lsoas (code TEXT, place INTEGER, PRIMARY KEY (code, place)) WITHOUT ROWID
"""
_INDEX = "CREATE INDEX lsoas_by_place ON lsoas (place)"
_EACH = """
SELECT code, census, year, ods_code, gss_code
FROM lsoas LEFT JOIN places ON places.id = place LEFT JOIN lookups ON lookups.id = lookup
"""
_OF = f"{_EACH} WHERE code = ? ORDER BY census, year"
_ALL = f"{_EACH} ORDER BY code, census, year"
_PLACES = """
SELECT places.id, ods_code, gss_code FROM lookups JOIN places ON lookup = lookups.id
WHERE census = ? AND year = ?
"""
_TYPES = [str, int, int, str, str]
"""The types of the fields of an `Lsoa`."""


class LookupContents(NamedTuple):
    """A lookup and all its LSOAs."""

    lookup: Lookup
    lsoas: list[Lsoa]


class LsoaStore:
    """The imported LSOAs.

    Each method raises `DataError` if it finds that the file is damaged.
    """

    def __init__(self, file: Database) -> None:
        self._file, self.path = file, file.path

    def lookups(self) -> tuple[Lookup, ...]:
        """Return the imported lookups, the newest year first."""
        return self._lookups

    @cached_property
    def _lookups(self) -> tuple[Lookup, ...]:
        rows = self._file.rows("SELECT census, year, file, imported, lsoas FROM lookups")
        try:
            found = [
                Lookup(int(census), int(year), str(file), date.fromisoformat(day), int(lsoas))
                for census, year, file, day, lsoas in rows
            ]
        except (ValueError, TypeError):
            raise self._file.damaged() from None
        return tuple(sorted(found, key=lambda one: (one.year, one.census), reverse=True))

    def of(self, code: str) -> tuple[Lsoa, ...]:
        """Return the row of an LSOA in each lookup, by census and then by year."""
        return tuple(self._lsoa(*row) for row in self._file.rows(_OF, (code,)))

    def codes(self) -> list[str]:
        """Return the codes of all imported LSOAs, in order."""
        found = [code for (code,) in self._file.rows("SELECT DISTINCT code FROM lsoas")]
        if not all(isinstance(code, str) for code in found):
            raise self._file.damaged()
        return sorted(found)

    def contents_mark(self) -> str:
        """Return a checksum of all codes and places.

        Newer stores contain it; for an older store it is computed.
        """
        return self._file.meta().get("mark") or _mark(self._file.rows(_ALL))

    def within(self, gss_codes: Iterable[str], census: int, year: int) -> list[Lsoa]:
        """Return the LSOAs of districts in one lookup, in the order of their codes."""
        wanted = frozenset(gss_codes)
        found: list[Lsoa] = []
        for place, ods_code, gss_code in self._file.rows(_PLACES, (census, year)):
            if gss_code in wanted:
                rows = self._file.rows("SELECT code FROM lsoas WHERE place = ?", (place,))
                found += [self._lsoa(code, census, year, ods_code, gss_code) for (code,) in rows]
        return sorted(found)

    def contents(self) -> list[LookupContents]:
        """Return every imported lookup with its LSOAs."""
        found = []
        for lookup in self.lookups():
            key = lookup.census, lookup.year
            districts = {gss_code for _, _, gss_code in self._file.rows(_PLACES, key)}
            lsoas = self.within(districts, *key)
            if len(lsoas) != lookup.lsoas:
                raise self._file.damaged()
            found.append(LookupContents(lookup, lsoas))
        return found

    def _lsoa(self, *row: Any) -> Lsoa:  # noqa: ANN401 - a damaged file holds anything
        if [type(cell) for cell in row] != _TYPES:
            raise self._file.damaged()
        return Lsoa(*row)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def open_lsoa_store() -> LsoaStore | None:
    """Open the store; return None if no lookup was imported.

    Raises `DataError` for a damaged store, or one that a newer version wrote.
    """
    if not sqlite_file.exists(FILE_NAME):
        return None
    return LsoaStore(sqlite_file.Database(FILE_NAME, FORMAT))


def write(path: str, contents: Iterable[LookupContents]) -> None:
    """Write lookups into a new store at `path`, where no file may exist yet.

    Raises `OutputError` if the store cannot be written.
    """
    places: dict[tuple[int, str, str], int] = {}
    with sqlite_file.create_database(path, _SCHEMA) as connection:
        rows = []
        for number, (lookup, lsoas) in enumerate(contents):
            connection.execute(
                "INSERT INTO lookups VALUES (?, ?, ?, ?, ?, ?)",
                (number, *map(str, lookup)),
            )
            for lsoa in lsoas:
                place = number, lsoa.ods_code, lsoa.gss_code
                rows.append((lsoa.code, places.setdefault(place, len(places))))
        connection.executemany(
            "INSERT INTO places VALUES (?, ?, ?, ?)",
            ((number, *place) for place, number in places.items()),
        )
        connection.executemany("INSERT INTO lsoas VALUES (?, ?)", sorted(rows))
        connection.execute(_INDEX)
        mark = _mark(connection.execute(_ALL))
        sqlite_file.describe(connection, {"format": FORMAT, "mark": mark})


def _mark(rows: Iterable[tuple[Any, ...]]) -> str:
    mark = 0
    for row in rows:
        mark = crc32(repr(row).encode(), mark)
    return f"{mark:08x}"

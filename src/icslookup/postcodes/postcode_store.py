"""The store of postcodes: an imported directory as a SQLite file.

Millions of postcodes share about forty thousand places, so the store keeps each place once, and for
each postcode the number of its place.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.ons.postcode_directory import Location
from icslookup.postcodes import sqlite_file
from icslookup.postcodes.model import DirectoryEdition, PlaceCount, PostcodeEntry

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from icslookup.ons.postcode_directory import DirectoryFile
    from icslookup.postcodes.sqlite_file import Database

FILE_NAME = "postcodes.sqlite"
"""The name of the store in the user's folder."""
FORMAT = 1
"""The format of the store. Increase it if earlier versions of icslookup cannot read a new store."""

_SCHEMA = """
CREATE TABLE postcodes (
    postcode TEXT PRIMARY KEY, place INTEGER NOT NULL, ended INTEGER
) WITHOUT ROWID;
CREATE TABLE places (
    id INTEGER PRIMARY KEY, gss_code TEXT NOT NULL, ons_code TEXT NOT NULL, lsoa21 TEXT NOT NULL,
    lsoa11 TEXT NOT NULL, country TEXT NOT NULL
)
"""
_ONE = """
SELECT postcode, ended, gss_code, ons_code, lsoa21, lsoa11, country
FROM postcodes LEFT JOIN places ON id = place WHERE postcode = ?
"""
_WITHIN = """
SELECT gss_code, ons_code, lsoa21, lsoa11, country, live, ended FROM (
    SELECT place, COUNT(*) - COUNT(ended) AS live, COUNT(ended) AS ended
    FROM postcodes WHERE postcode >= ? AND postcode < ? GROUP BY place
) LEFT JOIN places ON id = place ORDER BY 1, 2, 3, 4, 5
"""


class PostcodeStore:
    """The imported postcodes: a `Directory`.

    Each method raises `DataError` if it finds that the file is damaged.
    """

    def __init__(self, file: Database) -> None:
        self._file, self.path = file, file.path

    @cached_property
    def edition(self) -> DirectoryEdition:
        """The imported edition."""
        meta = self._file.meta()
        try:
            return DirectoryEdition(
                meta["product"],
                meta["month"],
                meta["file"],
                date.fromisoformat(meta["imported"]),
                int(meta["postcodes"]),
                tuple(meta["boards"].split()),
                meta["tells_terminated"] == "1",
            )
        except (KeyError, ValueError, TypeError):
            raise self._file.damaged() from None

    def one(self, postcode: str) -> PostcodeEntry | None:
        """Return a postcode; None if it is not in the store."""
        rows = self._file.rows(_ONE, (postcode,))
        if not rows:
            return None
        found, ended, *codes = rows[0]
        return PostcodeEntry(found, self._place(codes), self._end(ended))

    def within(self, low: str, high: str) -> list[PlaceCount]:
        """Return the number of postcodes from `low` to before `high` by place, in order."""
        rows = self._file.rows(_WITHIN, (low, high))
        return [PlaceCount(self._place(codes), live, ended) for *codes, live, ended in rows]

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _place(self, codes: list[Any]) -> Location:
        if not all(isinstance(code, str) for code in codes):
            raise self._file.damaged()
        return Location(*codes)

    def _end(self, ended: object) -> str | None:
        if ended is None:
            return "" if self.edition.tells_terminated else None
        text = str(ended)
        return f"{text[:4]}-{text[4:]}"


def open_postcode_store() -> PostcodeStore | None:
    """Open the store; return None if nothing was imported.

    Raises `DataError` for a damaged store, or one that a newer version wrote.
    """
    if not sqlite_file.exists(FILE_NAME):
        return None
    return PostcodeStore(sqlite_file.Database(FILE_NAME, FORMAT))


def write(
    path: str,
    directory: DirectoryFile,
    file: str,
    imported: date,
    progress: Callable[[int, float | None], None] | None = None,
) -> tuple[int, int]:
    """Write a directory into a new store; return the number of postcodes, and of live ones.

    Parameters: `path`, where no file may exist yet; `file`, the name of the imported file,
    and `imported`, the day; `progress`, called with the rows so far and their share of the
    table. Raises `DataError` with the line of a fault in the table, and `OutputError` if the
    store cannot be written.
    """
    import sqlite3

    with sqlite_file.create_database(path, _SCHEMA) as connection:
        try:
            connection.executemany(
                "INSERT INTO postcodes VALUES (?, ?, ?)", directory.rows(progress)
            )
        except sqlite3.IntegrityError:
            raise directory.error_at("this postcode stands here a second time") from None
        connection.executemany(
            "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?)",
            ((number, *place) for place, number in directory.places.items()),
        )
        count = "SELECT COUNT(*), COUNT(*) - COUNT(ended) FROM postcodes"
        postcodes, live = connection.execute(count).fetchone()
        if not postcodes:
            raise directory.error_at("there is no postcode in it")
        boards = sorted({place.ons_code for place in directory.places} - {""})
        sqlite_file.describe(
            connection,
            {
                "format": FORMAT,
                "product": directory.product,
                "month": directory.month,
                "file": file,
                "imported": str(imported),
                "postcodes": postcodes,
                "boards": " ".join(boards),
                "tells_terminated": int(directory.tells_terminated),
            },
        )
    return postcodes, live

"""The SQLite files of imported data: each is written whole, and never changed.

If SQLite cannot read a file, the error says that it is damaged, and how to import it again.
"""

from __future__ import annotations

import os
from contextlib import closing, contextmanager

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError, OutputError
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from sqlite3 import Connection
    from typing import Any

APPLICATION_ID = 0x49435342
"""The number that marks a SQLite file as one of these: `ICSB` in ASCII."""

_META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_PLAIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_."


class Database:
    """An imported file, open for reading. Each method that reads raises `DataError` if it fails."""

    def __init__(self, name: str, newest: int) -> None:
        """Open a file of the user's folder. `newest` is the format that this version reads."""
        import sqlite3

        self.path = user_dirs.data_path(name)
        self._reset = f"`icslookup data reset {os.path.splitext(name)[0]}`"
        # The messages of SQLite quote the file, and the bytes of a damaged file may not be text.
        self._errors = sqlite3.Error, UnicodeDecodeError
        try:
            # Files are replaced and never changed, so SQLite needs neither a lock nor a journal,
            # which it would have to write to the folder.
            self._connection = sqlite3.connect(
                f"{_uri(self.path)}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
        except self._errors as error:
            raise DataError(f"cannot be opened: {error}", self.path) from None
        try:
            self._check(newest)
        except BaseException:
            self.close()
            raise

    def _check(self, newest: int) -> None:
        self.rows("PRAGMA cell_size_check = ON")
        if self.rows("PRAGMA application_id") != [(APPLICATION_ID,)]:
            raise self.damaged()
        number = str(self.meta().get("format"))
        if number.isdecimal() and int(number) > newest:
            raise DataError(
                f"was written by a newer icslookup: update icslookup, or run {self._reset}",
                self.path,
            )
        if number != str(newest):
            raise self.damaged()

    def meta(self) -> dict[str, str]:
        """Return the description in the file, by key."""
        found = dict(self.rows("SELECT key, value FROM meta"))
        if not all(isinstance(value, str) for value in found.values()):
            raise self.damaged()
        return found

    def rows(self, sql: str, values: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except self._errors:
            raise self.damaged() from None

    def damaged(self) -> DataError:
        """Return the error for a damaged file."""
        return DataError(f"is damaged: run {self._reset} and import again", self.path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __del__(self) -> None:
        """Close the file when the last object that reads it is gone: at the end of a question."""
        if hasattr(self, "_connection"):
            self.close()


def exists(name: str) -> bool:
    """Return whether there is an imported file of this name, damaged or not."""
    return os.path.lexists(user_dirs.data_path(name))


@contextmanager
def create_database(path: str, schema: str) -> Iterator[Connection]:
    """Create a file with the tables of a schema, in one transaction that ends with the block.

    The block calls `describe`. The file is temporary (see `icslookup.storage.atomic`), so it
    needs no journal: an unfinished file is removed. Raises `OutputError` if it cannot be written.
    """
    import sqlite3

    try:
        with open(path, "xb"):
            pass  # SQLite would create it with fewer permissions than the umask allows
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in (
                f"application_id = {APPLICATION_ID}",
                "journal_mode = OFF",
                "synchronous = OFF",
                "locking_mode = EXCLUSIVE",
                "cache_size = -65536",
            ):
                connection.execute(f"PRAGMA {pragma}")
            connection.execute("BEGIN")
            for statement in f"{_META};{schema}".split(";"):
                connection.execute(statement)
            yield connection
            connection.execute("COMMIT")
    except (sqlite3.Error, OSError) as error:
        why = getattr(error, "strerror", None) or error
        raise OutputError(f"{os.path.dirname(path)} cannot be written: {why}") from None


def describe(connection: Connection, meta: dict[str, str | int]) -> None:
    """Write the description of a file, which includes its `format`."""
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in meta.items()]
    )


def _uri(path: str) -> str:
    """Return a path as a URI for SQLite, even if its bytes are not text."""
    plain = "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}"
        for byte in os.fsencode(path.replace(os.sep, "/"))
    )
    return f"file://{plain}" if plain.startswith("/") else f"file:///{plain}"

"""The files of imported data: SQLite, read without being changed, and never half written.

Whatever SQLite cannot make sense of is said to be damaged, with the way out: what was imported can
be imported again.
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

APPLICATION = 0x49435342
"""What tells these files from other SQLite files: `ICSB`."""

_META = "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID"
_PLAIN = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_."


class Database:
    """An imported file that is open for reading. Whatever reads it raises `DataError`."""

    def __init__(self, name: str, newest: int) -> None:
        """Open a file of the user's folder whose format is known up to the number `newest`."""
        import sqlite3

        self.path = user_dirs.path_of(name)
        self._reset = f"`icslookup data reset {os.path.splitext(name)[0]}`"
        # The messages of SQLite quote what is in the file, and that of a damaged one is no text.
        self._errors = sqlite3.Error, UnicodeDecodeError
        try:
            # A file is only ever replaced, so nothing about it needs a lock, or a look for a
            # journal, which would have to be written to the folder.
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
        if self.rows("PRAGMA application_id") != [(APPLICATION,)]:
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
        """Return what the file tells of itself."""
        found = dict(self.rows("SELECT key, value FROM meta"))
        if not all(isinstance(value, str) for value in found.values()):
            raise self.damaged()
        return found

    def rows(self, sql: str, values: tuple[str | int, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows that a query finds."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except self._errors:
            raise self.damaged() from None

    def damaged(self) -> DataError:
        """Make the error for a file that does not hold what it should."""
        return DataError(f"is damaged: run {self._reset} and import again", self.path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __del__(self) -> None:
        """Close the file when nobody has it any more: its readers live as long as a question."""
        if hasattr(self, "_connection"):
            self.close()


def exists(name: str) -> bool:
    """Say whether there is an imported file of this name, whatever it holds."""
    return os.path.lexists(user_dirs.path_of(name))


@contextmanager
def create_database(path: str, schema: str) -> Iterator[Connection]:
    """Make a file with these tables, in one transaction, which ends with the block.

    The block says with `describe` what the file is. It stands beside its place (see
    `keeping.replacing`), so there is no journal: one that is not finished is thrown away.
    Raises `OutputError` where it cannot be written.
    """
    import sqlite3

    try:
        with open(path, "xb"):
            pass  # SQLite itself would not give all the permissions that the umask leaves
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in (
                f"application_id = {APPLICATION}",
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
    """Write what a file tells of itself, its `format` among it."""
    connection.executemany(
        "INSERT INTO meta VALUES (?, ?)", [(key, str(value)) for key, value in meta.items()]
    )


def _uri(path: str) -> str:
    """Write a path as SQLite reads it in a URI, whatever bytes its name has."""
    plain = "".join(
        chr(byte) if byte in _PLAIN else f"%{byte:02X}"
        for byte in os.fsencode(path.replace(os.sep, "/"))
    )
    return f"file://{plain}" if plain.startswith("/") else f"file:///{plain}"

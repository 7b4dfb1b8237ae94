"""The lock of the user's folder of data: only one process at a time writes to it.

Reading needs no lock, because every file in the folder is replaced in one step: see
`icslookup.storage.atomic`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError
from icslookup.storage import user_dirs
from icslookup.storage.atomic import UNFINISHED, remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from sqlite3 import Connection

MAX_WAIT_SECONDS = 600.0
"""Seconds that a writer waits for another. An import takes less than a minute."""

_FILE_NAME = "lock"


@contextmanager
def locked(
    waiting: Callable[[], None] | None = None, patience: float = MAX_WAIT_SECONDS
) -> Iterator[None]:
    """Lock the folder while the block runs. Create the folder if it is missing.

    This locks an empty SQLite file: the system releases the lock when the process ends, however it
    ends. If another process has the lock, `locked` calls `waiting` and then waits for at most
    `patience` seconds. Files that a killed process left unfinished are removed. Raises
    `OutputError` if the folder cannot be written, or is still locked after that time.
    """
    connection = _connect()
    try:
        if not _lock(connection):
            if waiting:
                waiting()
            connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            if not _lock(connection):
                in_use = f"{user_dirs.data_folder()} is in use by another import or update"
                raise OutputError(f"{in_use}: try again when it is done")
        _remove_unfinished()
        yield
    finally:
        connection.close()


def _connect() -> Connection:
    import sqlite3

    try:
        os.makedirs(user_dirs.data_folder(), exist_ok=True)
        return sqlite3.connect(user_dirs.data_path(_FILE_NAME), timeout=0, isolation_level=None)
    except OSError as error:
        raise _refused(error.strerror or error) from None
    except sqlite3.Error as error:
        raise _refused(error) from None


def _refused(reason: object) -> OutputError:
    return OutputError(f"{user_dirs.data_folder()} cannot be written: {reason}")


def _lock(connection: Connection) -> bool:
    """Lock the file. Return False if another process has the lock."""
    import sqlite3

    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise _refused(error) from None
    except sqlite3.Error as error:
        raise OutputError(f"{user_dirs.data_path(_FILE_NAME)} cannot be used: {error}") from None
    return True


def _remove_unfinished() -> None:
    for name in os.listdir(user_dirs.data_folder()):
        if name.startswith(UNFINISHED):
            remove(name)

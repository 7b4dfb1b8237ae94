"""Who writes to the user's own folder of data, and how a file in it is replaced.

What stands there is what the user imported or fetched; what came with the package is never
changed. Every file is made beside its place and moved there when it is complete, so that a reader
meets the old one or the new one and never a half, whenever the writer is stopped.
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

PATIENCE = 600.0
"""Seconds that a writer waits for another; an import takes less than a minute."""

_LOCK = "lock"


@contextmanager
def locked(waiting: Callable[[], None] | None = None, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only one who writes to the folder, which is made where it is not there.

    The lock is that of an empty SQLite file: the system lets go of it when the process ends,
    however it ends. `waiting` is called when another process holds it, before this one waits for
    so many seconds. What a process that was stopped left unfinished is removed. Raises
    `OutputError` where the folder cannot be written, or is still held after that time.
    """
    connection = _connected()
    try:
        if not _held(connection):
            if waiting:
                waiting()
            connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}")
            if not _held(connection):
                held = f"{user_dirs.folder()} is in use by another import or update"
                raise OutputError(f"{held}: try again when it is done")
        _remove_unfinished()
        yield
    finally:
        connection.close()


def _connected() -> Connection:
    import sqlite3

    try:
        os.makedirs(user_dirs.folder(), exist_ok=True)
        return sqlite3.connect(user_dirs.path_of(_LOCK), timeout=0, isolation_level=None)
    except OSError as error:
        raise _refused(error.strerror or error) from None
    except sqlite3.Error as error:
        raise _refused(error) from None


def _refused(reason: object) -> OutputError:
    return OutputError(f"{user_dirs.folder()} cannot be written: {reason}")


def _held(connection: Connection) -> bool:
    import sqlite3

    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise _refused(error) from None
    except sqlite3.Error as error:
        raise OutputError(f"{user_dirs.path_of(_LOCK)} cannot be used: {error}") from None
    return True


def _remove_unfinished() -> None:
    for name in os.listdir(user_dirs.folder()):
        if name.startswith(UNFINISHED):
            remove(name)

"""Who writes to the user's own folder of data, and how a file in it is replaced.

What stands there is what the user imported or fetched; what came with the package is never
changed. Every file is made beside its place and moved there when it is complete, so that a reader
meets the old one or the new one and never a half, whenever the writer is stopped.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from sqlite3 import Connection

PATIENCE = 600.0
"""Seconds that a writer waits for another; an import takes less than a minute."""

_LOCK = "lock"
_UNFINISHED = ".unfinished-"


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
        if name.startswith(_UNFINISHED):
            remove(name)


@contextmanager
def replacing(name: str) -> Iterator[str]:
    """Give the path of a file or folder to be made, and move it to `name` when the block ends well.

    Only for one who has `locked` the folder. Permissions follow the umask. Where the block
    raises, what was there stays, and what was made is removed. Raises `OutputError` for what
    the system refuses, such as a full disk.
    """
    made = user_dirs.path_of(f"{_UNFINISHED}{name}")
    remove(os.path.basename(made))
    try:
        yield made
        if os.path.isdir(made):
            for part in os.listdir(made):
                settle(os.path.join(made, part))
        else:
            settle(made)
        os.replace(made, user_dirs.path_of(name))
        with suppress(OSError):  # it is in its place: that not every mount settles names is no loss
            settle(user_dirs.folder())
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{user_dirs.path_of(name)} cannot be written: {reason}") from None
    finally:
        with suppress(OSError):
            remove(os.path.basename(made))


def settle(path: str) -> None:
    """Have the system write a file or the names in a folder to the disk, where it can."""
    if os.path.isdir(path) and sys.platform == "win32":
        return  # there a folder cannot be opened
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove(name: str) -> bool:
    """Remove a file or folder of the user's data. Returns whether there was one."""
    path = user_dirs.path_of(name)
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)
    else:
        return False
    return True

"""The user's own folder of data: where it is, who writes to it, and how a file is replaced.

What stands there is what the user imported or fetched; what came with the package is never
changed. Every file is made beside its place and moved there when it is complete, so that a reader
meets the old one or the new one and never a half, whenever the writer is stopped.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress

from icslookup.errors import OutputError
from icslookup.records import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from sqlite3 import Connection

FOLDER_VARIABLE = "ICSLOOKUP_DATA_DIR"
PATIENCE = 600.0
"""Seconds that a writer waits for another; an import takes less than a minute."""

_BASES = {
    "data": ("XDG_DATA_HOME", "~/.local/share"),
    "config": ("XDG_CONFIG_HOME", "~/.config"),
}
_LOCK = "lock"
_UNFINISHED = ".unfinished-"


def folder() -> str:
    """Return the user's folder of data, whether it is there or not.

    `ICSLOOKUP_DATA_DIR` names it; without that it is where `platformdirs` says.
    """
    named = os.environ.get(FOLDER_VARIABLE)
    return os.path.abspath(named) if named else usual("data")


def usual(kind: str) -> str:
    """Return where `platformdirs` has a user's folder, of `data` or `config`.

    On Linux, where this is asked at every start, its rule stands here: importing it takes as long
    as an answer.
    """
    if sys.platform != "linux":
        import platformdirs

        folders = {"data": platformdirs.user_data_dir, "config": platformdirs.user_config_dir}
        return folders[kind]("icslookup", appauthor=False)
    variable, otherwise = _BASES[kind]
    base = os.environ.get(variable, "")
    return os.path.join(base if os.path.isabs(base) else os.path.expanduser(otherwise), "icslookup")


def path_of(name: str) -> str:
    """Return the path of a file in the folder, whether it is there or not."""
    return os.path.join(folder(), name)


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
                raise OutputError(
                    f"{folder()} is in use by another import or update: try again when it is done"
                )
        _remove_unfinished()
        yield
    finally:
        connection.close()


def _connected() -> Connection:
    import sqlite3

    try:
        os.makedirs(folder(), exist_ok=True)
        return sqlite3.connect(path_of(_LOCK), timeout=0, isolation_level=None)
    except OSError as error:
        raise OutputError(f"{folder()} cannot be written: {error.strerror or error}") from None
    except sqlite3.Error as error:
        raise OutputError(f"{folder()} cannot be written: {error}") from None


def _held(connection: Connection) -> bool:
    import sqlite3

    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            return False
        raise OutputError(f"{folder()} cannot be written: {error}") from None
    except sqlite3.Error as error:
        raise OutputError(f"{path_of(_LOCK)} cannot be used: {error}") from None
    return True


def _remove_unfinished() -> None:
    for name in os.listdir(folder()):
        if name.startswith(_UNFINISHED):
            remove(name)


@contextmanager
def replacing(name: str) -> Iterator[str]:
    """Give the path of a file or folder to be made, and move it to `name` when the block ends well.

    Only for one who has `locked` the folder. Permissions follow the umask. Where the block
    raises, what was there stays, and what was made is removed. Raises `OutputError` for what
    the system refuses, such as a full disk.
    """
    made = path_of(f"{_UNFINISHED}{name}")
    remove(os.path.basename(made))
    try:
        yield made
        if os.path.isdir(made):
            for part in os.listdir(made):
                _settle(os.path.join(made, part))
        else:
            _settle(made)
        os.replace(made, path_of(name))
        with suppress(OSError):  # it is in its place: that not every mount settles names is no loss
            _settle(folder())
    except OSError as error:
        raise OutputError(f"{path_of(name)} cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            remove(os.path.basename(made))


def _settle(path: str) -> None:
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
    path = path_of(name)
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)
    else:
        return False
    return True

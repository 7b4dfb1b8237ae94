"""Puts files into a folder all together: made beside their places, and moved there when complete.

Whoever stops the program, or a disk that is full, leaves what was there before. A power cut in the
moment of moving can leave files of two exports beside each other, and so can two exports into one
folder at a time.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_UNFINISHED = ".icslookup-export-"


@contextmanager
def placing(folder: str, names: Sequence[str]) -> Iterator[str]:
    """Give a folder in which to make files, and move them to `folder` when the block ends well.

    `folder` is made where it is missing; other files in it are let be. Where the block raises,
    or a file cannot be moved, all that was there stays. Raises `OutputError` for what the system
    refuses, and where a folder stands in the place of a file.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except FileExistsError:
        raise OutputError(f"{folder} is a file: name a folder") from None
    except OSError as error:
        raise _refused(folder, error) from None
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            raise OutputError(f"{path} is a folder, where a file is to be written: name another")
    made = ""
    try:
        made = tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder)
        yield made
        _move(made, folder, names)
    except OSError as error:
        raise _refused(folder, error) from None
    finally:
        if made:
            shutil.rmtree(made, ignore_errors=True)


def _refused(folder: str, error: OSError) -> OutputError:
    return OutputError(f"{folder} cannot be written: {error.strerror or error}")


def _move(made: str, folder: str, names: Sequence[str]) -> None:
    """Move files to their places; where one cannot be moved, put back all that were there."""
    before = os.path.join(made, "before")
    os.mkdir(before)
    for name in names:
        fsync_path(os.path.join(made, name))
        with suppress(FileNotFoundError):
            shutil.copy2(os.path.join(folder, name), os.path.join(before, name))
    tried = []
    try:
        for name in names:
            tried.append(name)
            os.replace(os.path.join(made, name), os.path.join(folder, name))
    except BaseException:
        for name in tried:
            _put_back(os.path.join(before, name), os.path.join(folder, name))
        raise
    with suppress(OSError):  # they are in their places: not every mount settles names
        fsync_path(folder)


def _put_back(before: str, path: str) -> None:
    with suppress(OSError):
        if os.path.lexists(before):
            os.replace(before, path)
        else:
            os.unlink(path)


UNFINISHED = ".unfinished-"


@contextmanager
def atomic_replace(name: str) -> Iterator[str]:
    """Give the path of a file or folder to be made, and move it to `name` when the block ends well.

    Only for one who has `locked` the folder. Permissions follow the umask. Where the block
    raises, what was there stays, and what was made is removed. Raises `OutputError` for what
    the system refuses, such as a full disk.
    """
    made = user_dirs.path_of(f"{UNFINISHED}{name}")
    remove(os.path.basename(made))
    try:
        yield made
        if os.path.isdir(made):
            for part in os.listdir(made):
                fsync_path(os.path.join(made, part))
        else:
            fsync_path(made)
        os.replace(made, user_dirs.path_of(name))
        with suppress(OSError):  # it is in its place: that not every mount settles names is no loss
            fsync_path(user_dirs.folder())
    except OSError as error:
        reason = error.strerror or error
        raise OutputError(f"{user_dirs.path_of(name)} cannot be written: {reason}") from None
    finally:
        with suppress(OSError):
            remove(os.path.basename(made))


def fsync_path(path: str) -> None:
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

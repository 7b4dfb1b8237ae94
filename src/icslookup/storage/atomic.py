"""Replaces files and folders: makes each next to its place, and renames it when it is complete.

No other module does this. An interrupt, a kill or a full disk leaves what was there before, and a
reader sees the old contents or the new ones, never a part. Only several files that go into one
folder can get mixed with the files that they replace: by a power cut while they are being renamed,
or by two programs that write to the folder at the same time.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, suppress

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError
from icslookup.storage import user_dirs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

UNFINISHED = ".unfinished-"
"""Begins the names of unfinished files in the user's folder. `lock` removes those left behind."""


@contextmanager
def output_errors(name: str) -> Iterator[None]:
    """Raise an `OutputError` with the name of the output for each `OSError` in the block.

    The caller handles a broken pipe: it is raised as it is.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{name} cannot be written: {error.strerror or error}") from None


def fsync_path(path: str) -> None:
    """Write a file, or the names in a folder, from the caches of the system to the disk."""
    if os.path.isdir(path) and sys.platform == "win32":
        return  # Windows cannot open a folder
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def remove(name: str) -> bool:
    """Remove a file or folder from the user's folder. Return whether it existed."""
    path = user_dirs.data_path(name)
    if os.path.isdir(path) and not os.path.islink(path):
        import shutil

        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)
    else:
        return False
    return True


@contextmanager
def atomic_replace(name: str) -> Iterator[str]:
    """Yield a path at which to make a file or folder; then rename it to `name`.

    `name` is in the user's folder, which the caller must have locked (`lock.locked`). Permissions
    follow the umask. If the block raises, the old contents stay, and what was made is removed.
    Raises `OutputError` if the system refuses a step, as when the disk is full.
    """
    target, unfinished = user_dirs.data_path(name), f"{UNFINISHED}{name}"
    remove(unfinished)
    try:
        with output_errors(target):
            made = user_dirs.data_path(unfinished)
            yield made
            _put_in_place(made, target)
    finally:
        with suppress(OSError):
            remove(unfinished)


@contextmanager
def replace_files(folder: str, names: Sequence[str]) -> Iterator[str]:
    """Yield a temporary folder in which to make files; then move them all to `folder`.

    Creates `folder` if it is missing, and leaves its other files alone. If the block raises, or one
    file cannot be moved, the old contents stay. Raises `OutputError` if the system refuses a step,
    or if one of the names is that of a folder.
    """
    with output_errors(folder):
        try:
            os.makedirs(folder, exist_ok=True)
        except FileExistsError:
            raise OutputError(f"{folder} is a file: name a folder") from None
    for name in names:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            raise OutputError(f"{path} is a folder, where a file is to be written: name another")
    with output_errors(folder), _temporary_folder(folder) as made:
        yield made
        _move_files(made, folder, names)


@contextmanager
def replace_folder(folder: str, last: str) -> Iterator[str]:
    """Yield a temporary folder in which to make files; then rename it to `folder`.

    If `folder` has files already, the new ones are moved into it, as by `replace_files`, and the
    one named `last` after all others. The folder above `folder` must exist. If the block raises,
    the old contents stay. Raises `OutputError` if the system refuses a step.
    """
    folder = os.path.abspath(folder)
    with output_errors(folder), _temporary_folder(os.path.dirname(folder)) as temporary:
        made = os.path.join(temporary, "new")
        os.mkdir(made)  # has the permissions that the umask leaves, unlike the temporary folder
        yield made
        if os.path.isdir(folder) and os.listdir(folder):
            names = sorted(os.listdir(made), key=lambda name: (name == last, name))
            _move_files(made, folder, names)
            return
        if os.path.isdir(folder):
            os.rmdir(folder)
        _put_in_place(made, folder)


class AtomicFile:
    """A new file that is open for writing, and takes the place of the file at a path on `commit`.

    If the path is a symbolic link, the link stays and the file that it points to is replaced. The
    new file has the permissions of the old one or, without an old one, those of the umask.

    Raises `OutputError` if the path is a folder, is in a folder that does not exist, or is a file
    that the user may not write. Raises `OSError` if the system refuses any other step.
    """

    def __init__(self, path: str) -> None:
        self._target = os.path.realpath(path)
        mode = _permissions(self._target)
        folder, name = os.path.split(self._target)
        import tempfile

        number, self._temporary = tempfile.mkstemp(prefix=f".{name[:100]}-", dir=folder)
        with suppress(OSError):  # some file systems cannot set permissions
            os.fchmod(number, mode)
        self.file: BinaryIO = open(number, "wb")  # noqa: SIM115 - closed by `commit` or `discard`

    def commit(self) -> None:
        """Close the file and rename it. Raises `OSError` if that fails."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        _rename(self._temporary, self._target)

    def discard(self) -> None:
        """Remove the file unless it was committed. Never raises."""
        with suppress(OSError, ValueError):
            self.file.close()
        with suppress(OSError):
            os.unlink(self._temporary)


def _permissions(path: str) -> int:
    """Return the permissions of a file, or those that a new one gets. See `AtomicFile`."""
    if os.path.isdir(path):
        raise OutputError(f"{path} is a folder: name a file in it")
    if os.path.exists(path):
        if not os.access(path, os.W_OK):
            raise OutputError(f"{path} cannot be written: Permission denied")
        return stat.S_IMODE(os.stat(path).st_mode)
    if not os.path.isdir(os.path.dirname(path)):
        raise OutputError(f"{path} cannot be written: there is no such folder")
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


@contextmanager
def _temporary_folder(parent: str) -> Iterator[str]:
    """Yield a new folder in another one, and remove it at the end."""
    import shutil
    import tempfile

    made = tempfile.mkdtemp(prefix=".icslookup-", dir=parent)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _put_in_place(made: str, target: str) -> None:
    """Write a file, or the files of a folder, to the disk, and then rename it."""
    paths = [made]
    if os.path.isdir(made):
        paths = [os.path.join(made, name) for name in os.listdir(made)]
    for path in paths:
        fsync_path(path)
    _rename(made, target)


def _rename(made: str, target: str) -> None:
    """Rename a file or folder whose contents are on the disk."""
    os.replace(made, target)
    _fsync_names(os.path.dirname(target))


def _fsync_names(folder: str) -> None:
    """Write the names in a folder to the disk. Some file systems cannot do so."""
    with suppress(OSError):
        fsync_path(folder)


def _move_files(made: str, folder: str, names: Sequence[str]) -> None:
    """Move files to a folder. If one cannot be moved, put back all the old files."""
    import shutil

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
    _fsync_names(folder)


def _put_back(before: str, path: str) -> None:
    with suppress(OSError):
        if os.path.lexists(before):
            os.replace(before, path)
        else:
            os.unlink(path)

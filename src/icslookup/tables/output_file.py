"""Writes bytes to where they shall stand only when they are complete.

They go to a temporary file in the same folder, which then takes the place of the target in one
step: a full disk or an interrupt leaves what was there. What is no regular file, such as a pipe
or /dev/null, is written to directly.
"""

from __future__ import annotations

import gzip
import os
import stat
import sys
from contextlib import contextmanager, suppress
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_DIRECT = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")
"""Where names of files stand for streams that are open already, even if those are files."""


class Output:
    """Bytes that are being written: to a path, or to standard output for None and '-'.

    `file` takes them; `packed` packs them with gzip. Raises `OutputError` where that cannot be.
    """

    def __init__(self, out: str | None, stdout: BinaryIO | None, *, packed: bool) -> None:
        self.name = "standard output" if out in (None, "-") else str(out)
        self._temporary: str | None = None
        self._gzip: gzip.GzipFile | None = None
        self._own = self.name != "standard output"
        with self.writing():
            self._raw = self._opened(str(out)) if self._own else _standard_output(stdout)
        self.file: BinaryIO = self._raw
        if packed:
            # Without name and time the same table gives the same bytes.
            self._gzip = gzip.GzipFile("", "wb", 6, self._raw, 0)
            self.file = cast("BinaryIO", self._gzip)

    def _opened(self, out: str) -> BinaryIO:
        if os.path.abspath(out).startswith(_DIRECT) or _is_stream(out):
            return open(os.open(out, os.O_WRONLY | os.O_APPEND), "wb")
        self._target = os.path.realpath(out)  # a link stays one, and what it points to is replaced
        mode = _mode(self._target)
        folder, name = os.path.split(self._target)
        import tempfile

        number, self._temporary = tempfile.mkstemp(prefix=f".{name[:100]}-", dir=folder)
        # Some file systems know no permissions; theirs are what they are.
        with suppress(OSError):
            os.fchmod(number, mode)
        return open(number, "wb")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what can go wrong into an `OutputError`; a broken pipe is left as it is."""
        try:
            yield
        except BrokenPipeError:
            raise
        except OSError as error:
            what = error.strerror or error
            raise OutputError(f"{self.name} cannot be written: {what}") from None

    def write(self, content: bytes) -> None:
        """Write some bytes."""
        with self.writing():
            self.file.write(content)

    def commit(self) -> None:
        """Put what was written in its place."""
        with self.writing():
            if self._gzip:
                self._gzip.close()
            self._raw.flush()
            if self._temporary:
                os.fsync(self._raw.fileno())
            if self._own:
                self._raw.close()
            if self._temporary:
                os.replace(self._temporary, self._target)
                self._temporary = None

    def discard(self) -> None:
        """Remove what was written, where it is not in place yet. Never raises."""
        if self._own:
            # What is still to be written may fail again, on a disk that is full. The packed one
            # goes first: let go of later, it would complain that it has nothing to write to.
            for file in (self.file, self._raw):
                with suppress(OSError, ValueError):
                    file.close()
        if self._temporary:
            with suppress(OSError):
                os.unlink(self._temporary)
            self._temporary = None


def _standard_output(stdout: BinaryIO | None) -> BinaryIO:
    if stdout is None and sys.stdout is None:  # a process can be started without one
        raise OutputError("the table cannot be written: standard output is closed")
    return stdout or sys.stdout.buffer


def _is_stream(out: str) -> bool:
    try:
        mode = os.stat(out).st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _mode(target: str) -> int:
    """Return the permissions for a target: those it has, else those that a new file gets."""
    if os.path.isdir(target):
        raise OutputError(f"{target} is a folder: name a file in it")
    if os.path.exists(target):
        if not os.access(target, os.W_OK):
            raise OutputError(f"{target} cannot be written: Permission denied")
        return stat.S_IMODE(os.stat(target).st_mode)
    if not os.path.isdir(os.path.dirname(target)):
        raise OutputError(f"{target} cannot be written: there is no such folder")
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask

"""The output of a table: a file that is replaced when it is complete, or a stream.

It writes directly to a pipe, /dev/null, and anything else that is not a regular file.
"""

from __future__ import annotations

import gzip
import os
import stat
import sys
from contextlib import suppress
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError, UsageError
from icslookup.storage.atomic import AtomicFile, output_errors
from icslookup.tables.input_file import identity_of

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from typing import BinaryIO

    from icslookup.tables.base import Source

_DIRECT = ("/dev/fd/", "/dev/stdout", "/dev/stderr", "/proc/")
"""Paths of streams that are open already: they are written to directly even if they are files."""


class Output:
    """Bytes that are being written to a path, or to standard output for None and '-'.

    `name` is for messages. `file` takes the bytes, and compresses them with gzip if `packed`. A
    file is in its place only after `commit`; see `AtomicFile`. Raises `OutputError` if the output
    cannot be opened.
    """

    def __init__(self, out: str | None, stdout: BinaryIO | None, *, packed: bool) -> None:
        self.name = "standard output" if out in (None, "-") else str(out)
        self._atomic: AtomicFile | None = None
        self._gzip: gzip.GzipFile | None = None
        self._to_path = self.name != "standard output"
        with self.writing():
            self._raw = self._opened(str(out)) if self._to_path else _standard_output(stdout)
        self.file: BinaryIO = self._raw
        if packed:
            # Without a name and time, the same table gives the same bytes.
            self._gzip = gzip.GzipFile("", "wb", 6, self._raw, 0)
            self.file = cast("BinaryIO", self._gzip)

    def _opened(self, out: str) -> BinaryIO:
        if not is_replaced(out):
            return open(os.open(out, os.O_WRONLY | os.O_APPEND), "wb")
        self._atomic = AtomicFile(out)
        return self._atomic.file

    def writing(self) -> AbstractContextManager[None]:
        """Return a context in which each `OSError` becomes an `OutputError` with the name."""
        return output_errors(self.name)

    def write(self, content: bytes) -> None:
        """Write some bytes. Raises `OutputError`, or `BrokenPipeError` for the caller."""
        with self.writing():
            self.file.write(content)

    def commit(self) -> None:
        """Write what is buffered, and put a file in its place. Raises as `write` does."""
        with self.writing():
            if self._gzip:
                self._gzip.close()
            self._raw.flush()
            if self._atomic:
                self._atomic.commit()
            elif self._to_path:
                self._raw.close()

    def discard(self) -> None:
        """Remove a file that was not committed. Never raises."""
        if self._to_path:
            # A full disk may not take the rest of the buffer either. The gzip file is closed first:
            # otherwise Python would complain later that it cannot write its end.
            for file in (self.file, self._raw):
                with suppress(OSError, ValueError):
                    file.close()
        if self._atomic:
            self._atomic.discard()


def is_replaced(out: str | None) -> bool:
    """Return whether an output is a file that is in its place only once it is complete."""
    if out in (None, "-"):
        return False
    path = str(out)
    return not (os.path.abspath(path).startswith(_DIRECT) or _is_stream(path))


def refuse_terminal(output: Output, format_: str) -> None:
    """Raise `UsageError` if a format that is not text would go to a terminal."""
    if output.file.isatty():
        raise UsageError(f"{format_} is not text for a terminal: name a file to write")


def refuse_overwriting(source: Source, out: str | None, stdout: BinaryIO | None = None) -> None:
    """Raise `UsageError` if the output is the file that is being read, whatever its name is.

    Parameters: `out` is a path, or None or '-' for standard output, which `stdout` replaces.
    """
    status = None
    with suppress(OSError, ValueError):
        stream = stdout or sys.stdout
        path = None if out == "-" else out
        status = os.stat(path) if path else os.fstat(stream.fileno()) if stream else None
    identity = identity_of(status) if status else None
    if identity and source.identity == identity:
        raise UsageError(f"{source.name} is what is being read: write to another file")


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

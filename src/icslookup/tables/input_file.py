"""Opens what is read: a file, a pipe or standard input, packed with gzip or not.

A file can be read twice, so that its encoding is known for certain before its first row is
handed out. Of a pipe only the head is looked at.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import sys
import zlib
from contextlib import contextmanager
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from typing_extensions import Buffer

HEAD = 1 << 20
"""Bytes that are looked at before reading starts, where reading twice is not possible."""

_CHUNK = 1 << 18
_GZIP = b"\x1f\x8b"


class Input:
    """The bytes of a table, unpacked.

    `name` is for messages. `head` are the first bytes, at most `HEAD`; `whole` says whether they
    are all. `plain` says whether the file at `path` can be opened as it is: a regular file that
    is not packed. Raises `DataError` where there is nothing to be read.
    """

    def __init__(self, path: str, stdin: BinaryIO | None = None) -> None:
        self.path = path
        self.name = "standard input" if path == "-" else path
        with reading(self.name):
            self._raw = _standard_input(stdin) if path == "-" else open(path, "rb")  # noqa: SIM115
            self._own = path != "-"
            try:
                self._look()
            except BaseException:
                self.close()
                raise

    def _look(self) -> None:
        about = _about(self._raw)
        self.identity = identity_of(about) if about else None
        self._size = about.st_size if about and self.identity and self._own else None
        head = self._raw.read(HEAD)
        self._packed = head.startswith(_GZIP)
        self.plain = self._size is not None and not self._packed
        if self.path.casefold().endswith(".gz") and not self._packed:
            raise DataError("is not a gzip file", self.name)
        self._stream: io.BufferedIOBase | None = None
        if self._size is None:
            self._stream = _after(head, self._raw)
            if self._packed:
                self._stream = gzip.GzipFile(fileobj=self._stream)
                head = self._stream.read(HEAD)
                self._stream = _after(head, cast("BinaryIO", self._stream))
        elif self._packed:
            head = self._rewound().read(HEAD)
        self.head = head
        self.whole = len(head) < HEAD

    def _rewound(self) -> io.BufferedIOBase:
        self._raw.seek(0)
        if self._packed:
            unpacked = gzip.GzipFile(fileobj=self._raw)
            return io.BufferedReader(cast("io.RawIOBase", unpacked), _CHUNK)
        return cast("io.BufferedIOBase", self._raw)

    def chunks(self) -> Iterator[bytes]:
        """Read all bytes of a file, or the head of what cannot be read twice."""
        if self._stream is not None:
            yield self.head
            return
        with reading(self.name):
            stream = self._rewound()
            while chunk := stream.read(_CHUNK):
                yield chunk

    def stream(self) -> io.BufferedIOBase:
        """Return the bytes from the first on, to be read once."""
        return self._rewound() if self._stream is None else self._stream

    def done(self) -> float | None:
        """Return the share of the file that is read, or None where its size is not known."""
        if self._size is None or self._raw.closed:
            return None
        return min(1.0, self._raw.tell() / self._size) if self._size else 1.0

    def close(self) -> None:
        """Close what was opened here."""
        if self._own:
            self._raw.close()


def spooled(source: Input) -> BinaryIO:
    """Return a file that can be read at any place, which a pipe or packed file cannot.

    Such a one is copied into a temporary file, which is gone when it is closed.
    """
    if source.plain:
        return open(source.path, "rb")
    import shutil
    import tempfile

    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the source
    with reading(source.name):
        shutil.copyfileobj(source.stream(), file)
    file.seek(0)
    return cast("BinaryIO", file)


def identity_of(about: os.stat_result) -> tuple[int, int] | None:
    """Return device and inode of a regular file, however it is called; None for what is none."""
    return (about.st_dev, about.st_ino) if stat.S_ISREG(about.st_mode) else None


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Turn what can go wrong with a file into a `DataError` with its name."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DataError("is damaged: its gzip data are cut short or broken", name) from None
    except FileNotFoundError:
        raise DataError("is missing", name) from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", name) from None


def _standard_input(stdin: BinaryIO | None) -> BinaryIO:
    if stdin is None and sys.stdin is None:  # a process can be started without one
        raise DataError("is closed", "standard input")
    return stdin or sys.stdin.buffer


def _about(raw: BinaryIO) -> os.stat_result | None:
    try:
        return os.fstat(raw.fileno())
    except OSError:
        return None


def _after(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(_Joined(head, rest), _CHUNK)


class _Joined(io.RawIOBase):
    """Bytes that were read already, and then those that follow. Closing it closes nothing."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        room = memoryview(buffer)
        data = self._head.read(len(room)) or self._rest.read(len(room))
        room[: len(data)] = data
        return len(data)

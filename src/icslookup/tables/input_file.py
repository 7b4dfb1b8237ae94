"""The input of a table: a file, a pipe or standard input, compressed with gzip or not.

A file can be read twice, so that its encoding is certain before the first row is returned. A pipe
cannot, so only its first bytes are examined.
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

HEAD_BYTES = 1 << 20
"""Bytes that are examined before reading starts, if the input cannot be read twice."""

_CHUNK = 1 << 18
_GZIP = b"\x1f\x8b"


class Input:
    """The bytes of a table, decompressed.

    `name` is for messages. `head` is the first bytes, at most `HEAD_BYTES`, and `whole` says
    whether these are all. `plain` says whether `path` is a regular file that is not compressed.
    `identity` is as in `Source`. Raises `DataError` if the input cannot be opened.
    """

    def __init__(self, path: str, stdin: BinaryIO | None = None) -> None:
        self.path = path
        self.name = "standard input" if path == "-" else path
        with input_errors(self.name):
            self._raw = _standard_input(stdin) if path == "-" else open(path, "rb")  # noqa: SIM115
            self._from_path = path != "-"
            try:
                self._read_head()
            except BaseException:
                self.close()
                raise

    def _read_head(self) -> None:
        status = _status(self._raw)
        self.identity = identity_of(status) if status else None
        self._size = status.st_size if status and self.identity and self._from_path else None
        head = self._raw.read(HEAD_BYTES)
        self._packed = head.startswith(_GZIP)
        self.plain = self._size is not None and not self._packed
        if self.path.casefold().endswith(".gz") and not self._packed:
            raise DataError("is not a gzip file", self.name)
        self._stream: io.BufferedIOBase | None = None
        if self._size is None:
            self._stream = _chained(head, self._raw)
            if self._packed:
                self._stream = gzip.GzipFile(fileobj=self._stream)
                head = self._stream.read(HEAD_BYTES)
                self._stream = _chained(head, cast("BinaryIO", self._stream))
        elif self._packed:
            head = self._restarted().read(HEAD_BYTES)
        self.head = head
        self.whole = len(head) < HEAD_BYTES

    def _restarted(self) -> io.BufferedIOBase:
        """Return the bytes of a file from the first one on."""
        self._raw.seek(0)
        if self._packed:
            unpacked = gzip.GzipFile(fileobj=self._raw)
            return io.BufferedReader(cast("io.RawIOBase", unpacked), _CHUNK)
        return cast("io.BufferedIOBase", self._raw)

    def chunks(self) -> Iterator[bytes]:
        """Yield all bytes of a file, or only the head of an input that cannot be read twice."""
        if self._stream is not None:
            yield self.head
            return
        with input_errors(self.name):
            stream = self._restarted()
            while chunk := stream.read(_CHUNK):
                yield chunk

    def stream(self) -> io.BufferedIOBase:
        """Return all bytes, as a stream to read once."""
        return self._restarted() if self._stream is None else self._stream

    def share_read(self) -> float | None:
        """Return the share of the file that has been read, or None if its size is not known."""
        if self._size is None or self._raw.closed:
            return None
        return min(1.0, self._raw.tell() / self._size) if self._size else 1.0

    def close(self) -> None:
        """Close the file. Standard input stays open."""
        if self._from_path:
            self._raw.close()


def seekable(source: Input) -> BinaryIO:
    """Return a file that can be read at any position.

    A pipe or a compressed file is copied to a temporary file, which is removed when it is closed.
    """
    if source.plain:
        return open(source.path, "rb")
    import shutil
    import tempfile

    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the source
    with input_errors(source.name):
        shutil.copyfileobj(source.stream(), file)
    file.seek(0)
    return cast("BinaryIO", file)


def identity_of(status: os.stat_result) -> tuple[int, int] | None:
    """Return the device and inode of a regular file, or None for anything else.

    Two names of one file have the same identity.
    """
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


@contextmanager
def input_errors(name: str) -> Iterator[None]:
    """Raise a `DataError` with the name of the input for each error of reading in the block."""
    try:
        yield
    except (gzip.BadGzipFile, EOFError, zlib.error):
        raise DataError("is damaged: its gzip data are cut short or broken", name) from None
    except FileNotFoundError:
        raise DataError("is missing", name) from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror or error}", name) from None


def _standard_input(stdin: BinaryIO | None) -> BinaryIO:
    if stdin is None and sys.stdin is None:  # a process can start without standard input
        raise DataError("is closed", "standard input")
    return stdin or sys.stdin.buffer


def _status(raw: BinaryIO) -> os.stat_result | None:
    try:
        return os.fstat(raw.fileno())
    except OSError:
        return None


def _chained(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(_Chained(head, rest), _CHUNK)


class _Chained(io.RawIOBase):
    """Bytes that were read already, and then the rest. Closing this leaves the rest open."""

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

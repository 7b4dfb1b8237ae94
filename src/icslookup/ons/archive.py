"""Opens an official table, packed or not, as lines of text, without unpacking it to the disk.

Such tables come from the internet and are large: 1.4 GB as CSV. So they are read as a stream, the
size that a file states is not trusted, and no name inside a zip is ever used as a path.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import struct
import zipfile
import zlib
from codecs import getincrementaldecoder
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from typing import cast

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LIMIT = 4 << 30
"""Bytes of the largest table that is read: about three times the largest postcode directory."""
MOST_RATIO = 200
"""The most bytes that one packed byte may become. In official tables it becomes 5 to 20."""

_SMALL = 16 << 20
"""Unpacked bytes that are always allowed, however few packed bytes they come from."""
_CHUNK = 1 << 18
_LONGEST_LINE = 1 << 20
_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_PARTS = re.compile(r"(^|[/\\])(multi_csv|documents|__macosx)[/\\]", re.IGNORECASE)
"""Folders of a zip whose tables are parts of the whole table, or lists of names."""
_DAMAGED = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, struct.error),
    *(ValueError, OverflowError, RuntimeError, NotImplementedError),
)
"""The errors that unpacking raises for damaged bytes, or if a password is needed."""
_NOT_OPENED = (*_DAMAGED, OSError)
"""The errors that opening a zip raises: an offset in it may also point outside the file."""


class _Content(NamedTuple):
    """The bytes of a table.

    `packing` is `file` (not packed), `gzip` or `zip`. `size` is the unpacked size, None if it is
    unknown. `file` is the file that `stream` unpacks, or `stream` itself.
    """

    packing: str
    name: str
    stream: io.BufferedReader | gzip.GzipFile | zipfile.ZipExtFile
    size: int | None
    file: io.BufferedReader


class CsvStream:
    """A table that can be read once, from its first line on.

    `path` is for messages. `name` is the name of the table. In a zip, it is the name of the packed
    file. `header` has the cells of the first line, and is empty if there is no line.
    """

    def __init__(self, path: str, content: _Content) -> None:
        self.path, self.name = path, content.name
        self._content = content
        self._read = self._breaks = 0
        self._lines = self._cut_lines()
        self._first = list(islice(self._lines, 1))
        try:
            self.header = next(csv.reader(self._first, strict=True), [])
        except csv.Error as error:
            raise DataError(str(error), path, 1) from None

    def lines(self) -> Iterator[str]:
        """Return the lines with their ends, including the header.

        Raises `DataError` with the line for bytes that are not UTF-8 or not text, for damaged
        packed data, and for more bytes than any table has.
        """
        return chain(self._first, self._lines)

    def columns(self, pattern: str) -> list[int]:
        """Return the positions of the columns whose names match, in capitals or not."""
        form = re.compile(pattern, re.IGNORECASE)
        return [place for place, name in enumerate(self.header) if form.fullmatch(name.strip())]

    def column(self, pattern: str) -> int | None:
        """Return the position of the column whose name matches, None if there is none.

        Raises `DataError` if several match, rather than guess.
        """
        found = self.columns(pattern)
        if len(found) > 1:
            several = ", ".join(self.header[place] for place in found)
            raise DataError(f"more than one column could be meant: {several}", self.path, 1)
        return found[0] if found else None

    def share_read(self) -> float:
        """Return the share of the table that is read, from 0 to 1."""
        size = self._content.size
        if size is not None:
            return min(1.0, self._read / size) if size else 1.0
        return min(1.0, self._content.file.tell() / _size(self._content.file))

    def _cut_lines(self) -> Iterator[str]:
        """Yield the lines of the unpacked bytes, chunk by chunk."""
        decoder = getincrementaldecoder("utf-8-sig")()
        rest = ""
        while chunk := self._chunk():
            text = rest + self._decoded(decoder.decode, chunk)
            if "\0" in text:
                raise self._error("this is no text", text.count("\n", 0, text.index("\0")))
            cut = text.rfind("\n") + 1
            rest = text[cut:]
            if len(rest) > _LONGEST_LINE:
                raise self._error("the line is too long to be a row", text.count("\n"))
            yield from io.StringIO(text[:cut], newline="\n")
            self._breaks += text.count("\n")
        self._decoded(lambda last: decoder.decode(last, final=True), b"")
        if rest:
            yield rest

    def _chunk(self) -> bytes:
        """Return the next unpacked bytes. Raise `DataError` if they are damaged or too many."""
        packing = self._content.packing
        try:
            chunk = self._content.stream.read1(_CHUNK)
        except _DAMAGED as error:
            raise self._error(_damage(packing, error)) from None
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror or error}", self.path) from None
        self._read += len(chunk)
        if packing != "zip":
            _check_size(self.path, self._read, self._content.file.tell())
        return chunk

    def _decoded(self, decode: Callable[[bytes], str], chunk: bytes) -> str:
        try:
            return decode(chunk)
        except UnicodeDecodeError as error:
            raise self._error(
                "this is not UTF-8", error.object.count(b"\n", 0, error.start)
            ) from None

    def _error(self, what: str, after: int = 0) -> DataError:
        """Return an error that names the line `after` lines beyond those that were cut."""
        return DataError(what, self.path, self._breaks + after + 1)


@contextmanager
def open_csv(
    path: str, is_wanted: Callable[[CsvStream], bool] | None = None
) -> Iterator[CsvStream]:
    """Open a `.csv`, a `.csv.gz`, or a `.zip` with one table that is not a part of another.

    The first bytes of a file, not its name, show how it is packed. If a zip holds several tables,
    `is_wanted` chooses one by its header. Raises `DataError` if the file is missing, damaged or too
    large, or holds no such table.
    """
    with ExitStack() as stack:
        try:
            file = stack.enter_context(open(path, "rb"))
            magic = file.read(len(_ZIP))
            file.seek(0)
        except FileNotFoundError:
            raise DataError("is missing", path) from None
        except OSError as error:
            raise DataError(f"cannot be read: {error.strerror or error}", path) from None
        name = os.path.basename(path)
        if magic.startswith(_GZIP):
            stream = stack.enter_context(gzip.GzipFile(fileobj=file))
            yield CsvStream(path, _Content("gzip", name, stream, None, file))
        elif magic == _ZIP or os.path.splitext(path)[1].lower() == ".zip":
            yield _unzipped(path, file, stack, is_wanted)
        else:
            yield CsvStream(path, _Content("file", name, file, _size(file), file))


def _unzipped(
    path: str,
    file: io.BufferedReader,
    stack: ExitStack,
    is_wanted: Callable[[CsvStream], bool] | None,
) -> CsvStream:
    """Return the wanted table of a zip. Raise `DataError` unless there is exactly one."""
    try:
        archive = stack.enter_context(zipfile.ZipFile(file))
    except _NOT_OPENED as error:
        raise DataError(f"{path}: {_damage('zip', error)}") from None
    tables = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
    whole = [info for info in tables if not _PARTS.search(info.filename)]
    if len(whole) > 1 and is_wanted is not None:
        whole = [info for info in whole if is_wanted(_member(path, file, archive, info))]
    if len(whole) != 1:
        raise DataError(f"{path}: {_choice(len(tables), len(whole))}")
    return _member(path, file, archive, whole[0])


def _choice(tables: int, whole: int) -> str:
    """Return what is wrong with a zip that does not hold exactly one wanted table."""
    if whole:
        return f"the zip holds {whole} CSV files, not one, that could be meant"
    if tables:
        return f"none of the {tables} CSV files in the zip could be meant"
    return "there is no CSV file in the zip"


def _member(
    path: str, file: io.BufferedReader, archive: zipfile.ZipFile, info: zipfile.ZipInfo
) -> CsvStream:
    """Return a table of a zip. Raise `DataError` if it is too large or cannot be unpacked."""
    if info.compress_type not in _METHODS:
        raise DataError(f"{path}: the table in the zip is packed in a way that is not read")
    packed = min(info.compress_size, _size(file))
    _check_size(path, info.file_size, packed)
    try:
        stream = cast("zipfile.ZipExtFile", archive.open(info))
    except _NOT_OPENED as error:
        raise DataError(f"{path}: {_damage('zip', error)}") from None
    name = re.split(r"[/\\]", info.filename)[-1]
    return CsvStream(path, _Content("zip", name, stream, info.file_size, file))


def _size(file: io.BufferedReader) -> int:
    return os.fstat(file.fileno()).st_size


def _check_size(path: str, size: int, packed: int) -> None:
    """Raise `DataError` if a table is larger, or packed smaller, than any official table."""
    if size > LIMIT:
        raise DataError(f"holds more than the {LIMIT:,} bytes of the largest that is read", path)
    if size > max(_SMALL, packed * MOST_RATIO):
        raise DataError(
            f"is refused: one packed byte in it becomes more than {MOST_RATIO}, which is no table",
            path,
        )


def _damage(packing: str, error: Exception) -> str:
    how = "cannot be opened" if packing == "zip" else "cut short"
    return f"the {packing} is damaged or {how}: {getattr(error, 'strerror', None) or error}"

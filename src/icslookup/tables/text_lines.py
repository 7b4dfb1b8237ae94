"""Text as lines with their own line ends, and lists with one name on each line."""

from __future__ import annotations

import io
from functools import partial
from itertools import islice
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError
from icslookup.tables.base import BATCH_ROWS, Batch, Source
from icslookup.tables.encodings import count_breaks
from icslookup.tables.input_file import input_errors

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO, NoReturn

    from icslookup.tables.encodings import Encoding
    from icslookup.tables.input_file import Input

_STEP = 250
_MOST_CHARACTERS = 1 << 22
"""If lines are long, fewer are read at a time, so that memory does not grow."""


class Lines:
    """The lines of a text, with unchanged line ends. `taken` counts the lines returned so far.

    Raises `DataError` for damaged gzip data. Raises it with the line for bytes that are not valid
    in the encoding, and for the character NUL, which no text has.
    """

    def __init__(self, source: Input, encoding: Encoding) -> None:
        self._name, self._encoding = source.name, encoding
        self.taken = 0
        stream = source.stream()
        with input_errors(self._name):
            stream.read(len(encoding.mark))
        self._text = io.TextIOWrapper(cast("BinaryIO", stream), encoding.codec, newline="")

    def take(self, most: int = BATCH_ROWS) -> tuple[list[str], str]:
        """Return the next lines, at most `most`, and their text. At the end both are empty."""
        lines: list[str] = []
        size = 0
        try:
            with input_errors(self._name):
                while len(lines) < most and size < _MOST_CHARACTERS:
                    before = len(lines)
                    # Lines before an invalid byte stay in the list, so its line number is known.
                    lines.extend(islice(self._text, min(_STEP, most - before)))
                    if len(lines) == before:
                        break
                    size += sum(map(len, lines[before:]))
        except UnicodeDecodeError as error:
            self._raise_invalid(error, self.taken + len(lines))
        text = "".join(lines)
        if "\0" in text:
            bad = next(number for number, line in enumerate(lines, 1) if "\0" in line)
            raise DataError(
                "is damaged, or in another encoding: try --encoding", self._name, self.taken + bad
            )
        self.taken += len(lines)
        return lines, text

    def _raise_invalid(self, error: UnicodeDecodeError, before: int) -> NoReturn:
        good = error.object[: error.start].decode(self._encoding.codec)
        advice = "another --encoding" if self._encoding.named else "--encoding cp1252"
        raise DataError(
            f"the byte 0x{error.object[error.start]:02X} is not {self._encoding.codec}:"
            f" try {advice}",
            self._name,
            before + count_breaks(good) + 1,
        ) from None


class TextSource(Source):
    """A table that is text in an encoding. `newline` is the line end of its first line."""

    newline = "\n"

    def __init__(self, source: Input, encoding: Encoding) -> None:
        self.name, self.identity, self.encoding = source.name, source.identity, encoding
        self._input = source
        self._lines = Lines(source, encoding)

    def share_read(self) -> float | None:
        """Return the share of the bytes that has been read, or None if it is not known."""
        return self._input.share_read()

    def close(self) -> None:
        """Close the file."""
        self._input.close()


class NameSource(TextSource):
    """A list with a name on each line and no header. An empty line is a row without a name."""

    kind = "lines"
    columns = ("name",)

    def __init__(self, source: Input, encoding: Encoding) -> None:
        super().__init__(source, encoding)
        lines, _ = self._lines.take()
        self._first = _names(lines)
        if lines:
            self.newline = lines[0][len(lines[0].rstrip("\r\n")) :] or "\n"

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first names. `batches` yields them again."""
        return [(name,) for name in self._first[:rows]]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the names to the end. There is only one column to request."""
        names, self._first = self._first, []
        lines = [""]
        while lines:
            if names:
                yield Batch(tuple(names for _ in columns), None, partial(zip, names))
            lines, _ = self._lines.take()
            names = _names(lines)


def _names(lines: list[str]) -> list[object]:
    return [line.rstrip("\r\n") for line in lines]

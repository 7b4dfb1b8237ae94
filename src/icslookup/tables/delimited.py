r"""Delimited text such as CSV, read so that every byte of a record can be written unchanged.

Each record has its own text as well as its fields: quotes, spaces and the end of its line. A blank
line is not a record, and stays with the end of the record before it. Lines without a quote are
split at the delimiter, which gives what `csv.reader` would give. All other lines are read by
`csv.reader`.
"""

from __future__ import annotations

import csv
from collections import deque

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError
from icslookup.tables.base import Batch
from icslookup.tables.delimiters import find_delimiter, parse_delimiter
from icslookup.tables.text_lines import TextSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from icslookup.tables.encodings import Encoding
    from icslookup.tables.input_file import Input

_LONGEST_FIELD = 1 << 27
"""In characters. A longer field means that a quote was never closed."""

_HEAD = 1 << 16


class RecordBlock(NamedTuple):
    """Some records as text.

    `heads` is the text of each record without the end of its line, with delimiters added for
    missing fields. `ends` is what follows each record, including blank lines. It is None if the
    last end is `last` and all others are `newline`. `before` is the text before the first record.
    `fields` has None for each missing field.
    """

    heads: list[str]
    fields: FlatFields | FieldRows
    newline: str
    last: str
    ends: list[str] | None = None
    before: str = ""


class FlatFields(NamedTuple):
    """The fields of all records in one list, `width` of them for each record."""

    cells: list[object]
    width: int

    def column(self, number: int) -> list[object]:
        """Return a field of each record."""
        return self.cells[number :: self.width]

    def records(self) -> Iterator[tuple[object, ...]]:
        """Return the fields of each record."""
        return zip(*[iter(self.cells)] * self.width, strict=True)


class FieldRows(NamedTuple):
    """The fields of records that were parsed one by one. Joining their lists would be slower."""

    rows: list[list[Any]]

    def column(self, number: int) -> list[object]:
        """Return a field of each record."""
        return [row[number] for row in self.rows]

    def records(self) -> Iterator[tuple[object, ...]]:
        """Return the fields of each record."""
        return map(tuple, self.rows)


class DelimitedSource(TextSource):
    """A table of delimited text. `delimiter` separates its fields. A quote is always `"`.

    `header` is the text of the header without the end of its line, which is in `header_end`.
    `before` is the text before the header. `tail` is the text after the last record, once that
    record has been read.
    """

    kind = "delimited"

    def __init__(self, source: Input, encoding: Encoding, delimiter: str | None) -> None:
        # The limit holds for the whole process, so it is only ever raised.
        csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
        super().__init__(source, encoding)
        self.delimiter = self._detect() if delimiter is None else parse_delimiter(delimiter)
        self.before = self.tail = ""
        self._ready: deque[RecordBlock] = deque()
        self._read_header()

    def _detect(self) -> str:
        head = self._input.head[len(self.encoding.mark) :][:_HEAD]
        path = self.name.casefold().removesuffix(".gz")
        prefer = "\t" if path.endswith((".tsv", ".tab")) else ","
        return find_delimiter(head.decode(self.encoding.codec, errors="ignore"), prefer)

    def _read_header(self) -> None:
        while True:
            lines, _ = self._lines.take(1)
            if not lines:
                raise DataError("is empty", self.name)
            rows, _ = self._parse(lines)
            text = "".join(lines)
            if rows[0]:
                break
            self.before += text
        self.columns = tuple(rows[0])
        self.header = text.rstrip("\r\n")
        self.header_end = text[len(self.header) :]
        self.newline = self.header_end or "\n"

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first records with all fields. `batches` yields these records again."""
        while sum(len(block.heads) for block in self._ready) < rows:
            block = self._block()
            if block is None:
                break
            self._ready.append(block)
        return [row for block in self._ready for row in block.fields.records()][:rows]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the records to the end; see `Source`.

        Raises `DataError` with the line for a record that is longer than the header and for a quote
        that is never closed, and the errors of `Lines`.
        """
        while block := self._ready.popleft() if self._ready else self._block():
            yield Batch(tuple(map(block.fields.column, columns)), block, block.fields.records)

    def _block(self) -> RecordBlock | None:
        """Return the next records, or None at the end."""
        while True:
            lines, text = self._lines.take()
            if not lines:
                return None
            block = self._uniform(lines, text) or self._irregular(lines)
            if block.heads:
                return block
            self.tail = block.before  # only blank lines, which go before the next records

    def _uniform(self, lines: list[str], text: str) -> RecordBlock | None:
        """Return lines that are one full record each, with equal line ends, or else None.

        This is the usual case, so it has to be fast: records without quotes do not get a list each,
        and lines with quotes are parsed in one call.
        """
        parts = _split_lines(text)
        if parts is None:
            return None
        heads, newline, last = parts
        delimiter, width = self.delimiter, len(self.columns)
        if '"' in text:
            # A blank line at the end is an empty row only if no quote is open before it.
            try:
                rows = list(csv.reader([*lines, "\n"], delimiter=delimiter))
            except csv.Error:  # a field beyond the limit
                return None
            if rows.pop() or len(rows) != len(lines) or set(map(len, rows)) != {width}:
                return None
            return RecordBlock(heads, FieldRows(rows), newline, last, before=self._before())
        counts = {head.count(delimiter) for head in heads}
        if counts != {width - 1} or (width == 1 and "" in heads):
            return None
        cells: list[object] = [*delimiter.join(heads).split(delimiter)]
        return RecordBlock(heads, FlatFields(cells, width), newline, last, before=self._before())

    def _before(self) -> str:
        before, self.tail = self.tail, ""
        return before

    def _irregular(self, lines: list[str]) -> RecordBlock:
        """Return the records of any lines. Read more lines if the last record needs them."""
        number = self._lines.taken - len(lines) + 1
        rows, ends = self._parse(lines)
        before = self._before()
        heads: list[str] = []
        tails: list[str] = []
        records: list[list[Any]] = []
        start = 0
        for row, end in zip(rows, ends, strict=True):
            text = "".join(lines[start:end])
            if row:
                head = text.rstrip("\r\n")
                tails.append(text[len(head) :])
                heads.append(head + self._fill(row, number + start))
                records.append(row)
            elif tails:
                tails[-1] += text
            else:
                before += text
            start = end
        return RecordBlock(heads, FieldRows(records), self.newline, "", tails, before)

    def _fill(self, row: list[Any], line: int) -> str:
        """Add None for missing fields to a row. Return the delimiters that its text lacks."""
        missing = len(self.columns) - len(row)
        if missing < 0:
            raise DataError(
                f"there are {len(row)} fields where the header has {len(self.columns)}:"
                " is one with the delimiter in it not quoted?",
                self.name,
                line,
            )
        if missing:
            self.ragged += 1
            row.extend([None] * missing)
        return self.delimiter * missing

    def _parse(self, lines: list[str]) -> tuple[list[list[str]], list[int]]:
        """Return the records in lines, and for each the number of lines up to its end.

        If the last record goes on after the lines, more are read and added to `lines`.
        """
        first = self._lines.taken - len(lines) + 1
        rows: list[list[str]] = []
        ends: list[int] = []

        def feed() -> Iterator[str]:
            yield from lines
            # The reader wants more lines: it has all records, or is within quotes.
            while (ends[-1] if ends else 0) < len(lines):
                more, _ = self._lines.take(1)
                if not more:
                    raise self._open_quote(first, ends)
                lines.extend(more)
                yield from more

        reader = csv.reader(feed(), delimiter=self.delimiter)
        try:
            for row in reader:
                rows.append(row)
                ends.append(reader.line_num)
        except csv.Error:  # the only one possible is a field beyond the limit
            raise self._open_quote(first, ends) from None
        return rows, ends

    def _open_quote(self, first: int, ends: list[int]) -> DataError:
        line = first + (ends[-1] if ends else 0)
        return DataError("a quote is opened here that is never closed", self.name, line)


def _split_lines(text: str) -> tuple[list[str], str, str] | None:
    """Return the lines of a text, their line end, and the last line's, which can be empty.

    Returns None if the line ends differ.
    """
    returns, feeds = text.count("\r"), text.count("\n")
    if not returns:
        newline = "\n"
    elif not feeds:
        newline = "\r"
    elif returns == feeds == text.count("\r\n"):
        newline = "\r\n"
    else:
        return None
    heads = text.split(newline)
    if heads[-1]:
        return heads, newline, ""
    heads.pop()
    return heads, newline, newline

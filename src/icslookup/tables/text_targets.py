"""Writes tables as text. The bytes of a table that is already text do not change."""

from __future__ import annotations

import re
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError
from icslookup.tables.base import RenderedAnswers, Target
from icslookup.tables.cells import join_cells, text_of
from icslookup.tables.encodings import Encoding
from icslookup.tables.text_lines import TextSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from icslookup.tables.base import Batch, Source
    from icslookup.tables.delimited import DelimitedSource, RecordBlock
    from icslookup.tables.output_file import Output

_CLOSE_AND_NEWLINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n)?")


class TextTarget(Target):
    """A table that is written as text in an encoding."""

    def __init__(self, output: Output, encoding: Encoding) -> None:
        self._output, self._encoding = output, encoding
        if encoding.mark:
            output.write(encoding.mark)

    def _write(self, text: str) -> None:
        codec = self._encoding.codec
        try:
            content = text.encode(codec)
        except UnicodeEncodeError as error:
            raise OutputError(
                f"{self._output.name} cannot be written: {text[error.start]!r} is not in the"
                f" encoding {codec} of the input: convert that to UTF-8, or write JSON Lines"
            ) from None
        self._output.write(content)

    def commit(self) -> None:
        """Put the table in its place."""
        self._output.commit()

    def discard(self) -> None:
        """Remove what was written, and leave what was there before."""
        self._output.discard()


class DelimitedTarget(TextTarget):
    """Delimited text whose records are unchanged, except for the cells added at their ends."""

    def __init__(self, output: Output, source: DelimitedSource, added: Sequence[str]) -> None:
        super().__init__(output, source.encoding)
        self._source = source
        as_field = field_writer(source.delimiter)

        def render(cells: Iterable[object]) -> str:
            return "".join([source.delimiter + as_field(cell) for cell in cells])

        self._rendered = RenderedAnswers(render)
        self._write(f"{source.before}{source.header}{render(added)}{source.header_end}")

    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write records with their added cells; see `Target`."""
        block = cast("RecordBlock", batch.rows)
        several = self._rendered.prepare(numbers, cells)
        one = self._rendered.one
        if block.ends is None and not several:
            texts = [head + one[n] for head, n in zip(block.heads, numbers, strict=True)]
            self._write(f"{block.before}{block.newline.join(texts)}{block.last}")
            return
        ends = block.ends or [block.newline] * (len(block.heads) - 1) + [block.last]
        texts = add_to_rows(block.heads, ends, numbers, self._rendered, self._source.newline)
        self._write(block.before + "".join(texts))

    def commit(self) -> None:
        """Write the text after the last record, and put the table in its place."""
        self._write(self._source.tail)
        super().commit()


def add_to_rows(
    heads: list[str],
    ends: list[str],
    numbers: Sequence[int],
    rendered: RenderedAnswers,
    newline: str,
) -> list[str]:
    """Return the text of each row with the added text between its head and its end.

    A row whose answer has several texts is repeated for each. Blank lines in an end follow the
    last copy only. `newline` is the line end of the copies if the row has none.
    """
    one, several = rendered.one, rendered.several
    rows = []
    for head, end, number in zip(heads, ends, numbers, strict=True):
        if number in several:
            close = cast("re.Match[str]", _CLOSE_AND_NEWLINE.match(end))
            between = f"{close[1]}{close[2] or newline}"
            rows.append(between.join([head + text for text in several[number]]) + end)
        else:
            rows.append(head + one[number] + end)
    return rows


class ConvertedTarget(TextTarget):
    """Delimited text that is made from the records of a source of another kind."""

    def __init__(
        self, output: Output, source: Source, added: Sequence[str], delimiter: str
    ) -> None:
        text = source if isinstance(source, TextSource) and source.kind != "jsonl" else None
        super().__init__(output, text.encoding if text else Encoding("utf-8"))
        self._newline = text.newline if text else "\n"
        self._delimiter, self._as_field = delimiter, field_writer(delimiter)
        self._write(self._line((*source.columns, *added)))

    def _line(self, cells: Sequence[object]) -> str:
        # An empty line would not be read as a record.
        text = self._delimiter.join(map(self._as_field, cells)) or '""'
        return f"{text}{self._newline}"

    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write records with their added cells; see `Target`."""
        rows = join_cells(batch.records(), numbers, cells)
        self._write("".join(map(self._line, rows)))


def field_writer(delimiter: str) -> Callable[[object], str]:
    r"""Return a function that turns a cell into a field, with quotes if it needs them.

    `csv.writer` is not used: before Python 3.13 it does not quote a field with `\r` in it if lines
    end with something else.
    """
    special = re.compile(f'["\r\n{re.escape(delimiter)}]')
    search, quote, two = special.search, '"', '""'

    def as_field(cell: object) -> str:
        text = text_of(cell)
        return f'"{text.replace(quote, two)}"' if search(text) else text

    return as_field

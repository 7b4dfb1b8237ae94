"""Reads and writes JSON Lines: objects keep their bytes, and members are added at their ends."""

from __future__ import annotations

import json
import re
from collections import deque
from functools import partial
from typing import cast

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError
from icslookup.tables.base import Batch, RenderedAnswers
from icslookup.tables.cells import join_cells, json_of
from icslookup.tables.encodings import Encoding
from icslookup.tables.text_lines import TextSource
from icslookup.tables.text_targets import TextTarget, add_to_rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from icslookup.tables.base import Source
    from icslookup.tables.input_file import Input
    from icslookup.tables.output_file import Output

ROWS_FOR_COLUMNS = 1000
"""The number of rows whose members become columns."""

ARRAY = re.compile(r"\s*\[\s*([\[{\]]|$)")
"""How a JSON array of objects starts."""


class Objects(NamedTuple):
    """The objects of some lines, and their text.

    `heads` is the text of each object up to its last brace, with a comma for the added members.
    `ends` is the text from that brace on, including blank lines. `lines` is the line number of each
    object. `before` is the text before the first object.
    """

    objects: list[dict[str, Any]]
    heads: list[str]
    ends: list[str]
    lines: list[int]
    before: str


class JsonSource(TextSource):
    """A table of JSON Lines. Its columns are the members of the first 1,000 rows.

    Raises `DataError` with the line if a line is not a JSON object.
    """

    kind = "jsonl"

    def __init__(self, source: Input, encoding: Encoding) -> None:
        super().__init__(source, encoding)
        self.tail = ""
        self._ready: deque[Objects] = deque()
        self._count = 0
        self._fetch(ROWS_FOR_COLUMNS)
        rows = [row for block in self._ready for row in block.objects][:ROWS_FOR_COLUMNS]
        if not rows:
            raise DataError("is empty", self.name)
        self.columns = tuple(dict.fromkeys(key for row in rows for key in row))

    def _fetch(self, rows: int) -> None:
        while self._count < rows and (block := self._block()):
            self._ready.append(block)
            self._count += len(block.objects)

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns. `batches` yields these rows again."""
        self._fetch(rows)
        found = [row for block in self._ready for row in block.objects][:rows]
        return [tuple(map(row.get, self.columns)) for row in found]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the rows to the end; see `Source`."""
        names = [self.columns[column] for column in columns]
        while block := self._ready.popleft() if self._ready else self._block():
            cells = tuple([row.get(name) for row in block.objects] for name in names)
            yield Batch(cells, block, partial(self._records, block))

    def _records(self, block: Objects) -> list[Sequence[object]]:
        known = set(self.columns)
        for row, line in zip(block.objects, block.lines, strict=True):
            if not known.issuperset(row):
                key = next(key for key in row if key not in known)
                raise DataError(
                    f"the first {ROWS_FOR_COLUMNS} rows have no {key!r}, so there is no column for"
                    " it: write JSON Lines",
                    self.name,
                    line,
                )
        return [tuple(map(row.get, self.columns)) for row in block.objects]

    def _block(self) -> Objects | None:
        """Return the next rows, or None at the end."""
        number = self._lines.taken
        while lines := self._lines.take()[0]:
            before, self.tail = self.tail, ""
            block = Objects([], [], [], [], before)
            for line in lines:
                number += 1
                if line.isspace():
                    if block.ends:
                        block.ends[-1] += line
                    else:
                        before += line
                    continue
                row = self._object(line, number)
                brace = line.rindex("}")
                block.objects.append(row)
                block.heads.append(line[:brace] + ", " * bool(row))
                block.ends.append(line[brace:])
                block.lines.append(number)
            if block.objects:
                return block._replace(before=before)
            self.tail = before  # only blank lines: they go before the next rows
        return None

    def _object(self, line: str, number: int) -> dict[str, Any]:
        try:
            found = json.loads(line)
        except RecursionError:
            found = None
        except ValueError as error:
            if ARRAY.match(line):
                raise self._array(number) from None
            reason = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
            raise DataError(f"is no JSON object: {reason}", self.name, number) from None
        if isinstance(found, list):
            raise self._array(number)
        if not isinstance(found, dict):
            raise DataError("is no JSON object", self.name, number)
        return found

    def _array(self, number: int) -> DataError:
        return DataError(
            "is a JSON array, not an object a line: make them with jq -c '.[]'", self.name, number
        )


class JsonTarget(TextTarget):
    """JSON Lines with members added. Rows of a source of another kind are written in UTF-8."""

    def __init__(self, output: Output, source: Source, added: Sequence[str]) -> None:
        self._same = source if isinstance(source, JsonSource) else None
        super().__init__(output, self._same.encoding if self._same else Encoding("utf-8"))
        ascii_only = not self._encoding.codec.startswith("utf")
        self._names, self._added = source.columns, frozenset(added)
        self._all = (*source.columns, *added)

        keys = [json_of(name, ascii_only=ascii_only) for name in added]

        def render(cells: tuple[object, ...]) -> str:
            return ", ".join(
                f"{key}: {json_of(cell, ascii_only=ascii_only)}"
                for key, cell in zip(keys, cells, strict=True)
            )

        self._rendered = RenderedAnswers(render)

    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write rows with their added members; see `Target`.

        Raises `DataError` if a row already has a member with an added name.
        """
        if self._same is None:
            rows = join_cells(batch.records(), numbers, cells)
            texts = [json_of(dict(zip(self._all, row, strict=True))) for row in rows]
            self._write("".join([f"{text}\n" for text in texts]))
            return
        block = cast("Objects", batch.rows)
        self._check(self._same.name, block)
        self._rendered.prepare(numbers, cells)
        texts = add_to_rows(block.heads, block.ends, numbers, self._rendered, self._same.newline)
        self._write(block.before + "".join(texts))

    def _check(self, name: str, block: Objects) -> None:
        for row, line in zip(block.objects, block.lines, strict=True):
            if not self._added.isdisjoint(row):
                key = next(key for key in row if key in self._added)
                raise DataError(f"there is a {key!r} already: choose --prefix", name, line)

    def commit(self) -> None:
        """Write the text after the last row, and put the table in its place."""
        if self._same is not None:
            self._write(self._same.tail)
        super().commit()

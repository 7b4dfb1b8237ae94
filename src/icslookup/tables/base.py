"""What all kinds of tables have in common: a source of batches, and a target that takes them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from types import TracebackType

    from typing_extensions import Self

BATCH_ROWS = 4000
"""About how many rows are in memory at a time. More are hardly faster, and take more memory."""


class Batch:
    """Some rows of a table, in order.

    `cells` has one list for each requested column, with one cell for each row. `rows` is what a
    target of the same kind needs to write the rows unchanged. It means nothing to other targets.
    """

    __slots__ = ("_records", "cells", "rows")

    def __init__(
        self,
        cells: tuple[list[object], ...],
        rows: object,
        records: Callable[[], Iterable[Sequence[object]]],
    ) -> None:
        self.cells, self.rows, self._records = cells, rows, records

    def records(self) -> list[Sequence[object]]:
        """Return all cells of every row, decoded, for a target of another kind.

        Raises `DataError` if a row has a cell for which the source has no column.
        """
        return list(self._records())


class Source(ABC):
    """A table that is read once, from the first row to the last.

    `name` is for messages: the path, or 'standard input'. `kind` is 'delimited', 'jsonl',
    'parquet', 'excel' or 'lines'. `columns` are the names in the header, unchanged. `ragged`
    counts the rows so far that had fewer fields than the header. `identity` is the device and
    inode of a file, so that it is not overwritten while it is read. `sheet` is the sheet of a
    workbook that is read, and `other_sheets` counts the others.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    ragged: int = 0
    identity: tuple[int, int] | None = None
    sheet: str | None = None
    other_sheets: int = 0

    @abstractmethod
    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns. `batches` yields these rows again."""

    @abstractmethod
    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the rest of the table, with the cells of the columns at some positions.

        Raises `DataError` with the line if the table is damaged.
        """

    @abstractmethod
    def share_read(self) -> float | None:
        """Return the share that has been read, from 0 to 1, or None if it is not known."""

    @abstractmethod
    def close(self) -> None:
        """Close the file. Standard input stays open."""


class Target(ABC):
    """A table that is being written, and is in its place only after `commit`.

    As a context manager, it is committed at the end, or discarded if an exception ends the block.
    """

    @abstractmethod
    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write the rows of a batch with their added cells.

        `numbers[i]` is the index in `cells` of the answer for row i. An answer is one or more
        tuples of added cells (str, int, float or None). The row is written once for each tuple.

        Raises `OutputError` if the rows cannot be written. The caller handles a `BrokenPipeError`.
        """

    @abstractmethod
    def commit(self) -> None:
        """Finish the table and put it in its place. Raises `OutputError` as `write` does."""

    @abstractmethod
    def discard(self) -> None:
        """Remove what was written, and leave what was there before. Never raises."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind:
            self.discard()
            return
        try:
            self.commit()
        except BaseException:
            self.discard()
            raise


class RenderedAnswers:
    """The added cells of each answer as text, which is made once for all rows with that answer.

    `one` has the first text of every answer. `several` has all texts of the answers with more than
    one tuple of cells.
    """

    def __init__(self, render: Callable[[tuple[object, ...]], str]) -> None:
        self._render = render
        self._cells: object = None
        self.one: dict[int, str] = {}
        self.several: dict[int, list[str]] = {}

    def prepare(
        self, numbers: Sequence[int], cells: Sequence[Sequence[tuple[object, ...]]]
    ) -> bool:
        """Render what a batch needs. Return whether any of its rows is written several times."""
        if cells is not self._cells:
            self._cells = cells
            self.one.clear()
            self.several.clear()
        for number in set(numbers).difference(self.one):
            texts = [self._render(added) for added in cells[number]]
            self.one[number] = texts[0]
            if len(texts) > 1:
                self.several[number] = texts
        return bool(self.several) and not self.several.keys().isdisjoint(numbers)

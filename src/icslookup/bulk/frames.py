"""Frames of pandas, polars and pyarrow, which narwhals reads alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import as_dict_key
from icslookup.bulk.column_detection import list_columns
from icslookup.errors import MissingExtraError, UsageError
from icslookup.tables import Batch, Source
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

_BATCH_ROWS = 20_000
"""How many rows are taken from a frame at a time, as Python objects."""

_NEAR_ZERO = 1e-12
"""A float that is at least as large has no more than 29 decimals, as Python writes it."""

_SIMPLE = frozenset({str, int, bool, float, Decimal, date, type(None)})


def eager_frame(frame: object, function: str) -> Any:  # noqa: ANN401 - a frame of any library
    """Return a frame as a DataFrame of narwhals.

    `function` is the name of the public function, for messages. Raises `UsageError` for a frame
    that is not in memory, and `MissingExtraError` without narwhals
    (`pip install "icslookup[frames]"`).
    """
    if type(frame).__module__.startswith("pyspark."):
        raise UsageError(f"for a DataFrame of Spark there is icslookup.spark.{function}")
    try:
        import narwhals as nw
    except ImportError:
        raise MissingExtraError(f"{function} with frames", "narwhals", "frames") from None

    try:
        return nw.from_native(frame, eager_only=True)
    except TypeError:
        kind = type(frame).__name__
        raise UsageError(f"a {kind} is not a frame in memory: collect it first") from None


def require_columns(columns: Sequence[str], wanted: Iterable[str | None]) -> None:
    """Raise `UsageError`, which lists the columns of a frame, if a wanted one is missing."""
    for name in wanted:
        if name is not None and name not in columns:
            every = list_columns([str(column) for column in columns], most=len(columns))
            raise UsageError(f"the frame has no column {quote(str(name))}; {every}")


class FrameSource(Source):
    """A frame as a table that is read once.

    Parameters: `frame` is a DataFrame of narwhals, and `name` what to call it in messages. A null
    of any library, and NaN, is None. `first_rows` has, for each column that was read by `batches`
    and is in `kept`, the number of the first row with each of its cells. In the columns `figures`,
    floats near 0 have 30 decimals: with all of them, a sum would have hundreds of digits.
    """

    kind = "frame"

    def __init__(
        self,
        frame: Any,  # noqa: ANN401 - a class of narwhals
        name: str,
        kept: Iterable[str] = (),
        figures: Iterable[str] = (),
    ) -> None:
        self.name = name
        self.columns = tuple(map(str, frame.columns))
        self._frame = frame
        self._read = 0
        schema = frame.schema
        self._floats = {str(column) for column in figures if schema[column].is_float()}
        self.first_rows: dict[str, dict[object, int]] = {column: {} for column in kept}

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns."""
        columns = self._cells(self._frame.head(rows), range(len(self.columns)))
        return list(zip(*columns, strict=True))

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the rows of the frame, with the cells of the columns at some positions."""
        for start in range(0, len(self._frame), _BATCH_ROWS):
            part = self._frame[start : start + _BATCH_ROWS]
            cells = self._cells(part, columns)
            for at, (position, column) in enumerate(zip(columns, cells, strict=True)):
                if self.columns[position] in self._floats:
                    cells[at] = [_shortened(cell) for cell in column]
                rows = self.first_rows.get(self.columns[position])
                if rows is not None:
                    for row, cell in enumerate(map(as_dict_key, column), start):
                        rows.setdefault(cell, row)
            self._read = start + len(part)
            yield Batch(tuple(cells), None, list)

    def share_read(self) -> float | None:
        """Return the share of the rows that has been read."""
        return self._read / len(self._frame) if len(self._frame) else None

    def close(self) -> None:
        """Do nothing: the frame belongs to the caller."""

    def _cells(self, frame: Any, columns: Iterable[int]) -> list[list[object]]:  # noqa: ANN401 - a class of narwhals
        names = frame.columns
        return [_plain(frame[names[position]].to_list()) for position in columns]


def _plain(cells: list[object]) -> list[object]:
    """Return cells with None for every null and NaN, and numbers of numpy as those of Python."""
    kinds = set(map(type, cells))
    if kinds <= _SIMPLE and float not in kinds:
        return cells
    return [_plain_cell(cell) for cell in cells]


def _plain_cell(cell: Any) -> object:  # noqa: ANN401 - any cell of a frame
    if type(cell).__name__ in ("NAType", "NaTType"):
        return None
    if not isinstance(cell, (str, date)) and hasattr(cell, "item") and hasattr(cell, "dtype"):
        cell = cell.item()
    if isinstance(cell, float) and cell != cell:  # noqa: PLR0124 - NaN
        return None
    return cell


def _shortened(cell: Any) -> object:  # noqa: ANN401 - any cell of a frame
    if isinstance(cell, float) and abs(cell) < _NEAR_ZERO:
        return round(Decimal(repr(cell)), 30)
    return cell

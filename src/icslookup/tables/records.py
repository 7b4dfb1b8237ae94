"""A table in memory."""

from __future__ import annotations

from decimal import Decimal

from icslookup._typing import TYPE_CHECKING
from icslookup.tables.base import BATCH_ROWS, Batch, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_INT64 = 1 << 63


class RecordSource(Source):
    """A table in memory.

    `name` is for messages. `types` has the type of the cells of each column, or None where the
    cells say it themselves. `rows` has the cells of each row. A column of decimals that are all
    whole numbers becomes one of whole numbers.
    """

    kind = "records"

    def __init__(
        self,
        name: str,
        columns: Sequence[str],
        types: Sequence[type | None],
        rows: Sequence[tuple[object, ...]],
    ) -> None:
        self.name, self.columns, self._read = name, tuple(columns), 0
        cells = [_whole(list(column)) for column in zip(*rows, strict=True)]
        self._rows: list[tuple[object, ...]] = list(zip(*cells, strict=True))
        self.types = tuple(types)

    def sample(self, rows: int | None = None) -> list[tuple[object, ...]]:
        """Return the first rows, or all of them, with all columns."""
        return self._rows[:rows]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the rows from the first to the last; see `Source`."""
        for start in range(0, len(self._rows), BATCH_ROWS):
            part = self._rows[start : start + BATCH_ROWS]
            self._read = start + len(part)
            yield Batch(tuple([row[at] for row in part] for at in columns), part, part.copy)

    def share_read(self) -> float:
        """Return the share of the rows that has been read, from 0 to 1."""
        return self._read / len(self._rows) if self._rows else 1.0

    def close(self) -> None:
        """Do nothing: there is no file."""


def _whole(column: list[object]) -> list[object]:
    """Return a column of decimals as one of `int` if all fit 64 bits; any other as it is."""
    decimals = [cell for cell in column if isinstance(cell, Decimal)]
    if not decimals or any(cell != int(cell) or abs(cell) >= _INT64 for cell in decimals):
        return column
    return [int(cell) if isinstance(cell, Decimal) else cell for cell in column]

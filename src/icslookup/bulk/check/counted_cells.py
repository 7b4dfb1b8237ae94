"""The distinct cells of a column, with the number of their rows by day."""

from __future__ import annotations

from collections import Counter
from typing import Any

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cache import BoundedCache
from icslookup.bulk.cells import as_dict_key, day_of, parse_day, text_of

if TYPE_CHECKING:
    from datetime import date
    from typing import TypeAlias

    from icslookup.tables import Source

    RowsByDay: TypeAlias = "Counter[date | None]"
    """The number of rows of each day. Rows without a readable day have None."""


class DayCache(BoundedCache[Any, "date | None"]):
    """The day in each cell of a column of days, or None if it cannot be read.

    `date_format` is the `strptime` format of texts that are not written as YYYY-MM-DD. Days before
    boards began are days too.
    """

    def __init__(self, date_format: str | None = None) -> None:
        super().__init__()
        self._format = date_format

    def __missing__(self, cell: Any) -> date | None:  # noqa: ANN401 - any cell of a table
        read = cell if self._format is None else parse_day(cell, self._format)
        day = self[cell] = day_of(read, before_boards=True)
        return day


def count_cells(
    source: Source, position: int, day_position: int | None, date_format: str | None = None
) -> dict[str, RowsByDay]:
    """Read the rest of a table, and return the rows by day of each distinct text of a column.

    Parameters: the positions of the column and of the column of days; if the latter is None, no row
    has a day. `date_format` is that of `DayCache`. Memory grows with the distinct pairs of a text
    and a day. Raises `DataError` if the table is damaged.
    """
    days = DayCache(date_format)
    counts: Counter[tuple[object, date | None]] = Counter()
    columns = [position] if day_position is None else [position, day_position]
    for batch in source.batches(columns):
        cells = map(as_dict_key, batch.cells[0])
        if day_position is None:
            counts.update((cell, None) for cell in cells)
        else:
            found = map(days.__getitem__, map(as_dict_key, batch.cells[1]))
            counts.update(zip(cells, found, strict=True))
    by_text: dict[str, RowsByDay] = {}
    for (cell, day), rows in counts.items():
        by_text.setdefault(text_of(cell) or "", Counter())[day] += rows
    return by_text

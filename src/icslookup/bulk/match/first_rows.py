"""Decides how the column of a file is read, before its rows are written.

The first rows decide at first. Those are all that a pipe can show. A file shows more:

- If the result goes to a file, the rows are written as the first rows say, and every distinct value
  counts on the way. If all values together say something else, the file is read again. So a
  usual file is read once.
- If the result goes to a stream, which cannot be taken back, all values are read before.
"""

from __future__ import annotations

from contextlib import suppress

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk import cache
from icslookup.bulk.cells import as_dict_key
from icslookup.bulk.match.table import rarely_collecting
from icslookup.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.bulk.column_matcher import ColumnMatcher
    from icslookup.tables import Source

FIRST_ROWS = 1000
"""How many rows decide first. For a pipe, their decision is final."""


def decide_before(
    matcher: ColumnMatcher,
    source: Source,
    position: int,
    *,
    reopen: Callable[[], Source] | None,
    replaced: bool,
) -> None:
    """Check the first rows of a source, and decide how the column at a position is read.

    Parameters: `reopen` opens the source again, and is None for a pipe. `replaced` says that the
    result can be taken back. In this case the matcher goes on counting.
    """
    rows = source.sample(FIRST_ROWS)
    matcher.read(row[position] for row in rows)
    if reopen is None or len(rows) < FIRST_ROWS:
        return
    if replaced:
        matcher.counting = True
    else:
        matcher.read(_distinct_cells(reopen(), position))


def has_changed(matcher: ColumnMatcher) -> bool:
    """Return whether all rows say something else than the first ones; if so, read as they say."""
    if not matcher.counting:
        return False
    matcher.counting = False
    found, before = matcher.decide(), matcher.reading
    matcher.use(found)
    return (found.kind, found.span) != (before.kind, before.span)


def _distinct_cells(source: Source, position: int) -> dict[object, None]:
    """Return the distinct cells of a column in order; the first ones, if there are very many.

    A table that is damaged somewhere is read up to there: it is an error when its rows are matched.
    """
    found: dict[object, None] = {}
    with rarely_collecting(), suppress(DataError):
        for batch in source.batches([position]):
            try:
                found.update(dict.fromkeys(batch.cells[0]))
            except TypeError:  # a list or an object of JSON is not hashable
                found.update(dict.fromkeys(map(as_dict_key, batch.cells[0])))
            if len(found) >= cache.MOST_KEPT:
                break
    return found

"""Matches a table row by row in a stream: memory grows with the distinct spellings, up to a bound.

The answers of distinct cells are numbered; a row then costs a look into a dictionary, and what is
written for an answer is made once.
"""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from typing import Any

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk import matcher
from icslookup.bulk.cells import hashable, text_of
from icslookup.bulk.match.iterable import Days, match_on
from icslookup.bulk.match.output_columns import added_cells
from icslookup.names.index import LONGEST_QUERY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from typing import TypeAlias

    from icslookup.bulk.matcher import Matched, Matcher
    from icslookup.tables import Source, Target

Progress: TypeAlias = "Callable[[int, float | None], None]"
"""Told after each batch: the rows so far, and the share of the table, from 0 to 1, if known."""


_COLLECTED_AFTER = 100_000
"""How many objects more than before make Python look for those that only hold each other."""


class Unmatched(NamedTuple):
    """A spelling without a board, how many rows have it, what became of it, and a day asked for.

    A text longer than any name is cut. The day is that of the first row, None for that of all.
    """

    spelling: str
    rows: int
    status: str
    day: date | None


class Tally(NamedTuple):
    """What became of the rows of a table.

    `distinct` is the number of distinct spellings, None where there were more than are remembered.
    `statuses` and `methods` count rows, `split` those of an authority with several boards,
    `without_board` those found that have none (authorities abolished before boards existed).
    `former` were answered for the last day of a council or board that is over.
    `unmatched` are the spellings without a board, most rows first; `more_unmatched` says that
    there were others.
    """

    rows: int
    distinct: int | None
    statuses: dict[str, int]
    methods: dict[str, int]
    split: int
    without_board: int
    former: int
    unmatched: tuple[Unmatched, ...]
    more_unmatched: bool


class _Numbers(dict[Any, int]):
    """The number of the answer of each cell, or of each pair of cell and day.

    Texts longer than any name are kept by how they begin, or a few would fill the memory.
    """

    def __init__(self, matcher: Matcher, split: str, *, dated: bool) -> None:
        super().__init__()
        self.matcher, self.split, self.dated = matcher, split, dated
        self.answers: list[Matched] = []
        self.days: list[date | None] = []
        self.cells: list[list[tuple[object, ...]]] = []
        self._long: dict[tuple[str | None, str], int] = {}

    def __missing__(self, key: Any) -> int:  # noqa: ANN401 - whatever stands in a table
        cell, day = key if self.dated else (key, None)
        if cell is not None and text_of(cell) is None:  # NaN equals no NaN: each would be kept
            return self[(None, day) if self.dated else None]
        answer = match_on(self.matcher, cell, day) if self.dated else self.matcher.one(cell)
        if answer.query is not None and len(answer.query) > LONGEST_QUERY:
            answer = answer._replace(query=answer.query[:LONGEST_QUERY] + "\u2026")
            kept = answer.query, answer.status
            if kept not in self._long:
                self._long[kept] = self._add(answer, day)
            return self._long[kept]
        number = self[key] = self._add(answer, day)
        return number

    def _add(self, answer: Matched, day: date | None) -> int:
        self.answers.append(answer)
        self.days.append(day)
        self.cells.append(added_cells(answer, self.split))
        return len(self.answers) - 1

    @property
    def full(self) -> bool:
        """Whether there are more than are remembered."""
        return len(self.answers) > matcher.MOST_KEPT


class TableMatcher:
    """Matches the batches of one table and counts what becomes of its rows.

    Parameters: `split` is that of `added_cells`; `dated` says that each row has a day of its own,
    written as the `date_format` of `Days` says.
    """

    def __init__(
        self, matcher: Matcher, split: str, *, dated: bool, date_format: str | None = None
    ) -> None:
        self._matcher, self._split, self._dated = matcher, split, dated
        self._days = Days(matcher.data, date_format) if dated else None
        self._numbers = _Numbers(matcher, split, dated=dated)
        self._counts: Counter[int] = Counter()
        self._distinct: set[str] | None = set()
        self._statuses: Counter[str] = Counter()
        self._methods: Counter[str] = Counter()
        self._of_split: Counter[bool] = Counter()
        self._without_board = self._former = 0
        self._unmatched: dict[str, Unmatched] = {}
        self._more_unmatched = False

    def numbers(self, cells: tuple[list[object], ...]) -> list[int]:
        """Return the number of the answer of each row of a batch, an index into `cells`."""
        if self._numbers.full:
            self._settle()
        known = self._numbers
        try:
            numbers = [known[key] for key in self._keys(cells)]
        except TypeError:  # a list or an object in JSON
            plain = tuple(list(map(hashable, column)) for column in cells)
            numbers = [known[key] for key in self._keys(plain)]
        self._counts.update(numbers)
        return numbers

    def _keys(self, cells: tuple[list[object], ...]) -> Iterable[Any]:
        """Return what the answers are known by: the cells, with the first day of their period."""
        if self._days is None:
            return cells[0]
        return zip(cells[0], map(self._days.__getitem__, cells[1]), strict=True)

    @property
    def cells(self) -> list[list[tuple[object, ...]]]:
        """The added cells by the number of the answer; another list after older ones went."""
        return self._numbers.cells

    def tally(self) -> Tally:
        """Return the counts of all rows so far."""
        self._settle()
        unmatched = sorted(self._unmatched.values(), key=lambda u: (-u.rows, u.spelling))
        return Tally(
            rows=self._statuses.total(),
            distinct=None if self._distinct is None else len(self._distinct),
            statuses=dict(self._statuses.most_common()),
            methods=dict(self._methods.most_common()),
            split=self._of_split[True],
            without_board=self._without_board,
            former=self._former,
            unmatched=tuple(unmatched),
            more_unmatched=self._more_unmatched,
        )

    def _settle(self) -> None:
        """Count what the numbers stand for, and begin anew."""
        for number, count in self._counts.items():
            self._count(self._numbers.answers[number], self._numbers.days[number], count)
        if self._numbers.full:
            self._distinct = None
        self._numbers = _Numbers(self._matcher, self._split, dated=self._dated)
        self._counts.clear()

    def _count(self, found: Matched, day: date | None, count: int) -> None:
        self._statuses[found.status] += count
        self._of_split[len(found.boards) > 1] += count
        if found.method:
            self._methods[found.method] += count
        if self._distinct is not None and found.query is not None:
            self._distinct.add(found.query)
        if found.status == "found" and not found.answered:
            self._without_board += count
        elif found.as_of is not None and not self._dated and self._matcher.is_over(found):
            self._former += count
        if not found.answered and found.query and found.status not in ("blank", "bad_date"):
            self._add_unmatched(found.query.strip(), count, found.status, day)

    def _add_unmatched(self, spelling: str, count: int, status: str, day: date | None) -> None:
        before = self._unmatched.get(spelling)
        if before:
            self._unmatched[spelling] = before._replace(rows=before.rows + count)
        elif len(self._unmatched) < matcher.MOST_KEPT:
            self._unmatched[spelling] = Unmatched(spelling, count, status, day)
        else:
            self._more_unmatched = True


def match_table(
    source: Source,
    target: Target,
    table: TableMatcher,
    columns: tuple[int, ...],
    progress: Progress | None = None,
) -> Tally:
    """Write every row of a source to a target, in order, with the cells that `added_cells` makes.

    Parameters: `columns` are the position of the column to match and, where each row has a day of
    its own, that of the day; `table` is for that number of columns. Returns the counts. Raises what
    the source and the target raise; the target is the caller's to commit.
    """
    rows = 0
    with _rarely_collecting():
        for batch in source.batches(columns):
            numbers = table.numbers(batch.cells)
            target.write(batch, numbers, table.cells)
            rows += len(numbers)
            if progress:
                progress(rows, source.done())
    return table.tally()


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Let Python look for garbage seldom: each batch is let go of whole, and it finds nothing.

    As often as it does by itself it takes a fifth of the time of a table.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECTED_AFTER) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

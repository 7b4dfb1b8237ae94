"""Matches a table as a stream: memory grows with the distinct spellings, up to a limit.

Each distinct cell has a number for its answer. So a row costs one look into a dictionary, and the
added cells of an answer are made once.
"""

from __future__ import annotations

import gc
from collections import Counter
from contextlib import contextmanager
from typing import Any

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk import cache
from icslookup.bulk.cells import as_dict_key, text_of
from icslookup.bulk.match.iterable import PeriodStartCache, match_on
from icslookup.bulk.match.output_columns import added_cells
from icslookup.dataset.nhs_areas import NHS_KINDS
from icslookup.names.index import LONGEST_QUERY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from typing import TypeAlias

    from icslookup.bulk.matcher import Matched, Matcher
    from icslookup.tables import Source, Target

Progress: TypeAlias = "Callable[[int, float | None], None]"
"""A function called after each batch with the rows so far, and their share (0 to 1) or None."""


_COLLECTED_AFTER = 100_000
"""The number of new objects after which Python looks for garbage."""


class UnmatchedSpelling(NamedTuple):
    """A spelling without a board, the number of its rows, its status, and its day.

    A text longer than any name is cut. The day is that of its first row, or None if the rows do
    not have days.
    """

    spelling: str
    rows: int
    status: str
    day: date | None


class RowCounts(NamedTuple):
    """The rows of a table, counted by their answers.

    `distinct` is the number of distinct spellings, None if there are too many to remember.
    `statuses` and `methods` count rows. `split` counts the rows of areas with several boards, and
    `split_nhs` those of them that name no authority, but a board that was followed, a sub-ICB
    location, a CCG, an STP or a region. `without_board` counts the rows of authorities abolished
    before boards existed. `former` counts rows answered for the last day of a council or board that
    has ended. `followed` counts the rows that were followed, `estimated` those of them whose shares
    are an estimate, and `followable` rows without a board that would have one if they were
    followed. `one_time` is False
    if the boards that the rows name never existed side by side, and None if the rows have days or
    name no board. `unmatched` are the spellings without a board, most rows first; `more_unmatched`
    is true if there are others.
    """

    rows: int
    distinct: int | None
    statuses: dict[str, int]
    methods: dict[str, int]
    split: int
    split_nhs: int
    without_board: int
    former: int
    followed: int
    estimated: int
    followable: int
    one_time: bool | None
    unmatched: tuple[UnmatchedSpelling, ...]
    more_unmatched: bool


class _AnswerNumbers(dict[Any, int]):
    """The number of the answer of each cell, or of each pair of cell and day.

    Texts longer than any name share one answer if they begin alike, because a few of them could
    fill the memory.
    """

    def __init__(self, matcher: Matcher, split: str, *, dated: bool) -> None:
        super().__init__()
        self.matcher, self.split, self.dated = matcher, split, dated
        self.answers: list[Matched] = []
        self.days: list[date | None] = []
        self.cells: list[list[tuple[object, ...]]] = []
        self._long: dict[tuple[str | None, str], int] = {}

    def __missing__(self, key: Any) -> int:  # noqa: ANN401 - any cell of a table
        cell, day = key if self.dated else (key, None)
        if cell is not None and text_of(cell) is None:  # NaNs are not equal: each would be kept
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
        self.cells.append(added_cells(answer, self.split, follow=self.matcher.follow))
        return len(self.answers) - 1

    @property
    def full(self) -> bool:
        """True if there are more answers than the limit."""
        return len(self.answers) > cache.MOST_KEPT


class TableMatcher:
    """Matches the batches of one table and counts its rows by their answers.

    Parameters: `split` is that of `added_cells`. With `dated`, each row has a day of its own, in
    the `date_format` of `PeriodStartCache`.
    """

    def __init__(
        self, matcher: Matcher, split: str, *, dated: bool, date_format: str | None = None
    ) -> None:
        self._matcher, self._split, self._dated = matcher, split, dated
        self._days = PeriodStartCache(matcher.data, date_format) if dated else None
        self._known = _AnswerNumbers(matcher, split, dated=dated)
        self._counts: Counter[int] = Counter()
        self._distinct: set[str] | None = set()
        self._statuses: Counter[str] = Counter()
        self._methods: Counter[str] = Counter()
        self._split_rows = self._split_nhs = self._without_board = self._former = 0
        self._followed = self._estimated = self._followable = 0
        self._boards: set[str] = set()
        self._unmatched: dict[str, UnmatchedSpelling] = {}
        self._more_unmatched = False

    def answer_numbers(self, cells: tuple[list[object], ...]) -> list[int]:
        """Return the number of the answer of each row of a batch, an index into `cells`."""
        if self._known.full:
            self._add_counts()
        known = self._known
        try:
            numbers = [known[key] for key in self._keys(cells)]
        except TypeError:  # a list or an object of JSON is not hashable
            plain = tuple(list(map(as_dict_key, column)) for column in cells)
            numbers = [known[key] for key in self._keys(plain)]
        self._counts.update(numbers)
        return numbers

    def _keys(self, cells: tuple[list[object], ...]) -> Iterable[Any]:
        """Return the keys of the answers: cells, with the first days of their periods if dated."""
        if self._days is None:
            return cells[0]
        return zip(cells[0], map(self._days.__getitem__, cells[1]), strict=True)

    @property
    def cells(self) -> list[list[tuple[object, ...]]]:
        """The added cells by the number of the answer; a new list if old answers were dropped."""
        return self._known.cells

    def counts(self) -> RowCounts:
        """Return the counts of all rows so far."""
        self._add_counts()
        unmatched = sorted(self._unmatched.values(), key=lambda u: (-u.rows, u.spelling))
        return RowCounts(
            rows=self._statuses.total(),
            distinct=None if self._distinct is None else len(self._distinct),
            statuses=dict(self._statuses.most_common()),
            methods=dict(self._methods.most_common()),
            split=self._split_rows,
            split_nhs=self._split_nhs,
            without_board=self._without_board,
            former=self._former,
            followed=self._followed,
            estimated=self._estimated,
            followable=self._followable,
            one_time=self._one_time(),
            unmatched=tuple(unmatched),
            more_unmatched=self._more_unmatched,
        )

    def _add_counts(self) -> None:
        """Add the rows of each answer to the counts, and forget the answers."""
        for number, count in self._counts.items():
            self._count(self._known.answers[number], self._known.days[number], count)
        if self._known.full:
            self._distinct = None
        self._known = _AnswerNumbers(self._matcher, self._split, dated=self._dated)
        self._counts.clear()

    def _count(self, found: Matched, day: date | None, count: int) -> None:
        self._statuses[found.status] += count
        if len(found.boards) > 1:
            self._split_rows += count
            self._split_nhs += 0 if found.kind == "area" else count
        if found.method:
            self._methods[found.method] += count
        if self._distinct is not None and found.query is not None:
            self._distinct.add(found.query)
        if found.status == "found" and not found.answered:
            self._without_board += count
        elif found.as_of is not None and not self._dated and self._matcher.has_ended(found):
            self._former += count
        if found.followed_from:
            self._followed += count
            self._estimated += count if found.is_estimate else 0
        elif not found.answered and self._matcher.can_follow(found, day):
            self._followable += count
        of_boards = found.kind == "board" or found.kind in NHS_KINDS
        if of_boards and not self._dated and self._matcher.as_of is None:
            self._boards.update(board.ods_code for board in found.boards)
        if not found.answered and found.query and found.status not in ("blank", "bad_date"):
            self._add_unmatched(found.query.strip(), count, found.status, day)

    def _one_time(self) -> bool | None:
        """Return whether all boards that rows without a day name existed on some day."""
        boards = [self._matcher.data.boards[code] for code in self._boards]
        if not boards:
            return None
        last_start = max(board.start for board in boards)
        return all(board.end is None or board.end >= last_start for board in boards)

    def _add_unmatched(self, spelling: str, count: int, status: str, day: date | None) -> None:
        before = self._unmatched.get(spelling)
        if before:
            self._unmatched[spelling] = before._replace(rows=before.rows + count)
        elif len(self._unmatched) < cache.MOST_KEPT:
            self._unmatched[spelling] = UnmatchedSpelling(spelling, count, status, day)
        else:
            self._more_unmatched = True


def match_table(
    source: Source,
    target: Target,
    table: TableMatcher,
    columns: tuple[int, ...],
    progress: Progress | None = None,
) -> RowCounts:
    """Write every row of a source to a target, in order, with its added cells; return the counts.

    Parameters: `columns` are the position of the column to match and, if each row has a day of
    its own, that of the day; `table` must have the same number of columns. Raises what the source
    and the target raise. The caller commits the target.
    """
    rows = 0
    with rarely_collecting():
        for batch in source.batches(columns):
            numbers = table.answer_numbers(batch.cells)
            target.write(batch, numbers, table.cells)
            rows += len(numbers)
            if progress:
                progress(rows, source.share_read())
    return table.counts()


@contextmanager
def rarely_collecting() -> Iterator[None]:
    """Make Python look for garbage less often, because batches leave none to find.

    By default the search takes a fifth of the time of a table.
    """
    before = gc.get_threshold()
    gc.set_threshold(max(before[0], _COLLECTED_AFTER) if before[0] else 0, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)

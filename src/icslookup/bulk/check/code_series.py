"""The rows of one code or name of a column over time, and the area that it stands for."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cached_property

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.check.findings import named_code
from icslookup.bulk.vintage import written_code
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.boundaries import blocks_on, boundary_days
from icslookup.lookup.succession import record_of
from icslookup.model import Authority, Code, covers

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence
    from datetime import date

    from icslookup.bulk.check.counted_cells import RowsByDay
    from icslookup.bulk.check.findings import NamedCode
    from icslookup.bulk.vintage import DatedValue, ValidityChecker
    from icslookup.lookup.boundaries import Blocks

AFTER_END, BEFORE_START = "after_end", "before_start"


class Misdating(NamedTuple):
    """Whether a day is after the life of a code or before it, and the last or the first day.

    `limit` is None if that day is not known.
    """

    use: str
    limit: date | None


class CodeSeries:
    """The values of a column that are one code, or that name one area, with their rows by day.

    Parameters: all `values` have the same code or the same record, and are valid in the same
    periods. `days` are the rows by day of each value.
    """

    def __init__(
        self,
        checker: ValidityChecker,
        values: Sequence[DatedValue],
        days: Iterable[RowsByDay],
    ) -> None:
        self._checker, self._data = checker, checker.data
        self._main = max(values, key=lambda value: (value.rows, value.text))
        self.key, self.valid = self._main.key, self._main.valid
        self.rows_by_day: RowsByDay = Counter()
        for rows in days:
            self.rows_by_day.update(rows)
        self.rows = self.rows_by_day.total()
        self._days = [day for day in self.rows_by_day if day is not None]
        self.first = min(self._days, default=None)
        self.last = max(self._days, default=None)
        code = self._code
        plain = code and any(value.text.strip().upper() == code for value in values)
        self.value = code if code and plain else self._main.text

    @cached_property
    def _code(self) -> str | None:
        """The code as it is written; None for a name."""
        return _code_of(self._checker, self._main)

    @cached_property
    def record(self) -> NamedCode | None:
        """The code and the name of the area on the day of the check; None without an answer."""
        return None if self.key is None else named_code(self._checker, self.key)

    @property
    def area(self) -> NamedCode | None:
        """The code as written, if the values are one, with the name of the area."""
        return self.record._replace(code=self._code) if self.record and self._code else self.record

    def rows_from(self, day: date) -> int:
        """Return the number of rows on a day or later."""
        return sum(self.rows_by_day[one] for one in self._days if one >= day)

    def blocks_on(self, day: date) -> Blocks:
        """Return the blocks on a day of the area that the values then stand for."""
        found = self._checker.key(self._main.answers[self._period(day)])
        return blocks_on(self._data, found or self.key or "", day)

    def is_valid_on(self, day: date) -> bool:
        """Return whether a code is in force on a day, or a name then names something."""
        if day >= FIRST_DAY:
            return self.valid[self._period(day)]
        if self._code is None and self.key in self._data.boards:
            return self._data.boards[self.key].start == FIRST_DAY  # systems had the names before
        return any(covers(life.start, life.end, day) for life in self._lives)

    @property
    def kept_days(self) -> list[date]:
        """The days on which the area changed, while the code stayed in force."""
        return [
            day
            for day in self._territory_days
            if self.valid[self._period(day - DAY)]
            and self.valid[self._period(day)]
            and self.blocks_on(day - DAY)
            and self.blocks_on(day)
        ]

    @property
    def boundary_dates(self) -> set[date]:
        """The days on which the area began, ended, or got another territory."""
        days = set(self._territory_days)
        for start, end in self._lives_of_area:
            if start and start <= FIRST_DAY:
                days.add(start)
            if end and end < FIRST_DAY:
                days.add(end + DAY)
        return days

    def is_other_area_on(self, day: date) -> bool:
        """Return whether rows stand for another area, or for none, than the values on a day."""
        if not self.valid[self._period(day)]:
            return True
        spans = (min(self.first or day, day), max(self.last or day, day))
        return any(spans[0] < boundary <= spans[1] for boundary in self.boundary_dates)

    def misdated(self) -> Iterator[tuple[Misdating, date]]:
        """Yield the days of rows that are outside the life of the code, with what is wrong."""
        for day in sorted(self._days):
            if self.is_valid_on(day):
                continue
            found = self._misdating(day)
            if found:
                yield found, day

    def _misdating(self, day: date) -> Misdating | None:
        """Return how a day is outside the life of the code; None if the name is only ambiguous."""
        lives = [(life.start, life.end) for life in self._lives]
        if self._code is None and any(covers(*life, day) for life in lives):
            return None
        lives += [
            (span.start, span.end)
            for span, valid in zip(self._checker.spans, self.valid, strict=True)
            if valid
        ]
        ends = [end for _, end in lives if end and end < day]
        if ends:
            return Misdating(AFTER_END, max(ends))
        starts = [start for start, _ in lives if start and start > day]
        if starts:
            return Misdating(BEFORE_START, min(starts))
        return Misdating(AFTER_END, None)

    @cached_property
    def _territory_days(self) -> list[date]:
        return [
            day
            for day in boundary_days(self._data)
            if self.blocks_on(day - DAY) != self.blocks_on(day)
        ]

    @cached_property
    def _lives(self) -> list[Code]:
        """What is known of the first and the last day of the code, or of the area of a name."""
        if self._code is None:
            return [Code("", *life) for life in self._lives_of_area]
        key, code = self.key or "", self._code
        names = (name for area in self._data.nhs_areas.values() for name in area.names)
        lives = [
            Code(code, name.start, name.end)
            for name in names
            if code in (name.ods_code, name.ons_code)
        ]
        record = self._data.authorities.get(key) or self._data.boards.get(key)
        if record is None:
            return lives
        if code == key and not isinstance(record, Authority):
            return [*lives, Code(code, record.start, record.end)]
        codes = record.gss_codes if isinstance(record, Authority) else record.ons_codes
        for life in codes:
            if life.code == code:
                start = max(filter(None, (life.start, record.start)), default=None)
                end = min(filter(None, (life.end, record.end)), default=None)
                lives.append(Code(code, start, end))
        return lives

    @property
    def _lives_of_area(self) -> list[tuple[date | None, date | None]]:
        record = record_of(self._data, self.key or "")
        return [(record.start, record.end)]

    def _period(self, day: date) -> int:
        starts = [span.start for span in self._checker.spans]
        return max(bisect_right(starts, day) - 1, 0)


def code_series(
    checker: ValidityChecker, values: Sequence[DatedValue], days: Sequence[RowsByDay]
) -> list[CodeSeries]:
    """Return the series of each code or name that is not blank, by code or name.

    Spellings of one name, or of one code, are one series if they are valid in the same periods.
    """
    groups: dict[Hashable, list[int]] = {}
    for number, value in enumerate(values):
        if value.kind == "blank":
            continue
        meant = _code_of(checker, value) or value.key if value.key else value.text
        groups.setdefault((meant, value.key, value.valid), []).append(number)
    found = [
        CodeSeries(checker, [values[i] for i in numbers], [days[i] for i in numbers])
        for numbers in groups.values()
    ]
    return sorted(found, key=lambda one: one.value)


def _code_of(checker: ValidityChecker, value: DatedValue) -> str | None:
    """Return the code that a value is or has; None for a name."""
    return written_code(checker.data, value.match) if value.match.method == "code" else None

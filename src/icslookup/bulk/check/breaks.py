"""Where the series in a table break: the days on which the areas of its column changed.

A series breaks if a code or a name stays while its area changes, or if a code is used on a day on
which it was not in force.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.check.code_series import AFTER_END, CodeSeries, Misdating, code_series
from icslookup.bulk.check.findings import Finding, NamedCode
from icslookup.bulk.check.rebase_command import rebase_command
from icslookup.dataset.nhs_areas import REGION, SUB_ICB
from icslookup.dates import DAY, FIRST_DAY
from icslookup.lookup.boundaries import BOARD, COUNCIL, size_of
from icslookup.text import join_names, long_date, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from icslookup.bulk.check.counted_cells import RowsByDay
    from icslookup.bulk.check.rebase_command import CheckedTable
    from icslookup.bulk.vintage import DatedValue, ValidityChecker


class CodePeriod(NamedTuple):
    """The rows of a code or a name, and the first and the last day that they have.

    `value` is the code, or the name as most rows have it. `code` and `name` are those of its area,
    None if the value has no answer. `first` and `last` are None if no row has a readable day.
    """

    value: str
    code: str | None
    name: str | None
    rows: int
    first: date | None
    last: date | None


class AreaChange(NamedTuple):
    """A code or a name that stayed on a day while its area changed.

    `day` is the first day of the new area. The LSOAs are those of 2021, the residents the usual
    residents of Census 2021. `rows` counts all rows of the code. `rows_before` and `rows_after` are
    those on either side of the day. They are None if the table has no days: the code then has two
    meanings.
    """

    value: str
    code: str
    name: str
    day: date
    rows: int
    rows_before: int | None
    rows_after: int | None
    lsoas_gained: int
    residents_gained: int
    lsoas_lost: int
    residents_lost: int


class MisdatedCode(NamedTuple):
    """A code or a name that rows use after it ended (`after_end`) or before (`before_start`).

    `limit` is the last or the first day of the code, None if it is not known. `rows` counts the
    rows outside its life. `first` and `last` are the days of the first and the last of them.
    """

    value: str
    code: str
    name: str
    use: str
    limit: date | None
    rows: int
    first: date
    last: date


class BoundaryDate(NamedTuple):
    """A day on which areas of the column began, ended, or got another territory."""

    day: date
    areas: tuple[NamedCode, ...]


class SeriesBreaks(NamedTuple):
    """Where the series of a column break.

    `first` and `last` are the days of the first and the last row, None without a column of days.
    `rows_without_day` counts the rows whose day cannot be read; if no row has one, `likely_format`
    is the `strptime` format that the days seem to have. `codes` has every code or name; it
    is empty without a column of days. `boundary_dates` are those between the first and the last
    day, or all of them if there are no days. `rebase` is the command that carries the table to the
    boundaries of the day of the check. It is None if nothing has to be done, or if no command can
    do it.
    """

    date_column: str | None
    date_format: str | None
    likely_format: str | None
    first: date | None
    last: date | None
    rows_without_day: int
    codes: tuple[CodePeriod, ...]
    area_changes: tuple[AreaChange, ...]
    misdated: tuple[MisdatedCode, ...]
    boundary_dates: tuple[BoundaryDate, ...]
    rebase: str | None

    @property
    def found(self) -> bool:
        """True if rows have no readable day, or if a code changed its area or is misdated."""
        dated = self.date_column is not None
        return dated and bool(self.rows_without_day or self.area_changes or self.misdated)


def find_breaks(
    checker: ValidityChecker,
    values: Sequence[DatedValue],
    days: Sequence[RowsByDay],
    all_fit: Sequence[bool],
    table: CheckedTable,
) -> SeriesBreaks:
    """Return where the series of a column break.

    Parameters: `values` are the distinct values of the column, and `days` the rows by day of each.
    `all_fit` says for each period whether all values fit it. `table` is what the command needs.
    """
    dated = table.date_column is not None
    series = code_series(checker, values, days)
    every: RowsByDay = Counter()
    for rows in days:
        every.update(rows)
    found = [day for day in every if day is not None]
    first, last = min(found, default=None), max(found, default=None)
    known = [one for one in series if one.area]
    fits = [span for span, fits in zip(checker.spans, all_fit, strict=True) if fits]
    misdated = (misdating for one in known for misdating in _misdated(one))
    other = any(one.is_other_area_on(checker.as_of) for one in known)
    geography, has_days = _geography(values), bool(found)
    command = rebase_command(table, checker.as_of, fits, geography=geography, has_days=has_days)
    return SeriesBreaks(
        date_column=table.date_column,
        date_format=table.date_format,
        likely_format=None if found else table.likely_format,
        first=first,
        last=last,
        rows_without_day=every[None] if dated else 0,
        codes=tuple(map(_period, series)) if dated else (),
        area_changes=tuple(_area_changes(checker, known, all_fit, dated=dated)),
        misdated=tuple(sorted(misdated, key=lambda one: (-one.rows, one.value, one.first))),
        boundary_dates=tuple(_boundary_dates(known, first, last, dated=dated)),
        rebase=command if other else None,
    )


def _geography(values: Iterable[DatedValue]) -> str:
    """Return the geography to carry a column to: its own, or boards for CCGs and STPs."""
    kinds = Counter(value.match.kind for value in values if value.key is not None)
    most = max(kinds, key=lambda kind: kinds[kind], default=BOARD)
    return {"area": COUNCIL, SUB_ICB: SUB_ICB, REGION: REGION}.get(most or "", BOARD)


def _period(series: CodeSeries) -> CodePeriod:
    code, name = series.area or (None, None)
    return CodePeriod(series.value, code, name, series.rows, series.first, series.last)


def _area_changes(
    checker: ValidityChecker, known: Iterable[CodeSeries], all_fit: Sequence[bool], *, dated: bool
) -> Iterator[AreaChange]:
    """Yield the changes of areas whose code or name stayed, the earliest first.

    With days, the rows of the code must lie on both sides of the change. Without them, the column
    must fit the boundaries on both sides, or none.
    """
    starts = [span.start for span in checker.spans]

    def is_open(day: date) -> bool:
        after = bisect_right(starts, day) - 1
        return not any(all_fit) or (all_fit[after - 1] and all_fit[after])

    changes = [
        (day, one)
        for one in known
        for day in one.kept_days
        if (one.first and one.last and one.first < day <= one.last if dated else is_open(day))
    ]
    for day, one in sorted(changes, key=lambda change: (change[0], change[1].value)):
        before, after = one.blocks_on(day - DAY), one.blocks_on(day)
        gained, lost = (size_of(checker.data, some) for some in (after - before, before - after))
        rows_after = one.rows_from(day)
        rows_before = one.rows - one.rows_by_day[None] - rows_after
        yield AreaChange(
            one.value,
            *(one.area or ("", "")),
            day,
            one.rows,
            rows_before if dated else None,
            rows_after if dated else None,
            gained.lsoas,
            gained.residents,
            lost.lsoas,
            lost.residents,
        )


def _misdated(series: CodeSeries) -> Iterator[MisdatedCode]:
    """Yield how rows use a code or a name outside its life."""
    days: dict[Misdating, list[date]] = {}
    for misdating, day in series.misdated():
        days.setdefault(misdating, []).append(day)
    for (use, limit), found in days.items():
        rows = sum(series.rows_by_day[day] for day in found)
        yield MisdatedCode(
            series.value, *(series.area or ("", "")), use, limit, rows, found[0], found[-1]
        )


def _boundary_dates(
    known: Iterable[CodeSeries], first: date | None, last: date | None, *, dated: bool
) -> Iterator[BoundaryDate]:
    """Yield the days on which areas of the column changed, with the areas, by name."""
    found: dict[date, dict[str, NamedCode]] = {}
    for one in known:
        for day in one.boundary_dates:
            crossed = first and last and first < day <= last if dated else day > FIRST_DAY
            if crossed and one.record:
                found.setdefault(day, {})[one.key or ""] = one.record
    for day in sorted(found):
        areas = sorted(found[day].values(), key=lambda area: (area.name, area.code))
        yield BoundaryDate(day, tuple(areas))


def break_findings(breaks: SeriesBreaks) -> Iterator[Finding]:
    """Yield the breaks as findings, for formats with a row for each finding."""
    for change in breaks.area_changes:
        detail = f"{change_text(change)} on {long_date(change.day)}"
        if change.rows_before is None:
            detail += ", so it has two meanings"
        area = NamedCode(change.code, change.name)
        yield Finding("area_changed", change.value, change.rows, detail, (area,))
    for one in breaks.misdated:
        until = f" to {long_date(one.last)}" if one.last > one.first else ""
        span = f"used {'from' if until else 'on'} {long_date(one.first)}{until}"
        after = one.use == AFTER_END
        limit = f", {'after it ended' if after else 'before it began'}"
        if one.limit:
            limit = f"; its {'last' if after else 'first'} day is {long_date(one.limit)}"
        others = (NamedCode(one.code, one.name),)
        kind = "used_after_end" if after else "used_before_start"
        yield Finding(kind, one.value, one.rows, span + limit, others)
    if breaks.rows_without_day:
        detail = f"rows without a readable day in {quote(breaks.date_column or '')}"
        yield Finding("no_day", "", breaks.rows_without_day, detail, ())


def change_text(change: AreaChange) -> str:
    """Return what an area gained and lost, such as `gained 105 LSOAs with 174,249 residents`."""
    amounts = (
        ("gained", change.lsoas_gained, change.residents_gained),
        ("lost", change.lsoas_lost, change.residents_lost),
    )
    return join_names(
        f"{verb} {lsoas:,} LSOA{'s' if lsoas > 1 else ''} with {residents:,} residents"
        for verb, lsoas, residents in amounts
        if lsoas
    )

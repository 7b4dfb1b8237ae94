"""Checks whether the names or codes in a column are of one vintage, and what is odd about them."""

from __future__ import annotations

from collections import Counter

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.check import findings
from icslookup.bulk.check.breaks import SeriesBreaks, break_findings, find_breaks
from icslookup.bulk.check.counted_cells import count_cells
from icslookup.bulk.check.findings import Finding, NamedCode
from icslookup.bulk.check.rebase_command import checked_table
from icslookup.bulk.column_detection import column_named, column_of
from icslookup.bulk.column_matcher import ColumnReading, column_reading
from icslookup.bulk.matcher import NAME_KINDS, Matcher
from icslookup.bulk.vintage import ValidityChecker, has_region_code, merge_spans
from icslookup.dataset.active import in_use
from icslookup.dataset.loader import districts
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from icslookup.bulk.vintage import DatedValue
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.periods import Span
    from icslookup.model import DataInfo
    from icslookup.tables import Source

KINDS = (
    "district_code",
    "unitary_code",
    "metropolitan_code",
    "london_borough_code",
    "city_corporation_code",
    "county_code",
    "ods_code",
    "ons_code",
    "area_name",
    "board_name",
    "nhs_area_code",
    "nhs_area_name",
    "alias",
    "guessed",
    "other_code",
    "not_found",
    "ambiguous",
    "blank",
)
"""The kinds of values, in the order of the answer: good values come first."""


def check(  # noqa: PLR0913 - a parameter for each option
    source: Source,
    column: str | None,
    *,
    kind: str = "auto",
    date_column: str | None = None,
    date_format: str | None = None,
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> ColumnCheck:
    """Return in which periods since 1 July 2022 the values of a column are all valid.

    Parameters: `column` has names or codes; if it is None, `guessed_column` finds it. `kind` is
    what they name: `area`, `board`, or `auto`, with which the values decide: see `ColumnMatcher`.
    `as_of` is the day for which values are called out of date, by default today. If it is named,
    the column passes only if its values are valid on that day, and the coverage is for that day.

    `date_column` has the day of each row, in the `strptime` format `date_format` or as YYYY-MM-DD.
    With it, the answer says where the series break, and a table with breaks does not pass.

    A name is valid on a day if it names something on that day. A code is valid if it is in force
    on that day. Values without an answer do not count.

    Raises `UsageError` for a missing column or an invalid kind, and `DataError` for a damaged
    table.
    """
    if kind not in NAME_KINDS:
        raise UsageError(f"there is no kind {kind!r} to check: name one of {', '.join(NAME_KINDS)}")
    data = data or in_use()
    named_day = as_of_day(as_of)
    day = named_day or dates.today()
    position = column_of(source, column, Matcher(kind=kind, data=data))
    day_position = _day_position(source, position, date_column, date_format)
    table = checked_table(source, position, day_position, date_format)
    cells = count_cells(source, position, day_position, date_format)
    reading = column_reading(cells, Matcher(data=data)) if kind == "auto" else ColumnReading(kind)
    region_codes = has_region_code(data, cells)
    checker = ValidityChecker(data, kind, day, reading, region_codes=region_codes)
    values = [checker.value(text, rows.total()) for text, rows in cells.items()]
    answered = [value for value in values if value.key is not None]
    valid_counts = [sum(value.valid[i] for value in answered) for i in range(len(checker.spans))]
    all_fit = [bool(answered) and valid == len(answered) for valid in valid_counts]
    best = checker.now if named_day else _best_period(checker, all_fit, valid_counts)
    fitting = all_fit[checker.now] if named_day else any(all_fit)
    lost = any(value.kind in findings.UNANSWERED for value in values)
    breaks = find_breaks(checker, values, list(cells.values()), all_fit, table)
    return ColumnCheck(
        file=source.name,
        sheet=source.sheet,
        other_sheets=source.other_sheets,
        column=source.columns[position],
        column_guessed=column is None,
        kind=kind,
        kind_read=reading.kind,
        as_of=day,
        as_of_named=named_day is not None,
        passed=fitting and not lost and not breaks.found,
        rows=sum(value.rows for value in values),
        distinct=sum(value.kind != "blank" for value in values),
        kinds=_kinds(values),
        fits=merge_spans(checker.spans, all_fit),
        periods=tuple(
            PeriodFit(*span, valid, len(answered) - valid)
            for span, valid in zip(checker.spans, valid_counts, strict=True)
        ),
        coverage=tuple(_coverage(checker, answered, best)),
        breaks=breaks,
        findings=(
            *_findings(checker, values, best, fitting=fitting, series=date_column is not None),
            *break_findings(breaks),
        ),
        data=data.info(day),
    )


def _day_position(
    source: Source, position: int, date_column: str | None, date_format: str | None
) -> int | None:
    """Return the position of the column of days, None if the user named none."""
    if date_column is None:
        if date_format is not None:
            raise UsageError("--date-format is for the days of a column: name it with --date")
        return None
    found = column_named(source, date_column)
    if found == position:
        raise UsageError(
            f"{quote(date_column)} is the column to check: name another one for the days"
        )
    return found


def _best_period(checker: ValidityChecker, all_fit: list[bool], valid_counts: list[int]) -> int:
    """Return the position of the period that fits the column best.

    It is the present period if all values fit it. Else it is the period in which most values are
    valid, and the latest one of a tie.
    """
    if all_fit[checker.now]:
        return checker.now
    return max(range(len(valid_counts)), key=lambda i: (valid_counts[i], i))


def _kinds(values: list[DatedValue]) -> tuple[KindCount, ...]:
    distinct = Counter(value.kind for value in values)
    rows: Counter[str] = Counter()
    for value in values:
        rows[value.kind] += value.rows
    return tuple(KindCount(kind, distinct[kind], rows[kind]) for kind in KINDS if distinct[kind])


def _findings(
    checker: ValidityChecker, values: list[DatedValue], best: int, *, fitting: bool, series: bool
) -> Iterator[Finding]:
    named = sorted((v for v in values if v.kind != "blank"), key=lambda v: (-v.rows, v.text))
    for kind in findings.UNANSWERED:
        yield from findings.unanswered(checker, (v for v in named if v.kind == kind))
    blank = sum(value.rows for value in values if value.kind == "blank")
    if blank:
        yield Finding("blank", "", blank, "cells without a name or a code", ())
    yield from findings.guessed(checker, named)
    dated = list(findings.out_of_date(checker, named))
    for kind in ("recoded", "abolished", "not_yet", "misfit"):
        yield from (finding for finding in dated if finding.finding == kind)
    if not fitting:
        yield from findings.misfits(checker, named, best)
    yield from findings.counties(checker, named, best)
    yield from findings.spellings(checker, named)
    yield from findings.twins(checker, named)
    if not series:  # a series has a row for each day
        yield from findings.repeated(named)


def _coverage(
    checker: ValidityChecker, answered: list[DatedValue], best: int
) -> Iterator[ColumnCoverage]:
    data, span = checker.data, checker.spans[best]
    day = checker.as_of if best == checker.now else span.end or span.start
    present = {checker.key(value.answers[best]) for value in answered} - {None}
    kinds = present or {value.key for value in answered}  # none may be left on a named day
    if kinds & data.authorities.keys():
        covered = {
            district
            for key in present
            if key in data.authorities
            for district in districts(data, str(key))
        }
        areas = {
            key: NamedCode(authority.gss_code_on(day), authority.name)
            for key, authority in data.authorities.items()
            if authority.kind != "county" and authority.exists_on(day)
        }
        yield _presence("area", day, areas, covered)
    if kinds & data.boards.keys():
        boards = {
            key: NamedCode(key, board.short_name)
            for key, board in data.boards.items()
            if board.exists_on(day)
        }
        yield _presence("board", day, boards, present)


def _presence(
    kind: str, day: date, everything: dict[str, NamedCode], present: set[str] | set[str | None]
) -> ColumnCoverage:
    missing = [one for key, one in everything.items() if key not in present]
    missing.sort(key=lambda one: one.name)
    return ColumnCoverage(
        kind, day, len(everything) - len(missing), len(everything), tuple(missing)
    )


class KindCount(NamedTuple):
    """The number of distinct values of a kind, and of their rows."""

    kind: str
    values: int
    rows: int


class PeriodFit(NamedTuple):
    """A period without changes, with the numbers of answered values that are valid in it or not.

    `end` is None for the present period.
    """

    start: date
    end: date | None
    valid: int
    invalid: int


class ColumnCoverage(NamedTuple):
    """The number of districts (`area`) or boards (`board`) of a day that the column has.

    A county counts as all its districts.
    """

    kind: str
    day: date
    present: int
    of: int
    missing: tuple[NamedCode, ...]


class ColumnCheck(NamedTuple):
    """The answer to `check`: the vintage of the values of a column.

    `kind` is what the user named. `kind_read` is `area` or `board` if the names were read as such,
    and None if each was read on its own.
    `fits` are the spans in which every answered value is valid, earliest first; `periods` has the
    counts for every period without changes. `as_of` is the day for which values are called out of
    date, and `as_of_named` is true if the user named it. `passed` is true if every value has an
    answer, and all are valid on the named day, or on some day if the user named none. With a column
    of days, the series must not break either.
    `sheet` is the sheet of a workbook that was read, None for other files. `other_sheets` counts
    those that were not.
    """

    file: str
    sheet: str | None
    other_sheets: int
    column: str
    column_guessed: bool
    kind: str
    kind_read: str | None
    as_of: date
    as_of_named: bool
    passed: bool
    rows: int
    distinct: int
    kinds: tuple[KindCount, ...]
    fits: tuple[Span, ...]
    periods: tuple[PeriodFit, ...]
    coverage: tuple[ColumnCoverage, ...]
    breaks: SeriesBreaks
    findings: tuple[Finding, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[Finding, ...]:
        """The records to write in JSON Lines, one a line."""
        return self.findings

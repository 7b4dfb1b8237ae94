"""Matches a whole file: the files to read and write, and the report."""

from __future__ import annotations

import json
import os
import time
from contextlib import ExitStack
from datetime import date

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup._version import __version__
from icslookup.bulk.column_detection import column_named, column_of
from icslookup.bulk.column_matcher import ColumnMatcher, matcher_of_column
from icslookup.bulk.match.first_rows import decide_before, has_changed
from icslookup.bulk.match.output_columns import PREFIX, added_columns
from icslookup.bulk.match.table import TableMatcher, match_table
from icslookup.bulk.match.unmatched import open_unmatched, write_unmatched
from icslookup.bulk.matcher import INEXACT_METHODS, NAME_KINDS
from icslookup.errors import OutputError, UsageError
from icslookup.tables import open_source, open_target
from icslookup.tables.input_file import identity_of
from icslookup.tables.output_file import Output, is_replaced
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from icslookup.bulk.match.table import Progress, RowCounts
    from icslookup.bulk.matcher import Matcher
    from icslookup.model import DataInfo
    from icslookup.tables import Source


class ReadOptions(NamedTuple):
    """How a table is read.

    `column` has the names; if it is None, icslookup guesses the column. `as_of_column` has a day
    for each row, in `date_format` or as YYYY-MM-DD. For the other fields see `open_source`.
    """

    column: str | None = None
    as_of_column: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    lines: bool = False
    date_format: str | None = None


class WriteOptions(NamedTuple):
    """How a table is written: see `open_target` and `added_columns`.

    `unmatched` names a file for the spellings without a board, `report` one for the report as JSON.
    No two files can be the same.
    """

    out: str | None = None
    format: str | None = None
    split: str = "list"
    prefix: str = PREFIX
    unmatched: str | None = None
    report: str | None = None


class MatchReport(NamedTuple):
    """The report on a matched file; the fields are the keys of the JSON of `--report`.

    `guessed` is true if the user named no column. `rows` is the sum of `statuses` (`found`,
    `not_found`, `ambiguous`, `blank`, `bad_date`); `methods` counts the rows found by each.
    `distinct` is the number of distinct spellings, None if there are too many to remember.
    `unmatched` counts the spellings without a board; if `more_unmatched`, there are others.
    `unmatched_file` lists them. `split_rows` are rows of an area with several boards, and
    `split_nhs_rows` those of them that name no authority, but a board that was followed, a sub-ICB
    location, a CCG, an STP or a region. `without_board` are rows of an authority abolished before
    boards existed, and `former_rows` rows answered for the last day of a council or board that has
    ended. With `follow`, `followed_rows` are rows with the boards of the territory of what did not
    exist on the day, and `estimated_rows` those of them whose shares are an estimate. Without it,
    `followable_rows` are rows without a board that `follow` would give one. `ragged` are rows with
    fewer fields than the header. `sheet` is the sheet of a workbook that was read,
    `other_sheets` counts the others. `seconds` are of the wall clock.
    """

    input: str
    output: str
    column: str
    guessed: bool
    as_of: date | None
    as_of_column: str | None
    kind: str
    kind_read: str | None
    values_as_area: int | None
    values_as_board: int | None
    as_of_read: date | None
    boundaries_start: date | None
    boundaries_end: date | None
    one_time: bool | None
    split: str
    follow: bool
    rows: int
    distinct: int | None
    statuses: Mapping[str, int]
    methods: Mapping[str, int]
    split_rows: int
    split_nhs_rows: int
    without_board: int
    former_rows: int
    followed_rows: int
    estimated_rows: int
    followable_rows: int
    ragged: int
    sheet: str | None
    other_sheets: int
    unmatched: int
    more_unmatched: bool
    unmatched_file: str | None
    seconds: float
    rows_per_second: int
    program: str
    data: DataInfo

    @property
    def complete(self) -> bool:
        """True if every row has a board."""
        return self.statuses.get("found", 0) == self.rows and not self.without_board


def match_file(
    path: str,
    matcher: Matcher,
    reading: ReadOptions,
    writing: WriteOptions,
    progress: Progress | None = None,
) -> MatchReport:
    """Write a file with the boards of one of its columns added, and return the report.

    `path` is '-' for standard input. The output replaces an older file only once it is complete.

    Raises `UsageError` for a missing column or an added name that the table has already,
    `DataError` if the input is missing or damaged, `OutputError` if the output cannot be written,
    and `MissingExtraError` if a format needs a package that is not installed.
    """
    began = time.perf_counter()
    with ExitStack() as stack:
        report_file = Output(writing.report, None, packed=False) if writing.report else None
        if report_file:
            stack.callback(report_file.discard)

        def opened() -> Source:
            found = open_source(
                path, encoding=reading.encoding, delimiter=reading.delimiter, lines=reading.lines
            )
            stack.callback(found.close)
            return found

        source = opened()
        _check_files(source, writing)
        columns = _columns(source, matcher, reading)
        dated = len(columns) > 1
        matcher = matcher_of_column(matcher, dated=dated)
        if isinstance(matcher, ColumnMatcher):
            is_file = path != "-" and source.identity is not None
            decide_before(
                matcher, source, columns[0], reopen=opened if is_file else None,
                replaced=is_replaced(writing.out),
            )  # fmt: skip
        added = added_columns(writing.split, writing.prefix, follow=matcher.follow)
        unmatched = open_unmatched(writing.unmatched) if writing.unmatched else None
        if unmatched:
            stack.callback(unmatched.discard)

        def matched(source: Source) -> RowCounts:
            with open_target(source, writing.out, added, format=_format(source, writing)) as target:
                table = TableMatcher(
                    matcher, writing.split, dated=dated, date_format=reading.date_format
                )
                counts = match_table(source, target, table, columns, progress)
                if isinstance(matcher, ColumnMatcher) and has_changed(matcher):
                    raise _ReadAgainError
                return counts

        try:
            counts = matched(source)
        except _ReadAgainError:
            source = opened()
            counts = matched(source)
        if unmatched:
            write_unmatched(unmatched, matcher, counts.unmatched)
        seconds = time.perf_counter() - began
        read = matcher.reading if isinstance(matcher, ColumnMatcher) else None
        named = matcher.kind if matcher.kind in NAME_KINDS else None
        span = read.span if read else None
        votes = read if matcher.kind == "auto" else None
        report = MatchReport(
            input=source.name,
            output=writing.out or "-",
            column=source.columns[columns[0]],
            guessed=reading.column is None,
            as_of=matcher.as_of,
            as_of_column=reading.as_of_column,
            kind=matcher.kind,
            kind_read=read.kind if read else named,
            values_as_area=votes.areas if votes else None,
            values_as_board=votes.boards if votes else None,
            as_of_read=span.end if span else None,
            boundaries_start=span.start if span else None,
            boundaries_end=span.end if span else None,
            one_time=counts.one_time,
            split=writing.split,
            follow=matcher.follow,
            rows=counts.rows,
            distinct=counts.distinct,
            statuses=counts.statuses,
            methods=counts.methods,
            split_rows=counts.split,
            split_nhs_rows=counts.split_nhs,
            without_board=counts.without_board,
            former_rows=counts.former,
            followed_rows=counts.followed,
            estimated_rows=counts.estimated,
            followable_rows=counts.followable,
            ragged=source.ragged,
            sheet=source.sheet,
            other_sheets=source.other_sheets,
            unmatched=len(counts.unmatched),
            more_unmatched=counts.more_unmatched,
            unmatched_file=writing.unmatched,
            seconds=round(seconds, 3),
            rows_per_second=round(counts.rows / seconds),
            program=__version__,
            data=matcher.info(),
        )
        if report_file:
            _write_report(report_file, report)
        return report


class _ReadAgainError(Exception):
    """The rest of a file says that the column is to be read in another way: start again."""


def _write_report(file: Output, report: MatchReport) -> None:
    """Write a report as a JSON document. Raises `OutputError`, also if its reader closed a pipe."""
    values = {**report._asdict(), "data": report.data._asdict()}
    text = json.dumps(values, indent=2, default=date.isoformat)
    try:
        file.write(f"{text}\n".encode())
        file.commit()
    except BrokenPipeError as error:
        raise OutputError(f"{file.name} cannot be written: {error.strerror}") from None


def _format(source: Source, writing: WriteOptions) -> str | None:
    """Return the format to write: a binary table becomes CSV in a pipe, for the next program."""
    piped = writing.out in (None, "-") and source.kind in ("parquet", "excel")
    return writing.format or ("csv" if piped else None)


def _check_files(source: Source, writing: WriteOptions) -> None:
    """Check that no file is written twice, or written and read. Raises `UsageError`."""
    seen: dict[object, str] = {source.identity: "what is being read"} if source.identity else {}
    if "-" in (writing.unmatched, writing.report):
        raise UsageError("only the table goes to standard output: name a file for the rest")
    for path in (writing.out, writing.unmatched, writing.report):
        if path in (None, "-"):
            continue
        try:
            identity: object = identity_of(os.stat(str(path)))
        except OSError:
            identity = os.path.realpath(str(path))
        if identity in seen:
            raise UsageError(f"{path} is {seen[identity]}: write to another file")
        if identity is not None:
            seen[identity] = f"written already, as {path}"


def _columns(source: Source, matcher: Matcher, reading: ReadOptions) -> tuple[int, ...]:
    unnamed = reading.column is None
    first = 0
    if not unnamed or not reading.lines:
        first = column_of(source, reading.column, matcher, takes_places=True)
    if unnamed and not reading.lines:
        header = matcher.one(source.columns[first])
        if header.status == "found" and header.method not in INEXACT_METHODS:
            raise UsageError(
                f"the header {quote(source.columns[first])} is a name itself: is {source.name} a"
                " list without a header (--lines)? If not, name the column with -c"
            )
    if reading.as_of_column is None:
        return (first,)
    if matcher.as_of is not None:
        raise UsageError("name one day for all rows, or a column with the day of each, not both")
    return first, column_named(source, reading.as_of_column)

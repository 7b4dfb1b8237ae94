"""The view of `match`: the summary of a table that was matched.

It is not in the registry, because the answer is the table: the summary has no format.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.values import (
    COLUMNS_OF,
    count_with_noun,
    escape_invisible,
    stderr_lines,
)
from icslookup.text import long_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from icslookup.bulk.match.file import MatchReport

_STATUSES = {
    "found": "found",
    "ambiguous": "ambiguous",
    "not_found": "not found",
    "blank": "blank",
    "bad_date": "without a day, as YYYY-MM-DD since 2022-07-01",
}
_ABSENT = "of councils or boards that did not exist on the day"
_KINDS = {"code": "the codes", "postcode": "the postcodes", "lsoa": "the LSOAs"}
_METHODS = {
    "code": "code",
    "exact": "exact name",
    "alias": "alias",
    "combined": "two councils in one board",
    "words": "words of a name",
    "fuzzy": "typing error",
    "lsoa": "LSOA",
    "directory": "board in the directory",
    "authority": "authority",
}


def notes(report: MatchReport) -> str:
    """Return the summary of a table for standard error."""
    lines = []
    if report.guessed:
        what = _KINDS.get(report.kind, "the names")
        lines.append(f"column {escape_invisible(report.column)!r} was taken for {what}")
    lines += _reading(report)
    distinct = "" if report.distinct is None else f" ({report.distinct:,} distinct spellings)"
    statuses = f": {_counts(report.statuses, _STATUSES)}" if report.rows else ""
    lines.append(f"{_row_count(report.rows)}{statuses}{distinct}")
    if report.statuses.get("bad_date"):
        lines.append("days in another form need --date-format, such as %d/%m/%Y or %b-%y")
    if report.methods:
        lines.append(f"found by {_counts(report.methods, _METHODS)}")
    split = "areas" if report.split_nhs_rows else "authorities"
    for count, what in (
        (report.split_rows, f"of {split} split between boards"),
        (report.without_board, "of authorities that ended before boards began"),
        (report.former_rows, "of former councils or boards, each answered for its last day"),
        (report.followed_rows, f"{_ABSENT}, followed to the boards of their territory"),
        (report.estimated_rows, "of these with shares that are an estimate"),
        (report.followable_rows, f"{_ABSENT}: --follow would place them"),
        (report.ragged, "with fewer fields than the header, filled up"),
    ):
        if count:
            lines.append(f"{_row_count(count)} {what}")
    if report.other_sheets:
        others = count_with_noun(report.other_sheets, "other", "others")
        sheet = escape_invisible(report.sheet or "")
        lines.append(f"only sheet {sheet!r} was read; {others} in the workbook not copied")
    if report.unmatched:
        more = "more than " if report.more_unmatched else ""
        where = report.unmatched_file or "--unmatched FILE"
        spellings = count_with_noun(report.unmatched, "spelling", "spellings")
        lines.append(f"{more}{spellings} without a board: see {where}")
    lines.append(f"{report.seconds:.1f} seconds, {report.rows_per_second:,} rows a second")
    return stderr_lines(lines)


def _reading(report: MatchReport) -> list[str]:
    """Return lines on the kind and the time that the names of a column were read as."""
    lines = []
    areas, boards = report.values_as_area or 0, report.values_as_board or 0
    if report.kind == "auto" and report.kind_read:
        councils = count_with_noun(areas, "is a council", "are councils")
        others = count_with_noun(boards, "is a board", "are boards")
        votes = f": of the distinct values, {councils} and {others}"
        shown = votes if areas and boards else ""
        lines.append(f"read as a column of {COLUMNS_OF[report.kind_read]}{shown}")
    elif report.kind == "auto" and areas:
        lines.append(
            f"the column has as many councils as boards ({areas:,} of each), so each name is read"
            " on its own: choose --kind area or --kind board"
        )
    if report.as_of_read:
        day = long_date(report.as_of_read)
        lines.append(
            f"the names fit the boundaries of {day} best, so they are read for that day"
            + (" and followed to today" if report.follow else ": choose another with --as-of")
        )
    if report.one_time is False:
        lines.append("these boards never all existed on one day: choose a day with --as-of")
    return lines


def errors(report: MatchReport) -> str:
    """Return the line with the number of rows without a board, for standard error."""
    answered = report.statuses.get("found", 0) - report.without_board
    rows = _row_count(report.rows)
    return stderr_lines([f"{report.rows - answered:,} of {rows} without a board"])


def _row_count(count: int) -> str:
    return count_with_noun(count, "row", "rows")


def _counts(counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    return ", ".join(f"{count:,} {labels[key]}" for key, count in counts.items())

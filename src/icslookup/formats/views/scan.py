"""The view of `scan`: a line for each code that has ended, which begins with its place."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.scan.scan import LONGEST_LINE, Scan
from icslookup.formats import REPORT_FORMATS
from icslookup.formats.area_names import NOUNS
from icslookup.formats.report import Column, Report, Section, View, footer
from icslookup.formats.values import (
    count_with_noun,
    escape_invisible,
    iso_date,
    number,
    short_date,
    stderr_lines,
)

if TYPE_CHECKING:
    from icslookup.bulk.scan.scan import FoundCode
    from icslookup.formats.report import Cells, Columns, FlatTable

_CONTINUES = "code changed"


def _rows(answer: Scan) -> FlatTable:
    columns = (
        *("file", "line", "column", "code", "kind", "name", "end", "last_seen", "holder_ended"),
        *("successors", "successor_names"),
    )
    return columns, [
        (
            escape_invisible(found.file),
            *found[1:-1],
            tuple(successor.code for successor in found.successors),
            tuple(successor.name for successor in found.successors),
        )
        for found in answer.findings
    ]


def _report(answer: Scan) -> Report:
    columns: Columns = (
        Column("Where", wrap=True), Column("Code"), Column("What", wrap=True),
        Column("Ended", wrap=True), Column("Now", wrap=True),
    )  # fmt: skip
    rows: list[Cells] = [
        (
            f"{escape_invisible(found.file)}:{found.line}:{found.column}:",
            found.code,
            _what(found),
            _ended(found),
            _now(found),
        )
        for found in answer.findings
    ]
    sections = (Section(None, columns, rows),) if rows else ()
    return Report(
        "Codes that have ended",
        (_verdict(answer), *_long_lines(answer)),
        None,
        sections,
        footer(answer.data, answer.as_of),
    )


def _what(found: FoundCode) -> str:
    return f"{found.name} ({NOUNS[found.kind][0]}{'' if found.holder_ended else ', ' + _CONTINUES})"


def _ended(found: FoundCode) -> str:
    if found.end:
        return short_date(found.end)
    return f"last listed {iso_date(found.last_seen)}" if found.last_seen else "day not known"


def _now(found: FoundCode) -> str:
    """Return the codes to use instead, with names if the area is another one."""
    return ", ".join(
        f"{successor.code} {successor.name}" if found.holder_ended else successor.code
        for successor in found.successors
    )


def _verdict(answer: Scan) -> str:
    if not answer.files:
        why = "" if answer.faults else ": there is none, or --ext or Git leaves out all of them"
        return f"no file was read{why}"
    of = count_with_noun(answer.files, "file", "files")
    if not answer.findings:
        return f"no code that has ended, in {of}"
    codes = count_with_noun(len(answer.findings), "code has", "codes have")
    return f"{codes} ended, in {number(len({f.file for f in answer.findings}))} of {of}"


def _long_lines(answer: Scan) -> list[str]:
    return [
        f"{escape_invisible(one.file)}: short codes not read in"
        f" {count_with_noun(one.lines, 'line', 'lines')} of more than {number(LONGEST_LINE)}"
        " characters"
        for one in answer.long_lines
    ]


def _notes(answer: Scan, format_: str) -> str:
    """Return lines on what was found and what was not read, unless the report shows them."""
    if format_ in REPORT_FORMATS:
        return ""
    return stderr_lines([_verdict(answer), *_long_lines(answer)])


def _errors(answer: Scan) -> str:
    return stderr_lines(f"{fault.file} {fault.message}" for fault in answer.faults)


VIEWS = {Scan: View(_rows, _report, notes=_notes, errors=_errors)}

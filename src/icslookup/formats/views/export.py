"""The view of `export`: the tables that were written, with their rows and files."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.exports.export import Export, ExportedTable
from icslookup.formats.report import Column, Report, Section, View, footer
from icslookup.formats.values import count_with_noun, escape_invisible, number
from icslookup.text import long_date

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Columns, FlatTable


def _rows(answer: Export) -> FlatTable:
    return ExportedTable._fields, answer.files


def _report(answer: Export) -> Report:
    columns: Columns = (
        Column("Table"), Column("Rows", right=True), Column("File", wrap=True),
    )  # fmt: skip
    rows: list[Cells] = [
        (file.table, number(file.rows), escape_invisible(file.path)) for file in answer.files
    ]
    tables = count_with_noun(len(rows), "table", "tables")
    if answer.as_of is None:
        day = "the day on which it is asked"
        last = f"Data {answer.data.version}"
    else:
        day, last = long_date(answer.as_of), footer(answer.data, answer.as_of)
    return Report(
        f"{tables} exported",
        (f"icb_area_current holds for {day}",),
        answer.message,
        (Section(None, columns, rows),),
        last,
    )


VIEWS = {Export: View(_rows, _report)}

"""How it is told what was exported."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.dates import spell
from icslookup.formats.report import Column, Report, Section, footer
from icslookup.formats.values import counted, number, visible

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, Columns
    from icslookup.lookup.answers_about import Export


def export_report(answer: Export) -> Report:
    """Make the report of an export: the tables, their rows and where they stand."""
    columns: Columns = (
        Column("Table"), Column("Rows", right=True), Column("File", wrap=True),
    )  # fmt: skip
    rows: list[Cells] = [
        (file.table, number(file.rows), visible(file.path)) for file in answer.files
    ]
    tables = counted(len(rows), "table", "tables")
    if answer.as_of is None:
        day = "the day on which it is asked"
        last = f"Data {answer.data.version}"
    else:
        day, last = spell(answer.as_of), footer(answer.data, answer.as_of)
    return Report(
        f"{tables} exported",
        (f"icb_area_current holds for {day}",),
        answer.message,
        (Section(None, columns, rows),),
        last,
    )

"""The view of `timeline`: one event on each line."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Column, Report, Section, View, footer
from icslookup.formats.values import iso_date
from icslookup.lookup.timeline import Timeline, TimelineRow
from icslookup.text import long_date

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, FlatTable


def _rows(answer: Timeline) -> FlatTable:
    return TimelineRow._fields, answer.rows


def _report(answer: Timeline) -> Report:
    """Return the events as one table."""
    columns = (Column("When"), Column("What happened", wrap=True), Column("Certainty"))
    rows: list[Cells] = [
        (iso_date(row.date) if row.date else "undated", row.what, row.certainty)
        for row in answer.rows
    ]
    return Report(
        "Systems, boards and authorities since 2016",
        (f"as of {long_date(answer.as_of)}; A official, B official data, C press, D inferred",),
        answer.note,
        (Section(None, columns, rows),),
        footer(answer.data, answer.as_of),
    )


VIEWS = {Timeline: View(_rows, _report)}

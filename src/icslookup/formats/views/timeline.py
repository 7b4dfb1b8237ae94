"""The view of `timeline`: one event a line."""

from __future__ import annotations

from icslookup.formats.report import Column, Report, Section, View, footer
from icslookup.formats.values import iso_date
from icslookup.lookup.timeline import Timeline, TimelineRow
from icslookup.text import long_date


def _report(answer: Timeline) -> Report:
    """Return the events as one table."""
    columns = (Column("When"), Column("What happened", wrap=True), Column("Certainty"))
    rows = [(iso_date(row.date), row.what, row.certainty) for row in answer.rows]
    return Report(
        "Systems, boards and authorities since 2017",
        (f"as of {long_date(answer.as_of)}; A official, B official data, C press, D inferred",),
        answer.note,
        (Section(None, columns, list(rows)),),
        footer(answer.data, answer.as_of),
    )


VIEWS = {Timeline: View(lambda answer: (TimelineRow._fields, answer.rows), _report)}

"""CSV and TSV: flat rows with ISO dates. The cell of an unknown value is empty."""

from __future__ import annotations

import csv
import io

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.views.registry import view_of

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer


def render_delimited(answer: Answer, delimiter: str, *, header: bool) -> str:
    """Return an answer as delimited text with line feeds."""
    columns, rows = view_of(answer).rows(answer)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writerow(columns)
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    """Return a cell for `csv`: semicolons separate several values."""
    if isinstance(value, bool):
        return str(value).lower()  # as in JSON
    return ";".join(map(str, value)) if isinstance(value, tuple) else value

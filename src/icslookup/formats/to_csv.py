"""CSV and TSV: flat rows, dates in ISO form, unknown as an empty cell."""

from __future__ import annotations

import csv
import io

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.rows import flat
from icslookup.lookup.answers import Part

if TYPE_CHECKING:
    from icslookup.lookup.answers import Answer


def render_delimited(answer: Answer, delimiter: str, *, header: bool) -> str:
    """Return an answer as delimited text with line feeds; a date is written in ISO form."""
    columns, rows = flat(answer)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writerow(columns)
    writer.writerows([[_cell(cell) for cell in row] for row in rows])
    return out.getvalue()


def _cell(value: object) -> object:
    """Write several values into one cell, separated by semicolons: names, or code and residents."""
    if isinstance(value, bool):
        return str(value).lower()  # as in JSON
    if not isinstance(value, tuple):
        return value
    return ";".join(
        f"{part.ods_code}:{part.residents}" if isinstance(part, Part) else str(part)
        for part in value
    )

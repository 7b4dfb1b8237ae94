"""CSV and TSV: flat rows, dates in ISO form, unknown as an empty cell."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from icslookup.formats.rows import flat

if TYPE_CHECKING:
    from icslookup.lookup.answers import Answer


def render_delimited(answer: Answer, delimiter: str, *, header: bool) -> str:
    """Return an answer as delimited text with line feeds; a date is written in ISO form."""
    columns, rows = flat(answer)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    if header:
        writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()

"""Writes a file of the spellings without a board, which the user can complete and use as aliases.

It has the columns `alias` and `code` of a user's `aliases.csv` (see
`icslookup.gazetteer.user_aliases`). If the user fills in the codes and puts the file into the
configuration folder, the next run knows the spellings. The other columns only help the user:
icslookup ignores them.
"""

from __future__ import annotations

import csv
import io

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.explanation import explain
from icslookup.errors import UsageError
from icslookup.tables.output_file import Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.bulk.match.table import UnmatchedSpelling
    from icslookup.bulk.matcher import Matcher
    from icslookup.gazetteer.resolve import Suggestion

CANDIDATES = 3
COLUMNS = (
    "alias", "code", "rows", "status", "note",
    *(f"{what}_{n}" for n in range(1, CANDIDATES + 1) for what in ("candidate", "code", "score")),
)  # fmt: skip


def open_unmatched(path: str) -> Output:
    """Open the file for the spellings without a board, before the long work begins.

    Raises `UsageError` if it has codes that a user filled in, which would be lost, and
    `OutputError` if it cannot be written.
    """
    if _is_filled_in(path):
        raise UsageError(
            f"{path} has codes that were filled in: write the unmatched spellings to another file"
        )
    return Output(path, None, packed=False)


def write_unmatched(
    output: Output, matcher: Matcher, unmatched: Sequence[UnmatchedSpelling]
) -> None:
    """Write the spellings, each with the reason and the candidates. Raises `OutputError`."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for spelling in unmatched:
        note, suggestions = explain(matcher, spelling.spelling, spelling.day)
        cells: list[object] = [spelling.spelling, "", spelling.rows, spelling.status, note]
        for suggestion in suggestions[:CANDIDATES]:
            cells += [suggestion.name, suggestion.code, _score(suggestion)]
        writer.writerow([*cells, *[""] * (len(COLUMNS) - len(cells))])
    output.write(text.getvalue().encode())
    output.commit()


def _is_filled_in(path: str) -> bool:
    try:
        with open(path, encoding="utf-8-sig", errors="replace", newline="") as file:
            return any((row.get("code") or "").strip() for row in csv.DictReader(file))
    except (OSError, csv.Error):
        return False


def _score(suggestion: Suggestion) -> object:
    return "" if suggestion.score is None else suggestion.score

"""Writes the spellings without a board so that they can be filled in and used as aliases.

The file has the columns `alias` and `code` of a user's `aliases.csv` (see
`icslookup.gazetteer.aliases`): with the codes filled in, and the file in the
configuration folder, the next run knows the spellings. The other columns help to fill it in, and
are let be when it is read.
"""

from __future__ import annotations

import csv
import io

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import UsageError
from icslookup.tables.output_file import Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.bulk.match.table import Unmatched
    from icslookup.bulk.matcher import Matcher
    from icslookup.gazetteer.resolve import Suggestion

CANDIDATES = 3
COLUMNS = (
    "alias", "code", "rows", "status", "note",
    *(f"{what}_{n}" for n in range(1, CANDIDATES + 1) for what in ("candidate", "code", "score")),
)  # fmt: skip


def open_unmatched(path: str) -> Output:
    """Open the file of the spellings without a board, before the long work begins.

    Raises `UsageError` where codes were filled in there already, which would be lost, and
    `OutputError` where it cannot be written.
    """
    if _is_filled_in(path):
        raise UsageError(
            f"{path} has codes that were filled in: write the unmatched spellings to another file"
        )
    return Output(path, None, packed=False)


def write_unmatched(output: Output, matcher: Matcher, unmatched: Sequence[Unmatched]) -> None:
    """Write the spellings, each with why it has no board and what it may have meant.

    Raises `OutputError`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for spelling in unmatched:
        note, suggestions = matcher.explain(spelling.spelling, spelling.day)
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

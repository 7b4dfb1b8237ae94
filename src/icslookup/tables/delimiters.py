"""Finds the character that separates the fields of a table from its header and first rows."""

from __future__ import annotations

import csv
import io
from itertools import islice

from icslookup.errors import UsageError

_CANDIDATES = ",;\t|"
_WORDS = {"tab": "\t", "\\t": "\t"}
_ROWS = 50


def parse_delimiter(text: str) -> str:
    """Return the delimiter that a user named. Raises `UsageError` if it cannot be one."""
    delimiter = _WORDS.get(text.casefold(), text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise UsageError(f"{text!r} is no delimiter: give one character, or tab")
    return delimiter


def find_delimiter(head: str, prefer: str = ",") -> str:
    """Return the delimiter of a table whose text starts with `head`. The last line may be cut off.

    It is the delimiter that makes most rows as long as the header. If several are equal, those that
    no space follows go first, because people write a space after a comma in a sentence. Then
    `prefer` goes first, then the delimiter that makes more columns. For a single column it is a
    comma.
    """
    best = ","
    highest: tuple[object, ...] = ()
    for candidate in sorted(_CANDIDATES, key=lambda candidate: candidate != prefer):
        rows = _rows(head, candidate)
        width = len(rows[0]) if rows else 0
        if width > 1:
            equal = sum(len(row) == width for row in rows) / len(rows)
            spaced = any(cell.startswith(" ") for cell in rows[0])
            score = (round(equal, 1), not spaced, candidate == prefer, width)
            if score > highest:
                best, highest = candidate, score
    return best


def _rows(head: str, delimiter: str) -> list[list[str]]:
    # Python 3.10 would stop at a NUL here. Reading the table reports it, with its line.
    text = io.StringIO(head.replace("\0", ""), newline="")
    rows = list(islice(filter(None, csv.reader(text, delimiter=delimiter)), _ROWS + 1))
    # The last row may be cut off.
    return rows[:-1] if len(rows) > 1 else rows

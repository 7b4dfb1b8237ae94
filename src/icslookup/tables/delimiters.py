"""Finds the character that parts the fields of a table, by its header and first rows."""

from __future__ import annotations

import csv
import io
from itertools import islice

from icslookup.errors import UsageError

_CANDIDATES = ",;\t|"
_WORDS = {"tab": "\t", "\\t": "\t"}
_ROWS = 50


def asked_delimiter(text: str) -> str:
    """Return the delimiter that a user named. Raises `UsageError` where it cannot be one."""
    delimiter = _WORDS.get(text.casefold(), text)
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise UsageError(f"{text!r} is no delimiter: give one character, or tab")
    return delimiter


def find_delimiter(head: str, prefer: str = ",") -> str:
    """Find the delimiter of a table from the start of its text, whole lines or not.

    It is the one under which most rows are as long as the header. Where that says nothing, one
    that is not followed by a space goes before one that is, since that is how people write
    commas; then `prefer`, then the one that makes more columns. A comma for a single column.
    """
    best = ","
    highest: tuple[object, ...] = ()
    for candidate in sorted(_CANDIDATES, key=lambda candidate: candidate != prefer):
        rows = _rows(head, candidate)
        width = len(rows[0]) if rows else 0
        if width > 1:
            alike = sum(len(row) == width for row in rows) / len(rows)
            spaced = any(cell.startswith(" ") for cell in rows[0])
            score = (round(alike, 1), not spaced, candidate == prefer, width)
            if score > highest:
                best, highest = candidate, score
    return best


def _rows(head: str, delimiter: str) -> list[list[str]]:
    # A NUL is told, with its line, when the table is read; Python 3.10 would stop at it here.
    text = io.StringIO(head.replace("\0", ""), newline="")
    rows = list(islice(filter(None, csv.reader(text, delimiter=delimiter)), _ROWS + 1))
    # The last one may be cut short where the head ends.
    return rows[:-1] if len(rows) > 1 else rows

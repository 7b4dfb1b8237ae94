"""The fault that a check of the data finds, before its line is looked up."""

from __future__ import annotations

from icslookup._typing import NamedTuple


class RowFault(NamedTuple):
    """A fault in a row of a file. `key` has cells that identify the row, or is empty."""

    file: str
    key: tuple[tuple[str, str], ...]
    column: str
    message: str

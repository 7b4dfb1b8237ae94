"""Keeps the pages of a lookup that were fetched, so that who was interrupted goes on from there.

They stand in the user's folder as JSON Lines: what they are pages of, then the rows of each. They
are used again only for the same lookup with the same number of rows and the same last change.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import OutputError
from icslookup.storage import user_dirs
from icslookup.storage.atomic import remove

if TYPE_CHECKING:
    from icslookup.ons.arcgis import Cells, Layer

FILE = "fetched-pages.jsonl"

_LARGEST = 64 << 20


class Pages:
    """The pages of one lookup that are kept; only for one who has locked the user's folder."""

    def __init__(self, layer: Layer, count: int) -> None:
        self._path = user_dirs.path_of(FILE)
        self._columns = len(layer.columns)
        self._known = layer.edited is not None
        of = {**layer._asdict(), "columns": list(layer.columns), "count": count}
        self._head = json.dumps(of).encode()

    def rows(self) -> list[Cells]:
        """Return the rows that were kept, and drop whatever else stands in the file.

        Raises `OutputError` where it cannot be written.
        """
        lines = self._lines()
        found: list[Cells] = []
        sound = 0
        for line in lines[1:]:
            page = self._page(line)
            if page is None:
                break
            found += page
            sound += 1
        self._write(b"".join([self._head + b"\n", *lines[1 : sound + 1]]), "wb")
        return found

    def add(self, rows: list[Cells]) -> None:
        """Keep a page. Raises `OutputError` where it cannot be written."""
        self._write(json.dumps(rows).encode() + b"\n", "ab")

    def _lines(self) -> list[bytes]:
        """Return the lines of the file; none where it is of something else, or not known to be."""
        lines: list[bytes] = []
        with suppress(OSError), open(self._path, "rb") as file:
            if self._known and os.path.getsize(self._path) <= _LARGEST:
                lines = file.readlines()
        return lines if lines and lines[0].rstrip(b"\n") == self._head else []

    def _page(self, line: bytes) -> list[Cells] | None:
        """Return the rows of a line; None for one that is cut short or no page."""
        if not line.endswith(b"\n"):
            return None
        try:
            rows = json.loads(line)
        except (ValueError, RecursionError):
            return None
        sound = isinstance(rows, list) and all(
            isinstance(row, list)
            and len(row) == self._columns
            and all(isinstance(cell, str) for cell in row)
            for row in rows
        )
        return [tuple(row) for row in rows] if sound else None

    def _write(self, content: bytes, mode: str) -> None:
        try:
            with open(self._path, mode) as file:
                file.write(content)
        except OSError as error:
            what = error.strerror or error
            raise OutputError(f"{self._path} cannot be written: {what}") from None


def forget() -> None:
    """Remove what is kept."""
    with suppress(OSError):
        remove(FILE)

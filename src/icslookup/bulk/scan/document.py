"""The text of a file to scan: decoded, and without the parts that hold data or pictures.

Of a CSV file only the heading is text to scan, and of a notebook only what its author wrote.
"""

from __future__ import annotations

import codecs
import re

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.tables.encodings import unmarked_utf_16

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADING_BYTES = 1 << 20
"""The most bytes of a CSV file that are read for its heading."""

_EXAMINED = 8000
"""The bytes in which a zero byte means that a file is not text, as Git decides it."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks. That of UTF-32 comes first, because it begins with that of UTF-16."""

_HEADING = re.compile(r'\s*(?:[^"\n]+|"[^"]*"|")*')
_JSON = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}\[\]]', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_NOT_WRITTEN = frozenset({"outputs", "output", "attachments", "metadata"})
"""The keys of a notebook for what programs write, such as pictures."""


class Line(NamedTuple):
    """Where a line of a document is in its file; `column` is the number of characters before it."""

    line: int
    column: int


class Document(NamedTuple):
    """The text of a file, with line feeds only, and the place of each line in the file.

    `places` is None if the lines of the text are those of the file.
    """

    name: str
    text: str
    places: tuple[Line, ...] | None = None

    def place(self, line: int, column: int) -> Line:
        """Return the line and column in the file, from 1, of a line and column from 0."""
        if self.places is None:
            return Line(line + 1, column + 1)
        found = self.places[line]
        return Line(found.line, found.column + column + 1)


def decode(data: bytes) -> str | None:
    """Return the text of a file with line feeds only, or None for a binary file.

    Text that is not Unicode is read as Latin-1, in which codes are the same.
    """
    codec, mark = next(((name, mark) for mark, name in _MARKS if data.startswith(mark)), ("", b""))
    if not codec and b"\0" in data[:_EXAMINED]:
        codec = unmarked_utf_16(data[:_EXAMINED]) or ""
        if not codec:
            return None
    if codec:
        text = data[len(mark) :].decode(codec, "replace")
    else:
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            text = data.decode("latin-1")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text


def read_document(name: str, text: str, *, cells: bool) -> Document:
    """Return the part of a text that its author wrote. `cells` keeps the data of CSV files too."""
    lower = name.lower()
    if is_table(lower) and not cells:
        heading = _HEADING.match(text)
        return Document(name, heading[0] if heading else "")
    if lower.endswith(".ipynb") and text.lstrip()[:1] == "{":
        return _notebook(name, text)
    return Document(name, text)


def is_table(name: str) -> bool:
    """Return whether the name of a file is that of a CSV or TSV file."""
    return name.lower().endswith((".csv", ".tsv"))


def _notebook(name: str, text: str) -> Document:
    """Return the sources of the cells of a notebook.

    A character of the text is where the character of the file is, so that columns agree: an escape
    is filled with spaces.
    """
    parts, places = [], []
    line, counted = 1, 0
    for start, end in _sources(text):
        line += text.count("\n", counted, start)
        counted = start
        column = start - (text.rfind("\n", 0, start) + 1)
        source = _ESCAPE.sub(_unescaped, text[start:end]).removesuffix("\n")
        for one in source.split("\n"):
            parts.append(one)
            places.append(Line(line, column))
            column += len(one) + 1
    return Document(name, "\n".join(parts), tuple(places))


def _sources(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each string in the sources of the cells."""
    containers: list[str] = []
    key, skipped = "", 0
    for found in _JSON.finditer(text):
        first = found[0][0]
        if first in "{[":
            containers.append(key)
            skipped += key in _NOT_WRITTEN
            key = "" if first == "{" else key
        elif first in "}]":
            key = containers.pop() if containers else ""
            skipped -= key in _NOT_WRITTEN
        elif found[2]:
            key = found[1]
        elif key in ("source", "input") and not skipped:
            yield found.span(1)


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    if escape[0] == "u":
        return chr(int(escape[1:], 16)).rjust(len(found[0]))
    return {"n": " \n", "t": "  ", "r": "  ", "b": "  ", "f": "  "}.get(escape, f" {escape}")

"""The view of `cite`: a text, wrapped on a terminal."""

from __future__ import annotations

import textwrap

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import View
from icslookup.formats.values import escape_invisible
from icslookup.lookup.cite import Citation

if TYPE_CHECKING:
    from icslookup.formats.report import FlatTable

_COLUMNS = tuple(field for field in Citation._fields if field != "message")


def _rows(answer: Citation) -> FlatTable:
    """Return one row, with the names of the licences."""
    names = ";".join(licence.name for licence in answer.licences)
    row = answer._replace(licences=())._asdict() | {"licences": names}
    return _COLUMNS, [tuple(row[column] for column in _COLUMNS)]


def _text(answer: Citation, width: int | None = None) -> str:
    lines = (_wrapped(escape_invisible(line), width) for line in answer.text.split("\n"))
    return "\n".join(lines) + "\n"


def _markdown(answer: Citation) -> str:
    if answer.style == "bibtex":
        return f"```bibtex\n{_text(answer)}```\n"
    return answer.text.replace("\n", "\n\n") + "\n"


def _wrapped(line: str, width: int | None) -> str:
    if width is None:
        return line
    indent = "    " if line.startswith(" ") else ""
    return textwrap.fill(
        line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


VIEWS = {Citation: View(_rows, text=_text, markdown=_markdown)}

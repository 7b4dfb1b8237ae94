"""The view of `data import`: one line for each file."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import View
from icslookup.formats.values import escape_invisible, number
from icslookup.postcodes.import_files import DataImport, Imported

if TYPE_CHECKING:
    from icslookup.formats.report import FlatTable


def import_line(imported: Imported) -> str:
    """Return a line about an imported file, without a line break."""
    size = f"{number(max(1, round(imported.size / 1e6)))} MB"
    if imported.kind == "lsoas":
        boards = f"LSOAs with the boards of {imported.year}"
        what = f"{imported.census} {boards}: {number(imported.rows)}"
    else:
        edition = f"{imported.product} {imported.month}".strip()
        what = f"{edition}: {number(imported.rows)} postcodes, {number(imported.live)} of them live"
    replaced = f", in place of {imported.replaced}" if imported.replaced else ""
    return escape_invisible(f"{imported.file}: {what}{replaced}; {imported.path}, {size}")


def _rows(answer: DataImport) -> FlatTable:
    return Imported._fields, answer.imported


def _lines(answer: DataImport, start: str = "") -> str:
    return "".join(f"{start}{import_line(imported)}\n" for imported in answer.imported)


VIEWS = {
    DataImport: View(
        _rows,
        text=lambda answer, _width: _lines(answer),
        markdown=lambda answer: _lines(answer, "- "),
    ),
}

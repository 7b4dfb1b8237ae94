"""The view of `data import`: one line for each file."""

from __future__ import annotations

from icslookup.formats.report import View
from icslookup.formats.values import number, visible
from icslookup.postcodes.import_files import DataImport, Imported


def import_line(found: Imported) -> str:
    """Say in a line without an end what was imported."""
    size = f"{number(max(1, round(found.size / 1e6)))} MB"
    if found.kind == "lsoas":
        what = f"{found.census} LSOAs with the boards of {found.year}: {number(found.rows)}"
    else:
        edition = f"{found.product} {found.month}".strip()
        what = f"{edition}: {number(found.rows)} postcodes, {number(found.live)} of them live"
    replaced = f", in place of {found.replaced}" if found.replaced else ""
    return visible(f"{found.file}: {what}{replaced}; {found.path}, {size}")


def _lines(answer: DataImport) -> list[str]:
    return [import_line(found) for found in answer.imported]


VIEWS = {
    DataImport: View(
        lambda answer: (Imported._fields, answer.imported),
        text=lambda answer, _width: "".join(f"{line}\n" for line in _lines(answer)),
        markdown=lambda answer: "".join(f"- {line}\n" for line in _lines(answer)),
    ),
}

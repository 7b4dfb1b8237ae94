"""The view of `data reset`: the files and folders that were removed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Column, Report, Section, View
from icslookup.formats.values import count_with_noun
from icslookup.refresh.reset import DataReset, Removed

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, FlatTable


def _rows(answer: DataReset) -> FlatTable:
    return Removed._fields, answer.removed


def _report(answer: DataReset) -> Report:
    """Return a table of the files and folders that were removed."""
    title = count_with_noun(len(answer.removed), "file or folder", "files or folders")
    rows: list[Cells] = [(removed.part, removed.name) for removed in answer.removed]
    section = Section(None, (Column("Part"), Column("Removed")), rows)
    return Report(
        f"Removed {title}" if rows else "There was nothing to remove",
        (),
        None,
        (section,) if rows else (),
        answer.folder,
    )


VIEWS = {DataReset: View(_rows, _report)}

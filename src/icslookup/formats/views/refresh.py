"""The views of `data update` and `data reset`: what changed, and what was removed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Column, Report, Section, View
from icslookup.formats.values import counted, number, short_date
from icslookup.formats.views.changes import counts_of, flat_changes, sections_of
from icslookup.refresh.reset import DataReset, Removed
from icslookup.refresh.update import DataUpdate
from icslookup.text import long_date

if TYPE_CHECKING:
    from icslookup.formats.report import Cells, FlatTable

_TITLES = {
    "current": "The data are current",
    "updated": "The data were updated",
    "to_update": "The data would be updated",
    "ahead": "The data are ahead of the newest lookup",
}


def _update_rows(answer: DataUpdate) -> FlatTable:
    return flat_changes(answer.changes)


def _update_report(answer: DataUpdate) -> Report:
    """Return the newest lookup, and the changes that it makes."""
    facts = [
        f"Newest lookup of ONS: {answer.lookup}, for {long_date(answer.boundaries)}",
        f"Asked on {short_date(answer.checked)}: {answer.service}",
    ]
    if answer.lsoas is not None:
        facts.append(f"{number(answer.lsoas)} LSOAs read and checked")
    if answer.new_version:
        counts = counts_of(answer.changes) or "nothing changed"
        facts += [f"Version {answer.new_version}, in place of {answer.version}", counts]
    return Report(
        _TITLES[answer.status],
        tuple(facts),
        None,
        sections_of(answer.changes),
        f"data {answer.new_version if answer.status == 'updated' else answer.version}",
    )


def _reset_rows(answer: DataReset) -> FlatTable:
    return Removed._fields, answer.removed


def _reset_report(answer: DataReset) -> Report:
    """Return a table of the files and folders that were removed."""
    title = counted(len(answer.removed), "file or folder", "files or folders")
    rows: list[Cells] = [(removed.part, removed.name) for removed in answer.removed]
    section = Section(None, (Column("Part"), Column("Removed")), rows)
    return Report(
        f"Removed {title}" if rows else "There was nothing to remove",
        (),
        None,
        (section,) if rows else (),
        answer.folder,
    )


VIEWS = {
    DataReset: View(_reset_rows, _reset_report),
    DataUpdate: View(_update_rows, _update_report),
}

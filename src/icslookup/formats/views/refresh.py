"""How it is told what an update, a reset or an import of data did."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.dates import spell
from icslookup.formats.report import Column, Report, Section
from icslookup.formats.values import counted, number, short_date, visible
from icslookup.formats.views.changes import counts_of, sections_of
from icslookup.lookup.answers import ChangeRow
from icslookup.lookup.answers_about import DataImport, DataReset, DataUpdate, Imported, Removed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.formats.report import Cells

_TITLES = {
    "current": "The data are current",
    "updated": "The data were updated",
    "to_update": "The data would be updated",
    "ahead": "The data are ahead of the newest lookup",
}


def update_report(answer: DataUpdate) -> Report:
    """Make the report of an update: what was looked at, and what is different now."""
    facts = [
        f"Newest lookup of ONS: {answer.lookup}, for {spell(answer.boundaries)}",
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


def reset_report(answer: DataReset) -> Report:
    """Make the report of a reset: what was removed."""
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


def flat_update(
    answer: DataUpdate | DataReset | DataImport,
) -> tuple[tuple[str, ...], Sequence[tuple[object, ...]]]:
    """Return the columns and rows: the changes of an update, what was removed, or imported."""
    if isinstance(answer, DataImport):
        return Imported._fields, answer.imported
    if isinstance(answer, DataUpdate):
        return ChangeRow._fields, answer.changes
    return Removed._fields, answer.removed

"""The view of `data update`: the newest lookup, and what changed."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Report, View
from icslookup.formats.values import number, short_date
from icslookup.formats.views.changes import counts_of, flat_changes, sections_of
from icslookup.refresh.update import DataUpdate
from icslookup.text import long_date

if TYPE_CHECKING:
    from icslookup.formats.report import FlatTable

_TITLES = {
    "current": "The data are current",
    "updated": "The data were updated",
    "to_update": "The data would be updated",
    "ahead": "The data are ahead of the newest lookup",
}


def _rows(answer: DataUpdate) -> FlatTable:
    return flat_changes(answer.changes)


def _report(answer: DataUpdate) -> Report:
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


VIEWS = {DataUpdate: View(_rows, _report)}

"""The view of `history`: a tree to read, and rows with their depth for CSV."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.formats.report import Branch, Report, View, footer
from icslookup.formats.values import iso_date
from icslookup.lookup.history import HistoryAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icslookup.formats.report import FlatTable
    from icslookup.lookup.history_nodes import HistoryNode

_AHEAD = ("planned", "open", "cluster")
"""The kinds of nodes for events that have not happened yet, or only in part."""


class HistoryRow(NamedTuple):
    """A row of the tree. The `depth` of a node at the top is 0."""

    depth: int
    date: str | None
    kind: str
    what: str
    certainty: str | None
    source: str | None


def _rows(answer: HistoryAnswer) -> FlatTable:
    """Return the nodes of the tree, each before the nodes below it."""

    def walk(nodes: tuple[HistoryNode, ...], depth: int) -> Iterator[HistoryRow]:
        for node in nodes:
            yield HistoryRow(depth, *node[:5])
            yield from walk(node.children, depth + 1)

    return HistoryRow._fields, list(walk(answer.line, 0))


def _report(answer: HistoryAnswer) -> Report | None:
    """Return the history as a tree, or None if nothing was found."""
    if answer.name is None:
        return None
    return Report(
        f"{answer.name} · {answer.code}",
        (),
        answer.message,
        (),
        footer(answer.data, answer.as_of),
        _branches(answer.line),
    )


def _branches(nodes: tuple[HistoryNode, ...]) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            iso_date(node.date) if node.date else "undated" if node.kind == "open" else "",
            node.what,
            node.certainty,
            node.kind in _AHEAD,
            _branches(node.children),
        )
        for node in nodes
    )


VIEWS = {HistoryAnswer: View(_rows, _report)}

"""The view of `history`: a tree for people, rows with their depth for CSV."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.formats.report import Branch, Report, View, footer
from icslookup.formats.values import iso_date
from icslookup.lookup.history import HistoryAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from icslookup.lookup.history import HistoryNode

_AHEAD = ("planned", "open", "cluster")
"""The kinds of nodes that have not happened yet, or not in full."""


class HistoryRow(NamedTuple):
    """A node of a history in a flat table; `depth` is 0 for those of the line itself."""

    depth: int
    date: str | None
    kind: str
    what: str
    certainty: str | None
    source: str | None


def _rows(answer: HistoryAnswer) -> tuple[tuple[str, ...], list[HistoryRow]]:
    """Return the nodes of a history, each before what belongs to it."""

    def walk(nodes: tuple[HistoryNode, ...], depth: int) -> Iterator[HistoryRow]:
        for node in nodes:
            yield HistoryRow(depth, *node[:5])
            yield from walk(node.children, depth + 1)

    return HistoryRow._fields, list(walk(answer.line, 0))


def _report(answer: HistoryAnswer) -> Report | None:
    """Return the history as a tree; None if nothing was found."""
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
            iso_date(node.date) if node.date else "",
            node.what,
            node.certainty,
            node.kind in _AHEAD,
            _branches(node.children),
        )
        for node in nodes
    )


VIEWS = {HistoryAnswer: View(_rows, _report)}

"""The nodes of a history: dated events, with the events that belong to them."""

from __future__ import annotations

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

_ISO = len("2022-07-01")


class HistoryNode(NamedTuple):
    """An event, with the events that belong to it as its children.

    `date` is a day, a month or a year in ISO form, None if it lasts or is not known. `kind`
    is `designated`, `established`, `renamed`, `boundary`, `recoded`, `boards`, `abolished`,
    `cluster`, `planned`, `open`, `note`, `predecessor` or `successor`. `certainty` and `source` are
    those of the data, None for what is computed from the memberships.
    """

    date: str | None
    kind: str
    what: str
    certainty: str | None
    source: str | None
    children: tuple[HistoryNode, ...]


def history_node(
    day: date | str | None,
    kind: str,
    what: str,
    children: tuple[HistoryNode, ...] = (),
    *,
    certainty: str | None = None,
    source: str | None = None,
) -> HistoryNode:
    """Return a node of a history."""
    return HistoryNode(str(day) if day else None, kind, what, certainty, source, children)


def has_passed(text: str | None, day: date) -> bool:
    """Return whether a day, month or year is over by a day; a text of None means today."""
    if text is None:
        return day >= dates.today()
    return text + "-12-31"[len(text) - 4 :] <= str(day) if len(text) < _ISO else text <= str(day)


def in_order(line: list[HistoryNode]) -> tuple[HistoryNode, ...]:
    """Return the nodes by date, undated nodes last; nodes of one day keep their order."""
    return tuple(sorted(line, key=lambda node: node.date or "9"))

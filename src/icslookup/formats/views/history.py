"""How a history is shown: a tree for people, a nested list in Markdown, rows for CSV."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dates import spell
from icslookup.formats.report import Column, Report, Section, footer
from icslookup.formats.values import iso_date, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.tree import Tree

    from icslookup.lookup.answers import HistoryAnswer, HistoryNode, Timeline


class HistoryRow(NamedTuple):
    """A node of a history in a flat table; `depth` is 0 for those of the line itself."""

    depth: int
    date: str | None
    kind: str
    what: str
    certainty: str | None
    source: str | None


def flat_history(answer: HistoryAnswer) -> list[HistoryRow]:
    """Return the nodes of a history, each before what belongs to it."""

    def walk(nodes: tuple[HistoryNode, ...], depth: int) -> Iterator[HistoryRow]:
        for node in nodes:
            yield HistoryRow(depth, *node[:5])
            yield from walk(node.children, depth + 1)

    return list(walk(answer.line, 0))


def label(row: HistoryRow | HistoryNode) -> str:
    """Write a node in one line: its date, what happened, and how certain that is."""
    when = f"{iso_date(row.date)}  " if row.date else ""
    sure = f"  [{row.certainty}]" if row.certainty else ""
    return f"{when}{row.what}{sure}"


def history_report(answer: HistoryAnswer) -> Report | None:
    """Make the frame of a history: title, notes and last line, without its tree."""
    if answer.name is None:
        return None
    return Report(
        f"{answer.name} · {answer.code}", (), answer.message, (), footer(answer.data, answer.as_of)
    )


def history_markdown(answer: HistoryAnswer) -> str:
    """Write the tree of a history as a nested list."""
    return "\n".join(f"{'  ' * row.depth}- {label(row)}" for row in flat_history(answer))


def history_tree(answer: HistoryAnswer, *, unicode: bool) -> Tree:
    """Draw the tree of a history."""
    from rich.text import Text
    from rich.tree import Tree

    def grow(tree: Tree, nodes: tuple[HistoryNode, ...]) -> None:
        for node in nodes:
            text = Text()
            if node.date:
                text.append(f"{iso_date(node.date)}  ", style="cyan")
            text.append(visible(node.what), style="yellow" if node.kind in _AHEAD else "")
            if node.certainty:
                text.append(f"  [{node.certainty}]", style="dim")
            grow(tree.add(text), node.children)

    style = "dim" if unicode else ""
    tree = Tree(Text("history", style="bold"), guide_style=style, hide_root=True)
    grow(tree, answer.line)
    return tree


_AHEAD = ("planned", "open", "cluster")


def timeline_report(answer: Timeline) -> Report:
    """Make the report of the timeline."""
    columns = (Column("When"), Column("What happened", wrap=True), Column("Certainty"))
    rows = [(iso_date(row.date), row.what, row.certainty) for row in answer.rows]
    return Report(
        "Systems, boards and authorities since 2017",
        (f"as of {spell(answer.as_of)}; A official, B official data, C press, D inferred",),
        answer.note,
        (Section(None, columns, list(rows)),),
        footer(answer.data, answer.as_of),
    )

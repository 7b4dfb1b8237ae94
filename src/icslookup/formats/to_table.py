"""Tables for people, drawn by Rich; imported only when a table is asked for."""

from __future__ import annotations

import io

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.values import bar, only_ascii, percent, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from icslookup.formats import Terminal
    from icslookup.formats.report import Branch, Report, Section, Share

UNLIMITED = 100_000
"""The width at which nothing is cut or wrapped."""

NARROWEST = 60
"""No table is squeezed further: a code that is cut is worse than a line that the terminal wraps."""

BARS_FROM = 72
"""A narrower terminal gets no bars: the names need the room."""

_WIDEST_PERCENT = len(">99.9%")


def render_table(report: Report | None, terminal: Terminal) -> str:
    """Return a report as tables for a terminal; an empty text for no report."""
    if report is None:
        return ""
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(terminal.width, NARROWEST) if terminal.width else UNLIMITED,
        force_terminal=terminal.colour,
        color_system="auto" if terminal.colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in parts(report, terminal):
        console.print(part)
    lines = [line.rstrip() for line in out.getvalue().split("\n")]
    text = "\n".join(lines)
    return text if terminal.unicode else only_ascii(text)


def parts(report: Report, terminal: Terminal) -> list[RenderableType]:
    """Return what Rich is to print, one under the other."""
    name, _, codes = report.title.partition(" · ")
    title = Text(visible(name), style="bold")
    if codes:
        title.append(f" · {codes}", style="cyan")
    found: list[RenderableType] = [title]
    found.extend(Text(fact, style="dim") for fact in report.facts)
    if report.note:
        found.append(Text(f"Note: {visible(report.note)}", style="yellow"))
    if report.tree:
        found.extend((Text(""), _tree(report.tree, unicode=terminal.unicode)))
    for section in report.sections:
        found.append(Text(""))
        if section.heading:
            found.append(Text(section.heading, style="dim bold" if section.former else "bold"))
        found.append(_table(section, terminal))
    found.extend((Text(""), Text(report.footer, style="dim")))
    return found


def _tree(branches: tuple[Branch, ...], *, unicode: bool) -> Tree:
    tree = Tree("", guide_style="dim" if unicode else "", hide_root=True)
    _grow(tree, branches)
    return tree


def _grow(tree: Tree, branches: tuple[Branch, ...]) -> None:
    for branch in branches:
        text = Text()
        if branch.when:
            text.append(f"{branch.when}  ", style="cyan")
        text.append(visible(branch.what), style="yellow" if branch.ahead else "")
        if branch.certainty:
            text.append(f"  [{branch.certainty}]", style="dim")
        _grow(tree.add(text), branch.children)


def _table(section: Section, terminal: Terminal) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD if terminal.unicode else box.ASCII2,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim" if section.former else "bold",
        row_styles=["dim"] if section.former else None,
    )
    for column in section.columns:
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=not column.wrap or terminal.width is None,
            overflow="fold" if column.wrap else "crop",
        )
    bars = terminal.width is None or terminal.width >= BARS_FROM
    for row in section.rows:
        table.add_row(*(_cell(cell, bars=bars) for cell in row))
    return table


def _cell(cell: str | Share, *, bars: bool) -> Text:
    if isinstance(cell, str):
        return Text(cell)
    text = Text(percent(cell.value).rjust(_WIDEST_PERCENT))
    return text.append(f" {bar(cell.value)}", style="green") if bars else text

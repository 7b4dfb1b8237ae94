"""Tables for people, and the bars of their shares. Rich draws them.

Answers in other formats do not import this module, because Rich takes long to import.
"""

from __future__ import annotations

import io
from itertools import compress

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.values import escape_invisible, only_ascii, percent

if TYPE_CHECKING:
    from rich.console import RenderableType

    from icslookup.formats import Terminal
    from icslookup.formats.report import Branch, Report, Section, Share

UNLIMITED = 100_000
"""A width so large that Rich neither cuts nor wraps a line."""

NARROWEST = 60
"""The smallest width of a table: a wrapped line is better than a cut code."""

BARS_FROM = 72
"""The smallest width of a terminal for bars. In a narrower one, the names need the space."""

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDEST_PERCENT = len(">99.9%")


def render_table(report: Report | None, terminal: Terminal) -> str:
    """Return a report as tables for a terminal, or an empty text for None."""
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
    for part in rich_parts(report, terminal):
        console.print(part, soft_wrap=isinstance(part, Text) and part.no_wrap is True)
    lines = [line.rstrip() for line in out.getvalue().split("\n")]
    text = "\n".join(lines)
    return text if terminal.unicode else only_ascii(text)


def rich_parts(report: Report, terminal: Terminal) -> list[RenderableType]:
    """Return the parts of a report that Rich prints, from top to bottom."""
    name, _, codes = report.title.partition(" · ")
    title = Text(escape_invisible(name), style="bold")
    if codes:
        title.append(f" · {codes}", style="cyan")
    printed: list[RenderableType] = [title]
    printed.extend(Text(fact, style="dim") for fact in report.facts)
    if report.note:
        printed.append(Text(f"Note: {escape_invisible(report.note)}", style="yellow"))
    if report.tree:
        printed.extend((Text(""), _tree(report.tree, unicode=terminal.unicode)))
    for section in report.sections:
        printed.append(Text(""))
        if section.heading:
            printed.append(Text(section.heading, style="dim bold" if section.former else "bold"))
        width = max(terminal.width or UNLIMITED, NARROWEST)
        shown = [column.least_width <= width for column in section.columns]
        printed.append(_table(section, shown, terminal))
        if not all(shown):
            left_out = (
                c.title for c in compress(section.columns, (not is_shown for is_shown in shown))
            )
            printed.append(Text(f"No space for: {', '.join(left_out)}", style="dim"))
    if report.command:
        command = Text(escape_invisible(report.command), no_wrap=True)
        printed.extend((Text(""), Text(report.command_title or "", style="bold"), command))
    printed.extend((Text(""), Text(report.footer, style="dim")))
    return printed


def _tree(branches: tuple[Branch, ...], *, unicode: bool) -> Tree:
    tree = Tree("", guide_style="dim" if unicode else "", hide_root=True)
    _add_branches(tree, branches)
    return tree


def _add_branches(tree: Tree, branches: tuple[Branch, ...]) -> None:
    for branch in branches:
        text = Text()
        if branch.when:
            text.append(f"{branch.when}  ", style="cyan")
        text.append(escape_invisible(branch.what), style="yellow" if branch.ahead else "")
        if branch.certainty:
            text.append(f"  [{branch.certainty}]", style="dim")
        _add_branches(tree.add(text), branch.children)


def _table(section: Section, shown: list[bool], terminal: Terminal) -> Table:
    """Return the table of a section. `shown` says of each column whether there is space for it."""
    table = Table(
        box=box.SIMPLE_HEAD if terminal.unicode else box.ASCII2,
        pad_edge=False,
        show_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim" if section.former else "bold",
        row_styles=["dim"] if section.former else None,
    )
    for position, column in enumerate(section.columns):
        if not shown[position]:
            continue
        narrow = (terminal.width or UNLIMITED) < column.narrow_below
        table.add_column(
            column.title,
            justify="right" if column.right else "left",
            no_wrap=not column.wrap or terminal.width is None,
            overflow="fold" if column.wrap else "crop",
            max_width=_longest_word(section, position) if narrow else None,
        )
    with_bars = terminal.width is None or terminal.width >= BARS_FROM
    for row in section.rows:
        cells = compress(row, shown)
        table.add_row(*(_cell(cell, with_bars=with_bars) for cell in cells))
    return table


def _longest_word(section: Section, position: int) -> int:
    texts = [section.columns[position].title, *(str(row[position]) for row in section.rows)]
    return max(len(word) for text in texts for word in text.split())


def _cell(cell: str | Share, *, with_bars: bool) -> Text:
    """Return a cell for Rich. A share is a percentage, with a bar if there is space."""
    if isinstance(cell, str):
        return Text(cell)
    text = Text(percent(cell.value).rjust(_WIDEST_PERCENT))
    return text.append(f" {bar(cell.value)}", style="green") if with_bars else text


def bar(share: float | None, cells: int = 6) -> str:
    """Return a share as a bar of a few characters. A part never looks empty or full."""
    if share is None:
        return ""
    eighths = round(share * cells * 8)
    if share < 1:
        eighths = min(max(eighths, 1), cells * 8 - 1)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(cells)

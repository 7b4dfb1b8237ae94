"""Markdown: the report of an answer, to be pasted into a page or a ticket."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Share, report
from icslookup.formats.values import percent
from icslookup.formats.views.data_info import plain_markdown
from icslookup.formats.views.history import history_markdown
from icslookup.lookup.answers import HistoryAnswer

if TYPE_CHECKING:
    from icslookup.formats.report import Section
    from icslookup.lookup.answers import Answer


def render_markdown(answer: Answer) -> str:
    """Return an answer as Markdown; nothing where nothing was found."""
    text = plain_markdown(answer)
    if text is not None:
        return text
    shown = report(answer)
    if shown is None:
        return ""
    blocks = [f"## {shown.title}", *shown.facts]
    if shown.note:
        blocks.append(f"> {shown.note}")
    if isinstance(answer, HistoryAnswer):
        blocks.append(history_markdown(answer))
    for section in shown.sections:
        if section.heading:
            blocks.append(f"### {section.heading}")
        blocks.append(_table(section))
    blocks.append(f"*{shown.footer}*")
    return "\n\n".join(blocks) + "\n"


def _table(section: Section) -> str:
    lines = [
        _line([column.title for column in section.columns]),
        _line(["---:" if column.right else "---" for column in section.columns]),
    ]
    lines.extend(
        _line([percent(c.value) if isinstance(c, Share) else c for c in row])
        for row in section.rows
    )
    return "\n".join(lines)


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"

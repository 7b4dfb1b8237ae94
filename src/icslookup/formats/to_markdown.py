"""Markdown: the report of an answer, for a page or a ticket."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.formats.report import Share
from icslookup.formats.values import percent
from icslookup.formats.views.registry import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from icslookup.formats.answers import Answer
    from icslookup.formats.report import Branch, Section


def render_markdown(answer: Answer) -> str:
    """Return an answer as Markdown; an empty text if nothing was found."""
    view = view_of(answer)
    if view.markdown:
        return view.markdown(answer)
    report = view.report(answer)
    if report is None:
        return ""
    blocks = [f"## {report.title}", *report.facts]
    if report.note:
        blocks.append(f"> {report.note}")
    if report.tree:
        blocks.append("\n".join(_list(report.tree)))
    for section in report.sections:
        if section.heading:
            blocks.append(f"### {section.heading}")
        blocks.append(_table(section))
    if report.command:
        blocks += [f"### {report.command_title}", f"```sh\n{report.command}\n```"]
    blocks.append(f"*{report.footer}*")
    return "\n\n".join(blocks) + "\n"


def _list(branches: Iterable[Branch], depth: int = 0) -> Iterator[str]:
    """Yield the lines of a nested list."""
    for branch in branches:
        when = f"{branch.when}  " if branch.when else ""
        certainty = f"  [{branch.certainty}]" if branch.certainty else ""
        yield f"{'  ' * depth}- {when}{branch.what}{certainty}"
        yield from _list(branch.children, depth + 1)


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

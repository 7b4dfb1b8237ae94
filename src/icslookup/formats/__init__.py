"""Answers as text: tables, JSON, JSON Lines, CSV, TSV and Markdown.

`render` returns the text, and `icslookup.cli` writes it.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")
REPORT_FORMATS = ("table", "markdown")
"""The formats that show an answer as a report, with its note."""


class Terminal(NamedTuple):
    """What a terminal can show.

    `width` is a number of columns, or None if no line may be cut or wrapped. If `unicode` is false,
    it can only show ASCII.
    """

    width: int | None = None
    colour: bool = False
    unicode: bool = True


def render(
    answer: Answer, format_: str, terminal: Terminal | None = None, *, header: bool = True
) -> str:
    """Return an answer as text in one of `FORMATS`, with a line break at the end.

    Parameters: `terminal` is used for `table`, and `header` for `csv` and `tsv`.

    If nothing was found, the text is empty for `table` and `markdown`, a document for JSON, and the
    header for CSV. A postcode or an LSOA still has a row in CSV, with its status.
    """
    if format_ in ("json", "jsonl"):
        from icslookup.formats.to_json import render_json, render_lines

        return render_json(answer) if format_ == "json" else render_lines(answer)
    if format_ in ("csv", "tsv"):
        from icslookup.formats.to_csv import render_delimited

        return render_delimited(answer, "," if format_ == "csv" else "\t", header=header)
    if format_ == "markdown":
        from icslookup.formats.to_markdown import render_markdown

        return render_markdown(answer)
    from icslookup.formats.views.registry import view_of

    terminal = terminal or Terminal()
    view = view_of(answer)
    if view.text:
        return view.text(answer, terminal.width)
    from icslookup.formats.to_table import render_table

    short = view.short_report if terminal.width else None
    return render_table((short or view.report)(answer), terminal)

"""Turns answers into text: tables for people, JSON, CSV, TSV and Markdown for programs.

This package asks no questions and writes to no stream: `render` returns the text.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from icslookup.formats.answers import Answer

FORMATS = ("table", "json", "jsonl", "csv", "tsv", "markdown")


class Terminal(NamedTuple):
    """Where a table will be shown.

    `width` in columns, None where nothing may be cut or wrapped; `colour` says whether to use
    it; `unicode` whether other characters than ASCII can be shown.
    """

    width: int | None = None
    colour: bool = False
    unicode: bool = True


def render(
    answer: Answer, format_: str, terminal: Terminal | None = None, *, header: bool = True
) -> str:
    """Return an answer as text in one of `FORMATS`, ending in a line break.

    `header` is for `csv` and `tsv`; `terminal` for `table`. An answer that found nothing is an
    empty text as a table or as Markdown, a document in JSON, and the header alone in CSV; a
    postcode or an LSOA is a row there, with its status.
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

    return render_table(view.report(answer), terminal)

"""The command `rebase`, which carries figures from any boundaries to any others."""

from __future__ import annotations

import sys
from contextlib import ExitStack, closing
from typing import Annotated, Literal

import typer

from icslookup.cli.exit_codes import exit_on_signal, write_answer
from icslookup.cli.options import (
    Delimiter,
    Encoding,
    Json,
    NoHeader,
    Quiet,
    TableColumn,
    TableFile,
    Version,
    chosen_format,
)
from icslookup.cli.streams import OutputOptions, send_to_null
from icslookup.errors import UsageError


def rebase(  # noqa: PLR0913 - a parameter for each option
    file: TableFile,
    value: Annotated[
        list[str],
        typer.Option(metavar="VALUE", help="A column of figures; may be repeated."),
    ],
    column: TableColumn = None,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="YYYY-MM-DD",
            envvar="ICSLOOKUP_AS_OF",
            help="The day of the boundaries to carry the figures to.",
            show_default="today",
        ),
    ] = None,
    to_geography: Annotated[
        Literal["board", "sub-icb", "region", "council"],
        typer.Option(
            case_sensitive=False,
            metavar="KIND",
            help="The areas to carry the figures to: board, sub-icb, region or council.",
        ),
    ] = "board",
    kind: Annotated[
        Literal["council", "board", "sub-icb", "ccg", "stp", "region", "lsoa", "postcode", "auto"],
        typer.Option(
            case_sensitive=False,
            metavar="KIND",
            help="What the column holds: council, board, sub-icb, ccg, stp, region, lsoa, postcode,"
            " or auto to decide by its values.",
        ),
    ] = "auto",
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="YYYY-MM-DD",
            help="The day of the boundaries of the column.",
            show_default="found out",
        ),
    ] = None,
    as_of_column: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="A column with the day of the boundaries of each row.",
            show_default=False,
        ),
    ] = None,
    date_format: Annotated[
        str | None,
        typer.Option(
            metavar="FORMAT",
            help="How these days are written, such as %d/%m/%Y.",
            show_default="YYYY-MM-DD",
        ),
    ] = None,
    by: Annotated[
        Literal["residents", "lsoas"],
        typer.Option(case_sensitive=False, help="Divide an area by residents or by LSOAs."),
    ] = "residents",
    weights: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Divide by the weights of a table with the columns from_code, to_code and weight.",
            show_default=False,
        ),
    ] = None,
    per: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="Keep this column, such as a month: each of its values has its own results. May be"
            " repeated.",
            show_default=False,
        ),
    ] = None,
    integer: Annotated[
        bool, typer.Option("--integer", help="Round to whole numbers and keep each total.")
    ] = False,
    mean_by: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="The values are means or rates: weight them by this column.",
            show_default=False,
        ),
    ] = None,
    counts: Annotated[
        bool, typer.Option("--counts", help="The values are counts, whatever their names say.")
    ] = False,
    blank: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MARK",
            help="Another text that marks a suppressed figure. May be repeated.",
            show_default=False,
        ),
    ] = None,
    drop_totals: Annotated[
        bool,
        typer.Option("--drop-totals", help="Leave out areas whose parts are in the table too."),
    ] = False,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Where to write.", show_default="standard output"
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if a figure was not placed.")
    ] = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    format_: Annotated[
        Literal["table", "json", "jsonl", "csv", "tsv", "markdown", "parquet", "xlsx"] | None,
        typer.Option(
            "--format",
            "-f",
            case_sensitive=False,
            metavar="FORMAT",
            help="How to write the results: table, json, jsonl, csv, tsv, markdown, parquet or"
            " xlsx.",
            show_default="by the name of OUT, else table",
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
    _version: Version = False,
) -> int:
    """Carry figures from the boundaries of one day to those of another; see docs/rebase.md."""
    import signal

    from icslookup.bulk.rebase.rebase import RebaseOptions
    from icslookup.bulk.rebase.rebase import rebase as answer_to
    from icslookup.formats.to_file import format_of, open_output
    from icslookup.tables import open_source

    signal.signal(signal.SIGTERM, exit_on_signal)
    options = RebaseOptions(
        column, tuple(value), to, to_geography, kind, from_, as_of_column, date_format, by,
        tuple(per or ()), integer, mean_by, tuple(blank or ()), drop_totals, counts,
    )  # fmt: skip
    written = format_of(output, chosen_format(format_, as_json=as_json))
    if file == weights == "-":
        raise UsageError("standard input has one table: name a file for the other")
    try:
        with ExitStack() as opened:
            table = open_source(file, encoding=encoding, delimiter=delimiter)
            sources = [opened.enter_context(closing(table))]
            if weights:
                sources.append(opened.enter_context(closing(open_source(weights))))
            out = opened.enter_context(open_output(output, written, sources))
            answer = answer_to(table, options, weights=sources[1] if weights else None)
            shown = OutputOptions(written, quiet, not no_header)
            return write_answer(answer, shown, strict=strict, file=out)
    except BrokenPipeError:  # the reader of the pipe closed it early
        send_to_null(sys.stdout)
        return 0


def apportion() -> int:
    """Raise `UsageError`: `rebase` took the place of this command."""
    raise UsageError(
        "there is no command apportion any more: rebase does the same, with --to DATE in place of"
        " --as-of DATE. Try: icslookup rebase FILE -c COLUMN --value VALUE --to DATE"
    )

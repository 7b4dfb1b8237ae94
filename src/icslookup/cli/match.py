"""The command `match`, which adds the boards to each row of a table."""

from __future__ import annotations

import sys
from contextlib import closing
from typing import Annotated, Literal

import typer

from icslookup.bulk.match.output_columns import PREFIX
from icslookup.cli.exit_codes import NOT_FOUND, exit_on_signal
from icslookup.cli.options import (
    AsOf,
    DateFormat,
    Delimiter,
    Encoding,
    MatchKind,
    Quiet,
    TableColumn,
    TableFile,
    Version,
)
from icslookup.cli.progress import Bar
from icslookup.cli.streams import send_to_null, write_stderr


def match(  # noqa: PLR0913 - a parameter for each option
    ctx: typer.Context,
    file: TableFile,
    column: TableColumn = None,
    output: Annotated[
        str | None,
        typer.Option(
            "--output", "-o", metavar="OUT", help="Where to write.", show_default="standard output"
        ),
    ] = None,
    as_of: AsOf = None,
    as_of_column: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN", help="A column with the day of each row.", show_default=False
        ),
    ] = None,
    date_format: DateFormat = None,
    kind: MatchKind = "auto",
    split: Annotated[
        Literal["list", "largest", "rows"],
        typer.Option(
            case_sensitive=False,
            help="An authority of several boards: all in one cell, the one with the largest share,"
            " or a row for each.",
        ),
    ] = "list",
    unmatched: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Write the spellings without a board there, to be filled in as aliases.",
            show_default=False,
        ),
    ] = None,
    report: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Write the summary as JSON there.", show_default=False),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 unless every row has a board.")
    ] = False,
    min_score: Annotated[
        float,
        typer.Option(
            metavar="SCORE", help="Refuse what was read by words or typing errors below it, 0-100."
        ),
    ] = 0,
    exact: Annotated[
        bool, typer.Option("--exact", help="Refuse all that is not written as it is known.")
    ] = False,
    follow: Annotated[
        bool,
        typer.Option(
            "--follow",
            help="Carry a council or board that did not exist on the day to the boards of its"
            " territory.",
        ),
    ] = False,
    prefix: Annotated[
        str, typer.Option(metavar="TEXT", help="Begins the names of the added columns.")
    ] = PREFIX,
    to: Annotated[
        Literal["csv", "tsv", "jsonl", "parquet", "xlsx"] | None,
        typer.Option(
            case_sensitive=False,
            help="The format to write.",
            show_default="by the name of OUT, else that of FILE",
        ),
    ] = None,
    lines: Annotated[
        bool, typer.Option("--lines", help="FILE is a list of names, one a line, without a header.")
    ] = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    quiet: Quiet = False,
    _version: Version = False,
) -> int:
    """Add the boards to each row of a table with a column of councils, postcodes or LSOAs."""
    import signal

    from icslookup.bulk.match.file import ReadOptions, WriteOptions, match_file
    from icslookup.bulk.matcher import Matcher
    from icslookup.formats.views.match import errors, notes

    signal.signal(signal.SIGTERM, exit_on_signal)
    if as_of_column and _is_from_environment(ctx, "as_of"):
        as_of = None  # the days of the rows replace the day from the environment
    matcher = Matcher(as_of, kind=kind, min_score=min_score, exact=exact, follow=follow)
    reading = ReadOptions(column, as_of_column, encoding, delimiter, lines, date_format)
    writing = WriteOptions(output, to, split, prefix, unmatched, report)
    try:
        with closing(Bar(shown=not quiet and not _is_terminal(output))) as bar:
            found = match_file(file, matcher, reading, writing, bar)
    except BrokenPipeError:  # the reader of the pipe closed it early
        send_to_null(sys.stdout)
        return 0
    if not quiet:
        write_stderr(notes(found))
    if strict and not found.complete:
        write_stderr(errors(found))
        return NOT_FOUND
    return 0


def _is_from_environment(ctx: typer.Context, name: str) -> bool:
    source = ctx.get_parameter_source(name)
    return source is not None and source.name == "ENVIRONMENT"


def _is_terminal(output: str | None) -> bool:
    return output in (None, "-") and sys.stdout is not None and sys.stdout.isatty()

"""The commands `check` and `scan`, which answer with a report about files."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated

import typer

from icslookup.cli.command import command
from icslookup.cli.options import (
    AsOf,
    ColumnKind,
    DateFormat,
    Delimiter,
    Encoding,
    TableColumn,
    TableFile,
)
from icslookup.formats.answers import Answer


@command
def check(  # noqa: PLR0913 - the options of a command
    file: TableFile,
    column: TableColumn = None,
    kind: ColumnKind = "auto",
    date: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="A column with the day of each row."),
    ] = None,
    date_format: DateFormat = None,
    _strict: Annotated[
        bool,
        typer.Option(
            "--strict",
            help="Exit with 1 if no date (or not that of --as-of) fits all values, if a value has"
            " no answer, or if a series breaks.",
        ),
    ] = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    as_of: AsOf = None,
) -> Answer:
    """Of what date a column of names or codes is, what is odd, and where a series breaks."""
    from icslookup import tables
    from icslookup.bulk.check import check

    with closing(tables.open_source(file, encoding=encoding, delimiter=delimiter)) as source:
        return check.check(
            source, column, kind=kind, date_column=date, date_format=date_format, as_of=as_of
        )


@command
def scan(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH...",
            help="Files and folders; - is standard input. Files that Git ignores are left out.",
            show_default=False,
        ),
    ],
    ext: Annotated[
        list[str] | None,
        typer.Option(
            metavar="EXT",
            help="Only files of this extension, such as sql; may be repeated.",
            show_default=False,
        ),
    ] = None,
    cells: Annotated[
        bool, typer.Option("--cells", help="Read the rows of CSV files too, not only the heading.")
    ] = False,
    as_of: AsOf = None,
) -> Answer:
    """Find codes in source code that have ended; exit code 1 if there is one; see docs/scan.md."""
    from icslookup.bulk.scan.scan import scan

    return scan(paths, extensions=ext or (), cells=cells, as_of=as_of)

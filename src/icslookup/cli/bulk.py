"""The commands `apportion`, `check` and `scan`, which answer with a report about files."""

from __future__ import annotations

from contextlib import closing
from typing import Annotated, Literal

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
def apportion(  # noqa: PLR0913 - the options of a command
    file: TableFile,
    value: Annotated[
        list[str],
        typer.Option(metavar="VALUE", help="A column of figures; may be repeated."),
    ],
    column: TableColumn = None,
    by: Annotated[
        Literal["residents", "lsoas"],
        typer.Option(case_sensitive=False, help="What a split authority is divided by."),
    ] = "residents",
    integer: Annotated[
        bool, typer.Option("--integer", help="Whole numbers, by the largest remainder.")
    ] = False,
    _strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Exit code 1 if a council is not placed, missing or doubled."
        ),
    ] = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    as_of: AsOf = None,
) -> Answer:
    """Turn figures of councils into estimates for boards; see docs/estimates.md."""
    from icslookup import tables
    from icslookup.bulk.apportion import apportion

    with closing(tables.open_source(file, encoding=encoding, delimiter=delimiter)) as source:
        return apportion.apportion(source, column, value, by=by, integer=integer, as_of=as_of)


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
            help="Exit code 1 if the values do not all fit one date, or that of --as-of; if one has"
            " no answer; or if a series breaks.",
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

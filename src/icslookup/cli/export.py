"""The command `export`: every table of the data as files for SQL."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from icslookup.cli.exit_codes import exit_on_signal, write_answer
from icslookup.cli.options import AsOf, Quiet, Version
from icslookup.cli.streams import OutputOptions


def export(
    folder: Annotated[
        str,
        typer.Argument(
            metavar="DIR", help="The folder to write to; made if missing.", show_default=False
        ),
    ],
    format_: Annotated[
        Literal["parquet", "sqlite", "duckdb", "csv", "json"],
        typer.Option("--format", "-f", case_sensitive=False, help="What to write the tables as."),
    ] = "parquet",
    as_of: AsOf = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write the summary to standard output as JSON.")
    ] = False,
    quiet: Quiet = False,
    _version: Version = False,
) -> int:
    """Write every table of the data for SQL, and the mapping of each day; see docs/sql.md."""
    import signal

    from icslookup.exports.export import export

    signal.signal(signal.SIGTERM, exit_on_signal)
    answer = export(folder, format_, as_of=as_of)
    return write_answer(answer, OutputOptions("json" if as_json else "table", quiet, header=True))

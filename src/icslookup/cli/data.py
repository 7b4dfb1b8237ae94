"""The commands under `icslookup data`: what the data are, where they stand, whether they hold."""

from __future__ import annotations

from typing import Annotated

import typer

from icslookup import lookup
from icslookup.cli.command import command
from icslookup.cli.options import Version
from icslookup.lookup.answers import Answer

data_app = typer.Typer(help="The data: versions, files, and whether they hold together.")

Folder = Annotated[
    str | None,
    typer.Argument(
        metavar="[FOLDER]",
        help="A folder of data files; the data in use if not given.",
        show_default=False,
    ),
]


@data_app.callback(invoke_without_command=True)
def start(ctx: typer.Context, _version: Version = False) -> None:
    """Show the help where no command is given."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(0)


@data_app.command()
@command
def info() -> Answer:
    """Each file with its rows, size, checksum, sources, licences and certainty."""
    return lookup.data_info()


@data_app.command()
@command
def path() -> Answer:
    """The folder of the data in use."""
    return lookup.data_folder()


@data_app.command()
@command
def validate(folder: Folder = None) -> Answer:
    """Name file, line and column of every fault; exit code 4 if there is one."""
    return lookup.validate(folder)

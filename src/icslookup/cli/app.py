"""The commands: each parses, asks one question and answers it."""

from __future__ import annotations

from typing import Annotated

import typer

from icslookup import lookup
from icslookup.cli.options import (
    AreaName,
    AsOf,
    BoardName,
    Format,
    Json,
    KindName,
    NoHeader,
    Quiet,
    Region,
    output,
)
from icslookup.cli.write import answer, version

app = typer.Typer(
    name="icslookup",
    help="Which NHS Integrated Care Board covers which local authority of England, on any day"
    " since 1 July 2022.",
    epilog="Try: icslookup area Guildford · icslookup board Frimley · icslookup splits --json",
    context_settings={"help_option_names": ["-h", "--help"]},
    pretty_exceptions_enable=False,
)


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    show_version: Annotated[
        bool, typer.Option("--version", "-V", help="Show the version of program and data.")
    ] = False,
) -> None:
    """Show the version, or the help where no command is given."""
    if show_version:
        raise typer.Exit(version())
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(0)


@app.command()
def area(
    name: AreaName,
    as_of: AsOf = None,
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
) -> int:
    """Which boards cover a council, now, before and by plan."""
    wanted = output(format_, as_json, quiet, no_header)
    return answer(lookup.area(" ".join(name), as_of), wanted)


@app.command()
def board(
    name: BoardName,
    as_of: AsOf = None,
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
) -> int:
    """What a board covers; for a former one, what it covered last and who followed."""
    wanted = output(format_, as_json, quiet, no_header)
    return answer(lookup.board(" ".join(name), as_of), wanted)


@app.command()
def boards(
    region: Region = None,
    every: Annotated[bool, typer.Option("--all", help="Former boards too.")] = False,
    as_of: AsOf = None,
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
) -> int:
    """All boards."""
    wanted = output(format_, as_json, quiet, no_header)
    return answer(lookup.boards(as_of, region=region, every=every), wanted)


@app.command()
def areas(
    board: Annotated[
        str | None,
        typer.Option("--board", metavar="BOARD", help="Only this board.", show_default=False),
    ] = None,
    region: Region = None,
    kind: Annotated[
        KindName | None, typer.Option(help="Only this kind.", show_default=False)
    ] = None,
    as_of: AsOf = None,
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
) -> int:
    """The whole mapping: a row for each authority and board."""
    wanted = output(format_, as_json, quiet, no_header)
    found = lookup.areas(as_of, board=board, region=region, kind=kind)
    return answer(found, wanted)


@app.command()
def splits(
    min_share: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            help="Only authorities of which two boards have this share, from 0 to 0.5.",
        ),
    ] = 0.0,
    as_of: AsOf = None,
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
) -> int:
    """The authorities that are split between boards, with shares."""
    wanted = output(format_, as_json, quiet, no_header)
    return answer(lookup.splits(as_of, min_share=min_share), wanted)


@app.command()
def coverage(
    as_of: AsOf = None,
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
) -> int:
    """What each board covers, and that nothing is left out or counted twice."""
    wanted = output(format_, as_json, quiet, no_header)
    return answer(lookup.coverage(as_of), wanted)

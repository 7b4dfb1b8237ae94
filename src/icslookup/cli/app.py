"""The app, and the commands that each ask one question of `lookup`."""

from __future__ import annotations

from typing import Annotated

import typer

import icslookup
from icslookup.cli import bulk, completion
from icslookup.cli.command import command
from icslookup.cli.data import data_app
from icslookup.cli.export import export
from icslookup.cli.match import match
from icslookup.cli.options import (
    AreaName,
    AsOf,
    BoardName,
    GeographyName,
    HistoryName,
    KindName,
    RecordKind,
    Region,
    StyleName,
    TargetName,
    Version,
)
from icslookup.cli.postcodes import lsoa, postcode
from icslookup.cli.rebase import apportion, rebase
from icslookup.formats.answers import Answer

_ANY_ARGUMENTS = {"allow_extra_args": True, "ignore_unknown_options": True}

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
    _version: Version = False,
) -> None:
    """Show the help if there is no command."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(0)


@app.command()
@command
def area(
    name: AreaName,
    lsoas: Annotated[
        bool, typer.Option("--lsoas", help="List its LSOAs, each with its board.")
    ] = False,
    as_of: AsOf = None,
) -> Answer:
    """Which boards cover a council, now, before and by plan."""
    answer = icslookup.area(" ".join(name), as_of)
    if lsoas and answer.area:
        from icslookup.postcodes.lsoa import lsoas_of

        return lsoas_of(answer, answer.area)
    return answer


@app.command()
@command
def board(name: BoardName, as_of: AsOf = None) -> Answer:
    """What a board covers; for a former one, what it covered last and who followed."""
    return icslookup.board(" ".join(name), as_of)


@app.command()
@command
def boards(
    region: Region = None,
    every: Annotated[bool, typer.Option("--all", help="Former boards too.")] = False,
    as_of: AsOf = None,
) -> Answer:
    """All boards."""
    return icslookup.boards(as_of, region=region, every=every)


@app.command()
@command
def areas(
    board: Annotated[
        str | None,
        typer.Option(
            "--board",
            metavar="BOARD",
            help="Only this board: name or code.",
            autocompletion=completion.one_board,
            show_default=False,
        ),
    ] = None,
    region: Region = None,
    kind: Annotated[
        KindName | None,
        typer.Option(case_sensitive=False, help="Only this kind.", show_default=False),
    ] = None,
    as_of: AsOf = None,
) -> Answer:
    """The whole mapping: a row for each district and board; counties with --kind county."""
    return icslookup.areas(as_of, board=board, region=region, kind=kind)


@app.command()
@command
def splits(
    min_share: Annotated[
        float,
        typer.Option(
            metavar="SHARE",
            help="Only authorities of which two boards have this share, from 0 to 0.5.",
        ),
    ] = 0.0,
    as_of: AsOf = None,
) -> Answer:
    """The authorities that are split between boards, with shares."""
    return icslookup.splits(as_of, min_share=min_share)


@app.command()
@command
def changes(
    from_: Annotated[
        str | None, typer.Argument(metavar="[FROM]", help="The earlier day.", show_default=False)
    ] = None,
    to: Annotated[
        str | None, typer.Argument(metavar="[TO]", help="The later day.", show_default=False)
    ] = None,
    as_of: AsOf = None,
) -> Answer:
    """What changed between two days; by default since the boundaries before the present ones."""
    return icslookup.changes(from_, to or as_of)


@app.command()
@command
def crosswalk(
    from_: Annotated[
        str | None,
        typer.Argument(
            metavar="[FROM]",
            help="The day of the areas to divide.",
            show_default="the boundaries before those of TO",
        ),
    ] = None,
    to: Annotated[
        str | None,
        typer.Argument(
            metavar="[TO]", help="The day of the areas that they go to.", show_default="today"
        ),
    ] = None,
    geography: Annotated[
        GeographyName, typer.Option(case_sensitive=False, help="The kind of the areas of FROM.")
    ] = "board",
    to_geography: Annotated[
        TargetName | None,
        typer.Option(
            case_sensitive=False,
            help="The kind of the areas of TO.",
            show_default="the same; board for ccg and lsoa",
        ),
    ] = None,
    as_of: AsOf = None,
) -> Answer:
    """How the areas of one day divide between those of another: codes, residents and shares."""
    return icslookup.crosswalk(from_, to or as_of, geography=geography, to_geography=to_geography)


@app.command()
@command
def history(
    name: HistoryName,
    kind: Annotated[
        RecordKind | None,
        typer.Option(case_sensitive=False, help="Needed for a name of both.", show_default=False),
    ] = None,
    as_of: AsOf = None,
) -> Answer:
    """The whole line of a board, a system or an authority."""
    return icslookup.history(" ".join(name), as_of, kind=kind)


@app.command()
@command
def timeline(as_of: AsOf = None) -> Answer:
    """The story since 2016, one line per event."""
    return icslookup.timeline(as_of)


@app.command()
@command
def coverage(as_of: AsOf = None) -> Answer:
    """What each board covers, and that nothing is left out or counted twice."""
    return icslookup.coverage(as_of)


@app.command()
@command
def cite(
    style: Annotated[
        StyleName,
        typer.Option(case_sensitive=False, help="attribution is what the licences ask for."),
    ] = "text",
    as_of: AsOf = None,
) -> Answer:
    """How to cite the data in a report."""
    return icslookup.cite(as_of, style=style)


app.command()(postcode)
app.command()(lsoa)
app.command()(match)
app.command()(rebase)
app.command()(bulk.check)
app.command()(bulk.scan)
app.command()(export)
app.command(hidden=True, add_help_option=False, context_settings=_ANY_ARGUMENTS)(apportion)
app.add_typer(data_app, name="data")

"""The commands of `icslookup data`, which describe, check, build, update, reset and import data."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from typing import Annotated, Literal

import typer

from icslookup.cli.command import command
from icslookup.cli.options import Version
from icslookup.cli.progress import Bar
from icslookup.cli.streams import DEFAULT_OUTPUT, OutputOptions, stderr_writer, write_stdout
from icslookup.dataset.active import bundled
from icslookup.errors import UsageError
from icslookup.formats.answers import Answer
from icslookup.lookup import data_info

data_app = typer.Typer(help="The data: versions, files, and whether they hold together.")

WAITING = "another import or update is under way: this one waits for it"

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
    """Show the help if there is no command."""
    if ctx.invoked_subcommand is None:
        typer.echo(ctx.get_help())
        raise typer.Exit(0)


@data_app.command()
@command
def info() -> Answer:
    """Each file with its rows, size, checksum, sources, licences and certainty."""
    from icslookup.postcodes.inventory import with_stores

    return with_stores()


@data_app.command()
@command
def path() -> Answer:
    """The folder of the data in use."""
    return data_info.data_folder()


@data_app.command()
@command
def validate(folder: Folder = None) -> Answer:
    """Name file, line and column of every fault; exit code 4 if there is one."""
    return data_info.validate(folder)


@data_app.command()
@command
def update(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would change, and change nothing.")
    ] = False,
    _output: OutputOptions = DEFAULT_OUTPUT,
) -> Answer:
    """Fetch the newest lookup of ONS and use the data that it makes; docs/data.md says how."""
    from icslookup.postcodes.import_files import import_fetched
    from icslookup.refresh.update import Callbacks, update

    write_line = stderr_writer(quiet=_output.quiet)
    with closing(Bar(shown=not _output.quiet)) as bar:
        callbacks = Callbacks(bar, write_line)
        return update(
            callbacks, dry_run=dry_run, then=lambda path: write_line(import_fetched(path))
        )


@data_app.command()
@command
def reset(
    part: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PART...]",
            help="data (fetched), postcodes or lsoas (imported, kept); all if not given.",
            show_default=False,
        ),
    ] = None,
    _output: OutputOptions = DEFAULT_OUTPUT,
) -> Answer:
    """Remove what was fetched or imported: the data of the package are in use again."""
    from icslookup.refresh.reset import reset

    write_line = stderr_writer(quiet=_output.quiet)
    return reset(part or (), lambda: write_line("waiting for another import or update"))


@data_app.command()
def build(
    lookup: Annotated[
        str,
        typer.Option(
            metavar="ONS_FILE",
            help="ONS lookup of 2021 LSOAs to boards and districts: csv, csv.gz or zip.",
        ),
    ],
    date: Annotated[
        datetime,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="First day of the boundaries."
        ),
    ],
    residents: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Census 2021 usual residents of each 2021 LSOA.",
            show_default="those of the data",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            metavar="DIR",
            help="Folder to write: a new one, or one of data files, which are replaced.",
            show_default=False,
        ),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ID",
            help="A source of the new rows, named as in datapackage.json; may be repeated.",
            show_default="ons-lookup-YEAR",
        ),
    ] = None,
    certainty: Annotated[
        Literal["A", "B", "C", "D"],
        typer.Option(help="How certain the new rows are: A is an official source, D inferred."),
    ] = "D",
) -> int:
    """Build the data of the next boundaries from an official ONS lookup."""
    from icslookup.refresh import build

    if out is None:
        raise UsageError("say with --out where to write: nothing is replaced unless you name it")
    data, day = bundled(), date.date()
    evidence = build.choose_evidence(data, day, source, certainty)
    write_stdout(build.summary(build.build(data, day, lookup, residents, evidence, out)))
    return 0


@data_app.command("import")
@command
def import_(
    file: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Postcode directory (ONSPD, NSPL) or LSOA lookup of ONS: csv, csv.gz or zip.",
            show_default=False,
        ),
    ],
    _output: OutputOptions = DEFAULT_OUTPUT,
) -> Answer:
    """Keep a postcode directory or a lookup of LSOAs for the commands that ask for them."""
    from icslookup.formats.views.import_files import import_line
    from icslookup.postcodes.import_files import Imported, import_file, import_files

    write_line = stderr_writer(quiet=_output.quiet)

    def import_one(path: str) -> Imported:
        with closing(Bar(shown=not _output.quiet)) as bar:
            return import_file(path, bar, lambda: write_line(WAITING))

    return import_files(file, import_one, lambda imported: write_line(import_line(imported)))

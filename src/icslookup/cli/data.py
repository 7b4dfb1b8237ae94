"""The commands under `icslookup data`: what the data are, whether they hold, and the next ones."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from typing import Annotated, Literal

import typer

from icslookup.cli.command import command
from icslookup.cli.options import Version
from icslookup.cli.progress import Bar
from icslookup.cli.streams import TABLE, Output, teller, write
from icslookup.dataset.active import bundled
from icslookup.errors import UsageError
from icslookup.formats.answers import Answer
from icslookup.lookup import data_info
from icslookup.postcodes.import_files import DataImport, Imported
from icslookup.storage import user_dirs

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
    """Show the help where no command is given."""
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
    _wanted: Output = TABLE,
) -> Answer:
    """Fetch the newest lookup of ONS and use the data that it makes; docs/data.md says how."""
    from icslookup.postcodes.import_files import import_fetched
    from icslookup.refresh.update import Callbacks, update

    def then(lookup: str) -> None:
        """Keep the LSOAs; a file that is gone when the user reads of it is told by its name."""
        name, _ = os.path.splitext(os.path.basename(lookup))
        tell(import_fetched(lookup).replace(lookup, name))

    with closing(Bar(shown=not _wanted.quiet)) as bar:
        tell = teller(quiet=_wanted.quiet)
        return update(Callbacks(bar, tell), dry_run=dry_run, then=then)


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
    _wanted: Output = TABLE,
) -> Answer:
    """Remove what was fetched or imported: the data of the package are in use again."""
    from icslookup.refresh.reset import reset

    tell = teller(quiet=_wanted.quiet)
    return reset(part or (), lambda: tell("waiting for another import or update"))


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
    from icslookup.refresh import build, merge

    if out is None:
        raise UsageError("say with --out where to write: nothing is replaced unless you name it")
    data, since = bundled(), date.date()
    named = ";".join(source or [build.default_source(data, since)])
    evidence = merge.Evidence(named, certainty)
    write(build.summary(build.build(data, since, lookup, residents, evidence, out)))
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
    _wanted: Output = TABLE,
) -> Answer:
    """Keep a postcode directory or a lookup of LSOAs for the commands that ask for them."""
    from icslookup.formats.views.import_files import import_line
    from icslookup.postcodes.import_files import import_file

    tell = teller(quiet=_wanted.quiet)
    done: list[Imported] = []
    try:
        for path in file:
            with closing(Bar(shown=not _wanted.quiet)) as bar:
                done.append(import_file(path, bar, lambda: tell(WAITING)))
    except BaseException:
        for found in done:  # there will be no answer that tells what was imported before
            tell(import_line(found))
        raise
    return DataImport(user_dirs.folder(), tuple(done))

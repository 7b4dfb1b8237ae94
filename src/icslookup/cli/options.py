"""The arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from icslookup.cli import completion
from icslookup.cli.streams import OutputOptions, write_version
from icslookup.errors import UsageError

FormatName = Literal["table", "json", "jsonl", "csv", "tsv", "markdown"]
KindName = Literal[
    "county", "district", "unitary", "metropolitan", "london-borough", "city-corporation"
]

StyleName = Literal["text", "bibtex", "attribution"]

AreaName = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...",
        help="A council: name, everyday name or GSS code of any vintage. Words are joined.",
        autocompletion=completion.area_names,
        show_default=False,
    ),
]
BoardName = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...",
        help="A board: name, everyday name, ODS code or ONS code of any vintage.",
        autocompletion=completion.board_names,
        show_default=False,
    ),
]
HistoryName = Annotated[
    list[str],
    typer.Argument(
        metavar="NAME...",
        help="A board, a system before the boards, or a council. Words are joined.",
        autocompletion=completion.all_names,
        show_default=False,
    ),
]
GeographyName = Literal["board", "sub-icb", "region", "council", "ccg", "lsoa"]
TargetName = Literal["board", "sub-icb", "region", "council"]
RecordKind = Literal["board", "area"]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="YYYY-MM-DD",
        envvar="ICSLOOKUP_AS_OF",
        help="The day to answer for; today if not given.",
        show_default=False,
    ),
]
Format = Annotated[
    FormatName | None,
    typer.Option(
        "--format",
        "-f",
        case_sensitive=False,
        help="How to write the answer.",
        show_default="table",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Say nothing on standard error but errors.")
]
NoHeader = Annotated[bool, typer.Option("--no-header", help="Leave out the header of csv and tsv.")]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        metavar="REGION",
        help="Only this NHS England region: name or ODS code.",
        autocompletion=completion.regions,
        show_default=False,
    ),
]
TableFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE",
        help="CSV, TSV, JSON Lines, any of these as .gz, Parquet, .xlsx; - is standard input.",
        show_default=False,
    ),
]
TableColumn = Annotated[
    str | None,
    typer.Option(
        "--column",
        "-c",
        metavar="COLUMN",
        help="The column with the names or codes.",
        show_default="guessed",
    ),
]
ColumnKind = Annotated[
    Literal["area", "board", "auto"],
    typer.Option(case_sensitive=False, help="What the column holds; auto decides by its values."),
]
MatchKind = Annotated[
    Literal["area", "board", "auto", "code", "postcode", "lsoa"],
    typer.Option(
        case_sensitive=False,
        metavar="KIND",
        help="What the column holds: area, board, auto to decide by its values, code for codes of"
        " either and no names, postcode or lsoa.",
    ),
]
DateFormat = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT",
        help="How these days are written, such as %d/%m/%Y.",
        show_default="YYYY-MM-DD",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Of a text file.", show_default="found out"),
]
Delimiter = Annotated[
    str | None,
    typer.Option(metavar="CHAR", help="One character, or tab.", show_default="found out"),
]


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - Typer calls it with the value
    if wanted:
        raise typer.Exit(write_version())


Version = Annotated[
    bool,
    typer.Option(
        "--version",
        "-V",
        is_eager=True,
        callback=_show_version,
        help="Show the version of program and data.",
    ),
]


def output_options(
    format_: Format = None,
    as_json: Json = False,
    quiet: Quiet = False,
    no_header: NoHeader = False,
    _version: Version = False,
) -> OutputOptions:
    """Return how the user wants the answer; the parameters are the options of every command.

    Raises `UsageError` if `--json` contradicts `--format`.
    """
    return OutputOptions(chosen_format(format_, as_json=as_json) or "table", quiet, not no_header)


def chosen_format(format_: str | None, *, as_json: bool) -> str | None:
    """Return the format that the user named, if any.

    Raises `UsageError` if `--json` contradicts `--format`.
    """
    if as_json and format_ not in (None, "json"):
        raise UsageError(f"--json and --format {format_} contradict each other")
    return "json" if as_json else format_

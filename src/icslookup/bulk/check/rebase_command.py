"""The command that carries a table to the boundaries of a day, ready to be pasted."""

from __future__ import annotations

import re
import shlex

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.apportion.decimals import read_figure

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from icslookup.dataset.periods import Span
    from icslookup.tables import Source

NO_VALUE = "VALUE"
"""Stands for the column of figures if none can be recognised."""

_MARKS = frozenset(
    ["[c]", "[x]", "[z]", "[u]", "[low]", ":", "*", "**", "..", "...", "-", "\u2013"]
)
"""The marks that published tables have in place of a figure, in lower case."""

_NOT_SUMMED = re.compile(
    r"(?i)\b(?:id|code|index|row|year|quarter|month|week|day|date|latitude|longitude|easting"
    r"|northing)$|\b(?:rates?|percent|percentages?|pct|proportions?|ratios?|means?|averages?"
    r"|medians?|per)\b|%"
)
"""What the name of a column of numbers has if they are not figures that can be added up."""


class CheckedTable(NamedTuple):
    """What the command needs of a table: its path, and the names of its columns.

    `date_column` and `date_format` are None if the table has no days, or if they are written as
    YYYY-MM-DD. `values` are the columns of figures.
    """

    path: str
    column: str
    date_column: str | None
    date_format: str | None
    values: tuple[str, ...]


def checked_table(
    source: Source, position: int, day_position: int | None, date_format: str | None
) -> CheckedTable:
    """Return what the command needs of a table, by its first rows."""
    columns = source.columns
    return CheckedTable(
        "-" if source.name == "standard input" else source.name,
        columns[position],
        None if day_position is None else columns[day_position],
        date_format,
        tuple(_figure_columns(source, {position, day_position})),
    )


def rebase_command(
    table: CheckedTable, to: date, fits: Sequence[Span], *, has_days: bool
) -> str | None:
    """Return the command that carries a table to the boundaries of a day, quoted for a shell.

    Parameters: `fits` are the periods that fit the column, earliest first. `has_days` says that
    rows have readable days. Returns None if there are neither days nor a period that fits: no
    single set of boundaries is then right for the table.
    """
    words = ["icslookup", "rebase", _path(table.path), *_option("-c", table.column)]
    for value in table.values or (NO_VALUE,):
        words += _option("--value", value)
    if table.date_column is not None and has_days:
        words += _option("--as-of-column", table.date_column)
        if table.date_format is not None:
            words += _option("--date-format", table.date_format)
        words += _option("--per", table.date_column)
    elif fits and table.date_column is None:
        words += ["--from", str(fits[-1].end or fits[-1].start)]
    else:
        return None
    return shlex.join([*words, "--to", str(to)])


def _path(path: str) -> str:
    """Return a path that is not read as an option."""
    return f"./{path}" if path.startswith("-") and path != "-" else path


def _option(name: str, value: str) -> list[str]:
    """Return an option with its value, joined if the value looks like an option itself."""
    if not value.startswith("-"):
        return [name, value]
    return [f"{name}={value}"] if name.startswith("--") else [f"{name}{value}"]


def _figure_columns(source: Source, others: set[int | None]) -> Iterator[str]:
    """Yield the columns whose first cells are all figures, blank, or marks in place of a figure."""
    rows = source.sample()
    for position, name in enumerate(source.columns):
        is_usable = name.strip() and source.columns.count(name) == 1
        if position in others or not is_usable or _NOT_SUMMED.search(name.replace("_", " ")):
            continue
        figures = 0
        for row in rows:
            number = _is_figure(row[position])
            if number is None:
                continue
            if not number:
                break
            figures += 1
        else:
            if figures:
                yield name


def _is_figure(cell: object) -> bool | None:
    """Return whether a cell is a figure; None if it is blank or has a mark in place of one."""
    if isinstance(cell, str) and cell.strip().casefold() in _MARKS:
        return None
    try:
        return None if read_figure(cell) is None else True
    except ValueError:
        return False

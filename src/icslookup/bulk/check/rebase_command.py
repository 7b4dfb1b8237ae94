"""The command that carries a table to the boundaries of a day, ready to be pasted."""

from __future__ import annotations

import re
import shlex

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import is_blank, likely_day_format, text_of
from icslookup.bulk.rebase.figures import read_figure
from icslookup.bulk.rebase.rates import rate_word
from icslookup.lookup.boundaries import BOARD

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from icslookup.dataset.periods import Span
    from icslookup.tables import Source

NO_VALUE = "VALUE"
"""Stands for the column of figures if none can be recognised."""

_NO_FIGURE = re.compile(
    r"(?i)\b(?:id|code|index|row|year|quarter|month|week|day|date|latitude|longitude|easting"
    r"|northing)$"
)
"""What the name of a column of numbers ends with if they do not count anything."""

_TIME = re.compile(r"(?i)\b(?:year|quarter|month|week|day|date)$")

_FEW = 10
"""So many different values may be groups in a table of any length."""


class CheckedTable(NamedTuple):
    """What the command needs of a table: its path, and the names of its columns.

    `date_column` and `date_format` are None if the table has no days, or if they are written as
    YYYY-MM-DD. `likely_format` is the form that its first days seem to have, None if it is that one
    or if there is none. `values` are the columns of figures, and `groups` those that tell several
    rows of one area and one day apart, such as a measure or a sex.
    """

    path: str
    column: str
    date_column: str | None
    date_format: str | None
    likely_format: str | None
    values: tuple[str, ...]
    groups: tuple[str, ...]


def checked_table(
    source: Source, position: int, day_position: int | None, date_format: str | None
) -> CheckedTable:
    """Return what the command needs of a table, by its first rows."""
    columns = source.columns
    likely = None
    if day_position is not None:
        first_days = [row[day_position] for row in source.sample()]
        likely = likely_day_format(first_days)
        likely = None if likely in (date_format, "%Y-%m-%d") else likely
    figures = tuple(_figure_columns(source, {position, day_position}))
    return CheckedTable(
        "-" if source.name == "standard input" else source.name,
        columns[position],
        None if day_position is None else columns[day_position],
        date_format,
        likely,
        figures,
        tuple(_group_columns(source, position, day_position, figures)),
    )


def rebase_command(
    table: CheckedTable, to: date, fits: Sequence[Span], *, geography: str, has_days: bool
) -> str | None:
    """Return the command that carries a table to the boundaries of a day, quoted for a shell.

    Parameters: `fits` are the periods that fit the column, earliest first. `geography` is that of
    its areas, and `has_days` says that rows have readable days. Returns None if there are neither
    days nor a period that fits: no single set of boundaries is then right for the table.
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
    for group in table.groups:
        words += _option("--per", group)
    target = [] if geography == BOARD else ["--to-geography", geography]
    return shlex.join([*words, "--to", str(to), *target])


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
        is_other = _NO_FIGURE.search(name.replace("_", " ")) or rate_word(name)
        if position in others or not is_usable or is_other:
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


def _group_columns(
    source: Source, position: int, day_position: int | None, figures: Sequence[str]
) -> Iterator[str]:
    """Yield the columns that differ between rows of one area and one day, by the first rows.

    A column with blank cells is a remark. One with numbers in half of its cells is a figure, unless
    its name is that of a time. One with many values is not a group, but the name of a row.
    """
    rows = source.sample()
    heads = [(row[position], None if day_position is None else row[day_position]) for row in rows]
    keys = [tuple(map(str, head)) for head in heads]
    for at, name in enumerate(source.columns):
        is_usable = name.strip() and source.columns.count(name) == 1 and name not in figures
        if at in (position, day_position) or not is_usable:
            continue
        cells = [row[at] for row in rows]
        if any(is_blank(text_of(cell) or "") for cell in cells):
            continue
        is_time = _TIME.search(name.replace("_", " "))
        if not is_time and sum(map(_is_number, cells)) * 2 >= len(cells):
            continue
        texts = list(map(str, cells))
        pairs = set(zip(keys, texts, strict=True))
        if len(pairs) > len(set(keys)) and len(set(texts)) <= max(_FEW, len(rows) // 4):
            yield name


def _is_number(cell: object) -> bool:
    try:
        read_figure(cell, percent=True)
    except ValueError:
        return False
    return True


def _is_figure(cell: object) -> bool | None:
    """Return whether a cell is a figure; None if it is blank or has a mark in place of one."""
    try:
        return None if read_figure(cell) is None else True
    except ValueError:
        return False

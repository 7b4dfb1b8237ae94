"""The columns of the results of `rebase`, which are the same in every file, frame and document."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import UsageError
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from icslookup.bulk.rebase.results import RebasedArea

AREA_COLUMNS = ("ods_code", "ons_code", "name")
LAST_COLUMNS = ("sources", "complete", "suppressed")
ESTIMATED = "_estimated"
"""Ends the name of the column that says how much of a value is an estimate."""


class OutputColumn(NamedTuple):
    """A column of results: `kind` is the type of its cells, None for those of a group column."""

    name: str
    kind: type | None


def output_columns(per: Sequence[str], values: Sequence[str]) -> tuple[OutputColumn, ...]:
    """Return the columns of the results with these group columns and columns of figures.

    Raises `UsageError` if two columns would have the same name.
    """
    figures = (name for value in values for name in (value, f"{value}{ESTIMATED}"))
    columns = (
        *(OutputColumn(name, str) for name in AREA_COLUMNS),
        *(OutputColumn(name, None) for name in per),
        *(OutputColumn(name, Decimal) for name in figures),
        *map(OutputColumn, LAST_COLUMNS, (str, bool, int)),
    )
    twice = [
        name for name, count in Counter(column.name for column in columns).items() if count > 1
    ]
    if twice:
        raise UsageError(
            f"the results would have two columns {quote(twice[0])}: rename the one in the table"
        )
    return columns


def output_rows(areas: Iterable[RebasedArea]) -> list[tuple[object, ...]]:
    """Return the cells of each result, in the order of `output_columns`.

    A figure is a `Decimal` with all its digits, or None. The codes of the sources are one text with
    semicolons between them.
    """
    return [
        (
            area.ods_code,
            area.ons_code,
            area.name,
            *area.group,
            *(cell for pair in zip(area.values, area.estimated, strict=True) for cell in pair),
            ";".join(area.sources),
            area.complete,
            area.suppressed,
        )
        for area in areas
    ]

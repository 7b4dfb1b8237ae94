"""Finds the column of a table that a user means, or that looks as if it held names or codes."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.matcher import GUESSED, NAME_KINDS, Matcher
from icslookup.errors import UsageError
from icslookup.postcodes import parse
from icslookup.postcodes.parse import LSOA
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.tables import Source

LEAST_SHARE = 0.5
"""The share of the distinct cells of a guessed column that are names or codes."""

MOST_SHOWN = 40

KINDS_TOLD = {
    **dict.fromkeys(NAME_KINDS, "names or codes"),
    "code": "codes of councils or boards",
    "postcode": "postcodes",
    "lsoa": "codes of LSOAs",
}


def column_named(source: Source, name: str) -> int:
    """Return the position of a column by its name, as it stands in the header.

    Spaces around a name and its case do not matter where that leaves one column. Raises
    `UsageError` that lists the columns where there is none, or more than one.
    """
    exact = [i for i, column in enumerate(source.columns) if column == name]
    alike = [i for i, column in enumerate(source.columns) if _plain(column) == _plain(name)]
    found = exact or alike
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(
            f"{source.name} has the column {quote(name)} {len(found)} times: rename one"
        )
    raise UsageError(f"{source.name} has no column {quote(name)}; {columns_told(source.columns)}")


def column_of(source: Source, name: str | None, matcher: Matcher) -> int:
    """Return the position of the column that is named, or that a matcher finds names in.

    Raises `UsageError` as `column_named` and `guessed_column` do.
    """
    return guessed_column(source, matcher) if name is None else column_named(source, name)


def guessed_column(source: Source, matcher: Matcher) -> int:
    """Return the position of the column that holds names or codes of councils or boards.

    Of those in which half of the distinct cells of the first rows are names or codes it is the one
    with the largest share of them that are so as they stand; of two alike the one with codes, else
    the first. Raises `UsageError` that lists the columns where there is none.
    """
    undated = Matcher(kind=matcher.kind, data=matcher.data)  # of whatever day the names are
    rows = source.sample()
    if not rows:
        raise UsageError(f"{source.name} has no rows to guess a column from: name it with -c")
    ranked = []
    for position in range(len(source.columns)):
        cells = {str(row[position]) for row in rows if row[position] not in (None, "")}
        found = [f for f in map(undated.one, cells) if f.status == "found"]
        sure = [f for f in found if f.method not in GUESSED]
        codes = sum(f.method == "code" for f in sure)
        if cells and len(found) >= LEAST_SHARE * len(cells):
            ranked.append((len(sure) / len(cells), codes, -position))
    if not ranked:
        other = _other_kind(source, rows, matcher.kind)
        raise UsageError(
            f"no column of {source.name} holds {KINDS_TOLD[matcher.kind]}: name it with -c"
            f"{other}; {columns_told(source.columns)}"
        )
    return -max(ranked)[2]


def _other_kind(source: Source, rows: Sequence[Sequence[object]], asked: str) -> str:
    """Say which column seems to hold what a matcher of another kind than asked would find."""
    for position, column in enumerate(source.columns):
        cells = {str(row[position]) for row in rows if row[position] not in (None, "")}
        for kind, form in _FORMS.items():
            if kind != asked and cells and sum(map(form, cells)) >= LEAST_SHARE * len(cells):
                return f", or say --kind {kind} for {quote(column)}"
    return ""


def _is_postcode(cell: str) -> bool:
    found = parse.parse_postcode(cell)
    return found is not None and found.kind == "postcode"


def _is_lsoa(cell: str) -> bool:
    return LSOA.fullmatch(cell.strip().upper()) is not None


_FORMS = {"postcode": _is_postcode, "lsoa": _is_lsoa}


def columns_told(columns: Sequence[str], most: int = MOST_SHOWN) -> str:
    """Say which columns there are, and how many more than `most`."""
    shown = [quote(column) for column in columns[:most]]
    more = len(columns) - len(shown)
    return f"its columns are {join_names([*shown, f'{more} more'] if more else shown)}"


def _plain(column: str) -> str:
    return column.strip().lstrip("\ufeff").casefold()

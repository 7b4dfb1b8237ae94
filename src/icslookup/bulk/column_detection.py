"""Finds a column of a table: the one that the user names, or that seems to have names or codes."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.matcher import INEXACT_METHODS, NAME_KINDS, Matcher
from icslookup.errors import UsageError
from icslookup.postcodes import parse
from icslookup.postcodes.parse import LSOA
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from icslookup.tables import Source

LEAST_SHARE = 0.5
"""The least share of names or codes among the distinct cells of a guessed column."""

MOST_SHOWN = 40

KIND_NAMES = {
    **dict.fromkeys(NAME_KINDS, "names or codes"),
    "code": "codes of councils or boards",
    "postcode": "postcodes",
    "lsoa": "codes of LSOAs",
}


def column_named(source: Source, name: str) -> int:
    """Return the position of a column by its name in the header.

    If no column has exactly this name, the spaces around names and their case are ignored. Raises
    `UsageError`, which lists the columns, if no column fits or several do.
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
    raise UsageError(
        f"{source.name} has no column {quote(name)}; {list_columns(source.columns)}"
        f"{_other_sheets(source)}"
    )


def column_of(
    source: Source, name: str | None, matcher: Matcher, *, takes_places: bool = False
) -> int:
    """Return the position of the named column, or of the guessed column if `name` is None.

    `takes_places` says that the command takes columns of postcodes and LSOAs too. Raises
    `UsageError` as `column_named` and `guessed_column` do.
    """
    if name is not None:
        return column_named(source, name)
    return guessed_column(source, matcher, takes_places=takes_places)


def guessed_column(source: Source, matcher: Matcher, *, takes_places: bool = False) -> int:
    """Return the position of the column that seems to have the names or codes a matcher finds.

    At least half of the distinct cells in its first rows must have an answer. The column with the
    largest share of exact names and codes wins; if two are equal, the one with more codes, then
    the first. `takes_places` is that of `column_of`. Raises `UsageError`, which lists the columns,
    if there is none.
    """
    undated = Matcher(kind=matcher.kind, data=matcher.data)  # a name may be of any day
    rows = source.sample()
    if not rows:
        raise UsageError(
            f"{source.name} has no rows to guess a column from: name it with -c"
            f"{_other_sheets(source)}"
        )
    ranked = []
    for position in range(len(source.columns)):
        cells = {str(row[position]) for row in rows if row[position] not in (None, "")}
        found = [f for f in map(undated.one, cells) if f.status == "found"]
        sure = [f for f in found if f.method not in INEXACT_METHODS]
        codes = sum(f.method == "code" for f in sure)
        if cells and len(found) >= LEAST_SHARE * len(cells):
            ranked.append((len(sure) / len(cells), codes, -position))
    if not ranked:
        other = _other_kind(source, rows, matcher.kind, takes_places=takes_places)
        raise UsageError(
            f"no column of {source.name} holds {KIND_NAMES[matcher.kind]}: name it with -c"
            f"{other}; {list_columns(source.columns)}{_other_sheets(source)}"
        )
    return -max(ranked)[2]


def _other_sheets(source: Source) -> str:
    """Return a remark on the sheets of a workbook that are not read."""
    if not source.other_sheets:
        return ""
    sheet = quote(source.sheet or "")
    return f". Only its sheet {sheet} is read: move the sheet with the table to the front"


def place_kind(source: Source, position: int) -> str | None:
    """Return `postcode` or `lsoa` if at least half of a column's first cells are such codes."""
    cells = {str(row[position]) for row in source.sample() if row[position] not in (None, "")}
    return next((kind for kind, form in _FORMS.items() if _fits(cells, form)), None)


def _fits(cells: set[str], form: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(form, cells)) >= LEAST_SHARE * len(cells)


def _other_kind(
    source: Source, rows: Sequence[Sequence[object]], kind_wanted: str, *, takes_places: bool
) -> str:
    """Return a hint to use another kind, for a column that fits it, or an empty text.

    A command that does not take these kinds names `match`, which does.
    """
    command = "say" if takes_places else "use icslookup match"
    for position, column in enumerate(source.columns):
        cells = {str(row[position]) for row in rows if row[position] not in (None, "")}
        for kind, form in _FORMS.items():
            if kind != kind_wanted and _fits(cells, form):
                return f", or {command} --kind {kind} for {quote(column)}"
    return ""


def _is_postcode(cell: str) -> bool:
    found = parse.parse_postcode(cell)
    return found is not None and found.kind == "postcode"


def _is_lsoa(cell: str) -> bool:
    return LSOA.fullmatch(cell.strip().upper()) is not None


_FORMS = {"postcode": _is_postcode, "lsoa": _is_lsoa}


def list_columns(columns: Sequence[str], most: int = MOST_SHOWN) -> str:
    """Return the names of the columns as a sentence, and how many more than `most` there are."""
    shown = [quote(column) for column in columns[:most]]
    more = len(columns) - len(shown)
    return f"its columns are {join_names([*shown, f'{more} more'] if more else shown)}"


def _plain(column: str) -> str:
    return column.strip().lstrip("\ufeff").casefold()

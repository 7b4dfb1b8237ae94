"""The question `apportion`: divides figures of councils between boards by each board's share.

The figures are read and divided as decimals, so the estimates add up to the figures that were
placed, to the last digit. The answer also lists what could not be placed, is missing, or may count
twice.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.apportion.decimals import PRECISION
from icslookup.bulk.apportion.duplicates import duplicates
from icslookup.bulk.apportion.estimates import Division, districts_of, estimates
from icslookup.bulk.apportion.placement import place
from icslookup.bulk.apportion.tallies import FigureTable
from icslookup.bulk.column_detection import column_named, column_of
from icslookup.bulk.matcher import Matcher
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.model import NamedArea

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from icslookup.bulk.apportion.duplicates import Duplicate
    from icslookup.bulk.apportion.estimates import BoardEstimate
    from icslookup.bulk.apportion.placement import Guess, Placement, Unplaced
    from icslookup.dataset.loader import Dataset
    from icslookup.model import DataInfo
    from icslookup.tables import Source

MEASURES = ("residents", "lsoas")
"""The measures to divide an authority by: Census 2021 usual residents, or 2021 LSOAs."""


def apportion(  # noqa: PLR0913 - the options of the command
    source: Source,
    column: str | None,
    values: Sequence[str],
    *,
    by: str = "residents",
    integer: bool = False,
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> Apportionment:
    """Return estimates for boards from a table with figures of councils.

    Parameters: `column` has the councils, by name or code; if it is None, `guessed_column` finds
    it. `values` are the columns of figures. `by` is what a split authority is divided by:
    `residents` (Census 2021) or `lsoas` (2021). With `integer` every estimate is a whole number.
    `as_of` is the day whose boards and boundaries count, by default today.

    If several rows are of one authority, their figures are added up. `largest_remainder` divides
    the figure of an authority between its boards, to 6 decimals or as many as the figures have. An
    estimate is the sum of a board's parts. So the estimates of all boards add up exactly to the
    figures that were placed.

    The values of the column decide whether its names are those of councils, as in `match`. If they
    are those of boards, `Devon` is not placed as a council.

    Raises `UsageError` for a missing column or an invalid parameter, and `DataError` with the row
    for a cell that is not a figure.
    """
    if by not in MEASURES:
        raise UsageError(f"there is no measure {by!r}: name one of {', '.join(MEASURES)}")
    if not values:
        raise UsageError("name a column of figures with --value")
    day = as_of_day(as_of) or dates.today()
    matcher = Matcher(day, kind="area", data=data)
    position = column_of(source, column, matcher)
    positions = [column_named(source, value) for value in values]
    if len({position, *positions}) <= len(positions):
        raise UsageError("a column is named twice: each is the councils' or one of figures")
    with localcontext() as context:
        context.prec = PRECISION
        table = FigureTable(source, [source.columns[p] for p in positions], integer=integer)
        table.read([position, *positions])
        named = source.columns[position]
        return _answer(matcher, day, table, by, named, guessed=column is None)


def _answer(
    matcher: Matcher, day: date, table: FigureTable, by: str, column: str, *, guessed: bool
) -> Apportionment:
    data = matcher.data
    placement = place(matcher, day, table)
    areas, unplaced = placement.areas, placement.unplaced
    missing, residents = _missing(data, day, districts_of(data, areas.values()))
    lost = sum(area.residents for area in missing)
    totals = tuple(
        _totals(index, value, placement, table) for index, value in enumerate(table.values)
    )
    doubled = tuple(duplicates(data, areas, len(table.values)))
    return Apportionment(
        file=table.source.name,
        column=column,
        column_guessed=guessed,
        kind_read=placement.kind_read,
        by=by,
        integer=table.integer,
        as_of=day,
        passed=not (unplaced or missing or doubled or any(total.without for total in totals)),
        rows=table.rows,
        values=totals,
        boards=estimates(data, day, areas.values(), Division(by, table.decimals)),
        unplaced=unplaced,
        guessed=placement.guesses,
        missing=missing,
        missing_residents=lost,
        missing_share=round(lost / residents, 6),
        doubled=doubled,
        data=data.info(day),
    )


def _missing(data: Dataset, day: date, covered: set[str]) -> tuple[tuple[MissingArea, ...], int]:
    """Return the districts of England not covered, by name, and the residents of England."""
    missing, everyone = [], 0
    for authority in data.authorities.values():
        if authority.kind == "county" or not authority.exists_on(day):
            continue
        rows = data.memberships_by_area.get(authority.gss_code, ())
        residents = sum(row.residents for row in rows if row.exists_on(day))
        everyone += residents
        if authority.gss_code not in covered:
            missing.append(MissingArea(authority.gss_code_on(day), authority.name, residents))
    return tuple(sorted(missing, key=lambda area: area.name)), everyone


def _totals(index: int, column: str, placement: Placement, table: FigureTable) -> ValueTotals:
    areas = placement.areas.values()
    figures = sum(tally.figures[index] for tally in table.tallies.values())
    placed = sum((area.tally.sums[index] for area in areas), Decimal(0))
    lost = sum((one.figures[index] for one in placement.unplaced), Decimal(0))
    without = [NamedArea(a.gss_code, a.name) for a in areas if not a.tally.figures[index]]
    return ValueTotals(
        column, figures, table.rows - figures, placed + lost, placed, lost,
        tuple(sorted(without, key=lambda named: named.name)),
    )  # fmt: skip


class ValueTotals(NamedTuple):
    """The totals of one column of figures: `total` is `placed` and `unplaced` together.

    `figures` counts the cells with a figure, and `blank` the others. `without` are the authorities
    of the table that have no figure in any of their rows.
    """

    column: str
    figures: int
    blank: int
    total: Decimal
    placed: Decimal
    unplaced: Decimal
    without: tuple[NamedArea, ...]


class MissingArea(NamedTuple):
    """A district of England that is not in the table, and whose county is not in it either."""

    gss_code: str
    name: str
    residents: int


class Apportionment(NamedTuple):
    """The answer to `apportion`: council figures as estimates for boards, by name of the board.

    `kind_read` is `area` or `board` if the names of the column are those of councils or of boards,
    and None if it has as many of each. Figures of boards are not placed.
    `missing_share` is the share of England's residents who live in the `missing` districts.
    `passed` is true if every figure was placed, no authority is missing or doubled, and every
    authority of the table has a figure in each column.
    """

    file: str
    column: str
    column_guessed: bool
    kind_read: str | None
    by: str
    integer: bool
    as_of: date
    passed: bool
    rows: int
    values: tuple[ValueTotals, ...]
    boards: tuple[BoardEstimate, ...]
    unplaced: tuple[Unplaced, ...]
    guessed: tuple[Guess, ...]
    missing: tuple[MissingArea, ...]
    missing_residents: int
    missing_share: float
    doubled: tuple[Duplicate, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[BoardEstimate, ...]:
        """The records to write in JSON Lines, one a line."""
        return self.boards

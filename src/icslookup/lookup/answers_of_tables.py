"""What questions about a whole table are answered with: fields are the keys of the JSON.

The records stand with the other answers, and not beside the code in `bulk` that makes them, so
that a format can tell them without importing what reads tables.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from icslookup.lookup.answers import Named, Suggestion
    from icslookup.model import DataInfo


class ValueTotals(NamedTuple):
    """What became of the figures in one column: `total` is `placed` and `unplaced` together.

    `figures` counts the cells with a figure and `blank` those without. `without` are the
    authorities that are named and have no figure in any of their rows.
    """

    column: str
    figures: int
    blank: int
    total: Decimal
    placed: Decimal
    unplaced: Decimal
    without: tuple[Named, ...]


class SplitPart(NamedTuple):
    """What a board gets of the figures of an authority that it shares with other boards.

    `share` is from 0 to 1, of residents or LSOAs as asked for; `estimates` are in the order of
    the values.
    """

    gss_code: str
    name: str
    share: float
    estimates: tuple[Decimal, ...]


class BoardEstimate(NamedTuple):
    """The estimates for a board, in the order of the values.

    `from_split` is how much of each comes from authorities that are split between boards, and
    `covered` the share, from 0 to 1, of the board's residents who live in authorities with a
    figure: an estimate with less than 1 lacks something.
    """

    ods_code: str
    ons_code: str | None
    name: str
    short_name: str
    estimates: tuple[Decimal, ...]
    from_split: tuple[Decimal, ...]
    covered: tuple[float, ...]
    split_areas: tuple[SplitPart, ...]


class Unplaced(NamedTuple):
    """A spelling whose figures went to no board, and the figures that are lost by it.

    `reason` is `blank`, `not_found`, `ambiguous`, `board` for a board where a council should
    stand, or `not_then` for an authority that did not exist on the day. `query` is None for a
    cell with nothing in it.
    """

    query: str | None
    reason: str
    rows: int
    message: str | None
    suggestions: tuple[Suggestion, ...]
    figures: tuple[Decimal, ...]


class MissingArea(NamedTuple):
    """A district of England that the table does not name, nor its county."""

    gss_code: str
    name: str
    residents: int


class Doubled(NamedTuple):
    """An authority whose figures may count twice.

    `reason` is `rows` where several rows name it, and `figures` are their sums; or `county` where
    a county stands beside some of its `districts`, and `figures` are those of the districts,
    which are counted on top of the county's.
    """

    gss_code: str
    name: str
    reason: str
    rows: int
    districts: tuple[Named, ...]
    figures: tuple[Decimal, ...]


class Guess(NamedTuple):
    """A spelling that is not written as the authority is known; `score` is from 0 to 100."""

    query: str
    gss_code: str
    name: str
    method: str
    score: float
    rows: int


class Apportionment(NamedTuple):
    """The answer to `apportion`: council figures as estimates for boards, by name of the board.

    `missing_share` is the share of England's residents who live in the `missing` districts.
    `passed` says that every figure was placed, and no authority is missing or doubled.
    """

    file: str
    column: str
    column_guessed: bool
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
    doubled: tuple[Doubled, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[BoardEstimate, ...]:
        """What is a line of JSON Lines."""
        return self.boards


class KindCount(NamedTuple):
    """How many distinct values of a column, in how many rows, are of a kind."""

    kind: str
    values: int
    rows: int


class Fit(NamedTuple):
    """A period without changes: how many answered values are valid throughout, how many are not.

    `end` is None for the period that lasts.
    """

    start: date
    end: date | None
    valid: int
    invalid: int


class Span(NamedTuple):
    """A period, both days included; `end` is None while it lasts."""

    start: date
    end: date | None


class Coded(NamedTuple):
    """A board or an authority with the code that it had on the day."""

    code: str
    name: str


class Finding(NamedTuple):
    """Something about a value of the column that is worth knowing.

    `finding` is `not_found`, `ambiguous`, `other_code`, `blank`, `guessed`, `recoded`,
    `abolished`, `not_yet`, `misfit` (not valid when most others are), `spellings` (one record,
    several spellings), `repeated`, `twins`, or `county_and_districts`. `rows` counts the rows
    concerned. `others` are the successors, the new code, or who else is concerned.
    """

    finding: str
    value: str
    rows: int
    detail: str
    others: tuple[Coded, ...]


class Presence(NamedTuple):
    """How many of the districts (`area`) or boards (`board`) there were on a day are present.

    A county stands for its districts.
    """

    kind: str
    day: date
    present: int
    of: int
    missing: tuple[Coded, ...]


class Checked(NamedTuple):
    """The answer to `check`: of what vintage the values of a column are.

    `fits` are the spans in which every answered value is valid, earliest first; `periods` tells
    the same for every period without changes. `as_of` is the day for which values are called
    out of date. `passed` says that some date fits all, and that every value has an answer.
    """

    file: str
    column: str
    column_guessed: bool
    kind: str
    as_of: date
    passed: bool
    rows: int
    distinct: int
    kinds: tuple[KindCount, ...]
    fits: tuple[Span, ...]
    periods: tuple[Fit, ...]
    coverage: tuple[Presence, ...]
    findings: tuple[Finding, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[Finding, ...]:
        """What is a line of JSON Lines."""
        return self.findings


OfTable = Apportionment | Checked
"""Answers about a whole table."""

"""Turns figures of councils into estimates for boards, divided by the share of each board.

The figures are read and divided as decimals: what is placed adds up to what was read, to the last
digit. What could not be placed, is missing or may count twice is part of the answer.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from icslookup import dates
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.apportion.decimals import PRECISION, largest_remainder
from icslookup.bulk.apportion.tallies import Tallies, Tally
from icslookup.bulk.column_detection import column_named, column_of
from icslookup.bulk.matcher import GUESSED, MOST_EXPLAINED, Matcher
from icslookup.dataset.loader import districts
from icslookup.dates import as_of_day
from icslookup.errors import UsageError
from icslookup.model import NamedArea
from icslookup.names.resolution import SURE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from icslookup.bulk.matcher import Matched, MatchedBoard
    from icslookup.dataset.loader import Dataset
    from icslookup.gazetteer.resolve import Suggestion
    from icslookup.model import DataInfo
    from icslookup.tables import Source

MEASURES = ("residents", "lsoas")
"""By what an authority can be divided: Census 2021 usual residents, or 2021 LSOAs."""


class Placed(NamedTuple):
    """An authority that the table names, its boards on the day, and its figures."""

    key: str
    gss_code: str
    name: str
    boards: tuple[MatchedBoard, ...]
    tally: Tally


def apportion(  # noqa: PLR0913 - what the command can be asked for
    source: Source,
    column: str | None,
    values: Sequence[str],
    *,
    by: str = "residents",
    integer: bool = False,
    as_of: date | str | None = None,
    data: Dataset | None = None,
) -> Apportionment:
    """Estimate figures of boards from a table of figures of councils.

    Parameters: `column` names the councils, by name or code; where it is None, it is the one
    that looks so. `values` are the columns of figures. `by` is what a split authority is divided
    by: `residents` (Census 2021) or `lsoas` (2021). With `integer` every estimate is a whole
    number. `as_of` is the day whose boards and boundaries count, today without it.

    Figures in several rows of one authority are added up. The figure of an authority is divided
    between its boards to 6 decimals (or as many as the figures have) by the largest remainder,
    see `figures.divided`; an estimate is the sum of what a board gets. So the estimates of all
    boards add up to the figures that were placed, exactly.

    Returns an `Apportionment`. Raises `UsageError` for a column that is not there or a parameter
    that cannot be, `DataError` with the row for a cell that is no figure.
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
        read = Tallies(source, [source.columns[p] for p in positions], integer=integer)
        read.read([position, *positions])
        named = source.columns[position]
        return _answer(matcher, day, read, by, named, guessed=column is None)


def _answer(
    matcher: Matcher, day: date, read: Tallies, by: str, column: str, *, guessed: bool
) -> Apportionment:
    data = matcher.data
    placed, unplaced, guesses = _placed(matcher, day, read)
    missing, everyone = _missing(data, day, _covered(data, placed.values()))
    lost = sum(area.residents for area in missing)
    totals = tuple(
        _totals(index, value, placed.values(), unplaced, read)
        for index, value in enumerate(read.values)
    )
    doubled = tuple(_doubled(data, placed, len(read.values)))
    return Apportionment(
        file=read.source.name,
        column=column,
        column_guessed=guessed,
        by=by,
        integer=read.integer,
        as_of=day,
        passed=not (unplaced or missing or doubled or any(total.without for total in totals)),
        rows=read.rows,
        values=totals,
        boards=_estimates(data, day, placed.values(), _Way(by, read.decimals)),
        unplaced=tuple(unplaced),
        guessed=tuple(guesses),
        missing=missing,
        missing_residents=lost,
        missing_share=round(lost / everyone, 6),
        doubled=doubled,
        data=data.info(day),
    )


def _placed(
    matcher: Matcher, day: date, read: Tallies
) -> tuple[dict[str, Placed], list[Unplaced], list[Guess]]:
    found: dict[str, Placed] = {}
    unplaced: list[Unplaced] = []
    guessed: list[Guess] = []
    blanks = Tally(len(read.values))
    why = _Why(matcher)
    for cell, tally in read.tallies.items():
        match = matcher.one(cell)
        if match.status == "blank":
            blanks.add(tally.rows, tally.figures, tally.sums)
        elif match.gss_code is None or match.name is None or not match.answered:
            unplaced.append(why.unplaced(match, day, tally))
        else:
            key = matcher.data.authority_keys[match.gss_code]
            new = Placed(key, match.gss_code, match.name, match.boards, Tally(len(read.values)))
            found.setdefault(key, new).tally.add(tally.rows, tally.figures, tally.sums)
            if match.method in GUESSED:
                guessed.append(_guess(match, tally))
    unplaced.sort(key=lambda one: (-abs(one.figures[0]), one.query or ""))
    if blanks.rows:
        unplaced.append(Unplaced(None, "blank", blanks.rows, None, (), tuple(blanks.sums)))
    return found, unplaced, guessed


def _guess(match: Matched, tally: Tally) -> Guess:
    return Guess(
        match.query or "", match.gss_code or "", match.name or "", match.method or "",
        match.score or 0, tally.rows,
    )  # fmt: skip


class _Why:
    """Finds out why spellings could not be placed."""

    def __init__(self, matcher: Matcher) -> None:
        self.matcher = matcher
        self.ever = Matcher(kind="area", data=matcher.data)
        self.boards = Matcher(kind="board", data=matcher.data)
        self.asked = 0

    def unplaced(self, match: Matched, day: date, tally: Tally) -> Unplaced:
        """Return a spelling without a council, with the reason and the message of the lookup."""
        query = match.query or ""
        reason = match.status
        if reason == "not_found":
            board = self.boards.one(query)
            if self.ever.one(query).status == "found":
                reason = "not_then"
            elif board.answered and board.method in SURE:
                reason = "board"
        self.asked += 1
        if self.asked > MOST_EXPLAINED:
            return Unplaced(query, reason, tally.rows, None, (), tuple(tally.sums))
        message, suggestions = self.matcher.explain(query, day)
        return Unplaced(
            query, reason, tally.rows, message or None, tuple(suggestions[:3]), tuple(tally.sums)
        )


def _covered(data: Dataset, placed: Iterable[Placed]) -> set[str]:
    """Return the keys of the districts that authorities are, or contain."""
    return {key for one in placed for key in districts(data, one.key)}


def _missing(data: Dataset, day: date, covered: set[str]) -> tuple[tuple[MissingArea, ...], int]:
    """Return the districts that are not covered, by name, and the residents of England."""
    missing, everyone = [], 0
    for authority in data.authorities.values():
        if authority.kind == "county" or not authority.exists_on(day):
            continue
        residents = _residents(data, authority.gss_code, day)
        everyone += residents
        if authority.gss_code not in covered:
            missing.append(MissingArea(authority.gss_code_on(day), authority.name, residents))
    return tuple(sorted(missing, key=lambda area: area.name)), everyone


def _residents(data: Dataset, key: str, day: date, ods_code: str | None = None) -> int:
    return sum(
        row.residents
        for row in data.memberships_by_area.get(key, ())
        if row.exists_on(day) and ods_code in (None, row.ods_code)
    )


def _totals(
    index: int, column: str, placed: Iterable[Placed], unplaced: list[Unplaced], read: Tallies
) -> ValueTotals:
    figures = sum(tally.figures[index] for tally in read.tallies.values())
    known = sum((one.tally.sums[index] for one in placed), Decimal(0))
    lost = sum((one.figures[index] for one in unplaced), Decimal(0))
    without = [NamedArea(o.gss_code, o.name) for o in placed if not o.tally.figures[index]]
    return ValueTotals(
        column, figures, read.rows - figures, known + lost, known, lost,
        tuple(sorted(without, key=lambda named: named.name)),
    )  # fmt: skip


def _doubled(data: Dataset, placed: dict[str, Placed], values: int) -> Iterable[Duplicate]:
    """Yield what may count twice: counties beside their districts first, then by name."""
    by_name = sorted(placed.values(), key=lambda one: one.name)
    for one in by_name:
        if data.authorities[one.key].kind != "county":
            continue
        keys = [key for key in districts(data, one.key) if key in placed]
        if keys:
            both = Tally(values)
            for key in keys:
                both.add(placed[key].tally.rows, placed[key].tally.figures, placed[key].tally.sums)
            named = sorted((NamedArea(placed[k].gss_code, placed[k].name) for k in keys), key=_name)
            yield Duplicate(
                one.gss_code, one.name, "county", both.rows, tuple(named), tuple(both.sums)
            )
    for one in by_name:
        tally = one.tally
        if tally.rows > 1:
            yield Duplicate(one.gss_code, one.name, "rows", tally.rows, (), tuple(tally.sums))


def _name(named: NamedArea) -> str:
    return named.name


class _Way(NamedTuple):
    """How a figure is divided: by what, and to how many decimals."""

    by: str
    decimals: int

    def weights(self, boards: Iterable[MatchedBoard]) -> dict[str, int]:
        """Return what each board has of an authority, by ODS code."""
        return {
            board.ods_code: (board.residents if self.by == "residents" else board.lsoas) or 0
            for board in boards
        }


def _estimates(
    data: Dataset, day: date, placed: Collection[Placed], way: _Way
) -> tuple[BoardEstimate, ...]:
    whole: dict[str, list[tuple[Decimal, ...]]] = {}
    split: dict[str, list[SplitPart]] = {}
    for one in sorted(placed, key=lambda one: one.name):
        weights = way.weights(one.boards)
        total = sum(weights.values())
        parts = [largest_remainder(figure, weights, way.decimals) for figure in one.tally.sums]
        for code, weight in weights.items():
            figures = tuple(part[code] for part in parts)
            whole.setdefault(code, []).append(figures)
            if len(weights) > 1:
                share = round(weight / total, 6)
                split.setdefault(code, []).append(SplitPart(one.gss_code, one.name, share, figures))
    values = max((len(one.tally.sums) for one in placed), default=0)
    covered = [_covered(data, (o for o in placed if o.tally.figures[i])) for i in range(values)]
    nothing = (Decimal(0),) * values
    found = []
    for code, gained in whole.items():
        board, of_split = data.boards[code], split.get(code, [])
        found.append(BoardEstimate(
            code, board.ons_code(day), board.name, board.short_name, _sums(gained),
            _sums([nothing, *(part.estimates for part in of_split)]),
            tuple(_share(data, code, day, keys) for keys in covered), tuple(of_split),
        ))  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.short_name))


def _share(data: Dataset, code: str, day: date, keys: set[str]) -> float:
    """Return the share of a board's residents who live in some districts."""
    held = data.memberships_on(code, day)
    known = sum(m.residents for m in held if data.authority_keys[m.gss_code] in keys)
    return round(known / sum(m.residents for m in held), 6)


def _sums(figures: Iterable[tuple[Decimal, ...]]) -> tuple[Decimal, ...]:
    return tuple(sum(column, Decimal(0)) for column in zip(*figures, strict=True))


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
    without: tuple[NamedArea, ...]


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


class Duplicate(NamedTuple):
    """An authority whose figures may count twice.

    `reason` is `rows` where several rows name it, and `figures` are their sums; or `county` where
    a county stands beside some of its `districts`, and `figures` are those of the districts,
    which are counted on top of the county's.
    """

    gss_code: str
    name: str
    reason: str
    rows: int
    districts: tuple[NamedArea, ...]
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
    doubled: tuple[Duplicate, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[BoardEstimate, ...]:
        """What is a line of JSON Lines."""
        return self.boards

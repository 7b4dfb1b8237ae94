"""The question `rebase`: figures by areas of one day, on the boundaries of another day.

The figures are read and divided as exact numbers, so the results add up to the figures that were
placed, to the last digit. The answer also lists what could not be placed, what is missing, and what
was left out because it would count twice.
"""

from __future__ import annotations

import shlex
from collections import Counter
from decimal import localcontext

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import day_of, is_blank, likely_day_format, parse_day, text_of
from icslookup.bulk.column_detection import column_named, column_of, place_kind
from icslookup.bulk.matcher import Matcher
from icslookup.bulk.rebase.area_division import Weights
from icslookup.bulk.rebase.area_reader import AreaReader
from icslookup.bulk.rebase.ccg_columns import is_column_of_ccgs
from icslookup.bulk.rebase.coverage import CoverageChecker, MissingArea
from icslookup.bulk.rebase.figures import PRECISION
from icslookup.bulk.rebase.groups import Dropped, Groups, Unplaced, ValueTotals
from icslookup.bulk.rebase.output_columns import output_columns
from icslookup.bulk.rebase.places import PlaceReader
from icslookup.bulk.rebase.rates import rate_word
from icslookup.bulk.rebase.results import DividedArea, Divider, RebasedArea, divided_area
from icslookup.bulk.rebase.source_areas import (
    AUTO,
    BEFORE_BOARDS,
    KINDS,
    MATCHER_KINDS,
    POSTCODE,
    Refusal,
    SourceArea,
    kinds_of,
)
from icslookup.bulk.rebase.tallies import FigureTable, ValueColumn
from icslookup.bulk.rebase.vintage_choice import choose_vintage
from icslookup.bulk.rebase.weights_file import read_weights
from icslookup.bulk.vintage import merge_spans
from icslookup.dataset.active import in_use
from icslookup.dataset.nhs_areas import CCG
from icslookup.dates import FIRST_DAY, as_of_day
from icslookup.errors import UsageError
from icslookup.lookup.boundaries import (
    BOARD,
    LSOA,
    Boundaries,
    require_target,
    size_of,
    target_day,
)
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from icslookup.bulk.rebase.area_reader import Guess
    from icslookup.bulk.rebase.source_areas import Answer
    from icslookup.dataset.loader import Dataset
    from icslookup.dataset.periods import Span
    from icslookup.model import DataInfo
    from icslookup.tables import Source

MEASURES = ("residents", "lsoas")
"""The measures to divide an area by: Census 2021 usual residents, or 2021 LSOAs."""


class RebaseOptions(NamedTuple):
    """The options of `rebase`.

    `column` has the areas, by name or code; if it is None, icslookup looks for it. `values` are the
    columns of figures, and `mean_by` the column with the weights of means, with which each value is
    a mean. `per` are the columns of the groups: each gives results of its own. `to` and
    `to_geography` are the target. `kind` is what the column holds: `auto` to find it out, or one of
    `KINDS`. `from_` is the day of the boundaries of the column; `as_of_column` has the day of each
    row instead, in `date_format` or as YYYY-MM-DD. `by` is what areas are divided by. With
    `integer` every result is a whole number. `blanks` are more texts that stand for no figure.
    `drop_totals` leaves out areas that would count twice, and `counts` says that a column whose
    name is like that of a rate has counts.
    """

    column: str | None
    values: tuple[str, ...]
    to: date | str | None = None
    to_geography: str = BOARD
    kind: str = AUTO
    from_: date | str | None = None
    as_of_column: str | None = None
    date_format: str | None = None
    by: str = MEASURES[0]
    per: tuple[str, ...] = ()
    integer: bool = False
    mean_by: str | None = None
    blanks: tuple[str, ...] = ()
    drop_totals: bool = False
    counts: bool = False


class Rebased(NamedTuple):
    """The answer to `rebase`: figures on other boundaries, by group and by name of the area.

    `kinds` counts the areas of each kind in the column. `boundaries` are the times whose boundaries
    the column has: one if it has no days, and none if its values are of several times. `missing`
    are areas of these boundaries that the table does not have, and `missing_share` is the share of
    England's residents who live there. `several_rows` are areas that stand in several rows of one
    group, which were added up. `not_in_weights` are areas that pass whole, although the file of
    weights lacks them; LSOAs and postcodes need none. `passed` is true if every figure was placed.
    `sheet` is the sheet of a workbook that was read, None for other files. `other_sheets` counts
    those that were not.
    """

    file: str
    sheet: str | None
    other_sheets: int
    column: str
    column_guessed: bool
    kinds: dict[str, int]
    boundaries: tuple[Span, ...]
    as_of_column: str | None
    to: date
    to_geography: str
    by: str
    per: tuple[str, ...]
    integer: bool
    passed: bool
    rows: int
    groups: int
    values: tuple[ValueTotals, ...]
    areas: tuple[RebasedArea, ...]
    divided: tuple[DividedArea, ...]
    unplaced: tuple[Unplaced, ...]
    dropped: tuple[Dropped, ...]
    guessed: tuple[Guess, ...]
    missing: tuple[MissingArea, ...]
    missing_share: float
    several_rows: tuple[str, ...]
    not_in_weights: tuple[str, ...]
    data: DataInfo

    @property
    def lines(self) -> tuple[RebasedArea, ...]:
        """The records to write in JSON Lines, one a line."""
        return self.areas

    @property
    def valid(self) -> bool:
        """False if no figure was placed: an empty table is never a success."""
        return any(value is not None for area in self.areas for value in area.values)


def rebase(
    source: Source,
    options: RebaseOptions,
    *,
    weights: Source | None = None,
    data: Dataset | None = None,
) -> Rebased:
    """Return the figures of a table on the boundaries of another day.

    Parameters: `source` is the table and `weights` a file of weights, see `read_weights`. Each area
    of the table is divided in proportion to the residents, or the LSOAs, that it shares with each
    target area. An area that passes whole is exact. The results of a group are rounded so that
    their sum stays the same: see `largest_remainder`.

    Raises `UsageError` for a missing column or an invalid option, `AmbiguousError` if the values
    fit several sets of boundaries with different figures, and `DataError` for a cell that is not a
    figure, and for areas that would count twice.
    """
    data = data or in_use()
    return _Rebase(source, options, weights, data).answer()


class _Rebase:
    """One call of `rebase`, step by step."""

    def __init__(
        self, source: Source, options: RebaseOptions, weights: Source | None, data: Dataset
    ) -> None:
        _check(options, weights)
        self.source, self.options, self.data = source, options, data
        self.to = target_day(data, options.to_geography, options.to)
        self.target = Boundaries(data, options.to_geography, self.to)
        self.from_day = as_of_day(options.from_, before_boards=True)
        of_file = read_weights(weights, self.target) if weights else None
        self.weights = Weights(options.by, of_file)
        self.coverage = CoverageChecker(data, self.target)
        self.spans: tuple[Span, ...] = ()
        self.by_span: dict[int, set[SourceArea]] = {}
        self.reader: AreaReader | None = None

    def answer(self) -> Rebased:
        options, source = self.options, self.source
        kind, position = self._column()
        values = [ValueColumn(self._named(v), options.mean_by) for v in options.values]
        if options.mean_by is not None:
            values.append(ValueColumn(self._named(options.mean_by)))
        self._refuse_rates(values)
        day = options.as_of_column
        days = [] if day is None else [column_named(source, day)]
        per = [column_named(source, name) for name in options.per]
        columns = [
            tuple(column_named(source, name) for name in value if name is not None)
            for value in values
        ]
        _check_positions(source, position, days, per, columns)
        output_columns(self._per(), [value.name for value in values])  # raises for a double name
        blanks = frozenset(mark.strip().casefold() for mark in options.blanks)
        table = FigureTable(source, values, blanks=blanks, integer=options.integer)
        table.read([position, *days, *per], columns)
        with localcontext() as context:
            context.prec = PRECISION
            answers = self._answers(kind, source.columns[position], table)
            groups = Groups(self.data, table, answers, 1 + (options.as_of_column is not None))
            groups.leave_out_totals(drop=options.drop_totals)
            return self._assemble(source.columns[position], table, groups)

    def _named(self, name: str) -> str:
        return self.source.columns[column_named(self.source, name)]

    def _per(self) -> tuple[str, ...]:
        return tuple(map(self._named, self.options.per))

    def _as_of_column(self) -> str | None:
        name = self.options.as_of_column
        return None if name is None else self._named(name)

    def _column(self) -> tuple[str, int]:
        """Return the kind of the column with the areas, and its position."""
        options, source = self.options, self.source
        kind = options.kind
        named = options.column is not None
        position = column_named(source, options.column or "") if named else self._guess(kind)
        return (place_kind(source, position) or AUTO) if kind == AUTO else kind, position

    def _guess(self, kind: str) -> int:
        """Return the position of the column that seems to have the areas."""
        names = Matcher(kind=MATCHER_KINDS[kind], data=self.data)
        try:
            return column_of(self.source, None, names, takes_places=True)
        except UsageError:
            places = range(len(self.source.columns)) if kind == AUTO else ()
            found = [at for at in places if place_kind(self.source, at)]
            if len(found) != 1:
                raise
            return found[0]

    def _refuse_rates(self, values: Sequence[ValueColumn]) -> None:
        """Raise `UsageError` for a column whose name says that it cannot be added up."""
        if self.options.counts:
            return
        for value in values:
            word = None if value.weight else rate_word(value.name)
            if word:
                raise UsageError(
                    f"{quote(value.name)} seems to hold rates or means ({word}), which cannot be"
                    " added up or divided: give the counts behind them, name the column with their"
                    " weights with --mean-by, or say --counts if these are counts"
                )

    def _answers(
        self, kind: str, column: str, table: FigureTable
    ) -> dict[tuple[object, ...], Answer]:
        """Return what each spelling names, by the spelling and the cell of its day."""
        length = 1 + (self.options.as_of_column is not None)
        asked = dict.fromkeys(key[:length] for key in table.rows)
        if kind in (LSOA, POSTCODE):
            places = PlaceReader(self.data, kind, self.target)
            read = {cell: places.read(text_of(cell) or "") for cell in {one[0] for one in asked}}
            return {one: read[one[0]] for one in asked}
        counts: Counter[str] = Counter()
        for key, rows in table.rows.items():
            counts[text_of(key[0]) or ""] += rows
        reader = AreaReader(self.data, kind, counts, self.target, self.weights)
        dated = length > 1 or self.from_day is not None
        if kind == AUTO and not dated and is_column_of_ccgs(self.data, reader.values.values()):
            reader = AreaReader(self.data, CCG, counts, self.target, self.weights)
        self.reader = reader
        if length > 1:
            by_day = {one: self._dated(reader, *one) for one in asked}
            used = [at in self.by_span for at in range(len(reader.spans))]
            self.spans = merge_spans(reader.spans, used)
            return by_day
        if self.from_day is not None:
            day = self.from_day
            of_text = {text: reader.on_day(text, day) for text in counts}
            at = reader.span_of(day)
            self.spans = (reader.spans[at],) if at >= 0 else ()
        else:
            of_text, self.spans = choose_vintage(reader, self.coverage, column)
        return {one: of_text[text_of(one[0]) or ""] for one in asked}

    def _dated(self, reader: AreaReader, cell: object, day_cell: object) -> Answer:
        """Return what a spelling names on the day in its row."""
        text = text_of(cell) or ""
        format_ = self.options.date_format
        day = day_of(parse_day(day_cell, format_) if format_ else day_cell, before_boards=True)
        if reader.values[text].match.status == "blank":
            return Refusal("blank")
        if day is None:
            return Refusal("bad_date", self._unread_day(day_cell))
        answer = reader.on_day(text, day)
        if isinstance(answer, SourceArea) and reader.span_of(day) != BEFORE_BOARDS:
            self.by_span.setdefault(reader.span_of(day), set()).add(answer)
        return answer

    def _unread_day(self, cell: object) -> str:
        """Return why there is no day in a cell, with the option that may read it."""
        text, form = text_of(cell) or "", self.options.date_format
        if is_blank(text):
            return "its row has no day"
        likely = likely_day_format([cell])
        fault = f"{quote(text)} is not a day" + (f" in the form {form}" if form else "")
        return f"{fault}: try --date-format {shlex.quote(likely)}" if likely else fault

    def _assemble(self, column: str, table: FigureTable, groups: Groups) -> Rebased:
        options = self.options
        every = groups.keys_of_areas()
        rounds = not options.integer and any(not area.whole for area in every)
        divider = Divider(table, self.target, self.coverage, rounds=rounds)
        areas: list[RebasedArea] = []
        for group, members in groups.placed.items():
            areas += divider.results(group, members)
        missing, share = self._missing(list(every))
        unplaced = groups.unplaced()
        of_file = self.weights.of_file is not None
        return Rebased(
            file=self.source.name,
            sheet=self.source.sheet,
            other_sheets=self.source.other_sheets,
            column=column,
            column_guessed=options.column is None,
            kinds=kinds_of(every),
            boundaries=self.spans,
            as_of_column=self._as_of_column(),
            to=self.to,
            to_geography=options.to_geography,
            by="file" if of_file else options.by,
            per=self._per(),
            integer=options.integer,
            passed=not unplaced,
            rows=table.rows.total(),
            groups=len({key[groups.head :] for key in table.rows}),
            values=groups.totals(every, unplaced),
            areas=tuple(areas),
            divided=tuple(
                divided_area(area, self.target.areas) for area in every if not area.whole
            ),
            unplaced=unplaced,
            dropped=tuple(groups.dropped.values()),
            guessed=tuple(self.reader.guesses()) if self.reader else (),
            missing=missing,
            missing_share=share,
            several_rows=groups.several_rows(),
            not_in_weights=tuple(
                area.code
                for area in every
                if of_file and area.weighted_by != "file" and area.kind not in (LSOA, POSTCODE)
            ),
            data=self.data.info(max(self.to, FIRST_DAY)),
        )

    def _missing(self, areas: list[SourceArea]) -> tuple[tuple[MissingArea, ...], float]:
        """Return the areas of the boundaries of the column that are not in it, by name.

        With them comes the share of the residents of England who live there, from 0 to 1. If the
        rows are of several times, only the latest of them counts. With an area whose territory is
        not known, such as a CCG, it is not known which others are missing.
        """
        if self.by_span:
            areas = list(self.by_span[max(self.by_span)])
        kinds = kinds_of(areas)
        if not kinds or not self.spans or not all(area.blocks for area in areas):
            return (), 0.0
        kind = next(iter(kinds))
        span = self.spans[-1]
        day = max(span.start, min(self.to, span.end or self.to))  # in it, the nearest to the target
        source = Boundaries(self.data, kind, day)
        covered = self.coverage.covered(areas)
        found = tuple(
            MissingArea(
                kind, area.code, source.short_name(area), size_of(self.data, area.blocks).residents
            )
            for area in source.areas.values()
            if not area.blocks <= covered
        )
        everywhere = frozenset(range(len(self.data.blocks)))
        lost, everyone = (
            size_of(self.data, blocks).residents for blocks in (everywhere - covered, everywhere)
        )
        return found, round(lost / everyone, 6)


def require_measure(by: str) -> None:
    """Raise `UsageError` for a measure that is not one of `MEASURES`."""
    if by not in MEASURES:
        raise UsageError(f"there is no measure {by!r}: name one of {', '.join(MEASURES)}")


def _check(options: RebaseOptions, weights: Source | None) -> None:
    """Raise `UsageError` for options that are not valid, or that contradict each other."""
    require_measure(options.by)
    require_target(options.to_geography)
    if options.kind not in KINDS:
        raise UsageError(f"there is no kind {options.kind!r}: name one of {', '.join(KINDS)}")
    if not options.values:
        raise UsageError("name a column of figures with --value")
    if options.as_of_column is not None and options.from_ is not None:
        raise UsageError("name one day for all rows with --from, or a column with --as-of-column")
    if options.date_format is not None and options.as_of_column is None:
        raise UsageError("--date-format is for the column that --as-of-column names")
    if options.mean_by is not None and options.integer:
        raise UsageError("a mean is not a whole number: give --mean-by or --integer, not both")
    if weights and options.by != MEASURES[0]:
        raise UsageError("--weights takes the place of --by: give one of them")


def _check_positions(
    source: Source,
    position: int,
    days: Sequence[int],
    per: Sequence[int],
    columns: Sequence[tuple[int, ...]],
) -> None:
    """Raise `UsageError` for a column with two uses. That of the days may also be a group."""
    groups = [*per, *(at for at in days if at not in per)]
    uses = Counter([position, *groups, *(pair[0] for pair in columns)])
    twice = [quote(source.columns[at]) for at, count in uses.items() if count > 1]
    if twice:
        raise UsageError(
            f"the column {twice[0]} is named twice: each has the areas, a group, a day or figures"
        )

"""Carries the figures of a frame to other boundaries: pandas, polars or pyarrow, by narwhals."""

from __future__ import annotations

import os
import re
import warnings
from contextlib import closing
from decimal import Decimal, localcontext
from typing import TypeVar

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.frames import FrameSource, eager_frame, require_columns
from icslookup.bulk.rebase import rebase as engine
from icslookup.bulk.rebase.figures import PRECISION, decimals_of, digits_of
from icslookup.bulk.rebase.output_columns import ESTIMATED, output_columns, output_rows
from icslookup.bulk.rebase.source_areas import AUTO
from icslookup.errors import AmbiguousError, DataError, UsageError
from icslookup.lookup.boundaries import BOARD
from icslookup.tables import open_source
from icslookup.text import join_names, quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from typing import Any

    from icslookup.bulk.rebase.rebase import Rebased
    from icslookup.dataset.loader import Dataset
    from icslookup.tables import Source

Frame = TypeVar("Frame")

_MOST_NAMED = 5
_WIDEST = (38, 76)
"""The most digits of a decimal of 128 bits, and of one of 256 bits."""

_LARGEST_INTEGER = 2**63 - 1


def rebase(  # noqa: PLR0913 - the options of `icslookup rebase`
    frame: Frame,
    column: str,
    values: str | Sequence[str],
    *,
    to: date | str | None = None,
    per: str | Sequence[str] = (),
    to_geography: str = BOARD,
    kind: str = AUTO,
    from_: date | str | None = None,
    as_of_column: str | None = None,
    date_format: str | None = None,
    by: str = engine.MEASURES[0],
    weights: object = None,
    integer: bool = False,
    mean_by: str | None = None,
    blanks: str | Sequence[str] = (),
    drop_totals: bool = False,
    counts: bool = False,
    strict: bool = False,
    data: Dataset | None = None,
) -> Frame:
    """Return a frame of the same kind with the figures on the boundaries of another day.

    Parameters: `frame` is a frame of pandas, polars or pyarrow; it is not changed. `column` has
    the areas, by name or code. `values` are the columns of figures, and `per` those of the groups;
    each is one name or several. `weights` is the path of a file, or a frame, with the columns
    `from_code`, `to_code` and `weight`. The other options are those of `RebaseOptions`.

    The result has a row for each target area in each group: `ods_code`, `ons_code` and `name`, the
    columns `per` with their types, and each value with `<value>_estimated`, the part of it that
    comes from divided areas (of a mean, the share of its weight). Then come `sources`, `complete`
    (null if it is not known) and `suppressed`. Columns of floats give floats. All others give exact
    results: integers if they are whole, else decimals.

    If figures were not placed or were left out, or if areas are missing, a `UserWarning` lists
    them. With `strict`, figures that were not placed are a `DataError`.

    Raises `UsageError` for a missing column or an invalid option, and `MissingExtraError` without
    narwhals (`pip install "icslookup[frames]"`). Raises `AmbiguousError` if the column fits several
    sets of boundaries with different figures; choose one with `from_`. Raises `DataError` for a
    cell that is not a figure, for areas that would count twice, and if nothing was placed.
    """
    eager = eager_frame(frame, "rebase")
    values, per, blanks = _names(values), _names(per), _names(blanks)
    require_columns(eager.columns, (column, *values, *per, as_of_column, mean_by))
    options = engine.RebaseOptions(
        column, values, to, to_geography, kind, from_, as_of_column, date_format, by, per, integer,
        mean_by, blanks, drop_totals, counts,
    )  # fmt: skip
    figures = _with_weights(values, mean_by)
    source = FrameSource(eager, "the frame", kept=per, figures=figures)
    try:
        if weights is None:
            answer = engine.rebase(source, options, data=data)
        else:
            with closing(_weights(weights)) as table:
                answer = engine.rebase(source, options, weights=table, data=data)
    except (AmbiguousError, DataError, UsageError) as error:
        error.args = (_as_arguments(str(error)),)
        raise
    not_placed = _not_placed(answer)
    if not answer.valid:
        raise DataError("\n".join(["nothing of the frame was placed", *not_placed]))
    if strict and not answer.passed:
        raise DataError("\n".join(not_placed))
    remarks = [*not_placed, *_other_remarks(answer)]
    if remarks:
        warnings.warn("\n".join(remarks), UserWarning, stacklevel=2)
    result: Frame = _frame_of(answer, eager, source).to_native()
    return result


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _with_weights(values: Sequence[str], mean_by: str | None) -> tuple[str, ...]:
    """Return the columns of figures of the result: with means come the sums of their weights."""
    return (*values, *(() if mean_by is None else (mean_by,)))


def _weights(given: object) -> Source:
    """Return a table of weights: the file with a path, or a frame."""
    if isinstance(given, (str, os.PathLike)):
        return open_source(os.fspath(given))
    return FrameSource(eager_frame(given, "rebase"), "the frame of weights")


def _as_arguments(message: str) -> str:
    """Return a message of the engine with the arguments of Python instead of those of the shell."""

    def argument(found: re.Match[str]) -> str:
        name, day = found.group(1).replace("-", "_"), found.group(2)
        name = {"from": "from_", "value": "values", "blank": "blanks"}.get(name, name)
        if name in ("counts", "drop_totals"):
            return f"{name}=True"
        return f'{name}="{day}"' if day else name

    return re.sub(r"--([a-z][a-z-]*[a-z])(?: (\d{4}-\d\d-\d\d))?", argument, message)


def _not_placed(answer: Rebased) -> list[str]:
    """Return a line for each reason for which rows were not placed, and for their sums."""
    lines = []
    for reason, noun in _REASONS.items():
        found = [one for one in answer.unplaced if one.reason == reason]
        if found:
            rows = sum(one.rows for one in found)
            why = noun
            if reason == "bad_date" and found[0].message:
                why = f"because {_as_arguments(found[0].message)}"
            lines.append(f"{_rows(rows)} not placed, {why}{_shown(_places(found))}")
    if answer.unplaced:
        for index, value in enumerate(answer.values):
            lost = sum((one.figures[index] for one in answer.unplaced), Decimal(0))
            if lost:
                lines.append(f"{_digits(lost)} of {quote(value.column)} was not placed")
    return lines


def _other_remarks(answer: Rebased) -> list[str]:
    """Return a line for each other thing that the caller must know of the result."""
    lines = []
    if answer.dropped:
        names = [quote(one.query) for one in answer.dropped]
        rows = sum(one.rows for one in answer.dropped)
        lines.append(f"{_rows(rows)} left out, because they would count twice{_shown(names)}")
    if answer.not_in_weights:
        codes = _shown(answer.not_in_weights)
        lines.append(f"the weights do not have these areas, but each is whole in one area{codes}")
    if answer.guessed:
        read = [f"{quote(one.query)} as {one.name}" for one in answer.guessed]
        lines.append(f"these spellings were read as the closest names{_shown(read)}")
    if answer.missing:
        names = [f"{one.name} ({one.code})" for one in answer.missing]
        share = f"{answer.missing_share:.1%} of England's residents"
        lines.append(f"the frame has no row of these areas, with {share}{_shown(names)}")
    return lines


_REASONS = {
    "blank": "without an area",
    "not_found": "because the area is not known",
    "ambiguous": "because several areas fit",
    "not_then": "because there was no such area on the day",
    "bad_date": "because the day is missing or is not a day",
    "undetermined": "because it is not known how the area divides",
    "no_weight": "because the weights do not have the area",
    "total": "because the area is larger than any that can be carried",
}


def _rows(count: int) -> str:
    return "1 row was" if count == 1 else f"{count:,} rows were"


def _places(unplaced: Iterable[Any]) -> list[str]:
    return [quote(one.query) for one in unplaced if one.query is not None]


def _shown(names: Sequence[str]) -> str:
    shown = list(names[:_MOST_NAMED])
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown):,} more")
    return f": {join_names(shown)}" if shown else ""


def _digits(figure: Decimal) -> str:
    return f"{round(figure, decimals_of(figure)):,f}"


def _frame_of(answer: Rebased, eager: Any, source: FrameSource) -> Any:  # noqa: ANN401 - a DataFrame of narwhals
    """Return the answer as a DataFrame of narwhals of the same library as `eager`."""
    import narwhals as nw

    make = _SeriesMaker(eager)
    values = [value.column for value in answer.values]
    columns = output_columns(answer.per, values)
    rows = output_rows(answer.areas)
    cells: dict[str, list[Any]] = {
        column.name: [row[at] for row in rows] for at, column in enumerate(columns)
    }
    value_of = {f"{value}{end}": value for value in values for end in ("", ESTIMATED)}
    made = []
    for column in columns:
        name, given = column.name, cells[column.name]
        if column.kind is None:  # the cells of the frame itself, so that the column has its type
            first = source.first_rows[name]
            taken = eager.select(name)[[first[cell] for cell in given]]
            made.append(nw.maybe_reset_index(taken)[name])
        elif column.kind is Decimal:
            value = value_of[name]
            dtype, whole = eager.schema[value], answer.integer  # a mean is never whole
            made.append(make.figures(name, given, dtype, cells[value], whole=whole))
        else:
            made.append(make.series(name, given, column.kind))
    return made[0].to_frame().with_columns(*made[1:])


class _SeriesMaker:
    """Makes series of narwhals of the same library as a frame."""

    def __init__(self, frame: Any) -> None:  # noqa: ANN401 - a DataFrame of narwhals
        self._library = frame.implementation

    def figures(
        self,
        name: str,
        results: list[Decimal | None],
        dtype: Any,  # noqa: ANN401 - a type of narwhals
        alike: Sequence[Decimal | None] = (),
        *,
        whole: bool,
    ) -> Any:  # noqa: ANN401 - a Series of narwhals
        """Return a series of results, with the type that suits the type of the figures.

        It is wide enough for the results `alike` too, so that a value and its estimate have one
        type.
        """
        if dtype.is_float() and not whole:
            floats = [None if one is None else float(one) for one in results]
            return self.series(name, floats, float)
        known = [one for one in (*results, *alike) if one is not None]
        with localcontext() as context:
            context.prec = PRECISION
            scale = max(map(decimals_of, known), default=0)
            if dtype.is_decimal() and not whole:
                scale = max(scale, getattr(dtype, "scale", None) or 0)
            is_decimal = scale > 0 or (dtype.is_decimal() and not whole)
            if not is_decimal and all(abs(one) <= _LARGEST_INTEGER for one in known):
                return self.series(
                    name, [None if one is None else int(one) for one in results], int
                )
            unit = Decimal(1).scaleb(-scale)
            exact = [None if one is None else one.quantize(unit) for one in results]
            digits = max(map(digits_of, known), default=0) + scale
            return self._decimals(name, exact, scale, digits)

    def _decimals(self, name: str, cells: list[Decimal | None], scale: int, digits: int) -> Any:  # noqa: ANN401
        library = self._library
        if library.is_polars():
            if digits > _WIDEST[0]:
                raise DataError(
                    f"the results need {digits} digits, and a decimal of polars has {_WIDEST[0]}:"
                    " cast the column to floats",
                    "the frame",
                    None,
                    name,
                )
            import polars as pl

            return self._wrapped(name, pl.Series(name, cells, pl.Decimal(_WIDEST[0], scale)))
        try:
            import pyarrow as pa
        except ImportError:  # pandas does without
            return self._pandas(name, cells, "object")
        narrow, wide = _WIDEST
        type_ = pa.decimal128(narrow, scale) if digits <= narrow else pa.decimal256(wide, scale)
        if library.is_pyarrow():
            return self._wrapped(name, pa.chunked_array([pa.array(cells, type_)]))
        import pandas as pd

        return self._pandas(name, cells, pd.ArrowDtype(type_))

    def series(self, name: str, cells: list[Any], kind: type) -> Any:  # noqa: ANN401 - see above
        """Return a series of texts, floats, integers or booleans; None is a null."""
        import narwhals as nw

        if self._library.is_pandas_like() and kind in (int, bool):
            nullable = {int: "Int64", bool: "boolean"}[kind]
            whole = kind is int and None not in cells
            return self._pandas(name, cells, "int64" if whole else nullable)
        types = {str: nw.String(), float: nw.Float64(), int: nw.Int64(), bool: nw.Boolean()}
        return nw.new_series(name, cells, types[kind], backend=self._library)

    def _pandas(self, name: str, cells: list[Any], dtype: object) -> Any:  # noqa: ANN401
        return self._wrapped(name, self._library.to_native_namespace().Series(cells, dtype=dtype))

    def _wrapped(self, name: str, native: object) -> Any:  # noqa: ANN401 - see above
        import narwhals as nw

        return nw.from_native(native, series_only=True).alias(name)  # type: ignore[call-overload]

"""Adds the boards to a pandas or polars frame, through narwhals."""

from __future__ import annotations

from itertools import chain
from typing import TypeVar

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.cells import as_dict_key
from icslookup.bulk.column_matcher import ColumnMatcher, matcher_of_column
from icslookup.bulk.frames import eager_frame, require_columns
from icslookup.bulk.match.output_columns import PREFIX, added_columns
from icslookup.bulk.match.table import TableMatcher
from icslookup.bulk.matcher import Matcher
from icslookup.errors import UsageError
from icslookup.text import join_names

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from icslookup.dataset.loader import Dataset

Frame = TypeVar("Frame")


def annotate(  # noqa: PLR0913 - the options of `icslookup match`
    frame: Frame,
    column: str,
    *,
    as_of: date | str | None = None,
    as_of_column: str | None = None,
    kind: str = "auto",
    split: str = "list",
    prefix: str = PREFIX,
    min_score: float = 0,
    exact: bool = False,
    follow: bool = False,
    data: Dataset | None = None,
) -> Frame:
    """Return a frame with the boards of the councils in a column, as `icslookup match` adds them.

    Parameters: `frame` is a pandas or polars DataFrame, or another eager frame that narwhals
    supports; it is not changed. `column` has names or codes, `as_of_column` a day for each row.
    `kind`, `min_score`, `exact`, `follow` and `data` are those of `Matcher`; `split` and `prefix`
    those of `added_columns`. With `split="rows"` a row is repeated for each of its boards.

    With `auto`, the distinct values decide whether all names are those of councils or all those of
    boards. With `auto`, `area` and `board`, they decide of what time names without a day are: see
    `ColumnMatcher`.

    Raises `UsageError` for a missing column, an added name that the frame has already, or a frame
    that is not eager, and `MissingExtraError` without narwhals (`pip install "icslookup[frames]"`).
    """
    eager = eager_frame(frame, "annotate")
    import narwhals as nw

    if as_of_column is not None and as_of is not None:
        raise UsageError("name one day for all rows, or a column with the day of each, not both")
    added = added_columns(split, prefix, follow=follow)
    _check(eager.columns, (column, as_of_column), [name for name, _ in added])
    names = [column] if as_of_column is None else [column, as_of_column]
    dated = as_of_column is not None
    matcher = Matcher(as_of, kind=kind, min_score=min_score, exact=exact, follow=follow, data=data)
    given = tuple(eager[name].to_list() for name in names)
    matcher = matcher_of_column(matcher, dated=dated)
    if isinstance(matcher, ColumnMatcher):
        matcher.read(dict.fromkeys(map(as_dict_key, given[0])))
    table = TableMatcher(matcher, split, dated=dated)
    numbers = table.answer_numbers(given)
    cells = table.cells
    repeats = [len(cells[number]) for number in numbers]
    if max(repeats, default=1) > 1:
        eager = eager[list(chain.from_iterable([i] * n for i, n in enumerate(repeats)))]
    rows = list(chain.from_iterable([cells[number] for number in numbers]))
    types = {str: nw.String(), float: nw.Float64(), int: nw.Int64()}
    series = [
        nw.new_series(name, [row[i] for row in rows], types[type_], backend=eager.implementation)
        for i, (name, type_) in enumerate(added)
    ]
    annotated: Frame = eager.with_columns(*series).to_native()
    return annotated


def _check(columns: Sequence[str], wanted: tuple[str | None, ...], added: list[str]) -> None:
    """Check that the wanted columns exist and the added ones do not. Raises `UsageError`."""
    require_columns(columns, wanted)
    taken = [name for name in added if name in columns]
    if taken:
        raise UsageError(f"the frame has {join_names(taken)} already: choose another prefix")

"""The sums of a table's figures by spelling and group, before any spelling is looked up.

The table is read once, in batches. Memory grows with the number of distinct pairs of a spelling and
a group, not with the rows.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal, localcontext
from functools import partial

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.bulk.cells import as_dict_key, is_blank, text_of
from icslookup.bulk.rebase.figures import (
    NO_FIGURE,
    PRECISION,
    decimals_of,
    is_suppressed,
    plain_figures,
    read_figure,
)
from icslookup.errors import DataError
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from icslookup.bulk.rebase.figures import Figure
    from icslookup.tables import Source

    Key: TypeAlias = tuple[object, ...]


class ValueColumn(NamedTuple):
    """A column of figures. With `weight`, another column, each figure is a mean of its cell.

    A mean is multiplied by its weight before it is added up.
    """

    name: str
    weight: str | None = None


class FigureTable:
    """A table read as sums for each of its spellings in each group.

    Parameters: `values` are the columns of figures, and `blanks` the texts, in lower case, that
    stand for no figure besides the usual ones. With `integer` every figure must be whole.

    A key is the cells of the columns before the figures: the spelling, the day if there is one, and
    the group. `rows` counts the rows of each key. Rows without a spelling, a figure and a mark are
    not rows of the table, like the blank lines of a text file. `sums`, `blank` and `suppressed`
    have a dict for each value: the sum, and the cells without a figure and with a mark. A key
    without any figure has no sum. `weights` has the sums of the weights of the means. `decimals` is
    the number of decimals that the figures of each value have, without those of weights.
    """

    def __init__(
        self,
        source: Source,
        values: Sequence[ValueColumn],
        *,
        blanks: frozenset[str] = frozenset(),
        integer: bool = False,
    ) -> None:
        self.source, self.values, self.blanks, self.integer = source, values, blanks, integer
        self.rows: Counter[Key] = Counter()
        self.sums: list[dict[Key, Figure]] = []
        self.weights: list[dict[Key, Figure]] = []
        self.blank: list[Counter[Key]] = []
        self.suppressed: list[Counter[Key]] = []
        self.decimals = [0] * len(values)
        self._read = 0

    def read(self, heads: Sequence[int], columns: Sequence[tuple[int, ...]]) -> None:
        """Read the whole table.

        `heads` are the positions of the columns of a key. `columns` has for each value the position
        of its column, and that of its weight if it has one. Raises `DataError` with the row for a
        cell that is not a figure.
        """
        positions = sorted({*heads, *(position for pair in columns for position in pair)})
        at = {position: number for number, position in enumerate(positions)}
        texts = self.source.kind == "delimited"
        index: dict[Key, int] = _Index()
        rows: Counter[int] = Counter()
        sums = [_Sums() for _ in columns]
        with localcontext() as context:
            context.prec = PRECISION
            for batch in self.source.batches(positions):
                cells = [batch.cells[at[position]] for position in heads]
                if not texts:
                    cells = [list(map(as_dict_key, column)) for column in cells]
                numbers = list(map(index.__getitem__, zip(*cells, strict=True)))
                rows.update(numbers)
                for value, pair in enumerate(columns):
                    given = [batch.cells[at[position]] for position in pair]
                    sums[value].add(numbers, len(index), *self._figures(value, given))
                self._read += len(numbers)
        keys = list(index)
        self.rows.update({keys[number]: count for number, count in rows.items()})
        for one in sums:
            self.sums.append(one.by_key(keys, one.sums, rows))
            self.weights.append(one.by_key(keys, one.weights, rows))
            self.blank.append(Counter({keys[at]: count for at, count in one.blank.items()}))
            self.suppressed.append(Counter({keys[at]: count for at, count in one.marks.items()}))
        self._leave_out_blank_rows()

    def _leave_out_blank_rows(self) -> None:
        """Leave out the rows that name no area and have neither a figure nor a mark."""
        has_content: set[Key] = set().union(*self.sums, *self.suppressed)
        for key in self.rows.keys() - has_content:
            if is_blank(text_of(key[0]) or ""):
                del self.rows[key]
                for blank in self.blank:
                    del blank[key]

    def _figures(
        self, value: int, given: list[list[object]]
    ) -> tuple[list[Figure | None], list[Figure | None] | None, set[int]]:
        """Return the figures of a batch, their weights if they are means, and the rows with a mark.

        A mean is multiplied by its weight.
        """
        figures = self._parsed(value, given[0])
        weights = self._parsed(value, given[1], weight=True) if len(given) > 1 else None
        if weights is not None:
            both = list(zip(figures, weights, strict=True))
            figures = [None if f is None or w is None else f * w for f, w in both]
            weights = [None if f is None else w for f, w in both]
        marks = set()
        if None in figures:
            for column in given:
                marks |= {
                    at
                    for at, figure in enumerate(figures)
                    if figure is None and is_suppressed(column[at], self.blanks)
                }
        return figures, weights, marks

    def _parsed(
        self, value: int, cells: list[object], *, weight: bool = False
    ) -> list[Figure | None]:
        """Return the figures in the cells of a column. Raise `DataError` for another cell."""
        mean = self.values[value].weight is not None and not weight
        read = partial(read_figure, blanks=self.blanks, percent=mean)
        figures: list[Figure | None]
        try:
            plain = plain_figures(cells)
            figures = list(map(read, cells)) if plain is None else [*plain]
        except ValueError:
            self._refuse(value, cells, read, weight=weight)
            raise
        if weight and any(figure is not None and figure < 0 for figure in figures):
            self._refuse(value, cells, _not_negative(read), weight=True)
        decimals = [figure for figure in figures if isinstance(figure, Decimal)]
        if decimals and (self.integer or _written(decimals) > self.decimals[value]):
            needed = max(map(decimals_of, decimals))
            if needed and self.integer:
                self._refuse(value, cells, _whole(read), weight=weight)
            if not weight:
                self.decimals[value] = max(self.decimals[value], needed)
        return figures

    def _refuse(
        self,
        value: int,
        cells: list[object],
        read: Callable[[object], object],
        *,
        weight: bool,
    ) -> None:
        """Raise `DataError` for the first cell that cannot be read, with its row."""
        name = self.values[value].weight if weight else self.values[value].name
        for number, cell in enumerate(cells, start=self._read + 1):
            fault = _fault(read, cell)
            if fault:
                if fault == NO_FIGURE:
                    fault += "; if it stands for a suppressed figure, name it with --blank"
                where = f"{self.source.name}, row {number:,} below the header"
                raise DataError(f"{quote(str(cell))} {fault}", where, None, name)


class _Index(dict["Key", int]):
    """Gives each new key the next number."""

    def __missing__(self, key: Key) -> int:
        number = self[key] = len(self)
        return number


class _Sums:
    """The sums of a column of figures by the number of the key."""

    def __init__(self) -> None:
        self.sums: list[Figure] = []
        self.weights: list[Figure] = []
        self.blank: Counter[int] = Counter()
        self.marks: Counter[int] = Counter()

    def add(
        self,
        numbers: list[int],
        size: int,
        figures: list[Figure | None],
        weights: list[Figure | None] | None,
        marks: set[int],
    ) -> None:
        """Add the figures of a batch. `numbers` are those of their keys, below `size`."""
        _add(self.sums, numbers, size, figures)
        if weights is not None:
            _add(self.weights, numbers, size, weights)
        if None in figures:
            for at, (number, figure) in enumerate(zip(numbers, figures, strict=True)):
                if figure is None:
                    (self.marks if at in marks else self.blank)[number] += 1

    def by_key(self, keys: list[Key], sums: list[Figure], rows: Counter[int]) -> dict[Key, Figure]:
        """Return the sums by key, without keys that have no figure."""
        return {
            keys[at]: figure
            for at, figure in enumerate(sums)
            if rows[at] > self.blank[at] + self.marks[at]
        }


def _add(sums: list[Figure], numbers: list[int], size: int, figures: list[Figure | None]) -> None:
    sums.extend([0] * (size - len(sums)))
    if None in figures:
        figures = [figure or 0 for figure in figures]
    for number, figure in zip(numbers, figures, strict=True):
        sums[number] += figure  # type: ignore[operator] # none is None, see above


def _fault(read: Callable[[object], object], cell: object) -> str | None:
    try:
        read(cell)
    except ValueError as error:
        return str(error)
    return None


def _written(figures: list[Decimal]) -> int:
    """Return the most decimals with which figures are written, zeros at the end included."""
    return max(-int(figure.as_tuple().exponent) for figure in figures)


def _not_negative(read: Callable[[object], Figure | None]) -> Callable[[object], Figure | None]:
    """Return a reader that refuses negative weights, with which a mean has no meaning."""

    def read_weight(cell: object) -> Figure | None:
        figure = read(cell)
        if figure is not None and figure < 0:
            raise ValueError("is a negative weight of a mean")
        return figure

    return read_weight


def _whole(read: Callable[[object], Figure | None]) -> Callable[[object], Figure | None]:
    """Return a reader that refuses figures that are not whole."""

    def read_whole(cell: object) -> Figure | None:
        figure = read(cell)
        if isinstance(figure, Decimal) and decimals_of(figure):
            raise ValueError("is not whole, as --integer needs it to be")
        return figure

    return read_whole

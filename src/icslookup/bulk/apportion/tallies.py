"""The sums of a table's figures for each spelling, before any spelling is looked up."""

from __future__ import annotations

from decimal import Decimal

from icslookup._typing import TYPE_CHECKING
from icslookup.bulk.apportion.decimals import DECIMALS, decimals_of, read_figure
from icslookup.bulk.cells import as_dict_key
from icslookup.errors import DataError
from icslookup.text import quote

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.tables import Source


class SpellingSums:
    """The rows of one spelling or one authority: how many, and the figures of each value."""

    __slots__ = ("figures", "rows", "sums")

    def __init__(self, values: int) -> None:
        self.rows = 0
        self.figures = [0] * values
        self.sums = [Decimal(0)] * values

    def add(self, rows: int, figures: Sequence[int], sums: Sequence[Decimal]) -> None:
        """Add the rows, figures and sums of another tally to this one."""
        self.rows += rows
        self.figures = [a + b for a, b in zip(self.figures, figures, strict=True)]
        self.sums = [a + b for a, b in zip(self.sums, sums, strict=True)]


class FigureTable:
    """A table read as a tally for each of its spellings.

    `tallies` are by cell, `rows` counts the rows, and `decimals` is the number of decimals that
    an estimate needs.
    """

    def __init__(self, source: Source, values: list[str], *, integer: bool) -> None:
        self.source, self.values, self.integer = source, values, integer
        self.tallies: dict[object, SpellingSums] = {}
        self.rows = 0
        self.decimals = 0 if integer else DECIMALS

    def read(self, positions: Sequence[int]) -> None:
        """Read the whole table; `positions` are the column of spellings, then those of figures.

        Raises `DataError` with the row for a cell that is not a figure.
        """
        for batch in self.source.batches(positions):
            names, *columns = batch.cells
            for name, *cells in zip(names, *columns, strict=True):
                self.rows += 1
                figures = list(map(self._figure, self.values, cells))
                tally = self.tallies.setdefault(as_dict_key(name), SpellingSums(len(cells)))
                tally.add(1, [f is not None for f in figures], [f or Decimal(0) for f in figures])

    def _figure(self, value: str, cell: object) -> Decimal | None:
        try:
            figure = read_figure(cell)
        except ValueError as error:
            raise self._refused(value, cell, str(error)) from None
        if figure is None:
            return None
        needed = decimals_of(figure)
        if needed and self.integer:
            raise self._refused(value, cell, "is not whole, as --integer needs it to be")
        self.decimals = max(self.decimals, needed)
        return figure

    def _refused(self, value: str, cell: object, why: str) -> DataError:
        where = f"{self.source.name}, row {self.rows:,} below the header"
        return DataError(f"{quote(str(cell))} {why}", where, None, value)

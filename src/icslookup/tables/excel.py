"""Reads and writes Excel workbooks (.xlsx): one sheet, a header, and rows under it.

The first sheet that has a value is the table, and its first row that has one is the header. Values,
formulas and number formats of its cells are kept; colours, widths and the like are not, and other
sheets are dropped. A formula is read as the value that Excel last saw, and written as the formula.
Where a row is written several times, the formulas below it still name the cells they named.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import cast

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError, MissingExtraError, OutputError
from icslookup.tables.base import BATCH_ROWS, Batch, Source, Target
from icslookup.tables.cells import join_cells, text_of
from icslookup.tables.input_file import spooled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, NoReturn

    from icslookup.tables.input_file import Input
    from icslookup.tables.output_file import Output

_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
"""The limits of Excel for a sheet and for a cell."""

_MOST_EXACT = 1 << 53
"""Whole numbers beyond this are rounded by Excel, so they are written as text."""


class SheetRow(NamedTuple):
    """A row of a sheet: how many empty rows go before it, its cells, and their values."""

    empty: int
    cells: tuple[Any, ...]
    values: tuple[object, ...]


class ExcelSource(Source):
    """A table in a workbook. `sheet` is the sheet that it is on, `header` its first row.

    Raises `DataError` where it is no workbook of .xlsx, or has no value.
    """

    kind = "excel"

    def __init__(self, source: Input) -> None:
        try:
            import openpyxl
        except ImportError:
            raise MissingExtraError("reading Excel", "openpyxl", "excel") from None
        self.name, self.identity, self._input = source.name, source.identity, source
        self._file = spooled(source)
        self._ready: list[SheetRow] = []
        self._ended = False
        try:
            with self._damage("is not an Excel workbook (.xlsx): save it as one"):
                self._written = openpyxl.load_workbook(self._file, read_only=True)
                self._shown = openpyxl.load_workbook(self._file, read_only=True, data_only=True)
                self.epoch = self._written.epoch
            self._find_header()
        except BaseException:
            self._file.close()
            raise

    @contextmanager
    def _damage(self, what: str) -> Iterator[None]:
        """Turn what a damaged workbook causes, which can be any error, into a `DataError`."""
        try:
            with warnings.catch_warnings():
                # It warns of what it cannot read, such as rules for cells, which are dropped.
                warnings.simplefilter("ignore")
                yield
        except DataError:
            raise
        except Exception:  # noqa: BLE001 - openpyxl has no error of its own for it
            raise DataError(what, self.name) from None

    def _find_header(self) -> None:
        with self._damage("is damaged"):
            for written, shown in zip(
                self._written.worksheets, self._shown.worksheets, strict=True
            ):
                rows = self._rows(written, shown)
                first = next(rows, None)
                if first is not None:
                    self.sheet = str(written.title)
                    self.other_sheets = len(self._written.worksheets) - 1
                    self.header = first._replace(cells=_trimmed(first.cells))
                    values = first.values[: len(self.header.cells)]
                    self.columns = tuple(text_of(value) for value in values)
                    self._line = first.empty + 1
                    self._left = rows
                    return
        raise DataError("is empty", self.name)

    def _rows(self, written: Any, shown: Any) -> Iterator[SheetRow]:  # noqa: ANN401
        """Read the rows of a sheet that have a value, twice: as written and as Excel shows them."""
        # A sheet may claim a size that it does not have.
        written.reset_dimensions()
        shown.reset_dimensions()
        empty = 0
        for cells, values in zip(written.iter_rows(), shown.iter_rows(), strict=True):
            if any(cell.value is not None for cell in cells):
                yield SheetRow(empty, cells, tuple(map(_shown, values)))
                empty = 0
            else:
                empty += 1

    def _take(self, most: int) -> list[SheetRow]:
        """Read the next rows, as long as the header."""
        found: list[SheetRow] = []
        width = len(self.columns)
        with self._damage("is damaged"):
            for row in islice(self._left, most):
                self._line += row.empty + 1
                if len(_trimmed(row.cells)) > width:
                    raise DataError(
                        f"there are {len(_trimmed(row.cells))} cells where the header has {width}",
                        self.name,
                        self._line,
                    )
                values = (*row.values, *[None] * width)[:width]
                found.append(SheetRow(row.empty, row.cells[:width], values))
        return found

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns; they still come in `batches`."""
        self._ready += self._take(max(0, rows - len(self._ready)))
        return [row.values for row in self._ready[:rows]]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Read the sheet to its end; see `Source`."""
        rows, self._ready = self._ready, []
        while rows := rows or self._take(BATCH_ROWS):
            records = [row.values for row in rows]
            cells = tuple([record[column] for record in records] for column in columns)
            yield Batch(cells, rows, records.copy)
            rows = []
        self._ended = True

    def done(self) -> float | None:
        """Return 1 at the end; before it, how long a sheet is cannot be told."""
        return 1.0 if self._ended else None

    def close(self) -> None:
        """Close the file."""
        self._written.close()
        self._shown.close()
        self._file.close()
        self._input.close()


def _shown(cell: Any) -> object:  # noqa: ANN401
    """Return the value of a cell; a day without a time, where none is shown, as a day."""
    value: object = cell.value
    if isinstance(value, datetime) and value.time() == time() and "h" not in cell.number_format:
        return value.date()
    return value


def _trimmed(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    length = max(place for place, cell in enumerate(cells, 1) if cell.value is not None)
    return cells[:length]


class ExcelTarget(Target):
    """A workbook of one sheet: that of the source with columns added, or made of its records.

    Text stays text, even where it looks like a formula.
    """

    def __init__(self, output: Output, source: Source, added: Sequence[str]) -> None:
        try:
            import openpyxl
            from openpyxl.cell import WriteOnlyCell
        except ImportError:
            raise MissingExtraError("writing Excel", "openpyxl", "excel") from None
        self._output, self._cell = output, WriteOnlyCell
        self._book = openpyxl.Workbook(write_only=True)
        self._same = isinstance(source, ExcelSource)
        self._count = 0
        if isinstance(source, ExcelSource):
            self._book.epoch = source.epoch
            self._sheet = self._book.create_sheet(source.sheet)
            self._append(source.header, added)
        else:
            self._sheet = self._book.create_sheet("Sheet1")
            self._add(map(self._made, (*source.columns, *added)))

    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write rows with their added cells; see `Target`.

        Raises `OutputError` for more rows, or longer text, than Excel can hold.
        """
        if not self._same:
            for record in join_cells(batch.records(), numbers, cells):
                self._add(map(self._made, record))
            return
        for row, number in zip(cast("list[SheetRow]", batch.rows), numbers, strict=True):
            for place, added in enumerate(cells[number]):
                self._append(row._replace(empty=0) if place else row, added)

    def _append(self, row: SheetRow, added: Sequence[object]) -> None:
        for _ in range(row.empty):
            self._add(())
        kept = map(self._kept, row.cells)
        missing = [None] * (len(row.values) - len(row.cells))
        self._add((*kept, *missing, *map(self._made, added)))

    def _add(self, cells: Iterable[object]) -> None:
        self._count += 1
        if self._count > _MOST_ROWS:
            self._refuse(f"Excel holds {_MOST_ROWS} rows, and these are more: write CSV")
        with self._output.writing():
            self._sheet.append(list(cells))

    def _kept(self, cell: Any) -> object:  # noqa: ANN401
        """Make a cell of one that was read."""
        if cell.value is None:
            return None
        made = self._cell(self._sheet, cell.value)
        # A text may look like a formula or an error, and is none.
        made.data_type = cell.data_type
        if cell.number_format != "General":
            made.number_format = cell.number_format
        return made

    def _made(self, value: object) -> object:
        """Make a cell of a value; what Excel does not know is text."""
        if value is None or value != value:  # noqa: PLR0124 - what is not a number is not itself
            return None
        exact = isinstance(value, (int, float)) and abs(value) <= _MOST_EXACT
        zone = getattr(value, "tzinfo", None)
        if exact or (isinstance(value, (date, time, timedelta)) and zone is None):
            return value
        text = text_of(value)
        if len(text) > _MOST_CHARACTERS:
            self._refuse(f"a cell has {len(text)} characters, and Excel holds {_MOST_CHARACTERS}")
        from openpyxl.utils.exceptions import IllegalCharacterError

        try:
            made = self._cell(self._sheet, text)
        except IllegalCharacterError:
            self._refuse(f"Excel cannot hold the control characters in {text[:40]!r}")
        made.data_type = "s"
        return made

    def _refuse(self, why: str) -> NoReturn:
        raise OutputError(f"{self._output.name} cannot be written: {why}")

    def commit(self) -> None:
        """Write the workbook, and put it in its place."""
        import shutil
        import tempfile

        with self._output.writing(), tempfile.TemporaryFile() as file:
            # An archive that cannot be finished complains when it is let go: so not in place.
            self._book.save(file)
            file.seek(0)
            shutil.copyfileobj(file, self._output.file)
        self._output.commit()

    def discard(self) -> None:
        """Leave what was there before."""
        with suppress(Exception):
            self._sheet.close()
        self._output.discard()

"""Excel workbooks (.xlsx), read and written: one sheet, a header, and rows under it.

The first sheet with a value is the table, and its first row with a value is the header. Cells keep
their values, formulas and number formats. Colours, column widths and other sheets are dropped. A
formula is read as the value that Excel last computed, and written as the formula. If a row is
written several times, the formulas below it still name the same cells as before.
"""

from __future__ import annotations

import warnings
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import cast

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.errors import DataError, MissingExtraError, OutputError
from icslookup.tables.base import BATCH_ROWS, Batch, Source, Target
from icslookup.tables.cells import join_cells, text_of
from icslookup.tables.input_file import seekable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, NoReturn

    from icslookup.tables.input_file import Input
    from icslookup.tables.output_file import Output

_MOST_ROWS = 1_048_576
_MOST_CHARACTERS = 32_767
"""The limits of Excel for the rows of a sheet and for the text of a cell."""

_MOST_EXACT = 1 << 53
"""Excel rounds larger whole numbers, so they are written as text."""

_MOST_DIGITS = 15
"""Excel keeps this many digits of a number, so a figure with more is written as text."""


class SheetRow(NamedTuple):
    """A row of a sheet: the number of empty rows before it, its cells, and their values."""

    empty: int
    cells: tuple[Any, ...]
    values: tuple[object, ...]


class ExcelSource(Source):
    """A table in a workbook. `header` is its first row.

    Raises `DataError` if the file is not an .xlsx workbook, or has no value.
    """

    kind = "excel"

    def __init__(self, source: Input) -> None:
        try:
            import openpyxl
        except ImportError:
            raise MissingExtraError("reading Excel", "openpyxl", "excel") from None
        self.name, self.identity, self._input = source.name, source.identity, source
        self._file = seekable(source)
        self._ready: list[SheetRow] = []
        self._ended = False
        try:
            with self._errors_as("is not an Excel workbook (.xlsx): save it as one"):
                self._formulas = openpyxl.load_workbook(self._file, read_only=True)
                self._values = openpyxl.load_workbook(self._file, read_only=True, data_only=True)
                self.epoch = self._formulas.epoch
            self._find_header()
        except BaseException:
            self._file.close()
            raise

    @contextmanager
    def _errors_as(self, what: str) -> Iterator[None]:
        """Raise a `DataError` for each error in the block: a damaged workbook can cause any."""
        try:
            with warnings.catch_warnings():
                # openpyxl warns about what it drops, such as validation rules.
                warnings.simplefilter("ignore")
                yield
        except DataError:
            raise
        except Exception:  # noqa: BLE001 - openpyxl has no error of its own
            raise DataError(what, self.name) from None

    def _find_header(self) -> None:
        with self._errors_as("is damaged"):
            for sheet, computed in zip(
                self._formulas.worksheets, self._values.worksheets, strict=True
            ):
                rows = self._rows(sheet, computed)
                first = next(rows, None)
                if first is not None:
                    self.sheet = str(sheet.title)
                    self.other_sheets = len(self._formulas.worksheets) - 1
                    self.header = first._replace(cells=_trimmed(first.cells))
                    values = first.values[: len(self.header.cells)]
                    self.columns = tuple(text_of(value) for value in values)
                    self._line = first.empty + 1
                    self._rest = rows
                    return
        raise DataError("is empty", self.name)

    def _rows(self, formulas: Any, values: Any) -> Iterator[SheetRow]:  # noqa: ANN401
        """Yield the rows of a sheet that have a value, with formulas and with their values."""
        # The size that a sheet claims may be wrong.
        formulas.reset_dimensions()
        values.reset_dimensions()
        empty = 0
        for cells, computed in zip(formulas.iter_rows(), values.iter_rows(), strict=True):
            if any(cell.value is not None for cell in cells):
                yield SheetRow(empty, cells, tuple(map(_value_of, computed)))
                empty = 0
            else:
                empty += 1

    def _next_rows(self, most: int) -> list[SheetRow]:
        """Return the next rows, each as long as the header."""
        rows: list[SheetRow] = []
        width = len(self.columns)
        with self._errors_as("is damaged"):
            for row in islice(self._rest, most):
                self._line += row.empty + 1
                if len(_trimmed(row.cells)) > width:
                    raise DataError(
                        f"there are {len(_trimmed(row.cells))} cells where the header has {width}",
                        self.name,
                        self._line,
                    )
                values = (*row.values, *[None] * width)[:width]
                rows.append(SheetRow(row.empty, row.cells[:width], values))
        return rows

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns. `batches` yields these rows again."""
        self._ready += self._next_rows(max(0, rows - len(self._ready)))
        return [row.values for row in self._ready[:rows]]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the sheet to its end; see `Source`."""
        rows, self._ready = self._ready, []
        while rows := rows or self._next_rows(BATCH_ROWS):
            records = [row.values for row in rows]
            cells = tuple([record[column] for record in records] for column in columns)
            yield Batch(cells, rows, records.copy)
            rows = []
        self._ended = True

    def share_read(self) -> float | None:
        """Return 1 at the end, and None before it: the length of a sheet is not known."""
        return 1.0 if self._ended else None

    def close(self) -> None:
        """Close the file."""
        self._formulas.close()
        self._values.close()
        self._file.close()
        self._input.close()


def _value_of(cell: Any) -> object:  # noqa: ANN401
    """Return the value of a cell, without a time of midnight that its format does not show."""
    value: object = cell.value
    if isinstance(value, datetime) and value.time() == time() and "h" not in cell.number_format:
        return value.date()
    return value


def _trimmed(cells: tuple[Any, ...]) -> tuple[Any, ...]:
    length = max(place for place, cell in enumerate(cells, 1) if cell.value is not None)
    return cells[:length]


class ExcelTarget(Target):
    """A workbook of one sheet: the source's with columns added, or one made from its records.

    Text stays text, even if it looks like a formula.
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
            self._write_row(source.header, added)
        else:
            self._sheet = self._book.create_sheet("Sheet1")
            self._append(map(self._new_cell, (*source.columns, *added)))

    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write rows with their added cells; see `Target`.

        Raises `OutputError` for more rows or longer text than Excel can hold.
        """
        if not self._same:
            for record in join_cells(batch.records(), numbers, cells):
                self._append(map(self._new_cell, record))
            return
        for row, number in zip(cast("list[SheetRow]", batch.rows), numbers, strict=True):
            for place, added in enumerate(cells[number]):
                self._write_row(row._replace(empty=0) if place else row, added)

    def _write_row(self, row: SheetRow, added: Sequence[object]) -> None:
        for _ in range(row.empty):
            self._append(())
        copies = map(self._copy_of, row.cells)
        missing = [None] * (len(row.values) - len(row.cells))
        self._append((*copies, *missing, *map(self._new_cell, added)))

    def _append(self, cells: Iterable[object]) -> None:
        self._count += 1
        if self._count > _MOST_ROWS:
            self._refuse(f"Excel holds {_MOST_ROWS} rows, and these are more: write CSV")
        with self._output.writing():
            self._sheet.append(list(cells))

    def _copy_of(self, cell: Any) -> object:  # noqa: ANN401
        """Return a cell for the new sheet that equals one that was read."""
        if cell.value is None:
            return None
        made = self._cell(self._sheet, cell.value)
        # A text can look like a formula or an error without being one.
        made.data_type = cell.data_type
        if cell.number_format != "General":
            made.number_format = cell.number_format
        return made

    def _new_cell(self, value: object) -> object:
        """Return a cell with a value. Types that Excel does not have become text."""
        if value is None or value != value:  # noqa: PLR0124 - NaN does not equal itself
            return None
        exact = isinstance(value, (int, float)) and abs(value) <= _MOST_EXACT
        zone = getattr(value, "tzinfo", None)
        if exact or (isinstance(value, (date, time, timedelta)) and zone is None):
            return value
        if isinstance(value, Decimal):
            return self._figure(value)
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

    def _figure(self, value: Decimal) -> object:
        """Return a cell with all digits of a figure: a number, or text if Excel would round it."""
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        made = self._cell(self._sheet, text)
        digits = text.lstrip("-0.").replace(".", "")
        # A number in a text keeps its digits: openpyxl writes 9.95 as 9.949999999999999.
        made.data_type = "n" if len(digits) <= _MOST_DIGITS else "s"
        return made

    def _refuse(self, why: str) -> NoReturn:
        raise OutputError(f"{self._output.name} cannot be written: {why}")

    def commit(self) -> None:
        """Write the workbook, and put it in its place."""
        import shutil
        import tempfile

        with self._output.writing(), tempfile.TemporaryFile() as file:
            # zipfile prints an error if it cannot finish an archive, so it gets a temporary file.
            self._book.save(file)
            file.seek(0)
            shutil.copyfileobj(file, self._output.file)
        self._output.commit()

    def discard(self) -> None:
        """Remove what was written, and leave what was there before."""
        with suppress(Exception):
            self._sheet.close()
        self._output.discard()

"""Reads and writes Parquet: existing columns keep their schema, types and metadata."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError, MissingExtraError
from icslookup.tables.base import BATCH_ROWS, Batch, Source, Target
from icslookup.tables.cells import text_of
from icslookup.tables.input_file import seekable
from icslookup.tables.records import RecordSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from icslookup.tables.input_file import Input
    from icslookup.tables.output_file import Output

_GROUP_ROWS = 1 << 17
"""Rows of a row group: enough to compress well, and few enough to keep in memory."""

_DIGITS_OF_128_BITS, _DIGITS_OF_256_BITS = 38, 76
"""The most digits of a decimal of Arrow with 128 and with 256 bits."""


class ParquetSource(Source):
    """A table of Parquet. `schema` is its Arrow schema, `compression` that of the first column.

    Raises `DataError` if the file is not Parquet, or is damaged.
    """

    kind = "parquet"

    def __init__(self, source: Input) -> None:
        try:
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtraError("reading Parquet", "pyarrow", "parquet") from None
        self.name, self.identity, self._input = source.name, source.identity, source
        self._file = seekable(source)
        try:
            with self._errors_as("is not a Parquet file"):
                self._table = pq.ParquetFile(self._file)
                self.schema = self._table.schema_arrow
        except BaseException:
            self._file.close()
            raise
        self.columns = tuple(self.schema.names)
        metadata = self._table.metadata
        self._rows, self._read = metadata.num_rows, 0
        self.compression = (
            metadata.row_group(0).column(0).compression.casefold()
            if metadata.num_row_groups and metadata.num_columns
            else "snappy"
        )

    @contextmanager
    def _errors_as(self, what: str) -> Iterator[None]:
        """Raise a `DataError` that says `what` is wrong for each error of pyarrow in the block."""
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise DataError(f"{what}: {reason}", self.name) from None

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns. `batches` yields these rows again."""
        found: list[tuple[object, ...]] = []
        with self._errors_as("is damaged"):
            for batch in self._table.iter_batches(batch_size=max(rows, 1)):
                found += _records(batch)
                if len(found) >= rows:
                    break
        return found[:rows]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Yield the table to its end; see `Source`."""
        with self._errors_as("is damaged"):
            read = iter(self._table.iter_batches(batch_size=BATCH_ROWS))
        while True:
            with self._errors_as("is damaged"):
                batch = next(read, None)
                if batch is None:
                    return
                cells = tuple(batch.column(column).to_pylist() for column in columns)
            self._read += batch.num_rows
            yield Batch(cells, batch, partial(_records, batch))

    def share_read(self) -> float:
        """Return the share of the rows that has been read, from 0 to 1."""
        return self._read / self._rows if self._rows else 1.0

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._input.close()


def _records(batch: Any) -> Iterator[tuple[object, ...]]:  # noqa: ANN401 - pyarrow has no types
    return zip(*[column.to_pylist() for column in batch.columns], strict=True)


class ParquetTarget(Target):
    """A table of Parquet: the source's with columns added, or one made from its records.

    Columns of a text source stay text. Columns of other kinds get the type of their first cells:
    whole numbers, numbers, Booleans, days, days with a time, times of day, or text for all others.
    """

    def __init__(self, output: Output, source: Source, added: Sequence[tuple[str, type]]) -> None:
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtraError("writing Parquet", "pyarrow", "parquet") from None
        self._output, self._name = output, source.name
        self._same = isinstance(source, ParquetSource)
        types = {str: pa.string(), int: pa.int64(), float: pa.float64()}
        schema = source.schema if isinstance(source, ParquetSource) else _inferred_schema(source)
        self._own = schema
        for name, kind in added:
            schema = schema.append(pa.field(name, types[kind]))
        self._schema = schema
        compression = source.compression if isinstance(source, ParquetSource) else "snappy"
        if compression not in {"snappy", "gzip", "brotli", "zstd", "lz4"}:
            compression = "none" if compression == "uncompressed" else "snappy"
        self._pending: list[Any] = []
        self._rows = 0
        with output.writing():
            self._writer = pq.ParquetWriter(output.file, schema, compression=compression)

    def write(
        self,
        batch: Batch,
        numbers: Sequence[int],
        cells: Sequence[Sequence[tuple[object, ...]]],
    ) -> None:
        """Write rows with their added cells; see `Target`.

        Raises `DataError` if the type of a cell is not that of the first cells in its column.
        """
        import pyarrow as pa

        own = batch.rows if self._same else self._batch_of(batch.records())
        if any(len(cells[number]) > 1 for number in set(numbers)):
            places = [place for place, n in enumerate(numbers) for _ in cells[n]]
            own = cast("Any", own).take(pa.array(places, pa.int64()))
        rows = [added for number in numbers for added in cells[number]]
        fields = list(self._schema)[len(self._own) :]
        columns = zip(*rows, strict=True) if rows else [()] * len(fields)
        arrays = [
            pa.array(column, field.type) for column, field in zip(columns, fields, strict=True)
        ]
        made = pa.RecordBatch.from_arrays([*cast("Any", own).columns, *arrays], schema=self._schema)
        self._pending.append(made)
        self._rows += made.num_rows
        if self._rows >= _GROUP_ROWS:
            self._flush()

    def _batch_of(self, records: list[Sequence[object]]) -> object:
        import pyarrow as pa

        columns = list(zip(*records, strict=True)) or [()] * len(self._own)
        arrays = []
        types = _cell_types()
        for field, column in zip(self._own, columns, strict=True):
            known = types.get(field.type)
            as_they_are = known or pa.types.is_decimal(field.type)
            values = column if as_they_are else [_text(cell) for cell in column]
            try:
                # Arrow itself would turn 1.5 into 1 if the cells before are whole numbers.
                if known and not known.issuperset(map(type, column)):
                    raise TypeError  # noqa: TRY301
                arrays.append(pa.array(values, field.type))
            except (TypeError, OverflowError):
                raise DataError(
                    f"starts with {field.type}, and goes on with something else:"
                    " write CSV or JSON Lines",
                    self._name,
                    column=field.name,
                ) from None
        return pa.RecordBatch.from_arrays(arrays, schema=self._own)

    def _flush(self) -> None:
        import pyarrow as pa

        if self._pending:
            with self._output.writing():
                table = pa.Table.from_batches(self._pending, self._schema)
                self._writer.write_table(table.unify_dictionaries(), row_group_size=self._rows)
        self._pending, self._rows = [], 0

    def commit(self) -> None:
        """Write the last rows, and put the table in its place."""
        self._flush()
        with self._output.writing():
            self._writer.close()
        self._output.commit()

    def discard(self) -> None:
        """Remove what was written, and leave what was there before."""
        self._pending = []
        # Closing writes the end of the file, for which the disk may have no room either.
        with suppress(Exception):
            self._writer.close()
        self._output.discard()


def _text(cell: object) -> str | None:
    return None if cell is None else text_of(cell)


def _inferred_schema(source: Source) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return a schema that fits the first rows of a source of another kind, or the whole table."""
    import pyarrow as pa

    if isinstance(source, RecordSource):
        sample, types = source.sample(), source.types
    else:
        sample = [] if source.kind in ("delimited", "lines") else source.sample()
        types = (None,) * len(source.columns)
    columns = list(zip(*sample, strict=True)) or [()] * len(source.columns)
    return pa.schema(
        [
            pa.field(name, _type_of(column, declared))
            for name, column, declared in zip(source.columns, columns, types, strict=True)
        ]
    )


def _type_of(column: Sequence[object], declared: type | None) -> Any:  # noqa: ANN401 - as above
    """Return the Arrow type of a column; `declared` is the type of the cells, if it is known."""
    import pyarrow as pa

    found = set(map(type, column)) - {type(None)}
    if not found:
        of_type = {bool: pa.bool_(), int: pa.int64(), Decimal: pa.int64()}
        return of_type.get(declared or str, pa.string())
    if found == {Decimal}:
        return _decimal_type([cell for cell in column if isinstance(cell, Decimal)])
    fits = (kind for kind, known in _cell_types().items() if found <= known)
    return next(fits, pa.string())


def _decimal_type(figures: list[Decimal]) -> Any:  # noqa: ANN401 - as above
    """Return the type that has room for all digits of some figures; text if none has."""
    import pyarrow as pa

    shapes = [figure.as_tuple() for figure in figures]
    exponents = [int(shape.exponent) for shape in shapes]
    scale = max(0, *(-exponent for exponent in exponents))
    whole = max(
        len(shape.digits) + exponent for shape, exponent in zip(shapes, exponents, strict=True)
    )
    digits = max(whole, 0) + scale
    if digits <= _DIGITS_OF_128_BITS:
        return pa.decimal128(_DIGITS_OF_128_BITS, scale)
    return (
        pa.decimal256(_DIGITS_OF_256_BITS, scale) if digits <= _DIGITS_OF_256_BITS else pa.string()
    )


def _cell_types() -> dict[Any, set[type]]:
    """Return the types of Arrow, the narrower first, with the Python types of their cells."""
    import pyarrow as pa

    nothing = type(None)
    return {
        pa.bool_(): {bool, nothing},
        pa.int64(): {int, nothing},
        pa.float64(): {int, float, nothing},
        pa.date32(): {date, nothing},
        pa.timestamp("us"): {datetime, nothing},
        pa.time64("us"): {time, nothing},
    }

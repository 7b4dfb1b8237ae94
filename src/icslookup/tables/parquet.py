"""Reads and writes Parquet: schema, types and metadata of the own columns are kept."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from datetime import date, datetime, time
from functools import partial
from typing import cast

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import DataError, MissingExtraError
from icslookup.tables.base import BATCH_ROWS, Batch, Source, Target
from icslookup.tables.cells import text_of
from icslookup.tables.input_file import spooled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from icslookup.tables.input_file import Input
    from icslookup.tables.output_file import Output

_GROUP_ROWS = 1 << 17
"""Rows of a row group: enough to be packed well, and few enough to be held in memory."""


class ParquetSource(Source):
    """A table of Parquet. Raises `DataError` where it is none, or damaged.

    `schema` is that of Arrow; `compression` is how its first column is packed.
    """

    kind = "parquet"

    def __init__(self, source: Input) -> None:
        try:
            import pyarrow.parquet as pq
        except ImportError:
            raise MissingExtraError("reading Parquet", "pyarrow", "parquet") from None
        self.name, self.identity, self._input = source.name, source.identity, source
        self._file = spooled(source)
        try:
            with self._damage("is not a Parquet file"):
                self._table = pq.ParquetFile(self._file)
                self.schema = self._table.schema_arrow
        except BaseException:
            self._file.close()
            raise
        self.columns = tuple(self.schema.names)
        about = self._table.metadata
        self._rows, self._read = about.num_rows, 0
        self.compression = (
            about.row_group(0).column(0).compression.casefold()
            if about.num_row_groups and about.num_columns
            else "snappy"
        )

    @contextmanager
    def _damage(self, what: str) -> Iterator[None]:
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, OSError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise DataError(f"{what}: {reason}", self.name) from None

    def sample(self, rows: int = 1000) -> list[tuple[object, ...]]:
        """Return the first rows with all columns; they still come in `batches`."""
        found: list[tuple[object, ...]] = []
        with self._damage("is damaged"):
            for batch in self._table.iter_batches(batch_size=max(rows, 1)):
                found += _records(batch)
                if len(found) >= rows:
                    break
        return found[:rows]

    def batches(self, columns: Sequence[int]) -> Iterator[Batch]:
        """Read the table to its end; see `Source`."""
        with self._damage("is damaged"):
            read = iter(self._table.iter_batches(batch_size=BATCH_ROWS))
        while True:
            with self._damage("is damaged"):
                batch = next(read, None)
                if batch is None:
                    return
                cells = tuple(batch.column(column).to_pylist() for column in columns)
            self._read += batch.num_rows
            yield Batch(cells, batch, partial(_records, batch))

    def done(self) -> float:
        """Return the share of the rows that is read, from 0 to 1."""
        return self._read / self._rows if self._rows else 1.0

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        self._input.close()


def _records(batch: Any) -> Iterator[tuple[object, ...]]:  # noqa: ANN401 - pyarrow has no types
    return zip(*[column.to_pylist() for column in batch.columns], strict=True)


class ParquetTarget(Target):
    """A table of Parquet: that of the source with columns added, or made of its records.

    Records of text are text there. Those of other kinds have the type that the first rows of the
    source have: whole numbers, numbers, truth values, days, times of day, or text for all else.
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
        schema = source.schema if isinstance(source, ParquetSource) else _guessed(source)
        self._own = schema
        for name, kind in added:
            schema = schema.append(pa.field(name, types[kind]))
        self._schema = schema
        compression = source.compression if isinstance(source, ParquetSource) else "snappy"
        if compression not in {"snappy", "gzip", "brotli", "zstd", "lz4"}:
            compression = "none" if compression == "uncompressed" else "snappy"
        self._held: list[Any] = []
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

        Raises `DataError` where a cell is not of the type that the first ones have.
        """
        import pyarrow as pa

        own = batch.rows if self._same else self._made(batch.records())
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
        self._held.append(made)
        self._rows += made.num_rows
        if self._rows >= _GROUP_ROWS:
            self._flush()

    def _made(self, records: list[Sequence[object]]) -> object:
        import pyarrow as pa

        columns = list(zip(*records, strict=True)) or [()] * len(self._own)
        arrays = []
        kinds = _kinds()
        for field, column in zip(self._own, columns, strict=True):
            known = kinds.get(field.type)
            values = column if known else [_text(cell) for cell in column]
            try:
                # Arrow itself would cut 1.5 down to the whole number of the cells before.
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

        if self._held:
            with self._output.writing():
                table = pa.Table.from_batches(self._held, self._schema)
                self._writer.write_table(table.unify_dictionaries(), row_group_size=self._rows)
        self._held, self._rows = [], 0

    def commit(self) -> None:
        """Write what is held, and put the table in its place."""
        self._flush()
        with self._output.writing():
            self._writer.close()
        self._output.commit()

    def discard(self) -> None:
        """Leave what was there before."""
        self._held = []
        # It writes its end when it is let go, and may not find room for it either.
        with suppress(Exception):
            self._writer.close()
        self._output.discard()


def _text(cell: object) -> str | None:
    return None if cell is None else text_of(cell)


def _guessed(source: Source) -> Any:  # noqa: ANN401 - pyarrow has no types
    """Return the schema that the first rows of a source of another kind have."""
    import pyarrow as pa

    sample = [] if source.kind in ("delimited", "lines") else source.sample()
    columns = list(zip(*sample, strict=True)) or [()] * len(source.columns)
    fields = []
    for name, column in zip(source.columns, columns, strict=True):
        found = set(map(type, column))
        fits = (kind for kind, known in _kinds().items() if found <= known)
        empty = found <= {type(None)}
        fields.append(pa.field(name, pa.string() if empty else next(fits, pa.string())))
    return pa.schema(fields)


def _kinds() -> dict[Any, set[type]]:
    """Return the types of Arrow that cells of Python can have, the narrower first."""
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

"""Writes a table in memory as Parquet or Excel."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icslookup.tables.base import Target
    from icslookup.tables.output_file import Output
    from icslookup.tables.records import RecordSource

FORMATS = ("parquet", "xlsx")
"""The formats that `write_records` writes."""


def write_records(source: RecordSource, output: Output, format_: str) -> None:
    """Write a table as one of `FORMATS`, and put it in its place.

    Raises `OutputError` if that fails, and `MissingExtraError` if a package is not installed.
    """
    with _target(source, output, format_) as target:
        for batch in source.batches(()):
            rows = batch.records()
            target.write(batch, [0] * len(rows), [((),)])


def _target(source: RecordSource, output: Output, format_: str) -> Target:
    if format_ == "parquet":
        from icslookup.tables.parquet import ParquetTarget

        return ParquetTarget(output, source, ())
    from icslookup.tables.excel import ExcelTarget

    return ExcelTarget(output, source, ())

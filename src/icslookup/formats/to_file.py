"""Writes an answer about a table to a file: in a text format, or as Parquet or Excel."""

from __future__ import annotations

import os
from contextlib import contextmanager

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import UsageError
from icslookup.formats import render
from icslookup.formats.views.registry import view_of
from icslookup.tables.output_file import Output, refuse_overwriting, refuse_terminal
from icslookup.tables.write_records import FORMATS as TABLE_FORMATS
from icslookup.tables.write_records import write_records

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from icslookup.formats.answers import Answer
    from icslookup.tables import Source

_BY_EXTENSION = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".md": "markdown",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
_PACKED = ".gz"


def format_of(out: str | None, named: str | None) -> str:
    """Return the format to write: the one that the user named, or that of the name of a file.

    Raises `UsageError` if neither says it.
    """
    if named is not None:
        return named
    if _is_stdout(out):
        return "table"
    name = str(out).casefold().removesuffix(_PACKED)
    extension = os.path.splitext(name)[1]
    if extension not in _BY_EXTENSION:
        endings = ", ".join(_BY_EXTENSION)
        raise UsageError(f"{out} does not say its format: name one with -f, or end in {endings}")
    return _BY_EXTENSION[extension]


@contextmanager
def open_output(
    out: str | None, format_: str, sources: Sequence[Source]
) -> Iterator[Output | None]:
    """Yield the output for an answer, or None for text on standard output.

    A name that ends in .gz is compressed with gzip, unless it is Parquet or Excel. A file is in its
    place only after `write_file`. Raises `UsageError` if the file is one of the `sources`, or if
    Parquet or Excel would go to a terminal, and `OutputError` if the file cannot be written.
    """
    for source in sources:
        refuse_overwriting(source, out)
    if _is_stdout(out) and format_ not in TABLE_FORMATS:
        yield None
        return
    packed = str(out).casefold().endswith(_PACKED) and format_ not in TABLE_FORMATS
    output = Output(out, None, packed=packed)
    try:
        if format_ in TABLE_FORMATS:
            refuse_terminal(output, format_)
        yield output
    finally:
        output.discard()


def write_file(answer: Answer, output: Output, format_: str, *, header: bool = True) -> None:
    """Write an answer to an output, and put the file in its place.

    Raises `OutputError` if that fails, and `MissingExtraError` if a package is not installed.
    """
    if format_ in TABLE_FORMATS:
        records = view_of(answer).records
        if records is None:
            raise UsageError(f"this answer is not written as {format_}")
        write_records(records(answer), output, format_)
        return
    output.write(render(answer, format_, header=header).encode())
    output.commit()


def _is_stdout(out: str | None) -> bool:
    return out in (None, "-")

"""Opens a table of any kind. The name of the file or its first bytes say which kind it is."""

from __future__ import annotations

import os
import re
from collections import Counter

from icslookup._typing import TYPE_CHECKING
from icslookup.errors import UsageError
from icslookup.tables.delimited import DelimitedSource
from icslookup.tables.encodings import find_encoding
from icslookup.tables.input_file import Input, input_errors
from icslookup.tables.json_lines import JsonSource, JsonTarget
from icslookup.tables.output_file import Output, refuse_overwriting, refuse_terminal
from icslookup.tables.text_lines import NameSource
from icslookup.tables.text_targets import ConvertedTarget, DelimitedTarget

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import BinaryIO

    from icslookup.tables.base import Source, Target

FORMATS = ("csv", "tsv", "jsonl", "parquet", "xlsx")

_KIND_BY_EXTENSION = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".txt": "delimited",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "excel",
}
_FORMAT_BY_EXTENSION = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
_SUGGESTED = {".json": ".jsonl", ".xls": ".xlsx", ".xlsm": ".xlsx", ".ods": ".xlsx"}
_FORMAT_BY_KIND = {
    "delimited": "same",
    "lines": "csv",
    "jsonl": "jsonl",
    "parquet": "parquet",
    "excel": "xlsx",
}
_BINARY = ("parquet", "xlsx")

_MARKS_AND_SPACE = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Bytes that can come before the first character of a text, in UTF-8 and UTF-16."""

_ARRAY = re.compile(rb"\[[\s\0]*([\[{\]]|$)")


def open_source(
    path: str,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    lines: bool = False,
    stdin: BinaryIO | None = None,
) -> Source:
    """Open a table for reading.

    Parameters: `path` is a file, or '-' for standard input, which `stdin` replaces. `encoding` and
    `delimiter` (one character, or 'tab') are those of a text, and are detected if None. `lines`
    says that the table is a list with a name on each line. If not, its extension says which kind it
    is, or else its first bytes. Every kind of table may be compressed with gzip.

    Raises `DataError` if the table is missing, empty or damaged, `UsageError` for an unknown
    encoding or delimiter, and `MissingExtraError` if the kind needs a package that is missing.
    """
    source = Input(path, stdin)
    try:
        kind = "lines" if lines else _kind(source)
        if kind == "parquet":
            from icslookup.tables.parquet import ParquetSource

            return ParquetSource(source)
        if kind == "excel":
            from icslookup.tables.excel import ExcelSource

            return ExcelSource(source)
        with input_errors(source.name):
            detected = find_encoding(source, encoding)
        if kind == "lines":
            return NameSource(source, detected)
        if kind == "jsonl":
            return JsonSource(source, detected)
        return DelimitedSource(source, detected, delimiter)
    except BaseException:
        source.close()
        raise


def open_target(
    source: Source,
    out: str | None,
    added: Sequence[tuple[str, type]],
    *,
    format: str | None = None,  # noqa: A002 - the name that the option has
    stdout: BinaryIO | None = None,
) -> Target:
    """Open a table for writing, with the columns of a source and some more.

    Parameters: `out` is a path, or None or '-' for standard output, which `stdout` replaces.
    `added` has the names and types (str, int or float) of the added columns. `format` is one of
    `FORMATS`. If `format` is None, the extension of `out` says which format it is, or else the
    source. A name that ends in .gz is compressed with gzip, unless it is Parquet or Excel.

    Raises `UsageError` if an added name is a column already, if `out` is the source itself, or if
    the format cannot hold the table, and `OutputError` if `out` cannot be written.
    """
    names = [name for name, _ in added]
    path = None if out == "-" else out
    written = _format(path, format) or _FORMAT_BY_KIND[source.kind]
    if isinstance(source, DelimitedSource) and written in ("csv", "tsv"):
        # Semicolons are CSV too: only tabs make it TSV.
        written = "same" if (written == "tsv") == (source.delimiter == "\t") else written
    _check(source, names, written)
    refuse_overwriting(source, path, stdout)
    packed = bool(path and path.casefold().endswith(".gz")) and written not in _BINARY
    output = Output(path, stdout, packed=packed)
    try:
        if written in _BINARY:
            refuse_terminal(output, written)
        if written == "parquet":
            from icslookup.tables.parquet import ParquetTarget

            return ParquetTarget(output, source, added)
        if written == "xlsx":
            from icslookup.tables.excel import ExcelTarget

            return ExcelTarget(output, source, names)
        if written == "jsonl":
            return JsonTarget(output, source, names)
        if isinstance(source, DelimitedSource) and written == "same":
            return DelimitedTarget(output, source, names)
        return ConvertedTarget(output, source, names, "\t" if written == "tsv" else ",")
    except BaseException:
        output.discard()
        raise


def _extension(path: str) -> str:
    return os.path.splitext(path.casefold().removesuffix(".gz"))[1]


def _kind(source: Input) -> str:
    kind = _KIND_BY_EXTENSION.get(_extension(source.path))
    if kind:
        return kind
    if source.head.startswith(b"PAR1"):
        return "parquet"
    if source.head.startswith(b"PK\x03\x04"):
        return "excel"
    text = source.head.lstrip(_MARKS_AND_SPACE)
    return "jsonl" if text.startswith(b"{") or _ARRAY.match(text) else "delimited"


def _format(path: str | None, named: str | None) -> str | None:
    if named is None and path and _extension(path) in _SUGGESTED:
        ending = _extension(path)
        raise UsageError(f"{ending} cannot be written: use {_SUGGESTED[ending]}")
    if named is None:
        return _FORMAT_BY_EXTENSION.get(_extension(path)) if path else None
    if named not in FORMATS:
        raise UsageError(f"there is no format {named!r}: name one of {', '.join(FORMATS)}")
    return named


def _check(source: Source, names: list[str], written: str) -> None:
    taken = [name for name in names if name in source.columns]
    if taken:
        raise UsageError(
            f"{source.name} has the columns {', '.join(taken)} already:"
            " choose other names with --prefix"
        )
    twice = [name for name, count in Counter(source.columns).items() if count > 1]
    if twice and written != "same" and written in ("jsonl", "parquet") and written != source.kind:
        raise UsageError(
            f"{source.name} has the column {twice[0]!r} twice, which {written} cannot hold:"
            " rename one, or write CSV"
        )

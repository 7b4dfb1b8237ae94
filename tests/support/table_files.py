"""Reads a table, writes it with columns added, and returns its errors, for the tests of tables."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.bulk.check.check import check
from icslookup.bulk.rebase.rebase import RebaseOptions, rebase
from icslookup.errors import IcslookupError
from icslookup.tables import open_source, open_target

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from icslookup.bulk.check.check import ColumnCheck
    from icslookup.bulk.rebase.rebase import Rebased

MESSY = b"""council,homes,people
Guildford,"1,000",10
Surrey Heath,500,7
Waverley,333,
Surrey,9999,1
Allerdale,3,3
E07000026,3,3
QRL,1,1
Newcastle,5,5
gilford,2,2
,4,1
Atlantis,7,1
E01000001,1,1
Westmorland and Furness,1001,0.5
E08000016,8,8
E54000042,2,2
Herefordshire,1,1
Hertfordshire,1,1
Stevenage,1,1
"\x1b[31mred",1,1
"""
"""A table with everything that can be wrong in one."""

FIGURES = b"""council,homes,people
Guildford,"1,000",10
Surrey,9999,1
England,20000,30
Allerdale,3,3
E07000026,3,3
Newcastle,5,5
gilford,2,2
,4,1
Atlantis,7,1
Waverley,1001,0.5
E08000016,*,8
Herefordshire,1,1
Buckinghamshire,,1
"\x1b[31mred",1,1
"""
"""A table of figures with everything that `rebase` reports."""

SPLIT_DAY = "2024-06-01"
"""A day on which Surrey and its neighbours are split between Frimley and Surrey Heartlands."""

ADDED: tuple[tuple[str, type], ...] = (("status", str), ("share", float), ("count", int))
FOUND = ("found", 0.5, 3)
MISSED = ("not_found", None, None)
HEADER = ",status,share,count"
ADDED_CELLS = ",found,0.5,3"


def add_columns(
    source: Path | bytes,
    out: Path | None = None,
    *,
    answers: Sequence[Sequence[tuple[object, ...]]] = ((FOUND,),),
    added: Sequence[tuple[str, type]] = ADDED,
    form: str | None = None,
    **options: Any,
) -> bytes:
    """Write a table with the cells of one answer after another added. Return its bytes.

    A `source` of bytes is a table on standard input. Without `out`, the result goes to standard
    output.
    """
    stdout = io.BytesIO()
    if isinstance(source, bytes):
        table = open_source("-", stdin=io.BytesIO(source), **options)
    else:
        table = open_source(str(source), **options)
    try:
        start = 0
        path = str(out) if out else None
        with open_target(table, path, added, format=form, stdout=stdout) as target:
            for batch in table.batches([0]):
                rows = len(batch.cells[0])
                numbers = [(start + row) % len(answers) for row in range(rows)]
                target.write(batch, numbers, answers)
                start += rows
    finally:
        table.close()
    return out.read_bytes() if out and out.is_file() else stdout.getvalue()


def read(source: Path | bytes, **options: Any) -> list[tuple[object, ...]]:
    """Return the columns of a table and then all its rows."""
    stdin = io.BytesIO(source) if isinstance(source, bytes) else None
    path = "-" if isinstance(source, bytes) else str(source)
    table = open_source(path, stdin=stdin, **options)
    try:
        everything = range(len(table.columns))
        rows: list[tuple[object, ...]] = [table.columns]
        for batch in table.batches(everything):
            rows += zip(*batch.cells, strict=True)
        return rows
    finally:
        table.close()


def rows_of(text: str) -> list[dict[str, str]]:
    """Return the rows of a CSV."""
    return list(csv.DictReader(io.StringIO(text)))


def figures(rows: dict[str, object], value: str = "homes") -> bytes:
    """Return a table with a figure for each council."""
    out = io.StringIO()
    csv.writer(out).writerows([("council", value), *rows.items()])
    return out.getvalue().encode()


def column(*values: str) -> bytes:
    """Return a table of one column."""
    out = io.StringIO()
    csv.writer(out).writerows([("council",), *((value,) for value in values)])
    return out.getvalue().encode()


def fits(answer: ColumnCheck) -> list[str]:
    """Return the spans in which all values of a checked column are valid, as text."""
    return [f"{span.start} {span.end or ''}".strip() for span in answer.fits]


def rebased(content: bytes, *values: str, **options: Any) -> Rebased:
    """Return the figures on other boundaries. The first column has the areas."""
    source = open_source("-", stdin=io.BytesIO(content))
    return rebase(source, RebaseOptions(source.columns[0], values, **options))


def checked(content: bytes, **options: Any) -> ColumnCheck:
    """Return the findings for the first column of a table."""
    source = open_source("-", stdin=io.BytesIO(content))
    return check(source, source.columns[0], **options)


def put(folder: Path, content: bytes | str, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refused(source: Path | bytes, **options: Any) -> IcslookupError:
    """Return the error that a table raises when it is opened or read."""
    with pytest.raises(IcslookupError) as caught:
        read(source, **options)
    return caught.value

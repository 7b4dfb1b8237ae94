"""Frames of every library are read alike."""

from __future__ import annotations

import math
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from icslookup.bulk.frames import FrameSource, eager_frame, require_columns
from icslookup.errors import UsageError


def source(frame: Any, **options: Any) -> FrameSource:
    return FrameSource(nw.from_native(frame, eager_only=True), "the frame", **options)


def cells(table: FrameSource) -> list[list[object]]:
    positions = range(len(table.columns))
    found: list[list[object]] = [[] for _ in positions]
    for batch in table.batches(positions):
        for column, part in zip(found, batch.cells, strict=True):
            column.extend(part)
    return found


NULLS = {
    "pandas": pd.DataFrame({"v": [1.5, None, math.nan]}),
    "pandas objects": pd.DataFrame({"v": [np.float64(1.5), None, pd.NaT]}, dtype=object),
    "pandas nullable": pd.DataFrame({"v": pd.Series([1.5, None, None], dtype="Float64")}),
    "pandas arrow": pd.DataFrame(
        {"v": pd.Series([1.5, None, None], dtype=pd.ArrowDtype(pa.float64()))}
    ),
    "polars": pl.DataFrame({"v": [1.5, None, math.nan]}),
    "pyarrow": pa.table({"v": [1.5, None, math.nan]}),
}


@pytest.mark.parametrize("library", NULLS)
def test_every_null_is_none(library: str) -> None:
    table = source(NULLS[library])
    assert table.sample() == [(1.5,), (None,), (None,)]
    assert cells(table) == [[1.5, None, None]]


def test_cells_are_those_of_python() -> None:
    frame = pd.DataFrame(
        {
            "i": np.array([1, 2], "int8"),
            "o": pd.Series([np.int64(7), Decimal("1.50")], dtype=object),
            "c": pd.Categorical(["a", "b"]),
            "t": pd.to_datetime(["2024-01-01T00", "2024-01-02T03"]),
        }
    )
    found = cells(source(frame))
    assert found == [
        [1, 2],
        [7, Decimal("1.50")],
        ["a", "b"],
        [datetime(2024, 1, 1), datetime(2024, 1, 2, 3)],  # noqa: DTZ001 - as in the frame
    ]
    assert [type(cell) for cell in found[1]] == [int, Decimal]


def test_a_large_frame_comes_in_batches_with_the_first_row_of_each_cell() -> None:
    days = [date(2024, 1, 1), None, date(2024, 1, 2)]
    frame = pl.DataFrame({"n": range(45_000), "day": [days[n // 20_000] for n in range(45_000)]})
    table = source(frame, kept=["day"])
    assert table.share_read() == 0
    sizes = [len(batch.cells[0]) for batch in table.batches([1, 0])]
    assert sum(sizes) == 45_000
    assert len(sizes) > 1
    assert table.first_rows == {"day": {days[0]: 0, None: 20_000, days[2]: 40_000}}
    assert table.share_read() == 1
    table.close()


def test_an_empty_frame_has_no_rows() -> None:
    table = source(pl.DataFrame({"a": []}))
    assert (table.sample(), cells(table), table.share_read()) == ([], [[]], None)


def test_only_floats_of_figures_that_are_near_zero_are_shortened() -> None:
    frame = pl.DataFrame({"v": [1e-40, 5e-13, 2e-12], "other": [1e-40, 1.0, 2.0]})
    found = cells(source(frame, figures=["v"]))
    assert found == [[Decimal(0), Decimal("5E-13"), 2e-12], [1e-40, 1.0, 2.0]]


@pytest.mark.parametrize("frame", [pl.LazyFrame({"a": [1]}), [{"a": 1}], None])
def test_what_is_no_frame_in_memory_is_refused(frame: Any) -> None:
    with pytest.raises(UsageError, match="is not a frame in memory"):
        eager_frame(frame, "rebase")


def test_a_missing_column_is_refused_with_those_there_are() -> None:
    require_columns(["a", "b"], ["a", None])
    with pytest.raises(UsageError, match="no column 'c'; its columns are 'a' and 'b'"):
        require_columns(["a", "b"], ["a", "c"])

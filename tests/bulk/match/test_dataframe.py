"""Frames of pandas and polars have the answers of the command, cell by cell."""

from __future__ import annotations

import csv
import sys
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest

import icslookup
from icslookup.bulk.match.file import ReadOptions, WriteOptions, match_file
from icslookup.bulk.match.output_columns import added_columns
from icslookup.bulk.matcher import Matcher
from icslookup.errors import MissingExtraError, UsageError
from tests.support.program import TOP

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["Guildford", "Hart", "Newcastle", "Atlantis", "E08000016", "N/A", "Gilford", "Frimley"]
DAYS = ["2024-06-01", "2026-11-01"] * 4


def messy() -> list[str]:
    """Return every fifth labelled spelling of an authority."""
    found = []
    for file in ("forms", "errors", "refusals"):
        path = TOP / "benchmarks" / "spellings" / f"{file}.csv"
        with path.open(encoding="utf-8", newline="") as lines:
            found += [row["spelling"] for row in csv.DictReader(lines)][::5]
    return found


def plain(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame with None for every null."""
    rows = frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_dict("records")
    return [{k: None if v is None or v != v else v for k, v in row.items()} for row in rows]  # noqa: PLR0124 - NaN


@pytest.mark.parametrize("split", ["list", "largest", "rows"])
@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("kind", ["auto", "area", "board"])
def test_frames_and_files_have_the_same_answers(
    tmp_path: Path, split: str, kind: str, *, dated: bool
) -> None:
    """The command, pandas, polars and `icslookup.match` agree, if they read one kind."""
    names = messy()
    days = [DAYS[number % 2] for number in range(len(names))]
    table = pl.DataFrame({"council": names, "day": days})
    given, out = tmp_path / "in.parquet", tmp_path / "out.parquet"
    table.write_parquet(given)
    column = "day" if dated else None
    reading = ReadOptions("council", column)
    as_of = None if dated else "2024-06-01"
    matcher = Matcher(as_of, kind=kind)
    match_file(str(given), matcher, reading, WriteOptions(str(out), split=split))
    expected = plain(pl.read_parquet(out))
    options: dict[str, Any] = {
        "as_of": as_of, "as_of_column": column, "split": split, "kind": kind,
    }  # fmt: skip
    for frame in (table, pd.DataFrame({"council": names, "day": days})):
        assert plain(icslookup.annotate(frame, "council", **options)) == expected
    one = list(icslookup.match(names, days if dated else as_of, kind=kind))
    if split != "rows" and kind != "auto":  # one name after the other has no column to decide
        assert [row["icb_status"] for row in expected] == [found.status for found in one]
        firsts = [found.boards[0].ods_code if found.boards else None for found in one]
        assert [(r["icb_board_ods"] or "").partition(";")[0] or None for r in expected] == firsts


def test_the_frame_is_left_as_it_is_and_keeps_its_index() -> None:
    frame = pd.DataFrame({"c": NAMES}, index=range(10, 18))
    before = frame.copy()
    annotated = icslookup.annotate(frame, "c", as_of="2024-06-01")
    pd.testing.assert_frame_equal(frame, before)
    assert list(annotated.index) == list(range(10, 18))
    assert annotated.loc[10, "icb_board_ods"] == "QXU;QNQ"
    rows = icslookup.annotate(frame, "c", as_of="2024-06-01", split="rows")
    assert list(rows.index[:4]) == [10, 10, 11, 11]


def test_the_added_columns_have_their_types() -> None:
    frame = icslookup.annotate(pl.DataFrame({"c": NAMES}), "c", split="largest", prefix="x_")
    types = {str: pl.String, float: pl.Float64, int: pl.Int64}
    expected = {name: types[type_] for name, type_ in added_columns("largest", "x_")}
    assert {name: frame.schema[name] for name in expected} == expected


@pytest.mark.parametrize(
    "column",
    [
        pl.Series("c", ["Guildford", None], dtype=pl.Categorical),
        pl.Series("c", ["Guildford", None], dtype=pl.String),
        pd.Series(["Guildford", None], name="c", dtype="category"),
        pd.Series(["Guildford", pd.NA], name="c", dtype="string"),
        pd.Series(["Guildford", float("nan")], name="c", dtype="object"),
    ],
)
def test_nulls_of_every_kind_are_blank(column: Any) -> None:
    frame = column.to_frame()
    assert [row["icb_status"] for row in plain(icslookup.annotate(frame, "c"))] == [
        "found",
        "blank",
    ]


def test_days_may_be_dates_and_missing() -> None:
    days = [date(2024, 6, 1), None]
    polars = icslookup.annotate(pl.DataFrame({"c": ["Hart"] * 2, "d": days}), "c", as_of_column="d")
    pandas = icslookup.annotate(
        pd.DataFrame({"c": ["Hart"] * 2, "d": pd.to_datetime(pd.Series(days))}),
        "c",
        as_of_column="d",
    )
    for frame in (polars, pandas):
        assert [row["icb_board_ods"] for row in plain(frame)] == ["QNQ;QRL", None]
        assert [row["icb_status"] for row in plain(frame)] == ["found", "bad_date"]


def test_an_empty_frame_gets_the_columns() -> None:
    frame = icslookup.annotate(pl.DataFrame({"c": []}, schema={"c": pl.String}), "c")
    assert frame.height == 0
    assert frame.columns == ["c", *(name for name, _ in added_columns("list"))]


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (pl.DataFrame({"c": NAMES}), {"column": "d"}, "has no column 'd'; its columns are 'c'"),
        (pl.DataFrame({"c": NAMES}), {"column": "c", "as_of_column": "d"}, "has no column 'd'"),
        (pl.DataFrame({"c": NAMES, "icb_share": NAMES}), {"column": "c"}, "icb_share already"),
        (pl.DataFrame({"c": NAMES}).lazy(), {"column": "c"}, "LazyFrame is not a frame in memory"),
        (NAMES, {"column": "c"}, "list is not a frame"),
        (pl.DataFrame({"c": NAMES}), {"column": "c", "as_of": "2024-01-01", "as_of_column": "c"}, "not both"),
    ],
)  # fmt: skip
def test_a_frame_that_cannot_be_annotated_is_an_error(
    frame: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        icslookup.annotate(frame, **options)


def test_without_narwhals_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(MissingExtraError, match=r'pip install "icslookup\[frames\]"'):
        icslookup.annotate(pl.DataFrame({"c": NAMES}), "c")

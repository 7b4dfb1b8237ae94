"""Frames are carried to other boundaries, and keep the kind and the types that they have."""

from __future__ import annotations

import sys
import warnings
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import icslookup
from icslookup.errors import AmbiguousError, DataError, MissingExtraError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

FROM, TO = "2025-01-01", "2026-05-01"
FRIMLEY = {"S0E4D": 436_606, "QRL": 174_249, "S9B9J": 153_488}
"""What each board got of the residents of Frimley."""

MAKERS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


def rebase(frame: Any, values: Any = "v", **options: Any) -> Any:
    """Return the result without the warnings, which other tests read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        return icslookup.rebase(frame, "area", values, **{"to": TO, "from_": FROM, **options})


def plain(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, pa.Table):
        found: list[dict[str, Any]] = frame.to_pylist()
    elif isinstance(frame, pl.DataFrame):
        found = frame.to_dicts()
    else:
        found = frame.to_dict("records")
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in found]


def remarks_of(frame: Any, values: Any = "v", **options: Any) -> list[str]:
    with pytest.warns(UserWarning) as caught:  # noqa: PT030 - the lines are compared
        icslookup.rebase(frame, "area", values, **{"to": TO, "from_": FROM, **options})
    assert len(caught) == 1
    assert caught[0].filename == __file__
    return str(caught[0].message).splitlines()


@pytest.mark.parametrize("library", MAKERS)
def test_the_columns_and_types_are_documented(library: str) -> None:
    table = {"area": ["QNQ", "QU9"], "month": ["a", "a"], "v": [764_343, 5], "x": [1.5, None]}
    found = rebase(MAKERS[library](table), ["v", "x"], per="month")
    assert type(found) is type(MAKERS[library](table))
    names = found.column_names if library == "pyarrow" else list(found.columns)
    assert names == [
        *("ods_code", "ons_code", "name", "month", "v", "v_estimated", "x", "x_estimated"),
        *("sources", "complete", "suppressed"),
    ]
    rows = {row["ods_code"]: row for row in plain(found)}
    assert rows["S0E4D"] == {
        "ods_code": "S0E4D",
        "ons_code": "E54000070",
        "name": "NHS Thames Valley Integrated Care Board",
        "month": "a",
        "v": 436_611,
        "v_estimated": 436_606,
        "x": pytest.approx(1.5 * 436_606 / 764_343, abs=1e-6),
        "x_estimated": pytest.approx(1.5 * 436_606 / 764_343, abs=1e-6),
        "sources": "QNQ;QU9",
        "complete": False,
        "suppressed": 0,
    }
    assert {code: row["v_estimated"] for code, row in rows.items()} == FRIMLEY
    whole = rebase(MAKERS[library](table), ["v"], integer=True)
    assert [type_of(found, "v"), type_of(found, "complete"), type_of(whole, "v")] == {
        "pandas": ["int64", "boolean", "int64"],
        "polars": ["Int64", "Boolean", "Int64"],
        "pyarrow": ["int64", "bool", "int64"],
    }[library]


def type_of(frame: Any, name: str) -> str:
    if isinstance(frame, pa.Table):
        return str(frame.schema.field(name).type)
    return str(frame[name].dtype)


@pytest.mark.parametrize("library", MAKERS)
@pytest.mark.parametrize(
    ("cells", "total"),
    [
        ([1, 2], Decimal(3)),
        ([Decimal("1.10"), Decimal("0.05")], Decimal("1.15")),
        (["1,234.5", "1"], Decimal("1235.5")),
        ([10**17, 1], Decimal(10**17 + 1)),
    ],
)
def test_exact_columns_have_exact_results(library: str, cells: list[Any], total: Decimal) -> None:
    found = plain(rebase(MAKERS[library]({"area": ["QNQ", "QU9"], "v": cells})))
    assert sum(row["v"] for row in found) == total
    assert {type(row["v"]) for row in found} == {Decimal}


@pytest.mark.parametrize("library", MAKERS)
def test_integers_that_are_not_divided_stay_integers(library: str) -> None:
    found = plain(rebase(MAKERS[library]({"area": ["QU9", "QRL"], "v": [2**62, 7]})))
    assert [row["v"] for row in found] == [7, 2**62]
    assert all(isinstance(row["v"], int) for row in found)


def test_sums_beyond_64_bits_are_decimals() -> None:
    frame = pl.DataFrame({"area": ["QU9", "QU9"], "v": [2**63 - 1, 2**63 - 1]})
    assert rebase(frame)["v"].to_list() == [Decimal(2**64 - 2)]
    wide = pa.table({"area": ["QU9"], "v": ["9" * 40]})
    assert rebase(wide)["v"].to_pylist() == [Decimal("9" * 40)]
    with pytest.raises(DataError, match=r"need 40 digits, and a decimal of polars has 38"):
        rebase(pl.from_arrow(wide))


def test_a_column_of_decimals_keeps_its_decimals() -> None:
    frame = pl.DataFrame({"area": ["QU9"], "v": [Decimal("5.00")]})
    assert rebase(frame).schema["v"] == pl.Decimal(38, 2)
    assert rebase(frame, integer=True).schema["v"] == pl.Int64


def test_decimals_of_pandas_without_pyarrow_are_objects(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"area": ["QNQ"], "v": [1]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    found = rebase(frame)
    assert found.v.dtype == object
    assert sum(found.v) == Decimal("1.000000")


def test_a_result_without_figures_is_null() -> None:
    """Pandas has no integer for it, so the column is nullable then."""
    frame = pd.DataFrame({"area": ["QU9", "QRL"], "v": pd.array([None, 3], "Int64")})
    found = rebase(frame)
    assert str(found.v.dtype) == "Int64"
    assert plain(found[["ods_code", "v", "complete"]]) == [
        {"ods_code": "QRL", "v": 3, "complete": False},
        {"ods_code": "S0E4D", "v": None, "complete": False},
    ]


GROUPS: dict[str, Any] = {
    "dates": pl.Series([date(2024, 1, 1), None, date(2024, 1, 1)]),
    "datetimes": pl.Series([date(2024, 1, 1), None, date(2024, 1, 1)]).cast(pl.Datetime("ms", "UTC")),
    "categories": pl.Series(["b", None, "b"], dtype=pl.Categorical),
    "small integers": pl.Series([7, None, 7], dtype=pl.UInt8),
    "decimals": pl.Series([Decimal("1.50"), None, Decimal("1.50")]),
    "lists": pl.Series([[1, 2], None, [1, 2]]),
    "floats": pl.Series([0.1, None, 0.1]),
    "booleans": pl.Series([True, None, True]),
}  # fmt: skip


@pytest.mark.parametrize("kind", GROUPS)
def test_groups_keep_their_types_and_nulls(kind: str) -> None:
    series = GROUPS[kind]
    frame = pl.DataFrame({"area": ["QU9"] * 3, "g": series, "v": [1, 2, 4]})
    found = rebase(frame, per=["g"])
    assert found.schema["g"] == series.dtype
    assert found["g"].to_list() == series[:2].to_list()
    assert found["v"].to_list() == [5, 2]


def test_a_category_and_an_index_of_pandas_are_no_hindrance() -> None:
    frame = pd.DataFrame({"area": ["QU9", "QRL"], "g": pd.Categorical(["b", "a"]), "v": [1, 2]})
    found = rebase(frame.set_index(pd.Index([7, 7])), per="g")
    assert str(found.g.dtype) == "category"
    assert found.index.tolist() == [0, 1]
    assert found[["ods_code", "g", "v"]].to_numpy().tolist() == [["S0E4D", "b", 1], ["QRL", "a", 2]]


def test_the_day_of_each_row_may_be_a_group_too() -> None:
    days = [date(2024, 1, 1), date(2026, 5, 1), date(2026, 5, 1)]
    frame = pl.DataFrame({"area": ["QNQ", "S0E4D", "QRL"], "day": days, "v": [764_343, 7, 9]})
    found = rebase(frame, from_=None, as_of_column="day", per="day")
    assert found.select("ods_code", "day", "v").rows() == [
        ("QRL", days[0], 174_249),
        ("S9B9J", days[0], 153_488),
        ("S0E4D", days[0], 436_606),
        ("QRL", days[1], 9),
        ("S0E4D", days[1], 7),
    ]
    text = frame.with_columns(day=pl.col("day").dt.strftime("%d/%m/%Y"))
    same = rebase(text, from_=None, as_of_column="day", date_format="%d/%m/%Y", per="day")
    assert same["v"].to_list() == found["v"].to_list()


def test_means_have_weights() -> None:
    frame = pl.DataFrame({"area": ["QNQ", "QU9"], "v": [10.5, 20.1], "people": [100, 300]})
    found = rebase(frame, mean_by="people", to_geography="region")
    assert found.columns[3:7] == ["v", "v_estimated", "people", "people_estimated"]
    by_name = {row["ods_code"]: row for row in found.to_dicts()}
    (south_east,) = by_name.values()
    assert south_east["v"] == pytest.approx((10.5 * 100 + 20.1 * 300) / 400)
    assert south_east["people"] == 400


@pytest.mark.parametrize("form", ["path", "text", "frame"])
def test_weights_are_a_file_or_a_frame(form: str, tmp_path: Path) -> None:
    table = {"from_code": ["QNQ", "QNQ"], "to_code": ["QRL", "S0E4D"], "weight": [0.25, 0.75]}
    path = tmp_path / "weights.csv"
    pl.DataFrame(table).write_csv(path)
    weights = {"path": path, "text": str(path), "frame": pd.DataFrame(table)}[form]
    found = rebase(pl.DataFrame({"area": ["QNQ"], "v": [100]}), weights=weights)
    assert dict(found.select("ods_code", "v").rows()) == {"QRL": 25, "S0E4D": 75}


def test_what_is_not_in_the_result_is_a_warning() -> None:
    frame = pl.DataFrame(
        {"area": ["QU9", "Frimly", "Atlantis", None, "England"], "v": [1, 2, 3, 4, 10]}
    )
    *lines, missing = remarks_of(frame, drop_totals=True)
    assert lines == [
        "1 row was not placed, without an area",
        "1 row was not placed, because the area is not known: 'Atlantis'",
        "7 of 'v' was not placed",
        "1 row was left out, because they would count twice: 'England'",
        "these spellings were read as the closest names: 'Frimly' as Frimley",
    ]
    assert missing.startswith("the frame has no row of these areas, with 9")
    assert missing.endswith("35 more")


def test_a_frame_with_every_area_is_no_warning(recwarn: pytest.WarningsRecorder) -> None:
    codes = [board.ods_code for board in icslookup.boards(FROM).rows]
    found = icslookup.rebase(pl.DataFrame({"area": codes, "v": [1] * 42}), "area", "v", to=TO)
    assert len(found) == 36
    assert found["v"].sum() == 42
    assert found["complete"].all()
    assert not recwarn.list


def test_strict_is_an_error_for_what_is_not_placed() -> None:
    frame = pl.DataFrame({"area": ["QU9", "Atlantis"], "v": [1, 3]})
    with pytest.raises(DataError) as caught:
        rebase(frame, strict=True)
    assert str(caught.value).splitlines() == [
        "1 row was not placed, because the area is not known: 'Atlantis'",
        "3 of 'v' was not placed",
    ]
    assert len(rebase(frame[:1], strict=True)) == 1


@pytest.mark.parametrize("areas", [["Atlantis"], [None], []])
def test_nothing_placed_is_an_error(areas: list[str | None]) -> None:
    frame = pl.DataFrame({"area": areas, "v": [1] * len(areas)}, {"area": pl.String, "v": pl.Int64})
    with pytest.raises(DataError, match="nothing of the frame was placed"):
        rebase(frame)


TWO = pl.DataFrame({"area": ["QU9", "QRL"], "v": [1, 2], "rate": [1, 2], "name": ["a", "b"]})


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"values": "w"}, UsageError, "no column 'w'"),
        ({"values": ()}, UsageError, "name a column of figures with values"),
        ({"values": "rate"}, UsageError, "with mean_by, or say counts=True if"),
        ({"per": "name"}, UsageError, "would have two columns 'name'"),
        ({"per": "v"}, UsageError, "the column 'v' is named twice"),
        ({"as_of_column": "v"}, UsageError, "with from_, or a column with as_of_column"),
        ({"by": "area"}, UsageError, "no measure 'area'"),
        ({"weights": [1]}, UsageError, "a list is not a frame in memory"),
        ({"from_": None, "frame": TWO[1:]}, AmbiguousError, 'from_="2022-07-01" for the boundaries'),
        ({"frame": pl.DataFrame({"area": ["England", "QU9"], "v": [3, 1]})}, DataError,
         "leave them out with drop_totals=True"),
        ({"frame": pl.DataFrame({"area": ["QU9"], "v": ["5%"]})}, DataError,
         "the frame, row 1 below the header"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_the_arguments_of_python(
    options: dict[str, Any], error: type[Exception], message: str
) -> None:
    given = {"frame": TWO, "values": "v", **options}
    with pytest.raises(error) as caught:
        rebase(given.pop("frame"), given.pop("values"), **given)
    assert message in str(caught.value)
    assert "--" not in str(caught.value)


def test_months_in_another_form_are_named_with_the_argument_that_reads_them() -> None:
    frame = pl.DataFrame({"area": ["QNQ", "QU9"], "month": ["Apr-25", "Apr-25"], "v": [1, 2]})
    with pytest.raises(DataError) as caught:
        rebase(frame, from_=None, as_of_column="month")
    assert "because 'Apr-25' is not a day: try date_format %b-%y" in str(caught.value)
    read = rebase(frame, from_=None, as_of_column="month", date_format="%b-%y")
    assert read["v"].sum() == 3


def test_counts_integer_and_blanks_are_options() -> None:
    frame = pl.DataFrame({"area": ["QNQ", "QU9"], "rate": ["101", "low"]})
    found = rebase(frame, "rate", counts=True, integer=True, blanks="Low")
    assert found["rate"].dtype == pl.Int64
    assert found["rate"].sum() == 101
    assert dict(found.select("ods_code", "suppressed").rows())["S0E4D"] == 1


def test_postcodes_and_lsoas_have_no_day() -> None:
    frame = pl.DataFrame({"area": ["E01000001", "E01000002"], "v": [1, 2]})
    found = rebase(frame, from_=None, kind="lsoa")
    assert found.select("ods_code", "v", "sources").rows() == [("QMF", 3, "2 LSOAs")]


def test_frames_need_narwhals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "narwhals", None)
    with pytest.raises(MissingExtraError, match=r"rebase with frames needs narwhals: .*\[frames\]"):
        rebase(TWO)

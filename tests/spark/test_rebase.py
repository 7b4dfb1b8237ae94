"""Figures have the same results in Spark as in frames."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

import icslookup
from icslookup.errors import IcslookupError, UsageError
from tests.support import figures
from tests.support.figures import FROM, TO, VALUES, by_key, check, rows
from tests.support.sparks import (
    LOCAL,
    QUICK_JAVA,
    Sessions,
    needs_spark,
    plan_of,
    require,
    without_coverage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [needs_spark, pytest.mark.xdist_group("spark")]

SCHEMA = "board string, month string, patients bigint, cost decimal(12,2), hours double"
POLARS: dict[str, Any] = {"code": pl.String, "g": pl.String, "n": pl.Int64, "d": pl.Decimal(12, 2)}


@pytest.fixture(scope="module")
def sessions() -> Iterator[Sessions]:
    sessions = Sessions()
    yield sessions
    sessions.stop()


@pytest.fixture
def spark(sessions: Sessions) -> Any:
    return sessions.session(LOCAL)


def records(found: Any) -> list[dict[str, Any]]:
    return [row.asDict() for row in found.collect()]


def of_frame(frame: pl.DataFrame, values: Any, **options: Any) -> dict[Any, dict[str, Any]]:
    """Return the rows of `icslookup.rebase` by group and name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        found = icslookup.rebase(frame, "code", values, **options).to_dicts()
    return {(row.get("g"), row["name"]): row for row in found}


def in_order(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row with its sources sorted: those of a plan have no other order."""
    sources = row["sources"]
    return {
        **{name: cell for name, cell in row.items() if name != "suppressed"},
        "sources": sources and ";".join(sorted(sources.split(";"))),
    }


def test_the_figures_are_those_of_the_command(spark: Any, tmp_path: Path) -> None:
    from icslookup.spark import rebase

    frame = spark.createDataFrame([tuple(row) for row in rows()], SCHEMA).repartition(5)
    found = rebase(frame, "board", VALUES, to=TO, from_=FROM, per="month")
    assert found.columns == [
        *("ods_code", "ons_code", "name", "month"),
        *(name for value in VALUES for name in (value, f"{value}_estimated")),
        *("sources", "complete"),
    ]
    types = dict(found.dtypes)
    assert (types["patients"], types["cost"]) == ("decimal(38,6)", "decimal(38,6)")
    assert (types["hours"], types["complete"]) == ("double", "boolean")
    check(by_key(records(found)), figures.expected(tmp_path))


def test_it_is_a_join_and_a_sum_without_python_and_without_a_job(spark: Any) -> None:
    from icslookup.spark import rebase

    frame = spark.createDataFrame([tuple(row) for row in rows()[:50]], SCHEMA)
    spark.sparkContext.setJobGroup("plan", "making a plan")
    found = rebase(frame, "board", ["patients"], to=TO, from_=FROM)
    assert list(spark.sparkContext.statusTracker().getJobIdsForGroup("plan")) == []
    plan = plan_of(found)
    assert "Python" not in plan
    assert plan.count("BroadcastHashJoin") == 3
    assert "SortMergeJoin" not in plan


CODES = (
    *("QNQ", "qnq ", "\u3000QU9", "E54000034", "Atlantis", "England", "", None),
    *("D4U1Y", "E07000209", "E10000030", "E01000001", "E01000002", "e01032740", "E06000028"),
    *("QRL", "Y56", "10C", "E38000045"),
)


@pytest.mark.parametrize("day", ["2019-01-01", "2025-01-01"])
@pytest.mark.parametrize("geography", ["board", "sub-icb", "region", "council"])
@pytest.mark.parametrize("integer", [False, True])
def test_every_kind_of_code_and_group_is_as_in_frames(
    spark: Any, day: str, geography: str, *, integer: bool
) -> None:
    """Each code has a group of its own and one with others, with negative figures and blanks."""
    from icslookup.spark import rebase

    rng = random.Random(5)  # noqa: S311 - the same every time
    several = ["QU9", "QNQ", "QRL", "E38000045", "10C", "99M", "Atlantis"]
    pairs = [(code, code) for code in CODES] + [(code, "several") for code in several]
    scale = 0 if integer else -2
    table: list[tuple[Any, ...]] = [
        (code, group, rng.randrange(-1000, 10**6), Decimal(rng.randrange(10**6)).scaleb(scale))
        for code, group in pairs
        for _ in range(3)
    ]
    table.append(("QU9", "several", None, Decimal(-1)))
    options: dict[str, Any] = {"to": TO, "to_geography": geography, "from_": day}
    options |= {"per": "g", "integer": integer, "by": "lsoas" if integer else "residents"}
    frame = spark.createDataFrame(table, "code string, g string, n bigint, d decimal(12,2)")
    found = records(rebase(frame, "code", ["n", "d"], **options))
    polars = pl.DataFrame(table, POLARS, orient="row")
    lsoas = pl.col("code").str.to_lowercase().str.starts_with("e010").fill_null(value=False)
    wanted = of_frame(polars.filter(~lsoas), ["n", "d"], **options)
    wanted |= of_frame(polars.filter(lsoas), ["n", "d"], **options)
    placed = {(row["g"], row["name"]): row for row in found if row["name"] != "not placed"}
    assert placed.keys() == wanted.keys()
    for key, want in wanted.items():
        assert in_order(placed[key]) == in_order(want)
    for at, value in ((2, "n"), (3, "d")):
        for group in {row[1] for row in table}:
            total = sum(row[at] or 0 for row in table if row[1] == group)
            assert sum(row[value] or 0 for row in found if row["g"] == group) == total


def test_what_is_not_placed_is_a_row_of_its_own(spark: Any) -> None:
    from icslookup.spark import rebase

    table = [("QNQ", 1, 1.5), ("Atlantis", 2, 2.5), (None, 4, None), ("England", None, 4.0)]
    frame = spark.createDataFrame(table, "code string, n int, x double")
    found = records(rebase(frame, "code", ["n", "x"], to=TO, from_=FROM))
    (lost,) = [row for row in found if row["name"] == "not placed"]
    assert lost == {
        **dict.fromkeys(("ods_code", "ons_code", "n_estimated", "x_estimated")),
        "name": "not placed",
        "n": Decimal(6),
        "x": 6.5,
        "sources": None,
        "complete": None,
    }
    assert sum(row["n"] for row in found) == 7
    assert sum(row["x"] for row in found) == pytest.approx(8)
    nothing = rebase(frame.where("code = 'Atlantis'"), "code", "n", to=TO, from_=FROM)
    assert [row["name"] for row in records(nothing)] == ["not placed"]


DATED = [
    *[("QRL", "2024-01-01"), ("QRL", "2026-04-01"), ("S0E4D", "2026-04-01"), ("QNQ", "2026-03-31")],
    *[("QNQ", "2026-04-01"), ("E07000004", "2019-06-01"), ("E07000004", "2020-06-01")],
    *[("QNQ", "yesterday"), ("QNQ", None), ("QU9", "2025-02-29"), ("QU9", " 2025-02-28T10:00 ")],
]


@pytest.mark.parametrize("cast", ["string", "date", "timestamp"])
def test_each_row_may_have_a_day_of_its_own(spark: Any, cast: str) -> None:
    from icslookup.spark import rebase

    table = [(code, day, f"{code} {day}", 1000) for code, day in DATED]
    if cast != "string":
        table = [row for row in table if row[1] is None or row[1][:4].isdigit()]
        table = [row for row in table if row[0] != "QU9"]
    frame = spark.createDataFrame(table, "code string, day string, g string, n int")
    frame = frame.selectExpr("code", f"cast(day as {cast}) as day", "g", "n")
    found = records(rebase(frame, "code", "n", to="2026-05-01", as_of_column="day", per="g"))
    polars = pl.DataFrame(table, ["code", "day", "g", "n"], orient="row")
    wanted = of_frame(polars, "n", to="2026-05-01", as_of_column="day", per="g")
    placed = {(row["g"], row["name"]): row for row in found if row["ons_code"]}
    assert placed.keys() == wanted.keys()
    for key, want in wanted.items():
        assert in_order(placed[key]) == in_order(want)
    assert sum(row["n"] for row in found) == 1000 * len(table)


@pytest.mark.parametrize(
    ("type_", "cells"),
    [
        ("decimal(38,18)", ["12345678901234567890.123456789012345678", "-0.000000000000000001"]),
        ("decimal(38,0)", ["9999999999999999999999", "1", "-7"]),
        ("decimal(10,10)", ["0.0000000001", "0.9999999999", "-0.0000000003"]),
        ("bigint", [str(2**63 - 1), str(2**63 - 1), "3"]),
        ("tinyint", ["1", "127", "-128"]),
    ],
)
@pytest.mark.parametrize("ansi", ["true", "false"])
def test_no_digit_is_lost(spark: Any, type_: str, cells: list[str], ansi: str) -> None:
    from icslookup.spark import rebase

    spark.conf.set("spark.sql.ansi.enabled", ansi)
    try:
        table = [(code, cell) for cell in cells for code in ("QNQ", "QU9", "QRL")]
        frame = spark.createDataFrame(table, "code string, v string")
        frame = frame.selectExpr("code", f"cast(v as {type_}) as v")
        found = records(rebase(frame, "code", "v", to=TO, from_=FROM))
    finally:
        spark.conf.unset("spark.sql.ansi.enabled")
    assert sum(row["v"] for row in found) == 3 * sum(map(Decimal, cells))
    polars = pl.DataFrame(table, ["code", "v"], orient="row")
    scale = -(found[0]["v"].as_tuple().exponent)
    if scale == 6:
        wanted = of_frame(polars, "v", to=TO, from_=FROM)
        assert {row["name"]: row["v"] for row in found} == {
            key[1]: row["v"] for key, row in wanted.items()
        }


@pytest.mark.parametrize("ansi", ["true", "false"])
@pytest.mark.parametrize(
    ("type_", "cell", "integer"),
    [("decimal(38,0)", "9" * 38, False), ("decimal(38,18)", "9" * 20, False),
     ("bigint", str(2**63 - 1), True), ("decimal(5,2)", "1.5", True)],
)  # fmt: skip
def test_a_sum_that_is_too_large_or_not_whole_ends_the_job(
    spark: Any, type_: str, cell: str, ansi: str, *, integer: bool
) -> None:
    from icslookup.spark import rebase

    spark.conf.set("spark.sql.ansi.enabled", ansi)
    try:
        frame = spark.createDataFrame([("QU9", cell)] * 3, "code string, v string")
        frame = frame.selectExpr("code", f"cast(v as {type_}) as v")
        found = rebase(frame, "code", "v", to=TO, from_=FROM, integer=integer)
        with pytest.raises(Exception, match=r"icslookup|OVERFLOW|NUMERIC|overflow"):
            found.collect()
    finally:
        spark.conf.unset("spark.sql.ansi.enabled")


def test_integers_are_a_bigint(spark: Any) -> None:
    from icslookup.spark import rebase

    frame = spark.createDataFrame([("QNQ", 764_343)], "code string, n int")
    found = rebase(frame, "code", "n", to=TO, from_=FROM, integer=True)
    assert dict(found.dtypes)["n"] == "bigint"
    assert {row["ods_code"]: row["n"] for row in records(found)} == {
        "S0E4D": 436_606,
        "QRL": 174_249,
        "S9B9J": 153_488,
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "a plan of Spark cannot look at the column"),
        ({"from_": FROM, "as_of_column": "day"}, "not both"),
        ({"from_": "May"}, "May"),
        ({"from_": FROM, "to_geography": "ward"}, "figures cannot be carried to 'ward'"),
        ({"from_": FROM, "to_geography": "council", "to": "2019-01-01"}, "there is no answer for 1 January 2019"),
        ({"from_": FROM, "by": "people"}, "there is no measure 'people'"),
        ({"from_": FROM, "values": ()}, "name a column of figures"),
        ({"from_": FROM, "values": "code"}, "a column is named twice"),
        ({"from_": FROM, "values": "N", "per": "n"}, "a column is named twice"),
        ({"from_": FROM, "values": "g"}, "holds string and no numbers"),
        ({"from_": FROM, "values": "m"}, "the DataFrame has no column 'm'"),
        ({"from_": FROM, "values": "rate"}, "seems to hold rates"),
        ({"from_": FROM, "values": "x", "integer": True}, "'x' holds floats"),
        ({"from_": FROM, "values": "long"}, "'long' has 20 decimals"),
        ({"from_": FROM, "per": "Name"}, "would have two columns 'Name'"),
        ({"from_": FROM, "per": "n_estimated"}, "would have two columns 'n_estimated'"),
    ],
)  # fmt: skip
def test_impossible_options_are_refused_when_the_plan_is_made(
    spark: Any, options: dict[str, Any], message: str
) -> None:
    from icslookup.spark import rebase

    frame = spark.createDataFrame(
        [], "code string, g string, n int, x double, rate int, long decimal(38,20), day date,"
        " name string, n_estimated int",
    )  # fmt: skip
    with pytest.raises(UsageError, match=message):
        rebase(frame, "code", **{"values": "n", "to": TO, **options})


def test_counts_whose_name_is_like_that_of_a_rate_are_allowed(spark: Any) -> None:
    from icslookup.spark import rebase

    frame = spark.createDataFrame([("QU9", 5)], "code string, rate int")
    (row,) = records(rebase(frame, "code", "rate", to=TO, from_=FROM, counts=True))
    assert row["rate"] == 5


def test_a_frame_of_another_library_is_refused_with_the_right_function() -> None:
    require()
    from icslookup.spark import rebase

    with pytest.raises(IcslookupError, match=r"there is icslookup\.rebase"):
        rebase(pl.DataFrame({"code": ["QNQ"], "n": [1]}), "code", "n", from_=FROM)


CONNECTED = """
import json, sys
from pyspark.sql import SparkSession
from icslookup.spark import rebase
spark = SparkSession.builder.remote("local[2]").getOrCreate()
frame = spark.createDataFrame(json.loads(sys.argv[1]), "code string, day string, g string, n int")
found = rebase(frame, "code", "n", to="2026-05-01", as_of_column="day", per="g")
print(json.dumps([[row.g, row.name, str(row.n), row.sources, row.complete] for row in found.collect()]))
spark.stop()
"""


def test_spark_connect_has_the_same_answers() -> None:
    """A separate process is a client that knows only the protocol, and starts a server."""
    require("grpc")
    table = [(code, day, f"{code} {day}", 1000) for code, day in DATED]
    environment = {
        **without_coverage(),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "JAVA_TOOL_OPTIONS": QUICK_JAVA,
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CONNECTED, json.dumps(table)],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    found = json.loads(done.stdout.splitlines()[-1])
    polars = pl.DataFrame(table, ["code", "day", "g", "n"], orient="row")
    wanted = of_frame(polars, "n", to="2026-05-01", as_of_column="day", per="g")
    placed = {(g, name): rest for g, name, *rest in found if name != "not placed"}
    assert placed.keys() == wanted.keys()
    for key, want in wanted.items():
        assert placed[key] == [f"{want['n']:.6f}", want["sources"], want["complete"]]

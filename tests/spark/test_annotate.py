"""Spark gives the answers of the command, the library and frames, even if a worker dies."""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
import threading
import time
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import polars as pl
import pytest
from messy_names import spellings

import icslookup
from icslookup.bulk.match.output_columns import added_cells, added_columns
from icslookup.cli.run import run
from icslookup.dataset.active import bundled, reload
from icslookup.errors import UsageError
from icslookup.gazetteer.nhs_areas import area_codes
from tests.support.program import TOP
from tests.support.sparks import (
    CLUSTER,
    LOCAL,
    QUICK_JAVA,
    Sessions,
    kill_siblings,
    logs_of,
    needs_spark,
    pause_once,
    plan_of,
    require,
    without_coverage,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


pytestmark = [needs_spark, pytest.mark.xdist_group("spark")]

ROWS = 20_000
KIND = "area"
"""The kind that all routes are asked for. With `auto`, files and frames are read as a whole."""

DAYS = (
    "2022-07-01", "2023-03-31", "2023-04-01", "2024-06-01", "2024-02-29", "2024-02-30", "2026-04-01",
    "2026-11-22", "2020-01-01", "2024-06-01T10:30:00", " 2024-06-01", "tomorrow", "", "2031-01-31",
    "2022-06-30", "2023-02-29", "2100-02-29", "2400-02-29", "2024-04-31", "2024-6-1", "2024-06-01x",
    "2024-06-01\u3000", "2024-06-01 10:30:00.5+01:00", "2024-06-01T1:30", "\u0662\u0660\u0662\u0664-06-01",
    "2024-06-01T\u0663\u0660:00", "10000-01-01", "0000-01-01", "2024-06-01\n", "2024-06-01T10:30Z\n",
)  # fmt: skip
ODD = (
    None,
    "",
    "  ",
    "N/A",
    "E07000209",
    " e07000209 ",
    "QRL",
    "\u0130stanbul",
    "Kent\u00a0",
    "a;b",
    "...",
)


def messy() -> list[tuple[int, str | None, str]]:
    """Return 20,000 rows of a number, a spelling and a day, the same every time."""
    rng = random.Random(7)  # noqa: S311 - the same every time
    texts: list[str | None] = [*spellings(17_000), *ODD]
    texts += rng.choices(texts, k=ROWS - len(texts))
    rng.shuffle(texts)
    return [(number, text, rng.choice(DAYS)) for number, text in enumerate(texts)]


@pytest.fixture(scope="module")
def rows() -> list[tuple[int, str | None, str]]:
    return messy()


@pytest.fixture(scope="module")
def sessions() -> Iterator[Sessions]:
    made = Sessions()
    yield made
    made.stop()


@pytest.fixture
def local(sessions: Sessions) -> Any:
    return sessions.session(LOCAL)


@pytest.fixture
def cluster(sessions: Sessions) -> Any:
    return sessions.session(CLUSTER)


def frame_of(spark: Any, rows: list[tuple[int, str | None, str]], parts: int = 4) -> Any:
    return spark.createDataFrame(rows, "n int, council string, day string").repartition(parts)


def in_order(found: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a Spark DataFrame by number, those of several boards by share."""
    return sorted((tuple(row) for row in found.collect()), key=lambda row: (row[0], -(_share(row))))


def _share(row: tuple[Any, ...]) -> float:
    return row[-1] if isinstance(row[-1], float) else 0.0


def typed(path: Path, split: str) -> list[tuple[Any, ...]]:
    """Return the rows that the command wrote, with the types of the added columns."""
    types = dict(added_columns(split))
    with path.open(encoding="utf-8", newline="") as lines:
        return [
            tuple(
                int(cell) if name == "n"
                else cell if name in ("council", "day")
                else types[name](cell) if cell else None
                for name, cell in row.items()
            )
            for row in csv.DictReader(lines)
        ]  # fmt: skip


@pytest.mark.parametrize("split", ["largest", "rows"])
@pytest.mark.parametrize(
    "options",
    [
        {"kind": "board", "as_of": "2026-11-01"},  # frames choose a time, Spark does not
        {"kind": KIND, "min_score": 90},
        {"kind": KIND, "exact": True},
    ],
)
def test_splits_and_options_are_those_of_frames(
    local: Any,
    rows: list[tuple[int, str | None, str]],
    split: str,
    options: dict[str, Any],
) -> None:
    from icslookup.spark import annotate

    some = rows[:2_000]
    found = annotate(frame_of(local, some), "council", split=split, prefix="b_", **options)
    frame = pl.DataFrame(some, schema=["n", "council", "day"], orient="row")
    expected = icslookup.annotate(frame, "council", split=split, prefix="b_", **options)
    assert found.columns == expected.columns
    ordered = sorted(expected.rows(), key=lambda row: (row[0], -_share(row)))
    assert in_order(found) == ordered
    types = {name: kind for name, kind in found.dtypes if name.startswith("b_")}
    assert types["b_share"] == "double"
    assert types["b_board_count"] == "bigint"


@pytest.mark.parametrize("cast", ["date", "timestamp", "timestamp_ntz"])
def test_days_may_be_dates_and_times(local: Any, cast: str) -> None:
    from icslookup.spark import annotate

    days = ["2024-06-01", "2026-04-01", "2020-01-01", None, "2024-02-29"]
    names = ["Guildford", "E08000016", "Guildford", "Guildford", None]
    frame = local.createDataFrame(list(zip(names, days, strict=True)), "c string, d string")
    frame = frame.withColumn("d", frame["d"].cast(cast))
    found = annotate(frame, "c", as_of_column="d").select("icb_status", "icb_board_ods").collect()
    assert [tuple(row) for row in found] == [
        ("found", "QXU;QNQ"), ("found", "QF7"), ("bad_date", None), ("bad_date", None),
        ("blank", None),
    ]  # fmt: skip


def test_codes_are_joined_and_nothing_is_shuffled_or_run(local: Any) -> None:
    from icslookup.spark import annotate

    frame = local.createDataFrame([("Guildford",), (None,)], "c string")
    local.sparkContext.setJobGroup("plan", "making a plan")
    found = annotate(frame, "c", split="rows")
    assert list(local.sparkContext.statusTracker().getJobIdsForGroup("plan")) == []
    plan = plan_of(found)
    assert plan.count("BroadcastHashJoin") == 1
    assert plan.count("ArrowEvalPython") == 1
    assert "Exchange" not in plan.replace("BroadcastExchange", "")
    argument = plan.partition("icslookup_match(")[2].partition(")#")[0]
    assert argument.startswith("CASE WHEN isnull(__icslookup_cells")  # a code is null to Python


ALMOST = (
    None, "", "\u3000", "nil", "N\u0130L", "<NA>", "...", "\u20ac", "\u0345", "\u4eac", "\u2167", "\u00bd", "\u0663",
    "q\u017fl", "q\ufb01", "E0700020\u0669", "\u200bE07000209", "\ufeffE07000209", "E07000209\x00", "E07 000209",
    "Guildford", "E07000209 Guildford", "E07000209;E07000089", "\u3000E07000209 \ufffd", " \u2003QRL\n",
)  # fmt: skip
"""Cells that are almost a code, or nothing like one."""


@pytest.mark.parametrize("split", ["list", "largest", "rows"])
@pytest.mark.parametrize("options", [{}, {"as_of": "2024-06-01"}, {"as_of_column": "day"}])
def test_codes_alone_are_answered_without_python(
    local: Any, options: dict[str, Any], split: str
) -> None:
    from icslookup.spark import annotate

    rng = random.Random(11)  # noqa: S311 - the same every time
    data = bundled()
    texts: list[str | None] = list(ALMOST)
    for code in (*data.authority_keys, *data.board_keys, *area_codes(data)):
        ends = rng.choices(" \t\n\x1f\x85\u00a0\u2003\u3000", k=2)
        texts += [code, f"{ends[0]}{code.lower()}{ends[1]}"]
    rows = [(number, text, rng.choice(DAYS)) for number, text in enumerate(texts * 3)]
    found = annotate(frame_of(local, rows), "council", kind="code", split=split, **options)
    plan = plan_of(found.where("icb_status = 'found'"))
    assert "Python" not in plan
    assert plan.count("BroadcastHashJoin") == 1
    frame = pl.DataFrame(rows, schema=["n", "council", "day"], orient="row")
    expected = icslookup.annotate(frame, "council", kind="code", split=split, **options)
    assert found.columns == expected.columns
    by_spark = sorted((tuple(row) for row in found.collect()), key=repr)
    assert by_spark == sorted(expected.rows(), key=repr)
    statuses = {"found", "not_found", "blank", "ambiguous"} | (  # STPs without a known boundary
        {"bad_date"} if "as_of_column" in options else set()
    )
    assert {row[3] for row in by_spark} == statuses


def test_aliases_and_today_are_sent_to_workers(
    local: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worker uses the aliases and the day of the user, though it reads neither itself."""
    from icslookup.spark import annotate

    (tmp_path / "aliases.csv").write_text("alias,code\nour town,E07000209\n", encoding="utf-8")
    monkeypatch.setenv("ICSLOOKUP_CONFIG_DIR", str(tmp_path))
    reload()
    frame = local.createDataFrame([("Our  Town",), ("GUILDFORD B.C.",)], "c string")
    monkeypatch.setattr("icslookup.dates.today", lambda: date(2023, 1, 1))
    found = annotate(frame, "c").select("icb_method", "icb_board_ods").collect()
    assert [tuple(row) for row in found] == [("alias", "QXU;QNQ"), ("exact", "QXU;QNQ")]


@pytest.mark.parametrize("master", [LOCAL, CLUSTER])
@pytest.mark.parametrize("dated", [False, True])
def test_lsoas_are_answered_with_nothing_imported(
    sessions: Sessions, master: str, *, dated: bool
) -> None:
    """Spark joins the codes. A worker answers other spellings, and a day of each row."""
    from icslookup.spark import annotate

    cells = [
        "E01030331",
        " e01030331",
        "E01016180",
        "E01000010",
        "E01999999",
        "Guildford",
        "",
        None,
    ]
    day = "2024-06-01"
    frame = sessions.session(master).createDataFrame(
        [(cell, day) for cell in cells], "c string, day string"
    )
    options: dict[str, Any] = {"as_of_column": "day"} if dated else {"as_of": day}
    found = annotate(frame, "c", kind="lsoa", **options)
    rows = found.select("c", "icb_status", "icb_area_name", "icb_board_ods").collect()
    expected = [
        ("found", "Elmbridge", "QXU"),
        ("found", "Elmbridge", "QXU"),
        ("found", "Bracknell Forest", "QNQ"),
        ("found", "Barking and Dagenham", "QMF"),
        ("not_found", None, None),
        ("not_found", None, None),
        ("blank", None, None),
        ("blank", None, None),
    ]
    assert {tuple(row) for row in rows} == {
        (cell, *answer) for cell, answer in zip(cells, expected, strict=True)
    }


def test_the_mapping_is_that_of_areas(local: Any) -> None:
    from icslookup.spark import mapping

    for as_of in (None, "2024-06-01"):
        frame = mapping(local, as_of)
        expected = icslookup.areas(as_of).rows
        assert frame.columns == list(expected[0]._fields)
        assert [tuple(row) for row in frame.collect()] == [tuple(row) for row in expected]
    types = dict(frame.dtypes)
    assert (types["start"], types["residents"], types["residents_share"]) == (
        "date",
        "bigint",
        "double",
    )
    assert not frame.schema["gss_code"].nullable
    assert frame.schema["end"].nullable


def test_impossible_columns_are_refused_when_the_plan_is_made(local: Any) -> None:
    from icslookup.spark import annotate, mapping

    frame = local.createDataFrame([("a", 1, "b")], "c string, n int, `x.y` string")
    wrong: tuple[tuple[tuple[str], dict[str, Any], str], ...] = (
        (
            ("council",),
            {},
            "the DataFrame has no column 'council'; its columns are 'c', 'n' and 'x.y'",
        ),
        (("n",), {}, "the column 'n' holds int and no text: cast it to string first"),
        (
            ("c",),
            {"as_of_column": "n"},
            "the column 'n' holds int and no days: cast it to date first",
        ),
        (("c",), {"as_of_column": "d"}, "no column 'd'"),
        (("c",), {"as_of_column": "x.y", "as_of": "2024-06-01"}, "not both"),
        (("c",), {"kind": "region"}, "there is no kind 'region'"),
        ((frame["c"],), {}, "name the column as text, not as a Column"),
        (("c",), {"split": "all"}, "there is no split 'all'"),
        (("c",), {"as_of": "2020-01-01"}, "did not exist before"),
    )
    for arguments, options, message in wrong:
        with pytest.raises(UsageError, match=message):
            annotate(frame, *arguments, **options)
    assert annotate(frame, "x.y").columns[:3] == ["c", "n", "x.y"]
    assert annotate(frame, "C").select("icb_status").first()[0] == "not_found"
    with pytest.raises(UsageError, match="mapping needs the session of Spark"):
        mapping(frame)
    with pytest.raises(UsageError, match=r"there is icslookup\.spark\.annotate"):
        icslookup.annotate(frame, "c")
    taken = frame.withColumnRenamed("n", "ICB_Status")
    with pytest.raises(UsageError, match="the DataFrame has icb_status already: choose another"):
        annotate(taken, "c")
    ours = frame.withColumnRenamed("n", "__ICSLOOKUP_read")
    for kind in ("auto", "code"):
        with pytest.raises(
            UsageError, match="has __ICSLOOKUP_read, a name for our own use: rename"
        ):
            annotate(ours, "c", kind=kind)
    twice = frame.select("c", "c")
    with pytest.raises(UsageError, match="the DataFrame has the column 'c' 2 times"):
        annotate(twice, "c")


def test_it_does_not_matter_whether_arrow_is_enabled_for_frames(local: Any) -> None:
    from icslookup.spark import annotate, mapping

    local.conf.set("spark.sql.execution.arrow.pyspark.enabled", "false")
    try:
        frame = local.createDataFrame([("Guildford",), ("Gilford",)], "c string")
        found = annotate(frame, "c", as_of="2024-06-01").collect()
        assert {row.icb_board_ods for row in found} == {"QXU;QNQ"}
        assert mapping(local).count() == len(icslookup.areas().rows)
    finally:
        local.conf.unset("spark.sql.execution.arrow.pyspark.enabled")


def test_a_frame_of_another_library_is_refused_with_the_right_function() -> None:
    require()
    from icslookup.spark import annotate

    with pytest.raises(UsageError, match=r"a DataFrame of pandas: for .* icslookup.annotate"):
        annotate(pd.DataFrame({"c": ["a"]}), "c")


@pytest.fixture(scope="module")
def by_command(
    rows: list[tuple[int, str | None, str]], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[bool], list[tuple[Any, ...]]]:
    """Return a function for the cells that the command adds, for one day or the day of each row."""

    @lru_cache
    def added(dated: bool) -> list[tuple[Any, ...]]:
        folder = tmp_path_factory.mktemp("command")
        table, out = folder / "in.csv", folder / "out.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("n", "council", "day"), *rows])
        words = ["--as-of-column", "day"] if dated else ["--as-of", "2024-06-01"]
        words += ["--kind", KIND, "-o", str(out), "-q"]
        assert run(["match", str(table), "-c", "council", *words]) == 0
        return [row[3:] for row in typed(out, "list")]

    return added


@pytest.mark.parametrize("split", ["list", "largest", "rows"])
@pytest.mark.parametrize("kind", ["area", "board", "code"])
@pytest.mark.parametrize("options", [{"as_of": "2026-05-01"}, {"as_of_column": "day"}])
def test_what_has_ended_is_followed_as_in_frames(
    local: Any, options: dict[str, Any], kind: str, split: str
) -> None:
    """The join answers codes and names of the data, Python workers answer other spellings."""
    from icslookup.spark import annotate

    data = bundled()
    rng = random.Random(15)  # noqa: S311 - the same every time
    names = [council.name for council in data.authorities.values()]
    names += [board.name for board in data.boards.values()]
    texts: list[str | None] = [
        None,
        "",
        "Atlantis",
        *data.authority_keys,
        *data.board_keys,
        "D4U1Y",
        "U2G6B",
    ]
    texts += [*names, *(f" {name.lower()}\t" for name in names), "Harogate", "Allerdale & Carlisle"]
    rows = [(number, text, rng.choice(DAYS)) for number, text in enumerate(texts)]
    options = {**options, "kind": kind, "split": split, "follow": True}
    found = annotate(frame_of(local, rows), "council", **options)
    frame = pl.DataFrame(rows, schema=["n", "council", "day"], orient="row")
    expected = icslookup.annotate(frame, "council", **options)
    assert found.columns == expected.columns
    by_spark = sorted((tuple(row) for row in found.collect()), key=repr)
    assert by_spark == sorted(expected.rows(), key=repr)
    assert sum(row[-1] is not None for row in by_spark) > 10


def test_codes_are_followed_without_python(local: Any) -> None:
    from icslookup.spark import annotate

    frame = local.createDataFrame([("QNQ",), ("E06000028",), ("QRL",)], "c string")
    found = annotate(frame, "c", kind="code", follow=True)
    assert "Python" not in plan_of(found)
    assert {(row.c, row.icb_board_ods, row.icb_followed_from) for row in found.collect()} == {
        ("QNQ", "S0E4D;QRL;S9B9J", "NHS Frimley Integrated Care Board (QNQ)"),
        ("E06000028", "QVV", "Bournemouth (E06000028)"),
        ("QRL", "QRL", None),
    }


def test_auto_is_row_by_row_as_in_an_iterable(local: Any) -> None:
    """A partition does not know the other values of its column."""
    from icslookup.spark import annotate

    names = ["Leeds", "Guildford", "Camden", "Frimley", "West Yorkshire", "Devon", "Norfolk ICB"]
    frame = local.createDataFrame([(name,) for name in names], "c string")
    found = {row.c: row.icb_board_ods for row in annotate(frame, "c").collect()}
    alone = {one.query: ";".join(b.ods_code for b in one.boards) for one in icslookup.match(names)}
    assert found == alone
    assert (found["Frimley"], found["West Yorkshire"]) == ("QNQ", "QWO")
    whole = icslookup.annotate(pl.DataFrame({"c": names}), "c")
    assert whole.filter(pl.col("c") == "Frimley")["icb_status"].item() == "not_found"


@pytest.mark.parametrize("dated", [False, True])
def test_four_routes_have_the_same_answers(
    rows: list[tuple[int, str | None, str]],
    by_command: Callable[[bool], list[tuple[Any, ...]]],
    *,
    dated: bool,
) -> None:
    """The command, `icslookup.match`, pandas and polars agree on every cell of 20,000 rows."""
    columns = list(zip(*rows, strict=True))
    matched = icslookup.match(columns[1], columns[2] if dated else "2024-06-01", kind=KIND)
    assert [added_cells(found, "list")[0] for found in matched] == by_command(dated)
    given: dict[str, Any] = dict(zip(("n", "council", "day"), columns, strict=True))
    options: dict[str, Any] = {"as_of_column": "day"} if dated else {"as_of": "2024-06-01"}
    options["kind"] = KIND
    of_polars = icslookup.annotate(pl.DataFrame(given), "council", **options)
    assert [row[3:] for row in of_polars.rows()] == by_command(dated)
    of_pandas = icslookup.annotate(pd.DataFrame(given), "council", **options).iloc[:, 3:]
    records = of_pandas.astype(object).where(of_pandas.notna(), None)
    assert [tuple(row) for row in records.itertuples(index=False)] == by_command(dated)


@pytest.mark.parametrize("split", ["list", "largest", "rows"])
def test_a_filter_on_an_added_column_does_not_run_python_again(local: Any, split: str) -> None:
    from icslookup.spark import annotate

    frame = local.createDataFrame([("Gilford", 1), (None, 2)], "c string, n int")
    found = annotate(frame, "c", split=split)
    for filtered in (found.where("icb_status = 'found'"), found.where("icb_board_ods IS NOT NULL")):
        assert plan_of(filtered).count("ArrowEvalPython") == 1
        assert [row.n for row in filtered.collect()] == [1]
    plan = plan_of(found.where("n = 1"))
    assert plan.index("ArrowEvalPython") < plan.index("Filter")  # Spark filters first


def test_texts_that_are_not_utf_8_or_have_a_collation_have_answers(local: Any) -> None:
    from icslookup.spark import annotate

    broken = local.sql("SELECT CAST(X'4B656EFF74' AS STRING) AS c UNION ALL SELECT 'Guildford'")
    assert {row.icb_status for row in annotate(broken, "c").collect()} == {"not_found", "found"}
    for ends in ("E3", "E380", "A0", "C2"):  # bytes of a space that are not a space
        for text in (f"453037303030323039{ends}", f"{ends}453037303030323039"):
            cell = local.sql(f"SELECT CAST(X'{text}' AS STRING) AS c, '2024-06-01' AS d")
            assert annotate(cell, "c", kind="code").first().icb_status == "not_found"
        day = local.sql(f"SELECT 'QRL' AS c, CAST(X'323032342D30362D3031{ends}' AS STRING) AS d")
        for kind in ("code", "auto"):
            found = annotate(day, "c", as_of_column="d", kind=kind).first()
            assert found.icb_status == "bad_date"
    if int(local.version[0]) >= 4:
        frame = local.createDataFrame([("GUILDFORD", "2024-06-01")], "c string, d string")
        frame = frame.selectExpr("c COLLATE UTF8_LCASE AS c", "d COLLATE UNICODE_CI AS d")
        (row,) = annotate(frame, "c", as_of_column="d").collect()
        assert (row.icb_method, row.icb_board_ods) == ("exact", "QXU;QNQ")


def test_columns_that_differ_in_case_are_treated_as_spark_does(local: Any) -> None:
    from icslookup.spark import annotate

    frame = local.createDataFrame([("Guildford", "x")], "c string, d string")
    twice = frame.withColumnRenamed("d", "C")
    with pytest.raises(UsageError, match="the DataFrame has the column 'c' 2 times"):
        annotate(twice, "c")
    local.conf.set("spark.sql.caseSensitive", "true")
    try:
        other = frame.select("c", frame["d"].alias("C"), frame["d"].alias("ICB_STATUS"))
        (row,) = annotate(other, "c").collect()
        assert row.icb_status == "found"
        with pytest.raises(UsageError, match="the DataFrame has no column 'D'"):
            annotate(frame, "D")
    finally:
        local.conf.unset("spark.sql.caseSensitive")


def test_the_recipe_of_the_readme_runs(
    local: Any,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(TOP)
    blocks = re.findall(r"```python\n(.*?)```", (TOP / "README.md").read_text("utf-8"), re.DOTALL)
    (block,) = [block for block in blocks if "icslookup.spark" in block]
    names = {"spark": local}
    exec(block, names)  # noqa: S102 - the README is ours
    written = capsys.readouterr().out
    frame = pl.read_csv("docs/visits.csv", infer_schema=False)
    expected = icslookup.annotate(frame, "Local authority", as_of="2024-06-01", split="largest")
    counted = {
        (r.icb_board_name, r["count"])
        for r in names["annotated"].groupBy("icb_board_name").count().collect()
    }
    assert counted == set(expected.group_by("icb_board_name").len().rows())
    assert "board_short_name|residents" in written.replace(" ", "")


@pytest.mark.parametrize("dated", [False, True])
@pytest.mark.parametrize("master", [LOCAL, CLUSTER])
def test_the_fifth_route_is_spark(
    sessions: Sessions,
    master: str,
    rows: list[tuple[int, str | None, str]],
    by_command: Callable[[bool], list[tuple[Any, ...]]],
    *,
    dated: bool,
) -> None:
    """Spark in one process and on two executors agrees on every cell of the 20,000 rows."""
    spark = sessions.session(master)
    from icslookup.spark import annotate

    options: dict[str, Any] = {"as_of_column": "day"} if dated else {"as_of": "2024-06-01"}
    options["kind"] = KIND
    found = annotate(frame_of(spark, rows), "council", **options)
    assert found.columns == ["n", "council", "day", *(name for name, _ in added_columns("list"))]
    by_spark = in_order(found)
    assert [row[:3] for row in by_spark] == rows
    assert [row[3:] for row in by_spark] == by_command(dated)


def failed_tasks(tracker: Any) -> int:
    """Return how many tasks of the group failed."""
    jobs = [tracker.getJobInfo(job) for job in tracker.getJobIdsForGroup("fault")]
    stages = [tracker.getStageInfo(stage) for job in jobs if job for stage in job.stageIds]
    return sum(stage.numFailedTasks for stage in stages if stage)


def test_a_killed_worker_loses_nothing(
    cluster: Any,
    rows: list[tuple[int, str | None, str]],
    tmp_path: Path,
) -> None:
    """The test kills a Python worker that answered part of its partition. No row is lost."""
    from icslookup.spark import annotate

    cluster.sparkContext.setJobGroup("fault", "a worker is killed")
    cluster.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1_000)
    killed: list[int] = []
    killer = threading.Thread(target=lambda: killed.extend(kill_siblings(tmp_path)))
    killer.start()
    try:
        frame = frame_of(cluster, rows, parts=2)
        frame = frame.mapInArrow(pause_once(tmp_path), frame.schema)
        found = annotate(frame, "council", as_of="2024-06-01", kind=KIND).collect()
    finally:
        killer.join()
        cluster.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert killed
    tracker = cluster.sparkContext.statusTracker()
    until = time.monotonic() + 60
    while not (failed := failed_tasks(tracker)) and time.monotonic() < until:
        time.sleep(0.1)  # Spark counts them a little later
    assert failed
    frame = pl.DataFrame(rows, schema=["n", "council", "day"], orient="row")
    expected = icslookup.annotate(frame, "council", as_of="2024-06-01", kind=KIND)
    assert sorted(map(tuple, found)) == sorted(expected.rows())


def test_nothing_of_the_cells_is_logged_or_kept(
    cluster: Any,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from icslookup.spark import annotate

    secret = "Zebedee Quillfeather"  # noqa: S105 - a name
    frame = cluster.createDataFrame([(secret,), (f"{secret} Borough Council",)] * 50, "c string")
    found = annotate(frame, "c").collect()
    assert {row.icb_status for row in found} == {"not_found"}
    assert cluster.sparkContext._jsc.getPersistentRDDs().isEmpty()  # noqa: SLF001 - no other way
    logs = [path.read_bytes() for path in logs_of(cluster).rglob("*") if path.is_file()]
    assert any(b"icslookup" in log or b"Executor" in log for log in logs)
    assert not any(secret.encode() in log for log in logs)
    written = capfd.readouterr()
    assert secret not in written.out + written.err
    assert not list(tmp_path.rglob("*"))


CONNECTED = """
import json, sys
from pyspark.sql import SparkSession
from icslookup.spark import annotate, mapping
from icslookup.gazetteer.nhs_areas import area_codes
spark = SparkSession.builder.remote("local[2]").getOrCreate()
rows = [tuple(row) for row in json.loads(sys.argv[1])]
frame = spark.createDataFrame(rows, "n int, council string, day string")
options = {"as_of_column": "day"}
found = [annotate(frame, "council", **options, **more) for more in json.loads(sys.argv[2])]
answers = [[tuple(row) for row in one.orderBy("n").collect()] for one in found]
print(json.dumps([*answers, mapping(spark, "2024-06-01").count()]))
spark.stop()
"""


def test_spark_connect_has_the_same_answers(rows: list[tuple[int, str | None, str]]) -> None:
    """A separate process is a client that knows only the protocol, and starts a server."""
    require("grpc")
    some = [*rows[:300], (300, " e07000209\u3000", "2024-06-01")]
    choices: list[dict[str, Any]] = [
        {"kind": KIND},
        {"kind": KIND, "split": "rows"},
        {"kind": "code"},
    ]
    environment = {
        **without_coverage(),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_PYTHON": sys.executable,
        "JAVA_TOOL_OPTIONS": QUICK_JAVA,
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", CONNECTED, json.dumps(some), json.dumps(choices)],
        capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    *answers, areas = json.loads(done.stdout.splitlines()[-1])
    assert areas == len(icslookup.areas("2024-06-01").rows)
    frame = pl.DataFrame(some, schema=["n", "council", "day"], orient="row")
    for options, found in zip(choices, answers, strict=True):
        expected = icslookup.annotate(frame, "council", as_of_column="day", **options)
        assert sorted(map(repr, found)) == sorted(repr(list(row)) for row in expected.rows())

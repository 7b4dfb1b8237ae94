"""The same 10,000 rows have the results of the command in frames and in SQL.

Spark has them in `tests/spark/test_rebase.py`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import icslookup
from icslookup.lookup.crosswalk import crosswalk
from tests.support import figures
from tests.support.figures import COLUMNS, FROM, TO, VALUES, Result, by_key, check, rows

if TYPE_CHECKING:
    from typing import Any

TYPES = {"patients": pa.int64(), "cost": pa.decimal128(12, 2), "hours": pa.float64()}
TABLE = pa.table(
    {
        name: pa.array([row[at] for row in rows()], TYPES.get(name, pa.string()))
        for at, name in enumerate(COLUMNS)
    }
)
FRAMES = {
    "pandas": TABLE.to_pandas(),
    "pandas with arrow": TABLE.to_pandas(types_mapper=pd.ArrowDtype),
    "polars": pl.from_arrow(TABLE),
    "pyarrow": TABLE,
}


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Result]:
    return figures.expected(tmp_path_factory.mktemp("figures"))


def records_of(frame: Any) -> list[dict[str, Any]]:
    if isinstance(frame, pa.Table):
        found: list[dict[str, Any]] = frame.to_pylist()
    elif isinstance(frame, pl.DataFrame):
        found = frame.to_dicts()
    else:
        found = frame.to_dict("records")
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in found]


@pytest.mark.parametrize("library", FRAMES)
def test_a_frame_has_the_results_of_the_command(
    library: str, wanted: dict[tuple[str, str], Result]
) -> None:
    frame = FRAMES[library]
    if library == "pandas":  # it would make floats of integers with nulls
        frame["patients"] = pd.array([row.patients for row in rows()], "Int64")
    found = icslookup.rebase(frame, "board", VALUES, to=TO, from_=FROM, per="month")
    assert type(found) is type(frame)
    check(by_key(records_of(found)), wanted)


SQL = """
WITH sums AS (
    SELECT board, month, sum({value}) * {unit} AS amount FROM figures GROUP BY board, month
), parts AS (
    SELECT s.month, c.to_code, c.share, c.whole,
        CASE WHEN c.share = c.whole THEN s.amount
            ELSE s.amount // c.whole * c.share + (s.amount % c.whole) * c.share // c.whole
        END AS units,
        CASE WHEN c.share = c.whole THEN 0.0
            ELSE (s.amount % c.whole) * c.share % c.whole * 1.0 / c.whole
        END AS fraction,
        CASE WHEN c.share = c.whole THEN s.amount END AS exact,
        CASE WHEN c.is_first = 1 THEN s.amount END AS amount
    FROM sums s JOIN crosswalk c ON c.from_code = s.board
), results AS (
    SELECT month, to_code, sum(units) AS units, sum(exact) AS exact, sum(amount) AS amount,
        CAST(round(sum(fraction) * 1000000000) AS BIGINT) AS fraction
    FROM parts GROUP BY month, to_code
), carried AS (
    SELECT month, to_code, units + fraction // 1000000000 AS units, exact, amount,
        fraction % 1000000000 AS fraction
    FROM results
), ranked AS (
    SELECT month, to_code, units, exact,
        sum(amount) OVER (PARTITION BY month) - sum(units) OVER (PARTITION BY month) AS spare,
        row_number() OVER (PARTITION BY month ORDER BY fraction DESC, to_code) AS place
    FROM carried
)
SELECT month, to_code, units + CASE WHEN place <= spare THEN 1 ELSE 0 END AS units,
    units + CASE WHEN place <= spare THEN 1 ELSE 0 END - coalesce(exact, 0) AS estimated
FROM ranked
"""
"""Whole numbers of millionths, divided exactly; the rest goes to the largest remainders."""

FLOATS = """
SELECT f.month, c.to_code, sum(f.hours * (CAST(c.share AS DOUBLE) / c.whole)),
    sum(CASE WHEN c.share = c.whole OR f.hours IS NULL THEN 0
        ELSE f.hours * (CAST(c.share AS DOUBLE) / c.whole) END)
FROM figures f JOIN crosswalk c ON c.from_code = f.board
GROUP BY f.month, c.to_code
"""


TABLES = {
    "figures": {
        name: [row[at] for row in rows()] for at, name in enumerate(COLUMNS) if name != "cost"
    }
    | {"cost": [None if row.cost is None else int(row.cost.scaleb(2)) for row in rows()]},
    "crosswalk": {
        name: [getattr(row, field) for row in crosswalk(FROM, TO).rows]
        for name, field in {
            "from_code": "from_code",
            "to_code": "to_code",
            "share": "residents",
            "whole": "from_residents",
        }.items()
    },
}
"""The tables of the database: the cost is in pence."""
FIRST = {code: at for at, code in reversed([*enumerate(TABLES["crosswalk"]["from_code"])])}
TABLES["crosswalk"]["is_first"] = [
    int(FIRST[code] == at) for at, code in enumerate(TABLES["crosswalk"]["from_code"])
]


def connected(database: str) -> Any:
    """Return a database with the tables."""
    if database == "duckdb":
        connection: Any = duckdb.connect()
        for name, columns in TABLES.items():
            connection.register("given", pa.table(columns))
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")  # noqa: S608 - a fixed name
        return connection
    connection = sqlite3.connect(":memory:")
    for name, columns in TABLES.items():
        connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
        marks = ", ".join("?" * len(columns))
        records = zip(*columns.values(), strict=True)
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", records)  # noqa: S608 - as above
    return connection


@pytest.mark.parametrize("database", ["duckdb", "sqlite"])
def test_sql_has_the_results_of_the_command(
    database: str, wanted: dict[tuple[str, str], Result]
) -> None:
    parts: dict[tuple[str, str], list[Any]] = {}
    with closing(connected(database)) as connection:
        for value, unit in (("patients", 10**6), ("cost", 10**4)):
            query = SQL.format(value=value, unit=unit)
            if database == "sqlite":
                query = query.replace("//", "/")
            for month, code, *cells in connection.execute(query).fetchall():
                exact = [None if cell is None else Decimal(int(cell)).scaleb(-6) for cell in cells]
                parts.setdefault((month, code), []).extend(exact)
        for month, code, *floats in connection.execute(FLOATS).fetchall():
            parts[month, code].extend(floats if floats[0] is not None else (None, None))
    check({key: figures.as_result(cells) for key, cells in parts.items()}, wanted)

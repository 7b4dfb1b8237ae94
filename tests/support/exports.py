"""Reads every table of an export as text, and what it must contain, for the tests of exports."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.parquet as pq

import icslookup
from icslookup.dataset.active import bundled, bundled_folder
from icslookup.dataset.periods import periods
from icslookup.dates import FIRST_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable

DATA = Path(bundled_folder())
DESCRIPTOR = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {found["name"].replace("-", "_"): found for found in DESCRIPTOR["resources"]}
FILES = ("parquet", "csv", "json")
DATABASES = ("sqlite", "duckdb")
DAY = timedelta(days=1)
NAMED = "2024-06-01"
BOUNDARIES = [span.start for span in periods(bundled())]
DAYS = sorted({day for start in BOUNDARIES for day in (start, start - DAY)} - {FIRST_DAY - DAY})
Rows = list[tuple[str, ...]]


def text(cell: object) -> str:
    """Return a cell as the CSV files have it, whatever its type in a format is."""
    return "" if cell is None else str(cell)


def texts(rows: Iterable[Iterable[object]]) -> Rows:
    return [tuple(map(text, row)) for row in rows]


def rows_of_csv(path: Path) -> tuple[list[str], Rows]:
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return header, texts(rows)


def read(folder: Path, format_: str, table: str) -> tuple[list[str], Rows]:
    """Return the columns and the rows of a table, as text."""
    if format_ == "csv":
        return rows_of_csv(folder / f"{table}.csv")
    if format_ == "json":
        found = json.loads((folder / f"{table}.json").read_text(encoding="utf-8"))
        return list(found[0]), texts(row.values() for row in found)
    if format_ == "parquet":
        arrow = pq.read_table(folder / f"{table}.parquet")
        return arrow.column_names, texts(row.values() for row in arrow.to_pylist())
    return queried(folder, format_, f'SELECT * FROM "{table}"')  # noqa: S608


def queried(
    folder: Path, format_: str, sql: str, values: dict[str, object] | None = None
) -> tuple[list[str], Rows]:
    """Return the columns and the rows that a database answers, as text."""
    connection = opened(folder, format_)
    try:
        done = connection.execute(sql, values or {})
        return [column[0] for column in done.description], texts(done.fetchall())
    finally:
        connection.close()


def opened(folder: Path, format_: str) -> Any:
    path = folder / f"icslookup.{format_}"
    if format_ == "duckdb":
        return duckdb.connect(str(path), read_only=True)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def areas(day: date | str) -> Rows:
    """Return what `icslookup areas` answers for a day, as text."""
    return sorted(texts(icslookup.areas(day).rows))


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

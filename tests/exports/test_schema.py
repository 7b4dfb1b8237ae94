"""The exported tables: the mapping of every day, types, and where the data come from."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icslookup
from icslookup.dataset.active import bundled
from icslookup.dataset.loader import Dataset
from icslookup.dates import FIRST_DAY
from icslookup.exports.crosswalks import crosswalk_tables
from icslookup.exports.export import FORMATS
from icslookup.exports.schema import mapping_of_day, tables
from tests.support.exports import (
    DATA,
    DAY,
    DAYS,
    DESCRIPTOR,
    RESOURCES,
    Rows,
    areas,
    queried,
    read,
    texts,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@settings(deadline=None)
@given(st.dates(FIRST_DAY, date(2032, 12, 31)))
def test_history_answers_every_day(day: date) -> None:
    rows = history()
    held = [row[:-2] for row in rows if row[-2] <= str(day) <= (row[-1] or "9999")]
    assert sorted(held) == areas(day)


def history(found: list[Rows] = []) -> Rows:  # noqa: B006 - the same rows for every day
    if not found:
        table = tables(bundled(), None, FIRST_DAY)[0]
        assert table.name == "icb_area_history"
        found.append(texts(table.rows))
    return found[0]


def test_history_has_a_row_for_each_change_only() -> None:
    """A mapping that never changed has one row. One that changed has a row before and a row after."""
    changes = Counter((row[0], row[6]) for row in history())
    assert max(changes.values()) == 2
    barnsley = [row for row in history() if row[1] == "Barnsley"]
    assert [(row[0], row[6], row[-2], row[-1]) for row in barnsley] == [
        ("E08000016", "QF7", "2022-07-01", "2025-03-31"),
        ("E08000038", "QF7", "2025-04-01", ""),
    ]
    followed = {(*row[:-2], row[-2]): row for row in history()}
    for row in history():
        if row[-1]:
            after = str(date.fromisoformat(row[-1]) + DAY)
            assert (*row[:-2], after) not in followed


def types_of(exported: dict[str, Path], format_: str, table: str) -> dict[str, tuple[str, bool]]:
    """Return the type of each column, and whether all its cells must have a value."""
    if format_ == "parquet":
        schema = pq.read_schema(exported[format_] / f"{table}.parquet")
        return {field.name: (str(field.type), not field.nullable) for field in schema}
    _, rows = queried(exported[format_], format_, f"PRAGMA table_info('{table}')")
    return {row[1]: (row[2], row[3] in ("1", "True")) for row in rows}


@pytest.mark.parametrize(
    ("format_", "types"),
    [
        ("parquet", ("string", "int64", "double", "date32[day]")),
        ("sqlite", ("TEXT", "INTEGER", "REAL", "TEXT")),
        ("duckdb", ("VARCHAR", "BIGINT", "DOUBLE", "DATE")),
    ],
)
def test_types_and_required_columns(
    exported: dict[str, Path], format_: str, types: tuple[str, ...]
) -> None:
    names = dict(zip(("string", "integer", "number", "date"), types, strict=True))
    for table, resource in RESOURCES.items():
        assert types_of(exported, format_, table) == {
            field["name"]: (names[field["type"]], "required" in field.get("constraints", {}))
            for field in resource["schema"]["fields"]
        }
    mapped = types_of(exported, format_, "icb_area_history")
    assert mapped["residents_share"] == (names["number"], True)
    assert mapped["lsoas"] == (names["integer"], True)
    assert mapped["valid_from"] == (names["date"], True)
    assert mapped["valid_to"] == (names["date"], False)


@pytest.mark.parametrize("format_", FORMATS)
def test_data_that_were_fetched(
    tmp_path: Path, damaged: Callable[[str, str, str], Dataset], format_: str
) -> None:
    data = damaged("datapackage.json", '"2026.11.0"', '"2026.11.0+ons2026.20261122"')
    answer = icslookup.export(tmp_path / "out", format_, data=data)
    assert answer.data.version == "2026.11.0+ons2026.20261122"
    columns, (about,) = read(tmp_path / "out", format_, "about")
    told = dict(zip(columns, about, strict=True))
    assert told["data_version"] == answer.data.version
    assert told["icslookup_version"] == icslookup.__version__
    assert told["boundaries"] == "2026-04-01"
    assert told["attribution"] == DESCRIPTOR["attribution"]
    assert told["licences"].split(";") == [one["name"] for one in DESCRIPTOR["licenses"]]


def test_a_table_may_lack_rows_key_and_description(tmp_path: Path, small: Dataset) -> None:
    folder = shutil.copytree(small.folder, tmp_path / "data")
    header, _ = (DATA / "clusters.csv").read_text(encoding="utf-8").split("\n", 1)
    (folder / "clusters.csv").write_text(f"{header}\n", encoding="utf-8")
    path = folder / "datapackage.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    for resource in found["resources"]:
        if resource["name"] == "clusters":
            del resource["title"], resource["description"], resource["schema"]["primaryKey"]
            del (
                resource["schema"]["fields"][0]["description"],
                resource["schema"]["fields"][1]["type"],
            )
    path.write_text(json.dumps(found), encoding="utf-8")
    data = Dataset(str(folder))
    for format_ in ("csv", "parquet", "sqlite", "duckdb"):
        icslookup.export(tmp_path / "out", format_, data=data)
        assert read(tmp_path / "out", format_, "clusters") == (header.split(","), [])
    icslookup.export(tmp_path / "out", "json", data=data)
    assert (tmp_path / "out" / "clusters.json").read_bytes() == b"[]\n"


def test_the_tables_have_names_for_sql_and_keys_without_repeats() -> None:
    exported = [
        mapping_of_day(bundled(), DAYS[0]),
        *tables(bundled(), DAYS[0], DAYS[0]),
        *crosswalk_tables(bundled()),
    ]
    for table in exported:
        assert table.name.isidentifier(), table.name
        names = [column.name for column in table.columns]
        places = [names.index(name) for name in table.key]
        keys = {tuple(row[place] for place in places) for row in table.rows}
        assert len(keys) == len(table.rows), table.name
        required = {column.name for column in table.columns if column.required}
        assert required.issuperset(table.key), table.name
    known = {table.name for table in exported}
    assert {one.table for table in exported for one in table.references} <= known

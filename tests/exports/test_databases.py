"""Exported databases: keys, views, and files that no export wrote."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import icslookup
from icslookup.errors import DataError, OutputError
from icslookup.lookup.lists import MappingRow
from tests.support.exports import (
    DATABASES,
    DAYS,
    NAMED,
    RESOURCES,
    areas,
    content,
    opened,
    queried,
    read,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset

AS_OF = """
SELECT h.* FROM icb_area_history h
WHERE valid_from <= $day AND (valid_to IS NULL OR valid_to >= $day)
"""


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("format_", DATABASES)
def test_history_joined_as_of_a_day_is_the_mapping_of_it(
    exported: dict[str, Path], format_: str, day: date
) -> None:
    value: object = day if format_ == "duckdb" else str(day)
    header, rows = queried(exported[format_], format_, AS_OF, {"day": value})
    assert header == [*MappingRow._fields, "valid_from", "valid_to"]
    assert sorted(row[:-2] for row in rows) == areas(day)


@pytest.mark.parametrize("format_", DATABASES)
def test_the_view_has_the_day_of_the_query(tmp_path: Path, format_: str) -> None:
    answer = icslookup.export(tmp_path, format_)
    assert answer.as_of is None
    for _ in range(2):  # again if midnight comes in between
        today = date.today()  # noqa: DTZ011 - as the databases compute it
        _, rows = read(tmp_path, format_, "icb_area_current")
        if today == date.today():  # noqa: DTZ011
            break
    assert sorted(rows) == areas(today)
    assert read(tmp_path, format_, "about")[1][0][5] == ""


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_today_is_that_of_the_time_zone_of_the_computer(zone: str) -> None:
    """The two time zones of the test never have the same day."""
    program = (
        "import datetime, duckdb, sqlite3\n"
        "from icslookup.exports.databases import DUCKDB_TODAY, SQLITE_TODAY\n"
        "lite = sqlite3.connect(':memory:')\n"
        "print(datetime.date.today())\n"
        "print(*lite.execute('SELECT ' + SQLITE_TODAY).fetchone())\n"
        "print(*duckdb.connect().execute('SELECT ' + DUCKDB_TODAY).fetchone())\n"
        "print(datetime.date.today())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "TZ": zone},
    )  # fmt: skip
    first, *days, last = done.stdout.split()
    assert set(days) <= {first, last}


@pytest.mark.parametrize("format_", DATABASES)
def test_a_database_answers_under_another_name(
    exported: dict[str, Path], tmp_path: Path, format_: str
) -> None:
    shutil.copy(exported[format_] / f"icslookup.{format_}", tmp_path / "other.db")
    connection = (duckdb if format_ == "duckdb" else sqlite3).connect(str(tmp_path / "other.db"))
    found = connection.execute("SELECT count(*) FROM icb_area_current").fetchall()
    connection.close()
    assert found == [(len(areas(NAMED)),)]


def keys_of(connection: Any, format_: str, table: str) -> tuple[list[str], set[tuple[str, ...]]]:
    """Return the primary key of a table and its foreign keys: column, table, column."""
    if format_ == "sqlite":
        columns = connection.execute(f"PRAGMA table_info('{table}')").fetchall()
        key = [
            name for _, name in sorted((column[5], column[1]) for column in columns if column[5])
        ]
        foreign = connection.execute(f"PRAGMA foreign_key_list('{table}')").fetchall()
        return key, {(row[3], row[2], row[4]) for row in foreign}
    rows = connection.execute(
        "SELECT constraint_type, constraint_column_names, referenced_table,"
        " referenced_column_names FROM duckdb_constraints() WHERE table_name = ?",
        [table],
    ).fetchall()
    key = next(columns for kind, columns, *_ in rows if kind == "PRIMARY KEY")
    return key, {(own[0], to, ref[0]) for kind, own, to, ref in rows if kind == "FOREIGN KEY"}


@pytest.mark.parametrize("format_", DATABASES)
def test_the_keys_of_the_descriptor_are_those_of_the_database(
    exported: dict[str, Path], format_: str
) -> None:
    connection = opened(exported[format_], format_)
    for table, resource in RESOURCES.items():
        schema = resource["schema"]
        foreign = {
            (key["fields"][0], key["reference"]["resource"], key["reference"]["fields"][0])
            for key in schema.get("foreignKeys", ())
        }
        assert keys_of(connection, format_, table) == (schema["primaryKey"], foreign)
    assert keys_of(connection, format_, "icb_area_history") == (
        ["gss_code", "ods_code", "valid_from"],
        {
            ("ods_code", "boards", "ods_code"),
            ("ons_code", "board_codes", "ons_code"),
            ("county_gss_code", "authorities", "gss_code"),
        },
    )
    assert keys_of(connection, format_, "board_crosswalk") == (
        ["from_day", "to_day", "from_code", "to_code"],
        {
            ("from_code", "boards", "ods_code"),
            ("to_code", "boards", "ods_code"),
            ("from_ons_code", "board_codes", "ons_code"),
            ("to_ons_code", "board_codes", "ons_code"),
        },
    )
    assert keys_of(connection, format_, "sources")[1] == {("licence", "licences", "name")}
    connection.close()


@pytest.mark.parametrize("format_", DATABASES)
@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO boards SELECT * FROM boards WHERE ods_code = 'QNQ'",
        "INSERT INTO authority_codes VALUES ('E06000001', 'E06999999', NULL, 'project', 'A')",
        "INSERT INTO authority_codes VALUES ('E06000001', NULL, NULL, 'project', 'A')",
        "INSERT INTO authority_codes VALUES ('E06000001', 'E06000001', NULL, 'project', 'Z')",
    ],
)
def test_a_database_enforces_keys_and_values(
    exported: dict[str, Path], tmp_path: Path, format_: str, sql: str
) -> None:
    shutil.copy(exported[format_] / f"icslookup.{format_}", tmp_path)
    connection: Any
    if format_ == "duckdb":
        connection = duckdb.connect(str(tmp_path / "icslookup.duckdb"))
    else:
        connection = opened(tmp_path, format_)
    with pytest.raises((sqlite3.IntegrityError, duckdb.ConstraintException)):
        connection.execute(sql)
    connection.execute(
        "INSERT INTO authority_codes VALUES ('E06000001', 'E06000001', NULL, 'project', 'A')"
    )
    connection.close()


def test_sqlite_is_sound_and_indexed(exported: dict[str, Path]) -> None:
    connection = opened(exported["sqlite"], "sqlite")
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    for code in ("gss_code", "ods_code"):
        for table in ("icb_area_history", "icb_areas"):
            (plan,) = connection.execute(
                f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {code} = 'x'"  # noqa: S608
            )
            assert plan[3].startswith(f"SEARCH {table} USING INDEX")
    connection.close()


@pytest.mark.parametrize("format_", DATABASES)
def test_an_error_of_the_database_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setattr("icslookup.exports.databases._view", lambda *_: "CREATE NONSENSE")
    with pytest.raises(OutputError, match=r"the database cannot be written: .*NONSENSE"):
        icslookup.export(tmp_path, format_)
    assert content(tmp_path) == {}


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (("aliases.csv", ",area,", ",areas,"), "aliases.csv, line 2, column kind"),
        (("boards.csv", ",2022-07-01,", ",2022-07-32,"), "boards.csv, line"),
        (("datapackage.json", '"primaryKey"', '"primaryKey": 1, "x"'), "datapackage.json"),
        (("datapackage.json", '"foreignKeys": [', '"foreignKeys": [{}, '), "datapackage.json"),
        (("datapackage.json", '"resource": "boards"', '"resource": "bords"'), "foreign keys"),
        (("datapackage.json", '"licence": "OGL-UK-3.0"', '"licence": "none"'), "hold together"),
    ],
)
@pytest.mark.parametrize("format_", DATABASES)
def test_damaged_data_are_not_exported(
    tmp_path: Path,
    damaged: Callable[[str, str, str], Dataset],
    format_: str,
    damage: tuple[str, str, str],
    said: str,
) -> None:
    data = damaged(*damage)
    with pytest.raises(DataError, match=said):
        icslookup.export(tmp_path / "out", format_, data=data)
    assert not (tmp_path / "out").exists() or content(tmp_path / "out") == {}


@pytest.mark.parametrize("format_", ["sqlite", "duckdb"])
def test_a_database_that_no_export_wrote_is_not_replaced(format_: str, tmp_path: Path) -> None:
    path = tmp_path / f"icslookup.{format_}"
    path.write_text("my notes", encoding="utf-8")
    with pytest.raises(OutputError, match=f"icslookup.{format_} is not of an earlier export"):
        icslookup.export(tmp_path, format_)
    assert path.read_text(encoding="utf-8") == "my notes"
    path.unlink()
    _make_own(path, format_)
    with pytest.raises(OutputError, match="is not of an earlier export"):
        icslookup.export(tmp_path, format_)
    path.unlink()
    icslookup.export(tmp_path, format_)
    icslookup.export(tmp_path, format_)
    _make_own(path, format_)
    before = path.read_bytes()
    with pytest.raises(OutputError, match=r"has tables of your own \(mine\): keep them in another"):
        icslookup.export(tmp_path, format_)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("format_", "end"), [("sqlite", "-wal"), ("sqlite", "-journal"), ("duckdb", ".wal")]
)
def test_a_database_that_was_not_closed_is_not_replaced(
    format_: str, end: str, tmp_path: Path
) -> None:
    """The database would read the leftover file as changes to the new one."""
    icslookup.export(tmp_path, format_)
    path = tmp_path / f"icslookup.{format_}"
    before = path.read_bytes()
    left = Path(f"{path}{end}")
    left.write_bytes(b"changes")
    with pytest.raises(OutputError, match="belongs to a database that is open, or was not closed"):
        icslookup.export(tmp_path, format_)
    assert (path.read_bytes(), left.read_bytes()) == (before, b"changes")


def _make_own(path: Path, format_: str) -> None:
    """Create a table in a database, as a user would."""
    connection: Any = sqlite3.connect(path) if format_ == "sqlite" else duckdb.connect(str(path))
    connection.execute("CREATE TABLE mine (one INTEGER)")
    connection.close()

"""The tables as files and databases: every cell, type and key, the mapping of every day."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import warnings
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import icslookup
from icslookup.dataset.active import bundled, bundled_folder
from icslookup.dataset.loader import Dataset
from icslookup.dataset.periods import periods
from icslookup.dates import FIRST_DAY
from icslookup.errors import DataError, MissingExtraError, OutputError, UsageError
from icslookup.exports.export import FORMATS
from icslookup.lookup.lists import MappingRow
from tests.support.program import Result
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from frictionless import Package, system

DATA = Path(bundled_folder())
DESCRIPTOR = json.loads((DATA / "datapackage.json").read_text(encoding="utf-8"))
RESOURCES = {found["name"].replace("-", "_"): found for found in DESCRIPTOR["resources"]}
FILES = ("parquet", "csv", "json")
DATABASES = ("sqlite", "duckdb")
DAY = timedelta(days=1)
NAMED = "2024-06-01"
BOUNDARIES = [span.start for span in periods(bundled())]
DAYS = sorted({day for start in BOUNDARIES for day in (start, start - DAY)} - {FIRST_DAY - DAY})
AS_OF = """
SELECT h.* FROM icb_area_history h
WHERE valid_from <= $day AND (valid_to IS NULL OR valid_to >= $day)
"""

Rows = list[tuple[str, ...]]


def text(cell: object) -> str:
    """Write a cell as the CSV files have it, whatever the format made of it."""
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
    """Return what a database answers."""
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


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each format, with an export for a day."""
    folders = {name: tmp_path_factory.mktemp(name) / "out" / "here" for name in FORMATS}
    for name, folder in folders.items():
        icslookup.export(folder, name, as_of=NAMED, data=bundled())
    return folders


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The data with few LSOAs, which are nine rows of ten."""
    folder = shutil.copytree(DATA, tmp_path_factory.mktemp("small") / "data")
    lines = (folder / "lsoa_residents.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "lsoa_residents.csv").write_text("".join(lines[:100]), encoding="utf-8")
    return Dataset(str(folder))


@pytest.fixture(autouse=True)
def quick(small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    """Export these where a test does not say which: there are many exports here."""
    monkeypatch.setattr("icslookup.exports.export.in_use", lambda: small)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("table", RESOURCES)
def test_every_cell_of_the_data_is_in_every_format(
    exported: dict[str, Path], format_: str, table: str
) -> None:
    header, rows = read(exported[format_], format_, table)
    assert (header, rows) == rows_of_csv(DATA / RESOURCES[table]["path"])


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_the_same_tables(exported: dict[str, Path], format_: str) -> None:
    for table in ("icb_area_history", "icb_area_current", "sources", "licences", "about"):
        header, rows = read(exported[format_], format_, table)
        expected = read(exported["csv"], "csv", table)
        assert (header, sorted(rows)) == (expected[0], sorted(expected[1])), table
        assert len(set(rows)) == len(rows)


def test_the_answer_names_every_table_with_its_rows(tmp_path: Path) -> None:
    for format_ in FORMATS:
        folder = tmp_path / format_
        answer = icslookup.export(str(folder), format_, as_of=NAMED)
        assert (answer.folder, answer.format, str(answer.as_of)) == (str(folder), format_, NAMED)
        assert [file.table for file in answer.files] == [
            "icb_area_current", "icb_area_history", *RESOURCES, "sources", "licences", "about",
        ]  # fmt: skip
        for file in answer.files:
            assert file.rows == len(read(folder, format_, file.table)[1])
            assert Path(file.path).is_file()
        written = {Path(file.path).name for file in answer.files}
        descriptor = {"datapackage.json"} if format_ in FILES else set()
        assert {path.name for path in folder.iterdir()} == written | descriptor


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("format_", DATABASES)
def test_history_joined_as_of_a_day_is_the_mapping_of_it(
    exported: dict[str, Path], format_: str, day: date
) -> None:
    value: object = day if format_ == "duckdb" else str(day)
    header, rows = queried(exported[format_], format_, AS_OF, {"day": value})
    assert header == [*MappingRow._fields, "valid_from", "valid_to"]
    assert sorted(row[:-2] for row in rows) == areas(day)


@settings(deadline=None)
@given(st.dates(FIRST_DAY, date(2032, 12, 31)))
def test_history_answers_every_day(day: date) -> None:
    rows = history()
    held = [row[:-2] for row in rows if row[-2] <= str(day) <= (row[-1] or "9999")]
    assert sorted(held) == areas(day)


def history(found: list[Rows] = []) -> Rows:  # noqa: B006 - kept from one day to the next
    if not found:
        from icslookup.exports.schema import tables

        table = tables(bundled(), None, FIRST_DAY)[0]
        assert table.name == "icb_area_history"
        found.append(texts(table.rows))
    return found[0]


def test_history_has_a_row_for_each_change_only() -> None:
    """What did not change is one row, and what did is one before and one after."""
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


@pytest.mark.parametrize("day", ["2022-07-01", *map(str, DAYS), "2030-01-01"])
@pytest.mark.parametrize("format_", FORMATS)
def test_the_mapping_of_a_named_day(tmp_path: Path, format_: str, day: str) -> None:
    icslookup.export(tmp_path, format_, as_of=day)
    header, rows = read(tmp_path, format_, "icb_area_current")
    assert tuple(header) == MappingRow._fields
    assert sorted(rows) == areas(day)
    _, (about,) = read(tmp_path, format_, "about")
    assert about[5] == day


@pytest.mark.parametrize("format_", DATABASES)
def test_the_view_is_of_the_day_on_which_it_is_asked(tmp_path: Path, format_: str) -> None:
    answer = icslookup.export(tmp_path, format_)
    assert answer.as_of is None
    for _ in range(2):  # midnight may come in between
        today = date.today()  # noqa: DTZ011 - as the databases see it
        _, rows = read(tmp_path, format_, "icb_area_current")
        if today == date.today():  # noqa: DTZ011
            break
    assert sorted(rows) == areas(today)
    assert read(tmp_path, format_, "about")[1][0][5] == ""


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_today_is_that_of_where_the_computer_is(zone: str) -> None:
    """The two zones never have the same day."""
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


@pytest.mark.parametrize("format_", FILES)
def test_a_file_is_of_today_unless_a_day_is_named(tmp_path: Path, format_: str) -> None:
    answer = icslookup.export(tmp_path, format_)
    assert str(answer.as_of) == "2026-11-22"
    assert sorted(read(tmp_path, format_, "icb_area_current")[1]) == areas("2026-11-22")


@pytest.mark.parametrize("format_", DATABASES)
def test_a_database_answers_under_another_name(
    exported: dict[str, Path], tmp_path: Path, format_: str
) -> None:
    shutil.copy(exported[format_] / f"icslookup.{format_}", tmp_path / "other.db")
    connection = (duckdb if format_ == "duckdb" else sqlite3).connect(str(tmp_path / "other.db"))
    found = connection.execute("SELECT count(*) FROM icb_area_current").fetchall()
    connection.close()
    assert found == [(len(areas(NAMED)),)]


def types_of(exported: dict[str, Path], format_: str, table: str) -> dict[str, tuple[str, bool]]:
    """Return the type of each column, and whether it must not be empty."""
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
def test_keys_and_values_are_held_to(
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


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format_", ["csv", "json"])
def test_the_descriptor_is_valid_for_its_files(exported: dict[str, Path], format_: str) -> None:
    """The rows of JSON are handed over: to read them itself Frictionless needs an extra."""
    path = exported[format_] / "datapackage.json"
    found = json.loads(path.read_text(encoding="utf-8"))
    for resource in found["resources"] if format_ == "json" else ():
        rows = (path.parent / resource.pop("path")).read_text(encoding="utf-8")
        for key in ("format", "mediatype", "encoding"):
            del resource[key]
        resource["data"] = json.loads(rows)
    with system.use_context(trusted=True):
        report = Package(found, basepath=str(path.parent)).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) == len(RESOURCES) + 5


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("format_", FILES)
def test_the_descriptor_describes_what_is_there(exported: dict[str, Path], format_: str) -> None:
    folder = exported[format_]
    found = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert Package.validate_descriptor(str(folder / "datapackage.json")).valid
    assert {one["path"] for one in found["resources"]} | {"datapackage.json"} == set(
        os.listdir(folder)
    )
    for key in ("version", "attribution", "licenses", "sources"):
        assert found[key] == DESCRIPTOR[key]
    assert (found["as_of"], found["formats"]) == (NAMED, [format_])
    for resource in found["resources"]:
        assert resource["format"] == format_
        schema = resource["schema"]
        columns, rows = read(folder, format_, resource["name"])
        assert [field["name"] for field in schema["fields"]] == columns
        keys = {tuple(row[columns.index(name)] for name in schema["primaryKey"]) for row in rows}
        assert len(keys) == len(rows)
        described = RESOURCES.get(resource["name"])
        if described:
            assert schema["fields"] == described["schema"]["fields"]
            assert schema["primaryKey"] == described["schema"]["primaryKey"]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_second_export_replaces_the_first_and_leaves_other_files(
    tmp_path: Path, format_: str
) -> None:
    icslookup.export(tmp_path, format_, as_of="2022-07-01")
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    icslookup.export(tmp_path, format_, as_of=NAMED)
    first = content(tmp_path)
    assert first["own.txt"] == b"mine"
    assert sorted(read(tmp_path, format_, "icb_area_current")[1]) == areas(NAMED)
    icslookup.export(tmp_path, format_, as_of=NAMED)
    assert sorted(content(tmp_path)) == sorted(first)
    if format_ != "duckdb":
        assert content(tmp_path) == first


def test_formats_stand_beside_each_other(tmp_path: Path) -> None:
    for _ in range(2):
        for format_ in FORMATS:
            icslookup.export(tmp_path, format_)
    for format_ in FORMATS:
        assert len(read(tmp_path, format_, "boards")[1]) == 48
    found = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert found["formats"] == ["csv", "json", "parquet"]
    assert {resource["format"] for resource in found["resources"]} == {"json"}


@pytest.fixture(params=FORMATS)
def before(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, str, dict[str, bytes]]:
    """An earlier export: its folder, its format and what is in it."""
    folder = tmp_path / "out"
    icslookup.export(folder, request.param, as_of="2022-07-01")
    return folder, request.param, content(folder)


@pytest.mark.parametrize("stopped", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("moved", [0, 1, 5])
def test_an_export_that_cannot_be_moved_leaves_the_earlier_one(
    before: tuple[Path, str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    stopped: BaseException,
    moved: int,
) -> None:
    folder, format_, whole = before
    count = 0
    replace = os.replace

    def stop(source: str, target: str) -> None:
        nonlocal count
        count += 1
        if count == moved % len(whole) + 1:
            raise stopped
        replace(source, target)

    monkeypatch.setattr("icslookup.storage.atomic.os.replace", stop)
    wanted = OutputError if isinstance(stopped, OSError) else KeyboardInterrupt
    with pytest.raises(wanted):
        icslookup.export(folder, format_, as_of=NAMED)
    assert content(folder) == whole


def test_a_first_export_that_cannot_be_moved_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def stop(source: str, target: str) -> None:
        if target.endswith("boards.csv"):
            raise OSError(28, "No space left on device")
        replace(source, target)

    monkeypatch.setattr("icslookup.storage.atomic.os.replace", stop)
    with pytest.raises(OutputError, match="out cannot be written: No space left on device"):
        icslookup.export(tmp_path / "out", "csv")
    assert content(tmp_path / "out") == {}


@pytest.mark.parametrize("stopped", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_an_export_that_stops_half_way_leaves_the_earlier_one(
    before: tuple[Path, str, dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    stopped: BaseException,
) -> None:
    folder, format_, whole = before

    def stop(*_: object) -> None:
        raise stopped

    where = "databases._view" if format_ in DATABASES else "files._resource"
    monkeypatch.setattr(f"icslookup.exports.{where}", stop)
    wanted = OutputError if isinstance(stopped, OSError) else KeyboardInterrupt
    with pytest.raises(wanted):
        icslookup.export(folder, format_, as_of=NAMED)
    assert content(folder) == whole


def test_a_mount_that_cannot_settle_a_folder_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        if os.path.isdir(path):
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr("icslookup.storage.atomic.fsync_path", refuse)
    icslookup.export(tmp_path, "csv")
    assert (tmp_path / "boards.csv").is_file()


@pytest.mark.parametrize("format_", DATABASES)
def test_what_the_database_cannot_write_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    monkeypatch.setattr("icslookup.exports.databases._view", lambda *_: "CREATE NONSENSE")
    with pytest.raises(OutputError, match=r"the database cannot be written: .*NONSENSE"):
        icslookup.export(tmp_path, format_)
    assert content(tmp_path) == {}


@pytest.mark.parametrize(("format_", "package"), [("parquet", "pyarrow"), ("duckdb", "duckdb")])
def test_a_missing_extra_is_named(
    cli: Callable[..., Result],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    format_: str,
    package: str,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError, match=f'pip install "icslookup.{format_}."'):
        icslookup.export(tmp_path / "out", format_)
    assert cli("export", str(tmp_path / "out"), "-f", format_).code == 4
    assert not (tmp_path / "out").exists()
    for other in ("sqlite", "csv", "json"):
        icslookup.export(tmp_path / other, other)


def test_a_file_in_place_of_the_folder(cli: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("mine", encoding="utf-8")
    for format_ in FORMATS:
        result = cli("export", str(path), "--format", format_)
        assert result == Result(4, "", f"icslookup: {path} is a file: name a folder\n")
    assert cli("export", str(path / "in")).code == 4
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("format_", "name"),
    [
        ("sqlite", "icslookup.sqlite"), ("duckdb", "icslookup.duckdb"),
        ("csv", "datapackage.json"), ("json", "waves.json"), ("parquet", "boards.parquet"),
    ],
)  # fmt: skip
def test_a_folder_in_place_of_a_file(tmp_path: Path, format_: str, name: str) -> None:
    (tmp_path / name / "own").mkdir(parents=True)
    with pytest.raises(OutputError, match=f"{name} is a folder, where a file is to be written"):
        icslookup.export(tmp_path, format_)
    assert os.listdir(tmp_path) == [name]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    for folder in (tmp_path, tmp_path / "out"):
        with pytest.raises(OutputError, match="cannot be written: Permission denied"):
            icslookup.export(folder)


def test_what_the_system_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for what in ("tempfile.mkdtemp", "os.makedirs"):
        monkeypatch.setattr(what, refuse)
        with pytest.raises(OutputError, match="out cannot be written: Permission denied"):
            icslookup.export(tmp_path / "out", "csv")


def test_files_of_the_user_are_not_replaced(tmp_path: Path) -> None:
    """`aliases.csv` is what `match` has its users fill in."""
    own = tmp_path / "aliases.csv"
    own.write_text("alias,code\n", encoding="utf-8")
    with pytest.raises(OutputError, match=r"aliases\.csv is not of an earlier export"):
        icslookup.export(tmp_path, "csv")
    for format_ in ("parquet", "json", "sqlite"):
        icslookup.export(tmp_path, format_)
    with pytest.raises(OutputError, match=r"aliases\.csv is not of an earlier export"):
        icslookup.export(tmp_path, "csv")
    assert own.read_text(encoding="utf-8") == "alias,code\n"


@pytest.mark.parametrize("descriptor", ["{}", "[]", "not JSON", '{"name": "mine", "formats": []}'])
@pytest.mark.parametrize("format_", FILES)
def test_another_descriptor_is_not_replaced(tmp_path: Path, format_: str, descriptor: str) -> None:
    (tmp_path / "datapackage.json").write_text(descriptor, encoding="utf-8")
    with pytest.raises(OutputError, match=r"datapackage\.json is not of an earlier export"):
        icslookup.export(tmp_path, format_)
    assert content(tmp_path) == {"datapackage.json": descriptor.encode()}


def test_the_data_themselves_are_not_replaced(tmp_path: Path) -> None:
    folder = shutil.copytree(DATA, tmp_path / "data")
    whole = content(folder)
    for format_ in FILES:
        with pytest.raises(OutputError, match="is not of an earlier export"):
            icslookup.export(folder, format_, data=Dataset(str(folder)))
    assert content(folder) == whole


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


def test_a_table_without_rows_key_or_description(tmp_path: Path, small: Dataset) -> None:
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


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-f", "xlsx"], 2, "'xlsx' is not one of"),
        (["--as-of", "2022-06-30"], 2, "did not exist before 1 July 2022"),
        (["--as-of", "soon"], 2, "'soon' is not a date"),
        (["--as-of", "soon", "--json"], 2, "'soon' is not a date"),
    ],
)
def test_what_cannot_be_asked(
    cli: Callable[..., Result], tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    result = cli("export", str(tmp_path / "out"), *arguments)
    assert result.code == code
    assert said in result.err
    assert not (tmp_path / "out").exists()
    if "--json" in arguments:
        check(json.loads(result.out), "error")
    else:
        assert result.out == ""


def test_an_unknown_format_names_the_others(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="parquet, sqlite, duckdb, csv and json"):
        icslookup.export(tmp_path, "xlsx")


def test_a_folder_must_be_named(cli: Callable[..., Result]) -> None:
    result = cli("export", "--format", "json")
    assert (result.code, result.out) == (2, "")
    assert "Missing argument 'DIR'" in result.err


@pytest.mark.parametrize("format_", FORMATS)
def test_the_summary_as_json(cli: Callable[..., Result], tmp_path: Path, format_: str) -> None:
    result = cli("export", str(tmp_path), "--format", format_.upper(), "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    check(found, "export")
    assert found["format"] == format_
    assert found["as_of"] == (None if format_ in DATABASES else "2026-11-22")
    assert {"table": "boards", "rows": 48}.items() <= found["files"][3].items()


def test_the_summary_as_a_table(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("export", str(tmp_path), "-f", "csv", "--as-of", NAMED)
    assert (result.code, result.err) == (0, "")
    assert "icb_area_current holds for 1 June 2024" in result.out
    assert f"lsoa_residents      99  {tmp_path}/lsoa_residents.csv" in result.out
    result = cli("export", str(tmp_path), "-f", "sqlite", "-q")
    assert "icb_area_current holds for the day on which it is asked" in result.out


def test_a_day_ahead_is_marked(cli: Callable[..., Result], tmp_path: Path) -> None:
    arguments = ("export", str(tmp_path), "-f", "csv", "--as-of", "2030-01-01")
    assert "Note: 1 January 2030 is in the future" in cli(*arguments).out
    loud = cli(*arguments, "--json")
    assert loud.err.startswith("icslookup: 1 January 2030 is in the future")
    assert json.loads(loud.out)["message"] in loud.err
    assert cli(*arguments, "--json", "-q").err == ""


def test_the_day_of_the_environment(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICSLOOKUP_AS_OF", NAMED)
    assert json.loads(cli("export", str(tmp_path), "-f", "sqlite", "--json").out)["as_of"] == NAMED


@pytest.mark.parametrize("format_", FORMATS)
def test_the_program_itself_says_nothing_else(tmp_path: Path, format_: str) -> None:
    """In a folder whose name is no ordinary one."""
    folder = tmp_path / "it's [a] *folder* with \u00e9 and %"
    done = subprocess.run(
        [sys.executable, "-c", "from icslookup.cli import main; main()", "export", str(folder),
         "--format", format_, "--json"],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    check(json.loads(done.stdout), "export")
    assert len(read(folder, format_, "boards")[1]) == 48


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_an_export_that_is_terminated_leaves_nothing_half_written(tmp_path: Path) -> None:
    program = (
        "import os, signal, sys\n"
        "from icslookup.exports import files\n"
        "files._resource = lambda *_: os.kill(os.getpid(), signal.SIGTERM)\n"
        "from icslookup.cli.run import run\n"
        f"run(['export', {str(tmp_path)!r}, '-f', 'csv'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 128 + 15
    assert content(tmp_path) == {}


def test_permissions_follow_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        for format_ in FORMATS:
            icslookup.export(tmp_path / "out", format_)
    finally:
        os.umask(old)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "out").iterdir()} == {0o640}


def test_what_a_format_does_not_need_is_not_loaded(tmp_path: Path) -> None:
    program = (
        "import sys, icslookup\n"
        f"icslookup.export({str(tmp_path)!r}, 'csv')\n"
        "print([m for m in ('pyarrow', 'duckdb', 'sqlite3', 'typer', 'rich') if m in sys.modules])\n"
    )
    done = subprocess.run(  # without site, which may start what measures coverage, with sqlite3
        [sys.executable, "-S", "-c", program],
        capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(Path(icslookup.__file__).parents[1])},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("[]\n", "")


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
    """What is left beside it would be taken for changes of the new one."""
    icslookup.export(tmp_path, format_)
    path = tmp_path / f"icslookup.{format_}"
    before = path.read_bytes()
    left = Path(f"{path}{end}")
    left.write_bytes(b"changes")
    with pytest.raises(OutputError, match="belongs to a database that is open, or was not closed"):
        icslookup.export(tmp_path, format_)
    assert (path.read_bytes(), left.read_bytes()) == (before, b"changes")


def test_a_folder_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="the name of the folder is empty"):
        icslookup.export("", "csv")


def _make_own(path: Path, format_: str) -> None:
    """Make a table in a database, as a user would."""
    connection: Any = sqlite3.connect(path) if format_ == "sqlite" else duckdb.connect(str(path))
    connection.execute("CREATE TABLE mine (one INTEGER)")
    connection.close()

"""The SQLite files of imported data."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError, OutputError
from icslookup.postcodes import sqlite_file
from icslookup.postcodes.sqlite_file import Database, create_database, describe

if TYPE_CHECKING:
    from pathlib import Path

NAME = "towns.sqlite"


@pytest.fixture(params=["own", "a b?c#d%41", "caf\u00e9"])
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Path:
    """Return a user's folder whose name may have a meaning in a URI."""
    if sys.platform == "win32" and "?" in request.param:
        pytest.skip("no folder has such a name there")
    path = tmp_path / str(request.param)
    path.mkdir()
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(path))
    return path


def write(folder: Path, **meta: str | int) -> Path:
    path = folder / NAME
    with create_database(str(path), "CREATE TABLE towns (name TEXT)") as connection:
        connection.execute("INSERT INTO towns VALUES ('Guildford')")
        describe(connection, {"format": 1, **meta})
    return path


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def test_everything_written_is_read(folder: Path) -> None:
    assert not sqlite_file.exists(NAME)
    write(folder, town_count=1)
    assert sqlite_file.exists(NAME)
    with closing(Database(NAME, 1)) as file:
        assert file.path == str(folder / NAME)
        assert file.meta() == {"format": "1", "town_count": "1"}
        assert file.rows("SELECT name FROM towns") == [("Guildford",)]
        assert file.rows("SELECT name FROM towns WHERE name = ?", ("Hart",)) == []
    assert os.listdir(folder) == [NAME]


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("PRAGMA application_id = 5", "is damaged: run `icslookup data reset towns` and import"),
        ("UPDATE meta SET value = '2'", "was written by a newer icslookup: update icslookup, or"),
        ("UPDATE meta SET value = 'one'", "is damaged"),
        ("DELETE FROM meta", "is damaged"),
        ("DROP TABLE meta", "is damaged"),
        ("UPDATE meta SET value = x'97'", "is damaged"),
    ],
)
def test_a_file_of_another_kind_is_refused(folder: Path, statement: str, message: str) -> None:
    sql(write(folder), statement)
    with pytest.raises(DataError, match=message) as error:
        Database(NAME, 1)
    assert error.value.file == str(folder / NAME)


def test_an_unreadable_file_is_damaged(folder: Path) -> None:
    (folder / NAME).write_bytes(b"no database" * 999)
    with pytest.raises(DataError, match="is damaged"):
        Database(NAME, 1)


def test_a_query_that_fails_means_damage(folder: Path) -> None:
    write(folder)
    with closing(Database(NAME, 1)) as file, pytest.raises(DataError, match="is damaged"):
        file.rows("SELECT name FROM villages")


def test_a_file_is_not_changed_by_reading(folder: Path) -> None:
    path = write(folder)
    before = path.read_bytes()
    with closing(Database(NAME, 1)) as file, pytest.raises(DataError):
        file.rows("DELETE FROM towns")
    assert path.read_bytes() == before


def test_an_existing_file_is_not_replaced(folder: Path) -> None:
    path = write(folder)
    before = path.read_bytes()
    with pytest.raises(OutputError, match="cannot be written: File exists"):
        write(folder)
    assert path.read_bytes() == before


def test_an_error_in_the_block_is_passed_on(folder: Path) -> None:
    with pytest.raises(KeyError), create_database(str(folder / NAME), "CREATE TABLE t (x)"):
        raise KeyError

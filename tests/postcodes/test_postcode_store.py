"""The store of postcodes: the content of a directory, and errors for damaged files."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError, OutputError
from icslookup.ons import archive
from icslookup.ons.postcode_directory import DirectoryFile, Location
from icslookup.postcodes import postcode_store
from icslookup.postcodes.model import DirectoryEdition, PlaceCount, PostcodeEntry
from icslookup.storage import lock
from icslookup.storage.atomic import atomic_replace
from tests.support import directories as made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

GUILDFORD = Location("E07000209", "E54000063", "E01034000", "E01030400", made.ENGLAND)
NEXT = GUILDFORD._replace(lsoa21="E01034001", lsoa11="E01030401")
DAMAGED = r"postcodes.sqlite is damaged: run `icslookup data reset postcodes` and import again"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "own data %41 ? # \u0175"
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(path))
    return path


def keep(tmp_path: Path, text: str, name: str = "ONSPD_NOV_2025_UK.csv") -> tuple[int, int]:
    path = tmp_path / name
    path.write_bytes(text.encode())
    with (
        archive.open_csv(str(path)) as table,
        lock.locked(),
        atomic_replace(postcode_store.FILE_NAME) as unfinished,
    ):
        return postcode_store.write(unfinished, DirectoryFile(table), name, date(2026, 1, 9))


def opened() -> postcode_store.PostcodeStore:
    found = postcode_store.open_postcode_store()
    assert found is not None
    return found


def test_there_is_no_store_before_an_import() -> None:
    assert postcode_store.open_postcode_store() is None


def test_what_was_imported_is_listed(tmp_path: Path) -> None:
    assert keep(tmp_path, made.directory()) == (6, 4)
    with closing(opened()) as found:
        assert found.edition == DirectoryEdition(
            *("ONSPD", "2025-11", "ONSPD_NOV_2025_UK.csv", date(2026, 1, 9)),
            *(6, ("E54000063",), True),
        )
        assert found.one("GU1 4QT") == PostcodeEntry("GU1 4QT", GUILDFORD, "")
        assert found.one("GU2 9XX") == PostcodeEntry("GU2 9XX", NEXT, "2019-05")
        assert found.one("XX9 9XX") == PostcodeEntry(
            "XX9 9XX", Location("", "", "", "", ""), "1981-06"
        )
        assert found.one("GU1 4QU") is None


def test_a_directory_without_ends_and_boards_has_none(tmp_path: Path) -> None:
    keep(tmp_path, made.directory("pcds,laua"), "laua.csv")
    with closing(opened()) as found:
        assert found.edition[4:] == (6, (), False)
        assert found.edition.month == ""
        located = found.one("GU2 9XX")
        assert located is not None
        assert located.terminated is None


def test_postcodes_of_a_range_are_counted_by_place(tmp_path: Path) -> None:
    rows = [made.GUILDFORD, *(("GU1 4Q" + end, *made.ENDED[1:]) for end in "AB"), made.WELSH]
    rows += [("GU1 4QC", "", *made.ENDED[2:]), ("GU10 1AA", *made.GUILDFORD[1:])]
    keep(tmp_path, made.directory(rows=rows))
    with closing(opened()) as found:
        assert found.within("GU1 ", "GU1!") == [PlaceCount(GUILDFORD, 1, 0), PlaceCount(NEXT, 1, 2)]
        assert found.within("GU", "GV") == [PlaceCount(GUILDFORD, 2, 0), PlaceCount(NEXT, 1, 2)]
        assert found.within("GU1 4QT", "GU1 4QU") == [PlaceCount(GUILDFORD, 1, 0)]
        assert found.within("GU1 4QT", "GU1 4QT") == []
        assert [count.place.gss_code for count in found.within("A", "H")] == [
            "E07000209", "E07000209", "W06000015",
        ]  # fmt: skip


def test_rows_in_any_order_are_kept(tmp_path: Path) -> None:
    rows = made.many(3000)
    keep(tmp_path, made.directory(made.HOSTED, [*rows[::2], *rows[::-2]]))
    with closing(opened()) as found:
        assert found.edition.postcodes == 3000
        assert all(found.one(postcode) for postcode, *_ in rows)


def test_a_repeated_postcode_is_reported_and_nothing_is_kept(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(DataError, match="line 8: this postcode stands here a second time"):
        keep(tmp_path, made.directory(rows=[*made.ROWS, made.GUILDFORD]))
    assert os.listdir(folder) == ["lock"]


def test_a_directory_without_rows_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 1: there is no postcode in it"):
        keep(tmp_path, made.directory(rows=[]))


def test_a_store_that_cannot_be_made_is_reported(tmp_path: Path) -> None:
    text = tmp_path / "a.csv"
    text.write_text(made.directory())
    with (
        archive.open_csv(str(text)) as table,
        pytest.raises(OutputError, match="nowhere cannot be written: No such file"),
    ):
        postcode_store.write(
            str(tmp_path / "nowhere" / "x"), DirectoryFile(table), "a.csv", date(2026, 1, 9)
        )


def test_reading_does_not_change_a_writable_store(tmp_path: Path, folder: Path) -> None:
    keep(tmp_path, made.directory())
    before = (folder / postcode_store.FILE_NAME).read_bytes()
    with closing(opened()) as found:
        found.one("GU1 4QT")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            found._file._connection.execute("DELETE FROM postcodes")  # noqa: SLF001
    assert (folder / postcode_store.FILE_NAME).read_bytes() == before
    assert sorted(os.listdir(folder)) == ["lock", postcode_store.FILE_NAME]


def sql(folder: Path, *statements: str) -> None:
    with closing(
        sqlite3.connect(folder / postcode_store.FILE_NAME, isolation_level=None)
    ) as connection:
        for statement in statements:
            connection.execute(statement)


def test_a_store_of_a_newer_version_is_reported(tmp_path: Path, folder: Path) -> None:
    keep(tmp_path, made.directory())
    sql(folder, "UPDATE meta SET value = '2' WHERE key = 'format'", "DROP TABLE postcodes")
    with pytest.raises(
        DataError, match=r"written by a newer icslookup: update icslookup, or run `"
    ):
        postcode_store.open_postcode_store()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE meta",
        "DELETE FROM meta WHERE key = 'format'",
        "UPDATE meta SET value = 'one' WHERE key = 'format'",
        "UPDATE meta SET value = '0' WHERE key = 'format'",
        "UPDATE meta SET value = x'97' WHERE key = 'boards'",
        "PRAGMA application_id = 0",
    ],
)
def test_a_file_that_is_not_a_store_is_reported(
    tmp_path: Path, folder: Path, statement: str
) -> None:
    keep(tmp_path, made.directory())
    sql(folder, statement)
    with pytest.raises(DataError, match=DAMAGED):
        postcode_store.open_postcode_store()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE postcodes",
        "DROP TABLE places",
        "DELETE FROM places",
        "UPDATE postcodes SET place = 99",
        "DELETE FROM meta WHERE key = 'product'",
        "UPDATE meta SET value = 'today' WHERE key = 'imported'",
        "UPDATE meta SET value = 'many' WHERE key = 'postcodes'",
    ],
)
def test_a_store_that_lacks_a_part_reports_it_when_that_is_read(
    tmp_path: Path, folder: Path, statement: str
) -> None:
    keep(tmp_path, made.directory())
    sql(folder, statement)
    with closing(opened()) as found, pytest.raises(DataError, match=DAMAGED):
        _ = (found.one("GU1 4QT"), found.within("G", "H"), found.edition)


def broken(content: bytes) -> dict[str, bytes]:
    """Return a store damaged in several ways, each with a name."""
    half = len(content) // 2
    return {
        "empty": b"",
        "not a database": b"GU1 4QT is in Guildford\n" * 999,
        "truncated": content[:half],
        "only its head": content[:100],
        "overwritten": content[: half // 2] + os.urandom(half) + content[half // 2 + half :],
        "zeros": content[:4096] + bytes(len(content) - 4096),
    }


@pytest.mark.parametrize("how", broken(bytes(8192)))
def test_a_damaged_store_is_reported_and_the_rest_still_answers(
    tmp_path: Path, folder: Path, how: str, cli: Callable[..., Result]
) -> None:
    """SQLite finds some damage only when it reads a page, so the error comes then."""
    rows = made.many(20_000)
    keep(tmp_path, made.directory("pcds,laua,doterm", rows))
    path = folder / postcode_store.FILE_NAME
    path.write_bytes(broken(path.read_bytes())[how])

    def ask() -> None:
        with closing(opened()) as found:
            assert found.within("A", "Z")

    with pytest.raises(DataError, match=DAMAGED):
        ask()
    result = cli("area", "Guildford", "--json")
    assert (result.code, result.err) == (0, "")
    assert '"E07000209"' in result.out


def test_a_store_whose_schema_is_not_text_is_reported(tmp_path: Path, folder: Path) -> None:
    """The messages of SQLite quote the text that it cannot read."""
    keep(tmp_path, made.directory())
    path = folder / postcode_store.FILE_NAME
    content = path.read_bytes()
    faults = 0
    for place in range(content.index(b"table"), 4096):
        path.write_bytes(content[:place] + b"\x97" + content[place + 1 :])
        try:
            with closing(opened()) as found:
                assert found.edition.postcodes == 6
                assert sum(one.live for one in found.within("A", "ZZ")) == 4
        except DataError as error:
            faults += 1
            told = str(error)
            assert told.endswith("run `icslookup data reset postcodes` and import again")
    assert faults > 100


def test_a_store_that_cannot_be_opened_is_reported(folder: Path) -> None:
    (folder / postcode_store.FILE_NAME).mkdir(parents=True)
    with pytest.raises(DataError, match=r"postcodes.sqlite cannot be opened: "):
        postcode_store.open_postcode_store()


def test_a_folder_whose_name_is_not_text_can_be_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xe9"))
    keep(tmp_path, made.directory())
    with closing(opened()) as found:
        assert found.one("GU1 4QT")


def test_the_format_is_that_of_the_code(tmp_path: Path, folder: Path) -> None:
    """If the tables change without a new number, earlier versions give wrong answers."""
    keep(tmp_path, made.directory())
    with closing(sqlite3.connect(folder / postcode_store.FILE_NAME)) as connection:
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL").fetchall()
    shape = [" ".join(text.split()) for (text,) in tables]
    assert (postcode_store.FORMAT, shape) == (
        1,
        [
            "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
            "CREATE TABLE postcodes ( postcode TEXT PRIMARY KEY, place INTEGER NOT NULL, ended INTEGER ) WITHOUT ROWID",
            "CREATE TABLE places ( id INTEGER PRIMARY KEY, gss_code TEXT NOT NULL, ons_code TEXT NOT NULL, lsoa21 TEXT NOT NULL, lsoa11 TEXT NOT NULL, country TEXT NOT NULL )",
        ],
    )

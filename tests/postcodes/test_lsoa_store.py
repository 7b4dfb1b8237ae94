"""The store of LSOAs keeps each lookup apart, and damaged files are errors."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.bulk.match.output_columns import added_cells
from icslookup.bulk.matcher import Matcher
from icslookup.errors import DataError
from icslookup.postcodes import lsoa_store
from icslookup.postcodes.model import Lookup, Lsoa
from icslookup.spark import worker
from icslookup.storage import lock
from icslookup.storage.atomic import atomic_replace

if TYPE_CHECKING:
    from pathlib import Path

DAMAGED = r"lsoas.sqlite is damaged: run `icslookup data reset lsoas` and import again"
DAY = date(2026, 1, 9)
ROWS = {
    (2021, 2023): [("E01000001", "QAA", "E07000001"), ("E01000002", "QBB", "E07000001"),
                   ("E01000003", "QBB", "E07000002")],
    (2011, 2022): [("E01000001", "QAA", "E07000001"), ("E01000004", "QAA", "E07000002")],
    (2021, 2026): [("E01000001", "QCC", "E07000001"), ("E01000002", "QBB", "E07000001"),
                   ("E01000003", "QBB", "E07000002")],
}  # fmt: skip
LOOKUPS = {key: Lookup(*key, f"{key}.csv", DAY, len(rows)) for key, rows in ROWS.items()}


def lsoa(census: int, year: int, row: int) -> Lsoa:
    code, *rest = ROWS[census, year][row]
    return Lsoa(code, census, year, *rest)


CONTENTS = [
    lsoa_store.LookupContents(LOOKUPS[key], [lsoa(*key, row) for row in range(len(rows))])
    for key, rows in ROWS.items()
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "own"))
    return tmp_path / "own"


def keep(contents: list[lsoa_store.LookupContents]) -> None:
    with lock.locked(), atomic_replace(lsoa_store.FILE_NAME) as made:
        lsoa_store.write(made, contents)


@pytest.fixture
def kept(folder: Path) -> Path:
    keep(CONTENTS)
    return folder / lsoa_store.FILE_NAME


def opened() -> lsoa_store.LsoaStore:
    found = lsoa_store.open_lsoa_store()
    assert found is not None
    return found


def test_there_is_no_store_before_an_import() -> None:
    assert lsoa_store.open_lsoa_store() is None


@pytest.mark.usefixtures("kept")
def test_lookups_are_listed_newest_first() -> None:
    with closing(opened()) as found:
        assert [one[:2] for one in found.lookups()] == [(2021, 2026), (2021, 2023), (2011, 2022)]
        assert found.lookups()[2] == LOOKUPS[2011, 2022]


@pytest.mark.usefixtures("kept")
def test_an_lsoa_is_listed_by_census_and_then_by_year() -> None:
    with closing(opened()) as found:
        assert found.of("E01000001") == (
            lsoa(2011, 2022, 0),
            lsoa(2021, 2023, 0),
            lsoa(2021, 2026, 0),
        )
        assert found.of("E01000004") == (lsoa(2011, 2022, 1),)
        assert found.of("E01000009") == ()


@pytest.mark.usefixtures("kept")
def test_the_lsoas_of_districts_are_those_of_one_lookup() -> None:
    with closing(opened()) as found:
        assert found.within(["E07000001"], 2021, 2023) == [lsoa(2021, 2023, 0), lsoa(2021, 2023, 1)]
        both = iter(["E07000002", "E07000001"])
        assert found.within(both, 2021, 2026) == [lsoa(2021, 2026, row) for row in range(3)]
        assert found.within(["E07000009"], 2021, 2026) == []
        assert found.within(["E07000001"], 2011, 2023) == []


@pytest.mark.usefixtures("kept")
def test_everything_written_can_be_read_again() -> None:
    with closing(opened()) as found:
        assert sorted(found.contents()) == sorted(CONTENTS)


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(statement)


def test_a_store_of_a_newer_version_is_reported(kept: Path) -> None:
    sql(kept, "UPDATE meta SET value = '2' WHERE key = 'format'")
    with pytest.raises(DataError, match="written by a newer icslookup"):
        opened()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE lsoas",
        "DROP TABLE places",
        "DELETE FROM places WHERE id = 0",
        "DELETE FROM lookups WHERE census = 2011",
        "DELETE FROM lsoas WHERE code = 'E01000003'",
        "UPDATE lookups SET imported = 'today'",
        "UPDATE lookups SET year = 'this' WHERE census = 2011",
        "UPDATE lsoas SET code = x'97' WHERE code = 'E01000003'",
        "UPDATE places SET ods_code = x'97'",
    ],
)
def test_a_store_that_lacks_something_says_so(kept: Path, statement: str) -> None:
    sql(kept, statement)
    with closing(opened()) as found, pytest.raises(DataError, match=DAMAGED):
        _ = (found.of("E01000001"), found.contents())


def test_a_damaged_store_is_reported(kept: Path) -> None:
    content = kept.read_bytes()
    for broken in (b"", content[:100], os.urandom(len(content)), content[: len(content) // 2]):
        kept.write_bytes(broken)
        with pytest.raises(DataError, match=DAMAGED):
            opened()


def real(ods_code: str) -> list[lsoa_store.LookupContents]:
    """Return a lookup of two LSOAs, one of them in Guildford, with real boards."""
    rows = [Lsoa("E01000001", 2021, 2023, ods_code, "E07000209")]
    rows.append(Lsoa("E01000002", 2021, 2023, "QNQ", "E07000089"))
    return [lsoa_store.LookupContents(Lookup(2021, 2023, "lookup.csv", DAY, len(rows)), rows)]


def test_other_contents_of_the_same_lookups_have_another_mark() -> None:
    marks = []
    for contents in (real("QXU"), real("QXU"), real("QNQ"), CONTENTS):
        keep(contents)
        with closing(opened()) as found:
            marks.append(found.contents_mark())
            assert found.codes() == sorted({lsoa.code for one in contents for lsoa in one.lsoas})
    assert marks[0] == marks[1]
    assert len(set(marks)) == len(marks) - 1


def test_the_mark_is_stored_and_equals_that_of_an_earlier_store(kept: Path) -> None:
    with closing(opened()) as found:
        mark = found.contents_mark()
    with closing(sqlite3.connect(kept)) as connection, connection:
        assert connection.execute("SELECT value FROM meta WHERE key = 'mark'").fetchall() == [
            (mark,)
        ]
        connection.execute("DELETE FROM meta WHERE key = 'mark'")
    with closing(opened()) as found:
        assert found.contents_mark() == mark


def test_codes_are_sent_to_workers_with_their_boards() -> None:
    """A worker whose lookups have other contents raises an error. The data have the other codes."""
    keep(real("QXU"))
    matcher = Matcher("2024-01-01", kind="lsoa")
    sent = worker.worker_config(matcher, dated=False)
    known = {text: cells for text, _, cells in worker.known_answers(sent)}
    assert {text: known[text][6] for text in ("E01000001", "E01000002", "E01000003")} == {
        "E01000001": "QXU",
        "E01000002": "QNQ",
        "E01000003": "QMF",
    }
    for text, cells in list(known.items())[:1000]:
        assert cells == added_cells(matcher.one(text), "list")[0]
    assert list(worker.known_answers(worker.worker_config(Matcher(kind="lsoa"), dated=True))) == []
    keep(real("QNQ"))
    with pytest.raises(
        DataError, match=r"a worker has lookups of .*, but the driver has .*: import"
    ):
        sent.matcher()

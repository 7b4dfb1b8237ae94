"""`data update` puts the newest lookup of ONS into use, or changes nothing."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from icslookup.dataset.active import bundled_folder, in_use, reload
from icslookup.dataset.integrity import validate
from icslookup.dataset.loader import Dataset
from icslookup.formats import FORMATS
from icslookup.refresh.update import Callbacks, update
from icslookup.storage import lock
from tests.support.official_files import history
from tests.support.ons_server import COLUMNS, MOVED, NAME, ROWS, Lookup, rows_of, small_data
from tests.support.program import HOLDER
from tests.support.updates import SILENT, UNCHANGED, VERSION, boards_of_beta, document, kept

if TYPE_CHECKING:
    from tests.support.ons_server import Server
    from tests.support.updates import Cli, Use


def test_a_lookup_with_the_same_memberships_changes_nothing(own: Path, cli: Cli) -> None:
    found = document(cli("data", "update", "--json"))
    assert (found["status"], found["lsoas"], found["changes"]) == ("current", 7, [])
    assert (found["version"], found["new_version"]) == ("2026.11.0", None)
    assert (found["lookup"], found["boundaries"]) == (NAME, "2026-04-01")
    assert kept(own) == []
    said = cli("data", "update").out
    assert said.startswith("The data are current\nNewest lookup of ONS: LSOA21_SICBL26_ICB26_NHS")
    assert "7 LSOAs read and checked" in said


@pytest.mark.usefixtures("own")
def test_a_lookup_with_other_memberships_is_put_into_use(
    own: Path, cli: Cli, server: Server
) -> None:
    server.give(rows_of(MOVED))
    found = document(cli("data", "update", "--json"))
    assert (found["status"], found["new_version"]) == ("updated", VERSION)
    assert [(c["change"], c["code"], c["residents"], c["lsoas"]) for c in found["changes"]] == [
        ("board_rebounded", "QBB", 1005, 1),
        ("board_rebounded", "QAA", -1005, -1),
        ("area_moved", "E06000002", 1005, 1),
    ]
    assert kept(own) == ["refreshed", "refreshed-20261122"]
    assert boards_of_beta(cli) == {"QBB": 3, "QAA": 1}
    assert boards_of_beta(cli, "2026-03-31") == {"QBB": 3, "QAA": 1}
    data = in_use()
    assert validate(data) == []
    text = Path(data.folder, "icb_areas.csv").read_text(encoding="utf-8").splitlines()
    assert text[1:] == [
        "QAA,E06000001,2022-07-01,,3,3,3006,3006,ons-lookup-2022,B",
        "QAA,E06000002,2022-07-01,,1,4,1004,4022,ons-lookup-2022,B",
        "QBB,E06000002,2022-07-01,,3,4,3018,4022,ons-lookup-2022,B",
    ]
    source = data.descriptor["sources"][-1]
    assert (source["name"], source["path"]) == (
        "ons-lookup-2026", f"{server.address}/{NAME}/FeatureServer/0",
    )  # fmt: skip
    assert data.descriptor["created"] == "2026-11-22T00:00:00Z"
    assert document(cli("data", "update", "--json"))["status"] == "current"
    assert f"data {VERSION}" in cli("data", "update").out


def test_new_rows_name_their_source_and_how_certain_they_are(
    own: Path, cli: Cli, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lookup from ONS itself is official. One from another server is a copy."""
    moved = {**ROWS, "E01000004": ("QBB", "E06000002"), "E01000005": ("QBB", "E06000002")}
    for certainty in "BA":
        server.give(rows_of(moved))
        assert document(cli("data", "update", "--json"))["status"] == "updated"
        rows = Path(in_use().folder, "icb_areas.csv").read_text(encoding="utf-8")
        source = "ons-lookup-2026;ons-census-2021"
        assert f"QBB,E06000002,2026-04-01,,4,4,4022,4022,{source},{certainty}\n" in rows
        cli("data", "reset")
        monkeypatch.setattr("icslookup.ons.arcgis.ADDRESS", server.address)
    assert kept(own) == []


@pytest.mark.usefixtures("own")
def test_an_update_replaces_the_lsoas(cli: Cli, server: Server) -> None:
    """Nothing is imported: this lookup is not one of all England, so its rows are not kept."""
    before = json.loads(cli("lsoa", "E01000005", "--json").out)
    assert [board["ods_code"] for board in before["boards"]] == ["QAA"]
    server.give(rows_of(MOVED))
    assert document(cli("data", "update", "--json"))["status"] == "updated"
    after = json.loads(cli("lsoa", "E01000005", "--json").out)
    assert [board["ods_code"] for board in after["boards"]] == ["QBB"]
    assert [source["file"] for source in after["sources"]] == ["lsoas.csv"]
    text = Path(in_use().folder, "lsoas.csv").read_text(encoding="utf-8")
    assert (
        "E01000005,2021,2022-07-01,,1005,E06000002,,QBB,ons-lookup-2022;ons-census-2021,B\n" in text
    )
    assert cli("data", "reset").code == 0
    again = json.loads(cli("lsoa", "E01000005", "--json").out)
    assert again["boards"] == before["boards"]


@pytest.mark.usefixtures("own")
def test_new_sub_icb_locations_are_an_update(cli: Cli, server: Server) -> None:
    """The memberships stay the same, but not all LSOAs do."""
    names = {"QAA": "1AA", "QBB": "1BB"}
    rows = [{**row, "SICBL26CDH": names[row["ICB26CDH"]]} for row in rows_of(ROWS)]
    server.give(rows)
    found = document(cli("data", "update", "--json"))
    assert (found["status"], found["changes"]) == ("updated", [])
    assert json.loads(cli("lsoa", "E01000006", "--json").out)["sub_icb"] == {"ods_code": "1BB"}
    assert document(cli("data", "update", "--json"))["status"] == "current"
    server.give([{**row, "SICBL26CDH": ""} for row in rows])
    refused = cli("data", "update")
    assert refused.code == 4
    assert "E01000001 has no SICBL26CDH" in refused.err


def test_new_boundaries_are_reported_as_changes(
    package: Use, tmp_path: Path, cli: Cli, server: Server
) -> None:
    package(small_data(tmp_path / "small", until="2022-07-01"))
    server.give(
        rows_of({**MOVED, "E01000006": ("QAA", "E06000002"), "E01000007": ("QAA", "E06000002")})
    )
    told = cli("data", "update", "--dry-run")
    assert (told.code, told.err) == (0, "")
    assert "The data would be updated" in told.out
    assert "2 boards re-bounded" in told.out
    assert "Territory that moved" in told.out
    assert boards_of_beta(cli) == {"QBB": 3, "QAA": 1}
    assert cli("data", "update").code == 0
    assert boards_of_beta(cli) == {"QAA": 3, "QBB": 1}
    assert boards_of_beta(cli, "2026-03-31") == {"QBB": 3, "QAA": 1}
    assert "Territory that moved" in cli("changes").out
    assert [str(day) for day in in_use().descriptor["boundaries"]] == ["2022-07-01", "2026-04-01"]


@pytest.mark.usefixtures("own")
def test_a_lookup_that_is_older_than_the_data_is_not_read(cli: Cli, server: Server) -> None:
    server.lookups = {"LSOA21_SICBL25_ICB25_CAL25_LAD25_EN_LU": Lookup(rows_of(MOVED))}
    found = document(cli("data", "update", "--json"))
    assert (found["status"], found["boundaries"], found["lsoas"]) == ("ahead", "2025-04-01", None)
    assert server.pages() == []
    assert "ahead of the newest lookup" in cli("data", "update").out


@pytest.mark.usefixtures("own")
def test_a_missing_lookup_of_this_year_is_reported(
    cli: Cli, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In April ONS may not have published it yet. From May on it should be there, under any name."""
    for day, late in ((date(2027, 4, 30), False), (date(2027, 6, 1), True)):
        monkeypatch.setattr("icslookup.dates.today", lambda day=day: day)
        result = cli("data", "update", "--json")
        found = document(result)
        assert (found["status"], found["lookup"]) == ("current", NAME)
        assert ("no lookup of 2027 was found: that of 2026 is" in result.err) is late
        assert (found["message"] is not None) is late
    server.lookups["LSOA21_SICBL27_ICB27_NHSER27_LAD27_EN_LU"] = Lookup(rows_of(MOVED))
    result = cli("data", "update", "--dry-run", "--json")
    found = document(result)
    assert (found["status"], found["boundaries"], found["message"]) == (
        "to_update", "2027-04-01", None,
    )  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_lists_the_changes(own: Path, cli: Cli, server: Server, name: str) -> None:
    server.give(rows_of(MOVED))
    result = cli("data", "update", "--dry-run", "-f", name)
    assert (result.code, result.err) == (0, "")
    assert "E06000002" in result.out
    if name in ("csv", "tsv"):
        assert result.out.startswith("change,date,code" if name == "csv" else "change\tdate\tcode")
        assert result.out.count("\n") == 4
    assert kept(own) == []


def test_a_dry_run_changes_nothing(own: Path, cli: Cli, server: Server) -> None:
    server.give(rows_of(MOVED))
    planned = document(cli("data", "update", "--dry-run", "--json"))
    assert (planned["status"], in_use().folder) == ("to_update", str(own.parent / "small"))
    assert server.pages() == ["0", "3", "6"]
    done = document(cli("data", "update", "--json"))
    assert server.pages() == ["0", "3", "6"] * 2
    assert done == {**planned, "status": "updated"}


def test_a_set_with_faults_is_not_used(own: Path, cli: Cli, server: Server) -> None:
    """Here another file is damaged. All files are checked before the switch."""
    path = own.parent / "small" / "boards.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("ons-lookup-2022,B", "nobody,B"))
    reload()
    server.give(rows_of(MOVED))
    result = cli("data", "update")
    assert (result.code, UNCHANGED in result.err) == (4, True)
    assert "makes data that do not hold: boards.csv: there is no source 'nobody'" in result.err
    assert kept(own) == []


def test_the_lookup_is_passed_on_as_ons_would_write_it(own: Path, server: Server) -> None:
    server.give(rows_of(MOVED))
    seen: list[tuple[str, list[list[str]]]] = []

    def then(path: str) -> None:
        with lock.locked(lambda: pytest.fail("the folder is still held")):
            pass
        with open(path, encoding="utf-8", newline="") as file:
            seen.append((os.path.basename(path), list(csv.reader(file))))

    update(SILENT, dry_run=True, then=then)
    assert seen == []
    update(SILENT, then=then)
    [(name, rows)] = seen
    assert name == f"{NAME}.csv"
    assert rows[0] == ["LSOA21CD", "ICB26CD", "ICB26CDH", "ICB26NM", "LAD26CD", "LAD26NM"]
    assert rows[1:] == [[row[c] for c in (COLUMNS[0], *COLUMNS[2:7])] for row in rows_of(MOVED)]
    assert kept(own) == ["refreshed", "refreshed-20261122"]


@pytest.mark.usefixtures("own")
def test_an_error_in_lsoas_names_the_lookup(cli: Cli, server: Server) -> None:
    """The temporary file of the lookup is gone when the user reads the message."""
    server.give(rows_of(MOVED))
    result = cli("data", "update")
    assert result.code == 0
    assert f"the LSOAs were not kept: {NAME}: 33,748 LSOAs are missing" in result.err


def test_a_replaced_set_stays_for_its_readers(own: Path, cli: Cli, server: Server) -> None:
    for places in (MOVED, {**MOVED, "E01000004": ("QBB", "E06000002")}):
        server.give(rows_of(places))
        before = in_use()
        assert cli("data", "update").code == 0
        assert before.memberships
    assert len(kept(own)) == 3
    server.give(rows_of(ROWS))
    assert cli("data", "update").code == 0
    assert len(kept(own)) == 3
    assert not os.path.exists(before.folder)
    assert boards_of_beta(cli) == {"QBB": 2, "QAA": 2}


def test_after_the_package_has_other_data_it_is_fetched_again(
    own: Path, package: Use, cli: Cli, server: Server
) -> None:
    server.give(rows_of(MOVED))
    assert cli("data", "update").code == 0
    newer = small_data(own.parent / "newer")
    path = newer / "datapackage.json"
    path.write_text(path.read_text().replace('"2026.11.0"', '"2026.12.0"'))
    package(newer)
    assert boards_of_beta(cli) == {"QBB": 2, "QAA": 2}
    note = "what was fetched on 2026-11-22 was built on the data 2026.11.0 and is not used"
    for name in ("table", "json"):
        assert note in cli("data", "update", "--dry-run", "-f", name).err
    assert document(cli("data", "update", "--json"))["new_version"].startswith("2026.12.0+ons")
    assert boards_of_beta(cli) == {"QBB": 3, "QAA": 1}
    package(own.parent / "small")
    server.give(rows_of(ROWS))
    assert document(cli("data", "update", "--json"))["status"] == "current"
    assert kept(own) == []


@pytest.mark.usefixtures("own")
def test_wrong_usage(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ICSLOOKUP_ONS_URL", "nowhere")
    assert cli("data", "update").code == 2
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delenv("ICSLOOKUP_ONS_URL")
    without = cli("data", "update")
    assert (without.code, 'pip install "icslookup[update]"' in without.err) == (4, True)


@pytest.mark.usefixtures("own")
def test_a_second_update_waits_for_the_first(server: Server) -> None:
    server.give(rows_of(MOVED))
    first = subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with first:
        assert first.stdout is not None
        assert first.stdin is not None
        assert first.stdout.readline() == "held\n"
        told: list[str] = []

        def let_go(line: str) -> None:
            told.append(line)
            assert first.stdin is not None
            first.stdin.close()

        assert update(Callbacks(SILENT.progress, let_go)).status == "updated"
    assert told == ["waiting for another import or update"]


def test_a_full_disk_leaves_what_was_there(
    own: Path, cli: Cli, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.give(rows_of(MOVED))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for place in (
        "icslookup.refresh.update.shutil.copytree",
        "icslookup.refresh.update.pointer_text",
        "icslookup.refresh.update.tempfile.TemporaryDirectory",
        "icslookup.refresh.build.write_files",
        "icslookup.storage.user_dirs.os.replace",
        "icslookup.storage.user_dirs.os.fsync",
    ):
        with monkeypatch.context() as patch:
            patch.setattr(place, full)
            result = cli("data", "update")
        assert (result.code, result.out) == (4, ""), place
        assert "No space left on device" in result.err
        assert set(kept(own)) <= {"refreshed-20261122"}, place
        assert boards_of_beta(cli) == {"QBB": 2, "QAA": 2}
    assert cli("data", "update").code == 0
    assert kept(own) == ["refreshed", "refreshed-20261122"]


def test_a_folder_that_cannot_be_written_is_reported(
    own: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    (own.parent / "file").write_text("")
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(own.parent / "file" / "own"))
    result = cli("data", "update")
    assert (result.code, "cannot be written: Not a directory" in result.err) == (4, True)


def test_permissions_follow_the_umask(own: Path, cli: Cli, server: Server) -> None:
    server.give(rows_of(MOVED))
    old = os.umask(0o027)
    try:
        assert cli("data", "update").code == 0
    finally:
        os.umask(old)
    for path in own.rglob("*"):
        if path.name != "lock":
            assert path.stat().st_mode & 0o777 == (0o750 if path.is_dir() else 0o640), path


KILLED = """
import os, signal, sys
from datetime import date
from icslookup import dates
from icslookup.dataset import active
from icslookup.ons import http_client
from icslookup.refresh.update import Callbacks, update
import httpx, shutil, sqlite3, tempfile

small, seed, folders, step = sys.argv[1:]
active.bundled_folder = lambda: small
dates.today = lambda: date(2026, 11, 22)

def counted(call, at):
    def counting(*arguments, **named):
        global calls
        calls += str(arguments[0]).startswith(own)
        if calls >= at:
            os.kill(os.getpid(), signal.SIGKILL)
        return call(*arguments, **named)
    return counting

at = 1
while True:
    own = os.path.join(folders, str(at))
    shutil.copytree(seed, own)
    child = os.fork()
    if child == 0:
        os.environ["ICSLOOKUP_DATA_DIR"] = own
        calls = 0
        for name in ("replace", "mkdir", "open", "unlink", "rmdir"):
            setattr(os, name, counted(getattr(os, name), at))
        update(Callbacks(lambda rows, share: None, print))
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
    at += int(step)
    assert at < 200
print(at, flush=True)
"""


@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.exhaustive)])
@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_kill_at_any_moment_leaves_the_old_set_or_the_new_one(
    own: Path, cli: Cli, server: Server, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Kill the update before each step that makes, moves, syncs or removes a file of the user.

    The quick run kills it before every fourth step.
    """
    server.give(rows_of(MOVED))
    assert cli("data", "update").code == 0
    old = in_use().memberships
    folders = own.parent / "killed"
    folders.mkdir()
    server.give(rows_of({**MOVED, "E01000004": ("QBB", "E06000002")}))
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(own.parent / "small"), str(own), str(folders),
         str(step)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    times = int(done.stdout.splitlines()[-1])
    assert times > 15
    used = []
    for at in range(1, times + 1, step):
        monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(folders / str(at)))
        assert validate(in_use()) == []
        used.append(in_use().memberships == old)
        if at % 5 == 0:
            found = update(SILENT)
            assert found.status == ("updated" if used[-1] else "current")
            names = kept(folders / str(at))
            assert set(names) == {"refreshed", "refreshed-20261122"}
            assert len(names) <= 3
    assert used == sorted(used, reverse=True)
    assert set(used) == {True, False}


def published(folder: Path, places: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    """Return the lookup of 2026 that ONS would publish for LSOAs, with the codes of the data."""
    data = Dataset(str(folder))
    day = max(data.descriptor["boundaries"])
    rows = [row for row in data.lsoas if row.exists_on(day) and row.sub_icb]
    of_board = {row.ods_code: row.sub_icb for row in rows}
    of_lsoa = {(row.lsoa, row.ods_code): row.sub_icb for row in rows}
    return [
        {
            **row,
            "icb26cd": data.boards[row["ICB26CDH"]].ons_code(day),
            "SICBL26CDH": of_lsoa.get(
                (row["LSOA21CD"], row["ICB26CDH"]), of_board[row["ICB26CDH"]]
            ),
        }
        for row in rows_of(places)
    ]


@pytest.mark.exhaustive
def test_the_whole_of_england_is_current(cli: Cli, server: Server) -> None:
    """The lookup of 2026 agrees with the data, which were computed without it."""
    places = {row["LSOA21CD"]: (row["ICB26CDH"], row["LAD26CD"]) for row in history()}
    server.give(published(Path(bundled_folder()), places), page=2000, stated=2000)
    found = document(cli("data", "update", "--json"))
    assert (found["status"], found["lsoas"], found["changes"]) == ("current", 33_755, [])
    assert len(server.pages()) == 17
    lsoa, (board, _) = next(iter(places.items()))
    assert json.loads(cli("lsoa", lsoa, "--json").out)["boards"][0]["ods_code"] == board


@pytest.mark.exhaustive
def test_the_whole_of_england_is_updated(
    package: Use, tmp_path: Path, cli: Cli, server: Server
) -> None:
    """The places of LSOAs are made up, with the counts of the data. Then one LSOA moves."""
    folder = tmp_path / "england"
    shutil.copytree(bundled_folder(), folder)
    data = Dataset(str(folder))
    places = {
        row.lsoa: (row.ods_code or "", row.gss_code or "")
        for row in data.lsoas
        if row.exists_on(max(data.descriptor["boundaries"])) and row.residents
    }
    package(folder)
    moved = next(lsoa for lsoa, place in places.items() if place[1] == "E07000209")
    places[moved] = ("QRL", "E07000209")
    server.give(published(folder, places), page=2000, stated=32_000)
    found = document(cli("data", "update", "--json"))
    assert (found["status"], found["lsoas"]) == ("updated", 33_755)
    assert {c["name"] for c in found["changes"]} == {
        "Guildford", "Surrey and Sussex", "Hampshire and Isle of Wight",
    }  # fmt: skip
    answer = json.loads(cli("area", "Guildford", "--json").out)
    assert {(b["ods_code"], b["lsoas"]) for b in answer["boards"]} == {("S9B9J", 83), ("QRL", 1)}
    assert answer["data"]["version"] == VERSION
    kept_lsoa = json.loads(cli("lsoa", moved, "--json").out)
    assert (kept_lsoa["method"], kept_lsoa["boards"][0]["ods_code"]) == ("lsoa", "QRL")

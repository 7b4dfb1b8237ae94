"""`icslookup data import`: every official file, and every error."""

from __future__ import annotations

import csv
import gzip
import json
import os
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING

import pytest

from icslookup.errors import DataError
from icslookup.formats import FORMATS
from icslookup.ons import archive, lsoa_lookup
from icslookup.postcodes import lsoa_store, postcode_store
from icslookup.postcodes.import_files import Imported, import_file
from icslookup.postcodes.model import Lookup, Lsoa
from icslookup.storage import lock
from icslookup.storage.atomic import remove
from tests.support import directories as made
from tests.support.official_files import write_published
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result

PROGRAM = [sys.executable, "-m", "icslookup", "data", "import"]
HOLDER = """
import sys
from icslookup.storage import lock
with lock.locked():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", str(tmp_path / "own"))
    return tmp_path / "own"


def written(path: Path, text: str) -> str:
    path.write_bytes(text.encode())
    return str(path)


def boards() -> tuple[str, ...] | None:
    """Check that the store has every postcode, and return its boards."""
    found = postcode_store.open_postcode_store()
    if found is None:
        return None
    with closing(found):
        counted = found.within("A", "ZZ")
        assert sum(one.live + one.terminated for one in counted) == found.edition.postcodes
        assert {one.place.ons_code for one in counted} - {""} == set(found.edition.boards)
        return found.edition.boards


def test_an_onspd_is_imported_from_its_zip(
    tmp_path: Path, folder: Path, cli: Callable[..., Result]
) -> None:
    path = made.onspd_zip(tmp_path / "ONSPD_NOV_2025_UK.zip", made.directory())
    result = cli("data", "import", path)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        "ONSPD_NOV_2025_UK.zip: ONSPD 2025-11: 6 postcodes, 4 of them live;"
        f" {folder / 'postcodes.sqlite'}, 1 MB\n"
    )
    with closing(postcode_store.open_postcode_store() or pytest.fail("there is no store")) as found:
        assert found.edition.file == "ONSPD_NOV_2025_UK.zip"
        assert found.edition.imported == date(2026, 11, 22)
    assert sorted(os.listdir(folder)) == ["lock", "postcodes.sqlite"]


@pytest.mark.parametrize(
    ("header", "product"),
    [
        (made.ONSPD_2022, "ONSPD"), (made.ONSPD_2023, "ONSPD"), (made.ONSPD_2024, "ONSPD"),
        (made.ONSPD_2026, "ONSPD"), (made.HOSTED, "ONSPD"), (made.NSPL_2022, "NSPL"),
        (made.NSPL_2024, "NSPL"), (made.NSPL_2025, "NSPL"), (made.NSPL_2026, "NSPL"),
    ],
)  # fmt: skip
def test_every_edition_is_imported_packed_or_not(
    tmp_path: Path, folder: Path, header: str, product: str
) -> None:
    text = made.directory(header)
    plain = written(tmp_path / "directory_AUG_2026.csv", f"\ufeff{text}")
    packed_one = tmp_path / "directory_AUG_2026.csv.gz"
    packed_one.write_bytes(gzip.compress(text.encode()))
    found = [import_file(plain), import_file(str(packed_one))]
    path = folder / "postcodes.sqlite"
    for one, file in zip(
        found, ("directory_AUG_2026.csv", "directory_AUG_2026.csv.gz"), strict=True
    ):
        size = path.stat().st_size
        assert one._replace(replaced=None) == Imported(
            "postcodes", product, "2026-08", None, None, 6, 4, file, str(path), size, None
        )
    assert boards() == ("E54000063",)


def test_the_table_is_chosen_in_a_zip_with_others(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in (("names.csv", "LAD25CD,LAD25NM\n"), ("all.csv", made.directory())):
            archive.writestr(name, text)
    assert import_file(str(path)).rows == 6
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("lsoas.csv", made.lookup(2021, 2023, 9))
    with pytest.raises(DataError, match="the zip holds 2 CSV files, not one, that could be meant"):
        import_file(str(path))


def test_an_import_replaces_the_one_before(tmp_path: Path) -> None:
    for board in ("E54000001", "E54000002"):
        import_file(written(tmp_path / "a.csv", made.directory(rows=made.many(9, board))))
        assert boards() == (board,)


def test_both_censuses_are_imported_and_kept_apart(
    tmp_path: Path, folder: Path, cli: Callable[..., Result]
) -> None:
    files = [
        written(tmp_path / "2011.csv", made.lookup(2011, 2022, 32_844)),
        written(tmp_path / "2021.csv", made.lookup(2021, 2023, 33_755) + "W01000003,,,,,,,,,\n"),
    ]
    result = cli("data", "import", *files)
    assert (result.code, result.err) == (0, "")
    assert result.out == (
        f"2011.csv: 2011 LSOAs with the boards of 2022: 32,844; {folder / 'lsoas.sqlite'}, 1 MB\n"
        f"2021.csv: 2021 LSOAs with the boards of 2023: 33,755; {folder / 'lsoas.sqlite'}, 2 MB\n"
    )
    again = written(tmp_path / "again.csv", made.lookup(2021, 2023, 33_755, "QXU"))
    assert import_file(again)[:7] == ("lsoas", "", "", 2021, 2023, 33_755, 33_755)
    today = date(2026, 11, 22)
    with closing(lsoa_store.open_lsoa_store() or pytest.fail("there is no store")) as found:
        assert found.lookups() == (
            Lookup(2021, 2023, "again.csv", today, 33_755),
            Lookup(2011, 2022, "2011.csv", today, 32_844),
        )
        assert found.of("E01000002") == (
            Lsoa("E01000002", 2011, 2022, "QNQ", "E07000209"),
            Lsoa("E01000002", 2021, 2023, "QXU", "E07000209"),
        )
        assert len(found.within(["E07000209"], 2021, 2023)) == 33_755
    assert sorted(os.listdir(folder)) == ["lock", "lsoas.sqlite"]


@pytest.mark.parametrize(
    ("census", "year", "lsoa", "board"),
    [(2011, 2022, "E01031480", "QNX"), (2021, 2023, "E01031480", "QNX")],
)
def test_the_published_lookups_are_imported(
    tmp_path: Path, census: int, year: int, lsoa: str, board: str
) -> None:
    found = import_file(write_published(tmp_path, year))
    assert (found.census, found.year) == (census, year)
    with closing(lsoa_store.open_lsoa_store() or pytest.fail("there is no store")) as kept:
        assert [(one.ods_code, one.year) for one in kept.of(lsoa)] == [(board, year)]
        guildford = {one.ods_code for one in kept.within(["E07000209"], census, year)}
        assert guildford == {"QXU", "QNQ"}


def test_a_lookup_of_a_later_year_has_the_boards_of_the_last_boundaries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its authorities may be older: ONS does not change both in the same month."""
    monkeypatch.setitem(lsoa_lookup.LSOA_COUNTS, 2021, 40)
    text = made.lookup(2021, 2029, 40, "QRL", authority="E07000004")
    path = written(tmp_path / "2029.csv", text.replace("E54000999", "E54000067"))
    assert (import_file(path).year, import_file(path).rows) == (2029, 40)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "its columns are: none"),
        ("a,b\n1,2\n", "its columns are: a, b"),
        (",".join(f"c{n}" for n in range(20)), "c10, c11 and 8 more"),
        ("postcode,lat,long\nGU1 4QT,1,2\n", "neither a postcode directory, with columns such as pcds"),
        ("pcds,lat\nGU1 4QT,1\n", "its columns are: pcds, lat"),
        ("LSOA21CD,Observation\nE01000001,1000\n", "its columns are: LSOA21CD, Observation"),
        ("LSOA21CD,ICB23CD\nE01000001,E54000001\n", r"line 1: there is no column ICB..CDH"),
        (made.lookup(2021, 2023, 33_700), "55 LSOAs are missing: England has 33,755 of 2021"),
        (made.lookup(2011, 2022, 33_755), "911 LSOAs are too many: England has 32,844 of 2011"),
        (made.lookup(2021, 2023, 9, "QNQ,QZZ"), r"does not fit the data: board QZZ \(board\) is not in"),
        (made.lookup(2021, 2026, 9), r"board QXU \(board\) did not exist on 2026-04-01; board QNQ"),
        (made.lookup(2021, 2027, 9), r"board QNQ \(board\) did not exist on 2026-04-01"),
        (made.lookup(2021, 2022, 9).replace("E54000052", "E54000063"), "QXU .* on 2022-07-01, not E54000063"),
        (made.lookup(2021, 2023, 9).replace("E54000034", "E54000063"), "QNQ .* has the ONS code E54000034 on 2023-04-01, not E54000063"),
        (made.lookup(2021, 2025, 9).replace("E54000063", "E54000052"), "QXU .* on 2023-04-01, not E54000052"),
        (made.lookup(2021, 2021, 9), "line 1: the boards are of 2021, before the first boundaries, of 2022-07-01"),
        (made.lookup(2021, 2023, 9, authority="E07000999"), r"authority E07000999 \(Guildford\) is not in"),
        (made.lookup(2021, 2023, 9, authority="E10000030"), "is a county and not a district"),
        (made.lookup(2021, 2023, 9).replace("E01000009", "E01000008"), "line 10, column LSOA21CD"),
        (made.directory() + "GU1 4QT,\n", "line 8: 2 cells where the header has 53"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_as_it_should_be_ends_with_4_and_changes_nothing(
    tmp_path: Path, cli: Callable[..., Result], text: str, message: str
) -> None:
    import_file(written(tmp_path / "good.csv", made.directory()))
    path = written(tmp_path / "bad.csv", text)
    with pytest.raises(DataError, match=message):
        import_file(path)
    result = cli("data", "import", path, "-q")
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"icslookup: {path}")
    assert boards() == ("E54000063",)
    assert lsoa_store.open_lsoa_store() is None


def test_files_before_the_bad_one_are_imported(tmp_path: Path, cli: Callable[..., Result]) -> None:
    good = written(tmp_path / "good.csv", made.directory())
    result = cli("data", "import", good, str(tmp_path / "none.csv"))
    fault = f"{tmp_path / 'none.csv'} is missing"
    assert (result.code, result.out) == (4, "")
    done, error = result.err.splitlines()
    assert done.startswith("icslookup: good.csv: ONSPD: 6 postcodes, 4 of them live; ")
    assert error == f"icslookup: {fault}"
    assert boards() == ("E54000063",)
    asked = cli("data", "import", good, str(tmp_path / "none.csv"), "--json")
    again = result.err.replace(" live; ", " live, in place of ONSPD of 6 postcodes; ")
    assert (asked.code, asked.err) == (4, again)
    assert json.loads(asked.out) == {"status": "error", "message": fault}
    assert cli("data", "import", good, fault, "-q").err.count("\n") == 1


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_lists_what_was_imported(
    tmp_path: Path,
    folder: Path,
    cli: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    form: str,
) -> None:
    monkeypatch.setitem(lsoa_lookup.LSOA_COUNTS, 2021, 1_234)
    files = [
        written(tmp_path / "ONSPD_NOV_2025_UK.csv", made.directory()),
        written(tmp_path / "2023.csv", made.lookup(2021, 2023, 1_234)),
    ]
    result = cli("data", "import", *files, "-f", form)
    assert (result.code, result.err) == (0, "")
    paths = [folder / "postcodes.sqlite", folder / "lsoas.sqlite"]
    ends = [(str(path), path.stat().st_size) for path in paths]
    rows = [
        (
            "postcodes",
            "ONSPD",
            "2025-11",
            None,
            None,
            6,
            4,
            "ONSPD_NOV_2025_UK.csv",
            *ends[0],
            None,
        ),
        ("lsoas", "", "", 2021, 2023, 1_234, 1_234, "2023.csv", *ends[1], None),
    ]
    if form.startswith("json"):
        found = json.loads(result.out)
        check(found, "data-import")
        assert found == {
            "folder": str(folder),
            "imported": [dict(zip(Imported._fields, row, strict=True)) for row in rows],
        }
    elif form in ("csv", "tsv"):
        cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
        delimiter = "," if form == "csv" else "\t"
        lines = list(csv.reader(result.out.splitlines(), delimiter=delimiter))
        assert lines == [list(Imported._fields), *cells]
    else:
        starts = ["ONSPD_NOV_2025_UK.csv: ONSPD 2025-11: 6 postcodes", "2023.csv: 2021 LSOAs with"]
        mark = "- " if form == "markdown" else ""
        for line, start in zip(result.out.splitlines(), starts, strict=True):
            assert line.startswith(mark + start)


def test_a_zip_bomb_is_refused(
    tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = made.directory()
    path = made.onspd_zip(tmp_path / "ONSPD_NOV_2025_UK.zip", text)
    monkeypatch.setattr(archive, "LIMIT", len(text) - 1)
    result = cli("data", "import", path)
    assert (result.code, "holds more than the" in result.err) == (4, True)
    assert boards() is None


def test_an_import_waits_for_another_and_says_so(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    path = written(tmp_path / "a.csv", made.directory())
    for more, said in (
        ((), "icslookup: another import or update is under way: this one waits for it\n"),
        (("-q",), ""),
    ):
        with subprocess.Popen(
            [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdin is not None
            assert other.stdout is not None
            assert other.stdout.readline() == "held\n"
            threading.Timer(0.3, other.stdin.close).start()
            result = cli("data", "import", path, *more)
        assert (result.code, result.err) == (0, said)


def test_two_imports_at_once_both_end_well(tmp_path: Path, folder: Path) -> None:
    """The store has the whole content of one of them."""
    running = []
    for number in (1, 2):
        rows = made.many(20_000 + number, f"E5400000{number}")
        path = written(tmp_path / f"{number}.csv", made.directory("pcds,laua,icb", rows))
        running.append(subprocess.Popen([*PROGRAM, path], stdout=subprocess.PIPE, text=True))
    for process in running:
        out, _ = process.communicate()
        assert (process.returncode, " postcodes, 2" in out) == (0, True)
    assert boards() in (("E54000001",), ("E54000002",))
    assert sorted(os.listdir(folder)) == ["lock", "postcodes.sqlite"]


LIMITED = """
import sys
from resource import RLIM_INFINITY, RLIMIT_FSIZE, setrlimit
from icslookup.cli.run import run
setrlimit(RLIMIT_FSIZE, (100_000, RLIM_INFINITY))
code = run(["data", "import", sys.argv[1]])
setrlimit(RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))
sys.exit(code)
"""
KILLED = """
import json, os, shutil, signal, sys
from bisect import bisect_left
from contextlib import closing
from functools import cache
from itertools import count, groupby
from icslookup.ons import lsoa_lookup
from icslookup.postcodes import import_files, lsoa_store, postcode_store, sqlite_file
from icslookup.storage import atomic, lock

old, new, top, which = sys.argv[1:]
lsoa_lookup.LSOA_COUNTS.update({2011: 4, 2021: 5})
os.fsync = lambda _: None  # a kill does not lose what the system already has
WATCHED = {module.__file__ for module in (atomic, lock, sqlite_file, lsoa_store, postcode_store, import_files)}

def told():
    if found := postcode_store.open_postcode_store():
        with closing(found):
            return [found.edition.file, sum(one.live for one in found.within("A", "ZZ"))]
    with closing(lsoa_store.open_lsoa_store()) as found:
        return [one.lookup.file for one in found.contents()]

def killed_at(number):
    seen = 0
    def trace(frame, event, _):
        nonlocal seen
        if frame.f_code.co_filename not in WATCHED:
            return None
        seen += event == "line"
        if seen >= number:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace
    child = os.fork()
    if not child:
        sys.settrace(trace)
        import_files.import_file(new)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

os.environ["ICSLOOKUP_DATA_DIR"] = before = os.path.join(top, "before")
import_files.import_file(old)
at_first, left = told(), {}

@cache
def ends(number):
    # Kill an import at a line. Return whether it ended by itself, before that line.
    folder = os.environ["ICSLOOKUP_DATA_DIR"] = os.path.join(top, "now")
    shutil.copytree(before, folder)
    killed = killed_at(number)
    left[number] = told()
    import_files.import_file(new)
    assert told() != at_first, number
    rubbish = [name for name in os.listdir(folder) if name != "lock" and name[-7:] != ".sqlite"]
    assert not rubbish, (number, rubbish)
    shutil.rmtree(folder)
    return not killed

def is_new(number):
    ends(number)
    return left[number] != at_first

if which == "every line":
    lines = next(number for number in count(1) if ends(number))
else:
    lines = 1 + bisect_left(range(1, 10_000), True, key=ends)
    border = 1 + bisect_left(range(1, lines), True, key=is_new)
    for number in (1, 2, border - 1, border, *range(1, lines, lines // 20), lines - 1):
        ends(number)
found = [one for one, _ in groupby(left[number] for number in sorted(left))]
print(json.dumps([lines, len(left), found]))
"""
WHICH_LINES = pytest.mark.parametrize(
    "which", ["some lines", pytest.param("every line", marks=pytest.mark.exhaustive)]
)
"""Which lines to kill at: all, or the ends, those where old becomes new, and some between."""


def killed(tmp_path: Path, old: str, new: str, which: str) -> list[object]:
    """Kill an import of `new` over `old` at its lines; return the contents after each kill."""
    result = subprocess.run(
        [sys.executable, "-c", KILLED, old, new, str(tmp_path), which],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    lines, tried, found = json.loads(result.stdout)
    assert lines > 100
    assert tried == lines if which == "every line" else 20 < tried < 80
    return list(found)


@WHICH_LINES
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_at_any_line_leaves_the_old_postcodes_or_the_new(tmp_path: Path, which: str) -> None:
    old = written(tmp_path / "old.csv", made.directory(rows=made.many(3)))
    new = written(tmp_path / "new.csv", made.directory(rows=made.many(4)))
    assert killed(tmp_path, old, new, which) == [["old.csv", 3], ["new.csv", 4]]


@WHICH_LINES
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_at_any_line_leaves_the_old_lsoas_or_the_new(tmp_path: Path, which: str) -> None:
    old = written(tmp_path / "old.csv", made.lookup(2011, 2022, 4))
    new = written(tmp_path / "new.csv", made.lookup(2021, 2023, 5))
    assert killed(tmp_path, old, new, which) == [["old.csv"], ["new.csv", "old.csv"]]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_kill_in_the_midst_of_writing_leaves_the_old_store(tmp_path: Path, folder: Path) -> None:
    import_file(written(tmp_path / "old.csv", made.directory(rows=made.many(3, "E54000001"))))
    rows = made.many(60_000, "E54000002")
    path = written(tmp_path / "new.csv", made.directory("pcds,laua,icb", rows))
    met = set()
    for wait in (0, 0.005, 0.01, 0.02, 0.04):
        process = subprocess.Popen([*PROGRAM, path], stdout=subprocess.DEVNULL)
        while process.poll() is None and ".unfinished-postcodes.sqlite" not in os.listdir(folder):
            time.sleep(0.001)
        time.sleep(wait)
        process.kill()
        process.wait()
        found = boards()
        met.add(found)
        if found == ("E54000002",):
            break
    assert met <= {("E54000001",), ("E54000002",)}
    assert ("E54000001",) in met
    import_file(path)
    assert boards() == ("E54000002",)
    assert sorted(os.listdir(folder)) == ["lock", "postcodes.sqlite"]


@pytest.mark.skipif(sys.platform == "win32", reason="files are not limited there")
@pytest.mark.parametrize("what", ["postcodes", "lsoas"])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, folder: Path, what: str) -> None:
    import_file(written(tmp_path / "old.csv", made.directory(rows=made.many(3, "E54000001"))))
    text = made.lookup(2021, 2023, 33_755)
    if what == "postcodes":
        text = made.directory("pcds,laua,icb", made.many(20_000))
    path = written(tmp_path / "new.csv", text)
    result = subprocess.run(
        [sys.executable, "-c", LIMITED, path], capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stdout) == (4, "")
    assert result.stderr.startswith(f"icslookup: {folder} cannot be written: ")
    assert result.stderr.count("\n") == 1
    assert boards() == ("E54000001",)
    assert sorted(os.listdir(folder)) == ["lock", "postcodes.sqlite"]


def test_ctrl_c_ends_with_130_and_leaves_what_was_there(
    tmp_path: Path, folder: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(written(tmp_path / "old.csv", made.directory()))

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("icslookup.cli.data.Bar.__call__", stop)
    path = written(tmp_path / "new.csv", made.directory(rows=made.many(20_000, "E54000002")))
    result = cli("data", "import", path)
    assert (result.code, result.out) == (130, "")
    assert boards() == ("E54000063",)
    assert sorted(os.listdir(folder)) == ["lock", "postcodes.sqlite"]


def test_a_folder_that_cannot_be_written_ends_with_4(
    tmp_path: Path, cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "a.csv", made.directory())
    monkeypatch.setenv("ICSLOOKUP_DATA_DIR", path)
    result = cli("data", "import", path)
    assert (result.code, result.out) == (4, "")
    assert result.err == f"icslookup: {path} cannot be written: File exists\n"


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_ends_with_4_and_can_still_be_read(
    tmp_path: Path, folder: Path, cli: Callable[..., Result]
) -> None:
    path = written(tmp_path / "a.csv", made.directory())
    import_file(path)
    (folder / "lock").chmod(0o400)
    folder.chmod(0o500)
    result = cli("data", "import", path)
    assert (result.code, "cannot be written" in result.err) == (4, True)
    assert boards() == ("E54000063",)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no umask")
def test_permissions_follow_the_umask(tmp_path: Path, folder: Path) -> None:
    path = written(tmp_path / "a.csv", made.directory())
    for mask, mode in ((0o022, 0o644), (0o077, 0o600), (0o002, 0o664)):
        before = os.umask(mask)
        try:
            import_file(path)
        finally:
            os.umask(before)
        assert (folder / "postcodes.sqlite").stat().st_mode & 0o777 == mode


@pytest.mark.parametrize("broken", [b"", b"no database" * 999])
def test_a_damaged_store_is_replaced_by_an_import_of_postcodes(
    tmp_path: Path, folder: Path, broken: bytes
) -> None:
    folder.mkdir()
    (folder / "postcodes.sqlite").write_bytes(broken)
    import_file(written(tmp_path / "a.csv", made.directory()))
    assert boards() == ("E54000063",)


def test_a_damaged_store_of_lsoas_is_reported_and_kept(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import could not keep the other lookups in it."""
    monkeypatch.setitem(lsoa_lookup.LSOA_COUNTS, 2011, 40)
    folder.mkdir()
    (folder / "lsoas.sqlite").write_bytes(b"no database" * 999)
    path = written(tmp_path / "2011.csv", made.lookup(2011, 2022, 40))
    with pytest.raises(
        DataError, match=r"lsoas.sqlite is damaged: run `icslookup data reset lsoas`"
    ):
        import_file(path)
    assert (folder / "lsoas.sqlite").read_bytes() == b"no database" * 999
    with lock.locked():
        remove("lsoas.sqlite")
    assert import_file(path).rows == 40


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere such names cannot be made")
def test_a_file_whose_name_is_not_text_is_imported(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xe9.csv")
    with open(path, "w", encoding="utf-8") as file:
        file.write(made.directory())
    assert import_file(path).file == "\ufffd.csv"
    assert boards() == ("E54000063",)


def test_part_of_a_directory_is_refused_and_replaced_postcodes_are_named(
    tmp_path: Path, cli: Callable[..., Result]
) -> None:
    """ONS publishes a table for each postcode area as well as the whole one."""
    whole, part = tmp_path / "ONSPD_NOV_2025_UK.csv", tmp_path / "ONSPD_NOV_2025_UK_GU.csv"
    for path in (whole, part):
        path.write_text(made.directory(), encoding="utf-8")
    first = cli("data", "import", str(whole))
    assert (first.code, "in place of" in first.out) == (0, False)
    again = cli("data", "import", str(whole))
    assert f"in place of ONSPD 2025-11 of {len(made.ROWS)} postcodes;" in again.out
    refused = cli("data", "import", str(part))
    assert refused.code == 4
    assert "holds the postcodes of GU only, by its name" in refused.err

"""Exports in every format: they have all tables or none, and the command lists them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.errors import MissingExtraError, OutputError, UsageError
from icslookup.exports.export import FORMATS
from icslookup.lookup.lists import MappingRow
from tests.support.exports import (
    DATA,
    DATABASES,
    DAYS,
    FILES,
    NAMED,
    RESOURCES,
    areas,
    content,
    read,
    rows_of_csv,
)
from tests.support.program import Result
from tests.support.schemas import check

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("table", RESOURCES)
def test_every_cell_of_the_data_is_in_every_format(
    exported: dict[str, Path], format_: str, table: str
) -> None:
    header, rows = read(exported[format_], format_, table)
    assert (header, rows) == rows_of_csv(DATA / RESOURCES[table]["path"])


@pytest.mark.parametrize("format_", FORMATS)
def test_every_format_has_the_same_tables(exported: dict[str, Path], format_: str) -> None:
    for table in (
        *("icb_area_history", "icb_area_current", "sources", "licences", "about"),
        *("board_crosswalk", "sub_icb_crosswalk"),
    ):
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
            "board_crosswalk", "sub_icb_crosswalk",
        ]  # fmt: skip
        for file in answer.files:
            assert file.rows == len(read(folder, format_, file.table)[1])
            assert Path(file.path).is_file()
        written = {Path(file.path).name for file in answer.files}
        descriptor = {"datapackage.json"} if format_ in FILES else set()
        assert {path.name for path in folder.iterdir()} == written | descriptor


@pytest.mark.parametrize("day", ["2022-07-01", *map(str, DAYS), "2030-01-01"])
@pytest.mark.parametrize("format_", FORMATS)
def test_the_mapping_of_a_named_day(tmp_path: Path, format_: str, day: str) -> None:
    icslookup.export(tmp_path, format_, as_of=day)
    header, rows = read(tmp_path, format_, "icb_area_current")
    assert tuple(header) == MappingRow._fields
    assert sorted(rows) == areas(day)
    _, (about,) = read(tmp_path, format_, "about")
    assert about[5] == day


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


def test_a_mount_that_cannot_sync_a_folder_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        if os.path.isdir(path):
            raise OSError(22, "Invalid argument")

    monkeypatch.setattr("icslookup.storage.atomic.fsync_path", refuse)
    icslookup.export(tmp_path, "csv")
    assert (tmp_path / "boards.csv").is_file()


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


def test_an_error_of_the_system_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    for what in ("tempfile.mkdtemp", "os.makedirs"):
        monkeypatch.setattr(what, refuse)
        with pytest.raises(OutputError, match="out cannot be written: Permission denied"):
            icslookup.export(tmp_path / "out", "csv")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-f", "xlsx"], 2, "'xlsx' is not one of"),
        (["--as-of", "2022-06-30"], 2, "did not exist before 1 July 2022"),
        (["--as-of", "soon"], 2, "'soon' is not a date"),
        (["--as-of", "soon", "--json"], 2, "'soon' is not a date"),
    ],
)
def test_an_impossible_question_is_refused(
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
    assert f"lsoas                99  {tmp_path}/lsoas.csv" in result.out
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
    """The name of the folder has special characters."""
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


def test_a_format_imports_only_what_it_needs(tmp_path: Path) -> None:
    program = (
        "import sys, icslookup\n"
        f"icslookup.export({str(tmp_path)!r}, 'csv')\n"
        "print([m for m in ('pyarrow', 'duckdb', 'sqlite3', 'typer', 'rich') if m in sys.modules])\n"
    )
    done = subprocess.run(  # -S: `site` may start the measuring of coverage, which imports sqlite3
        [sys.executable, "-S", "-c", program],
        capture_output=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONPATH": str(Path(icslookup.__file__).parents[1])},
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_a_folder_without_a_name_is_refused() -> None:
    with pytest.raises(UsageError, match="the name of the folder is empty"):
        icslookup.export("", "csv")

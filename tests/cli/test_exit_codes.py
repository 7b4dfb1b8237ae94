"""Exit codes, the messages of errors, and their JSON."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

import icslookup
from icslookup.cli import exit_codes
from icslookup.cli.exit_codes import exit_on_signal, run_command, wants_json, write_answer
from icslookup.cli.streams import DEFAULT_OUTPUT, OutputOptions
from icslookup.dataset.active import bundled_folder
from icslookup.errors import AmbiguousError, NotFoundError, UsageError
from icslookup.formats import FORMATS
from tests.support.program import PROGRAM, TOP, Result, environment

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from icslookup.formats.answers import Answer


@pytest.mark.parametrize("command", ["area", "board"])
@pytest.mark.parametrize(
    ("name", "code", "status"),
    [("Newcastle", 3, "ambiguous"), ("Atlantis", 1, "not_found"), ("Hampshire", 0, "found")],
)
def test_json_is_one_document_whatever_the_code(
    cli: Callable[..., Result], command: str, name: str, code: int, status: str
) -> None:
    name = name if command == "area" else name.replace("Newcastle", "S&S")
    result = cli(command, name, "--json")
    assert (result.code, json.loads(result.out)["status"]) == (code, status)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        ("area ... --json", 2, "error"),
        ("area Guildford --as-of yesterday --json", 2, "error"),
        ("area Guildford -f json --bogus", 2, "error"),
        ("boards -fjson --region Mars", 2, "error"),
        ("areas --format=json --board Atlantis", 1, "not_found"),
        ("areas --format jsonl --board S&S", 3, "ambiguous"),
    ],
)
def test_an_error_is_json_too(
    cli: Callable[..., Result], arguments: str, code: int, status: str
) -> None:
    result = cli(*arguments.split())
    document = json.loads(result.out)
    assert (result.code, document["status"]) == (code, status)
    assert document["message"] in result.err


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["area", "x", "--json"], True),
        (["area", "x", "-f", "json"], True),
        (["area", "x", "-fjsonl"], True),
        (["area", "x", "--format=json"], True),
        (["area", "x", "-qf", "json"], True),
        (["area", "x", "-qfjson"], True),
        (["area", "x", "-f", "JSON"], True),
        (["area", "json"], False),
        (["area", "--", "--json"], False),
        (["area", "x", "-f", "jsonx"], False),
        (["area", "x", "-f", "csv"], False),
        (["export", "x", "--format", "json"], False),
        (["export", "x", "-fjson"], False),
        (["export", "x", "-f", "json", "--json"], True),
        (["area", "export", "-f", "json"], True),
        ([], False),
    ],
)
def test_asking_for_json(arguments: list[str], wanted: bool) -> None:
    assert wants_json(arguments) is wanted


def test_bad_own_aliases_end_with_4_and_the_line(
    cli: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ICSLOOKUP_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr("icslookup.lookup.area.in_use", fresh_data)
    (tmp_path / "aliases.csv").write_text("alias,code\nOurs,E07999999\n", encoding="utf-8")
    result = cli("area", "Guildford", "--json")
    assert result.code == 4
    assert "aliases.csv, line 2, column code: no authority and no board" in result.err
    assert json.loads(result.out)["status"] == "error"


def fresh_data() -> icslookup.Dataset:
    from icslookup.dataset.active import bundled_folder

    return icslookup.Dataset(bundled_folder())


def test_an_error_of_the_system_is_json_too(
    cli: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("icslookup.lookup.data_info.data_folder", refuse)
    result = cli("data", "path", "--json")
    assert (result.code, result.err) == (4, "icslookup: Permission denied\n")
    found = json.loads(result.out)
    assert (found["status"], found["message"]) == ("error", "Permission denied")


def test_a_closed_pipe_does_not_change_the_exit_code() -> None:
    command = " ".join([*PROGRAM, "area", "Newcastle", "--json", "-q"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; echo ${{PIPESTATUS[0]}}"], capture_output=True,
        text=True, check=False, env=environment(),
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("3\n", "")


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    """The signal comes while the program reads the data from a named pipe in place of a file."""
    folder = tmp_path / "icslookup"
    shutil.copytree(TOP / "src" / "icslookup", folder)
    shutil.copytree(bundled_folder(), folder / "data", dirs_exist_ok=True)
    (folder / "data" / "boards.csv").unlink()
    os.mkfifo(folder / "data" / "boards.csv")
    process = subprocess.Popen(
        [sys.executable, "-m", "icslookup", "boards"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, cwd=tmp_path, env=environment(PYTHONPATH=str(tmp_path)),
    )  # fmt: skip
    with (folder / "data" / "boards.csv").open("w"):  # opens once the program opens it too
        # The program sees a signal between opening and reading only after the reading, which never
        # ends here. So wait until it reads, and send the signal again.
        for _ in range(20):
            time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                out, err = process.communicate(timeout=5)
                break
    assert process.returncode == 130
    assert (out, err) == (b"", b"")


def test_missing_data_end_with_4(tmp_path: Path) -> None:
    folder = tmp_path / "icslookup"
    shutil.copytree(TOP / "src" / "icslookup", folder)
    shutil.copytree(bundled_folder(), folder / "data", dirs_exist_ok=True)
    (folder / "data" / "icb_areas.csv").unlink()
    done = subprocess.run(
        [sys.executable, "-m", "icslookup", "area", "Guildford", "--json"], capture_output=True,
        text=True, check=False, cwd=tmp_path, env=environment(PYTHONPATH=str(tmp_path)),
    )  # fmt: skip
    assert done.returncode == 4
    assert "icb_areas.csv is missing: install icslookup again" in done.stderr
    assert json.loads(done.stdout)["status"] == "error"


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("icb_areas.csv", ",84,84,", ",84,x,", "column area_lsoas: 'x' is not a whole number"),
        ("boards.csv", "2026-03-31,,S9B9J", "2026-03-31,,S9Z9Z", "no record with the code 'S9Z9Z'"),
        ("aliases.csv", "E06000058", "E06999999", "no record with the code 'E06999999'"),
        ("datapackage.json", "{", "", "is not a description of the data"),
    ],
)
def test_corrupted_data_end_with_4(
    tmp_path: Path, name: str, old: str, new: str, message: str
) -> None:
    folder = tmp_path / "icslookup"
    shutil.copytree(TOP / "src" / "icslookup", folder)
    shutil.copytree(bundled_folder(), folder / "data", dirs_exist_ok=True)
    path = folder / "data" / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "icslookup", "area", "BCP"], capture_output=True, text=True,
        check=False, cwd=tmp_path, env=environment(PYTHONPATH=str(tmp_path)),
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (4, "")
    assert message in done.stderr
    assert name in done.stderr
    assert done.stderr.count("\n") == 1


class Table(NamedTuple):
    """The parts of an answer that decide its exit code."""

    passed: bool = True
    valid: bool = True
    status: str = "found"


@pytest.mark.parametrize(
    ("answer", "strict", "code"),
    [
        (Table(), True, 0),
        (Table(passed=False), False, 0),
        (Table(passed=False), True, 1),
        (Table(status="not_found"), False, 1),
        (Table(status="ambiguous"), False, 3),
        (Table(valid=False), False, 4),
    ],
)
def test_the_answer_decides_the_exit_code(
    answer: Answer, code: int, monkeypatch: pytest.MonkeyPatch, *, strict: bool
) -> None:
    for name in ("render", "notes", "errors"):
        monkeypatch.setattr(exit_codes, name, lambda *_, **__: "")
    assert write_answer(answer, DEFAULT_OUTPUT, strict=strict) == code


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "table"])
def test_only_a_table_needs_to_know_the_terminal(
    format_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_stream: object) -> None:
        raise AssertionError("it would import shutil, which takes long")

    monkeypatch.setattr(exit_codes, "terminal", fail)
    assert write_answer(icslookup.boards(), OutputOptions(format_, quiet=True, header=True)) == 0


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (UsageError("no\x1b"), 2, "icslookup: no\\x1b\n"),
        (NotFoundError("none"), 1, "icslookup: none\n"),
        (AmbiguousError("two"), 3, "icslookup: two\n"),
        (OSError(28, "No space left on device"), 4, "icslookup: No space left on device\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_an_error_has_an_exit_code_and_a_message(
    error: BaseException, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise error

    assert run_command(fail, ["area", "x"]) == code
    assert capsys.readouterr() == ("", message)


def test_a_command_without_a_code_is_a_success() -> None:
    assert run_command(lambda: None, []) == 0
    assert run_command(lambda: 3, []) == 3


def test_a_signal_is_an_exit_code() -> None:
    with pytest.raises(SystemExit) as end:
        exit_on_signal(signal.SIGTERM, None)
    assert end.value.code == 143

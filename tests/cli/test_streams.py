"""The program as a process: pipes, terminals, full disks, locales."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from icslookup.dataset.active import bundled_folder
from tests.support.program import PROGRAM, TOP, environment, in_terminal, run


def test_a_reader_that_closes_the_pipe_is_no_error() -> None:
    for arguments in (["areas"], ["areas", "--json"], ["boards"], ["--help"]):
        command = " ".join([*PROGRAM, *arguments])
        done = subprocess.run(
            ["bash", "-c", f"{command} | head -1"], capture_output=True, text=True, check=False,
            env=environment(),
        )  # fmt: skip
        assert done.returncode == 0
        assert done.stderr == ""


def test_the_code_is_that_of_the_answer_though_the_pipe_was_closed() -> None:
    command = " ".join([*PROGRAM, "area", "Newcastle", "--json", "-q"])
    done = subprocess.run(
        ["bash", "-c", f"{command} | true; echo ${{PIPESTATUS[0]}}"], capture_output=True,
        text=True, check=False, env=environment(),
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("3\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [["areas"], ["area", "Guildford", "--json"], ["--version"], ["--help"]]
)
def test_a_full_disk_is_told(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env=environment(),
        )  # fmt: skip
    assert done.returncode == 4
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_closed_standard_output_is_told() -> None:
    command = " ".join([*PROGRAM, "area", "Guildford"])
    done = subprocess.run(
        ["bash", "-c", f"{command} >&-"], capture_output=True, text=True, check=False,
        env=environment(),
    )  # fmt: skip
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_closed_standard_error_does_no_harm() -> None:
    command = " ".join([*PROGRAM, "area", "Newcastle", "--json"])
    done = subprocess.run(
        ["bash", "-c", f"{command} 2>&-"], capture_output=True, text=True, check=False,
        env=environment(),
    )  # fmt: skip
    assert done.returncode == 3
    assert json.loads(done.stdout)["status"] == "ambiguous"


@pytest.mark.parametrize(
    "locale",
    [
        {"LANG": "C"},
        {"LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "POSIX"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_every_locale_gets_its_answer(locale: dict[str, str]) -> None:
    for arguments in (["area", "Guildford"], ["coverage"], ["area", "Guildford", "--json"]):
        done = run(*arguments, **locale)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Surrey and Sussex" in done.stdout
    lost = run("area", "Y\u0302nys M\u00f4n", **locale)
    assert lost.returncode in (1, 2)
    assert "Traceback" not in lost.stderr


def test_a_name_that_is_not_text_is_not_found() -> None:
    done = subprocess.run(
        [*PROGRAM, "area", b"Atlantis\xff\xfe"], capture_output=True, check=False,
        env=environment(LANG="C.UTF-8"),
    )  # fmt: skip
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_terminal_gets_colour_and_80_columns() -> None:
    shown = in_terminal("area", "Guildford")
    assert "\x1b[1mGuildford\x1b[0m" in shown
    plain = in_terminal("coverage", NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 80
    assert "\x1b" not in in_terminal("area", "Guildford", TERM="dumb")


def test_a_narrow_terminal_loses_no_code() -> None:
    shown = in_terminal("splits", columns=40, NO_COLOR="1")
    for code in ("E06000060", "S0E4D", "546,080"):
        assert code in shown


def test_a_pipe_gets_no_colour_unless_forced() -> None:
    assert "\x1b" not in run("area", "Guildford").stdout
    assert "\x1b[1m" in run("area", "Guildford", FORCE_COLOR="1").stdout
    assert "\x1b" not in run("area", "Guildford", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_columns_do_not_wrap_a_pipe() -> None:
    assert run("areas", COLUMNS="40").stdout == run("areas").stdout


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    """The signal comes while the data are read: from a named pipe in place of a file."""
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
        # A signal that comes between opening and reading is only seen after the reading, which
        # never ends here: so wait until it reads, and say it again.
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


def test_only_what_a_question_needs_is_imported() -> None:
    """JSON needs neither Rich nor platformdirs; only a misspelt name needs RapidFuzz."""
    code = (
        "import sys; from icslookup.cli.run import run; code = run(sys.argv[1:]);"
        " heavy = {'rich', 'rapidfuzz', 'platformdirs', 'pydantic', 'importlib.metadata'};"
        " print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )

    def imported(*arguments: str) -> str:
        command = [sys.executable, "-c", code, *arguments]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, env=environment()
        )
        return done.stderr.splitlines()[-1]

    assert imported("area", "Guildford", "--json") == "[]"
    assert imported("board", "Frimley", "-qf", "csv") == "[]"
    assert imported("areas", "-f", "markdown") == "[]"
    assert imported("boards") == "['rich']"
    assert imported("area", "Gilford", "--json") == "['rapidfuzz']"


def test_the_library_imports_neither_typer_nor_rich() -> None:
    code = "import sys, icslookup; icslookup.areas(); print({'typer', 'rich'} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment()
    )
    assert done.stdout == "set()\n"

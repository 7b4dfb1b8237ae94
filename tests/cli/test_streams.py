"""Standard output and standard error: pipes, terminals, full disks and locales."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path

import pytest

from icslookup.cli.streams import stderr_writer, terminal, write_stderr, write_stdout
from icslookup.errors import OutputError
from icslookup.formats import Terminal
from tests.support.program import PROGRAM, environment, in_terminal, run


def test_a_reader_that_closes_the_pipe_is_not_an_error() -> None:
    for arguments in (["areas"], ["areas", "--json"], ["boards"], ["--help"]):
        command = " ".join([*PROGRAM, *arguments])
        done = subprocess.run(
            ["bash", "-c", f"{command} | head -1"], capture_output=True, text=True, check=False,
            env=environment(),
        )  # fmt: skip
        assert done.returncode == 0
        assert done.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "arguments", [["areas"], ["area", "Guildford", "--json"], ["--version"], ["--help"]]
)
def test_a_full_disk_is_reported(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, text=True, check=False,
            env=environment(),
        )  # fmt: skip
    assert done.returncode == 4
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_closed_standard_output_is_reported() -> None:
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


def test_a_narrow_terminal_shows_every_code() -> None:
    shown = in_terminal("splits", columns=40, NO_COLOR="1")
    for code in ("E06000060", "S0E4D", "546,080"):
        assert code in shown


def test_a_pipe_gets_no_colour_unless_forced() -> None:
    assert "\x1b" not in run("area", "Guildford").stdout
    assert "\x1b[1m" in run("area", "Guildford", FORCE_COLOR="1").stdout
    assert "\x1b" not in run("area", "Guildford", FORCE_COLOR="1", NO_COLOR="1").stdout


def test_columns_do_not_wrap_a_pipe() -> None:
    assert run("areas", COLUMNS="40").stdout == run("areas").stdout


class Stream(io.StringIO):
    """A stream with an encoding, on a terminal or not."""

    def __init__(self, encoding: str, *, terminal: bool) -> None:
        super().__init__()
        self._encoding = encoding
        self._terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding

    def isatty(self) -> bool:
        return self._terminal


def test_a_terminal_has_a_width_and_a_pipe_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "99")
    assert terminal(Stream("utf-8", terminal=True)) == Terminal(99, colour=True, unicode=True)
    assert terminal(Stream("ascii", terminal=False)) == Terminal(None, colour=False, unicode=False)
    assert terminal(None) == Terminal(None, colour=False, unicode=False)


def test_lines_are_written_unless_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    stderr_writer(quiet=True)("no")
    stderr_writer(quiet=False)("yes\x1b")
    assert capsys.readouterr() == ("", "icslookup: yes\\x1b\n")


def test_text_that_the_locale_has_no_characters_for_is_ascii(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="latin-1"))
    write_stdout("\u2588 \u0176\n")
    assert raw.getvalue() == b"# ?\n"


def test_standard_output_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", None)
    with pytest.raises(OutputError, match="standard output is closed"):
        write_stdout("text")
    monkeypatch.setattr("sys.stderr", None)
    write_stderr("text")

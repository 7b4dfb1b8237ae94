"""What the shell offers after TAB."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from icslookup.cli import candidates, completion
from icslookup.cli.candidates import completions
from icslookup.cli.fast_path import run_without_typer
from icslookup.cli.run import run
from icslookup.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = [sys.executable, "-c", "from icslookup.cli import main; main()"]
NAMES = [("Tower Hamlets", "E09000030"), ("Torbay", "E06000027"), ("King's Lynn", "E07000146")]


@pytest.mark.parametrize(
    ("words", "incomplete", "offered"),
    [
        ((), "To", ["Torbay", "Tower Hamlets"]),
        ((), "tow", ["tower Hamlets"]),
        (("tower",), "h", ["hamlets"]),
        (("Tower",), "", ["Hamlets"]),
        (("torbay",), "", []),
        ((), "kings", ["kings Lynn"]),
        ((), "x", []),
    ],
)
def test_names_are_continued_from_their_words(
    words: tuple[str, ...], incomplete: str, offered: list[str]
) -> None:
    assert [name for name, _ in completions(NAMES, words, incomplete)] == offered


def complete(line: str, word: int) -> list[str]:
    """Ask the program as bash does."""
    done = subprocess.run(
        PROGRAM,
        capture_output=True, text=True, check=False,
        env={**os.environ, "_ICSLOOKUP_COMPLETE": "complete_bash", "COMP_WORDS": line,
             "COMP_CWORD": str(word)},
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("line", "word", "offered"),
    [
        ("icslookup ar", 1, ["area", "areas"]),
        ("icslookup area Guild", 2, ["Guildford"]),
        ("icslookup area tower h", 3, ["hamlets"]),
        ("icslookup board Frim", 2, ["Frimley"]),
        ("icslookup boards --region sou", 3, ["south East", "south West"]),
        ("icslookup area x --for", 3, ["--format"]),
        ("icslookup area x -f js", 4, ["json", "jsonl"]),
        ("icslookup exp", 1, ["export"]),
        ("icslookup export out --format ", 4, ["parquet", "sqlite", "duckdb", "csv", "json"]),
        ("icslookup export out -f js", 4, ["json"]),
        ("icslookup areas --kind c", 3, ["county", "city-corporation"]),
        ("icslookup area E0700020", 2, sorted(f"E0700020{digit}" for digit in range(10))),
        ("icslookup area Cumb", 2, ["Cumberland", "Cumbria"]),
        ("icslookup board qn", 2, ["qnC", "qnQ", "qnX"]),
        ("icslookup areas --board Su", 3, ["Sussex"]),
        ("icslookup history Frim", 2, ["Frimley"]),
        ("icslookup history Guildf", 2, ["Guildford"]),
    ],
)
def test_the_program_completes_as_bash_asks(line: str, word: int, offered: list[str]) -> None:
    assert sorted(complete(line, word)) == sorted(offered)


@pytest.mark.parametrize("position", ["1", "2", "3", "x", ""])
@pytest.mark.parametrize(
    "line",
    [
        "icslookup area Guildf", "icslookup area tower h", "icslookup area tower ", "icslookup area",
        "icslookup board ", "icslookup board qn", "icslookup area zzz", "icslookup area --as",
        "icslookup area x -f js", "icslookup area 'tower", "icslookup boards S", "icslookup", "",
        "icslookup area king\\'s", "icslookup history Fr", "icslookup area \u00e9",
    ],
)  # fmt: skip
def test_both_routes_offer_the_same(
    line: str, position: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in (
        ("_ICSLOOKUP_COMPLETE", "complete_bash"), ("COMP_WORDS", line), ("COMP_CWORD", position),
    ):  # fmt: skip
        monkeypatch.setenv(name, value)
    code = run_without_typer([])
    plain = capsys.readouterr()
    if code is None:
        assert (plain.out, plain.err) == ("", "")
        return
    with pytest.raises(SystemExit) as end:
        run([])
    assert (end.value.code, capsys.readouterr()) == (code, plain)


@pytest.mark.parametrize(
    ("shell", "file"),
    [("bash", ".bash_completions/icslookup.sh"), ("zsh", ".zfunc/_icslookup")],
)
def test_completion_is_installed_for_a_shell(shell: str, file: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "--install-completion", shell], capture_output=True, text=True, check=False,
        env={**os.environ, "HOME": str(tmp_path),
             "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )  # fmt: skip
    assert done.returncode == 0
    assert "completion installed" in done.stdout
    assert "_ICSLOOKUP_COMPLETE" in (tmp_path / file).read_text(encoding="utf-8")


def test_damaged_data_offer_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise DataError("damaged")

    monkeypatch.setattr(candidates, "in_use", fail)
    context = SimpleNamespace(params={})
    assert completion.regions("") == []
    assert completion.one_board("") == []
    assert completion.area_names(context, "") == []  # type: ignore[arg-type]
    assert completion.board_names(context, "") == []  # type: ignore[arg-type]

"""The completions that the program offers after TAB."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from icslookup.cli import candidates, completion
from icslookup.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path


PROGRAM = [sys.executable, "-c", "from icslookup.cli import main; main()"]


def complete(line: str, word: int) -> list[str]:
    """Return what the program offers if bash asks."""
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

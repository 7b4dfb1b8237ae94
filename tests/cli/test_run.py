"""Command lines that Typer parses, and what they import."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.program import Result, environment

if TYPE_CHECKING:
    from collections.abc import Callable


def test_without_a_command_there_is_help(cli: Callable[..., Result]) -> None:
    result = cli()
    assert result.code == 0
    assert "Usage: icslookup" in result.out
    assert cli("-h").out.split() == result.out.split()


def test_control_characters_are_never_echoed(cli: Callable[..., Result]) -> None:
    foreign = "\x1b[31m\u202ered\x07"
    for code, arguments in (
        (1, ["area", foreign]),
        (2, ["area", "Guildford", "--as-of", foreign]),
        (2, ["boards", "--region", foreign]),
        (1, ["areas", "--board", foreign]),
        (2, ["areas", "--kind", foreign]),
        (2, [f"--{foreign}"]),
        (2, [foreign]),
    ):
        for more in ([], ["--json"]):
            result = cli(*arguments, *more)
            assert result.code == code
            assert r"\x1b[31m\u202ered\x07" in result.err
            assert not set("\x1b\x07\u202e") & set(result.out + result.err)


def test_a_name_of_ten_thousand_characters(cli: Callable[..., Result]) -> None:
    result = cli("area", "x" * 10_000)
    assert (result.code, result.out) == (1, "")
    shown = "x" * 60
    assert result.err == f"icslookup: no local authority of England is called '{shown}\u2026'\n"


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


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        (
            ["Guildford"],
            [
                "icslookup: No such command 'Guildford'",
                "Usage: icslookup [OPTIONS] COMMAND [ARGS]...",
                "Try 'icslookup -h' for help.",
                "To look up a council: icslookup area NAME; a board: icslookup board NAME",
            ],
        ),
        (
            ["boards", "--jsn"],
            [
                "icslookup: No such option: --jsn",
                "Usage: icslookup boards [OPTIONS]",
                "Try 'icslookup boards -h' for help.",
            ],
        ),
    ],
)
def test_wrong_usage_shows_the_usage(
    cli: Callable[..., Result], arguments: list[str], lines: list[str]
) -> None:
    result = cli(*arguments)
    assert (result.code, result.out) == (2, "")
    message, *usage = result.err.splitlines()
    assert message.startswith(lines[0])  # each version of Typer ends it in another way
    assert usage == lines[1:]

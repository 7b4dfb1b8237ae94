"""The decorator of commands: shared options, and every format."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

import icslookup
from icslookup.cli.command import command
from icslookup.cli.streams import DEFAULT_OUTPUT, OutputOptions
from icslookup.formats.answers import Answer  # noqa: TC001 - the command evaluates annotations

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.program import Result


COMMANDS = (
    "area",
    "board",
    "boards",
    "areas",
    "splits",
    "changes",
    "crosswalk",
    "history",
    "timeline",
    "coverage",
    "cite",
    "check",
)
"""The commands with the shared options. `match`, `rebase` and `export` have formats of their own."""


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_and_the_shared_options(
    cli: Callable[..., Result], command: str
) -> None:
    assert command in cli().out
    for option in ("-h", "--help"):
        result = cli(command, option)
        assert result.code == 0
        for shared in ("--as-of", "ICSLOOKUP_AS_OF", "--format", "-f", "--json", "--quiet", "-q",
                       "--no-header", "--help"):  # fmt: skip
            assert shared in result.out


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", ["table", "json", "jsonl", "csv", "tsv", "markdown"])
def test_every_command_writes_every_format(
    cli: Callable[..., Result], command: str, name: str, tmp_path: Path
) -> None:
    table = tmp_path / "table.csv"
    table.write_text("council,homes\nGuildford,1\nGuildford,1\n", encoding="utf-8")
    names = {
        "area": ["Guildford"], "board": ["Essex"], "history": ["Frimley"],
        "check": [str(table), "-c", "council", "-q"],
    }.get(command, [])  # fmt: skip
    result = cli(command, *names, "-f", name)
    assert (result.code, result.err) == (0, "")
    assert result.out.endswith("\n")


def test_a_command_has_its_own_and_the_shared_options(capsys: pytest.CaptureFixture[str]) -> None:
    seen: list[OutputOptions] = []

    def ask(day: str, _output: OutputOptions = DEFAULT_OUTPUT) -> Answer:
        """List the boards."""
        seen.append(_output)
        return icslookup.boards(day)

    run = command(ask)
    options = {"format_": "csv", "as_json": False, "quiet": True, "no_header": True}
    assert run(day="2026-11-22", _version=False, **options) == 0
    assert seen == [OutputOptions("csv", quiet=True, header=False)]
    assert len(capsys.readouterr().out.splitlines()) == 36
    assert list(inspect.signature(run).parameters) == ["day", *options, "_version"]
    assert run.__doc__ == "List the boards."

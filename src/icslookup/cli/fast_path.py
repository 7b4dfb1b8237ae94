"""The fast path: simple commands run without Typer, whose import takes as long as several answers.

A simple command is `area` or `board` with names, `lsoa` with one code, or a list without a filter.
Its only options are `--json`, `--format` and `--as-of`. `--version` alone is simple too, and so is
a completion of a name in bash. This module only parses: the functions of the commands answer and
write. Typer gets every other command line, and every one with a mistake.
`tests/cli/test_fast_path.py` checks that both ways give the same result.
"""

from __future__ import annotations

import os

import icslookup
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.cli.exit_codes import run_command, write_answer
from icslookup.cli.streams import OutputOptions, write_stdout, write_version
from icslookup.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.formats.answers import Answer

_WITH_NAMES = ("area", "board")
_LSOA = "lsoa"
_LISTS = ("boards", "areas", "splits", "changes", "coverage", "timeline")
_AS_OF = "ICSLOOKUP_AS_OF"
_COMPLETE = "_ICSLOOKUP_COMPLETE"
"""The environment variable in which a shell asks for completions."""


class SimpleCommand(NamedTuple):
    """A simple command: its name, the names it looks up, the format and the day."""

    command: str
    names: tuple[str, ...]
    format: str
    as_of: str | None


def run_without_typer(arguments: Sequence[str]) -> int | None:
    """Run a simple command. Returns its exit code, or None if the command line needs Typer."""
    if _COMPLETE in os.environ:
        from icslookup.cli.candidates import bash_completions

        offered = bash_completions(os.environ[_COMPLETE])
        return None if offered is None else run_command(lambda: write_stdout(offered), arguments)
    if list(arguments) in (["--version"], ["-V"]):
        return run_command(write_version, arguments)
    simple = parse_simple_command(arguments)
    if simple is None:
        return None
    output = OutputOptions(simple.format, quiet=False, header=True)
    return run_command(lambda: write_answer(_answer(simple), output), arguments)


def parse_simple_command(arguments: Sequence[str]) -> SimpleCommand | None:
    """Return the parts of a command line, or None if it needs Typer."""
    command, *rest = arguments or [""]
    names: list[str] = []
    options: dict[str, str] = {}
    words = iter(rest)
    for word in words:
        option, equals, value = word.partition("=")
        if option in ("--format", "--as-of") or word == "-f":
            if not equals:
                value = next(words, "-")
            options["--format" if word == "-f" else option] = value
        elif word == "--json":
            options[word] = word
        elif word.startswith("-"):
            return None
        else:
            names.append(word)
    format_ = options.get("--format", "json" if "--json" in options else "table").lower()
    simple = (
        _takes(command, len(names)),
        format_ in FORMATS,
        not ("--json" in options and format_ != "json"),
        not any(value.startswith("-") for key, value in options.items() if key != "--json"),
    )
    as_of = options.get("--as-of", os.environ.get(_AS_OF) or None)
    return SimpleCommand(command, tuple(names), format_, as_of) if all(simple) else None


def _takes(command: str, names: int) -> bool:
    """Return whether a simple command has this many names."""
    if command in _WITH_NAMES:
        return names > 0
    return names == 1 if command == _LSOA else not names and command in _LISTS


def _answer(simple: SimpleCommand) -> Answer:
    """Return the answer to a simple command."""
    if simple.command in _WITH_NAMES:
        ask = icslookup.area if simple.command == "area" else icslookup.board
        return ask(" ".join(simple.names), simple.as_of)
    if simple.command == _LSOA:
        from icslookup.postcodes import lsoa

        return lsoa.lsoa(simple.names[0], simple.as_of)
    if simple.command == "changes":
        return icslookup.changes(None, simple.as_of)
    answer: Answer = getattr(icslookup, simple.command)(simple.as_of)
    return answer

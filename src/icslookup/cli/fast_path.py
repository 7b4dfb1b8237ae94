"""Answers plain command lines before Typer is imported, which takes as long as several answers.

A plain one is `area` or `board` with names, or a list without any filter, with no other option
than `--json`, `--format` and `--as-of`, or `--version` alone; and so is the question of bash for
the next word of such a name. What is parsed here is only which
question that is: it is asked of the functions that the commands ask, and written by what writes
their answers. Everything else is Typer's, also whatever is wrong with a command line.
`tests/test_plain.py` holds the two against each other.
"""

from __future__ import annotations

import os

import icslookup
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.cli.exit_codes import run_to_exit_code, write_answer
from icslookup.cli.streams import Output, version, write
from icslookup.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icslookup.formats.answers import Answer

_NAMED = ("area", "board")
_LISTS = ("boards", "areas", "splits", "changes", "coverage", "timeline")
_AS_OF = "ICSLOOKUP_AS_OF"
_COMPLETING = "_ICSLOOKUP_COMPLETE"
"""The variable by which a shell asks what can follow."""


class PlainCommand(NamedTuple):
    """A plain command line: the question, its names, the format and the day."""

    question: str
    names: tuple[str, ...]
    format: str
    as_of: str | None


def answer_plainly(arguments: Sequence[str]) -> int | None:
    """Answer a plain command line. Returns the exit code, or None for one that is not plain."""
    if _COMPLETING in os.environ:
        from icslookup.cli.candidates import bash_completion

        offered = bash_completion(os.environ[_COMPLETING])
        return None if offered is None else run_to_exit_code(lambda: write(offered), arguments)
    if list(arguments) in (["--version"], ["-V"]):
        return run_to_exit_code(version, arguments)
    found = parse_plain(arguments)
    if found is None:
        return None
    wanted = Output(found.format, quiet=False, header=True)
    return run_to_exit_code(lambda: write_answer(_asked(found), wanted), arguments)


def parse_plain(arguments: Sequence[str]) -> PlainCommand | None:
    """Read a command line; None for one that is not plain."""
    question, *rest = arguments or [""]
    names: list[str] = []
    given: dict[str, str] = {}
    words = iter(rest)
    for word in words:
        option, equals, value = word.partition("=")
        if option in ("--format", "--as-of") or word == "-f":
            if not equals:
                value = next(words, "-")
            given["--format" if word == "-f" else option] = value
        elif word == "--json":
            given[word] = word
        elif word.startswith("-"):
            return None
        else:
            names.append(word)
    format_ = given.get("--format", "json" if "--json" in given else "table").lower()
    plain = (
        bool(names) if question in _NAMED else not names and question in _LISTS,
        format_ in FORMATS,
        not ("--json" in given and format_ != "json"),
        not any(value.startswith("-") for key, value in given.items() if key != "--json"),
    )
    as_of = given.get("--as-of", os.environ.get(_AS_OF) or None)
    return PlainCommand(question, tuple(names), format_, as_of) if all(plain) else None


def _asked(found: PlainCommand) -> Answer:
    """Ask the question, as its command does."""
    if found.question in _NAMED:
        ask = icslookup.area if found.question == "area" else icslookup.board
        return ask(" ".join(found.names), found.as_of)
    if found.question == "changes":
        return icslookup.changes(None, found.as_of)
    listed: Answer = getattr(icslookup, found.question)(found.as_of)
    return listed

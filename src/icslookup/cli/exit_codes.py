"""Turns every way in which a command can end into an exit code, with what is said of it.

It stands apart from `run` so that a plain command line needs no Typer: see `plain`.
"""

from __future__ import annotations

import re
import sys
from itertools import takewhile

from icslookup._typing import TYPE_CHECKING
from icslookup.cli.streams import discard, say, terminal, write
from icslookup.errors import DataError, IcslookupError, OutputError
from icslookup.formats import render
from icslookup.formats.values import visible
from icslookup.formats.views.registry import errors, notes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

    from icslookup.cli.streams import Output
    from icslookup.formats.answers import Answer

NOT_FOUND = 1
AMBIGUOUS = 3
INTERRUPTED = 130

EXIT_CODES = {"not_found": NOT_FOUND, "ambiguous": AMBIGUOUS}
"""The exit codes of the statuses of an answer; any other status is a success."""

_STATUSES = {code: status for status, code in EXIT_CODES.items()}
_JSON = r"(?i)\x00(--json|(--format[=\x00]|-q*f\x00?)jsonl?)(?=\x00)"
"""The options that ask for JSON, among arguments joined by NUL, which none can hold."""
_EXPORT = "export"
"""The command whose `--format` is that of files, and not of what is written to standard output."""


def write_answer(answer: Answer, wanted: Output, *, strict: bool = False) -> int:
    """Write an answer as the user wants it. Returns the exit code that it means.

    What is wrong with a table is no failure, unless it is `strict`.
    """
    write(render(answer, wanted.format, terminal(sys.stdout), header=wanted.header))
    if not wanted.quiet:
        say(notes(answer, wanted.format))
    say(errors(answer))
    return _code_of(answer, strict=strict)


def _code_of(answer: object, *, strict: bool) -> int:
    """Return the exit code of an answer: by its status, by `valid`, or by `passed` if strict."""
    if not getattr(answer, "valid", True):
        return DataError.exit_code
    if strict and not getattr(answer, "passed", True):
        return NOT_FOUND
    return EXIT_CODES.get(getattr(answer, "status", ""), 0)


def run_to_exit_code(command: Callable[[], object], arguments: Sequence[str]) -> int:
    """Do what a command line asks for. Returns the exit code.

    No exception that a user can cause leaves it, but those of what parses command lines.
    """
    try:
        code = command()
    except IcslookupError as error:
        return fail(str(error), error.exit_code, arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        told = arguments if _can_be_written() else ()
        return fail(f"{error.strerror or error}", OutputError.exit_code, told)
    return code if isinstance(code, int) else 0


def _can_be_written() -> bool:
    """Say whether standard output still takes what is written; if not, nothing more is."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        discard(sys.stdout)
        return False
    return True


def fail(message: str, code: int, arguments: Sequence[str], hint: str = "") -> int:
    """Say what went wrong, in JSON too where that is asked for. Returns the exit code."""
    say(f"icslookup: {visible(message)}\n{hint}")
    if wants_json(arguments):
        from icslookup.formats.to_json import render_error

        try:
            write(render_error(message, _STATUSES.get(code, "error")))
        except OutputError:
            return OutputError.exit_code
    return code


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether a command line, even one that cannot be parsed, asks for JSON."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    if next((option for option in options if not option.startswith("-")), None) == _EXPORT:
        return "--json" in options
    return bool(re.search(_JSON, "\0".join(["", *options, ""])))


def stop(number: int, _frame: object) -> NoReturn:
    """End as an interrupt does when a signal comes, so that nothing half-written stays behind."""
    sys.exit(128 + number)

"""Turns every way in which a command can end into an exit code, with what is said of it.

It stands apart from `run` so that a plain command line needs no Typer: see `plain`.
"""

from __future__ import annotations

import sys
from itertools import takewhile

from icslookup._typing import TYPE_CHECKING
from icslookup.cli.streams import discard, say, write
from icslookup.errors import IcslookupError, OutputError
from icslookup.formats.values import visible
from icslookup.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

INTERRUPTED = 130
_STATUS = {1: "not_found", 3: "ambiguous"}
_JSON = pattern(r"(?i)\x00(--json|(--format[=\x00]|-q*f\x00?)jsonl?)(?=\x00)")
"""The options that ask for JSON, among arguments joined by NUL, which none can hold."""
_EXPORT = "export"
"""The command whose `--format` is that of files, and not of what is written to standard output."""


def ended(command: Callable[[], object], arguments: Sequence[str]) -> int:
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
            write(render_error(message, _STATUS.get(code, "error")))
        except OutputError:
            return OutputError.exit_code
    return code


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether a command line, even one that cannot be parsed, asks for JSON."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    if next((option for option in options if not option.startswith("-")), None) == _EXPORT:
        return "--json" in options
    return bool(_JSON.search("\0".join(["", *options, ""])))


def stop(number: int, _frame: object) -> NoReturn:
    """End as an interrupt does when a signal comes, so that nothing half-written stays behind."""
    sys.exit(128 + number)

"""Runs a command line and turns every way it can end into an exit code."""

from __future__ import annotations

import re
import sys
from itertools import takewhile
from typing import TYPE_CHECKING, NoReturn

import typer

from icslookup.cli.app import app
from icslookup.cli.write import discard, say, write
from icslookup.errors import IcslookupError, OutputError
from icslookup.formats.documents import render_error
from icslookup.formats.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
_STATUS = {1: "not_found", 3: "ambiguous"}
_JSON = re.compile(r"\x00(--json|(--format[=\x00]|-q*f\x00?)jsonl?)(?=\x00)", re.IGNORECASE)
"""The options that ask for JSON, among arguments joined by NUL, which none can hold."""


def main() -> NoReturn:
    """Run the command line of this process, and exit."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command line. Returns the exit code; no exception that a user can cause leaves it."""
    try:
        code = app(list(arguments), prog_name="icslookup", standalone_mode=False)
    except IcslookupError as error:
        return _fail(str(error), error.exit_code, arguments)
    except typer.TyperException as error:
        message = error.format_message()
        return _fail(message, error.exit_code, arguments, _usage(error, message))
    except (KeyboardInterrupt, typer.Abort):
        return INTERRUPTED
    except OSError as error:
        told = arguments if _can_be_written() else ()
        return _fail(f"{error.strerror or error}", OutputError.exit_code, told)
    return code if isinstance(code, int) else 0


def _can_be_written() -> bool:
    """Say whether standard output still takes what is written; if not, nothing more is."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        discard(sys.stdout)
        return False
    return True


def _fail(message: str, code: int, arguments: Sequence[str], hint: str = "") -> int:
    say(f"icslookup: {visible(message)}\n{hint}")
    if wants_json(arguments):
        try:
            write(render_error(message, _STATUS.get(code, "error")))
        except OutputError:
            return OutputError.exit_code
    return code


def wants_json(arguments: Sequence[str]) -> bool:
    """Say whether a command line, even one that cannot be parsed, asks for JSON."""
    options = takewhile(lambda argument: argument != "--", arguments)
    return bool(_JSON.search("\0".join(["", *options, ""])))


def _usage(error: typer.TyperException, message: str) -> str:
    context = getattr(error, "ctx", None)
    if context is None:
        return ""
    lines = [context.get_usage(), f"Try '{context.command_path} -h' for help."]
    if message.startswith("No such command"):
        lines.append("To look up a council: icslookup area NAME; a board: icslookup board NAME")
    return "".join(f"{visible(line)}\n" for text in lines for line in text.splitlines())

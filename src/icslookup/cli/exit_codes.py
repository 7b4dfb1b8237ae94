"""The exit code of every command, and the messages of commands that fail.

This module does not need Typer, so that `fast_path` starts quickly.
"""

from __future__ import annotations

import re
import sys
from itertools import takewhile

from icslookup._typing import TYPE_CHECKING
from icslookup.cli.streams import send_to_null, terminal, write_stderr, write_stdout
from icslookup.errors import (
    AmbiguousError,
    DataError,
    IcslookupError,
    NotFoundError,
    OutputError,
)
from icslookup.formats import render
from icslookup.formats.values import escape_invisible, stderr_lines
from icslookup.formats.views.registry import errors, notes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import NoReturn

    from icslookup.cli.streams import OutputOptions
    from icslookup.formats.answers import Answer
    from icslookup.tables.output_file import Output

NOT_FOUND = NotFoundError.exit_code
AMBIGUOUS = AmbiguousError.exit_code
INTERRUPTED = 130

EXIT_CODES = {"not_found": NOT_FOUND, "ambiguous": AMBIGUOUS}
"""The exit code for the status of an answer; 0 for any other status. Errors have their own code."""

_STATUSES = {code: status for status, code in EXIT_CODES.items()}
_JSON = r"(?i)\x00(--json|(--format[=\x00]|-q*f\x00?)jsonl?)(?=\x00)"
"""The options that ask for JSON, in arguments joined by NUL, which no argument can contain."""
_FILE = "file"
"""Stands for the format of an answer that went to a file, so that standard error says it all."""

_EXPORT = "export"
"""The command whose `--format` is for its files, not for standard output."""


def write_answer(
    answer: Answer, output: OutputOptions, *, strict: bool = False, file: Output | None = None
) -> int:
    """Write an answer and its notes as the user wants them. Returns the exit code of the answer.

    If `strict`, an answer about a table with problems has the exit code 1. The answer goes to
    `file` in place of standard output, if there is one, but only if it is valid.
    """
    code = _code_of(answer, strict=strict)
    if file is None:
        shown_in = terminal(sys.stdout) if output.format == "table" else None
        write_stdout(render(answer, output.format, shown_in, header=output.header))
    elif code != DataError.exit_code:
        from icslookup.formats.to_file import write_file

        write_file(answer, file, output.format, header=output.header)
    if not output.quiet:
        write_stderr(notes(answer, _FILE if file else output.format))
    if code:
        write_stderr(errors(answer))
    if file and code == DataError.exit_code:
        write_stderr(stderr_lines([f"{file.name} was not written"]))
    return code


def _code_of(answer: object, *, strict: bool) -> int:
    """Return the exit code of an answer: its own, or one by `valid`, `passed` or `status`.

    `passed` counts only if strict.
    """
    own: int | None = getattr(answer, "exit_code", None)
    if own is not None:
        return own
    if not getattr(answer, "valid", True):
        return DataError.exit_code
    if strict and not getattr(answer, "passed", True):
        return NOT_FOUND
    return EXIT_CODES.get(getattr(answer, "status", ""), 0)


def run_command(command: Callable[[], object], arguments: Sequence[str]) -> int:
    """Run a command and write the message of an error. Returns the exit code.

    This catches every exception that a user can cause, except those of Typer.
    """
    try:
        code = command()
    except IcslookupError as error:
        return write_error(str(error), error.exit_code, arguments)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        left = arguments if _stdout_works() else ()
        return write_error(f"{error.strerror or error}", OutputError.exit_code, left)
    return code if isinstance(code, int) else 0


def _stdout_works() -> bool:
    """Return whether standard output can still be written; if not, send it to the null device."""
    try:
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        send_to_null(sys.stdout)
        return False
    return True


def write_error(message: str, code: int, arguments: Sequence[str], hint: str = "") -> int:
    """Write an error message, also as JSON if the arguments ask for it. Returns the exit code."""
    write_stderr(f"icslookup: {escape_invisible(message)}\n{hint}")
    if wants_json(arguments):
        from icslookup.formats.to_json import render_error

        try:
            write_stdout(render_error(message, _STATUSES.get(code, "error")))
        except OutputError:
            return OutputError.exit_code
    return code


def wants_json(arguments: Sequence[str]) -> bool:
    """Return whether a command line asks for JSON, even if it cannot be parsed."""
    options = list(takewhile(lambda argument: argument != "--", arguments))
    if next((option for option in options if not option.startswith("-")), None) == _EXPORT:
        return "--json" in options
    return bool(re.search(_JSON, "\0".join(["", *options, ""])))


def exit_on_signal(number: int, _frame: object) -> NoReturn:
    """Exit with the code of a signal, in a way that removes temporary files."""
    sys.exit(128 + number)

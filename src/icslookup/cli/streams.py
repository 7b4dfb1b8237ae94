"""Standard output and standard error: what they can show, and how text is written to them.

A command makes its whole text first, so only this module meets a closed pipe or a full disk.
"""

from __future__ import annotations

import os
import sys

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup._version import __version__
from icslookup.dataset.active import in_use
from icslookup.errors import OutputError
from icslookup.formats import Terminal
from icslookup.formats.values import only_ascii, stderr_lines

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO


class OutputOptions(NamedTuple):
    """How the user wants the answer: see `icslookup.formats.FORMATS` for `format`."""

    format: str
    quiet: bool
    header: bool


DEFAULT_OUTPUT = OutputOptions("table", quiet=False, header=True)
"""The output options if the user gives none."""


def write_version() -> int:
    """Write the version of the program and of the data. Returns the exit code 0."""
    data = in_use().descriptor["version"]
    write_stdout(f"icslookup {__version__} (data {data})\n")
    return 0


def write_stdout(text: str) -> None:
    """Write to standard output.

    If the reader of a pipe closes it early, that is not an error. Raises `OutputError` if the text
    cannot be written.
    """
    if sys.stdout is None:
        raise OutputError("the answer cannot be written: standard output is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        send_to_null(sys.stdout)
    except UnicodeEncodeError:
        write_stdout(only_ascii(text))
    except (OSError, ValueError) as error:
        send_to_null(sys.stdout)
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"the answer cannot be written: {reason}") from None


def write_stderr(text: str) -> None:
    """Write to standard error, or nowhere if it is closed."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        send_to_null(sys.stderr)


def stderr_writer(*, quiet: bool) -> Callable[[str], None]:
    """Return a function that writes a line to standard error, or ignores it if `quiet`."""

    def write_line(line: str) -> None:
        if not quiet:
            write_stderr(stderr_lines([line]))

    return write_line


def send_to_null(stream: TextIO) -> None:
    """Send the rest of a stream to the null device, so that closing it raises no error."""
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError, AttributeError):
        return


def _columns() -> int:
    from shutil import get_terminal_size

    return get_terminal_size().columns


def terminal(stream: TextIO | None) -> Terminal:
    """Return what a stream can show.

    Only a terminal has a width. A terminal has colour unless `NO_COLOR` or `TERM=dumb` forbids it,
    and `FORCE_COLOR` gives a pipe colour too.
    """
    here = stream is not None and stream.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "unknown")
    colour = not plain and (here or bool(os.environ.get("FORCE_COLOR")))
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    width = _columns() if here else None
    return Terminal(width, colour, encoding.startswith("utf"))

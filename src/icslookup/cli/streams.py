"""Writes answers to standard output and everything else to standard error.

Text is made first and written in one place, so that a closed pipe and a full disk are met in
one place too.
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


class Output(NamedTuple):
    """How the user wants the answer."""

    format: str
    quiet: bool
    header: bool


TABLE = Output("table", quiet=False, header=True)
"""What is wanted where nothing is said."""


def version() -> int:
    """Write the version of the program and of the data. Returns the exit code 0."""
    data = in_use().descriptor["version"]
    write(f"icslookup {__version__} (data {data})\n")
    return 0


def write(text: str) -> None:
    """Write to standard output.

    A reader that has seen enough and closed the pipe is no error. Raises `OutputError` where
    the text cannot be written.
    """
    if sys.stdout is None:
        raise OutputError("the answer cannot be written: standard output is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        discard(sys.stdout)
    except UnicodeEncodeError:
        write(only_ascii(text))
    except (OSError, ValueError) as error:
        discard(sys.stdout)
        reason = getattr(error, "strerror", None) or error
        raise OutputError(f"the answer cannot be written: {reason}") from None


def say(text: str) -> None:
    """Write to standard error; where it is closed there is nobody to tell."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        discard(sys.stderr)


def teller(*, quiet: bool) -> Callable[[str], None]:
    """Return what says lines on standard error while there is no answer yet, or nothing."""

    def tell(line: str) -> None:
        if not quiet:
            say(stderr_lines([line]))

    return tell


def discard(stream: TextIO) -> None:
    """Send what is left in a stream nowhere, so that Python can close it without complaint."""
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
    """Tell what a stream can show.

    Only a terminal has a width, and colour, which `NO_COLOR` and `TERM=dumb` forbid and
    `FORCE_COLOR` gives a pipe too.
    """
    here = stream is not None and stream.isatty()
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") in ("dumb", "unknown")
    colour = not plain and (here or bool(os.environ.get("FORCE_COLOR")))
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    width = _columns() if here else None
    return Terminal(width, colour, encoding.startswith("utf"))

"""Writes answers to standard output and everything else to standard error.

Text is made first and written in one place, so that a closed pipe and a full disk are met in
one place too.
"""

from __future__ import annotations

import os
import sys

import icslookup
from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.dataset.loader import in_use
from icslookup.errors import DataError, OutputError
from icslookup.formats import Terminal, render
from icslookup.formats.values import only_ascii, said
from icslookup.formats.views.registry import notes
from icslookup.lookup.answers import AreaAnswer, BoardAnswer, HistoryAnswer, Listing

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from icslookup.lookup.answers import Answer

EXIT_CODES = {"found": 0, "not_found": 1, "ambiguous": 3}


class Output(NamedTuple):
    """How the user wants the answer."""

    format: str
    quiet: bool
    header: bool


TABLE = Output("table", quiet=False, header=True)
"""What is wanted where nothing is said."""


def answer(found: Answer, wanted: Output, *, strict: bool = False) -> int:
    """Write an answer as the user wants it. Returns the exit code that it means.

    What is wrong with a table is no failure, unless it is `strict`.
    """
    write(render(found, wanted.format, terminal(sys.stdout), header=wanted.header))
    if not wanted.quiet:
        say(notes(found, wanted.format))
    if isinstance(found, AreaAnswer | BoardAnswer | HistoryAnswer):
        return EXIT_CODES[found.status]
    return 0 if isinstance(found, Listing) else _code(found, strict=strict)


def _code(found: Answer, *, strict: bool) -> int:
    """Return the exit code of an answer that is rarer, whose module is imported here."""
    from icslookup.formats.views.data_info import faults
    from icslookup.lookup.answers_about import Validation
    from icslookup.lookup.answers_of_places import PlaceAnswer, PlaceList
    from icslookup.lookup.answers_of_tables import OfTable

    if isinstance(found, Validation):
        say(faults(found))
        return 0 if found.valid else DataError.exit_code
    if isinstance(found, OfTable):
        return int(strict and not found.passed)
    return EXIT_CODES[found.status] if isinstance(found, PlaceAnswer | PlaceList) else 0


def version() -> int:
    """Write the version of the program and of the data. Returns the exit code 0."""
    data = in_use().descriptor["version"]
    write(f"icslookup {icslookup.__version__} (data {data})\n")
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
            say(said([line]))

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

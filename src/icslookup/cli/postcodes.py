"""The commands `postcode` and `lsoa`, which also read standard input."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from icslookup.cli.command import command
from icslookup.cli.options import AsOf
from icslookup.errors import UsageError
from icslookup.formats.answers import Answer

STANDARD_INPUT = ["-"]
"""The arguments that mean the lines of standard input."""


@command
def postcode(
    text: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="POSTCODE...",
            help="Postcodes, or sectors (GU1 4), districts (GU1) or areas (GU); - for one a line"
            " of standard input.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
) -> Answer:
    """Which board a postcode lies in; of a sector or district, the boards found there."""
    from icslookup.postcodes import postcode
    from icslookup.postcodes.parse import join_postcode_words

    if text and text != STANDARD_INPUT:
        texts = join_postcode_words(text)
        if len(texts) == 1:
            return postcode.postcode(texts[0], as_of)
    else:
        texts = _read_lines(text, "POSTCODE")
    return postcode.postcodes(texts, as_of)


@command
def lsoa(
    code: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="CODE...",
            help="Codes of LSOAs (E01030331), of 2021 or 2011; - for one a line of standard input.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
) -> Answer:
    """Which board an LSOA lies in, and which sub-ICB location."""
    from icslookup.postcodes import lsoa

    if not code or code == STANDARD_INPUT:
        return lsoa.lsoas(_read_lines(code, "CODE"), as_of)
    return lsoa.lsoa(code[0], as_of) if len(code) == 1 else lsoa.lsoas(code, as_of)


def _read_lines(words: list[str] | None, name: str) -> list[str]:
    """Return the lines of standard input that are not blank.

    `words` are the arguments: `STANDARD_INPUT` or none. Raises `UsageError` if there are none, and
    standard input is a terminal or empty.
    """
    missing = f"Missing argument '{name}...': name one, or - for standard input"
    if sys.stdin is None or (not words and sys.stdin.isatty()):
        raise UsageError(missing)
    lines = [line for line in sys.stdin.read().splitlines() if line.strip()]
    if not lines and not words:
        raise UsageError(missing)
    return lines

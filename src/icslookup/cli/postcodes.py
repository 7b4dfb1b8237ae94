"""The commands `postcode` and `lsoa`, which take many and read standard input too."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from icslookup.cli.command import command
from icslookup.cli.options import AsOf
from icslookup.errors import UsageError
from icslookup.formats.answers import Answer
from icslookup.lookup.area import AreaAnswer


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

    texts = _given(text, "POSTCODE")
    if text and text != ["-"]:
        texts = join_postcode_words(texts)
        if len(texts) == 1:
            return postcode.postcode(texts[0], as_of)
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
    """Which board an LSOA lies in, by the lookups that were imported."""
    from icslookup.postcodes import lsoa

    codes = _given(code, "CODE")
    if code and code != ["-"] and len(codes) == 1:
        return lsoa.lsoa(codes[0], as_of)
    return lsoa.lsoas(codes, as_of)


def with_lsoas(found: AreaAnswer) -> Answer:
    """List the LSOAs of the authority that was found, if one was."""
    from icslookup.postcodes.lsoa import lsoas_of

    return lsoas_of(found, found.area) if found.area else found


def _given(words: list[str] | None, name: str) -> list[str]:
    """Return what is asked for, from the command line or the lines of standard input."""
    if words and words != ["-"]:
        return words
    missing = f"Missing argument '{name}...': name one, or - for standard input"
    if sys.stdin is None or (not words and sys.stdin.isatty()):
        raise UsageError(missing)
    lines = [line for line in sys.stdin.read().splitlines() if line.strip()]
    if not lines and not words:
        raise UsageError(missing)
    return lines

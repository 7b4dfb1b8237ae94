"""Other readings of a spelling with a contraction, joined words, a list number or scanned digits.

Each function returns text that the user may have meant. `icslookup.names.resolver` looks it up.
"""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CONTRACTION = "\u0294"
"""The mark for letters left out of a word. It is a letter, so normalising keeps it."""

_CONTRACTED = re.compile(r"(?<=\w)['\u2018\u2019\u02bc\u00b4`](?=\w{3})")
_JOINED = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+")
_SCANNED = re.compile(r"[a-z][0158]|[0158][a-z]")
_DIGITS, _LETTERS = "058", "osb"


def mark_contraction(spelling: str) -> str | None:
    """Return a spelling with `CONTRACTION` for each apostrophe within a word: `W'hampton`.

    Returns None if the spelling has no contraction.
    """
    marked = _CONTRACTED.sub(CONTRACTION, spelling)
    return marked if marked != spelling else None


def separate_words(spelling: str) -> str:
    """Return a spelling without its list number and with joined words separated: `12) HullCity`."""
    return _NUMBERED.sub("", _JOINED.sub(" ", spelling))


def letters_for_digits(form: str) -> Iterator[str]:
    """Yield a form with letters for the digits that a scanner confuses with them: `b0lton`."""
    if _SCANNED.search(form):
        for one in "li":
            yield form.translate(str.maketrans(f"{_DIGITS}1", f"{_LETTERS}{one}"))

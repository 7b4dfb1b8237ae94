"""What stands around a name in a published table: HTML entities and marks of footnotes.

`Kent [note 10]`, `Kent (3)`, `Kent\u00b9` and `Kent3` are all Kent. A mark is never a name: `[r]`
says that a figure is revised, and `(B)` that a council is a borough, so only the first is a mark.
"""

from __future__ import annotations

import re

_MOST_ESCAPES = 3
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")

_NUMBERS = r"\d{1,3}[a-z]?(?:\s*[,;&]\s*\d{1,3}[a-z]?)*"
_NOTE = rf"(?:see\s+)?(?:foot)?notes?\.?\s*(?:{_NUMBERS}|[a-z])"
_SYMBOLS = r"[*\u2020\u2021\u00a7\u00b6#~^]"
_SHORTHAND = r"[a-mo-rt-vx-zRP]|[rR]ev|[pP]rov|[eE]st|er|low"
"""The marks of official statistics, such as `[r]`: revised. Compass points do not count."""

_BRACKETED = re.compile(
    rf"\s*(?:\[\s*(?:{_NUMBERS}|{_SYMBOLS}+|{_SHORTHAND}|(?i:{_NOTE}))\s*\]"
    rf"|\(\s*(?:\d{{1,2}}(?:\s*,\s*\d{{1,2}})*|{_SYMBOLS}+|[arpRP]|(?i:{_NOTE}))\s*\))"
)
_RAISED = re.compile(
    r"[\u00b9\u00b2\u00b3\u00aa\u00ba\u02b0-\u02b8\u1d43-\u1d6a\u2070-\u208e]"
    r"(?:[,\s]*[\u00b9\u00b2\u00b3\u2070-\u208e])*"
)
_SYMBOL = re.compile(rf"{_SYMBOLS}+\d{{0,2}}$|^{_SYMBOLS}+")
_NUMBER_AT_END = re.compile(r"(?<=[^\W\d_]{3})\d{1,2}(?:,\d{1,2})*$")
_LETTERS_BEFORE_NUMBER = 4


def unescape(text: str) -> str:
    """Return a text with its HTML entities written as characters: `&amp;`, `&#39;`, `&nbsp;`."""
    from html import unescape as character_of

    for _ in range(_MOST_ESCAPES):
        plain = _ENTITY.sub(lambda entity: character_of(entity.group()), text)
        if plain == text:
            break
        text = plain
    return text


def without_marks(text: str) -> str:
    """Return a text without the marks of footnotes in brackets, raised letters and symbols."""
    bare = _RAISED.sub("", _BRACKETED.sub("", text)).strip()
    return _SYMBOL.sub("", bare).strip()


def without_number(text: str) -> str:
    """Return a text without a number straight after its last letter: `Kent3`.

    Short texts are left as they are: `GU1` and `QT1` are codes.
    """
    bare = _NUMBER_AT_END.sub("", text)
    return bare if sum(map(str.isalpha, bare)) >= _LETTERS_BEFORE_NUMBER else text

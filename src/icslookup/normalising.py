"""The form in which two spellings of one name are equal.

It knows nothing of which names there are: see `icslookup.names` for what a spelling means.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
_ACUTE = "\u00b4"
_BETWEEN = "&+/;|"
_AND = dict.fromkeys(map(ord, _BETWEEN), " and ")
_ASCII = _AND | {
    i: None if chr(i) in _APOSTROPHES else " "
    for i in range(128)
    if not chr(i).isalnum() and chr(i) not in _BETWEEN
}
_AT_ENDS = "".join(chr(i) for i in range(128) if not chr(i).isalnum() and chr(i) not in "&+")
"""What says nothing before or after a name; the end of a list is no `and`."""

_SAINT = "st"

_LONGEST_REMEMBERED = 200
"""Characters. A cell may be a megabyte long; what is remembered of many may not."""


def normalise(text: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, apostrophes, punctuation, doubled spaces and invisible characters go; `&`
    and what else stands between two names becomes `and`, the word `st` becomes `saint`, and
    single letters in a row are joined (`L.B.`). Normalising twice changes nothing.
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _form(text)


def _form(text: str) -> str:
    if "&amp;" in text:
        text = text.replace("&amp;", "&")
    if text.isascii() and text.replace(" ", "").isalpha():
        plain = text.lower()  # as most names are, and what follows comes to the same
    elif text.isascii():
        plain = text.strip(_AT_ENDS).lower().translate(_ASCII)
    else:
        text = text.replace(_ACUTE, "'")  # it would fall apart into a space and an accent
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(map(_plain, decomposed)).strip(_AT_ENDS).translate(_AND)
    words = plain.split()
    if 1 in map(len, words):
        words = _join_initials(words)
    if _SAINT in words:
        words = ["saint" if word == _SAINT else word for word in words]
    return " ".join(words)


_remembered = lru_cache(maxsize=4096)(_form)
"""A query is asked for in several ways, each of which needs its form, and places recur."""


def _plain(char: str) -> str:
    if char.isalnum() or char in _BETWEEN:
        return char
    if char in _APOSTROPHES or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    return " "


def _join_initials(words: list[str]) -> list[str]:
    joined: list[str] = []
    initials = False
    for word in words:
        if initials and len(word) == 1:
            joined[-1] += word
        else:
            joined.append(word)
        initials = len(word) == 1
    return joined

"""Normalises names, so that two spellings of one name become equal.

`icslookup.names.index` has the names themselves, by this form.
"""

from __future__ import annotations

from functools import lru_cache

_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
_ACUTE = "\u00b4"
_BETWEEN = "&+/;|"


def _written(char: str) -> str:
    if char.isalnum():
        return char.lower()
    return "&" if char in _BETWEEN else " "


_AND = dict.fromkeys(map(ord, _BETWEEN), " and ")
_ASCII = bytes(ord(_written(chr(i))) for i in range(128)) + bytes(128)
"""The replacement for each ASCII character. Translating bytes is the fastest way."""

_DROPPED = b"'`"
_AT_ENDS = "".join(chr(i) for i in range(128) if not chr(i).isalnum() and chr(i) not in "&+")
"""Characters that mean nothing at either end of a name. There, `;` does not mean `and`."""

_SAINT = "st"

_LONGEST_REMEMBERED = 200
"""In characters. A cell may be a megabyte long, and the cache would keep thousands of such
cells."""


def normalise(text: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, apostrophes, punctuation, doubled spaces and invisible characters are removed.
    HTML entities are read as the characters that they mean.
    `&`, `+`, `/`, `;` and `|` become `and`, the word `st` becomes `saint`, and single letters in a
    row are joined (`L.B.`). Normalising twice changes nothing.
    """
    return _remembered(text) if len(text) <= _LONGEST_REMEMBERED else _form(text)


def _form(text: str) -> str:
    if "&" in text and ";" in text:
        from icslookup.names.marks import unescape

        text = unescape(text)
    if text.isascii():
        kept = text.strip(_AT_ENDS).encode("ascii").translate(_ASCII, _DROPPED)
        plain = kept.decode("ascii").replace("&", " and ")
    else:
        plain = _without_marks(text).strip(_AT_ENDS).translate(_AND)
    words = plain.split()
    if len(words) > 1 and 1 in map(len, words):
        words = _join_initials(words)
    if _SAINT in words:
        words = ["saint" if word == _SAINT else word for word in words]
    return " ".join(words)


_remembered = lru_cache(maxsize=4096)(_form)
"""The cached function: each step of a query needs the form, and names recur."""


def _without_marks(text: str) -> str:
    """Return a text in lower case, without accents, and with spaces for punctuation."""
    from unicodedata import category, normalize

    text = text.replace(_ACUTE, "'")  # NFKD would turn it into a space and an accent
    kept = []
    for char in normalize("NFKD", normalize("NFKD", text).casefold()):
        if char.isalnum() or char in _BETWEEN:
            kept.append(char)
        elif char not in _APOSTROPHES and category(char) not in ("Mn", "Me", "Cf"):
            kept.append(" ")
    return "".join(kept)


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

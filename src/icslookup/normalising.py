"""The form in which two spellings of one name are equal.

It knows nothing of which names there are: see `icslookup.names` for what a spelling means.
"""

from __future__ import annotations

import unicodedata

_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
_ACUTE = "\u00b4"
_LIST_ENDS = ";|/"
_BETWEEN = "&+/;|"
_ASCII = {
    i: None if chr(i) in _APOSTROPHES else " "
    for i in range(128)
    if not chr(i).isalnum() and chr(i) not in _BETWEEN
}
_AND = dict.fromkeys(map(ord, _BETWEEN), " and ")
_SAINT = {"st": "saint"}


def normalise(text: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, apostrophes, punctuation, doubled spaces and invisible characters go; `&`
    and what else stands between two names becomes `and`, the word `st` becomes `saint`, and
    single letters in a row are joined (`L.B.`). Normalising twice changes nothing.
    """
    if text.isascii():
        plain = text.lower().translate(_ASCII)
    else:
        text = text.replace(_ACUTE, "'")  # it would fall apart into a space and an accent
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(_plain(char) for char in decomposed)
    words = plain.strip().strip(_LIST_ENDS).translate(_AND).split()
    if any(len(word) == 1 for word in words):
        words = _join_initials(words)
    return " ".join([_SAINT.get(word, word) for word in words])


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

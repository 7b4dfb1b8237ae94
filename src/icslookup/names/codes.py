"""Finds known codes in a text: `QJK: Devon`, `Guildford (E07000209)`, `Devon_QJK`."""

from __future__ import annotations

import re

from icslookup._typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container

_TOKEN = re.compile(r"[^\W_]+")
_LABEL = re.compile(
    r"(?i)(?:\b(?:ods|ons|gss|lad|la|icb|area|org|organisation)\s+)?"
    r"\b(?:codes?|ods|ons|gss)\b\s*[:=#]?\s*$"
)
"""What may stand before a code: `ODS code:`."""

_EMPTY_BRACKETS = re.compile(r"[(\[{][\s:;,/|_-]*[)\]}]")
_AROUND = " \t\n\r\u00a0-\u2013\u2014:;,/|_>=\"'"


def codes_in(text: str, codes: Container[str]) -> list[tuple[str, str]]:
    """Return each known code in a text, with the rest of the text.

    `codes` are in capitals, and so are the codes returned, in the order of the text. Any
    punctuation may stand between a code and the rest, but a code within a word does not count. The
    rest has none of the codes and no `ODS code` before them. It is empty if the text is only codes.
    """
    found = [token for token in _TOKEN.finditer(text) if token.group().upper() in codes]
    if not found:
        return []
    parts, start = [], 0
    for token in found:
        parts.append(_LABEL.sub("", text[start : token.start()]))
        start = token.end()
    rest = _EMPTY_BRACKETS.sub(" ", " ".join([*parts, text[start:]]))
    rest = rest.strip(_AROUND)
    if not any(map(str.isalnum, rest)):
        rest = ""
    return [(token.group().upper(), rest) for token in found]


def is_surely_meant(code: str, text: str) -> bool:
    """Return whether a code in a text is surely not a word: it has digits, or is in capitals."""
    return not code.isalpha() or code in text

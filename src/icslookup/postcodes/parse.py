"""Parses postcodes, their sectors, districts and areas, and LSOA codes, in any spacing.

`GU1 4QT` is a postcode, `GU1 4` its sector, `GU1` its district and `GU` its area. The user
guides of ONS give the letters and digits that the Royal Mail allows, and
`icslookup.lookup.postcode_areas` the areas that it has.
"""

from __future__ import annotations

import re
import unicodedata

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.lookup.postcode_areas import (
    INWARD,
    OUTWARD,
    POSTCODE_AREAS,
    PSEUDO_AREA,
    PSEUDO_INWARD,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_WHOLE = re.compile(rf"({OUTWARD})({INWARD}|(?<=ZZ99){PSEUDO_INWARD})")
_DISTRICT = re.compile(OUTWARD)
_SECTOR = re.compile(rf"({OUTWARD})([0-9])")
LSOA = re.compile(r"E01[0-9]{6}")
"""The code of an LSOA of England."""

_LONGEST = 40
"""The most characters to parse: a longer text, such as a cell of a megabyte, is not a postcode."""

_DIGIT_FOR = str.maketrans("OILSBZ", "011582")
_LETTER_FOR = str.maketrans("01582", "OISBZ")
_INWARD_SIZE = 3


class ParsedPostcode(NamedTuple):
    """A text in its official spelling: `kind` is `postcode`, `sector`, `district` or `area`."""

    text: str
    kind: str

    @property
    def pseudo(self) -> bool:
        """Whether it is a code that NHS data use in place of a postcode, such as ZZ99 3VZ."""
        return self.text.startswith(PSEUDO_AREA)

    @property
    def sector(self) -> str:
        """The sector of a whole postcode."""
        return self.text[: 1 - _INWARD_SIZE]

    @property
    def span(self) -> tuple[str, str]:
        """The first spelling of a postcode in the range, and the first one after the range."""
        prefix = self.text
        if self.kind == "area":
            return f"{prefix}0", f"{prefix}:"  # a digit follows, and ':' is the character after '9'
        if self.kind == "district":
            prefix += " "
        return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def parse_postcode(text: str) -> ParsedPostcode | None:
    """Return a text as a postcode or a part of one; None if it is neither.

    Spaces are ignored, unless the text before a space is another district: `GU14 QT` is not
    GU1 4QT, but a postcode of GU14 that lacks a character.
    """
    if len(text) > _LONGEST:
        return None
    words = _words(text)
    together = "".join(words)
    found = _WHOLE.fullmatch(together)
    kind = "postcode"
    if not found and (len(words) > 1 or not _DISTRICT.fullmatch(together)):
        found, kind = _SECTOR.fullmatch(together), "sector"
        if found and len(words) > 1 and words[-1] != found[2]:
            found = None
    if found:
        return (
            None
            if _splits_district(words, found[1])
            else ParsedPostcode(f"{found[1]} {found[2]}", kind)
        )
    if _DISTRICT.fullmatch(together):
        return ParsedPostcode(together, "district")
    return ParsedPostcode(together, "area") if together in POSTCODE_AREAS else None


def _splits_district(words: list[str], outward: str) -> bool:
    """Return whether a space follows another district; False if spaces separate all characters."""
    if max(map(len, words)) == 1:
        return False
    beginnings = ("".join(words[:number]) for number in range(1, len(words)))
    return next(filter(_DISTRICT.fullmatch, beginnings), outward) != outward


def suggest_postcode(text: str) -> str | None:
    """Return the postcode that the user may mean, with letters and digits exchanged.

    For `SW1A OAA` it returns SW1A 0AA. Spaces are ignored. It is only a suggestion: the user may
    mean another postcode. Returns None if there is none, or if the text is already a postcode.
    """
    if parse_postcode(text):
        return None
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    outward, inward = together[:-_INWARD_SIZE], together[-_INWARD_SIZE:]
    inward = inward[:1].translate(_DIGIT_FOR) + inward[1:].translate(_LETTER_FOR)
    for letters in (1, 2):
        beginning = outward[:letters].translate(_LETTER_FOR)
        for end in (outward[letters:], outward[letters:].translate(_DIGIT_FOR)):
            found = _WHOLE.fullmatch(beginning + end + inward)
            if found:
                return f"{found[1]} {found[2]}"
    return None


def parse_lsoa(text: str) -> str | None:
    """Return a text in any spacing and case as the code of an LSOA; None if it is not one."""
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    return together if LSOA.fullmatch(together) else None


def suggest_lsoa(text: str) -> str | None:
    """Return the LSOA code that a text with letters for digits may mean, such as `EO1030331`."""
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    meant = together[:1] + together[1:].translate(_DIGIT_FOR)
    return meant if LSOA.fullmatch(meant) and not LSOA.fullmatch(together) else None


def join_postcode_words(words: Iterable[str]) -> list[str]:
    """Return the words of a command line, with `GU1 4QT` as one word if typed without quotes.

    A word that is not a postcode or a part of one is joined to the word before it, unless the word
    before is a whole postcode.
    """
    found: list[str] = []
    for word in words:
        before = parse_postcode(found[-1]) if found else None
        complete = before is not None and before.kind == "postcode"
        if found and parse_postcode(word) is None and not complete and " " not in found[-1]:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char if char.isalnum() else " " for char in plain).split()

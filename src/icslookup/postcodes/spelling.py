"""How postcodes are written: whole ones, sectors, districts, areas, in any spacing and case.

`GU1 4QT` is a postcode, `GU1 4` its sector, `GU1` its district and `GU` its area. What the letters
and digits of a postcode may be is the Royal Mail's, as ONS gives it in its user guides.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_OUTWARD = r"(?:[A-Z]{1,2}[0-9][A-Z0-9]?|GIR)"
_INWARD = r"[0-9][A-Z]{2}"
_WHOLE = re.compile(rf"({_OUTWARD})({_INWARD})")
_DISTRICT = re.compile(_OUTWARD)
_SECTOR = re.compile(rf"({_OUTWARD})([0-9])")
_AREA = re.compile(r"[A-Z]{1,2}")
_ENDS = re.compile("[0-9]|[0-9A-Z][A-Z]{2}")
"""What follows a district: a sector, or the end of a postcode, with a letter O for a nought."""

LSOA = re.compile(r"E01[0-9]{6}")
"""The code of an LSOA of England."""

_LONGEST = 40
"""Characters. A cell may be a megabyte long, and holds no postcode then."""

_DIGIT_FOR = str.maketrans("OILSBZ", "011582")
_LETTER_FOR = str.maketrans("01582", "OISBZ")
_INWARD_SIZE = 3


class Spelling(NamedTuple):
    """What was written, as it is spelt: `kind` is `postcode`, `sector`, `district` or `area`."""

    text: str
    kind: str

    @property
    def sector(self) -> str:
        """The sector of a whole postcode."""
        return self.text[: 1 - _INWARD_SIZE]

    @property
    def span(self) -> tuple[str, str]:
        """The first spelling of a postcode within, and the first one after all of them."""
        prefix = self.text
        if self.kind == "area":
            return f"{prefix}0", f"{prefix}:"  # a digit follows; ':' is the sign after '9'
        if self.kind == "district":
            prefix += " "
        return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1)


def read(text: str) -> Spelling | None:
    """Read a text as a postcode or a part of one; None where it is neither."""
    if len(text) > _LONGEST:
        return None
    words = _words(text)
    together = "".join(words)
    whole = _WHOLE.fullmatch(together)
    if whole:
        return Spelling(f"{whole[1]} {whole[2]}", "postcode")
    if len(words) > 1:
        sector = _SECTOR.fullmatch(together)
        if sector and words[-1] == sector[2]:
            return Spelling(f"{sector[1]} {sector[2]}", "sector")
    if _DISTRICT.fullmatch(together):
        return Spelling(together, "district")
    sector = _SECTOR.fullmatch(together)
    if sector:
        return Spelling(f"{sector[1]} {sector[2]}", "sector")
    return Spelling(together, "area") if _AREA.fullmatch(together) else None


def mistaken(text: str) -> str | None:
    """Return the postcode that was meant where a letter stands for a digit or the other way.

    `SW1A OAA` is SW1A 0AA. That is a suggestion and no reading: it may be another one.
    """
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    outward, inward = together[:-_INWARD_SIZE], together[-_INWARD_SIZE:]
    inward = inward[:1].translate(_DIGIT_FOR) + inward[1:].translate(_LETTER_FOR)
    for letters in (1, 2):
        begun = outward[:letters].translate(_LETTER_FOR)
        for end in (outward[letters:], outward[letters:].translate(_DIGIT_FOR)):
            found = _WHOLE.fullmatch(begun + end + inward)
            if found and found[0] != together:
                return f"{found[1]} {found[2]}"
    return None


def joined(words: Iterable[str]) -> list[str]:
    """Join the words of a command line that are one postcode: `GU1 4QT`, typed without quotes."""
    found: list[str] = []
    for word in words:
        before = found[-1] if found else ""
        ends = _ENDS.fullmatch(word.upper()) is not None
        if ends and _DISTRICT.fullmatch(before.upper()):
            found[-1] = f"{before} {word}"
        else:
            found.append(word)
    return found


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper()
    return "".join(char if char.isalnum() else " " for char in plain).split()

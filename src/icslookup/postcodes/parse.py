"""How postcodes are written: whole ones, sectors, districts, areas, in any spacing and case.

`GU1 4QT` is a postcode, `GU1 4` its sector, `GU1` its district and `GU` its area. What the letters
and digits of a postcode may be is the Royal Mail's, as ONS gives it in its user guides.
"""

from __future__ import annotations

import re
import unicodedata

from icslookup._typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_OUTWARD = r"(?:[A-Z]{1,2}[0-9]{1,2}|[A-Z][0-9][A-HJKPSTUW]|[A-Z]{2}[0-9][ABEHMNPRVWXY]|GIR)"
_INWARD = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_WHOLE = re.compile(rf"({_OUTWARD})({_INWARD})")
_DISTRICT = re.compile(_OUTWARD)
_SECTOR = re.compile(rf"({_OUTWARD})([0-9])")
_AREA = re.compile(r"[A-Z]{1,2}")
LSOA = re.compile(r"E01[0-9]{6}")
"""The code of an LSOA of England."""

_LONGEST = 40
"""Characters. A cell may be a megabyte long, and holds no postcode then."""

_DIGIT_FOR = str.maketrans("OILSBZ", "011582")
_LETTER_FOR = str.maketrans("01582", "OISBZ")
_INWARD_SIZE = 3


class ParsedPostcode(NamedTuple):
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


def parse_postcode(text: str) -> ParsedPostcode | None:
    """Read a text as a postcode or a part of one; None where it is neither.

    Spaces say nothing, unless what stands before one is another district: `GU14 QT` is not
    GU1 4QT, but a postcode of GU14 with something left out.
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
        return None if _parted(words, found[1]) else ParsedPostcode(f"{found[1]} {found[2]}", kind)
    if _DISTRICT.fullmatch(together):
        return ParsedPostcode(together, "district")
    return ParsedPostcode(together, "area") if _AREA.fullmatch(together) else None


def _parted(words: list[str], outward: str) -> bool:
    """Say whether spaces part another district from the rest; not where they part all signs."""
    if max(map(len, words)) == 1:
        return False
    begun = ("".join(words[:number]) for number in range(1, len(words)))
    return next(filter(_DISTRICT.fullmatch, begun), outward) != outward


def suggest_postcode(text: str) -> str | None:
    """Return the postcode that was meant where a letter stands for a digit or the other way.

    `SW1A OAA` is SW1A 0AA. Where the space stands is not looked at. That is a suggestion and no
    reading: it may be another one.
    """
    if parse_postcode(text):
        return None
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    outward, inward = together[:-_INWARD_SIZE], together[-_INWARD_SIZE:]
    inward = inward[:1].translate(_DIGIT_FOR) + inward[1:].translate(_LETTER_FOR)
    for letters in (1, 2):
        begun = outward[:letters].translate(_LETTER_FOR)
        for end in (outward[letters:], outward[letters:].translate(_DIGIT_FOR)):
            found = _WHOLE.fullmatch(begun + end + inward)
            if found:
                return f"{found[1]} {found[2]}"
    return None


def parse_lsoa(text: str) -> str | None:
    """Return the code of an LSOA that a text is, in any spacing and case; None for others."""
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    return together if LSOA.fullmatch(together) else None


def suggest_lsoa(text: str) -> str | None:
    """Return the code of the LSOA that was meant where letters stand for digits: `EO1030331`."""
    together = "".join(_words(text)) if len(text) <= _LONGEST else ""
    meant = together[:1] + together[1:].translate(_DIGIT_FOR)
    return meant if LSOA.fullmatch(meant) and not LSOA.fullmatch(together) else None


def join_postcode_words(words: Iterable[str]) -> list[str]:
    """Join the words of a command line that are one postcode: `GU1 4QT`, typed without quotes.

    What is nothing by itself belongs to the word before, unless that is a whole postcode.
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

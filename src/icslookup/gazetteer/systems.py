"""The names of the systems before the boards, and the boards that grew out of them.

A system was a sustainability and transformation plan or partnership (STP), an accountable care
system or an integrated care system (ICS). People write its name with or without these words, and
its parts in any order: `Dorset STP`, `Milton Keynes, Bedfordshire and Luton`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.dates import FIRST_DAY
from icslookup.gazetteer.resolve import resolve_board
from icslookup.gazetteer.vocabulary import COMPASS
from icslookup.names.normalise import normalise
from icslookup.names.resolution import (
    NOT_FOUND,
    Resolution,
    one_or_candidates,
    rescored,
)

if TYPE_CHECKING:
    from datetime import date

    from icslookup.dataset.loader import Dataset

_AND = r"\s+(?:and|&)\s+"
_KIND = (
    r"(?:shadow\s+)?(?:"
    rf"sustainability{_AND}transformation\s+(?:plan|partnership)s?"
    r"|(?:integrated|accountable)\s+care\s+(?:system|partnership)s?"
    rf"|(?:integrated\s+)?health{_AND}(?:social\s+)?care(?:\s+(?:partnership|system))?"
    r"|s\.?t\.?p|i\.?c\.?s|acs|icp|partnership|footprint|health)"
)
_SLOGAN = r"(?:our\s+)?healthier|joined\s+up\s+care"
_BEFORE = re.compile(rf"^\W*(?:{_SLOGAN}|{_KIND})\b[\W_]*(?:(?:for|of)\s+)?", re.IGNORECASE)
_AFTER = re.compile(rf"[\W_]*\b{_KIND}[\W_]*$", re.IGNORECASE)
_START = re.compile(r"^\W*(?:(?:the|nhs)\s+)+", re.IGNORECASE)
_BETWEEN_PARTS = re.compile(r"[,;/&+]|\band\b", re.IGNORECASE)


def resolve_system(data: Dataset, spelling: str, day: date) -> Resolution:
    """Resolve the name of a system before the boards to the board that grew out of it.

    The method is `alias` for the name, with or without words for the kind of system, and `words`
    for its words in another order. If the text says that it is a system, it may also be the name
    of a board of July 2022. Other texts are not found.
    """
    core = _core(spelling)
    is_system = core != _START.sub("", spelling)
    for form, method in ((normalise, "alias"), (_parts, "words"), (_words, "words")):
        wanted = form(core)
        hits = {
            wave.ods_code: wave.name
            for wave in data.waves
            if wanted and form(_core(wave.name)) == wanted
        }
        if hits:
            return one_or_candidates(hits, method, data.boards.__contains__)
    if not is_system:
        return NOT_FOUND
    found = resolve_board(data, core, day, dated=False)
    if found.key and data.boards[found.key].start != FIRST_DAY:
        return NOT_FOUND
    return rescored(found, "alias", 100.0) if found.is_exact else found


@lru_cache(maxsize=256)
def _core(text: str) -> str:
    """Return a name without the words that only say what kind of system it is."""
    core = _START.sub("", text)
    while True:
        shorter = _START.sub("", _AFTER.sub("", _BEFORE.sub("", core)))
        if shorter == core or not any(char.isalnum() for char in shorter):
            return core
        core = shorter


def _parts(core: str) -> tuple[tuple[str, ...], ...]:
    """Return the parts of a name between commas and `and`, and their words, each in order."""
    parts = [normalise(_START.sub("", part)).split() for part in _BETWEEN_PARTS.split(core)]
    return tuple(sorted(tuple(sorted(part)) for part in parts if part))


def _words(core: str) -> tuple[str, ...]:
    """Return the words of a name of one place in order, or none.

    With two places the order of the words matters: East Suffolk and North Essex are not Suffolk
    and North East Essex.
    """
    words = normalise(core).split()
    places = [word for word in words if word != "and" and word not in COMPASS]
    return tuple(sorted(words)) if len(places) == 1 else ()

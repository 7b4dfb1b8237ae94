"""The place that follows a name: `Guildford, Surrey`, `Leeds - West Yorkshire`, `Camden (London)`.

Where a place is said to lie is no part of its name, but it confirms a name and chooses between
namesakes; where it is wrong, another place is meant.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from icslookup.lookup.spellings import area_index, is_place
from icslookup.names import Match, Resolution
from icslookup.normalising import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset import Dataset
    from icslookup.model import Authority
    from icslookup.names import Index

SURE = ("code", "exact", "alias")
_SEPARATOR = re.compile(r"\s*[,(\[]\s*|\s+[-\u2013\u2014]\s+")
_MOST_PARTS = 5
_NATION = frozenset({"england", "uk", "united kingdom", "gb", "great britain"})
_LONDON_WORDS = frozenset("north south east west central inner outer greater london".split())


def resolve_located(
    data: Dataset, query: str, alive: Callable[[str], bool], *, dated: bool
) -> Resolution | None:
    """Resolve a name that is followed by the place where it lies, if that is what a query is.

    The place may be the county, the ceremonial or a former county, the region, a combined
    authority, or the name or code of the authority itself. Returns None for anything else.
    """
    index = area_index(data)
    separators = list(_SEPARATOR.finditer(query))
    if not 0 < len(separators) < _MOST_PARTS:
        return None
    for separator in reversed(separators):
        head, tail = query[: separator.start()], query[separator.end() :]
        found = index.resolve(head, alive, dated=dated, suggest=False)
        tails = [part for part in _SEPARATOR.split(tail) if normalise(part)]
        keys = [found.key] if found.key else [c.key for c in found.candidates]
        there = [
            key
            for key in dict.fromkeys(keys)
            if not is_place(key) and all(_fits(data, index, key, part, found) for part in tails)
        ]
        if len(there) != 1 or not tails:
            continue
        if found.key:
            return found
        (match,) = [c for c in found.candidates if c.key == there[0]]
        return Resolution("found", match.key, Match("words", match.score, match.matched), ())
    return None


def _fits(data: Dataset, index: Index, key: str, part: str, found: Resolution) -> bool:
    form = index.expand(normalise(part))
    if form in _NATION:
        return found.match is not None and found.match.method in SURE
    authority = data.authorities[key]
    if form in _places(data, authority):
        return True
    if authority.region == "London" and set(form.split()) <= _LONDON_WORDS:
        return "london" in form.split()
    return any(code.code == part.strip(" )]").upper() for code in authority.gss_codes) or any(
        key in table.get(form, ()) for table in (index.names, index.aliases)
    )


def _places(data: Dataset, authority: Authority) -> set[str]:
    """Return the normalised names of what an authority lies in."""
    county = data.authorities[authority.county].name if authority.county else ""
    names = [county, authority.ceremonial_county, authority.region]
    for place in data.places:
        if authority.gss_code in place.members:
            names += [place.name, *place.also]
    if authority.ceremonial_county.endswith("Yorkshire"):
        names.append("Yorkshire")
    return {normalise(name) for name in names if name}

"""A name with a qualifier: `Guildford, Surrey`, `Leeds - West Yorkshire`, `Camden (London)`.

A qualifier is the area where an authority lies, its kind, or its code. It is not part of the name,
but it confirms the name and chooses between namesakes. If it is wrong, the user means another
place.
"""

from __future__ import annotations

import re
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.loader import districts
from icslookup.gazetteer.indexes import area_resolver, board_resolver, is_place
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.normalise import normalise
from icslookup.names.resolution import Match, Resolution, rescored

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.names.index import Index

_SEPARATOR = re.compile(r"\s*[,(\[]\s*|\s+[-\u2013\u2014]\s+|\s*[:>]\s*")
_EITHER_ORDER = re.compile(r"\s+[-\u2013\u2014]\s+|\s*[:>]\s*")
"""The separators that may also follow a qualifier: `Surrey - Woking`. The others may not:
`Kent, Thanet` is a list."""

_INVERTED = re.compile(
    r"(?i)([^,()]+),\s*((?:north|south|east|west|mid|central|[nsew])[ -]?(?:east|west)?)"
)
"""A name whose compass point follows: `Somerset, West`."""

_KIND_LETTERS = frozenset({"b", "d", "md"})
_MOST_PARTS = 5
_NATION = frozenset({"england", "uk", "united kingdom", "gb", "great britain"})
_LONDON_WORDS = frozenset("north south east west central inner outer greater london".split())


def resolve_qualified(
    data: Dataset, spelling: str, exists: Callable[[str], bool], *, dated: bool
) -> Resolution | None:
    """Resolve a name with the area where it lies.

    The area may be the county, the ceremonial or a former county, the region, a combined
    authority, a board that has or had the authority, or the name or code of the authority itself.
    Returns None for any other text, and for a text that as a whole is a name.
    """
    if not _is_qualified(spelling) or area_resolver(data).index.knows(spelling):
        return None
    found = _resolve_inverted(data, spelling, exists, dated=dated)
    return found or _resolve_with_area(data, spelling, exists, dated=dated)


def _resolve_inverted(
    data: Dataset, spelling: str, exists: Callable[[str], bool], *, dated: bool
) -> Resolution | None:
    """Resolve a name whose compass point follows a comma: `Somerset, West`."""
    parts = _INVERTED.fullmatch(spelling.strip())
    if parts is None:
        return None
    name, point = parts.groups()
    found = area_resolver(data).resolve(f"{point} {name}", exists, dated=dated, suggest=False)
    if found.match is None or not found.is_exact:
        return None
    return rescored(found, "words", found.match.score)


def _is_qualified(spelling: str) -> bool:
    """Return whether a spelling has a separator, so that a qualifier may follow it."""
    return len(spelling) <= LONGEST_QUERY and _SEPARATOR.search(spelling) is not None


def _resolve_with_area(
    data: Dataset, spelling: str, exists: Callable[[str], bool], *, dated: bool
) -> Resolution | None:
    """Resolve a name with the area where it lies, or with its kind in brackets."""
    resolver = area_resolver(data)
    index = resolver.index
    separators = list(_SEPARATOR.finditer(spelling))
    if not 0 < len(separators) < _MOST_PARTS:
        return None
    for separator in reversed(separators):
        head, tail = spelling[: separator.start()], spelling[separator.end() :]
        pairs = [(head, tail)]
        if _EITHER_ORDER.fullmatch(separator.group()):
            pairs.append((tail, head))
        for name, qualifier in pairs:
            found = resolver.resolve(name, exists, dated=dated, suggest=False)
            bracketed = separator.group().strip() in ("(", "[")
            if (
                bracketed
                and not is_place(found.key or "")
                and _is_kind(index, found.key, qualifier)
            ):
                return found
            if _may_be_two_councils(data, index, found.key, separator, qualifier):
                continue
            confirmed = _confirm(data, index, found, qualifier)
            if confirmed:
                return confirmed
    return None


def _may_be_two_councils(
    data: Dataset, index: Index, key: str | None, separator: re.Match[str], qualifier: str
) -> bool:
    """Return whether a dash or a colon may separate two councils: `Medway - Kent`.

    The authority's own county is never the second council. A ceremonial county may be.
    """
    if not _EITHER_ORDER.fullmatch(separator.group()) or key is None or is_place(key):
        return False
    others = index.names.get(index.expand(normalise(qualifier)), {})
    county = data.authorities[key].county
    return any(not is_place(other) and other not in (key, county) for other in others)


def _confirm(data: Dataset, index: Index, found: Resolution, qualifier: str) -> Resolution | None:
    """Confirm the only record of a resolution that lies in the areas of a qualifier, else None."""
    parts = [part for part in _SEPARATOR.split(qualifier) if normalise(part)]
    keys = [found.key] if found.key else [c.key for c in found.candidates]
    confirmed = [
        key
        for key in dict.fromkeys(keys)
        if not is_place(key) and all(_lies_in(data, index, key, part, found) for part in parts)
    ]
    if len(confirmed) != 1 or not parts:
        return None
    if found.key:
        return found
    (match,) = [c for c in found.candidates if c.key == confirmed[0]]
    return Resolution("found", match.key, Match("words", match.score, match.matched), ())


def _lies_in(data: Dataset, index: Index, key: str, part: str, found: Resolution) -> bool:
    """Return whether an authority lies in the area that one part of a qualifier names."""
    form = index.expand(normalise(part))
    words = set(form.split())
    authority = data.authorities[key]
    if form in _NATION:
        return found.is_exact
    if authority.region == "London" and words <= _LONDON_WORDS:
        return "london" in words
    return (
        form in _areas_around(data, key)
        or any(key in table.get(form, ()) for table in (index.names, index.aliases))
        or _has_board(data, key, part)
    )


def _is_kind(index: Index, key: str | None, qualifier: str) -> bool:
    """Return whether a text in brackets only says the kind of an authority: `Luton (B)`."""
    words = frozenset(normalise(qualifier).split())
    kinds = index.vocabulary.suffixes | _KIND_LETTERS
    return bool(words) and key is not None and words <= kinds and index.fits(key, words)


def _has_board(data: Dataset, key: str, part: str) -> bool:
    """Return whether a text surely means a board that has or had some of an authority."""
    found = board_resolver(data).resolve(part.strip(" )]"), lambda _key: True, suggest=False)
    return found.is_exact and any(
        row.ods_code == found.key
        for district in districts(data, key)
        for row in data.memberships_by_area.get(district, ())
    )


@lru_cache(maxsize=1000)
def _areas_around(data: Dataset, key: str) -> frozenset[str]:
    """Return the normalised names of the counties, regions and places that contain an authority."""
    authority = data.authorities[key]
    county = data.authorities[authority.county].name if authority.county else ""
    names = [county, authority.ceremonial_county, authority.region]
    for place in data.places:
        if authority.gss_code in place.members:
            names += [place.name, *place.also]
    if authority.ceremonial_county.endswith("Yorkshire"):
        names.append("Yorkshire")
    return frozenset(normalise(name) for name in names if name)

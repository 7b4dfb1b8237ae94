"""The place that follows a name: `Guildford, Surrey`, `Leeds - West Yorkshire`, `Camden (London)`.

Where a place is said to lie is no part of its name, but it confirms a name and chooses between
namesakes; where it is wrong, another place is meant.
"""

from __future__ import annotations

import re
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.dataset.loader import districts
from icslookup.gazetteer.indexes import area_resolver, board_resolver, is_place
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.normalise import normalise
from icslookup.names.resolution import SURE, Match, Resolution

if TYPE_CHECKING:
    from collections.abc import Callable

    from icslookup.dataset.loader import Dataset
    from icslookup.names.index import Index

_SEPARATOR = re.compile(r"\s*[,(\[]\s*|\s+[-\u2013\u2014]\s+|\s*[:>]\s*")
_AFTER_PLACE = re.compile(r"\s+[-\u2013\u2014]\s+|\s*[:>]\s*")
"""What parts a place from the name after it; others part the items of a list: `Kent, Thanet`."""

CODE = re.compile(r"(?i)(?<![A-Z0-9])[A-Z][0-9]{8}(?![A-Z0-9])")
"""A GSS or ONS code in a text."""

_KIND_LETTERS = frozenset({"b", "d", "md"})
_MOST_PARTS = 5
_NATION = frozenset({"england", "uk", "united kingdom", "gb", "great britain"})
_LONDON_WORDS = frozenset("north south east west central inner outer greater london".split())


def resolve_with_place(
    data: Dataset, query: str, alive: Callable[[str], bool], *, dated: bool
) -> Resolution | None:
    """Resolve a name that stands with its code, or with the place where it lies; see below.

    What stands with a name confirms it: that is surer than what the whole is like. Returns None
    for anything else, and for what is a name as it stands.
    """
    coded = _resolve_with_code(data, query)
    if coded or not _is_located(query) or area_resolver(data).index.knows(query):
        return coded
    return _resolve_located(data, query, alive, dated=dated)


def _is_located(query: str) -> bool:
    """Say whether something may stand with a name: a place, or a kind in brackets."""
    return len(query) <= LONGEST_QUERY and _SEPARATOR.search(query) is not None


def _resolve_located(
    data: Dataset, query: str, alive: Callable[[str], bool], *, dated: bool
) -> Resolution | None:
    """Resolve a name that stands with the place where it lies.

    The place may be the county, the ceremonial or a former county, the region, a combined
    authority, a board that has or had the authority, or the name or code of the authority itself.
    Returns None for anything else.
    """
    resolver = area_resolver(data)
    index = resolver.index
    separators = list(_SEPARATOR.finditer(query))
    if not 0 < len(separators) < _MOST_PARTS:
        return None
    for separator in reversed(separators):
        head, tail = query[: separator.start()], query[separator.end() :]
        pairs = [(head, tail)]
        if _AFTER_PLACE.fullmatch(separator.group()):
            pairs.append((tail, head))
        for name, place in pairs:
            found = resolver.resolve(name, alive, dated=dated, suggest=False)
            bracketed = separator.group().strip() in ("(", "[")
            if bracketed and not is_place(found.key or "") and _is_kind(index, found.key, place):
                return found
            if _may_be_a_pair(data, index, found.key, separator, place):
                continue
            there = _there(data, index, found, place)
            if there:
                return there
    return None


def _may_be_a_pair(
    data: Dataset, index: Index, key: str | None, separator: re.Match[str], place: str
) -> bool:
    """Say whether a dash or a colon may part two councils: `Medway - Kent`; a comma is an address.

    A county stands there of itself, but one that the authority only lies in as a ceremony does not.
    """
    if not _AFTER_PLACE.fullmatch(separator.group()) or key is None or is_place(key):
        return False
    others = index.names.get(index.expand(normalise(place)), {})
    county = data.authorities[key].county
    return any(not is_place(other) and other not in (key, county) for other in others)


def _resolve_with_code(data: Dataset, query: str) -> Resolution | None:
    """Resolve a code that stands with the name of its authority, or with nothing that is a name."""
    if len(query) > LONGEST_QUERY:
        return None
    resolver = area_resolver(data)
    index = resolver.index
    codes = [code.upper() for code in CODE.findall(query)]
    key = index.codes.get(codes[0]) if len(codes) == 1 else None
    if key is None:
        return None
    if query.strip().upper() == codes[0]:
        return None  # it stands alone, as most do
    rest = normalise(CODE.sub(" ", query).replace("_", " "))
    if rest:
        named = resolver.resolve(rest, lambda _key: True, suggest=False)
        keys = [named.key] if named.key else [c.key for c in named.candidates]
        if key not in keys:
            return None
    return Resolution("found", key, Match("code", 100.0, codes[0]), ())


def _there(data: Dataset, index: Index, found: Resolution, place: str) -> Resolution | None:
    """Return the one of the records found that lies in a place, if there is one."""
    parts = [part for part in _SEPARATOR.split(place) if normalise(part)]
    keys = [found.key] if found.key else [c.key for c in found.candidates]
    there = [
        key
        for key in dict.fromkeys(keys)
        if not is_place(key) and all(_fits(data, index, key, part, found) for part in parts)
    ]
    if len(there) != 1 or not parts:
        return None
    if found.key:
        return found
    (match,) = [c for c in found.candidates if c.key == there[0]]
    return Resolution("found", match.key, Match("words", match.score, match.matched), ())


def _fits(data: Dataset, index: Index, key: str, part: str, found: Resolution) -> bool:
    form = index.expand(normalise(part))
    words = set(form.split())
    authority = data.authorities[key]
    if form in _NATION:
        return found.match is not None and found.match.method in SURE
    if authority.region == "London" and words <= _LONDON_WORDS:
        return "london" in words
    return (
        form in _places(data, key)
        or any(key in table.get(form, ()) for table in (index.names, index.aliases))
        or _has_board(data, key, part)
    )


def _is_kind(index: Index, key: str | None, place: str) -> bool:
    """Say whether a text in brackets only says what kind of body an authority is: `Luton (B)`."""
    words = frozenset(normalise(place).split())
    kinds = index.vocabulary.suffixes | _KIND_LETTERS
    return bool(words) and key is not None and words <= kinds and index.fits(key, words)


def _has_board(data: Dataset, key: str, part: str) -> bool:
    """Say whether a text is surely a board that has or had some of an authority."""
    found = board_resolver(data).resolve(part, lambda _key: True, suggest=False)
    if found.match is None or found.match.method not in SURE:
        return False
    return any(
        row.ods_code == found.key
        for district in districts(data, key)
        for row in data.memberships_by_area.get(district, ())
    )


@lru_cache(maxsize=1000)
def _places(data: Dataset, key: str) -> frozenset[str]:
    """Return the normalised names of what an authority lies in."""
    authority = data.authorities[key]
    county = data.authorities[authority.county].name if authority.county else ""
    names = [county, authority.ceremonial_county, authority.region]
    for place in data.places:
        if authority.gss_code in place.members:
            names += [place.name, *place.also]
    if authority.ceremonial_county.endswith("Yorkshire"):
        names.append("Yorkshire")
    return frozenset(normalise(name) for name in names if name)

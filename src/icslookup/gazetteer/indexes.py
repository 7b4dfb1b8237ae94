"""The indexes of the names, codes and aliases of authorities and boards.

The index of authorities also has the places of `data/places.csv`, which are not councils of
England: a user who writes Glasgow or London gets a message about it.
"""

from __future__ import annotations

from functools import lru_cache

from icslookup._typing import TYPE_CHECKING, from_columns
from icslookup.dates import FIRST_DAY
from icslookup.gazetteer.user_aliases import folder_is_named, user_aliases
from icslookup.gazetteer.vocabulary import AREA_VOCABULARY, BOARD_VOCABULARY, SYSTEM_WORDS
from icslookup.names.index import Index
from icslookup.names.normalise import normalise
from icslookup.names.resolution import Entry
from icslookup.names.resolver import Resolver

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from icslookup.dataset.loader import Dataset
    from icslookup.model import Alias, Authority

PLACE_PREFIX = "place:"
"""Begins the key of a place in the index of authorities. The number in `places` follows."""

_COUNTY_WORDS = frozenset({"county"})
_DISTRICT_WORDS = frozenset(
    {"district", "borough", "city", "metropolitan", "mbc", "mdc", "mb", "met", "bc", "dc"}
)
_RURAL_WORDS = frozenset({"district", "dc"})
_LONDON_WORDS = frozenset({"london", "lb", "lbc"})


def kind_fits(authority: Authority, removed: frozenset[str]) -> bool:
    """Return whether a name with these words for the kind of body can mean an authority.

    `Nottingham County Council` is not Nottingham City Council, and no London borough lies in
    Surrey. If the words contradict the kind, the name may be that of another authority.
    """
    official = authority.official_name
    if removed & _COUNTY_WORDS and not removed & _LONDON_WORDS:
        if authority.kind == "unitary":
            return "City" not in official and "Borough" not in official
        return authority.kind == "county"
    in_london = authority.kind == "london-borough"
    return not (
        ("royal" in removed and "Royal" not in official)
        or (removed & _LONDON_WORDS and not in_london)
        or (removed & _RURAL_WORDS and in_london)
        or (removed & _DISTRICT_WORDS and _is_county(authority))
    )


def _entries(names: Collection[str], keys: Iterable[str], *, primary: bool) -> Iterator[Entry]:
    return from_columns(Entry, names, keys, [primary] * len(names))


def _is_county(authority: Authority) -> bool:
    return authority.kind == "county" or "County" in authority.official_name


def is_place(key: str) -> bool:
    """Return whether a key of the index of authorities is the key of a place."""
    return key.startswith(PLACE_PREFIX)


@lru_cache(maxsize=4)
def area_resolver(data: Dataset) -> Resolver:
    """Return the resolver of authorities and places; keys are GSS codes and keys of places."""
    authorities = data.authorities

    def entries() -> Iterator[Entry]:
        names = [authority.name for authority in authorities.values()]
        official_names = [authority.official_name for authority in authorities.values()]
        yield from _entries(names, authorities, primary=True)
        yield from _entries(official_names, authorities, primary=False)
        for number, place in enumerate(data.places):
            yield Entry(place.name, f"{PLACE_PREFIX}{number}", primary=True)

    def fitting(key: str, removed: frozenset[str]) -> bool:
        if key in authorities:
            return kind_fits(authorities[key], removed)
        return not removed & _LONDON_WORDS

    def defers_to_alias(key: str) -> bool:
        end = None if is_place(key) else authorities[key].end
        return is_place(key) or (end is not None and end < FIRST_DAY)

    aliases = _alias_reader(data, "area")
    return Resolver(
        Index(data.authority_keys, entries(), aliases, AREA_VOCABULARY, fitting, defers_to_alias),
        lambda: data.similar_places,
    )


@lru_cache(maxsize=4)
def board_resolver(data: Dataset) -> Resolver:
    """Return the resolver of boards; keys are ODS codes."""

    def entries() -> Iterator[Entry]:
        for board in data.boards.values():
            yield Entry(board.short_name, board.ods_code, primary=True)
            yield Entry(board.name, board.ods_code, primary=False)

    return Resolver(
        Index(data.board_keys, entries(), _alias_reader(data, "board"), BOARD_VOCABULARY),
        lambda: data.similar_places,
    )


def _alias_reader(data: Dataset, kind: str) -> Callable[[], Iterator[Entry]]:
    """Return a function that yields the aliases of one kind, the user's own and the bundled ones.

    A bundled alias that the user replaced is left out. A folder that the user named is read at
    once, so that an error in it shows at once. The usual folder is read only when no bundled name
    matches, because finding it needs an import.
    """
    named = data.own_aliases
    if named is None and folder_is_named():
        named = user_aliases(data)

    def read() -> Iterator[Entry]:
        own = [a for a in (user_aliases(data) if named is None else named) if a.kind == kind]
        replaced = {normalise(alias.alias) for alias in own}
        bundled = [alias for alias in data.aliases if alias.kind == kind]
        entries = [*_alias_entries(bundled)]
        for number, place in enumerate(data.places if kind == "area" else ()):
            entries += [
                Entry(also, f"{PLACE_PREFIX}{number}", primary=False) for also in place.also
            ]
        if kind == "board":
            entries += _system_entries(data)
        yield from _alias_entries(own)
        for entry in entries:
            if not replaced or normalise(entry.spelling) not in replaced:
                yield entry

    return read


def _system_entries(data: Dataset) -> Iterator[Entry]:
    """Yield the names of former systems that are not names of boards, with words for a system.

    Without these words, `Buckinghamshire` is a council.
    """
    names = [board.short_name for board in data.boards.values()]
    names += [alias.alias for alias in data.aliases if alias.kind == "board"]
    known = set(map(normalise, names))
    for wave in data.waves:
        for words in SYSTEM_WORDS if normalise(wave.name) not in known else ():
            yield Entry(f"{wave.name} {words}", wave.ods_code, primary=False)


def _alias_entries(aliases: list[Alias]) -> Iterator[Entry]:
    spellings, keys = [alias.alias for alias in aliases], [alias.code for alias in aliases]
    return _entries(spellings, keys, primary=False)

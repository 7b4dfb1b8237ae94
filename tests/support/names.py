"""A small index of made-up names, for the tests of the name matcher."""

from __future__ import annotations

from icslookup.names.index import Index
from icslookup.names.resolution import Entry, Vocabulary
from icslookup.names.resolver import Resolver

VOCABULARY = Vocabulary(
    prefixes=("city of", "the"),
    suffixes=frozenset({"council", "city"}),
    abbreviations={"n": "north"},
    generic=frozenset({"north", "heath", "london", "city"}),
)
NAMES = {"a": "Ashford", "b": "North Heath", "c": "City of London", "d": "Surrey Heath"}


def entries(names: dict[str, str]) -> list[Entry]:
    """Return the entries of names by their keys."""
    return [Entry(name, key, primary=True) for key, name in names.items()]


def index(*aliases: Entry) -> Index:
    """Return an index of `NAMES` with the code E1 of Ashford, and with aliases."""
    return Index({"E1": "a"}, entries(NAMES), lambda: aliases, VOCABULARY)


def resolver(*aliases: Entry) -> Resolver:
    """Return a resolver of the same index."""
    return Resolver(index(*aliases))


def everyone(_key: str) -> bool:
    """Return that a record exists, for every record."""
    return True

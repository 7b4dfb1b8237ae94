"""Resolves a spelling to one record, or to the candidates between which it cannot choose.

It knows nothing of boards or councils: an `Index` is built from spellings and keys, and a
`Vocabulary` says which words only name the kind of body. The steps are, in this order: a code,
equal after normalising, alias; what is none of these is for `icslookup.names.inexact` to read.
A wrong answer is worse than a question back.
"""

from __future__ import annotations

from functools import cached_property

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.normalise import normalise
from icslookup.names.resolution import NOTHING, choose, found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icslookup.names.affixes import Wording
    from icslookup.names.inexact import Guesses
    from icslookup.names.resolution import Resolution

LONGEST_QUERY = 200
"""No name is longer (the longest has 76 characters); what is longer is not looked at."""

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n and a", "no fixed abode"}
"""What people write into a cell that holds no name; never matched, however close a name is."""


class Entry(NamedTuple):
    """A spelling of a record. Only a `primary` one is its name, and can match word by word."""

    spelling: str
    key: str
    primary: bool


class Vocabulary(NamedTuple):
    """The words of one kind of record that carry no name of their own.

    `prefixes` and `suffixes` only say what kind of body it is (`london borough of`, `council`).
    `abbreviations` are written out where the spelling as it stands matches nothing.
    `generic` words do not identify a record by themselves, and `stop` words not at all.
    `foreign` words say that something else is meant, whatever the rest is like.
    """

    prefixes: tuple[str, ...]
    suffixes: frozenset[str]
    abbreviations: dict[str, str]
    generic: frozenset[str]
    foreign: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset({"and", "of", "the", "on", "upon", "under", "in", "with"})


class Asked(NamedTuple):
    """What a query was asked with; see `Index.resolve`."""

    alive: Callable[[str], bool]
    dated: bool
    suggest: bool


def _anything_fits(_key: str, _removed: frozenset[str]) -> bool:
    return True


def _nothing_yields(_key: str) -> bool:
    return False


class Index:
    """Spellings of records, ready to be asked.

    Parameters: `codes` maps codes, upper case, to keys; `entries` are the names (official names
    too); `aliases` returns those to be asked after the names, and is called only when no name
    matched; `fits(key, removed)` may refuse a record because of the words that were taken off
    the query (`county` for a city); `yields(key)` says of a record that an alias of the same
    spelling goes before its name, as it does before one that is over on a day that was named.
    """

    def __init__(
        self,
        codes: dict[str, str],
        entries: Iterable[Entry],
        aliases: Callable[[], Iterable[Entry]],
        vocabulary: Vocabulary,
        fits: Callable[[str, frozenset[str]], bool] = _anything_fits,
        yields: Callable[[str], bool] = _nothing_yields,
    ) -> None:
        self.codes = codes
        self.vocabulary = vocabulary
        self.fits = fits
        self.yields = yields
        self.names: dict[str, dict[str, str]] = {}
        self._read_aliases = aliases
        self.primary: list[tuple[str, Entry]] = []
        for entry in entries:
            form = normalise(entry.spelling)
            keys = self.names.get(form)
            if keys is None:
                self.names[form] = {entry.key: entry.spelling}
            else:
                keys.setdefault(entry.key, entry.spelling)
            if entry.primary:
                self.primary.append((form, entry))

    @cached_property
    def aliases(self) -> dict[str, dict[str, str]]:
        """The aliases by their form, read when first needed."""
        found: dict[str, dict[str, str]] = {}
        for entry in self._read_aliases():
            found.setdefault(normalise(entry.spelling), {})[entry.key] = entry.spelling
        return found

    @cached_property
    def wording(self) -> Wording:
        """The words of names that carry no name of their own."""
        from icslookup.names.affixes import Wording

        return Wording(self.vocabulary)

    @cached_property
    def guesses(self) -> Guesses:
        """What reads a spelling that is no name and no alias as it stands."""
        from icslookup.names.inexact import Guesses

        return Guesses(self)

    def resolve(
        self,
        query: str,
        alive: Callable[[str], bool],
        *,
        dated: bool = False,
        suggest: bool = True,
    ) -> Resolution:
        """Resolve a spelling.

        `alive` says whether the record of a key existed on the day in question: of several
        records with one name, those alive come first. `dated` says that the user named the
        day; where not, an alias of a record that is over still counts as that record's.
        Without `suggest` the names that are only like the query are not looked for, which
        takes most of the time of a query that has no answer.

        Returns a `Resolution`; never raises, whatever the text.
        """
        code = query.strip().upper()
        key = self.codes.get(code)
        if key:
            return found(key, "code", code)
        form = normalise(query) if len(query) <= LONGEST_QUERY else ""
        if not form:
            return NOTHING
        asked = Asked(alive, dated, suggest)
        if form in NOT_NAMES or not self.vocabulary.foreign.isdisjoint(form.split()):
            return self._by_alias(form, asked) or NOTHING
        resolution = self.by_name(form, asked)
        if resolution.key is None:
            return self.guesses.otherwise(query, form, asked) or resolution
        return resolution

    def knows(self, query: str) -> bool:
        """Say whether a whole text is a name or an alias as it stands."""
        form = normalise(query) if len(query) <= LONGEST_QUERY else ""
        return form in self.names or form in self.aliases

    def expand(self, form: str) -> str:
        """Write out the abbreviations in a normalised form; alone only those of a county."""
        return self.wording.expand(form)

    def by_name(self, form: str, asked: Asked) -> Resolution:
        """Resolve a form: as it stands if it is a name or an alias, else by what it may mean."""
        named = form in self.names or form in self.aliases
        found = self.by_spelling(form, "exact", {}, asked) if named else None
        return found or self.guesses.by_name(form, asked)

    def by_spelling(
        self, form: str, method: str, refused: dict[str, str], asked: Asked
    ) -> Resolution | None:
        """Resolve a form that is a name or an alias as it stands, or without words of kind."""
        hits = self.names.get(form)
        spellings = [] if hits else self.wording.stripped(form)
        hits = hits or self._lookup(self.names, spellings, refused)
        if hits:
            dead = asked.dated and not any(map(asked.alive, hits))
            yields = dead or all(map(self.yields, hits))
            own = self._by_alias(form, asked) if yields else None
            return own or choose(hits, method, asked.alive)
        hits = self._lookup(self.aliases, spellings, refused)
        if not hits:
            return None
        how = "alias" if method == "exact" else method
        return choose(hits, how, asked.alive, anyone=not asked.dated)

    def _by_alias(self, form: str, asked: Asked) -> Resolution | None:
        """Resolve a form that is an alias as it stands."""
        hits = self.aliases.get(form)
        return choose(hits, "alias", asked.alive, anyone=not asked.dated) if hits else None

    def _lookup(
        self,
        table: dict[str, dict[str, str]],
        spellings: Iterable[tuple[str, list[str]]],
        refused: dict[str, str],
    ) -> dict[str, str]:
        """Return the records of the longest form that has some; note those that do not fit."""
        for form, taken in spellings:
            hits = table.get(form)
            if hits is None:
                continue
            if not taken:
                return hits
            removed = frozenset(taken)
            fitting = {key: name for key, name in hits.items() if self.fits(key, removed)}
            if fitting:
                return fitting
            refused.update(hits)
        return {}

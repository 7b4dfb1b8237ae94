"""The spellings of records, by their normalised form.

An `Index` is built from spellings and keys. Its `Vocabulary` lists the words that only say what
kind of body a record is. `icslookup.names.resolver` decides what a query means.
"""

from __future__ import annotations

from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.normalise import normalise
from icslookup.names.resolution import one_or_candidates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icslookup.names.affixes import Affixes
    from icslookup.names.resolution import Entry, Query, Resolution, Vocabulary

LONGEST_QUERY = 200
"""In characters. The longest name has 76, so a longer query is not a name."""


def _anything_fits(_key: str, _removed: frozenset[str]) -> bool:
    return True


def _nothing_defers(_key: str) -> bool:
    return False


class Index:
    """The names and aliases of records, by their normalised form.

    Parameters: `codes` maps codes, in capitals, to keys. `entries` are the names and official
    names. `aliases` returns the aliases; it is called only when no name matches.
    `fits(key, removed)` returns whether a record fits the words that were removed from the query
    (`county` does not fit a city). `defers_to_alias(key)` returns whether an alias of the same
    spelling has priority over the name of a record.
    """

    def __init__(
        self,
        codes: dict[str, str],
        entries: Iterable[Entry],
        aliases: Callable[[], Iterable[Entry]],
        vocabulary: Vocabulary,
        fits: Callable[[str, frozenset[str]], bool] = _anything_fits,
        defers_to_alias: Callable[[str], bool] = _nothing_defers,
    ) -> None:
        self.codes = codes
        self.vocabulary = vocabulary
        self.fits = fits
        self.defers_to_alias = defers_to_alias
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
        """The aliases by their normalised form, read on first use."""
        found: dict[str, dict[str, str]] = {}
        for entry in self._read_aliases():
            found.setdefault(normalise(entry.spelling), {})[entry.key] = entry.spelling
        return found

    @cached_property
    def affixes(self) -> Affixes:
        """The words that only say the kind of body, and the abbreviations."""
        from icslookup.names.affixes import Affixes

        return Affixes(self.vocabulary)

    def knows(self, spelling: str) -> bool:
        """Return whether the normalised form of a spelling is a name or an alias."""
        form = normalise(spelling) if len(spelling) <= LONGEST_QUERY else ""
        return form in self.names or form in self.aliases

    def has(self, spelling: str) -> bool:
        """Return whether a spelling is a code or a name, without reading the aliases."""
        return spelling.strip().upper() in self.codes or (
            len(spelling) <= LONGEST_QUERY and normalise(spelling) in self.names
        )

    def expand(self, form: str) -> str:
        """Return a form with its abbreviations written out; see `Affixes.expand`."""
        return self.affixes.expand(form)

    def by_form(
        self, form: str, method: str, refused: dict[str, str], query: Query
    ) -> Resolution | None:
        """Resolve a form that is a name or an alias, with or without its affixes.

        Adds to `refused` the records that do not fit the words removed. Returns None if no name and
        no alias has the form.
        """
        hits = self.names.get(form)
        forms = [] if hits else self.affixes.shorter_forms(form)
        hits = hits or self._lookup(self.names, forms, refused)
        if hits:
            ended = query.dated and not any(map(query.exists, hits))
            defers = ended or all(map(self.defers_to_alias, hits))
            alias = self.by_alias(form, query) if defers else None
            return alias or one_or_candidates(hits, method, query.exists)
        hits = self._lookup(self.aliases, forms, refused)
        if not hits:
            return None
        method = "alias" if method == "exact" else method
        return one_or_candidates(hits, method, query.exists, any_day=not query.dated)

    def by_alias(self, form: str, query: Query) -> Resolution | None:
        """Resolve a form that is an alias. Returns None for any other form."""
        hits = self.aliases.get(form)
        return (
            one_or_candidates(hits, "alias", query.exists, any_day=not query.dated)
            if hits
            else None
        )

    def _lookup(
        self,
        table: dict[str, dict[str, str]],
        forms: Iterable[tuple[str, list[str]]],
        refused: dict[str, str],
    ) -> dict[str, str]:
        """Return the records of the longest form that is in the table.

        Adds to `refused` the records that do not fit the words removed.
        """
        for form, words in forms:
            hits = table.get(form)
            if hits is None:
                continue
            if not words:
                return hits
            removed = frozenset(words)
            fitting = {key: name for key, name in hits.items() if self.fits(key, removed)}
            if fitting:
                return fitting
            refused.update(hits)
        return {}

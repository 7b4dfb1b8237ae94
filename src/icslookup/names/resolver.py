"""Resolves a spelling to one record, or to the candidates between which it cannot choose.

The steps, in this order: a code, an equal normalised name, an alias, and last what is neither (see
`icslookup.names.inexact`). A wrong answer is worse than a question back.
"""

from __future__ import annotations

from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.normalise import normalise
from icslookup.names.resolution import NOTHING, Query, choose, found, scored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icslookup.names.index import Index
    from icslookup.names.inexact import InexactMatcher
    from icslookup.names.resolution import Resolution

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n and a", "no fixed abode"}
"""What people write into a cell that holds no name; never matched, however close a name is."""


class Resolver:
    """Resolves spellings with the names and aliases of one index."""

    def __init__(self, index: Index) -> None:
        self.index = index

    @cached_property
    def inexact(self) -> InexactMatcher:
        """Reads a spelling that is neither a name nor an alias; imported when first needed."""
        from icslookup.names.inexact import InexactMatcher

        return InexactMatcher(self.index)

    def resolve(
        self,
        spelling: str,
        exists: Callable[[str], bool],
        *,
        dated: bool = False,
        suggest: bool = True,
    ) -> Resolution:
        """Return the record that a spelling means, or the candidates. Never raises.

        `exists(key)` returns whether a record existed on the day in question: of several records
        with one name, those that existed come first. `dated` means that the user named the day;
        if not, an alias of a record that is over still counts. Without `suggest`, similar names
        are not looked for, which takes most of the time of a query without an answer.
        """
        code = spelling.strip().upper()
        key = self.index.codes.get(code)
        if key:
            return found(key, "code", code)
        form = normalise(spelling) if len(spelling) <= LONGEST_QUERY else ""
        if not form:
            return NOTHING
        query = Query(exists, dated, suggest)
        if form in NOT_NAMES or not self.index.vocabulary.foreign.isdisjoint(form.split()):
            return self.index.by_alias(form, query) or NOTHING
        resolution = self._by_name(form, query)
        if resolution.key is None:
            return self._by_rewriting(spelling, form, query) or resolution
        return resolution

    def _by_name(self, form: str, query: Query) -> Resolution:
        """Resolve a form: as a name or an alias if it is one, else by what it may mean."""
        index = self.index
        known = form in index.names or form in index.aliases
        resolution = index.by_spelling(form, "exact", {}, query) if known else None
        return resolution or self.inexact.by_name(form, query)

    def _by_rewriting(self, spelling: str, form: str, query: Query) -> Resolution | None:
        """Resolve a spelling with a contraction, joined words, a list number or scanned digits."""
        from icslookup.names import rewrites

        contracted = rewrites.mark_contraction(spelling)
        if contracted:
            return self._by_contraction(contracted, query)
        separated = rewrites.separate_words(spelling)
        if separated != spelling:
            form = normalise(separated)
            resolution = self._by_name(form, query._replace(suggest=False)) if form else NOTHING
            return resolution if resolution.key else None
        return self._by_scan(form, rewrites.letters_for_digits(form), query)

    def _by_scan(self, form: str, readings: Iterable[str], query: Query) -> Resolution | None:
        """Resolve a form by the first of its readings that is a name or an alias."""
        from icslookup.names.typos import ratio

        for reading in readings:
            resolution = self.index.by_spelling(reading, "fuzzy", {}, query)
            if resolution and resolution.key:
                return scored(resolution, "fuzzy", ratio(form, reading))
        return None

    def _by_contraction(self, contracted: str, query: Query) -> Resolution | None:
        """Resolve a spelling in which a contraction is marked."""
        affixes = self.index.affixes
        core, removed = affixes.core(affixes.expand(normalise(contracted)))
        hits = self.inexact.partial.by_contraction(core, removed)
        resolution = choose(hits, "words", query.exists, core=core) if hits else None
        return resolution if resolution and resolution.key else None

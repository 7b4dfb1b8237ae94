"""Resolves a spelling to one record, or to candidates if it cannot choose.

The steps, in this order: a code, a name that is equal when normalised, an alias, and last an
inexact match (see `icslookup.names.inexact`). Asking back is better than a wrong answer.
"""

from __future__ import annotations

from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.index import LONGEST_QUERY
from icslookup.names.normalise import normalise
from icslookup.names.resolution import NOT_FOUND, Query, one_or_candidates, one_record, rescored

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from icslookup.names.index import Index
    from icslookup.names.inexact import InexactMatcher
    from icslookup.names.resolution import Resolution

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n and a", "no fixed abode"}
"""Texts that people write into a cell if they have no name. They match an alias or nothing."""


class Resolver:
    """Finds the record that a spelling means among the names and aliases of one index.

    `lookalikes` returns names that mean no record, but are like the name of one. It is called only
    for a misspelt name.
    """

    def __init__(self, index: Index, lookalikes: Callable[[], Iterable[str]] = tuple) -> None:
        self.index = index
        self._lookalikes = lookalikes

    @cached_property
    def inexact(self) -> InexactMatcher:
        """The matcher of spellings that are neither a name nor an alias, imported on first use."""
        from icslookup.names.inexact import InexactMatcher

        return InexactMatcher(self.index, self._lookalikes)

    def resolve(
        self,
        spelling: str,
        exists: Callable[[str], bool],
        *,
        dated: bool = False,
        suggest: bool = True,
    ) -> Resolution:
        """Return the record that a spelling means, or the candidates. Never raises.

        `exists(key)` returns whether a record exists on the day of the query. If several records
        have one name, those that exist come first. `dated` means that the user named the day. If
        not, an alias of a record that has ended still counts. Without `suggest` there are no
        suggestions, which take most of the time of a query without an answer.
        """
        code = spelling.strip().upper()
        key = self.index.codes.get(code)
        if key:
            return one_record(key, "code", code)
        form = normalise(spelling) if len(spelling) <= LONGEST_QUERY else ""
        if not form:
            return NOT_FOUND
        query = Query(exists, dated, suggest)
        if form in NOT_NAMES or not self.index.vocabulary.foreign.isdisjoint(form.split()):
            return self.index.by_alias(form, query) or NOT_FOUND
        unfinished = _is_unfinished(form) and self.inexact.ask_back_unfinished(form, query)
        resolution = unfinished or self._by_name(form, query)
        if resolution.key is None and not unfinished:
            return self._by_rewriting(spelling, form, query) or resolution
        return resolution

    def _by_name(self, form: str, query: Query) -> Resolution:
        """Resolve a form as a name or an alias, or by an inexact match."""
        index = self.index
        known = form in index.names or form in index.aliases
        resolution = index.by_form(form, "exact", {}, query) if known else None
        return resolution or self.inexact.resolve(form, query)

    def _by_rewriting(self, spelling: str, form: str, query: Query) -> Resolution | None:
        """Resolve a spelling with a contraction, joined words, a list number or scanned digits."""
        from icslookup.names import rewrites

        contracted = rewrites.mark_contraction(spelling)
        if contracted:
            return self._by_contraction(contracted, query)
        separated = rewrites.separate_words(spelling)
        if separated != spelling:
            form = normalise(separated)
            resolution = self._by_name(form, query._replace(suggest=False)) if form else NOT_FOUND
            return resolution if resolution.key else None
        return self._by_first_reading(form, rewrites.letters_for_digits(form), query)

    def _by_first_reading(
        self, form: str, readings: Iterable[str], query: Query
    ) -> Resolution | None:
        """Resolve a form by the first of its readings that is a name or an alias."""
        from icslookup.names.typos import ratio

        for reading in readings:
            resolution = self.index.by_form(reading, "fuzzy", {}, query)
            if resolution and resolution.key:
                return rescored(resolution, "fuzzy", ratio(form, reading))
        return None

    def _by_contraction(self, contracted: str, query: Query) -> Resolution | None:
        """Resolve a spelling in which a contraction is marked."""
        affixes = self.index.affixes
        core, removed = affixes.core(affixes.expand(normalise(contracted)))
        hits = self.inexact.partial.by_contraction(core, removed)
        resolution = one_or_candidates(hits, "words", query.exists, core=core) if hits else None
        return resolution if resolution and resolution.key else None


def _is_unfinished(form: str) -> bool:
    """Return whether a form begins or ends with `and`."""
    return form.endswith(" and") or form.startswith("and ")

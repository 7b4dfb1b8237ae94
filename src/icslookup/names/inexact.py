"""Reads a spelling that is no name and no alias as it stands: by words, beginning, likeness.

The steps are, in this order: what is drawn together or scanned, the words of one name, names cut
short or cut off, and at last a typing error that must be one of fingers and lead every other
record. `docs/matching.md` shows how they were chosen. A wrong answer is worse than a question back.
"""

from __future__ import annotations

import re
from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.normalise import normalise
from icslookup.names.partial import PartialMatcher
from icslookup.names.resolution import Candidate, Resolution, choose, scored, share
from icslookup.names.typos import LEAD, Spelling, TypoMatcher, misread, ratio, rival

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icslookup.names.index import Index
    from icslookup.names.resolution import Query
    from icslookup.names.typos import Near

SHORTEST_ALIAS = 6
"""Aliases without a word of so many letters are acronyms: they match as they stand, or not."""

SUGGESTIONS = 5

_DIGIT = re.compile(r"\d")
_NO_WORDS: frozenset[str] = frozenset()


class InexactMatcher:
    """The names and aliases of an index, to be asked for what was not written as they are."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._vocabulary = index.vocabulary
        self._affixes = index.affixes

    @cached_property
    def partial(self) -> PartialMatcher:
        """The names, to be asked for words and beginnings."""
        return PartialMatcher(
            self._index.primary, self._spellings, self._vocabulary, self._index.fits
        )

    @cached_property
    def typos(self) -> TypoMatcher:
        """The names, and the aliases that are no acronyms."""
        return TypoMatcher(self._spellings)

    @cached_property
    def _spellings(self) -> list[Spelling]:
        index = self._index
        known = [(form, entry.key, entry.spelling) for form, entry in index.primary]
        for form, keys in index.aliases.items():
            if max(map(len, form.split())) >= SHORTEST_ALIAS:
                known += [(form, key, spelling) for key, spelling in keys.items()]
        return list(map(Spelling._make, known))

    def by_name(self, form: str, query: Query) -> Resolution:
        """Resolve a form that is no name: written out, mended, without its end, or by its parts."""
        refused: dict[str, str] = {}
        for written, method in self._readings(form):
            found = self._index.by_spelling(written, method, refused, query)
            if found:
                return found if method != "fuzzy" else scored(found, method, ratio(form, written))
        cut, sure = self._affixes.cut(written)
        found = self._index.by_spelling(cut, "words", {}, query) if cut else None
        if found and found.key and found.match:
            longer = self.partial.by_beginning(written, _NO_WORDS)
            others = {key: name.spelling for key, name in longer.items() if key != found.key}
            if others:
                return self._ask_back({found.key: found.match.matched, **others}, written, query)
            if sure:
                return scored(found, "words", ratio(written, cut))
        return self._by_parts(written, refused, query)

    def _readings(self, form: str) -> Iterator[tuple[str, str]]:
        """Yield a form as it stands, written out, and mended, each with the method it means."""
        expanded = self._affixes.expand(form)
        if expanded == form or expanded not in self._index.names:
            yield form, "exact"
        if expanded != form:
            yield expanded, "alias"
        mended = self._affixes.correct_affixes(expanded, self.partial.words)
        if mended != expanded:
            yield mended, "fuzzy"

    def _by_parts(self, form: str, refused: dict[str, str], query: Query) -> Resolution:
        """Resolve a form that is no name: by its words, its beginning, its likeness."""
        core, removed = self._affixes.core(form)
        sure, near = self.partial.by_words(core, removed)
        if refused:
            return self._ask_back({**refused, **sure, **near}, form, query)
        twins = self.partial.twins(core, near) if sure else {}
        if twins:
            return self._ask_back({**sure, **twins}, form, query)
        sure = sure or self.partial.by_shortened(core, removed)
        if sure:
            namesakes = len(set(map(normalise, sure.values()))) == 1
            several = not namesakes and " " in core
            return choose(sure, "words", query.exists, core=core, anyone=several)
        begun = self.partial.by_beginning(core, removed)
        if near and not begun:
            return self._ask_back(near, form, query)
        return self._fuzzy(form, (core, removed), begun, query)

    def _fuzzy(
        self,
        form: str,
        stripped: tuple[str, frozenset[str]],
        begun: dict[str, Spelling],
        query: Query,
    ) -> Resolution:
        """Read a form as the one name that it misspells or begins, if no other is as near."""
        core, removed = stripped
        near = self.typos.near(dict.fromkeys((form, core)))
        if begun:
            close = {n.key: n.spelling for n in near if n.edits <= LEAD[1]}
            hits = {key: spelling.spelling for key, spelling in begun.items()}
            names = {normalise(name) for name in (*hits.values(), *close.values())}
            if len(names) > 1:
                return self._ask_back({**close, **hits}, form, query)
            return choose(hits, "words", query.exists, core=core)
        first = next((n for n in near if self._mistyped(n, removed)), None)
        if first is None:
            candidates = self._suggestions(form, query)[:SUGGESTIONS] if query.suggest else ()
            return Resolution("not_found", None, None, tuple(candidates))
        namesakes = {n.key: n.spelling for n in near if n.form == first.form}
        rivals = {n.key: n.spelling for n in near if n.key not in namesakes and rival(n, first)}
        longer = self.partial.beginning(core)  # `staffor` may be Stafford or Staffordshire
        rivals.update((s.key, s.spelling) for s in longer if s.key not in namesakes)
        if rivals:
            return self._ask_back({**namesakes, **rivals}, form, query)
        found = choose(namesakes, "fuzzy", query.exists)
        return scored(found, "fuzzy", ratio(first.written, first.form))

    def _mistyped(self, near: Near, removed: frozenset[str]) -> bool:
        """Say whether what was written may be read as a name with typing errors in it.

        No word may be one of another name: that is another name and no typing error.
        """
        words = set(near.written.split())
        return (
            self._index.fits(near.key, removed)
            and not _DIGIT.search(near.written)
            and bool(words - self._vocabulary.generic)
            and self.partial.words.keys().isdisjoint(words.difference(near.form.split()))
            and not misread(near)
        )

    def _suggestions(self, form: str, query: Query) -> list[Candidate]:
        """Return the records whose names are like a form, best first."""
        core, _ = self._affixes.core(form)
        return _living_namesakes(self.typos.alike(dict.fromkeys((form, core))), query.exists)

    def _ask_back(self, near: dict[str, str], form: str, query: Query) -> Resolution:
        """Ask which of the records that came near is meant; one alone is only suggested."""
        living = {key: name for key, name in near.items() if query.exists(key)} or near
        status = "ambiguous" if len(living) > 1 else "not_found"
        alike = {c.key: c for c in self._suggestions(form, query)} if query.suggest else {}
        core, _ = self._affixes.core(form)
        named = [
            alike.pop(key, Candidate(key, name, share(core, name))) for key, name in living.items()
        ]
        named.sort(key=lambda c: (-c.score, normalise(c.matched), c.key))
        if status == "ambiguous":
            return Resolution(status, None, None, tuple(named))
        return Resolution(status, None, None, (*named, *alike.values())[:SUGGESTIONS])


def _living_namesakes(
    candidates: Iterable[Candidate], alive: Callable[[str], bool]
) -> list[Candidate]:
    """Of several records with one name keep those alive; best first."""
    ordered = sorted(candidates, key=lambda c: (-c.score, not alive(c.key), c.matched, c.key))
    kept: list[Candidate] = []
    living: set[str] = set()
    for candidate in ordered:
        name = normalise(candidate.matched)
        if alive(candidate.key):
            living.add(name)
        elif name in living:
            continue
        kept.append(candidate)
    return kept

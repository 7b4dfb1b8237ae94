"""Matches a spelling that is neither a name nor an alias.

It first tries the form without the words for the kind of body (`LB Camden`, an exact match), then
with abbreviations written out, and with those words corrected. Then it tries, in order, a last
word that is cut off, the words of one name, a name that is cut short, and a typing
error. A typing error must be a slip of the fingers, and no other record may be as near.
`docs/matching.md` shows how the steps were chosen. Asking back is better than a wrong answer.
"""

from __future__ import annotations

import re
from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.normalise import normalise
from icslookup.names.partial import PartialMatcher
from icslookup.names.resolution import Candidate, Resolution, one_or_candidates, rescored, share
from icslookup.names.typos import (
    CLEAR_EDITS,
    EXPLAINED_EDITS,
    RIVAL_EDITS,
    SHORTEST,
    Lookalikes,
    Spelling,
    TypoMatcher,
    explains,
    has_one_edit,
    is_rival,
    is_too_far,
    ratio,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icslookup.names.index import Index
    from icslookup.names.resolution import Query
    from icslookup.names.typos import NearSpelling

SHORTEST_ALIAS = 6
"""The fewest letters of the longest word of an alias. Shorter aliases are acronyms, which match
exactly or not at all."""

SUGGESTIONS = 5

_DIGIT = re.compile(r"\d")
_NO_WORDS: frozenset[str] = frozenset()


class InexactMatcher:
    """Matches spellings with the names and aliases of an index, by parts and by typing errors.

    `lookalikes` returns names that mean no record, but are like the name of one.
    """

    def __init__(self, index: Index, lookalikes: Callable[[], Iterable[str]] = tuple) -> None:
        self._index = index
        self._read_lookalikes = lookalikes
        self._vocabulary = index.vocabulary
        self._affixes = index.affixes

    @cached_property
    def partial(self) -> PartialMatcher:
        """The names, matched by their words and beginnings."""
        return PartialMatcher(
            self._index.primary, self._spellings, self._vocabulary, self._index.fits
        )

    @cached_property
    def typos(self) -> TypoMatcher:
        """The names, and the aliases that are not acronyms, matched by typing errors."""
        return TypoMatcher(self._spellings)

    @cached_property
    def _lookalikes(self) -> Lookalikes:
        """The names that are like those of records, but mean something else."""
        return Lookalikes(map(normalise, self._read_lookalikes()))

    @cached_property
    def _words(self) -> Lookalikes:
        """The longer words of names, none of which may be near to a word of another name."""
        return Lookalikes(word for word in self.partial.words if len(word) >= SHORTEST)

    @cached_property
    def _spellings(self) -> list[Spelling]:
        index = self._index
        known = [(form, entry.key, entry.spelling) for form, entry in index.primary]
        for form, keys in index.aliases.items():
            if max(map(len, form.split())) >= SHORTEST_ALIAS:
                known += [(form, key, spelling) for key, spelling in keys.items()]
        return list(map(Spelling._make, known))

    def resolve(self, form: str, query: Query) -> Resolution:
        """Return the record that a form means, or the candidates. The form is not a name."""
        refused: dict[str, str] = {}
        for reading, method in self._readings(form):
            found = self._index.by_form(reading, method, refused, query)
            if found:
                return found if method != "fuzzy" else rescored(found, method, ratio(form, reading))
        completed, sure = self._affixes.complete(reading)
        found = self._index.by_form(completed, "words", {}, query) if completed else None
        if found and found.key and found.match:
            longer = self.partial.by_beginning(reading, _NO_WORDS)
            others = {key: name.spelling for key, name in longer.items() if key != found.key}
            if others:
                return self._ask_back({found.key: found.match.matched, **others}, reading, query)
            if sure:
                return rescored(found, "words", ratio(reading, completed))
        return self._by_parts(reading, refused, query)

    def _readings(self, form: str) -> Iterator[tuple[str, str]]:
        """Yield a form as it is, then with abbreviations written out, then corrected.

        With each comes the method that a match reports.
        """
        expanded = self._affixes.expand(form)
        if expanded == form or expanded not in self._index.names:
            yield form, "exact"
        if expanded != form:
            yield expanded, "alias"
        corrected = self._affixes.correct_affixes(expanded, self.partial.words)
        if corrected != expanded:
            yield corrected, "fuzzy"

    def _by_parts(self, form: str, refused: dict[str, str], query: Query) -> Resolution:
        """Resolve a form by its words, then by its beginning, then by typing errors."""
        core, removed = self._affixes.core(form)
        named, sharing = self.partial.by_words(core, removed)
        if refused:
            return self._ask_back({**refused, **named, **sharing}, form, query)
        twins = self.partial.compass_variants(core, sharing) if named else {}
        if twins:
            return self._ask_back({**named, **twins}, form, query)
        if named and self._is_unsure_part(core, named, sharing, query):
            return self._ask_back({**named, **sharing}, form, query)
        named = named or self.partial.by_shortened(core, removed)
        if named:
            namesakes = len(set(map(normalise, named.values()))) == 1
            several = not namesakes and " " in core
            return one_or_candidates(named, "words", query.exists, core=core, any_day=several)
        longer = self.partial.by_beginning(core, removed)
        if sharing and not longer:
            return self._ask_back(sharing, form, query)
        return self._fuzzy(form, (core, removed), longer, query)

    def _is_unsure_part(
        self, core: str, named: dict[str, str], sharing: dict[str, str], query: Query
    ) -> bool:
        """Return whether a core is too small a part of longer names to give an answer.

        A few words of a name do not mean a record that has ended, nor one of several.
        """
        if any(self.partial.is_whole(core, name) for name in named.values()):
            return False
        existing = any(map(query.exists, named))
        return not existing or any(map(query.exists, sharing))

    def readings(self, core: str) -> dict[str, Spelling]:
        """Return the records whose names begin with a core, or that it may misspell, by key.

        A misspelt name must share a word with the core.
        """
        found = {s.key: s for s in self.partial.starting_with(core)}
        if self.partial.words.keys().isdisjoint(core.split()):
            return found
        near = self._misspelt(self.typos.near([core]), _NO_WORDS)
        if near:
            found.setdefault(near.key, Spelling(near.form, near.key, near.spelling))
        return found

    def ask_back_unfinished(self, form: str, query: Query) -> Resolution | None:
        """Return candidates for a name that is cut off after a joining word: `hertfordshire and`.

        Returns None for any other form, and where the words before the joining word are several
        places or mean the same record as the longer name.
        """
        before = form.removeprefix("and ").removesuffix(" and")
        longer = {s.key: s.spelling for s in self.partial.starting_with(form)}
        index = self._index
        known = {**index.aliases.get(before, {}), **index.names.get(before, {})}
        several = " " in before and form.endswith(" and")
        if several and longer and (known.keys() == longer.keys() or not known):
            return None
        return self._ask_back({**longer, **known}, form, query)

    def _fuzzy(
        self,
        form: str,
        stripped: tuple[str, frozenset[str]],
        longer: dict[str, Spelling],
        query: Query,
    ) -> Resolution:
        """Resolve a form that misspells or begins a name, if no other name is as near.

        `stripped` is the core of the form and the words removed. `longer` are the records whose
        names begin with the core.
        """
        core, removed = stripped
        near = self.typos.near(dict.fromkeys((form, core)))
        if longer:
            close = {n.key: n.spelling for n in near if n.edits <= RIVAL_EDITS[1]}
            hits = {key: spelling.spelling for key, spelling in longer.items()}
            names = {normalise(name) for name in (*hits.values(), *close.values())}
            if len(names) > 1:
                return self._ask_back({**close, **hits}, form, query)
            return one_or_candidates(hits, "words", query.exists, core=core)
        first = self._misspelt(near, removed)
        if first is None:
            candidates = self._suggestions(form, query)[:SUGGESTIONS] if query.suggest else ()
            return Resolution("not_found", None, None, tuple(candidates))
        namesakes = {n.key: n.spelling for n in near if n.form == first.form}
        rivals = {n.key: n.spelling for n in near if n.key not in namesakes and is_rival(n, first)}
        starting = self.partial.starting_with(core)  # `staffor` may be Stafford or Staffordshire
        rivals.update((s.key, s.spelling) for s in starting if s.key not in namesakes)
        if rivals:
            return self._ask_back({**namesakes, **rivals}, form, query)
        found = one_or_candidates(namesakes, "fuzzy", query.exists)
        return rescored(found, "fuzzy", ratio(first.written, first.form))

    def _misspelt(self, near: list[NearSpelling], removed: frozenset[str]) -> NearSpelling | None:
        """Return the nearest name that the user may have misspelt, None if there is none."""
        possible = [n for n in near if self._is_possible(n, removed)]
        slip = next((n for n in possible if not is_too_far(n)), None)
        if slip:
            return slip
        first = next(iter(possible), None)
        return first if first and has_one_edit(first) and self._is_clear(first) else None

    def _is_possible(self, near: NearSpelling, removed: frozenset[str]) -> bool:
        """Return whether the user may have meant a near name.

        If a word belongs to another name, it is not an error: the user meant that name.
        """
        words = set(near.written.split())
        return (
            self._index.fits(near.key, removed)
            and not _DIGIT.search(near.written)
            and bool(words - self._vocabulary.generic)
            and self.partial.words.keys().isdisjoint(words.difference(near.form.split()))
            and near.written not in self._lookalikes
        )

    def _is_clear(self, first: NearSpelling) -> bool:
        """Return whether no other name, place or word is near to what the user wrote."""
        near = self.typos.within(EXPLAINED_EDITS, [first.written])
        keys = {n.key for n in near if n.form == first.form}
        return (
            all(n.key in keys or (n.edits > CLEAR_EDITS and not explains(n, first)) for n in near)
            and not self._lookalikes.near(first.written, CLEAR_EDITS)
            and self._words.near(first.written, CLEAR_EDITS).issubset(first.form.split())
        )

    def _suggestions(self, form: str, query: Query) -> list[Candidate]:
        """Return the records whose names are like a form, best first."""
        core, _ = self._affixes.core(form)
        return _existing_namesakes(self.typos.alike(dict.fromkeys((form, core))), query.exists)

    def _ask_back(self, near: dict[str, str], form: str, query: Query) -> Resolution:
        """Return near records as candidates: `ambiguous` if there are several, else `not_found`."""
        existing = {key: name for key, name in near.items() if query.exists(key)} or near
        status = "ambiguous" if len(existing) > 1 else "not_found"
        alike = {c.key: c for c in self._suggestions(form, query)} if query.suggest else {}
        core, _ = self._affixes.core(form)
        candidates = [
            alike.pop(key, Candidate(key, name, share(core, name)))
            for key, name in existing.items()
        ]
        candidates.sort(key=lambda c: (-c.score, normalise(c.matched), c.key))
        if status == "ambiguous":
            return Resolution(status, None, None, tuple(candidates))
        return Resolution(status, None, None, (*candidates, *alike.values())[:SUGGESTIONS])


def _existing_namesakes(
    candidates: Iterable[Candidate], exists: Callable[[str], bool]
) -> list[Candidate]:
    """Return the candidates, best first, without former records whose namesake exists."""
    ordered = sorted(candidates, key=lambda c: (-c.score, not exists(c.key), c.matched, c.key))
    kept: list[Candidate] = []
    existing: set[str] = set()
    for candidate in ordered:
        name = normalise(candidate.matched)
        if exists(candidate.key):
            existing.add(name)
        elif name in existing:
            continue
        kept.append(candidate)
    return kept

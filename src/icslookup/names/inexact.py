"""Reads a spelling that is no name and no alias as it stands: by words, beginning, likeness.

The steps are, in this order: what is drawn together or scanned, the words of one name, names cut
short or cut off, and at last a typing error that must be one of fingers and lead every other
record. `docs/matching.md` shows how they were chosen. A wrong answer is worse than a question back.
"""

from __future__ import annotations

from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.normalise import normalise
from icslookup.names.partial import CONTRACTION, Parts
from icslookup.names.resolution import NOTHING, Candidate, Resolution, choose, scored, share
from icslookup.names.typos import LEAD, Likeness, Spelling, misread, ratio, rival
from icslookup.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icslookup.names.index import Asked, Index
    from icslookup.names.typos import Near

SHORTEST_ALIAS = 6
"""Aliases without a word of so many letters are acronyms: they match as they stand, or not."""

SUGGESTIONS = 5

_CONTRACTED = pattern(r"(?<=\w)['\u2018\u2019\u02bc\u00b4`](?=\w{3})")
_JOINED = pattern(r"(?<=[a-z]{3})(?=[A-Z])")
_NUMBERED = pattern(r"^\s*\d{1,3}[.)]\s+")
_SCANNED = pattern(r"[a-z][0158]|[0158][a-z]")
_DIGITS, _LETTERS = "058", "osb"
_DIGIT = pattern(r"\d")
_NO_WORDS: frozenset[str] = frozenset()


class Guesses:
    """The names and aliases of an index, to be asked for what was not written as they are."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._vocabulary = index.vocabulary
        self._wording = index.wording

    @cached_property
    def parts(self) -> Parts:
        """The names, to be asked for words and beginnings."""
        return Parts(self._index.primary, self._spellings, self._vocabulary, self._index.fits)

    @cached_property
    def likeness(self) -> Likeness:
        """The names, and the aliases that are no acronyms."""
        return Likeness(self._spellings)

    @cached_property
    def _spellings(self) -> list[Spelling]:
        index = self._index
        known = [(form, entry.key, entry.spelling) for form, entry in index.primary]
        for form, keys in index.aliases.items():
            if max(map(len, form.split())) >= SHORTEST_ALIAS:
                known += [(form, key, spelling) for key, spelling in keys.items()]
        return list(map(Spelling._make, known))

    def by_name(self, form: str, asked: Asked) -> Resolution:
        """Resolve a form that is no name: written out, mended, without its end, or by its parts."""
        refused: dict[str, str] = {}
        for written, method in self._readings(form):
            found = self._index.by_spelling(written, method, refused, asked)
            if found:
                return found if method != "fuzzy" else scored(found, method, ratio(form, written))
        cut, sure = self._wording.cut(written)
        found = self._index.by_spelling(cut, "words", {}, asked) if cut else None
        if found and found.key and found.match:
            longer = self.parts.by_beginning(written, _NO_WORDS)
            others = {key: name.spelling for key, name in longer.items() if key != found.key}
            if others:
                return self._ask_back({found.key: found.match.matched, **others}, written, asked)
            if sure:
                return scored(found, "words", ratio(written, cut))
        return self._by_parts(written, refused, asked)

    def _readings(self, form: str) -> Iterator[tuple[str, str]]:
        """Yield a form as it stands, written out, and mended, each with the method it means."""
        expanded = self._wording.expand(form)
        if expanded == form or expanded not in self._index.names:
            yield form, "exact"
        if expanded != form:
            yield expanded, "alias"
        mended = self._wording.mend(expanded, self.parts.words)
        if mended != expanded:
            yield mended, "fuzzy"

    def otherwise(self, query: str, form: str, asked: Asked) -> Resolution | None:
        """Resolve a query that was typed or scanned in a way of its own."""
        if _CONTRACTED.search(query):
            return self._by_contraction(query, asked)
        typed = _NUMBERED.sub("", _JOINED.sub(" ", query))
        if typed != query:
            form = normalise(typed)
            found = self._index.by_name(form, asked._replace(suggest=False)) if form else NOTHING
            return found if found.key else None
        if _SCANNED.search(form):
            return self._by_scan(form, asked)
        return None

    def _by_scan(self, form: str, asked: Asked) -> Resolution | None:
        """Resolve a name in which digits stand for letters they look like: `b0lton`."""
        for one in "li":
            written = form.translate(str.maketrans(f"{_DIGITS}1", f"{_LETTERS}{one}"))
            found = self._index.by_spelling(written, "fuzzy", {}, asked)
            if found and found.key:
                return scored(found, "fuzzy", ratio(form, written))
        return None

    def _by_contraction(self, query: str, asked: Asked) -> Resolution | None:
        """Resolve a name with words drawn together about an apostrophe: `W'hampton`."""
        form = self._wording.expand(normalise(_CONTRACTED.sub(CONTRACTION, query)))
        core, removed = self._wording.core(form)
        hits = self.parts.by_contraction(core, removed)
        found = choose(hits, "words", asked.alive, core=core) if hits else None
        return found if found and found.key else None

    def _by_parts(self, form: str, refused: dict[str, str], asked: Asked) -> Resolution:
        """Resolve a form that is no name: by its words, its beginning, its likeness."""
        core, removed = self._wording.core(form)
        sure, near = self.parts.by_words(core, removed)
        if refused:
            return self._ask_back({**refused, **sure, **near}, form, asked)
        twins = self.parts.twins(core, near) if sure else {}
        if twins:
            return self._ask_back({**sure, **twins}, form, asked)
        sure = sure or self.parts.by_shortened(core, removed)
        if sure:
            namesakes = len(set(map(normalise, sure.values()))) == 1
            several = not namesakes and " " in core
            return choose(sure, "words", asked.alive, core=core, anyone=several)
        begun = self.parts.by_beginning(core, removed)
        if near and not begun:
            return self._ask_back(near, form, asked)
        return self._fuzzy(form, (core, removed), begun, asked)

    def _fuzzy(
        self,
        form: str,
        stripped: tuple[str, frozenset[str]],
        begun: dict[str, Spelling],
        asked: Asked,
    ) -> Resolution:
        """Read a form as the one name that it misspells or begins, if no other is as near."""
        core, removed = stripped
        near = self.likeness.near(dict.fromkeys((form, core)))
        if begun:
            close = {n.key: n.spelling for n in near if n.edits <= LEAD[1]}
            hits = {key: spelling.spelling for key, spelling in begun.items()}
            names = {normalise(name) for name in (*hits.values(), *close.values())}
            if len(names) > 1:
                return self._ask_back({**close, **hits}, form, asked)
            return choose(hits, "words", asked.alive, core=core)
        first = next((n for n in near if self._mistyped(n, removed)), None)
        if first is None:
            candidates = self._suggestions(form, asked)[:SUGGESTIONS] if asked.suggest else ()
            return Resolution("not_found", None, None, tuple(candidates))
        namesakes = {n.key: n.spelling for n in near if n.form == first.form}
        rivals = {n.key: n.spelling for n in near if n.key not in namesakes and rival(n, first)}
        longer = self.parts.beginning(core)  # `staffor` may be Stafford or Staffordshire
        rivals.update((s.key, s.spelling) for s in longer if s.key not in namesakes)
        if rivals:
            return self._ask_back({**namesakes, **rivals}, form, asked)
        found = choose(namesakes, "fuzzy", asked.alive)
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
            and self.parts.words.keys().isdisjoint(words.difference(near.form.split()))
            and not misread(near)
        )

    def _suggestions(self, form: str, asked: Asked) -> list[Candidate]:
        """Return the records whose names are like a form, best first."""
        core, _ = self._wording.core(form)
        return _living_namesakes(self.likeness.alike(dict.fromkeys((form, core))), asked.alive)

    def _ask_back(self, near: dict[str, str], form: str, asked: Asked) -> Resolution:
        """Ask which of the records that came near is meant; one alone is only suggested."""
        living = {key: name for key, name in near.items() if asked.alive(key)} or near
        status = "ambiguous" if len(living) > 1 else "not_found"
        alike = {c.key: c for c in self._suggestions(form, asked)} if asked.suggest else {}
        core, _ = self._wording.core(form)
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

"""Resolves a spelling to one record, or to the candidates between which it cannot choose.

It knows nothing of boards or councils: an `Index` is built from spellings and keys, and a
`Vocabulary` says which words only name the kind of body. The steps are, in this order: a code,
equal after normalising, alias, the words of one name, and at last a fuzzy match that must pass
a cutoff and lead every other record by a margin. A wrong answer is worse than a question back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from icslookup.likeness import LEAD, Candidate, Likeness, Spelling, misread, ratio, rival
from icslookup.normalising import normalise
from icslookup.wording import Vocabulary, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icslookup.likeness import Near

LONGEST_QUERY = 200
"""No name is longer (the longest has 76 characters); what is longer is not looked at."""

SHORTEST_ALIAS = 6
"""Aliases without a word of so many letters are acronyms: they match as they stand, or not."""

SHORTEST_BEGINNING = 8
BEGINNING_SHARE = {"word": 2 / 3, "words": 1 / 2}
"""How much of a name must be there to be read where it is cut off, in its first word or later."""

SUGGESTIONS = 5

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n and a", "no fixed abode"}
"""What people write into a cell that holds no name; never matched, however close a name is."""

_COMPASS = frozenset("north south east west mid central upper lower".split())


class Match(NamedTuple):
    """How a query met a record: `score` from 0 to 100, `matched` is the spelling it met."""

    method: str
    score: float
    matched: str


class Resolution(NamedTuple):
    """What became of a query: `status` is `found`, `not_found` or `ambiguous`.

    `key` and `match` are there when one record was found; `candidates` otherwise, best first.
    """

    status: str
    key: str | None
    match: Match | None
    candidates: tuple[Candidate, ...]


class Entry(NamedTuple):
    """A spelling of a record. Only a `primary` one is its name, and can match word by word."""

    spelling: str
    key: str
    primary: bool


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
    spelling goes before its name.
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
        self.wording = Wording(vocabulary)
        self.fits = fits
        self.yields = yields
        self.names: dict[str, dict[str, str]] = {}
        self._read_aliases = aliases
        self.primary: list[tuple[str, Entry]] = []
        for entry in entries:
            form = normalise(entry.spelling)
            self.names.setdefault(form, {}).setdefault(entry.key, entry.spelling)
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
    def words(self) -> dict[str, list[int]]:
        """Every word of every name, with the positions in `primary` of the names that have it."""
        found: dict[str, list[int]] = {}
        for position, (form, _) in enumerate(self.primary):
            for word in dict.fromkeys(form.split()):
                found.setdefault(word, []).append(position)
        return found

    @cached_property
    def likeness(self) -> Likeness:
        """The names, and the aliases that are no acronyms."""
        return Likeness(self._spellings())

    @cached_property
    def _sorted(self) -> list[Spelling]:
        return sorted(set(self._spellings()))

    def _spellings(self) -> list[Spelling]:
        named = [Spelling(form, entry.key, entry.spelling) for form, entry in self.primary]
        also = [
            Spelling(form, key, spelling)
            for form, keys in self.aliases.items()
            if max(map(len, form.split())) >= SHORTEST_ALIAS
            for key, spelling in keys.items()
        ]
        return named + also

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
            return _found(key, "code", code)
        form = normalise(query) if len(query) <= LONGEST_QUERY else ""
        if not form:
            return _NOTHING
        asked = _Asked(alive, dated, suggest)
        if form in NOT_NAMES or not self.vocabulary.foreign.isdisjoint(form.split()):
            return self._by_alias(form, asked) or _NOTHING
        return self._by_name(form, asked)

    def expand(self, form: str) -> str:
        """Write out the abbreviations in a normalised form; alone only those of a county."""
        return self.wording.expand(form)

    def _by_name(self, form: str, asked: _Asked) -> Resolution:
        refused: dict[str, str] = {}
        for written, method in self._readings(form):
            found = self._by_spelling(written, method, refused, asked)
            if found and found.match and method == "fuzzy":
                score = ratio(form, written)
                return found._replace(match=found.match._replace(method=method, score=score))
            if found:
                return found
        return self._by_parts(written, refused, asked)

    def _readings(self, form: str) -> Iterator[tuple[str, str]]:
        """Yield a form as it stands, written out, and mended, each with the method it means."""
        yield form, "exact"
        expanded = self.wording.expand(form)
        if expanded != form:
            yield expanded, "alias"
        mended = self.wording.mend(expanded, self.words)
        if mended != expanded:
            yield mended, "fuzzy"

    def _by_parts(self, form: str, refused: dict[str, str], asked: _Asked) -> Resolution:
        """Resolve a form that is no name: by its words, its beginning, its likeness."""
        core, removed = self.wording.core(form)
        sure, near = self._by_words(core, removed)
        if refused:
            return self._ask_back({**refused, **sure, **near}, form, asked)
        if sure:
            return _choose(sure, "words", asked.alive, core=core)
        begun = self._by_beginning(core, removed)
        if near and not begun:
            return self._ask_back(near, form, asked)
        return self._fuzzy(form, begun, asked)

    def _by_spelling(
        self, form: str, method: str, refused: dict[str, str], asked: _Asked
    ) -> Resolution | None:
        """Resolve a form that is a name or an alias as it stands, or without words of kind."""
        hits = self.names.get(form)
        spellings = [] if hits else self.wording.stripped(form)
        hits = hits or self._lookup(self.names, spellings, refused)
        if hits:
            own = self._by_alias(form, asked) if all(map(self.yields, hits)) else None
            return own or _choose(hits, method, asked.alive)
        hits = self._lookup(self.aliases, spellings, refused)
        return _choose(hits, "alias", asked.alive, anyone=not asked.dated) if hits else None

    def _by_alias(self, form: str, asked: _Asked) -> Resolution | None:
        """Resolve a form that is an alias as it stands."""
        hits = self.aliases.get(form)
        return _choose(hits, "alias", asked.alive, anyone=not asked.dated) if hits else None

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

    def _by_words(
        self, core: str, removed: frozenset[str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """Return the records whose name the words are, and those that only share them.

        The words are a name if they are all of its words, or one of the places that it joins
        (`Telford` of Telford and Wrekin), or the head of it, with nothing but its tail left out
        (`Kingston` of Kingston upon Thames). A compass point left out, or a word in which
        another name begins, is a reason to ask.
        """
        stop, generic = self.vocabulary.stop, self.vocabulary.generic
        words = [word for word in core.split() if word not in stop]
        sure: dict[str, str] = {}
        near: dict[str, str] = {}
        if not set(words) - generic:
            return sure, near
        for position in self._with_words(words):
            entry = self.primary[position][1]
            if not self.fits(entry.key, removed):
                continue
            places = [
                [word for word in normalise(part).split() if word not in stop]
                for part in re.split(r",| and | & ", entry.spelling)
            ]
            whole = set(words) == {word for place in places for word in place}
            heads = self._heads(words, places[0], entry.key, removed)
            if whole or words in places or heads:
                sure[entry.key] = entry.spelling
            else:
                near[entry.key] = entry.spelling
        return sure, near

    def _with_words(self, words: list[str]) -> list[int]:
        """Return the positions in `primary` of the names that have all the words, in order."""
        lists = [self.words.get(word) for word in words]
        some = [positions for positions in lists if positions is not None]
        if len(some) < len(lists):
            return []
        return sorted(set(some[0]).intersection(*some[1:]))

    def _heads(self, words: list[str], place: list[str], key: str, removed: frozenset[str]) -> bool:
        """Say whether the words begin a name, and no other name has a word that begins so."""
        last = words[-1]
        if place[: len(words)] != words or _COMPASS & set(place[len(words) :]):
            return False
        return not any(
            word != last and word.startswith(last)
            for name, entry in self.primary
            if entry.key != key and self.fits(entry.key, removed)
            for word in name.split()
        )

    def _by_beginning(self, core: str, removed: frozenset[str]) -> dict[str, Spelling]:
        """Return the records whose names begin so, if one of them is cut off as in a narrow column.

        `hammersmith and ful` is one; `bedford` of Bedfordshire is none, but a name of its own.
        """
        if len(core) < SHORTEST_BEGINNING or not set(core.split()) - self.vocabulary.generic:
            return {}
        found: dict[str, Spelling] = {}
        for spelling in self._sorted[bisect_left(self._sorted, (core,)) :]:
            if not spelling.form.startswith(core):
                break
            if self.fits(spelling.key, removed):
                found.setdefault(spelling.key, spelling)
        return found if any(_cut_off(core, spelling.form) for spelling in found.values()) else {}

    def _fuzzy(self, form: str, begun: dict[str, Spelling], asked: _Asked) -> Resolution:
        """Read a form as the one name that it misspells or begins, if no other is as near."""
        core, removed = self.wording.core(form)
        near = self.likeness.near(dict.fromkeys((form, core)))
        if begun:
            close = {n.key: n.spelling for n in near if n.edits <= LEAD[1]}
            hits = {key: spelling.spelling for key, spelling in begun.items()}
            names = {normalise(name) for name in (*hits.values(), *close.values())}
            if len(names) > 1:
                return self._ask_back({**close, **hits}, form, asked)
            return _choose(hits, "words", asked.alive, core=core)
        first = next((n for n in near if self._mistyped(n, removed)), None)
        if first is None:
            candidates = self._suggestions(form, asked)[:SUGGESTIONS] if asked.suggest else ()
            return Resolution("not_found", None, None, tuple(candidates))
        namesakes = {n.key: n.spelling for n in near if n.form == first.form}
        rivals = {n.key: n.spelling for n in near if n.key not in namesakes and rival(n, first)}
        if rivals:
            return self._ask_back({**namesakes, **rivals}, form, asked)
        score = ratio(first.written, first.form)
        found = _choose(namesakes, "fuzzy", asked.alive)
        return found._replace(match=found.match and found.match._replace(score=score))

    def _mistyped(self, near: Near, removed: frozenset[str]) -> bool:
        """Say whether what was written may be read as a name with typing errors in it.

        No word may be one of another name: that is another name and no typing error.
        """
        words = set(near.written.split())
        return (
            self.fits(near.key, removed)
            and not any(char.isdigit() for char in near.written)
            and bool(words - self.vocabulary.generic)
            and self.words.keys().isdisjoint(words.difference(near.form.split()))
            and not misread(near)
        )

    def _suggestions(self, form: str, asked: _Asked) -> list[Candidate]:
        """Return the records whose names are like a form, best first."""
        core, _ = self.wording.core(form)
        return _living_namesakes(self.likeness.alike(dict.fromkeys((form, core))), asked.alive)

    def _ask_back(self, near: dict[str, str], form: str, asked: _Asked) -> Resolution:
        """Ask which of the records that came near is meant; one alone is only suggested."""
        living = {key: name for key, name in near.items() if asked.alive(key)} or near
        status = "ambiguous" if len(living) > 1 else "not_found"
        if not asked.suggest:
            return Resolution(status, None, None, ())
        alike = {c.key: c for c in self._suggestions(form, asked)}
        core, _ = self.wording.core(form)
        named = [
            alike.pop(key, Candidate(key, name, _score(core, name))) for key, name in living.items()
        ]
        named.sort(key=lambda c: (-c.score, normalise(c.matched), c.key))
        if status == "ambiguous":
            return Resolution(status, None, None, tuple(named))
        return Resolution(status, None, None, (*named, *alike.values())[:SUGGESTIONS])


class _Asked(NamedTuple):
    """What a query was asked with; see `Index.resolve`."""

    alive: Callable[[str], bool]
    dated: bool
    suggest: bool


_NOTHING = Resolution("not_found", None, None, ())


def _cut_off(core: str, name: str) -> bool:
    """Say whether enough of a name is there to read it, cut off within or after a later word."""
    rest = name[len(core) :]
    if " " in core:
        return len(core) >= BEGINNING_SHARE["words"] * len(name) and rest != "shire"
    enough = len(core) >= BEGINNING_SHARE["word"] * len(name)
    return enough and rest != "shire" and not rest.startswith(" ")


def _found(key: str, method: str, matched: str, score: float = 100.0) -> Resolution:
    return Resolution("found", key, Match(method, score, matched), ())


def _choose(
    hits: dict[str, str],
    method: str,
    alive: Callable[[str], bool],
    *,
    anyone: bool = False,
    core: str | None = None,
) -> Resolution:
    """Choose the one record that is alive, or ask; `core` is given for a match by words."""
    if len(hits) == 1 and core is None:
        ((key, name),) = hits.items()
        return _found(key, method, name)
    living = hits if anyone else {key: name for key, name in hits.items() if alive(key)}
    candidates = [Candidate(k, name, _score(core, name)) for k, name in (living or hits).items()]
    if len(candidates) == 1:
        (only,) = candidates
        return _found(only.key, method, only.matched, only.score)
    candidates.sort(key=lambda c: (normalise(c.matched), c.key))
    return Resolution("ambiguous", None, None, tuple(candidates))


def _score(core: str | None, name: str) -> float:
    """Return how much of a name its words are, by letters; 100 where it is not by words."""
    if core is None:
        return 100.0
    letters = [sum(map(len, form.split())) for form in (core, normalise(name))]
    return min(100.0, round(100 * letters[0] / letters[1], 1))


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

"""Resolves a spelling to one record, or to the candidates between which it cannot choose.

It knows nothing of boards or councils: an `Index` is built from spellings and keys, and a
`Vocabulary` says which words only name the kind of body. The steps are, in this order: a code,
equal after normalising, alias, the words of one name, and at last a fuzzy match that must pass
a cutoff and lead every other record by a margin. A wrong answer is worse than a question back.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from icslookup.normalising import normalise

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST_QUERY = 200
"""No name is longer (the longest has 76 characters); what is longer is not looked at."""

FUZZY_CUTOFF = 86.0
"""The least score (rapidfuzz `ratio`) at which a fuzzy match may be an answer."""

FUZZY_MARGIN = 8.0
"""The least lead over every other record, without which the answer is a question back."""

FUZZY_EDITS = 2
"""The most letters dropped, added, changed or swapped in a fuzzy match."""

FUZZY_SHORTEST = 6
"""Shorter words have too many neighbours: `Torby` is as near to Corby as to Torbay."""

SUGGESTION_CUTOFF = 60.0
SUGGESTIONS = 5

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n and a", "no fixed abode"}
"""What people write into a cell that holds no name; never matched, however close a name is."""

_COMPASS = frozenset("north south east west mid central upper lower".split())
_INVERTED = ("city of", "county of", "borough of", "london borough of", "royal borough of")
_SHORTEST_ABBREVIATION = 4


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


class Match(NamedTuple):
    """How a query met a record: `score` from 0 to 100, `matched` is the spelling it met."""

    method: str
    score: float
    matched: str


class Candidate(NamedTuple):
    """A record that a query may have meant; `score` from 0 to 100."""

    key: str
    matched: str
    score: float


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


class Index:
    """Spellings of records, ready to be asked.

    Parameters: `codes` maps codes, upper case, to keys; `entries` are the names (official names
    too); `aliases` returns those to be asked after the names, and is called only when no name
    matched; `fits(key, removed)` may refuse a record because of the words that were taken off
    the query (`county` for a city).
    """

    def __init__(
        self,
        codes: dict[str, str],
        entries: Iterable[Entry],
        aliases: Callable[[], Iterable[Entry]],
        vocabulary: Vocabulary,
        fits: Callable[[str, frozenset[str]], bool] = _anything_fits,
    ) -> None:
        self.codes = codes
        self.vocabulary = vocabulary
        self.fits = fits
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
    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for form, _ in self.primary for word in form.split())

    def resolve(
        self, query: str, alive: Callable[[str], bool], *, dated: bool = False
    ) -> Resolution:
        """Resolve a spelling.

        `alive` says whether the record of a key existed on the day in question: of several
        records with one name, those alive come first. `dated` says that the user named the
        day; where not, an alias of a record that is over still counts as that record's.

        Returns a `Resolution`; never raises, whatever the text.
        """
        code = self.codes.get(query.strip().upper())
        if code:
            return _found(code, "code", query.strip().upper())
        form = normalise(query) if len(query) <= LONGEST_QUERY else ""
        if not form or form in NOT_NAMES:
            return Resolution("not_found", None, None, ())
        if self.vocabulary.foreign & set(form.split()):
            return Resolution("not_found", None, None, ())
        return self._by_name(form, alive, dated=dated)

    def _by_name(self, form: str, alive: Callable[[str], bool], *, dated: bool) -> Resolution:
        expanded = self.expand(form)
        refused: dict[str, str] = {}
        for written in dict.fromkeys((form, expanded)):
            spellings = list(self.stripped(written))
            hits = self._lookup(self.names, spellings, refused)
            if hits:
                return _choose(hits, "exact" if written == form else "alias", alive)
            hits = self._lookup(self.aliases, spellings, refused)
            if hits:
                return _choose(hits, "alias", alive, anyone=not dated)
        sure, near = self._by_words(expanded)
        if refused:
            return self._ask_back({**refused, **sure, **near}, expanded, alive)
        if sure:
            return _choose(sure, "words", alive, core=self._core(expanded)[0])
        if near:
            return self._ask_back(near, expanded, alive)
        return self._fuzzy(expanded, alive)

    def expand(self, form: str) -> str:
        """Write out the abbreviations in a normalised form; alone only those of a county."""
        words = form.split()
        if len(words) == 1 and len(form) < _SHORTEST_ABBREVIATION:
            return form
        return " ".join(self.vocabulary.abbreviations.get(word, word) for word in words)

    def stripped(self, form: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield a form and what is left of it without the words for the kind of body.

        Yields pairs of form and the words taken off, the longest form first, so that
        `city of london council` meets `city of london` before `london`. A word after `and` is
        a name of its own and stays: `hackney and city` is not Hackney.
        """
        forms: dict[str, frozenset[str]] = {form: frozenset()}
        for words in _INVERTED:
            if form.endswith(f" {words}"):
                forms.setdefault(f"{words} {form[: -len(words) - 1]}", frozenset())
        waiting = list(forms)
        while waiting:
            longer = waiting.pop()
            *rest, last = longer.split()
            shorter = []
            if rest and rest[-1] != "and" and last in self.vocabulary.suffixes:
                shorter.append((" ".join(rest), [last]))
            shorter.extend(
                (longer[len(prefix) + 1 :], prefix.split())
                for prefix in self.vocabulary.prefixes
                if longer.startswith(prefix + " ")
            )
            for left, taken in shorter:
                if left not in forms:
                    forms[left] = forms[longer].union(taken)
                    waiting.append(left)
        yield from sorted(forms.items(), key=lambda item: -len(item[0]))

    def _lookup(
        self,
        table: dict[str, dict[str, str]],
        spellings: Iterable[tuple[str, frozenset[str]]],
        refused: dict[str, str],
    ) -> dict[str, str]:
        """Return the records of the longest form that has some; note those that do not fit."""
        for form, removed in spellings:
            hits = table.get(form, {})
            fitting = {key: name for key, name in hits.items() if self.fits(key, removed)}
            if fitting:
                return fitting
            refused.update(hits)
        return {}

    def _core(self, form: str) -> tuple[str, frozenset[str]]:
        *_, shortest = self.stripped(form)
        return shortest

    def _by_words(self, form: str) -> tuple[dict[str, str], dict[str, str]]:
        """Return the records whose name the words are, and those that only share them.

        The words are a name if they are all of its words, or one of the places that it joins
        (`Telford` of Telford and Wrekin), or the head of it, with nothing but its tail left out
        (`Kingston` of Kingston upon Thames). A compass point left out, or a word in which
        another name begins, is a reason to ask.
        """
        core, removed = self._core(form)
        stop, generic = self.vocabulary.stop, self.vocabulary.generic
        words = [word for word in core.split() if word not in stop]
        sure: dict[str, str] = {}
        near: dict[str, str] = {}
        if not set(words) - generic:
            return sure, near
        for name, entry in self.primary:
            if not set(words) <= set(name.split()) or not self.fits(entry.key, removed):
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

    def _candidates(self, form: str, alive: Callable[[str], bool]) -> list[Candidate]:
        """Return the records whose names are like a form, best first."""
        from rapidfuzz import fuzz, process

        core, _ = self._core(form)
        forms = [(name, entry.key, entry.spelling) for name, entry in self.primary]
        for name, keys in self.aliases.items():
            if max(map(len, name.split())) >= FUZZY_SHORTEST:
                forms.extend((name, key, spelling) for key, spelling in keys.items())
        choices = [name for name, _, _ in forms]
        best: dict[str, Candidate] = {}
        for written in dict.fromkeys((form, core)):
            for _, score, position in process.extract(
                written, choices, scorer=fuzz.ratio, score_cutoff=SUGGESTION_CUTOFF, limit=None
            ):
                _, key, spelling = forms[position]
                if key not in best or score > best[key].score:
                    best[key] = Candidate(key, spelling, round(score, 1))
        return _living_namesakes(best.values(), alive)

    def _ask_back(
        self, near: dict[str, str], form: str, alive: Callable[[str], bool]
    ) -> Resolution:
        """Ask which of the records that came near is meant; one alone is only suggested."""
        alike = {c.key: c for c in self._candidates(form, alive)}
        core, _ = self._core(form)
        named = [
            alike.pop(key, Candidate(key, name, _score(core, name))) for key, name in near.items()
        ]
        living = [c for c in named if alive(c.key)] or named
        living.sort(key=lambda c: (-c.score, normalise(c.matched), c.key))
        if len(living) > 1:
            return Resolution("ambiguous", None, None, tuple(living))
        return Resolution("not_found", None, None, (*living, *alike.values())[:SUGGESTIONS])

    def _fuzzy(self, form: str, alive: Callable[[str], bool]) -> Resolution:
        core, removed = self._core(form)
        candidates = self._candidates(form, alive)
        close = [
            c
            for c in candidates
            if self.fits(c.key, removed) and any(self._close(text, c) for text in (form, core))
        ]
        if not close:
            return Resolution("not_found", None, None, tuple(candidates[:SUGGESTIONS]))
        first = close[0]
        rivals = [c for c in candidates if c != first and _rivals((form, core), first, c)]
        if rivals:
            return Resolution("ambiguous", None, None, (first, *rivals)[:SUGGESTIONS])
        return _found(first.key, "fuzzy", first.matched, first.score)

    def _close(self, written: str, candidate: Candidate) -> bool:
        """Say whether a fuzzy match may count at all.

        The first letter must agree: people seldom mistype it, and `Other` is not Rother. No
        word may be one of another name: that is another name and no typing error.
        """
        form = normalise(candidate.matched)
        words = set(written.split())
        return (
            candidate.score >= FUZZY_CUTOFF
            and min(len(written), len(form)) >= FUZZY_SHORTEST
            and written[0] == form[0]
            and not any(char.isdigit() for char in written)
            and bool(words - self.vocabulary.generic)
            and not (words - set(form.split())) & self.words
            and _edits((written,), candidate) <= FUZZY_EDITS
        )


def _edits(forms: tuple[str, ...], candidate: Candidate) -> int:
    """Return the letters to drop, add, change or swap between a candidate and the nearest form."""
    from rapidfuzz.distance import OSA

    return min(OSA.distance(form, normalise(candidate.matched)) for form in forms)


def _rivals(forms: tuple[str, ...], first: Candidate, other: Candidate) -> bool:
    """Say whether another record comes too near to the first: by score, or by edits."""
    if other.score > first.score - FUZZY_MARGIN:
        return True
    edits = _edits(forms, first)
    same_initial = normalise(other.matched)[:1] == normalise(first.matched)[:1]
    return (edits == 1 or same_initial) and _edits(forms, other) <= edits


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

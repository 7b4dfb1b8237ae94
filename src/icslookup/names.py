"""Resolves a spelling to one record, or to the candidates between which it cannot choose.

It knows nothing of boards or councils: an `Index` is built from spellings and keys, and a
`Vocabulary` says which words only name the kind of body. The steps are, in this order: equal
after normalising, alias, all the words in one name, and at last a fuzzy match that must pass a
cutoff and lead every other record by a margin. A wrong answer is worse than a question back.
"""

from __future__ import annotations

import unicodedata
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

LONGEST_QUERY = 200
"""No name is longer (the longest has 76 characters); what is longer is not looked at."""

FUZZY_CUTOFF = 86.0
"""The least score (rapidfuzz `ratio`) at which a fuzzy match may be an answer."""

FUZZY_MARGIN = 8.0
"""The least lead over every other record, without which the answer is a question back."""

FUZZY_SHORTEST = 5
SUGGESTION_CUTOFF = 60.0
SUGGESTIONS = 5

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n a", "no fixed abode"}
"""What people write into a cell that holds no name; never matched, however close a name is."""

_APOSTROPHES = "'\u2018\u2019\u02bc\u00b4`"
_ASCII = {
    i: None if chr(i) in _APOSTROPHES else " "
    for i in range(128)
    if not chr(i).isalnum() and chr(i) != "&"
}
_SAINT = {"st": "saint"}


def normalise(text: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Case, accents, apostrophes, punctuation, doubled spaces and invisible characters go; `&`
    becomes `and`, the word `st` becomes `saint`. Normalising twice changes nothing.
    """
    if text.isascii():
        plain = text.lower().translate(_ASCII)
    else:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        plain = "".join(_plain(char) for char in decomposed)
    words = plain.replace("&", " and ").split()
    return " ".join([_SAINT.get(word, word) for word in words])


def _plain(char: str) -> str:
    if char.isalnum() or char == "&":
        return char
    if char in _APOSTROPHES or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    return " "


class Vocabulary(NamedTuple):
    """The words of one kind of record that carry no name of their own.

    `prefixes` and `suffixes` only say what kind of body it is (`london borough of`, `council`).
    `abbreviations` are written out where the spelling as it stands matches nothing.
    `generic` words, `stop` words among them, do not identify a record by themselves.
    """

    prefixes: tuple[str, ...]
    suffixes: frozenset[str]
    abbreviations: dict[str, str]
    generic: frozenset[str]
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
    matched; `fits(key, removed)` may refuse a record because
    of the words that were taken off the query (`county` for a city).
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
        for written in dict.fromkeys((form, self.expand(form))):
            spellings = list(self.stripped(written))
            hits = self._lookup(self.names, spellings)
            if hits:
                return _choose(hits, "exact" if written == form else "alias", alive)
            hits = self._lookup(self.aliases, spellings)
            if hits:
                return _choose(hits, "alias", alive, anyone=not dated)
        expanded = self.expand(form)
        hits = self._whole_words(expanded)
        if hits:
            return _choose(hits, "words", alive)
        return self._fuzzy(expanded, alive)

    def expand(self, form: str) -> str:
        """Write out the abbreviations in a normalised form of two words or more."""
        words = form.split()
        if len(words) == 1:
            return form
        return " ".join(self.vocabulary.abbreviations.get(word, word) for word in words)

    def stripped(self, form: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield a form and what is left of it without the words for the kind of body.

        Yields pairs of form and the words taken off, the longest form first, so that
        `city of london council` meets `city of london` before `london`.
        """
        forms: dict[str, frozenset[str]] = {form: frozenset()}
        waiting = [form]
        while waiting:
            longer = waiting.pop()
            *rest, last = longer.split()
            shorter = []
            if rest and last in self.vocabulary.suffixes:
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
        self, table: dict[str, dict[str, str]], spellings: Iterable[tuple[str, frozenset[str]]]
    ) -> dict[str, str]:
        for form, removed in spellings:
            hits = {k: s for k, s in table.get(form, {}).items() if self.fits(k, removed)}
            if hits:
                return hits
        return {}

    def _core(self, form: str) -> tuple[str, frozenset[str]]:
        *_, shortest = self.stripped(form)
        return shortest

    def _whole_words(self, form: str) -> dict[str, str]:
        core, removed = self._core(form)
        words = set(core.split()) - self.vocabulary.stop
        if not words - self.vocabulary.generic:
            return {}
        return {
            entry.key: entry.spelling
            for name, entry in self.primary
            if words <= set(name.split()) and self.fits(entry.key, removed)
        }

    def _fuzzy(self, form: str, alive: Callable[[str], bool]) -> Resolution:
        from rapidfuzz import fuzz, process

        core, removed = self._core(form)
        forms = [(name, entry.key, entry.spelling) for name, entry in self.primary]
        for name, keys in self.aliases.items():
            if len(name) >= FUZZY_SHORTEST:
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
        candidates = _living_namesakes(best.values(), alive)
        if _trustworthy(core, candidates) and self.fits(candidates[0].key, removed):
            first = candidates[0]
            return Resolution("found", first.key, Match("fuzzy", first.score, first.matched), ())
        rivals = [
            c
            for c in candidates
            if c.score > candidates[0].score - FUZZY_MARGIN and self.fits(c.key, removed)
        ]
        if len(rivals) > 1 and any(_close(core, rival) for rival in rivals):
            return Resolution("ambiguous", None, None, tuple(rivals[:SUGGESTIONS]))
        return Resolution("not_found", None, None, tuple(candidates[:SUGGESTIONS]))


def _found(key: str, method: str, matched: str) -> Resolution:
    return Resolution("found", key, Match(method, 100.0, matched), ())


def _choose(
    hits: dict[str, str], method: str, alive: Callable[[str], bool], *, anyone: bool = False
) -> Resolution:
    living = hits if anyone else {key: name for key, name in hits.items() if alive(key)}
    chosen = living or hits
    if len(chosen) == 1:
        ((key, matched),) = chosen.items()
        return _found(key, method, matched)
    candidates = [Candidate(key, name, 100.0) for key, name in chosen.items()]
    candidates.sort(key=lambda c: (normalise(c.matched), c.key))
    return Resolution("ambiguous", None, None, tuple(candidates))


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


def _close(core: str, candidate: Candidate) -> bool:
    """Say whether a fuzzy match may count at all.

    The first letter must agree: people seldom mistype it, and `Other` is not Rother.
    """
    comparable = len(core) >= FUZZY_SHORTEST and not any(char.isdigit() for char in core)
    same_initial = normalise(candidate.matched)[:1] == core[:1]
    return comparable and same_initial and candidate.score >= FUZZY_CUTOFF


def _trustworthy(core: str, candidates: list[Candidate]) -> bool:
    if not candidates or not _close(core, candidates[0]):
        return False
    return all(c.score <= candidates[0].score - FUZZY_MARGIN for c in candidates[1:])

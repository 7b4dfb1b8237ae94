"""Resolves a spelling to one record, or to the candidates between which it cannot choose.

It knows nothing of boards or councils: an `Index` is built from spellings and keys, and a
`Vocabulary` says which words only name the kind of body. The steps are, in this order: a code,
equal after normalising, alias, the words of one name, and at last a fuzzy match that must pass
a cutoff and lead every other record by a margin. A wrong answer is worse than a question back.
"""

from __future__ import annotations

import re
from functools import cached_property

from icslookup.likeness import LEAD, Candidate, Likeness, Spelling, misread, ratio, rival
from icslookup.name_parts import CONTRACTION, Entry, Parts
from icslookup.normalising import normalise
from icslookup.records import TYPE_CHECKING, NamedTuple
from icslookup.wording import Vocabulary, Wording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from icslookup.likeness import Near

LONGEST_QUERY = 200
"""No name is longer (the longest has 76 characters); what is longer is not looked at."""

SHORTEST_ALIAS = 6
"""Aliases without a word of so many letters are acronyms: they match as they stand, or not."""

SUGGESTIONS = 5

_CONTRACTED = re.compile(r"(?<=\w)['\u2018\u2019\u02bc\u00b4`](?=\w{3})")

_JOINED = re.compile(r"(?<=[a-z]{3})(?=[A-Z])")
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+")
_SCANNED = re.compile(r"[a-z][0158]|[0158][a-z]")
_DIGITS, _LETTERS = "058", "osb"
_DIGIT = re.compile(r"\d")

NOT_NAMES = frozenset(
    "na nan none null nil unknown other others missing total all various misc test tbc tbd".split()
) | {"not known", "not applicable", "not stated", "not available", "n and a", "no fixed abode"}
"""What people write into a cell that holds no name; never matched, however close a name is."""


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
    def parts(self) -> Parts:
        """The names, to be asked for words and beginnings."""
        return Parts(self.primary, self._spellings(), self.vocabulary, self.fits)

    @cached_property
    def likeness(self) -> Likeness:
        """The names, and the aliases that are no acronyms."""
        return Likeness(self._spellings())

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
        found = self._by_name(form, asked)
        if found.key is None:
            return self._otherwise(query, form, asked) or found
        return found

    def knows(self, query: str) -> bool:
        """Say whether a whole text is a name or an alias as it stands."""
        form = normalise(query) if len(query) <= LONGEST_QUERY else ""
        return form in self.names or form in self.aliases

    def _otherwise(self, query: str, form: str, asked: _Asked) -> Resolution | None:
        """Resolve a query that was typed or scanned in a way of its own."""
        if _CONTRACTED.search(query):
            return self._by_contraction(query, asked)
        typed = _NUMBERED.sub("", _JOINED.sub(" ", query))
        if typed != query:
            form = normalise(typed)
            found = self._by_name(form, asked._replace(suggest=False)) if form else _NOTHING
            return found if found.key else None
        if _SCANNED.search(form):
            return self._by_scan(form, asked)
        return None

    def _by_scan(self, form: str, asked: _Asked) -> Resolution | None:
        """Resolve a name in which digits stand for letters they look like: `b0lton`."""
        for one in "li":
            written = form.translate(str.maketrans(f"{_DIGITS}1", f"{_LETTERS}{one}"))
            found = self._by_spelling(written, "fuzzy", {}, asked)
            if found and found.key:
                return _scored(found, "fuzzy", ratio(form, written))
        return None

    def expand(self, form: str) -> str:
        """Write out the abbreviations in a normalised form; alone only those of a county."""
        return self.wording.expand(form)

    def _by_name(self, form: str, asked: _Asked) -> Resolution:
        refused: dict[str, str] = {}
        for written, method in self._readings(form):
            found = self._by_spelling(written, method, refused, asked)
            if found:
                return found if method != "fuzzy" else _scored(found, method, ratio(form, written))
        cut, sure = self.wording.cut(written)
        found = self._by_spelling(cut, "words", {}, asked) if cut else None
        if found and found.key and found.match:
            longer = self.parts.by_beginning(written, _NO_WORDS)
            others = {key: name.spelling for key, name in longer.items() if key != found.key}
            if others:
                return self._ask_back({found.key: found.match.matched, **others}, written, asked)
            if sure:
                return _scored(found, "words", ratio(written, cut))
        return self._by_parts(written, refused, asked)

    def _by_contraction(self, query: str, asked: _Asked) -> Resolution | None:
        """Resolve a name with words drawn together about an apostrophe: `W'hampton`."""
        form = self.wording.expand(normalise(_CONTRACTED.sub(CONTRACTION, query)))
        core, removed = self.wording.core(form)
        hits = self.parts.by_contraction(core, removed)
        found = _choose(hits, "words", asked.alive, core=core) if hits else None
        return found if found and found.key else None

    def _readings(self, form: str) -> Iterator[tuple[str, str]]:
        """Yield a form as it stands, written out, and mended, each with the method it means."""
        named = form in self.names or form in self.aliases
        if named:
            yield form, "exact"
        expanded = self.wording.expand(form)
        if not named and (expanded == form or expanded not in self.names):
            yield form, "exact"
        if expanded != form:
            yield expanded, "alias"
        mended = self.wording.mend(expanded, self.parts.words)
        if mended != expanded:
            yield mended, "fuzzy"

    def _by_parts(self, form: str, refused: dict[str, str], asked: _Asked) -> Resolution:
        """Resolve a form that is no name: by its words, its beginning, its likeness."""
        core, removed = self.wording.core(form)
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
            return _choose(sure, "words", asked.alive, core=core, anyone=several)
        begun = self.parts.by_beginning(core, removed)
        if near and not begun:
            return self._ask_back(near, form, asked)
        return self._fuzzy(form, (core, removed), begun, asked)

    def _by_spelling(
        self, form: str, method: str, refused: dict[str, str], asked: _Asked
    ) -> Resolution | None:
        """Resolve a form that is a name or an alias as it stands, or without words of kind."""
        hits = self.names.get(form)
        spellings = [] if hits else self.wording.stripped(form)
        hits = hits or self._lookup(self.names, spellings, refused)
        if hits:
            dead = asked.dated and not any(map(asked.alive, hits))
            yields = dead or all(map(self.yields, hits))
            own = self._by_alias(form, asked) if yields else None
            return own or _choose(hits, method, asked.alive)
        hits = self._lookup(self.aliases, spellings, refused)
        if not hits:
            return None
        how = "alias" if method == "exact" else method
        return _choose(hits, how, asked.alive, anyone=not asked.dated)

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

    def _fuzzy(
        self,
        form: str,
        stripped: tuple[str, frozenset[str]],
        begun: dict[str, Spelling],
        asked: _Asked,
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
            return _choose(hits, "words", asked.alive, core=core)
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
        found = _choose(namesakes, "fuzzy", asked.alive)
        return _scored(found, "fuzzy", ratio(first.written, first.form))

    def _mistyped(self, near: Near, removed: frozenset[str]) -> bool:
        """Say whether what was written may be read as a name with typing errors in it.

        No word may be one of another name: that is another name and no typing error.
        """
        words = set(near.written.split())
        return (
            self.fits(near.key, removed)
            and not _DIGIT.search(near.written)
            and bool(words - self.vocabulary.generic)
            and self.parts.words.keys().isdisjoint(words.difference(near.form.split()))
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
        alike = {c.key: c for c in self._suggestions(form, asked)} if asked.suggest else {}
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


_NO_WORDS: frozenset[str] = frozenset()
_NOTHING = Resolution("not_found", None, None, ())


def _scored(found: Resolution, method: str, score: float) -> Resolution:
    """Say of what was found that it was read otherwise than it is written."""
    match = found.match and found.match._replace(method=method, score=score)
    return found._replace(match=match)


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

"""The result of a query: one record and how it matched, or candidates to choose from."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable


EXACT_METHODS = ("code", "exact", "alias")
"""The methods of a match in which the user wrote exactly a code, a name or an alias."""


class Match(NamedTuple):
    """How a query matched a record: `score` is 0 to 100, `matched` the spelling of the record."""

    method: str
    score: float
    matched: str


class Candidate(NamedTuple):
    """A record that a query may mean; `score` is 0 to 100."""

    key: str
    matched: str
    score: float


class Resolution(NamedTuple):
    """The result of a query: `status` is `found`, `not_found` or `ambiguous`.

    `found` comes with `key` and `match`, the others with `candidates`, best first.
    """

    status: str
    key: str | None
    match: Match | None
    candidates: tuple[Candidate, ...]

    @property
    def is_exact(self) -> bool:
        """Whether the query is a code, a name or an alias of its record."""
        return self.match is not None and self.match.method in EXACT_METHODS


NOT_FOUND = Resolution("not_found", None, None, ())
"""No record, and no candidate."""


def rescored(found: Resolution, method: str, score: float) -> Resolution:
    """Return a resolution with another method and score of its match."""
    match = found.match and found.match._replace(method=method, score=score)
    return found._replace(match=match)


def one_record(key: str, method: str, matched: str, score: float = 100.0) -> Resolution:
    """Return the resolution of a query that matches one record."""
    return Resolution("found", key, Match(method, score, matched), ())


def one_or_candidates(
    hits: dict[str, str],
    method: str,
    exists: Callable[[str], bool],
    *,
    any_day: bool = False,
    core: str | None = None,
) -> Resolution:
    """Return the only record of `hits` that exists, or the candidates to ask about.

    With `any_day`, records that do not exist on the day count too. If the query matched by words,
    `core` is the query without its affixes, and the score is its share of the name.
    """
    if len(hits) == 1 and core is None:
        ((key, name),) = hits.items()
        return one_record(key, method, name)
    existing = hits if any_day else {key: name for key, name in hits.items() if exists(key)}
    candidates = [Candidate(k, name, share(core, name)) for k, name in (existing or hits).items()]
    if len(candidates) == 1:
        (only,) = candidates
        return one_record(only.key, method, only.matched, only.score)
    candidates.sort(key=lambda c: (normalise(c.matched), c.key))
    return Resolution("ambiguous", None, None, tuple(candidates))


def share(core: str | None, name: str) -> float:
    """Return the percentage of the letters of a name that the core has; 100 without a core."""
    if core is None:
        return 100.0
    letters = [sum(map(len, form.split())) for form in (core, normalise(name))]
    return min(100.0, round(100 * letters[0] / letters[1], 1))


class Entry(NamedTuple):
    """A spelling of a record. Only a `primary` spelling is its name, and can match by words."""

    spelling: str
    key: str
    primary: bool


class Vocabulary(NamedTuple):
    """The words in the names of one kind of record that do not identify a record.

    `prefixes` and `suffixes` only say what kind of body it is (`london borough of`, `council`).
    `abbreviations` are written out if the spelling as it is matches nothing.
    `generic` words do not identify a record by themselves, and `stop` words are left out. A
    `common` word identifies a record next to other words, but not alone: `black`.
    A spelling with a `foreign` word means something else, whatever its other words are.
    """

    prefixes: tuple[str, ...]
    suffixes: frozenset[str]
    abbreviations: dict[str, str]
    generic: frozenset[str]
    foreign: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset({"and", "of", "the", "on", "upon", "under", "in", "with"})


class Query(NamedTuple):
    """The options of one query; see `icslookup.names.resolver.Resolver.resolve`."""

    exists: Callable[[str], bool]
    dated: bool
    suggest: bool

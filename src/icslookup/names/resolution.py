"""What became of a query: one record and how it was met, or candidates to choose from."""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Callable


SURE = ("code", "exact", "alias")
"""The methods by which a name is met as it stands."""


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


NOTHING = Resolution("not_found", None, None, ())
"""No record, and none to suggest."""


def scored(found: Resolution, method: str, score: float) -> Resolution:
    """Say of what was found that it was read otherwise than it is written."""
    match = found.match and found.match._replace(method=method, score=score)
    return found._replace(match=match)


def found(key: str, method: str, matched: str, score: float = 100.0) -> Resolution:
    """Say that one record was met, and how."""
    return Resolution("found", key, Match(method, score, matched), ())


def choose(
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
        return found(key, method, name)
    living = hits if anyone else {key: name for key, name in hits.items() if alive(key)}
    candidates = [Candidate(k, name, share(core, name)) for k, name in (living or hits).items()]
    if len(candidates) == 1:
        (only,) = candidates
        return found(only.key, method, only.matched, only.score)
    candidates.sort(key=lambda c: (normalise(c.matched), c.key))
    return Resolution("ambiguous", None, None, tuple(candidates))


def share(core: str | None, name: str) -> float:
    """Return how much of a name its words are, by letters; 100 where it is not by words."""
    if core is None:
        return 100.0
    letters = [sum(map(len, form.split())) for form in (core, normalise(name))]
    return min(100.0, round(100 * letters[0] / letters[1], 1))


class Entry(NamedTuple):
    """A spelling of a record. Only a `primary` one is its name, and can match word by word."""

    spelling: str
    key: str
    primary: bool


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


class Query(NamedTuple):
    """How a spelling is to be resolved; see `icslookup.names.resolver.Resolver.resolve`."""

    exists: Callable[[str], bool]
    dated: bool
    suggest: bool

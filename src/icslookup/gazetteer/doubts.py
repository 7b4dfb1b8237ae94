"""A second look at an answer that is not sure: namesakes that have ended, and the other kind.

`Taunton` may be two former districts, but Somerset followed both. `Surrey Heart` may be a council
or a board, so neither kind answers it.
"""

from __future__ import annotations

from icslookup._typing import TYPE_CHECKING
from icslookup.names.normalise import normalise
from icslookup.names.resolution import Candidate, Match, Resolution, share

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeAlias

    from icslookup.model import Authority, Board
    from icslookup.names.resolver import Resolver

    Records: TypeAlias = Mapping[str, Authority | Board]


def follow_ended(
    resolver: Resolver,
    records: Records,
    spelling: str,
    found: Resolution,
    exists: Callable[[str], bool],
) -> Resolution | None:
    """Return the one record that followed all candidates of a name, or None.

    All candidates must have ended, and have every word of the spelling: a misspelt name is asked
    back. The candidates stay in the resolution, so that the answer can name them.
    """
    keys = [candidate.key for candidate in found.candidates]
    if not all(key in records and records[key].end and not exists(key) for key in keys):
        return None
    index = resolver.index
    core, _ = index.affixes.core(index.expand(normalise(spelling)))
    if not all(set(core.split()) <= set(normalise(c.matched).split()) for c in found.candidates):
        return None
    followed = {key for ended in keys for key in _followers(records, ended, exists)}
    alone = all(len(_followers(records, key, exists)) == 1 for key in keys)
    if len(followed) != 1 or not alone:
        return None
    (key,) = followed
    score = min(candidate.score for candidate in found.candidates)
    match = Match("words", score, found.candidates[0].matched)
    return Resolution("found", key, match, found.candidates)


def ask_if_other_kind(
    resolver: Resolver, other: Resolver, spelling: str, found: Resolution
) -> Resolution | None:
    """Return a guess and the names of the other kind that the spelling fits as well.

    Returns None if there are none, or if the spelling says the kind (`council`, `ICB`). A name of
    the other kind counts if the spelling begins or misspells it, and if it completes the written
    words in another way: `surrey heart` is `surrey heath` or `surrey heartlands`.
    """
    index = resolver.index
    core, removed = index.affixes.core(index.expand(normalise(spelling)))
    if found.key is None or found.match is None or removed or other.index.knows(core):
        return None
    size = len(core.split())
    guessed = normalise(found.match.matched).split()[:size]
    candidates = [Candidate(found.key, found.match.matched, found.match.score)]
    for key, reading in other.inexact.readings(core).items():
        words = reading.form.split()[:size]
        if words != guessed and words != core.split():
            candidates.append(Candidate(key, reading.spelling, share(core, reading.spelling)))
    if len(candidates) == 1:
        return None
    return Resolution("ambiguous", None, None, tuple(candidates))


def _followers(records: Records, key: str, exists: Callable[[str], bool]) -> set[str]:
    """Return the records that exist in place of one that has ended."""
    found: set[str] = set()
    waiting = list(records[key].successors)
    while waiting:
        successor = waiting.pop()
        if exists(successor):
            found.add(successor)
        else:
            waiting += records[successor].successors
    return found

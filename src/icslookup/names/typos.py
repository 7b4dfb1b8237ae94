"""Which names a misspelt one is near to, and whether the difference is a typing error.

Distances are edits: letters dropped, added, changed, or two neighbours swapped (optimal string
alignment). A typing error is an edit that fingers make: a letter left out or typed twice, two
swapped, the key beside the right one, or one vowel for another. The first thing that differs
between two real names is seldom one, which is what keeps Farnham apart from Fareham.
`docs/matching.md` shows how the figures here were chosen.
"""

from __future__ import annotations

from itertools import pairwise, permutations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.resolution import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SHORTEST = 6
"""Shorter words have too many neighbours: `Torby` is as near to Corby as to Torbay."""

LONG = 9
"""The least number of letters of a name in which two errors may be read; else one."""

LEAD = {1: 1, 2: 3}
"""By the edits of the nearest name: how near no other record may come."""

FIRST_LETTER = {"swapped": 6, "other": 7, "dropped": 9}
"""The least number of letters of a name whose first letter is wrong, by the error."""

VERY_LONG = 15
"""The least number of letters of a name in which any one edit may be read, of fingers or not."""

MOST_EDITS = 2

FEW = 10_000
"""So many comparisons are made here; for more it pays to import rapidfuzz, which is faster."""

SUGGESTION_CUTOFF = 60.0

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiouy"


def _mistaken() -> frozenset[str]:
    pairs = {one + other for row in _ROWS for one, other in pairwise(row)}
    for upper, lower in pairwise(_ROWS):
        pairs |= {one + other for one, other in zip(upper, lower, strict=False)}
        pairs |= {one + other for one, other in zip(upper[1:], lower, strict=False)}
    pairs |= {one + other for one, other in permutations(_VOWELS, 2)}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


_MISTAKEN = _mistaken()
"""Pairs of letters of which one is typed for the other: neighbouring keys, and vowels."""


class Spelling(NamedTuple):
    """A normalised form under which a record is known."""

    form: str
    key: str
    spelling: str


class Near(NamedTuple):
    """A spelling some edits away from what was written."""

    edits: int
    written: str
    form: str
    key: str
    spelling: str


def edits(written: str, name: str, most: int) -> int:
    """Return how many edits turn a name into what was written; more than `most` if none do.

    That is the distance `OSA` of rapidfuzz, whose import takes longer than all of an answer's.
    """
    if abs(len(written) - len(name)) > most or len(set(written) ^ set(name)) > 2 * most:
        return most + 1
    typed, meant = _from_first_difference(written, name)
    if not typed or not meant or not most:
        return min(max(len(typed), len(meant)), most + 1)
    ways = [(typed[1:], meant[1:]), (typed[1:], meant), (typed, meant[1:])]
    if typed[:2] == meant[1::-1]:
        ways.append((typed[2:], meant[2:]))
    return 1 + min(edits(*way, most - 1) for way in ways)


def typing_errors(written: str, name: str, most: int) -> int:
    """Return how many typing errors turn a name into what was written; more than `most` if none.

    Both are normalised forms.
    """
    if written == name:
        return 0
    if most == 0:
        return 1
    typed, meant = _from_first_difference(written, name)
    before = written[: len(written) - len(typed)][-1:]
    left = most - 1
    ways = []
    if meant:
        ways.append((typed, meant[1:]))
    if typed and _slipped_in(typed[0], before, meant[:1]):
        ways.append((typed[1:], meant))
    if typed[:2] == meant[1::-1]:
        ways.append((typed[2:], meant[2:]))
    elif typed and meant and typed[0] + meant[0] in _MISTAKEN:
        ways.append((typed[1:], meant[1:]))
    return 1 + min((typing_errors(*way, left) for way in ways), default=most)


def _from_first_difference(written: str, name: str) -> tuple[str, str]:
    same = 0
    for one, other in zip(written, name, strict=False):
        if one != other:
            break
        same += 1
    return written[same:], name[same:]


def _slipped_in(letter: str, before: str, after: str) -> bool:
    """Say whether a letter too many is a vowel, the one before, or beside one around it.

    Before a name only its first letter is typed twice, or a key beside that is hit.
    """
    if not before:
        return letter == after or letter + after in _MISTAKEN
    return (
        letter in (" ", before, *_VOWELS)
        or letter + before in _MISTAKEN
        or letter + after in _MISTAKEN
    )


class TypoMatcher:
    """The spellings of records, to be asked for those that are like a form."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._spellings = list(dict.fromkeys(spellings))
        self._comparisons = 0
        self._in_reach: dict[tuple[int, int], tuple[list[str], list[Spelling]]] = {}

    def _within(self, most: int, length: int) -> tuple[list[str], list[Spelling]]:
        """Return the spellings that are as long, but for so many letters, and their forms."""
        found = self._in_reach.get((most, length))
        if found is None:
            near = [s for s in self._spellings if abs(len(s.form) - length) <= most]
            found = self._in_reach[most, length] = ([spelling.form for spelling in near], near)
        return found

    def near(self, forms: Iterable[str]) -> list[Near]:
        """Return the spellings that one of the forms may be a misspelling of, nearest first.

        With them come those that are near enough to be rivals: see `rival`.
        """
        written = [form for form in forms if len(form) >= SHORTEST]
        found = self._nearest(written, MOST_EDITS)
        if found and LEAD[max(found[0].edits, 1)] > MOST_EDITS:
            found = self._nearest(written, LEAD[found[0].edits])
        return found

    def _nearest(self, written: list[str], most: int) -> list[Near]:
        best: dict[Spelling, Near] = {}
        for form in written:
            names, spellings = self._within(most, len(form))
            for apart, position in self._compared(form, names, most):
                spelling = spellings[position]
                if spelling not in best or apart < best[spelling].edits:
                    best[spelling] = Near(apart, form, *spelling)
        return sorted(best.values())

    def _compared(self, form: str, names: list[str], most: int) -> Iterator[tuple[int, int]]:
        """Yield the edits by which names differ from a form, and their positions."""
        if self._is_one_of_few(names):
            for position, name in enumerate(names):
                apart = edits(form, name, most)
                if apart <= most:
                    yield apart, position
            return
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        hits = extract(form, names, scorer=OSA.distance, score_cutoff=most, limit=None)
        yield from ((apart, position) for _, apart, position in hits)

    def _is_one_of_few(self, names: Sequence[object]) -> bool:
        self._comparisons += len(names)
        return self._comparisons <= FEW

    def alike(self, forms: Iterable[str]) -> list[Candidate]:
        """Return what may have been meant, however unlike: one candidate a record, in no order."""
        best: dict[str, tuple[float, Spelling]] = {}
        for form in forms:
            for score, position in self._likened(form):
                spelling = self._spellings[position]
                if spelling.key not in best or score > best[spelling.key][0]:
                    best[spelling.key] = score, spelling
        return [Candidate(key, s.spelling, round(score, 1)) for key, (score, s) in best.items()]

    def _likened(self, form: str) -> Iterator[tuple[float, int]]:
        """Yield the ratios by which names are like a form, and their positions."""
        if self._is_one_of_few(self._spellings):
            for position, spelling in enumerate(self._spellings):
                score = likeness(form, spelling.form)
                if score >= SUGGESTION_CUTOFF:
                    yield score, position
            return
        from rapidfuzz import fuzz, process

        names = [spelling.form for spelling in self._spellings]
        cutoff = SUGGESTION_CUTOFF
        hits = process.extract(form, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
        yield from ((score, position) for _, score, position in hits)


def ratio(written: str, form: str) -> float:
    """Return how like two forms are, as `likeness` says, with one decimal."""
    return round(likeness(written, form), 1)


def likeness(written: str, form: str) -> float:
    """Return how like two forms are: twice the letters they share by all letters, 0 to 100.

    Letters are shared that stand in the same order in both. They are counted with a bit for each
    letter of one, which stays set while it is not shared (Hyyro 2004). It is `fuzz.ratio` of
    rapidfuzz.
    """
    places: dict[str, int] = {}
    for position, letter in enumerate(form):
        places[letter] = places.get(letter, 0) | 1 << position
    every = (1 << len(form)) - 1
    alone = every
    for letter in written:
        met = alone & places.get(letter, 0)
        alone = (alone + met | alone - met) & every
    shared = len(form) - alone.bit_count()
    letters = len(written) + len(form)
    return 100 * (1 - (letters - 2 * shared) / letters) if letters else 100.0


def misread(near: Near) -> bool:
    """Say whether what was written is too far from a spelling to be read as it.

    The first letter is seldom mistyped, and `Other` is not Rother.
    """
    written, form = near.written, near.form
    letters = len(form) - form.count(" ")
    if min(len(written), len(form)) < SHORTEST or near.edits > MOST_EDITS:
        return True
    if near.edits == MOST_EDITS and letters < LONG:
        return True
    if written[0] != form[0]:
        error = "other"
        if written[:2] == form[1::-1]:
            error = "swapped"
        elif written == form[1:]:
            error = "dropped"
        if near.edits > 1 or letters < FIRST_LETTER[error]:
            return True
    if near.edits == 1 and letters >= VERY_LONG:
        return False
    return typing_errors(written, form, near.edits) > near.edits


def rival(other: Near, first: Near) -> bool:
    """Say whether another record comes too near to the first to read the first.

    One edit is always too near. Of those farther away only what fingers could have made of it,
    and with another first letter only a namesake such as West Devon of East Devon.
    """
    if other.edits > LEAD[first.edits] or other.edits == 1:
        return other.edits == 1
    namesake = not set(first.form.split()).isdisjoint(other.form.split())
    if other.form[0] != other.written[0] and not namesake:
        return False
    return typing_errors(other.written, other.form, other.edits) <= other.edits

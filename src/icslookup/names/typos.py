"""Finds the names near a misspelt one, and whether the difference is a typing error.

Distances are counted in edits: letters dropped, added, changed, or two neighbours swapped (optimal
string alignment). A typing error is a slip of the fingers: a letter left out or typed twice, two
swapped, a key next to the right one, or one vowel for another. Two real names seldom differ by a
typing error: this keeps Farnham apart from Fareham. `docs/matching.md` shows how the figures here
were chosen.
"""

from __future__ import annotations

from itertools import pairwise, permutations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.resolution import Candidate

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 6
"""The fewest letters of a misspelt word: `Torby` is as near to Corby as to Torbay."""

LONG = 9
"""The fewest letters of a name that may have two errors. A shorter name may have one."""

RIVAL_EDITS = {1: 1, 2: 3}
"""For each number of edits of the nearest name, the edits within which another name is a rival."""

FIRST_LETTER = {"swapped": 6, "other": 7, "dropped": 9}
"""For each error, the fewest letters of a name whose first letter may be wrong."""

ANY_EDIT = {"other": 7, "first letter": 8}
"""The fewest letters of a name that may have any one edit if nothing else is near."""

CLEAR_EDITS = 2
"""The edits within which nothing else may be if the edit is not a typing error."""

EXPLAINED_EDITS = 3
"""The same for a name that has the odd letter: `denbyshire` may be Denbighshire, not Derbyshire."""

VERY_LONG = 15
"""The fewest letters of a name that may have any one edit, even if it is not a typing error."""

MOST_EDITS = 2
"""The most edits between a misspelt name and the name."""

SUGGESTION_CUTOFF = 60.0
"""The lowest `ratio` of a name that is suggested."""

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_VOWELS = "aeiouy"


def _confused_pairs() -> frozenset[str]:
    pairs = {one + other for row in _ROWS for one, other in pairwise(row)}
    for upper, lower in pairwise(_ROWS):
        pairs |= {one + other for one, other in zip(upper, lower, strict=False)}
        pairs |= {one + other for one, other in zip(upper[1:], lower, strict=False)}
    pairs |= {one + other for one, other in permutations(_VOWELS, 2)}
    return frozenset(pairs | {pair[::-1] for pair in pairs})


_CONFUSED = _confused_pairs()
"""Pairs of letters that are typed for each other: neighbouring keys, and vowels."""


class Spelling(NamedTuple):
    """A name or an alias of a record, with its normalised form."""

    form: str
    key: str
    spelling: str


class NearSpelling(NamedTuple):
    """A spelling, and the edits by which the form that the user wrote differs from it."""

    edits: int
    written: str
    form: str
    key: str
    spelling: str


def typing_errors(written: str, name: str, most: int) -> int:
    """Return how many typing errors turn a name into `written`, or `most` + 1 if it takes more.

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
    if typed and _is_extra_letter(typed[0], before, meant[:1]):
        ways.append((typed[1:], meant))
    if typed[:2] == meant[1::-1]:
        ways.append((typed[2:], meant[2:]))
    elif typed and meant and typed[0] + meant[0] in _CONFUSED:
        ways.append((typed[1:], meant[1:]))
    return 1 + min((typing_errors(*way, left) for way in ways), default=most)


def _from_first_difference(written: str, name: str) -> tuple[str, str]:
    same = 0
    for one, other in zip(written, name, strict=False):
        if one != other:
            break
        same += 1
    return written[same:], name[same:]


def _is_extra_letter(letter: str, before: str, after: str) -> bool:
    """Return whether a slip may add a letter: a vowel, a space, the letter before or a key nearby.

    Before the first letter of a name, only the same letter or a key next to it is a slip.
    """
    if not before:
        return letter == after or letter + after in _CONFUSED
    return (
        letter in (" ", before, *_VOWELS)
        or letter + before in _CONFUSED
        or letter + after in _CONFUSED
    )


class TypoMatcher:
    """Compares the spellings of records with a normalised form, by edits or by likeness."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._spellings = list(dict.fromkeys(spellings))
        self._forms = [spelling.form for spelling in self._spellings]
        self._by_length: dict[tuple[int, int], tuple[list[str], list[Spelling]]] = {}

    def near(self, forms: Iterable[str]) -> list[NearSpelling]:
        """Return the spellings that one of the forms may misspell, nearest first.

        The list includes the spellings that are near enough to be rivals: see `is_rival`.
        """
        written = [form for form in forms if len(form) >= SHORTEST]
        found = self.within(MOST_EDITS, written)
        if found and RIVAL_EDITS[max(found[0].edits, 1)] > MOST_EDITS:
            found = self.within(RIVAL_EDITS[found[0].edits], written)
        return found

    def within(self, most: int, written: list[str]) -> list[NearSpelling]:
        """Return the spellings that are at most `most` edits from one of the forms written."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        best: dict[Spelling, NearSpelling] = {}
        for form in written:
            names, spellings = self._of_length(len(form), most)
            hits = extract(form, names, scorer=OSA.distance, score_cutoff=most, limit=None)
            for _, edits, position in hits:
                spelling = spellings[position]
                if spelling not in best or edits < best[spelling].edits:
                    best[spelling] = NearSpelling(edits, form, *spelling)
        return sorted(best.values())

    def _of_length(self, length: int, most: int) -> tuple[list[str], list[Spelling]]:
        """Return the forms, and their spellings, whose lengths differ by at most `most` letters."""
        found = self._by_length.get((length, most))
        if found is None:
            spellings = [s for s in self._spellings if abs(len(s.form) - length) <= most]
            found = self._by_length[length, most] = [s.form for s in spellings], spellings
        return found

    def alike(self, forms: Iterable[str]) -> list[Candidate]:
        """Return the records that one of the forms resembles, each once, in no particular order.

        The score of a candidate is the best `fuzz.ratio` of its spellings.
        """
        from rapidfuzz import fuzz
        from rapidfuzz.process import extract

        cutoff = SUGGESTION_CUTOFF
        best: dict[str, tuple[float, Spelling]] = {}
        for form in forms:
            hits = extract(form, self._forms, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
            for _, score, position in hits:
                spelling = self._spellings[position]
                if spelling.key not in best or score > best[spelling.key][0]:
                    best[spelling.key] = score, spelling
        return [Candidate(key, s.spelling, round(score, 1)) for key, (score, s) in best.items()]


class Lookalikes:
    """Texts that mean no record, but differ from the name of one by a letter or two."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = list(dict.fromkeys(texts))
        self._known = frozenset(self._texts)

    def __contains__(self, form: str) -> bool:
        return form in self._known

    def near(self, form: str, most: int) -> set[str]:
        """Return the texts that are at most `most` edits from a form."""
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        hits = extract(form, self._texts, scorer=OSA.distance, score_cutoff=most, limit=None)
        return {text for text, _, _ in hits}


def ratio(written: str, form: str) -> float:
    """Return how similar two forms are, from 0 to 100: `fuzz.ratio` of rapidfuzz, one decimal."""
    from rapidfuzz import fuzz

    return round(fuzz.ratio(written, form), 1)


def is_too_far(near: NearSpelling) -> bool:
    """Return whether what the user wrote is too far from a spelling to mean it.

    People seldom mistype the first letter: `Other` is not Rother.
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


def has_one_edit(near: NearSpelling) -> bool:
    """Return whether any one edit turns a long name into what the user wrote.

    The edit need not be a slip of a finger. The name is the answer only if nothing else is near.
    """
    letters = len(near.form) - near.form.count(" ")
    least = ANY_EDIT["other" if near.written[0] == near.form[0] else "first letter"]
    return near.edits == 1 and letters >= least


def explains(other: NearSpelling, first: NearSpelling) -> bool:
    """Return whether another name begins like the text up to its first letter not in `first`."""
    typed, _ = _from_first_difference(first.written, first.form)
    same = len(first.written) - len(typed)
    return other.form.startswith(first.written[: same + 1])


def is_rival(other: NearSpelling, first: NearSpelling) -> bool:
    """Return whether another record is too near for the first one to be the answer.

    One edit is always too near. A record that is farther away is a rival only if its difference
    is typing errors. If its first letter differs too, it must share a word with the first, as
    West Devon does with East Devon.
    """
    if other.edits > RIVAL_EDITS[first.edits] or other.edits == 1:
        return other.edits == 1
    namesake = not set(first.form.split()).isdisjoint(other.form.split())
    if other.form[0] != other.written[0] and not namesake:
        return False
    return typing_errors(other.written, other.form, other.edits) <= other.edits

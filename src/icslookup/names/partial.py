"""Names of which only a part was written: some of its words, its beginning, words cut short.

Each way returns the records that it may mean, by key; whether there is one, or several to choose
from, is for `icslookup.names.inexact` to say.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property

from icslookup._typing import TYPE_CHECKING
from icslookup.names.normalise import normalise
from icslookup.names.rewrites import CONTRACTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from icslookup.names.resolution import Entry, Vocabulary
    from icslookup.names.typos import Spelling

SHORTEST_BEGINNING = 8
SHORTEST_BEGINNING_OF_KIND = 6
"""The least letters of a beginning; fewer where a word for the kind stands before it."""

SHORTEST_TELLING = 4
"""The least letters of a whole word by which a name is told, its other words being cut short."""

BEGINNING_SHARE = {"word": 2 / 3, "words": 1 / 2}
"""How much of a name must be there to be read where it is cut off, in its first word or later."""

_COMPASS = frozenset("north south east west mid central upper lower".split())


class PartialMatcher:
    """The names of records, to be asked for parts of them.

    `primary` are forms and the names they come from; `spellings` are all by which a name may
    begin; `fits(key, removed)` may refuse a record because of the words that were taken off.
    """

    def __init__(
        self,
        primary: list[tuple[str, Entry]],
        spellings: list[Spelling],
        vocabulary: Vocabulary,
        fits: Callable[[str, frozenset[str]], bool],
    ) -> None:
        self.primary = primary
        self.vocabulary = vocabulary
        self.fits = fits
        self._spellings = spellings

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """Every word of every name, with the positions in `primary` of the names that have it."""
        found: dict[str, list[int]] = {}
        for position, (form, _) in enumerate(self.primary):
            for word in dict.fromkeys(form.split()):
                found.setdefault(word, []).append(position)
        return found

    @cached_property
    def _sorted(self) -> list[Spelling]:
        return sorted(set(self._spellings))

    def by_words(self, core: str, removed: frozenset[str]) -> tuple[dict[str, str], dict[str, str]]:
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
        if not all(word in self.words for word in words):
            return sure, near
        telling = bool(set(words) - generic)
        if len(words) < 2 and not telling:  # noqa: PLR2004 - `forest, new` is a name, `new` none
            return sure, near
        for position in self._with_words(words):
            entry = self.primary[position][1]
            if not self.fits(entry.key, removed):
                continue
            places = [
                [word for word in normalise(part).split() if word not in stop]
                for part in re.split(r",| and | & ", entry.spelling)
            ]
            whole = sorted(words) == sorted(word for place in places for word in place)
            if whole or (telling and self._names(words, places, entry.key, removed)):
                sure[entry.key] = entry.spelling
            elif telling:
                near[entry.key] = entry.spelling
        return sure, near

    def _with_words(self, words: list[str]) -> list[int]:
        """Return the positions in `primary` of the names that have all of these known words."""
        first, *others = (self.words[word] for word in words)
        return sorted(set(first).intersection(*others))

    def _names(
        self, words: list[str], places: list[list[str]], key: str, removed: frozenset[str]
    ) -> bool:
        """Say whether words are one of the places that a name joins, or the head of the name."""
        return words in places or self._heads(words, places[0], key, removed)

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

    def by_beginning(self, core: str, removed: frozenset[str]) -> dict[str, Spelling]:
        """Return the records whose names begin so, if one of them is cut off as in a narrow column.

        `hammersmith and ful` is one; `bedford` of Bedfordshire is none, but a name of its own.
        """
        least = SHORTEST_BEGINNING_OF_KIND if removed else SHORTEST_BEGINNING
        if len(core) < least or not set(core.split()) - self.vocabulary.generic:
            return {}
        found: dict[str, Spelling] = {}
        for spelling in self.beginning(core):
            if self.fits(spelling.key, removed):
                found.setdefault(spelling.key, spelling)
        return found if any(_cut_off(core, spelling.form) for spelling in found.values()) else {}

    def beginning(self, core: str) -> Iterator[Spelling]:
        """Yield the spellings that begin so, in the order of the alphabet."""
        for position in range(bisect_left(self._sorted, (core,)), len(self._sorted)):
            if not self._sorted[position].form.startswith(core):
                return
            yield self._sorted[position]

    def twins(self, core: str, near: dict[str, str]) -> dict[str, str]:
        """Return those of the records near by words that differ by a compass point only.

        `ribble` is the head of Ribble Valley, but South Ribble may be meant as well.
        """
        return {
            key: name
            for key, name in near.items()
            if [word for word in normalise(name).split() if word not in _COMPASS] == core.split()
        }

    def by_shortened(self, core: str, removed: frozenset[str]) -> dict[str, str]:
        """Return the records of whose names some words are cut short: `tunb wells`, `mole v`.

        The words stand in the order of the name, each whole or its beginning, and
        one whole word says which name it is.
        """
        words = core.split()
        if len(words) == 1:
            return {}
        whole = [word for word in words if word in self.words and self._telling(word)]
        found: dict[str, str] = {}
        for position in self._with_words(whole) if whole else ():
            name, entry = self.primary[position]
            full = name.split()
            if len(full) == len(words) and self.fits(entry.key, removed):
                pairs = zip(full, words, strict=True)
                if all(word.startswith(short) for word, short in pairs):
                    found[entry.key] = entry.spelling
        return found

    def by_contraction(self, core: str, removed: frozenset[str]) -> dict[str, str]:
        """Return the records whose words begin and end as those drawn together: `w\u0294hampton`.

        A name of one word needs four letters at the end: any of a dozen could be `b'ton`.
        """
        ending = core.rpartition(CONTRACTION)[2]
        if " " not in core and len(ending) < SHORTEST_TELLING:
            return {}
        pattern = re.compile(re.escape(core).replace(CONTRACTION, r"\w+"))
        return {
            entry.key: entry.spelling
            for form, entry in self.primary
            if pattern.fullmatch(form) and self.fits(entry.key, removed)
        }

    def _telling(self, word: str) -> bool:
        """Say whether a whole word is enough to tell a name by, the others being cut short."""
        stop, generic = self.vocabulary.stop, self.vocabulary.generic
        return len(word) >= SHORTEST_TELLING and word not in generic and word not in stop


def _cut_off(core: str, name: str) -> bool:
    """Say whether enough of a name is there to read it, cut off within or after a later word."""
    rest = name[len(core) :]
    if " " in core:
        return len(core) >= BEGINNING_SHARE["words"] * len(name) and rest != "shire"
    enough = len(core) >= BEGINNING_SHARE["word"] * len(name)
    return enough and rest != "shire" and not rest.startswith(" ")

"""Matches a part of a name: some of its words, its beginning, or words that are cut short.

Each method returns every record that the user may mean, by key. `icslookup.names.inexact` decides
whether one of them is the answer, or whether to ask back.
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
"""The fewest letters of a beginning. Fewer will do if a word for the kind of body was removed."""

SHORTEST_DISTINCTIVE = 4
"""The fewest letters of a whole word that identifies a name whose other words are cut short."""

BEGINNING_SHARE = {"word": 2 / 3, "words": 1 / 2}
"""The smallest share that is left of a name cut off in its first word, or in a later one."""

_COMPASS = frozenset("north south east west mid central upper lower".split())


class PartialMatcher:
    """Matches parts of the names of records.

    `primary` are the forms of names, with their entries. `spellings` are all names and aliases that
    can match by their beginning. `fits(key, removed)` returns whether a record fits the words for
    the kind of body that were removed from the query.
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
        """Return the records that the words name, and the records that only share the words.

        The words name a record if they are all the words of its name, or one of the places that
        the name joins (`Telford` of Telford and Wrekin), or its head without the rest
        (`Kingston` of Kingston upon Thames). They only share a name if a compass point is left
        out, or if another name has a word that begins like the last one.
        """
        stop, generic = self.vocabulary.stop, self.vocabulary.generic
        words = [word for word in core.split() if word not in stop]
        named: dict[str, str] = {}
        sharing: dict[str, str] = {}
        if not all(word in self.words for word in words):
            return named, sharing
        distinctive = bool(set(words) - generic)
        if len(words) < 2 and not distinctive:  # noqa: PLR2004 - `forest, new` is a name, `new` is not
            return named, sharing
        may_name = distinctive and core not in self.vocabulary.common
        for position in self._with_words(words):
            entry = self.primary[position][1]
            if not self.fits(entry.key, removed):
                continue
            places = [
                [word for word in normalise(part).split() if word not in stop]
                for part in re.split(r",| and | & ", entry.spelling)
            ]
            whole = sorted(words) == sorted(word for place in places for word in place)
            if whole or (may_name and self._is_named(words, places, entry.key, removed)):
                named[entry.key] = entry.spelling
            elif distinctive:
                sharing[entry.key] = entry.spelling
        return named, sharing

    def is_whole(self, core: str, name: str) -> bool:
        """Return whether a core has all the words of a name, in any order."""
        stop = self.vocabulary.stop
        first, other = (
            sorted(word for word in form.split() if word not in stop)
            for form in (core, normalise(name))
        )
        return first == other

    def _with_words(self, words: list[str]) -> list[int]:
        """Return the positions in `primary` of the names that have all of these known words."""
        first, *others = (self.words[word] for word in words)
        return sorted(set(first).intersection(*others))

    def _is_named(
        self, words: list[str], places: list[list[str]], key: str, removed: frozenset[str]
    ) -> bool:
        """Return whether words are one of the places that a name joins, or the head of the name."""
        return words in places or self._is_head(words, places[0], key, removed)

    def _is_head(
        self, words: list[str], place: list[str], key: str, removed: frozenset[str]
    ) -> bool:
        """Return whether words begin a name, and the last does not begin a word of another name."""
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
        """Return the records whose names begin with the core, if the core is surely cut off.

        `hammersmith and ful` is cut off, as in a narrow column. `bedford` is a name of its own, not
        Bedfordshire cut off.
        """
        least = SHORTEST_BEGINNING_OF_KIND if removed else SHORTEST_BEGINNING
        if len(core) < least or not set(core.split()) - self.vocabulary.generic:
            return {}
        found: dict[str, Spelling] = {}
        for spelling in self.starting_with(core):
            if self.fits(spelling.key, removed):
                found.setdefault(spelling.key, spelling)
        return found if any(_is_cut_off(core, s.form) for s in found.values()) else {}

    def starting_with(self, core: str) -> Iterator[Spelling]:
        """Yield the spellings that start with the core, in alphabetical order."""
        for position in range(bisect_left(self._sorted, (core,)), len(self._sorted)):
            if not self._sorted[position].form.startswith(core):
                return
            yield self._sorted[position]

    def compass_variants(self, core: str, sharing: dict[str, str]) -> dict[str, str]:
        """Return the records of `sharing` whose names only add a compass point to the core.

        `ribble` is the head of Ribble Valley, but the user may mean South Ribble.
        """
        return {
            key: name
            for key, name in sharing.items()
            if [word for word in normalise(name).split() if word not in _COMPASS] == core.split()
        }

    def by_shortened(self, core: str, removed: frozenset[str]) -> dict[str, str]:
        """Return the records whose names fit a core with words cut short: `tunb wells`, `mole v`.

        The words are in the order of the name, each whole or only its beginning. At least one
        whole word must be distinctive.
        """
        words = core.split()
        if len(words) == 1:
            return {}
        whole = [word for word in words if word in self.words and self._is_distinctive(word)]
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
        """Return the records whose words begin and end like the contracted ones: `w\u0294hampton`.

        A core of one word needs four letters at the end: `b'ton` could mean any of a dozen names.
        """
        ending = core.rpartition(CONTRACTION)[2]
        if " " not in core and len(ending) < SHORTEST_DISTINCTIVE:
            return {}
        pattern = re.compile(re.escape(core).replace(CONTRACTION, r"\w+"))
        return {
            entry.key: entry.spelling
            for form, entry in self.primary
            if pattern.fullmatch(form) and self.fits(entry.key, removed)
        }

    def _is_distinctive(self, word: str) -> bool:
        """Return whether a whole word identifies a name whose other words are cut short."""
        stop, generic = self.vocabulary.stop, self.vocabulary.generic
        return len(word) >= SHORTEST_DISTINCTIVE and word not in generic and word not in stop


def _is_cut_off(core: str, name: str) -> bool:
    """Return whether the core is enough of a name, and ends within a word or after the first."""
    rest = name[len(core) :]
    if " " in core:
        return len(core) >= BEGINNING_SHARE["words"] * len(name) and rest != "shire"
    enough = len(core) >= BEGINNING_SHARE["word"] * len(name)
    return enough and rest != "shire" and not rest.startswith(" ")

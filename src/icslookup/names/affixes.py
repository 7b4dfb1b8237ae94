"""The words of a name that carry no name of their own, and how they are taken off or mended.

`London Borough of Camden Council` is Camden: what is left without the words for the kind of
body is its core. Which words these are is for a `Vocabulary` to say.
"""

from __future__ import annotations

from functools import lru_cache

from icslookup._typing import TYPE_CHECKING
from icslookup.names.typos import SHORTEST, typing_errors

if TYPE_CHECKING:
    from collections.abc import Container

    from icslookup.names.resolution import Vocabulary

_INVERTED = ("city of", "county of", "borough of", "london borough of", "royal borough of")
_INVERTED_ENDS = tuple(f" {words}" for words in _INVERTED)
_SHORTEST_ABBREVIATION = 4
_SHORTEST_MENDED = 5
_SHORTEST_KIND = 4
_SHORTEST_CUT = 3


class Affixes:
    """A vocabulary, ready to be used on normalised forms."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._prefixes: dict[str, list[list[str]]] = {}
        for prefix in vocabulary.prefixes:
            words = prefix.split()
            self._prefixes.setdefault(words[0], []).append(words)
        parts = (word for prefix in vocabulary.prefixes for word in prefix.split())
        self._suffixes = [word for word in vocabulary.suffixes if len(word) >= _SHORTEST_KIND]
        self._kind_words = frozenset(
            word for word in (*vocabulary.suffixes, *parts) if len(word) >= SHORTEST
        )
        self._recent = lru_cache(maxsize=64)(self._stripped)

    def expand(self, form: str) -> str:
        """Write out the abbreviations in a normalised form; alone only those of a county."""
        words = form.split()
        abbreviations = self.vocabulary.abbreviations
        if abbreviations.keys().isdisjoint(words):
            return form
        if len(words) == 1 and len(form) < _SHORTEST_ABBREVIATION:
            return form
        return " ".join([abbreviations.get(word, word) for word in words])

    def stripped(self, form: str) -> list[tuple[str, list[str]]]:
        """Return a form and what is left of it without the words for the kind of body.

        Returns pairs of form and the words taken off, the longest form first, so that
        `city of london council` meets `city of london` before `london`. A word after `and` is
        a name of its own and stays: `hackney and city` is not Hackney. The list is not to be
        changed: every step of one query asks for it.
        """
        return self._recent(form)

    def _stripped(self, form: str) -> list[tuple[str, list[str]]]:
        words = form.split()
        found = self._shortened(words)
        if form.endswith(_INVERTED_ENDS):
            for ending in _INVERTED:
                if form.endswith(f" {ending}"):
                    size = ending.count(" ") + 1
                    found += self._shortened(words[-size:] + words[:-size])
        if len(found) > 1:
            found.sort(key=_longest_first)
        return found

    def _shortened(self, words: list[str]) -> list[tuple[str, list[str]]]:
        """Return the words, and what is left without those at either end that name the kind."""
        suffixes = self.vocabulary.suffixes
        last = len(words)
        ends = [last]
        while last > 1 and words[last - 1] in suffixes and words[last - 2] != "and":
            last -= 1
            ends.append(last)
        starts = [0]
        for start in starts:
            for prefix in self._prefixes.get(words[start], ()):
                after = start + len(prefix)
                if after < len(words) and words[start:after] == prefix and after not in starts:
                    starts.append(after)
        return [
            (" ".join(words[start:end]), words[:start] + words[end:])
            for start in starts
            for end in ends
            if start < end
        ]

    def core(self, form: str) -> tuple[str, frozenset[str]]:
        """Return the shortest form that is left, and the words taken off."""
        core, taken = self.stripped(form)[-1]
        return core, frozenset(taken)

    def correct_affixes(self, form: str, known: Container[str]) -> str:
        """Mend typing errors in the words for the kind of body: `guildford borogh counci`.

        `known` are the words of names, which are right as they stand.
        """
        words = form.split()
        if len(words) == 1:
            return form
        return " ".join([self._mended(word, known) for word in words])

    def cut(self, form: str) -> tuple[str, bool]:
        """Take off a last word that is the beginning of one for the kind: `guildford borough cou`.

        Returns an empty text where there is none, and whether it is surely one: of fewer than
        three letters it is only after a whole word for the kind.
        """
        *words, last = form.split()
        suffixes = self.vocabulary.suffixes
        if not words or last in suffixes:
            return "", False
        whole = {kind for kind in self._suffixes if kind.startswith(last)}
        if not whole:
            return "", False
        sure = len(last) >= _SHORTEST_CUT or words[-1] in suffixes
        if len(whole) == 1:
            words += whole
        return " ".join(words), sure

    def _mended(self, word: str, known: Container[str]) -> str:
        if len(word) < _SHORTEST_MENDED or word in known or word in self._kind_words:
            return word
        near = [
            kind
            for kind in self._kind_words
            if kind[0] == word[0] and typing_errors(word, kind, 1) == 1
        ]
        return near[0] if len(near) == 1 else word


def _longest_first(item: tuple[str, list[str]]) -> int:
    return -len(item[0])

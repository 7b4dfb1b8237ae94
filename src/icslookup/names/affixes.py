"""The words of a name that only say what kind of body it is.

`London Borough of Camden Council` is Camden: without the words for the kind of body, only the
core of the name is left. A `Vocabulary` lists these words.
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
_SHORTEST_CORRECTED = 5
_SHORTEST_KIND = 4
_SHORTEST_CUT = 3


class Affixes:
    """The prefixes, suffixes and abbreviations of a vocabulary, applied to normalised forms."""

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
        self._recent = lru_cache(maxsize=64)(self._shorter_forms)

    def expand(self, form: str) -> str:
        """Return a form with its abbreviations written out.

        A single word of fewer than four letters is not changed: only counties are abbreviated
        alone.
        """
        words = form.split()
        abbreviations = self.vocabulary.abbreviations
        if abbreviations.keys().isdisjoint(words):
            return form
        if len(words) == 1 and len(form) < _SHORTEST_ABBREVIATION:
            return form
        return " ".join([abbreviations.get(word, word) for word in words])

    def shorter_forms(self, form: str) -> list[tuple[str, list[str]]]:
        """Return a form, and each shorter form without words for the kind of body.

        Each form comes with the words removed from it. The longest form is first, so that
        `city of london council` matches `city of london` before `london`. A word after `and` is a
        name of its own and is not removed: `hackney and city` is not Hackney. Where `and` joins two
        words for the kind, all three are: `health and care`. Do not change the
        list: every step of one query uses the same one.
        """
        return self._recent(form)

    def _shorter_forms(self, form: str) -> list[tuple[str, list[str]]]:
        words = form.split()
        found = self._strip_ends(words)
        if form.endswith(_INVERTED_ENDS):
            for ending in _INVERTED:
                if form.endswith(f" {ending}"):
                    size = ending.count(" ") + 1
                    found += self._strip_ends(words[-size:] + words[:-size])
        if len(found) > 1:
            found.sort(key=_longest_first)
        return found

    def _strip_ends(self, words: list[str]) -> list[tuple[str, list[str]]]:
        """Return the words, and each shorter form without words for the kind at either end."""
        suffixes = self.vocabulary.suffixes
        last = len(words)
        ends = [last]
        while last > 1 and words[last - 1] in suffixes:
            if words[last - 2] == "and" and not suffixes.issuperset(words[last - 3 : last - 1]):
                break
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
        """Return the shortest form without words for the kind, and the words removed."""
        core, removed = self.shorter_forms(form)[-1]
        return core, frozenset(removed)

    def correct_affixes(self, form: str, known: Container[str]) -> str:
        """Return a form with misspelt words for the kind corrected: `guildford borogh counci`.

        `known` are the words of names, which are not changed. Nor is a form of one word.
        """
        words = form.split()
        if len(words) == 1:
            return form
        return " ".join([self._correct_word(word, known) for word in words])

    def complete(self, form: str) -> tuple[str, bool]:
        """Return a form with a cut-off last word for the kind completed: `guildford borough cou`.

        If several words for the kind begin like the last word, the last word is left out. If none
        does, the form is empty. The flag says whether the last word is surely cut off: it has at
        least three letters, or it follows a whole word for the kind.
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

    def _correct_word(self, word: str, known: Container[str]) -> str:
        known_word = word in known or word in self.vocabulary.generic
        if len(word) < _SHORTEST_CORRECTED or known_word or word in self._kind_words:
            return word
        near = [
            kind
            for kind in self._kind_words
            if kind[0] == word[0] and typing_errors(word, kind, 1) == 1
        ]
        return near[0] if len(near) == 1 else word


def _longest_first(stripped: tuple[str, list[str]]) -> int:
    return -len(stripped[0])

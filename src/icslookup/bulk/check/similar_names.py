"""Pairs of names that people and programs confuse."""

from __future__ import annotations

from itertools import combinations

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.names.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_EDITS = 2
SHORTEST_STEM = 4

_NO_STEMS = frozenset(["saint"])
"""First words that many names share, but that do not make them similar."""

_COMPASS = frozenset("north south east west mid central".split())


class SimilarPair(NamedTuple):
    """The keys of two records, and how their names are alike: `letters`, `compass` or `stem`."""

    first: str
    second: str
    alike: str


def similar_pairs(names: Mapping[str, str]) -> Iterator[SimilarPair]:
    """Yield the pairs of records whose names are alike, by name; `names` are by key.

    Two names are alike in one of three ways. One becomes the other by two edits: insertion,
    deletion, substitution, or two letters swapped (the optimal string alignment distance). They
    differ only by the compass (East and West Suffolk, Norfolk and South Norfolk). Or they begin
    with the same stem (Derby and Derbyshire, Newcastle upon Tyne and under Lyme).
    """
    forms = sorted((normalise(name), key) for key, name in names.items())
    plain = {key: _Plain(*_parts(form)) for form, key in forms}
    for (form, key), (other, another) in combinations(forms, 2):
        alike = _alike(form, other, plain[key], plain[another])
        if alike:
            yield SimilarPair(key, another, alike)


class _Plain(NamedTuple):
    """A name without the compass, and the stem that it begins with."""

    rest: str
    stem: str


def _parts(form: str) -> tuple[str, str]:
    words = [word for word in form.split() if word not in _COMPASS]
    stem = words[0] if words else ""
    if stem.endswith("shire") and len(stem) >= len("shire") + SHORTEST_STEM:
        stem = stem.removesuffix("shire")
    return " ".join(words), "" if stem in _NO_STEMS else stem


def _alike(form: str, other: str, plain: _Plain, another: _Plain) -> str | None:
    from rapidfuzz.distance import OSA

    if plain.rest and plain.rest == another.rest:
        return "compass"
    if OSA.distance(form, other, score_cutoff=MOST_EDITS) <= MOST_EDITS:
        return "letters"
    if plain.stem == another.stem and len(plain.stem) >= SHORTEST_STEM:
        return "stem"
    return None

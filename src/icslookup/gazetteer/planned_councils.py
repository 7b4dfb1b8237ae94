"""Finds the councils that are planned but do not exist yet, such as West Surrey, by name."""

from __future__ import annotations

import re
from functools import lru_cache

from icslookup._typing import TYPE_CHECKING, NamedTuple
from icslookup.gazetteer.indexes import area_resolver
from icslookup.gazetteer.vocabulary import AREA_VOCABULARY
from icslookup.names.affixes import Affixes
from icslookup.names.normalise import normalise
from icslookup.names.typos import Spelling, TypoMatcher

if TYPE_CHECKING:
    from icslookup.dataset.loader import Dataset
    from icslookup.model import Plan

_AFTER_NAME = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|,.*)\s*$")

_LONGEST_NAME = 100
"""In characters. A longer text, such as a cell of a megabyte, is not the name of a council."""


class PlannedCouncil(NamedTuple):
    """A planned council, with the plans of the councils that it replaces, in whole or part."""

    name: str
    plans: tuple[Plan, ...]


def planned_councils(data: Dataset, query: str) -> tuple[PlannedCouncil, ...]:
    """Return the planned councils that a text names, with or without words such as Council.

    The mark of a footnote, a remark in brackets or a county after a comma may follow the name.
    A name may have one typing error, if no council of England is as near. Most texts name none,
    and a text with an error may be as near to two.
    """
    if len(query) > _LONGEST_NAME:
        return ()
    index = _index(data)
    form = index.affixes.expand(normalise(_bare_name(query)))
    corrected = index.affixes.correct_affixes(form, index.words)
    cores = [core for core, _ in index.affixes.shorter_forms(corrected)] if corrected else []
    exact = [index.councils[core] for core in cores if core in index.councils]
    if exact or not cores:
        return tuple(exact[:1])
    near = [n for n in index.typos.near(cores) if n.edits == 1]
    if not near:
        return ()
    real = area_resolver(data).inexact.typos.near(cores)
    if any(other.edits <= 1 for other in real):
        return ()
    return tuple(index.councils[key] for key in dict.fromkeys(n.key for n in near))


def _bare_name(query: str) -> str:
    """Return a text without what may follow a name in a table."""
    if query.replace(" ", "").isalpha():
        return query
    from icslookup.names.marks import without_marks, without_number

    return _AFTER_NAME.sub("", without_number(without_marks(query)))


class _Index(NamedTuple):
    """The planned councils by normalised name, and what finds them."""

    councils: dict[str, PlannedCouncil]
    words: frozenset[str]
    typos: TypoMatcher
    affixes: Affixes


@lru_cache(maxsize=4)
def _index(data: Dataset) -> _Index:
    plans: dict[str, list[Plan]] = {}
    for plan in data.plans:
        for name in plan.successors:
            plans.setdefault(name, []).append(plan)
    councils = {normalise(name): PlannedCouncil(name, tuple(rows)) for name, rows in plans.items()}
    spellings = [Spelling(form, form, council.name) for form, council in councils.items()]
    words = frozenset(word for form in councils for word in form.split())
    return _Index(councils, words, TypoMatcher(spellings), Affixes(AREA_VOCABULARY))

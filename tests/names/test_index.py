"""The names and aliases of an index, by their normalised form."""

from __future__ import annotations

import pytest

from icslookup.names.index import LONGEST_QUERY, Index
from icslookup.names.resolution import Entry, Query
from tests.support.names import VOCABULARY, entries, everyone, index

TODAY = Query(everyone, dated=False, suggest=True)


def former(key: str) -> Query:
    """Return a query for a named day on which one record does not exist."""
    return Query(lambda other: other != key, dated=True, suggest=True)


@pytest.mark.parametrize(
    ("spelling", "known"),
    [("ASHFORD", True), ("AH", True), ("Ashford Council", False), ("Ashford " * 99, False)],
)
def test_only_whole_names_and_aliases_are_known(spelling: str, *, known: bool) -> None:
    assert index(Entry("AH", "a", primary=False)).knows(spelling) is known
    assert len("Ashford " * 99) > LONGEST_QUERY


@pytest.mark.parametrize(
    ("form", "method", "key", "how"),
    [
        ("ashford", "exact", "a", "exact"),
        ("ashford council", "exact", "a", "exact"),
        ("city of london council", "exact", "c", "exact"),
        ("ah", "exact", "a", "alias"),
        ("ah council", "fuzzy", "a", "fuzzy"),
    ],
)
def test_a_form_is_a_name_or_an_alias_with_or_without_affixes(
    form: str, method: str, key: str, how: str
) -> None:
    found = index(Entry("AH", "a", primary=False)).by_form(form, method, {}, TODAY)
    assert found is not None
    assert found.match is not None
    assert (found.key, found.match.method) == (key, how)


def test_any_other_form_is_not_found() -> None:
    assert index().by_form("atlantis", "exact", {}, TODAY) is None
    assert index().by_alias("ashford", TODAY) is None


def test_a_record_that_does_not_fit_is_added_to_the_refused() -> None:
    picky = Index(
        {}, entries({"a": "Ashford"}), tuple, VOCABULARY, lambda _key, words: "city" not in words
    )
    refused: dict[str, str] = {}
    assert picky.by_form("ashford city", "exact", refused, TODAY) is None
    assert refused == {"a": "Ashford"}


def test_on_a_named_day_an_alias_has_priority_over_an_ended_name() -> None:
    both = index(Entry("Ashford", "b", primary=False))
    for query, key in ((TODAY, "a"), (former("a"), "b")):
        found = both.by_form("ashford", "exact", {}, query)
        assert found is not None
        assert found.key == key


def test_a_name_may_defer_to_an_alias() -> None:
    names = entries({"a": "Ashford", "b": "Bolton"})
    alias = Entry("Ashford", "b", primary=False)
    deferring = Index(
        {}, names, lambda: [alias], VOCABULARY, defers_to_alias=lambda key: key == "a"
    )
    found = deferring.by_form("ashford", "exact", {}, TODAY)
    assert found is not None
    assert found.key == "b"


def test_the_first_spelling_of_a_form_is_kept() -> None:
    twice = [Entry("St Helens", "a", primary=True), Entry("Saint Helens", "a", primary=False)]
    assert Index({}, twice, tuple, VOCABULARY).names == {"saint helens": {"a": "St Helens"}}

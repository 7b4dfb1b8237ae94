"""The steps by which a spelling becomes a record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.names.index import LONGEST_QUERY, Index
from icslookup.names.resolution import Entry
from icslookup.names.resolver import Resolver
from tests.support.names import VOCABULARY, everyone, resolver


@pytest.mark.parametrize(
    ("query", "key", "method"),
    [
        ("E1", "a", "code"),
        (" e1 ", "a", "code"),
        ("ashford", "a", "exact"),
        ("Ashford City Council", "a", "exact"),
        ("City of London", "c", "exact"),
        ("City of London Council", "c", "exact"),
        ("The City of London", "c", "exact"),
        ("N Heath", "b", "alias"),
        ("Surrey", "d", "words"),
        ("Heath, Surrey", "d", "words"),
        ("Ashfordd", "a", "fuzzy"),
    ],
)
def test_the_steps_in_their_order(query: str, key: str, method: str) -> None:
    found = resolver().resolve(query, everyone)
    assert (found.status, found.key) == ("found", key)
    assert found.match is not None
    assert found.match.method == method
    assert (found.match.score == 100) is (method in ("code", "exact", "alias") or "," in query)


@pytest.mark.parametrize(
    "query",
    [
        "London",
        "Heath",
        "North",
        "City",
        "Council",
        "Xshford",
        "Ash",
        "Ashford1 9",
        "Unknown",
        "N/A",
    ],
)
def test_what_is_not_a_name_is_not_found(query: str) -> None:
    assert resolver().resolve(query, everyone).status == "not_found"


def test_an_alias_of_two_records_is_ambiguous() -> None:
    found = resolver(Entry("AH", "a", primary=False), Entry("AH", "b", primary=False)).resolve(
        "ah", everyone
    )
    assert found.status == "ambiguous"
    assert [candidate.key for candidate in found.candidates] == ["a", "b"]


def test_an_undated_alias_means_former_records_too() -> None:
    both = resolver(Entry("AH", "a", primary=False), Entry("AH", "b", primary=False))
    assert both.resolve("AH", lambda key: key == "a").status == "ambiguous"
    assert both.resolve("AH", lambda key: key == "a", dated=True).key == "a"


def test_a_name_of_two_records_means_the_present_one() -> None:
    two = Resolver(Index({}, [Entry("Similar", k, primary=True) for k in "xy"], tuple, VOCABULARY))
    assert two.resolve("similar", lambda key: key == "y").key == "y"
    assert two.resolve("similarr", lambda key: key == "y").key == "y"
    assert two.resolve("similar", everyone).status == "ambiguous"


def test_a_name_wins_over_an_alias() -> None:
    assert resolver(Entry("Ashford", "b", primary=False)).resolve("Ashford", everyone).key == "a"


def test_aliases_are_read_only_when_no_name_matches() -> None:
    def explode() -> list[Entry]:
        raise AssertionError

    named = Resolver(Index({}, [Entry("Ashford", "a", primary=True)], explode, VOCABULARY))
    assert named.resolve("Ashford", everyone).key == "a"


def test_a_query_longer_than_any_name_is_not_searched() -> None:
    found = resolver().resolve("Ashford " * LONGEST_QUERY, everyone)
    assert (found.status, found.candidates) == ("not_found", ())


@given(st.text())
def test_resolving_never_raises(text: str) -> None:
    assert resolver().resolve(text, everyone).status in ("found", "not_found", "ambiguous")

"""The matching of a spelling that is neither a name nor an alias."""

from __future__ import annotations

import pytest

from icslookup.names.index import Index
from icslookup.names.inexact import SUGGESTIONS, InexactMatcher
from icslookup.names.resolution import Entry, Query
from icslookup.names.resolver import Resolver
from tests.support.names import VOCABULARY, entries, everyone, index

TODAY = Query(everyone, dated=False, suggest=True)


@pytest.mark.parametrize(
    ("form", "key", "method", "score"),
    [
        ("n heath", "b", "alias", 100.0),
        ("ashford counci", "a", "fuzzy", 96.6),
        ("ashford coun", "a", "words", 88.9),
        ("surrey", "d", "words", 54.5),
        ("ashfrod", "a", "fuzzy", 85.7),
        ("tall ships", "s", "alias", 100.0),
    ],
)
def test_a_form_matches_by_the_first_step_that_reads_it(
    form: str, key: str, method: str, score: float
) -> None:
    matcher = InexactMatcher(index(Entry("Tall Ships", "s", primary=False)))
    found = matcher.resolve(form, TODAY)
    assert found.match is not None
    assert (found.key, found.match.method, found.match.score) == (key, method, score)


def test_only_aliases_that_are_not_acronyms_match_inexactly() -> None:
    matcher = InexactMatcher(
        index(Entry("Seaside", "s", primary=False), Entry("ASHFD", "t", primary=False))
    )
    assert matcher.resolve("seasdie", TODAY).key == "s"
    assert {near.key for near in matcher.typos.near(["ashfdd"])}.isdisjoint("t")


def test_suggestions_are_few_and_only_made_when_wanted() -> None:
    many = InexactMatcher(
        Index({}, entries({str(n): f"Longstanton {n:03}" for n in range(20)}), tuple, VOCABULARY)
    )
    found = many.resolve("longstanton abc", TODAY)
    assert (found.status, len(found.candidates)) == ("not_found", SUGGESTIONS)
    assert many.resolve("longstanton abc", TODAY._replace(suggest=False)).candidates == ()


def test_a_former_namesake_is_not_suggested() -> None:
    two = InexactMatcher(
        Index({}, [Entry("Similar", k, primary=True) for k in "xy"], tuple, VOCABULARY)
    )
    query = Query(lambda key: key == "y", dated=False, suggest=True)
    assert [c.key for c in two.resolve("smlr", query).candidates] == ["y"]


def test_a_fuzzy_match_needs_a_lead() -> None:
    twins = Resolver(
        Index(
            {},
            [Entry("East Suffolk", "e", primary=True), Entry("West Suffolk", "w", primary=True)],
            tuple,
            VOCABULARY,
        )
    )
    found = twins.resolve("Eest Suffolk", everyone)
    assert found.status == "ambiguous"
    assert {candidate.key for candidate in found.candidates} == {"e", "w"}


def test_a_record_that_does_not_fit_is_not_an_answer() -> None:
    picky = Resolver(
        Index(
            {},
            [Entry("Ashford", "a", primary=True)],
            tuple,
            VOCABULARY,
            lambda _key, removed: "city" not in removed,
        )
    )
    assert picky.resolve("Ashford Council", everyone).key == "a"
    refused = picky.resolve("Ashford City", everyone)
    assert refused.status == "not_found"
    assert [candidate.key for candidate in refused.candidates] == ["a"]
    assert picky.resolve("Ashfordd City", everyone).status == "not_found"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Ashfqord", "a"),  # any letter added
        ("Ashfkrd", "a"),  # or changed
        ("Surrey Hwath", "d"),
        ("Hashford", None),  # an edit from a place
        ("Asqqord", None),  # two letters
        ("Ashqrord", None),  # two edits
        ("Ashlordd", None),
    ],
)
def test_an_unusual_error_is_read_if_nothing_else_is_near(written: str, key: str | None) -> None:
    matcher = Resolver(index(), lambda: ["Hushford"])
    assert matcher.resolve(written, everyone).key == key


@pytest.mark.parametrize("written", ["Ashfrod", "Ashfxrd"])
def test_a_place_is_not_a_misspelt_name(written: str) -> None:
    assert Resolver(index()).resolve(written, everyone).key == "a"
    assert Resolver(index(), lambda: [written]).resolve(written, everyone).key is None


def test_a_word_of_another_name_is_not_an_unusual_error() -> None:
    names = {"a": "Ashford", "b": "Upper Ashborn"}
    matcher = Resolver(Index({}, entries(names), tuple, VOCABULARY))
    assert matcher.resolve("Ashfzrd", everyone).key == "a"
    assert matcher.resolve("Ashbord", everyone).key is None

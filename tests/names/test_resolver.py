"""Normalising, and the steps by which a spelling becomes a record."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.names.index import LONGEST_QUERY, Index
from icslookup.names.normalise import normalise
from icslookup.names.resolution import Entry, Vocabulary
from icslookup.names.resolver import Resolver

VOCABULARY = Vocabulary(
    prefixes=("city of", "the"),
    suffixes=frozenset({"council", "city"}),
    abbreviations={"n": "north"},
    generic=frozenset({"north", "heath", "london", "city"}),
)
NAMES = {"a": "Ashford", "b": "North Heath", "c": "City of London", "d": "Surrey Heath"}


def index(*aliases: Entry) -> Resolver:
    entries = [Entry(name, key, primary=True) for key, name in NAMES.items()]
    return Resolver(Index({"E1": "a"}, entries, lambda: aliases, VOCABULARY))


def everyone(_key: str) -> bool:
    return True


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Guildford", "guildford"),
        ("  GUILDFORD\t ", "guildford"),
        ("King's Lynn", "kings lynn"),
        ("King\u2019s Lynn", "kings lynn"),
        ("Newcastle-upon-Tyne", "newcastle upon tyne"),
        ("B&NES", "b and nes"),
        ("Telford & Wrekin", "telford and wrekin"),
        ("St. Helens", "saint helens"),
        ("Saint Helens", "saint helens"),
        ("Stoke", "stoke"),
        ("Ynys M\u00f4n", "ynys mon"),
        ("\u202eGuild\u200bford\u00ad", "guildford"),
        ("\uff27uildford", "guildford"),
        ("Guild\x1bford", "guild ford"),
        ("Stra\u00dfe", "strasse"),
        ("...", ""),
        ("", ""),
    ],
)
def test_normalise(text: str, form: str) -> None:
    assert normalise(text) == form


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_takes_the_same_way_as_other_text(text: str) -> None:
    """A letter that normalises to nothing sends the text the long way round."""
    assert normalise(text) == normalise(text + "\u200b")


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
    found = index().resolve(query, everyone)
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
    assert index().resolve(query, everyone).status == "not_found"


def test_an_alias_of_two_records_is_ambiguous() -> None:
    found = index(Entry("AH", "a", primary=False), Entry("AH", "b", primary=False)).resolve(
        "ah", everyone
    )
    assert found.status == "ambiguous"
    assert [candidate.key for candidate in found.candidates] == ["a", "b"]


def test_an_undated_alias_means_former_records_too() -> None:
    both = index(Entry("AH", "a", primary=False), Entry("AH", "b", primary=False))
    assert both.resolve("AH", lambda key: key == "a").status == "ambiguous"
    assert both.resolve("AH", lambda key: key == "a", dated=True).key == "a"


def test_of_two_records_with_one_name_the_living_one_is_meant() -> None:
    two = Resolver(Index({}, [Entry("Similar", k, primary=True) for k in "xy"], tuple, VOCABULARY))
    assert two.resolve("similar", lambda key: key == "y").key == "y"
    assert two.resolve("similarr", lambda key: key == "y").key == "y"
    assert two.resolve("similar", everyone).status == "ambiguous"


def test_a_name_wins_over_an_alias() -> None:
    assert index(Entry("Ashford", "b", primary=False)).resolve("Ashford", everyone).key == "a"


def test_aliases_are_read_only_when_no_name_matches() -> None:
    def explode() -> list[Entry]:
        raise AssertionError

    named = Resolver(Index({}, [Entry("Ashford", "a", primary=True)], explode, VOCABULARY))
    assert named.resolve("Ashford", everyone).key == "a"


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


def test_a_record_that_does_not_fit_is_no_answer() -> None:
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


def test_a_query_longer_than_any_name_is_not_looked_at() -> None:
    found = index().resolve("Ashford " * LONGEST_QUERY, everyone)
    assert (found.status, found.candidates) == ("not_found", ())


@given(st.text())
def test_resolving_never_raises(text: str) -> None:
    assert index().resolve(text, everyone).status in ("found", "not_found", "ambiguous")

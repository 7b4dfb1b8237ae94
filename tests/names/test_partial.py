"""The matching of a part of a name."""

from __future__ import annotations

import pytest

from icslookup.names.normalise import normalise
from icslookup.names.partial import PartialMatcher
from icslookup.names.resolution import Entry, Vocabulary
from icslookup.names.typos import Spelling

NAMES = [
    "Bedford", "Bedfordshire", "Hammersmith and Fulham", "Kingston upon Thames", "Mole Valley",
    "Ribble Valley", "South Ribble", "Telford and Wrekin", "Tunbridge Wells", "Wolverhampton",
    "Brighton and Hove", "New Forest",
]  # fmt: skip
VOCABULARY = Vocabulary((), frozenset(), {}, frozenset({"valley", "new", "forest", "south"}))
NO_WORDS: frozenset[str] = frozenset()


def fits(key: str, removed: frozenset[str]) -> bool:
    """Return whether a record fits the words removed: Bedford is not a county."""
    return not (key == "Bedford" and "county" in removed)


MATCHER = PartialMatcher(
    [(normalise(name), Entry(name, name, primary=True)) for name in NAMES],
    [Spelling(normalise(name), name, name) for name in NAMES],
    VOCABULARY,
    fits,
)


@pytest.mark.parametrize(
    ("core", "named", "sharing"),
    [
        ("telford", {"Telford and Wrekin"}, set()),
        ("wrekin", {"Telford and Wrekin"}, set()),
        ("wrekin and telford", {"Telford and Wrekin"}, set()),
        ("kingston", {"Kingston upon Thames"}, set()),
        ("thames", set(), {"Kingston upon Thames"}),
        ("ribble", {"Ribble Valley"}, {"South Ribble"}),
        ("forest new", {"New Forest"}, set()),
        ("new", set(), set()),
        ("valley", set(), set()),
        ("telford atlantis", set(), set()),
    ],
)
def test_words_name_a_record_or_only_share_its_name(
    core: str, named: set[str], sharing: set[str]
) -> None:
    found = MATCHER.by_words(core, NO_WORDS)
    assert tuple(map(set, found)) == (named, sharing)


def test_a_record_that_differs_by_a_compass_point_is_a_twin() -> None:
    _, sharing = MATCHER.by_words("ribble", NO_WORDS)
    assert set(MATCHER.compass_variants("ribble", sharing)) == {"South Ribble"}
    assert MATCHER.compass_variants("thames", {"k": "Kingston upon Thames"}) == {}


@pytest.mark.parametrize(
    ("core", "names"),
    [
        ("hammersmith and ful", {"Hammersmith and Fulham"}),
        ("wolverham", {"Wolverhampton"}),
        ("tunbridge", set()),  # a whole word
        ("bedfords", {"Bedfordshire"}),
        ("bedford", set()),  # a name of its own
        ("tunbr", set()),  # too short
        ("hammersmith", set()),  # too little of a long name
    ],
)
def test_a_beginning_matches_if_it_is_surely_cut_off(core: str, names: set[str]) -> None:
    assert set(MATCHER.by_beginning(core, NO_WORDS)) == names


def test_spellings_start_with_a_text_in_alphabetical_order() -> None:
    assert [s.key for s in MATCHER.starting_with("bedford")] == ["Bedford", "Bedfordshire"]
    assert list(MATCHER.starting_with("x")) == []


@pytest.mark.parametrize(
    ("core", "names"),
    [
        ("tunb wells", {"Tunbridge Wells"}),
        ("mole v", {"Mole Valley"}),
        ("valley mole", set()),  # in another order
        ("m valley", set()),  # `valley` is not distinctive
        ("mole", set()),
        ("tunbridge wells x", set()),
    ],
)
def test_words_that_are_cut_short(core: str, names: set[str]) -> None:
    assert set(MATCHER.by_shortened(core, NO_WORDS)) == names


@pytest.mark.parametrize(
    ("core", "names"),
    [
        ("w\u0294hampton", {"Wolverhampton"}),
        ("b\u0294ton and hove", {"Brighton and Hove"}),
        ("b\u0294ton", set()),  # three letters could end any name
        ("x\u0294hampton", set()),
    ],
)
def test_contracted_words(core: str, names: set[str]) -> None:
    assert set(MATCHER.by_contraction(core, NO_WORDS)) == names


def test_a_record_that_does_not_fit_does_not_match() -> None:
    assert MATCHER.by_words("bedford", frozenset({"county"})) == ({}, {})
    assert set(MATCHER.by_words("bedford", NO_WORDS)[0]) == {"Bedford"}

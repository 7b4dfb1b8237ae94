"""Typing errors, the names near to a misspelt one, and their rivals."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from icslookup.names.typos import (
    RIVAL_EDITS,
    Lookalikes,
    NearSpelling,
    Spelling,
    TypoMatcher,
    explains,
    has_one_edit,
    is_rival,
    is_too_far,
    ratio,
    typing_errors,
)

NAMES = ["guildford", "telford", "east devon", "west devon", "fareham", "bradford", "norwich"]
WORDS = st.text(alphabet="abcdest ", max_size=12)


def near(written: str, form: str) -> NearSpelling:
    return NearSpelling(OSA.distance(written, form), written, form, form, form.title())


@pytest.mark.parametrize(
    ("written", "name", "errors"),
    [
        ("guildford", "guildford", 0),
        ("guidford", "guildford", 1),  # left out
        ("guilldford", "guildford", 1),  # twice
        ("guidlford", "guildford", 1),  # swapped
        ("guildfprd", "guildford", 1),  # the key next to it
        ("guildfird", "guildford", 1),  # one vowel for another
        ("westminister", "westminster", 1),  # a vowel too many
        ("guild ford", "guildford", 1),  # a space too many
        ("midsussex", "mid sussex", 1),
        ("uildfordd", "guildford", 2),
        ("", "a", 1),
        ("farnham", "fareham", 2),  # one edit, but not a common typing error
        ("northwich", "norwich", 3),
    ],
)
def test_typing_errors_are_counted(written: str, name: str, errors: int) -> None:
    assert typing_errors(written, name, 2) == errors


@given(WORDS, WORDS, st.integers(0, 2))
def test_typing_errors_are_never_fewer_than_edits(written: str, name: str, most: int) -> None:
    errors = typing_errors(written, name, most)
    assert 0 <= errors <= most + 1
    assert errors >= min(OSA.distance(written, name), most + 1)


@pytest.mark.parametrize(
    ("written", "form", "wrong"),
    [
        ("guidford", "guildford", False),
        ("gilford", "guildford", False),  # two errors in nine letters
        ("tlfrd", "telford", True),  # five letters left
        ("elfrd", "telford", True),
        ("tlfrod", "telford", True),  # two errors in seven letters
        ("etlford", "telford", False),  # the first letter swapped
        ("relford", "telford", False),  # or the key next to it
        ("elford", "telford", True),  # or left out, of a short name
        ("uildford", "guildford", False),  # of a long one
        ("radford", "bradford", True),
        ("uildfrd", "guildford", True),
        ("farnham", "fareham", True),
        ("herefordshire and worchestershire", "herefordshire and worcestershire", False),
        ("torby", "torbay", True),
    ],
)
def test_a_name_with_too_many_errors_is_not_read(written: str, form: str, *, wrong: bool) -> None:
    assert is_too_far(near(written, form)) is wrong


@pytest.mark.parametrize(
    ("written", "first", "other", "too_near"),
    [
        ("est devon", "east devon", "west devon", True),  # one edit each
        ("est devom", "east devon", "west devon", True),  # two edits from each namesake
        ("gilford", "guildford", "telford", False),  # another first letter
        ("norich", "norwich", "northwich", False),
    ],
)
def test_a_match_is_refused_if_another_name_is_too_near(
    written: str, first: str, other: str, *, too_near: bool
) -> None:
    assert is_rival(near(written, other), near(written, first)) is too_near


@given(st.sampled_from(NAMES), st.integers(0, 8), st.sampled_from("abst "))
def test_the_near_names_include_every_match_and_rival(name: str, at: int, letter: str) -> None:
    """The lists of names by length leave out no match and no rival."""
    written = name[:at] + letter + name[at + 1 :]
    matcher = TypoMatcher(Spelling(form, form, form.title()) for form in NAMES)
    found = {n.form: n.edits for n in matcher.near([written])}
    edits = {form: OSA.distance(written, form) for form in NAMES}
    least = min(edits.values())
    reach = max(2, RIVAL_EDITS[max(least, 1)]) if least <= 2 else 0
    assert found == {form: n for form, n in edits.items() if n <= reach and len(written) >= 6}


def test_the_nearer_of_two_forms_counts() -> None:
    matcher = TypoMatcher([Spelling("guildford", "a", "Guildford")])
    (only,) = matcher.near(["guildford town", "guildfort"])
    assert (only.edits, only.written) == (1, "guildfort")


def test_suggestions_are_one_for_each_record_with_its_best_score() -> None:
    matcher = TypoMatcher([Spelling("hull", "h", "Hull"), Spelling("hull city", "h", "Hull City")])
    assert [(c.key, c.matched, c.score) for c in matcher.alike(["hull"])] == [("h", "Hull", 100.0)]
    assert ratio("hull", "hill") == 75.0


@pytest.mark.parametrize(
    ("written", "form", "possible"),
    [
        ("norwkch", "norwich", True),  # any letter in a name of seven letters
        ("norwzich", "norwich", True),
        ("zuildford", "guildford", True),  # the first of eight or more
        ("zorwich", "norwich", False),  # the first of seven
        ("torbqy", "torbay", False),  # six letters
        ("norwk h", "norwich", False),  # two edits
    ],
)
def test_any_one_edit_may_be_an_error_in_a_long_name(
    written: str, form: str, *, possible: bool
) -> None:
    assert has_one_edit(near(written, form)) is possible


def test_a_name_that_has_the_odd_letter_explains_it() -> None:
    written = "denbyshire"
    first = near(written, "derbyshire")
    assert explains(near(written, "denbighshire"), first)
    assert not explains(near(written, "devonshire"), first)


def test_a_text_is_like_the_names_within_so_many_letters() -> None:
    places = Lookalikes(["hambledon", "burley"])
    assert "burley" in places
    assert "burnley" not in places
    assert places.near("hambledxn", 1) == {"hambledon"}
    assert places.near("hamble", 2) == set()

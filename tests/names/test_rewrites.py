"""Other readings of a spelling."""

from __future__ import annotations

import pytest

from icslookup.names.normalise import normalise
from icslookup.names.rewrites import (
    CONTRACTION,
    letters_for_digits,
    mark_contraction,
    separate_words,
)


@pytest.mark.parametrize(
    ("spelling", "marked"),
    [
        ("W'hampton", f"W{CONTRACTION}hampton"),
        ("B\u2019ton & Hove", f"B{CONTRACTION}ton & Hove"),
        ("King's Lynn", None),  # fewer than three letters after it
        ("'hampton", None),
        ("Guildford", None),
    ],
)
def test_an_apostrophe_within_a_word_is_a_contraction(spelling: str, marked: str | None) -> None:
    assert mark_contraction(spelling) == marked


def test_normalising_keeps_the_mark() -> None:
    assert normalise(f"W{CONTRACTION}hampton") == f"w{CONTRACTION}hampton"


@pytest.mark.parametrize(
    ("spelling", "separated"),
    [
        ("GuildfordBoroughCouncil", "Guildford Borough Council"),
        ("12) HullCity", "Hull City"),
        (" 3. Leeds", "Leeds"),
        ("1234) Leeds", "1234) Leeds"),
        ("NHSSurrey", "NHSSurrey"),
        ("Guildford", "Guildford"),
    ],
)
def test_joined_words_and_a_list_number_are_separated(spelling: str, separated: str) -> None:
    assert separate_words(spelling) == separated


@pytest.mark.parametrize(
    ("form", "readings"),
    [
        ("b0lton", ["bolton", "bolton"]),
        ("1slington", ["lslington", "islington"]),
        ("8re5t", ["brest", "brest"]),
        ("area 51", []),
        ("bolton", []),
    ],
)
def test_digits_next_to_letters_are_read_as_letters(form: str, readings: list[str]) -> None:
    assert list(letters_for_digits(form)) == readings

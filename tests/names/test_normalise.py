"""The normalised form, in which two spellings of one name are equal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icslookup.names.normalise import normalise


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
def test_ascii_is_normalised_like_other_text(text: str) -> None:
    """The letter added to make a text non-ASCII normalises to nothing."""
    assert normalise(text) == normalise(text + "\u200b")

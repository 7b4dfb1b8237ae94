"""Text for messages."""

from __future__ import annotations

from datetime import date

import pytest

from icslookup.text import LONGEST_QUOTED, join_names, join_notes, long_date, quote


def test_a_long_date_has_the_name_of_its_month() -> None:
    months = [long_date(date(2026, month, 1)).split()[1] for month in range(1, 13)]
    assert (months[0], months[8], months[11]) == ("January", "September", "December")
    assert long_date(date(2022, 7, 1)) == "1 July 2022"


def test_a_quoted_text_is_cut() -> None:
    longest = "x" * LONGEST_QUOTED
    assert quote("Guildford") == "'Guildford'"
    assert quote("") == "''"
    assert quote(longest) == f"'{longest}'"
    assert quote(longest + "y") == f"'{longest}…'"


@pytest.mark.parametrize(
    ("names", "text"),
    [(["A"], "A"), (["A", "B"], "A or B"), (("A", "B", "C"), "A, B or C"), (iter("AB"), "A or B")],
)
def test_names_are_joined_as_in_a_sentence(names: list[str], text: str) -> None:
    assert join_names(names, "or") == text


def test_names_are_joined_by_and() -> None:
    assert join_names(["A", "B", "C"]) == "A, B and C"


@pytest.mark.parametrize(
    ("notes", "text"),
    [((), None), ((None, ""), None), ((None, "a"), "a"), (("a", None, "b"), "a; b")],
)
def test_notes_are_joined_without_the_missing_ones(
    notes: tuple[str | None, ...], text: str | None
) -> None:
    assert join_notes(*notes) == text

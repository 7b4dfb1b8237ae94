"""Marks of footnotes and HTML entities in a name."""

from __future__ import annotations

import pytest

from icslookup.names.marks import unescape, without_marks, without_number
from icslookup.names.normalise import normalise


@pytest.mark.parametrize(
    "marked",
    ["Wigan [note 4]", "Wigan [4]", "Wigan(4)", "Wigan (12)", "Wigan [1, 2]", "Wigan (1)(2)", "Wigan [Note 3][r]",
     "Wigan\u00b2", "Wigan \u00b9\u2070", "Wigan \u00b9,\u00b3", "[5] Wigan", "Wigan [p]", "Wigan (R)", "Wigan [x]", "Wigan*",
     "* Wigan", "Wigan \u2020", "Wigan\u2021\u2021", "Wigan \u00a7", "Wigan [note a]", "Wigan (see footnote 2)", "Wigan^3",
     "Wigan [*]", "Wigan (\u2020)", "Wigan\u1d43", "Wigan"],
)  # fmt: skip
def test_a_mark_is_not_part_of_a_name(marked: str) -> None:
    assert without_marks(marked) == "Wigan"


@pytest.mark.parametrize(
    "text",
    ["Luton (B)", "Suffolk (E)", "Suffolk [w]", "Newcastle (Staffs)", "Kent (2021)", "Kent (1st)", "Kent (part)"],
)  # fmt: skip
def test_other_brackets_are_kept(text: str) -> None:
    assert without_marks(text) == text


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Wigan3", "Wigan"),
        ("Isle of Wight12", "Isle of Wight"),
        ("Wigan1,2", "Wigan"),
        ("GU1", "GU1"),
        ("QT1", "QT1"),
        ("BCP1", "BCP1"),
        ("Wigan 3", "Wigan 3"),
        ("Wigan003", "Wigan003"),
        ("Wigan2021", "Wigan2021"),
        ("E0700020", "E0700020"),
    ],
)
def test_a_number_straight_after_the_last_letter_is_a_mark(text: str, bare: str) -> None:
    assert without_number(text) == bare


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Bath &amp; Wells", "Bath & Wells"),
        ("King&#39;s &#x26; Queen&apos;s", "King's & Queen's"),
        ("Isle&nbsp;of Man", "Isle\u00a0of Man"),
        ("A &amp;amp; B", "A & B"),
        ("A&B; C", "A&B; C"),
        ("&unheardof;", "&unheardof;"),
    ],
)
def test_html_entities_are_read(text: str, plain: str) -> None:
    assert unescape(text) == plain


def test_a_name_with_entities_is_equal_to_the_name() -> None:
    assert normalise("St&#46; Helen&#x2019;s&nbsp;&amp; Ely") == normalise("St. Helen's & Ely")
